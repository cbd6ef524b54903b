#include "core/worker/neuron/epoch_reader.h"

#include "core/actions/stake_share.h"
#include "core/base/int128.h"
#include "core/worker/chain/waiting.h"

#include <array>

namespace taodeck::worker {

namespace {

using metadata::View;

constexpr std::array<std::string_view, 7> kUnclear{"StakeMoved",    "StakeTransferred", "StakeSwapped",  "AlphaBurned",
                                                   "AlphaRecycled", "HotkeySwapped",    "ColdkeySwapped"};

bool mentions(const View& event, const AccountId& account) {
    for (std::size_t i = 0; i < event.size(); ++i)
        if (const auto id = event.at(i).asId<AccountId>(); id && *id == account) return true;
    return false;
}

class ChainEpochReader final : public EpochReader {
public:
    explicit ChainEpochReader(EpochReaderParts parts) : m_parts{std::move(parts)} {}

    Result<EpochFacts> epoch(BlockNumber block, std::stop_token stop) override {
        if (raw(block) == 0) return fail(Errc::NotFound, "there is no block before the first");
        const BlockNumber parent{raw(block) - 1};
        EpochFacts out;
        out.block = block;
        TD_TRY(out.after, metagraph(block, stop));
        TD_TRY(out.before, metagraph(parent, stop));
        const auto* me = out.after.find(m_parts.hotkey);
        if (!me) return fail(Errc::NotFound, "the hotkey had no UID at block " + std::to_string(raw(block)));
        TD_TRY(const auto there, hashOf(block, stop));
        TD_TRY(const auto earlier, hashOf(parent, stop));
        TD_TRY(const auto stakeAfter, stakeAt(there, me->coldkey, stop));
        TD_TRY(const auto stakeBefore, stakeAt(earlier, me->coldkey, stop));
        TD_TRY(const auto times, read({{"Timestamp", "Now", {}}, {"System", "Events", {}}}, there, stop));
        if (!times.values.at(0) || !times.values.at(1)) return fail(Errc::NotFound, "the block has no time or events");
        TD_TRY(const auto millis, View{*times.values[0]}.asU64());
        out.time = api::WorkerTime{std::chrono::milliseconds{static_cast<std::int64_t>(millis)}};
        if (const auto own = ownOrders(*times.values[1], me->coldkey, m_parts.hotkey, m_parts.netuid)) {
            const auto paid = Int128{stakeAfter.raw()} - Int128{stakeBefore.raw()} - Int128{*own};
            if (paid >= 0) out.paid = Alpha::fromRaw(static_cast<std::uint64_t>(paid));
        }
        return out;
    }

    Result<BlockNumber> epochBefore(BlockNumber block, std::stop_token stop) override {
        if (raw(block) == 0) return fail(Errc::NotFound, "there is no block before the first");
        TD_TRY(const auto parent, hashOf(BlockNumber{raw(block) - 1}, stop));
        TD_TRY(const auto reading,
               read({{"SubtensorModule", "LastEpochBlock", {metadata::Value::number(raw(m_parts.netuid))}}}, parent,
                    stop));
        if (reading.values.empty() || !reading.values[0]) return BlockNumber{};
        TD_TRY(const auto number, View{*reading.values[0]}.asU64());
        return BlockNumber{static_cast<std::uint32_t>(number)};
    }

private:
    Result<api::Metagraph> metagraph(BlockNumber at, const std::stop_token& stop) {
        TD_TRY(auto stated, await<Stated<api::Metagraph>>(stop, m_parts.answerLimit, [&](auto done) {
                   m_parts.chain->metagraph(m_parts.netuid, at, std::move(done));
               }));
        if (!stated.value) return fail(Errc::NotFound, "nothing is known of block " + std::to_string(raw(at)));
        return *std::move(stated.value);
    }
    Result<BlockHash> hashOf(BlockNumber number, const std::stop_token& stop) {
        TD_TRY(const auto body, await<chain::BlockBody>(stop, m_parts.answerLimit, [&](auto done) {
                   m_parts.access->blockAt(number, std::move(done));
               }));
        return body.ref.hash;
    }
    Result<chain::Reading> read(std::vector<chain::StorageRead> reads, const BlockHash& at,
                                const std::stop_token& stop) {
        TD_TRY(auto reading, await<chain::Reading>(stop, m_parts.answerLimit, [&](auto done) {
                   m_parts.access->read(std::move(reads), at, std::move(done));
               }));
        return reading;
    }
    Result<Alpha> stakeAt(const BlockHash& at, const AccountId& coldkey, const std::stop_token& stop) {
        TD_TRY(const auto runtime, m_parts.access->runtime());
        std::vector<actions::Ask> asks;
        actions::askStake(asks, *runtime.metadata, m_parts.hotkey, coldkey, m_parts.netuid);
        std::vector<chain::StorageRead> reads;
        for (const auto& ask : asks)
            reads.push_back(ask.read);
        TD_TRY(auto reading, read(std::move(reads), at, stop));
        actions::Answers answers;
        for (std::size_t i = 0; i < asks.size() && i < reading.values.size(); ++i)
            answers.put(asks[i].label, std::move(reading.values[i]));
        return actions::stakeHeld(answers);
    }

    const EpochReaderParts m_parts;
};

} // namespace

std::optional<std::int64_t> ownOrders(const metadata::Value& events, const AccountId& coldkey, const AccountId& hotkey,
                                      NetUid netuid) {
    std::int64_t sum = 0;
    const View all{events};
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!all.at(i).field("phase").arm("ApplyExtrinsic").ok()) continue;
        const auto pallet = all.at(i).field("event").variantName();
        if (!pallet || *pallet != "SubtensorModule") continue;
        const auto event = all.at(i).field("event").at(0);
        const auto name = event.variantName();
        if (!name) continue;
        if (std::find(kUnclear.begin(), kUnclear.end(), *name) != kUnclear.end()) {
            if (mentions(event, coldkey)) return std::nullopt;
            continue;
        }
        // By position: coldkey, hotkey, tao, alpha, netuid, fee; of a removal the fee is alpha too.
        const bool added = *name == "StakeAdded", removed = *name == "StakeRemoved";
        if (!added && !removed) continue;
        const auto who = event.at(0).asId<AccountId>();
        const auto where = event.at(1).asId<AccountId>();
        const auto net = event.at(4).asU16();
        if (!who || !where || !net) return std::nullopt;
        if (*who != coldkey || *where != hotkey || *net != raw(netuid)) continue;
        const auto alpha = event.at(3).asU64();
        if (!alpha) return std::nullopt;
        const auto fee = removed ? event.at(5).asU64().value_or(0) : 0;
        sum += added ? static_cast<std::int64_t>(*alpha) : -static_cast<std::int64_t>(*alpha + fee);
    }
    return sum;
}

std::shared_ptr<EpochReader> makeEpochReader(EpochReaderParts parts) {
    return std::make_shared<ChainEpochReader>(std::move(parts));
}

} // namespace taodeck::worker
