#include "ui/widgets/table_model.h"

#include "ui/widgets/label.h"
#include "ui/widgets/tabular.h"

namespace taodeck::ui {

int TableModelBase::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant TableModelBase::data(const QModelIndex& index, int dataRole) const {
    if (!index.isValid()) return {};
    const auto column = static_cast<std::size_t>(index.column());
    const auto value = cell(index.row(), index.column());
    switch (dataRole) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return value.text;
    case Qt::ToolTipRole:
        return value.tip.isEmpty() ? QVariant{} : plainToolTip(value.tip);
    case Qt::TextAlignmentRole:
        return static_cast<int>((m_columns[column].number ? Qt::AlignRight
                                 : value.chip             ? Qt::AlignHCenter
                                                          : Qt::AlignLeft) |
                                Qt::AlignVCenter);
    case role::kSort:
        return value.sort.isValid() ? value.sort : QVariant{value.text.toCaseFolded()};
    case role::kAccount:
        if (!value.account) return {};
        return QByteArray(reinterpret_cast<const char*>(value.account->bytes.data()), 32);
    case role::kTone:
        return static_cast<int>(value.tone);
    case role::kSecond:
        return value.second;
    case role::kChip:
        return value.chip;
    case role::kTrust:
        return value.trust ? QVariant{static_cast<int>(*value.trust)} : QVariant{};
    case role::kDecimals:
        return column < m_decimals.size() ? m_decimals[column] : 0;
    case role::kBar:
        return value.bar ? QVariant{*value.bar} : QVariant{};
    case role::kCopy:
        return value.tip.isEmpty() ? value.text : value.tip;
    case Qt::FontRole:
        return value.strong ? QVariant{Theme::instance().font(TextSize::Body, true)} : QVariant{};
    default:
        return {};
    }
}

QVariant TableModelBase::headerData(int section, Qt::Orientation orientation, int dataRole) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const auto& column = m_columns[static_cast<std::size_t>(section)];
    if (dataRole == Qt::DisplayRole) return column.title;
    if (dataRole == Qt::ToolTipRole) return column.help.isEmpty() ? QVariant{} : plainToolTip(column.help);
    if (dataRole == Qt::TextAlignmentRole)
        return static_cast<int>((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

void TableModelBase::measureDecimals() {
    m_decimals.assign(m_columns.size(), 0);
    for (int row = 0; row < rowCount(); ++row)
        for (int column = 0; column < columnCount(); ++column)
            if (m_columns[static_cast<std::size_t>(column)].number) {
                auto& most = m_decimals[static_cast<std::size_t>(column)];
                most = std::max(most, decimalsOf(cell(row, column).text));
            }
}

} // namespace taodeck::ui
