#pragma once
/// Accounts that no key owns: made from other accounts or names. Pure. Vectors: tests/data/crypto.json.

#include "core/base/ids.h"
#include "core/base/result.h"

#include <array>
#include <string_view>
#include <vector>

namespace taodeck::crypto {

/// Order of `signatories` does not matter. Source: pallet_multisig, multi_account_id.
/// @return OutOfRange for fewer than one or more than 1000 of them, duplicates, or a threshold outside 1..count.
Result<AccountId> multisigAccount(std::vector<AccountId> signatories, std::uint16_t threshold);

/// "modl", the pallet's id of at most 8 bytes, zeros. @return OutOfRange for a longer id.
Result<AccountId> palletAccount(std::string_view palletId);

/// The account behind an EVM address. Source: pallet_evm, HashedAddressMapping over Blake2b-256.
AccountId evmAccount(const std::array<std::uint8_t, 20>& address);

} // namespace taodeck::crypto
