#pragma once
/// How the supervising program talks to a neuron's process: JSON-RPC on loopback, with a secret that both know from a
/// file of the worker's folder. worker_status, worker_subscribe / worker_unsubscribe (notification worker_changed),
/// worker_pause {"reason"}, worker_resume, worker_stop. Rows are as store::toJson(WorkerRow) writes them.

#include "core/worker/neuron/neuron.h"

namespace taodeck::worker {

class NeuronControl {
public:
    virtual ~NeuronControl() = default; ///< No call comes any more.
    virtual std::uint16_t port() const = 0;
};

struct ControlParts {
    Neuron* neuron{nullptr}; ///< Outlives the control.
    std::string bearer;
    std::function<void()> onStop; ///< worker_stop; returns at once.
};
/// @return Refused without a secret, Io when there is no port.
Result<std::unique_ptr<NeuronControl>> startControl(boost::asio::io_context& io, ControlParts parts);

/// The secret in DIR/control.secret, which is deleted. Errors: NotFound, Insecure (others may read it), Malformed, Io.
Result<std::string> takeSecret(const std::filesystem::path& folder);

} // namespace taodeck::worker
