#pragma once
/// Rao held for a reason: reserved, and counted by whom they are held for.
/// Upstream: polkadot-sdk pallet-balances fungible::MutateHold.

#include "core/subtensor/pallets/balances.h"

namespace taodeck::subtensor::balances {

enum class HoldReason : std::uint8_t {
    Preimage, ///< The deposit of a noted preimage.
    SafeMode, ///< A deposit for entering it.
};

} // namespace taodeck::subtensor::balances

namespace taodeck::subtensor {
TD_TYPE_INFO(balances::HoldReason); ///< node_subtensor_runtime::RuntimeHoldReason
}

namespace taodeck::subtensor::balances {

struct Hold {
    static constexpr const char* kPath = "frame_support::traits::tokens::misc::IdAmount";
    static constexpr FieldInfo kFields[] = {{"id", "Id"}, {"amount", "Balance"}};
    static std::vector<TypeParam> params(TypeRegistry& r);
    HoldReason reason{};
    Rao amount;
    static auto fields(auto& h) { return std::tie(h.reason, h.amount); }
};

inline constexpr StorageMap<AccountId, BoundedVec<Hold>> Holds{"Balances", "Holds", {Hasher::Blake2_128Concat}};

/// Free to held; the account keeps the existential deposit. Token.CannotCreateHold for an account that does not exist,
/// Token.FundsUnavailable.
Dispatch<> hold(const Context& ctx, HoldReason reason, const AccountId& who, Rao amount);
/// Held to free, as much as there is.
Dispatch<> release(const Context& ctx, HoldReason reason, const AccountId& who, Rao amount);
/// Destroys held rao, as much as there is: total issuance shrinks.
Dispatch<> burnHeld(const Context& ctx, HoldReason reason, const AccountId& who, Rao amount);
Rao heldFor(const StateReader& state, HoldReason reason, const AccountId& who);

} // namespace taodeck::subtensor::balances
