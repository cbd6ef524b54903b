#pragma once
/// Aura: whose turn a slot is, and the seal under a header. Source: polkadot-sdk client/consensus/aura; authority of
/// slot s is authorities[s mod n]; the seal signs the hash of the header without the seal, with sr25519.

#include "core/finality/header.h"

namespace taodeck::finality {

/// Slot of the header's Aura pre-runtime digest. @return BadProof when missing, repeated or not eight bytes.
Result<std::uint64_t> slotOf(const Header& header);
DigestItem slotDigest(std::uint64_t slot);

/// The header as it was signed: without its last digest item, which must be the only Aura seal. @return BadProof
/// otherwise.
struct Unsealed {
    Header header;
    std::array<std::uint8_t, 64> seal{};
};
Result<Unsealed> unseal(const Header& header);
DigestItem sealDigest(std::span<const std::uint8_t, 64> signature);

/// @return the author whose seal is valid for the header's slot, else BadProof.
Result<AccountId> verifySeal(const Header& header, std::span<const AccountId> auraAuthorities);

} // namespace taodeck::finality
