#pragma once
/// When a subnet's epochs run and when a commit is revealed: the chain's own clock, run ahead. Pure; any thread.
/// Source: upstream coinbase (run_coinbase.rs, reveal_commits.rs) at spec 425; docs/mining.md. Runtimes whose epochs
/// have no index count by the block number alone (legacyRevealBlock).

#include "core/api/chain_service.h"

#include <optional>

namespace taodeck::worker {

/// The clock as the state of `at` has it, after that block.
struct EpochClock {
    std::uint64_t at{0};
    std::uint64_t tempo{0}, lastEpochBlock{0}, pendingEpochAt{0}, epochIndex{0}, blocksSinceLastStep{0};

    /// Index of the epoch that block `block` (after `at`) belongs to; one that runs in it counts already.
    /// @return nothing where the clock stands still (tempo 0) or `block` is more than 2^20 blocks ahead.
    std::optional<std::uint64_t> epochOf(std::uint64_t block) const;
    /// First block after `from` whose epoch is `epoch`. @return as above, and nothing when that epoch is over.
    std::optional<std::uint64_t> firstBlockOf(std::uint64_t epoch, std::uint64_t from) const;
};

/// @param at the block that the metagraph was read at.
EpochClock clockOf(const api::Metagraph& metagraph, BlockNumber at);

/// First block of the epoch in which a commit of `block` is revealed, by the block number alone.
/// @param index mechanism * 4096 + netuid.
std::uint64_t legacyRevealBlock(std::uint64_t block, std::uint16_t index, std::uint64_t tempo, std::uint64_t period);

/// A randomness beacon as the chain trusts it.
struct BeaconTimes {
    std::uint64_t genesisSeconds{0}; ///< Since 1970.
    std::uint64_t periodSeconds{0};
};
/// Blocks that the reveal waits after its first one, so that the pulse is surely there.
inline constexpr std::uint64_t kRevealSafetyBlocks = 3;
/// Round whose pulse opens a commit: the newest that is published by the time of `revealBlock` plus the safety blocks.
/// Rounded down: never a pulse that is not there yet. At least 1.
/// @param nowMillis chain time of block `at`. @param blockMillis between two blocks.
std::uint64_t revealRound(const BeaconTimes& beacon, std::uint64_t at, std::uint64_t nowMillis,
                          std::uint64_t revealBlock, std::uint64_t blockMillis);

} // namespace taodeck::worker
