#include "core/metadata/types.h"

#include "core/metadata/detail/read.h"

#include <algorithm>
#include <bitset>

namespace taodeck::metadata {

using detail::each;
using detail::readText;
using detail::skipTexts;

namespace {

constexpr int kZeroSizePasses = 32; // how deep types without content may nest; real runtimes need three

Result<std::string> optionalText(scale::Decoder& in) {
    TD_TRY(const auto some, in.option());
    if (!some) return std::string{};
    return readText(in);
}

Result<FieldType> readField(scale::Decoder& in) {
    FieldType out;
    TD_TRY(out.name, optionalText(in));
    TD_TRY(out.type, in.compact32());
    TD_TRY(out.typeName, optionalText(in));
    TD_CHECK(skipTexts(in));
    return out;
}

Result<TypeParam> readParam(scale::Decoder& in) {
    TypeParam out;
    TD_TRY(out.name, readText(in));
    TD_TRY(const auto some, in.option());
    if (some) {
        TD_TRY(out.type, in.compact32());
    }
    return out;
}

/// Names lead back to what they name, so no two may be the same; unnamed ones are exempt.
template <class T>
bool namesAreUnique(const std::vector<T>& list) {
    std::vector<std::string_view> names;
    for (const auto& item : list)
        if (!item.name.empty()) names.push_back(item.name);
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) == names.end();
}

Result<std::vector<FieldType>> readFields(scale::Decoder& in) {
    TD_TRY(auto fields, each<FieldType>(in, readField));
    if (!namesAreUnique(fields)) return fail(Errc::Malformed, "metadata: two fields share a name");
    return fields;
}

Result<VariantType> readVariant(scale::Decoder& in) {
    VariantType out;
    TD_TRY(out.name, readText(in));
    TD_TRY(out.fields, readFields(in));
    TD_TRY(out.index, in.u8());
    TD_CHECK(skipTexts(in));
    return out;
}

Result<std::vector<VariantType>> readVariants(scale::Decoder& in) {
    TD_TRY(auto variants, each<VariantType>(in, readVariant));
    std::bitset<256> seen;
    bool unique = namesAreUnique(variants);
    for (const auto& v : variants) {
        unique = unique && !v.name.empty() && !seen[v.index];
        seen.set(v.index);
    }
    if (!unique) return fail(Errc::Malformed, "metadata: two arms share a name or an index");
    return variants;
}

Result<TypeDef> readDef(scale::Decoder& in) {
    TD_TRY(const auto tag, in.u8());
    switch (tag) {
    case 0: {
        TD_TRY(auto fields, readFields(in));
        return CompositeDef{std::move(fields)};
    }
    case 1: {
        TD_TRY(auto variants, readVariants(in));
        return VariantDef{std::move(variants)};
    }
    case 2: {
        TD_TRY(const auto element, in.compact32());
        return SequenceDef{element};
    }
    case 3: {
        TD_TRY(const auto length, in.u32());
        TD_TRY(const auto element, in.compact32());
        return ArrayDef{length, element};
    }
    case 4: {
        TD_TRY(auto elements, each<TypeId>(in, [](scale::Decoder& d) { return d.compact32(); }));
        return TupleDef{std::move(elements)};
    }
    case 5: {
        TD_TRY(const auto primitive, in.u8());
        if (primitive > static_cast<std::uint8_t>(Primitive::I256))
            return fail(Errc::Malformed, "metadata: unknown primitive");
        return static_cast<Primitive>(primitive);
    }
    case 6: {
        TD_TRY(const auto inner, in.compact32());
        return CompactDef{inner};
    }
    case 7: {
        TD_TRY(const auto store, in.compact32());
        TD_TRY(const auto order, in.compact32());
        return BitSequenceDef{store, order};
    }
    default:
        return fail(Errc::Malformed, "metadata: unknown kind of type");
    }
}

Result<Type> readType(scale::Decoder& in) {
    Type out;
    TD_TRY(out.path, each<std::string>(in, readText));
    TD_TRY(out.params, each<TypeParam>(in, readParam));
    TD_TRY(out.def, readDef(in));
    TD_CHECK(skipTexts(in));
    return out;
}

/// Calls fn(TypeId) for every type that `type` refers to.
template <class Fn>
void forEachReference(const Type& type, Fn fn) {
    const auto fields = [&](const std::vector<FieldType>& list) {
        for (const auto& f : list)
            fn(f.type);
    };
    for (const auto& p : type.params)
        if (p.type) fn(*p.type);
    if (const auto* c = std::get_if<CompositeDef>(&type.def)) fields(c->fields);
    if (const auto* v = std::get_if<VariantDef>(&type.def))
        for (const auto& arm : v->variants)
            fields(arm.fields);
    if (const auto* s = std::get_if<SequenceDef>(&type.def)) fn(s->element);
    if (const auto* a = std::get_if<ArrayDef>(&type.def)) fn(a->element);
    if (const auto* t = std::get_if<TupleDef>(&type.def)) std::for_each(t->elements.begin(), t->elements.end(), fn);
    if (const auto* c = std::get_if<CompactDef>(&type.def)) fn(c->inner);
    if (const auto* b = std::get_if<BitSequenceDef>(&type.def)) {
        fn(b->store);
        fn(b->order);
    }
}

/// Whether `type` holds nothing, given which of the types are known to hold nothing.
bool holdsNothing(const Type& type, const std::vector<bool>& known) {
    const auto empty = [&](TypeId id) { return known[id]; };
    if (const auto* c = std::get_if<CompositeDef>(&type.def))
        return std::all_of(c->fields.begin(), c->fields.end(), [&](const FieldType& f) { return empty(f.type); });
    if (const auto* t = std::get_if<TupleDef>(&type.def))
        return std::all_of(t->elements.begin(), t->elements.end(), empty);
    if (const auto* a = std::get_if<ArrayDef>(&type.def)) return a->length == 0 || empty(a->element);
    if (const auto* c = std::get_if<CompactDef>(&type.def)) return empty(c->inner);
    return false;
}

std::string_view primitiveName(Primitive p) {
    constexpr std::string_view kNames[] = {"bool", "char", "str", "u8",  "u16", "u32",  "u64", "u128",
                                           "u256", "i8",   "i16", "i32", "i64", "i128", "i256"};
    return kNames[static_cast<std::size_t>(p)];
}

std::string nameOf(const Registry& types, TypeId id, int depth);

std::string namePath(const Registry& types, const Type& type, int depth) {
    std::string out = type.path.back();
    // Names of generic parameters help for containers only; runtime structs carry dozens of them.
    if (out != "Option" && out != "BTreeMap" && out != "BTreeSet" && out != "BoundedVec" && out != "WeakBoundedVec")
        return out;
    std::string inside;
    for (const auto& p : type.params)
        if (p.type) inside += (inside.empty() ? "" : ", ") + nameOf(types, *p.type, depth - 1);
    return inside.empty() ? out : out + "<" + inside + ">";
}

std::string nameOf(const Registry& types, TypeId id, int depth) {
    const auto* type = types.find(id);
    if (type == nullptr || depth == 0) return "?";
    if (!type->path.empty()) return namePath(types, *type, depth);
    if (const auto* p = std::get_if<Primitive>(&type->def)) return std::string{primitiveName(*p)};
    if (const auto* s = std::get_if<SequenceDef>(&type->def))
        return "Vec<" + nameOf(types, s->element, depth - 1) + ">";
    if (const auto* a = std::get_if<ArrayDef>(&type->def))
        return "[" + nameOf(types, a->element, depth - 1) + "; " + std::to_string(a->length) + "]";
    if (const auto* c = std::get_if<CompactDef>(&type->def))
        return "Compact<" + nameOf(types, c->inner, depth - 1) + ">";
    if (std::holds_alternative<BitSequenceDef>(type->def)) return "BitVec";
    std::string inside;
    if (const auto* t = std::get_if<TupleDef>(&type->def))
        for (const auto e : t->elements) {
            inside += (inside.empty() ? "" : ", ") + nameOf(types, e, depth - 1);
            if (inside.size() > 200) return "(…)"; // a few nested tuples can name themselves exponentially
        }
    return "(" + inside + ")";
}

} // namespace

std::size_t byteSize(Primitive p) {
    switch (p) {
    case Primitive::Str:
        return 0;
    case Primitive::Bool:
    case Primitive::U8:
    case Primitive::I8:
        return 1;
    case Primitive::U16:
    case Primitive::I16:
        return 2;
    case Primitive::Char:
    case Primitive::U32:
    case Primitive::I32:
        return 4;
    case Primitive::U64:
    case Primitive::I64:
        return 8;
    case Primitive::U128:
    case Primitive::I128:
        return 16;
    case Primitive::U256:
    case Primitive::I256:
        return 32;
    }
    return 0;
}

const VariantType* VariantDef::byIndex(std::uint8_t index) const {
    // Runtime enums list their arms in order, mostly without gaps: look there first.
    if (index < variants.size() && variants[index].index == index) return &variants[index];
    for (const auto& v : variants)
        if (v.index == index) return &v;
    return nullptr;
}

const VariantType* VariantDef::byName(std::string_view name) const {
    for (const auto& v : variants)
        if (v.name == name) return &v;
    return nullptr;
}

Result<Registry> Registry::decode(scale::Decoder& in) {
    TD_TRY(const auto count, in.count(/*minElementSize=*/6));
    if (count > kMaxTypes) return fail(Errc::LimitExceeded, "metadata: too many types");
    Registry out;
    out.m_types.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        TD_TRY(const auto id, in.compact32());
        if (id != i) return fail(Errc::Malformed, "metadata: types are not numbered in order");
        TD_TRY(auto type, readType(in));
        out.m_types.push_back(std::move(type));
    }
    bool complete = true;
    for (const auto& type : out.m_types)
        forEachReference(type, [&](TypeId id) { complete = complete && id < count; });
    if (!complete) return fail(Errc::Malformed, "metadata: a type refers to one that is not there");
    out.m_zeroSized.assign(count, false);
    bool changed = true;
    for (int pass = 0; changed && pass < kZeroSizePasses; ++pass) {
        changed = false;
        for (std::uint32_t i = 0; i < count; ++i)
            if (!out.m_zeroSized[i] && holdsNothing(out.m_types[i], out.m_zeroSized))
                out.m_zeroSized[i] = changed = true;
    }
    return out;
}

Result<const Type*> Registry::get(TypeId id) const {
    const auto* type = find(id);
    if (type == nullptr) return fail(Errc::NotFound, "metadata: no type " + std::to_string(id));
    return type;
}

bool Registry::isZeroSized(TypeId id) const {
    return id < m_zeroSized.size() && m_zeroSized[id];
}

bool Registry::isU256(TypeId id) const {
    const auto* type = find(id);
    const auto* fields = type == nullptr ? nullptr : std::get_if<CompositeDef>(&type->def);
    if (fields == nullptr || type->path.empty() || type->path.back() != "U256" || fields->fields.size() != 1)
        return false;
    const auto* limbs = find(fields->fields[0].type);
    const auto* array = limbs == nullptr ? nullptr : std::get_if<ArrayDef>(&limbs->def);
    const auto* element = array == nullptr || array->length != 4 ? nullptr : find(array->element);
    const auto* limb = element == nullptr ? nullptr : std::get_if<Primitive>(&element->def);
    return limb != nullptr && *limb == Primitive::U64;
}

std::string Registry::describe(TypeId id) const {
    return nameOf(*this, id, /*depth=*/4);
}

} // namespace taodeck::metadata
