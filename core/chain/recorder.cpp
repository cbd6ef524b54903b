#include "core/chain/recorder.h"

#include "core/base/log.h"

#include <map>
#include <mutex>

namespace taodeck::chain {

namespace {

/// `value` at the margin of one whole alpha; one TAO where there is nothing to divide.
Rao priceFrom(const api::StakePosition& position) {
    if (position.alpha.raw() == 0) return Rao::fromRaw(kUnitsPerToken);
    return Rao::fromRaw(
        static_cast<std::uint64_t>(UInt128{position.value.raw()} * kUnitsPerToken / position.alpha.raw()));
}

store::Observation observationFrom(const BlockHash& genesis, const AccountId& coldkey, const AccountState& state,
                                   UnixMillis now) {
    store::Observation out;
    out.genesis = genesis;
    out.coldkey = coldkey;
    out.nonce = state.balance.nonce;
    out.value.time = state.time == UnixMillis{} ? now : state.time;
    out.value.block = state.at.number;
    out.value.free = state.balance.free;
    out.value.trust = state.trust;
    for (const auto& position : state.positions) {
        out.value.stakedValue = out.value.stakedValue.saturatingAdd(position.value);
        out.value.stakedExit = out.value.stakedExit.saturatingAdd(position.exitNow);
        out.positions.push_back({position.hotkey, position.netuid, position.alpha, priceFrom(position)});
    }
    return out;
}

class RecorderImpl final : public Recorder, public std::enable_shared_from_this<RecorderImpl> {
public:
    explicit RecorderImpl(RecorderOptions options) : m_options{std::move(options)} {}

    void start() {
        m_subscription = m_options.client->onFinal([weak = weak_from_this()](const api::BlockSummary& block) {
            if (const auto self = weak.lock()) self->onBlock(block);
        });
    }

    void watch(std::vector<AccountId> coldkeys) override {
        const std::lock_guard lock{m_mutex};
        std::map<AccountId, Watched> next;
        for (const auto& coldkey : coldkeys)
            next[coldkey] = m_watched.contains(coldkey) ? m_watched[coldkey] : Watched{};
        m_watched = std::move(next);
    }

private:
    struct Watched {
        bool busy{false};
        std::optional<UnixMillis> begun;
        std::optional<BlockNumber> last;
        BlockHash genesis{}; ///< Of `last`.
    };

    void onBlock(const api::BlockSummary& block) {
        const auto runtime = m_options.client->runtime();
        if (!runtime) return;
        const auto now = m_options.now();
        if (block.time != UnixMillis{})
            m_options.store->recordBlock(runtime->genesis, block.number, block.hash, block.time);
        const auto pause = runtime->development ? m_options.every : m_options.everyLive;
        std::vector<AccountId> due;
        {
            const std::lock_guard lock{m_mutex};
            for (auto& [coldkey, watched] : m_watched) {
                if (watched.busy || (watched.begun && now - *watched.begun < pause)) continue;
                watched.busy = true;
                watched.begun = now;
                due.push_back(coldkey);
            }
        }
        for (const auto& coldkey : due)
            record(coldkey, runtime->genesis);
    }

    void record(const AccountId& coldkey, const BlockHash& genesis) {
        auto onState = [weak = weak_from_this(), coldkey, genesis](Result<AccountState> state) {
            if (const auto self = weak.lock()) self->onState(coldkey, genesis, state);
        };
        m_options.client->account(coldkey, std::move(onState));
    }

    void onState(const AccountId& coldkey, const BlockHash& genesis, const Result<AccountState>& state) {
        std::optional<store::Observation> observation;
        {
            const std::lock_guard lock{m_mutex};
            const auto it = m_watched.find(coldkey);
            if (it == m_watched.end()) return;
            auto& watched = it->second;
            watched.busy = false;
            if (!state) {
                log::debug("chain", "not recorded: " + state.error().context);
                return;
            }
            if (watched.genesis != genesis) watched.last.reset();
            if (watched.last == state->at.number) return;
            observation = observationFrom(genesis, coldkey, *state, m_options.now());
            observation->previous = watched.last;
            watched.last = state->at.number;
            watched.genesis = genesis;
        }
        m_options.store->recordObservation(*std::move(observation), {});
    }

    RecorderOptions m_options;
    std::mutex m_mutex;
    std::map<AccountId, Watched> m_watched;
    Subscription m_subscription;
};

} // namespace

std::shared_ptr<Recorder> makeRecorder(RecorderOptions options) {
    auto recorder = std::make_shared<RecorderImpl>(std::move(options));
    recorder->start();
    return recorder;
}

} // namespace taodeck::chain
