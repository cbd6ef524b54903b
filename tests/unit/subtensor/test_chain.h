#pragma once
/// A chain in memory for tests: genesis, blocks, signed transactions, decoded events. Header hashes are made up.

#include "core/crypto/hash.h"
#include "core/crypto/keypair.h"
#include "core/metadata/codec.h"
#include "core/metadata/metadata.h"
#include "core/metadata/value_json.h"
#include "core/subtensor/executive.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/system.h"
#include "core/subtensor/rules.h"
#include "tests/unit/subtensor/raised_errors.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace taodeck::subtensor::test {

inline crypto::KeyPair devKey(const std::string& uri) {
    return *crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri);
}
inline AccountId devAccount(const std::string& uri) {
    return devKey(uri).publicKey();
}
inline MultiAddress addressOf(const AccountId& id) {
    return {MultiAddress::Kind::Id, id, {}};
}
inline Rao tao(std::uint64_t whole) {
    return Rao::fromRaw(whole * kUnitsPerToken);
}

struct SignOptions {
    std::optional<std::uint32_t> nonce; ///< Default: the account's.
    Rao tip;
    Era era;
    std::optional<BlockHash> birth; ///< Default: of the era's birth block, else the genesis hash.
    std::optional<std::uint32_t> spec;
};

struct BlockResult {
    std::vector<tl::expected<Applied, Invalid>> results; ///< Of the extrinsics after the inherents.
    nlohmann::json events;                               ///< System.Events after the block.

    /// {"Pallet.Event": fields} of one extrinsic, in order; 0 is the inherent.
    std::vector<std::pair<std::string, nlohmann::json>> of(std::uint32_t extrinsic) const {
        std::vector<std::pair<std::string, nlohmann::json>> out;
        for (const auto& record : events) {
            if (record["phase"] != nlohmann::json{{"ApplyExtrinsic", extrinsic}}) continue;
            const auto pallet = record["event"].items().begin();
            const auto event = pallet.value().items().begin();
            out.emplace_back(pallet.key() + "." + event.key(), event.value());
        }
        return out;
    }
    std::vector<std::string> namesOf(std::uint32_t extrinsic) const {
        std::vector<std::string> out;
        for (auto& [name, fields] : of(extrinsic))
            out.push_back(name);
        return out;
    }
    nlohmann::json find(std::uint32_t extrinsic, const std::string& name) const {
        for (auto& [event, fields] : of(extrinsic)) {
            if (event == name) return fields;
        }
        return nullptr;
    }
};

/// The development chain without subnets: what a block mints it takes back, and blocks hold no events but that of the
/// emission and those of transactions.
inline GenesisConfig plainGenesis() {
    auto config = developmentGenesis(1000, 1'700'000'000'000, 1);
    config.subnets = false;
    return config;
}

class TestChain {
public:
    explicit TestChain(GenesisConfig config = plainGenesis())
        : m_config{std::move(config)}, m_runtime{makeRuntime425(m_config.slotMillis)}, m_rules{m_config.slotMillis},
          m_metadata{*metadata::Metadata::decode(*m_runtime->metadata(15))} {
        State genesis{m_state};
        m_runtime->buildGenesis(genesis, m_config);
        keep(genesis);
    }

    const Runtime& runtime() const { return *m_runtime; }
    const MemoryState& state() const { return m_state; }
    MemoryState& mutableState() { return m_state; }
    const RuleSet425& rules() const { return m_rules; }
    const metadata::Metadata& meta() const { return *m_metadata; }
    std::uint32_t number() const { return m_number; }
    static BlockHash hashOf(std::uint32_t number) {
        Encoder out;
        out.u32(number);
        return crypto::hashOf<BlockHash>(out.view());
    }
    BlockHash best() const { return hashOf(m_number); }
    Rao free(const AccountId& who) const { return balances::free(m_state, who); }
    AccountId authorOf(std::uint32_t number) const { return m_config.aura[number % m_config.aura.size()]; }

    Bytes sign(const crypto::KeyPair& key, const RuntimeCall& call, SignOptions options = {}) const {
        SignedPart part;
        part.address = addressOf(key.publicKey());
        part.era = options.era;
        part.nonce = options.nonce.value_or(system::Account.get(m_state, key.publicKey()).nonce);
        part.tip = options.tip;
        ImplicitData implicit;
        implicit.spec = options.spec.value_or(425);
        implicit.transaction = 1;
        implicit.genesis = hashOf(0);
        const auto birth = part.era.period == 0 ? 0 : part.era.birth(m_number + 1);
        implicit.birth = options.birth.value_or(hashOf(static_cast<std::uint32_t>(birth)));
        const auto signature = key.sign(signingPayload(encoded(call), encodeExtra(part), implicit));
        part.signature = {static_cast<MultiSignature::Kind>(key.type()), {signature.begin(), signature.end()}};
        return encodeSigned(part, call);
    }

    tl::expected<ValidTransaction, Invalid> validate(ByteView extrinsic) const {
        return m_runtime->validate(m_state, best(), extrinsic);
    }

    BlockResult run(const std::vector<Bytes>& extrinsics = {}) {
        BlockInput input;
        input.number = BlockNumber{++m_number};
        input.parent = hashOf(m_number - 1);
        input.slot = m_number;
        input.timestampMillis = m_config.timestampMillis + m_number * m_config.slotMillis;
        input.author = authorOf(m_number);
        State next{m_state};
        EXPECT_TRUE(m_runtime->initializeBlock(next, input));
        for (const auto& inherent : m_runtime->inherents(input))
            EXPECT_TRUE(m_runtime->apply(next, inherent));
        BlockResult out;
        for (const auto& bytes : extrinsics) {
            out.results.push_back(m_runtime->apply(next, bytes));
            if (out.results.back()) noteRaised(out.results.back()->error);
        }
        m_runtime->finalizeBlock(next);
        keep(next);
        out.events = decodedEvents();
        return out;
    }

    nlohmann::json decodedEvents() const {
        const auto raw = m_state.get(system::Events.key());
        const auto type = *m_metadata->eventRecords();
        const auto value = metadata::decodeValue(m_metadata->types(), type, raw.value_or(Bytes{0}));
        EXPECT_TRUE(value) << value.error().context;
        return *metadata::valueToJson(m_metadata->types(), type, *value);
    }

    /// Makes changes from outside of any block the chain's state.
    void keep(const State& state) {
        for (const auto& [key, value] : state.changes()) {
            if (value) {
                m_state.entries[key] = *value;
            } else {
                m_state.entries.erase(key);
            }
        }
    }

private:
    GenesisConfig m_config;
    std::shared_ptr<const Runtime> m_runtime;
    RuleSet425 m_rules;
    std::shared_ptr<const metadata::Metadata> m_metadata;
    MemoryState m_state;
    std::uint32_t m_number{0};
};

} // namespace taodeck::subtensor::test
