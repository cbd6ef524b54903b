#pragma once
/// Events of serving, with the network's indices. Source: the main network's metadata.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

struct AxonServed {
    static constexpr EventName kName{Pallet::SubtensorModule, 28, "AxonServed"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "T::AccountId"}};
    NetUid netuid{};
    AccountId hotkey;
    static auto fields(auto& e) { return std::tie(e.netuid, e.hotkey); }
};
struct PrometheusServed {
    static constexpr EventName kName{Pallet::SubtensorModule, 29, "PrometheusServed"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "T::AccountId"}};
    NetUid netuid{};
    AccountId hotkey;
    static auto fields(auto& e) { return std::tie(e.netuid, e.hotkey); }
};

} // namespace taodeck::subtensor::subtensor_module
