#include "core/crypto/hash.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/reads/read_apis.h"

#include <algorithm>
#include <set>

namespace taodeck::subtensor::subtensor_module {
namespace {

// Fields that upstream keeps but no longer computes are empty or 0.
std::vector<Compact<std::uint16_t>> nothing() {
    return {};
}
auto coldkeys(const SubnetView& s) {
    return s.each([&](const AccountId& hotkey) { return coldkeyOf(*s.state, hotkey); });
}
auto identities(const SubnetView& s) {
    return s.each([&](const AccountId& hotkey) { return IdentitiesV2.get(*s.state, coldkeyOf(*s.state, hotkey)); });
}
auto axons(const SubnetView& s) {
    return s.each([&](const AccountId& hotkey) { return Axons.get(*s.state, s.netuid, hotkey).value_or(AxonInfo{}); });
}
auto registeredAt(const SubnetView& s) {
    std::vector<Compact<std::uint64_t>> out;
    for (std::uint16_t uid = 0; uid < s.hotkeys.size(); ++uid)
        out.push_back({BlockAtRegistration.get(*s.state, s.netuid, uid)});
    return out;
}
template <class T>
auto stakes(const SubnetView& s, I64F64 StakeWeights::*part) {
    std::vector<Compact<T>> out;
    for (const auto& weights : s.weights)
        out.push_back({T::fromRaw((weights.*part).toU64())});
    return out;
}
auto alphaStake(const SubnetView& s) {
    return stakes<Alpha>(s, &StakeWeights::alpha);
}
auto taoStake(const SubnetView& s) {
    return stakes<Rao>(s, &StakeWeights::root);
}
auto totalStake(const SubnetView& s) {
    return stakes<Rao>(s, &StakeWeights::total);
}
auto taoDividends(const SubnetView& s) {
    return s.each([](const AccountId& hotkey) { return std::pair{hotkey, compact(Rao{})}; });
}
auto alphaDividends(const SubnetView& s) {
    return s.each([&](const AccountId& hotkey) {
        return std::pair{hotkey, compact(AlphaDividendsPerSubnet.get(*s.state, s.netuid, hotkey))};
    });
}
/// Each neuron's last emission on every subnet.
auto emissionHistory(const SubnetView& s) {
    std::vector<std::vector<Compact<Alpha>>> out;
    for (const NetUid netuid : subnets(*s.state))
        out.push_back(s.each([&](const AccountId& hotkey) {
            return compact(LastHotkeyEmissionOnNetuid.get(*s.state, hotkey, netuid));
        }));
    return out;
}

template <class Value>
RecordRow<SubnetView> metagraphRow(const char* name, const char* typeName, Value value) {
    return recordRow<SubnetView>(name, typeName, value);
}

const std::vector<RecordRow<SubnetView>>& metagraphRows() {
    static const std::vector<RecordRow<SubnetView>> rows{
        metagraphRow(
            "netuid", "Compact<NetUid>",
            [](const SubnetView& s) { return compact(static_cast<NetUid>(static_cast<std::uint16_t>(s.index))); }),
        metagraphRow("name", "Vec<Compact<u8>>",
                     [](const SubnetView& s) { return compactText(nameOf(*s.state, s.netuid)); }),
        metagraphRow("symbol", "Vec<Compact<u8>>", [](const SubnetView& s) { return compactText(s.get(TokenSymbol)); }),
        metagraphRow("identity", "Option<SubnetIdentityV3>",
                     [](const SubnetView& s) { return s.get(SubnetIdentitiesV3); }),
        metagraphRow("network_registered_at", "Compact<u64>",
                     [](const SubnetView& s) { return s.compactOf(NetworkRegisteredAt); }),
        metagraphRow("owner_hotkey", "AccountId", [](const SubnetView& s) { return s.get(SubnetOwnerHotkey); }),
        metagraphRow("owner_coldkey", "AccountId", [](const SubnetView& s) { return s.get(SubnetOwner); }),
        metagraphRow("block", "Compact<u64>", [](const SubnetView& s) { return compact(s.now); }),
        metagraphRow("tempo", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(Tempo); }),
        metagraphRow("last_step", "Compact<u64>",
                     [](const SubnetView& s) { return s.compactOf(LastMechansimStepBlock); }),
        metagraphRow("blocks_since_last_step", "Compact<u64>",
                     [](const SubnetView& s) { return compact(blocksSinceLastStep(s)); }),
        metagraphRow("subnet_emission", "Compact<u64>", [](const SubnetView&) { return compact(std::uint64_t{0}); }),
        metagraphRow("alpha_in", "Compact<AlphaBalance>",
                     [](const SubnetView& s) { return s.compactOf(SubnetAlphaIn); }),
        metagraphRow("alpha_out", "Compact<AlphaBalance>",
                     [](const SubnetView& s) { return s.compactOf(SubnetAlphaOut); }),
        metagraphRow("tao_in", "Compact<TaoBalance>", [](const SubnetView& s) { return s.compactOf(SubnetTAO); }),
        metagraphRow("alpha_out_emission", "Compact<AlphaBalance>",
                     [](const SubnetView& s) { return s.compactOf(SubnetAlphaOutEmission); }),
        metagraphRow("alpha_in_emission", "Compact<AlphaBalance>",
                     [](const SubnetView& s) { return s.compactOf(SubnetAlphaInEmission); }),
        metagraphRow("tao_in_emission", "Compact<TaoBalance>",
                     [](const SubnetView& s) { return s.compactOf(SubnetTaoInEmission); }),
        metagraphRow("pending_alpha_emission", "Compact<AlphaBalance>",
                     [](const SubnetView& s) { return compact(pendingAlpha(s)); }),
        metagraphRow("pending_root_emission", "Compact<TaoBalance>", [](const SubnetView&) { return compact(Rao{}); }),
        metagraphRow("subnet_volume", "Compact<u128>", [](const SubnetView& s) { return s.compactOf(SubnetVolume); }),
        metagraphRow("moving_price", "I96F32", [](const SubnetView& s) { return s.get(SubnetMovingPrice); }),
        metagraphRow("rho", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(Rho); }),
        metagraphRow("kappa", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(Kappa); }),
        metagraphRow("min_allowed_weights", "Compact<u16>",
                     [](const SubnetView& s) { return s.compactOf(MinAllowedWeights); }),
        metagraphRow("max_weights_limit", "Compact<u16>", [](const SubnetView&) { return compact(kMaxWeightsLimit); }),
        metagraphRow("weights_version", "Compact<u64>",
                     [](const SubnetView& s) { return s.compactOf(WeightsVersionKey); }),
        metagraphRow("weights_rate_limit", "Compact<u64>",
                     [](const SubnetView& s) { return s.compactOf(WeightsSetRateLimit); }),
        metagraphRow("activity_cutoff", "Compact<u64>",
                     [](const SubnetView& s) { return compact(activityCutoffBlocks(*s.state, s.netuid)); }),
        metagraphRow("max_validators", "Compact<u16>",
                     [](const SubnetView& s) { return s.compactOf(MaxAllowedValidators); }),
        metagraphRow("num_uids", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(SubnetworkN); }),
        metagraphRow("max_uids", "Compact<u16>", [](const SubnetView& s) { return s.compactOf(MaxAllowedUids); }),
        metagraphRow("burn", "Compact<TaoBalance>", [](const SubnetView& s) { return s.compactOf(Burn); }),
        metagraphRow("difficulty", "Compact<u64>", [](const SubnetView& s) { return s.compactOf(Difficulty); }),
        metagraphRow("registration_allowed", "bool",
                     [](const SubnetView& s) { return s.get(NetworkRegistrationAllowed); }),
        metagraphRow("pow_registration_allowed", "bool",
                     [](const SubnetView& s) { return s.get(NetworkPowRegistrationAllowed); }),
        metagraphRow("immunity_period", "Compact<u16>",
                     [](const SubnetView& s) { return s.compactOf(ImmunityPeriod); }),
        metagraphRow("min_difficulty", "Compact<u64>", [](const SubnetView& s) { return s.compactOf(MinDifficulty); }),
        metagraphRow("max_difficulty", "Compact<u64>", [](const SubnetView& s) { return s.compactOf(MaxDifficulty); }),
        metagraphRow("min_burn", "Compact<TaoBalance>", [](const SubnetView& s) { return s.compactOf(MinBurn); }),
        metagraphRow("max_burn", "Compact<TaoBalance>", [](const SubnetView& s) { return s.compactOf(MaxBurn); }),
        metagraphRow("adjustment_alpha", "Compact<u64>",
                     [](const SubnetView& s) { return s.compactOf(AdjustmentAlpha); }),
        metagraphRow("adjustment_interval", "Compact<u16>",
                     [](const SubnetView& s) { return s.compactOf(AdjustmentInterval); }),
        metagraphRow("target_regs_per_interval", "Compact<u16>",
                     [](const SubnetView& s) { return s.compactOf(TargetRegistrationsPerInterval); }),
        metagraphRow("max_regs_per_block", "Compact<u16>",
                     [](const SubnetView& s) { return s.compactOf(MaxRegistrationsPerBlock); }),
        metagraphRow("serving_rate_limit", "Compact<u64>",
                     [](const SubnetView& s) { return s.compactOf(ServingRateLimit); }),
        metagraphRow("commit_reveal_weights_enabled", "bool",
                     [](const SubnetView& s) { return s.get(CommitRevealWeightsEnabled); }),
        metagraphRow("commit_reveal_period", "Compact<u64>",
                     [](const SubnetView& s) { return s.compactOf(RevealPeriodEpochs); }),
        metagraphRow("liquid_alpha_enabled", "bool", [](const SubnetView& s) { return s.get(LiquidAlphaOn); }),
        metagraphRow("alpha_high", "Compact<u16>",
                     [](const SubnetView& s) { return compact(s.get(AlphaValues).second); }),
        metagraphRow("alpha_low", "Compact<u16>",
                     [](const SubnetView& s) { return compact(s.get(AlphaValues).first); }),
        metagraphRow("bonds_moving_avg", "Compact<u64>",
                     [](const SubnetView& s) { return s.compactOf(BondsMovingAverage); }),
        metagraphRow("hotkeys", "Vec<AccountId>", [](const SubnetView& s) { return s.hotkeys; }),
        metagraphRow("coldkeys", "Vec<AccountId>", [](const SubnetView& s) { return coldkeys(s); }),
        metagraphRow("identities", "Vec<Option<ChainIdentityOfV2>>", [](const SubnetView& s) { return identities(s); }),
        metagraphRow("axons", "Vec<AxonInfo>", [](const SubnetView& s) { return axons(s); }),
        metagraphRow("active", "Vec<bool>", [](const SubnetView& s) { return s.get(Active); }),
        metagraphRow("validator_permit", "Vec<bool>", [](const SubnetView& s) { return s.get(ValidatorPermit); }),
        metagraphRow("pruning_score", "Vec<Compact<u16>>", [](const SubnetView&) { return nothing(); }),
        metagraphRow("last_update", "Vec<Compact<u64>>",
                     [](const SubnetView& s) { return compacts(LastUpdate.get(*s.state, s.index)); }),
        metagraphRow("emission", "Vec<Compact<AlphaBalance>>",
                     [](const SubnetView& s) { return compacts(s.get(Emission)); }),
        metagraphRow("dividends", "Vec<Compact<u16>>", [](const SubnetView& s) { return compacts(s.get(Dividends)); }),
        metagraphRow("incentives", "Vec<Compact<u16>>",
                     [](const SubnetView& s) { return compacts(Incentive.get(*s.state, s.index)); }),
        metagraphRow("consensus", "Vec<Compact<u16>>", [](const SubnetView& s) { return compacts(s.get(Consensus)); }),
        metagraphRow("trust", "Vec<Compact<u16>>", [](const SubnetView&) { return nothing(); }),
        metagraphRow("rank", "Vec<Compact<u16>>", [](const SubnetView&) { return nothing(); }),
        metagraphRow("block_at_registration", "Vec<Compact<u64>>", [](const SubnetView& s) { return registeredAt(s); }),
        metagraphRow("alpha_stake", "Vec<Compact<AlphaBalance>>", [](const SubnetView& s) { return alphaStake(s); }),
        metagraphRow("tao_stake", "Vec<Compact<TaoBalance>>", [](const SubnetView& s) { return taoStake(s); }),
        metagraphRow("total_stake", "Vec<Compact<TaoBalance>>", [](const SubnetView& s) { return totalStake(s); }),
        metagraphRow("tao_dividends_per_hotkey", "Vec<(AccountId, Compact<TaoBalance>)>",
                     [](const SubnetView& s) { return taoDividends(s); }),
        metagraphRow("alpha_dividends_per_hotkey", "Vec<(AccountId, Compact<AlphaBalance>)>",
                     [](const SubnetView& s) { return alphaDividends(s); }),
    };
    return rows;
}

struct Metagraph {
    using Source = SubnetView;
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::metagraph::Metagraph";
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"AccountId", typeIdOf<AccountId>(r)}}; }
    static const std::vector<RecordRow<SubnetView>>& rows() { return metagraphRows(); }
};

struct SubnetState {
    using Source = SubnetView;
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::show_subnet::SubnetState";
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"AccountId", typeIdOf<AccountId>(r)}}; }
    static const std::vector<RecordRow<SubnetView>>& rows() {
        static const std::vector<RecordRow<SubnetView>> rows = [] {
            std::vector<RecordRow<SubnetView>> out;
            for (const char* name : {"netuid", "hotkeys", "coldkeys", "active", "validator_permit", "pruning_score",
                                     "last_update", "emission", "dividends", "incentives", "consensus", "trust", "rank",
                                     "block_at_registration", "alpha_stake", "tao_stake", "total_stake"})
                for (const auto& field : metagraphRows())
                    if (std::string_view{field.name} == name) out.push_back(field);
            out.push_back(metagraphRow("emission_history", "Vec<Vec<Compact<AlphaBalance>>>",
                                       [](const SubnetView& s) { return emissionHistory(s); }));
            return out;
        }();
        return rows;
    }
};

/// Index of the last two fields of a selective metagraph, which the whole one does not have.
constexpr std::uint16_t kValidators = 72, kCommitments = 73;
/// More indices than there are fields say nothing new; the state is read once for each field.
struct SelectiveMetagraph {
    SubnetView view;
    NetUid shown{}; ///< As the answer names the subnet.
    std::set<std::uint16_t> chosen;
};

/// Uids with a permit and more than the threshold's stake, from the least stake up.
std::vector<Compact<std::uint16_t>> validators(const SubnetView& s) {
    const auto permits = s.get(ValidatorPermit);
    const auto threshold = I64F64::fromInt(StakeThreshold.get(*s.state));
    std::vector<std::pair<I64F64, std::uint16_t>> found;
    for (std::uint16_t uid = 0; uid < s.hotkeys.size() && uid < permits.size(); ++uid)
        if (permits[uid] && s.weights[uid].total > threshold) found.emplace_back(s.weights[uid].total, uid);
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Compact<std::uint16_t>> out;
    for (const auto& [stake, uid] : found)
        out.push_back({uid});
    return out;
}

/// Each hotkey's commitment as it is stored.
std::vector<std::pair<AccountId, CompactText>> commitments(const SubnetView& s) {
    auto prefix = toBytes(crypto::twox128(asBytes("Commitments")));
    append(prefix, crypto::twox128(asBytes("CommitmentOf")));
    append(prefix, encoded(s.netuid));
    std::vector<std::pair<AccountId, CompactText>> out;
    forEachEntry(*s.state, prefix, [&](ByteView key, const Bytes& value) {
        Decoder rest{key};
        if (!skipHash(rest, kTwox)) return true;
        if (auto account = decodeFrom<AccountId>(rest)) out.emplace_back(*account, compactText(value));
        return true;
    });
    return out;
}

std::optional<SubnetView> mechanismView(const ApiContext& ctx, NetUid netuid, MechId mechanism) {
    auto view = viewOf(ctx, netuid);
    if (view) view->index = mechanismIndex(netuid, mechanism);
    return view;
}

std::optional<Record<Metagraph>> metagraphOf(std::optional<SubnetView> view) {
    if (!view) return std::nullopt;
    return Record<Metagraph>{withWeights(*std::move(view))};
}

} // namespace
} // namespace taodeck::subtensor::subtensor_module

namespace taodeck::subtensor {

template <>
struct TypeInfo<subtensor_module::SelectiveMetagraph> {
    static void encode(Encoder& out, const subtensor_module::SelectiveMetagraph& m) {
        namespace sm = subtensor_module;
        encodeTo(out, sm::compact(m.shown));
        const auto& rows = sm::metagraphRows();
        for (std::uint16_t i = 1; i < rows.size(); ++i) {
            out.boolean(m.chosen.count(i) > 0);
            if (m.chosen.count(i)) rows[i].encode(out, m.view);
        }
        out.boolean(m.chosen.count(sm::kValidators) > 0);
        if (m.chosen.count(sm::kValidators)) encodeTo(out, sm::validators(m.view));
        out.boolean(m.chosen.count(sm::kCommitments) > 0);
        if (m.chosen.count(sm::kCommitments)) encodeTo(out, sm::commitments(m.view));
    }
    static TypeId describe(TypeRegistry& registry) {
        namespace sm = subtensor_module;
        return registry.named(&kTypeKey<sm::SelectiveMetagraph>, [](TypeRegistry& r) {
            std::vector<TypeField> fields;
            const auto& rows = sm::metagraphRows();
            fields.push_back({rows[0].name, rows[0].type(r), rows[0].typeName});
            for (std::size_t i = 1; i < rows.size(); ++i)
                fields.push_back(
                    {rows[i].name, rows[i].optionalType(r), "Option<" + std::string{rows[i].typeName} + ">"});
            fields.push_back({"validators", typeIdOf<std::optional<std::vector<Compact<std::uint16_t>>>>(r),
                              "Option<Vec<Compact<u16>>>"});
            fields.push_back({"commitments",
                              typeIdOf<std::optional<std::vector<std::pair<AccountId, sm::CompactText>>>>(r),
                              "Option<Vec<(AccountId, Vec<Compact<u8>>)>>"});
            return TypeDef{"pallet_subtensor::rpc_info::metagraph::SelectiveMetagraph",
                           {{"AccountId", typeIdOf<AccountId>(r)}},
                           TypeDef::Composite{std::move(fields)}};
        });
    }
};

} // namespace taodeck::subtensor

namespace taodeck::subtensor::subtensor_module {
namespace {

std::optional<Record<Metagraph>> metagraph(const ApiContext& ctx, NetUid netuid) {
    return metagraphOf(viewOf(ctx, netuid));
}

std::vector<std::optional<Record<Metagraph>>> allMetagraphs(const ApiContext& ctx) {
    std::vector<std::optional<Record<Metagraph>>> out;
    for (const NetUid netuid : subnets(ctx.state))
        out.push_back(metagraph(ctx, netuid));
    return out;
}

std::optional<Record<Metagraph>> mechagraph(const ApiContext& ctx, NetUid netuid, MechId mechanism) {
    if (!ensureMechanismExists(ctx.state, netuid, mechanism)) return std::nullopt;
    return metagraphOf(mechanismView(ctx, netuid, mechanism));
}

std::vector<std::optional<Record<Metagraph>>> allMechagraphs(const ApiContext& ctx) {
    std::vector<std::optional<Record<Metagraph>>> out;
    for (const NetUid netuid : subnets(ctx.state))
        for (std::uint8_t i = 0; i < mechanismCount(ctx.state, netuid); ++i)
            out.push_back(mechagraph(ctx, netuid, MechId{i}));
    return out;
}

std::optional<Record<SubnetState>> subnetState(const ApiContext& ctx, NetUid netuid) {
    auto view = viewOf(ctx, netuid);
    if (!view) return std::nullopt;
    return Record<SubnetState>{withWeights(*std::move(view))};
}

std::optional<SelectiveMetagraph> select(std::optional<SubnetView> view, const std::vector<std::uint16_t>& indexes) {
    if (!view) return std::nullopt;
    SelectiveMetagraph out;
    out.chosen = {indexes.begin(), indexes.end()};
    const auto reads = [&](std::uint16_t from, std::uint16_t to) {
        const auto it = out.chosen.lower_bound(from);
        return it != out.chosen.end() && *it <= to;
    };
    out.view = reads(67, 69) || reads(kValidators, kValidators) ? withWeights(*std::move(view)) : *std::move(view);
    return out;
}

/// The subnet's number is 0 unless field 0 is asked for, as upstream.
std::optional<SelectiveMetagraph> selectiveMetagraph(const ApiContext& ctx, NetUid netuid,
                                                     const std::vector<std::uint16_t>& indexes) {
    auto out = select(viewOf(ctx, netuid), indexes);
    if (out && out->chosen.count(0)) out->shown = netuid;
    return out;
}

std::optional<SelectiveMetagraph> selectiveMechagraph(const ApiContext& ctx, NetUid netuid, MechId mechanism,
                                                      const std::vector<std::uint16_t>& indexes) {
    auto out = select(mechanismView(ctx, netuid, mechanism), indexes);
    if (out) out->shown = netuid;
    return out;
}

} // namespace

std::vector<ApiMethod> metagraphMethods() {
    return {
        apiMethod<allMetagraphs>("get_all_metagraphs"),
        apiMethod<metagraph>("get_metagraph", {"netuid"}),
        apiMethod<allMechagraphs>("get_all_mechagraphs"),
        apiMethod<mechagraph>("get_mechagraph", {"netuid", "mecid"}),
        apiMethod<subnetState>("get_subnet_state", {"netuid"}),
        apiMethod<selectiveMetagraph>("get_selective_metagraph", {"netuid", "metagraph_indexes"}),
        apiMethod<selectiveMechagraph>("get_selective_mechagraph", {"netuid", "subid", "metagraph_indexes"}),
    };
}

} // namespace taodeck::subtensor::subtensor_module
