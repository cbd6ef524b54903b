#include "core/trie/detail/node.h"

#include "core/crypto/hash.h"
#include "core/scale/codec.h"

namespace taodeck::trie::detail {
namespace {

struct Header { ///< The high bits say what follows, the low bits begin the length of the partial key.
    std::uint8_t bits;
    std::uint8_t maxLength; ///< Also the mask of the length bits.
    bool branch;
    Value::Kind value;
};
constexpr std::array<Header, 5> kHeaders{{
    {0b0100'0000, 0x3F, false, Value::Kind::Inline},
    {0b1000'0000, 0x3F, true, Value::Kind::None},
    {0b1100'0000, 0x3F, true, Value::Kind::Inline},
    {0b0010'0000, 0x1F, false, Value::Kind::Hashed},
    {0b0001'0000, 0x0F, true, Value::Kind::Hashed},
}};
constexpr std::uint8_t kEmptyTrie = 0;

void putPartial(scale::Encoder& out, const Header& header, const Nibbles& partial) {
    const std::size_t inFirst = std::min<std::size_t>(partial.size(), header.maxLength);
    out.u8(static_cast<std::uint8_t>(header.bits | inFirst));
    if (inFirst == header.maxLength) {
        std::size_t rest = partial.size() - inFirst;
        for (; rest >= 255; rest -= 255)
            out.u8(255);
        out.u8(static_cast<std::uint8_t>(rest));
    }
    std::size_t i = 0;
    if (partial.size() % 2 != 0) out.u8(partial[i++]);
    for (; i < partial.size(); i += 2)
        out.u8(static_cast<std::uint8_t>(partial[i] << 4 | partial[i + 1]));
}

Result<Nibbles> takePartial(scale::Decoder& in, std::uint8_t first, const Header& header) {
    std::size_t length = first & header.maxLength;
    if (length == header.maxLength) {
        for (;;) {
            TD_TRY(const auto more, in.u8());
            length += more;
            if (length > kMaxNibbles) return fail(Errc::LimitExceeded, "trie: partial key too long");
            if (more != 255) break;
        }
    }
    TD_TRY(const auto packed, in.raw((length + 1) / 2));
    Nibbles out = toNibbles(packed);
    if (length % 2 != 0) {
        if (out.front() != 0) return fail(Errc::Malformed, "trie: padding nibble is not zero");
        out.erase(out.begin());
    }
    return out;
}

Result<Value> takeValue(scale::Decoder& in, Value::Kind kind) {
    Value out{kind, {}};
    if (kind == Value::Kind::Inline) {
        TD_TRY(const auto bytes, in.bytes());
        out.bytes = toBytes(bytes);
    } else if (kind == Value::Kind::Hashed) {
        TD_TRY(const auto hash, in.raw(32));
        out.bytes = toBytes(hash);
    }
    return out;
}

} // namespace

Nibbles toNibbles(ByteView key) {
    Nibbles out;
    out.reserve(2 * key.size());
    for (const auto byte : key) {
        out.push_back(byte >> 4);
        out.push_back(byte & 0x0F);
    }
    return out;
}

Result<Bytes> toKey(NibbleView nibbles) {
    if (nibbles.size() % 2 != 0) return fail(Errc::BadProof, "trie: a value at half a byte of key");
    Bytes out;
    out.reserve(nibbles.size() / 2);
    for (std::size_t i = 0; i < nibbles.size(); i += 2)
        out.push_back(static_cast<std::uint8_t>(nibbles[i] << 4 | nibbles[i + 1]));
    return out;
}

std::size_t commonPrefix(NibbleView a, NibbleView b) {
    const auto end = std::min(a.size(), b.size());
    std::size_t i = 0;
    while (i < end && a[i] == b[i])
        ++i;
    return i;
}

bool Node::isBranch() const {
    return std::any_of(children.begin(), children.end(), [](const NodeRef& ref) { return !ref.empty(); });
}

Bytes encode(const Node& node) {
    if (node.isEmpty()) return {kEmptyTrie};
    const bool branch = node.isBranch();
    const auto& header = *std::find_if(kHeaders.begin(), kHeaders.end(), [&](const Header& h) {
        return h.branch == branch && h.value == node.value.kind;
    });
    scale::Encoder out;
    putPartial(out, header, node.partial);
    if (branch) {
        std::uint16_t bitmap = 0;
        for (std::size_t i = 0; i < 16; ++i)
            if (!node.children[i].empty()) bitmap = static_cast<std::uint16_t>(bitmap | 1u << i);
        out.u16(bitmap);
    }
    if (node.value.kind == Value::Kind::Inline) out.bytes(node.value.bytes);
    if (node.value.kind == Value::Kind::Hashed) out.raw(node.value.bytes);
    for (const auto& child : node.children)
        if (!child.empty()) out.bytes(child);
    return out.take();
}

Result<Node> decodeNode(ByteView bytes) {
    scale::Decoder in{bytes};
    TD_TRY(const auto first, in.u8());
    if (first == kEmptyTrie) {
        TD_CHECK(in.finish());
        return Node{};
    }
    const auto header = std::find_if(kHeaders.begin(), kHeaders.end(), [&](const Header& h) {
        return (first & static_cast<std::uint8_t>(~h.maxLength)) == h.bits;
    });
    if (header == kHeaders.end()) return fail(Errc::Malformed, "trie: unknown node header");

    Node node;
    TD_TRY(node.partial, takePartial(in, first, *header));
    std::uint16_t bitmap = 0;
    if (header->branch) {
        TD_TRY(bitmap, in.u16());
        if (bitmap == 0) return fail(Errc::Malformed, "trie: branch without children");
    }
    TD_TRY(node.value, takeValue(in, header->value));
    for (std::size_t i = 0; i < 16; ++i) {
        if ((bitmap >> i & 1) == 0) continue;
        TD_TRY(const auto child, in.bytes());
        if (child.empty() || child.size() > 32) return fail(Errc::Malformed, "trie: child reference of wrong length");
        node.children[i] = toBytes(child);
    }
    TD_CHECK(in.finish());
    return node;
}

NodeRef refTo(const Bytes& encoded) {
    if (encoded.size() < 32) return encoded;
    const auto hash = crypto::blake2b256(encoded);
    return {hash.begin(), hash.end()};
}

Result<Bytes> fetch(const NodeStore& store, const Hash256& hash) {
    auto bytes = store.node(hash);
    if (!bytes && bytes.error().code == Errc::NotFound)
        return fail(Errc::BadProof, "trie: a node on the path is missing");
    return bytes;
}

Result<Node> load(const NodeStore& store, const NodeRef& ref) {
    Bytes bytes = ref;
    if (isHash(ref)) {
        TD_TRY(bytes, fetch(store, hashOfRef(ref)));
    }
    TD_TRY(auto node, decodeNode(bytes));
    if (node.isEmpty()) return fail(Errc::Malformed, "trie: empty node below the root");
    return node;
}

Result<Node> loadRoot(const NodeStore& store, const StorageRoot& root) {
    if (root == emptyRoot()) return Node{};
    TD_TRY(const auto bytes, fetch(store, Hash256{root.bytes}));
    return decodeNode(bytes);
}

Result<Bytes> valueBytes(const NodeStore& store, const Value& value) {
    if (value.kind == Value::Kind::Hashed) return fetch(store, hashOfRef(value.bytes));
    return value.bytes;
}

} // namespace taodeck::trie::detail
