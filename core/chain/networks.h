#pragma once
/// The networks this program knows, and what each one's proofs start from. Everything here is believed without proof:
/// it comes with the program, as reviewed data.

#include "core/finality/grandpa.h"

#include <optional>
#include <string>
#include <vector>

namespace taodeck::chain {

/// A block and who was in charge after it.
struct Checkpoint {
    Bytes header; ///< SCALE; its hash is what is trusted.
    finality::AuthoritySet set;
    std::vector<AccountId> aura; ///< Empty when unknown: blocks between two justifications are then only Reported.
};

struct Network {
    std::string id;       ///< "localnet", "finney", "test", "custom-…"
    std::string name;     ///< On the screen.
    std::string endpoint; ///< Usual address; empty for the localnet.
    bool development{false};
    /// Refused when the node's differs. Empty: the first contact's is pinned in the cache.
    std::optional<BlockHash> genesis;
    std::optional<Checkpoint> checkpoint;
    /// The node is a process of this person's own, which may be reset to another chain or go back to an earlier block:
    /// its new genesis, or its denial of what was final, is then believed, and everything is verified anew from there.
    bool ownNode{false};
    /// GRANDPA set 0 at genesis, and the block authors in slot order; empty when unknown.
    std::vector<finality::Authority> genesisAuthorities;
    std::vector<AccountId> auraAuthorities;
    std::uint32_t justificationPeriod{512}; ///< Nodes keep a justification every so many blocks.
    /// From this distance on one justification is used to jump: votes under the same set id cannot lie behind it.
    std::uint32_t jumpFrom{8192};
    std::string trustRoot; ///< In words, for people.

    bool canProve() const { return checkpoint || !genesisAuthorities.empty(); }
};

/// A development chain with the authorities //One, //Two and //Three.
Network localnet();
Network finney();
Network testNetwork();
/// The built-in network with this genesis block, if there is one.
std::optional<Network> networkOf(const BlockHash& genesis);
/// A node that a person named: nothing is known about its chain but what it says, unless it turns out to serve a
/// built-in network, which is then followed as that.
Network customNetwork(std::string id, std::string name, std::string endpoint, std::optional<BlockHash> genesis);

} // namespace taodeck::chain
