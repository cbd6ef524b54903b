#include "core/finality/grandpa.h"

#include "core/crypto/keypair.h"
#include "core/finality/detail/header_codec.h"

#include <cassert>
#include <limits>
#include <set>

namespace taodeck::finality {
namespace {

constexpr std::uint8_t kPrecommit = 1; ///< Tag of a precommit among the signed messages of a round.
enum class Log : std::uint8_t { ScheduledChange = 1, ForcedChange = 2, OnDisabled = 3, Pause = 4, Resume = 5 };
constexpr std::size_t kPrecommitBytes = 32 + 4 + 64 + 32;
constexpr std::size_t kAuthorityBytes = 32 + 8;

Result<Precommit> takePrecommit(scale::Decoder& in) {
    Precommit out;
    TD_TRY(out.target, in.id<BlockHash>());
    TD_TRY(const auto number, in.u32());
    out.number = BlockNumber{number};
    TD_TRY(const auto signature, in.raw(out.signature.size()));
    std::copy(signature.begin(), signature.end(), out.signature.begin());
    TD_TRY(out.authority, in.id<Ed25519Public>());
    return out;
}

Result<std::vector<Authority>> takeAuthorities(scale::Decoder& in) {
    TD_TRY(const auto count, in.count(kAuthorityBytes));
    if (count > kMaxAuthorities) return fail(Errc::LimitExceeded, "grandpa: too many authorities");
    std::vector<Authority> out;
    std::uint64_t total = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        Authority authority;
        TD_TRY(authority.key, in.id<Ed25519Public>());
        TD_TRY(authority.weight, in.u64());
        if (authority.weight == 0) return fail(Errc::Malformed, "grandpa: an authority without weight");
        if (authority.weight > std::numeric_limits<std::uint64_t>::max() - total)
            return fail(Errc::OutOfRange, "grandpa: weights overflow");
        total += authority.weight;
        out.push_back(authority);
    }
    return out;
}

Result<AuthorityChange> takeChange(scale::Decoder& in, bool forced) {
    AuthorityChange out;
    out.forced = forced;
    if (forced) TD_CHECK(in.u32()); // the median last finalised block, of use to voters only
    TD_TRY(out.next, takeAuthorities(in));
    if (out.next.empty()) return fail(Errc::Malformed, "grandpa: a change to nobody");
    TD_TRY(const auto delay, in.u32());
    out.delay = BlockNumber{delay};
    return out;
}

Result<std::optional<AuthorityChange>> readLog(ByteView data) {
    scale::Decoder in{data};
    std::optional<AuthorityChange> out;
    TD_TRY(const auto tag, in.u8());
    switch (static_cast<Log>(tag)) {
    case Log::ScheduledChange:
    case Log::ForcedChange: {
        TD_TRY(out, takeChange(in, static_cast<Log>(tag) == Log::ForcedChange));
        break;
    }
    case Log::OnDisabled:
        TD_CHECK(in.u64());
        break;
    case Log::Pause:
    case Log::Resume:
        TD_CHECK(in.u32());
        break;
    default:
        return fail(Errc::Malformed, "grandpa: unknown digest");
    }
    TD_CHECK(in.finish());
    return out;
}

/// The headers between the target and the votes, each of which must serve to connect a vote.
class Ancestry {
public:
    Result<> fill(const Justification& j) {
        for (const auto& header : j.ancestries)
            if (!m_headers.emplace(hashOf(header), &header).second)
                return fail(Errc::BadProof, "grandpa: an ancestry header is given twice");
        return {};
    }
    /// The vote's block is the target or descends from it.
    Result<> connect(const Precommit& vote, const Justification& j) {
        auto at = vote.target;
        auto number = vote.number;
        while (at != j.target) {
            const auto it = m_headers.find(at);
            if (it == m_headers.end() || raw(number) <= raw(j.number) || it->second->number != number)
                return fail(Errc::BadProof, "grandpa: a vote does not descend from the target");
            if (!m_used.insert(at).second) return {}; // known to lead to the target
            at = it->second->parent;
            number = BlockNumber{raw(number) - 1};
        }
        if (number != j.number) return fail(Errc::BadProof, "grandpa: a vote for the target under another number");
        return {};
    }
    bool allUsed() const { return m_used.size() == m_headers.size(); }

private:
    std::map<BlockHash, const Header*> m_headers;
    std::set<BlockHash> m_used;
};

} // namespace

std::uint64_t AuthoritySet::totalWeight() const {
    std::uint64_t total = 0;
    for (const auto& authority : authorities)
        total = authority.weight > ~total ? ~std::uint64_t{0} : total + authority.weight;
    return total;
}

std::uint64_t AuthoritySet::threshold() const {
    const auto total = totalWeight();
    return total == 0 ? 1 : total - (total - 1) / 3;
}

Bytes encode(const Justification& j) {
    scale::Encoder out;
    out.u64(j.round).id(j.target).u32(raw(j.number));
    out.compact(j.precommits.size());
    for (const auto& vote : j.precommits)
        out.id(vote.target).u32(raw(vote.number)).raw(vote.signature).id(vote.authority);
    out.compact(j.ancestries.size());
    for (const auto& header : j.ancestries)
        detail::put(out, header);
    return out.take();
}

Result<Justification> detail::takeJustification(scale::Decoder& in) {
    Justification out;
    TD_TRY(out.round, in.u64());
    TD_TRY(out.target, in.id<BlockHash>());
    TD_TRY(const auto number, in.u32());
    out.number = BlockNumber{number};
    TD_TRY(const auto votes, in.count(kPrecommitBytes));
    if (votes > 2 * kMaxAuthorities) return fail(Errc::LimitExceeded, "grandpa: too many votes");
    for (std::uint32_t i = 0; i < votes; ++i) {
        TD_TRY(auto vote, takePrecommit(in));
        out.precommits.push_back(vote);
    }
    TD_TRY(const auto headers, in.count(detail::kMinHeaderBytes));
    if (headers > kMaxAncestries) return fail(Errc::LimitExceeded, "grandpa: too many ancestry headers");
    for (std::uint32_t i = 0; i < headers; ++i) {
        TD_TRY(auto header, detail::takeHeader(in));
        out.ancestries.push_back(std::move(header));
    }
    return out;
}

Result<Justification> decodeJustification(ByteView bytes) {
    if (bytes.size() > kMaxJustificationBytes) return fail(Errc::LimitExceeded, "grandpa: justification too large");
    scale::Decoder in{bytes};
    TD_TRY(auto out, detail::takeJustification(in));
    TD_CHECK(in.finish());
    return out;
}

Bytes precommitMessage(const BlockHash& target, BlockNumber number, std::uint64_t round, std::uint64_t setId) {
    scale::Encoder out;
    out.u8(kPrecommit).id(target).u32(raw(number)).u64(round).u64(setId);
    return out.take();
}

Result<Finalized> verify(const Justification& j, const AuthoritySet& set) {
    // An honest justification has one vote per authority, or two from an equivocator: more only costs us time.
    if (j.precommits.size() > 2 * set.authorities.size())
        return fail(Errc::BadProof, "grandpa: more votes than voters");
    std::map<Ed25519Public, std::uint64_t> uncounted;
    for (const auto& authority : set.authorities)
        uncounted[authority.key] += authority.weight;
    std::set<Ed25519Public> counted;
    std::uint64_t weight = 0;
    Ancestry ancestry;
    TD_CHECK(ancestry.fill(j));
    for (const auto& vote : j.precommits) {
        const auto voter = uncounted.find(vote.authority);
        if (voter == uncounted.end()) return fail(Errc::BadProof, "grandpa: a vote by a stranger");
        TD_CHECK(ancestry.connect(vote, j));
        if (counted.insert(vote.authority).second) weight += voter->second;
    }
    if (!ancestry.allUsed()) return fail(Errc::BadProof, "grandpa: an ancestry header that no vote needs");
    if (weight < set.threshold()) return fail(Errc::BadProof, "grandpa: not more than two thirds voted");
    // Signatures last: they cost most.
    for (const auto& vote : j.precommits) {
        const auto message = precommitMessage(vote.target, vote.number, j.round, set.id);
        if (!crypto::verify(crypto::KeyType::Ed25519, AccountId{vote.authority.bytes}, message, vote.signature))
            return fail(Errc::BadProof, "grandpa: a signature is not valid for this set and round");
    }
    return Finalized{j.target, j.number, j.round, static_cast<std::uint32_t>(counted.size())};
}

Result<std::optional<AuthorityChange>> authorityChange(const Header& header) {
    std::optional<AuthorityChange> out;
    for (const auto& item : header.digest) {
        if (item.kind != DigestItem::Kind::Consensus || item.engine != kGrandpa) continue;
        auto change = readLog(item.data);
        if (!change) return fail(Errc::Malformed, change.error().context);
        if (!*change) continue;
        if (out) return fail(Errc::Malformed, "grandpa: two changes in one header");
        out = std::move(*change);
    }
    return out;
}

Bytes encodeScheduledChange(const AuthorityChange& change) {
    assert(!change.forced && "a forced change carries more than this");
    scale::Encoder out;
    out.u8(static_cast<std::uint8_t>(Log::ScheduledChange)).raw(encodeAuthorities(change.next)).u32(raw(change.delay));
    return out.take();
}

Result<std::vector<Authority>> decodeAuthorities(ByteView bytes) {
    scale::Decoder in{bytes};
    TD_TRY(auto out, takeAuthorities(in));
    TD_CHECK(in.finish());
    return out;
}

Bytes encodeAuthorities(std::span<const Authority> authorities) {
    scale::Encoder out;
    out.compact(authorities.size());
    for (const auto& authority : authorities)
        out.id(authority.key).u64(authority.weight);
    return out.take();
}

} // namespace taodeck::finality
