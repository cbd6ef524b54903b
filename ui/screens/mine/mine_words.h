#pragma once
/// What the Mine and Models pages call things: states, roles, tasks, steps of a launch, and what to do when something
/// was refused.

#include "core/api/worker_service.h"
#include "ui/bridge/context.h"
#include "ui/theme/tokens.h"

#include <QString>

namespace taodeck::ui {

QString roleWord(api::Role role); ///< "Miner", "Validator".
QString taskWord(const std::string& task);
QString stateWord(api::WorkerState state);
/// Coloured only where somebody has to act.
Tone stateTone(api::WorkerState state);
/// What the state means and what happens next, where the service gave no reason of its own.
QString stateMeaning(api::WorkerState state);
/// Somebody wants it to run: the button says Stop, else Start.
bool isWanted(api::WorkerState state);
/// It needs a person: not registered, failed, or in trouble for now.
bool needsPerson(api::WorkerState state);

/// "1 · Apex text", or "Subnet 1" while its name is not known.
QString subnetTitle(const KnownNames& names, NetUid netuid);
/// "Apex text · Miner"
QString workerTitle(const KnownNames& names, const api::WorkerSettings& settings);

QString fitWord(api::ModelFit fit);
Tone fitTone(api::ModelFit fit);
QString verdictWord(api::VerdictLevel level);
Tone verdictTone(api::VerdictLevel level);
QString verdictIcon(api::VerdictLevel level);

QString stepName(api::LaunchStep step);
inline constexpr int kLaunchSteps = 5;
/// Why a launch ended, and what to do next.
QString launchProblem(const Error& error);

/// Core's English sentences, cleaned: parts of them come from files and nodes.
QString sentence(const std::string& words);
QString bytesText(std::uint64_t bytes); ///< "1.9 GB"
/// "7.2 B", "494 M": parameters of a model.
QString parametersText(std::uint64_t parameters);
/// "1.25 kWh", "310 Wh"
QString energyText(double wattHours);
/// A signed difference of two amounts of TAO: "+1.2 τ", "−0.3 τ".
QString netText(Rao earned, Rao cost, int significant = 6);
QString exactNetText(Rao earned, Rao cost);
/// Tokens per second over the answered requests; nothing when there was none.
std::optional<double> tokensPerSecond(const std::vector<api::WorkerRequest>& requests);

} // namespace taodeck::ui
