#pragma once
/// From what a person brings (phrase, seed, URI, polkadot-js export) to a key.

#include "core/api/wallet_service.h"
#include "core/keys/key_record.h"

namespace taodeck::wallet::detail {

/// sr25519 always, as coldkeys are. @return the errors of deriveKey() and importPolkadotJson().
Result<keys::KeyRecord> recordFrom(const api::ImportRequest& request);

/// A phrase as typed, without password and path. @return as entropyFromMnemonic().
Result<keys::KeyRecord> recordFromPhrase(std::string_view typed);

} // namespace taodeck::wallet::detail
