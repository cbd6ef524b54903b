#include "tests/support/history_chain.h"

#include "core/crypto/hash.h"
#include "core/metadata/codec.h"
#include "core/metadata/value_json.h"
#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/system.h"
#include "core/trie/trie.h"
#include "tests/support/allowances.h"
#include "tests/support/history_trace.h"
#include "tests/support/invariants.h"

#include <nlohmann/json.hpp>

#include <algorithm>
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
bool HistoryChain::wouldSucceed(const Wish& wish) const {
    State trial{*m_open};
    const auto nonce = system::Account.get(trial, wish.signer->publicKey()).nonce;
    const auto result = m_runtime->apply(trial, signedExtrinsic(wish, nonce, m_runtime->version(), hashOf(0)));
    return result && result->success;
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
        bool traced = false;
        while (m_out.sent < m_options.transactions && m_out.violations.size() < HistoryResult::kMost && !traced) {
            block();
            traced = m_options.trace &&
                     (*m_options.trace == 0 ? !m_out.violations.empty() : m_chain.number() == *m_options.trace);
        }
        if (traced) m_out.trace = traceBlock(m_chain.blocks(), m_chain.number(), m_allowances);
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
        m_allowances.blockStep(before, stepped, m_chain.open());
        note(brokenByBlockStep(before, stepped, m_chain.open(), m_allowances));
        const std::size_t events = eventCount(m_chain.open());
        do
            send(choose());
        while (!m_calls.endsBlock(m_options.perBlock));
        m_chain.end();
        m_allowances.blockEnd(m_chain.state());
        const Happened happened = happenedSince(events);
        note(brokenInvariants(m_chain.state(), m_allowances));
        const Books now = booksOf(m_chain.state());
        note(brokenByTransactions(stepped, now, m_allowances, happened.claims));
        // Both issuances move together but for what is burnt, and for dust: of that both know in SubtensorModule's own
        // transfers only.
        const std::uint64_t apart = (now.counted - now.issuance) - (before.counted - before.issuance);
        if (apart < happened.burned || apart > happened.burned + happened.dust)
            note({"the issuances are further apart by " + std::to_string(apart) + ", burnt were " +
                  std::to_string(happened.burned) + ", lost as dust " + std::to_string(happened.dust)});
    }
    /// Most transactions were tried before, with other arguments or another call where it failed; one in five was not.
    Wish choose() {
        constexpr int kTries = 4, kKinds = 2;
        Wish wish = m_calls.next(m_chain.open());
        if (m_calls.isBold()) return wish;
        for (int kind = 0; kind < kKinds; ++kind) {
            if (kind > 0) wish = m_calls.next(m_chain.open());
            for (int i = 0; i < kTries; ++i) {
                if (m_chain.wouldSucceed(wish)) return wish;
                wish = m_calls.again(m_chain.open());
            }
        }
        return wish;
    }
    static std::size_t eventCount(const StateReader& state) {
        const auto events = state.get(system::Events.key());
        return events ? scale::Decoder{*events}.compact32().value() : 0;
    }
    struct Happened {
        std::uint64_t burned{0}, dust{0}; ///< Of TAO, in the whole block.
        bool claims{false};               ///< Somebody claimed root's dividends in a transaction.
    };
    /// By the block's events, of which the block step made the first `stepped`.
    Happened happenedSince(std::size_t stepped) {
        const auto& types = m_meta->types();
        const auto type = *m_meta->eventRecords();
        const auto value = metadata::decodeValue(types, type, *m_chain.state().get(system::Events.key()));
        const auto records = metadata::valueToJson(types, type, value.value()).value();
        Happened out;
        for (std::size_t i = 0; i < records.size(); ++i) {
            const auto& event = records[i].at("event");
            if (const auto balances = event.find("Balances"); balances != event.end()) {
                if (balances->contains("Burned")) out.burned += amountOf(balances->at("Burned").at("amount"));
                if (balances->contains("DustLost")) out.dust += amountOf(balances->at("DustLost").at("amount"));
            }
            const auto module = event.find("SubtensorModule");
            if (module == event.end()) continue;
            if (module->contains("RootClaimed") && i >= stepped) out.claims = true;
            if (const auto fee = module->find("TransactionFeePaidWithAlpha"); fee != module->end())
                m_allowances.alphaFee(NetUid{static_cast<std::uint16_t>(amountOf(fee->at("netuid")))},
                                      amountOf(fee->at("alpha_fee")));
        }
        return out;
    }
    static std::uint64_t amountOf(const nlohmann::json& number) {
        return number.is_string() ? std::stoull(number.get<std::string>()) : number.get<std::uint64_t>();
    }
    /// How often a transaction can change one share pool: a sale takes the stake, gives back what the pool did not
    /// take, and does both again where that leaves too small a nomination; a batch holds up to three batches of three.
    static unsigned changesOf(const std::string& call) {
        static constexpr const char* kWrappers[] = {"Utility.", "Proxy.", "Multisig.", "Sudo."};
        const auto starts = [&](const char* pallet) { return call.rfind(pallet, 0) == 0; };
        return std::any_of(std::begin(kWrappers), std::end(kWrappers), starts) ? 4 * 9 : 4;
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
        ++count.sent;
        if (result->success) {
            ++m_out.succeeded;
            m_names += ", " + wish.name;
            m_allowances.transaction(m_chain.open(), changesOf(wish.name));
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
    Allowances m_allowances;
    std::string m_names; ///< What happened in the block so far.
};

} // namespace

HistoryResult playHistory(const HistoryOptions& options) {
    return Player{options}.play();
}

} // namespace taodeck::subtensor::test
