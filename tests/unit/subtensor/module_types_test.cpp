#include "core/subtensor/pallets/subtensor_module/types.h"

#include <gtest/gtest.h>

namespace taodeck::subtensor {
namespace {

namespace sm = subtensor_module;

/// Decodes to the same bytes, and not at all when any byte is missing or one too many.
template <class T>
void expectStrict(const T& value, const char* what) {
    SCOPED_TRACE(what);
    const Bytes bytes = encoded(value);
    const auto back = decodeAll<T>(bytes);
    ASSERT_TRUE(back);
    EXPECT_EQ(encoded(*back), bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decodeAll<T>(ByteView{bytes}.first(size))) << size;
    Bytes longer = bytes;
    longer.push_back(0);
    EXPECT_FALSE(decodeAll<T>(longer));
}

TEST(ModuleTypes, DecodeStrictly) {
    AccountId who;
    who.bytes.fill(7);
    sm::RateLimitKey key;
    for (std::uint8_t kind = 0; kind <= 6; ++kind) {
        key.kind = static_cast<sm::RateLimitKey::Kind>(kind);
        key.netuid = NetUid{300};
        key.hyperparameter = 31;
        key.account = who;
        expectStrict(key, "RateLimitKey");
    }
    expectStrict(sm::RootClaimTypeEnum{}, "Swap");
    expectStrict(sm::RootClaimTypeEnum{sm::RootClaimTypeEnum::Kind::KeepSubnets, {NetUid{1}, NetUid{300}}}, "Keep");
    expectStrict(SafeFloat::fromInt(12'345), "SafeFloat");
    expectStrict(I96F32::fromBits(-5), "I96F32");
    expectStrict(U64F64::fromBits(~UInt128{0}), "U64F64");
    sm::ChainIdentityV2 identity;
    identity.name = {1, 2, 3};
    expectStrict(identity, "ChainIdentityV2");
    expectStrict(sm::SubnetLease{}, "SubnetLease");
    expectStrict(sm::AxonInfo{}, "AxonInfo");
    expectStrict(sm::EvmAddress{}, "H160");
}

TEST(ModuleTypes, RefuseUnknownVariants) {
    EXPECT_FALSE(decodeAll<sm::RootClaimTypeEnum>(Bytes{3}));
    EXPECT_FALSE(decodeAll<sm::RateLimitKey>(Bytes{7}));
    EXPECT_FALSE(decodeAll<sm::RateLimitKey>(Bytes{1, 0, 0, 32}));
    EXPECT_FALSE(decodeAll<sm::RecycleOrBurnEnum>(Bytes{2}));
}

TEST(ModuleTypes, SafeFloatIsMantissaThenExponent) {
    const Bytes bytes = encoded(SafeFloat{5, -2});

    EXPECT_EQ(bytes.size(), 24U);
    EXPECT_EQ(bytes[0], 5);
    EXPECT_EQ(bytes[16], 0xfe);
    EXPECT_EQ(bytes[23], 0xff);
}

} // namespace
} // namespace taodeck::subtensor
