#pragma once
/// A chain for tests: state, blocks and heads are what the test says; answers wait until pump().

#include "core/chain/chain_access.h"

#include <deque>
#include <map>
#include <set>

namespace taodeck::testing {

class FakeChain final : public chain::ChainAccess {
public:
    explicit FakeChain(std::shared_ptr<const metadata::Metadata> meta);

    // What the test sets.
    chain::RuntimeInfo info;
    chain::BlockRef final, best;
    Trust trust{Trust::Proven}; ///< Of reads at the final head and at blocks in `provenBlocks`.
    std::set<BlockHash> provenBlocks;
    std::map<AccountId, std::uint32_t> nextIndices;
    std::map<std::string, std::function<Result<Bytes>(ByteView)>> apis;
    std::map<BlockHash, chain::BlockBody> blocks;
    std::map<BlockNumber, BlockHash> chainOfBlocks;
    Errc readError{}; ///< Not 0: every read fails with it.

    /// Puts a value under its key at the head, or at a block.
    void set(const std::string& pallet, const std::string& item, const std::vector<metadata::Value>& keys,
             const metadata::Value& value, std::optional<BlockHash> at = {});
    void setAccount(const AccountId& account, Rao free, std::uint32_t nonce = 0, std::optional<BlockHash> at = {});
    /// A pool at even weights on a started subnet.
    void setPool(NetUid netuid, std::uint64_t tao, std::uint64_t alpha);
    void setFee(Rao fee);
    chain::BlockRef addBlock(std::uint32_t number, std::vector<Bytes> extrinsics, bool rootChecked = true);

    // What the test sees and drives.
    std::vector<chain::StorageRead> reads; ///< Everything that was asked.
    std::vector<std::string> calls;
    std::vector<Bytes> submitted;
    bool watching() const { return static_cast<bool>(m_watch); }
    void emit(chain::TransactionStatus::Kind kind, BlockHash block = {});
    void emitTrouble(Error error);
    void finalize(const chain::BlockRef& head);
    void pump(); ///< Runs everything that waits, and what that causes.

    Result<chain::RuntimeInfo> runtime() const override { return info; }
    chain::BlockRef finalHead() const override { return final; }
    chain::BlockRef bestHead() const override { return best; }
    Subscription onFinalHead(std::function<void(const chain::BlockRef&)> fn) override;
    void read(std::vector<chain::StorageRead> wanted, std::optional<BlockHash> at,
              chain::Done<chain::Reading> done) override;
    void call(std::string method, Bytes arguments, std::optional<BlockHash> at, chain::Done<Bytes> done) override;
    void nextIndex(const AccountId& account, chain::Done<std::uint32_t> done) override;
    Subscription submitAndWatch(Bytes extrinsic, std::function<void(Result<chain::TransactionStatus>)> fn) override;
    void block(const BlockHash& hash, chain::Done<chain::BlockBody> done) override;
    void blockAt(BlockNumber number, chain::Done<chain::BlockBody> done) override;

private:
    using State = std::map<Bytes, Bytes>;
    Result<chain::Reading> answer(const std::vector<chain::StorageRead>& wanted, std::optional<BlockHash> at) const;
    void later(std::function<void()> fn) { m_queue.push_back(std::move(fn)); }

    State m_state;
    std::map<BlockHash, State> m_stateAt;
    std::deque<std::function<void()>> m_queue;
    std::map<int, std::function<void(const chain::BlockRef&)>> m_finalListeners;
    std::function<void(Result<chain::TransactionStatus>)> m_watch;
    int m_lastListener{0};
};

/// A hash whose first bytes are the number.
BlockHash hashOfNumber(std::uint32_t number);

/// The value of System.Events with these events of the extrinsic at `index`.
metadata::Value eventRecords(std::uint32_t index, std::vector<metadata::Value> events);
metadata::Value extrinsicSuccess();
metadata::Value extrinsicFailed(std::uint8_t pallet, std::uint8_t error);
metadata::Value feePaid(const AccountId& who, Rao fee);
metadata::Value stakeAdded(const AccountId& coldkey, const AccountId& hotkey, Rao tao, Alpha alpha, NetUid netuid,
                           Rao fee);
metadata::Value stakeRemoved(const AccountId& coldkey, const AccountId& hotkey, Rao tao, Alpha alpha, NetUid netuid,
                             Alpha fee);

} // namespace taodeck::testing
