#include "core/metadata/value.h"

namespace taodeck::metadata {

Value::Value() : data{Composite{}} {}
Value::Value(Data d) : data{std::move(d)} {}
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

bool operator==(const Sequence& a, const Sequence& b) {
    return a.items == b.items;
}
bool operator==(const Composite& a, const Composite& b) {
    return a.fields == b.fields;
}
bool operator==(const VariantValue& a, const VariantValue& b) {
    return a.name == b.name && a.index == b.index && a.fields == b.fields;
}
bool operator==(const Value& a, const Value& b) {
    return a.data == b.data;
}

Value Value::boolean(bool v) {
    return Value{Data{v}};
}
Value Value::integer(Integer v) {
    return Value{Data{v}};
}
Value Value::number(std::uint64_t v) {
    return Value{Data{Integer{v}}};
}
Value Value::text(std::string v) {
    return Value{Data{std::move(v)}};
}
Value Value::bytes(ByteView v) {
    return Value{Data{toBytes(v)}};
}
Value Value::sequence(std::vector<Value> items) {
    return Value{Data{Sequence{std::move(items)}}};
}

Value Value::tuple(std::vector<Value> items) {
    Composite out;
    for (auto& item : items)
        out.fields.push_back({{}, std::move(item)});
    return Value{Data{std::move(out)}};
}

Value Value::composite(std::vector<NamedValue> fields) {
    return Value{Data{Composite{std::move(fields)}}};
}
Value Value::variant(std::string name) {
    return Value{Data{VariantValue{std::move(name), 0, {}}}};
}
Value Value::variant(std::string name, std::vector<NamedValue> fields) {
    return Value{Data{VariantValue{std::move(name), 0, Composite{std::move(fields)}}}};
}

Value Value::variantOf(std::string name, Value only) {
    std::vector<NamedValue> fields;
    fields.push_back({{}, std::move(only)});
    return variant(std::move(name), std::move(fields));
}

Value Value::none() {
    return variant("None");
}
Value Value::some(Value inner) {
    return variantOf("Some", std::move(inner));
}

const Composite* View::fields() const {
    if (m_value == nullptr) return nullptr;
    if (const auto* composite = std::get_if<Composite>(&m_value->data)) return composite;
    if (const auto* variant = std::get_if<VariantValue>(&m_value->data)) return &variant->fields;
    return nullptr;
}

View View::field(std::string_view name) const {
    if (m_value == nullptr) return *this;
    if (const auto* all = fields())
        for (const auto& f : all->fields)
            if (f.name == name) return View{f.value};
    return View{Error{Errc::NotFound, "value: no field " + std::string{name}}};
}

View View::at(std::size_t index) const {
    if (m_value == nullptr) return *this;
    if (const auto* sequence = std::get_if<Sequence>(&m_value->data)) {
        if (index < sequence->items.size()) return View{sequence->items[index]};
    } else if (const auto* all = fields()) {
        if (index < all->fields.size()) return View{all->fields[index].value};
    }
    return View{Error{Errc::OutOfRange, "value: no item " + std::to_string(index)}};
}

View View::arm(std::string_view name) const {
    if (m_value == nullptr) return *this;
    const auto* variant = std::get_if<VariantValue>(&m_value->data);
    if (variant == nullptr || variant->name != name)
        return View{Error{Errc::Malformed, "value: not the arm " + std::string{name}}};
    return *this;
}

std::size_t View::size() const {
    if (m_value == nullptr) return 0;
    if (const auto* sequence = std::get_if<Sequence>(&m_value->data)) return sequence->items.size();
    const auto* all = fields();
    return all == nullptr ? 0 : all->fields.size();
}

Result<const Value*> View::value() const {
    if (m_value == nullptr) return tl::unexpected<Error>{m_error};
    return m_value;
}

Result<const Value*> View::scalar() const {
    TD_TRY(const auto* at, value());
    for (const auto* c = std::get_if<Composite>(&at->data); c != nullptr && c->fields.size() == 1;
         c = std::get_if<Composite>(&at->data))
        at = &c->fields.front().value;
    return at;
}

Result<bool> View::asBool() const {
    TD_TRY(const auto* at, scalar());
    if (const auto* v = std::get_if<bool>(&at->data)) return *v;
    return fail(Errc::Malformed, "value: not a bool");
}

Result<Integer> View::asInteger() const {
    TD_TRY(const auto* at, scalar());
    if (const auto* v = std::get_if<Integer>(&at->data)) return *v;
    return fail(Errc::Malformed, "value: not an integer");
}

Result<std::uint64_t> View::asU64() const {
    TD_TRY(const auto v, asInteger());
    return v.asU64();
}
Result<UInt128> View::asU128() const {
    TD_TRY(const auto v, asInteger());
    return v.asU128();
}
Result<std::int64_t> View::asI64() const {
    TD_TRY(const auto v, asInteger());
    return v.asI64();
}
Result<Int128> View::asI128() const {
    TD_TRY(const auto v, asInteger());
    return v.asI128();
}

Result<std::string> View::asText() const {
    TD_TRY(const auto* at, scalar());
    if (const auto* v = std::get_if<std::string>(&at->data)) return *v;
    TD_TRY(const auto bytes, asLooseBytes());
    return std::string{taodeck::asText(bytes)};
}

Result<Bytes> View::asBytes() const {
    TD_TRY(const auto* at, scalar());
    if (const auto* v = std::get_if<Bytes>(&at->data)) return *v;
    return fail(Errc::Malformed, "value: not bytes");
}

Result<Bytes> View::asLooseBytes() const {
    TD_TRY(const auto* at, scalar());
    const auto* sequence = std::get_if<Sequence>(&at->data);
    if (sequence == nullptr) return asBytes();
    Bytes out;
    for (const auto& item : sequence->items) {
        TD_TRY(const auto byte, View{item}.asU8());
        out.push_back(byte);
    }
    return out;
}

Result<std::string> View::variantName() const {
    TD_TRY(const auto* at, value());
    if (const auto* v = std::get_if<VariantValue>(&at->data)) return v->name;
    return fail(Errc::Malformed, "value: not an enum");
}

Result<std::optional<View>> View::option() const {
    TD_TRY(const auto name, variantName());
    if (name == "None") return std::optional<View>{};
    if (name == "Some" && size() == 1) return std::optional{at(0)};
    return fail(Errc::Malformed, "value: not an option");
}

} // namespace taodeck::metadata
