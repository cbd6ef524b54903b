#pragma once
/// Writes the runtime metadata from the declarations that execute. Pure; any thread.
/// Source: frame-metadata, versions 14 to 16; all number their types alike.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor {

/// RuntimeMetadataPrefixed. @return Unsupported for versions other than 14 to 16.
Result<Bytes> writeMetadata(const RuleSet& rules, std::uint32_t version);

inline constexpr std::uint32_t kMetadataVersions[] = {14, 15, 16};

} // namespace taodeck::subtensor
