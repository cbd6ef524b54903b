#pragma once
/// Rows of an api struct as a Qt model. A screen lists its columns once; the model knows no widget and opens no dialog.

#include "core/base/ids.h"
#include "core/base/stated.h"
#include "ui/theme/tokens.h"

#include <QAbstractTableModel>

#include <functional>
#include <vector>

namespace taodeck::ui {

namespace role {
inline constexpr int kSort = Qt::UserRole + 1;     ///< What sorting compares.
inline constexpr int kAccount = Qt::UserRole + 2;  ///< 32 bytes: an identicon stands before the text.
inline constexpr int kTone = Qt::UserRole + 3;     ///< Tone as int.
inline constexpr int kSecond = Qt::UserRole + 4;   ///< Weaker text after the first.
inline constexpr int kChip = Qt::UserRole + 5;     ///< The text is drawn as a chip.
inline constexpr int kTrust = Qt::UserRole + 6;    ///< Trust as int: its icon stands before the text.
inline constexpr int kDecimals = Qt::UserRole + 7; ///< Numbers of this column are padded to so many decimals.
inline constexpr int kBar = Qt::UserRole + 8;      ///< 0..1: a bar behind the number.
inline constexpr int kCopy = Qt::UserRole + 9;     ///< Exact text for the clipboard.
} // namespace role

struct Cell {
    QString text;
    QString second; ///< Weaker, after the text.
    QString tip;    ///< Whole or exact value; plain text.
    QVariant sort;  ///< Empty: sorts by text.
    std::optional<AccountId> account;
    std::optional<Trust> trust;
    std::optional<double> bar;
    Tone tone{Tone::Text};
    bool chip{false};
    bool strong{false};
};

struct ColumnInfo {
    QString id, title, help;
    bool number{false};  ///< Right, tabular, aligned on the decimal point.
    int width{100};      ///< At text scale 1; the last stretching column takes what is left.
    bool stretch{false}; ///< Shares what is left over, and gives way when there is too little.
    bool shown{true};
    bool centred{false}; ///< Chips.
};

class TableModelBase : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    const std::vector<ColumnInfo>& columns() const { return m_columns; }
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int dataRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int dataRole) const override;

protected:
    virtual Cell cell(int row, int column) const = 0;
    void measureDecimals();
    std::vector<ColumnInfo> m_columns;

private:
    std::vector<int> m_decimals;
};

template <class Row>
struct Column {
    ColumnInfo info;
    std::function<Cell(const Row&)> cell;
};

template <class Row>
class TableModel : public TableModelBase {
public:
    explicit TableModel(std::vector<Column<Row>> columns, QObject* parent = nullptr) : TableModelBase(parent) {
        for (auto& column : columns) {
            m_columns.push_back(column.info);
            m_cells.push_back(std::move(column.cell));
        }
    }
    /// Keeps the selection where the number of rows did not change.
    void setRows(std::vector<Row> rows) {
        if (rows.size() == m_rows.size()) {
            m_rows = std::move(rows);
            measureDecimals();
            if (!m_rows.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
            return;
        }
        beginResetModel();
        m_rows = std::move(rows);
        measureDecimals();
        endResetModel();
    }
    const std::vector<Row>& rows() const { return m_rows; }
    const Row& row(int at) const { return m_rows.at(static_cast<std::size_t>(at)); }
    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

protected:
    Cell cell(int row, int column) const override {
        return m_cells[static_cast<std::size_t>(column)](m_rows[static_cast<std::size_t>(row)]);
    }

private:
    std::vector<std::function<Cell(const Row&)>> m_cells;
    std::vector<Row> m_rows;
};

} // namespace taodeck::ui
