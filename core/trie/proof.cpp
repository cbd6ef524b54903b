#include "core/crypto/hash.h"
#include "core/trie/detail/node.h"

#include <set>
#include <unordered_map>

namespace taodeck::trie {
namespace {

using detail::Nibbles;
using detail::NibbleView;
using detail::Node;
using detail::NodeRef;

/// The given nodes by hash, each once, each shown to hang from the root by links among them.
class ProofNodes final : public NodeStore {
public:
    Result<> fill(std::span<const Bytes> nodes) {
        std::size_t total = 0;
        for (const auto& bytes : nodes) {
            total += bytes.size();
            if (total > kMaxProofBytes) return fail(Errc::LimitExceeded, "trie: proof too large");
            if (!m_nodes.emplace(Hash256{crypto::blake2b256(bytes)}, &bytes).second)
                return fail(Errc::BadProof, "trie: a proof node is given twice");
        }
        return {};
    }

    /// Follows every link that leads to a given node. A padding node would let a sender make us keep what he likes.
    Result<> checkAllHang(const StorageRoot& root) const {
        std::set<Hash256> reached; // as node or as value
        std::set<Hash256> opened;  // as node
        std::vector<NodeRef> todo;
        const Hash256 top{root.bytes};
        if (m_nodes.contains(top)) todo.push_back(toBytes(top.view()));
        while (!todo.empty()) {
            const auto ref = std::move(todo.back());
            todo.pop_back();
            if (detail::isHash(ref)) {
                const auto hash = detail::hashOfRef(ref);
                if (!m_nodes.contains(hash) || !opened.insert(hash).second) continue;
                reached.insert(hash);
            }
            TD_TRY(Node node, open(ref, root));
            if (node.value.kind == detail::Value::Kind::Hashed) {
                const auto value = detail::hashOfRef(node.value.bytes);
                if (m_nodes.contains(value)) reached.insert(value);
            }
            for (auto& child : node.children)
                if (!child.empty()) todo.push_back(std::move(child));
        }
        if (reached.size() != m_nodes.size()) return fail(Errc::BadProof, "trie: a proof node hangs from nothing");
        return {};
    }

    Result<Bytes> node(const Hash256& hash) const override {
        const auto it = m_nodes.find(hash);
        if (it == m_nodes.end()) return fail(Errc::NotFound, "trie: not in the proof");
        return *it->second;
    }

private:
    Result<Node> open(const NodeRef& ref, const StorageRoot& root) const {
        if (ref == toBytes(root.view())) return detail::loadRoot(*this, root);
        return detail::load(*this, ref);
    }

    std::unordered_map<Hash256, const Bytes*> m_nodes;
};

/// Collects all keys under a prefix; every link under it must be given. A list of what is left to visit instead of
/// recursion: a sender chooses how deep a trie goes.
class PrefixWalk {
public:
    PrefixWalk(const NodeStore& store, NibbleView prefix) : m_store{store}, m_prefix{prefix} {}

    Result<> walk(const Node& root) {
        TD_CHECK(visit(root, {}));
        while (!m_left.empty()) {
            const auto next = std::move(m_left.back());
            m_left.pop_back();
            TD_TRY(const auto node, detail::load(m_store, next.ref));
            TD_CHECK(visit(node, next.path));
        }
        return {};
    }
    std::map<Bytes, Bytes> take() { return std::move(m_out); }

private:
    static constexpr std::size_t kMaxVisits = 1u << 20;
    struct Left {
        NodeRef ref;
        Nibbles path; ///< Of the node, without its partial key.
    };

    Result<> visit(const Node& node, Nibbles path) {
        if (++m_visited > kMaxVisits) return fail(Errc::LimitExceeded, "trie: too many nodes under the prefix");
        path.insert(path.end(), node.partial.begin(), node.partial.end());
        if (path.size() > detail::kMaxNibbles) return fail(Errc::LimitExceeded, "trie: key too long");
        const auto shared = detail::commonPrefix(path, m_prefix);
        if (shared < std::min(path.size(), m_prefix.size())) return {};
        if (path.size() < m_prefix.size()) {
            later(node, path, m_prefix[path.size()]);
            return {};
        }
        if (node.value) {
            TD_TRY(auto key, detail::toKey(path));
            TD_TRY(auto value, detail::valueBytes(m_store, node.value));
            m_out.insert_or_assign(std::move(key), std::move(value));
        }
        for (std::uint8_t i = 0; i < 16; ++i)
            later(node, path, i);
        return {};
    }

    void later(const Node& node, Nibbles path, std::uint8_t nibble) {
        const auto& ref = node.children[nibble];
        if (ref.empty()) return;
        path.push_back(nibble);
        m_left.push_back({ref, std::move(path)});
    }

    const NodeStore& m_store;
    NibbleView m_prefix;
    std::vector<Left> m_left;
    std::map<Bytes, Bytes> m_out;
    std::size_t m_visited{0};
};

} // namespace

Result<std::vector<std::optional<Bytes>>> readProof(const StorageRoot& root, std::span<const Bytes> nodes,
                                                    std::span<const Bytes> keys) {
    ProofNodes proof;
    TD_CHECK(proof.fill(nodes));
    TD_CHECK(proof.checkAllHang(root));
    std::vector<std::optional<Bytes>> out;
    out.reserve(keys.size());
    for (const auto& key : keys) {
        TD_TRY(auto value, get(proof, root, key));
        out.push_back(std::move(value));
    }
    return out;
}

Result<std::map<Bytes, Bytes>> readPrefixProof(const StorageRoot& root, std::span<const Bytes> nodes, ByteView prefix) {
    if (prefix.size() > kMaxKeyBytes) return fail(Errc::LimitExceeded, "trie: key too long");
    ProofNodes proof;
    TD_CHECK(proof.fill(nodes));
    TD_CHECK(proof.checkAllHang(root));
    const auto nibbles = detail::toNibbles(prefix);
    TD_TRY(const auto top, detail::loadRoot(proof, root));
    PrefixWalk walk{proof, nibbles};
    TD_CHECK(walk.walk(top));
    return walk.take();
}

} // namespace taodeck::trie
