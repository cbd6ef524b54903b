#include "core/actions/weights_calls.h"

#include "core/actions/neuron_rules.h"

#include <set>

namespace taodeck::actions {
namespace {

using metadata::NamedValue;
using metadata::Value;

constexpr std::uint16_t kMechanismStride = 4096; ///< Storage of a mechanism is numbered mechanism * 4096 + netuid.
constexpr const char *kCommitReveal = "commit-reveal", *kVersionKey = "weights version", *kLimit = "weights rate limit",
                     *kUpdates = "last updates", *kVersion = "commit-reveal version", *kLastRound = "last pulse";

Value numbers(const std::vector<std::uint16_t>& items) {
    std::vector<Value> out;
    out.reserve(items.size());
    for (const auto item : items)
        out.push_back(Value::number(item));
    return Value::sequence(std::move(out));
}

/// What the four have in common: whose, where, and under which rules.
template <class Intent>
class WeightsCall : public Action {
public:
    explicit WeightsCall(Intent intent) : m_intent{std::move(intent)} {}

    AccountId signer() const override { return m_intent.hotkey; }

    std::vector<Ask> asks(const metadata::Metadata& meta) const override {
        std::vector<Ask> out;
        const auto net = Value::netuid(m_intent.netuid);
        const auto index = Value::number(m_intent.mechanism * kMechanismStride + raw(m_intent.netuid));
        const auto ask = [&](const char* label, const char* item, std::vector<Value> keys) {
            askFor(out, meta, label, "SubtensorModule", item, std::move(keys));
        };
        askUid(out, meta, m_intent.netuid, m_intent.hotkey);
        ask(kCommitReveal, "CommitRevealWeightsEnabled", {net});
        ask(kVersionKey, "WeightsVersionKey", {net});
        ask(kLimit, "WeightsSetRateLimit", {net});
        ask(kUpdates, "LastUpdate", {index});
        ask(kVersion, "CommitRevealWeightsVersion", {});
        askFor(out, meta, kLastRound, "Drand", "LastStoredRound", {});
        return out;
    }

protected:
    /// The call for mechanisms if the chain has it, else the plain one.
    Result<metadata::Call> callOf(const Situation& s, const char* mechanismName, const char* plainName,
                                  std::vector<NamedValue> rest) const {
        metadata::Call call{"SubtensorModule", plainName, {{"netuid", Value::netuid(m_intent.netuid)}}};
        if (s.meta().hasCall("SubtensorModule", mechanismName)) {
            call.name = mechanismName;
            call.arguments.push_back({"mecid", Value::number(m_intent.mechanism)});
        } else if (m_intent.mechanism != 0) {
            return fail(Errc::Unsupported, "the connected chain has no mechanisms beside the first");
        }
        for (auto& argument : rest)
            call.arguments.push_back(std::move(argument));
        return call;
    }

    /// Who may, and whether the subnet commits and reveals.
    void judgeCommon(const Situation& s, bool wantsCommitReveal, api::Plan& plan) const {
        if (m_intent.netuid == kRootNetUid) return refuse(plan, "Root has no weights.");
        judgeRegistered(s, m_intent.netuid, plan);
        const auto on = s.answers.at(kCommitReveal).asBool();
        if (!on || *on == wantsCommitReveal) return;
        refuse(plan, *on ? "This subnet takes weights only as commits that are revealed later."
                         : "This subnet takes weights at once and no commits.");
    }

    void judgeRateLimit(const Situation& s, api::Plan& plan) const {
        const auto uid = s.answers.at(kUidLabel).asU16();
        if (!uid) return;
        judgeRate(s, s.answers.at(kUpdates).at(*uid).asU64().value_or(0), s.answers.at(kLimit).asU64().value_or(0),
                  plan);
    }

    /// The rules of a vector that do not depend on who sends it.
    void judgeVector(const Situation& s, const std::vector<std::uint16_t>& uids,
                     const std::vector<std::uint16_t>& values, std::uint64_t versionKey, api::Plan& plan) const {
        if (uids.size() != values.size()) refuse(plan, "There are not as many weights as UIDs.");
        if (std::set<std::uint16_t>{uids.begin(), uids.end()}.size() != uids.size())
            refuse(plan, "A UID is named twice.");
        const auto least = s.answers.at(kVersionKey).asU64().value_or(0);
        if (versionKey < least)
            refuse(plan, "The subnet asks for weights of version " + std::to_string(least) +
                             " or newer; these are of " + std::to_string(versionKey) + ".");
    }

    Intent m_intent;
};

class SetWeights final : public WeightsCall<api::SetWeightsIntent> {
public:
    using WeightsCall::WeightsCall;
    Result<metadata::Call> draft(const Situation& s, api::Plan&) const override {
        return callOf(s, "set_mechanism_weights", "set_weights",
                      {{"dests", numbers(m_intent.uids)},
                       {"weights", numbers(m_intent.values)},
                       {"version_key", Value::number(m_intent.versionKey)}});
    }
    void judge(const Situation& s, api::Plan& plan) const override {
        judgeCommon(s, /*wantsCommitReveal=*/false, plan);
        judgeVector(s, m_intent.uids, m_intent.values, m_intent.versionKey, plan);
        judgeRateLimit(s, plan);
    }
};

class CommitWeights final : public WeightsCall<api::CommitWeightsIntent> {
public:
    using WeightsCall::WeightsCall;
    Result<metadata::Call> draft(const Situation& s, api::Plan&) const override {
        return callOf(s, "commit_mechanism_weights", "commit_weights",
                      {{"commit_hash", Value::id(m_intent.commitHash)}});
    }
    void judge(const Situation& s, api::Plan& plan) const override {
        judgeCommon(s, /*wantsCommitReveal=*/true, plan);
        judgeRateLimit(s, plan);
    }
};

class RevealWeights final : public WeightsCall<api::RevealWeightsIntent> {
public:
    using WeightsCall::WeightsCall;
    Result<metadata::Call> draft(const Situation& s, api::Plan&) const override {
        return callOf(s, "reveal_mechanism_weights", "reveal_weights",
                      {{"uids", numbers(m_intent.uids)},
                       {"values", numbers(m_intent.values)},
                       {"salt", numbers(m_intent.salt)},
                       {"version_key", Value::number(m_intent.versionKey)}});
    }
    void judge(const Situation& s, api::Plan& plan) const override {
        judgeCommon(s, /*wantsCommitReveal=*/true, plan);
        judgeVector(s, m_intent.uids, m_intent.values, m_intent.versionKey, plan);
    }
};

class CommitTimelocked final : public WeightsCall<api::CommitTimelockedIntent> {
public:
    using WeightsCall::WeightsCall;
    Result<metadata::Call> draft(const Situation& s, api::Plan&) const override {
        return callOf(s, "commit_timelocked_mechanism_weights", "commit_timelocked_weights",
                      {{"commit", Value::bytes(m_intent.commit)},
                       {"reveal_round", Value::number(m_intent.revealRound)},
                       {"commit_reveal_version", Value::number(m_intent.version)}});
    }
    void judge(const Situation& s, api::Plan& plan) const override {
        judgeCommon(s, /*wantsCommitReveal=*/true, plan);
        const auto version = s.answers.at(kVersion).asU16();
        if (version && *version != m_intent.version)
            refuse(plan, "The chain takes commits of version " + std::to_string(*version) + " only.");
        judgeRateLimit(s, plan);
        if (m_intent.revealRound < s.answers.at(kLastRound).asU64().value_or(0))
            refuse(plan, "The pulse that would open the commit is known already.");
    }
};

} // namespace

std::unique_ptr<Action> makeSetWeights(api::SetWeightsIntent intent) {
    return std::make_unique<SetWeights>(std::move(intent));
}
std::unique_ptr<Action> makeCommitWeights(api::CommitWeightsIntent intent) {
    return std::make_unique<CommitWeights>(std::move(intent));
}
std::unique_ptr<Action> makeRevealWeights(api::RevealWeightsIntent intent) {
    return std::make_unique<RevealWeights>(std::move(intent));
}
std::unique_ptr<Action> makeCommitTimelocked(api::CommitTimelockedIntent intent) {
    return std::make_unique<CommitTimelocked>(std::move(intent));
}

} // namespace taodeck::actions
