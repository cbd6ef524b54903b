#include "core/localnet/pool.h"

#include "core/crypto/hash.h"

namespace taodeck::localnet {
namespace {

tl::unexpected<PoolError> refuse(PoolError::Kind kind) {
    PoolError error;
    error.kind = kind;
    return tl::unexpected<PoolError>{std::move(error)};
}

std::uint64_t saturatingAdd(std::uint64_t a, std::uint64_t b) {
    return b > ~a ? ~std::uint64_t{0} : a + b;
}

constexpr std::size_t kMaxBanned = 16'384;

} // namespace

tl::expected<ExtrinsicHash, PoolError> Pool::submit(Bytes extrinsic, const Validate& validate, const NonceOf& nonceOf,
                                                    BlockNumber best, UnixMillis now, Watcher watcher) {
    if (extrinsic.size() > m_limits.extrinsicBytes) return refuse(PoolError::Kind::TooLarge);
    const auto hash = crypto::hashOf<ExtrinsicHash>(extrinsic);
    if (isBanned(hash, now)) return refuse(PoolError::Kind::Banned);
    if (m_byHash.contains(hash)) {
        auto error = refuse(PoolError::Kind::AlreadyImported);
        error.value().hash = hash;
        return error;
    }
    const auto verdict = validate(extrinsic);
    if (!verdict) {
        ban(hash, now);
        auto error = refuse(PoolError::Kind::Invalid);
        error.value().invalid = verdict.error();
        return error;
    }

    const auto& signer = verdict->signer;
    const auto known = m_accounts.find(signer);
    const Entry* old = nullptr;
    if (known != m_accounts.end()) {
        const auto same = known->second.entries.find(verdict->nonce);
        if (same != known->second.entries.end()) old = &same->second;
    }
    if (old && old->priority >= verdict->priority) {
        auto error = refuse(PoolError::Kind::PriorityTooLow);
        error.value().oldPriority = old->priority;
        error.value().newPriority = verdict->priority;
        return error;
    }
    const bool full = m_byHash.size() >= m_limits.ready + m_limits.future ||
                      m_byHash.size() - m_readyCount > m_limits.future || m_readyCount > m_limits.ready ||
                      m_bytes + extrinsic.size() > m_limits.bytes;
    if (full && !old) return refuse(PoolError::Kind::ImmediatelyDropped);

    if (old) {
        auto& replaced = known->second.entries.at(verdict->nonce);
        tell(replaced, {PoolStatus::Kind::Usurped, {}, hash});
        erase(signer, verdict->nonce);
    }
    auto& account = m_accounts[signer];
    account.nonce = nonceOf(signer);
    Entry entry;
    entry.hash = hash;
    entry.signer = signer;
    entry.nonce = verdict->nonce;
    entry.priority = verdict->priority;
    entry.arrival = ++m_arrivals;
    entry.validTill = saturatingAdd(raw(best), verdict->longevity);
    if (watcher) entry.watchers.push_back(std::move(watcher));
    m_bytes += extrinsic.size();
    entry.bytes = std::move(extrinsic);
    m_byHash.emplace(hash, std::pair{signer, verdict->nonce});
    auto& placed = account.entries.insert_or_assign(verdict->nonce, std::move(entry)).first->second;
    promote(signer, account);
    if (!placed.isReady) tell(placed, {PoolStatus::Kind::Future, {}, {}});
    return hash;
}

void Pool::tell(Entry& entry, const PoolStatus& status) {
    for (const auto& watcher : entry.watchers)
        watcher(status);
}

/// Marks those ready that follow the account's nonce without a gap, and those after a gap not.
void Pool::promote(const AccountId&, Account& account) {
    auto expected = account.nonce;
    for (auto& [nonce, entry] : account.entries) {
        const bool follows = nonce == expected;
        if (follows) ++expected;
        if (follows == entry.isReady) continue;
        entry.isReady = follows;
        if (follows)
            ++m_readyCount;
        else
            --m_readyCount;
        tell(entry, {follows ? PoolStatus::Kind::Ready : PoolStatus::Kind::Future, {}, {}});
    }
}

void Pool::erase(const AccountId& id, std::uint32_t nonce) {
    const auto account = m_accounts.find(id);
    if (account == m_accounts.end()) return;
    const auto entry = account->second.entries.find(nonce);
    if (entry == account->second.entries.end()) return;
    if (entry->second.isReady) --m_readyCount;
    m_bytes -= entry->second.bytes.size();
    m_byHash.erase(entry->second.hash);
    account->second.entries.erase(entry);
    if (account->second.entries.empty()) m_accounts.erase(account);
}

void Pool::remove(const ExtrinsicHash& hash, const NonceOf& nonceOf, UnixMillis now) {
    const auto found = m_byHash.find(hash);
    if (found == m_byHash.end()) return;
    const auto [id, nonce] = found->second;
    tell(m_accounts.at(id).entries.at(nonce), {PoolStatus::Kind::Invalid, {}, {}});
    ban(hash, now);
    erase(id, nonce);
    const auto account = m_accounts.find(id);
    if (account == m_accounts.end()) return;
    account->second.nonce = nonceOf(id);
    promote(id, account->second);
}

void Pool::onBlock(const BlockHash& hash, BlockNumber number, const std::vector<ExtrinsicHash>& included,
                   const NonceOf& nonceOf, UnixMillis now) {
    for (const auto& one : included) {
        const auto found = m_byHash.find(one);
        if (found == m_byHash.end()) continue;
        const auto [id, nonce] = found->second;
        auto& entry = m_accounts.at(id).entries.at(nonce);
        tell(entry, {PoolStatus::Kind::InBlock, hash, {}});
        if (!entry.watchers.empty()) m_included.emplace(one, std::move(entry.watchers));
        erase(id, nonce);
    }
    for (auto it = m_accounts.begin(); it != m_accounts.end();) {
        const AccountId id = it->first;
        auto& account = it->second;
        ++it; // erase() below may remove the account
        account.nonce = nonceOf(id);
        std::vector<std::uint32_t> ended;
        for (auto& [nonce, entry] : account.entries) {
            if (nonce >= account.nonce && entry.validTill > raw(number)) continue;
            tell(entry, {PoolStatus::Kind::Invalid, {}, {}});
            ban(entry.hash, now);
            ended.push_back(nonce);
        }
        const bool all = ended.size() == account.entries.size();
        for (const auto nonce : ended)
            erase(id, nonce);
        if (!all) promote(id, account);
    }
}

void Pool::onFinalized(const BlockHash& hash, const std::vector<ExtrinsicHash>& included) {
    for (const auto& one : included) {
        const auto found = m_included.find(one);
        if (found == m_included.end()) continue;
        const auto watchers = std::move(found->second);
        m_included.erase(found);
        for (const auto& watcher : watchers)
            watcher({PoolStatus::Kind::Finalized, hash, {}});
    }
}

std::uint32_t Pool::nextNonce(const AccountId& id, std::uint32_t stateNonce) const {
    auto next = stateNonce;
    const auto account = m_accounts.find(id);
    if (account == m_accounts.end()) return next;
    while (account->second.entries.contains(next))
        ++next;
    return next;
}

std::vector<Bytes> Pool::pending() const {
    std::vector<Bytes> out;
    auto all = ready();
    while (const auto item = all.next())
        out.push_back(*item->bytes);
    return out;
}

bool Pool::isBanned(const ExtrinsicHash& hash, UnixMillis now) {
    const auto found = m_banned.find(hash);
    if (found == m_banned.end()) return false;
    if (found->second > now) return true;
    m_banned.erase(found);
    return false;
}

void Pool::ban(const ExtrinsicHash& hash, UnixMillis now) {
    if (m_banned.size() >= kMaxBanned) std::erase_if(m_banned, [&](const auto& entry) { return entry.second <= now; });
    if (m_banned.size() >= kMaxBanned) m_banned.clear(); // only a check again is lost
    m_banned.insert_or_assign(hash, now + m_limits.ban);
}

Pool::Ready::Ready(const Pool& pool) : m_pool{pool} {
    for (const auto& [id, account] : pool.m_accounts)
        push(id, account.nonce);
}

void Pool::Ready::push(const AccountId& account, std::uint32_t nonce) {
    const auto& entries = m_pool.m_accounts.at(account).entries;
    const auto found = entries.find(nonce);
    if (found != entries.end()) m_heads.insert({found->second.priority, found->second.arrival, account, nonce});
}

std::optional<Pool::Ready::Item> Pool::Ready::next() {
    if (m_last) push(m_last->account, m_last->nonce + 1);
    m_last.reset();
    if (m_heads.empty()) return std::nullopt;
    m_last = *m_heads.begin();
    m_heads.erase(m_heads.begin());
    const auto& entry = m_pool.m_accounts.at(m_last->account).entries.at(m_last->nonce);
    return Item{entry.hash, &entry.bytes};
}

void Pool::Ready::skipSender() {
    m_last.reset();
}

} // namespace taodeck::localnet
