#include "core/metadata/value_json.h"

#include "core/base/hex.h"

#include <nlohmann/json.hpp>

namespace taodeck::metadata {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxJsonInteger = (std::uint64_t{1} << 53) - 1;
constexpr int kMaxDepth = 96;

tl::unexpected<Error> wrong(std::string_view wanted) {
    return fail(Errc::Malformed, "json: " + std::string{wanted} + " expected");
}

bool isByte(const Registry& types, TypeId id) {
    const auto* type = types.find(id);
    const auto* primitive = type == nullptr ? nullptr : std::get_if<Primitive>(&type->def);
    return primitive != nullptr && *primitive == Primitive::U8;
}

bool isOption(const Type& type) {
    const auto* def = std::get_if<VariantDef>(&type.def);
    return def != nullptr && type.path.size() == 1 && type.path[0] == "Option" && def->variants.size() == 2;
}

class FromJson {
public:
    explicit FromJson(const Registry& types) : m_types{types} {}

    Result<Value> read(TypeId id, const json& j) {
        TD_TRY(const auto* type, m_types.get(id));
        if (m_depth == 0) return fail(Errc::LimitExceeded, "json: nested too deeply");
        --m_depth;
        auto out = m_types.isU256(id) ? readDef(Primitive::U256, j)
                   : isOption(*type)  ? readOption(std::get<VariantDef>(type->def), j)
                                      : std::visit([&](const auto& def) { return readDef(def, j); }, type->def);
        ++m_depth;
        return out;
    }

private:
    Result<Value> readOption(const VariantDef& def, const json& j) {
        const auto* some = def.byName("Some");
        if (some == nullptr || some->fields.size() != 1) return wrong("an option");
        if (j.is_null()) return Value::none();
        TD_TRY(auto inner, read(some->fields[0].type, j));
        return Value::some(std::move(inner));
    }

    Result<std::vector<NamedValue>> readFields(const std::vector<FieldType>& fields, const json& j) {
        std::vector<NamedValue> out;
        if (fields.empty()) {
            if (!j.is_null() && !j.empty()) return wrong("null");
            return out;
        }
        if (!fields[0].name.empty()) {
            if (!j.is_object() || j.size() != fields.size()) return wrong("an object with the struct's fields");
            for (const auto& f : fields) {
                const auto it = j.find(f.name);
                if (it == j.end()) return wrong("field " + f.name);
                TD_TRY(auto value, read(f.type, *it));
                out.push_back({f.name, std::move(value)});
            }
            return out;
        }
        if (fields.size() > 1 && (!j.is_array() || j.size() != fields.size())) return wrong("an array of the fields");
        for (std::size_t i = 0; i < fields.size(); ++i) {
            TD_TRY(auto value, read(fields[i].type, fields.size() == 1 ? j : j[i]));
            out.push_back({{}, std::move(value)});
        }
        return out;
    }

    Result<Value> readDef(const CompositeDef& def, const json& j) {
        TD_TRY(auto fields, readFields(def.fields, j));
        return Value::composite(std::move(fields));
    }

    Result<Value> readDef(const VariantDef& def, const json& j) {
        const bool bare = j.is_string();
        if (!bare && (!j.is_object() || j.size() != 1)) return wrong("{\"Arm\": fields}");
        const auto name = bare ? j.get<std::string>() : j.begin().key();
        const auto* arm = def.byName(name);
        if (arm == nullptr) return fail(Errc::Malformed, "json: no arm " + name);
        TD_TRY(auto fields, readFields(arm->fields, bare ? json{} : j.begin().value()));
        return Value{VariantValue{name, arm->index, Composite{std::move(fields)}}};
    }

    Result<Value> readItems(TypeId element, const json& j) {
        if (isByte(m_types, element) && j.is_string()) return readHex(j);
        if (!j.is_array()) return wrong("an array");
        std::vector<Value> out;
        for (const auto& item : j) {
            TD_TRY(auto value, read(element, item));
            out.push_back(std::move(value));
        }
        return Value::sequence(std::move(out));
    }

    static Result<Value> readHex(const json& j) {
        const auto text = j.get<std::string>();
        if (text.substr(0, 2) != "0x") return wrong("0x hex");
        TD_TRY(const auto bytes, fromHex(text));
        return Value::bytes(bytes);
    }

    Result<Value> readDef(const SequenceDef& def, const json& j) { return readItems(def.element, j); }
    Result<Value> readDef(const ArrayDef& def, const json& j) { return readItems(def.element, j); }

    Result<Value> readDef(const TupleDef& def, const json& j) {
        if (def.elements.empty() && j.is_null()) return Value{};
        if (!j.is_array() || j.size() != def.elements.size()) return wrong("an array as long as the tuple");
        std::vector<Value> out;
        for (std::size_t i = 0; i < def.elements.size(); ++i) {
            TD_TRY(auto value, read(def.elements[i], j[i]));
            out.push_back(std::move(value));
        }
        return Value::tuple(std::move(out));
    }

    Result<Value> readDef(const Primitive& primitive, const json& j) {
        if (primitive == Primitive::Bool) {
            if (!j.is_boolean()) return wrong("true or false");
            return Value::boolean(j.get<bool>());
        }
        if (primitive == Primitive::Str) {
            if (!j.is_string()) return wrong("a string");
            return Value::text(j.get<std::string>());
        }
        if (j.is_number_unsigned()) return Value::number(j.get<std::uint64_t>());
        if (j.is_number_integer()) return Value::integer(Integer::fromI64(j.get<std::int64_t>()));
        if (!j.is_string()) return wrong("a number or a decimal string");
        TD_TRY(const auto v, Integer::fromDecimal(j.get<std::string>()));
        return Value::integer(v);
    }

    Result<Value> readDef(const CompactDef& def, const json& j) { return read(def.inner, j); }

    static Result<Value> readDef(const BitSequenceDef&, const json& j) {
        if (!j.is_string() || j.get<std::string>().substr(0, 2) != "0b") return wrong("0b bits");
        BitSequence out;
        for (const char c : j.get<std::string>().substr(2)) {
            if (c != '0' && c != '1') return wrong("0b bits");
            out.bits.push_back(c == '1');
        }
        return Value{std::move(out)};
    }

    const Registry& m_types;
    int m_depth{kMaxDepth};
};

class ToJson {
public:
    explicit ToJson(const Registry& types) : m_types{types} {}

    Result<json> write(TypeId id, const Value& value) {
        TD_TRY(const auto* type, m_types.get(id));
        if (m_depth == 0) return fail(Errc::LimitExceeded, "json: nested too deeply");
        --m_depth;
        auto out = m_types.isU256(id) ? writeDef(Primitive::U256, value)
                   : isOption(*type)  ? writeOption(std::get<VariantDef>(type->def), value)
                                      : std::visit([&](const auto& def) { return writeDef(def, value); }, type->def);
        ++m_depth;
        return out;
    }

private:
    Result<json> writeOption(const VariantDef& def, const Value& value) {
        TD_TRY(const auto inner, View{value}.option());
        if (!inner) return json{};
        TD_TRY(const auto* some, inner->value());
        const auto* arm = def.byName("Some");
        if (arm == nullptr || arm->fields.size() != 1) return wrong("an option");
        return write(arm->fields[0].type, *some);
    }

    Result<json> writeFields(const std::vector<FieldType>& fields, const Composite& value) {
        if (value.fields.size() != fields.size()) return wrong("a struct with its fields");
        if (fields.empty()) return json{};
        const bool named = !fields[0].name.empty();
        if (!named && fields.size() == 1) return write(fields[0].type, value.fields[0].value);
        json out = named ? json::object() : json::array();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            TD_TRY(auto item, write(fields[i].type, value.fields[i].value));
            if (named)
                out[fields[i].name] = std::move(item);
            else
                out.push_back(std::move(item));
        }
        return out;
    }

    Result<json> writeDef(const CompositeDef& def, const Value& value) {
        const auto* composite = std::get_if<Composite>(&value.data);
        if (composite == nullptr) return wrong("a struct");
        return writeFields(def.fields, *composite);
    }

    Result<json> writeDef(const VariantDef& def, const Value& value) {
        const auto* variant = std::get_if<VariantValue>(&value.data);
        const auto* arm = variant == nullptr ? nullptr : def.byName(variant->name);
        if (arm == nullptr) return wrong("an enum");
        TD_TRY(auto fields, writeFields(arm->fields, variant->fields));
        json out = json::object();
        out[arm->name] = std::move(fields);
        return out;
    }

    Result<json> writeItems(TypeId element, const Value& value) {
        if (const auto* bytes = std::get_if<Bytes>(&value.data)) return json(toHex(*bytes));
        const auto* items = std::get_if<Sequence>(&value.data);
        if (items == nullptr) return wrong("a sequence");
        json out = json::array();
        for (const auto& item : items->items) {
            TD_TRY(auto j, write(element, item));
            out.push_back(std::move(j));
        }
        return out;
    }

    Result<json> writeDef(const SequenceDef& def, const Value& value) { return writeItems(def.element, value); }
    Result<json> writeDef(const ArrayDef& def, const Value& value) { return writeItems(def.element, value); }

    Result<json> writeDef(const TupleDef& def, const Value& value) {
        const auto* composite = std::get_if<Composite>(&value.data);
        if (composite == nullptr || composite->fields.size() != def.elements.size()) return wrong("a tuple");
        if (def.elements.empty()) return json{};
        json out = json::array();
        for (std::size_t i = 0; i < def.elements.size(); ++i) {
            TD_TRY(auto item, write(def.elements[i], composite->fields[i].value));
            out.push_back(std::move(item));
        }
        return out;
    }

    static Result<json> writeDef(const Primitive&, const Value& value) {
        if (const auto* v = std::get_if<bool>(&value.data)) return json(*v);
        if (const auto* v = std::get_if<std::string>(&value.data)) return json(*v);
        const auto* v = std::get_if<Integer>(&value.data);
        if (v == nullptr) return wrong("a primitive");
        if (const auto small = v->asI64(); small && *small <= static_cast<std::int64_t>(kMaxJsonInteger) &&
                                           *small >= -static_cast<std::int64_t>(kMaxJsonInteger))
            return *small < 0 ? json(*small) : json(static_cast<std::uint64_t>(*small));
        return json(v->toDecimal());
    }

    Result<json> writeDef(const CompactDef& def, const Value& value) { return write(def.inner, value); }

    static Result<json> writeDef(const BitSequenceDef&, const Value& value) {
        const auto* v = std::get_if<BitSequence>(&value.data);
        if (v == nullptr) return wrong("a bit sequence");
        std::string out = "0b";
        for (const bool bit : v->bits)
            out.push_back(bit ? '1' : '0');
        return json(out);
    }

    const Registry& m_types;
    int m_depth{kMaxDepth};
};

} // namespace

Result<Value> valueFromJson(const Registry& types, TypeId type, const json& j) {
    return FromJson{types}.read(type, j);
}

Result<json> valueToJson(const Registry& types, TypeId type, const Value& value) {
    return ToJson{types}.write(type, value);
}

} // namespace taodeck::metadata
