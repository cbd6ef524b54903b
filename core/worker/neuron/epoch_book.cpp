#include "core/worker/neuron/epoch_book.h"

#include "core/base/log.h"

#include <charconv>

namespace taodeck::worker {

namespace {

constexpr const char *kLastEpoch = "epoch", *kLastTime = "epoch_time";

std::optional<std::int64_t> numberIn(const Result<std::optional<std::string>>& state) {
    if (!state || !*state) return std::nullopt;
    std::int64_t out = 0;
    const auto& text = **state;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), out);
    return code == std::errc{} && end == text.data() + text.size() ? std::optional{out} : std::nullopt;
}

} // namespace

EpochBook::EpochBook(EpochBookParts parts) : m_parts{std::move(parts)} {
    const store::WorkerLogReader reader{m_parts.log->file()};
    const auto block = numberIn(reader.state(kLastEpoch));
    const auto time = numberIn(reader.state(kLastTime));
    if (block) m_last = BlockNumber{static_cast<std::uint32_t>(*block)};
    if (!time) return;
    const auto peers = reader.peersSince(api::WorkerTime{std::chrono::milliseconds{*time}});
    if (!peers) {
        log::warn("worker", "requests before this start are not counted: " + peers.error().context);
        return;
    }
    for (const auto& peer : *peers)
        m_tally[peer.peer] = {peer.requests, peer.answered};
}

void EpochBook::count(const AccountId& peer, bool answered) {
    const std::lock_guard lock{m_mutex};
    auto& tally = m_tally[peer];
    ++tally.requests;
    tally.answered += answered;
}

void EpochBook::spent(api::WorkerTime now, double wattHours) {
    if (wattHours <= 0) return;
    m_parts.log->energy(now, wattHours);
    const std::lock_guard lock{m_mutex};
    m_wattHours += wattHours;
}

Result<> EpochBook::look(const api::Metagraph& subnet, std::stop_token stop) {
    const BlockNumber newest{static_cast<std::uint32_t>(subnet.lastEpochBlock)};
    if (!m_last || raw(*m_last) > raw(newest)) {
        // The first look of a worker's life, or a chain that began anew: what was before is not ours.
        m_last = newest;
        m_parts.log->saveState(kLastEpoch, std::to_string(raw(newest)));
        return {};
    }
    // Each epoch's state before it names the epoch before that.
    std::vector<EpochFacts> missed;
    for (auto at = newest; raw(at) > raw(*m_last) && missed.size() < kMostAtOnce;) {
        auto facts = m_parts.reader->epoch(at, stop);
        if (!facts && facts.error().code == Errc::NotFound) {
            log::warn("worker", "epochs up to block " + std::to_string(raw(at)) +
                                    " cannot be read any more: " + facts.error().context);
            break;
        }
        if (!facts) return tl::unexpected<Error>{std::move(facts).error()};
        const BlockNumber earlier{static_cast<std::uint32_t>(facts->before.lastEpochBlock)};
        missed.push_back(*std::move(facts));
        if (raw(earlier) >= raw(at)) break;
        at = earlier;
    }
    for (auto facts = missed.rbegin(); facts != missed.rend(); ++facts)
        keep(*facts);
    m_last = newest;
    return {};
}

void EpochBook::keep(const EpochFacts& facts) {
    store::WorkerEpoch epoch;
    auto point = scorePointOf(facts, m_parts.hotkey, m_parts.role);
    if (!point) return;
    epoch.score = *std::move(point);
    std::map<AccountId, PeerTally> tally;
    Energy energy;
    energy.pricePerKilowattHour = m_parts.energyPrice;
    {
        const std::lock_guard lock{m_mutex};
        tally = std::exchange(m_tally, {});
        energy.wattHours = std::exchange(m_wattHours, 0);
    }
    epoch.waterfall = waterfallOf(facts, m_parts.hotkey, m_parts.role, tally, energy);
    if (!facts.paid)
        log::warn("worker", "the payment of block " + std::to_string(raw(facts.block)) +
                                " cannot be told from own orders in that block");
    else if (facts.paid->raw() > 0)
        epoch.earning =
            api::WorkerEarning{facts.time, facts.block, *facts.paid, valueAt(*facts.paid, facts.after.price)};
    epoch.states = {{kLastEpoch, std::to_string(raw(facts.block))},
                    {kLastTime, std::to_string(facts.time.time_since_epoch().count())}};
    m_parts.log->epoch(std::move(epoch));
}

} // namespace taodeck::worker
