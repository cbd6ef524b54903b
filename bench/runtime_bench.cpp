/// How fast the embedded chain's rules run: transfers applied to a block, transactions checked for the pool, metadata.

#include "core/crypto/keypair.h"
#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/system.h"

#include <benchmark/benchmark.h>

using namespace taodeck;
using namespace taodeck::subtensor;

namespace {

constexpr std::uint64_t kSlot = 1000;

void keep(MemoryState& base, const State& state) {
    for (const auto& [key, value] : state.changes()) {
        if (value) {
            base.entries[key] = *value;
        } else {
            base.entries.erase(key);
        }
    }
}

/// A genesis and signed transfers of Alice's with rising nonces.
struct Load {
    std::shared_ptr<const Runtime> runtime = makeRuntime425(kSlot);
    MemoryState base;
    std::vector<Bytes> transfers;

    explicit Load(std::uint32_t count) {
        State state{base};
        runtime->buildGenesis(state, developmentGenesis(kSlot, 1, 1));
        keep(base, state);
        const auto alice = *crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Alice");
        const auto bob = *crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Bob");
        const MultiAddress dest{MultiAddress::Kind::Id, bob.publicKey(), {}};
        const auto call = makeCall(balances::TransferKeepAlive{dest, {Rao::fromRaw(1'000)}});
        for (std::uint32_t nonce = 0; nonce < count; ++nonce) {
            SignedPart part;
            part.address = {MultiAddress::Kind::Id, alice.publicKey(), {}};
            part.nonce = nonce;
            ImplicitData implicit;
            implicit.spec = 425;
            implicit.transaction = 1;
            const auto signature = alice.sign(signingPayload(encoded(call), encodeExtra(part), implicit));
            part.signature = {MultiSignature::Kind::Sr25519, {signature.begin(), signature.end()}};
            transfers.push_back(encodeSigned(part, call));
        }
    }
    BlockInput block() const {
        BlockInput input;
        input.number = BlockNumber{1};
        input.timestampMillis = 2;
        return input;
    }
};

void applyTransfers(benchmark::State& bench) {
    const auto count = static_cast<std::uint32_t>(bench.range(0));
    const Load load{count};
    for (auto _ : bench) {
        State state{load.base};
        (void)load.runtime->initializeBlock(state, load.block());
        for (const auto& inherent : load.runtime->inherents(load.block()))
            (void)load.runtime->apply(state, inherent);
        std::uint32_t good = 0;
        for (const auto& bytes : load.transfers)
            good += load.runtime->apply(state, bytes).has_value();
        load.runtime->finalizeBlock(state);
        if (good != count) bench.SkipWithError("a transfer was refused");
        benchmark::DoNotOptimize(state.changes().size());
    }
    bench.SetItemsProcessed(bench.iterations() * count);
}
BENCHMARK(applyTransfers)->Arg(10)->Arg(1'000)->Unit(benchmark::kMillisecond);

void emptyBlock(benchmark::State& bench) {
    const Load load{0};
    for (auto _ : bench) {
        State state{load.base};
        (void)load.runtime->initializeBlock(state, load.block());
        for (const auto& inherent : load.runtime->inherents(load.block()))
            (void)load.runtime->apply(state, inherent);
        load.runtime->finalizeBlock(state);
        benchmark::DoNotOptimize(state.changes().size());
    }
}
BENCHMARK(emptyBlock)->Unit(benchmark::kMicrosecond);

void validateTransfer(benchmark::State& bench) {
    const Load load{1};
    for (auto _ : bench)
        benchmark::DoNotOptimize(load.runtime->validate(load.base, BlockHash{}, load.transfers[0]));
    bench.SetItemsProcessed(bench.iterations());
}
BENCHMARK(validateTransfer)->Unit(benchmark::kMicrosecond);

} // namespace

BENCHMARK_MAIN();
