#include "core/store/worker_json.h"

#include "core/base/hex.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace taodeck::store {

using nlohmann::json;

namespace {

constexpr std::size_t kMaxPath = 4'096, kMaxWord = 64, kMaxSentence = 2'000;
constexpr std::uint32_t kMaxThreads = 4'096;
constexpr double kMaxWatts = 1e6;
constexpr std::int64_t kLastMillisecond = 253'402'300'799'999; // of the year 9999

constexpr std::array<std::string_view, 2> kRoles{"miner", "validator"};
constexpr std::array<std::string_view, 10> kStates{"stopped",        "starting",   "loading_model", "waiting_chain",
                                                   "not_registered", "announcing", "running",       "paused",
                                                   "backing_off",    "failed"};

/// Reads the fields of one object; the first thing that is wrong stays, later reads do nothing.
class Fields {
public:
    explicit Fields(const json& object) : m_object{object} {}

    const std::optional<Error>& error() const { return m_error; }
    void wrong(const char* field, Errc code, const std::string& why) {
        if (!m_error) m_error = Error{code, std::string{"\""} + field + "\" " + why};
    }
    void need(const char* field) {
        if (!m_object.contains(field)) wrong(field, Errc::Malformed, "is missing");
    }

    void text(const char* field, std::string& out, std::size_t most) {
        const json* value = find(field);
        if (!value) return;
        if (!value->is_string()) return wrong(field, Errc::Malformed, "is not text");
        auto found = value->get<std::string>();
        if (found.size() > most) return wrong(field, Errc::OutOfRange, "is too long");
        if (found.find('\0') != std::string::npos) return wrong(field, Errc::OutOfRange, "holds a zero byte");
        out = std::move(found);
    }
    template <class Integer>
    void number(const char* field, Integer& out, Integer most = std::numeric_limits<Integer>::max()) {
        const json* value = find(field);
        if (!value) return;
        if (!value->is_number_unsigned()) return wrong(field, Errc::Malformed, "is not a whole number");
        const auto found = value->get<std::uint64_t>();
        if (found > static_cast<std::uint64_t>(most)) return wrong(field, Errc::OutOfRange, "is too large");
        out = static_cast<Integer>(found);
    }
    void truth(const char* field, bool& out) {
        const json* value = find(field);
        if (!value) return;
        if (!value->is_boolean()) return wrong(field, Errc::Malformed, "is neither true nor false");
        out = value->get<bool>();
    }
    void real(const char* field, double& out, double least, double most) {
        const json* value = find(field);
        if (!value) return;
        if (!value->is_number()) return wrong(field, Errc::Malformed, "is not a number");
        const double found = value->get<double>();
        if (!std::isfinite(found) || found < least || found > most)
            return wrong(field, Errc::OutOfRange, "is out of range");
        out = found;
    }
    void account(const char* field, AccountId& out) {
        std::string hex;
        text(field, hex, 66);
        if (m_error || !find(field)) return;
        const auto bytes = fromHex(hex);
        const auto id = bytes ? AccountId::from(*bytes) : Result<AccountId>{fail(Errc::Malformed)};
        if (!id) return wrong(field, Errc::Malformed, "is not a public key in hexadecimal");
        out = *id;
    }
    template <class Unit>
    void amount(const char* field, Unit& out) {
        std::uint64_t raw = out.raw();
        number(field, raw);
        out = Unit::fromRaw(raw);
    }
    template <class Enum, std::size_t n>
    void word(const char* field, Enum& out, const std::array<std::string_view, n>& words) {
        std::string found;
        text(field, found, kMaxWord);
        if (m_error || !find(field)) return;
        const auto at = std::find(words.begin(), words.end(), found);
        if (at == words.end()) return wrong(field, Errc::Malformed, "is not a known word");
        out = static_cast<Enum>(at - words.begin());
    }
    void time(const char* field, std::optional<api::WorkerTime>& out) {
        std::uint64_t millis = 0;
        number(field, millis, static_cast<std::uint64_t>(kLastMillisecond));
        if (!m_error && find(field))
            out = api::WorkerTime{std::chrono::milliseconds{static_cast<std::int64_t>(millis)}};
    }
    void minuteOfDay(const char* field, std::optional<std::chrono::minutes>& out) {
        std::uint16_t minutes = 0;
        number(field, minutes, std::uint16_t{24 * 60 - 1});
        if (!m_error && find(field)) out = std::chrono::minutes{minutes};
    }
    template <class Integer>
    void maybeNumber(const char* field, std::optional<Integer>& out) {
        Integer value{};
        number(field, value);
        if (!m_error && find(field)) out = value;
    }
    void maybeReal(const char* field, std::optional<double>& out) {
        double value = 0;
        real(field, value, 0, 1);
        if (!m_error && find(field)) out = value;
    }
    template <class Unit>
    void maybeAmount(const char* field, std::optional<Unit>& out) {
        Unit value;
        amount(field, value);
        if (!m_error && find(field)) out = value;
    }
    /// Null counts as missing.
    const json* find(const char* field) const {
        const auto at = m_object.find(field);
        return at == m_object.end() || at->is_null() ? nullptr : &*at;
    }

private:
    const json& m_object;
    std::optional<Error> m_error;
};

json scheduleJson(const api::WorkerSchedule& s) {
    json out{{"pauseOnBattery", s.pauseOnBattery}, {"pauseWhenBusy", s.pauseWhenBusy}};
    if (s.fromTime) out["fromMinute"] = s.fromTime->count();
    if (s.toTime) out["toMinute"] = s.toTime->count();
    return out;
}

json settingsJson(const api::WorkerSettings& s) {
    return {{"id", s.id},
            {"network", s.network},
            {"role", name(s.role)},
            {"netuid", raw(s.netuid)},
            {"task", s.task},
            {"coldkey", toHex(s.coldkey.view())},
            {"hotkey", toHex(s.hotkey.view())},
            {"hotkeyFile", s.hotkeyFile},
            {"model", s.model},
            {"recipe", s.recipe},
            {"externalIp", s.externalIp},
            {"port", s.port},
            {"threads", s.threads},
            {"gpu", s.gpu},
            {"startWithProgram", s.startWithProgram},
            {"schedule", scheduleJson(s.schedule)},
            {"watts", s.watts},
            {"energyPrice", s.energyPrice.raw()}};
}

Result<api::WorkerSettings> settingsFrom(const json& object) {
    if (!object.is_object()) return fail(Errc::Malformed, "the settings are not a JSON object");
    api::WorkerSettings s;
    Fields in{object};
    for (const char* field : {"id", "network", "role", "netuid", "task", "hotkey"})
        in.need(field);
    in.text("id", s.id, 40);
    in.text("network", s.network, kMaxWord);
    in.word("role", s.role, kRoles);
    std::uint16_t netuid = 0;
    in.number("netuid", netuid);
    s.netuid = NetUid{netuid};
    in.text("task", s.task, kMaxWord);
    in.account("coldkey", s.coldkey);
    in.account("hotkey", s.hotkey);
    in.text("hotkeyFile", s.hotkeyFile, kMaxPath);
    in.text("model", s.model, kMaxPath);
    in.text("recipe", s.recipe, kMaxPath);
    in.text("externalIp", s.externalIp, kMaxWord);
    in.number("port", s.port);
    in.number("threads", s.threads, kMaxThreads);
    in.truth("gpu", s.gpu);
    in.truth("startWithProgram", s.startWithProgram);
    in.real("watts", s.watts, 0, kMaxWatts);
    in.amount("energyPrice", s.energyPrice);
    if (const json* schedule = in.find("schedule")) {
        if (!schedule->is_object()) return fail(Errc::Malformed, "\"schedule\" is not an object");
        Fields inner{*schedule};
        inner.truth("pauseOnBattery", s.schedule.pauseOnBattery);
        inner.truth("pauseWhenBusy", s.schedule.pauseWhenBusy);
        inner.minuteOfDay("fromMinute", s.schedule.fromTime);
        inner.minuteOfDay("toMinute", s.schedule.toTime);
        if (inner.error()) return tl::unexpected<Error>{*inner.error()};
    }
    if (in.error()) return tl::unexpected<Error>{*in.error()};
    TD_CHECK(checkWorkerSettings(s));
    return s;
}

template <class Unit>
json maybeAmountJson(const std::optional<Unit>& amount) {
    return amount ? json(amount->raw()) : json(nullptr);
}
template <class T>
json maybeJson(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}
json maybeTimeJson(const std::optional<api::WorkerTime>& time) {
    return time ? json(time->time_since_epoch().count()) : json(nullptr);
}

/// So that the reader's limit holds, whatever the words were made of: a byte that is not UTF-8 becomes three.
std::string sentence(const std::string& words) {
    return words.size() * 3 <= kMaxSentence ? words : ForeignText{words}.plain(kMaxSentence / 4 - 10);
}

json rowJson(const api::WorkerRow& r) {
    return {{"settings", settingsJson(r.settings)},
            {"state", name(r.state)},
            {"reason", sentence(r.reason)},
            {"retryAt", maybeTimeJson(r.retryAt)},
            {"upSince", maybeTimeJson(r.upSince)},
            {"pid", r.pid},
            {"sandboxed", r.sandboxed},
            {"sandboxWords", sentence(r.sandboxWords)},
            {"device", sentence(r.device)},
            {"trust", static_cast<unsigned>(r.trust)},
            {"at", raw(r.at)},
            {"uid", maybeJson(r.uid)},
            {"rank", maybeJson(r.rank)},
            {"neurons", maybeJson(r.neurons)},
            {"immunityBlocks", maybeJson(r.immunityBlocks)},
            {"blocksSinceUpdate", maybeJson(r.blocksSinceUpdate)},
            {"incentive", maybeJson(r.incentive)},
            {"dividends", maybeJson(r.dividends)},
            {"vtrust", maybeJson(r.vtrust)},
            {"score", maybeJson(r.score)},
            {"emission", maybeAmountJson(r.emission)},
            {"requests24h", r.requests24h},
            {"answered24h", r.answered24h},
            {"refused24h", r.refused24h},
            {"earned24h", r.earned24h.raw()},
            {"earnedAll", r.earnedAll.raw()},
            {"earnedTao", r.earnedTao.raw()},
            {"wattHours", r.wattHours},
            {"energyCost", maybeAmountJson(r.energyCost)}};
}

Result<api::WorkerRow> rowFrom(const json& object) {
    if (!object.is_object()) return fail(Errc::Malformed, "the status is not a JSON object");
    Fields in{object};
    api::WorkerRow r;
    const json* settings = in.find("settings");
    if (!settings) return fail(Errc::Malformed, "\"settings\" is missing");
    TD_TRY(r.settings, settingsFrom(*settings));
    in.need("state");
    in.word("state", r.state, kStates);
    in.text("reason", r.reason, kMaxSentence);
    in.time("retryAt", r.retryAt);
    in.time("upSince", r.upSince);
    in.number("pid", r.pid);
    in.truth("sandboxed", r.sandboxed);
    in.text("sandboxWords", r.sandboxWords, kMaxSentence);
    in.text("device", r.device, kMaxSentence);
    std::uint8_t trust = 0;
    in.number("trust", trust, static_cast<std::uint8_t>(Trust::Proven));
    r.trust = static_cast<Trust>(trust);
    std::uint32_t at = 0;
    in.number("at", at);
    r.at = BlockNumber{at};
    in.maybeNumber("uid", r.uid);
    in.maybeNumber("rank", r.rank);
    in.maybeNumber("neurons", r.neurons);
    in.maybeNumber("immunityBlocks", r.immunityBlocks);
    in.maybeNumber("blocksSinceUpdate", r.blocksSinceUpdate);
    in.maybeReal("incentive", r.incentive);
    in.maybeReal("dividends", r.dividends);
    in.maybeReal("vtrust", r.vtrust);
    in.maybeReal("score", r.score);
    in.maybeAmount("emission", r.emission);
    in.number("requests24h", r.requests24h);
    in.number("answered24h", r.answered24h);
    in.number("refused24h", r.refused24h);
    in.amount("earned24h", r.earned24h);
    in.amount("earnedAll", r.earnedAll);
    in.amount("earnedTao", r.earnedTao);
    in.real("wattHours", r.wattHours, 0, 1e15);
    in.maybeAmount("energyCost", r.energyCost);
    if (in.error()) return tl::unexpected<Error>{*in.error()};
    return r;
}

/// Strangers' bytes may be inside: ill-formed UTF-8 is replaced, it must not lose the rest.
std::string dumped(const json& value, int indent) {
    return value.dump(indent, ' ', false, json::error_handler_t::replace);
}

Result<json> parsed(std::string_view text) {
    if (text.size() > kMaxWorkerJson) return fail(Errc::LimitExceeded, "more than 64 KiB of JSON");
    auto value = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) return fail(Errc::Malformed, "not JSON");
    return value;
}

bool isAbsolute(const std::string& path) {
    return path.empty() || path.front() == '/' || (path.size() > 2 && path[1] == ':');
}

} // namespace

std::string_view name(api::Role role) {
    return kRoles[static_cast<std::size_t>(role)];
}
std::string_view name(api::WorkerState state) {
    return kStates[static_cast<std::size_t>(state)];
}

Result<> checkWorkerSettings(const api::WorkerSettings& s) {
    const bool plain = std::all_of(s.id.begin(), s.id.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    if (s.id.empty() || s.id.size() > 40 || !plain)
        return fail(Errc::OutOfRange, "a worker's id has 1 to 40 letters a to z, digits and hyphens");
    if (s.task.empty()) return fail(Errc::OutOfRange, "the worker has no task");
    if (s.role == api::Role::Validator && s.task == "recipe")
        return fail(Errc::OutOfRange, "a recipe's program works as a miner: a validator's task is text or sentiment");
    if (s.hotkey.isZero()) return fail(Errc::OutOfRange, "the worker has no hotkey");
    for (const auto* path : {&s.hotkeyFile, &s.model, &s.recipe})
        if (!isAbsolute(*path)) return fail(Errc::OutOfRange, "a path of the worker is not absolute");
    if (s.schedule.fromTime.has_value() != s.schedule.toTime.has_value())
        return fail(Errc::OutOfRange, "the schedule has only one of its two times");
    return {};
}

std::string toJson(const api::WorkerSettings& settings) {
    return dumped(settingsJson(settings), 2);
}
Result<api::WorkerSettings> workerSettingsFromJson(std::string_view text) {
    TD_TRY(const auto object, parsed(text));
    return settingsFrom(object);
}
std::string toJson(const api::WorkerRow& row) {
    return dumped(rowJson(row), -1);
}
Result<api::WorkerRow> workerRowFromJson(std::string_view text) {
    TD_TRY(const auto object, parsed(text));
    return rowFrom(object);
}

} // namespace taodeck::store
