#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor {

using subtensor_module::EvmAddress;
using subtensor_module::MechId;
using subtensor_module::RateLimitKey;
using subtensor_module::RootClaimTypeEnum;
using subtensor_module::SubnetIndex;

void TypeInfo<SafeFloat>::encode(Encoder& out, const SafeFloat& v) {
    out.u128(v.mantissa).i64(v.exponent);
}
Result<SafeFloat> TypeInfo<SafeFloat>::decode(Decoder& in) {
    TD_TRY(const auto mantissa, in.u128());
    TD_TRY(const auto exponent, in.i64());
    return SafeFloat{mantissa, exponent};
}
TypeId TypeInfo<SafeFloat>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<SafeFloat>, [](TypeRegistry& r) {
        return TypeDef{"share_pool::SafeFloat",
                       {},
                       TypeDef::Composite{{{"mantissa", typeIdOf<UInt128>(r), "u128"},
                                           {"exponent", typeIdOf<std::int64_t>(r), "i64"}}}};
    });
}

void TypeInfo<MechId>::encode(Encoder& out, const MechId& v) {
    out.u8(static_cast<std::uint8_t>(v));
}
Result<MechId> TypeInfo<MechId>::decode(Decoder& in) {
    TD_TRY(const auto v, in.u8());
    return MechId{v};
}
TypeId TypeInfo<MechId>::describe(TypeRegistry& r) {
    return r.primitive(Primitive::U8);
}

void TypeInfo<SubnetIndex>::encode(Encoder& out, const SubnetIndex& v) {
    out.u16(static_cast<std::uint16_t>(v));
}
Result<SubnetIndex> TypeInfo<SubnetIndex>::decode(Decoder& in) {
    TD_TRY(const auto v, in.u16());
    return SubnetIndex{v};
}
TypeId TypeInfo<SubnetIndex>::describe(TypeRegistry& r) {
    return r.primitive(Primitive::U16);
}

void TypeInfo<EvmAddress>::encode(Encoder& out, const EvmAddress& v) {
    out.raw(ByteView{v.bytes}.first(20));
}
Result<EvmAddress> TypeInfo<EvmAddress>::decode(Decoder& in) {
    TD_TRY(const auto raw, in.raw(20));
    EvmAddress out;
    std::copy(raw.begin(), raw.end(), out.bytes.begin());
    return out;
}
TypeId TypeInfo<EvmAddress>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<EvmAddress>, [](TypeRegistry& r) {
        const auto bytes = r.array(20, r.primitive(Primitive::U8));
        return TypeDef{"primitive_types::H160", {}, TypeDef::Composite{{{{}, bytes, "[u8; 20]"}}}};
    });
}

void TypeInfo<RootClaimTypeEnum>::encode(Encoder& out, const RootClaimTypeEnum& v) {
    out.u8(static_cast<std::uint8_t>(v.kind));
    if (v.kind == RootClaimTypeEnum::Kind::KeepSubnets) encodeTo(out, v.subnets);
}
Result<RootClaimTypeEnum> TypeInfo<RootClaimTypeEnum>::decode(Decoder& in) {
    TD_TRY(const auto kind, in.u8());
    if (kind > 2) return fail(Errc::Malformed, "unknown root claim type");
    RootClaimTypeEnum out{static_cast<RootClaimTypeEnum::Kind>(kind), {}};
    if (out.kind == RootClaimTypeEnum::Kind::KeepSubnets) {
        TD_TRY(out.subnets, TypeInfo<std::set<NetUid>>::decode(in));
    }
    return out;
}
TypeId TypeInfo<RootClaimTypeEnum>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<RootClaimTypeEnum>, [](TypeRegistry& r) {
        const auto subnets = typeIdOf<std::set<NetUid>>(r);
        return TypeDef{
            "pallet_subtensor::pallet::RootClaimTypeEnum",
            {},
            TypeDef::Variant{
                {{"Swap", 0, {}}, {"Keep", 1, {}}, {"KeepSubnets", 2, {{"subnets", subnets, "BTreeSet<NetUid>"}}}}}};
    });
}

namespace {

constexpr const char* kHyperparameters =
    "Unknown, ServingRateLimit, MaxDifficulty, AdjustmentAlpha, MaxWeightLimit, ImmunityPeriod, MinAllowedWeights, "
    "Kappa, Rho, ActivityCutoff, PowRegistrationAllowed, MinBurn, MaxBurn, BondsMovingAverage, BondsPenalty, "
    "CommitRevealEnabled, LiquidAlphaEnabled, AlphaValues, WeightCommitInterval, TransferEnabled, "
    "AlphaSigmoidSteepness, Yuma3Enabled, BondsResetEnabled, ImmuneNeuronLimit, RecycleOrBurn, MaxAllowedUids, "
    "BurnHalfLife, BurnIncreaseMult, SubnetEmissionEnabled, MinChildkeyTake, ActivityCutoffFactorMilli, TriggerEpoch";
const char kHyperparameterKey = 0;

bool hasNetuid(RateLimitKey::Kind kind) {
    using Kind = RateLimitKey::Kind;
    return kind == Kind::SetSNOwnerHotkey || kind == Kind::OwnerHyperparamUpdate || kind == Kind::AddStakeBurn;
}
bool hasAccount(RateLimitKey::Kind kind) {
    return !hasNetuid(kind) && kind != RateLimitKey::Kind::NetworkLastRegistered;
}

} // namespace

void TypeInfo<RateLimitKey>::encode(Encoder& out, const RateLimitKey& v) {
    out.u8(static_cast<std::uint8_t>(v.kind));
    if (hasNetuid(v.kind)) out.netuid(v.netuid);
    if (v.kind == RateLimitKey::Kind::OwnerHyperparamUpdate) out.u8(v.hyperparameter);
    if (hasAccount(v.kind)) out.id(v.account);
}
Result<RateLimitKey> TypeInfo<RateLimitKey>::decode(Decoder& in) {
    TD_TRY(const auto kind, in.u8());
    if (kind > static_cast<std::uint8_t>(RateLimitKey::Kind::AddStakeBurn))
        return fail(Errc::Malformed, "unknown rate limit key");
    RateLimitKey out;
    out.kind = static_cast<RateLimitKey::Kind>(kind);
    if (hasNetuid(out.kind)) {
        TD_TRY(out.netuid, decodeFrom<NetUid>(in));
    }
    if (out.kind == RateLimitKey::Kind::OwnerHyperparamUpdate) {
        TD_TRY(out.hyperparameter, in.u8());
        if (out.hyperparameter >= splitNames(kHyperparameters).size())
            return fail(Errc::Malformed, "unknown hyperparameter");
    }
    if (hasAccount(out.kind)) {
        TD_TRY(out.account, decodeFrom<AccountId>(in));
    }
    return out;
}
TypeId TypeInfo<RateLimitKey>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<RateLimitKey>, [](TypeRegistry& r) {
        const auto hyperparameter = r.named(&kHyperparameterKey, [](TypeRegistry&) {
            return describeEnum({"pallet_subtensor::utils::rate_limiting::Hyperparameter", kHyperparameters});
        });
        const auto account = typeIdOf<AccountId>(r);
        const std::vector<TypeField> netuid{{{}, typeIdOf<NetUid>(r), "NetUid"}}, who{{{}, account, "AccountId"}};
        const std::vector<TypeField> parameter{netuid[0], {{}, hyperparameter, "Hyperparameter"}};
        return TypeDef{"pallet_subtensor::RateLimitKey",
                       {{"AccountId", account}},
                       TypeDef::Variant{{{"SetSNOwnerHotkey", 0, netuid},
                                         {"OwnerHyperparamUpdate", 1, parameter},
                                         {"NetworkLastRegistered", 2, {}},
                                         {"LastTxBlock", 3, who},
                                         {"LastTxBlockChildKeyTake", 4, who},
                                         {"LastTxBlockDelegateTake", 5, who},
                                         {"AddStakeBurn", 6, netuid}}}};
    });
}

} // namespace taodeck::subtensor
