#include "tests/support/history_chain.h"

#include "core/crypto/hash.h"
#include "core/metadata/codec.h"
#include "core/metadata/value_json.h"
#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/subtensor_module/events.h"
#include "core/subtensor/pallets/system.h"
#include "core/trie/trie.h"
#include "tests/support/invariants.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace taodeck::subtensor::test {
namespace {

constexpr std::uint64_t kSlotMillis = 1'000, kStart = 1'700'000'000'000;

const GenesisConfig& config() {
    static const GenesisConfig made = developmentGenesis(kSlotMillis, kStart, 1);
    return made;
}
void keep(MemoryState& state, const State& changed) {
    for (const auto& [key, value] : changed.changes()) {
        if (value) {
            state.entries[key] = *value;
        } else {
            state.entries.erase(key);
        }
    }
}
/// Built once: deriving its keys takes longer than a short history.
const MemoryState& genesis() {
    static const MemoryState made = [] {
        MemoryState out;
        State state{out};
        makeRuntime425(kSlotMillis)->buildGenesis(state, config());
        keep(out, state);
        return out;
    }();
    return made;
}
BlockHash hashOf(std::uint32_t number) {
    scale::Encoder out;
    out.u32(number);
    return crypto::hashOf<BlockHash>(out.view());
}

} // namespace

Bytes signedExtrinsic(const Wish& wish, std::uint32_t nonce, const RuntimeVersion& version, const BlockHash& genesis) {
    SignedPart part;
    part.address = {MultiAddress::Kind::Id, wish.signer->publicKey(), {}};
    part.nonce = nonce;
    ImplicitData implicit;
    implicit.spec = version.spec;
    implicit.transaction = version.transaction;
    implicit.genesis = implicit.birth = genesis;
    const Bytes extra = encodeExtra(part);
    const auto signature = wish.signer->signRepeatably(signingPayload(wish.call, extra, implicit));
    scale::Encoder body, out;
    body.u8(0x84).u8(0).id(wish.signer->publicKey()).u8(1).raw(signature).raw(extra).raw(wish.call);
    out.bytes(body.view());
    return out.take();
}

HistoryChain::HistoryChain() : m_runtime{makeRuntime425(kSlotMillis)}, m_state{genesis()} {}

void HistoryChain::begin() {
    BlockInput input;
    input.number = BlockNumber{++m_number};
    input.parent = hashOf(m_number - 1);
    input.slot = m_number;
    input.timestampMillis = kStart + m_number * kSlotMillis;
    input.author = config().aura[m_number % config().aura.size()];
    m_open = std::make_unique<State>(m_state);
    m_blocks.emplace_back();
    bool good = m_runtime->initializeBlock(*m_open, input).has_value();
    for (const auto& inherent : m_runtime->inherents(input))
        good = good && m_runtime->apply(*m_open, inherent).has_value();
    if (!good) throw std::runtime_error{"a block cannot begin"};
}
tl::expected<Applied, Invalid> HistoryChain::send(const Wish& wish) {
    const auto nonce = system::Account.get(*m_open, wish.signer->publicKey()).nonce;
    return apply(signedExtrinsic(wish, nonce, m_runtime->version(), hashOf(0)));
}
tl::expected<Applied, Invalid> HistoryChain::apply(const Bytes& extrinsic) {
    auto result = m_runtime->apply(*m_open, extrinsic);
    if (result) m_blocks.back().push_back(extrinsic);
    return result;
}
void HistoryChain::end() {
    m_runtime->finalizeBlock(*m_open);
    keep(m_state, *m_open);
    m_open.reset();
}
StorageRoot HistoryChain::stateRoot() const {
    return trie::rootOf(m_state.entries, trie::StateVersion::V1);
}

namespace {

class Player {
public:
    explicit Player(const HistoryOptions& options)
        : m_options{options}, m_calls{m_chain.runtime(), options.seed}, m_meta{*metadata::Metadata::decode(
                                                                            *m_chain.runtime().metadata(15))} {}

    HistoryResult play() {
        m_chain.begin();
        for (const auto& wish : m_calls.settings())
            send(wish);
        m_chain.end();
        while (m_out.sent < m_options.transactions && m_out.violations.size() < HistoryResult::kMost)
            block();
        m_out.blocks = m_chain.number();
        m_out.root = m_chain.stateRoot();
        HistoryChain again;
        for (const auto& extrinsics : m_chain.blocks()) {
            again.begin();
            for (const auto& extrinsic : extrinsics)
                if (!again.apply(extrinsic)) note({"the replay refuses a transaction of the history"});
            again.end();
        }
        if (again.stateRoot() != m_out.root) note({"the replay has another state root"});
        return std::move(m_out);
    }

private:
    void block() {
        const Books before = booksOf(m_chain.state());
        m_chain.begin();
        m_names = "block step";
        const Books stepped = booksOf(m_chain.open());
        note(brokenByBlockStep(before, stepped, m_chain.open()));
        do
            send(m_calls.next(m_chain.open()));
        while (!m_calls.endsBlock(m_options.perBlock));
        m_chain.end();
        addAlphaFees();
        note(brokenInvariants(m_chain.state(), m_alphaFees));
        const Books now = booksOf(m_chain.state());
        note(brokenByTransactions(stepped, now));
        // Both issuances move together but for what is burnt, and for dust: of that both know in SubtensorModule's own
        // transfers only.
        const std::uint64_t apart = (now.counted - now.issuance) - (before.counted - before.issuance);
        if (apart == 0) return;
        const Lost lost = lostInBlock();
        if (apart < lost.burned || apart > lost.burned + lost.dust)
            note({"the issuances are further apart by " + std::to_string(apart) + ", burnt were " +
                  std::to_string(lost.burned) + ", lost as dust " + std::to_string(lost.dust)});
    }
    /// By the block's events TransactionFeePaidWithAlpha, which begin with the payer, netuid and alpha.
    void addAlphaFees() {
        using Event = subtensor_module::TransactionFeePaidWithAlpha;
        const Bytes events = *m_chain.state().get(system::Events.key());
        for (const auto& payer : m_payers) {
            scale::Encoder start;
            start.u8(static_cast<std::uint8_t>(Event::kName.pallet)).u8(Event::kName.index).id(payer);
            const Bytes& wanted = start.view();
            for (auto at = events.begin();
                 (at = std::search(at, events.end(), wanted.begin(), wanted.end())) != events.end(); ++at) {
                scale::Decoder rest{
                    ByteView{events}.subspan(static_cast<std::size_t>(at - events.begin()) + wanted.size())};
                const NetUid netuid{rest.u16().value()};
                m_alphaFees[netuid] += rest.u64().value();
            }
        }
        m_payers.clear();
    }
    struct Lost {
        std::uint64_t burned{0}, dust{0};
    };
    /// By the block's events Balances.Burned and Balances.DustLost.
    Lost lostInBlock() const {
        const auto& types = m_meta->types();
        const auto type = *m_meta->eventRecords();
        const auto value = metadata::decodeValue(types, type, *m_chain.state().get(system::Events.key()));
        const auto records = metadata::valueToJson(types, type, value.value());
        Lost lost;
        for (const auto& record : records.value()) {
            const auto balances = record.at("event").find("Balances");
            if (balances == record.at("event").end()) continue;
            if (balances->contains("Burned")) lost.burned += amountOf(balances->at("Burned").at("amount"));
            if (balances->contains("DustLost")) lost.dust += amountOf(balances->at("DustLost").at("amount"));
        }
        return lost;
    }
    static std::uint64_t amountOf(const nlohmann::json& number) {
        return number.is_string() ? std::stoull(number.get<std::string>()) : number.get<std::uint64_t>();
    }
    void send(const Wish& wish) {
        auto& count = m_out.calls[wish.name];
        const auto result = m_chain.send(wish);
        if (!result) {
            ++count.refused;
            ++count.errors[result.error().text];
            return;
        }
        ++m_out.sent;
        m_payers.insert(wish.signer->publicKey());
        ++count.sent;
        if (result->success) {
            ++m_out.succeeded;
            m_names += ", " + wish.name;
            ++count.succeeded;
        } else {
            ++count.errors[result->error];
        }
    }
    void note(const std::vector<std::string>& broken) {
        for (const auto& text : broken)
            if (m_out.violations.size() < HistoryResult::kMost)
                m_out.violations.push_back("block " + std::to_string(m_chain.number()) + ": " + text + " (" + m_names +
                                           ")");
    }

    HistoryOptions m_options;
    HistoryChain m_chain;
    RandomCalls m_calls;
    std::shared_ptr<const metadata::Metadata> m_meta;
    HistoryResult m_out;
    std::set<AccountId> m_payers; ///< Signers of this block.
    AlphaFees m_alphaFees;
    std::string m_names; ///< What happened in the block so far.
};

} // namespace

HistoryResult playHistory(const HistoryOptions& options) {
    return Player{options}.play();
}

} // namespace taodeck::subtensor::test
