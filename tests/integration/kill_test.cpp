// Ends the localnet's process with SIGKILL again and again while it is under load. Whatever it had called final is
// there after the restart: blocks, their state, and every transaction in them.

#include "core/base/hex.h"
#include "core/finality/grandpa.h"
#include "core/trie/trie.h"
#include "tests/integration/forger.h"
#include "tests/integration/localnet_fixture.h"

#include <cstdio>
#include <random>
#include <set>

namespace taodeck {
namespace {

using rpc::callAndWait;
using rpc::json;
using test::Localnet;
using Clock = std::chrono::steady_clock;

constexpr int kKills = 50;
constexpr int kBlockMillis = 250;

struct FinalBlock {
    std::uint32_t number{0};
    std::string hash;
    std::string stateRoot;
};

/// What the outside saw of the chain, over all its lives.
struct Witness {
    std::map<std::uint32_t, FinalBlock> finals;
    using Included = std::map<std::string, std::string>; ///< Transaction, as hex → the final block that holds it.
    Included lately;                                     ///< Since the last kill.
    Included before;
    FinalBlock last() const { return finals.empty() ? FinalBlock{} : finals.rbegin()->second; }
};

FinalBlock toFinal(const json& header) {
    const auto decoded = test::headerOf(header);
    return {raw(decoded.number), toHex(finality::hashOf(decoded).view()), header.at("stateRoot").get<std::string>()};
}

/// One life of the process: sends transfers until told to stop, notes what is called final.
class Life {
public:
    Life(boost::asio::io_context& io, const Localnet& localnet) : m_node{localnet.connect(io)} {}

    rpc::Client& node() { return *m_node; }

    void watchFinals(const std::shared_ptr<test::Mailbox<FinalBlock>>& finals) {
        m_heads = m_node->subscribe("chain_subscribeFinalizedHeads", json::array(), "chain_unsubscribeFinalizedHeads",
                                    [finals](const Result<json>& head) {
                                        if (head) finals->put(toFinal(*head));
                                    });
    }
    /// Sends one more transfer per sender; `done` gets each that becomes final, with its block.
    void send(const test::Transfers& transfers, const std::vector<crypto::KeyPair>& senders, const AccountId& to,
              const std::shared_ptr<test::Mailbox<std::pair<std::string, std::string>>>& done) {
        for (const auto& sender : senders) {
            const auto account = toHex(sender.publicKey().view());
            if (!m_nonces.contains(account)) {
                const auto next = callAndWait(*m_node, "system_accountNextIndex", json::array({account}));
                if (!next) return;
                m_nonces[account] = next->get<std::uint32_t>();
            }
            const auto hex = toHex(transfers.signedTransfer(sender, m_nonces[account]++, to, 1'000'000));
            m_watches.push_back(m_node->subscribe("author_submitAndWatchExtrinsic", json::array({hex}),
                                                  "author_unwatchExtrinsic", [done, hex](const Result<json>& status) {
                                                      if (status && status->is_object() &&
                                                          status->contains("finalized"))
                                                          done->put({hex, (*status)["finalized"].get<std::string>()});
                                                  }));
        }
    }

private:
    std::shared_ptr<rpc::Client> m_node;
    Subscription m_heads;
    std::vector<Subscription> m_watches;
    std::map<std::string, std::uint32_t> m_nonces;
};

/// Reads the whole state under `block` with proofs and builds its root anew.
void expectWholeState(rpc::Client& node, const FinalBlock& block) {
    std::vector<Bytes> keys;
    json hexKeys = json::array();
    for (std::string from;;) {
        json params = json::array({"0x", 1000, nullptr, block.hash});
        if (!from.empty()) params[2] = from;
        const auto page = callAndWait(node, "state_getKeysPaged", params);
        ASSERT_TRUE(page.has_value()) << page.error().context;
        if (page->empty()) break;
        for (const auto& key : *page) {
            keys.push_back(fromHex(key.get<std::string>()).value());
            hexKeys.push_back(key);
        }
        from = page->back().get<std::string>();
    }
    ASSERT_FALSE(keys.empty());
    const auto proof = callAndWait(node, "state_getReadProof", json::array({hexKeys, block.hash}));
    ASSERT_TRUE(proof.has_value()) << proof.error().context;
    std::vector<Bytes> nodes;
    for (const auto& item : proof->at("proof"))
        nodes.push_back(fromHex(item.get<std::string>()).value());
    const auto root = StorageRoot::from(fromHex(block.stateRoot).value()).value();
    const auto all = trie::readPrefixProof(root, nodes, Bytes{});
    ASSERT_TRUE(all.has_value()) << all.error().context;
    EXPECT_EQ(all->size(), keys.size());
    EXPECT_EQ(trie::rootOf(*all, trie::StateVersion::V1), root);
}

/// The block, its justification and the transactions that were seen final in it.
void expectKept(rpc::Client& node, const FinalBlock& last, const Witness::Included& included) {
    const auto head = callAndWait(node, "chain_getFinalizedHead");
    ASSERT_TRUE(head.has_value()) << head.error().context;
    const auto header = callAndWait(node, "chain_getHeader", json::array({*head}));
    ASSERT_TRUE(header.has_value()) << header.error().context;
    EXPECT_GE(toFinal(*header).number, last.number);
    std::set<std::string> blocks;
    for (const auto& [hex, hash] : included)
        blocks.insert(hash);
    blocks.insert(last.hash);
    std::map<std::string, std::set<std::string>> contents;
    for (const auto& hash : blocks) {
        const auto block = callAndWait(node, "chain_getBlock", json::array({hash}));
        ASSERT_TRUE(block.has_value() && block->is_object()) << "block " << hash << " is lost";
        const auto at = toFinal(block->at("block").at("header"));
        EXPECT_EQ(at.hash, hash);
        const auto onChain = callAndWait(node, "chain_getBlockHash", json::array({at.number}));
        EXPECT_EQ(onChain.value(), hash) << "another block took its height";
        for (const auto& extrinsic : block->at("block").at("extrinsics"))
            contents[hash].insert(extrinsic.get<std::string>());
        const auto bytes = test::justificationOf(*block);
        ASSERT_TRUE(bytes.has_value());
        EXPECT_EQ(toHex(finality::decodeJustification(*bytes).value().target.view()), hash);
    }
    for (const auto& [hex, hash] : included)
        EXPECT_TRUE(contents[hash].contains(hex)) << "a final transaction is lost";
}

TEST(Localnet, LosesNothingFinalWhenKilledFiftyTimesUnderLoad) {
    test::IoThreads threads;
    const test::TemporaryFolder folder;
    std::mt19937 random{20'26};
    std::vector<crypto::KeyPair> senders;
    for (const auto* uri : {"//Alice", "//Bob", "//Charlie"})
        senders.push_back(test::devKey(uri));
    const auto to = test::devKey("//Receiver").publicKey();
    Witness witness;
    std::string genesis;

    for (int round = 0; round <= kKills; ++round) {
        SCOPED_TRACE(round);
        Localnet localnet{threads.io, folder.path(), kBlockMillis};
        if (genesis.empty()) genesis = localnet.info().genesis;
        ASSERT_EQ(localnet.info().genesis, genesis);
        Life life{threads.io, localnet};
        if (round > 0) {
            expectKept(life.node(), witness.last(), witness.lately);
            expectWholeState(life.node(), witness.last());
            if (testing::Test::HasFatalFailure() || testing::Test::HasNonfatalFailure()) return;
        }
        witness.before.merge(std::exchange(witness.lately, {}));
        if (round == kKills) { // and nothing that was kept at first got lost later
            expectKept(life.node(), witness.last(), witness.before);
            break;
        }
        const auto finals = std::make_shared<test::Mailbox<FinalBlock>>();
        const auto done = std::make_shared<test::Mailbox<std::pair<std::string, std::string>>>();
        const auto transfers = test::Transfers::make(life.node());
        ASSERT_TRUE(transfers.has_value()) << transfers.error().context;
        life.watchFinals(finals);
        const auto before = witness.last().number;
        const auto until =
            Clock::now() +
            std::chrono::milliseconds{std::uniform_int_distribution<int>{2 * kBlockMillis, 5 * kBlockMillis}(random)};
        const auto note = [&](std::chrono::milliseconds limit) {
            const auto final = finals->take(limit);
            if (final) witness.finals[final->number] = *final;
            return final.has_value();
        };
        const auto limit = Clock::now() + std::chrono::seconds{10};
        while (Clock::now() < limit && (Clock::now() < until || witness.last().number <= before)) {
            life.send(*transfers, senders, to, done);
            note(std::chrono::milliseconds{20});
        }
        localnet.kill();
        while (note(std::chrono::milliseconds{1})) {
        }
        while (const auto included = done->take(std::chrono::milliseconds{1})) {
            witness.lately.insert(*included);
        }
        ASSERT_GT(witness.last().number, before) << "the chain does not go on";
    }

    std::printf("killed %d times at block %u, %zu final transactions kept\n", kKills, witness.last().number,
                witness.before.size());
    EXPECT_GT(witness.before.size(), static_cast<std::size_t>(kKills));
}

} // namespace
} // namespace taodeck
