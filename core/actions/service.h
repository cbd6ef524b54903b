#pragma once
/// Plans, signs, submits and tracks actions against one chain. Trusts what ChainAccess calls proven; everything that is
/// only reported lowers the plan's and the receipt's trust word. What is signed is decoded again from the bytes first.
/// Any thread. A request that fails at once is answered inside the call; all else on the chain's threads.

#include "core/actions/parts.h"

namespace taodeck::actions {

std::unique_ptr<api::ActionService> makeActionService(Parts parts);

} // namespace taodeck::actions
