#include "core/worker/tasks/body.h"

#include <charconv>

namespace taodeck::worker::body {
namespace {

Result<> measure(std::string_view text, const Limits& limits) {
    if (text.size() > limits.bytes)
        return fail(Errc::LimitExceeded, "a body of more than " + std::to_string(limits.bytes) + " bytes");
    std::size_t depth = 0, values = 1;
    bool inText = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inText) {
            if (c == '\\') ++i;
            inText = c != '"';
        } else if (c == '"') {
            inText = true;
        } else if (c == '[' || c == '{') {
            if (++depth > limits.depth) return fail(Errc::LimitExceeded, "the body is nested too deeply");
            ++values;
        } else if (c == ']' || c == '}') {
            if (depth > 0) --depth;
        } else if (c == ',' && ++values > limits.values) {
            return fail(Errc::LimitExceeded, "the body holds too many values");
        }
    }
    return {};
}

} // namespace

Result<Json> readObject(std::string_view text, const Limits& limits) {
    TD_CHECK(measure(text, limits));
    Json out = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!out.is_object()) return fail(Errc::Malformed, "the body is no JSON object");
    return out;
}

Result<const Json*> member(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return fail(Errc::Malformed, std::string{"no "} + key);
    return &*found;
}

Result<std::string> text(const Json& object, const char* key, std::size_t mostBytes) {
    TD_TRY(const Json* value, member(object, key));
    if (!value->is_string()) return fail(Errc::Malformed, std::string{key} + " is no text");
    const auto& out = value->get_ref<const std::string&>();
    if (out.size() > mostBytes) return fail(Errc::OutOfRange, std::string{key} + " is too long");
    return out;
}

Result<std::uint32_t> count(const Json& object, const char* key, std::uint32_t least, std::uint32_t most) {
    TD_TRY(const Json* value, member(object, key));
    if (!value->is_number_unsigned()) return fail(Errc::Malformed, std::string{key} + " is no count");
    const auto out = value->get<std::uint64_t>();
    if (out < least || out > most)
        return fail(Errc::OutOfRange,
                    std::string{key} + " must be " + std::to_string(least) + " to " + std::to_string(most));
    return static_cast<std::uint32_t>(out);
}

Result<double> number(const Json& object, const char* key, double least, double most) {
    TD_TRY(const Json* value, member(object, key));
    if (!value->is_number()) return fail(Errc::Malformed, std::string{key} + " is no number");
    const auto out = value->get<double>();
    if (!(out >= least && out <= most)) return fail(Errc::OutOfRange, std::string{key} + " is out of its range");
    return out;
}

Result<std::uint64_t> bigCount(const Json& object, const char* key) {
    TD_TRY(const std::string digits, text(object, key, 20));
    std::uint64_t out = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size())
        return fail(Errc::Malformed, std::string{key} + " is no number in text");
    return out;
}

Result<const Json*> list(const Json& object, const char* key, std::size_t most) {
    TD_TRY(const Json* value, member(object, key));
    if (!value->is_array()) return fail(Errc::Malformed, std::string{key} + " is no list");
    if (value->size() > most) return fail(Errc::OutOfRange, std::string{key} + " has too many entries");
    return value;
}

std::string write(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace taodeck::worker::body
