#pragma once
/// The strongest lie: a whole chain of made-up blocks above the honest ones, consistent in itself. Its state holds one
/// account with a made-up balance, its proofs are valid under its state roots, its headers are sealed as told, and its
/// justifications are made by a function of the case.

#include "core/crypto/keypair.h"
#include "core/finality/grandpa.h"
#include "core/trie/trie.h"
#include "tests/integration/lying_proxy.h"

#include <map>
#include <set>

namespace taodeck::test {

/// What the JSON of headers and justifications says, and back.
finality::Header headerOf(const json& value);
json toJson(const finality::Header& header);
/// First GRANDPA justification of a block's answer; empty when there is none.
std::optional<Bytes> justificationOf(const json& block);
void setJustification(json& block, const std::optional<Bytes>& bytes);

/// The three development authorities, whose keys anybody can make.
class DevKeys {
public:
    DevKeys();
    const crypto::KeyPair& author(std::uint64_t slot) const { return m_aura[slot % m_aura.size()]; }
    /// A vote of voter `who` (0..2; 3 is a stranger).
    finality::Precommit vote(std::size_t who, const BlockHash& target, BlockNumber number, std::uint64_t round,
                             std::uint64_t setId) const;
    /// Votes of `voters` for the header.
    finality::Justification justify(const finality::Header& header, std::uint64_t setId, std::uint64_t round,
                                    const std::vector<std::size_t>& voters) const;

private:
    std::vector<crypto::KeyPair> m_aura, m_grandpa;
};

struct Forgery {
    /// Changes a header that is forged already (state root, parent) before it is sealed.
    std::function<void(finality::Header&)> change = {};
    enum class Seal { OfTheAuthor, OfAnotherAuthor, OfAStranger, None, AsItWas } seal{Seal::OfTheAuthor};
    /// The forged block's justification, from its header and the honest block's.
    std::function<std::optional<Bytes>(const finality::Header& fake, const Bytes& honest)> justify = {};
    std::uint32_t honestBlocks{3}; ///< After the first news, before the forging begins.
};

class Forger {
public:
    /// @param key raw storage key of the account; @param value its made-up SCALE value.
    Forger(Forgery forgery, Bytes key, Bytes value);

    void lie(Answer& answer);
    void rewrite(json& params) const; ///< Made-up hashes become those of the honest blocks below them.

private:
    struct Fake {
        finality::Header header;
        std::string real; ///< Hash, as JSON has it.
    };
    void onHeader(json& value);
    std::string forge(const finality::Header& real);
    const Fake* fakeAt(const json& params, std::size_t index) const;
    void answerProof(Answer& answer);

    const Forgery m_forgery;
    const DevKeys m_keys;
    trie::MemoryNodes m_state;
    StorageRoot m_root;
    std::optional<std::uint32_t> m_from; ///< First number that is forged.
    std::map<std::string, Fake> m_fakes;
    std::map<std::string, std::string> m_byReal;
};

} // namespace taodeck::test
