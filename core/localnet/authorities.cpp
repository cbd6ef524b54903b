#include "core/localnet/authorities.h"

#include "core/crypto/hash.h"
#include "core/finality/aura.h"

#include <stdexcept>

namespace taodeck::localnet {

namespace {

/// No secret: as public as the development keys themselves, and the same after every start.
crypto::MlKemKeys shieldKeysOf(const AccountId& author) {
    const auto seed = [&](const char* name) {
        Bytes from{asBytes(name).begin(), asBytes(name).end()};
        append(from, author.view());
        return crypto::MlKemSeed{crypto::blake2b256(from)};
    };
    return crypto::mlKemKeys(seed("shield key"), seed("shield rejection"));
}

} // namespace

Authorities::Authorities() {
    for (const char* uri : {"//One", "//Two", "//Three"}) {
        auto aura = crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri);
        auto grandpa = crypto::KeyPair::fromUri(crypto::KeyType::Ed25519, uri);
        if (!aura || !grandpa) throw std::logic_error("development keys cannot be derived");
        m_auraKeys.push_back(aura->publicKey());
        m_grandpaKeys.push_back(Ed25519Public{grandpa->publicKey().bytes});
        m_shield.push_back(shieldKeysOf(aura->publicKey()));
        m_aura.push_back(*std::move(aura));
        m_grandpa.push_back(*std::move(grandpa));
    }
}

finality::Header Authorities::seal(finality::Header header, std::uint64_t slot) const {
    const auto hash = finality::hashOf(header);
    header.digest.push_back(finality::sealDigest(m_aura[slot % m_aura.size()].signRepeatably(hash.view())));
    return header;
}

Bytes Authorities::justify(const BlockHash& hash, BlockNumber number, std::uint64_t round, std::uint64_t setId) const {
    const Bytes message = finality::precommitMessage(hash, number, round, setId);
    finality::Justification out;
    out.round = round;
    out.target = hash;
    out.number = number;
    for (std::size_t i = 0; i < m_grandpa.size(); ++i)
        out.precommits.push_back({hash, number, m_grandpa[i].sign(message), m_grandpaKeys[i]});
    return finality::encode(out);
}

} // namespace taodeck::localnet
