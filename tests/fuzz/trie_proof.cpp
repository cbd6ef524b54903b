// Storage proofs from a hostile node. Whatever the nodes, an accepted proof shows what the trusted root commits to, and
// a node has one byte string only. Input: one byte (which key; the high bit lets the first node be the root), then
// nodes with a 16-bit length in front.

#include "core/crypto/hash.h"
#include "core/trie/detail/node.h"
#include "core/trie/trie.h"

#include <cstdlib>

using namespace taodeck;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// The trie whose root the reader trusts; its proofs are the seed corpus.
const std::map<Bytes, Bytes>& entries() {
    static const std::map<Bytes, Bytes> out = [] {
        std::map<Bytes, Bytes> made;
        for (std::uint8_t i = 0; i < 40; ++i)
            made[Bytes{static_cast<std::uint8_t>(i % 5), static_cast<std::uint8_t>(i * 37), i}] =
                Bytes(static_cast<std::size_t>(i * 3 % 70), i);
        return made;
    }();
    return out;
}

std::vector<Bytes> takeNodes(ByteView input) {
    std::vector<Bytes> out;
    while (input.size() >= 2) {
        const std::size_t length = std::min<std::size_t>(input[0] | input[1] << 8, input.size() - 2);
        out.push_back(toBytes(input.subspan(2, length)));
        input = input.subspan(2 + length);
    }
    return out;
}

void checkTrustedRoot(const std::vector<Bytes>& nodes, const Bytes& key) {
    static const auto root = trie::rootOf(entries(), trie::StateVersion::V1);
    if (const auto read = trie::readProof(root, nodes, std::vector<Bytes>{key})) {
        const auto it = entries().find(key);
        require(read->front() == (it == entries().end() ? std::nullopt : std::optional{it->second}));
    }
    const Bytes prefix{key.front()};
    if (const auto read = trie::readPrefixProof(root, nodes, prefix)) {
        std::map<Bytes, Bytes> expected;
        for (const auto& [k, v] : entries())
            if (startsWith(k, prefix)) expected[k] = v;
        require(*read == expected);
    }
}

void checkForeignRoot(const std::vector<Bytes>& nodes, const Bytes& key) {
    const auto root = crypto::hashOf<StorageRoot>(nodes.front());
    trie::MemoryNodes store;
    for (const auto& node : nodes) {
        store.put(Hash256{crypto::blake2b256(node)}, node);
        if (const auto decoded = trie::detail::decodeNode(node)) require(trie::detail::encode(*decoded) == node);
    }
    const auto read = trie::readProof(root, nodes, std::vector<Bytes>{key});
    const auto got = trie::get(store, root, key);
    if (read) require(got.has_value() && *got == read->front());
    if (const auto all = trie::readPrefixProof(root, nodes, Bytes{}))
        for (const auto& [k, v] : *all)
            if (k.size() <= trie::kMaxKeyBytes) require(trie::get(store, root, k).value() == v);
    if (const auto next = trie::nextKey(store, root, key); next && *next) require(**next > key);
    if (const auto update = trie::apply(store, root, {{key, Bytes(40, 1)}}, trie::StateVersion::V1)) {
        for (const auto& [hash, bytes] : update->added)
            store.put(hash, bytes);
        require(trie::get(store, update->root, key).value() == Bytes(40, 1));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto nodes = takeNodes(ByteView{data, size}.subspan(1));
    const auto which = data[0] & 0x7F;
    const Bytes key = which < 40 ? std::next(entries().begin(), which)->first : Bytes{data[0], 1, 2};
    if ((data[0] & 0x80) == 0) checkTrustedRoot(nodes, key);
    if ((data[0] & 0x80) != 0 && !nodes.empty()) checkForeignRoot(nodes, key);
    return 0;
}
