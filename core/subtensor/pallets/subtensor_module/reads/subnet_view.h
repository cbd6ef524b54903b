#pragma once
/// One subnet (and one of its mechanisms) as the runtime APIs look at it. Pure; lives as long as the state it reads.

#include "core/subtensor/pallets/subtensor_module/reads/record.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_weights.h"

namespace taodeck::subtensor::subtensor_module {

/// What every subnet's limit on a single weight reads as: upstream answers with a constant, whatever is stored.
inline constexpr std::uint16_t kMaxWeightsLimit = 65'535;

struct SubnetView {
    const StateReader* state{nullptr};
    NetUid netuid{};
    SubnetIndex index{};               ///< Of the mechanism.
    std::uint64_t now{0};              ///< Block.
    std::vector<AccountId> hotkeys;    ///< By uid.
    std::vector<StakeWeights> weights; ///< By uid; filled by withWeights().

    template <class Item>
    auto get(const Item& item) const {
        return item.get(*state, netuid);
    }
    template <class Item>
    auto compactOf(const Item& item) const {
        return compact(get(item));
    }
    /// `value(hotkey)` of each neuron.
    template <class Value>
    auto each(Value value) const {
        std::vector<std::decay_t<decltype(value(AccountId{}))>> out;
        out.reserve(hotkeys.size());
        for (const auto& hotkey : hotkeys)
            out.push_back(value(hotkey));
        return out;
    }
};
/// Nothing when there is no such subnet.
std::optional<SubnetView> viewOf(const ApiContext& ctx, NetUid netuid);
SubnetView withWeights(SubnetView view);

/// The subnet's own name, else the one that the network knows by its number.
Bytes nameOf(const StateReader& state, NetUid netuid);
/// The coldkey that owns a hotkey.
AccountId coldkeyOf(const StateReader& state, const AccountId& hotkey);
/// Blocks without new weights after which a validator counts as inactive.
std::uint64_t activityCutoffBlocks(const StateReader& state, NetUid netuid);
std::uint64_t blocksSinceLastStep(const SubnetView& view);
Alpha pendingAlpha(const SubnetView& view);

} // namespace taodeck::subtensor::subtensor_module
