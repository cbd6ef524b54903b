#pragma once
/// 128-bit integers of the compiler, under names that `-Wpedantic` users and readers can search for.

namespace taodeck {

__extension__ typedef unsigned __int128 UInt128;
__extension__ typedef __int128 Int128;

} // namespace taodeck
