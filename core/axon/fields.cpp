#include "core/axon/fields.h"

#include <algorithm>
#include <charconv>

namespace taodeck::axon {

namespace {

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

bool sameName(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

Result<std::optional<std::string_view>> onlyValue(Fields fields, std::string_view name) {
    std::optional<std::string_view> found;
    for (const auto& field : fields) {
        if (!sameName(field.name, name)) continue;
        if (found) return fail(Errc::Malformed, std::string{name} + " is there twice");
        found = field.value;
    }
    return found;
}

std::optional<std::uint64_t> parseDecimal(std::string_view text, std::uint64_t most) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    if (value > most) return std::nullopt;
    return value;
}

std::string fieldText(std::string_view text, std::size_t most) {
    std::string out{text.substr(0, most)};
    for (char& c : out)
        if (c < 0x20 || c > 0x7e) c = '?';
    return out;
}

} // namespace taodeck::axon
