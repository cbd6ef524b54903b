#pragma once
/// The three development authorities, //One //Two //Three, all of which live in the localnet's process: they seal each
/// block and sign its finality. Anybody can make these keys; they mean nothing on another network.

#include "core/crypto/keypair.h"
#include "core/crypto/ml_kem.h"
#include "core/finality/grandpa.h"

namespace taodeck::localnet {

class Authorities {
public:
    Authorities();

    const std::vector<AccountId>& aura() const { return m_auraKeys; } ///< In slot order.
    const std::vector<Ed25519Public>& grandpa() const { return m_grandpaKeys; }
    const AccountId& author(std::uint64_t slot) const { return m_auraKeys[slot % m_auraKeys.size()]; }

    /// The slot's author's keys of MevShield: one pair for each author, which follows from its name.
    const crypto::MlKemKeys& shieldKeys(std::uint64_t slot) const { return m_shield[slot % m_shield.size()]; }

    /// `header` with the seal of its slot's author as last digest item; equal headers get equal seals.
    finality::Header seal(finality::Header header, std::uint64_t slot) const;
    /// All three precommit to `hash` in `round` of authority set `setId`: a justification in SCALE.
    Bytes justify(const BlockHash& hash, BlockNumber number, std::uint64_t round, std::uint64_t setId) const;

private:
    std::vector<crypto::KeyPair> m_aura, m_grandpa;
    std::vector<crypto::MlKemKeys> m_shield;
    std::vector<AccountId> m_auraKeys;
    std::vector<Ed25519Public> m_grandpaKeys;
};

} // namespace taodeck::localnet
