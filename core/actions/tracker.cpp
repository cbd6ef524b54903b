#include "core/actions/tracker.h"

#include "core/actions/action.h"
#include "core/actions/error_words.h"
#include "core/actions/outcome.h"
#include "core/metadata/extrinsic.h"

#include <algorithm>

namespace taodeck::actions {

using api::Outcome;
using api::Step;
using chain::TransactionStatus;
using metadata::Value;

namespace {
constexpr std::uint32_t kSettledAfter = 16; ///< Final blocks on top, without a proof.
}

Tracker::Tracker(Parts parts, MadePlan made, Bytes extrinsic, std::uint64_t actionId, Publish publish,
                 api::Done<api::Receipt> first, std::function<void()> ended)
    : m_parts{std::move(parts)}, m_made{std::move(made)}, m_extrinsic{std::move(extrinsic)},
      m_publish{std::move(publish)}, m_first{std::move(first)}, m_ended{std::move(ended)}, m_scanned{
                                                                                               m_made.plan.bornAt} {
    m_receipt.actionId = actionId;
    m_receipt.intent = m_made.plan.intent;
    m_receipt.hash = metadata::extrinsicHash(m_extrinsic);
    m_receipt.startedAt = m_parts.clock->now();
}

template <class Fn>
void Tracker::alone(Fn fn) {
    std::vector<Subscription> dropped;
    const std::lock_guard lock{m_mutex};
    if (m_over) return;
    fn();
    dropped.swap(m_dropped); // declared before the lock, so destroyed after it
}

void Tracker::start() {
    alone([&] {
        publish();
        m_finals = m_parts.chain->onFinalHead([weak = weak_from_this()](const chain::BlockRef& head) {
            if (const auto self = weak.lock()) self->alone([&] { self->takeFinal(head); });
        });
        m_watch =
            m_parts.chain->submitAndWatch(m_extrinsic, [weak = weak_from_this()](Result<TransactionStatus> status) {
                if (const auto self = weak.lock()) self->alone([&] { self->takeStatus(std::move(status)); });
            });
    });
}

void Tracker::publish() {
    m_receipt.updatedAt = m_parts.clock->now();
    m_publish(m_receipt);
}

void Tracker::answerFirst() {
    if (auto first = std::exchange(m_first, nullptr)) first(m_receipt);
}

void Tracker::reach(Step step) {
    if (m_receipt.step >= step) return;
    m_receipt.step = step;
    publish();
}

void Tracker::settle(std::string errorName, Outcome outcome) {
    m_receipt.outcome = outcome;
    m_receipt.errorWords = errorWords(errorName);
    m_receipt.errorName = std::move(errorName);
    publish();
}

void Tracker::finish() {
    m_over = true;
    m_dropped.push_back(std::move(m_watch));
    m_dropped.push_back(std::move(m_finals));
    if (auto ended = std::exchange(m_ended, nullptr)) ended();
}

void Tracker::takeStatus(Result<TransactionStatus> status) {
    if (!status) return takeTrouble(status.error());
    switch (status->kind) {
    case TransactionStatus::Kind::Future:
    case TransactionStatus::Kind::Ready:
    case TransactionStatus::Kind::Broadcast:
        reach(Step::InPool);
        break;
    case TransactionStatus::Kind::InBlock:
        m_retracted.erase(status->block);
        look(status->block);
        break;
    case TransactionStatus::Kind::Finalized:
        m_nodeSaysFinal = true;
        if (m_receipt.blockHash != status->block)
            look(status->block);
        else if (m_receipt.step >= Step::Executed)
            reach(Step::Final);
        m_watchLost = true; // the node's last word; from here on the final chain is searched
        break;
    case TransactionStatus::Kind::Retracted:
        m_retracted.insert(status->block);
        if (m_receipt.blockHash == status->block) leaveBlock();
        reach(Step::InPool);
        break;
    case TransactionStatus::Kind::FinalityTimeout:
        m_watchLost = true;
        break;
    case TransactionStatus::Kind::Usurped:
    case TransactionStatus::Kind::Dropped:
    case TransactionStatus::Kind::Invalid:
        m_watchLost = true;
        if (m_receipt.block) break; // the chain knows better than the pool
        settle(status->kind == TransactionStatus::Kind::Usurped   ? "Pool.Usurped"
               : status->kind == TransactionStatus::Kind::Dropped ? "Pool.Dropped"
                                                                  : "Pool.Invalid",
               Outcome::Failed);
        break;
    }
    answerFirst();
}

/// A lost connection leaves the transaction alive; a refusal by the node ends it.
void Tracker::takeTrouble(const Error& error) {
    const bool refused = error.code == Errc::RemoteError || error.code == Errc::InvalidTransaction;
    m_watchLost = true;
    if (refused && m_receipt.step == Step::Signed) {
        settle(poolErrorName(error.context), Outcome::Failed);
        answerFirst();
        return finish();
    }
    publish();
    answerFirst();
}

void Tracker::look(const BlockHash& hash) {
    m_parts.chain->block(hash, [weak = weak_from_this(), hash](Result<chain::BlockBody> body) {
        const auto self = weak.lock();
        if (!self) return;
        self->alone([&] {
            if (self->m_retracted.count(hash) != 0) return;
            // A block that cannot be had, or does not hold it, is no ground for a claim: the final chain decides.
            if (!body || !self->takeBody(*body)) self->m_watchLost = true;
        });
    });
}

/// True when the block holds the transaction; its events are read then.
bool Tracker::takeBody(const chain::BlockBody& body) {
    const auto it = std::find_if(body.extrinsics.begin(), body.extrinsics.end(),
                                 [&](const Bytes& bytes) { return metadata::extrinsicHash(bytes) == m_receipt.hash; });
    if (it == body.extrinsics.end()) return false;
    m_receipt.block = body.ref.number;
    m_receipt.blockHash = body.ref.hash;
    m_receipt.index = static_cast<std::uint32_t>(it - body.extrinsics.begin());
    m_rootChecked = body.rootChecked;
    if (m_receipt.step < Step::InBlock) m_receipt.step = Step::InBlock;
    publish();
    readEvents();
    return true;
}

void Tracker::leaveBlock() {
    api::Receipt fresh;
    fresh.actionId = m_receipt.actionId;
    fresh.intent = m_receipt.intent;
    fresh.hash = m_receipt.hash;
    fresh.startedAt = m_receipt.startedAt;
    fresh.step = Step::InPool;
    m_receipt = fresh;
    m_nodeSaysFinal = false;
    publish();
}

void Tracker::readEvents() {
    if (m_busy || !m_receipt.blockHash) return;
    m_busy = true;
    m_parts.chain->read({{"System", "Events", {}}}, m_receipt.blockHash,
                        [weak = weak_from_this()](Result<chain::Reading> reading) {
                            const auto self = weak.lock();
                            if (self)
                                self->alone([&] {
                                    self->m_busy = false;
                                    self->takeEvents(std::move(reading));
                                });
                        });
}

void Tracker::takeEvents(Result<chain::Reading> reading) {
    // Without the events the track stays where it is; the next final head tries again.
    if (!reading || reading->at.hash != m_receipt.blockHash || reading->values.size() != 1 || !reading->values[0])
        return;
    const auto outcome =
        readOutcome(*m_made.runtime.metadata, *reading->values[0], *m_receipt.index, m_made.plan.signer);
    if (!outcome) return;
    m_receipt.feePaid = outcome->feePaid;
    m_receipt.alphaIn = outcome->alphaIn;
    m_receipt.alphaOut = outcome->alphaOut;
    m_receipt.taoMoved = outcome->taoMoved;
    m_receipt.uid = outcome->uid;
    m_receipt.outcome = outcome->succeeded ? Outcome::Succeeded : Outcome::Failed;
    m_receipt.errorName = outcome->errorName;
    m_receipt.errorWords = outcome->succeeded ? "" : errorWords(outcome->errorName);
    if (!outcome->succeeded && outcome->feePaid)
        m_receipt.errorWords += " The network fee of " + taoText(*outcome->feePaid) + " was paid.";
    m_receipt.trust = m_rootChecked ? reading->trust : std::min(reading->trust, Trust::Reported);
    m_receipt.step = std::max(m_receipt.step, m_nodeSaysFinal ? Step::Final : Step::Executed);
    if (m_receipt.trust == Trust::Proven) m_receipt.step = Step::Proven;
    publish();
    if (m_receipt.step == Step::Proven) return finish();
    if (m_final.number >= *m_receipt.block) checkStillThere();
}

/// The light client is past the block without having proven it: another block may have won at that height. Events whose
/// form only the node tells, and blocks that catching up left out, never become Proven: then the track ends at Final.
void Tracker::checkStillThere() {
    m_busy = true;
    m_parts.chain->blockAt(*m_receipt.block, [weak = weak_from_this()](Result<chain::BlockBody> body) {
        const auto self = weak.lock();
        if (self)
            self->alone([&] {
                self->m_busy = false;
                if (!body) return;
                if (body->ref.hash != self->m_receipt.blockHash) {
                    self->leaveBlock();
                    self->m_watchLost = true;
                } else if (raw(self->m_final.number) >= raw(*self->m_receipt.block) + kSettledAfter) {
                    self->reach(Step::Final);
                    self->finish();
                }
            });
    });
}

void Tracker::takeFinal(const chain::BlockRef& head) {
    m_final = head;
    if (m_busy) return;
    if (m_receipt.block) {
        if (head.number >= *m_receipt.block) readEvents();
        return;
    }
    const bool lapsed = head.number >= m_made.plan.lapsesAt;
    if (lapsed) return checkLapse();
    if (m_watchLost && head.number > m_scanned)
        scan(BlockNumber{raw(m_scanned) + 1}, head.number, /*lapseAfter=*/false);
}

/// Searches the final chain block by block, so that a lost connection or a forgetful pool loses no receipt.
void Tracker::scan(BlockNumber from, BlockNumber to, bool lapseAfter) {
    const auto last = std::min(to, BlockNumber{raw(m_made.plan.lapsesAt) - 1});
    if (from > last) {
        if (!lapseAfter) return;
        settle("Lapsed", Outcome::Lapsed);
        return finish();
    }
    m_busy = true;
    m_parts.chain->blockAt(from, [weak = weak_from_this(), from, to, lapseAfter](Result<chain::BlockBody> body) {
        const auto self = weak.lock();
        if (self)
            self->alone([&] {
                self->m_busy = false;
                if (!body) return; // the next final head goes on from here
                if (self->takeBody(*body)) return;
                self->m_scanned = from;
                self->scan(BlockNumber{raw(from) + 1}, to, lapseAfter);
            });
    });
}

/// Past its era, a transaction whose nonce is still free was never included; else the era's blocks tell which one was.
void Tracker::checkLapse() {
    m_busy = true;
    m_parts.chain->read({{"System", "Account", {Value::id(m_made.plan.signer)}}}, m_final.hash,
                        [weak = weak_from_this()](Result<chain::Reading> reading) {
                            const auto self = weak.lock();
                            if (self)
                                self->alone([&] {
                                    self->m_busy = false;
                                    if (!reading || reading->values.size() != 1) return;
                                    Answers answers;
                                    answers.put(kSignerLabel, std::move(reading->values[0]));
                                    const auto account = readAccount(answers, kSignerLabel);
                                    if (!account) return;
                                    self->m_receipt.trust = reading->trust;
                                    if (account->nonce > self->m_made.plan.nonce)
                                        return self->scan(BlockNumber{raw(self->m_scanned) + 1}, self->m_final.number,
                                                          /*lapseAfter=*/true);
                                    self->settle("Lapsed", Outcome::Lapsed);
                                    self->finish();
                                });
                        });
}

} // namespace taodeck::actions
