#pragma once
/// What a block's events say about one of its transactions. Pure.

#include "core/api/action_service.h"
#include "core/metadata/metadata.h"
#include "core/metadata/value.h"

namespace taodeck::actions {

struct ExtrinsicOutcome {
    bool succeeded{false};
    std::string errorName; ///< "SubtensorModule.SlippageTooHigh", "Token.FundsUnavailable", "BadOrigin".
    std::optional<Rao> feePaid;
    std::optional<Alpha> alphaIn, alphaOut;
    std::optional<Rao> taoMoved;
    std::optional<std::uint16_t> uid; ///< Of NeuronRegistered.
};

/// @param events value of System.Events. @param index of the extrinsic in its block. @param signer whose transfers
/// count.
/// @return NotFound when the events do not mention the extrinsic, Malformed.
Result<ExtrinsicOutcome> readOutcome(const metadata::Metadata& meta, const metadata::Value& events, std::uint32_t index,
                                     const AccountId& signer);

/// Name of a DispatchError value.
std::string dispatchErrorName(const metadata::Metadata& meta, const metadata::View& error);

} // namespace taodeck::actions
