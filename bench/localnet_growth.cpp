// How memory and file of the embedded chain grow: a hundred thousand empty blocks, then ten thousand with transactions.
// Prints a table. Arguments: [empty blocks] [busy blocks] [transactions per busy block] [world|development]

#include "core/localnet/founding.h"
#include "core/localnet/world/signer.h"
#include "core/subtensor/pallets/balances.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <unistd.h>

namespace taodeck::localnet {
namespace {

using Time = std::chrono::steady_clock;

struct Fatal {};
template <class T>
T need(Result<T> result) {
    if (result) return *std::move(result);
    std::fprintf(stderr, "%s\n", result.error().context.c_str());
    throw Fatal{};
}
void need(const Result<>& result) {
    if (result) return;
    std::fprintf(stderr, "%s\n", result.error().context.c_str());
    throw Fatal{};
}

class Folder {
public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "taodeck-bench-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw Fatal{};
        path = pattern;
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::filesystem::path path;
};

std::uint64_t residentBytes() {
    std::ifstream in{"/proc/self/statm"};
    std::uint64_t all = 0, resident = 0;
    in >> all >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t fileBytes(const std::filesystem::path& folder) {
    std::uint64_t sum = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        if (entry.is_regular_file()) sum += entry.file_size();
    return sum;
}

struct Sample {
    std::uint64_t file{0}, memory{0};
    Time::time_point time;
};

class Growth {
public:
    explicit Growth(FoundingKind kind) {
        need(foundChain(m_folder.path / "chain.sqlite", kind, {}, SystemClock{}.now()));
        m_chain = need(Chain::open(openOptions(m_folder.path / "chain.sqlite", false), subtensor::makeRuntime425));
        std::printf("%10s %12s %12s %10s %14s %14s %12s\n", "block", "file KiB", "memory KiB", "nodes", "file B/block",
                    "memory B/block", "blocks/s");
        m_last = sample();
    }

    void run(std::uint32_t blocks, std::uint32_t transactions, const char* what) {
        std::printf("%u %s\n", blocks, what);
        const auto step = std::max<std::uint32_t>(1, blocks / 10);
        for (std::uint32_t done = 0; done < blocks;) {
            const auto count = std::min(step, blocks - done);
            for (std::uint32_t i = 0; i < count; ++i)
                makeBlock(transactions);
            done += count;
            report(count);
        }
    }

private:
    Sample sample() { return {fileBytes(m_folder.path), residentBytes(), Time::now()}; }

    void makeBlock(std::uint32_t transactions) {
        const auto now = m_chain->nextTime();
        for (std::uint32_t i = 0; i < transactions; ++i) {
            subtensor::balances::TransferKeepAlive call;
            call.dest.id = m_signer.account("//Load//" + std::to_string(i % 100));
            call.value = {Rao::fromRaw(1'000'000)};
            need(m_signer.send(*m_chain, now, "//Bob", subtensor::makeCall(call)));
        }
        const auto authored = need(m_chain->author(now, [] { return true; }));
        m_chain->settleIncluded(authored, now);
        m_chain->settleFinalized(authored);
    }

    void report(std::uint32_t blocks) {
        const auto now = sample();
        const auto perBlock = [blocks](std::uint64_t after, std::uint64_t before) {
            return (static_cast<double>(after) - static_cast<double>(before)) / blocks;
        };
        std::printf("%10u %12llu %12llu %10llu %14.1f %14.1f %12.0f\n", raw(m_chain->best().header.number),
                    static_cast<unsigned long long>(now.file / 1024),
                    static_cast<unsigned long long>(now.memory / 1024),
                    static_cast<unsigned long long>(need(m_chain->store().size()).nodes),
                    perBlock(now.file, m_last.file), perBlock(now.memory, m_last.memory),
                    blocks / std::chrono::duration<double>(now.time - m_last.time).count());
        std::fflush(stdout);
        m_last = sample();
    }

    Folder m_folder;
    world::Signer m_signer;
    std::unique_ptr<Chain> m_chain;
    Sample m_last;
};

int run(int argc, char** argv) {
    const auto argument = [&](int index, std::uint32_t usual) {
        return argc > index ? static_cast<std::uint32_t>(std::strtoul(argv[index], nullptr, 10)) : usual;
    };
    const bool world = argc <= 4 || std::string{argv[4]} != "development";
    try {
        Growth growth{world ? FoundingKind::World : FoundingKind::Development};
        growth.run(argument(1, 100'000), 0, "empty blocks");
        growth.run(argument(2, 10'000), argument(3, 10), "blocks with transactions");
    } catch (const Fatal&) {
        return 1;
    }
    return 0;
}

} // namespace
} // namespace taodeck::localnet

int main(int argc, char** argv) {
    return taodeck::localnet::run(argc, argv);
}
