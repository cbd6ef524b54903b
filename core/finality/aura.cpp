#include "core/finality/aura.h"

#include "core/crypto/hash.h"
#include "core/crypto/keypair.h"
#include "core/scale/codec.h"

namespace taodeck::finality {
namespace {

bool isAura(const DigestItem& item, DigestItem::Kind kind) {
    return item.kind == kind && item.engine == kAura;
}

} // namespace

Result<std::uint64_t> slotOf(const Header& header) {
    std::optional<std::uint64_t> slot;
    for (const auto& item : header.digest) {
        if (!isAura(item, DigestItem::Kind::PreRuntime)) continue;
        if (slot) return fail(Errc::BadProof, "aura: two slots in one header");
        if (item.data.size() != 8) return fail(Errc::BadProof, "aura: a slot is eight bytes");
        scale::Decoder in{item.data};
        TD_TRY(slot, in.u64());
    }
    if (!slot) return fail(Errc::BadProof, "aura: no slot in the header");
    return *slot;
}

DigestItem slotDigest(std::uint64_t slot) {
    scale::Encoder data;
    data.u64(slot);
    return {DigestItem::Kind::PreRuntime, kAura, data.take()};
}

Result<Unsealed> unseal(const Header& header) {
    Unsealed out;
    const auto seals = std::count_if(header.digest.begin(), header.digest.end(),
                                     [](const DigestItem& item) { return isAura(item, DigestItem::Kind::Seal); });
    if (seals != 1 || !isAura(header.digest.back(), DigestItem::Kind::Seal))
        return fail(Errc::BadProof, "aura: the last digest item is not the only seal");
    const auto& data = header.digest.back().data;
    if (data.size() != out.seal.size()) return fail(Errc::BadProof, "aura: a seal is 64 bytes");
    std::copy(data.begin(), data.end(), out.seal.begin());
    out.header = header;
    out.header.digest.pop_back();
    return out;
}

DigestItem sealDigest(std::span<const std::uint8_t, 64> signature) {
    return {DigestItem::Kind::Seal, kAura, Bytes{signature.begin(), signature.end()}};
}

Result<AccountId> verifySeal(const Header& header, std::span<const AccountId> auraAuthorities) {
    if (auraAuthorities.empty()) return fail(Errc::BadProof, "aura: no authorities");
    TD_TRY(const auto slot, slotOf(header));
    TD_TRY(const auto unsealed, unseal(header));
    const auto& author = auraAuthorities[slot % auraAuthorities.size()];
    const auto hash = hashOf(unsealed.header);
    if (!crypto::verify(crypto::KeyType::Sr25519, author, hash.view(), unsealed.seal))
        return fail(Errc::BadProof, "aura: the seal is not by the slot's author");
    return author;
}

} // namespace taodeck::finality
