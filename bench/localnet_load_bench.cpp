// The localnet under a load of signed transfers: how fast blocks can follow each other, and what a node at its pace
// takes in over JSON-RPC. Prints figures; arguments are ignored.

#include "core/base/hex.h"
#include "core/crypto/hash.h"
#include "core/crypto/keypair.h"
#include "core/localnet/node.h"
#include "core/rpc/client.h"
#include "core/scale/codec.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

namespace taodeck::localnet {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::uint32_t kSenders = 100;
constexpr std::uint64_t kFunds = 1'000'000'000'000;

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

struct Fatal {};
template <class T>
T need(Result<T> result) {
    if (result) return *std::move(result);
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

struct Sender {
    crypto::KeyPair pair;
    std::uint32_t nonce{0};
};

Sender senderOf(const std::string& uri) {
    return {need(crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri)), 0};
}
std::vector<Sender> senders() {
    std::vector<Sender> out;
    for (std::uint32_t i = 0; i < kSenders; ++i)
        out.push_back(senderOf("//Load/" + std::to_string(i)));
    return out;
}

/// Balances.transfer_keep_alive, immortal.
Bytes transfer(Sender& from, const AccountId& to, std::uint64_t amount, const BlockHash& genesis) {
    const subtensor::RuntimeVersion version;
    scale::Encoder call, extra, payload, body, out;
    call.u8(5).u8(3).u8(0).id(to).compact(amount);
    extra.u8(0).compact(from.nonce++).compact(0).u8(0);
    payload.raw(call.view()).raw(extra.view()).u32(version.spec).u32(version.transaction).id(genesis).id(genesis).u8(0);
    body.u8(0x84).u8(0).id(from.pair.publicKey()).u8(1).raw(from.pair.sign(payload.view()));
    body.raw(extra.view()).raw(call.view());
    out.bytes(body.view());
    return out.take();
}

ChainOptions chainOptions(const Folder& folder, std::uint64_t slotMillis) {
    ChainOptions options;
    options.file = folder.path / "chain.sqlite";
    options.slotMillis = slotMillis;
    options.now = SystemClock{}.now();
    options.pool.ready = 100'000;
    return options;
}

/// Authors without waiting for the clock: the time of each block is the next slot.
void backToBack() {
    const Folder folder;
    const auto options = chainOptions(folder, 1000);
    const auto chain = need(Chain::open(options, subtensor::makeRuntime425));
    auto now = options.now;
    const auto author = [&] {
        now += std::chrono::seconds{1};
        const auto authored = need(chain->author(now, [] { return true; }));
        chain->settleIncluded(authored, now);
        chain->settleFinalized(authored);
        return authored.block.extrinsics.size() - 1;
    };
    auto begin = Clock::now();
    constexpr int kEmpty = 200;
    for (int i = 0; i < kEmpty; ++i)
        author();
    std::printf("empty blocks, authored to durable: %.0f per second\n", kEmpty / secondsSince(begin));

    auto all = senders();
    auto alice = senderOf("//Alice");
    for (auto& sender : all)
        if (!chain->submit(transfer(alice, sender.pair.publicKey(), kFunds, chain->genesisHash()), now)) throw Fatal{};
    while (chain->pool().size() > 0)
        author();

    constexpr int kRounds = 20;
    std::vector<Bytes> load;
    begin = Clock::now();
    for (int round = 0; round < kRounds; ++round)
        for (auto& sender : all)
            load.push_back(transfer(sender, alice.pair.publicKey(), 1000, chain->genesisHash()));
    std::printf("signing: %.0f transfers per second\n", static_cast<double>(load.size()) / secondsSince(begin));
    begin = Clock::now();
    for (auto& one : load)
        if (!chain->submit(std::move(one), now)) throw Fatal{};
    std::printf("checking into the pool: %.0f transfers per second\n",
                static_cast<double>(load.size()) / secondsSince(begin));
    begin = Clock::now();
    std::size_t included = 0, blocks = 0;
    for (; chain->pool().size() > 0; ++blocks)
        included += author();
    std::printf("full blocks, authored to durable: %.0f transfers per second (%zu in %zu blocks)\n",
                static_cast<double>(included) / secondsSince(begin), included, blocks);
}

/// Counts down from any thread.
class Latch {
public:
    explicit Latch(std::size_t count) : m_left{count} {}
    void done() {
        const std::lock_guard lock{m_mutex};
        if (--m_left == 0) m_zero.notify_all();
    }
    void wait() {
        std::unique_lock lock{m_mutex};
        m_zero.wait(lock, [&] { return m_left == 0; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_zero;
    std::size_t m_left;
};

void submitAll(rpc::Client& client, const std::vector<Bytes>& load) {
    Latch latch{load.size()};
    std::atomic<std::size_t> refused{0};
    for (const auto& one : load) {
        client.call("author_submitExtrinsic", nlohmann::json::array({toHex(one)}),
                    [&](const Result<nlohmann::json>& result) {
                        if (!result) ++refused;
                        latch.done();
                    });
    }
    latch.wait();
    if (refused > 0) std::fprintf(stderr, "%zu refused\n", refused.load());
}

/// A node with its clock, one client that keeps it busy over loopback.
void nodeUnderLoad(std::uint64_t slotMillis) {
    const Folder folder;
    boost::asio::io_context io;
    auto guard = boost::asio::make_work_guard(io);
    std::thread net{[&] { io.run(); }};
    std::mutex mutex;
    std::size_t transfers = 0, blocks = 0;
    NodeOptions options;
    options.chain = chainOptions(folder, slotMillis);
    options.server.requestsPerSecond = 1e9;
    options.onBlock = [&](const Block& block) {
        const std::lock_guard lock{mutex};
        transfers += block.extrinsics.size() - 1;
        ++blocks;
    };
    {
        const auto node = need(startNode(io, std::move(options)));
        rpc::ClientOptions link;
        link.url = "ws://127.0.0.1:" + std::to_string(node->port());
        link.maxInFlight = 100'000;
        const auto client = rpc::makeClient(io, link);
        Latch connected{1};
        const auto watch = client->onLink([&](rpc::LinkEvent, const Error&) { connected.done(); });
        client->start();
        connected.wait();
        auto all = senders();
        auto alice = senderOf("//Alice");
        std::vector<Bytes> load;
        for (auto& sender : all)
            load.push_back(transfer(alice, sender.pair.publicKey(), kFunds, node->genesisHash()));
        submitAll(*client, load);
        const auto wanted = [&] {
            const std::lock_guard lock{mutex};
            return transfers;
        };
        while (wanted() < kSenders)
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        load.clear();
        for (int round = 0; round < 100; ++round)
            for (auto& sender : all)
                load.push_back(transfer(sender, alice.pair.publicKey(), 1000, node->genesisHash()));
        const auto before = wanted();
        const auto blocksBefore = blocks;
        const auto begin = Clock::now();
        submitAll(*client, load);
        const double sent = secondsSince(begin);
        while (wanted() - before < load.size())
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        const double took = secondsSince(begin);
        std::printf(
            "node with blocks every %4llu ms: %.0f transfers per second to final (%zu transfers; accepted at %.0f "
            "per second), %.2f blocks per second meanwhile\n",
            static_cast<unsigned long long>(slotMillis), static_cast<double>(load.size()) / took, load.size(),
            static_cast<double>(load.size()) / sent, static_cast<double>(blocks - blocksBefore) / took);
    }
    guard.reset();
    io.stop();
    net.join();
}

} // namespace
} // namespace taodeck::localnet

int main() {
    using namespace taodeck::localnet;
    try {
        backToBack();
        nodeUnderLoad(1000);
        nodeUnderLoad(250);
    } catch (const Fatal&) {
        return 1;
    }
    return 0;
}
