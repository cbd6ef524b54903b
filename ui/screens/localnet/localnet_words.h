#pragma once
/// What the Localnet page says of speeds, times, sizes and refusals.

#include "core/api/localnet_service.h"

#include <QString>

namespace taodeck::ui {

enum class LocalnetCommand { Pause, Resume, Speed, Step, StepEpoch, Reset, Cast, Snapshot, Restore, Fork, Delete };

/// Why a command was refused, and what to do: one or two sentences.
QString refusal(LocalnetCommand command, const Error& error);

QString speedText(double speed);                      ///< "16×", or "as fast as possible".
QString sizeText(std::uint64_t bytes);                ///< "12.4 MB"; an em dash for 0.
QString chainTimeText(UnixMillis time);               ///< "2026-06-01 12:00:00 UTC"
QString stateWord(const api::LocalnetStatus& status); ///< "Running", "Paused", "Stepping".

} // namespace taodeck::ui
