#include "core/chain/wire.h"

#include "core/base/hex.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <map>

namespace taodeck::chain {

namespace {

Result<const json*> member(const json& value, const char* key) {
    if (!value.is_object()) return fail(Errc::Malformed, std::string{"node: expected an object with "} + key);
    const auto it = value.find(key);
    if (it == value.end()) return fail(Errc::Malformed, std::string{"node: missing "} + key);
    return &*it;
}

Result<std::string> textFrom(const json& value) {
    if (!value.is_string()) return fail(Errc::Malformed, "node: expected text");
    return value.get<std::string>();
}

constexpr std::string_view kGrandpaText{"FRNK"};

Result<bool> isGrandpa(const json& engine) {
    if (engine.is_string() && engine.get<std::string>() == kGrandpaText) return true;
    TD_TRY(const auto bytes, looseBytesFromJson(engine));
    return asText(bytes) == kGrandpaText;
}

Result<std::optional<Bytes>> grandpaFrom(const json& justifications) {
    if (justifications.is_null()) return std::nullopt;
    if (!justifications.is_array()) return fail(Errc::Malformed, "node: justifications are not a list");
    for (const auto& entry : justifications) {
        if (!entry.is_array() || entry.size() != 2) return fail(Errc::Malformed, "node: justification is not a pair");
        TD_TRY(const bool grandpa, isGrandpa(entry[0]));
        if (!grandpa) continue;
        TD_TRY(auto bytes, looseBytesFromJson(entry[1]));
        return std::optional{std::move(bytes)};
    }
    return std::nullopt;
}

} // namespace

Result<Bytes> bytesFromJson(const json& value) {
    TD_TRY(const auto text, textFrom(value));
    if (text.rfind("0x", 0) != 0) return fail(Errc::Malformed, "node: expected 0x-prefixed hex");
    return fromHex(text);
}

Result<Bytes> looseBytesFromJson(const json& value) {
    if (value.is_string()) return bytesFromJson(value);
    if (!value.is_array()) return fail(Errc::Malformed, "node: expected bytes");
    Bytes out;
    out.reserve(value.size());
    for (const auto& item : value) {
        const auto byte = item.is_number_integer() ? item.get<std::int64_t>() : -1;
        if (byte < 0 || byte > 255) return fail(Errc::Malformed, "node: expected byte numbers");
        out.push_back(static_cast<std::uint8_t>(byte));
    }
    return out;
}

Result<std::uint32_t> numberFromJson(const json& value) {
    if (value.is_number_integer()) {
        const auto n = value.get<std::int64_t>();
        if (n < 0 || n > ~std::uint32_t{0}) return fail(Errc::OutOfRange, "node: number outside 32 bits");
        return static_cast<std::uint32_t>(n);
    }
    TD_TRY(const auto text, textFrom(value));
    if (text.size() < 3 || text.rfind("0x", 0) != 0) return fail(Errc::Malformed, "node: expected a hex number");
    std::uint32_t out = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + 2, end, out, 16);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return fail(Errc::Malformed, "node: bad hex number");
    return out;
}

Result<finality::Header> headerFromJson(const json& value) {
    finality::Header out;
    TD_TRY(const auto* parent, member(value, "parentHash"));
    TD_TRY(out.parent, idFromJson<BlockHash>(*parent));
    TD_TRY(const auto* number, member(value, "number"));
    TD_TRY(const auto height, numberFromJson(*number));
    out.number = BlockNumber{height};
    TD_TRY(const auto* state, member(value, "stateRoot"));
    TD_TRY(out.stateRoot, idFromJson<StorageRoot>(*state));
    TD_TRY(const auto* extrinsics, member(value, "extrinsicsRoot"));
    TD_TRY(out.extrinsicsRoot, idFromJson<Hash256>(*extrinsics));
    TD_TRY(const auto* digest, member(value, "digest"));
    TD_TRY(const auto* logs, member(*digest, "logs"));
    if (!logs->is_array() || logs->size() > finality::kMaxDigestItems) return fail(Errc::Malformed, "node: bad digest");
    for (const auto& entry : *logs) {
        TD_TRY(const auto bytes, bytesFromJson(entry));
        TD_TRY(auto item, finality::decodeDigestItem(bytes));
        out.digest.push_back(std::move(item));
    }
    return out;
}

Result<WireBlock> blockFromJson(const json& value) {
    if (value.is_null()) return fail(Errc::NotFound, "node: it does not have the block");
    WireBlock out;
    TD_TRY(const auto* block, member(value, "block"));
    TD_TRY(const auto* header, member(*block, "header"));
    TD_TRY(out.header, headerFromJson(*header));
    TD_TRY(const auto* extrinsics, member(*block, "extrinsics"));
    TD_TRY(out.extrinsics, bytesListFromJson(*extrinsics));
    if (const auto it = value.find("justifications"); it != value.end()) {
        TD_TRY(out.justification, grandpaFrom(*it));
    }
    return out;
}

Result<WireRuntime> runtimeFromJson(const json& value) {
    WireRuntime out;
    TD_TRY(const auto* name, member(value, "specName"));
    TD_TRY(out.specName, textFrom(*name));
    TD_TRY(const auto* spec, member(value, "specVersion"));
    TD_TRY(out.specVersion, numberFromJson(*spec));
    TD_TRY(const auto* transaction, member(value, "transactionVersion"));
    TD_TRY(out.transactionVersion, numberFromJson(*transaction));
    return out;
}

Result<std::vector<BlockHash>> hashesFromJson(const json& value) {
    if (!value.is_array()) return fail(Errc::Malformed, "node: expected a list of hashes");
    std::vector<BlockHash> out;
    for (const auto& entry : value) {
        if (entry.is_null()) return fail(Errc::NotFound, "node: it does not have a block");
        TD_TRY(const auto hash, idFromJson<BlockHash>(entry));
        out.push_back(hash);
    }
    return out;
}

Result<std::vector<Bytes>> bytesListFromJson(const json& value) {
    if (!value.is_array()) return fail(Errc::Malformed, "node: expected a list");
    std::vector<Bytes> out;
    out.reserve(value.size());
    for (const auto& entry : value) {
        TD_TRY(auto bytes, bytesFromJson(entry));
        out.push_back(std::move(bytes));
    }
    return out;
}

Result<WireProof> proofFromJson(const json& value) {
    WireProof out;
    TD_TRY(const auto* at, member(value, "at"));
    TD_TRY(out.at, idFromJson<BlockHash>(*at));
    TD_TRY(const auto* proof, member(value, "proof"));
    TD_TRY(out.nodes, bytesListFromJson(*proof));
    return out;
}

Result<std::vector<std::optional<Bytes>>> storageFromJson(const json& value, std::span<const Bytes> keys) {
    if (!value.is_array() || value.size() != 1) return fail(Errc::Malformed, "node: expected one group of values");
    TD_TRY(const auto* changes, member(value[0], "changes"));
    if (!changes->is_array()) return fail(Errc::Malformed, "node: changes are not a list");
    std::map<Bytes, std::optional<Bytes>> found;
    for (const auto& pair : *changes) {
        if (!pair.is_array() || pair.size() != 2) return fail(Errc::Malformed, "node: a change is not a pair");
        TD_TRY(auto key, bytesFromJson(pair[0]));
        std::optional<Bytes> bytes;
        if (!pair[1].is_null()) {
            TD_TRY(bytes, bytesFromJson(pair[1]));
        }
        found.insert_or_assign(std::move(key), std::move(bytes));
    }
    std::vector<std::optional<Bytes>> out;
    for (const auto& key : keys) {
        const auto it = found.find(key);
        if (it == found.end()) return fail(Errc::Malformed, "node: it left a key out");
        out.push_back(it->second);
    }
    return out;
}

Result<TransactionStatus> transactionStatusFromJson(const json& value) {
    using Kind = TransactionStatus::Kind;
    static const std::map<std::string, Kind, std::less<>> kWords{
        {"future", Kind::Future}, {"ready", Kind::Ready}, {"dropped", Kind::Dropped}, {"invalid", Kind::Invalid}};
    static const std::map<std::string, Kind, std::less<>> kWithHash{{"inBlock", Kind::InBlock},
                                                                    {"retracted", Kind::Retracted},
                                                                    {"finalityTimeout", Kind::FinalityTimeout},
                                                                    {"finalized", Kind::Finalized}};
    if (value.is_string()) {
        const auto it = kWords.find(value.get<std::string>());
        if (it != kWords.end()) return TransactionStatus{it->second, {}};
    } else if (value.is_object() && value.size() == 1) {
        const auto& key = value.begin().key();
        if (key == "broadcast") return TransactionStatus{Kind::Broadcast, {}};
        if (key == "usurped") return TransactionStatus{Kind::Usurped, {}};
        if (const auto it = kWithHash.find(key); it != kWithHash.end()) {
            TD_TRY(const auto hash, idFromJson<BlockHash>(value.begin().value()));
            return TransactionStatus{it->second, hash};
        }
    }
    return fail(Errc::Malformed, "node: unknown transaction status");
}

} // namespace taodeck::chain
