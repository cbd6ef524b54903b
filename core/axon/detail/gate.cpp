#include "core/axon/detail/gate.h"

#include "core/axon/python_text.h"
#include "core/base/hex.h"
#include "core/crypto/random.h"
#include "core/crypto/ss58.h"

#include <algorithm>

namespace taodeck::axon::detail {

namespace {

// 12 s of 20 a second for each of a thousand callers; about 20 MiB when full.
constexpr std::size_t kMaxSeen = 1u << 18;
constexpr std::size_t kMaxBuckets = 1u << 16;

std::int64_t unixNanos(const Clock& clock) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(clock.now().time_since_epoch()).count();
}

std::string_view pathOf(std::string_view target) {
    return target.substr(0, target.find('?'));
}

/// The first segment: the older protocol's name.
std::string_view nameOf(std::string_view path) {
    if (path.starts_with('/')) path.remove_prefix(1);
    return path.substr(0, path.find('/'));
}

LimitKey keyOf(const AccountId& account) {
    return LimitKey{account.bytes};
}

} // namespace

std::string randomUuid() {
    auto bytes = crypto::randomBytes<16>();
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    const auto hex = toHexBare(bytes);
    return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) + '-' +
           hex.substr(20);
}

Gate::Gate(const ServerOptions& options, std::shared_ptr<const Clock> clock)
    : m_clock{std::move(clock)}, m_signedRules{options.hotkey, options.acceptUnbound, options.oldest, options.newest,
                                               options.schemeOf},
      m_dendriteRules{options.hotkey}, m_acceptDendrite{options.acceptDendrite},
      m_selfText{crypto::ss58(options.hotkey)}, m_signedSeen{unixNanos(*m_clock), options.oldest, kMaxSeen},
      m_dendriteSeen{unixNanos(*m_clock), m_dendriteRules.oldest(), kMaxSeen}, m_perHotkey{options.requestsPerSecond,
                                                                                           options.burst, kMaxBuckets},
      m_perAddress{options.signaturesPerSecondPerAddress, options.signaturesPerSecondPerAddress, kMaxBuckets} {}

void Gate::setPolicy(Policy policy) {
    auto shared = std::make_shared<const Policy>(std::move(policy));
    const std::lock_guard lock{m_mutex};
    m_policy = std::move(shared);
}

std::int64_t Gate::nowNanos() const {
    return unixNanos(*m_clock);
}

const Route* Gate::routeOf(Protocol protocol, std::string_view path) const {
    const auto name = nameOf(path);
    for (const auto& route : m_routes) {
        if (protocol == Protocol::Signed && path == route.path) return &route;
        if (!route.synapse.empty() && name == route.synapse) return &route;
    }
    return nullptr;
}

Denial Gate::notFound(Protocol protocol, std::string_view path) const {
    Denial out;
    out.status = 404;
    out.outcome = "not found";
    out.unknownName = true;
    if (protocol == Protocol::Signed) {
        out.words = "not found";
        return out;
    }
    WireJson names = WireJson::ofKind(WireJson::Kind::List);
    for (const auto& route : m_routes)
        if (!route.synapse.empty()) names.items.push_back(WireJson::ofText(route.synapse));
    out.words = "Synapse name '" + fieldText(nameOf(path), 64) + "' not found. Available synapses " + pythonText(names);
    return out;
}

tl::unexpected<Denial> Gate::refuse(Refusal kind, Protocol protocol, std::string why) {
    switch (kind) {
    case Refusal::Malformed:
        ++tally.malformed;
        break;
    case Refusal::WrongReceiver:
        ++tally.wrongReceiver;
        break;
    case Refusal::Stale:
        ++tally.stale;
        break;
    case Refusal::BadSignature:
        ++tally.badSignature;
        break;
    case Refusal::Replayed:
        ++tally.replayed;
        break;
    }
    Denial out;
    out.outcome = words(kind);
    if (why.empty()) why = words(kind);
    out.words = protocol == Protocol::Signed ? std::move(why) : "Not Verified with error: " + why;
    return tl::unexpected<Denial>{std::move(out)};
}

tl::expected<Claim, Denial> Gate::readHead(Fields fields, std::string_view method, std::string_view target) {
    const auto path = pathOf(target);
    const bool isBtauth = isSigned(fields);
    const bool named = routeOf(Protocol::Dendrite, path) != nullptr;
    const bool older = m_acceptDendrite && !isBtauth && (isDendrite(fields) || named);
    const auto protocol = older ? Protocol::Dendrite : Protocol::Signed;
    const auto* route = routeOf(protocol, path);
    if (route == nullptr) return tl::unexpected<Denial>{notFound(protocol, path)};
    if (method != "POST" && method != "GET") {
        ++tally.malformed;
        Denial out;
        out.status = 405;
        out.words = out.outcome = "this address takes POST";
        return tl::unexpected<Denial>{std::move(out)};
    }
    Claim claim;
    claim.protocol = protocol;
    claim.route = route;
    if (protocol == Protocol::Signed) {
        auto head = readSignedHead(fields, m_signedRules, nowNanos(), m_signedSeen.floor());
        if (!head) return refuse(head.error(), protocol);
        claim.signedHead = *std::move(head);
    } else {
        auto head = readDendriteHead(fields, m_dendriteRules, nowNanos(), m_dendriteSeen.floor());
        if (!head) return refuse(head.error().kind, protocol, head.error().why);
        claim.dendriteHead = *std::move(head);
    }
    return claim;
}

tl::expected<Admitted, Denial> Gate::judge(const Claim& claim, std::string_view method, std::string_view target,
                                           std::string_view body, const LimitKey& address) {
    if (const auto wait = m_perAddress.take(address, m_clock->steady()); wait.count() > 0) {
        ++tally.rateLimited;
        Denial out;
        out.status = 429;
        out.words = out.outcome = "too many requests from this address";
        out.retryAfter = wait;
        return tl::unexpected<Denial>{std::move(out)};
    }
    const bool genuine = claim.protocol == Protocol::Signed ? holds(claim.signedHead, method, target, body)
                                                            : holds(claim.dendriteHead, m_signedRules.self);
    if (!genuine)
        return refuse(Refusal::BadSignature, claim.protocol,
                      claim.protocol == Protocol::Dendrite ? "Signature mismatch" : std::string{});
    auto admitted = judgeProven(claim, body);
    // Whom the policy wants is bounded by its own limit. Strangers with fresh keys, repeated requests and pings are
    // not, so they stay paid for.
    if (admitted && claim.route->handler) m_perAddress.giveBack(address);
    if (!admitted) admitted.error().proven = admitted.error().status != 401;
    return admitted;
}

tl::expected<Admitted, Denial> Gate::judgeProven(const Claim& claim, std::string_view body) {
    const auto deny = [](unsigned status, std::string words, std::string outcome) {
        Denial out;
        out.status = status;
        out.words = std::move(words);
        out.outcome = std::move(outcome);
        return tl::unexpected<Denial>{std::move(out)};
    };
    auto& seen = claim.protocol == Protocol::Signed ? m_signedSeen : m_dendriteSeen;
    const auto replayed = [&] {
        return refuse(Refusal::Replayed, claim.protocol,
                      claim.protocol == Protocol::Dendrite ? "Nonce was used already" : std::string{});
    };
    if (seen.contains(claim.caller(), claim.nonce())) return replayed();

    Admission admission{true, 0, {}};
    const bool isPing = !claim.route->handler;
    if (!isPing) {
        std::shared_ptr<const Policy> policy;
        {
            const std::lock_guard lock{m_mutex};
            policy = m_policy;
        }
        if (policy && *policy) admission = (*policy)(claim.caller());
    }
    if (!admission.admitted) {
        ++tally.forbidden;
        const auto reason = fieldText(admission.reason.empty() ? "not admitted" : admission.reason, 200);
        return deny(403, claim.protocol == Protocol::Signed ? reason : "Forbidden. Key is blacklisted: " + reason + ".",
                    "forbidden");
    }
    if (const auto wait = m_perHotkey.take(keyOf(claim.caller()), m_clock->steady()); wait.count() > 0) {
        ++tally.rateLimited;
        auto denied = deny(429, "too many requests", "rate limited");
        denied.value().retryAfter = wait;
        return denied;
    }
    Admitted out;
    out.priority = admission.priority;
    if (claim.protocol == Protocol::Dendrite) {
        auto synapse = readSynapse(claim, body);
        if (!synapse) {
            ++tally.malformed;
            return tl::unexpected<Denial>{std::move(synapse).error()};
        }
        out.synapse = *std::move(synapse);
    }
    // Strangers' pings change nothing, so they may not fill the window either.
    if (isPing) return out;
    switch (seen.enter(claim.caller(), claim.nonce(), nowNanos())) {
    case ReplayWindow::Entered::Yes:
        return out;
    case ReplayWindow::Entered::Replayed:
        return replayed();
    case ReplayWindow::Entered::Full:
        break;
    }
    ++tally.tooBusy;
    return deny(503, "too busy", "too busy");
}

tl::expected<Synapse, Denial> Gate::readSynapse(const Claim& claim, std::string_view body) const {
    const auto deny = [](unsigned status, std::string words, bool unreadable) {
        Denial out;
        out.status = status;
        out.words = std::move(words);
        out.outcome = "unusable body";
        out.unreadable = unreadable;
        return tl::unexpected<Denial>{std::move(out)};
    };
    auto synapse = parseSynapse(body, claim.route->synapse);
    if (!synapse) return deny(422, "JSON decode error", true);
    const auto hash = bodyHash(synapse->own, claim.route->hashFields);
    if (!hash || *hash != claim.dendriteHead.bodyHash)
        return deny(500, "Internal Server Error #" + randomUuid(), false);
    return *std::move(synapse);
}

} // namespace taodeck::axon::detail
