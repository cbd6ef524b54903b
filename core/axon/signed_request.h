#pragma once
/// btauth/1: one hotkey calls another over plain HTTP. The head says who, to whom, when; a signature covers them, the
/// method, the target and the body's hash. Trusts nothing in the head: the scheme is the one that this side trusts for
/// the sender. Pure; any thread. Source: upstream's guide "signed requests", restated in docs/mining.md; golden values
/// in tests/data/axon.

#include "core/axon/fields.h"
#include "core/axon/refusal.h"
#include "core/base/ids.h"
#include "core/keys/signer.h"

#include <chrono>
#include <functional>

namespace taodeck::axon {

/// Of the four schemes that exist, "hashed" and "mldsa" are refused: no account here holds such keys.
enum class Scheme : std::uint8_t { Sr25519, Ed25519 };
std::string_view name(Scheme scheme);
using SchemeOf = std::function<Scheme(const AccountId& sender)>;

struct SignedRules {
    AccountId self;
    bool acceptUnbound{false};
    std::chrono::nanoseconds oldest{std::chrono::seconds{10}}, newest{std::chrono::seconds{2}};
    SchemeOf schemeOf; ///< Null: sr25519 for everybody.
};

struct SignedHead {
    Scheme scheme{Scheme::Sr25519};
    AccountId sender;
    std::string senderText;         ///< SS58 of prefix 42, as in the head.
    std::string receiverText = "-"; ///< "-": bound to nobody.
    std::int64_t nonce{0};          ///< Unix time, nanoseconds.
    crypto::Signature64 signature{};
};

/// Whether any field of the protocol is there: then this is the protocol to judge the request by.
bool isSigned(Fields fields);

/// The checks that need no signature, in the protocol's order: shape, receiver, time. `floor`: nonces up to it are
/// stale. The signature is NOT checked here.
tl::expected<SignedHead, Refusal> readSignedHead(Fields fields, const SignedRules& rules, std::int64_t now,
                                                 std::int64_t floor);

/// The eight lines. `method` in upper case; `target` as on the wire; `body` as received.
std::string signedBytes(const SignedHead& head, std::string_view method, std::string_view target,
                        std::string_view body);
/// Whether the sender signed exactly this request.
bool holds(const SignedHead& head, std::string_view method, std::string_view target, std::string_view body);

/// The fields of a request by `signer`. No receiver: bound to nobody, which servers refuse unless told otherwise.
Result<OwnedFields> signHead(const keys::Signer& signer, std::string_view method, std::string_view target,
                             std::string_view body, const std::optional<AccountId>& receiver, std::int64_t nonce);

} // namespace taodeck::axon
