#pragma once
/// What a neuron does next and how it stands: pure state machines. Time, what the chain said, and what became of the
/// last deed go in; one deed and the words for the screen come out. No clock, no socket, no thread: neuron.cpp does the
/// deeds. One thread.
///
/// The states are those of api::WorkerState. Whatever fails is a named reason and is tried again by itself with a
/// growing pause; Failed is left for what only a person can mend (a broken model, a wrong key), until resume().

#include "core/api/chain_service.h"
#include "core/api/worker_service.h"
#include "core/worker/chain/neuron_chain.h"
#include "core/worker/host/model_host.h"
#include "core/worker/neuron/backoff.h"

#include <optional>
#include <string>

namespace taodeck::worker {

enum class Todo : std::uint8_t {
    Nothing,
    ReadChain,
    LoadModel,  ///< Ask the model host for its info.
    Listen,     ///< Open the axon's port. Miners.
    Announce,   ///< Put the axon's address on the chain. Miners.
    CheckReach, ///< See whether somebody answers at the announced address. Miners.
    Reveal,     ///< Commits whose time has come. Validators.
    AskMiners,  ///< One round. Validators.
    SetWeights, ///< Validators.
};

struct Next {
    Todo todo{Todo::Nothing};
    std::chrono::steady_clock::time_point wakeAt{}; ///< Ask again then at the latest.
};

struct Standing {
    api::WorkerState state{api::WorkerState::Starting};
    std::string reason; ///< English.
    std::optional<UnixMillis> retryAt;
    friend bool operator==(const Standing&, const Standing&) = default;
};

struct MachinePace {
    std::chrono::milliseconds readChain{30'000};      ///< Between two looks at the subnet.
    std::chrono::milliseconds lostAfter{30'000};      ///< Without an answer of the chain.
    std::chrono::milliseconds noteFor{60'000};        ///< How long a jump of the clock is told.
    std::chrono::milliseconds round{60'000};          ///< A validator's rounds.
    std::chrono::milliseconds announceAgain{120'000}; ///< When the chain does not show what was announced.
    std::chrono::milliseconds checkReach{600'000};    ///< Between two looks at the own address.
    BackoffLimits backoff;
};

/// What both roles share.
class NeuronMachine {
public:
    /// @param seed of the pauses' jitter.
    NeuronMachine(AccountId hotkey, NetUid netuid, bool needsModel, MachinePace pace, std::uint64_t seed);
    virtual ~NeuronMachine() = default;

    // What happened. Each takes the time at which it did.
    virtual void chainAnswered(const Moment& now, const api::Metagraph& subnet);
    void chainFailed(const Moment& now, const Error& why);
    /// The connection's own state, seen again and again while a deed of the neuron may wait for the chain.
    void linkSeen(const Moment& now, bool live, const std::string& problem);
    void loading(const Moment& now); ///< LoadModel has begun; its end is told by one of the next two.
    void modelReady(const Moment& now, const HostInfo& info);
    /// It could not be brought up: what the file itself is to blame for ends in Failed.
    void modelFailed(const Moment& now, const Error& why);
    /// It failed over a piece of work. Never Failed: what a stranger asked for proves nothing about the file. The next
    /// LoadModel says whether it can be used.
    void workFailed(const Moment& now, const Error& why);
    void modelRests() { m_modelReady = false, m_modelTrouble.clear(); } ///< Taken away for a pause: no failure.
    void loadCancelled() { m_loading = false, modelRests(); }           ///< Of loading(), by a pause.
    void clockJumped(const Moment& now, const ClockJump& jump);
    void logTrouble(std::string words) { m_logTrouble = std::move(words); } ///< Empty: over.
    /// What does the work, for sentences: "model" unless said.
    void callIt(std::string engine) { m_engine = std::move(engine); }
    /// Something only a person can mend.
    void broke(std::string why) { m_broken = std::move(why); }
    void pause(std::string why) { m_paused = std::move(why); }
    /// Ends a pause and a Failed: everything is tried anew at once.
    void resume();

    virtual Next next(const Moment& now) = 0;
    virtual Standing standing(const Moment& now) const = 0;
    /// Requests are answered, or asked: the model is there, nobody paused it, and the subnet knows the hotkey.
    bool works() const { return !m_broken && !m_paused && m_uid && (m_modelReady || !m_needsModel); }
    std::optional<std::uint16_t> uid() const { return m_uid; }

protected:
    /// What comes before the role's own deeds; empty when nothing does. It is in two parts, as there are deeds that
    /// need the chain but no model.
    std::optional<Next> common(const Moment& now);
    std::optional<Next> chainFirst(const Moment& now) const;
    /// Empty when all that both roles need is there.
    std::optional<Standing> commonStanding(const Moment& now) const;
    /// Running, with what is to be told beside it.
    Standing running(const Moment& now, std::string words) const;
    Next sleep(const Moment& now) const;
    void readSoon() { m_readAt = {}; }

    const AccountId m_hotkey;
    const NetUid m_netuid;
    const bool m_needsModel;
    const MachinePace m_pace;
    std::uint64_t m_seed;

    std::optional<std::string> m_broken, m_paused;
    std::optional<std::uint16_t> m_uid;
    bool m_modelReady{false};

private:
    void lookForUid(const api::Metagraph& subnet);
    bool lost(const Moment& now) const;

    // The chain.
    std::chrono::steady_clock::time_point m_readAt{};
    std::optional<Moment> m_answeredAt;
    Backoff m_chainPause;
    std::string m_chainTrouble;
    std::optional<Moment> m_linkDownAt;
    std::string m_linkTrouble;
    std::optional<BlockNumber> m_registeredAt;
    std::string m_notRegistered; ///< Why, in words.
    // The model.
    bool m_loading{false};
    Backoff m_modelPause;
    std::string m_modelTrouble, m_engine{"model"};
    // Notes.
    std::string m_clockNote, m_logTrouble;
    std::chrono::steady_clock::time_point m_clockNoteUntil{};
};

class MinerMachine final : public NeuronMachine {
public:
    /// @param address what it announces; its port is set by listening(). One that serves() not is never announced.
    /// @param ownAxon false: an external program listens by itself.
    MinerMachine(AccountId hotkey, NetUid netuid, bool needsModel, bool ownAxon, api::AxonAddress address,
                 MachinePace pace, std::uint64_t seed);

    void chainAnswered(const Moment& now, const api::Metagraph& subnet) override;
    void listening(const Moment& now, std::uint16_t port);
    void listenFailed(const Moment& now, const Error& why);
    void announced(const Moment& now);
    void announceFailed(const Moment& now, const Error& why);
    /// The announced address was tried. @param trouble English; empty when it answered.
    void reached(const Moment& now, std::string trouble);
    /// Why there is no address to announce, in a sentence.
    void notAnnounced(std::string words) { m_notAnnounced = std::move(words); }
    const api::AxonAddress& address() const { return m_address; }

    Next next(const Moment& now) override;
    Standing standing(const Moment& now) const override;

private:
    bool announceDue(const Moment& now) const;

    const bool m_mayAnnounce;
    api::AxonAddress m_address;
    bool m_listening{false}, m_shown{false};
    Backoff m_listenPause, m_announcePause;
    std::string m_listenTrouble, m_announceTrouble;
    std::optional<std::chrono::steady_clock::time_point> m_announcedAt, m_reachAt;
    std::string m_reachTrouble;
    std::string m_notAnnounced = "Not announced, as it was given no public address: nobody can ask it.";
};

class ValidatorMachine final : public NeuronMachine {
public:
    ValidatorMachine(AccountId hotkey, NetUid netuid, bool needsModel, MachinePace pace, std::uint64_t seed);

    void chainAnswered(const Moment& now, const api::Metagraph& subnet) override;
    void roundDone(const Moment& now, std::size_t asked, std::size_t answered);
    void roundFailed(const Moment& now, const Error& why); ///< This machine's own failure.
    void weightsSent(const Moment& now, const WeightsSent& sent);
    void weightsFailed(const Moment& now, const Error& why);
    void revealed(const Moment& now, std::size_t count);
    void revealFailed(const Moment& now, const Error& why);
    void haveScores(bool have) { m_haveScores = have; }

    Next next(const Moment& now) override;
    Standing standing(const Moment& now) const override;

private:
    bool weightsDue(const Moment& now) const;

    std::optional<std::chrono::steady_clock::time_point> m_roundAt;
    std::size_t m_asked{0}, m_answered{0}, m_rounds{0};
    bool m_haveScores{false};
    // The last look at the chain.
    bool m_permit{false}, m_mustReveal{false}, m_revealLooked{true};
    std::uint64_t m_epoch{0}, m_lastEpochBlock{0};
    std::uint32_t m_blocksToEpoch{0}, m_sinceUpdate{0}, m_rateLimit{0}, m_tempo{0};
    std::uint32_t m_lastUpdate{0};
    // Weights.
    std::optional<std::uint64_t> m_sentInEpoch;
    std::string m_lastSent;
    Backoff m_weightsPause;
    std::string m_weightsTrouble;
    bool m_weightsRefused{false}; ///< By a rule: waits for the next epoch.
    Backoff m_roundPause;
    std::string m_roundTrouble;
};

/// True for errors that mean the file itself: trying again changes nothing.
bool isBrokenModel(Errc code);
/// True for errors of a piece of work that its asker is to blame for, if the model itself can be used: what he sent
/// cannot be read, or does not fit into the context so that its answer has no receipt.
bool isAskersFault(Errc code);

} // namespace taodeck::worker
