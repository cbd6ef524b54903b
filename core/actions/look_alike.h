#pragma once
/// Address poisoning: an address made to look like one that the person knows. People compare the ends.

#include "core/base/ids.h"

namespace taodeck::actions {

/// True when two different accounts share the first four and the last three characters of their addresses.
bool looksAlike(const AccountId& a, const AccountId& b);

} // namespace taodeck::actions
