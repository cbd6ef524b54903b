#pragma once
/// What happened in one block of a history, transaction by transaction: how a broken invariant is traced to its cause.
/// One thread.

#include "tests/support/allowances.h"

#include "core/base/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace taodeck::subtensor::test {

/// Executes `blocks` (extrinsics without the inherents, from block 1 on) up to and with block `number` on a new chain.
/// @return of the last one, after the block step and after each transaction: the call, its events, how the books
/// changed, and which invariants of every state do not hold with `allowances`.
std::vector<std::string> traceBlock(const std::vector<std::vector<Bytes>>& blocks, std::uint32_t number,
                                    const Allowances& allowances);

} // namespace taodeck::subtensor::test
