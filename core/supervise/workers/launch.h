#pragma once
/// Everything between a click and a running neuron, in order: funds (development networks only), registration, folder,
/// process, first "running". Each step first looks whether it is needed, so the whole may be repeated after any failure
/// without paying twice. Everything on the service's strand; the coldkey signs through ActionService alone.

#include "core/api/action_service.h"
#include "core/api/chain_service.h"
#include "core/api/worker_service.h"

#include <functional>
#include <memory>

namespace taodeck::supervise {

/// What a launch needs of the service, on the strand.
struct LaunchTools {
    api::ChainService* chain{nullptr};
    api::ActionService* actions{nullptr};
    std::function<void(std::function<void()>)> post;
    std::function<void(std::chrono::milliseconds, std::function<void()>)> later;
    /// The worker that has this hotkey on this subnet of this network, if any.
    std::function<std::optional<api::WorkerRow>(const api::WorkerSettings&)> existing;
    std::function<void(api::WorkerSettings, api::Done<api::WorkerRow>)> create;
    std::function<Result<>(const std::string& id)> start;
    std::function<std::optional<api::WorkerRow>(const std::string& id)> row; ///< Empty: it was removed meanwhile.
    std::function<std::string()> network;                                    ///< Id of the one that we follow.
    std::chrono::milliseconds runLimit{300'000};     ///< From the start of the process to Running.
    std::chrono::milliseconds receiptLimit{300'000}; ///< Longer than any transaction lives.
    std::chrono::milliseconds look{200};
};

/// Begins; answers once, on the strand. @return ends it at once, with Cancelled; for the strand.
std::function<void()> launch(std::shared_ptr<const LaunchTools> tools, api::LaunchRequest request,
                             std::function<void(const api::LaunchProgress&)> progress, api::Done<api::WorkerRow> done);

} // namespace taodeck::supervise
