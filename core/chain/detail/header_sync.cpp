#include "core/chain/detail/header_sync.h"

namespace taodeck::chain {

using finality::KnownBlock;

namespace {

constexpr std::size_t kHeadersKept = 256;

std::string at(BlockNumber number) {
    return "block " + std::to_string(raw(number));
}

} // namespace

FinalityEvidence evidenceOf(const finality::Header& header, const Bytes& justification,
                            const finality::Justification& decoded, const finality::AuthoritySet& set) {
    FinalityEvidence out;
    out.header = header;
    out.justification = justification;
    out.summary = {decoded.target, decoded.number, decoded.round,
                   static_cast<std::uint32_t>(decoded.precommits.size())};
    out.setId = set.id;
    out.authorities = static_cast<std::uint32_t>(set.authorities.size());
    out.threshold = set.threshold();
    return out;
}

HeaderSync::HeaderSync(const Network& network, finality::TrustedStart start, std::shared_ptr<Node> node,
                       Executors executors, Hooks hooks)
    : m_network{network}, m_trust{start}, m_node{std::move(node)}, m_run{std::move(executors)}, m_hooks{
                                                                                                    std::move(hooks)} {
    m_knowsAuthors = !start.auraAuthorities.empty();
    remember(start.header);
}

void HeaderSync::attach(std::shared_ptr<Node> node) {
    m_node = std::move(node);
    m_busy = false;
    m_caughtUp = false;
    m_fromFinal = true;
    m_target.reset();
}

void HeaderSync::detach() {
    m_node.reset();
    m_busy = false;
    m_caughtUp = false;
}

void HeaderSync::follow(const BlockRef& reported) {
    // A node that goes back to an older final block is not followed; pump() tells it when it names another one at ours.
    m_target = reported;
    pump();
}

std::optional<finality::Header> HeaderSync::headerOf(const BlockHash& hash) const {
    for (auto it = m_headers.rbegin(); it != m_headers.rend(); ++it)
        if (it->first == hash) return it->second;
    return std::nullopt;
}

void HeaderSync::remember(const finality::Header& header) {
    m_headers.emplace_back(finality::hashOf(header), header);
    if (m_headers.size() > kHeadersKept) m_headers.pop_front();
}

void HeaderSync::learnAuthors(std::vector<AccountId> authors) {
    m_learnt = std::move(authors);
    pump();
}

void HeaderSync::setAuthors(std::vector<AccountId> authors) {
    auto start = m_trust.checkpoint();
    m_knowsAuthors = !authors.empty();
    start.auraAuthorities = std::move(authors);
    m_trust = finality::ChainTrust{std::move(start)};
    m_fromFinal = true;
}

/// Authors that the trust root names stay; those that we read once may have been replaced by the chain.
bool HeaderSync::forgetAuthors(const Error& why) {
    if (why.code != Errc::BadProof || !m_knowsAuthors || !m_network.auraAuthorities.empty()) return false;
    setAuthors({});
    m_busy = false;
    pump();
    return true;
}

void HeaderSync::pump() {
    if (m_busy) return;
    if (m_learnt) setAuthors(*std::exchange(m_learnt, std::nullopt));
    if (!m_node || !m_target) return;
    const auto target = *m_target;
    const auto final = m_trust.finalBlock();
    if (target.number <= final.number) {
        m_target.reset();
        if (target.number == final.number && target.hash != final.hash)
            return refuse("the node calls another block final at the height of " + at(final.number) +
                          ", which is proven final");
        if (raw(target.number) + kHeadersKept < raw(final.number))
            return refuse("the node calls " + at(target.number) + " its final block, but " + at(final.number) +
                          " is proven final already");
        m_caughtUp = true;
        m_confirmed = true;
        return m_hooks.changed();
    }
    const auto base = m_fromFinal ? final : m_trust.bestBlock();
    const auto gap = target.number > base.number ? raw(target.number) - raw(base.number) : 0;
    if (gap <= 1) return fetchOne(target);
    m_caughtUp = false;
    if (const auto aim = jumpAim(gap)) return tryJump(*aim);
    auto count = std::min(gap, kBatch);
    if (const auto boundary = boundaryAfter(base.number)) count = std::min(count, raw(*boundary) - raw(base.number));
    fetchBatch(BlockNumber{raw(base.number) + 1}, count);
}

/// The far block to jump to, or none. The first try goes as far as the target; while an authority change lies between,
/// jumps fail and get half as long, and at the end the headers lead over the change.
std::optional<BlockNumber> HeaderSync::jumpAim(std::uint32_t gap) {
    const auto final = raw(m_trust.finalBlock().number);
    if (gap <= m_network.jumpFrom || final < raw(m_walkUntil)) return std::nullopt;
    const auto span = std::min(raw(m_target->number) - final, m_jumpSpan.value_or(~std::uint32_t{0}));
    const auto period = m_network.development ? 1 : std::max<std::uint32_t>(1, m_network.justificationPeriod);
    const auto aim = (final + span) - (final + span) % period;
    if (span > m_network.jumpFrom && aim > final) return BlockNumber{aim};
    m_walkUntil = BlockNumber{final + m_network.jumpFrom};
    m_jumpSpan.reset();
    return std::nullopt;
}

void HeaderSync::jumpFailed() {
    const auto final = raw(m_trust.finalBlock().number);
    m_jumpSpan = std::min(raw(m_target->number) - final, m_jumpSpan.value_or(~std::uint32_t{0})) / 2;
    m_busy = false;
    pump();
}

/// The next block whose justification a node is sure to keep: one where the authorities change, or a periodic one.
std::optional<BlockNumber> HeaderSync::boundaryAfter(BlockNumber number) const {
    std::optional<BlockNumber> next;
    if (!m_network.development && m_network.justificationPeriod > 0)
        next = BlockNumber{(raw(number) / m_network.justificationPeriod + 1) * m_network.justificationPeriod};
    const auto change = m_trust.nextChange(m_trust.bestBlock().hash);
    if (change && *change > number && (!next || *change < *next)) next = change;
    return next;
}

void HeaderSync::fetchOne(const BlockRef& ref) {
    m_busy = true;
    m_node->block(ref.hash, [self = shared_from_this(), ref](Result<WireBlock> block) {
        if (!block) return self->roundFailed(block.error());
        if (block->header.number != ref.number) return self->refuse("the node gave a block of another height");
        const auto added = self->m_trust.addHeader(block->header);
        if (!added && added.error().code == Errc::NotFound && !self->m_fromFinal) {
            self->m_fromFinal = true; // an unfinal branch of ours was left; its replacement hangs from the final block
            self->m_busy = false;
            return self->pump();
        }
        if (!added && self->forgetAuthors(added.error())) return;
        if (!added) return self->refuse(at(ref.number) + ": " + added.error().context);
        self->m_fromFinal = false;
        self->settle(block->header, block->justification);
    });
}

void HeaderSync::fetchBatch(BlockNumber first, std::uint32_t count) {
    m_busy = true;
    std::optional<BlockHash> last;
    if (raw(first) + count - 1 == raw(m_target->number)) last = m_target->hash;
    m_node->headers(first, count, last, [self = shared_from_this()](Result<std::vector<finality::Header>> headers) {
        if (!headers) return self->roundFailed(headers.error());
        self->addBatch(*std::move(headers));
    });
}

void HeaderSync::addBatch(std::vector<finality::Header> headers) {
    if (headers.empty()) return roundFailed({Errc::Malformed, "the node gave no headers"});
    for (const auto& header : headers) {
        const auto added = m_trust.addHeader(header);
        if (added) continue;
        if (added.error().code == Errc::NotFound && !m_fromFinal) {
            m_fromFinal = true;
            m_busy = false;
            return pump();
        }
        if (forgetAuthors(added.error())) return;
        return refuse(at(header.number) + ": " + added.error().context);
    }
    m_fromFinal = false;
    for (const auto& header : headers)
        remember(header);
    finishBatch(headers.back());
}

void HeaderSync::finishBatch(const finality::Header& last) {
    m_node->block(finality::hashOf(last), [self = shared_from_this()](Result<WireBlock> block) {
        if (!block) return self->roundFailed(block.error());
        self->settle(block->header, block->justification);
    });
}

void HeaderSync::tryJump(BlockNumber number) {
    m_busy = true;
    m_node->hashAt(number, [self = shared_from_this()](Result<BlockHash> hash) {
        if (!hash) return self->roundFailed(hash.error());
        self->m_node->block(*hash, [self](Result<WireBlock> block) {
            if (!block) return self->roundFailed(block.error());
            if (!self->m_target) return self->roundDone();
            if (!block->justification) return self->jumpFailed();
            const auto decoded = finality::decodeJustification(*block->justification);
            if (!decoded) return self->refuse("justification: " + decoded.error().context);
            const auto set = self->m_trust.authorities();
            const auto moved = self->m_trust.jump(block->header, *decoded);
            if (!moved) return self->jumpFailed(); // a change of authorities on the way: the headers tell which
            self->noteFinal(block->header, *block->justification, *decoded, {*moved}, set);
            self->roundDone();
        });
    });
}

/// Justifies `header`, and before it the block at which an announced change of authorities applies, since a
/// justification by the new ones says nothing to the old.
void HeaderSync::settle(const finality::Header& header, const std::optional<Bytes>& justification) {
    remember(header);
    const auto change = m_trust.nextChange(finality::hashOf(header));
    if (!change || *change >= header.number) {
        if (auto done = justify(header, justification); !done) return refuse(done.error().context);
        return roundDone();
    }
    m_node->hashAt(*change, [self = shared_from_this(), header, justification](Result<BlockHash> hash) {
        if (!hash) return self->roundFailed(hash.error());
        if (!self->m_trust.find(*hash)) return self->roundDone(); // another branch's block; the next round sees further
        self->m_node->block(*hash, [self, header, justification](Result<WireBlock> block) {
            if (!block) return self->roundFailed(block.error());
            if (!block->justification) return self->roundDone(); // withheld: nothing behind it can be final
            if (auto done = self->justify(block->header, block->justification); !done)
                return self->refuse(done.error().context);
            self->settle(header, justification);
        });
    });
}

Result<> HeaderSync::justify(const finality::Header& header, const std::optional<Bytes>& justification) {
    if (!justification) return {};
    const auto named = [&](const Error& why) { return fail(why.code, at(header.number) + ": " + why.context); };
    const auto decoded = finality::decodeJustification(*justification);
    if (!decoded) return named(decoded.error());
    const auto set = m_trust.authorities(); // before it moves: the set that signed
    const auto blocks = m_trust.finalise(*decoded);
    if (!blocks) return named(blocks.error());
    noteFinal(header, *justification, *decoded, *blocks, set);
    return {};
}

void HeaderSync::noteFinal(const finality::Header& header, const Bytes& justification,
                           const finality::Justification& decoded, const std::vector<KnownBlock>& blocks,
                           const finality::AuthoritySet& set) {
    m_confirmed = true;
    if (decoded.target == finality::hashOf(header)) m_evidence = evidenceOf(header, justification, decoded, set);
    m_hooks.finalised(blocks);
}

void HeaderSync::refuse(const std::string& why) {
    m_busy = false;
    m_target.reset(); // the next final block that the node reports starts another attempt
    m_fromFinal = true;
    m_hooks.refused(why);
}

void HeaderSync::roundFailed(const Error& why) {
    if (why.code == Errc::BadProof || why.code == Errc::Malformed) return refuse(why.context);
    m_busy = false;
    m_target.reset();
    m_fromFinal = true;
    m_hooks.failed(why);
}

void HeaderSync::roundDone() {
    m_busy = false;
    if (m_target && m_target->number <= m_trust.bestBlock().number) {
        m_caughtUp = true;
        m_target.reset();
    }
    m_hooks.changed();
    pump();
}

} // namespace taodeck::chain
