#include "core/axon/address.h"

#include <gtest/gtest.h>

namespace taodeck::axon {
namespace {

TEST(Address, ReadsAndWritesBothKinds) {
    for (const char* text : {"0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "::1", "2606:4700::1111", "fe80::1"}) {
        const auto ip = parseIp(text);
        ASSERT_TRUE(ip) << text;
        EXPECT_EQ(ipText(*ip), text);
        EXPECT_EQ(ip->type, std::string_view{text}.find(':') == std::string_view::npos ? 4 : 6);
    }
    EXPECT_EQ(parseIp("192.0.2.1")->bytes, developmentAddress().bytes);
}

TEST(Address, RefusesWhatIsNoAddress) {
    for (const char* text : {"", "localhost", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4:80", "1.2.3.4 ",
                             "[::1]", "fe80::1%eth0", ":::", "12345::", "0x7f.1", "2130706433"})
        EXPECT_FALSE(parseIp(text)) << text;
    EXPECT_FALSE(parseIp(std::string_view{"1.2.3.4\0", 8}));
}

TEST(Address, IsAnnouncedOnlyAsTheChainAllows) {
    const struct {
        const char* text;
        const char* error;
    } rows[] = {{"192.0.2.1", ""},
                {"0.0.0.0", ""},
                {"10.1.2.3", ""},
                {"127.0.0.2", ""},
                {"127.0.0.1", "InvalidIpAddress"},
                {"255.255.255.255", "InvalidIpAddress"},
                {"::1", "InvalidIpAddress"},
                {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "InvalidIpAddress"},
                {"2606:4700::1111", ""},
                {"::", ""}};
    for (const auto& row : rows) {
        const auto checked = checkAnnounced(*parseIp(row.text), 8091);
        EXPECT_EQ(checked ? "" : checked.error().context, row.error) << row.text;
    }
    EXPECT_EQ(checkAnnounced(*parseIp("192.0.2.1"), 0).error().context, "InvalidPort");
    EXPECT_EQ(checkAnnounced({{}, 5}, 1).error().context, "InvalidIpType");
    auto wide = *parseIp("2606:4700::1111");
    wide.type = 4;
    EXPECT_EQ(checkAnnounced(wide, 1).error().context, "InvalidIpAddress");
}

TEST(Address, KnowsWhatTheInternetDoesNotReach) {
    for (const char* text : {"0.0.0.0",      "10.0.0.1",        "100.64.0.1",        "127.0.0.1",        "169.254.1.1",
                             "172.16.0.1",   "172.31.255.255",  "192.0.2.1",         "192.168.1.1",      "198.18.0.1",
                             "198.51.100.1", "203.0.113.1",     "224.0.0.1",         "240.0.0.1",        "::",
                             "::1",          "fe80::1",         "fc00::1",           "fd12::1",          "ff02::1",
                             "2001:db8::1",  "::ffff:10.0.0.1", "2002:0a00:0001::1", "64:ff9b::10.0.0.1"})
        EXPECT_TRUE(isPrivate(*parseIp(text))) << text;
    for (const char* text : {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.1", "172.15.0.1",
                             "172.32.0.1", "192.167.1.1", "223.255.255.255", "2606:4700::1111", "::ffff:8.8.8.8",
                             "2002:0808:0808::1", "64:ff9b::8.8.8.8"})
        EXPECT_FALSE(isPrivate(*parseIp(text))) << text;
    for (const char* text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
        EXPECT_TRUE(isLoopback(*parseIp(text))) << text;
    EXPECT_FALSE(isLoopback(*parseIp("128.0.0.1")));
}

TEST(Address, MapsTheDevelopmentRangeToThisMachineOnDevelopmentNetworksAlone) {
    EXPECT_EQ(*hostToDial(developmentAddress(), /*development=*/true), "127.0.0.1");
    EXPECT_EQ(*hostToDial(*parseIp("192.0.2.200"), /*development=*/true), "127.0.0.1");
    EXPECT_EQ(*hostToDial(*parseIp("192.0.3.1"), /*development=*/true), "192.0.3.1");
    EXPECT_EQ(hostToDial(developmentAddress(), /*development=*/false).error().code, Errc::Refused);
    EXPECT_EQ(hostToDial(*parseIp("192.168.0.1"), /*development=*/false).error().code, Errc::Refused);
    EXPECT_EQ(*hostToDial(*parseIp("8.8.8.8"), /*development=*/false), "8.8.8.8");
}

TEST(Address, IsListenedOnInItsFamily) {
    EXPECT_EQ(hostToListenOn(*parseIp("2a01:4f8::7"), /*development=*/false), "::");
    EXPECT_EQ(hostToListenOn(*parseIp("203.0.113.7"), /*development=*/false), "0.0.0.0");
    EXPECT_EQ(hostToListenOn(developmentAddress(), /*development=*/true), "127.0.0.1");
}

} // namespace
} // namespace taodeck::axon
