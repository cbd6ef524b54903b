#pragma once
/// Scripted services: the data of the gallery, and the fakes of the window's tests. They answer at once with made-up
/// values that are labelled as such by their network name, never open a socket and never touch a file.

#include "ui/bridge/services.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace taodeck::ui {

enum class Scene {
    Full,     ///< A wallet with positions and history.
    Empty,    ///< A wallet that owns nothing yet.
    NoWallet, ///< A fresh installation after "Just look".
    Loading,  ///< Nothing has answered yet.
    Failed,   ///< The node cannot be reached, and every question fails.
};

class DemoClock final : public Clock {
public:
    UnixMillis now() const override { return m_now; }
    std::chrono::steady_clock::time_point steady() const override { return m_steady; }
    void advance(std::chrono::milliseconds by);

private:
    UnixMillis m_now{std::chrono::milliseconds{1'798'000'000'000}};
    std::chrono::steady_clock::time_point m_steady{};
};

/// An account made from a word; the same word gives the same account.
AccountId demoAccount(std::string_view word);

/// Callbacks of one kind; ending a Subscription takes one out.
template <class... Args>
class Listeners {
public:
    Subscription add(std::function<void(Args...)> fn) {
        const auto id = ++m_next;
        (*m_all)[id] = std::move(fn);
        return Subscription{[all = m_all, id] { all->erase(id); }};
    }
    void tell(Args... args) {
        const auto copy = *m_all;
        for (const auto& [id, fn] : copy)
            fn(args...);
    }

private:
    std::shared_ptr<std::map<int, std::function<void(Args...)>>> m_all =
        std::make_shared<std::map<int, std::function<void(Args...)>>>();
    int m_next{0};
};

class DemoChain final : public api::ChainService {
public:
    DemoChain(Scene scene, const DemoClock& clock);
    api::ChainStatus status() const override { return m_status; }
    Subscription onStatus(std::function<void(const api::ChainStatus&)> fn) override;
    Subscription onFinal(std::function<void(const api::BlockSummary&)> fn) override;
    void balance(const AccountId& account, api::Done<Stated<api::AccountBalance>> done) override;
    void positions(const AccountId& coldkey, api::Done<Stated<std::vector<api::StakePosition>>> done) override;
    void subnets(api::Done<Stated<std::vector<api::SubnetRow>>> done) override;
    void validators(NetUid netuid, api::Done<Stated<std::vector<api::ValidatorRow>>> done) override;
    void metagraph(NetUid netuid, std::optional<BlockNumber> at, api::Done<Stated<api::Metagraph>> done) override;
    void proveBalance(const AccountId& account, api::Done<api::ProofReport> done) override;
    void provePosition(const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                       api::Done<api::ProofReport> done) override;

    void setStatus(const api::ChainStatus& status);
    void finalBlock();          ///< One block further.
    void setTrust(Trust trust); ///< Of every answer from now on.

    api::AccountBalance balanceAnswer;
    std::vector<api::StakePosition> positionsAnswer;
    std::vector<api::SubnetRow> subnetsAnswer;
    std::vector<api::ValidatorRow> validatorsAnswer;
    api::Metagraph metagraphAnswer; ///< Of every subnet.

private:
    template <class T>
    void answer(const api::Done<Stated<T>>& done, const T& value);
    template <class T>
    bool answersElse(const api::Done<T>& done);
    api::ProofReport proof(const std::string& title) const;

    Scene m_scene;
    const DemoClock& m_clock;
    api::ChainStatus m_status;
    Trust m_trust{Trust::Proven};
    Listeners<const api::ChainStatus&> m_onStatus;
    Listeners<const api::BlockSummary&> m_onFinal;
};

/// Every password is "correct horse".
class DemoWallet final : public api::WalletService {
public:
    explicit DemoWallet(Scene scene);
    void wallets(api::Done<std::vector<api::WalletRow>> done) override;
    Subscription onChanged(std::function<void()> fn) override { return m_onChanged.add(std::move(fn)); }
    Result<SecretBytes> newMnemonic(int words) override;
    PasswordVerdict judgePassword(ByteView password) const override;
    void create(std::string name, SecretBytes mnemonic, SecretBytes password, api::Done<api::WalletRow> done) override;
    void preview(api::ImportRequest request, api::Done<AccountId> done) override;
    void import(std::string name, api::ImportRequest request, SecretBytes password,
                api::Done<api::WalletRow> done) override;
    void watch(std::string name, const AccountId& coldkey, api::Done<api::WalletRow> done) override;
    void unlock(const std::string& name, SecretBytes password, api::Done<> done) override;
    void lock(const std::string& name) override;
    void lockAll() override;
    void revealPhrase(const std::string& name, SecretBytes password, api::Done<SecretBytes> done) override;
    void changePassword(const std::string& name, SecretBytes oldPassword, SecretBytes newPassword,
                        api::Done<> done) override;

    std::vector<api::WalletRow> rows;

private:
    api::WalletRow* find(const std::string& name);
    void add(const std::string& name, const AccountId& account, bool watchOnly, bool encrypted,
             const api::Done<api::WalletRow>& done);
    Scene m_scene;
    Listeners<> m_onChanged;
};

class DemoActions final : public api::ActionService {
public:
    DemoActions(Scene scene, DemoChain& chain, const DemoClock& clock);
    void plan(api::Intent intent, api::Done<api::Plan> done) override;
    void submit(std::uint64_t planId, api::Done<api::Receipt> done) override;
    Subscription onReceipt(std::function<void(const api::Receipt&)> fn) override;
    void fundFromDevelopment(const AccountId& to, Rao amount, api::Done<api::Receipt> done) override;

    /// Tells that the last action has come this far.
    void advance(api::Step step, api::Outcome outcome = api::Outcome::Pending, const std::string& errorName = {},
                 const std::string& errorWords = {});
    api::Plan planFor(const api::Intent& intent) const;

    std::optional<api::Intent> lastIntent;
    std::optional<api::Receipt> last;
    std::vector<api::Warning> warnings; ///< Added to every plan.

private:
    Scene m_scene;
    DemoChain& m_chain;
    const DemoClock& m_clock;
    std::map<std::uint64_t, api::Plan> m_plans;
    std::uint64_t m_nextId{1};
    Listeners<const api::Receipt&> m_onReceipt;
};

class DemoHistory final : public api::HistoryService {
public:
    DemoHistory(Scene scene, const DemoClock& clock);
    void values(const BlockHash& genesis, const AccountId& coldkey, api::Time from, std::size_t maxPoints,
                api::Done<std::vector<api::ValuePoint>> done) override;
    void earnings(const BlockHash& genesis, const AccountId& coldkey, api::Time from,
                  api::Done<std::vector<api::EarningPoint>> done) override;
    void actions(const BlockHash& genesis, std::size_t limit, api::Done<std::vector<api::ActionRow>> done) override;
    void coverage(const BlockHash& genesis, const AccountId& coldkey, api::Done<api::Coverage> done) override;
    Subscription onChanged(std::function<void()> fn) override { return m_onChanged.add(std::move(fn)); }
    void addressBook(api::Done<std::vector<api::AddressBookEntry>> done) override;
    void saveAddress(api::AddressBookEntry entry, api::Done<> done) override;
    void removeAddress(const std::string& name, api::Done<> done) override;
    void preference(const std::string& key, api::Done<std::optional<std::string>> done) override;
    void setPreference(const std::string& key, const std::string& value, api::Done<> done) override;

    std::map<std::string, std::string> preferences;
    std::vector<api::AddressBookEntry> book;

private:
    Scene m_scene;
    const DemoClock& m_clock;
    Listeners<> m_onChanged;
};

class DemoNetwork final : public api::NetworkService {
public:
    explicit DemoNetwork(DemoChain& chain);
    std::vector<api::NetworkRow> networks() const override { return m_rows; }
    std::string current() const override { return m_current; }
    void select(const std::string& id, api::Done<> done) override;
    void addCustom(std::string name, std::string endpoint, api::Done<api::NetworkRow> done) override;
    void removeCustom(const std::string& id, api::Done<> done) override;
    void setOffline(bool offline) override;
    bool isOffline() const override { return m_offline; }

private:
    DemoChain& m_chain;
    std::vector<api::NetworkRow> m_rows;
    std::string m_current{"localnet"};
    bool m_offline{false};
};

class DemoLocalnet final : public api::LocalnetService {
public:
    DemoLocalnet(Scene scene, const DemoClock& clock);
    void status(api::Done<api::LocalnetStatus> done) override;
    void pause(api::Done<api::LocalnetStatus> done) override;
    void resume(api::Done<api::LocalnetStatus> done) override;
    void setSpeed(double speed, api::Done<api::LocalnetStatus> done) override;
    void step(std::uint32_t blocks, api::Done<api::LocalnetStatus> done) override;
    void stepEpoch(std::optional<NetUid> netuid, api::Done<api::LocalnetStatus> done) override;
    void reset(std::optional<std::uint64_t> seed, std::optional<bool> empty,
               api::Done<api::LocalnetStatus> done) override;
    void setCast(bool on, api::Done<api::LocalnetStatus> done) override;
    void snapshots(api::Done<std::vector<api::LocalnetSnapshot>> done) override;
    void takeSnapshot(const std::string& name, api::Done<api::LocalnetSnapshot> done) override;
    void deleteSnapshot(const std::string& name, api::Done<api::LocalnetStatus> done) override;
    void restore(const std::string& name, api::Done<api::LocalnetStatus> done) override;
    void fork(const std::string& name, const std::string& target, api::Done<std::string> done) override;

    api::LocalnetStatus now;
    std::vector<api::LocalnetSnapshot> rows;
    std::vector<std::string> commands; ///< Everything but questions, in words, as asked.
    std::optional<Error> refuseWith;   ///< Commands fail with this.
    std::optional<Error> failWith;     ///< Questions too.
    bool holdSteps{false};             ///< A step answers when it is ended: by pause(), as Cancelled.
    int questions{0};                  ///< How often status() was asked.

private:
    using StatusDone = api::Done<api::LocalnetStatus>;
    /// Notes `words`; @return true when the caller must answer.
    template <class T>
    bool takes(const std::string& words, const api::Done<T>& done);
    template <class T>
    bool answersElse(const api::Done<T>& done);
    void make(std::uint32_t blocks);
    Scene m_scene;
    const DemoClock& m_clock;
    StatusDone m_held;
};

/// Workers in every state, with logs that add up. Launches need the coldkey's wallet to be unlocked, as the real ones.
class DemoWorkers final : public api::WorkerService {
public:
    DemoWorkers(Scene scene, DemoWallet& wallet, const DemoClock& clock);
    void workers(api::Done<std::vector<api::WorkerRow>> done) override;
    Subscription onChanged(std::function<void()> fn) override { return m_onChanged.add(std::move(fn)); }
    void verdict(api::VerdictRequest request, api::Done<api::Verdict> done) override;
    void launch(api::LaunchRequest request, std::function<void(const api::LaunchProgress&)> progress,
                api::Done<api::WorkerRow> done) override;
    void create(api::WorkerSettings settings, api::Done<api::WorkerRow> done) override;
    void change(api::WorkerSettings settings, api::Done<api::WorkerRow> done) override;
    void start(const std::string& id, api::Done<> done) override;
    void stop(const std::string& id, api::Done<> done) override;
    void remove(const std::string& id, api::Done<> done) override;
    void scores(const std::string& id, api::WorkerTime from,
                api::Done<std::vector<api::WorkerScorePoint>> done) override;
    void earnings(const std::string& id, api::WorkerTime from,
                  api::Done<std::vector<api::WorkerEarning>> done) override;
    void requests(const std::string& id, std::size_t limit, api::Done<std::vector<api::WorkerRequest>> done) override;
    void waterfalls(const std::string& id, std::size_t limit, api::Done<std::vector<api::Waterfall>> done) override;
    void logTail(const std::string& id, std::size_t lines, api::Done<std::vector<std::string>> done) override;
    void models(api::Done<std::vector<api::ModelRow>> done) override;
    void inspectModel(const std::string& path, api::Done<api::ModelRow> done) override;
    void addModel(const std::string& path, api::Done<api::ModelRow> done) override;
    void machine(api::Done<api::MachineState> done) override;

    api::WorkerRow* find(const std::string& id);
    void tellChanged() { m_onChanged.tell(); }
    void advanceLaunch(api::LaunchStep step, const std::string& words); ///< Of a held launch.
    void endLaunch(Result<api::WorkerRow> row);
    api::WorkerRow rowFor(const api::WorkerSettings& settings) const;

    std::vector<api::WorkerRow> rows;
    std::vector<api::ModelRow> modelRows;
    std::vector<api::WorkerRequest> requestRows;
    std::vector<api::Waterfall> waterfallRows; ///< Newest first.
    api::MachineState machineState;
    api::Verdict verdictAnswer;
    std::vector<api::VerdictRequest> verdictRequests;
    std::vector<api::LaunchRequest> launches;
    std::vector<std::string> commands; ///< "start text-miner", …
    std::optional<Error> refuseWith;   ///< Launches and commands fail with this.
    bool holdLaunch{false};            ///< A launch ends when endLaunch() says so.

private:
    template <class T>
    bool answersElse(const api::Done<T>& done);
    /// Notes `words`; @return true when the caller must answer.
    template <class T>
    bool takes(const std::string& words, const api::Done<T>& done);
    Scene m_scene;
    DemoWallet& m_wallet;
    const DemoClock& m_clock;
    std::function<void(const api::LaunchProgress&)> m_heldProgress;
    api::Done<api::WorkerRow> m_heldLaunch;
    Listeners<> m_onChanged;
};

/// All of them, wired to each other.
struct DemoServices {
    explicit DemoServices(Scene scene = Scene::Full);
    DemoClock clock;
    DemoChain chain;
    DemoWallet wallet;
    DemoActions actions;
    DemoHistory history;
    DemoNetwork network;
    DemoLocalnet localnet;
    DemoWorkers workers;
    Services services() { return {chain, wallet, actions, history, network, localnet, workers, clock}; }
};

} // namespace taodeck::ui
