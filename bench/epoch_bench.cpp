/// How long one epoch takes: the rule alone by neurons, validators and weights per validator, and a whole block of the
/// chain with an epoch of 256 neurons beside the same block without one.
///
///     epoch_bench [Google Benchmark's options]
///     epoch_bench --dump NEURONS VALIDATORS WEIGHTS 2|3|3l    one case and its result as JSON, for epoch_vs_numpy.py

#include "core/subtensor/pallets/subtensor_module/mechanisms/epoch.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/registration/uids.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/system.h"
#include "core/subtensor/rules.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstring>
#include <random>

using namespace taodeck;
using namespace taodeck::subtensor;
namespace sm = taodeck::subtensor::subtensor_module;

namespace {

constexpr std::uint64_t kTao = 1'000'000'000;

enum class Yuma { Two, Three, ThreeLiquid };

struct Size {
    std::size_t neurons{0}, validators{0}, weights{0}; ///< Weights per validator.
};

/// Each validator's weights: an even sample of the neurons, itself left out.
StoredRow randomRow(std::mt19937_64& random, const Size& size, std::size_t validator) {
    StoredRow out;
    std::size_t left = size.weights;
    for (std::size_t uid = 0; uid < size.neurons; ++uid) {
        if (random() % (size.neurons - uid) >= left) continue;
        --left;
        if (uid != validator) out.emplace_back(static_cast<std::uint16_t>(uid), 1 + random() % UINT16_MAX);
    }
    return out;
}

/// A subnet whose first neurons are its validators, with the bonds of the epoch before.
EpochInput caseOf(const Size& size, Yuma yuma) {
    std::mt19937_64 random{425};
    EpochInput in;
    in.stakeWeight.resize(size.neurons);
    in.permits.resize(size.neurons);
    in.weights.resize(size.neurons);
    for (std::size_t i = 0; i < size.validators; ++i) {
        in.stakeWeight[i] = I64F64::fromInt((1'000 + random() % 100'000) * kTao + random() % kTao);
        in.permits[i] = true;
        in.weights[i] = randomRow(random, size, i);
    }
    in.lastUpdate.assign(size.neurons, 900);
    in.registeredAt.assign(size.neurons, 1);
    in.now = 1'000;
    in.tempo = 360;
    in.activityCutoff = 5'000;
    in.lastStepBlock = 640;
    in.maxValidators = static_cast<std::uint16_t>(size.validators);
    in.kappa = 32'767;
    in.bondsPenalty = UINT16_MAX / 2;
    in.bondsMovingAverage = 900'000;
    in.yuma3 = yuma != Yuma::Two;
    in.liquidAlpha = yuma == Yuma::ThreeLiquid;
    in.alphaLow = 45'875;
    in.alphaHigh = 58'982;
    in.alphaSteepness = 1'000;
    in.emission = 360 * kTao;
    in.bonds = runEpoch(in).bonds;
    return in;
}

std::size_t entries(const std::vector<StoredRow>& rows) {
    std::size_t out = 0;
    for (const auto& row : rows)
        out += row.size();
    return out;
}

void epoch(benchmark::State& bench, Yuma yuma) {
    const EpochInput in = caseOf({static_cast<std::size_t>(bench.range(0)), static_cast<std::size_t>(bench.range(1)),
                                  static_cast<std::size_t>(bench.range(2))},
                                 yuma);
    const EconomyRules& rules = economyRules(425);
    for (auto _ : bench)
        benchmark::DoNotOptimize(rules.epoch(in));
    const auto nonZero = static_cast<double>(entries(in.weights));
    bench.counters["weights"] = nonZero;
    bench.counters["per_weight"] =
        benchmark::Counter(nonZero, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// Neurons, validators, weights per validator.
void sizes(benchmark::internal::Benchmark* b) {
    b->Args({256, 64, 256})->Args({256, 64, 64})->Args({256, 64, 16}); // one subnet of the network, ever sparser
    b->Args({256, 8, 256})->Args({256, 16, 256})->Args({256, 32, 256});
    b->Args({4'096, 64, 256})->Args({4'096, 64, 4'096});
    b->Args({4'096, 512, 64})->Args({4'096, 512, 512})->Args({4'096, 512, 4'096});
    b->ArgNames({"n", "validators", "weights"})->Unit(benchmark::kMillisecond);
}
BENCHMARK_CAPTURE(epoch, yuma2, Yuma::Two)->Apply(sizes);
BENCHMARK_CAPTURE(epoch, yuma3, Yuma::Three)->Apply(sizes);
BENCHMARK_CAPTURE(epoch, yuma3_liquid, Yuma::ThreeLiquid)->Apply(sizes);

// --- the chain ---

constexpr std::uint64_t kSlot = 1'000;
constexpr NetUid kNet{1};
const sm::SubnetIndex kIndex = sm::mechanismIndex(kNet, sm::MechId{0});

AccountId account(std::uint64_t n, std::uint8_t kind) {
    AccountId out;
    out.bytes[31] = kind;
    std::memcpy(out.bytes.data(), &n, sizeof n);
    return out;
}

/// The development chain with a subnet filled up to `size`, one epoch behind it.
struct Chain {
    std::shared_ptr<const Runtime> runtime = makeRuntime425(kSlot);
    RuleSet425 rules{kSlot};
    MemoryState base;

    explicit Chain(const Size& size) {
        change([&](State& state) { runtime->buildGenesis(state, developmentGenesis(kSlot, 1, 1)); });
        change([&](State& state) { fill({state, rules, BlockNumber{0}}, size); });
        change([&](State& state) { block(state, 1, true); });
    }

    /// A block without transactions, in which the subnet's epoch runs when `due`.
    void block(State& state, std::uint32_t number, bool due) const {
        for (const NetUid netuid : sm::subnets(state))
            sm::LastEpochBlock.set(state, netuid, number);
        if (due) sm::PendingEpochAt.set(state, kNet, number);
        BlockInput input;
        input.number = BlockNumber{number};
        input.slot = number;
        input.timestampMillis = 1 + number * kSlot;
        (void)runtime->initializeBlock(state, input);
        for (const auto& inherent : runtime->inherents(input))
            (void)runtime->apply(state, inherent);
        runtime->finalizeBlock(state);
    }

private:
    template <class Make>
    void change(Make make) {
        State state{base};
        make(state);
        const State::Changes changes = state.changes();
        for (const auto& [key, value] : changes) {
            if (value) {
                base.entries[key] = *value;
            } else {
                base.entries.erase(key);
            }
        }
    }
    static void fill(const Context& ctx, const Size& size) {
        State& state = ctx.state;
        std::mt19937_64 random{425};
        const std::size_t before = sm::SubnetworkN.get(state, kNet);
        sm::MaxAllowedUids.set(state, kNet, static_cast<std::uint16_t>(size.neurons));
        sm::MaxAllowedValidators.set(state, kNet, static_cast<std::uint16_t>(size.validators));
        sm::Yuma3On.set(state, kNet, true);
        for (std::size_t uid = before; uid < size.neurons; ++uid) {
            const AccountId hotkey = account(uid, 1);
            sm::Owner.set(state, hotkey, account(uid, 2));
            sm::appendNeuron(ctx, kNet, hotkey);
        }
        std::vector<bool> permits(size.neurons);
        for (std::size_t i = 0; i < size.validators; ++i) {
            const auto uid = static_cast<std::uint16_t>(size.neurons - 1 - i);
            permits[uid] = true;
            sm::increaseStake(state, account(uid, 1), account(uid, 2), kNet,
                              Alpha::fromRaw((50'000 + random() % 10'000) * kTao));
            sm::Weights.set(state, kIndex, uid, randomRow(random, size, uid));
            sm::setLastUpdate(state, kNet, kIndex, uid, 1);
        }
        sm::ValidatorPermit.set(state, kNet, permits);
    }
};

/// What the rows of the subnet hold; a benchmark of an idle epoch would mean nothing.
std::size_t storedBonds(const StateReader& state) {
    std::size_t out = 0;
    sm::Bonds.forEachUnder(
        state,
        [&out](sm::SubnetIndex, std::uint16_t, const auto& row) {
            out += row.size();
            return true;
        },
        kIndex);
    return out;
}

void block(benchmark::State& bench, bool due) {
    const Size size{static_cast<std::size_t>(bench.range(0)), static_cast<std::size_t>(bench.range(1)),
                    static_cast<std::size_t>(bench.range(2))};
    const Chain chain{size};
    for (auto _ : bench) {
        State state{chain.base};
        chain.block(state, 2, due);
        benchmark::DoNotOptimize(state.changes().size());
    }
    const std::size_t bonds = storedBonds(chain.base);
    if (bonds < size.validators * size.weights / 2) bench.SkipWithError("the epoch left no bonds");
    bench.counters["bonds"] = static_cast<double>(bonds);
}
BENCHMARK_CAPTURE(block, with_epoch, true)->Args({256, 64, 256})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(block, without_epoch, false)->Args({256, 64, 256})->Unit(benchmark::kMillisecond);

// --- one case as JSON ---

void print(const char* name, const std::vector<StoredRow>& rows) {
    std::printf(",\"%s\":[", name);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::printf(i == 0 ? "[" : ",[");
        for (std::size_t k = 0; k < rows[i].size(); ++k)
            std::printf("%s[%u,%u]", k == 0 ? "" : ",", unsigned{rows[i][k].first}, unsigned{rows[i][k].second});
        std::printf("]");
    }
    std::printf("]");
}
void print(const char* name, const std::vector<std::uint16_t>& values) {
    std::printf(",\"%s\":[", name);
    for (std::size_t i = 0; i < values.size(); ++i)
        std::printf("%s%u", i == 0 ? "" : ",", unsigned{values[i]});
    std::printf("]");
}

int dump(const Size& size, const std::string& yuma) {
    const EpochInput in = caseOf(size, yuma == "2" ? Yuma::Two : yuma == "3" ? Yuma::Three : Yuma::ThreeLiquid);
    const EpochOutput out = runEpoch(in);
    std::printf("{\"stake\":[");
    for (std::size_t i = 0; i < size.neurons; ++i)
        std::printf("%s%llu", i == 0 ? "" : ",", static_cast<unsigned long long>(in.stakeWeight[i].toU64()));
    std::printf("],\"validators\":%zu,\"kappa\":%u,\"bondsPenalty\":%u,\"bondsMovingAverage\":%llu,\"yuma3\":%s", //
                size.validators, unsigned{in.kappa}, unsigned{in.bondsPenalty},
                static_cast<unsigned long long>(in.bondsMovingAverage), in.yuma3 ? "true" : "false");
    std::printf(",\"liquidAlpha\":%s,\"alphaLow\":%u,\"alphaHigh\":%u,\"alphaSteepness\":%d",
                in.liquidAlpha ? "true" : "false", unsigned{in.alphaLow}, unsigned{in.alphaHigh},
                int{in.alphaSteepness});
    print("weights", in.weights);
    print("bonds", in.bonds);
    print("consensus", out.consensus);
    print("incentive", out.incentive);
    print("dividends", out.dividends);
    std::printf("}\n");
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 6 && std::strcmp(argv[1], "--dump") == 0)
        return dump({std::stoul(argv[2]), std::stoul(argv[3]), std::stoul(argv[4])}, argv[5]);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
