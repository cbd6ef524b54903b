#pragma once
/// What a signing payload says, in words for the confirmation: read from the bytes, never from the intent.

#include "core/api/action_service.h"
#include "core/metadata/extrinsic.h"

namespace taodeck::actions {

/// Accounts as addresses, amounts with their unit, the rest as JSON.
/// @return Malformed when a value is not of its type.
Result<api::DecodedCall> describeCall(const metadata::Metadata& meta, const metadata::Call& call);

} // namespace taodeck::actions
