#pragma once
/// What the light client knows of runtimes without asking a node. A storage proof shows bytes; what they mean stands in
/// the runtime's metadata, which no header commits to in a form that can be checked without running the runtime. So the
/// program carries the layout of the runtimes that it was made for (core/subtensor, held against the main network's
/// metadata by tests), and a value is better than Reported only when the block's own state names one of those runtimes
/// and the node's metadata describes the item as the program does. Pure; any thread.

#include "core/metadata/layout.h"

namespace taodeck::chain {

/// Storage key of System.LastRuntimeUpgrade, which every read asks for beside its own keys. Fixed by FRAME.
const Bytes& runtimeUpgradeKey();

/// True when the program carries this runtime's layout.
bool isKnownRuntime(std::string_view specName, std::uint32_t specVersion);
/// The same from the value under runtimeUpgradeKey(); false when it is absent or does not decode.
bool isKnownRuntime(const std::optional<Bytes>& runtimeUpgrade);

/// Where a node's metadata and the layout that the program carries disagree.
std::shared_ptr<const metadata::LayoutDifferences> layoutDifferences(const metadata::Metadata& connected);

} // namespace taodeck::chain
