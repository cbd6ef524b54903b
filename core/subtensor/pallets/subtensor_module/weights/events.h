#pragma once
/// Events of weights: set, committed, revealed. Source: the main network's metadata.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

struct WeightsSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 5, "WeightsSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUidStorageIndex"}, {nullptr, "u16"}};
    SubnetIndex index{};
    std::uint16_t uid{0};
    static auto fields(auto& e) { return std::tie(e.index, e.uid); }
};
struct WeightsCommitted {
    static constexpr EventName kName{Pallet::SubtensorModule, 85, "WeightsCommitted"};
    static constexpr FieldInfo kFields[] = {
        {nullptr, "T::AccountId"}, {nullptr, "NetUidStorageIndex"}, {nullptr, "H256"}};
    AccountId hotkey;
    SubnetIndex index{};
    Hash256 hash;
    static auto fields(auto& e) { return std::tie(e.hotkey, e.index, e.hash); }
};
struct WeightsRevealed {
    static constexpr EventName kName{Pallet::SubtensorModule, 86, "WeightsRevealed"};
    static constexpr FieldInfo kFields[] = {
        {nullptr, "T::AccountId"}, {nullptr, "NetUidStorageIndex"}, {nullptr, "H256"}};
    AccountId hotkey;
    SubnetIndex index{};
    Hash256 hash;
    static auto fields(auto& e) { return std::tie(e.hotkey, e.index, e.hash); }
};
struct WeightsBatchRevealed {
    static constexpr EventName kName{Pallet::SubtensorModule, 87, "WeightsBatchRevealed"};
    static constexpr FieldInfo kFields[] = {{nullptr, "T::AccountId"}, {nullptr, "NetUid"}, {nullptr, "Vec<H256>"}};
    AccountId hotkey;
    NetUid netuid{};
    std::vector<Hash256> hashes;
    static auto fields(auto& e) { return std::tie(e.hotkey, e.netuid, e.hashes); }
};
struct BatchWeightsCompleted {
    static constexpr EventName kName{Pallet::SubtensorModule, 88, "BatchWeightsCompleted"};
    static constexpr FieldInfo kFields[] = {{nullptr, "Vec<Compact<NetUid>>"}, {nullptr, "T::AccountId"}};
    std::vector<Compact<NetUid>> netuids;
    AccountId hotkey;
    static auto fields(auto& e) { return std::tie(e.netuids, e.hotkey); }
};
struct BatchCompletedWithErrors {
    static constexpr EventName kName{Pallet::SubtensorModule, 89, "BatchCompletedWithErrors"};
    static auto fields(auto&) { return std::tie(); }
};
struct BatchWeightItemFailed {
    static constexpr EventName kName{Pallet::SubtensorModule, 90, "BatchWeightItemFailed"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "sp_runtime::DispatchError"}};
    NetUid netuid{};
    DispatchError error;
    static auto fields(auto& e) { return std::tie(e.netuid, e.error); }
};
struct CommitRevealPeriodsSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 100, "CommitRevealPeriodsSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "u64"}};
    NetUid netuid{};
    std::uint64_t epochs{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.epochs); }
};
struct TimelockedWeightsCommitted {
    static constexpr EventName kName{Pallet::SubtensorModule, 107, "TimelockedWeightsCommitted"};
    static constexpr FieldInfo kFields[] = {
        {nullptr, "T::AccountId"}, {nullptr, "NetUidStorageIndex"}, {nullptr, "H256"}, {nullptr, "u64"}};
    AccountId hotkey;
    SubnetIndex index{};
    Hash256 hash; ///< Of the ciphertext.
    std::uint64_t round{0};
    static auto fields(auto& e) { return std::tie(e.hotkey, e.index, e.hash, e.round); }
};
struct TimelockedWeightsRevealed {
    static constexpr EventName kName{Pallet::SubtensorModule, 108, "TimelockedWeightsRevealed"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUidStorageIndex"}, {nullptr, "T::AccountId"}};
    SubnetIndex index{};
    AccountId hotkey;
    static auto fields(auto& e) { return std::tie(e.index, e.hotkey); }
};

std::vector<EventRow> weightEvents();

} // namespace taodeck::subtensor::subtensor_module
