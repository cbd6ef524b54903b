#pragma once
/// Counts what a test program allocates. A program that names counted_allocation.cpp among its sources has its operator
/// new and delete replaced; the counts are of all threads together.

#include <cstddef>

namespace taodeck::test {

/// Bytes that operator new has given out and not got back.
std::size_t liveBytes();
/// The most liveBytes() has been since resetPeak().
std::size_t peakBytes();
void resetPeak();

} // namespace taodeck::test
