// What one proven read and one block of catching up cost, without the network.

#include "core/crypto/hash.h"
#include "core/finality/sync.h"
#include "core/trie/trie.h"
#include "tests/unit/finality/test_chain.h"

#include <benchmark/benchmark.h>

#include <stdexcept>

namespace taodeck {
namespace {

/// A state of as many keys as a small network has, shaped as the chain's maps are: a prefix, a hash, an account.
struct State {
    trie::MemoryNodes store;
    StorageRoot root;
    std::vector<Bytes> keys;
};

const State& state() {
    static const State out = [] {
        State made;
        trie::Changes changes;
        for (std::uint32_t i = 0; i < 100'000; ++i) {
            const auto account = crypto::blake2b256(Bytes{
                static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i >> 16)});
            Bytes key = crypto::storagePrefix("System", i % 2 == 0 ? "Account" : "Other");
            crypto::appendHashed(key, crypto::Hasher::Blake2_128Concat, account);
            changes[key] = Bytes(80, static_cast<std::uint8_t>(i));
            made.keys.push_back(std::move(key));
        }
        const auto update = trie::apply(made.store, trie::emptyRoot(), changes, trie::StateVersion::V1).value();
        for (const auto& [hash, bytes] : update.added)
            made.store.put(hash, bytes);
        made.root = update.root;
        return made;
    }();
    return out;
}

void readProofPerKey(benchmark::State& run) {
    const auto count = static_cast<std::size_t>(run.range(0));
    std::vector<Bytes> keys;
    for (std::size_t i = 0; i < count; ++i)
        keys.push_back(state().keys[i * 997 % state().keys.size()]);
    const auto proof = trie::prove(state().store, state().root, keys).value();
    for (auto _ : run) {
        auto read = trie::readProof(state().root, proof, keys);
        if (!read) throw std::runtime_error{read.error().context};
        benchmark::DoNotOptimize(read);
    }
    run.SetItemsProcessed(static_cast<std::int64_t>(run.iterations() * count));
}
BENCHMARK(readProofPerKey)->Arg(1)->Arg(16)->Arg(256)->Unit(benchmark::kMicrosecond);

void applyChangesPerKey(benchmark::State& run) {
    const auto count = static_cast<std::size_t>(run.range(0));
    trie::Changes changes;
    for (std::size_t i = 0; i < count; ++i)
        changes[state().keys[i * 991 % state().keys.size()]] = Bytes(80, 1);
    for (auto _ : run) {
        auto update = trie::apply(state().store, state().root, changes, trie::StateVersion::V1);
        benchmark::DoNotOptimize(update);
    }
    run.SetItemsProcessed(static_cast<std::int64_t>(run.iterations() * count));
}
BENCHMARK(applyChangesPerKey)->Arg(16)->Arg(256)->Unit(benchmark::kMicrosecond);

/// Headers with checked seals and a justification at the end of every `range` of them.
void catchUp(benchmark::State& run) {
    const finality::test::Keys keys;
    const auto every = static_cast<std::size_t>(run.range(0));
    std::vector<finality::Header> headers{finality::Header{}};
    for (std::size_t i = 1; i <= 1024; ++i)
        headers.push_back(keys.child(headers.back(), 100 + i));
    std::vector<finality::Justification> justifications;
    for (std::size_t i = every; i < headers.size(); i += every)
        justifications.push_back(keys.justify(headers[i], 0));
    for (auto _ : run) {
        finality::ChainTrust trust{{headers.front(), keys.set(), keys.aura()}};
        for (std::size_t i = 1; i < headers.size(); ++i) {
            if (!trust.addHeader(headers[i])) throw std::runtime_error{"header refused"};
            if (i % every == 0 && !trust.finalise(justifications[i / every - 1]))
                throw std::runtime_error{"justification refused"};
        }
    }
    run.SetItemsProcessed(static_cast<std::int64_t>(run.iterations() * (headers.size() - 1)));
}
BENCHMARK(catchUp)->Arg(1)->Arg(512)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace taodeck

BENCHMARK_MAIN();
