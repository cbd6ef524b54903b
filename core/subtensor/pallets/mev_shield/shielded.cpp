#include "core/subtensor/pallets/mev_shield/shielded.h"

#include "core/crypto/hash.h"
#include "core/scale/codec.h"

namespace taodeck::subtensor::mev_shield {

KeyHash hashOfKey(ByteView key) {
    const auto hash = crypto::twox128(key);
    KeyHash out{};
    std::copy(hash.begin(), hash.end(), out.begin());
    return out;
}

std::optional<Shielded> parseShielded(ByteView ciphertext) {
    scale::Decoder in{ciphertext};
    Shielded out;
    const auto hash = in.raw(out.keyHash.size());
    if (!hash) return std::nullopt;
    const auto size = in.u16();
    if (!size) return std::nullopt;
    const auto kem = in.raw(*size);
    if (!kem) return std::nullopt;
    const auto nonce = in.raw(out.nonce.size());
    if (!nonce) return std::nullopt;
    std::copy(hash->begin(), hash->end(), out.keyHash.begin());
    out.kem = toBytes(*kem);
    std::copy(nonce->begin(), nonce->end(), out.nonce.begin());
    out.sealed = toBytes(in.rest());
    return out;
}

Bytes encodeShielded(const Shielded& shielded) {
    scale::Encoder out;
    out.raw(shielded.keyHash).u16(static_cast<std::uint16_t>(shielded.kem.size())).raw(shielded.kem);
    out.raw(shielded.nonce).raw(shielded.sealed);
    return out.take();
}

Result<Shielded> shield(const crypto::MlKemPublic& key, const crypto::MlKemSeed& randomness,
                        const crypto::XChaChaNonce& nonce, ByteView extrinsic) {
    TD_TRY(const auto shared, crypto::mlKemEncapsulate(key, randomness));
    Shielded out;
    out.keyHash = hashOfKey(key);
    out.kem.assign(shared.ciphertext.begin(), shared.ciphertext.end());
    out.nonce = nonce;
    out.sealed = crypto::xchachaSeal(shared.secret.view(), nonce, extrinsic);
    return out;
}

std::optional<Bytes> unshield(ByteView decapsulationKey, const Shielded& shielded) {
    const auto secret = crypto::mlKemDecapsulate(decapsulationKey, shielded.kem);
    if (!secret) return std::nullopt;
    return crypto::xchachaOpen(secret->view(), shielded.nonce, shielded.sealed);
}

} // namespace taodeck::subtensor::mev_shield
