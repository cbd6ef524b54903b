#pragma once
/// The two kinds of work behind one face: each owns its machine and does the deeds that are its own.

#include "core/worker/neuron/busy_meter.h"
#include "core/worker/neuron/epoch_book.h"
#include "core/worker/neuron/neuron.h"

namespace taodeck::worker {

/// What the roles get from the running neuron. Any thread.
class RoleHost {
public:
    virtual ~RoleHost() = default;
    virtual const NeuronParts& parts() const = 0;
    virtual Moment now() const = 0;
    virtual BusyMeter& meter() = 0;
    virtual void keep(api::WorkerRequest request) = 0; ///< In the log and the epoch's tally.
    /// The model's process failed during work.
    virtual void hostTrouble(const Error& why) = 0;
    virtual void changed() = 0;
};

/// perform() runs on the neuron's thread; machine() under the neuron's lock only; the rest on any thread.
class Role {
public:
    virtual ~Role() = default;
    virtual NeuronMachine& machine() = 0;
    /// Does `todo` without the lock, and returns how to tell the machine under the lock.
    virtual std::function<void(const Moment&)> perform(Todo todo, std::stop_token stop) = 0;
    virtual void subnet(std::shared_ptr<const api::Metagraph> subnet) = 0;
    virtual void open(bool works, const std::string& why) = 0; ///< Whether work is taken now.
    virtual bool idle() const = 0;                             ///< Nothing is in hand.
    virtual void close() = 0;                                  ///< Ends what is in hand; no work afterwards.
};

std::unique_ptr<Role> makeMinerRole(RoleHost& host, std::uint64_t seed);
std::unique_ptr<Role> makeValidatorRole(RoleHost& host, std::uint64_t seed);

} // namespace taodeck::worker
