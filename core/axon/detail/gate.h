#pragma once
/// Who gets in: the steps of one request between its bytes and its handler, without sockets. What is cheap comes first:
/// nothing is computed for a head that its shape or time refuses. Any thread.

#include "core/axon/dendrite.h"
#include "core/axon/rate_limit.h"
#include "core/axon/replay_window.h"
#include "core/axon/server.h"
#include "core/axon/signed_request.h"
#include "core/axon/synapse.h"

#include <atomic>

namespace taodeck::axon::detail {

struct Route {
    std::string path, synapse;
    std::vector<std::string> hashFields;
    Handler handler; ///< Null: the ping, answered by the server itself.
};

/// What a head says; nothing of it is proven.
struct Claim {
    Protocol protocol{Protocol::Signed};
    const Route* route{nullptr};
    SignedHead signedHead;
    DendriteHead dendriteHead;

    const AccountId& caller() const { return protocol == Protocol::Signed ? signedHead.sender : dendriteHead.caller; }
    std::int64_t nonce() const { return protocol == Protocol::Signed ? signedHead.nonce : dendriteHead.nonce; }
};

/// Why not, for an answer that is safe to show.
struct Denial {
    unsigned status{401};
    std::string words;   ///< As the protocol in question puts it.
    std::string outcome; ///< For the log.
    std::chrono::nanoseconds retryAfter{0};
    bool unknownName{false}, unreadable{false};
    bool proven{false}; ///< The caller is who it says.
};

struct Admitted {
    double priority{0};
    Synapse synapse; ///< Older protocol only.
};

struct Tally {
    std::atomic<std::uint64_t> accepted{0}, answered{0}, malformed{0}, wrongReceiver{0}, stale{0}, badSignature{0},
        replayed{0}, forbidden{0}, rateLimited{0}, tooBusy{0}, tooLarge{0}, tooSlow{0}, connections{0};
};

class Gate {
public:
    Gate(const ServerOptions& options, std::shared_ptr<const Clock> clock);

    void add(Route route) { m_routes.push_back(std::move(route)); } ///< Before the first request.
    void setPolicy(Policy policy);

    /// Head only: path, protocol, shape, receiver, time.
    tl::expected<Claim, Denial> readHead(Fields fields, std::string_view method, std::string_view target);
    /// Costs a signature; on a thread that may compute. `address` pays for it, unless the caller is admitted.
    tl::expected<Admitted, Denial> judge(const Claim& claim, std::string_view method, std::string_view target,
                                         std::string_view body, const LimitKey& address);

    std::int64_t nowNanos() const;
    const std::string& self() const { return m_selfText; }
    const Clock& clock() const { return *m_clock; }
    Tally tally;

private:
    const Route* routeOf(Protocol protocol, std::string_view path) const;
    tl::unexpected<Denial> refuse(Refusal kind, Protocol protocol, std::string why = {});
    Denial notFound(Protocol protocol, std::string_view path) const;
    tl::expected<Admitted, Denial> judgeProven(const Claim& claim, std::string_view body);
    tl::expected<Synapse, Denial> readSynapse(const Claim& claim, std::string_view body) const;

    const std::shared_ptr<const Clock> m_clock;
    const SignedRules m_signedRules;
    const DendriteRules m_dendriteRules;
    const bool m_acceptDendrite;
    const std::string m_selfText;
    std::vector<Route> m_routes;
    ReplayWindow m_signedSeen, m_dendriteSeen;
    RateLimit m_perHotkey, m_perAddress;
    std::mutex m_mutex;
    std::shared_ptr<const Policy> m_policy; ///< Guarded by m_mutex.
};

/// A random UUID, version 4.
std::string randomUuid();

} // namespace taodeck::axon::detail
