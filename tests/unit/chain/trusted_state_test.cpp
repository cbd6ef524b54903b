#include "core/chain/trusted_state.h"

#include "tests/unit/finality/test_chain.h"

#include <gtest/gtest.h>

namespace taodeck::chain {
namespace {

finality::TrustedStart start() {
    const finality::test::Keys keys;
    finality::TrustedStart out;
    out.header = keys.child(finality::Header{}, 5);
    out.set = keys.set(7);
    out.auraAuthorities = keys.aura();
    out.pending.push_back({BlockNumber{30}, {keys.set(8).authorities, BlockNumber{4}, /*forced=*/true}});
    return out;
}

TEST(TrustedState, ComesBackAsItWas) {
    const auto before = start();
    const auto bytes = encodeTrustedStart(before);

    const auto back = decodeTrustedStart(bytes);

    ASSERT_TRUE(back) << back.error().context;
    EXPECT_EQ(encodeTrustedStart(*back), bytes);
    EXPECT_EQ(finality::hashOf(back->header), finality::hashOf(before.header));
    EXPECT_EQ(back->set.id, 7u);
    EXPECT_EQ(back->auraAuthorities.size(), 3u);
    EXPECT_EQ(back->pending.at(0).effective, BlockNumber{30});
    EXPECT_TRUE(back->pending.at(0).change.forced);
}

TEST(TrustedState, RefusesEveryTruncationAndTrailingBytes) {
    auto bytes = encodeTrustedStart(start());

    for (std::size_t n = 0; n < bytes.size(); ++n)
        EXPECT_FALSE(decodeTrustedStart(ByteView{bytes}.first(n))) << n;
    bytes.push_back(0);
    EXPECT_EQ(decodeTrustedStart(bytes).error().code, Errc::Malformed);
}

TEST(TrustedState, RefusesAnotherVersion) {
    auto bytes = encodeTrustedStart(start());
    bytes[0] = 9;

    EXPECT_EQ(decodeTrustedStart(bytes).error().code, Errc::Unsupported);
}

} // namespace
} // namespace taodeck::chain
