#include "core/subtensor/pallets/subtensor_module/module.h"
#include "core/subtensor/pallets/subtensor_module/reads/subnet_view.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

struct NeuronView {
    std::shared_ptr<const SubnetView> subnet;
    std::uint16_t uid{0};
    AccountId hotkey;

    /// This neuron's element of a vector by uid; 0 where the vector is too short.
    template <class Item>
    auto at(const Item& item) const {
        return element(item.get(*subnet->state, subnet->netuid));
    }
    template <class Item>
    auto atIndex(const Item& item) const {
        return element(item.get(*subnet->state, subnet->index));
    }
    template <class T>
    T element(const std::vector<T>& values) const {
        return uid < values.size() ? values[uid] : T{};
    }
};

/// All stake on the hotkey, ascribed to its owner as upstream does.
std::vector<std::pair<AccountId, Compact<Alpha>>> stakeOn(const NeuronView& n) {
    return {
        {coldkeyOf(*n.subnet->state, n.hotkey), compact(stakeOfHotkey(*n.subnet->state, n.hotkey, n.subnet->netuid))}};
}

template <class Item>
auto pairs(const NeuronView& n, const Item& item) {
    std::vector<std::pair<Compact<std::uint16_t>, Compact<std::uint16_t>>> out;
    for (const auto& [uid, value] : item.get(*n.subnet->state, n.subnet->index, n.uid))
        if (value > 0) out.emplace_back(compact(uid), compact(value));
    return out;
}

using NeuronRow = RecordRow<NeuronView>;
template <class Value>
NeuronRow neuronRow(const char* name, const char* typeName, Value value) {
    return recordRow<NeuronView>(name, typeName, value);
}

const std::vector<NeuronRow>& neuronRows() {
    static const std::vector<NeuronRow> rows{
        neuronRow("hotkey", "AccountId", [](const NeuronView& n) { return n.hotkey; }),
        neuronRow("coldkey", "AccountId", [](const NeuronView& n) { return coldkeyOf(*n.subnet->state, n.hotkey); }),
        neuronRow("uid", "Compact<u16>", [](const NeuronView& n) { return compact(n.uid); }),
        neuronRow("netuid", "Compact<NetUid>", [](const NeuronView& n) { return compact(n.subnet->netuid); }),
        neuronRow("active", "bool", [](const NeuronView& n) { return n.at(Active); }),
        neuronRow("axon_info", "AxonInfo",
                  [](const NeuronView& n) {
                      return Axons.get(*n.subnet->state, n.subnet->netuid, n.hotkey).value_or(AxonInfo{});
                  }),
        neuronRow("prometheus_info", "PrometheusInfo",
                  [](const NeuronView& n) {
                      return Prometheus.get(*n.subnet->state, n.subnet->netuid, n.hotkey).value_or(PrometheusInfo{});
                  }),
        neuronRow("stake", "Vec<(AccountId, Compact<AlphaBalance>)>", [](const NeuronView& n) { return stakeOn(n); }),
        neuronRow("rank", "Compact<u16>", [](const NeuronView&) { return compact(std::uint16_t{0}); }),
        neuronRow("emission", "Compact<AlphaBalance>", [](const NeuronView& n) { return compact(n.at(Emission)); }),
        neuronRow("incentive", "Compact<u16>", [](const NeuronView& n) { return compact(n.atIndex(Incentive)); }),
        neuronRow("consensus", "Compact<u16>", [](const NeuronView& n) { return compact(n.at(Consensus)); }),
        neuronRow("trust", "Compact<u16>", [](const NeuronView&) { return compact(std::uint16_t{0}); }),
        neuronRow("validator_trust", "Compact<u16>", [](const NeuronView& n) { return compact(n.at(ValidatorTrust)); }),
        neuronRow("dividends", "Compact<u16>", [](const NeuronView& n) { return compact(n.at(Dividends)); }),
        neuronRow("last_update", "Compact<u64>", [](const NeuronView& n) { return compact(n.atIndex(LastUpdate)); }),
        neuronRow("validator_permit", "bool", [](const NeuronView& n) { return n.at(ValidatorPermit); }),
        neuronRow("weights", "Vec<(Compact<u16>, Compact<u16>)>",
                  [](const NeuronView& n) { return pairs(n, Weights); }),
        neuronRow("bonds", "Vec<(Compact<u16>, Compact<u16>)>", [](const NeuronView& n) { return pairs(n, Bonds); }),
        neuronRow("pruning_score", "Compact<u16>", [](const NeuronView&) { return compact(std::uint16_t{65535}); }),
    };
    return rows;
}

// Last fields upstream keeps for old clients: rank, trust and the pruning score are constants.
struct NeuronInfo {
    using Source = NeuronView;
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::neuron_info::NeuronInfo";
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"AccountId", typeIdOf<AccountId>(r)}}; }
    static const std::vector<NeuronRow>& rows() { return neuronRows(); }
};
struct NeuronInfoLite {
    using Source = NeuronView;
    static constexpr const char* kPath = "pallet_subtensor::rpc_info::neuron_info::NeuronInfoLite";
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"AccountId", typeIdOf<AccountId>(r)}}; }
    static const std::vector<NeuronRow>& rows() {
        static const std::vector<NeuronRow> rows = [] {
            std::vector<NeuronRow> out;
            for (const auto& field : neuronRows())
                if (std::string_view{field.name} != "weights" && std::string_view{field.name} != "bonds")
                    out.push_back(field);
            return out;
        }();
        return rows;
    }
};

template <class Declaration>
std::vector<Record<Declaration>> neurons(const ApiContext& ctx, NetUid netuid) {
    auto view = viewOf(ctx, netuid);
    if (!view) return {};
    const auto subnet = std::make_shared<const SubnetView>(*std::move(view));
    std::vector<Record<Declaration>> out;
    for (std::uint16_t uid = 0; uid < subnet->hotkeys.size(); ++uid) {
        if (!Keys.tryGet(ctx.state, netuid, uid)) break; // a gap ends the list
        out.push_back({NeuronView{subnet, uid, subnet->hotkeys[uid]}});
    }
    return out;
}

template <class Declaration>
std::optional<Record<Declaration>> neuron(const ApiContext& ctx, NetUid netuid, std::uint16_t uid) {
    const auto hotkey = Keys.tryGet(ctx.state, netuid, uid);
    auto view = hotkey ? viewOf(ctx, netuid) : std::nullopt;
    if (!view) return std::nullopt;
    return Record<Declaration>{NeuronView{std::make_shared<const SubnetView>(*std::move(view)), uid, *hotkey}};
}

} // namespace

const RuntimeApi& neuronInfoApi() {
    static const RuntimeApi api{"NeuronInfoRuntimeApi",
                                1,
                                {
                                    apiMethod<neurons<NeuronInfo>>("get_neurons", {"netuid"}),
                                    apiMethod<neuron<NeuronInfo>>("get_neuron", {"netuid", "uid"}),
                                    apiMethod<neurons<NeuronInfoLite>>("get_neurons_lite", {"netuid"}),
                                    apiMethod<neuron<NeuronInfoLite>>("get_neuron_lite", {"netuid", "uid"}),
                                }};
    return api;
}

} // namespace taodeck::subtensor::subtensor_module
