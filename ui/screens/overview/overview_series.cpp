#include "ui/screens/overview/overview_series.h"

#include "ui/bridge/format.h"

#include <QCoreApplication>

#include <map>

namespace taodeck::ui {
namespace {

struct Overview {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

constexpr qint64 kDay = 86'400'000;
constexpr qint64 kLeastGap = 45'000; ///< A few slow blocks are no gap.

double toTao(Rao amount) {
    return static_cast<double>(amount.raw()) / 1e9;
}

qint64 millis(api::Time time) {
    return time.time_since_epoch().count();
}

qint64 gapLimit(const std::vector<api::ValuePoint>& points) {
    std::vector<qint64> steps;
    for (std::size_t i = 1; i < points.size(); ++i)
        steps.push_back(millis(points[i].time) - millis(points[i - 1].time));
    if (steps.empty()) return kLeastGap;
    std::nth_element(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2), steps.end());
    return std::max(kLeastGap, 4 * steps[steps.size() / 2]);
}

} // namespace

std::vector<ChartSeries> valueSeries(const std::vector<api::ValuePoint>& points) {
    ChartSeries price{Overview::tr("At the price"), {}}, exit{Overview::tr("If you left"), {}};
    const auto limit = gapLimit(points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto& point = points[i];
        const bool gap = i > 0 && millis(point.time) - millis(points[i - 1].time) > limit;
        if (const auto sum = point.free.checkedAdd(point.stakedValue))
            price.points.push_back({millis(point.time), toTao(*sum), shortTao(*sum), gap});
        if (const auto sum = point.free.checkedAdd(point.stakedExit))
            exit.points.push_back({millis(point.time), toTao(*sum), shortTao(*sum), gap});
    }
    return {price, exit};
}

std::vector<ChartSeries> earningsPerDay(const std::vector<api::EarningPoint>& points) {
    std::map<qint64, Rao> days;
    for (const auto& point : points) {
        auto& day = days[millis(point.time) / kDay];
        day = day.saturatingAdd(point.value);
    }
    ChartSeries series{Overview::tr("Earned"), {}};
    for (const auto& [day, sum] : days)
        series.points.push_back({day * kDay + kDay / 2, toTao(sum), shortTao(sum), false});
    // The bar of today stands at its middle, which may still be ahead; the axis ends now.
    if (!points.empty() && !series.points.empty())
        series.points.back().ms = std::min(series.points.back().ms, millis(points.back().time));
    return {series};
}

std::optional<Change> valueChange(const std::vector<api::ValuePoint>& points, api::Time from) {
    const auto first =
        std::find_if(points.begin(), points.end(), [&](const api::ValuePoint& p) { return p.time >= from; });
    if (first == points.end() || first + 1 == points.end()) return std::nullopt;
    const auto before = first->free.checkedAdd(first->stakedValue);
    const auto after = points.back().free.checkedAdd(points.back().stakedValue);
    if (!before || !after || *before == Rao{}) return std::nullopt;
    const bool up = *after >= *before;
    const auto size = up ? after->checkedSub(*before) : before->checkedSub(*after);
    const auto part = static_cast<double>(size->raw()) / static_cast<double>(before->raw());
    const QString sign = up ? QStringLiteral("+") : QString(QChar{0x2212});
    const auto relative = percent(part);
    const auto text = relative.startsWith(u'<') ? QStringLiteral("%1%2 (%3)").arg(sign, shortTao(*size), relative)
                                                : QStringLiteral("%1%2 (%1%3)").arg(sign, shortTao(*size), relative);
    return Change{text, *size == Rao{} ? Tone::Text2 : up ? Tone::Positive : Tone::Negative, first->time};
}

} // namespace taodeck::ui
