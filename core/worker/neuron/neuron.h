#pragma once
/// A running miner or validator: the state machine of machine.h, and a thread that does what it says through a chain, a
/// model host and an axon that come from outside. Several may run in one process and share a model host, a connection
/// to the chain and an io_context. Calls may come from any thread.

#include "core/axon/client.h"
#include "core/axon/server.h"
#include "core/keys/signer.h"
#include "core/store/worker_log.h"
#include "core/worker/neuron/epoch_reader.h"
#include "core/worker/neuron/machine.h"
#include "core/worker/tasks/task.h"

#include <functional>
#include <memory>

namespace taodeck::worker {

/// How a validator's rounds are.
struct RoundPace {
    std::size_t miners{8};                         ///< Asked in one round.
    std::chrono::milliseconds answerLimit{12'000}; ///< For one miner.
    double alpha{0.1};                             ///< Of the scores' moving average.
};

struct NeuronParts {
    api::WorkerSettings settings;
    bool development{false};
    std::string listenOn = "127.0.0.1";
    api::AxonAddress announce; ///< Its port is not looked at. Zero: never announced.
    MachinePace pace;
    RoundPace rounds;
    std::uint64_t seed{0}; ///< 0: random. Decides jitter, samples and questions.

    std::shared_ptr<NeuronChain> chain;
    std::shared_ptr<EpochReader> epochs;           ///< Null: no book of epochs is kept.
    std::function<api::ChainStatus()> chainStatus; ///< Of the link, for trust and block; may be empty.
    std::shared_ptr<const Task> task;              ///< Null for an external program.
    std::shared_ptr<ModelHost> host;               ///< The same.
    /// Brings up an external program and answers when it serves; null with a host. Called again after `trouble`.
    std::function<Result<HostInfo>(std::stop_token)> prepare;
    /// Asked every second once prepared: an error is what happened to the program. May be empty.
    std::function<Result<>()> trouble;
    /// Stops an external program for a pause; false ends the pause, and `prepare` starts it. Does not wait. May be
    /// empty.
    std::function<void(bool rests)> rest;
    std::function<void()> end; ///< Ends an external program for good and waits until it is gone. May be empty.
    std::string notAnnounced;  ///< Why, where `announce` is zero; empty: there is no address.
    bool ownAxon{true};        ///< False: an external program listens on settings.port.
    std::shared_ptr<const keys::Signer> signer; ///< The hotkey's.
    std::shared_ptr<store::WorkerLog> log;      ///< Null: nothing is kept.
    boost::asio::io_context* io{nullptr};
    std::shared_ptr<axon::Client> client;           ///< A validator's; null: its own over `io`.
    std::shared_ptr<const Clock> clock;             ///< Null: the system's.
    std::string sandboxWords;                       ///< Of this process; the model's process tells its own.
    std::uint16_t portHint{0};                      ///< Tried first where settings.port is 0.
    std::function<void(std::uint16_t port)> onPort; ///< The axon's, once it is open. May be empty.
};

class Neuron {
public:
    virtual ~Neuron() = default; ///< As stop() with no patience.
    virtual void start() = 0;    ///< Once.
    /// Lets running answers end for up to `patience`, closes the axon, joins and writes the log.
    virtual void stop(std::chrono::milliseconds patience) = 0;
    virtual void pause(std::string reason) = 0;
    virtual void resume() = 0;                 ///< Also out of Failed.
    virtual void fail(std::string reason) = 0; ///< What only a person can mend, found outside.
    virtual api::WorkerRow row() const = 0;    ///< Everything but pid.
    /// At most every 250 ms, on a thread of the neuron's.
    virtual Subscription onChanged(std::function<void()> fn) = 0;
};

std::unique_ptr<Neuron> makeNeuron(NeuronParts parts);
/// One that cannot even begin, and says why: Failed, for as long as its process lives. resume() changes nothing: what
/// was wrong was found before the process confined itself, and only a new one can look again.
std::unique_ptr<Neuron> makeBrokenNeuron(api::WorkerSettings settings, std::string reason,
                                         std::shared_ptr<store::WorkerLog> log);

} // namespace taodeck::worker
