#include "core/supervise/workers/workers.h"

#include "core/base/hex.h"
#include "core/base/log.h"
#include "core/store/worker_log.h"
#include "core/supervise/workers/launch.h"
#include "core/supervise/workers/market.h"
#include "core/supervise/workers/models.h"
#include "core/supervise/workers/schedule.h"
#include "core/supervise/workers/verdict.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <condition_variable>
#include <ctime>
#include <map>
#include <set>
#include <unistd.h>

namespace taodeck::supervise {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using api::WorkerRow;
using api::WorkerSettings;

constexpr std::chrono::milliseconds kChangedAtMost{250};
constexpr std::chrono::seconds kEndLimit{10};
constexpr const char* kLocalnet = "localnet";

/// People who want to know of changes. Any thread; a subscription may outlive it.
class Listeners {
public:
    Subscription add(std::function<void()> fn) {
        const std::lock_guard lock{m_box->mutex};
        const auto id = ++m_box->last;
        m_box->all.emplace(id, std::make_shared<std::function<void()>>(std::move(fn)));
        return Subscription{[weak = std::weak_ptr{m_box}, id] {
            const auto box = weak.lock();
            if (!box) return;
            const std::lock_guard inner{box->mutex};
            box->all.erase(id);
        }};
    }
    void tell() {
        std::vector<std::shared_ptr<std::function<void()>>> all;
        {
            const std::lock_guard lock{m_box->mutex};
            for (const auto& entry : m_box->all)
                all.push_back(entry.second);
        }
        for (const auto& fn : all)
            (*fn)();
    }

private:
    struct Box {
        std::mutex mutex;
        std::uint64_t last{0};
        std::map<std::uint64_t, std::shared_ptr<std::function<void()>>> all;
    };
    const std::shared_ptr<Box> m_box = std::make_shared<Box>();
};

std::chrono::minutes timeOfDay(UnixMillis now) {
    const auto seconds = std::chrono::system_clock::to_time_t(now);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return std::chrono::minutes{local.tm_hour * 60 + local.tm_min};
}

/// A free port that no other worker keeps; the worker binds it later.
Result<std::uint16_t> freePort(asio::io_context& io, const std::set<std::uint16_t>& kept) {
    for (int attempt = 0; attempt < 64; ++attempt) {
        boost::system::error_code ec;
        asio::ip::tcp::acceptor acceptor{io};
        acceptor.open(asio::ip::tcp::v4(), ec);
        if (!ec) acceptor.bind({asio::ip::address_v4::loopback(), 0}, ec);
        if (ec) return fail(Errc::Io, "no free port: " + ec.message());
        const auto port = acceptor.local_endpoint(ec).port();
        if (!ec && !kept.contains(port)) return port;
    }
    return fail(Errc::LimitExceeded, "no free port");
}

bool sameNeuron(const WorkerSettings& a, const WorkerSettings& b) {
    return a.network == b.network && a.netuid == b.netuid && a.hotkey == b.hotkey;
}

class Service final : public Workers, public std::enable_shared_from_this<Service> {
public:
    explicit Service(WorkersOptions options)
        : m_options{std::move(options)}, m_strand{asio::make_strand(*m_options.io)}, m_machine{m_options.machine},
          m_models{modelOptions()} {}

    void open() {
        m_tools = makeTools();
        m_market = std::make_shared<Market>(m_tools, m_options.folder / "market", m_options.localnet);
        for (auto& settings : listWorkers(m_options.folder / "workers"))
            addRun(std::move(settings));
        m_status = m_options.chain->onStatus([weak = weak_from_this()](const api::ChainStatus&) {
            if (const auto self = weak.lock()) self->onStrand([](Service& service) { service.updateNodes(); });
        });
        onStrand([](Service& self) {
            self.updateNodes();
            self.lookAround();
            for (const auto& [id, run] : self.m_runs)
                run->lookElsewhere();
        });
    }

    Subscription onChanged(std::function<void()> fn) override { return m_listeners.add(std::move(fn)); }

    void workers(api::Done<std::vector<WorkerRow>> done) override {
        onStrand([done = std::move(done)](Service& self) {
            std::vector<WorkerRow> rows;
            for (const auto& [id, run] : self.m_runs)
                rows.push_back(run->row());
            self.onPool([rows = std::move(rows), done](Service& service) mutable {
                for (auto& row : rows)
                    service.addTotals(row);
                done(std::move(rows));
            });
        });
    }

    void verdict(api::VerdictRequest request, api::Done<api::Verdict> done) override;
    void launch(api::LaunchRequest request, std::function<void(const api::LaunchProgress&)> progress,
                api::Done<WorkerRow> done) override {
        onStrand([request = std::move(request), progress = std::move(progress), done = std::move(done)](Service& self) {
            const auto key =
                std::tuple{request.settings.network, raw(request.settings.netuid), request.settings.hotkey};
            if (self.m_launching.contains(key))
                return done(fail(Errc::Conflict, "this hotkey is being launched already"));
            const auto over = std::make_shared<bool>(false);
            auto cancel = supervise::launch(self.m_launchTools, request, progress,
                                            [weak = self.weak_from_this(), key, over, done](Result<WorkerRow> row) {
                                                *over = true;
                                                if (const auto service = weak.lock()) service->m_launching.erase(key);
                                                done(std::move(row));
                                            });
            if (!*over) self.m_launching.emplace(key, std::move(cancel));
        });
    }

    void create(WorkerSettings settings, api::Done<WorkerRow> done) override {
        onStrand([settings = std::move(settings), done = std::move(done)](Service& self) {
            done(self.createNow(settings));
        });
    }
    void change(WorkerSettings settings, api::Done<WorkerRow> done) override {
        onStrand([settings = std::move(settings), done = std::move(done)](Service& self) {
            done(self.changeNow(settings));
        });
    }
    void start(const std::string& id, api::Done<> done) override {
        onStrand([id, done = std::move(done)](Service& self) { done(self.startNow(id)); });
    }
    void stop(const std::string& id, api::Done<> done) override {
        onStrand([id, done = std::move(done)](Service& self) {
            const auto run = self.find(id);
            if (!run) return done(noWorker(id));
            run->stop([done] { done({}); });
        });
    }
    void remove(const std::string& id, api::Done<> done) override {
        onStrand([id, done = std::move(done)](Service& self) {
            const auto run = self.find(id);
            if (!run) return done(noWorker(id));
            if (run->runsElsewhere()) return done(fail(Errc::Conflict, "another program runs this worker"));
            run->stop([weak = self.weak_from_this(), id, done, folder = run->folder()] {
                const auto service = weak.lock();
                if (!service) return;
                const auto gone = service->find(id);
                if (!gone) return done(noWorker(id));
                if (auto kept = folder.keepLedger(service->ledgerOf(gone->settings())); !kept) return done(kept);
                service->m_runs.erase(id);
                service->changed();
                service->onPool([folder, done](Service&) { done(folder.remove()); });
            });
        });
    }

    void scores(const std::string& id, api::WorkerTime from,
                api::Done<std::vector<api::WorkerScorePoint>> done) override {
        read(id, std::move(done), [from](const auto& log) { return log.scores(from); });
    }
    void earnings(const std::string& id, api::WorkerTime from,
                  api::Done<std::vector<api::WorkerEarning>> done) override {
        read(id, std::move(done), [from](const auto& log) { return log.earnings(from); });
    }
    void requests(const std::string& id, std::size_t limit, api::Done<std::vector<api::WorkerRequest>> done) override {
        read(id, std::move(done), [limit](const auto& log) { return log.requests(limit); });
    }
    void waterfalls(const std::string& id, std::size_t limit, api::Done<std::vector<api::Waterfall>> done) override {
        read(id, std::move(done), [limit](const auto& log) { return log.waterfalls(limit); });
    }
    void logTail(const std::string& id, std::size_t lines, api::Done<std::vector<std::string>> done) override {
        if (!isWorkerId(id)) return onPool([id, done](Service&) { done(noWorker(id)); });
        onPool([folder = folderOf(id), lines, done = std::move(done)](Service&) { done(folder.logTail(lines)); });
    }

    void models(api::Done<std::vector<api::ModelRow>> done) override {
        onPool([done = std::move(done)](Service& self) { done(self.m_models.list()); });
    }
    void inspectModel(const std::string& path, api::Done<api::ModelRow> done) override {
        onPool([path, done = std::move(done)](Service& self) { done(self.m_models.inspect(path, /*hash=*/true)); });
    }
    void addModel(const std::string& path, api::Done<api::ModelRow> done) override {
        onPool([path, done = std::move(done)](Service& self) { done(self.m_models.add(path)); });
    }
    void machine(api::Done<api::MachineState> done) override {
        onPool([done = std::move(done)](Service& self) { done(self.m_machine.read()); });
    }

    void startWithProgram() override {
        onStrand([](Service& self) {
            for (const auto& [id, run] : self.m_runs)
                if (run->settings().startWithProgram) (void)self.startNow(id); // its row says why it does not run
        });
    }
    void askForMarket() override {
        onStrand([](Service& self) { self.m_market->ask(); });
    }
    void shutDown() override;

private:
    static tl::unexpected<Error> noWorker(const std::string& id) {
        return fail(Errc::NotFound, "there is no worker called " + id);
    }

    template <class Fn>
    void onStrand(Fn fn) {
        asio::post(m_strand, [weak = weak_from_this(), fn = std::move(fn)]() mutable {
            if (const auto self = weak.lock()) fn(*self);
        });
    }
    template <class Fn>
    void onPool(Fn fn) {
        m_options.pool([weak = weak_from_this(), fn = std::move(fn)]() mutable {
            if (const auto self = weak.lock()) fn(*self);
        });
    }
    template <class T, class Fn>
    void read(const std::string& id, api::Done<T> done, Fn fn) {
        if (!isWorkerId(id)) return onPool([id, done](Service&) { done(noWorker(id)); });
        onPool([file = folderOf(id).database(), done = std::move(done), fn](Service&) {
            done(fn(store::WorkerLogReader{file}));
        });
    }

    WorkerFolder folderOf(const std::string& id) const { return WorkerFolder{m_options.folder / "workers" / id}; }
    /// Where the ledger of a removed worker waits for the next one of the same neuron.
    fs::path ledgerOf(const WorkerSettings& settings) const {
        auto network = settings.network;
        std::replace_if(
            network.begin(), network.end(), [](char c) { return !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'); },
            '_');
        return m_options.folder / "ledgers" /
               (network + '-' + std::to_string(raw(settings.netuid)) + '-' + toHexBare(settings.hotkey.view()));
    }
    std::shared_ptr<WorkerRun> find(const std::string& id) const {
        const auto found = m_runs.find(id);
        return found == m_runs.end() ? nullptr : found->second;
    }

    Models::Options modelOptions() {
        fs::path programFolder;
        if (m_options.program.empty()) {
            if (auto found = findProgram("taodeck-worker"))
                m_options.program = *std::move(found);
            else
                log::warn("supervise", found.error().context);
        }
        auto bundled = m_options.bundledModel;
        if (bundled.empty()) {
            const auto found = findBundledModel(m_options.program.parent_path());
            if (found) bundled = *found;
        }
        return {m_options.folder / "models", bundled, m_options.program,
                makeRunChild(*m_options.io, m_options.modelLimit, m_ending.get_token())};
    }

    std::shared_ptr<const RunTools> makeTools();
    void makeLaunchTools();
    void addRun(WorkerSettings settings) {
        const auto id = settings.id;
        auto folder = folderOf(id);
        const auto run =
            std::make_shared<WorkerRun>(m_tools, std::move(folder), std::move(settings), [weak = weak_from_this()] {
                if (const auto self = weak.lock()) self->changed();
            });
        m_runs.emplace(id, run);
    }

    Result<WorkerRow> createNow(WorkerSettings settings);
    Result<WorkerRow> changeNow(const WorkerSettings& settings);
    Result<> startNow(const std::string& id);
    Result<std::string> chooseId(const WorkerSettings& settings) const;

    Node nodeOf(const std::string& network);
    void updateNodes();
    void lookAround();
    void applyRest(std::optional<bool> battery);
    void addTotals(WorkerRow& row) const;
    void changed();

    WorkersOptions m_options;
    std::stop_source m_ending;
    asio::strand<asio::io_context::executor_type> m_strand;
    Machine m_machine;
    Models m_models;
    Listeners m_listeners;
    std::shared_ptr<const RunTools> m_tools;
    std::shared_ptr<const LaunchTools> m_launchTools;
    Subscription m_status;

    // Of the strand.
    std::map<std::string, std::shared_ptr<WorkerRun>> m_runs;
    std::shared_ptr<Market> m_market;
    std::map<std::tuple<std::string, std::uint16_t, AccountId>, std::function<void()>> m_launching; ///< Ends one.
    Node m_localnetNode;
    BusyMeter m_busy;
    bool m_telling{false};
    bool m_closed{false};
};

std::shared_ptr<const RunTools> Service::makeTools() {
    auto tools = std::make_shared<RunTools>();
    tools->post = [strand = m_strand](std::function<void()> task) { asio::post(strand, std::move(task)); };
    tools->later = [strand = m_strand](std::chrono::milliseconds delay, std::function<void()> task) {
        const auto timer = std::make_shared<asio::steady_timer>(strand, delay);
        timer->async_wait([timer, task = std::move(task)](const boost::system::error_code& error) {
            if (!error) task();
        });
    };
    tools->makeProcess = [io = m_options.io](ProcessOptions options, ProcessEvents events) {
        return makeProcess(*io, std::move(options), std::move(events));
    };
    tools->connect = [io = m_options.io](const std::string& url, const std::string& bearer) {
        rpc::ClientOptions options;
        options.url = url;
        options.bearer = bearer;
        options.requestTimeout = std::chrono::seconds{10};
        options.backoffMax = std::chrono::seconds{2};
        return rpc::makeClient(*io, std::move(options));
    };
    tools->clock = m_options.clock;
    tools->program = m_options.program;
    tools->limits = m_options.limits;
    makeLaunchTools();
    return tools;
}

void Service::makeLaunchTools() {
    auto tools = std::make_shared<LaunchTools>();
    tools->chain = m_options.chain;
    tools->actions = m_options.actions;
    tools->post = [strand = m_strand](std::function<void()> task) { asio::post(strand, std::move(task)); };
    tools->later = [strand = m_strand](std::chrono::milliseconds delay, std::function<void()> task) {
        const auto timer = std::make_shared<asio::steady_timer>(strand, delay);
        timer->async_wait([timer, task = std::move(task)](const boost::system::error_code& error) {
            if (!error) task();
        });
    };
    const auto weak = weak_from_this();
    tools->existing = [weak](const WorkerSettings& settings) -> std::optional<WorkerRow> {
        const auto self = weak.lock();
        if (!self) return std::nullopt;
        for (const auto& [id, run] : self->m_runs)
            if (sameNeuron(run->settings(), settings)) return run->row();
        return std::nullopt;
    };
    tools->create = [weak](WorkerSettings settings, api::Done<WorkerRow> done) {
        if (const auto self = weak.lock()) done(self->createNow(std::move(settings)));
    };
    tools->start = [weak](const std::string& id) -> Result<> {
        const auto self = weak.lock();
        return self ? self->startNow(id) : fail(Errc::Cancelled, "the program ends");
    };
    tools->row = [weak](const std::string& id) -> std::optional<WorkerRow> {
        const auto self = weak.lock();
        const auto run = self ? self->find(id) : nullptr;
        return run ? std::optional{run->row()} : std::nullopt;
    };
    tools->network = [network = m_options.network] { return network->current(); };
    m_launchTools = std::move(tools);
}

Result<std::string> Service::chooseId(const WorkerSettings& settings) const {
    const auto base =
        std::string{settings.role == api::Role::Miner ? "miner-" : "validator-"} + std::to_string(raw(settings.netuid));
    std::error_code ec;
    for (int number = 1; number < 1'000; ++number) {
        auto id = number == 1 ? base : base + '-' + std::to_string(number);
        if (!m_runs.contains(id) && !fs::exists(folderOf(id).path(), ec)) return id;
    }
    return fail(Errc::LimitExceeded, "there are too many workers on this subnet");
}

Result<WorkerRow> Service::createNow(WorkerSettings settings) {
    TD_CHECK(checkSettings(settings));
    std::set<std::uint16_t> ports;
    for (const auto& [id, run] : m_runs) {
        if (sameNeuron(run->settings(), settings))
            return fail(Errc::Conflict, "this hotkey already works on this subnet, as " + id);
        ports.insert(run->settings().port);
    }
    if (settings.id.empty()) {
        TD_TRY(settings.id, chooseId(settings));
    }
    if (!isWorkerId(settings.id)) return fail(Errc::Malformed, "a worker's name has a-z, 0-9 and - only");
    if (settings.port == 0) {
        TD_TRY(settings.port, freePort(*m_options.io, ports));
    } else if (ports.contains(settings.port)) {
        return fail(Errc::Conflict, "another worker listens on port " + std::to_string(settings.port));
    }
    const auto folder = folderOf(settings.id);
    TD_CHECK(folder.make());
    if (auto saved = folder.save(settings); !saved) {
        (void)folder.remove(); // what stays is passed over: it has no settings
        return tl::unexpected<Error>{saved.error()};
    }
    if (auto taken = folder.takeLedger(ledgerOf(settings)); !taken) {
        (void)folder.remove();
        return tl::unexpected<Error>{taken.error()};
    }
    const auto id = settings.id;
    addRun(std::move(settings));
    updateNodes();
    changed();
    return m_runs.at(id)->row();
}

Result<WorkerRow> Service::changeNow(const WorkerSettings& settings) {
    const auto run = find(settings.id);
    if (!run) return noWorker(settings.id);
    if (run->runsElsewhere()) return fail(Errc::Conflict, "another program runs this worker");
    TD_CHECK(checkSettings(settings));
    for (const auto& [id, other] : m_runs)
        if (other != run && sameNeuron(other->settings(), settings))
            return fail(Errc::Conflict, "this hotkey already works on this subnet, as " + id);
    auto wanted = settings;
    if (wanted.port == 0) wanted.port = run->settings().port;
    TD_CHECK(run->folder().save(wanted));
    run->setSettings(std::move(wanted));
    updateNodes();
    return run->row();
}

Result<> Service::startNow(const std::string& id) {
    const auto run = find(id);
    if (!run) return noWorker(id);
    if (m_closed) return fail(Errc::Cancelled, "the program ends");
    run->lookElsewhere();
    if (run->runsElsewhere()) return fail(Errc::Conflict, "another program runs this worker");
    if (run->settings().network == kLocalnet) m_market->ask();
    applyRest(onBattery(m_machine.paths().power)); // else it would load its model first and rest then
    run->start();
    return {};
}

Node Service::nodeOf(const std::string& network) {
    if (m_options.network->isOffline()) return {{}, {}, "The network is switched off."};
    if (network == kLocalnet) return m_localnetNode;
    for (const auto& row : m_options.network->networks())
        if (row.id == network && !row.endpoint.empty()) return {row.endpoint, {}, {}};
    return {{}, {}, "This network is not known any more."};
}

void Service::updateNodes() {
    if (m_closed) return;
    const auto status = m_options.chain->status();
    if (m_options.network->current() != kLocalnet) {
        m_localnetNode = {{}, {}, "The embedded chain runs only while it is the chosen network."};
    } else if (status.link == api::LinkState::Live && status.development && !status.endpoint.empty()) {
        m_localnetNode = {status.endpoint, toHexBare(status.genesis.view()), {}};
    } else if (m_localnetNode.url.empty() || status.endpoint != m_localnetNode.url) {
        m_localnetNode = {{}, {}, "The embedded chain is not ready."};
    } // else the link is only being made again
    for (const auto& [id, run] : m_runs)
        run->setNode(nodeOf(run->settings().network));
    m_market->setNode(nodeOf(kLocalnet));
}

/// Every few seconds: battery, processor, time of day; only while a schedule asks for it.
void Service::lookAround() {
    if (m_closed) return;
    m_tools->later(m_options.limits.lookAround, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->lookAround();
    });
    bool busyMatters = false, any = false;
    std::vector<int> groups{static_cast<int>(::getpgrp())};
    for (const auto& [id, run] : m_runs) {
        any = any || run->wanted();
        if (!run->wanted()) run->lookElsewhere();
        busyMatters = busyMatters || (run->wanted() && run->settings().schedule.pauseWhenBusy);
        if (run->pid() > 0) groups.push_back(run->pid());
    }
    if (!any) return;
    if (m_market->pid() > 0) groups.push_back(m_market->pid());
    onPool([groups = std::move(groups), busyMatters](Service& self) {
        const auto battery = onBattery(self.m_machine.paths().power);
        const auto others = busyMatters ? self.m_machine.othersLoad(groups) : std::nullopt;
        self.onStrand([battery, others](Service& service) {
            if (others) service.m_busy.add(*others);
            service.applyRest(battery);
        });
    });
}

void Service::applyRest(std::optional<bool> battery) {
    Surroundings now;
    now.onBattery = battery;
    now.othersBusy = m_busy.busy();
    now.timeOfDay = timeOfDay(m_options.clock->now());
    for (const auto& [id, run] : m_runs)
        run->setRest(reasonToRest(run->settings().schedule, now));
}

/// What the neuron recorded, for a row that it does not fill itself just now.
void Service::addTotals(WorkerRow& row) const {
    const auto totals = store::WorkerLogReader{folderOf(row.settings.id).database()}.totals(m_options.clock->now());
    if (!totals) return; // the row stays without them; the log page says why
    row.requests24h = totals->requests24h;
    row.answered24h = totals->answered24h;
    row.refused24h = totals->refused24h;
    row.earned24h = totals->earned24h;
    row.earnedAll = totals->earnedAll;
    row.earnedTao = totals->earnedTao;
    row.wattHours = totals->wattHours;
    if (row.settings.watts > 0 && row.settings.energyPrice.raw() > 0)
        row.energyCost = Rao::fromRaw(
            static_cast<std::uint64_t>(totals->wattHours / 1000 * static_cast<double>(row.settings.energyPrice.raw())));
}

void Service::changed() {
    if (std::exchange(m_telling, true)) return;
    m_tools->later(kChangedAtMost, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        self->m_telling = false;
        self->m_listeners.tell();
    });
}

void Service::verdict(api::VerdictRequest request, api::Done<api::Verdict> done) {
    const auto status = m_options.chain->status();
    // Who asks about the embedded chain wants a market there.
    if (m_options.network->current() == kLocalnet) askForMarket();
    struct Asked {
        api::VerdictRequest request;
        api::Done<api::Verdict> done;
        VerdictFacts facts;
    };
    const auto asked = std::make_shared<Asked>(Asked{std::move(request), std::move(done), {}});
    asked->facts.development = status.development;
    if (status.blockTime.count() > 0) asked->facts.blockTime = status.blockTime;
    const auto conclude = [weak = weak_from_this(), asked] {
        const auto self = weak.lock();
        if (!self) return;
        self->onPool([asked](Service& service) {
            if (!asked->request.model.empty()) {
                auto model = service.m_models.inspect(asked->request.model, /*hash=*/false);
                if (!model) {
                    model = api::ModelRow{};
                    model->fit = api::ModelFit::Broken;
                    model->words = "The file is not there.";
                }
                asked->facts.model = *std::move(model);
            }
            asked->done(judge(asked->request, asked->facts));
        });
    };
    m_options.chain->metagraph(asked->request.netuid, std::nullopt,
                               [chain = m_options.chain, asked, conclude](const Result<Stated<api::Metagraph>>& graph) {
                                   if (!graph) return asked->done(tl::unexpected<Error>{graph.error()});
                                   if (!graph->value)
                                       return asked->done(fail(Errc::Disconnected, "the subnet cannot be read now"));
                                   asked->facts.graph = *graph->value;
                                   asked->facts.trust = graph->trust;
                                   asked->facts.at = graph->at;
                                   if (asked->request.coldkey.isZero()) return conclude();
                                   chain->balance(
                                       asked->request.coldkey,
                                       [asked, conclude](const Result<Stated<api::AccountBalance>>& balance) {
                                           if (balance && balance->value) {
                                               asked->facts.balance = balance->value->free;
                                               asked->facts.balanceTrust = balance->trust;
                                           }
                                           conclude();
                                       });
                               });
}

void Service::shutDown() {
    m_status.reset();
    m_ending.request_stop();
    struct Box {
        std::mutex mutex;
        std::condition_variable changed;
        std::size_t left{1};
        void one() {
            const std::lock_guard lock{mutex};
            if (--left == 0) changed.notify_all();
        }
    };
    const auto box = std::make_shared<Box>();
    onStrand([box](Service& self) {
        self.m_closed = true;
        for (const auto& entry : std::map{self.m_launching})
            entry.second();
        self.m_market->stop();
        {
            const std::lock_guard lock{box->mutex};
            box->left += self.m_runs.size();
        }
        for (const auto& [id, run] : self.m_runs)
            if (run->runsElsewhere())
                box->one();
            else
                run->stop([box] { box->one(); });
        box->one();
    });
    std::unique_lock lock{box->mutex};
    if (!box->changed.wait_for(lock, kEndLimit, [&] { return box->left == 0; }))
        log::warn("supervise", "a worker did not end in time");
}

} // namespace

std::shared_ptr<Workers> makeWorkers(WorkersOptions options) {
    auto service = std::make_shared<Service>(std::move(options));
    service->open();
    return service;
}

} // namespace taodeck::supervise
