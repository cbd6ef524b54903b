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
    if (time) takeUp(api::WorkerTime{std::chrono::milliseconds{*time}});
}

/// Requests since the last epoch of an earlier life, each in its second. Those beyond a number count as the oldest.
void EpochBook::takeUp(api::WorkerTime since) {
    const store::WorkerLogReader reader{m_parts.log->file()};
    const auto sums = reader.peersSince(since);
    const auto rows = reader.requests(kMostRequests);
    if (!sums || !rows) {
        log::warn("worker", "requests before this start are not counted: " +
                                (sums ? rows.error().context : sums.error().context));
        return;
    }
    std::map<AccountId, PeerTally> rest;
    for (const auto& peer : *sums)
        rest[peer.peer] = {peer.requests, peer.answered};
    for (const auto& row : *rows) {
        const auto of = rest.find(row.peer);
        if (row.time <= since || of == rest.end() || of->second.requests == 0) continue;
        const bool answered = row.outcome == store::kAnswered && of->second.answered > 0;
        --of->second.requests;
        of->second.answered -= answered;
        count(row.time, row.peer, answered);
    }
    const std::lock_guard lock{m_mutex};
    spanAt(since + std::chrono::milliseconds{1}).add({rest, 0});
}

void EpochBook::Span::add(const Span& other) {
    for (const auto& [peer, count] : other.tally) {
        if (count.requests == 0) continue;
        auto& mine = tally[peer];
        mine.requests += count.requests;
        mine.answered += count.answered;
    }
    wattHours += other.wattHours;
}

EpochBook::Span& EpochBook::spanAt(api::WorkerTime at) {
    auto& span = m_spans[std::chrono::floor<std::chrono::seconds>(at)];
    if (m_spans.size() <= kMostSpans) return span;
    // The chain has been away for long: the oldest two become one, which ends with the later.
    const auto oldest = m_spans.begin(), next = std::next(oldest);
    if (&oldest->second == &span) return span;
    next->second.add(oldest->second);
    m_spans.erase(oldest);
    return span;
}

EpochBook::Span EpochBook::spentUntil(api::WorkerTime end) {
    const std::lock_guard lock{m_mutex};
    Span sum;
    for (auto at = m_spans.begin(); at != m_spans.end() && at->first <= end; at = m_spans.erase(at))
        sum.add(at->second);
    return sum;
}

void EpochBook::count(api::WorkerTime at, const AccountId& peer, bool answered) {
    const std::lock_guard lock{m_mutex};
    auto& tally = spanAt(at).tally[peer];
    ++tally.requests;
    tally.answered += answered;
}

void EpochBook::spent(api::WorkerTime now, double wattHours) {
    if (wattHours <= 0) return;
    m_parts.log->energy(now, wattHours);
    const std::lock_guard lock{m_mutex};
    spanAt(now).wattHours += wattHours;
}

Result<> EpochBook::look(const api::Metagraph& subnet, std::stop_token stop) {
    const BlockNumber newest{static_cast<std::uint32_t>(subnet.lastEpochBlock)};
    if (!m_last || raw(m_missed.empty() ? *m_last : m_missed.back()) > raw(newest)) {
        // The first look of a worker's life, or a chain that began anew: what was before is not ours.
        m_last = newest;
        m_missed.clear();
        m_parts.log->saveState(kLastEpoch, std::to_string(raw(newest)));
        return {};
    }
    TD_CHECK(findMissed(newest, stop));
    for (std::size_t i = 0; i < kMostAtOnce && !m_missed.empty(); ++i) {
        const auto block = m_missed.front();
        const auto facts = m_parts.reader->epoch(block, stop);
        if (!facts && facts.error().code != Errc::NotFound) return tl::unexpected<Error>{facts.error()};
        if (facts)
            keep(*facts);
        else
            passOver(block, facts.error().context);
        m_missed.pop_front();
        m_last = block;
    }
    return {};
}

/// Walks back from the newest epoch to those that are known: each epoch's state before it names the one before that.
Result<> EpochBook::findMissed(BlockNumber newest, const std::stop_token& stop) {
    const auto known = m_missed.empty() ? *m_last : m_missed.back();
    std::deque<BlockNumber> found;
    for (auto at = newest; raw(at) > raw(known);) {
        found.push_front(at);
        const auto earlier = m_parts.reader->epochBefore(at, stop);
        if (!earlier && earlier.error().code != Errc::NotFound) return tl::unexpected<Error>{earlier.error()};
        if (!earlier || found.size() >= kMostMissed) {
            if (!earlier) found.pop_front(); // what was before it cannot be read, so it cannot be either
            log::warn("worker", "The epochs after block " + std::to_string(raw(known)) + " up to block " +
                                    std::to_string(raw(at)) + " cannot all be in the book: " +
                                    (earlier ? "there are too many." : earlier.error().context));
            if (found.empty() && m_missed.empty()) {
                m_last = at; // not to be asked for again
                passOver(at, earlier.error().context);
            }
            break;
        }
        if (raw(*earlier) >= raw(at)) break;
        at = *earlier;
    }
    m_missed.insert(m_missed.end(), found.begin(), found.end());
    return {};
}

void EpochBook::passOver(BlockNumber block, const std::string& why) {
    log::warn("worker", "The epoch of block " + std::to_string(raw(block)) + " is not in the book: " + why);
    m_parts.log->saveState(kLastEpoch, std::to_string(raw(block)));
}

void EpochBook::keep(const EpochFacts& facts) {
    store::WorkerEpoch epoch;
    auto point = scorePointOf(facts, m_parts.hotkey, m_parts.role);
    if (!point) return passOver(facts.block, point.error().context);
    epoch.score = *std::move(point);
    const auto [tally, wattHours] = spentUntil(facts.time);
    const Energy energy{wattHours, m_parts.energyPrice};
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
