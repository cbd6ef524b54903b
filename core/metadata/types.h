#pragma once
/// The portable type registry of a runtime: every type that its metadata names, by number.
/// Source: scale-info PortableRegistry; the same in metadata V14, V15 and V16. Pure; any thread.

#include "core/base/result.h"
#include "core/scale/codec.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace taodeck::metadata {

using TypeId = std::uint32_t;

enum class Primitive : std::uint8_t { Bool, Char, Str, U8, U16, U32, U64, U128, U256, I8, I16, I32, I64, I128, I256 };
constexpr bool isInteger(Primitive p) {
    return p >= Primitive::U8;
}
constexpr bool isSigned(Primitive p) {
    return p >= Primitive::I8;
}
/// Bytes on the wire: 1..32 for integers, 1 for Bool, 4 for Char, 0 for Str (it has none).
std::size_t byteSize(Primitive p);

struct FieldType {
    std::string name; ///< Empty in tuple structs.
    TypeId type{0};
    std::string typeName; ///< As written in the runtime's source; may be empty.
};
struct VariantType {
    std::string name;
    std::vector<FieldType> fields;
    std::uint8_t index{0};
};
struct CompositeDef {
    std::vector<FieldType> fields;
};
struct VariantDef {
    std::vector<VariantType> variants;
    const VariantType* byIndex(std::uint8_t index) const;
    const VariantType* byName(std::string_view name) const;
};
struct SequenceDef {
    TypeId element{0};
};
struct ArrayDef {
    std::uint32_t length{0};
    TypeId element{0};
};
struct TupleDef {
    std::vector<TypeId> elements;
};
struct CompactDef {
    TypeId inner{0};
};
struct BitSequenceDef {
    TypeId store{0}, order{0};
};
using TypeDef =
    std::variant<CompositeDef, VariantDef, SequenceDef, ArrayDef, TupleDef, Primitive, CompactDef, BitSequenceDef>;

struct TypeParam {
    std::string name;
    std::optional<TypeId> type;
};
struct Type {
    std::vector<std::string> path; ///< {"sp_core", "crypto", "AccountId32"}; empty for tuples, primitives, …
    std::vector<TypeParam> params;
    TypeDef def;
};

class Registry {
public:
    /// Reads the registry off the front of `in`. Type numbers must be 0, 1, 2, … and every reference must exist.
    /// @return Truncated, Malformed, or LimitExceeded above kMaxTypes.
    static Result<Registry> decode(scale::Decoder& in);

    std::size_t size() const { return m_types.size(); }
    const Type* find(TypeId id) const { return id < m_types.size() ? &m_types[id] : nullptr; }
    Result<const Type*> get(TypeId id) const; ///< NotFound.
    /// True for structs and tuples without fields, arrays of none, and what is made of those only.
    bool isZeroSized(TypeId id) const;
    /// The 256-bit integer that runtimes declare as a struct of four u64; read and written as one number.
    bool isU256(TypeId id) const;
    /// Name for people: "Vec<u8>", "MultiAddress", "(u16, AccountId32)", "Compact<u64>".
    std::string describe(TypeId id) const;

    static constexpr std::uint32_t kMaxTypes = 65'536;

private:
    std::vector<Type> m_types;
    std::vector<bool> m_zeroSized;
};

} // namespace taodeck::metadata
