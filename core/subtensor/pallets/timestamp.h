#pragma once
/// Timestamp: the clock of the block. Upstream: polkadot-sdk pallet-timestamp.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::timestamp {

const PalletDeclaration& declaration();

inline constexpr StorageValue<std::uint64_t> Now{"Timestamp", "Now"}; ///< Milliseconds since 1970.
inline constexpr StorageValue<bool> DidUpdate{"Timestamp", "DidUpdate"};

/// The inherent: first extrinsic of each block.
struct Set {
    static constexpr CallName kName{Pallet::Timestamp, 0, "set"};
    static constexpr FieldInfo kFields[] = {{"now", "T::Moment"}};
    Compact<std::uint64_t> now;
    static auto fields(auto& c) { return std::tie(c.now); }
    static DispatchInfo info(const Set&) {
        return callInfo(9'000'000, 2, 1, /*proofSize=*/1493, Pays::Yes, DispatchClass::Mandatory);
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const Set& call);

} // namespace taodeck::subtensor::timestamp
