#pragma once
/// Calls by name: to bytes and back. Pure; any thread.

#include "core/metadata/metadata.h"
#include "core/metadata/value.h"
#include "core/scale/codec.h"

#include <nlohmann/json_fwd.hpp>

namespace taodeck::metadata {

struct Call {
    std::string pallet, name;
    std::vector<NamedValue> arguments; ///< In the order of the runtime; nested calls are enums inside.
};

/// Arguments go by name. @return NotFound when the connected chain has no such call, Malformed or OutOfRange when an
/// argument is missing, unknown or not of its type.
Result<Bytes> encodeCall(const Metadata& meta, const Call& call);
/// The same with arguments as JSON (see value_json.h).
Result<Bytes> encodeCall(const Metadata& meta, std::string_view pallet, std::string_view name,
                         const nlohmann::json& arguments);

/// Reads one call off the front of `in`. @return Malformed when the chain has no such call or the arguments do not
/// decode, Truncated, LimitExceeded.
Result<Call> decodeCall(const Metadata& meta, scale::Decoder& in);
/// The whole input.
Result<Call> decodeCall(const Metadata& meta, ByteView bytes);

/// A call as a value of the runtime's outer call enum: an argument of batches, proxies, sudo.
Value nestedCall(Call call);

} // namespace taodeck::metadata
