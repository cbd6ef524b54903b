// Real proofs: Bittensor main network, relay chains, and the whole state of a real runtime run. tests/data/proofs.

#include "core/crypto/hash.h"
#include "core/trie/trie.h"
#include "tests/unit/trie/vector_files.h"

#include <cstdio>

namespace taodeck::trie {
namespace {

using nlohmann::json;
using test::hexBytes;
using test::hexId;
using test::hexList;

std::optional<Bytes> valueOf(const json& entry) {
    if (entry.at("value").is_null()) return std::nullopt;
    return hexBytes(entry.at("value"));
}

/// Reads the keys, then spoils the proof in every cheap way and expects a refusal or the same values.
void checkProof(const StorageRoot& root, const std::vector<Bytes>& nodes, const std::vector<Bytes>& keys,
                const std::vector<std::optional<Bytes>>& values) {
    const auto read = readProof(root, nodes, keys);
    ASSERT_TRUE(read.has_value()) << read.error().context;
    EXPECT_EQ(*read, values);

    for (std::size_t i = 0; i < nodes.size(); ++i) {
        auto spoiled = nodes;
        spoiled[i].back() ^= 1;
        EXPECT_FALSE(readProof(root, spoiled, keys).has_value()) << "changed node " << i;
        spoiled = nodes;
        spoiled.push_back(nodes[i]);
        EXPECT_FALSE(readProof(root, spoiled, keys).has_value()) << "node given twice " << i;
        spoiled = nodes;
        spoiled.erase(spoiled.begin() + static_cast<std::ptrdiff_t>(i));
        const auto without = readProof(root, spoiled, keys);
        EXPECT_TRUE(!without || *without == values) << "left out node " << i;
    }
    auto padded = nodes;
    padded.push_back({0x41, 0x01, 0x04, 0x2A});
    EXPECT_FALSE(readProof(root, padded, keys).has_value());
    auto foreign = root;
    foreign.bytes[7] ^= 0x10;
    EXPECT_FALSE(readProof(foreign, nodes, keys).has_value());
}

std::size_t runMainNetwork(const json& file) {
    std::vector<Bytes> keys;
    std::vector<std::optional<Bytes>> values;
    for (const auto& entry : file.at("entries")) {
        keys.push_back(hexBytes(entry.at("storageKey")));
        values.push_back(valueOf(entry));
    }
    checkProof(hexId<StorageRoot>(file.at("stateRoot")), hexList(file.at("proof")), keys, values);
    return 1;
}

std::size_t runParaHeads(const json& file) {
    for (const auto& item : file)
        checkProof(hexId<StorageRoot>(item.at("relayHeader").at("stateRoot")), hexList(item.at("stateProof")),
                   {hexBytes(item.at("key"))}, {hexBytes(item.at("value"))});
    return file.size();
}

std::size_t runPrefix(const json& file) {
    const auto root = hexId<StorageRoot>(file.at("stateRoot"));
    const auto prefix = hexBytes(file.at("prefix"));
    std::map<Bytes, Bytes> byHash; // the answers share nodes: each node once
    for (const auto& proof : file.at("proofs"))
        for (auto& node : hexList(proof)) {
            const auto hash = crypto::blake2b256(node);
            byHash.insert_or_assign(Bytes{hash.begin(), hash.end()}, std::move(node));
        }
    std::vector<Bytes> nodes;
    for (auto& [hash, node] : byHash)
        nodes.push_back(node);

    const auto read = readPrefixProof(root, nodes, prefix);
    EXPECT_TRUE(read.has_value()) << read.error().context;
    if (!read) return 0;
    std::vector<Bytes> keys;
    for (const auto& [key, value] : *read)
        keys.push_back(key);
    auto expected = hexList(file.at("keysUnderPrefix"));
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(keys, expected);

    std::size_t refused = 0;
    for (std::size_t i = 0; i < nodes.size(); i += 37) {
        auto fewer = nodes;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        refused += readPrefixProof(root, fewer, prefix).has_value() ? 0 : 1;
    }
    EXPECT_EQ(refused, (nodes.size() + 36) / 37) << "every node is needed for a complete answer";
    return 1;
}

std::size_t runState(const json& file) {
    for (const auto& item : file.at("cases")) {
        SCOPED_TRACE(item.at("id").get<std::string>());
        std::vector<Bytes> keys;
        std::vector<std::optional<Bytes>> values;
        for (const auto& key : item.at("keys")) {
            keys.push_back(hexBytes(key.at("storageKey")));
            values.push_back(valueOf(key));
        }
        checkProof(hexId<StorageRoot>(item.at("stateRoot")), hexList(item.at("proof")), keys, values);
    }
    for (const auto& item : file.at("negatives")) {
        const std::vector<Bytes> keys{hexBytes(item.at("key"))};
        EXPECT_EQ(item.at("expect"), "reject");
        EXPECT_FALSE(readProof(hexId<StorageRoot>(item.at("stateRoot")), hexList(item.at("proof")), keys).has_value())
            << item.at("id");
    }
    return file.at("cases").size() + file.at("negatives").size();
}

std::size_t runRoots(const json& file) {
    for (const auto& item : file.at("cases")) {
        SCOPED_TRACE(item.at("name").get<std::string>());
        std::map<Bytes, Bytes> entries;
        Changes changes;
        for (const auto& pair : item.at("entries")) {
            entries[hexBytes(pair.at(0))] = hexBytes(pair.at(1));
            changes[hexBytes(pair.at(0))] = hexBytes(pair.at(1));
        }
        for (const auto version : {StateVersion::V0, StateVersion::V1}) {
            const auto expected = hexId<StorageRoot>(item.at(version == StateVersion::V0 ? "rootV0" : "rootV1"));
            EXPECT_EQ(rootOf(entries, version), expected);
            const auto update = apply(MemoryNodes{}, emptyRoot(), changes, version);
            EXPECT_TRUE(update.has_value() && update->root == expected);
        }
    }
    return file.at("cases").size();
}

std::size_t run(const json& file) {
    if (file.is_array()) return runParaHeads(file);
    if (file.contains("negatives")) return runState(file);
    if (file.contains("prefix")) return runPrefix(file);
    if (file.contains("entries")) return runMainNetwork(file);
    return runRoots(file);
}

TEST(ProofVectors, AllReadAsRecordedAndNoSpoiledOneIsTaken) {
    std::size_t cases = 0;
    for (const auto& path : test::vectorFiles("proofs")) {
        SCOPED_TRACE(path.filename());
        const auto ran = run(test::loadJson(path));
        EXPECT_GT(ran, 0u);
        cases += ran;
    }

    std::printf("ran %zu cases\n", cases);
    EXPECT_GT(cases, 0u);
}

} // namespace
} // namespace taodeck::trie
