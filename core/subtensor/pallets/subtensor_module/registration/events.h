#pragma once
/// Events of registration, with the network's indices. Source: the main network's metadata.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

struct NeuronRegistered {
    static constexpr EventName kName{Pallet::SubtensorModule, 6, "NeuronRegistered"};
    static constexpr FieldInfo kFields[] = {{nullptr, "NetUid"}, {nullptr, "u16"}, {nullptr, "T::AccountId"}};
    NetUid netuid{};
    std::uint16_t uid{0};
    AccountId hotkey;
    static auto fields(auto& e) { return std::tie(e.netuid, e.uid, e.hotkey); }
};

} // namespace taodeck::subtensor::subtensor_module
