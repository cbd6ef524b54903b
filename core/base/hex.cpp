#include "core/base/hex.h"

namespace taodeck {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

void appendHex(std::string& out, ByteView bytes) {
    for (const auto b : bytes) {
        out.push_back(kDigits[b >> 4]);
        out.push_back(kDigits[b & 15]);
    }
}

} // namespace

std::string toHex(ByteView bytes) {
    std::string out;
    out.reserve(2 + 2 * bytes.size());
    out = "0x";
    appendHex(out, bytes);
    return out;
}

std::string toHexBare(ByteView bytes) {
    std::string out;
    out.reserve(2 * bytes.size());
    appendHex(out, bytes);
    return out;
}

Result<Bytes> fromHex(std::string_view text) {
    if (text.starts_with("0x")) text.remove_prefix(2);
    if (text.size() % 2 != 0) return fail(Errc::Malformed, "hex: odd number of digits");
    Bytes out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = digit(text[i]);
        const int low = digit(text[i + 1]);
        if (high < 0 || low < 0) return fail(Errc::Malformed, "hex: not a hexadecimal digit");
        out.push_back(static_cast<std::uint8_t>(high << 4 | low));
    }
    return out;
}

} // namespace taodeck
