#include "core/crypto/hash.h"
#include "core/trie/detail/node.h"

#include <set>

namespace taodeck::trie {
namespace {

using detail::Nibbles;
using detail::NibbleView;
using detail::NodeRef;
using detail::Value;

/// The part of the trie that the changes touch, taken out of the store node by node and written back at the end.
class Patch {
public:
    Patch(const NodeStore& store, StateVersion version) : m_store{store}, m_version{version} {}

    Result<> open(const StorageRoot& root) {
        TD_TRY(auto node, detail::loadRoot(m_store, root));
        if (node.isEmpty()) return {};
        m_taken.insert(Hash256{root.bytes});
        m_root.open = toOpen(std::move(node));
        return {};
    }
    Result<> set(NibbleView key, const Bytes& value) { return insert(m_root, key, makeValue(value)); }
    Result<> erase(NibbleView key) { return remove(m_root, key); }
    Update close();

private:
    struct Open;
    struct Slot { ///< A child: absent, still in the store, or open for change.
        NodeRef ref;
        std::unique_ptr<Open> open;
        explicit operator bool() const { return open || !ref.empty(); }
    };
    struct Open {
        Nibbles partial;
        Value value;
        std::array<Slot, 16> children;
    };

    static std::unique_ptr<Open> toOpen(detail::Node node);
    Value makeValue(const Bytes& bytes);
    void setValue(Open& node, Value value);
    Result<> take(Slot& slot);
    Result<> insert(Slot& slot, NibbleView key, Value value);
    Result<> remove(Slot& slot, NibbleView key);
    Result<> normalise(Slot& slot);
    Bytes write(const Open& node);
    void keep(const Hash256& hash, const Bytes& bytes) { m_written.insert_or_assign(hash, bytes); }

    const NodeStore& m_store;
    StateVersion m_version;
    Slot m_root;
    std::set<Hash256> m_taken;
    std::map<Hash256, Bytes> m_written;
};

std::unique_ptr<Patch::Open> Patch::toOpen(detail::Node node) {
    auto open = std::make_unique<Open>();
    open->partial = std::move(node.partial);
    open->value = std::move(node.value);
    for (std::size_t i = 0; i < 16; ++i)
        open->children[i].ref = std::move(node.children[i]);
    return open;
}

Value Patch::makeValue(const Bytes& bytes) {
    if (m_version == StateVersion::V0 || bytes.size() <= detail::kHashedAbove) return {Value::Kind::Inline, bytes};
    const Hash256 hash{crypto::blake2b256(bytes)};
    keep(hash, bytes);
    return {Value::Kind::Hashed, toBytes(hash.view())};
}

void Patch::setValue(Open& node, Value value) {
    if (node.value.kind == Value::Kind::Hashed) m_taken.insert(detail::hashOfRef(node.value.bytes));
    node.value = std::move(value);
}

Result<> Patch::take(Slot& slot) {
    if (slot.open || slot.ref.empty()) return {};
    TD_TRY(auto node, detail::load(m_store, slot.ref));
    if (detail::isHash(slot.ref)) m_taken.insert(detail::hashOfRef(slot.ref));
    slot.ref.clear();
    slot.open = toOpen(std::move(node));
    return {};
}

Result<> Patch::insert(Slot& slot, NibbleView key, Value value) {
    TD_CHECK(take(slot));
    if (!slot) {
        slot.open = std::make_unique<Open>();
        slot.open->partial.assign(key.begin(), key.end());
        slot.open->value = std::move(value);
        return {};
    }
    const auto shared = detail::commonPrefix(slot.open->partial, key);
    if (shared < slot.open->partial.size()) { // the paths part inside this node: a branch goes above it
        auto branch = std::make_unique<Open>();
        auto& old = slot.open->partial;
        branch->partial.assign(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(shared));
        const auto nibble = old[shared];
        old.erase(old.begin(), old.begin() + static_cast<std::ptrdiff_t>(shared) + 1);
        branch->children[nibble].open = std::move(slot.open);
        slot.open = std::move(branch);
    }
    if (key.size() == shared) {
        setValue(*slot.open, std::move(value));
        return {};
    }
    return insert(slot.open->children[key[shared]], key.subspan(shared + 1), std::move(value));
}

Result<> Patch::remove(Slot& slot, NibbleView key) {
    TD_CHECK(take(slot));
    if (!slot) return {};
    const auto shared = detail::commonPrefix(slot.open->partial, key);
    if (shared < slot.open->partial.size()) return {};
    if (key.size() == shared) {
        setValue(*slot.open, {});
    } else {
        TD_CHECK(remove(slot.open->children[key[shared]], key.subspan(shared + 1)));
    }
    return normalise(slot);
}

/// A node without a value goes away when it has no child, and joins its child when it has one.
Result<> Patch::normalise(Slot& slot) {
    auto& node = *slot.open;
    if (node.value) return {};
    const auto has = [](const Slot& child) { return static_cast<bool>(child); };
    const auto count = std::count_if(node.children.begin(), node.children.end(), has);
    if (count == 0) slot.open.reset();
    if (count != 1) return {};
    const auto only = std::find_if(node.children.begin(), node.children.end(), has);
    TD_CHECK(take(*only));
    Nibbles joined = node.partial;
    joined.push_back(static_cast<std::uint8_t>(only - node.children.begin()));
    joined.insert(joined.end(), only->open->partial.begin(), only->open->partial.end());
    auto child = std::move(only->open);
    child->partial = std::move(joined);
    slot.open = std::move(child);
    return {};
}

Bytes Patch::write(const Open& node) {
    detail::Node out;
    out.partial = node.partial;
    out.value = node.value;
    for (std::size_t i = 0; i < 16; ++i) {
        const auto& child = node.children[i];
        out.children[i] = child.ref;
        if (!child.open) continue;
        const auto encoded = write(*child.open);
        out.children[i] = detail::refTo(encoded);
        if (detail::isHash(out.children[i])) keep(detail::hashOfRef(out.children[i]), encoded);
    }
    return detail::encode(out);
}

Update Patch::close() {
    Update out{emptyRoot(), {}, {}};
    if (m_root) {
        const auto encoded = write(*m_root.open);
        const Hash256 hash{crypto::blake2b256(encoded)};
        keep(hash, encoded);
        out.root = StorageRoot{hash.bytes};
    }
    for (const auto& hash : m_taken)
        if (!m_written.contains(hash)) out.dropped.push_back(hash);
    for (auto& [hash, bytes] : m_written)
        if (!m_taken.contains(hash)) out.added.emplace_back(hash, std::move(bytes));
    return out;
}

} // namespace

Result<Update> apply(const NodeStore& store, const StorageRoot& root, const Changes& changes, StateVersion version) {
    Patch patch{store, version};
    TD_CHECK(patch.open(root));
    for (const auto& [key, value] : changes) {
        if (key.size() > kMaxKeyBytes) return fail(Errc::LimitExceeded, "trie: key too long");
        const auto nibbles = detail::toNibbles(key);
        if (value) {
            TD_CHECK(patch.set(nibbles, *value));
        } else {
            TD_CHECK(patch.erase(nibbles));
        }
    }
    return patch.close();
}

} // namespace taodeck::trie
