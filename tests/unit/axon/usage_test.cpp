#include "core/axon/detail/usage.h"

#include <gtest/gtest.h>

namespace taodeck::axon::detail {
namespace {

IpAddress ip(const char* text) {
    return *parseIp(text);
}

TEST(Usage, BoundsTheConnectionsOfAnAddressAndForgetsItAfterwards) {
    const auto usage = std::make_shared<Usage>(UsageLimits{10, 2, 1'000, 500});
    {
        const auto a = usage->enter(ip("192.0.2.1")), b = usage->enter(ip("192.0.2.1"));
        EXPECT_TRUE(a && b);
        EXPECT_FALSE(usage->enter(ip("192.0.2.1")));
        EXPECT_TRUE(usage->enter(ip("192.0.2.2")));
        EXPECT_EQ(usage->connections(), 2U);
    }
    EXPECT_EQ(usage->connections(), 0U);
    EXPECT_TRUE(usage->enter(ip("192.0.2.1")));
}

TEST(Usage, CountsBytesOfAllAndOfEachAddress) {
    const auto usage = std::make_shared<Usage>(UsageLimits{10, 10, 1'000, 600});
    const auto a = usage->enter(ip("192.0.2.1")), b = usage->enter(ip("192.0.2.2"));
    auto first = a.share(), second = a.share(), other = b.share();

    EXPECT_TRUE(first.resize(400));
    EXPECT_FALSE(second.resize(201)) << "beyond the address's part";
    EXPECT_TRUE(second.resize(200));
    EXPECT_TRUE(other.resize(400));
    EXPECT_FALSE(other.resize(401)) << "beyond what all have";
    EXPECT_TRUE(first.resize(100));
    EXPECT_TRUE(other.resize(600));
    {
        const auto moved = std::move(other);
        EXPECT_TRUE(other.resize(0));
    }
    EXPECT_TRUE(first.resize(400)) << "what a share held came back with it";
}

TEST(Usage, CountsIpv6ByItsNetwork) {
    EXPECT_EQ(limitedPart(ip("2606:4700:1:2:3:4:5:6")), limitedPart(ip("2606:4700:1:2:ffff::1")));
    EXPECT_NE(limitedPart(ip("2606:4700:1:2::1")), limitedPart(ip("2606:4700:1:3::1")));
    EXPECT_EQ(limitedPart(ip("::ffff:192.0.2.1")), limitedPart(ip("192.0.2.1")));
    EXPECT_NE(limitedPart(ip("192.0.2.1")), limitedPart(ip("192.0.2.2")));
}

} // namespace
} // namespace taodeck::axon::detail
