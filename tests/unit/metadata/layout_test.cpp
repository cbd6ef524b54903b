#include "core/metadata/layout.h"

#include <fstream>
#include <gtest/gtest.h>

namespace taodeck::metadata {
namespace {

std::shared_ptr<const Metadata> load(const std::string& name) {
    std::ifstream in{std::string{TD_TEST_DATA} + "/metadata/" + name, std::ios::binary};
    return *Metadata::decode(Bytes{std::istreambuf_iterator<char>{in}, {}});
}

TEST(Layout, OfTheSameRuntimeDoesNotDifferFromItself) {
    for (const auto* name : {"finney-424-v16.nodocs.scale", "finney-343-v15.nodocs.scale"}) {
        const auto meta = load(name);
        const auto differences = compareLayouts(*meta, *meta);

        EXPECT_TRUE(differences.storage.empty()) << name;
        EXPECT_TRUE(differences.calls.empty()) << name;
        EXPECT_TRUE(differences.constants.empty()) << name;
        EXPECT_FALSE(differences.extrinsic) << name;
    }
}

TEST(Layout, OfOneRuntimeIsTheSameInTwoMetadataVersions) {
    const auto differences = compareLayouts(*load("finney-343-v14.nodocs.scale"), *load("finney-343-v15.nodocs.scale"));

    EXPECT_TRUE(differences.storage.empty());
    EXPECT_TRUE(differences.calls.empty());
    EXPECT_FALSE(differences.extrinsic);
}

TEST(Layout, DiffersWhereALaterRuntimeChangedIt) {
    const auto differences = compareLayouts(*load("finney-343-v15.nodocs.scale"), *load("finney-424-v16.nodocs.scale"));

    EXPECT_FALSE(differences.inStorage("System", "Account"));
    EXPECT_TRUE(differences.inStorage("SubtensorModule", "AlphaV2")) << "only the later one has it";
    EXPECT_TRUE(differences.inConstant("System", "Version"));
    EXPECT_TRUE(differences.extrinsic) << "the later one has other extensions";
    EXPECT_TRUE(differences.inCall("Balances", "transfer_keep_alive")) << "so no call is the same";
    EXPECT_FALSE(differences.inStorage("Nowhere", "Nothing"));
}

} // namespace
} // namespace taodeck::metadata
