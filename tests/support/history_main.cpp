/// taodeck-histories: random histories of the embedded chain, longer than the unit tests can afford.
///     taodeck-histories [--seeds N] [--first SEED] [--transactions N] [--per-block N] [--calls] [--trace BLOCK]
/// Prints one line for each seed, and with --calls how often each call succeeded. With --trace a history ends at
/// that block, or for 0 at the first in which something did not hold, and its calls, events and changes of the books
/// are printed. Exits with 1 when something did not hold.

#include "tests/support/history_chain.h"

#include "core/base/hex.h"

#include <chrono>
#include <cstring>
#include <iostream>

using namespace taodeck::subtensor::test;

namespace {

void printCalls(const std::map<std::string, HistoryResult::Count>& calls) {
    for (const auto& [name, count] : calls) {
        std::cout << "  " << name << ": " << count.succeeded << " of " << count.sent << ", " << count.refused
                  << " refused";
        for (const auto& [error, times] : count.errors)
            std::cout << ", " << error << " " << times;
        std::cout << "\n";
    }
}

} // namespace

int main(int argc, char** argv) {
    std::uint64_t seeds = 1, first = 1;
    bool calls = false;
    HistoryOptions options;
    options.transactions = 10'000;
    for (int i = 1; i < argc; ++i) {
        const auto is = [&](const char* name) { return std::strcmp(argv[i], name) == 0; };
        if (is("--calls")) {
            calls = true;
            continue;
        }
        if (i + 1 == argc) {
            std::cerr << "a number is missing after " << argv[i] << "\n";
            return 2;
        }
        const auto number = std::strtoull(argv[i + 1], nullptr, 10);
        if (is("--seeds")) {
            seeds = number;
        } else if (is("--first")) {
            first = number;
        } else if (is("--transactions")) {
            options.transactions = static_cast<int>(number);
        } else if (is("--trace")) {
            options.trace = static_cast<std::uint32_t>(number);
        } else if (is("--per-block")) {
            options.perBlock = static_cast<std::uint32_t>(number);
        } else {
            std::cerr << "unknown option " << argv[i] << "\n";
            return 2;
        }
        ++i;
    }
    bool good = true;
    std::map<std::string, HistoryResult::Count> all;
    for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
        options.seed = seed;
        const auto begun = std::chrono::steady_clock::now();
        const auto result = playHistory(options);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
        std::cout << "seed " << seed << ": " << result.sent << " transactions in " << result.blocks << " blocks, "
                  << result.succeeded << " succeeded, state root " << taodeck::toHex(result.root.view()) << ", "
                  << result.violations.size() << " violations, " << took.count() << " s" << std::endl;
        for (const auto& violation : result.violations)
            std::cout << "  " << violation << std::endl;
        for (const auto& line : result.trace)
            std::cout << line << "\n";
        good = good && result.violations.empty();
        for (const auto& [name, count] : result.calls) {
            auto& sum = all[name];
            sum.sent += count.sent;
            sum.succeeded += count.succeeded;
            sum.refused += count.refused;
            for (const auto& [error, times] : count.errors)
                sum.errors[error] += times;
        }
    }
    if (calls) printCalls(all);
    return good ? 0 : 1;
}
