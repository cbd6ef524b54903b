// GRANDPA justifications, headers and finality proofs from a hostile node. What decodes has one byte string only, and
// what verifies carries valid votes of more than two thirds of the set. Input: one byte (what to decode), then its
// SCALE bytes.

#include "core/crypto/keypair.h"
#include "core/finality/aura.h"
#include "core/finality/finality_proof.h"

#include <cstdlib>
#include <set>

using namespace taodeck;
using namespace taodeck::finality;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// The set whose justifications are the seed corpus.
const AuthoritySet& trusted() {
    static const AuthoritySet set = [] {
        AuthoritySet out{3, {}};
        for (const auto* uri : {"//Alice", "//Bob", "//Charlie", "//Dave"}) {
            const auto pair = crypto::KeyPair::fromUri(crypto::KeyType::Ed25519, uri).value();
            out.authorities.push_back({Ed25519Public{pair.publicKey().bytes}, 1});
        }
        return out;
    }();
    return set;
}

void checkVotes(const Justification& j) {
    const auto& set = trusted();
    const auto final = verify(j, set);
    if (!final) return;
    require(final->hash == j.target && final->number == j.number);
    std::set<Ed25519Public> voters;
    for (const auto& vote : j.precommits) {
        const auto message = precommitMessage(vote.target, vote.number, j.round, set.id);
        require(crypto::verify(crypto::KeyType::Ed25519, AccountId{vote.authority.bytes}, message, vote.signature));
        require(raw(vote.number) >= raw(j.number));
        voters.insert(vote.authority);
    }
    require(3 * voters.size() > 2 * set.authorities.size());
}

void checkHeader(ByteView bytes) {
    const auto header = decodeHeader(bytes);
    if (!header) return;
    require(encode(*header) == toBytes(bytes));
    if (const auto change = authorityChange(*header); change && *change) require(!(*change)->next.empty());
    if (const auto unsealed = unseal(*header)) {
        auto sealed = unsealed->header;
        sealed.digest.push_back(sealDigest(unsealed->seal));
        require(hashOf(sealed) == hashOf(*header));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto bytes = ByteView{data, size}.subspan(1);
    switch (data[0] % 5) {
    case 0:
        if (const auto j = decodeJustification(bytes)) {
            require(encode(*j) == toBytes(bytes));
            checkVotes(*j);
        }
        break;
    case 1:
        checkHeader(bytes);
        break;
    case 2:
        if (const auto proof = decodeFinalityProof(bytes)) require(encode(*proof) == toBytes(bytes));
        break;
    case 3:
        if (const auto proof = decodeWarpProof(bytes)) require(proof->fragments.size() <= bytes.size());
        break;
    case 4:
        if (const auto list = decodeAuthorities(bytes)) require(encodeAuthorities(*list) == toBytes(bytes));
        break;
    }
    return 0;
}
