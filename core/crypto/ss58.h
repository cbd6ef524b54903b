#pragma once
/// SS58 addresses. Source: wallet-format facts of sp-core `Ss58Codec`; vectors tests/data/crypto.json.

#include "core/base/ids.h"
#include "core/base/result.h"

#include <string>

namespace taodeck::crypto {

inline constexpr std::uint16_t kBittensorPrefix = 42;

/// `prefix` below 16384 (46 and 47 are reserved and must not be passed).
std::string ss58(const AccountId& account, std::uint16_t prefix = kBittensorPrefix);

struct Ss58Address {
    AccountId account;
    std::uint16_t prefix{0};
};
/// Any valid prefix of a 32-byte account. @return Malformed (characters, length), BadSignature (checksum), OutOfRange
/// (reserved prefix).
Result<Ss58Address> parseSs58(std::string_view text);
/// An address of any prefix or 0x + 64 hex digits: what "address or public key" fields accept.
Result<AccountId> parseAccount(std::string_view text);

} // namespace taodeck::crypto
