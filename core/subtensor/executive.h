#pragma once
/// Checks and applies extrinsics: the transaction extensions in the network's order, the fee, the dispatch, the events.
/// Upstream: frame-executive; runtime/src/lib.rs TxExtension at spec 425. Pure.

#include "core/subtensor/extrinsic.h"

namespace taodeck::subtensor {

struct Checked {
    AccountId signer;
    AccountId payer;                    ///< Of the fee: the signer, or for whom it acts as a proxy.
    DispatchInfo info;                  ///< With the extensions' weight.
    Rao fee;                            ///< Weight, length and tip.
    std::optional<AlphaPosition> alpha; ///< Pays the fee instead of the account's TAO.
    ValidTransaction valid;
};

/// @param state as in the block that would hold the extrinsic (number and parent hash set).
/// @param forPool the nonce may be ahead, and the block's remaining room is not asked.
tl::expected<Checked, Invalid> check(const StateReader& state, const RuleSet& rules, const Extrinsic& extrinsic,
                                     bool forPool);

/// For the pool, of a bare extrinsic: valid where its call can travel unsigned.
tl::expected<ValidTransaction, Invalid> checkUnsigned(const StateReader& state, const RuleSet& rules,
                                                      const Extrinsic& extrinsic);

/// Applies a bare extrinsic: an inherent, which must succeed, or a call that can travel unsigned.
tl::expected<Applied, Invalid> applyBare(const Context& ctx, const Extrinsic& extrinsic);
/// Applies a checked, signed extrinsic. @return Payment, and no change, when the alpha that was to pay cannot be sold.
tl::expected<Applied, Invalid> applySigned(const Context& ctx, const Extrinsic& extrinsic, const Checked& checked);

Invalid invalid(Invalid::Kind kind);
Invalid customInvalid(std::uint8_t code);

} // namespace taodeck::subtensor
