#include "core/worker/chain/submitter.h"

#include "core/base/log.h"
#include "core/worker/chain/waiting.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace taodeck::worker {

using api::Outcome;
using api::Receipt;
using api::Step;
using metadata::Value;
using metadata::View;

namespace {

constexpr std::chrono::minutes kFollowBeyond{2};
constexpr std::chrono::seconds kUsualBlock{12};

/// The chain says so when only time is missing.
constexpr std::string_view kTooEarly[] = {"InvalidTransaction.RateLimitExceeded",
                                          "InvalidTransaction.ServingRateLimitExceeded",
                                          "InvalidTransaction.CommitNotInRevealRange",
                                          "InvalidTransaction.Stale",
                                          "InvalidTransaction.Future",
                                          "SubtensorModule.SettingWeightsTooFast",
                                          "SubtensorModule.CommittingWeightsTooFast",
                                          "SubtensorModule.ServingRateLimitExceeded",
                                          "SubtensorModule.RevealTooEarly",
                                          "Pool.TemporarilyBanned",
                                          "Pool.Full"};

bool isTooEarly(std::string_view name) {
    return std::find(std::begin(kTooEarly), std::end(kTooEarly), name) != std::end(kTooEarly);
}

/// The receipts of one service until the one that is waited for has come to its end.
class Following {
public:
    void take(const Receipt& receipt) {
        const std::lock_guard lock{m_mutex};
        m_receipts[receipt.actionId] = receipt;
        m_changed.notify_all();
    }
    /// The first answer, which may come after later receipts.
    void begin(const Receipt& first) {
        const std::lock_guard lock{m_mutex};
        m_receipts.emplace(first.actionId, first);
    }
    Result<Receipt> wait(std::uint64_t actionId, std::chrono::milliseconds limit, std::stop_token stop) {
        std::unique_lock lock{m_mutex};
        const auto over = [&] {
            const auto it = m_receipts.find(actionId);
            return it != m_receipts.end() && isOver(it->second);
        };
        if (m_changed.wait_for(lock, stop, limit, over)) return m_receipts.at(actionId);
        if (stop.stop_requested()) return fail(Errc::Cancelled, "stopped while a transaction was on its way");
        return fail(Errc::Timeout, "the chain does not say what became of a transaction");
    }

private:
    /// A refusal ends it at once; a failure or success counts once its block is final.
    static bool isOver(const Receipt& r) {
        if (r.outcome == Outcome::Lapsed) return true;
        if (r.outcome == Outcome::Failed) return r.step == Step::Signed || r.step >= Step::Final;
        return r.outcome == Outcome::Succeeded && r.step >= Step::Final;
    }
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<std::uint64_t, Receipt> m_receipts;
};

tl::unexpected<Error> onItsWay(const Submission& row) {
    return fail(Errc::Conflict, "An earlier transaction of this hotkey is still on its way, until block " +
                                    std::to_string(raw(row.lapsesAt)) + " at the latest.");
}

} // namespace

std::chrono::milliseconds followLimit(BlockNumber bornAt, BlockNumber lapsesAt, std::chrono::milliseconds blockTime) {
    const auto each = blockTime.count() > 0 ? std::min<std::chrono::milliseconds>(blockTime, kUsualBlock) : kUsualBlock;
    const auto blocks = raw(lapsesAt) > raw(bornAt) ? raw(lapsesAt) - raw(bornAt) : 0U;
    return each * blocks + kFollowBeyond;
}

Result<BlockHash> Submitter::genesis() const {
    TD_TRY(const auto runtime, m_parts.access->runtime());
    return runtime.genesis;
}

Result<Submitter::NonceNow> Submitter::nonces(std::stop_token stop) const {
    NonceNow out;
    TD_TRY(const auto runtime, m_parts.access->runtime());
    out.mayGoBack = runtime.development;
    TD_TRY(const auto reading, await<chain::Reading>(stop, m_parts.answerLimit, [&](auto done) {
               m_parts.access->read({{"System", "Account", {Value::id(m_parts.hotkey)}}}, std::nullopt, done);
           }));
    out.final = reading.at.number;
    if (!reading.values.empty() && reading.values[0]) {
        TD_TRY(out.used, View{*reading.values[0]}.field("nonce").asU32());
    }
    TD_TRY(out.next, await<std::uint32_t>(std::move(stop), m_parts.answerLimit,
                                          [&](auto done) { m_parts.access->nextIndex(m_parts.hotkey, done); }));
    return out;
}

Result<> Submitter::settle(const EffectCheck& shows, std::stop_token stop) {
    m_forgotten.clear();
    TD_TRY(const auto chain, genesis());
    TD_TRY(const auto pending, m_ledger.pending(chain, m_parts.hotkey, m_parts.netuid));
    if (pending.empty()) return {};
    TD_TRY(const auto now, nonces(std::move(stop)));
    for (const auto& row : pending)
        TD_CHECK(settleOne(row, now, shows));
    return {};
}

Result<> Submitter::settleOne(const Submission& row, const NonceNow& now, const EffectCheck& shows) {
    if (now.mayGoBack && now.final < row.bornAt)
        return m_ledger.settle(row.id, SubmissionState::Lapsed, std::nullopt, "the chain was set back behind it");
    if (now.used > row.nonce) {
        TD_TRY(const bool applied, shows(row));
        return m_ledger.settle(row.id, applied ? SubmissionState::Applied : SubmissionState::Failed, now.final,
                               applied ? "found on the chain" : "included, but the chain does not show it");
    }
    if (now.final >= row.lapsesAt)
        return m_ledger.settle(row.id, SubmissionState::Lapsed, std::nullopt, "never included");
    if (now.next != row.nonce) return onItsWay(row);
    // The node does not have it. It may turn up from elsewhere, so its nonce must be the next one's.
    m_forgotten.push_back(row);
    return {};
}

Result<Receipt> Submitter::send(api::Intent intent, Submission entry, std::stop_token stop) {
    TD_TRY(const auto plan, await<api::Plan>(stop, m_parts.answerLimit,
                                             [&](auto done) { m_parts.actions->plan(std::move(intent), done); }));
    for (const auto& warning : plan.warnings) {
        if (warning.blocking) return fail(Errc::Refused, warning.text);
        if (warning.kind == api::WarningKind::OtherRule) return fail(Errc::Conflict, warning.text);
    }
    for (const auto& row : m_forgotten)
        if (row.nonce != plan.nonce) return onItsWay(row);
    entry.state = SubmissionState::Pending;
    entry.genesis = plan.genesis;
    entry.hotkey = m_parts.hotkey;
    entry.netuid = m_parts.netuid;
    entry.nonce = plan.nonce;
    entry.bornAt = plan.bornAt;
    entry.lapsesAt = plan.lapsesAt;
    TD_TRY(const auto id, m_ledger.record(entry));
    for (const auto& row : std::exchange(m_forgotten, {}))
        TD_CHECK(m_ledger.settle(row.id, SubmissionState::Replaced, std::nullopt, "sent anew with its nonce"));
    return follow(plan, id, std::move(stop));
}

Result<Receipt> Submitter::follow(const api::Plan& plan, std::int64_t row, std::stop_token stop) {
    const auto blockTime = m_parts.chain ? m_parts.chain->status().blockTime : std::chrono::milliseconds{0};
    const auto limit = followLimit(plan.bornAt, plan.lapsesAt, blockTime);
    const auto following = std::make_shared<Following>();
    const auto subscription =
        m_parts.actions->onReceipt([following](const Receipt& receipt) { following->take(receipt); });
    const auto first = await<Receipt>(stop, limit, [&](auto done) { m_parts.actions->submit(plan.id, done); });
    if (!first) {
        const auto code = first.error().code;
        // Without an answer it may have gone out; with an error it has not.
        if (code != Errc::Cancelled && code != Errc::Timeout)
            TD_CHECK(m_ledger.settle(row, SubmissionState::Failed, std::nullopt, "not sent: " + first.error().context));
        return tl::unexpected<Error>{first.error()};
    }
    TD_CHECK(m_ledger.signedAs(row, first->hash));
    following->begin(*first);
    TD_TRY(const auto receipt, following->wait(first->actionId, limit, std::move(stop)));
    return judge(receipt, row);
}

Result<Receipt> Submitter::judge(const Receipt& receipt, std::int64_t row) {
    if (receipt.outcome == Outcome::Succeeded) {
        TD_CHECK(m_ledger.settle(row, SubmissionState::Applied, receipt.block, ""));
        return receipt;
    }
    const bool lapsed = receipt.outcome == Outcome::Lapsed;
    TD_CHECK(m_ledger.settle(row, lapsed ? SubmissionState::Lapsed : SubmissionState::Failed, receipt.block,
                             receipt.errorName));
    log::warn("neuron", "A transaction of the hotkey did not succeed: " + receipt.errorName);
    if (lapsed) return fail(Errc::Timeout, receipt.errorWords);
    return fail(isTooEarly(receipt.errorName) ? Errc::Conflict : Errc::Refused, receipt.errorWords);
}

} // namespace taodeck::worker
