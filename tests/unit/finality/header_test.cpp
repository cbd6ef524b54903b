#include "core/finality/header.h"

#include "tests/unit/trie/vector_files.h"

#include <cstdio>

namespace taodeck::finality {
namespace {

using Kind = DigestItem::Kind;

Header sample() {
    Header out;
    out.parent.bytes.fill(1);
    out.number = BlockNumber{123456};
    out.stateRoot.bytes.fill(2);
    out.extrinsicsRoot.bytes.fill(3);
    out.digest = {{Kind::PreRuntime, kAura, Bytes(8, 4)},
                  {Kind::RuntimeEnvironmentUpdated, {}, {}},
                  {Kind::Other, {}, Bytes{5, 6}},
                  {Kind::Consensus, kGrandpa, Bytes{7}},
                  {Kind::Seal, kAura, Bytes(64, 8)}};
    return out;
}

TEST(Header, RoundTrips) {
    const auto bytes = encode(sample());

    const auto back = decodeHeader(bytes);

    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(encode(*back), bytes);
    EXPECT_EQ(back->digest.size(), 5u);
    EXPECT_EQ(hashOf(*back), hashOf(sample()));
}

TEST(Header, RefusesEveryTruncationAndATail) {
    auto bytes = encode(sample());
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decodeHeader(ByteView{bytes}.first(size)).has_value()) << size;

    bytes.push_back(0);

    EXPECT_EQ(decodeHeader(bytes).error().code, Errc::Malformed);
}

TEST(Header, RefusesTooManyDigestItems) {
    auto header = sample();
    header.digest.assign(kMaxDigestItems + 1, {Kind::Other, {}, {}});

    EXPECT_EQ(decodeHeader(encode(header)).error().code, Errc::LimitExceeded);
}

TEST(Header, RefusesMoreBytesThanTheLimit) {
    auto header = sample();
    header.digest.assign(2, {Kind::Other, {}, Bytes(kMaxHeaderBytes / 2, 0)});

    EXPECT_EQ(decodeHeader(encode(header)).error().code, Errc::LimitExceeded);
}

TEST(DigestItem, RefusesAnUnknownKind) {
    EXPECT_EQ(decodeDigestItem(Bytes{7, 0}).error().code, Errc::Malformed);
    EXPECT_EQ(decodeDigestItem(Bytes{8, 0}).error().code, Errc::Malformed);
    EXPECT_EQ(decodeDigestItem(Bytes{6, 'a', 'u'}).error().code, Errc::Truncated);
}

TEST(HeaderVectors, MainNetworkHeadersHaveTheirHashes) {
    std::size_t cases = 0;
    for (const auto& path : taodeck::test::vectorFiles("rpc")) {
        if (path.filename() != "finney-headers.json") continue;
        for (const auto& item : taodeck::test::loadJson(path)) {
            const auto bytes = taodeck::test::hexBytes(item.at("scale"));
            const auto header = decodeHeader(bytes);
            ASSERT_TRUE(header.has_value()) << header.error().context;
            EXPECT_EQ(encode(*header), bytes);
            EXPECT_EQ(hashOf(*header), taodeck::test::hexId<BlockHash>(item.at("hash")));
            EXPECT_EQ(raw(header->number), item.at("number").get<std::uint32_t>());
            const auto& json = item.at("header");
            EXPECT_EQ(header->parent, taodeck::test::hexId<BlockHash>(json.at("parentHash")));
            EXPECT_EQ(header->stateRoot, taodeck::test::hexId<StorageRoot>(json.at("stateRoot")));
            const auto logs = taodeck::test::hexList(json.at("digest").at("logs"));
            ASSERT_EQ(header->digest.size(), logs.size());
            for (std::size_t i = 0; i < logs.size(); ++i) {
                EXPECT_EQ(encode(header->digest[i]), logs[i]);
                EXPECT_EQ(encode(decodeDigestItem(logs[i]).value()), logs[i]);
            }
            ++cases;
        }
    }

    std::printf("ran %zu cases\n", cases);
    EXPECT_GT(cases, 0u);
}

} // namespace
} // namespace taodeck::finality
