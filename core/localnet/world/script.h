#pragma once
/// How the seeded world begins: what is signed by whom in each of its first blocks, from the network's own genesis on.
/// Everything is a transaction that a person could send, root's parameters through Sudo. Pure.

#include "core/localnet/world/signer.h"

namespace taodeck::localnet::world {

struct Act {
    std::string uri; ///< Of the signer.
    subtensor::RuntimeCall call;
};
/// Acts of block 1, 2, …; those of one block are sent in their order.
std::vector<std::vector<Act>> opening(Signer& signer);

} // namespace taodeck::localnet::world
