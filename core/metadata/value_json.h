#pragma once
/// Values as JSON, for arguments and for machine-readable output. Integers are numbers up to 2^53 - 1, else decimal
/// strings; bytes are 0x hex; an enum is {"Arm": fields or null}; an option is null or the inner value; a struct is an
/// object; one unnamed field is left out; several unnamed fields and tuples are an array; bits are "0b0110…", first bit
/// first. Pure; any thread.

#include "core/metadata/types.h"
#include "core/metadata/value.h"

#include <nlohmann/json_fwd.hpp>

namespace taodeck::metadata {

/// @return Malformed when the JSON is not of the type (context says what was expected), LimitExceeded when too deep.
Result<Value> valueFromJson(const Registry& types, TypeId type, const nlohmann::json& json);
/// @return Malformed when the value is not of the type.
Result<nlohmann::json> valueToJson(const Registry& types, TypeId type, const Value& value);

} // namespace taodeck::metadata
