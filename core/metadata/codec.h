#pragma once
/// Bytes to Value and back, by the registry's types. Strict like core/scale: what decodes encodes to the same bytes.
/// Pure; any thread.

#include "core/metadata/types.h"
#include "core/metadata/value.h"
#include "core/scale/codec.h"

namespace taodeck::metadata {

struct DecodeLimits {
    std::size_t depth = 96;        ///< Nested types.
    std::size_t nodes = 4'000'000; ///< Values made; zero-sized items count too.
};

/// Reads one value off the front of `in`. @return Truncated, Malformed, LimitExceeded, NotFound (type).
Result<Value> decodeValue(const Registry& types, TypeId type, scale::Decoder& in, const DecodeLimits& limits = {});
/// The whole input. Errors as above, and Malformed when bytes are left.
Result<Value> decodeValue(const Registry& types, TypeId type, ByteView bytes, const DecodeLimits& limits = {});

/// Appends. A struct goes by field names when the value has names, else by position; a missing, unknown or extra field
/// is Malformed. Where the type is a struct with one field, the bare inner value is taken too. @return Malformed on a
/// wrong shape (context says where), OutOfRange for numbers that do not fit.
Result<> encodeValue(const Registry& types, TypeId type, const Value& value, scale::Encoder& out);
Result<Bytes> encodeValue(const Registry& types, TypeId type, const Value& value);

} // namespace taodeck::metadata
