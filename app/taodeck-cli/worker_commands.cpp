#include "app/taodeck-cli/worker_text.h"

#include "core/base/amount_text.h"
#include "core/crypto/ss58.h"

#include <csignal>
#include <thread>

namespace taodeck::cli {

using api::Role;
using api::WorkerRow;
using api::WorkerState;
using crypto::ss58;

namespace {

constexpr std::size_t kRows = 200;
constexpr std::chrono::seconds kElsewhere{3}; ///< A worker of another program answers within.

volatile std::sig_atomic_t g_interrupted = 0;

/// While it lives, SIGINT and SIGTERM only set a mark, so that the worker is ended in order.
class Interrupts {
public:
    Interrupts() {
        g_interrupted = 0;
        struct sigaction mark {};
        mark.sa_handler = [](int) { g_interrupted = 1; };
        ::sigaction(SIGINT, &mark, &m_int);
        ::sigaction(SIGTERM, &mark, &m_term);
    }
    ~Interrupts() {
        ::sigaction(SIGINT, &m_int, nullptr);
        ::sigaction(SIGTERM, &m_term, nullptr);
    }
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;
    bool raised() const { return g_interrupted != 0; }

private:
    struct sigaction m_int {
    }, m_term{};
};

Result<std::vector<WorkerRow>> rowsNow(Console& c) {
    return c.ask<std::vector<WorkerRow>>([&](auto done) { c.session().workers().workers(std::move(done)); });
}

/// The rows of one role. Those that another program runs are given a moment to answer.
Result<std::vector<WorkerRow>> rowsOf(Console& c, Role role) {
    const auto end = std::chrono::steady_clock::now() + kElsewhere;
    for (;;) {
        TD_TRY(auto rows, rowsNow(c));
        const bool silent = std::any_of(rows.begin(), rows.end(), [](const WorkerRow& row) {
            return row.state == WorkerState::Starting && row.reason == supervise::kRunsElsewhere;
        });
        if (silent && std::chrono::steady_clock::now() < end) {
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
            continue;
        }
        rows.erase(std::remove_if(rows.begin(), rows.end(),
                                  [role](const WorkerRow& row) { return row.settings.role != role; }),
                   rows.end());
        return rows;
    }
}

/// By id, or by the subnet's number when only one worker of this role is there.
Result<WorkerRow> rowCalled(Console& c, Role role, const std::string& word) {
    TD_TRY(const auto rows, rowsOf(c, role));
    const WorkerRow* found = nullptr;
    for (const auto& row : rows) {
        if (row.settings.id == word) return row;
        if (std::to_string(raw(row.settings.netuid)) != word) continue;
        if (found) return fail(Errc::Malformed, "there are several on subnet " + word + "; say which by its name");
        found = &row;
    }
    if (!found) return fail(Errc::NotFound, "there is no " + std::string{roleName(role)} + " " + word);
    return *found;
}

template <class T, class Start>
Result<T> askOf(Console& c, Start start) {
    return c.ask<T>([&](auto done) { start(c.session().workers(), std::move(done)); });
}

/// What the person said of a worker that does not exist yet.
Result<api::LaunchRequest> launchFrom(Console& c, Role role, NetUid netuid) {
    const auto& said = c.options().worker;
    api::LaunchRequest out;
    auto& s = out.settings;
    s.network = c.options().session.network.empty() ? c.session().network().current() : c.options().session.network;
    if (s.network.empty()) s.network = "localnet";
    s.role = role;
    s.netuid = netuid;
    s.task = said.task;
    if (role == Role::Validator && s.task == "recipe")
        return fail(Errc::Malformed, "a recipe's program works as a miner: a validator's task is text or sentiment");
    s.externalIp = said.ip;
    s.port = said.port;
    s.threads = said.threads;
    s.gpu = said.gpu;
    if (said.wallet.empty()) return fail(Errc::Malformed, "a new worker needs --wallet NAME");
    TD_TRY(const auto wallet, c.wallet(said.wallet));
    s.coldkey = wallet.coldkey;
    const auto hotkey = std::find_if(wallet.hotkeys.begin(), wallet.hotkeys.end(),
                                     [&](const api::HotkeyRow& row) { return row.name == said.hotkey; });
    if (hotkey == wallet.hotkeys.end())
        return fail(Errc::NotFound, "the wallet " + wallet.name + " has no hotkey " + said.hotkey);
    s.hotkey = hotkey->account;
    s.hotkeyFile = wallet.folder + "/hotkeys/" + hotkey->name;
    if (s.task == "recipe")
        s.recipe = std::filesystem::absolute(said.recipe).string();
    else {
        TD_TRY(s.model, modelFile(c));
    }
    return out;
}

Result<api::Verdict> verdictFor(Console& c, Role role, NetUid netuid, const AccountId& coldkey,
                                const std::string& model) {
    const api::VerdictRequest request{role, netuid, c.options().worker.task, model, coldkey};
    return askOf<api::Verdict>(c, [&](auto& workers, auto done) { workers.verdict(request, std::move(done)); });
}

Result<> runVerdictOf(Console& c, Role role, const std::string& word) {
    TD_TRY(const auto netuid, netuidFrom(word));
    AccountId coldkey;
    if (!c.options().worker.wallet.empty()) {
        TD_TRY(const auto wallet, c.wallet(c.options().worker.wallet));
        coldkey = wallet.coldkey;
    }
    std::string model;
    if (c.options().worker.task != "recipe") {
        TD_TRY(model, modelFile(c));
    }
    TD_TRY(const auto verdict, verdictFor(c, role, netuid, coldkey, model));
    sayVerdict(c, verdict);
    return {};
}

/// Shows changes until the worker stops, or the person ends it.
Result<> stayWith(Console& c, const std::string& id, const Interrupts& interrupts) {
    std::string told;
    for (;;) {
        TD_TRY(const auto rows, rowsNow(c));
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.settings.id == id; });
        if (row == rows.end()) return fail(Errc::NotFound, "the worker was removed");
        auto line = std::string{stateName(row->state)} + (row->reason.empty() ? "" : ": " + row->reason);
        if (line != told) c.say(id + "  " + line);
        told = std::move(line);
        c.result()["worker"] = rowJson(*row);
        if (interrupts.raised()) {
            return c.ask<void>([&](auto done) { c.session().workers().stop(id, std::move(done)); });
        }
        if (row->state == WorkerState::Stopped) return {};
        if (row->state == WorkerState::Failed) return fail(Errc::Refused, row->reason);
        std::this_thread::sleep_for(std::chrono::milliseconds{300});
    }
}

/// Starts the worker that is there, or launches a new one on that subnet, and stays until it is ended.
Result<> runStartOf(Console& c, Role role, const std::string& word) {
    const Interrupts interrupts;
    if (const auto row = rowCalled(c, role, word)) {
        TD_CHECK(c.ask<void>([&](auto done) { c.session().workers().start(row->settings.id, std::move(done)); }));
        return stayWith(c, row->settings.id, interrupts);
    } else if (row.error().code != Errc::NotFound) {
        return tl::unexpected<Error>{row.error()};
    }
    TD_TRY(const auto netuid, netuidFrom(word));
    TD_TRY(auto request, launchFrom(c, role, netuid));
    TD_TRY(const auto verdict, verdictFor(c, role, netuid, request.settings.coldkey, request.settings.model));
    sayVerdict(c, verdict);
    request.limit = c.options().worker.limit.value_or(verdict.suggestedLimit);
    request.fundFromDevelopment = c.options().worker.fund;
    if (!c.confirm("Register for at most " + tao(request.limit) + " and start?"))
        return fail(Errc::Cancelled, "nothing was sent");
    TD_TRY(const auto wallet, c.wallet(c.options().worker.wallet));
    TD_CHECK(unlock(c, wallet));
    TD_TRY(const auto row, launchAndTell(c, request));
    return stayWith(c, row.settings.id, interrupts);
}

/// Writes the folder of a worker that somebody else runs or registers, a server for example.
Result<> runCreateOf(Console& c, Role role, const std::string& word) {
    TD_TRY(const auto netuid, netuidFrom(word));
    TD_TRY(const auto request, launchFrom(c, role, netuid));
    TD_TRY(const auto row,
           askOf<WorkerRow>(c, [&](auto& workers, auto done) { workers.create(request.settings, std::move(done)); }));
    c.result()["worker"] = rowJson(row);
    c.result()["folder"] = (c.session().dataFolder() / "workers" / row.settings.id).string();
    c.say(row.settings.id + "  " + c.result()["folder"].get<std::string>());
    return {};
}

Result<> runStopOf(Console& c, Role role, const std::string& word) {
    TD_TRY(const auto row, rowCalled(c, role, word));
    TD_CHECK(c.ask<void>([&](auto done) { c.session().workers().stop(row.settings.id, std::move(done)); }));
    const auto end = std::chrono::steady_clock::now() + c.limit();
    while (std::chrono::steady_clock::now() < end) { // it may be another program's
        TD_TRY(const auto now, rowCalled(c, role, row.settings.id));
        if (now.state == WorkerState::Stopped) {
            c.say(row.settings.id + " is stopped");
            c.result()["worker"] = rowJson(now);
            return {};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
    }
    return fail(Errc::Timeout, row.settings.id + " does not stop");
}

Result<> runRemoveOf(Console& c, Role role, const std::string& word) {
    TD_TRY(const auto row, rowCalled(c, role, word));
    if (!c.confirm("Remove " + row.settings.id + " with its log and its records?"))
        return fail(Errc::Cancelled, "nothing was removed");
    return c.ask<void>([&](auto done) { c.session().workers().remove(row.settings.id, std::move(done)); });
}

Result<> runListOf(Console& c, Role role) {
    TD_TRY(const auto rows, rowsOf(c, role));
    c.result()["workers"] = Json::array();
    for (const auto& row : rows) {
        c.result()["workers"].push_back(rowJson(row));
        sayRow(c, row);
    }
    if (rows.empty()) c.say("none yet");
    return {};
}

Result<> runStatusOf(Console& c, Role role, const std::string& word) {
    TD_TRY(const auto row, rowCalled(c, role, word));
    c.result()["worker"] = rowJson(row);
    sayDetails(c, row);
    TD_TRY(const auto log, askOf<std::vector<std::string>>(c, [&](auto& workers, auto done) {
               workers.logTail(row.settings.id, 5, std::move(done));
           }));
    c.result()["log"] = log;
    for (const auto& line : log)
        c.say("  | " + line);
    return {};
}

Result<> runScoresOf(Console& c, Role role, const std::string& word) {
    TD_TRY(const auto row, rowCalled(c, role, word));
    TD_TRY(const auto scores, askOf<std::vector<api::WorkerScorePoint>>(c, [&](auto& workers, auto done) {
               workers.scores(row.settings.id, {}, std::move(done));
           }));
    TD_TRY(const auto earnings, askOf<std::vector<api::WorkerEarning>>(c, [&](auto& workers, auto done) {
               workers.earnings(row.settings.id, {}, std::move(done));
           }));
    sayScores(c, scores, earnings);
    return {};
}

Result<> runRequestsOf(Console& c, Role role, const std::string& word) {
    TD_TRY(const auto row, rowCalled(c, role, word));
    TD_TRY(const auto requests, askOf<std::vector<api::WorkerRequest>>(c, [&](auto& workers, auto done) {
               workers.requests(row.settings.id, kRows, std::move(done));
           }));
    sayRequests(c, requests);
    return {};
}

Result<> runWaterfallOf(Console& c, Role role, const std::string& word) {
    TD_TRY(const auto row, rowCalled(c, role, word));
    TD_TRY(const auto falls, askOf<std::vector<api::Waterfall>>(c, [&](auto& workers, auto done) {
               workers.waterfalls(row.settings.id, 10, std::move(done));
           }));
    c.result()["waterfalls"] = Json::array();
    for (const auto& fall : falls) {
        c.result()["waterfalls"].push_back(waterfallJson(fall));
        sayWaterfall(c, fall);
    }
    if (falls.empty()) c.say("no payout yet");
    return {};
}

Result<> runRole(Console& c, Role role, const Words& words) {
    struct Verb {
        const char* name;
        Result<> (*run)(Console&, Role, const std::string&);
    };
    static constexpr Verb kVerbs[] = {
        {"verdict", runVerdictOf}, {"create", runCreateOf},     {"start", runStartOf},
        {"stop", runStopOf},       {"remove", runRemoveOf},     {"status", runStatusOf},
        {"scores", runScoresOf},   {"requests", runRequestsOf}, {"waterfall", runWaterfallOf}};
    if (words[0] == "list") return runListOf(c, role);
    for (const auto& verb : kVerbs) {
        if (words[0] != verb.name) continue;
        if (words.size() != 2)
            return fail(Errc::Malformed, std::string{verb.name} + " needs a subnet's number or a worker's name");
        return verb.run(c, role, words[1]);
    }
    return fail(Errc::Malformed, "unknown: " + words[0] + "; see taodeck-cli --help");
}

} // namespace

Result<std::string> modelFile(Console& c) {
    if (!c.options().worker.model.empty()) {
        std::error_code ec;
        const auto file = std::filesystem::canonical(c.options().worker.model, ec);
        if (ec) return fail(Errc::NotFound, "there is no file " + c.options().worker.model);
        return file.string();
    }
    TD_TRY(const auto models,
           c.ask<std::vector<api::ModelRow>>([&](auto done) { c.session().workers().models(std::move(done)); }));
    for (const auto& row : models)
        if (row.bundled) return row.path;
    return fail(Errc::NotFound, "no model comes with this program; say one with --model FILE");
}

Result<WorkerRow> launchAndTell(Console& c, const api::LaunchRequest& request) {
    // Longer than one answer: a registration is followed until it is proven, and a model is loaded.
    return await<WorkerRow>(std::max(c.limit(), std::chrono::seconds{300}), [&](auto done) {
        c.session().workers().launch(
            request, [&c](const api::LaunchProgress& progress) { c.say("    " + progress.words); }, std::move(done));
    });
}

bool minerNeedsNetwork(const Words& words) {
    return !words.empty() && (words[0] == "verdict" || words[0] == "start");
}
Result<> runMiner(Console& c, const Words& words) {
    return runRole(c, Role::Miner, words);
}
Result<> runValidator(Console& c, const Words& words) {
    return runRole(c, Role::Validator, words);
}

Result<> runModels(Console& c, const Words& words) {
    if (!words.empty() && words[0] != "inspect" && words[0] != "add")
        return fail(Errc::Malformed, "models, models inspect FILE, or models add FILE");
    std::vector<api::ModelRow> rows;
    if (words.size() == 2) {
        TD_TRY(auto row, c.ask<api::ModelRow>([&](auto done) {
            auto& workers = c.session().workers();
            words[0] == "add" ? workers.addModel(words[1], std::move(done))
                              : workers.inspectModel(words[1], std::move(done));
        }));
        rows.push_back(std::move(row));
    } else if (words.empty()) {
        TD_TRY(rows,
               c.ask<std::vector<api::ModelRow>>([&](auto done) { c.session().workers().models(std::move(done)); }));
    } else
        return fail(Errc::Malformed, "models " + words[0] + " needs a file");
    c.result()["models"] = Json::array();
    for (const auto& row : rows) {
        c.result()["models"].push_back(modelJson(row));
        sayModel(c, row);
    }
    TD_TRY(const auto machine,
           c.ask<api::MachineState>([&](auto done) { c.session().workers().machine(std::move(done)); }));
    c.result()["machine"] = machineJson(machine);
    return {};
}

Result<> runMarket(Console& c, const Words& words) {
    if (words[0] != "on" && words[0] != "off") return fail(Errc::Malformed, "market on or market off");
    if (!c.session().chain().status().development || c.session().network().current() != "localnet")
        return fail(Errc::Refused, "only the embedded chain has a market of its own");
    const bool on = words[0] == "on";
    TD_TRY(const auto status,
           c.ask<api::LocalnetStatus>([&](auto done) { c.session().localnet().setCast(on, std::move(done)); }));
    c.result()["cast"] = status.cast;
    if (!on) {
        c.say("the cast rests, and so does the market");
        return {};
    }
    const Interrupts interrupts;
    c.session().workers().askForMarket();
    c.say("the market is open until this program is interrupted");
    while (!interrupts.raised())
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
    return {};
}

} // namespace taodeck::cli
