// Registrations and the calls that a hotkey signs: intent to exact bytes, and what the plan warns of.

#include "core/base/hex.h"
#include "tests/unit/actions/fixture.h"

namespace taodeck::testing {
namespace {

using api::WarningKind;
using metadata::Value;

constexpr NetUid kSubnet{3};
constexpr std::uint64_t kTao = kUnitsPerToken;

AccountId filledAccount(std::uint8_t mark) {
    return account(mark);
}

Hash256 hashOf(std::string_view hex) {
    return Hash256::from(fromHex(hex).value()).value();
}

class NeuronPlan : public ActionsTest {
protected:
    using ActionsTest::ActionsTest;
    std::string callBytes(const api::Plan& plan) const {
        return toHex(metadata::decodeSigningPayload(*chain->info.metadata, plan.signingPayload)->callBytes);
    }
    std::string bytesOf(api::Intent intent) {
        const auto made = plan(std::move(intent));
        EXPECT_TRUE(made) << made.error().context;
        return made ? callBytes(*made) : "";
    }
    void set(const char* item, std::vector<Value> keys, const Value& value) {
        chain->set("SubtensorModule", item, keys, value);
    }
};

// Bytes as another encoder makes them (tests/data/extrinsics/finney-424.json), with mechanisms that have storage.
TEST_F(NeuronPlan, MakesExactlyTheCallsOfTheMainNetwork) {
    const auto me = this->me;

    EXPECT_EQ(bytesOf(api::SetWeightsIntent{me, NetUid{4095}, 15, {}, {18, 217}, 2'111'174'614}),
              "0x0777ff0f0f00081200d900d6f7d57d00000000");
    EXPECT_EQ(bytesOf(api::CommitWeightsIntent{
                  me, NetUid{152}, 15, hashOf("0x406921a598e1303a33a68334b348c51a61822bcdde144a88813e5c4b07c5f36a")}),
              "0x077398000f406921a598e1303a33a68334b348c51a61822bcdde144a88813e5c4b07c5f36a");
    EXPECT_EQ(bytesOf(api::RevealWeightsIntent{me, NetUid{1476}, 2, {60}, {58, 9}, {1479}, 235'307'679'081'490}),
              "0x0774c40502043c00083a00090004c70512e49fd602d60000");
    // Index 118; the rest is the plain call's vector with the mechanism after the netuid.
    EXPECT_EQ(bytesOf(api::CommitTimelockedIntent{
                  me, NetUid{12'903}, 0, fromHex("0x1f8c151509cf82b5391cddd8ba09bd0017a2aa").value(), 21'627, 213}),
              "0x07766732004c1f8c151509cf82b5391cddd8ba09bd0017a2aa7b54000000000000d500");
    const std::array<std::uint8_t, 16> ip{0, 0, 0, 0, 0, 0, 0, 0, 0xdf, 0xcf, 0xba, 0x42, 0x53, 0xcc, 0xe4, 0xf4};
    EXPECT_EQ(bytesOf(api::ServeAxonIntent{me, NetUid{29}, 64'311, ip, 6, 23}),
              "0x07041d0037fb0000f4e4cc5342bacfdf0000000000000000170006040000");
    EXPECT_EQ(bytesOf(api::RegisterIntent{me, filledAccount(0xaa), NetUid{258}, Rao::fromRaw(0x0102030405060708)}),
              "0x07860201" + std::string(64, 'a') + "0807060504030201");
}

class OlderNeuronPlan : public NeuronPlan {
protected:
    OlderNeuronPlan() : NeuronPlan{"raonet-218-v15.nodocs.scale"} {}
};

TEST_F(OlderNeuronPlan, UsesThePlainCallsWhereTheChainLacksThoseForMechanisms) {
    const auto plain = plan(api::SetWeightsIntent{me, NetUid{1}, 0, {0, 1}, {0, 257}, 2});
    ASSERT_TRUE(plain) << plain.error().context;
    EXPECT_EQ(callBytes(*plain), "0x07000100080000010008000001010200000000000000");
    EXPECT_EQ(plain->decoded.call, "set_weights");

    EXPECT_EQ(plan(api::SetWeightsIntent{me, NetUid{1}, 1, {0, 1}, {0, 257}, 2}).error().code, Errc::Unsupported);
}

class RegisterPlan : public NeuronPlan {
protected:
    RegisterPlan() {
        set("NetworksAdded", {Value::netuid(kSubnet)}, Value::boolean(true));
        set("NetworkRegistrationAllowed", {Value::netuid(kSubnet)}, Value::boolean(true));
        set("MaxAllowedUids", {Value::netuid(kSubnet)}, Value::number(256));
        price(kTao);
    }
    void price(std::uint64_t rao) { set("Burn", {Value::netuid(kSubnet)}, Value::number(rao)); }
    api::RegisterIntent intent(std::uint64_t limit = 2 * kTao, NetUid netuid = kSubnet) const {
        return {me, newcomer, netuid, Rao::fromRaw(limit)};
    }
    AccountId newcomer = account(0x77);
};

TEST_F(RegisterPlan, ShowsThePriceTheLimitAndWhatRemains) {
    const auto plan = this->plan(intent());

    ASSERT_TRUE(plan) << plan.error().context;
    EXPECT_TRUE(plan->canSign());
    EXPECT_TRUE(plan->warnings.empty());
    EXPECT_EQ(plan->signer, me);
    EXPECT_EQ(plan->priceNow, Rao::fromRaw(kTao));
    EXPECT_EQ(plan->limitPrice, Rao::fromRaw(2 * kTao));
    EXPECT_EQ(plan->balanceAfter, Rao::fromRaw(5 * kTao - kTao - 150'000));
    EXPECT_EQ(plan->decoded.call, "register_limit");
}

TEST_F(RegisterPlan, IsNotSignedAgainstARuleOfTheChain) {
    const auto warned = [&](WarningKind kind, api::RegisterIntent intent) {
        const auto plan = this->plan(intent);
        return plan && !plan->canSign() && warns(*plan, kind);
    };

    EXPECT_TRUE(warned(WarningKind::SubnetUnknown, intent(kTao, kRootNetUid)));
    EXPECT_TRUE(warned(WarningKind::SubnetUnknown, intent(kTao, NetUid{99})));
    EXPECT_TRUE(warned(WarningKind::PriceAboveLimit, intent(kTao - 1)));
    price(6 * kTao);
    EXPECT_TRUE(warned(WarningKind::NotEnough, intent(7 * kTao)));
    price(5 * kTao - 150'000);
    EXPECT_TRUE(warned(WarningKind::NotEnough, intent(7 * kTao))) << "the account must stay open";
    price(kTao);
    set("Uids", {Value::netuid(kSubnet), Value::id(newcomer)}, Value::number(4));
    EXPECT_TRUE(warned(WarningKind::AlreadyRegistered, intent()));
    newcomer = account(0x78);
    set("Owner", {Value::id(newcomer)}, Value::id(account(0x79)));
    EXPECT_TRUE(warned(WarningKind::OtherRule, intent()));
    newcomer = account(0x7a);
    set("NetworkRegistrationAllowed", {Value::netuid(kSubnet)}, Value::boolean(false));
    EXPECT_TRUE(warned(WarningKind::RegistrationClosed, intent()));
}

/// A hotkey without an account on chain.
class HotkeyPlan : public NeuronPlan {
protected:
    HotkeyPlan() {
        auto pair = crypto::KeyPair::fromSeed(crypto::KeyType::Sr25519, Bytes(32, 9)).value();
        poor = pair.publicKey();
        ring->add(keys::makeSigner(std::move(pair), /*development=*/false));
        set("Uids", {Value::netuid(kSubnet), Value::id(poor)}, Value::number(1));
        set("CommitRevealWeightsEnabled", {Value::netuid(kSubnet)}, Value::boolean(false));
        set("WeightsSetRateLimit", {Value::netuid(kSubnet)}, Value::number(50));
        set("LastUpdate", {Value::netuid(kSubnet)}, Value::sequence({Value::number(99), Value::number(40)}));
        chain->setFee({});
    }
    api::SetWeightsIntent weights() const { return {poor, kSubnet, 0, {0, 1}, {65535, 1000}, 0}; }
    api::ServeAxonIntent serve(std::uint8_t last = 9) const {
        return {poor, kSubnet, 1, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, last}, 4, 8091};
    }
    bool refused(api::Intent intent) {
        const auto made = plan(std::move(intent));
        return made && !made->canSign() && warns(*made, WarningKind::OtherRule);
    }
    AccountId poor;
};

TEST_F(HotkeyPlan, NeedsNoAccountAndPaysNothing) {
    const auto plan = this->plan(weights());

    ASSERT_TRUE(plan) << plan.error().context;
    EXPECT_TRUE(plan->canSign());
    EXPECT_TRUE(plan->warnings.empty());
    EXPECT_EQ(plan->nonce, 0u);
    EXPECT_EQ(plan->networkFee, Rao{});
    submit(plan->id);
    EXPECT_EQ(chain->submitted.size(), 1u);
}

TEST_F(HotkeyPlan, IsNotSignedAgainstARuleOfTheChain) {
    auto twice = weights();
    twice.uids = {1, 1};
    EXPECT_TRUE(refused(twice));
    auto uneven = weights();
    uneven.values.pop_back();
    EXPECT_TRUE(refused(uneven));
    auto root = weights();
    root.netuid = kRootNetUid;
    EXPECT_TRUE(refused(root));
    auto stranger = weights();
    stranger.hotkey = me;
    EXPECT_TRUE(refused(stranger));
    EXPECT_TRUE(refused(api::CommitWeightsIntent{poor, kSubnet, 0, {}})) << "the subnet takes no commits";
    set("WeightsVersionKey", {Value::netuid(kSubnet)}, Value::number(7));
    EXPECT_TRUE(refused(weights()));

    set("CommitRevealWeightsEnabled", {Value::netuid(kSubnet)}, Value::boolean(true));
    chain->set("Drand", "LastStoredRound", {}, Value::number(500));
    EXPECT_TRUE(refused(weights())) << "the subnet takes commits only";
    EXPECT_TRUE(refused(api::CommitTimelockedIntent{poor, kSubnet, 0, Bytes(300, 1), 501, 3})) << "of another version";
    EXPECT_TRUE(refused(api::CommitTimelockedIntent{poor, kSubnet, 0, Bytes(300, 1), 499, 4})) << "opened already";
    EXPECT_FALSE(refused(api::CommitTimelockedIntent{poor, kSubnet, 0, Bytes(300, 1), 501, 4}));
    EXPECT_FALSE(refused(api::CommitWeightsIntent{poor, kSubnet, 0, {}}));
}

TEST_F(HotkeyPlan, SaysWhenTheRateLimitHasNotPassed) {
    set("LastUpdate", {Value::netuid(kSubnet)}, Value::sequence({Value::number(99), Value::number(51)}));
    EXPECT_TRUE(plan(weights())->warnings.empty()) << "block 101 is 50 blocks later";
    set("LastUpdate", {Value::netuid(kSubnet)}, Value::sequence({Value::number(99), Value::number(52)}));

    const auto early = plan(weights());

    ASSERT_TRUE(early);
    EXPECT_TRUE(early->canSign()) << "the final state may be behind";
    EXPECT_TRUE(warns(*early, WarningKind::OtherRule));
}

TEST_F(HotkeyPlan, AnnouncesOnlyWhatTheChainTakes) {
    EXPECT_TRUE(plan(serve())->warnings.empty());
    auto loopback = serve();
    loopback.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 127, 0, 0, 1};
    EXPECT_TRUE(refused(loopback));
    auto sixth = loopback;
    sixth.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    sixth.ipType = 6;
    EXPECT_TRUE(refused(sixth));
    auto fifth = serve();
    fifth.ipType = 5;
    EXPECT_TRUE(refused(fifth));
    auto closed = serve();
    closed.port = 0;
    EXPECT_TRUE(refused(closed));
    auto stranger = serve();
    stranger.hotkey = me;
    EXPECT_TRUE(refused(stranger));
    auto gone = serve();
    gone.ip = {};
    EXPECT_FALSE(refused(gone)) << "zero says that the neuron serves no longer";
}

} // namespace
} // namespace taodeck::testing
