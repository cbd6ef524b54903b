// Metadata of the main network (spec 424, V16, without documentation): decoding, a call to bytes and back, events.

#include "core/metadata/codec.h"
#include "core/metadata/extrinsic.h"
#include "core/metadata/storage_key.h"

#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>

namespace {

using namespace taodeck;
using namespace taodeck::metadata;

Bytes load() {
    std::ifstream in{TD_TEST_DATA "/metadata/finney-424-v16.nodocs.scale", std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    return toBytes(asBytes(text));
}

const std::shared_ptr<const Metadata>& mainNetwork() {
    static const auto meta = Metadata::decode(load()).value();
    return meta;
}

Call addStake() {
    return {"SubtensorModule",
            "add_stake_limit",
            {{"hotkey", Value::id(AccountId{})},
             {"netuid", Value::number(1)},
             {"amount_staked", Value::number(1'000'000'000)},
             {"limit_price", Value::number(50'000'000)},
             {"allow_partial", Value::boolean(false)}}};
}

void metadataDecode(benchmark::State& state) {
    const auto bytes = load();
    for (auto _ : state)
        benchmark::DoNotOptimize(Metadata::decode(bytes));
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes.size()));
}
BENCHMARK(metadataDecode)->Unit(benchmark::kMillisecond);

void metadataSigningPayload(benchmark::State& state) {
    const auto& meta = *mainNetwork();
    for (auto _ : state) {
        const auto call = encodeCall(meta, addStake()).value();
        benchmark::DoNotOptimize(makeSigningPayload(meta, call, {}));
    }
}
BENCHMARK(metadataSigningPayload)->Unit(benchmark::kMicrosecond);

void metadataPayloadDecodedAgain(benchmark::State& state) {
    const auto& meta = *mainNetwork();
    const auto payload = makeSigningPayload(meta, encodeCall(meta, addStake()).value(), {})->bytes();
    for (auto _ : state)
        benchmark::DoNotOptimize(decodeSigningPayload(meta, payload));
}
BENCHMARK(metadataPayloadDecodedAgain)->Unit(benchmark::kMicrosecond);

void metadataStorageKey(benchmark::State& state) {
    const auto& meta = *mainNetwork();
    const std::vector keys{Value::id(AccountId{})};
    for (auto _ : state)
        benchmark::DoNotOptimize(storageKey(meta, "System", "Account", keys));
}
BENCHMARK(metadataStorageKey)->Unit(benchmark::kNanosecond);

} // namespace

BENCHMARK_MAIN();
