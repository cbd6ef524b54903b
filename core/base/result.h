#pragma once
/// How a function says that it could not do its work for a reason outside our code.
/// `Result<T>` holds a value or an Error; dropping one is a warning, so an error. Only this header includes
/// tl::expected.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace tl {
template <class T, class E>
class [[nodiscard]] expected;
}
#include <tl/expected.hpp>

namespace taodeck {

/// What a caller can act on. Logged and stored: append only, and 0 is never an error.
enum class Errc : std::uint16_t {
    Truncated = 1, ///< Input ends before the value does.
    Malformed,     ///< Input breaks its format.
    OutOfRange,    ///< A value is outside what the format or rule allows.
    BadProof,      ///< A proof, justification or seal does not show what it claims.
    NotFound,
    Timeout,
    Cancelled,
    Io,
    BadSignature,
    WrongPassword,      ///< Wrong password or damaged secret; the two cannot be told apart.
    Disconnected,       ///< No connection to the node, or it was lost before the answer.
    Unsupported,        ///< The connected chain, file or platform does not have this.
    LimitExceeded,      ///< More than we accept: size, depth, count, rate.
    Conflict,           ///< It exists already, or changed meanwhile.
    Refused,            ///< Our own policy says no (development key on a live network, unbounded order, ...).
    RemoteError,        ///< The node answered with a JSON-RPC error; context carries its code and text.
    InvalidTransaction, ///< The chain will not accept this transaction; context names the reason.
    DispatchFailed,     ///< The transaction ran and failed; context is "Pallet.Error".
    Insecure,           ///< TLS or file permissions do not meet what the operation needs.
    Locked,             ///< The wallet is locked.
};

/// English name of a code, for logs and JSON output ("bad_proof").
std::string_view name(Errc code);

struct Error {
    Errc code;
    std::string context; ///< English, for the log; no secrets; never shown raw to a user.
};

template <class T = void>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Errc code, std::string context = {}) {
    return tl::unexpected<Error>{Error{code, std::move(context)}};
}

} // namespace taodeck

#define TD_CONCAT_INNER(a, b) a##b
#define TD_CONCAT(a, b) TD_CONCAT_INNER(a, b)
#define TD_TRY_IMPL(tmp, decl, expr, ret)                                                                              \
    auto tmp = (expr);                                                                                                 \
    if (!tmp) ret ::tl::unexpected<::taodeck::Error>(std::move(tmp).error());                                          \
    decl = *std::move(tmp)
/// `TD_TRY(auto header, decodeHeader(bytes));` binds the value or returns the error.
#define TD_TRY(decl, ...) TD_TRY_IMPL(TD_CONCAT(tdTry, __COUNTER__), decl, (__VA_ARGS__), return )
/// The same in a coroutine.
#define TD_CO_TRY(decl, ...) TD_TRY_IMPL(TD_CONCAT(tdTry, __COUNTER__), decl, (__VA_ARGS__), co_return )
/// `TD_CHECK(expr);` returns the error of a Result<>.
#define TD_CHECK(...)                                                                                                  \
    do {                                                                                                               \
        if (auto tdCheck = (__VA_ARGS__); !tdCheck)                                                                    \
            return ::tl::unexpected<::taodeck::Error>(std::move(tdCheck).error());                                     \
    } while (false)
#define TD_CO_CHECK(...)                                                                                               \
    do {                                                                                                               \
        if (auto tdCheck = (__VA_ARGS__); !tdCheck)                                                                    \
            co_return ::tl::unexpected<::taodeck::Error>(std::move(tdCheck).error());                                  \
    } while (false)
