#include "core/worker/chain/neuron_reads.h"

#include "core/metadata/codec.h"
#include "core/worker/chain/commit.h"
#include "core/worker/chain/waiting.h"

#include <algorithm>

namespace taodeck::worker {

using metadata::Value;
using metadata::View;

namespace {

constexpr std::size_t kMaxCommits = 1024;

Result<std::uint64_t> numberConstant(const metadata::Metadata& meta, const char* pallet, const char* name) {
    TD_TRY(const auto* constant, meta.constant(pallet, name));
    TD_TRY(const auto value, metadata::decodeValue(meta.types(), constant->type, constant->value));
    return View{value}.asU64();
}

Result<View> valueAt(const chain::Reading& reading, std::size_t index) {
    if (index >= reading.values.size() || !reading.values[index])
        return fail(Errc::Unsupported, "the chain has no beacon for timelocked weights");
    return View{*reading.values[index]};
}

} // namespace

std::uint64_t TimelockFacts::missingRounds() const {
    const auto genesis = beacon.genesisSeconds * 1000, period = std::max<std::uint64_t>(1, beacon.periodSeconds) * 1000;
    const auto due = chainMillis > genesis ? (chainMillis - genesis) / period : 0;
    return due > lastRound ? due - lastRound : 0;
}

Result<chain::Reading> NeuronReads::read(std::vector<chain::StorageRead> reads, std::stop_token stop) const {
    return await<chain::Reading>(std::move(stop), m_parts.answerLimit,
                                 [&](auto done) { m_parts.access->read(std::move(reads), std::nullopt, done); });
}

Result<Stated<api::Metagraph>> NeuronReads::metagraph(std::stop_token stop) const {
    TD_TRY(auto answer, await<Stated<api::Metagraph>>(std::move(stop), m_parts.answerLimit, [&](auto done) {
               m_parts.chain->metagraph(m_parts.netuid, std::nullopt, done);
           }));
    if (!answer.value) return fail(Errc::NotFound, "the chain gave no metagraph");
    return answer;
}

Result<std::vector<OpenCommit>> NeuronReads::openCommits(std::stop_token stop) const {
    TD_TRY(const bool indexed, hasEpochIndex());
    if (!indexed)
        return fail(Errc::Unsupported,
                    "This chain keeps commits in an older form, which this version does not reveal.");
    TD_TRY(const auto reading, read({{"SubtensorModule",
                                      "WeightCommits",
                                      {Value::number(storageIndex(m_parts.netuid, 0)), Value::id(m_parts.hotkey)}}},
                                    std::move(stop)));
    std::vector<OpenCommit> out;
    if (reading.values.empty() || !reading.values[0]) return out;
    const View list{*reading.values[0]};
    if (list.size() > kMaxCommits) return fail(Errc::LimitExceeded, "the chain lists too many commits");
    for (std::size_t i = 0; i < list.size(); ++i) {
        OpenCommit commit;
        TD_TRY(commit.hash, list.at(i).at(0).asId<Hash256>());
        TD_TRY(commit.epoch, list.at(i).at(1).asU64());
        out.push_back(commit);
    }
    return out;
}

Result<TimelockFacts> NeuronReads::timelock(std::stop_token stop) const {
    TD_TRY(const auto runtime, m_parts.access->runtime());
    const auto& meta = *runtime.metadata;
    if (!meta.hasStorage("Drand", "BeaconConfig"))
        return fail(Errc::Unsupported, "the chain has no beacon for timelocked weights");
    TimelockFacts out;
    out.blockMillis = numberConstant(meta, "Aura", "SlotDuration").value_or(0);
    if (out.blockMillis == 0) out.blockMillis = 2 * numberConstant(meta, "Timestamp", "MinimumPeriod").value_or(0);
    if (out.blockMillis == 0) return fail(Errc::Unsupported, "the chain does not say how long its blocks take");
    TD_TRY(const auto reading,
           read({{"Drand", "BeaconConfig", {}}, {"Drand", "LastStoredRound", {}}, {"Timestamp", "Now", {}}},
                std::move(stop)));
    TD_TRY(const auto config, valueAt(reading, 0));
    TD_TRY(const auto last, valueAt(reading, 1));
    TD_TRY(const auto now, valueAt(reading, 2));
    TD_TRY(out.beaconKey, config.field("public_key").asBytes());
    TD_TRY(out.beacon.periodSeconds, config.field("period").asU64());
    TD_TRY(out.beacon.genesisSeconds, config.field("genesis_time").asU64());
    TD_TRY(out.lastRound, last.asU64());
    TD_TRY(out.chainMillis, now.asU64());
    out.at = raw(reading.at.number);
    return out;
}

std::uint64_t NeuronReads::nextBlock() const {
    return std::uint64_t{std::max(raw(m_parts.access->finalHead().number), raw(m_parts.access->bestHead().number))} + 1;
}

Result<bool> NeuronReads::hasEpochIndex() const {
    TD_TRY(const auto runtime, m_parts.access->runtime());
    return runtime.metadata->hasStorage("SubtensorModule", "SubnetEpochIndex");
}

} // namespace taodeck::worker
