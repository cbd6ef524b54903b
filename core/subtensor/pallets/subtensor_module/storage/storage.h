#pragma once
/// All storage items of SubtensorModule.

#include "core/subtensor/pallets/subtensor_module/storage/storage_neuron.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage_stake.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage_subnet.h"

namespace taodeck::subtensor::subtensor_module {

/// Every item above, in the network's order.
std::vector<const StorageItem*> storageItems();

} // namespace taodeck::subtensor::subtensor_module
