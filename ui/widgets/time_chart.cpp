#include "ui/widgets/time_chart.h"

#include "ui/bridge/clipboard.h"
#include "ui/bridge/dialogs.h"
#include "ui/bridge/format.h"
#include "ui/widgets/icon.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QFile>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLegendMarker>
#include <QLineSeries>
#include <QMenu>
#include <QMouseEvent>
#include <QSaveFile>
#include <QTableWidget>

#include <cmath>

namespace taodeck::ui {
namespace {

constexpr qint64 kDay = 86'400'000;
constexpr qint64 kSpan[] = {kDay, 7 * kDay, 30 * kDay, 365 * kDay, 0};

/// Three to five round values that cover [low, high].
std::vector<double> gridLines(double low, double high) {
    if (high <= low) {
        const double around = high == 0 ? 1 : std::abs(high) * 0.02;
        low -= low == 0 ? 0 : around;
        high += around;
    }
    const double rough = (high - low) / 3;
    const double magnitude = std::pow(10, std::floor(std::log10(rough)));
    double step = magnitude;
    for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0})
        if (factor * magnitude >= rough) {
            step = factor * magnitude;
            break;
        }
    std::vector<double> out;
    for (double v = std::floor(low / step) * step; v < high + step * 0.999; v += step)
        out.push_back(v);
    return out;
}

QString axisNumber(double value, double step) {
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)) + (step < 1 ? 0 : 0), 0, 9);
    const bool quarter = std::abs(step * std::pow(10, decimals) - std::round(step * std::pow(10, decimals))) > 1e-6;
    return QLocale(QLocale::English, QLocale::UnitedStates)
        .toString(value, 'f', std::min(9, decimals + (quarter ? 1 : 0)));
}

} // namespace

/// The plot: Qt Charts draws axes, grid and series; crosshair and ticks are painted on top.
class ChartCanvas : public QChartView {
public:
    explicit ChartCanvas(TimeChart* owner) : QChartView(owner), m_owner(owner) {
        setRenderHint(QPainter::Antialiasing);
        setFrameShape(QFrame::NoFrame);
        setMouseTracking(true);
        viewport()->setMouseTracking(true);
        setFocusPolicy(Qt::NoFocus);
        setBackgroundBrush(Qt::NoBrush);
        setStyleSheet(QStringLiteral("background: transparent"));
        chart()->setBackgroundVisible(false);
        chart()->setMargins(QMargins(0, 4, 0, 0));
        chart()->legend()->hide();
        chart()->layout()->setContentsMargins(0, 0, 0, 0);
    }

protected:
    void mouseMoveEvent(QMouseEvent* event) override {
        const auto times = m_owner->times();
        int best = -1;
        double nearest = 1e300;
        for (std::size_t i = 0; i < times.size(); ++i) {
            const auto x = chart()->mapToPosition(QPointF(static_cast<double>(times[i]), 0)).x();
            if (std::abs(x - event->position().x()) < nearest) {
                nearest = std::abs(x - event->position().x());
                best = static_cast<int>(i);
            }
        }
        m_owner->moveCross(best);
        QChartView::mouseMoveEvent(event);
    }
    void leaveEvent(QEvent*) override { m_owner->moveCross(-1); }

    void drawForeground(QPainter* painter, const QRectF&) override {
        const auto& t = Theme::instance().tokens();
        const auto plot = chart()->plotArea();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        std::vector<double> ticks;
        for (const auto& [ms, what] : m_owner->m_ticks) {
            const auto x = chart()->mapToPosition(QPointF(static_cast<double>(ms), 0)).x();
            if (x >= plot.left() && x <= plot.right()) ticks.push_back(x);
        }
        const bool dense = plot.width() < 14.0 * static_cast<double>(ticks.size()); // triangles would become a wall
        for (const auto x : ticks) {
            if (dense) {
                painter->setPen(QPen(t.text3, 1));
                painter->drawLine(QPointF(x, plot.bottom() - 4), QPointF(x, plot.bottom()));
                continue;
            }
            painter->setPen(Qt::NoPen);
            painter->setBrush(t.text2);
            const QPointF tip(x, plot.bottom() - 6);
            painter->drawPolygon(QPolygonF{{tip, QPointF(x - 4, plot.bottom()), QPointF(x + 4, plot.bottom())}});
        }
        drawLonePoints(*painter, plot);
        if (m_owner->m_cross >= 0) drawCross(*painter, plot);
        painter->restore();
    }

private:
    /// A point with a gap at both sides makes no line.
    void drawLonePoints(QPainter& painter, const QRectF& plot) {
        if (m_owner->m_kind != TimeChart::Kind::Line) return;
        const auto& t = Theme::instance().tokens();
        for (std::size_t s = 0; s < m_owner->m_series.size(); ++s) {
            const auto& points = m_owner->m_series[s].points;
            for (std::size_t i = 0; i < points.size(); ++i) {
                const bool before = i > 0 && !points[i].gapBefore;
                const bool after = i + 1 < points.size() && !points[i + 1].gapBefore;
                if (before || after) continue;
                const auto at = chart()->mapToPosition(QPointF(static_cast<double>(points[i].ms), points[i].value));
                if (at.x() < plot.left() - 1 || at.x() > plot.right() + 1) continue;
                painter.setPen(Qt::NoPen);
                painter.setBrush(t.series[s % t.series.size()]);
                painter.drawEllipse(at, 3.5, 3.5);
            }
        }
    }

    void drawCross(QPainter& painter, const QRectF& plot) {
        auto& theme = Theme::instance();
        const auto& t = theme.tokens();
        const auto times = m_owner->times();
        if (m_owner->m_cross >= static_cast<int>(times.size())) return;
        const auto ms = times[static_cast<std::size_t>(m_owner->m_cross)];
        const auto x = chart()->mapToPosition(QPointF(static_cast<double>(ms), 0)).x();
        painter.setPen(QPen(t.text3, 1));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const auto lines = m_owner->crosshairText().split(u'\n');
        painter.setFont(theme.font(TextSize::Caption));
        const QFontMetricsF metrics(painter.font());
        double wide = 0;
        for (const auto& line : lines)
            wide = std::max(wide, metrics.horizontalAdvance(line));
        const double high = metrics.lineSpacing() * static_cast<double>(lines.size());
        double left = x + 10;
        if (left + wide + 16 > plot.right()) left = x - 10 - wide - 16;
        const QRectF box(left, plot.top() + 4, wide + 16, high + 12);
        painter.setPen(QPen(t.border, 1));
        painter.setBrush(t.raised);
        painter.drawRoundedRect(box, space::kRadius, space::kRadius);
        double y = box.top() + 6 + metrics.ascent();
        for (qsizetype i = 0; i < lines.size(); ++i) {
            painter.setPen(i == 0 ? t.text2 : t.text);
            painter.drawText(QPointF(box.left() + 8, y), lines[i]);
            y += metrics.lineSpacing();
        }
        for (std::size_t s = 0; s < m_owner->m_series.size(); ++s)
            for (const auto& point : m_owner->m_series[s].points)
                if (point.ms == ms) {
                    painter.setPen(QPen(t.surface, 2));
                    painter.setBrush(t.series[s % t.series.size()]);
                    painter.drawEllipse(QPointF(x, chart()->mapToPosition(QPointF(0, point.value)).y()), 4.5, 4.5);
                }
    }

    TimeChart* m_owner;
};

TimeChart::TimeChart(const QString& title, const QString& unit, Kind kind, Dialogs& dialogs, QWidget* parent)
    : QWidget(parent), m_title(title), m_unit(unit), m_kind(kind), m_dialogs(dialogs) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(title);
    setAccessibleDescription(tr("Left and right keys move from point to point."));
    auto* column = makeColumn(this, 4);
    auto* bar = makeRow(space::kRelated);
    m_legend = new QWidget(this);
    auto* legend = new QHBoxLayout(m_legend);
    legend->setContentsMargins(0, 0, 0, 0);
    legend->setSpacing(12);
    bar->addWidget(m_legend);
    bar->addStretch(1);
    m_ranges = new Segmented({tr("1D"), tr("1W"), tr("1M"), tr("1Y"), tr("All")}, static_cast<int>(m_range));
    connect(m_ranges, &Segmented::chosenChanged, this, [this](int index) { setRange(static_cast<Range>(index)); });
    bar->addWidget(m_ranges);
    m_menu = makeIconButton(QStringLiteral("more"), tr("More about this chart"));
    connect(m_menu, &QPushButton::clicked, this, &TimeChart::openMenu);
    bar->addWidget(m_menu);
    column->addLayout(bar);
    m_stack = new QStackedWidget(this);
    m_canvas = new ChartCanvas(this);
    m_table = new QTableWidget(this);
    m_table->verticalHeader()->hide();
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setAccessibleName(title);
    m_states = new StateView(this);
    connect(m_states, &StateView::actionPressed, this, &TimeChart::stateActionPressed);
    m_stack->addWidget(m_canvas);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_states);
    m_stack->setMinimumHeight(170);
    column->addWidget(m_stack, 1);
    connect(&Theme::instance(), &Theme::changed, this, &TimeChart::rebuild);
}

void TimeChart::setData(std::vector<ChartSeries> series, qint64 now) {
    m_series = std::move(series);
    m_now = now;
    m_cross = -1;
    if (m_stack->currentWidget() == m_states) m_stack->setCurrentWidget(m_canvas);
    if (m_stack->currentWidget() == m_table) fillTable();
    rebuild();
}

void TimeChart::setTicks(std::vector<std::pair<qint64, QString>> ticks) {
    m_ticks = std::move(ticks);
    m_canvas->viewport()->update();
}

void TimeChart::showEmpty(const QString& title, const QString& reason) {
    m_series.clear();
    m_states->showEmpty(title, reason);
    m_stack->setCurrentWidget(m_states);
}

void TimeChart::showFailed(const QString& title, const QString& reason, const QString& action) {
    m_states->showFailed(title, reason, action);
    m_stack->setCurrentWidget(m_states);
}

void TimeChart::showLoading(const QString& what) {
    m_states->showLoading(what);
    m_stack->setCurrentWidget(m_states);
}

void TimeChart::setRange(Range range) {
    if (m_range == range) return;
    m_range = range;
    m_ranges->choose(static_cast<int>(range));
    m_cross = -1;
    rebuild();
    emit rangeChanged();
}

void TimeChart::showAsTable(bool table) {
    if (m_stack->currentWidget() == m_states) return;
    if (table) fillTable();
    m_stack->setCurrentWidget(table ? static_cast<QWidget*>(m_table) : m_canvas);
}

qint64 TimeChart::start() const {
    // The axis begins no earlier than what is known: an hour of history is not drawn as a line at the edge of a week.
    qint64 first = m_now - 1000;
    for (const auto& series : m_series)
        if (!series.points.empty()) first = std::min(first, series.points.front().ms);
    if (m_kind == Kind::Bars) first = std::min(first, m_now - 7 * kDay);
    if (m_range == Range::All) return first;
    return std::max(first, m_now - kSpan[static_cast<int>(m_range)]);
}

std::vector<qint64> TimeChart::times() const {
    std::vector<qint64> out;
    const auto from = start();
    for (const auto& series : m_series)
        for (const auto& point : series.points)
            if (point.ms >= from && point.ms <= m_now) out.push_back(point.ms);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

void TimeChart::moveCross(int index) {
    if (m_cross == index) return;
    m_cross = index;
    setAccessibleDescription(crosshairText());
    m_canvas->viewport()->update();
}

QString TimeChart::crosshairText() const {
    const auto all = times();
    if (m_cross < 0 || m_cross >= static_cast<int>(all.size())) return {};
    const auto ms = all[static_cast<std::size_t>(m_cross)];
    auto text = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
    for (const auto& series : m_series)
        for (const auto& point : series.points)
            if (point.ms == ms) text += u'\n' + series.name + QStringLiteral("  ") + point.exact;
    return text;
}

void TimeChart::keyPressEvent(QKeyEvent* event) {
    const int count = static_cast<int>(times().size());
    if (event->key() == Qt::Key_Left && count > 0) return moveCross(m_cross < 0 ? count - 1 : std::max(0, m_cross - 1));
    if (event->key() == Qt::Key_Right && count > 0)
        return moveCross(m_cross < 0 ? 0 : std::min(count - 1, m_cross + 1));
    if (event->key() == Qt::Key_Escape && m_cross >= 0) return moveCross(-1);
    QWidget::keyPressEvent(event);
}

void TimeChart::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) rebuild();
}

void TimeChart::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(m_stale, false)) rebuild();
}

void TimeChart::rebuild() {
    if (!isVisible()) { // making the series costs milliseconds that nobody would see
        m_stale = true;
        return;
    }
    auto& theme = Theme::instance();
    const auto& t = theme.tokens();
    auto* chart = m_canvas->chart();
    chart->removeAllSeries();
    chart->setMargins(QMargins(0, theme.px(8), 0, 0)); // half a label stands above the topmost line
    for (auto* axis : chart->axes()) {
        chart->removeAxis(axis);
        delete axis;
    }
    while (auto* item = m_legend->layout()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto from = start();
    double low = 1e300, high = -1e300;
    for (const auto& series : m_series)
        for (const auto& point : series.points)
            if (point.ms >= from && point.ms <= m_now) {
                low = std::min(low, point.value);
                high = std::max(high, point.value);
            }
    if (low > high) {
        low = 0;
        high = 1;
    }
    if (m_kind == Kind::Bars) low = 0;
    const auto lines = gridLines(low, high);

    auto* yAxis = new QCategoryAxis(chart);
    auto* xAxis = new QCategoryAxis(chart);
    for (auto* axis : {yAxis, xAxis}) {
        axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        axis->setLabelsFont(theme.font(TextSize::Caption));
        axis->setLabelsColor(t.text3);
        axis->setLineVisible(false);
        axis->setGridLinePen(QPen(t.border, 1));
        axis->setTruncateLabels(false);
    }
    const double step = lines.size() > 1 ? lines[1] - lines[0] : 1;
    yAxis->setRange(lines.front(), lines.back());
    yAxis->setStartValue(lines.front() - step);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        // The unit stands once, at the top.
        auto label = axisNumber(lines[i], step);
        if (i + 1 == lines.size()) label += u' ' + m_unit;
        yAxis->append(label, lines[i]);
    }
    xAxis->setGridLineVisible(false);
    xAxis->setRange(static_cast<double>(from), static_cast<double>(m_now));
    xAxis->setStartValue(static_cast<double>(from) - 1);
    const qint64 span = std::max<qint64>(1, m_now - from);
    const auto format = span <= 10 * 60'000 ? QStringLiteral("HH:mm:ss")
                        : span <= 2 * kDay  ? QStringLiteral("HH:mm")
                                            : QStringLiteral("d MMM");
    const int marks = width() < theme.px(420) ? 3 : 5;
    QString before;
    for (int i = 0; i < marks; ++i) {
        const auto at = from + span * (2 * i + 1) / (2 * marks);
        auto label = QLocale(QLocale::English).toString(QDateTime::fromMSecsSinceEpoch(at, Qt::UTC), format);
        if (label == before) continue;
        before = label;
        xAxis->append(label, static_cast<double>(at));
    }
    chart->addAxis(yAxis, Qt::AlignLeft);
    chart->addAxis(xAxis, Qt::AlignBottom);

    const auto attach = [&](QAbstractSeries* series) {
        chart->addSeries(series);
        series->attachAxis(xAxis);
        series->attachAxis(yAxis);
    };
    static const Qt::PenStyle kDash[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
    for (std::size_t s = 0; s < m_series.size(); ++s) {
        QPen pen(t.series[s % t.series.size()], 2);
        pen.setStyle(kDash[s % 4]);
        pen.setCapStyle(Qt::RoundCap);
        pen.setJoinStyle(Qt::RoundJoin);
        if (m_kind == Kind::Bars) {
            // A bar is a thick upright line: its width does not depend on how many days are shown.
            QPen bar(t.series[s % t.series.size()], std::clamp(m_stack->width() * kDay / span * 0.55, 3.0, 26.0));
            bar.setCapStyle(Qt::FlatCap);
            for (const auto& point : m_series[s].points) {
                if (point.ms < from || point.ms > m_now) continue;
                auto* line = new QLineSeries(chart);
                line->append(static_cast<double>(point.ms), 0);
                line->append(static_cast<double>(point.ms), point.value);
                line->setPen(bar);
                attach(line);
            }
            continue;
        }
        QLineSeries* line = nullptr;
        std::vector<QLineSeries*> pieces;
        for (const auto& point : m_series[s].points) {
            if (point.ms < from || point.ms > m_now) continue;
            if (!line || point.gapBefore) {
                line = new QLineSeries(chart);
                line->setPen(pen);
                pieces.push_back(line);
            }
            line->append(static_cast<double>(point.ms), point.value);
        }
        for (auto* piece : pieces) {
            if (m_series.size() == 1) {
                auto* floor = new QLineSeries(chart);
                for (const auto& point : piece->points())
                    floor->append(point.x(), lines.front());
                auto* upper = new QLineSeries(chart);
                upper->append(piece->points());
                auto* area = new QAreaSeries(upper, floor);
                auto fill = pen.color();
                fill.setAlphaF(0.10F);
                area->setBrush(fill);
                area->setPen(Qt::NoPen);
                attach(area);
            }
            attach(piece);
        }
    }
    if (m_series.size() > 1 || m_kind == Kind::Line)
        for (std::size_t s = 0; s < m_series.size(); ++s) {
            auto* entry = new QWidget;
            auto* row = new QHBoxLayout(entry);
            row->setContentsMargins(0, 0, 0, 0);
            row->setSpacing(6);
            auto* key = new QLabel;
            QPixmap pixmap(QSize(18, 8) * devicePixelRatioF());
            pixmap.setDevicePixelRatio(devicePixelRatioF());
            pixmap.fill(Qt::transparent);
            QPainter painter(&pixmap);
            painter.setPen(QPen(t.series[s % t.series.size()], 2, kDash[s % 4]));
            painter.drawLine(0, 4, 18, 4);
            painter.end();
            key->setPixmap(pixmap);
            row->addWidget(key);
            row->addWidget(new Label(m_series[s].name, TextSize::Caption, Tone::Text2));
            m_legend->layout()->addWidget(entry);
        }
}

void TimeChart::fillTable() {
    m_table->clear();
    m_table->setColumnCount(1 + static_cast<int>(m_series.size()));
    QStringList titles{tr("Time (UTC)")};
    for (const auto& series : m_series)
        titles << series.name;
    m_table->setHorizontalHeaderLabels(titles);
    std::map<qint64, std::map<std::size_t, QString>> rows;
    for (std::size_t s = 0; s < m_series.size(); ++s)
        for (const auto& point : m_series[s].points)
            rows[point.ms][s] = point.exact;
    m_table->setRowCount(static_cast<int>(rows.size()));
    int at = 0;
    for (auto it = rows.rbegin(); it != rows.rend(); ++it, ++at) {
        const auto when = QDateTime::fromMSecsSinceEpoch(it->first, Qt::UTC);
        m_table->setItem(at, 0, new QTableWidgetItem(when.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))));
        for (std::size_t s = 0; s < m_series.size(); ++s) {
            const auto found = it->second.find(s);
            auto* item = new QTableWidgetItem(found == it->second.end() ? dash() : found->second);
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(at, static_cast<int>(s) + 1, item);
        }
    }
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
}

QString TimeChart::csv() const {
    QString out = QStringLiteral("time_utc,series,value,unit\n");
    for (const auto& series : m_series)
        for (const auto& point : series.points) {
            auto number = point.exact.section(u' ', 0, 0);
            auto name = series.name;
            out += QDateTime::fromMSecsSinceEpoch(point.ms, Qt::UTC).toString(Qt::ISODateWithMs) +
                   QStringLiteral(",\"") + name.replace(u'"', QStringLiteral("\"\"")) + QStringLiteral("\",") +
                   number.remove(u',') + u',' + m_unit + u'\n';
        }
    return out;
}

void TimeChart::openMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool table = m_stack->currentWidget() == m_table;
    menu->addAction(table ? tr("Show as chart") : tr("Show as table"), this, [this, table] { showAsTable(!table); });
    menu->addAction(tr("Copy numbers"), this, [this] { copyForAWhile(csv()); });
    menu->addSeparator();
    menu->addAction(tr("Save picture…"), this, [this] {
        m_dialogs.saveFile(this, tr("Save picture"), QStringLiteral("taodeck-chart.png"),
                           [this](const QString& path) { m_canvas->grab().save(path, "PNG"); });
    });
    menu->addAction(tr("Save numbers…"), this, [this] {
        m_dialogs.saveFile(this, tr("Save numbers"), QStringLiteral("taodeck-chart.csv"), [this](const QString& path) {
            QSaveFile file(path);
            if (file.open(QIODevice::WriteOnly)) {
                file.write(csv().toUtf8());
                file.commit();
            }
        });
    });
    menu->popup(m_menu->mapToGlobal(QPoint(0, m_menu->height())));
}

} // namespace taodeck::ui
