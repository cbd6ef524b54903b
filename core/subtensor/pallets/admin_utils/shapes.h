#pragma once
/// What most calls of AdminUtils look like: one value for the whole network, or one for a subnet. Each is one line:
///     using SetKappa = SubnetCall<16, "sudo_set_kappa", "kappa", std::uint16_t, Cost{16'301'000, 1, 1, 4'084}>;
///     DispatchResult apply(const Context& ctx, const Origin& origin, const SetKappa& call);
/// Costs: pallets/admin-utils/src/{weights,lib}.rs at spec 425.

#include "core/subtensor/fixed_text.h"
#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/errors.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::admin_utils {

namespace sm = subtensor_module;

struct Cost {
    std::uint64_t refTime{0}, reads{0}, writes{0}, proofSize{0};
    DispatchClass dispatchClass{DispatchClass::Normal};
    constexpr DispatchInfo info() const {
        return callInfo(refTime, reads, writes, proofSize, Pays::Yes, dispatchClass);
    }
};

template <std::uint8_t Index, FixedText Name, FixedText Field, class Value, Cost kCost>
struct NetworkCall {
    static constexpr CallName kName{Pallet::AdminUtils, Index, Name.chars};
    static constexpr FieldInfo kFields[] = {{Field.chars, kUpstreamName<Value>}};
    Value value{};
    static auto fields(auto& c) { return std::tie(c.value); }
    static DispatchInfo info(const NetworkCall&) { return kCost.info(); }
};

template <std::uint8_t Index, FixedText Name, FixedText Field, class Value, Cost kCost>
struct SubnetCall {
    static constexpr CallName kName{Pallet::AdminUtils, Index, Name.chars};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {Field.chars, kUpstreamName<Value>}};
    NetUid netuid{};
    Value value{};
    static auto fields(auto& c) { return std::tie(c.netuid, c.value); }
    static DispatchInfo info(const SubnetCall&) { return kCost.info(); }
};

} // namespace taodeck::subtensor::admin_utils

namespace taodeck::subtensor {
// clang-format off
template <> inline constexpr const char* kUpstreamName<subtensor_module::MechId> = "MechId";
template <> inline constexpr const char* kUpstreamName<subtensor_module::RecycleOrBurnEnum> = "pallet_subtensor::RecycleOrBurnEnum";
template <> inline constexpr const char* kUpstreamName<AccountId> = "<T as frame_system::Config>::AccountId";
template <> inline constexpr const char* kUpstreamName<std::optional<std::vector<std::uint16_t>>> = "Option<Vec<u16>>";
// clang-format on
} // namespace taodeck::subtensor
