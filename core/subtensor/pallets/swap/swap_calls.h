#pragma once
/// Calls of Swap: root sets a subnet's fee; what once managed liquidity of users answers Deprecated.
/// Upstream: pallets/swap/src/pallet/mod.rs at spec 425.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::swap_module {

inline constexpr std::uint16_t kMaxFeeRate = 10'000; ///< Of 65535.

struct FeeRateSet {
    static constexpr EventName kName{Pallet::Swap, 0, "FeeRateSet"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"rate", "u16"}};
    NetUid netuid{};
    std::uint16_t rate{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.rate); }
};

/// Root. MechanismDoesNotExist where no subnet is, FeeRateTooHigh.
struct SetFeeRate {
    static constexpr CallName kName{Pallet::Swap, 0, "set_fee_rate"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"rate", "u16"}};
    NetUid netuid{};
    std::uint16_t rate{0}; ///< Of 65535.
    static auto fields(auto& c) { return std::tie(c.netuid, c.rate); }
    static DispatchInfo info(const SetFeeRate&) { return callInfo(15'063'000, 1, 1, 3'994); }
};
DispatchResult apply(const Context&, const Origin&, const SetFeeRate&);

struct TickIndex {
    std::int32_t value{0};
};

} // namespace taodeck::subtensor::swap_module

namespace taodeck::subtensor {
TD_TYPE_INFO(swap_module::TickIndex);
} // namespace taodeck::subtensor

namespace taodeck::subtensor::swap_module {

struct PositionId {
    static constexpr const char* kPath = "pallet_subtensor_swap::pallet::PositionId";
    static constexpr FieldInfo kFields[] = {{nullptr, "u128"}};
    UInt128 value{0};
    static auto fields(auto& p) { return std::tie(p.value); }
};
/// The weight of each call below, whoever sends it.
inline DispatchInfo deprecatedInfo() {
    return callInfo(15'000'000, 0, 0);
}

struct AddLiquidity {
    static constexpr CallName kName{Pallet::Swap, 1, "add_liquidity"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"},
                                            {"netuid", "NetUid"},
                                            {"tick_low", "TickIndex"},
                                            {"tick_high", "TickIndex"},
                                            {"liquidity", "u64"}};
    AccountId hotkey;
    NetUid netuid{};
    TickIndex low, high;
    std::uint64_t liquidity{0};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.low, c.high, c.liquidity); }
    static DispatchInfo info(const AddLiquidity&) { return deprecatedInfo(); }
};
struct RemoveLiquidity {
    static constexpr CallName kName{Pallet::Swap, 2, "remove_liquidity"};
    static constexpr FieldInfo kFields[] = {
        {"hotkey", "T::AccountId"}, {"netuid", "NetUid"}, {"position_id", "PositionId"}};
    AccountId hotkey;
    NetUid netuid{};
    PositionId position;
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.position); }
    static DispatchInfo info(const RemoveLiquidity&) { return deprecatedInfo(); }
};
struct ModifyPosition {
    static constexpr CallName kName{Pallet::Swap, 3, "modify_position"};
    static constexpr FieldInfo kFields[] = {
        {"hotkey", "T::AccountId"}, {"netuid", "NetUid"}, {"position_id", "PositionId"}, {"liquidity_delta", "i64"}};
    AccountId hotkey;
    NetUid netuid{};
    PositionId position;
    std::int64_t delta{0};
    static auto fields(auto& c) { return std::tie(c.hotkey, c.netuid, c.position, c.delta); }
    static DispatchInfo info(const ModifyPosition&) { return deprecatedInfo(); }
};
struct ToggleUserLiquidity {
    static constexpr CallName kName{Pallet::Swap, 4, "toggle_user_liquidity"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"enable", "bool"}};
    NetUid netuid{};
    bool enable{false};
    static auto fields(auto& c) { return std::tie(c.netuid, c.enable); }
    static DispatchInfo info(const ToggleUserLiquidity&) { return deprecatedInfo(); }
};
struct DisableLp {
    static constexpr CallName kName{Pallet::Swap, 5, "disable_lp"};
    static auto fields(auto&) { return std::tie(); }
    static DispatchInfo info(const DisableLp&) { return deprecatedInfo(); }
};
/// Deprecated, always.
DispatchResult apply(const Context&, const Origin&, const AddLiquidity&);
DispatchResult apply(const Context&, const Origin&, const RemoveLiquidity&);
DispatchResult apply(const Context&, const Origin&, const ModifyPosition&);
DispatchResult apply(const Context&, const Origin&, const ToggleUserLiquidity&);
DispatchResult apply(const Context&, const Origin&, const DisableLp&);

std::vector<CallRow> swapCalls();

} // namespace taodeck::subtensor::swap_module
