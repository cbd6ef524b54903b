#pragma once
/// Events of stake, emission and epochs, with the network's indices; other topics declare theirs in their folders.
/// Source: the main network's metadata.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

struct StakeAdded {
    static constexpr EventName kName{Pallet::SubtensorModule, 2, "StakeAdded"};
    static constexpr FieldInfo kFields[] = {{nullptr, "T::AccountId"}, {nullptr, "T::AccountId"},
                                            {nullptr, "TaoBalance"},   {nullptr, "AlphaBalance"},
                                            {nullptr, "NetUid"},       {nullptr, "u64"}};
    AccountId coldkey, hotkey;
    Rao tao; ///< Taken from the coldkey, fee included.
    Alpha alpha;
    NetUid netuid{};
    std::uint64_t fee{0}; ///< Rao.
    static auto fields(auto& e) { return std::tie(e.coldkey, e.hotkey, e.tao, e.alpha, e.netuid, e.fee); }
};
struct StakeRemoved {
    static constexpr EventName kName{Pallet::SubtensorModule, 3, "StakeRemoved"};
    static constexpr FieldInfo kFields[] = {{nullptr, "T::AccountId"}, {nullptr, "T::AccountId"},
                                            {nullptr, "TaoBalance"},   {nullptr, "AlphaBalance"},
                                            {nullptr, "NetUid"},       {nullptr, "u64"}};
    AccountId coldkey, hotkey;
    Rao tao;
    Alpha alpha; ///< Net of the fee.
    NetUid netuid{};
    std::uint64_t fee{0}; ///< 1e-9 alpha.
    static auto fields(auto& e) { return std::tie(e.coldkey, e.hotkey, e.tao, e.alpha, e.netuid, e.fee); }
};
struct AutoStakeAdded {
    static constexpr EventName kName{Pallet::SubtensorModule, 109, "AutoStakeAdded"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"},
                                            {"destination", "T::AccountId"},
                                            {"hotkey", "T::AccountId"},
                                            {"owner", "T::AccountId"},
                                            {"incentive", "AlphaBalance"}};
    NetUid netuid{};
    AccountId destination, hotkey, owner;
    Alpha incentive;
    static auto fields(auto& e) { return std::tie(e.netuid, e.destination, e.hotkey, e.owner, e.incentive); }
};
struct IncentiveAlphaEmittedToMiners {
    static constexpr EventName kName{Pallet::SubtensorModule, 110, "IncentiveAlphaEmittedToMiners"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUidStorageIndex"}, {"emissions", "Vec<AlphaBalance>"}};
    SubnetIndex index{};
    std::vector<Alpha> emissions; ///< By UID.
    static auto fields(auto& e) { return std::tie(e.index, e.emissions); }
};
struct RootClaimedEvent {
    static constexpr EventName kName{Pallet::SubtensorModule, 114, "RootClaimed"};
    static constexpr FieldInfo kFields[] = {{"coldkey", "T::AccountId"}};
    AccountId coldkey;
    static auto fields(auto& e) { return std::tie(e.coldkey); }
};
struct TransactionFeePaidWithAlpha {
    static constexpr EventName kName{Pallet::SubtensorModule, 123, "TransactionFeePaidWithAlpha"};
    static constexpr FieldInfo kFields[] = {
        {"who", "T::AccountId"}, {"netuid", "NetUid"}, {"alpha_fee", "AlphaBalance"}, {"tao_amount", "TaoBalance"}};
    AccountId who;
    NetUid netuid{};
    Alpha alpha; ///< Sold.
    Rao tao;     ///< What the author got for it.
    static auto fields(auto& e) { return std::tie(e.who, e.netuid, e.alpha, e.tao); }
};
struct EpochDeferred {
    static constexpr EventName kName{Pallet::SubtensorModule, 132, "EpochDeferred"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"from_block", "u64"}, {"to_block", "u64"}};
    NetUid netuid{};
    std::uint64_t fromBlock{0}, toBlock{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.fromBlock, e.toBlock); }
};
struct EpochSkipped {
    static constexpr EventName kName{Pallet::SubtensorModule, 133, "EpochSkipped"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"block", "u64"}};
    NetUid netuid{};
    std::uint64_t block{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.block); }
};

inline std::vector<EventRow> economyEvents() {
    return {eventRow<StakeAdded>(),       eventRow<StakeRemoved>(),
            eventRow<AutoStakeAdded>(),   eventRow<IncentiveAlphaEmittedToMiners>(),
            eventRow<RootClaimedEvent>(), eventRow<TransactionFeePaidWithAlpha>(),
            eventRow<EpochDeferred>(),    eventRow<EpochSkipped>()};
}

} // namespace taodeck::subtensor::subtensor_module
