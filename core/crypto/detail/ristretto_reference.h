#pragma once
/// sr25519 verification through libsodium's public functions: slow, short, and what the fast code is tested against.

#include "core/base/ids.h"

namespace taodeck::crypto::detail {

/// Below the group order L; `scalar` has 32 bytes, little-endian. Constant time.
bool isCanonicalScalar(ByteView scalar);

bool verifyWithSodium(const AccountId& publicKey, ByteView message, ByteView signature64);

} // namespace taodeck::crypto::detail
