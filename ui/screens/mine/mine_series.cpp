#include "ui/screens/mine/mine_series.h"

#include "ui/bridge/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace taodeck::ui {
namespace {

struct MineSeries {
    Q_DECLARE_TR_FUNCTIONS(MineSeries)
};

constexpr std::size_t kMostTicks = 400; ///< More would be a black bar, and say nothing.

qint64 millisOf(api::WorkerTime time) {
    return time.time_since_epoch().count();
}

/// Blocks between two epochs, as seen most often; a larger step means that epochs are missing.
std::uint32_t usualStep(const std::vector<api::WorkerScorePoint>& points) {
    std::vector<std::uint32_t> steps;
    for (std::size_t i = 1; i < points.size(); ++i)
        steps.push_back(raw(points[i].block) - raw(points[i - 1].block));
    if (steps.empty()) return 0;
    std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
    return steps[steps.size() / 2];
}

template <class Value>
ChartSeries shares(const QString& name, const std::vector<api::WorkerScorePoint>& points, Value value) {
    ChartSeries series{name, {}};
    const auto step = usualStep(points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool gap = i > 0 && raw(points[i].block) - raw(points[i - 1].block) > step + step / 2;
        series.points.push_back({millisOf(points[i].time), value(points[i]) * 100, percent(value(points[i])), gap});
    }
    return series;
}

} // namespace

std::vector<ChartSeries> scoreSeries(const std::vector<api::WorkerScorePoint>& points, api::Role role) {
    if (role == api::Role::Validator)
        return {shares(MineSeries::tr("Trust"), points, [](const auto& p) { return p.vtrust; })};
    return {shares(MineSeries::tr("Score"), points, [](const auto& p) { return p.score; })};
}

std::vector<ChartSeries> incentiveSeries(const std::vector<api::WorkerScorePoint>& points, api::Role role) {
    if (role == api::Role::Validator)
        return {shares(MineSeries::tr("Dividends"), points, [](const auto& p) { return p.dividends; })};
    return {shares(MineSeries::tr("Incentive"), points, [](const auto& p) { return p.incentive; }),
            shares(MineSeries::tr("Consensus"), points, [](const auto& p) { return p.consensus; })};
}

std::vector<ChartSeries> rankSeries(const std::vector<api::WorkerScorePoint>& points) {
    auto series = shares(MineSeries::tr("Rank"), points, [](const auto&) { return 0.0; });
    for (std::size_t i = 0; i < points.size(); ++i) {
        series.points[i].value = points[i].rank;
        series.points[i].exact = QString::number(points[i].rank);
    }
    return {series};
}

std::vector<ChartSeries> earnedSeries(const std::vector<api::WorkerEarning>& payouts) {
    ChartSeries series{MineSeries::tr("Earned"), {}};
    Rao sum;
    for (const auto& payout : payouts) {
        sum = sum.saturatingAdd(payout.tao);
        series.points.push_back({millisOf(payout.time), static_cast<double>(sum.raw()) / 1e9, shortTao(sum), false});
    }
    return {series};
}

std::vector<std::pair<qint64, QString>> epochTicks(const std::vector<api::WorkerScorePoint>& points) {
    std::vector<std::pair<qint64, QString>> out;
    if (points.size() > kMostTicks) return out;
    for (const auto& point : points)
        out.emplace_back(millisOf(point.time), MineSeries::tr("Epoch of block %1").arg(blockText(point.block)));
    return out;
}

} // namespace taodeck::ui
