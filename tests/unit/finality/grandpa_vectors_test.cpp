// Real justifications, with the lies made from them. tests/data/grandpa.

#include "core/finality/finality_proof.h"
#include "core/finality/sync.h"
#include "tests/unit/trie/vector_files.h"

#include <cstdio>

namespace taodeck::finality {
namespace {

using nlohmann::json;
using taodeck::test::hexBytes;
using taodeck::test::hexId;

std::vector<Authority> authoritiesOf(const json& list) {
    std::vector<Authority> out;
    for (const auto& item : list)
        out.push_back({hexId<Ed25519Public>(item.at("key")), item.at("weight").get<std::uint64_t>()});
    return out;
}

Result<Finalized> check(ByteView bytes, const AuthoritySet& set) {
    TD_TRY(const auto j, decodeJustification(bytes));
    return verify(j, set);
}

void checkDecoded(const Justification& j, const json& decoded) {
    EXPECT_EQ(j.round, decoded.at("round").get<std::uint64_t>());
    EXPECT_EQ(j.target, hexId<BlockHash>(decoded.at("targetHash")));
    EXPECT_EQ(raw(j.number), decoded.at("targetNumber").get<std::uint32_t>());
    ASSERT_EQ(j.precommits.size(), decoded.at("precommits").size());
    for (std::size_t i = 0; i < j.precommits.size(); ++i)
        EXPECT_EQ(j.precommits[i].authority, hexId<Ed25519Public>(decoded.at("precommits")[i].at("authority")));
    EXPECT_EQ(j.ancestries.size(), decoded.at("votesAncestriesCount").get<std::size_t>());
}

/// The headers are linked and lead to the target; a light client that starts at the first accepts the justification.
void checkHeaders(const json& file, const Justification& j, const AuthoritySet& set) {
    std::vector<Header> headers;
    for (const auto& item : file.at("headers")) {
        const auto header = decodeHeader(hexBytes(item.at("scale")));
        ASSERT_TRUE(header.has_value()) << header.error().context;
        EXPECT_EQ(encode(*header), hexBytes(item.at("scale")));
        EXPECT_EQ(hashOf(*header), hexId<BlockHash>(item.at("hash")));
        const auto change = authorityChange(*header);
        ASSERT_TRUE(change.has_value()) << change.error().context;
        EXPECT_EQ(change->has_value(), item.contains("grandpaChange"));
        if (*change && item.contains("grandpaChange")) {
            EXPECT_EQ((*change)->next, authoritiesOf(item.at("grandpaChange").at("nextAuthorities")));
        }
        headers.push_back(*header);
    }
    if (headers.size() < 2) return;
    ChainTrust chain{{headers.front(), set, {}}};
    for (std::size_t i = 1; i < headers.size(); ++i) {
        const auto added = chain.addHeader(headers[i]);
        ASSERT_TRUE(added.has_value()) << added.error().context;
    }
    const bool changes = authorityChange(headers.back()).value().has_value();
    const bool skips = chain.nextChange(j.target).value_or(j.number) < j.number;
    const auto final = chain.finalise(j);
    ASSERT_EQ(final.has_value(), !skips) << final.error().context;
    if (skips) return;
    EXPECT_EQ(final->size(), headers.size() - 1);
    EXPECT_EQ(chain.trustOf(j.target), Trust::Proven);
    EXPECT_EQ(chain.authorities().id, set.id + (changes ? 1 : 0));
}

std::size_t runNegatives(const json& file, const AuthoritySet& set) {
    std::size_t cases = 0;
    for (const auto& item : file.value("derivedNegatives", json::array())) {
        AuthoritySet other = set;
        other.id = item.at("setId").get<std::uint64_t>();
        if (item.contains("authorities"))
            other.authorities = decodeAuthorities(hexBytes(item.at("authorities"))).value();
        const auto final = check(hexBytes(item.at("justification")), other);
        if (item.at("expect") != "either") {
            EXPECT_EQ(item.at("expect"), "invalid");
            EXPECT_FALSE(final.has_value()) << item.at("name");
        }
        ++cases;
    }
    return cases;
}

void checkFinalityProof(const Bytes& bytes, const Justification& j) {
    const auto proof = decodeFinalityProof(bytes);
    ASSERT_TRUE(proof.has_value()) << proof.error().context;
    EXPECT_EQ(encode(*proof), bytes);
    EXPECT_EQ(proof->block, j.target);
    EXPECT_EQ(encode(proof->justification), encode(j));
    EXPECT_FALSE(proof->unknownHeaders.empty());
    for (std::size_t size = 0; size < bytes.size(); size += 7)
        EXPECT_FALSE(decodeFinalityProof(ByteView{bytes}.first(size)).has_value());
}

std::size_t runJustification(const json& file) {
    const auto bytes = hexBytes(file.at("justification"));
    const auto j = decodeJustification(bytes);
    EXPECT_TRUE(j.has_value());
    if (!j) return 0;
    EXPECT_EQ(encode(*j), bytes);
    checkDecoded(*j, file.at("decoded"));
    AuthoritySet set{file.at("setId").get<std::uint64_t>(), {}};
    EXPECT_EQ(precommitMessage(j->precommits[0].target, j->precommits[0].number, j->round, set.id),
              hexBytes(file.at("firstSignedMessage")));
    if (file.at("authorities").is_null()) { // the signers stand in for the unknown set: each signature is checked
        for (const auto& vote : j->precommits)
            set.authorities.push_back({vote.authority, 1});
        const auto final = verify(*j, set);
        EXPECT_TRUE(final.has_value());
        return 1;
    }
    set.authorities = authoritiesOf(file.at("authorities"));
    EXPECT_EQ(encodeAuthorities(set.authorities), hexBytes(file.at("authoritiesScale")));
    EXPECT_EQ(decodeAuthorities(hexBytes(file.at("authoritiesScale"))).value(), set.authorities);
    EXPECT_EQ(set.totalWeight(), file.at("totalWeight").get<std::uint64_t>());
    EXPECT_EQ(set.threshold(), file.at("threshold").get<std::uint64_t>());
    const auto final = verify(*j, set);
    EXPECT_TRUE(final.has_value()) << final.error().context;
    if (file.contains("headers")) checkHeaders(file, *j, set);
    if (file.contains("finalityProofScale")) checkFinalityProof(hexBytes(file.at("finalityProofScale")), *j);
    return 1 + runNegatives(file, set);
}

/// The light client jumps from change to change.
std::size_t runWarp(const json& file) {
    const AuthoritySet start{file.at("start").at("setId").get<std::uint64_t>(),
                             authoritiesOf(file.at("start").at("authorities"))};
    const auto bytes = hexBytes(file.at("proofScale"));
    const auto proof = decodeWarpProof(bytes);
    EXPECT_TRUE(proof.has_value() && proof->finished);
    if (!proof) return 0;
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decodeWarpProof(ByteView{bytes}.first(size)).has_value());
    ChainTrust chain{{Header{}, start, {}}};
    for (const auto& fragment : proof->fragments) {
        const auto jumped = chain.jump(fragment.header, fragment.justification);
        EXPECT_TRUE(jumped.has_value()) << jumped.error().context;
        EXPECT_EQ(chain.jump(fragment.header, fragment.justification).error().code, Errc::Conflict);
    }
    const auto& expect = file.at("expect");
    EXPECT_EQ(chain.finalBlock().hash, hexId<BlockHash>(expect.at("finalHash")));
    EXPECT_EQ(raw(chain.finalBlock().number), expect.at("finalNumber").get<std::uint32_t>());
    EXPECT_EQ(chain.authorities().id, expect.at("finalSetId").get<std::uint64_t>());
    EXPECT_EQ(encodeAuthorities(chain.authorities().authorities), hexBytes(expect.at("finalAuthoritiesScale")));
    return 1;
}

std::size_t run(const json& file) {
    if (file.contains("proofScale")) return runWarp(file);
    if (file.contains("justification")) return runJustification(file);
    EXPECT_TRUE(file.contains("genesisAuthorities")); // facts for pinned starts, nothing to verify
    return hexId<Ed25519Public>(file.at("genesisAuthorities").at(0)).isZero() ? 0 : 1;
}

TEST(GrandpaVectors, HonestOnesVerifyAndNoLieDoes) {
    std::size_t cases = 0;
    for (const auto& path : taodeck::test::vectorFiles("grandpa")) {
        SCOPED_TRACE(path.filename());
        const auto ran = run(taodeck::test::loadJson(path));
        EXPECT_GT(ran, 0u);
        cases += ran;
    }

    std::printf("ran %zu cases\n", cases);
    EXPECT_GT(cases, 0u);
}

} // namespace
} // namespace taodeck::finality
