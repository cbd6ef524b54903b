#pragma once
/// Makes headers, seals and justifications with development keys.

#include "core/crypto/hash.h"
#include "core/crypto/keypair.h"
#include "core/finality/aura.h"
#include "core/finality/grandpa.h"

#include <string>

namespace taodeck::finality::test {

inline crypto::KeyPair key(crypto::KeyType type, const std::string& name) {
    return crypto::KeyPair::fromUri(type, "//" + name).value();
}

/// Block authors and finality voters of one test chain.
class Keys {
public:
    explicit Keys(const std::vector<std::string>& authors = {"Alice", "Bob", "Charlie"},
                  const std::vector<std::string>& voters = {"Alice", "Bob", "Charlie", "Dave"}) {
        for (const auto& name : authors)
            m_authors.push_back(key(crypto::KeyType::Sr25519, name));
        for (const auto& name : voters)
            m_voters.push_back(key(crypto::KeyType::Ed25519, name));
    }

    std::vector<AccountId> aura() const {
        std::vector<AccountId> out;
        for (const auto& author : m_authors)
            out.push_back(author.publicKey());
        return out;
    }
    AuthoritySet set(std::uint64_t id = 0) const {
        AuthoritySet out{id, {}};
        for (const auto& voter : m_voters)
            out.authorities.push_back({Ed25519Public{voter.publicKey().bytes}, 1});
        return out;
    }

    Header seal(Header header, std::uint64_t slot) const {
        header.digest.insert(header.digest.begin(), slotDigest(slot));
        const auto signature = m_authors[slot % m_authors.size()].sign(hashOf(header).view());
        header.digest.push_back(sealDigest(signature));
        return header;
    }
    /// A sealed child; `salt` makes siblings differ.
    Header child(const Header& parent, std::uint64_t slot, std::uint8_t salt = 0,
                 std::vector<DigestItem> digest = {}) const {
        Header out;
        out.parent = hashOf(parent);
        out.number = BlockNumber{raw(parent.number) + 1};
        out.stateRoot.bytes[0] = salt;
        out.digest = std::move(digest);
        return seal(std::move(out), slot);
    }

    Precommit vote(std::size_t voter, const BlockHash& target, BlockNumber number, std::uint64_t round,
                   std::uint64_t setId) const {
        const auto& pair = m_voters[voter];
        const auto signature = pair.sign(precommitMessage(target, number, round, setId));
        return {target, number, signature, Ed25519Public{pair.publicKey().bytes}};
    }
    Justification justify(const Header& header, std::uint64_t setId, std::size_t votes = 3,
                          std::uint64_t round = 1) const {
        Justification out{round, hashOf(header), header.number, {}, {}};
        for (std::size_t i = 0; i < votes; ++i)
            out.precommits.push_back(vote(i, out.target, out.number, round, setId));
        return out;
    }

private:
    std::vector<crypto::KeyPair> m_authors;
    std::vector<crypto::KeyPair> m_voters;
};

inline DigestItem changeDigest(const AuthoritySet& next, std::uint32_t delay) {
    return {DigestItem::Kind::Consensus, kGrandpa,
            encodeScheduledChange({next.authorities, BlockNumber{delay}, /*forced=*/false})};
}

} // namespace taodeck::finality::test
