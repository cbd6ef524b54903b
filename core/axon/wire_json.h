#pragma once
/// JSON of strangers as Python sees it: the order of members stays, integers keep every digit, 1 and 1.0 differ.
/// Bounded in depth and count. Pure.

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace taodeck::axon {

struct WireJson {
    enum class Kind : std::uint8_t { Null, False, True, Integer, Float, Text, List, Object };
    struct Member;

    Kind kind{Kind::Null};
    double number{0};            ///< Float.
    std::string text;            ///< Text: UTF-8. Integer: decimal digits, "-" in front, no leading zeros.
    std::vector<WireJson> items; ///< List.
    std::vector<Member> members; ///< Object, in the order of the text; names are distinct.

    static WireJson ofText(std::string text);
    static WireJson ofInteger(std::int64_t value);
    static WireJson ofFloat(double value);
    static WireJson object();
    static WireJson ofKind(Kind kind);

    bool isObject() const { return kind == Kind::Object; }
    bool isNull() const { return kind == Kind::Null; }
    const WireJson* find(std::string_view name) const; ///< Null for another kind and when there is none.
    void set(std::string_view name, WireJson value);   ///< Replaces in place, else appends. Object only.
};
struct WireJson::Member {
    std::string name;
    WireJson value;
};

inline constexpr std::size_t kMaxJsonDepth = 32, kMaxJsonValues = 100'000;

/// @return Malformed for what is not JSON, text that is not UTF-8, lone surrogates, a name twice in one object, numbers
/// beyond the range of double; LimitExceeded beyond the depth and count above.
Result<WireJson> parseWireJson(std::string_view text);
/// About how much memory a tree takes.
std::size_t treeBytes(const WireJson& value);
/// Compact, UTF-8 unescaped. Floats as Python writes them.
std::string writeWireJson(const WireJson& value);

/// How a tree is written: JSON, or what Python's str() makes of it (python_text.h).
struct WireNotation {
    std::string_view null, no, yes, comma, colon;
    void (*appendText)(std::string& out, std::string_view text);
};
void appendWire(std::string& out, const WireJson& value, const WireNotation& notation);

} // namespace taodeck::axon
