#pragma once
/// Follows one signed transaction from the pool to a proven receipt. What the node says about it moves the track; what
/// the receipt states is read from the block's events with a proof, and the transaction lapses only when the final
/// state shows that it was not used.

#include "core/actions/parts.h"

#include <mutex>
#include <set>

namespace taodeck::actions {

class Tracker : public std::enable_shared_from_this<Tracker> {
public:
    using Publish = std::function<void(const api::Receipt&)>;

    /// @param first answered once, with the first state that the node gave. @param ended called once, at the very end.
    Tracker(Parts parts, MadePlan made, Bytes extrinsic, std::uint64_t actionId, Publish publish,
            api::Done<api::Receipt> first, std::function<void()> ended);
    void start();

private:
    /// Runs `fn` alone; subscriptions that it ended are dropped after the lock is.
    template <class Fn>
    void alone(Fn fn);
    void publish();
    void answerFirst();
    void reach(api::Step step);
    void settle(std::string errorName, api::Outcome outcome);
    void finish();

    void takeStatus(Result<chain::TransactionStatus> status);
    void takeTrouble(const Error& error);
    void takeFinal(const chain::BlockRef& head);
    void look(const BlockHash& hash);
    bool takeBody(const chain::BlockBody& body);
    void leaveBlock();
    void readEvents();
    void takeEvents(Result<chain::Reading> reading);
    void checkStillThere();
    void scan(BlockNumber from, BlockNumber to, bool lapseAfter);
    void checkLapse();

    std::recursive_mutex m_mutex; ///< A listener may ask something in return on the same thread.
    Parts m_parts;
    MadePlan m_made;
    Bytes m_extrinsic;
    Publish m_publish;
    api::Done<api::Receipt> m_first;
    std::function<void()> m_ended;
    api::Receipt m_receipt;
    Subscription m_watch, m_finals;
    std::vector<Subscription> m_dropped;
    chain::BlockRef m_final;
    std::set<BlockHash> m_retracted; ///< Blocks that the node took back, perhaps before we had looked at them.
    BlockNumber m_scanned{};         ///< Final blocks up to here do not hold the transaction.
    bool m_watchLost{false};         ///< The node no longer tells; final blocks are searched.
    bool m_busy{false};              ///< A read or scan is under way.
    bool m_nodeSaysFinal{false};
    bool m_rootChecked{false};
    bool m_over{false};
};

} // namespace taodeck::actions
