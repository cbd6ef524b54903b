#pragma once
/// Headers and justifications inside a longer SCALE value.

#include "core/finality/grandpa.h"
#include "core/scale/codec.h"

namespace taodeck::finality::detail {

inline constexpr std::size_t kMinHeaderBytes = 32 + 1 + 32 + 32 + 1;

void put(scale::Encoder& out, const Header& header);
Result<Header> takeHeader(scale::Decoder& in);
Result<Justification> takeJustification(scale::Decoder& in);

} // namespace taodeck::finality::detail
