#include "core/chain/layout.h"

#include "tests/unit/chain/fake_node.h"

#include <gtest/gtest.h>

namespace taodeck::chain::test {
namespace {

const AccountId kHolder = filled(7);

/// The bytes with two pieces of text, each with its length in front, in each other's place.
Bytes exchanged(Bytes in, const std::string& one, const std::string& other) {
    const auto text = [](const std::string& name) { return scale::Encoder{}.text(name).take(); };
    const auto a = text(one), b = text(other);
    const auto first = std::search(in.begin(), in.end(), a.begin(), a.end());
    const auto second = std::search(in.begin(), in.end(), b.begin(), b.end());
    EXPECT_TRUE(first != in.end() && second != in.end());
    const bool inOrder = first < second;
    const auto low = std::min(first, second), high = std::max(first, second);
    const auto &lowText = inOrder ? a : b, &highText = inOrder ? b : a;
    Bytes out(in.begin(), low);
    append(out, highText);
    out.insert(out.end(), low + static_cast<std::ptrdiff_t>(lowText.size()), high);
    append(out, lowText);
    out.insert(out.end(), high + static_cast<std::ptrdiff_t>(highText.size()), in.end());
    return out;
}

std::shared_ptr<const metadata::Metadata> decoded(const Bytes& bytes) {
    auto out = metadata::Metadata::decode(bytes);
    EXPECT_TRUE(out) << out.error().context;
    return *out;
}

TEST(Layout, KnowsTheMainNetworksItemsAndCallsThatWeUse) {
    const Layout layout{metadataOf("finney-424-v16.nodocs.scale"), ownMetadata()};

    EXPECT_TRUE(layout.knowsCalls());
    for (const auto* item : {"StakingHotkeys", "AlphaV2", "Alpha", "TotalHotkeyAlpha", "TotalHotkeySharesV2",
                             "NetworksAdded", "SubnetTAO", "SubnetAlphaIn", "SubnetMechanism", "Owner", "Delegates",
                             "IdentitiesV2", "SubnetIdentitiesV3", "TokenSymbol", "Keys", "ValidatorPermit"})
        EXPECT_TRUE(layout.knows("SubtensorModule", item)) << item;
    EXPECT_TRUE(layout.knows("System", "Account"));
    EXPECT_TRUE(layout.knows("Swap", "SwapBalancer"));
}

TEST(Layout, KnowsEveryItemOfItsOwnRuntime) {
    const Layout layout{ownMetadata(), ownMetadata()};

    for (const auto& pallet : ownMetadata()->pallets())
        for (const auto& entry : pallet.storage)
            EXPECT_TRUE(layout.knows(pallet.name, entry.name)) << pallet.name << "." << entry.name;
}

TEST(Layout, DoesNotKnowAnOldChainsItems) {
    const Layout layout{metadataOf("raonet-218-v15.nodocs.scale"), ownMetadata()};

    EXPECT_FALSE(layout.knows("SubtensorModule", "AlphaV2"));
    EXPECT_FALSE(layout.knows("SubtensorModule", "Alpha")) << "its shares are whole numbers there";
}

TEST(Layout, KnowsNothingWithoutOurOwnMetadata) {
    const Layout layout{ownMetadata(), nullptr};

    EXPECT_FALSE(layout.knows("System", "Account"));
    EXPECT_FALSE(layout.knowsCalls());
}

TEST(Layout, SeesExchangedFieldsMapsAndCalls) {
    const FakeNode node;
    const auto& honest = node.rawMetadata();

    const Layout fields{decoded(exchanged(honest, "free", "reserved")), ownMetadata()};
    EXPECT_FALSE(fields.knows("System", "Account"));
    const Layout maps{decoded(exchanged(honest, "SubnetTAO", "SubnetAlphaIn")), ownMetadata()};
    EXPECT_TRUE(maps.knows("System", "Account"));
    const Layout calls{decoded(exchanged(honest, "transfer_keep_alive", "transfer_allow_death")), ownMetadata()};
    EXPECT_FALSE(calls.knowsCalls());
}

TEST(ALyingNode, ThatNamesProvenBytesWronglyGetsNoProvenValue) {
    for (const auto& [one, other] :
         {std::pair{"free", "reserved"}, std::pair{"free", "frozen"}, std::pair{"add_stake", "remove_stake"}}) {
        auto node = std::make_shared<FakeNode>();
        node->setBalance(kHolder, 5'000'000'000);
        node->begin();
        node->grow(3);
        node->lieMetadata(exchanged(node->rawMetadata(), one, other));
        Rig rig{node};
        rig.follow();

        const auto balance = rig.balance(kHolder);

        ASSERT_TRUE(balance) << balance.error().context;
        EXPECT_EQ(balance->trust, Trust::Reported) << one;
        EXPECT_EQ(rig.client->status().trust, Trust::Reported);
        EXPECT_FALSE(rig.client->status().problem.empty());
    }
}

} // namespace
} // namespace taodeck::chain::test
