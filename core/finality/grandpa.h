#pragma once
/// GRANDPA justifications: made by the localnet's authorities, verified by the light client.
/// Source: polkadot-sdk client/consensus/grandpa justification.rs, finality-grandpa `validate_commit`; vectors
/// tests/data/grandpa.

#include "core/finality/header.h"

#include <map>

namespace taodeck::finality {

struct Authority {
    Ed25519Public key;
    std::uint64_t weight{1};
    friend auto operator<=>(const Authority&, const Authority&) = default;
};

struct AuthoritySet {
    std::uint64_t id{0};
    std::vector<Authority> authorities;
    std::uint64_t totalWeight() const;
    std::uint64_t threshold() const; ///< Smallest weight that is more than two thirds.
};

struct Precommit {
    BlockHash target;
    BlockNumber number{};
    std::array<std::uint8_t, 64> signature{};
    Ed25519Public authority;
};

struct Justification {
    std::uint64_t round{0};
    BlockHash target;
    BlockNumber number{};
    std::vector<Precommit> precommits;
    std::vector<Header> ancestries; ///< Headers between the target and the precommits' own targets.
};

Bytes encode(const Justification& j);
/// Whole input. @return Truncated or Malformed; LimitExceeded above the limits at the end of this header.
Result<Justification> decodeJustification(ByteView bytes);

/// The bytes a voter signs for a precommit.
Bytes precommitMessage(const BlockHash& target, BlockNumber number, std::uint64_t round, std::uint64_t setId);

/// What a verified justification finalises.
struct Finalized {
    BlockHash hash;
    BlockNumber number{};
    std::uint64_t round{0};
    std::uint32_t signatures{0};
};
/// Checks every signature under `set.id`, that every precommit's target descends from the commit's target by the given
/// ancestries, that no authority counts twice (an equivocation or repeated vote is counted at most once), that unknown
/// voters and unused ancestry headers are refused, and that the counted weight exceeds two thirds.
/// @return BadProof with the reason.
Result<Finalized> verify(const Justification& j, const AuthoritySet& set);

/// A scheduled or forced change in a header's digest.
struct AuthorityChange {
    std::vector<Authority> next;
    BlockNumber delay{}; ///< Blocks after the header at which the change applies.
    bool forced{false};
};
/// @return the change that a header announces, empty for none; Malformed when a GRANDPA digest does not decode, or more
/// than one is present.
Result<std::optional<AuthorityChange>> authorityChange(const Header& header);
Bytes encodeScheduledChange(const AuthorityChange& change); ///< Data of the Consensus digest item; not for forced ones.

Result<std::vector<Authority>> decodeAuthorities(ByteView bytes); ///< Value of Grandpa.Authorities.
Bytes encodeAuthorities(std::span<const Authority> authorities);

inline constexpr std::size_t kMaxAuthorities = 4096;
inline constexpr std::size_t kMaxAncestries = 1024;
inline constexpr std::size_t kMaxJustificationBytes = 4u << 20;

} // namespace taodeck::finality
