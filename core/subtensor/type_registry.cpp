#include "core/subtensor/type_registry.h"

namespace taodeck::subtensor {
namespace {

void encodeFields(scale::Encoder& out, const std::vector<TypeField>& fields) {
    out.compact(fields.size());
    for (const auto& f : fields) {
        out.boolean(!f.name.empty());
        if (!f.name.empty()) out.text(f.name);
        out.compact(f.type);
        out.boolean(!f.typeName.empty());
        if (!f.typeName.empty()) out.text(f.typeName);
        out.compact(0); // docs
    }
}

struct ShapeEncoder {
    scale::Encoder& out;
    void operator()(const TypeDef::Composite& c) const {
        out.u8(0);
        encodeFields(out, c.fields);
    }
    void operator()(const TypeDef::Variant& v) const {
        out.u8(1).compact(v.variants.size());
        for (const auto& variant : v.variants) {
            out.text(variant.name);
            encodeFields(out, variant.fields);
            out.u8(variant.index).compact(0); // docs
        }
    }
    void operator()(const TypeDef::Sequence& s) const { out.u8(2).compact(s.element); }
    void operator()(const TypeDef::Array& a) const { out.u8(3).u32(a.length).compact(a.element); }
    void operator()(const TypeDef::Tuple& t) const {
        out.u8(4).compact(t.elements.size());
        for (const auto id : t.elements)
            out.compact(id);
    }
    void operator()(Primitive p) const { out.u8(5).u8(static_cast<std::uint8_t>(p)); }
    void operator()(const TypeDef::Compact& c) const { out.u8(6).compact(c.inner); }
};

void encodeDef(scale::Encoder& out, const TypeDef& def) {
    std::vector<std::string> path;
    for (std::size_t at = 0; !def.path.empty() && at <= def.path.size();) {
        const auto end = std::min(def.path.find("::", at), def.path.size());
        path.push_back(def.path.substr(at, end - at));
        at = end + 2;
    }
    out.compact(path.size());
    for (const auto& part : path)
        out.text(part);
    out.compact(def.params.size());
    for (const auto& p : def.params) {
        out.text(p.name).boolean(p.type.has_value());
        if (p.type) out.compact(*p.type);
    }
    std::visit(ShapeEncoder{out}, def.shape);
    out.compact(0); // docs
}

} // namespace

TypeId TypeRegistry::shared(TypeDef def) {
    scale::Encoder key;
    encodeDef(key, def);
    const auto [it, isNew] = m_shared.try_emplace(key.take(), static_cast<TypeId>(m_types.size()));
    if (isNew) m_types.push_back(std::move(def));
    return it->second;
}

TypeId TypeRegistry::named(const void* key, const std::function<TypeDef(TypeRegistry&)>& describe) {
    const auto [it, isNew] = m_named.try_emplace(key, static_cast<TypeId>(m_types.size()));
    const auto id = it->second;
    if (isNew) {
        m_types.emplace_back(); // taken before the description, which may mention this type
        m_types[id] = describe(*this);
    }
    return id;
}

TypeId TypeRegistry::option(TypeId inner) {
    return shared({"Option", {{"T", inner}}, TypeDef::Variant{{{"None", 0, {}}, {"Some", 1, {{{}, inner, {}}}}}}});
}

TypeId TypeRegistry::result(TypeId ok, TypeId error) {
    return shared({"Result",
                   {{"T", ok}, {"E", error}},
                   TypeDef::Variant{{{"Ok", 0, {{{}, ok, {}}}}, {"Err", 1, {{{}, error, {}}}}}}});
}

TypeId TypeRegistry::wrapper(std::string path, TypeId inner, std::vector<TypeParam> params, std::string typeName) {
    return shared({std::move(path), std::move(params), TypeDef::Composite{{{{}, inner, std::move(typeName)}}}});
}

TypeId TypeRegistry::typenum(unsigned value) {
    if (value == 0) return shared({"substrate_typenum::uint::UTerm", {}, TypeDef::Composite{}});
    const auto high = typenum(value >> 1);
    const auto low =
        shared({value & 1 ? "substrate_typenum::bit::B1" : "substrate_typenum::bit::B0", {}, TypeDef::Composite{}});
    return shared({"substrate_typenum::uint::UInt",
                   {{"U", high}, {"B", low}},
                   TypeDef::Composite{{{"msb", high, "U"}, {"lsb", low, "B"}}}});
}

TypeId TypeRegistry::fixedPoint(std::string path, TypeId bits, std::string bitsName, unsigned fractionBits) {
    const auto frac = typenum(fractionBits);
    return shared({std::move(path), {{"Frac", frac}}, TypeDef::Composite{{{"bits", bits, std::move(bitsName)}}}});
}

void TypeRegistry::encode(scale::Encoder& out) const {
    out.compact(m_types.size());
    for (std::size_t id = 0; id < m_types.size(); ++id) {
        out.compact(id);
        encodeDef(out, m_types[id]);
    }
}

} // namespace taodeck::subtensor
