#include "core/crypto/hash.h"
#include "core/trie/detail/node.h"

#include <set>

namespace taodeck::trie {
namespace {

using detail::Nibbles;
using detail::NibbleView;
using detail::Node;

/// Called with the reference of every node that the walk enters below the root.
using Visit = std::function<Result<>(const detail::NodeRef&)>;

/// Walks from the root to `key`. @return the node that holds the key's value, or empty.
Result<std::optional<Node>> walk(const NodeStore& store, const StorageRoot& root, ByteView key, const Visit& visit) {
    if (key.size() > kMaxKeyBytes) return fail(Errc::LimitExceeded, "trie: key too long");
    const auto nibbles = detail::toNibbles(key);
    NibbleView rest{nibbles};
    TD_TRY(Node node, detail::loadRoot(store, root));
    for (;;) {
        const auto shared = detail::commonPrefix(node.partial, rest);
        if (shared < node.partial.size()) return std::nullopt;
        if (shared == rest.size()) break;
        const auto ref = node.children[rest[shared]];
        if (ref.empty()) return std::nullopt;
        rest = rest.subspan(shared + 1);
        if (visit) TD_CHECK(visit(ref));
        TD_TRY(node, detail::load(store, ref));
    }
    if (!node.value) return std::nullopt;
    return node;
}

/// Depth-first search for the smallest key above a target.
class NextKey {
public:
    NextKey(const NodeStore& store, NibbleView target) : m_store{store}, m_target{target} {}

    /// @param path of the node, without its own partial key.
    Result<std::optional<Nibbles>> above(const Node& node, Nibbles path) const {
        append(path, node.partial);
        const auto shared = detail::commonPrefix(path, m_target);
        if (shared == m_target.size() && path.size() > shared) return smallest(node, std::move(path));
        if (shared < path.size()) {
            if (path[shared] < m_target[shared]) return std::nullopt;
            return smallest(node, std::move(path));
        }
        const bool here = path.size() == m_target.size(); // this node's own value is the target: every child is above
        const std::size_t from = here ? 0 : m_target[shared];
        for (std::size_t i = from; i < 16; ++i) {
            if (node.children[i].empty()) continue;
            TD_TRY(const auto child, detail::load(m_store, node.children[i]));
            auto below = path;
            below.push_back(static_cast<std::uint8_t>(i));
            TD_CHECK(checkDepth(below));
            if (here || i > from) {
                append(below, child.partial);
                return smallest(child, std::move(below));
            }
            TD_TRY(auto found, above(child, std::move(below)));
            if (found) return found;
        }
        return std::nullopt;
    }

private:
    /// @param path of the node, with its partial key.
    Result<std::optional<Nibbles>> smallest(Node node, Nibbles path) const {
        while (!node.value) {
            const auto child = std::find_if(node.children.begin(), node.children.end(),
                                            [](const detail::NodeRef& ref) { return !ref.empty(); });
            if (child == node.children.end()) return std::nullopt; // only the empty trie
            path.push_back(static_cast<std::uint8_t>(child - node.children.begin()));
            TD_TRY(Node below, detail::load(m_store, *child));
            node = std::move(below);
            append(path, node.partial);
            TD_CHECK(checkDepth(path));
        }
        return path;
    }
    static void append(Nibbles& path, const Nibbles& more) { path.insert(path.end(), more.begin(), more.end()); }
    static Result<> checkDepth(const Nibbles& path) {
        if (path.size() > detail::kMaxNibbles) return fail(Errc::LimitExceeded, "trie: key too long");
        return {};
    }

    const NodeStore& m_store;
    NibbleView m_target;
};

} // namespace

Result<std::optional<Bytes>> get(const NodeStore& store, const StorageRoot& root, ByteView key) {
    TD_TRY(const auto node, walk(store, root, key, {}));
    if (!node) return std::nullopt;
    TD_TRY(auto value, detail::valueBytes(store, node->value));
    return value;
}

Result<std::optional<Bytes>> nextKey(const NodeStore& store, const StorageRoot& root, ByteView key) {
    if (key.size() > kMaxKeyBytes) return fail(Errc::LimitExceeded, "trie: key too long");
    const auto target = detail::toNibbles(key);
    TD_TRY(const auto top, detail::loadRoot(store, root));
    TD_TRY(const auto found, NextKey(store, target).above(top, {}));
    if (!found) return std::nullopt;
    TD_TRY(auto bytes, detail::toKey(*found));
    return bytes;
}

Result<std::vector<Bytes>> prove(const NodeStore& store, const StorageRoot& root, std::span<const Bytes> keys) {
    std::set<Hash256> seen;
    std::vector<Bytes> out;
    const auto add = [&](const Hash256& hash) -> Result<> {
        if (!seen.insert(hash).second) return {};
        TD_TRY(auto bytes, detail::fetch(store, hash));
        out.push_back(std::move(bytes));
        return {};
    };
    if (root == emptyRoot()) return std::vector<Bytes>{detail::encode(Node{})};
    TD_CHECK(add(Hash256{root.bytes}));
    for (const auto& key : keys) {
        TD_TRY(const auto node, walk(store, root, key, [&](const detail::NodeRef& ref) -> Result<> {
                   return detail::isHash(ref) ? add(detail::hashOfRef(ref)) : Result<>{};
               }));
        if (node && node->value.kind == detail::Value::Kind::Hashed)
            TD_CHECK(add(detail::hashOfRef(node->value.bytes)));
    }
    return out;
}

Result<std::vector<Reference>> references(ByteView bytes) {
    TD_TRY(const auto node, detail::decodeNode(bytes));
    std::vector<Reference> out;
    if (node.value.kind == detail::Value::Kind::Hashed)
        out.push_back({detail::hashOfRef(node.value.bytes), /*isNode=*/false});
    for (const auto& child : node.children)
        if (detail::isHash(child)) out.push_back({detail::hashOfRef(child), /*isNode=*/true});
    return out;
}

} // namespace taodeck::trie
