#pragma once
/// The parts that SubnetInfoRuntimeApi is put together from. Fields and order are those of spec 425.
/// Upstream: pallets/subtensor/src/rpc_info.

#include "core/subtensor/pallets/subtensor_module/reads/subnet_view.h"

namespace taodeck::subtensor::subtensor_module {

std::vector<ApiMethod> metagraphMethods();   ///< Metagraphs, whole and selective, of subnets and mechanisms.
std::vector<ApiMethod> hyperparamsMethods(); ///< Subnet infos and hyperparameters in all their versions.

/// Rao a day for 1000 TAO of a `stake` in rao that earns `daily` rao, after a take in parts of 65535; none without
/// stake.
U64F64 returnPer1000(std::uint16_t take, U64F64 stake, U64F64 daily);

} // namespace taodeck::subtensor::subtensor_module
