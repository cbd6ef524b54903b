#pragma once
/// A worker's settings (worker.json) and how it stands (the control's worker_status) as JSON text. What is read is
/// bounded and checked field by field: the file may have been edited, the process may be damaged. Pure.

#include "core/api/worker_service.h"

#include <string>
#include <string_view>

namespace taodeck::store {

inline constexpr std::size_t kMaxWorkerJson = 64u << 10;

std::string toJson(const api::WorkerSettings& settings);
/// Fields of later versions are ignored, missing ones keep their default; id, network, role, netuid, task and hotkey
/// must be there. Errors: LimitExceeded (longer than kMaxWorkerJson), Malformed, OutOfRange (a value that no worker can
/// have); the sentence names the field.
Result<api::WorkerSettings> workerSettingsFromJson(std::string_view text);

std::string toJson(const api::WorkerRow& row);
/// The same errors.
Result<api::WorkerRow> workerRowFromJson(std::string_view text);

/// What every worker must keep to, wherever its settings come from: OutOfRange with a sentence.
Result<> checkWorkerSettings(const api::WorkerSettings& settings);

std::string_view name(api::Role role);         ///< "miner", "validator"
std::string_view name(api::WorkerState state); ///< "backing_off"

} // namespace taodeck::store
