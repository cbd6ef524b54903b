#pragma once
/// Signature verification on detail/edwards.h: the fast twins of what libsodium would do.

#include "core/base/ids.h"

namespace taodeck::crypto::detail {

/// As verifyWithSodium() (ristretto_reference.h), several times faster.
bool verifySr25519(const AccountId& publicKey, ByteView message, ByteView signature64);

/// ZIP-215: canonical s, any encoding of any point, equation times the cofactor.
bool verifyEd25519(ByteView publicKey32, ByteView message, ByteView signature64);

} // namespace taodeck::crypto::detail
