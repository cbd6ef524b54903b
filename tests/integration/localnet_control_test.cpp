// Driving the running chain over its JSON-RPC: what subscribers hear, and what they find afterwards.

#include "core/localnet/node.h"
#include "rpc_fixture.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>

namespace taodeck::localnet {
namespace {

using namespace std::chrono_literals;
using rpc::IoThreads;
using rpc::json;
using rpc::Mailbox;

class ControlledLocalnet : public ::testing::Test {
protected:
    void start(const std::string& listen = "127.0.0.1") {
        NodeOptions options;
        options.chain.file = folder.path() / "chain.sqlite";
        options.chain.slotMillis = 250;
        options.server.address = listen;
        auto started = startNode(threads.io, std::move(options));
        ASSERT_TRUE(started) << started.error().context;
        node = *std::move(started);
        client = connect();
    }
    std::shared_ptr<rpc::Client> connect() {
        rpc::ClientOptions link;
        link.url = "ws://127.0.0.1:" + std::to_string(node->port());
        return rpc::connectedClient(threads.io, link);
    }
    Result<json> call(const std::string& method, json params = json::array()) {
        return rpc::callAndWait(*client, method, std::move(params));
    }
    json status() { return call("localnet_status").value_or(json{}); }

    IoThreads threads;
    test::TemporaryFolder folder;
    std::unique_ptr<Node> node;
    std::shared_ptr<rpc::Client> client;
};

TEST_F(ControlledLocalnet, PausesStepsAndGoesOn) {
    start();
    ASSERT_TRUE(call("localnet_pause"));
    const auto before = status();
    ASSERT_EQ(before.at("paused"), true);

    const auto stepped = call("localnet_step", json::array({5}));
    const auto epoch = call("localnet_stepEpoch", json::array({2}));
    const auto resumed = call("localnet_resume");

    ASSERT_TRUE(stepped) << stepped.error().context;
    EXPECT_EQ(stepped->at("best"), before.at("best").get<int>() + 5);
    EXPECT_EQ(stepped->at("finalized"), stepped->at("best"));
    EXPECT_EQ(stepped->at("chainTime"), before.at("chainTime").get<std::int64_t>() + 5 * 250);
    ASSERT_TRUE(epoch) << epoch.error().context;
    EXPECT_GT(epoch->at("best"), stepped->at("best"));
    EXPECT_EQ(resumed->at("paused"), false);
}

TEST_F(ControlledLocalnet, AtFullSpeedCallsAreStillAnswered) {
    start();
    ASSERT_TRUE(call("localnet_speed", json::array({"max"})));
    const auto begin = status().at("best").get<int>();
    json later;
    for (int i = 0; i < 200 && (later.is_null() || later.at("best").get<int>() < begin + 20); ++i)
        later = status();
    EXPECT_GE(later.at("best").get<int>(), begin + 20);
    EXPECT_EQ(later.at("speed"), "max");
    EXPECT_TRUE(call("localnet_speed", json::array({1})));
}

TEST_F(ControlledLocalnet, WrongCommandsAreRefusedWithTheirReason) {
    start();
    const std::pair<const char*, json> wrong[] = {{"localnet_speed", json::array({"fast"})},
                                                  {"localnet_speed", json::array({0})},
                                                  {"localnet_speed", json::array()},
                                                  {"localnet_step", json::array({0})},
                                                  {"localnet_step", json::array({"many"})},
                                                  {"localnet_stepEpoch", json::array({999})},
                                                  {"localnet_stepEpoch", json::array({99999})},
                                                  {"localnet_snapshot", json::array({"../x"})},
                                                  {"localnet_snapshot", json::array()},
                                                  {"localnet_restore", json::array({"none"})},
                                                  {"localnet_fork", json::array({"none", "x"})},
                                                  {"localnet_deleteSnapshot", json::array({"none"})},
                                                  {"localnet_cast", json::array({"on"})},
                                                  {"localnet_reset", json::array({"x"})},
                                                  {"localnet_reset", json::array({1, 2})},
                                                  {"localnet_step", json{{"count", 1}}}};
    for (const auto& [method, params] : wrong) {
        const auto answer = call(method, params);
        if (params.is_object()) continue; // by name: taken as absent, or refused
        ASSERT_FALSE(answer) << method << params.dump();
        EXPECT_EQ(answer.error().code, Errc::RemoteError) << answer.error().context;
    }
    EXPECT_TRUE(status().at("best").is_number());
}

TEST_F(ControlledLocalnet, AResetAnswersThenEndsEveryConnectionWithItsReason) {
    start();
    const auto other = connect();
    Mailbox<std::string> farewell;
    Mailbox<json> heads;
    const auto link = other->onLink([&](rpc::LinkEvent event, const Error& why) {
        if (event != rpc::LinkEvent::Connected) farewell.put(why.context);
    });
    const auto subscription = other->subscribe("chain_subscribeNewHeads", json::array(), "chain_unsubscribeNewHeads",
                                               [&](Result<json> head) { heads.put(head.value_or(json{})); });
    ASSERT_TRUE(heads.take());
    const auto genesis = node->genesisHash();

    const auto answer = call("localnet_reset");

    ASSERT_TRUE(answer) << answer.error().context;
    EXPECT_NE(node->genesisHash(), genesis);
    const auto reason = farewell.take();
    ASSERT_TRUE(reason);
    EXPECT_NE(reason->find("another genesis"), std::string::npos) << *reason;
    client = connect();
    EXPECT_EQ(status().at("genesis"), answer->at("genesis"));
    EXPECT_EQ(call("chain_getBlockHash", json::array({0})), answer->at("genesis"));
}

TEST_F(ControlledLocalnet, ASnapshotIsTakenListedRestoredForkedAndDeleted) {
    start();
    ASSERT_TRUE(call("localnet_pause"));
    ASSERT_TRUE(call("localnet_step", json::array({3})));
    const auto taken = call("localnet_snapshot", json::array({"three"}));
    ASSERT_TRUE(taken) << taken.error().context;
    ASSERT_TRUE(call("localnet_step", json::array({4})));
    Mailbox<std::string> farewell;
    const auto link = client->onLink([&](rpc::LinkEvent event, const Error& why) {
        if (event != rpc::LinkEvent::Connected) farewell.put(why.context);
    });

    const auto restored = call("localnet_restore", json::array({"three"}));

    ASSERT_TRUE(restored) << restored.error().context;
    EXPECT_EQ(restored->at("best"), taken->at("block"));
    EXPECT_EQ(restored->at("bestHash"), taken->at("hash"));
    EXPECT_EQ(restored->at("genesis"), taken->at("genesis"));
    EXPECT_EQ(restored->at("paused"), true);
    EXPECT_EQ(farewell.take(), "the chain was restored: it is at block 3 again");
    client = connect();
    const auto list = call("localnet_snapshots");
    ASSERT_EQ(list->size(), 1u);
    EXPECT_EQ((*list)[0].at("sameChain"), true);
    const auto fork = call("localnet_fork", json::array({"three", "mine"}));
    ASSERT_TRUE(fork) << fork.error().context;
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path{fork->at("state").get<std::string>()} / "chain.sqlite"));
    ASSERT_TRUE(call("localnet_deleteSnapshot", json::array({"three"})));
    EXPECT_TRUE(call("localnet_snapshots")->empty());
}

TEST_F(ControlledLocalnet, IsNotOfferedBeyondLoopback) {
    start("0.0.0.0");
    const auto answer = call("localnet_status");
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().context.find("-32601"), std::string::npos) << answer.error().context;
    const auto methods = call("rpc_methods");
    for (const auto& name : methods->at("methods"))
        EXPECT_FALSE(name.get<std::string>().starts_with("localnet_")) << name;
}

} // namespace
} // namespace taodeck::localnet
