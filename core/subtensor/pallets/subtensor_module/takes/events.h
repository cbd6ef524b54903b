#pragma once
/// Events of takes, with the network's indices. Source: the main network's metadata.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

struct TxChildKeyTakeRateLimitSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 42, "TxChildKeyTakeRateLimitSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "u64"}};
    std::uint64_t blocks{0};
    static auto fields(auto& e) { return std::tie(e.blocks); }
};
struct MinChildKeyTakeSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 45, "MinChildKeyTakeSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "u16"}};
    std::uint16_t take{0};
    static auto fields(auto& e) { return std::tie(e.take); }
};
struct MaxChildKeyTakeSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 47, "MaxChildKeyTakeSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "u16"}};
    std::uint16_t take{0};
    static auto fields(auto& e) { return std::tie(e.take); }
};
struct ChildKeyTakeSet {
    static constexpr EventName kName{Pallet::SubtensorModule, 48, "ChildKeyTakeSet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "T::AccountId"}, {nullptr, "u16"}};
    AccountId hotkey;
    std::uint16_t take{0};
    static auto fields(auto& e) { return std::tie(e.hotkey, e.take); }
};
struct TakeDecreased {
    static constexpr EventName kName{Pallet::SubtensorModule, 64, "TakeDecreased"};
    static constexpr FieldInfo kFields[] = {{nullptr, "T::AccountId"}, {nullptr, "T::AccountId"}, {nullptr, "u16"}};
    AccountId coldkey, hotkey;
    std::uint16_t take{0};
    static auto fields(auto& e) { return std::tie(e.coldkey, e.hotkey, e.take); }
};
struct TakeIncreased {
    static constexpr EventName kName{Pallet::SubtensorModule, 65, "TakeIncreased"};
    static constexpr FieldInfo kFields[] = {{nullptr, "T::AccountId"}, {nullptr, "T::AccountId"}, {nullptr, "u16"}};
    AccountId coldkey, hotkey;
    std::uint16_t take{0};
    static auto fields(auto& e) { return std::tie(e.coldkey, e.hotkey, e.take); }
};

} // namespace taodeck::subtensor::subtensor_module
