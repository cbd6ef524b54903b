#include "core/subtensor/pallets/subtensor_module/reads/read_apis.h"

#include <algorithm>
#include <array>

namespace taodeck::subtensor::subtensor_module {
namespace {

std::uint16_t yumaVersion(const SubnetView& s) {
    return s.get(Yuma3On) ? 3 : 2;
}
std::uint16_t leastChildkeyTake(const SubnetView& s) {
    return std::max(MinChildkeyTake.get(*s.state), s.get(MinChildkeyTakePerSubnet));
}

using HyperparamRow = RecordRow<SubnetView>;
using HyperparamRows = std::vector<HyperparamRow>;
template <class Value>
HyperparamRow hyperparamRow(const char* name, const char* typeName, Value value) {
    return recordRow<SubnetView>(name, typeName, value);
}
HyperparamRows joined(HyperparamRows first, const HyperparamRows& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

const HyperparamRows& infoRows() {
    static const HyperparamRows rows{
        hyperparamRow("netuid", "Compact<NetUid>", [](const SubnetView& s) { return compact(s.netuid); }),
        hyperparamRow("rho", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(Rho); }),
        hyperparamRow("kappa", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(Kappa); }),
        hyperparamRow("difficulty", "Compact<u64>", [](const SubnetView& s) { return s.compactOf(Difficulty); }),
        hyperparamRow("immunity_period", "Compact<u16>",
                      [](const SubnetView& s) { return s.compactOf(ImmunityPeriod); }),
        hyperparamRow("max_allowed_validators", "Compact<u16>",
                      [](const SubnetView& s) { return s.compactOf(MaxAllowedValidators); }),
        hyperparamRow("min_allowed_weights", "Compact<u16>",
                      [](const SubnetView& s) { return s.compactOf(MinAllowedWeights); }),
        hyperparamRow("max_weights_limit", "Compact<u16>", [](const SubnetView&) { return compact(kMaxWeightsLimit); }),
        hyperparamRow("scaling_law_power", "Compact<u16>",
                      [](const SubnetView& s) { return s.compactOf(ScalingLawPower); }),
        hyperparamRow("subnetwork_n", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(SubnetworkN); }),
        hyperparamRow("max_allowed_uids", "Compact<u16>",
                      [](const SubnetView& s) { return s.compactOf(MaxAllowedUids); }),
        hyperparamRow("blocks_since_last_step", "Compact<u64>",
                      [](const SubnetView& s) { return s.compactOf(BlocksSinceLastStep); }),
        hyperparamRow("tempo", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(Tempo); }),
        hyperparamRow("network_modality", "Compact<u16>", [](const SubnetView&) { return compact(std::uint16_t{0}); }),
        hyperparamRow("network_connect", "Vec<[u16; 2]>",
                      [](const SubnetView&) { return std::vector<std::array<std::uint16_t, 2>>{}; }),
    };
    return rows;
}
const HyperparamRows& hyperparamRows() {
    static const HyperparamRows rows{
        hyperparamRow("rho", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(Rho); }),
        hyperparamRow("kappa", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(Kappa); }),
        hyperparamRow("immunity_period", "Compact<u16>",
                      [](const SubnetView& s) { return s.compactOf(ImmunityPeriod); }),
        hyperparamRow("min_allowed_weights", "Compact<u16>",
                      [](const SubnetView& s) { return s.compactOf(MinAllowedWeights); }),
        hyperparamRow("max_weights_limit", "Compact<u16>", [](const SubnetView&) { return compact(kMaxWeightsLimit); }),
        hyperparamRow("tempo", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(Tempo); }),
        hyperparamRow("min_difficulty", "Compact<u64>", [](const SubnetView& s) { return s.compactOf(MinDifficulty); }),
        hyperparamRow("max_difficulty", "Compact<u64>", [](const SubnetView& s) { return s.compactOf(MaxDifficulty); }),
        hyperparamRow("weights_version", "Compact<u64>",
                      [](const SubnetView& s) { return s.compactOf(WeightsVersionKey); }),
        hyperparamRow("weights_rate_limit", "Compact<u64>",
                      [](const SubnetView& s) { return s.compactOf(WeightsSetRateLimit); }),
        hyperparamRow("adjustment_interval", "Compact<u16>",
                      [](const SubnetView& s) { return s.compactOf(AdjustmentInterval); }),
        hyperparamRow("activity_cutoff", "Compact<u64>",
                      [](const SubnetView& s) { return compact(activityCutoffBlocks(*s.state, s.netuid)); }),
        hyperparamRow("registration_allowed", "bool",
                      [](const SubnetView& s) { return s.get(NetworkRegistrationAllowed); }),
        hyperparamRow("target_regs_per_interval", "Compact<u16>",
                      [](const SubnetView& s) { return s.compactOf(TargetRegistrationsPerInterval); }),
        hyperparamRow("min_burn", "Compact<TaoBalance>", [](const SubnetView& s) { return s.compactOf(MinBurn); }),
        hyperparamRow("max_burn", "Compact<TaoBalance>", [](const SubnetView& s) { return s.compactOf(MaxBurn); }),
        hyperparamRow("bonds_moving_avg", "Compact<u64>",
                      [](const SubnetView& s) { return s.compactOf(BondsMovingAverage); }),
        hyperparamRow("max_regs_per_block", "Compact<u16>",
                      [](const SubnetView& s) { return s.compactOf(MaxRegistrationsPerBlock); }),
        hyperparamRow("serving_rate_limit", "Compact<u64>",
                      [](const SubnetView& s) { return s.compactOf(ServingRateLimit); }),
        hyperparamRow("max_validators", "Compact<u16>",
                      [](const SubnetView& s) { return s.compactOf(MaxAllowedValidators); }),
        hyperparamRow("adjustment_alpha", "Compact<u64>",
                      [](const SubnetView& s) { return s.compactOf(AdjustmentAlpha); }),
        hyperparamRow("difficulty", "Compact<u64>", [](const SubnetView& s) { return s.compactOf(Difficulty); }),
        hyperparamRow("commit_reveal_period", "Compact<u64>",
                      [](const SubnetView& s) { return s.compactOf(RevealPeriodEpochs); }),
        hyperparamRow("commit_reveal_weights_enabled", "bool",
                      [](const SubnetView& s) { return s.get(CommitRevealWeightsEnabled); }),
        hyperparamRow("alpha_high", "Compact<u16>",
                      [](const SubnetView& s) { return compact(s.get(AlphaValues).second); }),
        hyperparamRow("alpha_low", "Compact<u16>",
                      [](const SubnetView& s) { return compact(s.get(AlphaValues).first); }),
        hyperparamRow("liquid_alpha_enabled", "bool", [](const SubnetView& s) { return s.get(LiquidAlphaOn); }),
    };
    return rows;
}
const HyperparamRows& newerHyperparamRows() {
    static const HyperparamRows rows{
        hyperparamRow("alpha_sigmoid_steepness", "I32F32",
                      [](const SubnetView& s) { return I32F32::fromInt(s.get(AlphaSigmoidSteepness)); }),
        hyperparamRow("yuma_version", "Compact<u16>", [](const SubnetView& s) { return compact(yumaVersion(s)); }),
        hyperparamRow("subnet_is_active", "bool", [](const SubnetView& s) { return s.get(SubtokenEnabled); }),
        hyperparamRow("transfers_enabled", "bool", [](const SubnetView& s) { return s.get(TransferToggle); }),
        hyperparamRow("bonds_reset_enabled", "bool", [](const SubnetView& s) { return s.get(BondsResetOn); }),
        hyperparamRow("user_liquidity_enabled", "bool", [](const SubnetView&) { return false; }),
    };
    return rows;
}
/// Those that only the third version names.
const HyperparamRows& newestHyperparamRows() {
    static const HyperparamRows rows{
        hyperparamRow("activity_cutoff_factor", "Compact<u32>",
                      [](const SubnetView& s) { return s.compactOf(ActivityCutoffFactorMilli); }),
        hyperparamRow("burn_half_life", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(BurnHalfLife); }),
        hyperparamRow("burn_increase_mult", "U64F64", [](const SubnetView& s) { return s.get(BurnIncreaseMult); }),
        hyperparamRow("owner_cut_enabled", "bool", [](const SubnetView& s) { return s.get(OwnerCutEnabled); }),
        hyperparamRow("owner_cut_auto_lock_enabled", "bool",
                      [](const SubnetView& s) { return s.get(OwnerCutAutoLockEnabled); }),
        hyperparamRow("min_childkey_take", "Compact<u16>",
                      [](const SubnetView& s) { return compact(leastChildkeyTake(s)); }),
    };
    return rows;
}

struct SubnetInfo {
    using Source = SubnetView;
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::subnet_info::SubnetInfo";
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"AccountId", typeIdOf<AccountId>(r)}}; }
    static const HyperparamRows& rows() {
        static const HyperparamRows all = joined(
            infoRows(),
            {
                hyperparamRow("emission_values", "Compact<u64>",
                              [](const SubnetView&) { return compact(std::uint64_t{0}); }),
                hyperparamRow("burn", "Compact<TaoBalance>", [](const SubnetView& s) { return s.compactOf(Burn); }),
                hyperparamRow("owner", "AccountId", [](const SubnetView& s) { return s.get(SubnetOwner); }),
            });
        return all;
    }
};
struct SubnetInfoV2 {
    using Source = SubnetView;
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::subnet_info::SubnetInfov2";
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"AccountId", typeIdOf<AccountId>(r)}}; }
    static const HyperparamRows& rows() {
        static const HyperparamRows all = joined(
            infoRows(),
            {
                hyperparamRow("emission_value", "Compact<u64>",
                              [](const SubnetView&) { return compact(std::uint64_t{0}); }),
                hyperparamRow("burn", "Compact<TaoBalance>", [](const SubnetView& s) { return s.compactOf(Burn); }),
                hyperparamRow("owner", "AccountId", [](const SubnetView& s) { return s.get(SubnetOwner); }),
                hyperparamRow("identity", "Option<SubnetIdentityV3>",
                              [](const SubnetView& s) { return s.get(SubnetIdentitiesV3); }),
            });
        return all;
    }
};
struct Hyperparams {
    using Source = SubnetView;
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::subnet_info::SubnetHyperparams";
    static const HyperparamRows& rows() { return hyperparamRows(); }
};
struct HyperparamsV2 {
    using Source = SubnetView;
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::subnet_info::SubnetHyperparamsV2";
    static const HyperparamRows& rows() {
        static const HyperparamRows all = joined(hyperparamRows(), newerHyperparamRows());
        return all;
    }
};

/// A value of the third version: the kind is the variant, the bytes are the payload.
struct HyperparamValue {
    std::uint8_t kind{0};
    Bytes payload;
};
struct HyperparamEntry {
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::subnet_info::HyperparamEntry";
    static constexpr FieldInfo kFields[] = {{"name", "Vec<u8>"}, {"value", "HyperparamValue"}};
    Bytes name;
    HyperparamValue value;
    static auto fields(auto& e) { return std::tie(e.name, e.value); }
};

/// The variants with their payload's type name, by index.
constexpr std::pair<const char*, const char*> kKinds[] = {
    {"Bool", "bool"},        {"U16", "Compact<u16>"},   {"U32", "Compact<u32>"},
    {"U64", "Compact<u64>"}, {"U128", "Compact<u128>"}, {"TaoBalance", "Compact<TaoBalance>"},
    {"I32F32", "I32F32"},    {"U64F64", "U64F64"},
};

} // namespace
} // namespace taodeck::subtensor::subtensor_module

namespace taodeck::subtensor {

template <>
struct TypeInfo<subtensor_module::HyperparamValue> {
    static void encode(Encoder& out, const subtensor_module::HyperparamValue& v) { out.u8(v.kind).raw(v.payload); }
    static TypeId describe(TypeRegistry& registry) {
        return registry.named(&kTypeKey<subtensor_module::HyperparamValue>, [](TypeRegistry& r) {
            const TypeId types[] = {typeIdOf<bool>(r),
                                    typeIdOf<Compact<std::uint16_t>>(r),
                                    typeIdOf<Compact<std::uint32_t>>(r),
                                    typeIdOf<Compact<std::uint64_t>>(r),
                                    typeIdOf<Compact<UInt128>>(r),
                                    typeIdOf<Compact<Rao>>(r),
                                    typeIdOf<I32F32>(r),
                                    typeIdOf<U64F64>(r)};
            TypeDef::Variant out;
            for (std::uint8_t i = 0; i < std::size(types); ++i) {
                const auto& [name, typeName] = subtensor_module::kKinds[i];
                out.variants.push_back({name, i, {{{}, types[i], typeName}}});
            }
            return TypeDef{"pallet_subtensor::rpc_info::subnet_info::HyperparamValue", {}, std::move(out)};
        });
    }
};

} // namespace taodeck::subtensor

namespace taodeck::subtensor::subtensor_module {
namespace {

template <class Declaration>
std::optional<Record<Declaration>> about(const ApiContext& ctx, NetUid netuid) {
    auto view = viewOf(ctx, netuid);
    if (!view) return std::nullopt;
    return Record<Declaration>{*std::move(view)};
}
/// By netuid, not in the order of storage.
template <class Declaration>
std::vector<std::optional<Record<Declaration>>> aboutAll(const ApiContext& ctx) {
    auto netuids = subnets(ctx.state);
    std::sort(netuids.begin(), netuids.end());
    std::vector<std::optional<Record<Declaration>>> out;
    for (const NetUid netuid : netuids)
        out.push_back(about<Declaration>(ctx, netuid));
    return out;
}

HyperparamEntry entryOf(const HyperparamRow& row, const SubnetView& view) {
    HyperparamEntry out;
    out.name = toBytes(asBytes(row.name));
    const auto* kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                    [&](const auto& k) { return std::string_view{k.second} == row.typeName; });
    out.value.kind = static_cast<std::uint8_t>(kind - std::begin(kKinds));
    Encoder payload;
    row.encode(payload, view);
    out.value.payload = payload.take();
    return out;
}

std::optional<std::vector<HyperparamEntry>> hyperparamsV3(const ApiContext& ctx, NetUid netuid) {
    const auto view = viewOf(ctx, netuid);
    if (!view) return std::nullopt;
    static const HyperparamRows all = joined(HyperparamsV2::rows(), newestHyperparamRows());
    std::vector<HyperparamEntry> out;
    for (const char* name : {
             "kappa",
             "immunity_period",
             "min_allowed_weights",
             "max_weights_limit",
             "tempo",
             "weights_version",
             "weights_rate_limit",
             "activity_cutoff",
             "activity_cutoff_factor",
             "registration_allowed",
             "target_regs_per_interval",
             "min_burn",
             "max_burn",
             "burn_half_life",
             "burn_increase_mult",
             "bonds_moving_avg",
             "max_regs_per_block",
             "serving_rate_limit",
             "max_validators",
             "commit_reveal_period",
             "commit_reveal_weights_enabled",
             "alpha_high",
             "alpha_low",
             "liquid_alpha_enabled",
             "alpha_sigmoid_steepness",
             "yuma_version",
             "subnet_is_active",
             "transfers_enabled",
             "bonds_reset_enabled",
             "user_liquidity_enabled",
             "owner_cut_enabled",
             "owner_cut_auto_lock_enabled",
             "min_childkey_take",
         })
        for (const auto& row : all)
            if (std::string_view{row.name} == name) out.push_back(entryOf(row, *view));
    return out;
}

} // namespace

std::vector<ApiMethod> hyperparamsMethods() {
    return {
        apiMethod<about<SubnetInfo>>("get_subnet_info", {"netuid"}),
        apiMethod<aboutAll<SubnetInfo>>("get_subnets_info"),
        apiMethod<about<SubnetInfoV2>>("get_subnet_info_v2", {"netuid"}),
        apiMethod<aboutAll<SubnetInfoV2>>("get_subnets_info_v2"),
        apiMethod<about<Hyperparams>>("get_subnet_hyperparams", {"netuid"}),
        apiMethod<about<HyperparamsV2>>("get_subnet_hyperparams_v2", {"netuid"}),
        apiMethod<hyperparamsV3>("get_subnet_hyperparams_v3", {"netuid"}),
    };
}

} // namespace taodeck::subtensor::subtensor_module
