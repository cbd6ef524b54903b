/// The CPU kernels of each instruction set and tensor type, one thread.
/// Decode: one token through a matrix that the near cache holds, and through one that comes from memory, in bytes of
/// weights a second. Prefill: many tokens, in multiply-adds counted as two operations. Beside them what reading alone
/// reaches, because a decode step can be no faster.

#include "core/engine/cpu/kernels.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace {

using namespace taodeck;
using namespace taodeck::engine;

constexpr std::size_t kCols = 2048;

std::vector<float> numbers(std::size_t n) {
    std::vector<float> out(n);
    std::uint32_t state = 12345;
    for (float& x : out) {
        state = state * 1664525U + 1013904223U;
        x = static_cast<float>(state >> 8U) * 0x1p-23F - 1.0F;
    }
    return out;
}

/// Enough rows for `bytes`, the same few repeated.
struct Weights {
    Bytes bytes;
    TensorView view;
    Weights(TensorType type, std::size_t size) {
        const Bytes some = quantizeRow(type, numbers(kCols * 16));
        const std::size_t rows = std::max<std::size_t>(1, size / some.size()) * 16;
        while (bytes.size() < rows / 16 * some.size())
            append(bytes, some);
        view.type = type;
        view.shape = {kCols, rows, 1, 1};
        view.bytes = bytes;
    }
};

void product(benchmark::State& state, cpu::InstructionSet set, TensorType type, std::size_t tokens, std::size_t size) {
    const cpu::Kernels* k = cpu::kernels(set);
    if (!k) return state.SkipWithError("not on this machine");
    const Weights w{type, size};
    const auto x = numbers(tokens * kCols);
    cpu::Threads threads{1};
    cpu::Activations a;
    cpu::prepare(a, type, x.data(), tokens, kCols, *k, threads);
    std::vector<float> y(tokens * w.view.rows());
    for (auto _ : state)
        cpu::matmul(w.view, a, y.data(), w.view.rows(), *k, threads);
    const auto runs = static_cast<double>(state.iterations());
    if (tokens == 1)
        state.counters["bytes/s"] =
            benchmark::Counter(runs * static_cast<double>(w.bytes.size()), benchmark::Counter::kIsRate);
    state.counters["op/s"] =
        benchmark::Counter(runs * 2 * static_cast<double>(w.view.rows() * kCols * tokens), benchmark::Counter::kIsRate);
}

void reading(benchmark::State& state, std::size_t size) {
    std::vector<std::uint64_t> memory(size / 8, 1);
    for (auto _ : state) {
        std::uint64_t sum[8] = {};
        for (std::size_t i = 0; i + 8 <= memory.size(); i += 8)
            for (std::size_t j = 0; j < 8; ++j)
                sum[j] += memory[i + j];
        benchmark::DoNotOptimize(sum);
    }
    state.counters["bytes/s"] = benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(size),
                                                   benchmark::Counter::kIsRate);
}

void attention(benchmark::State& state, cpu::InstructionSet set, std::size_t tokens, std::size_t positions) {
    const cpu::Kernels* k = cpu::kernels(set);
    if (!k) return state.SkipWithError("not on this machine");
    constexpr std::size_t kDim = 64, kHeads = 4;
    const auto q = numbers(tokens * kHeads * kDim), floats = numbers(positions * kDim);
    std::vector<std::uint16_t> keys(floats.size());
    k->toHalf(keys.data(), floats.data(), floats.size());
    std::vector<float> out(q.size()), scores(positions);
    cpu::Attention job{q.data(),     out.data(),  tokens,      kHeads * kDim,          kHeads,
                       kDim,         keys.data(), keys.data(), positions + 1 - tokens, 0.125F,
                       scores.data()};
    for (auto _ : state)
        k->attend(job);
    state.counters["pairs/s"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(tokens * kHeads * positions),
                           benchmark::Counter::kIsRate);
}

void emptyLoop(benchmark::State& state) {
    cpu::Threads threads{static_cast<int>(state.range(0))};
    for (auto _ : state)
        threads.forEach(16, 1, [](std::size_t, std::size_t, int) {});
}
BENCHMARK(emptyLoop)->Arg(1)->Arg(2)->UseRealTime();

} // namespace

int main(int argc, char** argv) {
    struct Set {
        cpu::InstructionSet set;
        const char* name;
    };
    constexpr std::size_t kNear = 1 << 20, kFar = 256 << 20;
    benchmark::RegisterBenchmark("reading/near", [](benchmark::State& s) { reading(s, kNear); });
    benchmark::RegisterBenchmark("reading/far", [](benchmark::State& s) { reading(s, kFar); });
    for (const Set& set : {Set{cpu::InstructionSet::Scalar, "scalar"}, Set{cpu::InstructionSet::Avx2, "avx2"},
                           Set{cpu::InstructionSet::Avx512Vnni, "avx512"}, Set{cpu::InstructionSet::Avx512Amx, "amx"},
                           Set{cpu::InstructionSet::Neon, "neon"}}) {
        if (!cpu::kernels(set.set)) continue;
        const std::string name = set.name;
        for (const TensorType type : kTensorTypes) {
            const std::string both = name + '/' + std::string{traits(type).name};
            const auto add = [&](const std::string& what, std::size_t tokens, std::size_t size) {
                benchmark::RegisterBenchmark((both + what).c_str(),
                                             [=](benchmark::State& s) { product(s, set.set, type, tokens, size); });
            };
            add("/decode-near", 1, kNear);
            add("/decode-far", 1, kFar);
            add("/batch-4", 4, kNear);
            add("/prefill-256", 256, kNear);
        }
        benchmark::RegisterBenchmark((name + "/attention/decode-512").c_str(),
                                     [=](benchmark::State& s) { attention(s, set.set, 1, 512); });
        benchmark::RegisterBenchmark((name + "/attention/prefill-256-of-512").c_str(),
                                     [=](benchmark::State& s) { attention(s, set.set, 256, 512); });
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
