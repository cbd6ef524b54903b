#pragma once
/// Events of identities, with the network's indices. Source: the main network's metadata.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

struct ChainIdentitySet {
    static constexpr EventName kName{Pallet::SubtensorModule, 77, "ChainIdentitySet"};
    static constexpr FieldInfo kFields[] = {{nullptr, "T::AccountId"}};
    AccountId coldkey;
    static auto fields(auto& e) { return std::tie(e.coldkey); }
};
struct EvmKeyAssociated {
    static constexpr EventName kName{Pallet::SubtensorModule, 98, "EvmKeyAssociated"};
    static constexpr FieldInfo kFields[] = {
        {"netuid", "NetUid"}, {"hotkey", "T::AccountId"}, {"evm_key", "H160"}, {"block_associated", "u64"}};
    NetUid netuid{};
    AccountId hotkey;
    EvmAddress evmKey;
    std::uint64_t block{0};
    static auto fields(auto& e) { return std::tie(e.netuid, e.hotkey, e.evmKey, e.block); }
};

} // namespace taodeck::subtensor::subtensor_module
