#include "core/subtensor/pallets/drand/beacon.h"

#include "core/base/hex.h"
#include "core/crypto/hash.h"

#include <cassert>

namespace taodeck::subtensor::drand {
namespace {

template <std::size_t N>
AtMost<N> hexBytes(std::string_view hex) {
    auto bytes = fromHex(hex);
    assert(bytes && bytes->size() <= N); // ours
    return {*std::move(bytes)};
}
template <std::size_t N>
AtMost<N> textBytes(std::string_view text) {
    return {toBytes(asBytes(text))};
}

} // namespace

BeaconConfiguration quicknet() {
    BeaconConfiguration out;
    out.publicKey = hexBytes<96>("0x83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
                                 "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
                                 "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a");
    out.period = 3;
    out.genesisTime = 1'692'803'367;
    out.hash = hexBytes<32>("0x52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971");
    out.groupHash = hexBytes<32>("0xf477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e");
    out.schemeId = textBytes<32>("bls-unchained-g1-rfc9380");
    out.metadata.beaconId = textBytes<32>("quicknet");
    return out;
}

RoundNumber roundAt(const BeaconConfiguration& config, std::uint64_t unixMillis) {
    const auto start = std::uint64_t{config.genesisTime} * 1'000;
    if (config.period == 0 || unixMillis < start) return 0;
    return (unixMillis - start) / (std::uint64_t{config.period} * 1'000) + 1;
}

std::uint64_t millisOf(const BeaconConfiguration& config, RoundNumber round) {
    const auto periods = UInt128{round == 0 ? 0 : round - 1} * config.period;
    const auto millis = (periods + config.genesisTime) * 1'000;
    return millis > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(millis);
}

crypto::BlsKey localBeaconKey(std::uint64_t chainSeed) {
    Encoder seed;
    seed.raw(asBytes("taodeck embedded chain beacon")).u64(chainSeed);
    auto key = crypto::BlsKey::fromSeed(seed.view());
    assert(key); // zero has one chance in 2^255
    return *std::move(key);
}

BeaconConfiguration localBeacon(std::uint64_t chainSeed, std::uint64_t genesisMillis) {
    const auto key = localBeaconKey(chainSeed);
    auto out = quicknet();
    out.publicKey.bytes.assign(key.publicKey().begin(), key.publicKey().end());
    out.genesisTime = static_cast<std::uint32_t>(std::min<std::uint64_t>(out.genesisTime, genesisMillis / 1'000));
    // drand hashes its whole description; any two values that differ between beacons do here.
    const auto hash = crypto::sha256(key.publicKey());
    const auto groupHash = crypto::sha256(hash);
    out.hash.bytes.assign(hash.begin(), hash.end());
    out.groupHash.bytes.assign(groupHash.begin(), groupHash.end());
    out.metadata.beaconId = textBytes<32>("embedded");
    return out;
}

Pulse makePulse(const crypto::BlsKey& key, RoundNumber round) {
    const auto signature = key.signRound(round);
    const auto randomness = crypto::beaconRandomness(signature);
    Pulse out;
    out.round = round;
    out.signature.bytes.assign(signature.begin(), signature.end());
    out.randomness.bytes.assign(randomness.begin(), randomness.end());
    return out;
}

} // namespace taodeck::subtensor::drand
