#include "app/common/session.h"

#include "app/common/data_folders.h"
#include "app/common/node_link.h"
#include "core/actions/service.h"
#include "core/keys/signer.h"
#include "core/rpc/client.h"
#include "core/wallet/wallet_folder.h"
#include "core/wallet/wallet_service.h"

#include <future>

namespace taodeck::app {

namespace {

std::shared_ptr<chain::LightClient> makeClient(Threads& threads, std::shared_ptr<store::Store> store,
                                               std::shared_ptr<const Clock> clock, std::shared_ptr<NodeLink> link) {
    chain::LightClientOptions options;
    options.run = threads.executors();
    options.store = std::move(store);
    options.now = [clock] { return clock->now(); };
    options.connect = [&threads, link = std::move(link)](const std::string& endpoint) {
        rpc::ClientOptions client;
        client.url = endpoint;
        return link->keep(endpoint, rpc::makeClient(threads.io(), std::move(client)));
    };
    return chain::makeLightClient(std::move(options));
}

std::string lastNetwork(store::Store& store) {
    std::promise<std::string> answer;
    store.preference("network", [&answer](Result<std::optional<std::string>> id) {
        answer.set_value(id && *id ? **id : std::string{"localnet"});
    });
    return answer.get_future().get();
}

} // namespace

struct Session::Accounts {
    std::mutex mutex;
    std::vector<AccountId> wallets, noted;
    std::vector<AccountId> all() {
        const std::lock_guard lock{mutex};
        auto out = wallets;
        out.insert(out.end(), noted.begin(), noted.end());
        return out;
    }
};

Result<std::unique_ptr<Session>> Session::open(SessionOptions options) {
    auto session = std::unique_ptr<Session>{new Session};
    auto& s = *session;
    s.m_dataFolder = options.dataFolder;
    if (s.m_dataFolder.empty()) {
        TD_TRY(s.m_dataFolder, defaultDataFolder());
    }
    TD_CHECK(makePrivateFolder(s.m_dataFolder));
    TD_TRY(auto opened, store::openStore(s.m_dataFolder / "cache.db"));
    s.m_store = std::move(opened.store);
    s.m_problem = std::move(opened.problem);
    s.m_clock = std::make_shared<SystemClock>();
    s.m_threads = std::make_unique<Threads>();
    s.m_keys = std::make_shared<keys::KeyRing>();
    s.m_accounts = std::make_shared<Accounts>();

    wallet::WalletOptions walletOptions;
    walletOptions.root = options.walletRoot.empty() ? wallet::defaultWalletRoot() : options.walletRoot;
    s.m_wallet = wallet::makeWalletService(std::move(walletOptions), s.m_keys,
                                           [threads = s.m_threads.get()](auto job) { threads->post(std::move(job)); });
    const auto link = std::make_shared<NodeLink>();
    s.m_client = makeClient(*s.m_threads, s.m_store, s.m_clock, link);
    s.m_actions = actions::makeActionService(
        {s.m_client, s.m_keys, s.m_clock, [accounts = s.m_accounts] { return accounts->all(); }});
    s.m_receipts = s.m_actions->onReceipt([client = s.m_client, store = s.m_store](const api::Receipt& receipt) {
        if (const auto runtime = client->runtime()) store->recordAction(runtime->genesis, receipt);
    });
    if (options.record)
        s.m_recorder = chain::makeRecorder({s.m_client, s.m_store, [c = s.m_clock] { return c->now(); }});
    s.watchWallets();

    LocalnetSettings localnet;
    localnet.state = s.m_dataFolder / "localnet";
    localnet.log = s.m_dataFolder / "localnet.log";
    localnet.blockTime = options.blockTime;
    localnet.seed = options.localnetSeed;
    localnet.cast = options.localnetCast;
    localnet.endpoint = options.localnetEndpoint;
    s.m_network = std::make_shared<NetworkControl>(*s.m_threads, s.m_client, s.m_store, std::move(localnet));
    s.m_network->load();
    s.m_localnet = supervise::makeLocalnetCommands(
        [link, network = s.m_network.get(), client = s.m_client.get()]() -> std::shared_ptr<rpc::Client> {
            const auto status = client->status();
            const bool embedded = network->current() == "localnet" && status.development;
            return embedded ? link->connectionTo(status.endpoint) : nullptr;
        });
    supervise::WorkersOptions workers;
    workers.io = &s.m_threads->io();
    workers.pool = [threads = s.m_threads.get()](auto job) { threads->post(std::move(job)); };
    workers.folder = s.m_dataFolder;
    workers.chain = s.m_client.get();
    workers.actions = s.m_actions.get();
    workers.network = s.m_network.get();
    workers.localnet = s.m_localnet.get();
    workers.clock = s.m_clock;
    s.m_workers = supervise::makeWorkers(std::move(workers));
    if (options.startWorkers) s.m_workers->startWithProgram();
    if (!options.connect) return session;
    std::promise<Result<>> selected;
    s.m_network->select(options.network.empty() ? lastNetwork(*s.m_store) : options.network,
                        [&selected](Result<> result) { selected.set_value(std::move(result)); });
    TD_CHECK(selected.get_future().get());
    return session;
}

/// Keeps the recorder and the look-alike check up to date with the wallets on disk and the address book.
void Session::watchWallets() {
    auto read = [wallet = m_wallet.get(), accounts = m_accounts, recorder = m_recorder] {
        wallet->wallets([accounts, recorder](const Result<std::vector<api::WalletRow>>& rows) {
            if (!rows) return;
            std::vector<AccountId> coldkeys;
            for (const auto& row : *rows)
                coldkeys.push_back(row.coldkey);
            if (recorder) recorder->watch(coldkeys);
            const std::lock_guard lock{accounts->mutex};
            accounts->wallets = std::move(coldkeys);
        });
    };
    m_walletChanges = m_wallet->onChanged(read);
    read();
    // A plain pointer: the subscription ends before the store, and its thread must never hold the last reference.
    auto book = [store = m_store.get(), accounts = m_accounts] {
        store->addressBook([accounts](const Result<std::vector<api::AddressBookEntry>>& entries) {
            if (!entries) return;
            const std::lock_guard lock{accounts->mutex};
            accounts->noted.clear();
            for (const auto& entry : *entries)
                accounts->noted.push_back(entry.account);
        });
    };
    m_storeChanges = m_store->onChanged(book);
    book();
}

Session::~Session() {
    if (m_workers) m_workers->shutDown();
    m_workers.reset();
    m_receipts.reset();
    m_walletChanges.reset();
    m_storeChanges.reset();
    m_recorder.reset();
    m_actions.reset();
    if (m_client) {
        // The light client's state lives on its strand, so it must be closed there, while the threads still run.
        std::promise<void> closed;
        m_client->shutDown([&closed](Result<>) { closed.set_value(); });
        closed.get_future().wait();
    }
    if (m_network) m_network->shutDown();
    m_localnet.reset();
    m_network.reset();
    m_wallet.reset();
    if (m_threads) m_threads->stop();
    m_client.reset();
    m_threads.reset();
    m_store.reset();
}

} // namespace taodeck::app
