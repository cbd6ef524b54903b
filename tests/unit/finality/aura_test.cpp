#include "core/finality/aura.h"

#include "tests/unit/finality/test_chain.h"
#include "tests/unit/trie/vector_files.h"

namespace taodeck::finality {
namespace {

using Kind = DigestItem::Kind;

Header sealed(std::uint64_t slot) {
    Header header;
    header.number = BlockNumber{9};
    return test::Keys{}.seal(header, slot);
}

TEST(Seal, NamesTheAuthorOfTheSlot) {
    const auto authorities = test::Keys{}.aura();
    for (std::uint64_t slot = 30; slot < 36; ++slot) {
        const auto author = verifySeal(sealed(slot), authorities);

        ASSERT_TRUE(author.has_value()) << author.error().context;
        EXPECT_EQ(*author, authorities[slot % 3]);
    }
}

TEST(Seal, IsRefusedWhenAnythingUnderItChanges) {
    const auto authorities = test::Keys{}.aura();
    const auto good = sealed(7);
    const std::vector<std::pair<const char*, std::function<void(Header&)>>> table{
        {"number", [](Header& h) { h.number = BlockNumber{10}; }},
        {"parent", [](Header& h) { h.parent.bytes[3] ^= 1; }},
        {"state root", [](Header& h) { h.stateRoot.bytes[3] ^= 1; }},
        {"extrinsics root", [](Header& h) { h.extrinsicsRoot.bytes[3] ^= 1; }},
        {"slot", [](Header& h) { h.digest.front() = slotDigest(10); }},
        {"another slot's digest in front", [](Header& h) { h.digest.insert(h.digest.begin(), slotDigest(7)); }},
        {"no slot", [](Header& h) { h.digest.erase(h.digest.begin()); }},
        {"short slot", [](Header& h) { h.digest.front().data.pop_back(); }},
        {"signature", [](Header& h) { h.digest.back().data[9] ^= 1; }},
        {"short seal", [](Header& h) { h.digest.back().data.pop_back(); }},
        {"no seal", [](Header& h) { h.digest.pop_back(); }},
        {"two seals", [](Header& h) { h.digest.push_back(h.digest.back()); }},
        {"seal not last",
         [](Header& h) {
             h.digest.push_back({Kind::Other, {}, {}});
         }},
        {"an item more",
         [](Header& h) {
             h.digest.insert(h.digest.begin(), {Kind::Other, {}, {}});
         }},
    };
    for (const auto& [name, spoil] : table) {
        auto header = good;
        spoil(header);
        const auto author = verifySeal(header, authorities);
        ASSERT_FALSE(author.has_value()) << name;
        EXPECT_EQ(author.error().code, Errc::BadProof) << name;
    }
}

TEST(Seal, IsRefusedFromAnAuthorOutOfTurn) {
    auto authorities = test::Keys{}.aura();
    std::swap(authorities[0], authorities[1]);

    EXPECT_FALSE(verifySeal(sealed(6), authorities).has_value());
    EXPECT_TRUE(verifySeal(sealed(8), authorities).has_value());
    EXPECT_FALSE(verifySeal(sealed(8), {}).has_value());
}

TEST(AuraVectors, MainNetworkHeadersHaveSlotsAndSeals) {
    std::size_t cases = 0;
    for (const auto& path : taodeck::test::vectorFiles("rpc")) {
        if (path.filename() != "finney-headers.json") continue;
        for (const auto& item : taodeck::test::loadJson(path)) {
            const auto header = decodeHeader(taodeck::test::hexBytes(item.at("scale"))).value();
            EXPECT_TRUE(slotOf(header).has_value());
            EXPECT_TRUE(unseal(header).has_value());
            ++cases;
        }
    }
    EXPECT_GT(cases, 0u);
}

} // namespace
} // namespace taodeck::finality
