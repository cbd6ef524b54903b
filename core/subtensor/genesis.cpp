/// The localnet's usual genesis. Source: subtensor node/src/chain_spec/localnet.rs (endowments and authorities).

#include "core/crypto/keypair.h"
#include "core/subtensor/runtime.h"

#include <cassert>

namespace taodeck::subtensor {
namespace {

AccountId account(crypto::KeyType type, const std::string& uri) {
    const auto pair = crypto::KeyPair::fromUri(type, uri);
    assert(pair); // the URIs below are ours
    return pair->publicKey();
}

} // namespace

GenesisConfig developmentGenesis(std::uint64_t slotMillis, std::uint64_t timestampMillis, std::uint64_t seed) {
    constexpr auto kRich = Rao::fromRaw(1'000'000 * kUnitsPerToken);
    constexpr auto kUsual = Rao::fromRaw(2'000 * kUnitsPerToken);
    GenesisConfig out;
    for (const auto* name : {"//Alice", "//Bob", "//Charlie"})
        out.balances.emplace_back(account(crypto::KeyType::Sr25519, name), kRich);
    for (const auto* name : {"//Dave", "//Eve", "//Ferdie", "//One", "//Two", "//Three"})
        out.balances.emplace_back(account(crypto::KeyType::Sr25519, name), kUsual);
    out.sudo = account(crypto::KeyType::Sr25519, "//Alice");
    for (const auto* name : {"//One", "//Two", "//Three"}) {
        out.aura.push_back(account(crypto::KeyType::Sr25519, name));
        out.grandpa.push_back(Ed25519Public{account(crypto::KeyType::Ed25519, name).bytes});
    }
    out.slotMillis = slotMillis;
    out.timestampMillis = timestampMillis;
    out.seed = seed;
    out.beacon = true;
    out.subnets = true;
    return out;
}

} // namespace taodeck::subtensor
