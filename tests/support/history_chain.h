#pragma once
/// The development chain in memory under a random history of signed transactions, which it keeps, so that the same
/// blocks can be executed again. Header hashes are made up. One thread.

#include "core/base/ids.h"
#include "core/subtensor/runtime.h"
#include "tests/support/random_calls.h"

#include <functional>
#include <map>
#include <optional>

namespace taodeck::subtensor::test {

class HistoryChain {
public:
    HistoryChain();
    const Runtime& runtime() const { return *m_runtime; }
    const MemoryState& state() const { return m_state; }
    std::uint32_t number() const { return m_number; }

    /// Opens the next block: the block step runs, and the time is set.
    void begin();
    /// What the open block's transactions see.
    const StateReader& open() const { return *m_open; }
    /// Signs with the account's nonce and applies.
    tl::expected<Applied, Invalid> send(const Wish& wish);
    /// Whether send() would succeed and the call too; nothing changes.
    bool wouldSucceed(const Wish& wish) const;
    /// send() for bytes that were made before.
    tl::expected<Applied, Invalid> apply(const Bytes& extrinsic);
    void end();

    StorageRoot stateRoot() const;
    /// Extrinsics of every block so far, without the inherents.
    const std::vector<std::vector<Bytes>>& blocks() const { return m_blocks; }

private:
    std::shared_ptr<const Runtime> m_runtime;
    MemoryState m_state;
    std::unique_ptr<State> m_open;
    std::uint32_t m_number{0};
    std::vector<std::vector<Bytes>> m_blocks;
};

/// A version 4 transaction, immortal, without tip; the same bytes each time.
Bytes signedExtrinsic(const Wish& wish, std::uint32_t nonce, const RuntimeVersion& version, const BlockHash& genesis);

struct HistoryOptions {
    std::uint64_t seed{1};
    int transactions{1'000};
    std::uint32_t perBlock{5}; ///< On average.
    /// Says what happened in this block and stops there; 0: in the first block that breaks something.
    std::optional<std::uint32_t> trace;
};
struct HistoryResult {
    struct Count {
        int sent{0}, succeeded{0}, refused{0}; ///< Refused: would not be in a block (fees, guards).
        std::map<std::string, int> errors;
    };
    std::map<std::string, Count> calls;
    std::vector<std::string> violations; ///< "block 12: ...", at most kMost of them.
    std::vector<std::string> trace;      ///< As traceBlock() says it, if that was asked for.
    int sent{0}, succeeded{0};
    std::uint32_t blocks{0};
    StorageRoot root;
    static constexpr std::size_t kMost = 20;
};
/// Plays a history on a new chain and checks the invariants after each block step and at the end of each block; then
/// plays the same extrinsics again and compares the state roots.
HistoryResult playHistory(const HistoryOptions& options);

} // namespace taodeck::subtensor::test
