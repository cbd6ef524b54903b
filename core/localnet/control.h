#pragma once
/// Drives a Chain: when blocks are made, and which chain it is. Speed, pause, steps, reset, snapshots, the cast's
/// switch. Tells the subscribers of each block. One thread (the node's) but for the functions that say otherwise; time
/// and timers come from the host, so that tests decide them.
///
/// A reset makes another chain (another genesis); a restore goes back to an earlier block of the same one. Neither can
/// be told by the usual notifications, so every connection is closed with a reason, and whoever connects again finds
/// the chain that is.

#include "core/localnet/feeds.h"
#include "core/localnet/pace.h"
#include "core/localnet/snapshots.h"

#include <atomic>
#include <mutex>

namespace taodeck::localnet {

/// What a new chain is to be.
struct NewChain {
    std::uint64_t slotMillis{kDefaultSlotMillis};
    std::uint64_t seed{0};
    bool empty{false};                          ///< Without the living world.
    std::optional<std::uint64_t> genesisMillis; ///< Empty: so that the chain begins now.
    /// The genesis must be later than this: what makes a reset chain another one.
    std::uint64_t afterMillis{0};
};

struct ControlHost {
    std::shared_ptr<const Clock> clock;
    /// Runs `job` on the node's thread, not before `delay` and never from within this call. Not after the Control ends.
    std::function<void(Pace::Duration delay, std::function<void()> job)> later;
    std::function<void(const std::string& reason)> dismiss; ///< Ends every connection.
    std::function<Result<std::unique_ptr<Chain>>(const std::filesystem::path& file)> open;
    std::function<Result<>(const std::filesystem::path& file, const NewChain& what)> found; ///< Makes a chain's file.
    std::function<void(Chain&, UnixMillis now)> cast; ///< Sends the cast's transactions for the next block.
    std::function<void(const Block&)> onBlock;        ///< Once final. May be empty.
    std::function<void(const Error&)> onFailure;      ///< Once: no block can follow. May be empty.
};

struct ControlStatus {
    Speed speed;
    bool paused{false}, stepping{false}, failed{false};
    BlockNumber best{}, finalized{};
    BlockHash bestHash, genesis;
    std::uint64_t slotMillis{0}, seed{0};
    UnixMillis chainTime{};    ///< Of the newest block.
    double blocksPerSecond{0}; ///< Measured over the last blocks; 0 while there are too few.
    bool empty{false}, cast{false}, archive{false};
    std::uint64_t bytes{0}; ///< The database on disk, with its log; 0 when it cannot be told.
};

class Control {
public:
    using Stepped = std::function<void(Result<>)>;
    static constexpr std::uint32_t kMaxSteps = 100'000;

    Control(std::filesystem::path file, std::unique_ptr<Chain> chain, Speed speed, ControlHost host);
    void start();

    /// False after a failure that left no chain behind: then chain(), feeds() and the commands must not be used.
    bool hasChain() const { return m_chain != nullptr; }
    Chain& chain() { return *m_chain; }
    Feeds& feeds() { return *m_feeds; }
    ControlStatus status();

    void pause(); ///< Ends a step under way.
    void resume();
    void setSpeed(Speed speed);
    /// Pauses, and makes `count` blocks one after the other; answers when the last one is final.
    /// @return OutOfRange for 0 or more than kMaxSteps, Conflict during another step, Cancelled by pause(), reset() or
    /// restore().
    void step(std::uint32_t count, Stepped done);
    /// The same until an epoch of `netuid`, or of any subnet, has run. @return also NotFound for a subnet that has no
    /// epochs; OutOfRange when none ran in kMaxSteps blocks.
    void stepEpoch(std::optional<NetUid> netuid, Stepped done);

    /// A new chain in the place of this one. `seed` and `empty` are the old chain's unless said.
    Result<> reset(std::optional<std::uint64_t> seed, std::optional<bool> empty);
    Result<SnapshotRow> snapshot(const std::string& name);
    Result<> restore(const std::string& name);
    Snapshots& snapshots() { return m_snapshots; }
    /// @return Unsupported on an empty chain, whose genesis knows none of the cast.
    Result<> setCast(bool on);

    // Any thread.
    std::uint32_t bestNumber() const { return m_bestNumber; }
    std::uint32_t finalNumber() const { return m_finalNumber; }
    BlockHash genesisHash() const;

private:
    struct Step {
        std::uint32_t left{0};
        bool untilEpoch{false};
        std::optional<NetUid> netuid;
        bool complete{false}; ///< Its last block is made and not yet final.
        Stepped done;
    };
    void schedule();
    void onDue();
    bool makeBlock();
    void finalise();
    void advanceStep();
    void beginStep(Step step);
    void endStep(Result<> how);
    void failed(const Error& error);
    void adopt(std::unique_ptr<Chain> chain);
    Result<> replaceWith(const std::filesystem::path& fresh, const std::string& reason);
    std::filesystem::path freshFile() const;

    const std::filesystem::path m_file;
    const ControlHost m_host;
    std::unique_ptr<Chain> m_chain;
    std::unique_ptr<Feeds> m_feeds;
    Snapshots m_snapshots;
    Pace m_pace;
    std::optional<Step> m_step;
    std::optional<Authored> m_unsettled; ///< Made and not yet told to be final.
    bool m_empty{false}, m_cast{false}, m_failed{false};
    std::uint64_t m_round{0}; ///< A timer of an earlier round does nothing.
    std::deque<Pace::Time> m_madeAt;
    std::atomic<std::uint32_t> m_bestNumber{0}, m_finalNumber{0};
    mutable std::mutex m_mutex; ///< Over m_genesis.
    BlockHash m_genesis;
};

/// Settings in the chain's file.
inline constexpr const char *kCastSetting = "cast", *kEmptySetting = "empty"; ///< "1" or absent.

} // namespace taodeck::localnet
