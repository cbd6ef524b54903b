#include "core/chain/detail/snapshot.h"

namespace taodeck::chain {

using metadata::View;

void Snapshot::problem(Error error) {
    if (m_error) return;
    m_error = std::move(error);
    m_failed(*m_error);
}

void Snapshot::limitTrust(const StorageRead& read) {
    m_trust = std::min(m_trust, m_runtime.storageTrust(read.pallet, read.item));
}

std::optional<Bytes> Snapshot::keyOf(const StorageRead& read) {
    auto key = metadata::storageKeyPrefix(*m_runtime.metadata, read.pallet, read.item, read.keys);
    if (key) return *std::move(key);
    problem(key.error());
    return std::nullopt;
}

void Snapshot::want(StorageRead read) {
    if (!has(read.pallet, read.item))
        return problem({Errc::Unsupported, "the connected chain has no " + read.pallet + "." + read.item});
    wantIfThere(std::move(read));
}

void Snapshot::wantIfThere(StorageRead read) {
    limitTrust(read); // also of an item that the node's metadata leaves out
    if (!has(read.pallet, read.item)) return;
    auto key = keyOf(read);
    if (key && m_values.emplace(*key, std::nullopt).second) m_wanted.push_back(*std::move(key));
}

void Snapshot::fetch(Next next) {
    if (m_error) return;
    fetchFrom(std::make_shared<const std::vector<Bytes>>(std::exchange(m_wanted, {})), 0, std::move(next));
}

void Snapshot::fetchFrom(std::shared_ptr<const std::vector<Bytes>> keys, std::size_t first, Next next) {
    const auto last = std::min(keys->size(), first + kKeysAtOnce);
    const auto at = [&](std::size_t i) { return keys->begin() + static_cast<std::ptrdiff_t>(i); };
    auto onValues = [self = shared_from_this(), keys, first, last, next = std::move(next)](Result<RawReading> raw) {
        if (!raw) return self->problem(raw.error());
        self->m_trust = std::min(self->m_trust, raw->trust);
        for (std::size_t i = first; i < last; ++i)
            self->m_values[(*keys)[i]] = std::move(raw->values[i - first]);
        if (last < keys->size()) return self->fetchFrom(keys, last, next);
        next();
    };
    m_reader->keys(std::vector<Bytes>(at(first), at(last)), m_target, std::move(onValues));
}

void Snapshot::list(std::vector<StorageRead> reads, std::size_t most, std::function<void(std::vector<Keys>)> next) {
    listOr(std::move(reads), most, /*mayBeLarge=*/false, std::move(next));
}

void Snapshot::listIfSmall(std::vector<StorageRead> reads, std::size_t most,
                           std::function<void(std::vector<Keys>)> next) {
    listOr(std::move(reads), most, /*mayBeLarge=*/true, std::move(next));
}

void Snapshot::listOr(std::vector<StorageRead> reads, std::size_t most, bool mayBeLarge,
                      std::function<void(std::vector<Keys>)> next) {
    if (m_error) return;
    std::vector<Bytes> prefixes;
    std::vector<std::size_t> place; ///< Of each prefix among the reads.
    for (std::size_t i = 0; i < reads.size(); ++i) {
        limitTrust(reads[i]);
        if (!has(reads[i].pallet, reads[i].item)) continue;
        auto key = keyOf(reads[i]);
        if (!key) return;
        prefixes.push_back(*std::move(key));
        place.push_back(i);
    }
    const auto count = reads.size();
    auto onEntries = [=, self = shared_from_this(), next = std::move(next)](Result<PrefixReading> reading) {
        if (!reading && mayBeLarge && reading.error().code == Errc::LimitExceeded) return next({});
        if (!reading) return self->problem(reading.error());
        self->m_trust = std::min(self->m_trust, reading->trust);
        std::vector<Keys> out(count);
        for (std::size_t i = 0; i < place.size(); ++i)
            for (auto& [key, value] : reading->entries[i]) {
                out[place[i]].push_back(key);
                self->m_values[key] = std::move(value);
            }
        next(std::move(out));
    };
    if (prefixes.empty()) return onEntries(PrefixReading{{}, m_trust});
    m_reader->prefixes(std::move(prefixes), m_target, most, std::move(onEntries));
}

metadata::Value Snapshot::keyPart(std::string_view pallet, std::string_view item, const Bytes& key, std::size_t index) {
    auto parts = metadata::decodeStorageKey(*m_runtime.metadata, pallet, item, key);
    if (parts && index < parts->size()) return std::move((*parts)[index]);
    problem(parts ? Error{Errc::Malformed, "a storage key has too few parts"} : parts.error());
    return {};
}

NetUid Snapshot::netuidPart(std::string_view item, const Bytes& key, std::size_t index) {
    const auto value = keyPart("SubtensorModule", item, key, index);
    return ok() ? take(View{value}.asNetUid()) : NetUid{};
}

AccountId Snapshot::accountPart(std::string_view item, const Bytes& key, std::size_t index) {
    const auto value = keyPart("SubtensorModule", item, key, index);
    return ok() ? take(View{value}.asId<AccountId>()) : AccountId{};
}

std::optional<metadata::Value> Snapshot::get(const StorageRead& read) {
    if (m_error || !has(read.pallet, read.item)) return std::nullopt;
    const auto key = keyOf(read);
    if (!key) return std::nullopt;
    const auto it = m_values.find(*key);
    return take(metadata::decodeStorageValue(*m_runtime.metadata, read.pallet, read.item,
                                             it == m_values.end() ? std::nullopt : it->second));
}

std::uint64_t Snapshot::number(const StorageRead& read) {
    const auto value = get(read);
    return value ? take(View{*value}.asU64()) : 0;
}

bool Snapshot::boolean(const StorageRead& read) {
    const auto value = get(read);
    return value ? take(View{*value}.asBool()) : false;
}

AccountId Snapshot::account(const StorageRead& read) {
    const auto value = get(read);
    return value ? take(View{*value}.asId<AccountId>()) : AccountId{};
}

Bytes Snapshot::bytes(const StorageRead& read) {
    const auto value = get(read);
    return value ? take(View{*value}.asLooseBytes()) : Bytes{};
}

std::vector<std::uint64_t> Snapshot::numbers(const StorageRead& read) {
    std::vector<std::uint64_t> out;
    const auto value = get(read);
    if (!value) return out;
    const View view{*value};
    for (std::size_t i = 0; i < view.size() && ok(); ++i)
        out.push_back(take(view.at(i).asU64()));
    return out;
}

std::vector<bool> Snapshot::booleans(const StorageRead& read) {
    std::vector<bool> out;
    const auto value = get(read);
    if (!value) return out;
    const View view{*value};
    for (std::size_t i = 0; i < view.size() && ok(); ++i)
        out.push_back(take(view.at(i).asBool()));
    return out;
}

} // namespace taodeck::chain
