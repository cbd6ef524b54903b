#pragma once
/// Amounts in which the tests of the economy speak.

#include "core/base/units.h"

namespace taodeck::subtensor::test {

inline constexpr std::uint64_t kTao = kUnitsPerToken; ///< Rao.

} // namespace taodeck::subtensor::test
