#pragma once
/// XXH64, the hash below Substrate's "twox" storage hashers. Source: the public xxHash specification, XXH64.

#include "core/base/bytes.h"

namespace taodeck::crypto::detail {

std::uint64_t xxh64(ByteView data, std::uint64_t seed);

} // namespace taodeck::crypto::detail
