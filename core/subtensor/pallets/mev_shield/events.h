#pragma once
/// The events of MevShield, but those of a stored call that was decrypted: none is at this version.

#include "core/subtensor/pallets/mev_shield/mev_shield.h"

namespace taodeck::subtensor::mev_shield::event {

struct EncryptedSubmitted {
    static constexpr EventName kName{Pallet::MevShield, 0, "EncryptedSubmitted"};
    static constexpr FieldInfo kFields[] = {{"id", "T::Hash"}, {"who", "T::AccountId"}};
    Hash256 id;
    AccountId who;
    static auto fields(auto& e) { return std::tie(e.id, e.who); }
};
struct ExtrinsicStored {
    static constexpr EventName kName{Pallet::MevShield, 1, "ExtrinsicStored"};
    static constexpr FieldInfo kFields[] = {{"index", "u32"}, {"who", "T::AccountId"}};
    std::uint32_t index{0};
    AccountId who;
    static auto fields(auto& e) { return std::tie(e.index, e.who); }
};
struct ExtrinsicDecodeFailed {
    static constexpr EventName kName{Pallet::MevShield, 2, "ExtrinsicDecodeFailed"};
    static constexpr FieldInfo kFields[] = {{"index", "u32"}};
    std::uint32_t index{0};
    static auto fields(auto& e) { return std::tie(e.index); }
};
struct ExtrinsicExpired {
    static constexpr EventName kName{Pallet::MevShield, 5, "ExtrinsicExpired"};
    static constexpr FieldInfo kFields[] = {{"index", "u32"}};
    std::uint32_t index{0};
    static auto fields(auto& e) { return std::tie(e.index); }
};
template <std::uint8_t Index, class T>
struct LimitSet {
    static constexpr const char* kNames[] = {"MaxPendingExtrinsicsNumberSet", "OnInitializeWeightSet",
                                             "ExtrinsicLifetimeSet", "MaxExtrinsicWeightSet"};
    static constexpr EventName kName{Pallet::MevShield, Index, kNames[Index - 7]};
    static constexpr FieldInfo kFields[] = {{"value", sizeof(T) == 4 ? "u32" : "u64"}};
    T value{0};
    static auto fields(auto& e) { return std::tie(e.value); }
};
using MaxPendingExtrinsicsNumberSet = LimitSet<7, std::uint32_t>;
using OnInitializeWeightSet = LimitSet<8, std::uint64_t>;
using ExtrinsicLifetimeSet = LimitSet<9, std::uint32_t>;
using MaxExtrinsicWeightSet = LimitSet<10, std::uint64_t>;

} // namespace taodeck::subtensor::mev_shield::event
