#include "core/crypto/ss58.h"

#include "core/base/hex.h"
#include "core/crypto/hash.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace taodeck::crypto {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t kMaxText = 50; // 2 + 32 + 2 bytes in base 58

/// `digits` in base `from`, most significant first, into base `to`; leading zeros are kept one for one.
Bytes rebase(ByteView digits, unsigned from, unsigned to) {
    const auto firstNonZero = std::find_if(digits.begin(), digits.end(), [](auto d) { return d != 0; });
    Bytes out; // least significant first while it grows
    for (auto digit = firstNonZero; digit != digits.end(); ++digit) {
        unsigned carry = *digit;
        for (std::uint8_t& place : out) {
            carry += place * from;
            place = static_cast<std::uint8_t>(carry % to);
            carry /= to;
        }
        for (; carry != 0; carry /= to)
            out.push_back(static_cast<std::uint8_t>(carry % to));
    }
    out.resize(out.size() + static_cast<std::size_t>(firstNonZero - digits.begin()));
    std::reverse(out.begin(), out.end());
    return out;
}

std::array<std::uint8_t, 2> checksum(ByteView prefixAndAccount) {
    Bytes input = toBytes(asBytes("SS58PRE"));
    append(input, prefixAndAccount);
    const auto digest = blake2b512(input);
    return {digest[0], digest[1]};
}

bool isReserved(std::uint16_t prefix) {
    return prefix == 46 || prefix == 47;
}

Bytes encodePrefix(std::uint16_t prefix) {
    if (prefix < 64) return {static_cast<std::uint8_t>(prefix)};
    return {static_cast<std::uint8_t>(((prefix & 0xfc) >> 2) | 0x40),
            static_cast<std::uint8_t>((prefix >> 8) | ((prefix & 3) << 6))};
}

Result<Bytes> decodeBase58(std::string_view text) {
    Bytes digits;
    for (const char c : text) {
        const std::size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) return fail(Errc::Malformed, "not a base-58 character");
        digits.push_back(static_cast<std::uint8_t>(digit));
    }
    return rebase(digits, 58, 256);
}

} // namespace

std::string ss58(const AccountId& account, std::uint16_t prefix) {
    assert(prefix < 16384 && !isReserved(prefix));
    Bytes bytes = encodePrefix(prefix);
    append(bytes, account.bytes);
    append(bytes, checksum(bytes));
    std::string out;
    for (const std::uint8_t digit : rebase(bytes, 256, 58))
        out.push_back(kAlphabet[digit]);
    return out;
}

Result<Ss58Address> parseSs58(std::string_view text) {
    if (text.empty() || text.size() > kMaxText) return fail(Errc::Malformed, "an address has 46 to 50 characters");
    TD_TRY(const auto bytes, decodeBase58(text));
    const std::size_t prefixSize = bytes[0] < 64 ? 1 : 2;
    if (bytes[0] >= 128 || bytes.size() != prefixSize + 34) {
        return fail(Errc::Malformed, "not an address of a 32-byte account");
    }
    const ByteView signedPart = ByteView{bytes}.first(prefixSize + 32);
    const auto expected = checksum(signedPart);
    if (!std::equal(expected.begin(), expected.end(), bytes.end() - 2)) {
        return fail(Errc::BadSignature, "the address's checksum is wrong");
    }
    Ss58Address out;
    out.prefix = bytes[0];
    if (prefixSize == 2) {
        const unsigned low = (bytes[0] & 0x3fU) << 2 | bytes[1] >> 6;
        out.prefix = static_cast<std::uint16_t>(low | (bytes[1] & 0x3fU) << 8);
        if (out.prefix < 64) return fail(Errc::Malformed, "the prefix is longer than it needs to be");
    }
    if (isReserved(out.prefix)) return fail(Errc::OutOfRange, "the prefix is reserved");
    TD_TRY(out.account, AccountId::from(signedPart.subspan(prefixSize)));
    return out;
}

Result<AccountId> parseAccount(std::string_view text) {
    if (text.starts_with("0x")) {
        if (text.size() != 66) return fail(Errc::Malformed, "a public key is 0x and 64 hex digits");
        TD_TRY(const auto raw, fromHex(text));
        return AccountId::from(raw);
    }
    TD_TRY(const auto address, parseSs58(text));
    return address.account;
}

} // namespace taodeck::crypto
