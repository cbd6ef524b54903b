/// Root's calls of System and Sudo that change the chain itself.

#include "core/subtensor/pallets/sudo.h"
#include "tests/unit/subtensor/economy_chain.h"

namespace taodeck::subtensor::test {
namespace {

class RootCalls : public ::testing::Test {
protected:
    RootCalls() { chain.start(); }
    template <class C>
    std::string asRoot(const C& call) {
        const auto result = noted(dispatch(chain.context(), Origin::root(), makeCall(call)));
        return result ? "" : text(result.error());
    }
    std::optional<Bytes> at(Bytes key) { return chain.state().get(key); }

    EconomyChain chain;
};

TEST_F(RootCalls, WriteAndRemoveRawStorage) {
    EXPECT_EQ(asRoot(system::SetStorage{{{{7, 1}, {1}}, {{7, 2}, {2}}, {{7, 3}, {3}}, {{8}, {4}}}}), "");
    EXPECT_EQ(at({7, 2}), Bytes{2});
    EXPECT_EQ(asRoot(system::KillStorage{{{7, 2}, {9}}}), "");
    EXPECT_FALSE(at({7, 2}));
    EXPECT_EQ(at({7, 3}), Bytes{3});
}

TEST_F(RootCalls, RemoveAPrefixAsFarAsAsked) {
    EXPECT_EQ(asRoot(system::SetStorage{{{{7}, {0}}, {{7, 1}, {1}}, {{7, 2}, {2}}, {{8}, {4}}}}), "");
    EXPECT_EQ(asRoot(system::KillPrefix{{7}, 0}), "");
    EXPECT_TRUE(at({7}));
    EXPECT_EQ(asRoot(system::KillPrefix{{7}, 2}), "");
    EXPECT_FALSE(at({7}));
    EXPECT_FALSE(at({7, 1}));
    EXPECT_TRUE(at({7, 2}));
    EXPECT_EQ(asRoot(system::KillPrefix{{7}, 100}), "");
    EXPECT_FALSE(at({7, 2}));
    EXPECT_TRUE(at({8}));
}

TEST_F(RootCalls, AreRootsAlone) {
    EXPECT_EQ(chain.error(chain.alice, system::SetStorage{{{{7}, {1}}}}), "BadOrigin");
    EXPECT_EQ(chain.error(chain.alice, system::KillStorage{{{7}}}), "BadOrigin");
    EXPECT_EQ(chain.error(chain.alice, system::KillPrefix{{7}, 1}), "BadOrigin");
    EXPECT_EQ(system::SetStorage::info({}).dispatchClass, static_cast<std::uint8_t>(DispatchClass::Operational));
}

// polkadot-sdk substrate/frame/sudo/src/tests.rs: remove_key_works, remove_key_emits_events_correctly.
TEST_F(RootCalls, TheSudoKeyCanBeGivenUp) {
    const auto sudoKey = *sudo::Key.get(chain.state());
    EXPECT_EQ(chain.error(chain.bob, sudo::RemoveKey{}), "Sudo.RequireSudo");
    EXPECT_EQ(chain.error(sudoKey, sudo::RemoveKey{}), "");
    EXPECT_FALSE(sudo::Key.exists(chain.state()));
    EXPECT_EQ(chain.error(sudoKey, sudo::RemoveKey{}), "Sudo.RequireSudo");
    EXPECT_EQ(chain.error(sudoKey, sudo::SetKey{{MultiAddress::Kind::Id, sudoKey, {}}}), "Sudo.RequireSudo");
}

} // namespace
} // namespace taodeck::subtensor::test
