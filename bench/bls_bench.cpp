// BLS12-381: `bls_bench`. bench/bls_vs_noble.sh compares the pairing with @noble/curves.

#include "core/crypto/bls12_381.h"
#include "core/crypto/bls12_381/hash_to_curve.h"
#include "core/crypto/bls12_381/pairing.h"
#include "core/crypto/timelock.h"

#include <benchmark/benchmark.h>

using namespace taodeck;
using namespace taodeck::crypto;

namespace {

const BlsKey& key() {
    static const auto made = BlsKey::fromSeed(asBytes("bench")).value();
    return made;
}

void BlsPairing(benchmark::State& state) {
    const auto p = bls::generator1().times({123456789, 0, 0, 0});
    const auto q = bls::generator2().times({987654321, 0, 0, 0});
    for (auto _ : state)
        benchmark::DoNotOptimize(bls::pairing(p, q));
}
void BlsHashToG1(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(bls::hashToCurve(beaconMessage(1000), asBytes(kQuicknetDomain)));
}
void BlsDecodeG1(benchmark::State& state) {
    const auto bytes = bls::encode(bls::generator1());
    for (auto _ : state)
        benchmark::DoNotOptimize(bls::decodeG1(bytes));
}
void BlsDecodeG2(benchmark::State& state) {
    const auto bytes = bls::encode(bls::generator2());
    for (auto _ : state)
        benchmark::DoNotOptimize(bls::decodeG2(bytes));
}
void BeaconVerify(benchmark::State& state) {
    const auto signature = key().signRound(1000);
    for (auto _ : state) {
        if (!beaconVerify(key().publicKey(), 1000, signature).value()) state.SkipWithError("refused");
    }
}
void BeaconSign(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(key().signRound(1000));
}
void TimelockDecrypt(benchmark::State& state) {
    const auto ciphertext = timelockEncrypt(key().publicKey(), 7, Bytes(500)).value();
    const auto signature = key().signRound(7);
    for (auto _ : state) {
        if (!timelockDecrypt(ciphertext, signature)) state.SkipWithError("refused");
    }
}

BENCHMARK(BlsPairing)->Unit(benchmark::kMicrosecond);
BENCHMARK(BlsHashToG1)->Unit(benchmark::kMicrosecond);
BENCHMARK(BlsDecodeG1)->Unit(benchmark::kMicrosecond);
BENCHMARK(BlsDecodeG2)->Unit(benchmark::kMicrosecond);
BENCHMARK(BeaconVerify)->Unit(benchmark::kMicrosecond);
BENCHMARK(BeaconSign)->Unit(benchmark::kMicrosecond);
BENCHMARK(TimelockDecrypt)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
