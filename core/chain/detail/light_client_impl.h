#pragma once
/// The light client's public face: posts every call to the strand, where the Link lives, and keeps snapshots for calls
/// that must answer at once.

#include "core/chain/detail/rows.h"
#include "core/chain/light_client.h"

#include <mutex>

namespace taodeck::chain {

/// Listeners that may come and go on any thread.
template <class... Args>
class Listeners {
public:
    Subscription add(std::function<void(Args...)> fn) {
        const std::lock_guard lock{m_state->mutex};
        const auto id = m_state->next++;
        m_state->fns.emplace(id, std::move(fn));
        return Subscription{[state = m_state, id] {
            const std::lock_guard inner{state->mutex};
            state->fns.erase(id);
        }};
    }
    void notify(Args... args) const {
        std::vector<std::function<void(Args...)>> copy;
        {
            const std::lock_guard lock{m_state->mutex};
            for (const auto& [id, fn] : m_state->fns)
                copy.push_back(fn);
        }
        for (const auto& fn : copy)
            fn(args...);
    }

private:
    struct State {
        std::mutex mutex;
        std::uint64_t next{0};
        std::map<std::uint64_t, std::function<void(Args...)>> fns;
    };
    std::shared_ptr<State> m_state{std::make_shared<State>()};
};

class LightClientImpl final : public LightClient, public std::enable_shared_from_this<LightClientImpl> {
public:
    explicit LightClientImpl(LightClientOptions options) : m_options{std::move(options)} {}

    void follow(Network network, std::string endpoint) override;
    void leave(api::LinkState state, std::string problem, const Network& shown) override;
    void account(const AccountId& coldkey, Done<AccountState> done) override;
    void shutDown(api::Done<> done) override;

    // api::ChainService
    api::ChainStatus status() const override;
    Subscription onStatus(std::function<void(const api::ChainStatus&)> fn) override;
    Subscription onFinal(std::function<void(const api::BlockSummary&)> fn) override;
    void balance(const AccountId& account, Done<Stated<api::AccountBalance>> done) override;
    void positions(const AccountId& coldkey, Done<Stated<std::vector<api::StakePosition>>> done) override;
    void subnets(Done<Stated<std::vector<api::SubnetRow>>> done) override;
    void validators(NetUid netuid, Done<Stated<std::vector<api::ValidatorRow>>> done) override;
    void metagraph(NetUid netuid, std::optional<BlockNumber> at, Done<Stated<api::Metagraph>> done) override;
    void proveBalance(const AccountId& account, Done<api::ProofReport> done) override;
    void provePosition(const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                       Done<api::ProofReport> done) override;

    // ChainAccess
    Result<RuntimeInfo> runtime() const override;
    BlockRef finalHead() const override;
    BlockRef bestHead() const override;
    Subscription onFinalHead(std::function<void(const BlockRef&)> fn) override;
    void read(std::vector<StorageRead> reads, std::optional<BlockHash> at, Done<Reading> done) override;
    void call(std::string method, Bytes arguments, std::optional<BlockHash> at, Done<Bytes> done) override;
    void nextIndex(const AccountId& account, Done<std::uint32_t> done) override;
    Subscription submitAndWatch(Bytes extrinsic, std::function<void(Result<TransactionStatus>)> fn) override;
    void block(const BlockHash& hash, Done<BlockBody> done) override;
    void blockAt(BlockNumber number, Done<BlockBody> done) override;

private:
    using Task = std::function<void(const std::shared_ptr<Link>&)>;
    /// Runs `task` on the strand with the current link, or answers `done` with Disconnected.
    template <class T>
    void onLink(Done<T> done, Task task);
    /// Runs `rows` on a snapshot of the best block.
    template <class T>
    void onSnapshot(Done<T> done, std::function<void(const SnapshotPtr&, const Done<T>&)> rows);
    /// The same on a past final block. @return OutOfRange when it is not final yet.
    template <class T>
    void onSnapshotAt(BlockNumber at, Done<T> done, std::function<void(const SnapshotPtr&, const Done<T>&)> rows);
    void prove(std::string title, std::vector<StorageRead> reads, std::vector<std::string> names,
               Done<api::ProofReport> done);
    void publish();
    void dropLink();
    void onFinalised(const std::vector<finality::KnownBlock>& blocks);
    void sendSummary();

    LightClientOptions m_options;
    std::shared_ptr<Link> m_link; ///< On the strand only.
    bool m_summaryDue{false};     ///< On the strand only.
    BlockHash m_lastSummary{};    ///< On the strand only.

    mutable std::mutex m_mutex; ///< Guards the snapshots below.
    api::ChainStatus m_status;
    Result<RuntimeInfo> m_runtime{fail(Errc::Disconnected, "no network is connected")};
    BlockRef m_final, m_best;

    Listeners<const api::ChainStatus&> m_statusListeners;
    Listeners<const api::BlockSummary&> m_finalListeners;
    Listeners<const BlockRef&> m_headListeners;
};

template <class T>
void LightClientImpl::onLink(Done<T> done, Task task) {
    m_options.run.strand([self = shared_from_this(), done = std::move(done), task = std::move(task)] {
        if (!self->m_link || !self->m_link->node()) return done(fail(Errc::Disconnected, "not connected to a node"));
        task(self->m_link);
    });
}

} // namespace taodeck::chain
