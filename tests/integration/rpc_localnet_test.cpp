// The embedded chain as others see it: over its JSON-RPC, and as a process.

#include "core/base/hex.h"
#include "core/crypto/hash.h"
#include "core/crypto/keypair.h"
#include "core/localnet/node.h"
#include "core/scale/codec.h"
#include "core/supervise/localnet_process.h"
#include "rpc_fixture.h"
#include "tests/support/temporary_folder.h"

#include <csignal>

namespace taodeck::localnet {
namespace {

using namespace std::chrono_literals;
using rpc::IoThreads;
using rpc::json;
using rpc::Mailbox;

class RunningLocalnet : public ::testing::Test {
protected:
    RunningLocalnet() {
        NodeOptions options;
        options.chain.file = folder.path() / "chain.sqlite";
        options.chain.slotMillis = 250;
        options.chain.now = SystemClock{}.now();
        auto started = startNode(threads.io, std::move(options));
        EXPECT_TRUE(started) << started.error().context;
        node = *std::move(started);
        rpc::ClientOptions link;
        link.url = "ws://127.0.0.1:" + std::to_string(node->port());
        client = rpc::connectedClient(threads.io, link);
    }
    Result<json> call(const std::string& method, json params = json::array()) {
        return rpc::callAndWait(*client, method, std::move(params));
    }
    /// Balances.transfer_keep_alive from //Alice, immortal.
    std::string transfer(std::uint32_t nonce, std::uint64_t amount) const {
        const auto alice = *crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Alice");
        const auto& genesis = node->genesisHash();
        scale::Encoder callBytes, extra, payload, body, out;
        callBytes.u8(5).u8(3).u8(0).id(AccountId{{42}}).compact(amount);
        extra.u8(0).compact(nonce).compact(0).u8(0);
        payload.raw(callBytes.view()).raw(extra.view()).u32(425).u32(1).id(genesis).id(genesis).u8(0);
        body.u8(0x84).u8(0).id(alice.publicKey()).u8(1).raw(alice.sign(payload.view()));
        body.raw(extra.view()).raw(callBytes.view());
        out.bytes(body.view());
        return toHex(out.view());
    }

    IoThreads threads;
    test::TemporaryFolder folder;
    std::unique_ptr<Node> node;
    std::shared_ptr<rpc::Client> client;
};

TEST_F(RunningLocalnet, HeadsFollowEachOtherAndFinalOnesComeToo) {
    Mailbox<json> heads, finals;
    const auto newHeads = client->subscribe("chain_subscribeNewHeads", json::array(), "chain_unsubscribeNewHeads",
                                            [&](Result<json> head) { heads.put(head.value_or(json{})); });
    const auto finalHeads =
        client->subscribe("chain_subscribeFinalizedHeads", json::array(), "chain_unsubscribeFinalizedHeads",
                          [&](Result<json> head) { finals.put(head.value_or(json{})); });

    std::optional<json> last = finals.take();
    for (int i = 0; i < 3; ++i) {
        const auto next = finals.take();
        ASSERT_TRUE(last && next);
        const auto hash = call("chain_getBlockHash", json::array({last->at("number")}));
        EXPECT_EQ(next->at("parentHash"), *hash);
        last = next;
    }
    EXPECT_TRUE(heads.take() && heads.take() && heads.take());
}

TEST_F(RunningLocalnet, AWatchedTransferIsReadyThenInABlockThenFinal) {
    const json sent = transfer(0, 1'000'000);
    Mailbox<Result<json>> updates;
    const auto watch = client->subscribe("author_submitAndWatchExtrinsic", json::array({sent}),
                                         "author_unwatchExtrinsic", [&](Result<json> u) { updates.put(std::move(u)); });

    const auto ready = updates.take(), inBlock = updates.take(), final = updates.take();

    ASSERT_TRUE(ready && *ready && inBlock && *inBlock && final && *final);
    EXPECT_EQ(**ready, "ready");
    ASSERT_TRUE((*inBlock)->contains("inBlock"));
    EXPECT_EQ((*final)->at("finalized"), (*inBlock)->at("inBlock"));
    const auto block = call("chain_getBlock", json::array({(*final)->at("finalized")}));
    // After the time, the author's key and, in one block of three, a pulse of the beacon.
    EXPECT_EQ((*block)["block"]["extrinsics"].back(), sent);
    EXPECT_TRUE((*block)["justifications"].is_array());
}

TEST_F(RunningLocalnet, AnInvalidWatchedTransferIsAnErrorAtOnce) {
    Mailbox<Result<json>> updates;
    const auto watch = client->subscribe("author_submitAndWatchExtrinsic", json::array({"0x0400"}),
                                         "author_unwatchExtrinsic", [&](Result<json> u) { updates.put(std::move(u)); });

    const auto update = updates.take();

    ASSERT_TRUE(update && !*update);
    EXPECT_TRUE(update->error().context.starts_with("1001: ")) << update->error().context;
}

TEST_F(RunningLocalnet, WatchedStorageTellsItsValueThenEachChange) {
    Bytes key = crypto::storagePrefix("System", "Account");
    crypto::appendHashed(key, crypto::Hasher::Blake2_128Concat, AccountId{{42}}.view());
    Mailbox<json> news;
    const auto watch =
        client->subscribe("state_subscribeStorage", json::array({json::array({toHex(key)})}),
                          "state_unsubscribeStorage", [&](Result<json> change) { news.put(change.value_or(json{})); });
    const auto before = news.take();
    ASSERT_TRUE(before);
    EXPECT_EQ(before->at("changes"), json::array({json::array({toHex(key), nullptr})}));

    ASSERT_TRUE(call("author_submitExtrinsic", json::array({transfer(0, 1'000'000)})));

    const auto after = news.take();
    ASSERT_TRUE(after);
    EXPECT_TRUE(after->at("changes")[0][1].is_string());
}

TEST_F(RunningLocalnet, StoppingAnswersOrCutsEveryCall) {
    Mailbox<bool> answered;
    for (int i = 0; i < 200; ++i)
        client->call("state_getMetadata", json::array(), [&](const Result<json>& r) { answered.put(r.has_value()); });

    node->stop();

    for (int i = 0; i < 200; ++i)
        EXPECT_TRUE(answered.take());
}

TEST(LocalnetProgram, StartsServesStopsAndGoesOnWhereItWas) {
    IoThreads threads;
    test::TemporaryFolder folder;
    Mailbox<Result<supervise::LocalnetInfo>> ready;
    Mailbox<supervise::Exit> exits;
    supervise::LocalnetOptions options;
    options.program = TD_LOCALNET_PROGRAM;
    options.arguments = {"--state", folder.path().string(), "--block-time", "250ms", "--quiet"};
    const auto localnet =
        supervise::makeLocalnetProcess(threads.io, options,
                                       {[&](Result<supervise::LocalnetInfo> info) { ready.put(std::move(info)); },
                                        [&](const supervise::Exit& exit) { exits.put(exit); }});
    localnet->start();
    const auto first = ready.take(30s);
    ASSERT_TRUE(first && *first) << first->error().context;
    EXPECT_EQ((*first)->blockMillis, 250u);

    supervise::LocalnetHealth health;
    for (int i = 0; i < 100 && health.finalized < 3; ++i) {
        Mailbox<Result<supervise::LocalnetHealth>> box;
        localnet->health([&](Result<supervise::LocalnetHealth> result) { box.put(std::move(result)); });
        health = box.take()->value_or(supervise::LocalnetHealth{});
        std::this_thread::sleep_for(50ms);
    }
    EXPECT_GE(health.finalized, 3u);
    // A second one on the same folder is refused.
    Mailbox<Result<supervise::LocalnetInfo>> refused;
    auto second = options;
    second.restart = false;
    const auto twin = supervise::makeLocalnetProcess(
        threads.io, second, {[&](Result<supervise::LocalnetInfo> info) { refused.put(std::move(info)); }, nullptr});
    twin->start();
    EXPECT_FALSE(refused.take()->has_value());

    ::kill(localnet->pid(), SIGKILL); // it is started again
    EXPECT_EQ(exits.take()->signal, SIGKILL);
    const auto again = ready.take(30s);
    ASSERT_TRUE(again && *again);
    EXPECT_EQ((*again)->genesis, (*first)->genesis);
    localnet->stop();
    const auto end = exits.take();
    ASSERT_TRUE(end);
    EXPECT_EQ(end->code, 0);
    EXPECT_EQ(end->signal, 0);
}

} // namespace
} // namespace taodeck::localnet
