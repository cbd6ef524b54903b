#pragma once
/// Makes a new chain's file: genesis, and the blocks that a living world begins with. The file appears whole or not at
/// all.

#include "core/localnet/control.h"

namespace taodeck::localnet {

enum class FoundingKind {
    Development, ///< developmentGenesis(): subnets and validators written by the genesis; no cast. For tests.
    World,       ///< Empty, and then the blocks in which a small world makes itself (world/script.h), with its cast.
    Empty,       ///< As the network's own local chain begins: endowments, root and nothing else.
};

/// @return Io, and what a genesis or a block can fail with. Any thread.
Result<> foundChain(const std::filesystem::path& file, FoundingKind kind, const NewChain& what, UnixMillis now);

/// The options that open the chain in `file` as it is.
ChainOptions openOptions(const std::filesystem::path& file, bool archive);

} // namespace taodeck::localnet
