#pragma once
/// Transactions that wait for a block. Decides by what the runtime says of each (Verdict) and by the accounts' nonces;
/// trusts neither bytes nor order of arrival. Pure: time is an argument. Not locked.
/// Source: polkadot-sdk client/transaction-pool (graph); codes and texts of sc-rpc-api author/error.rs.

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/subtensor/runtime.h"

#include <map>
#include <set>
#include <unordered_map>

namespace taodeck::localnet {

/// Why a transaction was not taken.
struct PoolError {
    enum class Kind { Invalid, TooLarge, Banned, AlreadyImported, PriorityTooLow, ImmediatelyDropped };
    Kind kind{Kind::Invalid};
    subtensor::Invalid invalid;                   ///< Of Invalid.
    std::uint64_t oldPriority{0}, newPriority{0}; ///< Of PriorityTooLow.
    ExtrinsicHash hash;                           ///< Of AlreadyImported.
};

/// What happens to a watched transaction. After Finalized, Usurped, Dropped or Invalid nothing follows.
struct PoolStatus {
    enum class Kind { Ready, Future, InBlock, Finalized, Usurped, Dropped, Invalid };
    Kind kind{Kind::Ready};
    BlockHash block;       ///< Of InBlock and Finalized.
    ExtrinsicHash usurper; ///< Of Usurped.
    bool isLast() const { return kind >= Kind::Finalized; }
};
using Watcher = std::function<void(const PoolStatus&)>;

struct PoolLimits {
    std::size_t ready = 8192, future = 1024; ///< Transactions.
    std::size_t bytes = 64u << 20;           ///< Of all together.
    std::size_t extrinsicBytes = 5u << 20;   ///< Of one; the block's share for Normal ones is 7.5 MiB.
    std::chrono::minutes ban{30};
};

class Pool {
public:
    using Verdict = tl::expected<subtensor::ValidTransaction, subtensor::Invalid>;
    using Validate = std::function<Verdict(ByteView)>;
    using NonceOf = std::function<std::uint32_t(const AccountId&)>; ///< In the state of the best block.

    explicit Pool(PoolLimits limits = {}) : m_limits{limits} {}

    /// @param best the block that `validate` judges by; the era's end counts from it.
    tl::expected<ExtrinsicHash, PoolError> submit(Bytes extrinsic, const Validate& validate, const NonceOf& nonceOf,
                                                  BlockNumber best, UnixMillis now, Watcher watcher = nullptr);

    /// The best next transaction after those in `taken`, empty at the end. Order: priority, then arrival; per account
    /// by nonce.
    class Ready {
    public:
        struct Item {
            ExtrinsicHash hash;
            const Bytes* bytes; ///< Valid until the pool changes.
        };
        std::optional<Item> next();
        void skipSender(); ///< The one given last did not go in: neither can its account's later ones.

    private:
        friend class Pool;
        struct Head {
            std::uint64_t priority, arrival;
            AccountId account;
            std::uint32_t nonce;
            bool operator<(const Head& other) const {
                return priority != other.priority ? priority > other.priority : arrival < other.arrival;
            }
        };
        explicit Ready(const Pool& pool);
        void push(const AccountId& account, std::uint32_t nonce);
        const Pool& m_pool;
        std::set<Head> m_heads;
        std::optional<Head> m_last;
    };
    Ready ready() const { return Ready{*this}; }

    /// After a block: its transactions leave as InBlock and (`finalized`) Finalized; those whose nonce is used or whose
    /// era has ended leave as Invalid; waiting ones may become ready.
    void onBlock(const BlockHash& hash, BlockNumber number, const std::vector<ExtrinsicHash>& included,
                 const NonceOf& nonceOf, UnixMillis now);
    /// Tells the watchers of `included` that their block is final.
    void onFinalized(const BlockHash& hash, const std::vector<ExtrinsicHash>& included);
    /// Removes one that turned out not to fit, and bans it for a while.
    void remove(const ExtrinsicHash& hash, const NonceOf& nonceOf, UnixMillis now);

    /// The next nonce of `account` after its ready ones, given the state's.
    std::uint32_t nextNonce(const AccountId& account, std::uint32_t stateNonce) const;
    std::vector<Bytes> pending() const; ///< Ready ones, in order.
    std::size_t size() const { return m_byHash.size(); }

private:
    struct Entry {
        Bytes bytes;
        ExtrinsicHash hash;
        AccountId signer;
        std::uint32_t nonce{0};
        std::uint64_t priority{0}, arrival{0};
        std::uint64_t validTill{0}; ///< Last block that may hold it.
        bool isReady{false};
        std::vector<Watcher> watchers;
    };
    struct Account {
        std::uint32_t nonce{0};                 ///< Of the state.
        std::map<std::uint32_t, Entry> entries; ///< By nonce.
    };
    void tell(Entry& entry, const PoolStatus& status);
    void promote(const AccountId& id, Account& account);
    void erase(const AccountId& id, std::uint32_t nonce);
    bool isBanned(const ExtrinsicHash& hash, UnixMillis now);
    void ban(const ExtrinsicHash& hash, UnixMillis now);

    const PoolLimits m_limits;
    std::map<AccountId, Account> m_accounts;
    std::unordered_map<ExtrinsicHash, std::pair<AccountId, std::uint32_t>> m_byHash;
    std::unordered_map<ExtrinsicHash, std::vector<Watcher>> m_included; ///< In a block, not yet final.
    std::unordered_map<ExtrinsicHash, UnixMillis> m_banned;             ///< Until when.
    std::size_t m_bytes{0}, m_readyCount{0};
    std::uint64_t m_arrivals{0};
};

} // namespace taodeck::localnet
