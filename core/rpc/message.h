#pragma once
/// JSON-RPC 2.0 messages, parsed with limits before anything is allocated for them. Pure; any thread.
/// Source: JSON-RPC 2.0 specification; Substrate's subscription notifications.

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace taodeck::rpc {

struct Limits {
    std::size_t messageBytes = 32u << 20; ///< One WebSocket message.
    std::size_t depth = 64;               ///< Nesting of arrays and objects.
    std::size_t batch = 256;              ///< Entries of one batch.
    std::size_t values = 4u << 20;        ///< Values of one message, each of which costs 16 bytes or more once built.
};

/// Error object of a response.
struct RpcError {
    int code{0};
    std::string message;
    std::string data; ///< Text as it stands, anything else as JSON text; empty when absent.
};

inline constexpr int kParseError = -32700, kInvalidRequest = -32600, kMethodNotFound = -32601, kInvalidParams = -32602,
                     kInternalError = -32603;

} // namespace taodeck::rpc
