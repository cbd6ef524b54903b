#include "core/crypto/hash.h"
#include "core/trie/detail/node.h"

namespace taodeck::trie {
namespace {

using detail::Nibbles;
using Entry = std::pair<Nibbles, const Bytes*>;
using Entries = std::span<const Entry>; ///< Sorted by key, no key twice.

detail::Value makeValue(const Bytes& bytes, StateVersion version) {
    if (version == StateVersion::V0 || bytes.size() <= detail::kHashedAbove)
        return {detail::Value::Kind::Inline, bytes};
    const auto hash = crypto::blake2b256(bytes);
    return {detail::Value::Kind::Hashed, {hash.begin(), hash.end()}};
}

/// The node of a non-empty set of keys that agree up to `depth`.
Bytes build(Entries entries, std::size_t depth, StateVersion version) {
    const auto& first = entries.front().first;
    // Sorted, so what the first and the last key share, all share.
    const auto shared = detail::commonPrefix(first, entries.back().first);
    detail::Node node;
    node.partial.assign(first.begin() + static_cast<std::ptrdiff_t>(depth),
                        first.begin() + static_cast<std::ptrdiff_t>(shared));
    if (first.size() == shared) {
        node.value = makeValue(*entries.front().second, version);
        entries = entries.subspan(1);
    }
    while (!entries.empty()) {
        const auto nibble = entries.front().first[shared];
        std::size_t count = 1;
        while (count < entries.size() && entries[count].first[shared] == nibble)
            ++count;
        node.children[nibble] = detail::refTo(build(entries.first(count), shared + 1, version));
        entries = entries.subspan(count);
    }
    return detail::encode(node);
}

} // namespace

Result<Bytes> MemoryNodes::node(const Hash256& hash) const {
    const auto it = m_nodes.find(hash);
    if (it == m_nodes.end()) return fail(Errc::NotFound, "trie: no such node");
    return it->second;
}

StorageRoot emptyRoot() {
    static const StorageRoot root = crypto::hashOf<StorageRoot>(detail::encode(detail::Node{}));
    return root;
}

StorageRoot rootOf(const std::map<Bytes, Bytes>& entries, StateVersion version) {
    if (entries.empty()) return emptyRoot();
    std::vector<Entry> list;
    list.reserve(entries.size());
    for (const auto& [key, value] : entries)
        list.emplace_back(detail::toNibbles(key), &value);
    return crypto::hashOf<StorageRoot>(build(list, 0, version));
}

} // namespace taodeck::trie
