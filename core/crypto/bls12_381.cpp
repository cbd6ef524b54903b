#include "core/crypto/bls12_381.h"

#include "core/crypto/bls12_381/hash_to_curve.h"
#include "core/crypto/bls12_381/pairing.h"
#include "core/crypto/hash.h"

namespace taodeck::crypto {
namespace {

bls::Scalar readScalar(ByteView littleEndian32) {
    bls::Scalar out{};
    for (std::size_t i = 0; i < 32; ++i)
        out[i / 8] |= std::uint64_t{littleEndian32[i]} << (8 * (i % 8));
    return out;
}

} // namespace

std::array<std::uint8_t, 32> beaconMessage(std::uint64_t round) {
    std::array<std::uint8_t, 8> number{};
    for (std::size_t i = 0; i < 8; ++i)
        number[7 - i] = static_cast<std::uint8_t>(round >> (8 * i));
    return sha256(number);
}

std::array<std::uint8_t, 32> beaconRandomness(ByteView signature) {
    return sha256(signature);
}

Result<BlsSignature> hashToG1(ByteView message, std::string_view domain) {
    TD_TRY(const auto point, bls::hashToCurve(message, asBytes(domain)));
    return bls::encode(point);
}

Result<bool> blsVerify(ByteView publicKey, ByteView message, ByteView signature, std::string_view domain) {
    TD_TRY(const auto key, bls::decodeG2(publicKey));
    TD_TRY(const auto sigma, bls::decodeG1(signature));
    TD_TRY(const auto hash, bls::hashToCurve(message, asBytes(domain)));
    if (key.isInfinity()) return false; // else infinity would be a signature of anything
    // e(sigma, g2) = e(H(m), pk), as one product.
    const std::pair<bls::G1, bls::G2> pairs[] = {{sigma.negated(), bls::generator2()}, {hash, key}};
    return bls::pairingProduct(pairs).isOne();
}

Result<bool> beaconVerify(ByteView publicKey, std::uint64_t round, ByteView signature) {
    return blsVerify(publicKey, beaconMessage(round), signature);
}

Result<BlsKey> BlsKey::fromSeed(ByteView seed) {
    auto wideSeed = sha512(seed);
    auto scalar = bls::scalarModOrder(wideSeed);
    wipe(wideSeed.data(), wideSeed.size());
    if (scalar == bls::Scalar{}) return fail(Errc::OutOfRange, "zero secret key");
    BlsKey key;
    key.m_scalar = SecretBytes{32};
    for (std::size_t i = 0; i < 32; ++i)
        key.m_scalar.data()[i] = static_cast<std::uint8_t>(scalar[i / 8] >> (8 * (i % 8)));
    key.m_public = bls::encode(bls::generator2().times(scalar));
    wipe(scalar.data(), sizeof(scalar));
    return key;
}

BlsSignature BlsKey::sign(ByteView message) const {
    const auto point = bls::hashToCurve(message, asBytes(kQuicknetDomain)); // only a bad domain can fail
    auto scalar = readScalar(m_scalar.view());
    const auto signature = bls::encode(point->times(scalar));
    wipe(scalar.data(), sizeof(scalar));
    return signature;
}

BlsSignature BlsKey::signRound(std::uint64_t round) const {
    return sign(beaconMessage(round));
}

} // namespace taodeck::crypto
