#include "app/taodeck-cli/worker_text.h"

#include "core/base/amount_text.h"
#include "core/crypto/ss58.h"

#include <ctime>

namespace taodeck::cli {

using api::WorkerState;
using crypto::ss58;

namespace {

template <class T>
Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}
Json millis(const std::optional<api::WorkerTime>& time) {
    return time ? Json(time->time_since_epoch().count()) : Json(nullptr);
}
std::string part(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4f", value);
    return text;
}
std::string dash(const std::optional<double>& value) {
    return value ? part(*value) : "-";
}
std::string whenText(api::WorkerTime time) {
    const auto seconds = std::chrono::system_clock::to_time_t(time);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%SZ", &utc);
    return text;
}

const char* fitName(api::ModelFit fit) {
    switch (fit) {
    case api::ModelFit::Gpu:
        return "gpu";
    case api::ModelFit::Partly:
        return "partly";
    case api::ModelFit::Cpu:
        return "cpu";
    case api::ModelFit::TooLarge:
        return "too_large";
    case api::ModelFit::Broken:
        return "broken";
    case api::ModelFit::Unknown:
        break;
    }
    return "unknown";
}

const char* levelName(api::VerdictLevel level) {
    return level == api::VerdictLevel::Good ? "good" : level == api::VerdictLevel::Caution ? "caution" : "bad";
}

} // namespace

const char* roleName(api::Role role) {
    return role == api::Role::Miner ? "miner" : "validator";
}

const char* stateName(WorkerState state) {
    switch (state) {
    case WorkerState::Stopped:
        return "stopped";
    case WorkerState::Starting:
        return "starting";
    case WorkerState::LoadingModel:
        return "loading model";
    case WorkerState::WaitingChain:
        return "waiting for the chain";
    case WorkerState::NotRegistered:
        return "not registered";
    case WorkerState::Announcing:
        return "announcing";
    case WorkerState::Running:
        return "running";
    case WorkerState::Paused:
        return "paused";
    case WorkerState::BackingOff:
        return "backing off";
    case WorkerState::Failed:
        return "failed";
    }
    return "";
}

Json rowJson(const api::WorkerRow& row) {
    const auto& s = row.settings;
    return {{"id", s.id},
            {"role", roleName(s.role)},
            {"network", s.network},
            {"netuid", raw(s.netuid)},
            {"task", s.task},
            {"hotkey", ss58(s.hotkey)},
            {"model", s.model},
            {"port", s.port},
            {"startWithProgram", s.startWithProgram},
            {"state", stateName(row.state)},
            {"reason", row.reason},
            {"retryAt", millis(row.retryAt)},
            {"upSince", millis(row.upSince)},
            {"pid", row.pid},
            {"sandboxed", row.sandboxed},
            {"sandbox", row.sandboxWords},
            {"device", row.device},
            {"trust", word(row.trust)},
            {"block", raw(row.at)},
            {"uid", orNull(row.uid)},
            {"rank", orNull(row.rank)},
            {"neurons", orNull(row.neurons)},
            {"immunityBlocks", orNull(row.immunityBlocks)},
            {"blocksSinceUpdate", orNull(row.blocksSinceUpdate)},
            {"incentive", orNull(row.incentive)},
            {"dividends", orNull(row.dividends)},
            {"vtrust", orNull(row.vtrust)},
            {"score", orNull(row.score)},
            {"emission", row.emission ? Json(row.emission->raw()) : Json(nullptr)},
            {"requests24h", row.requests24h},
            {"answered24h", row.answered24h},
            {"refused24h", row.refused24h},
            {"earned24h", row.earned24h.raw()},
            {"earnedAll", row.earnedAll.raw()},
            {"earnedTaoRao", row.earnedTao.raw()},
            {"wattHours", row.wattHours},
            {"energyCostRao", row.energyCost ? Json(row.energyCost->raw()) : Json(nullptr)}};
}

void sayRow(Console& c, const api::WorkerRow& row) {
    c.say(row.settings.id + "  subnet " + std::to_string(raw(row.settings.netuid)) + "  " + row.settings.task + "  " +
          stateName(row.state) + (row.reason.empty() ? "" : ": " + row.reason) +
          (row.uid ? "  UID " + std::to_string(*row.uid) : "") + "  answered " + std::to_string(row.answered24h) +
          " of " + std::to_string(row.requests24h) + "  earned " + alpha(row.earnedAll) + ", " + tao(row.earnedTao));
}

void sayDetails(Console& c, const api::WorkerRow& row) {
    sayRow(c, row);
    c.say("  hotkey     " + ss58(row.settings.hotkey));
    if (row.pid) c.say("  process    " + std::to_string(row.pid) + "  " + row.device);
    if (!row.sandboxWords.empty()) c.say("  confined   " + row.sandboxWords);
    if (row.rank && row.neurons)
        c.say("  rank       " + std::to_string(*row.rank) + " of " + std::to_string(*row.neurons));
    c.say("  score      " + dash(row.score) + "  incentive " + dash(row.incentive) + "  dividends " +
          dash(row.dividends) + "  vtrust " + dash(row.vtrust));
    if (row.immunityBlocks) c.say("  immune for " + std::to_string(*row.immunityBlocks) + " blocks");
    if (row.energyCost) c.say("  energy     " + tao(*row.energyCost));
    c.say("  chain      " + trustText(row.trust, row.at));
}

void sayVerdict(Console& c, const api::Verdict& v) {
    auto& j = c.result()["verdict"];
    j = {{"level", levelName(v.level)},
         {"sentence", v.sentence},
         {"trust", word(v.trust)},
         {"block", raw(v.at)},
         {"priceRao", v.price.raw()},
         {"suggestedLimitRao", v.suggestedLimit.raw()},
         {"immunityBlocks", v.immunityBlocks},
         {"neurons", v.neurons},
         {"maxNeurons", v.maxNeurons},
         {"earners", v.earners},
         {"earnersWithEndpoint", v.earnersWithEndpoint},
         {"registrationOpen", v.registrationOpen},
         {"points", Json::array()}};
    c.say(v.sentence);
    for (const auto& point : v.points) {
        j["points"].push_back({{"level", levelName(point.level)}, {"title", point.title}, {"text", point.text}});
        const char* mark = point.level == api::VerdictLevel::Good      ? "  + "
                           : point.level == api::VerdictLevel::Caution ? "  ? "
                                                                       : "  - ";
        c.say(mark + point.title + ": " + point.text);
    }
    c.say("  " + trustText(v.trust, v.at));
}

void sayScores(Console& c, const std::vector<api::WorkerScorePoint>& scores,
               const std::vector<api::WorkerEarning>& earnings) {
    c.result()["scores"] = Json::array();
    for (const auto& s : scores) {
        c.result()["scores"].push_back({{"time", s.time.time_since_epoch().count()},
                                        {"block", raw(s.block)},
                                        {"score", s.score},
                                        {"incentive", s.incentive},
                                        {"consensus", s.consensus},
                                        {"dividends", s.dividends},
                                        {"vtrust", s.vtrust},
                                        {"rank", s.rank}});
        c.say("block " + std::to_string(raw(s.block)) + "  score " + part(s.score) + "  incentive " +
              part(s.incentive) + "  consensus " + part(s.consensus) + "  rank " + std::to_string(s.rank));
    }
    c.result()["earnings"] = Json::array();
    for (const auto& e : earnings) {
        c.result()["earnings"].push_back({{"time", e.time.time_since_epoch().count()},
                                          {"block", raw(e.block)},
                                          {"alpha", e.alpha.raw()},
                                          {"taoRao", e.tao.raw()}});
        c.say("block " + std::to_string(raw(e.block)) + "  earned " + alpha(e.alpha) + ", " + tao(e.tao));
    }
    if (scores.empty()) c.say("no epoch yet");
}

void sayRequests(Console& c, const std::vector<api::WorkerRequest>& requests) {
    c.result()["requests"] = Json::array();
    for (const auto& r : requests) {
        c.result()["requests"].push_back({{"time", r.time.time_since_epoch().count()},
                                          {"peer", ss58(r.peer)},
                                          {"task", r.task},
                                          {"prompt", r.prompt.plain(400)},
                                          {"answer", r.answer.plain(400)},
                                          {"promptTokens", r.promptTokens},
                                          {"answerTokens", r.answerTokens},
                                          {"tookMillis", r.took.count()},
                                          {"outcome", r.outcome},
                                          {"score", orNull(r.score)}});
        c.say(whenText(r.time) + "  " + r.outcome + "  " + std::to_string(r.took.count()) + " ms  " +
              (r.score ? "score " + part(*r.score) + "  " : "") + ss58(r.peer) + "  " + r.prompt.plain(48));
    }
    if (requests.empty()) c.say("no requests yet");
}

Json waterfallJson(const api::Waterfall& fall) {
    Json out{{"time", fall.time.time_since_epoch().count()},
             {"block", raw(fall.block)},
             {"consensus", fall.consensus},
             {"incentive", fall.incentive},
             {"paid", fall.paid.raw()},
             {"priceRao", fall.price.raw()},
             {"taoRao", fall.tao.raw()},
             {"wattHours", fall.wattHours},
             {"energyCostRao", fall.energyCost ? Json(fall.energyCost->raw()) : Json(nullptr)},
             {"parts", Json::array()}};
    for (const auto& p : fall.parts)
        out["parts"].push_back({{"validator", ss58(p.validator)},
                                {"uid", p.uid},
                                {"requests", p.requests},
                                {"answered", p.answered},
                                {"weight", p.weight},
                                {"clipped", p.clipped},
                                {"stakeShare", p.stakeShare},
                                {"alpha", p.alpha.raw()},
                                {"taoRao", p.tao.raw()}});
    return out;
}

void sayWaterfall(Console& c, const api::Waterfall& fall) {
    c.say("epoch of block " + std::to_string(raw(fall.block)) + ": paid " + alpha(fall.paid) + " at " +
          tao(fall.price) + " per alpha, " + tao(fall.tao) + "; consensus " + part(fall.consensus) + ", incentive " +
          part(fall.incentive));
    for (const auto& p : fall.parts)
        c.say("  UID " + std::to_string(p.uid) + "  answered " + std::to_string(p.answered) + " of " +
              std::to_string(p.requests) + "  weight " + part(p.weight) + "  after consensus " + part(p.clipped) +
              "  stake " + part(p.stakeShare) + "  ->  " + alpha(p.alpha) + ", " + tao(p.tao));
    if (fall.energyCost) c.say("  energy " + tao(*fall.energyCost));
}

Json modelJson(const api::ModelRow& row) {
    return {{"path", row.path},        {"name", row.name.plain()},
            {"bytes", row.bytes},      {"parameters", row.parameters},
            {"family", row.family},    {"quantisation", row.quantisation},
            {"sha256", row.sha256},    {"context", row.context},
            {"fit", fitName(row.fit)}, {"words", row.words},
            {"bundled", row.bundled}};
}

void sayModel(Console& c, const api::ModelRow& row) {
    c.say(row.name.plain() + "  " + fitName(row.fit) + (row.bundled ? "  (comes with Taodeck)" : ""));
    c.say("  " + row.path);
    c.say("  " + row.words);
    if (!row.sha256.empty()) c.say("  sha256 " + row.sha256);
}

Json machineJson(const api::MachineState& machine) {
    Json out{{"memoryFree", machine.memoryFree},   {"memoryTotal", machine.memoryTotal},
             {"cpuLoad", orNull(machine.cpuLoad)}, {"onBattery", orNull(machine.onBattery)},
             {"gpuWords", machine.gpuWords},       {"gpus", Json::array()}};
    for (const auto& gpu : machine.gpus)
        out["gpus"].push_back({{"name", gpu.name.plain()},
                               {"freeBytes", gpu.freeBytes},
                               {"totalBytes", gpu.totalBytes},
                               {"celsius", orNull(gpu.celsius)},
                               {"watts", orNull(gpu.watts)},
                               {"load", orNull(gpu.load)}});
    return out;
}

} // namespace taodeck::cli
