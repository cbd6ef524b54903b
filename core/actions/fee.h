#pragma once
/// The network fee of a transaction, as the chain's TransactionPaymentApi estimates it. Only Reported.

#include "core/base/units.h"
#include "core/metadata/extrinsic.h"

namespace taodeck::actions {

inline constexpr const char* kFeeMethod = "TransactionPaymentApi_query_info";

/// Arguments of kFeeMethod for a payload: as a signed transaction whose signature is all zero, which costs the same.
/// @return as metadata::assembleSigned.
Result<Bytes> feeArguments(const metadata::Metadata& meta, const metadata::SigningPayload& payload,
                           const AccountId& signer);
/// Reads the fee out of RuntimeDispatchInfo. @return Malformed, Truncated, OutOfRange above 64 bits.
Result<Rao> decodeFee(ByteView dispatchInfo);

} // namespace taodeck::actions
