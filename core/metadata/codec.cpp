#include "core/metadata/codec.h"

#include "core/metadata/detail/bits.h"
#include "core/metadata/detail/utf8.h"

#include <algorithm>

namespace taodeck::metadata {
namespace {

bool isByte(const Registry& types, TypeId id) {
    const auto* type = types.find(id);
    const auto* primitive = type == nullptr ? nullptr : std::get_if<Primitive>(&type->def);
    return primitive != nullptr && *primitive == Primitive::U8;
}

class ValueDecoder {
public:
    ValueDecoder(const Registry& types, scale::Decoder& in, const DecodeLimits& limits)
        : m_types{types}, m_in{in}, m_depth{limits.depth}, m_nodes{limits.nodes} {}

    Result<Value> read(TypeId id) {
        TD_TRY(const auto* type, m_types.get(id));
        if (m_depth == 0) return fail(Errc::LimitExceeded, "value: nested too deeply");
        if (m_nodes == 0) return fail(Errc::LimitExceeded, "value: too many parts");
        --m_depth;
        --m_nodes;
        auto out = m_types.isU256(id) ? readDef(Primitive::U256)
                                      : std::visit([&](const auto& def) { return readDef(def); }, type->def);
        ++m_depth;
        return out;
    }

private:
    Result<Composite> readFields(const std::vector<FieldType>& fields) {
        Composite out;
        out.fields.reserve(fields.size());
        for (const auto& f : fields) {
            TD_TRY(auto value, read(f.type));
            out.fields.push_back({f.name, std::move(value)});
        }
        return out;
    }

    Result<Value> readDef(const CompositeDef& def) {
        TD_TRY(auto fields, readFields(def.fields));
        return Value{std::move(fields)};
    }

    Result<Value> readDef(const VariantDef& def) {
        TD_TRY(const auto index, m_in.u8());
        const auto* arm = def.byIndex(index);
        if (arm == nullptr) return fail(Errc::Malformed, "value: unknown arm " + std::to_string(index));
        TD_TRY(auto fields, readFields(arm->fields));
        return Value{VariantValue{arm->name, index, std::move(fields)}};
    }

    Result<Value> readItems(TypeId element, std::uint32_t count) {
        Sequence out;
        out.items.reserve(std::min<std::size_t>(count, 1024)); // a count is a claim until its items were read
        for (std::uint32_t i = 0; i < count; ++i) {
            TD_TRY(auto item, read(element));
            out.items.push_back(std::move(item));
        }
        return Value{std::move(out)};
    }

    Result<Value> readDef(const SequenceDef& def) {
        if (isByte(m_types, def.element)) {
            TD_TRY(const auto bytes, m_in.bytes());
            return Value::bytes(bytes);
        }
        TD_TRY(const auto count, m_in.count(m_types.isZeroSized(def.element) ? 0 : 1));
        return readItems(def.element, count);
    }

    Result<Value> readDef(const ArrayDef& def) {
        if (isByte(m_types, def.element)) {
            TD_TRY(const auto bytes, m_in.raw(def.length));
            return Value::bytes(bytes);
        }
        return readItems(def.element, def.length);
    }

    Result<Value> readDef(const TupleDef& def) {
        Composite out;
        out.fields.reserve(def.elements.size());
        for (const auto element : def.elements) {
            TD_TRY(auto value, read(element));
            out.fields.push_back({{}, std::move(value)});
        }
        return Value{std::move(out)};
    }

    Result<Value> readDef(const Primitive& primitive) {
        if (isInteger(primitive)) {
            TD_TRY(const auto bytes, m_in.raw(byteSize(primitive)));
            return Value::integer(Integer::fromLittleEndian(bytes, isSigned(primitive)));
        }
        if (primitive == Primitive::Bool) {
            TD_TRY(const auto v, m_in.boolean());
            return Value::boolean(v);
        }
        if (primitive == Primitive::Char) {
            TD_TRY(const auto v, m_in.u32());
            if (!detail::isScalarValue(v)) return fail(Errc::Malformed, "value: not a character");
            return Value::number(v);
        }
        TD_TRY(const auto text, m_in.bytes());
        if (!detail::isUtf8(text)) return fail(Errc::Malformed, "value: text is not UTF-8");
        return Value::text(std::string{asText(text)});
    }

    Result<Value> readDef(const CompactDef& def) { return readCompact(def.inner, /*depth=*/8); }

    /// Compact<T> of a struct with one field is the compact form of that field.
    Result<Value> readCompact(TypeId inner, int depth) {
        TD_TRY(const auto* type, m_types.get(inner));
        if (m_types.isZeroSized(inner)) return Value{};
        if (const auto* p = std::get_if<Primitive>(&type->def); p != nullptr && isInteger(*p) && !isSigned(*p)) {
            TD_TRY(const auto digits, m_in.compactBig());
            if (digits.size() > byteSize(*p)) return fail(Errc::OutOfRange, "value: compact number above its type");
            return Value::integer(Integer::fromLittleEndian(digits, /*isSigned=*/false));
        }
        const auto* struct_ = std::get_if<CompositeDef>(&type->def);
        if (struct_ == nullptr || struct_->fields.size() != 1 || depth == 0)
            return fail(Errc::Malformed, "value: no compact form of this type");
        TD_TRY(auto value, readCompact(struct_->fields[0].type, depth - 1));
        std::vector<NamedValue> fields;
        fields.push_back({struct_->fields[0].name, std::move(value)});
        return Value::composite(std::move(fields));
    }

    Result<Value> readDef(const BitSequenceDef& def) {
        TD_TRY(const auto layout, detail::bitLayout(m_types, def));
        TD_TRY(auto bits, detail::decodeBits(layout, m_in));
        return Value{Value::Data{std::move(bits)}};
    }

    const Registry& m_types;
    scale::Decoder& m_in;
    std::size_t m_depth, m_nodes;
};

class ValueEncoder {
public:
    ValueEncoder(const Registry& types, scale::Encoder& out) : m_types{types}, m_out{out} {}

    Result<> write(TypeId id, const Value& value) {
        TD_TRY(const auto* type, m_types.get(id));
        if (m_depth == 0) return fail(Errc::LimitExceeded, "value: nested too deeply");
        --m_depth;
        auto done = m_types.isU256(id) ? writeDef(Primitive::U256, value)
                                       : std::visit([&](const auto& def) { return writeDef(def, value); }, type->def);
        ++m_depth;
        return done;
    }

private:
    static tl::unexpected<Error> wrong(std::string_view wanted) {
        return fail(Errc::Malformed, "value: " + std::string{wanted} + " expected");
    }

    static const Composite* asComposite(const Value& value) { return std::get_if<Composite>(&value.data); }

    Result<> writeNamed(const std::vector<FieldType>& fields, const Composite& value) {
        for (const auto& f : fields) {
            const auto it = std::find_if(value.fields.begin(), value.fields.end(),
                                         [&](const NamedValue& v) { return v.name == f.name; });
            if (it == value.fields.end()) return fail(Errc::Malformed, "value: field " + f.name + " is missing");
            TD_CHECK(write(f.type, it->value));
        }
        return {};
    }

    Result<> writeFields(const std::vector<FieldType>& fields, const Composite& value) {
        if (value.fields.size() != fields.size())
            return fail(Errc::Malformed, "value: " + std::to_string(value.fields.size()) + " fields where " +
                                             std::to_string(fields.size()) + " are expected");
        const bool named = !value.fields.empty() && std::none_of(value.fields.begin(), value.fields.end(),
                                                                 [](const NamedValue& v) { return v.name.empty(); });
        if (named) return writeNamed(fields, value);
        for (std::size_t i = 0; i < fields.size(); ++i)
            TD_CHECK(write(fields[i].type, value.fields[i].value));
        return {};
    }

    Result<> writeDef(const CompositeDef& def, const Value& value) {
        const auto* composite = asComposite(value);
        if (composite != nullptr && (def.fields.size() != 1 || composite->fields.size() == 1))
            return writeFields(def.fields, *composite);
        if (def.fields.size() == 1) return write(def.fields[0].type, value);
        return wrong("a struct");
    }

    Result<> writeDef(const VariantDef& def, const Value& value) {
        const auto* variant = std::get_if<VariantValue>(&value.data);
        if (variant == nullptr) return wrong("an enum");
        const auto* arm = def.byName(variant->name);
        if (arm == nullptr) return fail(Errc::Malformed, "value: unknown arm " + variant->name);
        m_out.u8(arm->index);
        return writeFields(arm->fields, variant->fields);
    }

    /// Bytes go where u8 items go, and lists of small numbers where bytes go.
    Result<> writeBytes(const Bytes& bytes, TypeId element) {
        if (isByte(m_types, element)) {
            m_out.raw(bytes);
            return {};
        }
        for (const auto byte : bytes)
            TD_CHECK(write(element, Value::number(byte)));
        return {};
    }

    Result<> writeItems(TypeId element, const Sequence& items) {
        for (const auto& item : items.items)
            TD_CHECK(write(element, item));
        return {};
    }

    Result<> writeDef(const SequenceDef& def, const Value& value) {
        if (const auto* bytes = std::get_if<Bytes>(&value.data)) {
            m_out.compact(bytes->size());
            return writeBytes(*bytes, def.element);
        }
        const auto* items = std::get_if<Sequence>(&value.data);
        if (items == nullptr) return wrong("a sequence");
        m_out.compact(items->items.size());
        return writeItems(def.element, *items);
    }

    Result<> writeDef(const ArrayDef& def, const Value& value) {
        const auto length = [&](std::size_t have) -> Result<> {
            if (have == def.length) return {};
            return fail(Errc::Malformed, "value: " + std::to_string(have) + " items where " +
                                             std::to_string(def.length) + " are expected");
        };
        if (const auto* bytes = std::get_if<Bytes>(&value.data)) {
            TD_CHECK(length(bytes->size()));
            return writeBytes(*bytes, def.element);
        }
        const auto* items = std::get_if<Sequence>(&value.data);
        if (items == nullptr) return wrong("an array");
        TD_CHECK(length(items->items.size()));
        return writeItems(def.element, *items);
    }

    Result<> writeDef(const TupleDef& def, const Value& value) {
        const auto* composite = asComposite(value);
        if (composite == nullptr || composite->fields.size() != def.elements.size()) return wrong("a tuple");
        for (std::size_t i = 0; i < def.elements.size(); ++i)
            TD_CHECK(write(def.elements[i], composite->fields[i].value));
        return {};
    }

    Result<> writeDef(const Primitive& primitive, const Value& value) {
        if (primitive == Primitive::Bool) {
            const auto* v = std::get_if<bool>(&value.data);
            if (v == nullptr) return wrong("a bool");
            m_out.boolean(*v);
            return {};
        }
        if (primitive == Primitive::Str) {
            const auto* v = std::get_if<std::string>(&value.data);
            if (v == nullptr || !detail::isUtf8(asBytes(*v))) return wrong("text");
            m_out.text(*v);
            return {};
        }
        const auto* v = std::get_if<Integer>(&value.data);
        if (v == nullptr) return wrong("a number");
        TD_TRY(const auto bytes, v->toLittleEndian(byteSize(primitive), isSigned(primitive)));
        if (primitive == Primitive::Char && !detail::isScalarValue(v->asU64().value_or(~std::uint64_t{0})))
            return wrong("a character");
        m_out.raw(bytes);
        return {};
    }

    Result<> writeDef(const CompactDef& def, const Value& value) { return writeCompact(def.inner, value, /*depth=*/8); }

    Result<> writeCompact(TypeId inner, const Value& value, int depth) {
        TD_TRY(const auto* type, m_types.get(inner));
        if (m_types.isZeroSized(inner)) return {};
        if (const auto* p = std::get_if<Primitive>(&type->def); p != nullptr && isInteger(*p) && !isSigned(*p)) {
            const auto* v = std::get_if<Integer>(&value.data);
            if (v == nullptr) return wrong("a number");
            TD_TRY(const auto bytes, v->toLittleEndian(byteSize(*p), /*isSigned=*/false));
            m_out.compactBig(bytes);
            return {};
        }
        const auto* struct_ = std::get_if<CompositeDef>(&type->def);
        if (struct_ == nullptr || struct_->fields.size() != 1 || depth == 0)
            return fail(Errc::Malformed, "value: no compact form of this type");
        const auto* composite = asComposite(value);
        const bool wrapped = composite != nullptr && composite->fields.size() == 1;
        return writeCompact(struct_->fields[0].type, wrapped ? composite->fields[0].value : value, depth - 1);
    }

    Result<> writeDef(const BitSequenceDef& def, const Value& value) {
        const auto* bits = std::get_if<BitSequence>(&value.data);
        if (bits == nullptr) return wrong("a bit sequence");
        TD_TRY(const auto layout, detail::bitLayout(m_types, def));
        detail::encodeBits(layout, *bits, m_out);
        return {};
    }

    const Registry& m_types;
    scale::Encoder& m_out;
    std::size_t m_depth{DecodeLimits{}.depth};
};

} // namespace

Result<Value> decodeValue(const Registry& types, TypeId type, scale::Decoder& in, const DecodeLimits& limits) {
    return ValueDecoder{types, in, limits}.read(type);
}

Result<Value> decodeValue(const Registry& types, TypeId type, ByteView bytes, const DecodeLimits& limits) {
    scale::Decoder in{bytes};
    TD_TRY(auto value, decodeValue(types, type, in, limits));
    TD_CHECK(in.finish());
    return value;
}

Result<> encodeValue(const Registry& types, TypeId type, const Value& value, scale::Encoder& out) {
    return ValueEncoder{types, out}.write(type, value);
}

Result<Bytes> encodeValue(const Registry& types, TypeId type, const Value& value) {
    scale::Encoder out;
    TD_CHECK(encodeValue(types, type, value, out));
    return out.take();
}

} // namespace taodeck::metadata
