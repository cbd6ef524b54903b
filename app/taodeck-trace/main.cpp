// taodeck-trace: replays recorded runs of the network's runtime with the embedded chain's rules.

#include "core/replay/replay.h"

#include <charconv>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string_view>

namespace {

using namespace taodeck;

constexpr const char* kUsage =
    "usage: taodeck-trace [--carry] [--blocks N] [--differences[=ITEM]] FILE...\n"
    "Replays recorded runs and compares every storage item of every block.\n"
    "  --carry               go on from our own state instead of the recorded one\n"
    "  --blocks N            only the first N blocks of each file\n"
    "  --differences[=ITEM]  print each differing entry (of ITEM), not only the unexplained ones\n"
    "Exit code: 0 when every difference has a known reason, 1 when not, 2 for bad usage or files.\n";

struct Arguments {
    replay::Options options;
    bool differences{false};
    std::string item;
    std::vector<std::string> files;
};

std::optional<Arguments> parse(int argc, char** argv) {
    Arguments out;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument{argv[i]};
        constexpr std::string_view kDifferences = "--differences";
        if (argument == "--carry") {
            out.options.carry = true;
        } else if (argument == "--blocks" && i + 1 < argc) {
            const std::string_view number{argv[++i]};
            const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), out.options.blocks);
            if (error != std::errc{} || end != number.data() + number.size()) return std::nullopt;
        } else if (argument.starts_with(kDifferences)) {
            out.differences = true;
            const auto rest = argument.substr(kDifferences.size());
            if (!rest.empty() && rest[0] != '=') return std::nullopt;
            if (!rest.empty()) out.item = rest.substr(1);
        } else if (argument.starts_with("-")) {
            return std::nullopt;
        } else {
            out.files.emplace_back(argument);
        }
    }
    if (out.files.empty()) return std::nullopt;
    return out;
}

Result<replay::Report> replayFile(const std::string& path, const replay::Options& options) {
    std::ifstream in{path, std::ios::binary};
    if (!in) return fail(Errc::Io, path + ": cannot be read");
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    TD_TRY(const auto trace, replay::decodeTrace(text));
    return replay::replay(trace, options);
}

void print(const replay::Report& report, const Arguments& arguments) {
    for (const auto& each : report.differences) {
        const bool asked = arguments.differences && (arguments.item.empty() || arguments.item == each.item);
        if (!asked && !each.reason.empty()) continue;
        std::printf("block %u %s%s %s: recorded %s, ours %s%s%s\n", raw(each.block), each.reason.empty() ? "!! " : "",
                    each.item.c_str(), each.where.c_str(), each.recorded.c_str(), each.ours.c_str(),
                    each.reason.empty() ? "" : ": ", each.reason.c_str());
    }
}

} // namespace

int main(int argc, char** argv) {
    const auto arguments = parse(argc, argv);
    if (!arguments) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    replay::Report all;
    for (const auto& file : arguments->files) {
        const auto report = replayFile(file, arguments->options);
        if (!report) {
            std::fprintf(stderr, "taodeck-trace: %s: %s\n", file.c_str(), report.error().context.c_str());
            return 2;
        }
        std::printf("%s\n", file.c_str());
        print(*report, *arguments);
        std::fputs(replay::text(*report).c_str(), stdout);
        all.add(*report);
    }
    if (arguments->files.size() > 1) std::printf("all files\n%s", replay::text(all).c_str());
    return all.unexplained() == 0 ? 0 : 1;
}
