#pragma once
/// The parts that SubnetInfoRuntimeApi is put together from. Fields and order are those of spec 425.
/// Upstream: pallets/subtensor/src/rpc_info.

#include "core/subtensor/pallets/subtensor_module/reads/subnet_view.h"

namespace taodeck::subtensor::subtensor_module {

std::vector<ApiMethod> metagraphMethods();   ///< Metagraphs, whole and selective, of subnets and mechanisms.
std::vector<ApiMethod> hyperparamsMethods(); ///< Subnet infos and hyperparameters in all their versions.

} // namespace taodeck::subtensor::subtensor_module
