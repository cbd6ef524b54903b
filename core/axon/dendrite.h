#pragma once
/// The older protocol's head (SDK 6 to 10): bt_header_* fields with a signature over nonce, both hotkeys, a session's
/// id and the body's hash. The reference's holes are closed: a signature is needed, nonces may not lie in the future,
/// the caller cannot widen the window at will, and callers older than 7.2.0 are refused, whose nonces are no times and
/// whose version is not signed. Fields outside the hash are NOT authenticated. Pure; any thread. Captures:
/// tests/data/axon.

#include "core/axon/fields.h"
#include "core/axon/refusal.h"
#include "core/axon/synapse.h"
#include "core/base/ids.h"
#include "core/keys/signer.h"

#include <chrono>

namespace taodeck::axon {

inline constexpr std::uint32_t kDendriteVersion = 10'002'000, kFirstWithTimes = 7'002'000;

struct DendriteRules {
    AccountId self;
    std::chrono::nanoseconds slack{std::chrono::seconds{4}}; ///< A nonce may be so much older than the timeout.
    std::chrono::nanoseconds newest{std::chrono::seconds{10}};
    std::chrono::milliseconds mostTimeout{60'000};
    /// The age at which every nonce is stale.
    std::chrono::nanoseconds oldest() const { return slack + mostTimeout; }
};

struct DendriteHead {
    AccountId caller;
    std::string callerText, uuid, bodyHash;
    std::int64_t nonce{0}; ///< Unix time, nanoseconds.
    std::chrono::milliseconds timeout{12'000};
    crypto::Signature64 signature{};
};
struct DendriteRefusal {
    Refusal kind{Refusal::Malformed};
    std::string why; ///< As the reference words it where it does; safe to show.
};

bool isDendrite(Fields fields);
/// Everything but the signature and the body. `floor`: nonces up to it are stale.
tl::expected<DendriteHead, DendriteRefusal> readDendriteHead(Fields fields, const DendriteRules& rules,
                                                             std::int64_t now, std::int64_t floor);
std::string dendriteMessage(const DendriteHead& head, const AccountId& self);
/// Whether the caller signed this head for `self`, plainly or in <Bytes>, as wallets do.
bool holds(const DendriteHead& head, const AccountId& self);

/// What an answer says besides its body.
struct DendriteStatus {
    unsigned code{200};
    std::string message = "Success";
    double seconds{0};
    std::string peerIp; ///< Errors only, as the next five.
    std::uint16_t peerPort{0};
    std::string self, uuid; ///< This neuron's hotkey and its session.
    std::int64_t now{0};
};
/// Writes the status into the axon's part of the body.
void setStatus(Synapse& synapse, const DendriteStatus& status);
/// The fields of a 200: both terminals as in the body.
OwnedFields successFields(Fields request, const Synapse& answered);
/// The fields of a failure, from the request's own. An unknown name answers with less.
OwnedFields failureFields(Fields request, std::string_view name, const DendriteStatus& status, bool unknownName);

/// What a caller sends. `own`: the object's fields, an object without the names of the envelope.
struct DendriteQuery {
    std::string name, axonIp, uuid;
    std::uint16_t axonPort{0};
    AccountId axonHotkey;
    std::chrono::milliseconds timeout{12'000};
    std::int64_t nonce{0};
    std::string bodyHash;
};
struct DendriteMessage {
    OwnedFields fields;
    std::string body;
};
Result<DendriteMessage> makeDendrite(const keys::Signer& signer, const DendriteQuery& query, const WireJson& own);

} // namespace taodeck::axon
