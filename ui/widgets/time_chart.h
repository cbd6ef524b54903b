#pragma once
/// Values over time (Qt Charts): lines or bars with gaps that stay gaps, ranges 1D 1W 1M 1Y All, a crosshair with one
/// tooltip for all series (mouse, or left and right keys), and under the menu: show as table, copy, save PNG, save CSV.

#include "ui/widgets/state_view.h"

#include <QDateTime>
#include <QStackedWidget>

#include <functional>

class QChart;
class QChartView;
class QPlainTextEdit;
class QTableWidget;

namespace taodeck::ui {

class Dialogs;

struct ChartPoint {
    qint64 ms{0}; ///< UTC.
    double value{0};
    QString exact;         ///< For tooltip, table and export.
    bool gapBefore{false}; ///< Nothing is known between the point before and this one.
};

struct ChartSeries {
    QString name;
    std::vector<ChartPoint> points; ///< Oldest first.
};

class TimeChart : public QWidget {
    Q_OBJECT
public:
    enum class Kind { Line, Bars };
    TimeChart(const QString& title, const QString& unit, Kind kind, Dialogs& dialogs, QWidget* parent = nullptr);

    /// @param now right end of the time axis.
    void setData(std::vector<ChartSeries> series, qint64 now);
    /// Own actions, as ticks on the time axis.
    void setTicks(std::vector<std::pair<qint64, QString>> ticks);
    void showEmpty(const QString& title, const QString& reason);
    void showFailed(const QString& title, const QString& reason, const QString& action = {});
    void showLoading(const QString& what);

    enum class Range { Day, Week, Month, Year, All };
    void setRange(Range range);
    Range range() const { return m_range; }
    void showAsTable(bool table);
    QString csv() const;
    /// Under the crosshair, or empty.
    QString crosshairText() const;
    int crosshairIndex() const { return m_cross; }

signals:
    void rangeChanged();
    void stateActionPressed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    friend class ChartCanvas;
    void rebuild();
    void openMenu();
    void fillTable();
    qint64 start() const;
    std::vector<qint64> times() const;
    void moveCross(int index);

    QString m_title, m_unit;
    Kind m_kind;
    Dialogs& m_dialogs;
    std::vector<ChartSeries> m_series;
    std::vector<std::pair<qint64, QString>> m_ticks;
    qint64 m_now{0};
    Range m_range{Range::Week};
    int m_cross{-1};
    bool m_stale{false}; ///< Drawn again when it becomes visible.
    Segmented* m_ranges;
    QPushButton* m_menu;
    QWidget* m_legend;
    QStackedWidget* m_stack;
    class ChartCanvas* m_canvas;
    QTableWidget* m_table;
    StateView* m_states;
};

} // namespace taodeck::ui
