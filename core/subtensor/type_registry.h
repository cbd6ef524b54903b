#pragma once
/// Builds the portable type registry of the runtime metadata: every type that storage, calls, events, constants and
/// runtime APIs mention, each once, numbered in the order of first mention. Pure; one thread at a time.
/// Source: scale-info `PortableRegistry`, which metadata V14 and V15 share.

#include "core/scale/codec.h"

#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace taodeck::subtensor {

using TypeId = std::uint32_t;

/// How a declaration names one field. `name` is null in tuple-like types; `typeName` is the upstream spelling.
struct FieldInfo {
    const char* name;
    const char* typeName;
};

struct TypeField {
    std::string name; ///< Empty: unnamed.
    TypeId type{0};
    std::string typeName; ///< Empty: none.
};
struct TypeVariant {
    std::string name;
    std::uint8_t index{0};
    std::vector<TypeField> fields;
};
struct TypeParam {
    std::string name;
    std::optional<TypeId> type;
};
enum class Primitive : std::uint8_t { Bool, Char, Str, U8, U16, U32, U64, U128, U256, I8, I16, I32, I64, I128, I256 };

struct TypeDef {
    struct Composite {
        std::vector<TypeField> fields;
    };
    struct Variant {
        std::vector<TypeVariant> variants;
    };
    struct Sequence {
        TypeId element;
    };
    struct Array {
        std::uint32_t length;
        TypeId element;
    };
    struct Tuple {
        std::vector<TypeId> elements;
    };
    struct Compact {
        TypeId inner;
    };
    using Shape = std::variant<Composite, Variant, Sequence, Array, Tuple, Primitive, Compact>;

    std::string path; ///< "sp_weights::weight_v2::Weight"; empty for built-in shapes.
    std::vector<TypeParam> params;
    Shape shape;
};

class TypeRegistry {
public:
    /// Registers a type that is equal to another one exactly when its description is: sequences, tuples, options.
    TypeId shared(TypeDef def);
    /// Registers a named type under `key` (one address per C++ type); `describe` runs once, and may mention the type
    /// itself.
    TypeId named(const void* key, const std::function<TypeDef(TypeRegistry&)>& describe);

    TypeId primitive(Primitive p) { return shared({{}, {}, p}); }
    TypeId sequence(TypeId element) { return shared({{}, {}, TypeDef::Sequence{element}}); }
    TypeId array(std::uint32_t length, TypeId element) { return shared({{}, {}, TypeDef::Array{length, element}}); }
    TypeId tuple(std::vector<TypeId> elements) { return shared({{}, {}, TypeDef::Tuple{std::move(elements)}}); }
    TypeId compact(TypeId inner) { return shared({{}, {}, TypeDef::Compact{inner}}); }
    TypeId option(TypeId inner);
    TypeId result(TypeId ok, TypeId error);
    /// A composite `path` with the single unnamed field `inner`, and parameters.
    TypeId wrapper(std::string path, TypeId inner, std::vector<TypeParam> params = {}, std::string typeName = {});
    /// A number of `bits` with `fractionBits` binary places, as substrate-fixed describes it ("FixedU128" + typenum).
    TypeId fixedPoint(std::string path, TypeId bits, std::string bitsName, unsigned fractionBits);

    const std::vector<TypeDef>& types() const { return m_types; }
    /// `Vec<PortableType>`, SCALE.
    void encode(scale::Encoder& out) const;

private:
    TypeId typenum(unsigned value);
    std::vector<TypeDef> m_types;
    std::map<const void*, TypeId> m_named;
    std::map<Bytes, TypeId> m_shared; ///< By encoded description.
};

} // namespace taodeck::subtensor
