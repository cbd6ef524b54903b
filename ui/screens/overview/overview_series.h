#pragma once
/// From what the store remembers to what the charts draw. Pure.

#include "core/api/history_service.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/time_chart.h"

namespace taodeck::ui {

/// Total at the price, and total when leaving. Where observations are more than four times further apart than usual
/// (and over 45 seconds), the line has a gap.
std::vector<ChartSeries> valueSeries(const std::vector<api::ValuePoint>& points);

/// One bar per UTC day; the value is TAO at the prices of the blocks in which it was earned.
std::vector<ChartSeries> earningsPerDay(const std::vector<api::EarningPoint>& points);

struct Change {
    QString text; ///< "+1.25 τ (+0.61 %)"
    Tone tone;
    api::Time since; ///< Of the first observation.
};
/// Between the first observation at or after `from` and the last one.
std::optional<Change> valueChange(const std::vector<api::ValuePoint>& points, api::Time from);

} // namespace taodeck::ui
