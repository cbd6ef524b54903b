#pragma once
/// Miners, validators, models and verdicts as text and JSON, and what the worker commands share.

#include "app/taodeck-cli/commands.h"

#include "core/api/worker_service.h"

namespace taodeck::cli {

const char* roleName(api::Role role);
const char* stateName(api::WorkerState state);

Json rowJson(const api::WorkerRow& row);
Json waterfallJson(const api::Waterfall& fall);
Json modelJson(const api::ModelRow& row);
Json machineJson(const api::MachineState& machine);

void sayRow(Console& console, const api::WorkerRow& row);
void sayDetails(Console& console, const api::WorkerRow& row);
void sayVerdict(Console& console, const api::Verdict& verdict);
void sayScores(Console& console, const std::vector<api::WorkerScorePoint>& scores,
               const std::vector<api::WorkerEarning>& earnings);
void sayRequests(Console& console, const std::vector<api::WorkerRequest>& requests);
void sayWaterfall(Console& console, const api::Waterfall& fall);
void sayModel(Console& console, const api::ModelRow& row);

/// What --model says, else the bundled model. @return NotFound.
Result<std::string> modelFile(Console& console);
/// Tells each step. @return the running worker.
Result<api::WorkerRow> launchAndTell(Console& console, const api::LaunchRequest& request);

} // namespace taodeck::cli
