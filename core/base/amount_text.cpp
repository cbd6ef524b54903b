#include "core/base/amount_text.h"

#include "core/base/int128.h"
#include "core/base/units.h"

#include <algorithm>

namespace taodeck {
namespace {

std::string fraction(std::uint64_t raw) {
    std::string digits = std::to_string(raw % kUnitsPerToken);
    digits.insert(0, 9 - digits.size(), '0');
    return digits;
}

void trimZeros(std::string& digits) {
    while (!digits.empty() && digits.back() == '0')
        digits.pop_back();
}

} // namespace

std::string exactDecimal(std::uint64_t raw) {
    auto decimals = fraction(raw);
    trimZeros(decimals);
    auto out = std::to_string(raw / kUnitsPerToken);
    if (!decimals.empty()) out += "." + decimals;
    return out;
}

std::string shortDecimal(std::uint64_t raw, int significant) {
    const auto whole = raw / kUnitsPerToken;
    auto out = std::to_string(whole);
    auto decimals = fraction(raw);
    if (whole != 0) {
        const int room = std::max(0, significant - static_cast<int>(out.size()));
        decimals.resize(std::min<std::size_t>(9, static_cast<std::size_t>(room)));
    } else {
        const auto first = decimals.find_first_not_of('0'); // leading zeros are not significant
        if (first != std::string::npos)
            decimals.resize(std::min<std::size_t>(9, first + static_cast<std::size_t>(significant)));
    }
    trimZeros(decimals);
    for (int at = static_cast<int>(out.size()) - 3; at > 0; at -= 3)
        out.insert(static_cast<std::size_t>(at), ",");
    if (!decimals.empty()) out += "." + decimals;
    return out;
}

Result<std::uint64_t> parseDecimal(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\n'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\n'))
        text.remove_suffix(1);
    if (text.empty()) return fail(Errc::Malformed, "amount: empty");
    const auto point = text.find('.');
    const auto wholeText = text.substr(0, point);
    const auto decimals = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (wholeText.empty() && decimals.empty()) return fail(Errc::Malformed, "amount: no digits");
    if (decimals.size() > 9) return fail(Errc::Malformed, "amount: more than nine decimals");

    UInt128 value = 0;
    const bool grouped = wholeText.find_first_of(",_") != std::string_view::npos;
    std::size_t inGroup = 0;
    bool first = true;
    for (const char c : wholeText) {
        if (c == ',' || c == '_') {
            if (inGroup == 0 || inGroup > 3 || (!first && inGroup != 3))
                return fail(Errc::Malformed, "amount: misplaced separator");
            first = false;
            inGroup = 0;
            continue;
        }
        if (c < '0' || c > '9') return fail(Errc::Malformed, "amount: not a digit");
        value = value * 10 + static_cast<unsigned>(c - '0');
        if (value > ~std::uint64_t{0}) return fail(Errc::OutOfRange, "amount: too large");
        ++inGroup;
    }
    if (grouped && inGroup != 3) return fail(Errc::Malformed, "amount: misplaced separator");
    value *= kUnitsPerToken;
    std::uint64_t scale = kUnitsPerToken;
    for (const char c : decimals) {
        if (c < '0' || c > '9') return fail(Errc::Malformed, "amount: not a digit");
        scale /= 10;
        value += scale * static_cast<unsigned>(c - '0');
    }
    if (value > ~std::uint64_t{0}) return fail(Errc::OutOfRange, "amount: too large");
    return static_cast<std::uint64_t>(value);
}

} // namespace taodeck
