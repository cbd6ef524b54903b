#pragma once
/// Passwords that the Python tools keep in the environment. That is obfuscation, not protection. Used only when no
/// password was given, and before asking for one. Vectors: tests/data/keyfiles.json.

#include "core/base/result.h"
#include "core/base/secret_bytes.h"

#include <optional>
#include <string>
#include <string_view>

namespace taodeck::keys {

/// "BT_PW_" and the key file's absolute path in upper case with '/' and '.' as '_'.
std::string passwordVariable(std::string_view keyfilePath);

/// Base64 of the password XOR the variable's name repeated. @return Malformed.
Result<SecretBytes> decodePasswordValue(std::string_view variable, std::string_view value);

/// The reverse; `variable` is not empty.
std::string encodePasswordValue(std::string_view variable, ByteView password);

/// The password of `keyfilePath` from this process's environment; empty when the variable is not set.
/// @return Malformed.
Result<std::optional<SecretBytes>> passwordFromEnvironment(std::string_view keyfilePath);

} // namespace taodeck::keys
