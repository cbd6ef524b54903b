#include "core/worker/market/market.h"

#include "core/crypto/development_people.h"
#include "core/crypto/secret_uri.h"
#include "core/store/worker_json.h"
#include "core/worker/chain/chain_link.h"
#include "core/worker/market/flawed_task.h"
#include "core/worker/neuron/neuron.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <condition_variable>
#include <thread>

namespace taodeck::worker {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr std::array kFlaws{Flaw::None, Flaw::Slow, Flaw::Repeating}; ///< Of a subnet's miners, in turn.

/// Runs an io_context on a few threads until it goes away.
class Threads {
public:
    explicit Threads(int count) : m_guard{io.get_executor()} {
        for (int i = 0; i < count; ++i)
            m_threads.emplace_back([this] { io.run(); });
    }
    ~Threads() {
        m_guard.reset();
        io.stop();
        for (auto& thread : m_threads)
            thread.join();
    }
    asio::io_context io;

private:
    asio::executor_work_guard<asio::io_context::executor_type> m_guard;
    std::vector<std::thread> m_threads;
};

class Play {
public:
    Play(const MarketOptions& options, const std::function<void(const std::string&)>& say)
        : m_options{options}, m_say{say} {}

    Result<> run(const std::stop_token& stop) {
        TD_CHECK(open(stop));
        for (const auto& subnet : crypto::kMarketSubnets)
            TD_CHECK(people(subnet));
        for (const auto& neuron : m_neurons)
            neuron->start();
        m_say(std::to_string(m_neurons.size()) + " neurons play the market");
        const auto done = watch(stop);
        for (const auto& neuron : m_neurons)
            neuron->stop(/*patience=*/0ms); // a market owes nobody an answer
        return done;
    }

private:
    Result<> open(const std::stop_token& stop);
    Result<> people(const crypto::MarketSubnet& subnet);
    Result<> add(api::Role role, const crypto::MarketSubnet& subnet, const std::string& coldUri,
                 std::shared_ptr<const Task> task);
    Result<> watch(const std::stop_token& stop);
    void tell();
    api::ChainStatus status() const { return m_link->client()->status(); }

    const MarketOptions& m_options;
    const std::function<void(const std::string&)>& m_say;
    Threads m_threads{2};
    std::shared_ptr<ModelHost> m_host;
    std::unique_ptr<ChainLink> m_link;
    std::vector<std::string> m_told;                ///< Of each neuron: the state that was told last.
    std::vector<std::unique_ptr<Neuron>> m_neurons; ///< Last: they use all of the above.
};

Result<> Play::open(const std::stop_token& stop) {
    ModelHostOptions model;
    model.model = m_options.model;
    model.threads = 1;
    model.gpu = false;
    TD_TRY(m_host, makeOpenModelHost(model));
    ChainLinkOptions link;
    link.network = "localnet";
    link.endpoint = m_options.endpoint;
    TD_TRY(m_link, ChainLink::open(link));
    TD_CHECK(m_link->waitUntilLive(m_options.liveLimit, stop));
    if (!status().development) return fail(Errc::Refused, "the market is played on development networks alone");
    return {};
}

Result<> Play::people(const crypto::MarketSubnet& subnet) {
    TD_TRY(const auto task, makeTask(subnet.task));
    for (int i = 1; i <= crypto::kMarketValidators; ++i)
        TD_CHECK(add(api::Role::Validator, subnet, crypto::marketValidatorUri(i), task));
    for (int i = 1; i <= subnet.miners; ++i) {
        const Flaw flaw = kFlaws[static_cast<std::size_t>(i - 1) % kFlaws.size()];
        TD_CHECK(add(api::Role::Miner, subnet, crypto::minerUri(raw(subnet.netuid), i),
                     makeFlawed(task, flaw, m_options.slowness)));
    }
    return {};
}

Result<> Play::add(api::Role role, const crypto::MarketSubnet& subnet, const std::string& coldUri,
                   std::shared_ptr<const Task> task) {
    TD_TRY(auto cold, crypto::deriveKey(crypto::KeyType::Sr25519, coldUri));
    TD_TRY(auto hot, crypto::deriveKey(crypto::KeyType::Sr25519, crypto::hotOf(coldUri)));
    const auto signer = keys::makeSigner(std::move(hot.pair), /*development=*/true);
    m_link->keys().add(signer);
    NeuronParts parts;
    parts.settings.id = "market-" + std::to_string(m_neurons.size());
    parts.settings.network = "localnet";
    parts.settings.role = role;
    parts.settings.netuid = subnet.netuid;
    parts.settings.task = subnet.task;
    parts.settings.coldkey = cold.pair.publicKey();
    parts.settings.hotkey = signer->account();
    parts.settings.model = m_options.model;
    parts.development = true;
    parts.announce.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1}; // the chain refuses loopback addresses
    parts.pace.round = m_options.round;
    parts.rounds.answerLimit = m_options.answerLimit;
    parts.rounds.alpha = m_options.alpha;
    parts.pace.readChain = role == api::Role::Validator ? m_options.lookAtChain : 3 * m_options.lookAtChain;
    NeuronChainParts chain;
    chain.chain = m_link->client();
    chain.access = m_link->client();
    chain.actions = m_link->actions();
    chain.hotkey = signer->account();
    chain.netuid = subnet.netuid;
    chain.ledger = m_options.folder / (parts.settings.id + ".ledger");
    TD_TRY(parts.chain, makeNeuronChain(std::move(chain)));
    parts.chainStatus = [this] { return status(); };
    parts.task = std::move(task);
    parts.host = m_host;
    parts.signer = signer;
    parts.io = &m_threads.io;
    m_neurons.push_back(makeNeuron(std::move(parts)));
    return {};
}

/// One line for each neuron whose state is another than before.
void Play::tell() {
    m_told.resize(m_neurons.size());
    for (std::size_t i = 0; i < m_neurons.size(); ++i) {
        const auto row = m_neurons[i]->row();
        const std::string state{store::name(row.state)};
        if (m_told[i] == state) continue;
        m_told[i] = state;
        m_say(row.settings.id + " (" + row.settings.task +
              (row.settings.role == api::Role::Miner ? " miner): " : " validator): ") + state + ": " + row.reason);
    }
}

/// Until asked to stop, or the chain is gone or another, which the light client does not follow.
Result<> Play::watch(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    auto newest = status().final;
    auto seenAt = std::chrono::steady_clock::now();
    std::unique_lock lock{mutex};
    while (!never.wait_for(lock, stop, 1s, [&stop] { return stop.stop_requested(); })) {
        tell();
        const auto now = status();
        if (now.link == api::LinkState::Live || now.final != newest) seenAt = std::chrono::steady_clock::now();
        newest = now.final;
        if (std::chrono::steady_clock::now() - seenAt > m_options.lostLimit)
            return fail(Errc::Disconnected, "no news of the chain: " + now.problem);
    }
    return {};
}

} // namespace

Result<> playMarket(const MarketOptions& options, const std::function<void(const std::string&)>& say,
                    std::stop_token stop) {
    return Play{options, say}.run(stop);
}

} // namespace taodeck::worker
