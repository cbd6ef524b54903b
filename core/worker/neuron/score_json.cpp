#include "core/worker/neuron/score_json.h"

#include "core/base/hex.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace taodeck::worker {

namespace {

constexpr std::size_t kMostMiners = 4'096, kMostBytes = 2u << 20;

MinerScore scoreFrom(const nlohmann::json& j) {
    MinerScore out;
    out.uid = j.at("uid").get<std::uint16_t>();
    const auto bytes = fromHex(j.at("hotkey").get<std::string>());
    const auto key = bytes ? AccountId::from(*bytes) : Result<AccountId>{fail(Errc::Malformed)};
    if (!key) throw std::invalid_argument("not a public key");
    out.hotkey = *key;
    out.score = j.at("score").get<double>();
    if (!std::isfinite(out.score) || out.score < 0 || out.score > 1) throw std::out_of_range("a score outside of 0..1");
    out.asked = j.at("asked").get<std::uint64_t>();
    out.answered = j.at("answered").get<std::uint64_t>();
    out.lastRound = j.at("lastRound").get<std::uint64_t>();
    return out;
}

} // namespace

std::string toJson(const std::vector<MinerScore>& miners) {
    auto out = nlohmann::json::array();
    for (const auto& m : miners)
        out.push_back({{"uid", m.uid},
                       {"hotkey", toHex(m.hotkey.view())},
                       {"score", m.score},
                       {"asked", m.asked},
                       {"answered", m.answered},
                       {"lastRound", m.lastRound}});
    return out.dump();
}

Result<std::vector<MinerScore>> minerScoresFromJson(std::string_view text) {
    if (text.size() > kMostBytes) return fail(Errc::LimitExceeded, "stored scores: too long");
    try {
        const auto all = nlohmann::json::parse(text);
        if (!all.is_array()) return fail(Errc::Malformed, "stored scores: not a list");
        if (all.size() > kMostMiners) return fail(Errc::LimitExceeded, "stored scores: too many");
        std::vector<MinerScore> out;
        for (const auto& j : all)
            out.push_back(scoreFrom(j));
        return out;
    } catch (const std::exception& e) {
        return fail(Errc::Malformed, std::string{"stored scores: "} + e.what());
    }
}

} // namespace taodeck::worker
