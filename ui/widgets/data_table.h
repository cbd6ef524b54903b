#pragma once
/// A table with its states in its own place: sticky header, sorting, row hover, keyboard focus, column chooser at the
/// header's right end.

#include "ui/widgets/state_view.h"
#include "ui/widgets/table_model.h"

#include <QSortFilterProxyModel>
#include <QStackedLayout>
#include <QTableView>

class QMenu;

namespace taodeck::ui {

class DataTable : public QWidget {
    Q_OBJECT
public:
    /// @param name for screen readers. The model outlives the table.
    DataTable(TableModelBase& model, const QString& name, QWidget* parent = nullptr);

    void showRows();
    StateView& states() { return *m_states; }
    void showEmpty(const QString& title, const QString& reason, const QString& action = {});
    void showFailed(const QString& title, const QString& reason, const QString& action = {});
    void showLoading(const QString& what);
    bool showsRows() const;

    QTableView& view() { return *m_view; }
    /// Row of the source model that has the focus, or -1.
    int currentRow() const;
    int sourceRow(const QModelIndex& viewIndex) const;
    void selectSourceRow(int row);
    void sortBy(const QString& columnId, Qt::SortOrder order);
    /// As high as its rows, between these numbers of rows, instead of scrolling inside.
    void setFitRows(int least, int most);
    /// Entries for the menu of a row: filled by the screen.
    void setRowMenu(std::function<void(int row, QMenu& menu)> fill) { m_rowMenu = std::move(fill); }

signals:
    void activated(int row); ///< Enter or double click.
    void currentRowChanged(int row);
    void stateActionPressed();

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void arrangeColumns();
    void fitHeight();
    void openColumnMenu();
    void openRowMenu(const QPoint& at);

    TableModelBase& m_model;
    QSortFilterProxyModel* m_proxy;
    QStackedLayout* m_stack;
    QTableView* m_view;
    StateView* m_states;
    QPushButton* m_chooser;
    std::vector<bool> m_shown;
    std::function<void(int, QMenu&)> m_rowMenu;
    int m_least{0}, m_most{0};
    int m_hoverRow{-1}; ///< Read by the delegate.
};

} // namespace taodeck::ui
