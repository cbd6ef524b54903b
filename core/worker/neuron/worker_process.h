#pragma once
/// One neuron as a process of its own (taodeck-worker neuron --folder DIR --node URL): takes the worker's settings and
/// the control's secret from its folder, confines itself to that folder and its sockets, runs the neuron, prints one
/// JSON line that says where its control listens, and ends on SIGTERM, SIGINT or worker_stop.
/// To be called while this process has one thread.

#include "core/base/result.h"

#include <filesystem>
#include <string>

namespace taodeck::worker {

struct WorkerProcessOptions {
    std::filesystem::path folder;
    std::string node; ///< ws:// or wss:// address; empty: the network's own.
};

/// @return the exit code, or why it could not even begin: Conflict (another process works in this folder), the errors
/// of reading worker.json and control.secret, and whatever may pass by itself (Io: a full disk, a missing hotkey file;
/// Timeout; Disconnected). What is wrong with key, model or recipe is a Failed state of which a new start is the end.
Result<int> runWorkerProcess(const WorkerProcessOptions& options);

} // namespace taodeck::worker
