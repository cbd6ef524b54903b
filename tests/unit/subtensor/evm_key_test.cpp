#include "core/base/hex.h"
#include "core/subtensor/pallets/subtensor_module/identity/events.h"
#include "core/subtensor/pallets/subtensor_module/identity/identity_calls.h"
#include "tests/unit/subtensor/neuron_chain.h"

namespace taodeck::subtensor::test {
namespace {

// Upstream: pallets/subtensor/src/tests/evm.rs, guards/check_evm_key_association.rs; the name in front of a test is
// upstream's. The signatures were made by an implementation of secp256k1 and EIP-191 of its own, in Python.

const AccountId kEvmHot = acc(1), kEvmCold = acc(2);
constexpr const char* kKey = "45ad97b565687e23554067f2d6ea79e066132d2d";
constexpr const char* kForBlock1 = "669b8afcec803a0d323e9a17f3ea8e68e8abe5a278020a929adbec52421adbd0"
                                   "6cb8cc99ac8bd7719b385777bb26c966b62df242178e00fe812f2d2e5d253e581b";
constexpr std::uint64_t kOtherBlock = 78'187'493'520;
constexpr const char* kForOtherBlock = "9337f8a4ca9e8f145dfe9d7d067b79740f06b83de96aa738433409fb937f38f1"
                                       "3f6797a544f771042f5394688b0fc6af49c1614a8ce918ee1b8d31947dc16c241b";
/// Over Blake2b-256 of the message.
constexpr const char* kWrongHash = "6fda070737530dbdda8d1e0577e2441aec098727b7f5c9641437a22a8b42bc9f"
                                   "421522d531585a319e573539794026ad07bf8606a71dae83b300d157d1b650af01";

sm::AssociateEvmKey signedBy(const char* signature, std::uint64_t block) {
    sm::AssociateEvmKey out;
    out.netuid = kNet;
    out.blockNumber = block;
    const Bytes key = fromHex(kKey).value(), raw = fromHex(signature).value();
    std::copy(key.begin(), key.end(), out.evmKey.bytes.begin());
    std::copy(raw.begin(), raw.end(), out.signature.begin());
    return out;
}

class EvmKey : public ::testing::Test {
protected:
    void SetUp() override {
        chain.add();
        chain.registerFree(kNet, kEvmHot, kEvmCold);
        chain.setBlock(7'200);
    }
    NeuronChain chain;
};

TEST(EvmKeyHash, IsThatOfAPersonalMessage) {
    EXPECT_EQ(toHex(sm::evmAssociationHash(kEvmHot, 1)),
              "0x169de1b32ec9551080c5d1371f8e52d62ebf635e2910a846fec63e99518841aa");
}

// test_associate_evm_key_success, test_associate_evm_key_different_block_number_success, registered_hotkey_allows_call
TEST_F(EvmKey, IsBoundToTheNeuronThatItsSignatureNames) {
    const auto call = signedBy(kForBlock1, 1);
    ASSERT_EQ(chain.error(kEvmHot, call), "");

    EXPECT_EQ(sm::AssociatedEvmAddress.get(chain.state(), kNet, 0), (std::pair{call.evmKey, std::uint64_t{7'200}}));
    EXPECT_TRUE(chain.emitted(sm::EvmKeyAssociated{kNet, kEvmHot, call.evmKey, 7'200}));
    chain.setBlock(14'400);
    EXPECT_EQ(chain.error(kEvmHot, signedBy(kForOtherBlock, kOtherBlock)), "");
}

TEST_F(EvmKey, TheLastByteMayCountFromZeroOrFrom27) {
    auto call = signedBy(kForBlock1, 1);
    call.signature[64] = static_cast<std::uint8_t>(call.signature[64] - 27);

    EXPECT_EQ(chain.error(kEvmHot, call), "");
}

// test_associate_evm_key_hotkey_not_registered_in_subnet, test_associate_evm_key_uid_not_found,
// test_associate_evm_key_coldkey_does_not_own_hotkey, test_associate_evm_key_using_wrong_hash_function
TEST_F(EvmKey, NamesItsErrors) {
    auto call = signedBy(kForBlock1, 1);
    EXPECT_EQ(chain.errorAs(Origin::none(), call), "BadOrigin");
    EXPECT_EQ(chain.error(acc(9), call), "SubtensorModule.HotKeyNotRegisteredInSubNet");
    EXPECT_EQ(chain.error(kEvmHot, signedBy(kWrongHash, 1)), "SubtensorModule.InvalidRecoveredPublicKey");
    EXPECT_EQ(chain.error(kEvmHot, signedBy(kForBlock1, 2)), "SubtensorModule.InvalidRecoveredPublicKey");
    call.signature[64] = 31; // neither parity
    EXPECT_EQ(chain.error(kEvmHot, call), "SubtensorModule.InvalidIdentity");
    call.signature.fill(0);
    EXPECT_EQ(chain.error(kEvmHot, call), "SubtensorModule.InvalidIdentity");
    sm::Owner.remove(chain.state(), kEvmHot);
    EXPECT_EQ(chain.error(kEvmHot, call), "SubtensorModule.NonAssociatedColdKey");
}

// test_associate_evm_key_rate_limit_exceeded
TEST_F(EvmKey, ChangesOnceADay) {
    ASSERT_EQ(chain.error(kEvmHot, signedBy(kForBlock1, 1)), "");
    chain.setBlock(14'399);
    EXPECT_EQ(chain.error(kEvmHot, signedBy(kForBlock1, 1)), "SubtensorModule.EvmKeyAssociateRateLimitExceeded");
    chain.setBlock(14'400);
    EXPECT_EQ(chain.error(kEvmHot, signedBy(kForBlock1, 1)), "");
}

TEST_F(EvmKey, AYoungChainRefusesForADay) {
    chain.setBlock(7'199); // upstream's quirk: never counts as block 0

    EXPECT_EQ(chain.error(kEvmHot, signedBy(kForBlock1, 1)), "SubtensorModule.EvmKeyAssociateRateLimitExceeded");
}

} // namespace
} // namespace taodeck::subtensor::test
