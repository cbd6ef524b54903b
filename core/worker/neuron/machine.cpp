#include "core/worker/neuron/machine.h"

namespace taodeck::worker {

using api::WorkerState;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kIdle{1'000};

milliseconds since(const Moment& now, const Moment& then) {
    return std::chrono::duration_cast<milliseconds>(now.steady - then.steady);
}

} // namespace

bool isBrokenModel(Errc code) {
    switch (code) {
    case Errc::Truncated:
    case Errc::Malformed:
    case Errc::OutOfRange:
    case Errc::NotFound:
    case Errc::Unsupported:
    case Errc::Refused:
    case Errc::Insecure:
        return true;
    default:
        return false;
    }
}

bool isAskersFault(Errc code) {
    switch (code) {
    case Errc::Malformed:
    case Errc::OutOfRange:
    case Errc::Truncated:
    case Errc::Unsupported:
    case Errc::Refused:
        return true;
    default:
        return false;
    }
}

NeuronMachine::NeuronMachine(AccountId hotkey, NetUid netuid, bool needsModel, MachinePace pace, std::uint64_t seed)
    : m_hotkey{hotkey}, m_netuid{netuid}, m_needsModel{needsModel}, m_pace{pace}, m_seed{seed},
      m_chainPause{seed ^ 1, pace.backoff}, m_modelPause{seed ^ 2, pace.backoff} {}

void NeuronMachine::chainAnswered(const Moment& now, const api::Metagraph& subnet) {
    m_answeredAt = now;
    m_chainTrouble.clear();
    m_chainPause.reset();
    m_readAt = now.steady + m_pace.readChain;
    lookForUid(subnet);
}

void NeuronMachine::lookForUid(const api::Metagraph& subnet) {
    const std::string where = "subnet " + std::to_string(raw(m_netuid));
    if (const auto* me = subnet.find(m_hotkey)) {
        m_uid = me->uid;
        m_registeredAt = me->registeredAt;
        m_notRegistered.clear();
        return;
    }
    if (!m_uid) {
        if (m_notRegistered.empty())
            m_notRegistered = "The hotkey has no UID on " + where + ". It works as soon as it is registered.";
        return;
    }
    m_notRegistered = "The hotkey lost UID " + std::to_string(*m_uid) + " of " + where;
    const auto* heir = *m_uid < subnet.neurons.size() ? &subnet.neurons[*m_uid] : nullptr;
    if (heir && m_registeredAt && heir->registeredAt > *m_registeredAt)
        m_notRegistered += " at block " + std::to_string(raw(heir->registeredAt)) +
                           ": another neuron registered when the subnet was full, and this one had earned least.";
    else
        m_notRegistered += ": the subnet was trimmed or begun anew, or the hotkey was swapped.";
    m_notRegistered += " To work on, register it again.";
    m_uid.reset();
    m_registeredAt.reset();
}

void NeuronMachine::chainFailed(const Moment& now, const Error& why) {
    m_chainTrouble = why.context.empty() ? std::string{name(why.code)} : why.context;
    m_readAt = now.steady + m_chainPause.fail(now);
}

void NeuronMachine::linkSeen(const Moment& now, bool live, const std::string& problem) {
    if (live) return m_linkDownAt.reset();
    if (!m_linkDownAt) m_linkDownAt = now;
    m_linkTrouble = problem.empty() ? "there is no connection" : problem;
}

bool NeuronMachine::lost(const Moment& now) const {
    if (!m_answeredAt) return true;
    if (m_linkDownAt && since(now, *m_linkDownAt) >= m_pace.lostAfter) return true;
    return !m_chainTrouble.empty() && since(now, *m_answeredAt) >= m_pace.lostAfter;
}

void NeuronMachine::loading(const Moment&) {
    m_loading = true;
}

void NeuronMachine::modelReady(const Moment&, const HostInfo&) {
    m_loading = false;
    m_modelReady = true;
    m_modelTrouble.clear();
}

void NeuronMachine::modelFailed(const Moment& now, const Error& why) {
    m_loading = false;
    m_modelReady = false;
    m_modelTrouble = why.context.empty() ? std::string{name(why.code)} : why.context;
    if (isBrokenModel(why.code))
        broke("The " + m_engine + " cannot be used: " + m_modelTrouble);
    else
        m_modelPause.fail(now);
}

void NeuronMachine::workFailed(const Moment& now, const Error& why) {
    if (!m_modelReady) return; // it is being brought up again already
    m_modelReady = false;
    m_modelTrouble = why.context.empty() ? std::string{name(why.code)} : why.context;
    m_modelPause.fail(now);
}

void NeuronMachine::clockJumped(const Moment& now, const ClockJump& jump) {
    m_clockNote = jump.words() + (jump.kind == ClockJump::Kind::Back
                                      ? " Requests are refused while it differs from the other side's by seconds."
                                      : " Connections and waits began anew.");
    m_clockNoteUntil = now.steady + m_pace.noteFor;
    m_chainPause.reset();
    readSoon();
}

void NeuronMachine::resume() {
    m_broken.reset();
    m_paused.reset();
    m_modelPause.reset();
    m_chainPause.reset();
    readSoon();
}

std::optional<Next> NeuronMachine::chainFirst(const Moment& now) const {
    if (now.steady >= m_readAt) return Next{Todo::ReadChain, now.steady};
    if (!m_uid) return sleep(now);
    return std::nullopt;
}

std::optional<Next> NeuronMachine::common(const Moment& now) {
    if (m_broken) return sleep(now);
    if (const auto first = chainFirst(now)) return first;
    if (m_needsModel && !m_modelReady) {
        if (m_paused || m_loading || !m_modelPause.due(now)) return sleep(now);
        return Next{Todo::LoadModel, now.steady};
    }
    return std::nullopt;
}

Next NeuronMachine::sleep(const Moment& now) const {
    const auto soon = now.steady + kIdle;
    return {Todo::Nothing, m_broken ? soon : std::min(soon, std::max(m_readAt, now.steady + milliseconds{1}))};
}

std::optional<Standing> NeuronMachine::commonStanding(const Moment& now) const {
    if (m_broken) return Standing{WorkerState::Failed, *m_broken, {}};
    if (m_paused) return Standing{WorkerState::Paused, *m_paused, {}};
    if (lost(now)) {
        Standing s{WorkerState::WaitingChain, "Waits for the chain.", {}};
        if (!m_chainTrouble.empty()) {
            s.reason = (m_answeredAt ? "The chain has not answered for " + spanWords(since(now, *m_answeredAt))
                                     : std::string{"The chain cannot be read"}) +
                       ": " + m_chainTrouble;
            s.retryAt = m_chainPause.retryAt();
        } else if (m_answeredAt && m_linkDownAt) {
            s.reason =
                "The chain has been out of reach for " + spanWords(since(now, *m_linkDownAt)) + ": " + m_linkTrouble;
        }
        return s;
    }
    if (!m_uid) return Standing{WorkerState::NotRegistered, m_notRegistered, {}};
    if (m_needsModel && !m_modelReady) {
        if (m_modelTrouble.empty()) return Standing{WorkerState::LoadingModel, "Brings up the " + m_engine + ".", {}};
        return Standing{WorkerState::BackingOff, "The " + m_engine + "'s process failed: " + m_modelTrouble,
                        m_modelPause.retryAt()};
    }
    return std::nullopt;
}

Standing NeuronMachine::running(const Moment& now, std::string words) const {
    if (now.steady < m_clockNoteUntil) words += " " + m_clockNote;
    if (!m_logTrouble.empty()) words += " " + m_logTrouble;
    if (!m_chainTrouble.empty()) words += " The chain did not answer just now: " + m_chainTrouble;
    return {WorkerState::Running, std::move(words), {}};
}

// ---- miner

MinerMachine::MinerMachine(AccountId hotkey, NetUid netuid, bool needsModel, bool ownAxon, api::AxonAddress address,
                           MachinePace pace, std::uint64_t seed)
    : NeuronMachine{hotkey, netuid, needsModel, pace, seed}, m_mayAnnounce{address.ip != api::AxonAddress{}.ip},
      m_address{address}, m_listenPause{seed ^ 3, pace.backoff}, m_announcePause{seed ^ 4, pace.backoff} {
    m_listening = !ownAxon; // the program's own affair
}

void MinerMachine::chainAnswered(const Moment& now, const api::Metagraph& subnet) {
    NeuronMachine::chainAnswered(now, subnet);
    const auto* me = subnet.find(m_hotkey);
    m_shown = me && me->axon.ip == m_address.ip && me->axon.port == m_address.port && m_address.port != 0;
    if (m_shown) m_announceTrouble.clear();
    if (!me) m_announcedAt.reset();
}

void MinerMachine::listening(const Moment&, std::uint16_t port) {
    if (m_address.port != port) m_shown = false, m_reachAt.reset();
    m_address.port = port;
    m_listening = true;
    m_listenTrouble.clear();
}

void MinerMachine::listenFailed(const Moment& now, const Error& why) {
    m_listening = false;
    m_listenTrouble = why.context;
    m_listenPause.fail(now);
}

void MinerMachine::announced(const Moment& now) {
    m_announcedAt = now.steady;
    m_announceTrouble.clear();
    readSoon();
}

void MinerMachine::announceFailed(const Moment& now, const Error& why) {
    m_announceTrouble = why.context.empty() ? std::string{name(why.code)} : why.context;
    m_announcePause.fail(now);
}

void MinerMachine::reached(const Moment& now, std::string trouble) {
    m_reachTrouble = std::move(trouble);
    m_reachAt = now.steady + m_pace.checkReach;
}

bool MinerMachine::announceDue(const Moment& now) const {
    if (!m_mayAnnounce || m_shown || m_address.port == 0) return false;
    if (m_announcedAt && now.steady < *m_announcedAt + m_pace.announceAgain) return false;
    return m_announcePause.due(now);
}

Next MinerMachine::next(const Moment& now) {
    if (const auto first = common(now)) return *first;
    if (m_paused) return sleep(now);
    if (!m_listening) return m_listenPause.due(now) ? Next{Todo::Listen, now.steady} : sleep(now);
    if (announceDue(now)) return {Todo::Announce, now.steady};
    if (m_mayAnnounce && m_shown && (!m_reachAt || now.steady >= *m_reachAt)) return {Todo::CheckReach, now.steady};
    return sleep(now);
}

Standing MinerMachine::standing(const Moment& now) const {
    if (const auto first = commonStanding(now)) return *first;
    if (!m_listening) {
        if (m_listenTrouble.empty()) return {WorkerState::Announcing, "Opens its port.", {}};
        return {WorkerState::BackingOff, "The port cannot be opened: " + m_listenTrouble, m_listenPause.retryAt()};
    }
    const std::string uid = std::to_string(*m_uid);
    if (m_mayAnnounce && !m_shown && !m_announcedAt) {
        if (m_announceTrouble.empty()) return {WorkerState::Announcing, "Tells the chain where it listens.", {}};
        return {WorkerState::BackingOff, "The address could not be announced: " + m_announceTrouble,
                m_announcePause.retryAt()};
    }
    if (!m_mayAnnounce) return running(now, "Runs as UID " + uid + ". " + m_notAnnounced);
    std::string words = "Answers requests as UID " + uid + ".";
    if (!m_reachTrouble.empty()) words += " " + m_reachTrouble;
    return running(now, std::move(words));
}

// ---- validator

ValidatorMachine::ValidatorMachine(AccountId hotkey, NetUid netuid, bool needsModel, MachinePace pace,
                                   std::uint64_t seed)
    : NeuronMachine{hotkey, netuid, needsModel, pace, seed}, m_weightsPause{seed ^ 5, pace.backoff},
      m_roundPause{seed ^ 6, pace.backoff} {}

void ValidatorMachine::chainAnswered(const Moment& now, const api::Metagraph& subnet) {
    NeuronMachine::chainAnswered(now, subnet);
    if (subnet.epochIndex != m_epoch) m_weightsRefused = false;
    m_epoch = subnet.epochIndex;
    m_lastEpochBlock = subnet.lastEpochBlock;
    m_blocksToEpoch = subnet.blocksToEpoch;
    m_rateLimit = subnet.weightsRateLimit;
    m_tempo = subnet.tempo;
    m_mustReveal = subnet.commitReveal && !subnet.timelocked;
    m_revealLooked = false;
    if (const auto* me = subnet.find(m_hotkey)) {
        m_permit = me->permit || me->hotkey == subnet.ownerHotkey;
        m_lastUpdate = raw(me->lastUpdate);
        const auto head = subnet.lastEpochBlock + subnet.blocksSinceLastStep;
        m_sinceUpdate = head > m_lastUpdate ? static_cast<std::uint32_t>(head - m_lastUpdate) : 0;
    }
}

void ValidatorMachine::roundDone(const Moment& now, std::size_t asked, std::size_t answered) {
    m_asked = asked;
    m_answered = answered;
    ++m_rounds;
    m_roundTrouble.clear();
    m_roundAt = now.steady + m_pace.round;
}

void ValidatorMachine::roundFailed(const Moment& now, const Error& why) {
    m_roundTrouble = why.context.empty() ? std::string{name(why.code)} : why.context;
    m_roundAt = now.steady + m_roundPause.fail(now);
}

void ValidatorMachine::weightsSent(const Moment&, const WeightsSent& sent) {
    m_sentInEpoch = m_epoch;
    m_weightsTrouble.clear();
    m_lastSent = "Weights for " + std::to_string(sent.uids.size()) + " miners were " +
                 (sent.path == WeightsPath::Plain ? "set" : "committed") + " in block " +
                 std::to_string(raw(sent.block)) + ".";
    readSoon();
}

void ValidatorMachine::weightsFailed(const Moment& now, const Error& why) {
    m_weightsTrouble = why.context.empty() ? std::string{name(why.code)} : why.context;
    m_weightsRefused = why.code == Errc::Refused;
    m_weightsPause.fail(now);
}

void ValidatorMachine::revealed(const Moment&, std::size_t) {
    m_revealLooked = true;
}

void ValidatorMachine::revealFailed(const Moment&, const Error& why) {
    m_revealLooked = true; // the next look at the chain asks again
    m_weightsTrouble = why.context;
}

bool ValidatorMachine::weightsDue(const Moment& now) const {
    if (!m_haveScores || m_rounds == 0 || m_sentInEpoch == m_epoch || m_weightsRefused) return false;
    if (!m_weightsPause.due(now)) return false;
    if (m_sinceUpdate < m_rateLimit) return false;
    // The chain counts a submission by lastUpdate: what an earlier life sent in this epoch is not sent twice.
    if (m_lastUpdate > m_lastEpochBlock) return false;
    // Late in the epoch the scores know most; who has been silent for an epoch does not wait.
    const bool silent = m_sinceUpdate > m_tempo;
    const auto window = std::min<std::uint32_t>(100, std::max<std::uint32_t>(5, m_tempo / 2u));
    return silent || m_blocksToEpoch <= window;
}

Next ValidatorMachine::next(const Moment& now) {
    // A commit that is not revealed in its epoch is lost, and it needs no model: also while that is loaded or broken.
    if (const auto first = chainFirst(now)) return *first;
    if (m_mustReveal && !m_revealLooked) return {Todo::Reveal, now.steady};
    if (const auto first = common(now)) return *first;
    if (m_paused) return sleep(now);
    if (weightsDue(now)) return {Todo::SetWeights, now.steady};
    if (!m_roundAt || now.steady >= *m_roundAt) return {Todo::AskMiners, now.steady};
    auto idle = sleep(now);
    idle.wakeAt = std::min(idle.wakeAt, *m_roundAt);
    return idle;
}

Standing ValidatorMachine::standing(const Moment& now) const {
    if (const auto first = commonStanding(now)) return *first;
    if (!m_roundTrouble.empty())
        return {WorkerState::BackingOff, "A round failed: " + m_roundTrouble, m_roundPause.retryAt()};
    std::string words = "Judges miners as UID " + std::to_string(*m_uid) + ".";
    if (m_rounds > 0 && m_asked == 0)
        words += " No miner of the subnet says where it listens.";
    else if (m_rounds > 0)
        words += " " + std::to_string(m_answered) + " of " + std::to_string(m_asked) + " answered last time.";
    if (!m_permit) words += " It has no validator permit yet, so its weights do not count.";
    if (!m_weightsTrouble.empty())
        words += " Weights were not sent: " + m_weightsTrouble;
    else if (!m_lastSent.empty())
        words += " " + m_lastSent;
    return running(now, std::move(words));
}

} // namespace taodeck::worker
