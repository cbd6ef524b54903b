// A neuron's chain against a running localnet over JSON-RPC: registration, announcement, weights by all three paths,
// and what a restart in the middle of each makes of them. Blocks come when the test says so.

#include "core/base/hex.h"
#include "core/crypto/hash.h"
#include "core/localnet/node.h"
#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/admin_utils/consensus.h"
#include "core/subtensor/pallets/admin_utils/network.h"
#include "core/subtensor/pallets/sudo.h"
#include "core/worker/chain/chain_link.h"
#include "core/worker/chain/ledger.h"
#include "core/worker/chain/neuron_chain.h"
#include "core/worker/chain/waiting.h"
#include "rpc_fixture.h"
#include "tests/support/temporary_folder.h"

#include <atomic>

namespace taodeck::worker {
namespace {

using namespace std::chrono_literals;
namespace admin = subtensor::admin_utils;
using rpc::json;

constexpr NetUid kNet{1};
constexpr std::uint64_t kRateLimit = 12, kTempo = 20; ///< Blocks.
constexpr int kTries = 200;

crypto::KeyPair keyOf(const std::string& uri) {
    return *crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri);
}

class NeuronChainTest : public ::testing::Test {
protected:
    NeuronChainTest() {
        localnet::NodeOptions options;
        options.chain.file = m_folder.path() / "chain.sqlite";
        options.chain.slotMillis = 250;
        options.chain.now = SystemClock{}.now();
        options.cast = false;
        auto started = localnet::startNode(m_threads.io, std::move(options));
        EXPECT_TRUE(started) << started.error().context;
        m_node = *std::move(started);
        rpc::ClientOptions client;
        client.url = endpoint();
        m_client = rpc::connectedClient(m_threads.io, client);
        EXPECT_TRUE(call("localnet_pause"));
        step(2);
    }

    std::string endpoint() const { return "ws://127.0.0.1:" + std::to_string(m_node->port()); }
    Result<json> call(const std::string& method, json params = json::array()) {
        return rpc::callAndWait(*m_client, method, std::move(params));
    }
    void step(int blocks = 1) { EXPECT_TRUE(call("localnet_step", json::array({blocks}))); }

    /// Sends a call that Alice signs, as root where `asRoot`.
    void aliceDoes(const subtensor::RuntimeCall& inner, bool asRoot = true) {
        const auto alice = keyOf("//Alice");
        const auto outer = asRoot ? subtensor::makeCall(subtensor::sudo::Sudo{inner}) : inner;
        const auto& genesis = m_node->genesisHash();
        const Bytes callBytes = subtensor::encoded(outer);
        scale::Encoder extra, payload, body, out;
        extra.u8(0).compact(m_aliceNonce++).compact(0).u8(0);
        payload.raw(callBytes).raw(extra.view()).u32(425).u32(1).id(genesis).id(genesis).u8(0);
        const Bytes bytes = toBytes(payload.view());
        const auto digest = crypto::blake2b256(bytes);
        body.u8(0x84).u8(0).id(alice.publicKey()).u8(1);
        body.raw(alice.sign(bytes.size() > 256 ? ByteView{digest} : ByteView{bytes}));
        body.raw(extra.view()).raw(callBytes);
        out.bytes(body.view());
        const auto sent = call("author_submitExtrinsic", json::array({toHex(out.view())}));
        EXPECT_TRUE(sent) << sent.error().context;
    }
    /// Past the freeze window, in which nobody changes a subnet's rules.
    void changeRules(const std::vector<subtensor::RuntimeCall>& calls) {
        calmBlock();
        for (const auto& inner : calls)
            aliceDoes(inner);
        step();
    }
    /// Steps until an epoch has just begun.
    void calmBlock() {
        for (std::uint64_t i = 0; i < 2 * kTempo; ++i) {
            const auto graph = read();
            const auto since = best() - graph.lastEpochBlock;
            if (since >= 1 && since <= 4) return;
            step();
        }
        ADD_FAILURE() << "no epoch begins";
    }
    std::uint64_t best() { return m_node->best(); }

    /// A neuron with a process of its own, as far as the chain can tell.
    void start(const std::string& hotkeyUri) {
        stop();
        m_hotkeyUri = hotkeyUri;
        auto opened = ChainLink::open({"localnet", endpoint(), {}});
        ASSERT_TRUE(opened) << opened.error().context;
        m_link = *std::move(opened);
        auto key = keyOf(hotkeyUri);
        m_hotkey = key.publicKey();
        m_link->keys().add(keys::makeSigner(std::move(key), /*development=*/true));
        const auto live = m_link->waitUntilLive(20s, {});
        ASSERT_TRUE(live) << live.error().context;
        NeuronChainParts parts{m_link->client(), m_link->client(), m_link->actions(), m_hotkey, kNet, ledgerFile(), {}};
        auto made = makeNeuronChain(parts);
        ASSERT_TRUE(made) << made.error().context;
        m_neuron = *std::move(made);
        catchUp();
    }
    void stop() {
        m_neuron.reset();
        m_link.reset();
    }
    void restart() { start(m_hotkeyUri); }
    std::filesystem::path ledgerFile() const { return m_folder.path() / "ledger.db"; }

    /// The light client has verified what the node has made.
    void catchUp() {
        for (int i = 0; i < 400 && raw(m_link->client()->finalHead().number) < best(); ++i)
            std::this_thread::sleep_for(10ms);
        EXPECT_EQ(raw(m_link->client()->finalHead().number), best());
    }
    void stepAndCatchUp(int blocks = 1) {
        step(blocks);
        if (m_link) catchUp();
    }
    /// By a client of its own where no neuron runs.
    api::Metagraph read() {
        if (!m_neuron) start("//Validator//1//hot");
        catchUp();
        auto graph = m_neuron->metagraph({});
        EXPECT_TRUE(graph) << graph.error().context;
        return graph.value_or(api::Metagraph{});
    }
    const api::Neuron* me(const api::Metagraph& graph) const { return graph.find(m_hotkey); }

    /// Runs `fn`, which waits for the chain, while blocks come.
    template <class Fn>
    auto whileBlocksCome(Fn fn) {
        std::atomic<bool> over{false};
        std::thread blocks{[&] {
            while (!over) {
                (void)call("localnet_step", json::array({1}));
                std::this_thread::sleep_for(60ms);
            }
        }};
        auto out = fn();
        over = true;
        blocks.join();
        catchUp();
        return out;
    }
    /// Runs `fn`, which sends something, until the node's pool has it; then the process dies. No block comes.
    template <class Fn>
    void dieWhileItIsInThePool(Fn fn) {
        std::stop_source dying;
        std::optional<Errc> outcome;
        std::thread working{[&] { outcome = fn(dying.get_token()); }};
        bool there = false;
        for (int i = 0; i < 500 && !there; ++i) {
            const auto pool = call("author_pendingExtrinsics");
            there = pool && !pool->empty();
            if (!there) std::this_thread::sleep_for(10ms);
        }
        EXPECT_TRUE(there) << "nothing was sent";
        dying.request_stop();
        working.join();
        EXPECT_EQ(outcome, Errc::Cancelled);
        restart();
    }
    std::uint32_t nonce() {
        const auto answer =
            await<std::uint32_t>({}, 10s, [&](auto done) { m_link->client()->nextIndex(m_hotkey, done); });
        EXPECT_TRUE(answer);
        return answer.value_or(0);
    }
    /// Other weights each time, on three others.
    WeightVector vote(const api::Metagraph& graph) {
        WeightVector out;
        for (const auto& n : graph.neurons)
            if (n.hotkey != m_hotkey && out.uids.size() < 3) {
                out.uids.push_back(n.uid);
                out.weights.push_back(1.0 + ++m_votes);
            }
        return out;
    }
    static std::vector<std::pair<std::uint16_t, std::uint16_t>> rowOf(const WeightsSent& sent) {
        std::vector<std::pair<std::uint16_t, std::uint16_t>> out;
        for (std::size_t i = 0; i < sent.uids.size(); ++i)
            out.emplace_back(sent.uids[i], sent.values[i]);
        return out;
    }
    /// setWeights once its time has come.
    WeightsSent voteWhenTimeHasCome(const WeightVector& weights) {
        waitForRateLimit();
        const auto sent = whileBlocksCome([&] {
            auto answer = m_neuron->setWeights(weights, {});
            for (int i = 0; i < kTries && !answer && answer.error().code == Errc::Conflict; ++i) // an epoch ends
                answer = m_neuron->setWeights(weights, {});
            return answer;
        });
        EXPECT_TRUE(sent) << sent.error().context;
        return sent.value_or(WeightsSent{});
    }
    void waitForRateLimit() {
        const auto last = raw(me(read())->lastUpdate);
        while (best() + 1 < last + kRateLimit)
            step();
        catchUp();
    }
    SubmissionState lastState() { return SubmissionLedger::open(ledgerFile())->newest(1)->at(0).state; }

    // What subnets of each kind are told.
    void plain() { changeRules({subtensor::makeCall(admin::SetCommitRevealWeightsEnabled{kNet, false})}); }
    void commitReveal(std::uint16_t version) {
        changeRules({subtensor::makeCall(admin::SetCommitRevealWeightsEnabled{kNet, true}),
                     subtensor::makeCall(admin::SetCommitRevealVersion{version})});
    }
    void quickLimits() {
        changeRules({subtensor::makeCall(admin::SetWeightsSetRateLimit{kNet, kRateLimit}),
                     subtensor::makeCall(admin::SetServingRateLimit{kNet, kRateLimit})});
    }

    rpc::IoThreads m_threads;
    test::TemporaryFolder m_folder;
    std::unique_ptr<localnet::Node> m_node;
    std::shared_ptr<rpc::Client> m_client;
    std::string m_hotkeyUri;
    AccountId m_hotkey;
    std::unique_ptr<ChainLink> m_link;
    std::unique_ptr<NeuronChain> m_neuron;
    std::uint32_t m_aliceNonce{0};
    double m_votes{0};
};

TEST_F(NeuronChainTest, ANewHotkeyIsRegisteredAndAnnouncesItselfOnce) {
    start("//Fresh//hot");
    m_link->keys().add(keys::makeSigner(keyOf("//Alice"), /*development=*/true));
    const auto coldkey = keyOf("//Alice").publicKey();
    api::AxonAddress address;
    address.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1};
    address.port = 8091;
    address.version = 1;
    EXPECT_EQ(m_neuron->announce(address, {}).error().code, Errc::Refused) << "not registered yet";

    const auto plan = await<api::Plan>({}, 10s, [&](auto done) {
        m_link->actions()->plan(api::RegisterIntent{coldkey, m_hotkey, kNet, Rao::fromRaw(2'000'000'000)}, done);
    });
    ASSERT_TRUE(plan && plan->canSign());
    ASSERT_TRUE(await<api::Receipt>({}, 10s, [&](auto done) { m_link->actions()->submit(plan->id, done); }));
    ++m_aliceNonce;
    stepAndCatchUp(2);
    ASSERT_TRUE(me(read()));
    quickLimits();

    const auto announce = [&] { return m_neuron->announce(address, {}); };
    const auto first = whileBlocksCome(announce);
    ASSERT_TRUE(first) << first.error().context;
    EXPECT_TRUE(*first);
    EXPECT_EQ(me(read())->axon, address);
    EXPECT_EQ(whileBlocksCome(announce), false) << "the chain has the same already";
    const auto sent = nonce();
    EXPECT_EQ(sent, 1u) << "a hotkey without an account paid nothing";

    address.port = 8092;
    const auto early = announce();
    EXPECT_EQ(early.error().code, Errc::Conflict) << "the serving rate limit has not passed";
    EXPECT_EQ(nonce(), sent);
    step(static_cast<int>(kRateLimit));
    catchUp();
    EXPECT_EQ(whileBlocksCome(announce), true);
    EXPECT_EQ(me(read())->axon.port, 8092);
}

TEST_F(NeuronChainTest, WeightsAreSetByThePathThatTheSubnetRuns) {
    start("//Validator//1//hot");
    quickLimits();
    plain();

    const auto open = voteWhenTimeHasCome(vote(read()));
    EXPECT_EQ(open.path, WeightsPath::Plain);
    EXPECT_EQ(me(read())->weights, rowOf(open));
    const auto early = m_neuron->setWeights(vote(read()), {});
    EXPECT_EQ(early.error().code, Errc::Conflict) << "the rate limit has not passed";

    commitReveal(/*version=*/3);
    const auto hashed = voteWhenTimeHasCome(vote(read()));
    EXPECT_EQ(hashed.path, WeightsPath::CommitReveal);
    EXPECT_EQ(me(read())->weights, rowOf(open)) << "nothing is revealed yet";
    ASSERT_TRUE(hashed.revealsAt);
    EXPECT_EQ(m_neuron->revealDue({}), 0u);
    restart(); // the salt is in the ledger
    while (best() + 1 < raw(*hashed.revealsAt))
        step();
    catchUp();
    EXPECT_EQ(whileBlocksCome([&] { return m_neuron->revealDue({}); }), 1u);
    EXPECT_EQ(me(read())->weights, rowOf(hashed));
    EXPECT_EQ(m_neuron->revealDue({}), 0u);

    commitReveal(/*version=*/4);
    const auto locked = voteWhenTimeHasCome(vote(read()));
    EXPECT_EQ(locked.path, WeightsPath::Timelocked);
    ASSERT_TRUE(locked.revealsAt);
    for (int i = 0; i < kTries && me(read())->weights != rowOf(locked); ++i)
        step();
    EXPECT_EQ(me(read())->weights, rowOf(locked)) << "the chain opens them by itself";
    EXPECT_NEAR(static_cast<double>(best()), raw(*locked.revealsAt), 8) << "soon after the epoch began";
}

/// What a restart between sending and inclusion does, by path.
class NeuronRestart : public NeuronChainTest {
protected:
    void dieWhileSetting() {
        const auto weights = vote(read());
        waitForRateLimit();
        calmBlock();
        catchUp();
        const auto before = nonce();

        dieWhileItIsInThePool([&](std::stop_token stop) -> std::optional<Errc> {
            const auto sent = m_neuron->setWeights(weights, stop);
            return sent ? std::optional<Errc>{} : sent.error().code;
        });

        EXPECT_EQ(m_neuron->setWeights(weights, {}).error().code, Errc::Conflict) << "it is still on its way";
        EXPECT_EQ(lastState(), SubmissionState::Pending);
        stepAndCatchUp(2);
        EXPECT_EQ(m_neuron->setWeights(weights, {}).error().code, Errc::Conflict) << "it was taken; too early for more";
        EXPECT_EQ(lastState(), SubmissionState::Applied);
        EXPECT_EQ(nonce(), before + 1) << "one submission, not two";
    }
};

TEST_F(NeuronRestart, InTheMiddleOfPlainWeightsDoesNotSetThemTwice) {
    start("//Validator//1//hot");
    quickLimits();
    plain();
    dieWhileSetting();

    EXPECT_EQ(me(read())->weights.size(), 3u);
}

TEST_F(NeuronRestart, InTheMiddleOfACommitAndOfItsRevealLosesNoSalt) {
    start("//Validator//1//hot");
    quickLimits();
    commitReveal(/*version=*/3);
    dieWhileSetting();
    const auto commit = SubmissionLedger::open(ledgerFile())->newest(1)->at(0);
    const auto reveals = (read().lastEpochBlock) + kTempo;
    while (best() + 1 < reveals)
        step();
    catchUp();
    const auto before = nonce();

    dieWhileItIsInThePool([&](std::stop_token stop) -> std::optional<Errc> {
        const auto revealed = m_neuron->revealDue(stop);
        return revealed ? std::optional<Errc>{} : revealed.error().code;
    });

    EXPECT_EQ(m_neuron->revealDue({}).error().code, Errc::Conflict) << "it is still on its way";
    stepAndCatchUp(2);
    EXPECT_EQ(m_neuron->revealDue({}), 0u);
    EXPECT_EQ(nonce(), before + 1);
    EXPECT_EQ(lastState(), SubmissionState::Applied);
    std::vector<std::pair<std::uint16_t, std::uint16_t>> row;
    for (std::size_t i = 0; i < commit.uids.size(); ++i)
        row.emplace_back(commit.uids[i], commit.values[i]);
    EXPECT_EQ(me(read())->weights, row);
}

TEST_F(NeuronRestart, InTheMiddleOfATimelockedCommitDoesNotCommitTwice) {
    start("//Validator//1//hot");
    quickLimits();
    commitReveal(/*version=*/4);
    const auto before = me(read())->weights;
    dieWhileSetting();

    for (int i = 0; i < kTries && me(read())->weights == before; ++i)
        step();
    EXPECT_EQ(me(read())->weights.size(), 3u) << "the chain opened the one commit";
}

} // namespace
} // namespace taodeck::worker
