#include "core/axon/wire_json.h"

#include "core/axon/python_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace taodeck::axon {

namespace {

using nlohmann::json;

/// Builds the tree from the parser's events.
class Builder final : public json::json_sax_t {
public:
    bool null() override { return add({}); }
    bool boolean(bool value) override {
        return add(WireJson::ofKind(value ? WireJson::Kind::True : WireJson::Kind::False));
    }
    bool number_integer(number_integer_t value) override { return add(WireJson::ofInteger(value)); }
    bool number_unsigned(number_unsigned_t value) override {
        WireJson out = WireJson::ofKind(WireJson::Kind::Integer);
        out.text = std::to_string(value);
        return add(std::move(out));
    }
    bool number_float(number_float_t value, const string_t& source) override {
        // The parser falls back to a float for integers of more than 64 bits: the digits say what it was.
        if (source.find_first_of(".eE") != string_t::npos) return add(WireJson::ofFloat(value));
        WireJson out = WireJson::ofKind(WireJson::Kind::Integer);
        out.text = source;
        return add(std::move(out));
    }
    bool string(string_t& value) override { return add(WireJson::ofText(std::move(value))); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(WireJson::Kind::Object); }
    bool start_array(std::size_t) override { return open(WireJson::Kind::List); }
    bool key(string_t& name) override {
        m_open.back().members.push_back({std::move(name), {}});
        return true;
    }
    bool end_object() override {
        if (!namesAreDistinct(m_open.back())) return refuse(Errc::Malformed, "a name is there twice");
        return close();
    }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t, const std::string&, const json::exception&) override {
        return refuse(Errc::Malformed, "not JSON");
    }

    WireJson root;
    Error error{Errc::Malformed, "not JSON"};

private:
    bool refuse(Errc code, std::string why) {
        error = {code, std::move(why)};
        return false;
    }
    bool open(WireJson::Kind kind) {
        if (m_open.size() >= kMaxJsonDepth) return refuse(Errc::LimitExceeded, "JSON is too deep");
        if (!count()) return false;
        m_open.push_back(WireJson::ofKind(kind));
        return true;
    }
    bool close() {
        WireJson done = std::move(m_open.back());
        m_open.pop_back();
        place(std::move(done));
        return true;
    }
    bool count() { return ++m_values <= kMaxJsonValues || refuse(Errc::LimitExceeded, "JSON has too many values"); }
    bool add(WireJson value) {
        if (!count()) return false;
        place(std::move(value));
        return true;
    }
    void place(WireJson value) {
        if (m_open.empty())
            root = std::move(value);
        else if (m_open.back().kind == WireJson::Kind::List)
            m_open.back().items.push_back(std::move(value));
        else
            m_open.back().members.back().value = std::move(value);
    }
    static bool namesAreDistinct(const WireJson& object) {
        std::vector<std::string_view> names;
        names.reserve(object.members.size());
        for (const auto& member : object.members)
            names.push_back(member.name);
        std::sort(names.begin(), names.end());
        return std::adjacent_find(names.begin(), names.end()) == names.end();
    }

    std::vector<WireJson> m_open;
    std::size_t m_values{0};
};

void writeText(std::string& out, std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        default:
            if (byte < 0x20) {
                out += "\\u00";
                out += kDigits[byte >> 4];
                out += kDigits[byte & 15];
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

constexpr WireNotation kJson{"null", "false", "true", ",", ":", writeText};

} // namespace

WireJson WireJson::ofKind(Kind kind) {
    WireJson out;
    out.kind = kind;
    return out;
}

WireJson WireJson::object() {
    return ofKind(Kind::Object);
}

WireJson WireJson::ofText(std::string text) {
    WireJson out = ofKind(Kind::Text);
    out.text = std::move(text);
    return out;
}

WireJson WireJson::ofInteger(std::int64_t value) {
    WireJson out = ofKind(Kind::Integer);
    out.text = std::to_string(value);
    return out;
}

WireJson WireJson::ofFloat(double value) {
    WireJson out = ofKind(Kind::Float);
    out.number = value;
    return out;
}

const WireJson* WireJson::find(std::string_view name) const {
    for (const auto& member : members)
        if (member.name == name) return &member.value;
    return nullptr;
}

void WireJson::set(std::string_view name, WireJson value) {
    for (auto& member : members) {
        if (member.name != name) continue;
        member.value = std::move(value);
        return;
    }
    members.push_back({std::string{name}, std::move(value)});
}

Result<WireJson> parseWireJson(std::string_view text) {
    Builder builder;
    if (!json::sax_parse(text.begin(), text.end(), &builder)) return tl::unexpected<Error>{std::move(builder.error)};
    return std::move(builder.root);
}

std::size_t treeBytes(const WireJson& value) {
    std::size_t out = sizeof(WireJson) + value.text.capacity();
    for (const auto& item : value.items)
        out += treeBytes(item);
    for (const auto& member : value.members)
        out += sizeof(std::string) + member.name.capacity() + treeBytes(member.value);
    return out;
}

void appendWire(std::string& out, const WireJson& value, const WireNotation& notation) {
    using Kind = WireJson::Kind;
    bool first = true;
    const auto comma = [&] {
        if (!std::exchange(first, false)) out += notation.comma;
    };
    switch (value.kind) {
    case Kind::Null:
        out += notation.null;
        break;
    case Kind::False:
        out += notation.no;
        break;
    case Kind::True:
        out += notation.yes;
        break;
    case Kind::Integer:
        out += value.text;
        break;
    case Kind::Float:
        out += pythonFloat(value.number);
        break;
    case Kind::Text:
        notation.appendText(out, value.text);
        break;
    case Kind::List:
        out += '[';
        for (const auto& item : value.items) {
            comma();
            appendWire(out, item, notation);
        }
        out += ']';
        break;
    case Kind::Object:
        out += '{';
        for (const auto& member : value.members) {
            comma();
            notation.appendText(out, member.name);
            out += notation.colon;
            appendWire(out, member.value, notation);
        }
        out += '}';
        break;
    }
}

std::string writeWireJson(const WireJson& value) {
    std::string out;
    appendWire(out, value, kJson);
    return out;
}

} // namespace taodeck::axon
