#pragma once
/// The light client's trusted start as bytes for the cache. Pure. The cache is trusted like the program itself; a blob
/// that does not decode is thrown away and the network's own trust root is used instead.

#include "core/finality/sync.h"

namespace taodeck::chain {

Bytes encodeTrustedStart(const finality::TrustedStart& start);
/// Whole input. @return Unsupported for another version, Truncated, Malformed, LimitExceeded.
Result<finality::TrustedStart> decodeTrustedStart(ByteView bytes);

} // namespace taodeck::chain
