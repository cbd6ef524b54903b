// Signatures: `crypto_bench --benchmark_filter=Sr25519`. bench/sr25519_vs_wasm.sh compares with @polkadot/wasm-crypto.

#include "core/crypto/detail/ristretto_reference.h"
#include "core/crypto/hash.h"
#include "core/crypto/keypair.h"

#include <benchmark/benchmark.h>

using namespace taodeck;
using namespace taodeck::crypto;

namespace {

const Bytes kMessage(100, 3); // about the size of an extrinsic's signing payload

void verifyOne(benchmark::State& state, KeyType type) {
    const auto pair = KeyPair::fromUri(type, "//Alice").value();
    const Signature64 signature = pair.sign(kMessage);
    for (auto _ : state) {
        if (!verify(type, pair.publicKey(), kMessage, signature)) state.SkipWithError("refused");
    }
}

void Sr25519Verify(benchmark::State& state) {
    verifyOne(state, KeyType::Sr25519);
}
void Ed25519Verify(benchmark::State& state) {
    verifyOne(state, KeyType::Ed25519);
}

void Sr25519VerifyLibsodium(benchmark::State& state) {
    const auto pair = KeyPair::fromUri(KeyType::Sr25519, "//Alice").value();
    const Signature64 signature = pair.sign(kMessage);
    for (auto _ : state) {
        if (!detail::verifyWithSodium(pair.publicKey(), kMessage, signature)) state.SkipWithError("refused");
    }
}

void Sr25519Sign(benchmark::State& state) {
    const auto pair = KeyPair::fromUri(KeyType::Sr25519, "//Alice").value();
    for (auto _ : state)
        benchmark::DoNotOptimize(pair.sign(kMessage));
}

void Blake2b256Kilobyte(benchmark::State& state) {
    const Bytes data(1024, 1);
    for (auto _ : state)
        benchmark::DoNotOptimize(blake2b256(data));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * 1024);
}

} // namespace

BENCHMARK(Sr25519Verify);
BENCHMARK(Sr25519VerifyLibsodium);
BENCHMARK(Sr25519Sign);
BENCHMARK(Ed25519Verify);
BENCHMARK(Blake2b256Kilobyte);
BENCHMARK_MAIN();
