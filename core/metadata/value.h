#pragma once
/// A value of any runtime type, made from bytes by the metadata's type registry (codec.h) or by a caller to be encoded.
/// Compact<T> is the value of T. Byte strings (Vec<u8>, [u8; N]) are one node, not a list of numbers. Reading goes
/// through View, which carries the first problem along, so that a chain of steps needs one check. Pure; any thread.

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/units.h"
#include "core/metadata/integer.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace taodeck::metadata {

struct NamedValue;
struct Value;

/// Vec<T> and [T; N] of anything but bytes.
struct Sequence {
    std::vector<Value> items;
    friend bool operator==(const Sequence&, const Sequence&);
};
/// Struct or tuple; unnamed fields have an empty name.
struct Composite {
    std::vector<NamedValue> fields;
    friend bool operator==(const Composite&, const Composite&);
};
/// One arm of an enum. Encoding goes by name; `index` is what was read.
struct VariantValue {
    std::string name;
    std::uint8_t index{0};
    Composite fields;
    friend bool operator==(const VariantValue&, const VariantValue&);
};
/// In order, first bit first, whatever the storage order on the wire.
struct BitSequence {
    std::vector<bool> bits;
    friend bool operator==(const BitSequence&, const BitSequence&) = default;
};

struct Value {
    using Data = std::variant<bool, Integer, std::string, Bytes, Sequence, Composite, VariantValue, BitSequence>;
    Data data;

    Value(); ///< An empty composite: ().
    explicit Value(Data d);
    Value(const Value&);
    Value(Value&&) noexcept;
    Value& operator=(const Value&);
    Value& operator=(Value&&) noexcept;
    ~Value();

    static Value boolean(bool v);
    static Value integer(Integer v);
    static Value number(std::uint64_t v);
    static Value text(std::string v);
    static Value bytes(ByteView v);
    static Value sequence(std::vector<Value> items);
    static Value tuple(std::vector<Value> items); ///< Fields without names.
    static Value composite(std::vector<NamedValue> fields);
    static Value variant(std::string name);
    static Value variant(std::string name, std::vector<NamedValue> fields);
    static Value variantOf(std::string name, Value only); ///< With one unnamed field.
    static Value none();
    static Value some(Value inner);
    template <class Tag>
    static Value id(const Bytes32<Tag>& v) {
        return bytes(v.bytes);
    }
    template <class Tag>
    static Value amount(Amount<Tag> v) {
        return number(v.raw());
    }
    static Value netuid(NetUid v) { return number(taodeck::raw(v)); }

    friend bool operator==(const Value&, const Value&);
};

struct NamedValue {
    std::string name;
    Value value;
    friend bool operator==(const NamedValue&, const NamedValue&) = default;
};

/// Reads a Value step by step: `View{v}.field("data").field("free").asU64()`. A step that does not exist gives a View
/// of the error, which every later step and `as…` returns. The value must outlive its views.
/// The `as…` functions look through structs with a single field (AccountId32, TaoBalance, fixed-point `bits`).
class View {
public:
    explicit View(const Value& value) : m_value{&value} {}
    explicit View(Error error) : m_error{std::move(error)} {}

    View field(std::string_view name) const; ///< Of a struct or of an enum's arm. NotFound.
    View at(std::size_t index) const;        ///< Item of a sequence, or field by position. OutOfRange.
    /// The fields of an enum's arm `name`; Malformed when it is another arm.
    View arm(std::string_view name) const;
    /// Items of a sequence or fields of a struct, tuple or arm; 0 on others.
    std::size_t size() const;

    bool ok() const { return m_value != nullptr; }
    Result<const Value*> value() const;
    Result<bool> asBool() const;
    Result<std::uint8_t> asU8() const { return narrow<std::uint8_t>(); }
    Result<std::uint16_t> asU16() const { return narrow<std::uint16_t>(); }
    Result<std::uint32_t> asU32() const { return narrow<std::uint32_t>(); }
    Result<std::uint64_t> asU64() const;
    Result<UInt128> asU128() const;
    Result<std::int64_t> asI64() const;
    Result<Int128> asI128() const;
    Result<Integer> asInteger() const;
    Result<std::string> asText() const; ///< str, or bytes taken as they are; not cleaned.
    Result<Bytes> asBytes() const;
    Result<std::string> variantName() const;
    /// Option<T>: empty for None, the inner view for Some.
    Result<std::optional<View>> option() const;

    template <class Id>
    Result<Id> asId() const {
        TD_TRY(const auto bytes, asBytes());
        return Id::from(bytes);
    }
    template <class A>
    Result<A> asAmount() const {
        TD_TRY(const auto raw, asU64());
        return A::fromRaw(raw);
    }
    Result<NetUid> asNetUid() const {
        TD_TRY(const auto raw, asU16());
        return NetUid{raw};
    }
    /// Bytes of a sequence of numbers below 256 as well (`str` of some runtime APIs is a list of compact bytes).
    Result<Bytes> asLooseBytes() const;

private:
    template <class T>
    Result<T> narrow() const {
        TD_TRY(const auto wide, asU64());
        if (wide > static_cast<T>(~T{0})) return fail(Errc::OutOfRange, "value: too large for its reader");
        return static_cast<T>(wide);
    }
    const Composite* fields() const;
    Result<const Value*> scalar() const; ///< Through single-field structs.

    const Value* m_value{nullptr};
    Error m_error{Errc::NotFound, {}};
};

} // namespace taodeck::metadata
