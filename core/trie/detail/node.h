#pragma once
/// One trie node in its stored form. Decoding is strict: one byte string per node, every other form is an error.
/// Source: Polkadot specification, "Node header" and "Node subvalue"; polkadot-sdk primitives/trie node_header.rs.

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/trie/trie.h"

#include <array>
#include <memory>

namespace taodeck::trie::detail {

using Nibbles = std::vector<std::uint8_t>; ///< One nibble (0..15) per element.
using NibbleView = std::span<const std::uint8_t>;

inline constexpr std::size_t kMaxNibbles = 2 * kMaxKeyBytes;
inline constexpr std::size_t kHashedAbove = 32; ///< V1 keeps only the hash of a value of more bytes than this.

Nibbles toNibbles(ByteView key);
/// @return BadProof for an odd count: state keys are whole bytes.
Result<Bytes> toKey(NibbleView nibbles);
std::size_t commonPrefix(NibbleView a, NibbleView b);

struct Value {
    enum class Kind : std::uint8_t { None, Inline, Hashed };
    Kind kind{Kind::None};
    Bytes bytes; ///< The value, or the 32 bytes of its hash.

    explicit operator bool() const { return kind != Kind::None; }
};

/// How a parent names a child: nothing, the node itself when it is shorter than 32 bytes, or its hash.
using NodeRef = Bytes;
inline bool isHash(const NodeRef& ref) {
    return ref.size() == 32;
}

struct Node {
    Nibbles partial;
    Value value;
    std::array<NodeRef, 16> children;

    bool isBranch() const;
    bool isEmpty() const { return !value && !isBranch(); } ///< The whole trie is empty.
};

Bytes encode(const Node& node);
/// Whole input. @return Truncated or Malformed; LimitExceeded for a partial key above kMaxNibbles.
Result<Node> decodeNode(ByteView bytes);

/// What a parent writes for a node that encodes to `encoded`.
NodeRef refTo(const Bytes& encoded);

inline Hash256 hashOfRef(const NodeRef& ref) {
    Hash256 out;
    std::copy(ref.begin(), ref.end(), out.bytes.begin());
    return out;
}

/// The stored bytes of a node or value. @return BadProof when the store lacks them.
Result<Bytes> fetch(const NodeStore& store, const Hash256& hash);
/// The node behind a non-empty reference.
Result<Node> load(const NodeStore& store, const NodeRef& ref);
/// The node at the top; an empty one for emptyRoot(), which no store needs to hold.
Result<Node> loadRoot(const NodeStore& store, const StorageRoot& root);
/// A non-empty value, fetched when hashed.
Result<Bytes> valueBytes(const NodeStore& store, const Value& value);

} // namespace taodeck::trie::detail
