// taodeck-cli localnet …: drives a running embedded chain. No light client takes part: the commands go to the person's
// own process, and what it answers is its own word.

#include "app/taodeck-cli/commands.h"

#include "app/common/data_folders.h"
#include "core/base/hex.h"
#include "core/rpc/client.h"
#include "core/supervise/localnet_commands.h"
#include "core/supervise/localnet_process.h"

#include <charconv>
#include <ctime>
#include <fstream>
#include <iostream>

namespace taodeck::cli {

namespace {

using api::LocalnetService;
using api::LocalnetSnapshot;
using api::LocalnetStatus;

/// Where the chain that the window or another command started listens: its process leaves a note in its folder.
Result<std::string> runningEndpoint(const Options& options) {
    if (!options.session.localnetEndpoint.empty()) return options.session.localnetEndpoint;
    auto folder = options.session.dataFolder;
    if (folder.empty()) {
        TD_TRY(folder, app::defaultDataFolder());
    }
    const auto note = folder / "localnet" / "node.json";
    std::ifstream in{note};
    std::string line;
    if (!in || !std::getline(in, line) || line.size() > 4096)
        return fail(Errc::NotFound, "no embedded chain runs here (" + note.string() +
                                        " is missing): start taodeck-localnet or the window, or say --localnet URL");
    TD_TRY(const auto info, supervise::parseLocalnetLine(line));
    return info.endpoint;
}

std::string timeText(UnixMillis time) {
    const auto seconds = static_cast<std::time_t>(time.time_since_epoch().count() / 1000);
    std::tm utc{};
    char text[32];
    if (gmtime_r(&seconds, &utc) == nullptr || std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &utc) == 0)
        return "?";
    return text;
}

std::string speedText(double speed) {
    if (speed == 0) return "max";
    char text[32];
    std::snprintf(text, sizeof text, "%.6gx", speed);
    return text;
}

Json jsonOf(const LocalnetStatus& s) {
    return {{"paused", s.paused},
            {"stepping", s.stepping},
            {"speed", s.speed == 0 ? Json("max") : Json(s.speed)},
            {"slotMillis", s.slotMillis},
            {"blocksPerSecond", s.blocksPerSecond},
            {"best", raw(s.best)},
            {"finalized", raw(s.finalized)},
            {"genesis", toHex(s.genesis.view())},
            {"chainTime", s.chainTime.time_since_epoch().count()},
            {"seed", s.seed},
            {"world", s.empty ? "empty" : "world"},
            {"cast", s.cast},
            {"archive", s.archive},
            {"bytes", s.bytes},
            {"snapshots", s.snapshots}};
}

Json jsonOf(const LocalnetSnapshot& s) {
    return {{"name", s.name},
            {"block", raw(s.block)},
            {"hash", toHex(s.hash.view())},
            {"sameChain", s.sameChain},
            {"madeAt", s.madeAt.time_since_epoch().count()},
            {"bytes", s.bytes}};
}

std::string textOf(const LocalnetStatus& s) {
    char rate[48] = "";
    if (s.blocksPerSecond > 0) std::snprintf(rate, sizeof rate, ", %.1f blocks per second", s.blocksPerSecond);
    return "block " + std::to_string(raw(s.best)) + ", final " + std::to_string(raw(s.finalized)) + ", chain time " +
           timeText(s.chainTime) + "\n" + (s.paused ? "paused" : "runs") + " at " + speedText(s.speed) + rate +
           ", a block is " + std::to_string(s.slotMillis) + " ms of chain time\n" +
           (s.empty ? "an empty chain" : std::string{"a seeded world, its cast is "} + (s.cast ? "on" : "off")) +
           ", seed " + std::to_string(s.seed) + (s.archive ? ", keeps every state" : "") + ", " +
           std::to_string(s.snapshots) + (s.snapshots == 1 ? " snapshot" : " snapshots") + ", " +
           std::to_string(s.bytes / 1024) + " KiB on disk\ngenesis " + toHex(s.genesis.view());
}

std::string textOf(const LocalnetSnapshot& s) {
    return s.name + "  block " + std::to_string(raw(s.block)) + "  " + timeText(s.madeAt) + "  " +
           std::to_string(s.bytes / 1024) + " KiB" + (s.sameChain ? "" : "  (of another chain)");
}

class Driver {
public:
    Driver(const Options& options, std::shared_ptr<LocalnetService> service)
        : m_options{options}, m_service{std::move(service)} {}

    Result<> run(const Words& words);

private:
    template <class T, class Start>
    Result<T> ask(Start start) {
        return await<T>(std::chrono::seconds{m_options.timeoutSeconds}, std::move(start));
    }
    void print(const Json& value, const std::string& text) {
        if (m_options.json)
            std::cout << value.dump(2, ' ', false, Json::error_handler_t::replace) << std::endl;
        else
            std::cout << text << std::endl;
    }
    template <class Start>
    Result<> status(Start start) {
        TD_TRY(const auto status, ask<LocalnetStatus>(std::move(start)));
        print(jsonOf(status), textOf(status));
        return {};
    }
    Result<> list();
    Result<> reset(const Words& arguments);
    Result<> named(const std::string& verb, const std::string& name);

    const Options& m_options;
    const std::shared_ptr<LocalnetService> m_service;
};

template <class T>
Result<T> numberFrom(const std::string& text) {
    T out{};
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, out);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return fail(Errc::Malformed, "not a number: " + text);
    return out;
}

Result<double> speedFrom(std::string text) {
    if (text == "max") return 0;
    if (!text.empty() && text.back() == 'x') text.pop_back();
    TD_TRY(const auto speed, numberFrom<double>(text));
    if (!(speed >= 0.01 && speed <= 1000)) return fail(Errc::Malformed, "a speed is between 0.01 and 1000, or max");
    return speed;
}

Result<> Driver::list() {
    TD_TRY(const auto rows,
           ask<std::vector<LocalnetSnapshot>>([&](auto done) { m_service->snapshots(std::move(done)); }));
    Json out = Json::array();
    std::string text;
    for (const auto& row : rows) {
        out.push_back(jsonOf(row));
        text += (text.empty() ? "" : "\n") + textOf(row);
    }
    print(out, rows.empty() ? "no snapshots" : text);
    return {};
}

Result<> Driver::reset(const Words& arguments) {
    std::optional<std::uint64_t> seed;
    std::optional<bool> empty;
    for (const auto& word : arguments) {
        if (word == "empty" || word == "world") {
            empty = word == "empty";
        } else {
            TD_TRY(seed, numberFrom<std::uint64_t>(word));
        }
    }
    return status([&](auto done) { m_service->reset(seed, empty, std::move(done)); });
}

Result<> Driver::named(const std::string& verb, const std::string& name) {
    if (verb == "restore") return status([&](auto done) { m_service->restore(name, std::move(done)); });
    if (verb == "delete") return status([&](auto done) { m_service->deleteSnapshot(name, std::move(done)); });
    TD_TRY(const auto row, ask<LocalnetSnapshot>([&](auto done) { m_service->takeSnapshot(name, std::move(done)); }));
    print(jsonOf(row), textOf(row));
    return {};
}

Result<> Driver::run(const Words& words) {
    const auto wrong = [] { return fail(Errc::Malformed, "localnet: unknown command; see taodeck-cli --help"); };
    if (words.empty()) return wrong();
    const auto& verb = words[0];
    const Words rest(words.begin() + 1, words.end());
    if (rest.empty()) {
        if (verb == "status") return status([&](auto done) { m_service->status(std::move(done)); });
        if (verb == "pause") return status([&](auto done) { m_service->pause(std::move(done)); });
        if (verb == "resume") return status([&](auto done) { m_service->resume(std::move(done)); });
        if (verb == "step") return status([&](auto done) { m_service->step(1, std::move(done)); });
        if (verb == "step-epoch") return status([&](auto done) { m_service->stepEpoch({}, std::move(done)); });
        if (verb == "snapshots") return list();
    }
    if (verb == "reset" && rest.size() <= 2) return reset(rest);
    if (rest.size() == 2 && verb == "fork") {
        TD_TRY(const auto folder,
               ask<std::string>([&](auto done) { m_service->fork(rest[0], rest[1], std::move(done)); }));
        print(Json{{"state", folder}}, "taodeck-localnet --state " + folder);
        return {};
    }
    if (rest.size() != 1) return wrong();
    if (verb == "speed") {
        TD_TRY(const auto speed, speedFrom(rest[0]));
        return status([&](auto done) { m_service->setSpeed(speed, std::move(done)); });
    }
    if (verb == "step") {
        TD_TRY(const auto blocks, numberFrom<std::uint32_t>(rest[0]));
        return status([&](auto done) { m_service->step(blocks, std::move(done)); });
    }
    if (verb == "step-epoch") {
        TD_TRY(const auto netuid, netuidFrom(rest[0]));
        return status([&](auto done) { m_service->stepEpoch(netuid, std::move(done)); });
    }
    if (verb == "cast" && (rest[0] == "on" || rest[0] == "off"))
        return status([&](auto done) { m_service->setCast(rest[0] == "on", std::move(done)); });
    if (verb == "snapshot" || verb == "restore" || verb == "delete") return named(verb, rest[0]);
    return wrong();
}

} // namespace

Result<> runLocalnet(const Options& options, const Words& words) {
    TD_TRY(const auto endpoint, runningEndpoint(options));
    app::Threads threads;
    rpc::ClientOptions link;
    link.url = endpoint;
    link.requestTimeout = std::chrono::seconds{options.timeoutSeconds};
    const std::shared_ptr<rpc::Client> client = rpc::makeClient(threads.io(), std::move(link));
    Subscription firstWord; // decides
    const auto connected = await<bool>(std::chrono::seconds{10}, [&](auto done) {
        firstWord = client->onLink([done](rpc::LinkEvent event, const Error& why) {
            if (event == rpc::LinkEvent::Connected) return done(true);
            done(tl::unexpected<Error>{why});
        });
        client->start();
    });
    if (!connected) {
        client->stop();
        threads.stop();
        return fail(Errc::Disconnected, "no embedded chain answers at " + endpoint + ": " + connected.error().context);
    }
    Driver driver{options, supervise::makeLocalnetCommands([client] { return client; })};
    auto done = driver.run(words);
    client->stop();
    threads.stop();
    return done;
}

} // namespace taodeck::cli
