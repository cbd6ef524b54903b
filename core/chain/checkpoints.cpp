#include "core/base/hex.h"
#include "core/chain/detail/checkpoint_finney.h"
#include "core/chain/networks.h"
#include "core/crypto/keypair.h"

#include <array>
#include <cassert>

namespace taodeck::chain {

namespace {

constexpr std::string_view kFinneyGenesis = "2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03";
constexpr std::string_view kTestGenesis = "8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105";

/// Constants of this file only: a mistake in them is ours.
Bytes bytesOf(std::string_view hex) {
    auto bytes = fromHex(hex);
    assert(bytes);
    return *std::move(bytes);
}
template <class Id>
Id idOf(std::string_view hex) {
    auto id = Id::from(bytesOf(hex));
    assert(id);
    return *id;
}

std::vector<finality::Authority> authoritiesOf(std::span<const std::string_view> keys) {
    std::vector<finality::Authority> out;
    for (const auto key : keys)
        out.push_back({idOf<Ed25519Public>(key), 1});
    return out;
}

AccountId developmentKey(crypto::KeyType type, std::string_view uri) {
    auto pair = crypto::KeyPair::fromUri(type, uri);
    assert(pair);
    return pair->publicKey();
}

} // namespace

Network localnet() {
    Network n;
    n.id = "localnet";
    n.name = "Localnet";
    n.development = true;
    for (const auto uri : {"//One", "//Two", "//Three"}) {
        n.genesisAuthorities.push_back({Ed25519Public{developmentKey(crypto::KeyType::Ed25519, uri).bytes}, 1});
        n.auraAuthorities.push_back(developmentKey(crypto::KeyType::Sr25519, uri));
    }
    n.trustRoot = "The embedded chain on this computer: its genesis block as first seen, and the three development "
                  "authorities //One, //Two and //Three.";
    return n;
}

Network finney() {
    Network n;
    n.id = "finney";
    n.name = "Finney";
    n.endpoint = "wss://entrypoint-finney.opentensor.ai:443";
    n.genesis = idOf<BlockHash>(kFinneyGenesis);
    n.checkpoint = Checkpoint{
        bytesOf(detail::kFinneyHeader), {detail::kFinneySetId, authoritiesOf(detail::kFinneyAuthorities)}, {}};
    n.trustRoot =
        "The main network's genesis hash, and block 9,183,744 with its 20 finality authorities (set 6), which "
        "come with this program.";
    return n;
}

Network testNetwork() {
    Network n;
    n.id = "test";
    n.name = "Test network";
    n.endpoint = "wss://test.finney.opentensor.ai:443";
    n.genesis = idOf<BlockHash>(kTestGenesis);
    n.trustRoot =
        "The test network's genesis hash. Its authority changes cannot all be followed from block headers, so "
        "its values are Reported: a node said so.";
    return n;
}

std::optional<Network> networkOf(const BlockHash& genesis) {
    if (genesis == idOf<BlockHash>(kFinneyGenesis)) return finney();
    if (genesis == idOf<BlockHash>(kTestGenesis)) return testNetwork();
    return std::nullopt;
}

Network customNetwork(std::string id, std::string name, std::string endpoint, std::optional<BlockHash> genesis) {
    Network n;
    n.id = std::move(id);
    n.name = std::move(name);
    n.endpoint = std::move(endpoint);
    n.genesis = genesis;
    n.trustRoot =
        "The genesis hash as first seen. This program knows no authorities of this network, so its values are "
        "Reported: a node said so.";
    return n;
}

} // namespace taodeck::chain
