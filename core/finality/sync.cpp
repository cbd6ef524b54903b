#include "core/finality/sync.h"

#include <limits>

namespace taodeck::finality {
namespace {

KnownBlock known(const Header& header, const BlockHash& hash) {
    return {hash, header.number, header.parent, header.stateRoot};
}

bool hasSlot(const Header& header) {
    return std::any_of(header.digest.begin(), header.digest.end(), [](const DigestItem& item) {
        return item.kind == DigestItem::Kind::PreRuntime && item.engine == kAura;
    });
}

std::optional<std::uint64_t> knownSlot(const Header& header) {
    const auto slot = slotOf(header);
    return slot ? std::optional{*slot} : std::nullopt;
}

/// The change that `header` announces, with the block at which it applies.
Result<std::optional<PendingChange>> announced(const Header& header) {
    TD_TRY(auto change, authorityChange(header));
    if (!change) return std::nullopt;
    const std::uint64_t effective = std::uint64_t{raw(header.number)} + raw(change->delay);
    if (effective > std::numeric_limits<std::uint32_t>::max())
        return fail(Errc::Malformed, "sync: a change that never applies");
    return PendingChange{BlockNumber{static_cast<std::uint32_t>(effective)}, *std::move(change)};
}

Result<> mayPass(const PendingChange& pending, BlockNumber target) {
    if (pending.change.forced) return fail(Errc::Unsupported, "sync: a forced authority change is on the way");
    if (pending.effective < target) return fail(Errc::BadProof, "sync: the target skips an authority change");
    return {};
}

} // namespace

ChainTrust::ChainTrust(TrustedStart start)
    : m_finalHeader{std::move(start.header)}, m_finalSlot{knownSlot(m_finalHeader)}, m_set{std::move(start.set)},
      m_aura{std::move(start.auraAuthorities)}, m_pending{std::move(start.pending)}, m_best{hashOf(m_finalHeader)} {
    m_final.push_back(known(m_finalHeader, m_best));
}

Result<BlockHash> ChainTrust::addHeader(const Header& header, std::optional<std::uint64_t> latestSlot) {
    const auto size = encode(header).size();
    const auto hash = hashOf(header);
    if (m_waiting.contains(hash) || isFinal(hash)) return hash;
    if (header.number <= finalBlock().number) return fail(Errc::Conflict, "sync: a fork at or below the final block");
    const auto parent = find(header.parent);
    if (!parent) return fail(Errc::NotFound, "sync: the parent is not known");
    if (parent->number < finalBlock().number) return fail(Errc::Conflict, "sync: a fork below the final block");
    if (raw(header.number) - 1 != raw(parent->number)) return fail(Errc::BadProof, "sync: not the parent's number + 1");
    if (m_waiting.size() >= kMaxUnfinalised || m_waitingBytes + size > kMaxUnfinalisedBytes)
        return fail(Errc::LimitExceeded, "sync: too many headers wait for finality");
    const auto above = m_waiting.find(header.parent);
    TD_TRY(const auto turn, checkTurn(header, above == m_waiting.end() ? m_finalSlot : above->second.slot, latestSlot));
    TD_TRY(auto change, checkChange(header));

    m_waiting.emplace(hash,
                      Waiting{known(header, hash), header, size, m_nextOrder++, turn.slot, std::move(change), {}});
    m_waitingBytes += size;
    if (turn.author) { // an ancestor that has the author already passed it on further down
        for (auto it = m_waiting.find(header.parent); it != m_waiting.end();
             it = m_waiting.find(it->second.block.parent))
            if (!it->second.sealers.insert(*turn.author).second) break;
    }
    if (header.number > bestBlock().number) m_best = hash;
    return hash;
}

Result<ChainTrust::Turn> ChainTrust::checkTurn(const Header& header, std::optional<std::uint64_t> parentSlot,
                                               std::optional<std::uint64_t> latestSlot) const {
    Turn out;
    if (!m_aura.empty() || hasSlot(header)) {
        TD_TRY(out.slot, slotOf(header));
    }
    if (out.slot && parentSlot && *out.slot <= *parentSlot)
        return fail(Errc::BadProof, "sync: the slot is not after the parent's");
    if (out.slot && latestSlot && *out.slot > *latestSlot) return fail(Errc::BadProof, "sync: a slot in the future");
    if (!m_aura.empty()) {
        TD_TRY(out.author, verifySeal(header, m_aura));
    }
    return out;
}

Result<std::optional<PendingChange>> ChainTrust::checkChange(const Header& header) const {
    TD_TRY(auto change, announced(header));
    if (!change) return change;
    const auto overlaps = [&](const PendingChange& other) { return other.effective >= header.number; };
    const auto path = pathTo(header.parent);
    if (std::any_of(m_pending.begin(), m_pending.end(), overlaps) ||
        std::any_of(path.begin(), path.end(), [&](const Waiting* w) { return w->change && overlaps(*w->change); }))
        return fail(Errc::Malformed, "sync: a change while another is pending");
    return change;
}

ChainTrust::Path ChainTrust::pathTo(const BlockHash& hash) const {
    Path out;
    for (auto it = m_waiting.find(hash); it != m_waiting.end(); it = m_waiting.find(it->second.block.parent))
        out.push_back(&it->second);
    std::reverse(out.begin(), out.end());
    return out;
}

Result<> ChainTrust::mayFinalise(BlockNumber target, const Path& path) const {
    for (const auto& pending : m_pending)
        TD_CHECK(mayPass(pending, target));
    for (const auto* waiting : path)
        if (waiting->change) TD_CHECK(mayPass(*waiting->change, target));
    return {};
}

Result<std::vector<KnownBlock>> ChainTrust::finalise(const Justification& justification) {
    if (justification.number <= finalBlock().number) return fail(Errc::Conflict, "sync: at or below the final block");
    const auto target = m_waiting.find(justification.target);
    if (target == m_waiting.end()) return fail(Errc::NotFound, "sync: the justified header is not known");
    if (target->second.block.number != justification.number)
        return fail(Errc::BadProof, "sync: the justification gives another number");
    const auto path = pathTo(justification.target);
    TD_CHECK(mayFinalise(justification.number, path));
    TD_CHECK(verify(justification, m_set));

    m_finalHeader = target->second.header;
    m_finalSlot = target->second.slot;
    std::vector<KnownBlock> out;
    for (const auto* waiting : path) {
        passFinal(waiting->block, waiting->change);
        out.push_back(waiting->block);
    }
    applyChange();
    keepOnlyAboveFinal();
    return out;
}

Result<KnownBlock> ChainTrust::jump(const Header& header, const Justification& justification) {
    const auto hash = hashOf(header);
    if (hash != justification.target || header.number != justification.number)
        return fail(Errc::BadProof, "sync: the justification is for another header");
    if (m_waiting.contains(hash)) {
        TD_TRY(const auto blocks, finalise(justification));
        return blocks.back();
    }
    if (justification.number <= finalBlock().number) return fail(Errc::Conflict, "sync: at or below the final block");
    TD_TRY(auto change, announced(header));
    TD_CHECK(mayFinalise(header.number, {}));
    if (change) TD_CHECK(mayPass(*change, header.number));
    TD_CHECK(verify(justification, m_set));

    m_finalHeader = header;
    m_finalSlot = knownSlot(header);
    passFinal(known(header, hash), std::move(change));
    applyChange();
    keepOnlyAboveFinal();
    return finalBlock();
}

void ChainTrust::passFinal(const KnownBlock& block, std::optional<PendingChange> change) {
    m_final.push_back(block);
    if (m_final.size() > kFinalKept) m_final.pop_front();
    if (change) m_pending.push_back(*std::move(change));
}

/// mayFinalise() let the final block reach a change, never pass it.
void ChainTrust::applyChange() {
    if (m_pending.empty() || m_pending.front().effective != finalBlock().number) return;
    m_set = {m_set.id + 1, std::move(m_pending.front().change.next)};
    m_pending.erase(m_pending.begin());
}

void ChainTrust::keepOnlyAboveFinal() {
    std::vector<const Waiting*> byNumber;
    for (const auto& [hash, waiting] : m_waiting)
        if (waiting.block.number > finalBlock().number) byNumber.push_back(&waiting);
    std::sort(byNumber.begin(), byNumber.end(), [](const Waiting* a, const Waiting* b) {
        return std::pair{a->block.number, a->order} < std::pair{b->block.number, b->order};
    });
    std::set<BlockHash> kept{finalBlock().hash};
    for (const auto* waiting : byNumber)
        if (kept.contains(waiting->block.parent)) kept.insert(waiting->block.hash);
    if (!kept.contains(m_best)) { // the highest that is left, the first seen of equals
        m_best = finalBlock().hash;
        BlockNumber height = finalBlock().number;
        for (const auto* waiting : byNumber) {
            if (!kept.contains(waiting->block.hash) || waiting->block.number <= height) continue;
            m_best = waiting->block.hash;
            height = waiting->block.number;
        }
    }
    std::erase_if(m_waiting, [&](const auto& entry) {
        if (entry.first != finalBlock().hash && kept.contains(entry.first)) return false;
        m_waitingBytes -= entry.second.size;
        return true;
    });
}

bool ChainTrust::isFinal(const BlockHash& hash) const {
    return std::any_of(m_final.rbegin(), m_final.rend(), [&](const KnownBlock& block) { return block.hash == hash; });
}

bool ChainTrust::isSealed(const Waiting& waiting) const {
    const std::set<AccountId> all{m_aura.begin(), m_aura.end()};
    return !all.empty() && 3 * waiting.sealers.size() > 2 * all.size();
}

Trust ChainTrust::trustOf(const BlockHash& hash) const {
    if (isFinal(hash)) return Trust::Proven;
    const auto it = m_waiting.find(hash);
    if (it == m_waiting.end()) return Trust::Unknown;
    return isSealed(it->second) ? Trust::Sealed : Trust::Reported;
}

KnownBlock ChainTrust::bestBlock() const {
    const auto it = m_waiting.find(m_best);
    return it == m_waiting.end() ? finalBlock() : it->second.block;
}

KnownBlock ChainTrust::sealedBlock() const {
    const auto path = pathTo(m_best);
    const auto highest = std::find_if(path.rbegin(), path.rend(), [&](const Waiting* w) { return isSealed(*w); });
    return highest == path.rend() ? finalBlock() : (*highest)->block;
}

std::optional<KnownBlock> ChainTrust::find(const BlockHash& hash) const {
    if (const auto it = m_waiting.find(hash); it != m_waiting.end()) return it->second.block;
    const auto it = std::find_if(m_final.rbegin(), m_final.rend(), [&](const KnownBlock& b) { return b.hash == hash; });
    return it == m_final.rend() ? std::nullopt : std::optional{*it};
}

std::optional<BlockNumber> ChainTrust::nextChange(const BlockHash& hash) const {
    if (!m_pending.empty()) return m_pending.front().effective;
    for (const auto* waiting : pathTo(hash))
        if (waiting->change) return waiting->change->effective;
    return std::nullopt;
}

TrustedStart ChainTrust::checkpoint() const {
    return {m_finalHeader, m_set, m_aura, m_pending};
}

} // namespace taodeck::finality
