#include "core/worker/neuron/neuron.h"

#include "core/base/log.h"
#include "core/worker/neuron/role.h"

#include <atomic>
#include <condition_variable>
#include <random>
#include <thread>

namespace taodeck::worker {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{1'000}, kTellEvery{250}, kTotalsFor{2'000}, kEnergyEvery{10'000};

NeuronParts withDefaults(NeuronParts parts) {
    if (!parts.clock) parts.clock = std::make_shared<SystemClock>();
    if (parts.seed == 0) parts.seed = std::random_device{}() | (std::uint64_t{std::random_device{}()} << 32);
    return parts;
}

class RunningNeuron final : public Neuron, private RoleHost {
public:
    explicit RunningNeuron(NeuronParts parts) : m_parts{withDefaults(std::move(parts))} {
        m_role = m_parts.settings.role == api::Role::Miner ? makeMinerRole(*this, m_parts.seed)
                                                           : makeValidatorRole(*this, m_parts.seed);
        if (!m_parts.host) m_role->machine().callIt("program");
        if (m_parts.log && m_parts.epochs)
            m_book.emplace(EpochBookParts{m_parts.settings.hotkey, m_parts.settings.role, m_parts.settings.energyPrice,
                                          m_parts.epochs, m_parts.log});
    }
    ~RunningNeuron() override { RunningNeuron::stop({}); }

    void start() override {
        m_upSince = m_parts.clock->now();
        m_clockWatch.look(now());
        m_thread = std::jthread{[this](std::stop_token stop) { run(stop); }};
        m_ticker = std::jthread{[this](std::stop_token stop) { tick(stop); }};
    }

    void stop(milliseconds patience) override {
        if (m_stopped.exchange(true)) return;
        m_role->open(false, "This neuron is being stopped.");
        const auto until = std::chrono::steady_clock::now() + patience;
        while (!m_role->idle() && std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(milliseconds{10});
        for (auto* thread : {&m_thread, &m_ticker})
            if (thread->joinable()) thread->request_stop();
        wake();
        if (m_thread.joinable()) m_thread.join();
        if (m_ticker.joinable()) m_ticker.join();
        if (m_loader.joinable()) m_loader.request_stop(), m_loader.join();
        if (m_parts.end) m_parts.end();
        m_role->close();
        bookEnergy();
        if (m_parts.log && !m_parts.log->flush(std::chrono::seconds{2}))
            log::warn("worker", "not everything was written to the log: " + m_parts.log->problem());
    }

    void pause(std::string reason) override {
        with([&](NeuronMachine& m) {
            m.pause(std::move(reason));
            if (!m_parts.rest) return;
            m.modelRests();
            m_prepared = false;
            ++m_rests;
            m_parts.rest(true);
        });
    }
    void resume() override {
        with([&](NeuronMachine& m) {
            m.resume();
            if (m_parts.rest) m_parts.rest(false);
        });
    }
    void fail(std::string reason) override {
        with([&](NeuronMachine& m) { m.broke(std::move(reason)); });
    }

    api::WorkerRow row() const override;
    Subscription onChanged(std::function<void()> fn) override {
        const std::lock_guard lock{m_listeners->mutex};
        const auto id = m_listeners->next++;
        m_listeners->fns.emplace(id, std::move(fn));
        return Subscription{[listeners = m_listeners, id] {
            const std::lock_guard inner{listeners->mutex};
            listeners->fns.erase(id);
        }};
    }

    // RoleHost
    const NeuronParts& parts() const override { return m_parts; }
    Moment now() const override { return Moment::of(*m_parts.clock); }
    BusyMeter& meter() override { return m_meter; }
    void keep(api::WorkerRequest request) override {
        if (m_book) m_book->count(request.time, request.peer, request.outcome == store::kAnswered);
        if (m_parts.log) m_parts.log->request(std::move(request));
        changed();
    }
    void hostTrouble(const Error& why) override {
        log::warn("worker", "the model's process: " + why.context);
        with([&](NeuronMachine& m) { m.workFailed(now(), why); });
    }
    void changed() override { m_changed = true; }

private:
    struct Listeners {
        std::mutex mutex;
        std::map<std::uint64_t, std::function<void()>> fns;
        std::uint64_t next{0};
    };
    struct Totals {
        std::mutex mutex;
        std::optional<std::chrono::steady_clock::time_point> at;
        store::WorkerTotals value;
    };

    template <class Fn>
    void with(Fn fn) {
        {
            const std::lock_guard lock{m_mutex};
            fn(m_role->machine());
            settle();
        }
        wake();
    }
    /// Under the lock: after anything that may have changed the standing.
    void settle() {
        auto standing = m_role->machine().standing(now());
        const bool works = m_role->machine().works() && !m_stopped;
        m_role->open(works, standing.reason);
        if (standing.state != m_standing.state) log::info("worker", m_parts.settings.id + ": " + standing.reason);
        if (standing != m_standing) changed();
        m_standing = std::move(standing);
    }
    void wake() {
        {
            const std::lock_guard lock{m_wakeMutex};
            m_woken = true;
        }
        m_wake.notify_all();
    }

    void run(const std::stop_token& stop);
    void perform(Todo todo, const std::stop_token& stop);
    void readChain(const std::stop_token& stop);
    void loadModel();
    void tick(const std::stop_token& stop);
    void lookAround();
    void bookEnergy();
    void tell();
    store::WorkerTotals totals() const;

    const NeuronParts m_parts;
    BusyMeter m_meter;
    std::optional<EpochBook> m_book;
    std::unique_ptr<Role> m_role;
    std::optional<UnixMillis> m_upSince;

    mutable std::mutex m_mutex; ///< Over the machine and the next five.
    Standing m_standing;
    std::shared_ptr<const api::Metagraph> m_subnet;
    HostInfo m_hostInfo;
    api::ChainStatus m_seen; ///< When the subnet was read.
    bool m_prepared{false};
    std::uint64_t m_rests{0}; ///< Pauses of an external program.

    std::mutex m_wakeMutex;
    std::condition_variable_any m_wake;
    bool m_woken{false};
    std::atomic<bool> m_changed{true}, m_stopped{false};
    std::shared_ptr<Listeners> m_listeners = std::make_shared<Listeners>();
    mutable Totals m_totals;
    ClockWatch m_clockWatch;
    std::mutex m_energyMutex; ///< Over the next.
    std::optional<std::chrono::steady_clock::time_point> m_energyAt;
    std::jthread m_loader, m_thread, m_ticker;
};

void RunningNeuron::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        Next next;
        {
            const std::lock_guard lock{m_mutex};
            next = m_role->machine().next(now());
            settle();
        }
        if (next.todo != Todo::Nothing) {
            perform(next.todo, stop);
            continue;
        }
        const auto span = next.wakeAt - m_parts.clock->steady();
        std::unique_lock lock{m_wakeMutex};
        m_wake.wait_for(lock, stop, std::clamp<std::chrono::steady_clock::duration>(span, milliseconds{1}, kTick),
                        [this] { return m_woken; });
        m_woken = false;
    }
}

void RunningNeuron::perform(Todo todo, const std::stop_token& stop) {
    if (todo == Todo::ReadChain) return readChain(stop);
    if (todo == Todo::LoadModel) return loadModel();
    const auto told = m_role->perform(todo, stop);
    const std::lock_guard lock{m_mutex};
    if (told) told(now());
    settle();
}

void RunningNeuron::readChain(const std::stop_token& stop) {
    auto read = m_parts.chain->metagraph(stop);
    if (stop.stop_requested()) return;
    if (!read) {
        const std::lock_guard lock{m_mutex};
        m_role->machine().chainFailed(now(), read.error());
        return settle();
    }
    const auto subnet = std::make_shared<const api::Metagraph>(*std::move(read));
    m_role->subnet(subnet);
    {
        const std::lock_guard lock{m_mutex};
        m_subnet = subnet;
        if (m_parts.chainStatus) m_seen = m_parts.chainStatus();
        m_role->machine().chainAnswered(now(), *subnet);
        settle();
        changed();
    }
    if (!m_book || !subnet->find(m_parts.settings.hotkey)) return;
    bookEnergy(); // an epoch's waterfall holds what was spent until now
    if (const auto booked = m_book->look(*subnet, stop); !booked && booked.error().code != Errc::Cancelled)
        log::warn("worker", "an epoch is not in the book yet: " + booked.error().context);
}

/// On a thread of its own: a large model takes minutes, and the subnet goes on meanwhile.
void RunningNeuron::loadModel() {
    std::uint64_t rests = 0;
    {
        const std::lock_guard lock{m_mutex};
        rests = m_rests;
        m_role->machine().loading(now());
        m_prepared = false;
        settle();
    }
    if (m_loader.joinable()) m_loader.join(); // it has answered: nothing loads twice at once
    m_loader = std::jthread{[this, rests](std::stop_token stop) {
        const auto info = m_parts.host ? m_parts.host->info(stop) : m_parts.prepare(stop);
        with([&](NeuronMachine& m) {
            if (rests != m_rests) return m.loadCancelled(); // paused meanwhile
            if (info) {
                m_hostInfo = *info;
                m_prepared = true;
                m.modelReady(now(), *info);
            } else {
                m.modelFailed(now(), info.error());
            }
        });
    }};
}

void RunningNeuron::tick(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    auto last = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        std::unique_lock lock{mutex};
        never.wait_for(lock, stop, kTellEvery, [] { return false; });
        if (m_changed.exchange(false)) tell();
        if (const auto at = std::chrono::steady_clock::now(); at - last >= kTick) {
            last = at;
            lookAround();
        }
    }
}

void RunningNeuron::lookAround() {
    const auto at = now();
    const auto jump = m_clockWatch.look(at);
    std::optional<Error> trouble;
    bool prepared = false;
    {
        const std::lock_guard lock{m_mutex};
        prepared = m_prepared;
    }
    if (prepared && m_parts.trouble)
        if (const auto alive = m_parts.trouble(); !alive) trouble = alive.error();
    const auto link = m_parts.chainStatus ? std::optional{m_parts.chainStatus()} : std::nullopt;
    bool energyDue = false;
    {
        const std::lock_guard lock{m_energyMutex};
        energyDue = !m_energyAt || at.steady - *m_energyAt >= kEnergyEvery;
    }
    if (energyDue) bookEnergy();
    {
        const std::lock_guard lock{m_mutex};
        if (jump) {
            log::warn("worker", m_parts.settings.id + ": " + jump->words());
            m_role->machine().clockJumped(at, *jump);
        }
        if (trouble && m_prepared) { // else it was paused meanwhile
            m_prepared = false;
            m_role->machine().modelFailed(at, *trouble);
        }
        if (link) m_role->machine().linkSeen(at, link->link == api::LinkState::Live, link->problem);
        if (m_parts.log) m_role->machine().logTrouble(m_parts.log->problem());
        settle();
    }
    if (jump || trouble) wake();
}

void RunningNeuron::bookEnergy() {
    const auto at = now();
    const std::lock_guard lock{m_energyMutex};
    m_energyAt = at.steady;
    const auto busy = m_meter.take(at.steady);
    if (m_parts.settings.watts <= 0) return;
    const double hours = std::chrono::duration<double, std::ratio<3600>>(busy).count();
    if (m_book)
        m_book->spent(at.wall, m_parts.settings.watts * hours);
    else if (m_parts.log && hours > 0)
        m_parts.log->energy(at.wall, m_parts.settings.watts * hours);
}

void RunningNeuron::tell() {
    std::vector<std::function<void()>> copy;
    {
        const std::lock_guard lock{m_listeners->mutex};
        for (const auto& [id, fn] : m_listeners->fns)
            copy.push_back(fn);
    }
    for (const auto& fn : copy)
        fn();
}

store::WorkerTotals RunningNeuron::totals() const {
    if (!m_parts.log) return {};
    const std::lock_guard lock{m_totals.mutex};
    const auto at = std::chrono::steady_clock::now();
    if (m_totals.at && at - *m_totals.at < kTotalsFor) return m_totals.value;
    if (const auto read = store::WorkerLogReader{m_parts.log->file()}.totals(m_parts.clock->now())) {
        m_totals.value = *read;
        m_totals.at = at;
    }
    return m_totals.value;
}

void showPlace(api::WorkerRow& row, const api::Metagraph& subnet, const api::Neuron& me) {
    row.uid = me.uid;
    row.rank = rankOf(subnet, me);
    row.neurons = static_cast<std::uint32_t>(subnet.neurons.size());
    const auto head = static_cast<std::uint32_t>(subnet.lastEpochBlock + subnet.blocksSinceLastStep);
    const auto age = head > raw(me.registeredAt) ? head - raw(me.registeredAt) : 0;
    row.immunityBlocks = subnet.immunity > age ? subnet.immunity - age : 0;
    row.blocksSinceUpdate = head > raw(me.lastUpdate) ? head - raw(me.lastUpdate) : 0;
    row.incentive = me.incentive;
    row.dividends = me.dividends;
    row.vtrust = me.vtrust;
    row.emission = me.emission;
    if (row.settings.role == api::Role::Miner) row.score = scoreOf(subnet, me);
}

void showTotals(api::WorkerRow& row, const store::WorkerTotals& sums) {
    row.requests24h = sums.requests24h;
    row.answered24h = sums.answered24h;
    row.refused24h = sums.refused24h;
    row.earned24h = sums.earned24h;
    row.earnedAll = sums.earnedAll;
    row.earnedTao = sums.earnedTao;
    row.wattHours = sums.wattHours;
    const auto price = static_cast<double>(row.settings.energyPrice.raw());
    if (row.settings.watts > 0 && price > 0)
        row.energyCost = Rao::fromRaw(static_cast<std::uint64_t>(sums.wattHours / 1'000 * price));
}

api::WorkerRow RunningNeuron::row() const {
    api::WorkerRow row;
    row.settings = m_parts.settings;
    row.upSince = m_upSince;
    showTotals(row, totals());

    const std::lock_guard lock{m_mutex};
    row.state = m_standing.state;
    row.reason = m_standing.reason;
    row.retryAt = m_standing.retryAt;
    row.sandboxed = m_hostInfo.confined;
    row.sandboxWords = m_parts.sandboxWords +
                       (m_hostInfo.confinedWords.empty() ? "" : "; the model's process: " + m_hostInfo.confinedWords);
    row.device = m_hostInfo.device;
    if (!m_subnet) return row;
    row.trust = m_seen.trust;
    row.at = m_seen.final;
    if (const auto* me = m_subnet->find(m_parts.settings.hotkey)) showPlace(row, *m_subnet, *me);
    return row;
}

class BrokenNeuron final : public Neuron {
public:
    BrokenNeuron(api::WorkerSettings settings, std::string reason, std::shared_ptr<store::WorkerLog> log)
        : m_log{std::move(log)} {
        m_row.settings = std::move(settings);
        m_row.state = api::WorkerState::Failed;
        m_row.reason = std::move(reason);
    }
    void start() override { log::error("worker", m_row.settings.id + ": " + m_row.reason); }
    void stop(milliseconds) override {}
    void pause(std::string) override {}
    void resume() override {}
    void fail(std::string) override {}
    api::WorkerRow row() const override {
        auto row = m_row;
        if (!m_log) return row;
        if (const auto sums = store::WorkerLogReader{m_log->file()}.totals(SystemClock{}.now())) showTotals(row, *sums);
        return row;
    }
    Subscription onChanged(std::function<void()>) override { return {}; }

private:
    api::WorkerRow m_row;
    const std::shared_ptr<store::WorkerLog> m_log;
};

} // namespace

std::unique_ptr<Neuron> makeBrokenNeuron(api::WorkerSettings settings, std::string reason,
                                         std::shared_ptr<store::WorkerLog> log) {
    return std::make_unique<BrokenNeuron>(std::move(settings), std::move(reason), std::move(log));
}

std::unique_ptr<Neuron> makeNeuron(NeuronParts parts) {
    return std::make_unique<RunningNeuron>(std::move(parts));
}

} // namespace taodeck::worker
