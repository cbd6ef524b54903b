#pragma once
/// The localnet's world as a node of this process, and what neurons on its market need: keys, links, the
/// demonstration model.

#include "core/crypto/development_people.h"
#include "core/localnet/node.h"
#include "core/worker/chain/chain_link.h"
#include "core/worker/neuron/epoch_reader.h"
#include "core/worker/neuron/neuron.h"
#include "tests/integration/rpc_fixture.h"
#include "tests/support/temporary_folder.h"

#include <functional>

namespace taodeck::worker {

inline constexpr NetUid kMarket{5}; ///< "Taodeck text"

inline crypto::KeyPair devKeyOf(const std::string& uri) {
    return crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri).value();
}

/// Asks again and again, each 20 ms, until it holds or the time is over.
inline bool eventually(const std::function<bool()>& holds, std::chrono::seconds limit = std::chrono::seconds{60}) {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    return true;
}

/// A clock whose wall time can be set.
class ShiftedClock final : public Clock {
public:
    UnixMillis now() const override { return m_system.now() + m_shift.load(); }
    std::chrono::steady_clock::time_point steady() const override { return m_system.steady(); }
    void shift(std::chrono::milliseconds by) { m_shift = m_shift.load() + by; }

private:
    SystemClock m_system;
    std::atomic<std::chrono::milliseconds> m_shift{};
};

class MarketWorld {
public:
    MarketWorld() {
        localnet::NodeOptions options;
        options.chain.file = folder.path() / "chain.sqlite";
        options.chain.slotMillis = 250;
        options.founding = localnet::FoundingKind::World;
        options.cast = false;
        auto started = localnet::startNode(threads.io, std::move(options));
        if (!started) throw std::runtime_error{"the localnet did not start: " + started.error().context};
        node = *std::move(started);
        rpc::ClientOptions link;
        link.url = url();
        control = rpc::connectedClient(threads.io, link);
    }
    std::string url() const { return "ws://127.0.0.1:" + std::to_string(node->port()); }
    void pause() { ASSERT_TRUE(rpc::callAndWait(*control, "localnet_pause")); }
    void resume() { ASSERT_TRUE(rpc::callAndWait(*control, "localnet_resume")); }

    rpc::IoThreads threads;
    test::TemporaryFolder folder;
    std::unique_ptr<localnet::Node> node;
    std::shared_ptr<rpc::Client> control;
};

/// One neuron of the market with all that is its own.
class Player {
public:
    Player(MarketWorld& world, api::Role role, const std::string& coldUri, std::shared_ptr<ModelHost> host,
           const std::filesystem::path& folder)
        : folder{folder} {
        std::filesystem::create_directories(folder);
        signer = keys::makeSigner(devKeyOf(crypto::hotOf(coldUri)), /*development=*/true);
        link = ChainLink::open({"localnet", world.url(), {}}).value();
        link->keys().add(signer);
        EXPECT_TRUE(link->waitUntilLive(std::chrono::seconds{30}, {}));
        settings.id = folder.filename().string();
        settings.network = "localnet";
        settings.role = role;
        settings.netuid = kMarket;
        settings.task = "text";
        settings.coldkey = devKeyOf(coldUri).publicKey();
        settings.hotkey = signer->account();
        settings.watts = 50;
        settings.energyPrice = Rao::fromRaw(2'000'000);
        this->host = std::move(host);
    }
    ~Player() { stop(); }

    NeuronParts parts(MarketWorld& world) {
        NeuronParts p;
        p.settings = settings;
        p.development = true;
        p.announce.ip[12] = 192, p.announce.ip[14] = 2, p.announce.ip[15] = 1;
        p.pace.readChain = std::chrono::milliseconds{400};
        p.pace.lostAfter = std::chrono::milliseconds{3'000};
        p.pace.round = std::chrono::milliseconds{800};
        p.pace.backoff.first = std::chrono::milliseconds{200};
        p.rounds.alpha = 0.5;
        const auto& client = link->client();
        p.chainStatus = [client] { return client->status(); };
        p.chain = makeNeuronChain({client,
                                   client,
                                   link->actions(),
                                   settings.hotkey,
                                   settings.netuid,
                                   folder / "ledger",
                                   {},
                                   std::chrono::milliseconds{20'000}})
                      .value();
        p.epochs = makeEpochReader({client, client, settings.netuid, settings.hotkey, std::chrono::seconds{20}});
        p.task = makeTask("text").value();
        p.host = host;
        p.signer = signer;
        log = std::make_shared<store::WorkerLog>(folder / "worker.db");
        p.log = log;
        p.io = &world.threads.io;
        p.clock = clock;
        return p;
    }
    void start(MarketWorld& world) {
        neuron = makeNeuron(parts(world));
        neuron->start();
    }
    void stop() {
        if (neuron) neuron->stop(std::chrono::seconds{3});
        neuron.reset();
    }
    store::WorkerLogReader reader() const { return store::WorkerLogReader{folder / "worker.db"}; }
    api::WorkerState state() const { return neuron->row().state; }
    std::string reason() const { return neuron->row().reason; }

    std::filesystem::path folder;
    std::shared_ptr<ShiftedClock> clock = std::make_shared<ShiftedClock>();
    std::shared_ptr<const keys::Signer> signer;
    std::unique_ptr<ChainLink> link;
    std::shared_ptr<ModelHost> host;
    api::WorkerSettings settings;
    std::shared_ptr<store::WorkerLog> log;
    std::unique_ptr<Neuron> neuron;
};

} // namespace taodeck::worker
