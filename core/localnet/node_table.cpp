#include "core/localnet/node_table.h"

namespace taodeck::localnet {

Result<Bytes> NodeTable::node(const Hash256& hash) const {
    const auto found = m_entries.find(hash);
    if (found == m_entries.end()) return fail(Errc::NotFound, "trie node");
    return found->second.bytes;
}

const Bytes* NodeTable::find(const Hash256& hash) const {
    const auto found = m_entries.find(hash);
    return found == m_entries.end() ? nullptr : &found->second.bytes;
}

Result<> NodeTable::retain(std::span<const StorageRoot> roots, const std::vector<std::pair<Hash256, Bytes>>& added,
                           Changes& changes) {
    Added known;
    known.reserve(added.size());
    for (const auto& [hash, bytes] : added)
        known.emplace(hash, &bytes);
    for (const auto& root : roots)
        if (root != trie::emptyRoot()) TD_CHECK(hold(Hash256{root.bytes}, /*isNode=*/true, known, changes));
    return {};
}

Result<> NodeTable::hold(const Hash256& hash, bool isNode, const Added& added, Changes& changes) {
    auto found = m_entries.find(hash);
    if (found == m_entries.end()) {
        const auto fresh = added.find(hash);
        if (fresh == added.end()) return fail(Errc::BadProof, "state: a trie node is missing");
        found = m_entries.emplace(hash, Entry{*fresh->second, 0, false}).first;
        changes.inserted.push_back(hash);
    }
    ++found->second.references;
    // The bytes of a value can be those of a node too: then the first use as a node holds its children.
    if (!isNode || found->second.isNode) return {};
    found->second.isNode = true;
    TD_TRY(const auto references, trie::references(found->second.bytes));
    for (const auto& reference : references)
        TD_CHECK(hold(reference.hash, reference.isNode, added, changes));
    return {};
}

void NodeTable::release(const StorageRoot& root, Changes& changes) {
    if (root != trie::emptyRoot()) drop(Hash256{root.bytes}, changes);
}

void NodeTable::drop(const Hash256& hash, Changes& changes) {
    const auto found = m_entries.find(hash);
    if (found == m_entries.end() || --found->second.references > 0) return;
    const Entry entry = std::move(found->second);
    m_entries.erase(found);
    changes.removed.push_back(hash);
    if (!entry.isNode) return;
    if (const auto references = trie::references(entry.bytes))
        for (const auto& reference : *references)
            drop(reference.hash, changes);
}

} // namespace taodeck::localnet
