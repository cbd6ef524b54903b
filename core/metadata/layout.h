#pragma once
/// Tells where two metadata describe the same bytes differently. A node's metadata is its own word: only what a
/// reference that comes with the program says alike can be read from proven bytes, or put into a transaction, without
/// believing the node. Trusts `reference`; assumes nothing about `other`. Pure; any thread.

#include "core/metadata/metadata.h"

#include <set>
#include <string>

namespace taodeck::metadata {

/// Names as "Pallet.Item". What neither of the two has does not differ.
struct LayoutDifferences {
    std::set<std::string, std::less<>> storage;   ///< Prefix, hashers, key or value type, default, or only in one.
    std::set<std::string, std::less<>> calls;     ///< Numbers, argument names or types, or only in one.
    std::set<std::string, std::less<>> constants; ///< Type or value, or only in one.
    bool extrinsic{false};                        ///< Address, signature or transaction extensions.

    bool inStorage(std::string_view pallet, std::string_view item) const;
    bool inCall(std::string_view pallet, std::string_view name) const; ///< True also when `extrinsic` is.
    bool inConstant(std::string_view pallet, std::string_view name) const;
};
/// Types are compared in full, with names and paths, as deep as they go. A type that needs more than kMaxTypePairs
/// steps counts as different.
LayoutDifferences compareLayouts(const Metadata& reference, const Metadata& other);

inline constexpr std::size_t kMaxTypePairs = 20'000;

} // namespace taodeck::metadata
