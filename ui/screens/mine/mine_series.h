#pragma once
/// From a worker's log to what its charts draw. Pure.

#include "core/api/worker_service.h"
#include "ui/widgets/time_chart.h"

namespace taodeck::ui {

/// Shares as percent. Where epochs are missing between two points, the line has a gap.
std::vector<ChartSeries> scoreSeries(const std::vector<api::WorkerScorePoint>& points, api::Role role);
/// Incentive of a miner beside what consensus allowed, dividends of a validator.
std::vector<ChartSeries> incentiveSeries(const std::vector<api::WorkerScorePoint>& points, api::Role role);
std::vector<ChartSeries> rankSeries(const std::vector<api::WorkerScorePoint>& points);
/// TAO at payout prices, added up from the first payout on.
std::vector<ChartSeries> earnedSeries(const std::vector<api::WorkerEarning>& payouts);
/// Ends of epochs, for the time axis.
std::vector<std::pair<qint64, QString>> epochTicks(const std::vector<api::WorkerScorePoint>& points);

} // namespace taodeck::ui
