#pragma once
/// The light client's trust as a state machine: headers and justifications in, "this block is final" out.
/// Trusts the TrustedStart it is built from, Blake2b and the signatures; trusts nothing in what is added later.
/// Pure: no clock, no I/O; not locked, so one strand or thread at a time. After an error the state is as before.
/// Source: polkadot-sdk client/consensus/grandpa authorities.rs (when a change applies), import.rs (what is refused).

#include "core/base/stated.h"
#include "core/finality/aura.h"
#include "core/finality/grandpa.h"

#include <deque>
#include <set>
#include <unordered_map>

namespace taodeck::finality {

/// An announced authority change that has not come into effect.
struct PendingChange {
    BlockNumber effective{}; ///< Block that the old set still justifies and after which the new set rules.
    AuthorityChange change;
};

/// What is believed without proof: an embedded or pinned block and who was in charge there.
struct TrustedStart {
    Header header;                           ///< Compare its hash with the pinned one before; genesis is fine.
    AuthoritySet set;                        ///< The set that justifies the blocks after `header`.
    std::vector<AccountId> auraAuthorities;  ///< Empty when unknown: seals are then unchecked, nothing is ever Sealed.
    std::vector<PendingChange> pending = {}; ///< Changes announced up to `header` and still to come.
};

struct KnownBlock {
    BlockHash hash;
    BlockNumber number{};
    BlockHash parent;
    StorageRoot stateRoot;
};

class ChainTrust {
public:
    explicit ChainTrust(TrustedStart start);

    /// Adds a header above the final block. One that is known already is no error.
    /// @param latestSlot the highest slot that the caller's clock allows; empty leaves the future unchecked.
    /// @return its hash; NotFound when the parent is not known (fetch it first), Conflict for a fork at or below the
    /// final block, BadProof for a wrong number, seal, author or slot, Malformed for a broken GRANDPA digest or a
    /// change that is announced while another is pending, LimitExceeded when kMaxUnfinalised headers wait already.
    Result<BlockHash> addHeader(const Header& header, std::optional<std::uint64_t> latestSlot = std::nullopt);

    /// Moves the final block forward to the justification's target, which must have been added.
    /// @return the blocks that became final, oldest first. NotFound when the target header is not known, Conflict when
    /// the target is at or below the final block (a replay; nothing moves back), BadProof when it does not verify
    /// under the set in charge or skips the block at which an announced change applies, Unsupported when a forced
    /// change is on the way (only a new trusted start can pass it).
    Result<std::vector<KnownBlock>> finalise(const Justification& justification);

    /// The same for a far target whose ancestors are not known: the step of a warp sync. Forgets the waiting headers.
    /// Safe because votes cover the set id: blocks after a change are never justified by the set before it.
    Result<KnownBlock> jump(const Header& header, const Justification& justification);

    /// Proven: final. Sealed: more than two thirds of the distinct Aura authorities sealed blocks on top of it.
    /// Reported: a known header without either. Unknown: not a header we hold, or a final one we have forgotten.
    Trust trustOf(const BlockHash& hash) const;

    const KnownBlock& finalBlock() const { return m_final.back(); }
    /// The highest known block (the first seen of equals); the final one when nothing waits above it.
    KnownBlock bestBlock() const;
    /// The highest known ancestor-or-self of the best block that is at least Sealed.
    KnownBlock sealedBlock() const;
    std::optional<KnownBlock> find(const BlockHash& hash) const;

    const AuthoritySet& authorities() const { return m_set; }
    /// The block that the current set must justify before the chain can go on under the next set, if one is announced
    /// on the way to `hash`. Ask the node for the justification of exactly this block.
    std::optional<BlockNumber> nextChange(const BlockHash& hash) const;
    /// What to keep on disk to go on from the final block later.
    TrustedStart checkpoint() const;
    std::size_t waiting() const { return m_waiting.size(); }

    static constexpr std::size_t kMaxUnfinalised = 8192;
    static constexpr std::size_t kMaxUnfinalisedBytes = 64u << 20; ///< Of their SCALE forms.
    static constexpr std::size_t kFinalKept = 1024; ///< Final blocks remembered for trustOf() and find().

private:
    struct Waiting {
        KnownBlock block;
        Header header;
        std::size_t size{0};    ///< SCALE bytes.
        std::uint64_t order{0}; ///< When it was added.
        std::optional<std::uint64_t> slot;
        std::optional<PendingChange> change;
        std::set<AccountId> sealers; ///< Authors of the blocks above.
    };

    using Path = std::vector<const Waiting*>;

    /// The header's slot and author, as far as they are known.
    struct Turn {
        std::optional<std::uint64_t> slot;
        std::optional<AccountId> author;
    };
    Result<Turn> checkTurn(const Header& header, std::optional<std::uint64_t> parentSlot,
                           std::optional<std::uint64_t> latestSlot) const;
    Result<std::optional<PendingChange>> checkChange(const Header& header) const;
    Path pathTo(const BlockHash& hash) const; ///< From above the final block, oldest first.
    Result<> mayFinalise(BlockNumber target, const Path& path) const;
    void passFinal(const KnownBlock& block, std::optional<PendingChange> change);
    void applyChange();
    void keepOnlyAboveFinal();
    bool isSealed(const Waiting& waiting) const;
    bool isFinal(const BlockHash& hash) const;

    Header m_finalHeader;
    std::optional<std::uint64_t> m_finalSlot;
    std::deque<KnownBlock> m_final; ///< Newest last; never empty.
    AuthoritySet m_set;
    std::vector<AccountId> m_aura;
    std::vector<PendingChange> m_pending; ///< Announced by final blocks, oldest first.
    std::unordered_map<BlockHash, Waiting> m_waiting;
    std::size_t m_waitingBytes{0};
    std::uint64_t m_nextOrder{0};
    BlockHash m_best;
};

} // namespace taodeck::finality
