#pragma once
/// Receipts as JSON text, the form in which the cache keeps them. Pure.

#include "core/api/action_service.h"

#include <string>

namespace taodeck::store {

std::string toJson(const api::Receipt& receipt);
/// @return Malformed for anything that toJson does not write.
Result<api::Receipt> receiptFromJson(const std::string& text);

/// "transfer", "transfer_all", "add_stake", "remove_stake".
std::string kindOf(const api::Intent& intent);
/// One English line: "Stake 1.5 TAO on subnet 2".
std::string summaryOf(const api::Receipt& receipt);
AccountId signerOf(const api::Intent& intent);

} // namespace taodeck::store
