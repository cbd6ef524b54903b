#include "core/keys/detail/flat_json.h"

#include <algorithm>

namespace taodeck::keys::detail {
namespace {

constexpr std::size_t kMaxMembers = 64, kMaxName = 64;
constexpr int kMaxDepth = 16;

class Reader {
public:
    explicit Reader(std::string_view text) : m_rest{text} {}

    Result<std::vector<JsonMember>> object() {
        std::vector<JsonMember> out;
        TD_CHECK(expect('{'));
        if (take('}')) return finish(std::move(out));
        do {
            if (out.size() == kMaxMembers) return fail(Errc::LimitExceeded, "more than 64 members");
            TD_TRY(auto next, member());
            const bool twice = std::any_of(out.begin(), out.end(), [&](const auto& m) { return m.name == next.name; });
            if (twice) return fail(Errc::Malformed, "a member comes twice");
            out.push_back(std::move(next));
        } while (take(','));
        TD_CHECK(expect('}'));
        return finish(std::move(out));
    }

private:
    Result<std::vector<JsonMember>> finish(std::vector<JsonMember> out) {
        skipSpace();
        if (!m_rest.empty()) return fail(Errc::Malformed, "bytes after the object");
        return out;
    }

    Result<JsonMember> member() {
        JsonMember out;
        TD_TRY(const auto name, string());
        if (name.size() > kMaxName) return fail(Errc::LimitExceeded, "a member's name is too long");
        out.name = std::string{name.text()};
        TD_CHECK(expect(':'));
        skipSpace();
        const char first = m_rest.empty() ? '\0' : m_rest.front();
        if (first == '"') {
            out.kind = JsonMember::Kind::String;
            TD_TRY(out.text, string());
        } else if (first == '-' || (first >= '0' && first <= '9')) {
            out.kind = JsonMember::Kind::Number;
            out.text = SecretBytes::fromText(number());
        } else if (first == 'n') {
            TD_CHECK(word("null"));
        } else {
            out.kind = JsonMember::Kind::Other;
            TD_CHECK(skipValue(0));
        }
        return out;
    }

    Result<> skipValue(int depth) {
        if (depth > kMaxDepth) return fail(Errc::LimitExceeded, "nested too deep");
        skipSpace();
        if (m_rest.empty()) return truncated();
        switch (m_rest.front()) {
        case '"':
            return skipString();
        case '{':
            return skipList(depth, '}', /*named=*/true);
        case '[':
            return skipList(depth, ']', /*named=*/false);
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            if (number().empty()) return fail(Errc::Malformed, "no JSON value");
            return {};
        }
    }

    Result<> skipString() {
        auto text = string();
        if (!text) return tl::unexpected<Error>(std::move(text).error());
        return {};
    }

    Result<> skipList(int depth, char end, bool named) {
        m_rest.remove_prefix(1);
        if (take(end)) return {};
        do {
            if (named) {
                skipSpace();
                TD_CHECK(skipString());
                TD_CHECK(expect(':'));
            }
            TD_CHECK(skipValue(depth + 1));
        } while (take(','));
        return expect(end);
    }

    Result<SecretBytes> string() {
        TD_CHECK(expect('"'));
        SecretBytes out{std::min(closingQuote(), m_rest.size())}; // escapes only get shorter
        std::size_t size = 0;
        while (true) {
            if (m_rest.empty()) return truncated();
            const char c = m_rest.front();
            m_rest.remove_prefix(1);
            if (c == '"') break;
            if (static_cast<unsigned char>(c) < 0x20) return fail(Errc::Malformed, "control character in a string");
            if (c != '\\') {
                out.data()[size++] = static_cast<std::uint8_t>(c);
                continue;
            }
            TD_CHECK(escape(out, size));
        }
        out.resize(size);
        return out;
    }

    std::size_t closingQuote() const {
        std::size_t at = 0;
        while (at < m_rest.size() && m_rest[at] != '"')
            at += m_rest[at] == '\\' ? 2 : 1;
        return at;
    }

    Result<> escape(SecretBytes& out, std::size_t& size) {
        if (m_rest.empty()) return truncated();
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
        if (const std::size_t at = kFrom.find(c); at != std::string_view::npos) {
            out.data()[size++] = static_cast<std::uint8_t>(kTo[at]);
            return {};
        }
        if (c != 'u') return fail(Errc::Malformed, "unknown escape");
        TD_TRY(unsigned code, fourDigits());
        if (code >= 0xdc00 && code < 0xe000) return fail(Errc::Malformed, "lone surrogate");
        if (code >= 0xd800 && code < 0xdc00) {
            if (!m_rest.starts_with("\\u")) return fail(Errc::Malformed, "lone surrogate");
            m_rest.remove_prefix(2);
            TD_TRY(const unsigned low, fourDigits());
            if (low < 0xdc00 || low >= 0xe000) return fail(Errc::Malformed, "lone surrogate");
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
        appendUtf8(out, size, code);
        return {};
    }

    static void appendUtf8(SecretBytes& out, std::size_t& size, unsigned code) {
        const auto put = [&](unsigned byte) { out.data()[size++] = static_cast<std::uint8_t>(byte); };
        if (code < 0x80) return put(code);
        if (code < 0x800) {
            put(0xc0 | code >> 6);
        } else if (code < 0x10000) {
            put(0xe0 | code >> 12);
            put(0x80 | (code >> 6 & 0x3f));
        } else {
            put(0xf0 | code >> 18);
            put(0x80 | (code >> 12 & 0x3f));
            put(0x80 | (code >> 6 & 0x3f));
        }
        put(0x80 | (code & 0x3f));
    }

    Result<unsigned> fourDigits() {
        if (m_rest.size() < 4) return truncated();
        unsigned out = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = m_rest[static_cast<std::size_t>(i)];
            const char lower = static_cast<char>(c | 0x20);
            if (c >= '0' && c <= '9') {
                out = out << 4 | static_cast<unsigned>(c - '0');
            } else if (lower >= 'a' && lower <= 'f') {
                out = out << 4 | static_cast<unsigned>(lower - 'a' + 10);
            } else {
                return fail(Errc::Malformed, "not a hex digit");
            }
        }
        m_rest.remove_prefix(4);
        return out;
    }

    /// The characters of a number; what it means is for whoever wants it.
    std::string_view number() {
        const std::size_t end = std::min(m_rest.find_first_not_of("+-.0123456789eE"), m_rest.size());
        const std::string_view out = m_rest.substr(0, end);
        m_rest.remove_prefix(end);
        return out;
    }

    Result<> word(std::string_view expected) {
        if (!m_rest.starts_with(expected)) return fail(Errc::Malformed, "no JSON value");
        m_rest.remove_prefix(expected.size());
        return {};
    }

    Result<> expect(char c) {
        skipSpace();
        if (m_rest.empty()) return truncated();
        if (m_rest.front() != c) return fail(Errc::Malformed, std::string{"expected "} + c);
        m_rest.remove_prefix(1);
        return {};
    }

    bool take(char c) {
        skipSpace();
        if (!m_rest.starts_with(c)) return false;
        m_rest.remove_prefix(1);
        return true;
    }

    void skipSpace() { m_rest.remove_prefix(std::min(m_rest.find_first_not_of(" \t\r\n"), m_rest.size())); }

    static tl::unexpected<Error> truncated() { return fail(Errc::Truncated, "the JSON text ends early"); }

    std::string_view m_rest;
};

} // namespace

Result<std::vector<JsonMember>> readFlatObject(ByteView text) {
    return Reader{asText(text)}.object();
}

} // namespace taodeck::keys::detail
