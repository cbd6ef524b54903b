#include "core/axon/python_text.h"

#include "core/axon/unprintable.h"
#include "core/base/hex.h"
#include "core/crypto/hash.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace taodeck::axon {

namespace {

bool isPrintable(std::uint32_t code) {
    const auto after = std::upper_bound(kUnprintable.begin(), kUnprintable.end(), code,
                                        [](std::uint32_t c, const CodeRange& range) { return c < range.first; });
    return after == kUnprintable.begin() || code > std::prev(after)->last;
}

/// The code point at `at` of valid UTF-8, and how many bytes it takes.
std::pair<std::uint32_t, std::size_t> codeAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0x80U;
    };
    const auto tail = [&](std::size_t i) { return byte(i) & 0x3F; };
    const auto first = byte(0);
    if (first < 0x80) return {first, 1};
    if (first < 0xE0) return {(first & 0x1F) << 6 | tail(1), 2};
    if (first < 0xF0) return {(first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3};
    return {(first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4};
}

void appendEscape(std::string& out, std::uint32_t code) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const int digits = code <= 0xFF ? 2 : code <= 0xFFFF ? 4 : 8;
    out += code <= 0xFF ? "\\x" : code <= 0xFFFF ? "\\u" : "\\U";
    for (int i = digits - 1; i >= 0; --i)
        out += kDigits[(code >> (4 * i)) & 15];
}

void appendQuoted(std::string& out, std::string_view text) {
    const bool hasSingle = text.find('\'') != std::string_view::npos;
    const char quote = hasSingle && text.find('"') == std::string_view::npos ? '"' : '\'';
    out += quote;
    for (std::size_t at = 0; at < text.size();) {
        const auto [code, length] = codeAt(text, at);
        if (code == static_cast<unsigned char>(quote) || code == '\\') {
            out += '\\';
            out += static_cast<char>(code);
        } else if (code == '\n') {
            out += "\\n";
        } else if (code == '\r') {
            out += "\\r";
        } else if (code == '\t') {
            out += "\\t";
        } else if (isPrintable(code)) {
            out += text.substr(at, length);
        } else {
            appendEscape(out, code);
        }
        at += length;
    }
    out += quote;
}

constexpr WireNotation kPython{"None", "False", "True", ", ", ": ", appendQuoted};

/// What validation makes of a value for a field of floats, or of lists of them.
WireJson asFloats(WireJson value) {
    if (value.kind == WireJson::Kind::Integer) return WireJson::ofFloat(std::strtod(value.text.c_str(), nullptr));
    for (auto& item : value.items)
        item = asFloats(std::move(item));
    return value;
}

std::string hashHex(std::string_view text) {
    return toHexBare(crypto::sha3_256(asBytes(text)));
}

} // namespace

std::string pythonFloat(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
    const std::string_view text{buffer, static_cast<std::size_t>(end - buffer)};
    const auto e = text.find('e');
    const int exponent = std::atoi(std::string{text.substr(e + 1)}.c_str());
    // Python chooses by the exponent alone, the library by length.
    if (exponent < -4 || exponent >= 16) return std::string{text};
    const bool negative = text.front() == '-';
    std::string digits;
    for (const char c : text.substr(0, e))
        if (c >= '0' && c <= '9') digits += c;
    std::string out = negative ? "-" : "";
    if (exponent < 0) return out + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole) return out + digits + std::string(whole - digits.size(), '0') + ".0";
    return out + digits.substr(0, whole) + '.' + digits.substr(whole);
}

std::string pythonText(const WireJson& value) {
    if (value.kind == WireJson::Kind::Text) return value.text;
    std::string out;
    appendWire(out, value, kPython);
    return out;
}

Result<std::string> bodyHash(const WireJson& own, std::span<const std::string> fields) {
    constexpr std::string_view kFloat = ":float";
    std::string joined;
    for (const auto& field : fields) {
        const bool isFloat = field.size() > kFloat.size() && field.ends_with(kFloat);
        const auto* value = own.find(isFloat ? std::string_view{field}.substr(0, field.size() - kFloat.size()) : field);
        if (value == nullptr) return fail(Errc::NotFound, field + " is not in the body");
        joined += hashHex(pythonText(isFloat ? asFloats(*value) : *value));
    }
    return hashHex(joined);
}

} // namespace taodeck::axon
