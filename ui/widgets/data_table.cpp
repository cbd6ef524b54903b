#include "ui/widgets/data_table.h"

#include "ui/bridge/clipboard.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/identicon.h"
#include "ui/widgets/tabular.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace taodeck::ui {
namespace {

constexpr int kPadding = 8;      ///< At both sides of a cell.
constexpr int kChooserRoom = 20; ///< Kept free at the right end of the last column.

class SortProxy : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override {
        const auto a = left.data(role::kSort), b = right.data(role::kSort);
        if (a.typeId() == QMetaType::QString && b.typeId() == QMetaType::QString)
            return QString::localeAwareCompare(a.toString(), b.toString()) < 0;
        return QVariant::compare(a, b) == QPartialOrdering::Less;
    }
};

class CellDelegate : public QStyledItemDelegate {
public:
    CellDelegate(QTableView* view, const std::vector<ColumnInfo>& columns, const int& hoverRow)
        : QStyledItemDelegate(view), m_view(view), m_columns(columns), m_hoverRow(hoverRow) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        auto& theme = Theme::instance();
        const auto& t = theme.tokens();
        painter->save();
        const bool current = m_view->currentIndex().row() == index.row() && m_view->hasFocus();
        const bool raised = index.row() == m_hoverRow || option.state.testFlag(QStyle::State_Selected);
        painter->fillRect(option.rect, raised ? t.raised : t.surface);
        painter->setPen(t.border);
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        auto rect = option.rect.adjusted(theme.px(index.column() == 0 ? 12 : kPadding), 0, -theme.px(kPadding), -1);
        if (isLast(index.column())) rect.setRight(rect.right() - theme.px(kChooserRoom));
        paintBar(*painter, rect, index);
        paintLeading(*painter, rect, index);
        paintText(*painter, rect, index);
        if (current && index.column() == firstVisible()) { // the ring's left end
            painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), t.accent);
        }
        painter->restore();
    }

private:
    int firstVisible() const { return m_view->horizontalHeader()->logicalIndexAt(1); }
    bool isLast(int column) const {
        const auto* header = m_view->horizontalHeader();
        for (int visual = header->count() - 1; visual >= 0; --visual)
            if (!header->isSectionHidden(header->logicalIndex(visual))) return header->logicalIndex(visual) == column;
        return false;
    }

    static void paintBar(QPainter& painter, const QRect& rect, const QModelIndex& index) {
        const auto bar = index.data(role::kBar);
        if (!bar.isValid()) return;
        const auto part = std::clamp(bar.toDouble(), 0.0, 1.0);
        if (part == 0) return;
        auto colour = Theme::instance().tokens().accent;
        colour.setAlphaF(0.55F);
        const int width = std::max(1, qRound(rect.width() * part));
        painter.fillRect(QRect(rect.right() - width + 1, rect.bottom() - 4, width, 2), colour);
    }

    static void paintLeading(QPainter& painter, QRect& rect, const QModelIndex& index) {
        auto& theme = Theme::instance();
        const auto place = [&](int side) {
            const QRect box(rect.left(), rect.top() + (rect.height() - side) / 2, side, side);
            rect.setLeft(rect.left() + side + theme.px(8));
            return box;
        };
        const auto key = index.data(role::kAccount).toByteArray();
        if (key.size() == 32) {
            AccountId account;
            std::copy(key.begin(), key.end(), account.bytes.begin());
            paintIdenticon(painter, place(theme.px(20)), account);
        }
        const auto trust = index.data(role::kTrust);
        if (trust.isValid()) {
            const auto word = static_cast<Trust>(trust.toInt());
            paintIcon(painter, place(theme.px(16)), trustIconName(word), theme.colour(trustTone(word)));
        }
    }

    void paintText(QPainter& painter, QRect rect, const QModelIndex& index) const {
        auto& theme = Theme::instance();
        const auto text = index.data(Qt::DisplayRole).toString();
        const auto tone = static_cast<Tone>(index.data(role::kTone).toInt());
        if (index.data(role::kChip).toBool()) {
            if (!text.isEmpty()) paintChip(painter, rect, text, tone, Qt::AlignHCenter);
            return;
        }
        const auto font = index.data(Qt::FontRole);
        painter.setFont(font.isValid() ? font.value<QFont>() : theme.font(TextSize::Body));
        painter.setPen(theme.colour(tone));
        if (m_columns[static_cast<std::size_t>(index.column())].number) {
            paintNumber(painter, rect, text, index.data(role::kDecimals).toInt(), tone);
            return;
        }
        const auto shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width());
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, shown);
        const auto second = index.data(role::kSecond).toString();
        if (second.isEmpty()) return;
        rect.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(shown) + theme.px(8));
        const auto mono = theme.mono(TextSize::Caption);
        painter.setFont(mono);
        painter.setPen(theme.colour(Tone::Text3));
        // Half an address tells nothing: all of it or none.
        if (painter.fontMetrics().horizontalAdvance(second) <= rect.width())
            painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, second);
    }

    static void paintNumber(QPainter& painter, const QRect& rect, const QString& text, int decimals, Tone tone) {
        auto& theme = Theme::instance();
        const bool unknown = !text.isEmpty() && text[0] == QChar{0x2014};
        const auto padded = unknown ? text : padDecimals(text, decimals);
        const auto gap = padded.lastIndexOf(u' ');
        if (unknown || gap < 0) {
            if (unknown) painter.setPen(theme.colour(Tone::Text3));
            paintTabular(painter, QRectF(rect), Qt::AlignRight, padded);
            return;
        }
        // The unit is weaker than the number, but every digit must keep its place.
        const auto unit = padded.mid(gap);
        const auto width = tabularWidth(painter.font(), unit);
        paintTabular(painter, QRectF(rect).adjusted(0, 0, -width, 0), Qt::AlignRight, padded.left(gap));
        if (tone == Tone::Text) painter.setPen(theme.colour(Tone::Text3));
        paintTabular(painter, QRectF(rect), Qt::AlignRight, unit);
    }

    QTableView* m_view;
    const std::vector<ColumnInfo>& m_columns;
    const int& m_hoverRow;
};

/// Titles in the tables' own way: the sort arrow stands beside the title, never on it.
class Header : public QHeaderView {
public:
    Header(const std::vector<ColumnInfo>& columns, QWidget* parent)
        : QHeaderView(Qt::Horizontal, parent), m_columns(columns) {
        setSectionsClickable(true);
        setMouseTracking(true);
    }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override {
        auto& theme = Theme::instance();
        const auto& t = theme.tokens();
        const auto& column = m_columns[static_cast<std::size_t>(section)];
        painter->save();
        painter->fillRect(rect, t.raised);
        painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.border);
        const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
        painter->setFont(theme.font(TextSize::Caption, sorted));
        painter->setPen(sorted ? t.text : t.text2);
        const int arrow = theme.px(12);
        auto room = rect.adjusted(theme.px(section == 0 ? 12 : kPadding), 0, -theme.px(kPadding), 0);
        if (visualIndex(section) == count() - 1 - trailingHidden())
            room.setRight(room.right() - theme.px(kChooserRoom));
        const auto title =
            painter->fontMetrics().elidedText(column.title, Qt::ElideRight, room.width() - (sorted ? arrow + 2 : 0));
        const int wide = painter->fontMetrics().horizontalAdvance(title);
        int x = room.left();
        if (column.number) x = room.right() - wide + 1;
        if (column.centred) x = room.left() + (room.width() - wide) / 2;
        painter->drawText(QRect(x, rect.top(), wide + 1, rect.height()), Qt::AlignVCenter | Qt::AlignLeft, title);
        if (sorted) {
            const int at = column.number ? x - arrow - 2 : x + wide + 2;
            paintIcon(*painter, QRectF(at, rect.center().y() - arrow / 2.0 + 1, arrow, arrow),
                      sortIndicatorOrder() == Qt::AscendingOrder ? QStringLiteral("chevron-up")
                                                                 : QStringLiteral("chevron-down"),
                      t.text2);
        }
        painter->restore();
    }

private:
    int trailingHidden() const {
        int hidden = 0;
        for (int visual = count() - 1; visual >= 0 && isSectionHidden(logicalIndex(visual)); --visual)
            ++hidden;
        return hidden;
    }
    const std::vector<ColumnInfo>& m_columns;
};

} // namespace

DataTable::DataTable(TableModelBase& model, const QString& name, QWidget* parent) : QWidget(parent), m_model(model) {
    m_proxy = new SortProxy(this);
    m_proxy->setSourceModel(&model);
    m_stack = new QStackedLayout(this);
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_view = new QTableView(this);
    m_view->setHorizontalHeader(new Header(model.columns(), m_view));
    m_view->setModel(m_proxy);
    m_view->setAccessibleName(name);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setShowGrid(false);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(0, Qt::AscendingOrder);
    m_view->setTabKeyNavigation(false);
    m_view->setMouseTracking(true);
    m_view->setWordWrap(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->verticalHeader()->hide();
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->viewport()->installEventFilter(this);
    m_view->installEventFilter(this);
    m_view->setItemDelegate(new CellDelegate(m_view, model.columns(), m_hoverRow));
    auto* header = m_view->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, [this] { openColumnMenu(); });
    connect(m_view, &QWidget::customContextMenuRequested, this, &DataTable::openRowMenu);
    connect(m_view, &QTableView::doubleClicked, this, [this](const QModelIndex& at) { emit activated(sourceRow(at)); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { emit currentRowChanged(currentRow()); });
    m_states = new StateView(this);
    connect(m_states, &StateView::actionPressed, this, &DataTable::stateActionPressed);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_states);
    m_chooser = makeIconButton(QStringLiteral("columns"), tr("Choose columns"), m_view);
    connect(m_chooser, &QPushButton::clicked, this, &DataTable::openColumnMenu);
    for (const auto& column : model.columns())
        m_shown.push_back(column.shown);
    for (std::size_t i = 0; i < m_shown.size(); ++i)
        m_view->setColumnHidden(static_cast<int>(i), !m_shown[i]);
    const auto themed = [this] {
        m_view->verticalHeader()->setDefaultSectionSize(Theme::instance().rowHeight());
        m_view->horizontalHeader()->setFixedHeight(Theme::instance().rowHeight());
        arrangeColumns();
        fitHeight();
    };
    connect(&Theme::instance(), &Theme::changed, this, themed);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, &DataTable::fitHeight);
    themed();
}

void DataTable::showRows() {
    m_stack->setCurrentWidget(m_view);
    arrangeColumns();
    fitHeight();
}

void DataTable::showEmpty(const QString& title, const QString& reason, const QString& action) {
    m_states->showEmpty(title, reason, action);
    m_stack->setCurrentWidget(m_states);
    fitHeight();
}

void DataTable::showFailed(const QString& title, const QString& reason, const QString& action) {
    m_states->showFailed(title, reason, action);
    m_stack->setCurrentWidget(m_states);
    fitHeight();
}

void DataTable::showLoading(const QString& what) {
    m_states->showLoading(what);
    m_stack->setCurrentWidget(m_states);
    fitHeight();
}

bool DataTable::showsRows() const {
    return m_stack->currentWidget() == m_view;
}

int DataTable::sourceRow(const QModelIndex& viewIndex) const {
    return viewIndex.isValid() ? m_proxy->mapToSource(viewIndex).row() : -1;
}

int DataTable::currentRow() const {
    return sourceRow(m_view->currentIndex());
}

void DataTable::sortBy(const QString& columnId, Qt::SortOrder order) {
    const auto& columns = m_model.columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].id == columnId) m_view->sortByColumn(static_cast<int>(i), order);
}

void DataTable::selectSourceRow(int row) {
    const auto index = m_proxy->mapFromSource(m_model.index(row, 0));
    if (index.isValid()) m_view->selectRow(index.row());
}

void DataTable::setFitRows(int least, int most) {
    m_least = least;
    m_most = most;
    fitHeight();
}

void DataTable::fitHeight() {
    if (m_most == 0) return;
    auto& theme = Theme::instance();
    const int rows = showsRows() ? std::clamp(m_model.rowCount(), m_least, m_most) : std::max(m_least, 3);
    int extra = showsRows() ? 2 : theme.px(56);
    if (showsRows() && m_view->horizontalHeader()->length() > m_view->viewport()->width() + 2)
        extra += 14; // its scroll bar
    m_view->setVerticalScrollBarPolicy(m_model.rowCount() > m_most ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    setMinimumHeight(theme.rowHeight() * (rows + 1) + extra);
    setMaximumHeight(theme.rowHeight() * (std::max(rows, m_least) + 1) + extra);
}

void DataTable::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrangeColumns();
    fitHeight();
}

bool DataTable::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseMove || event->type() == QEvent::Leave) {
        const int row = event->type() == QEvent::Leave
                            ? -1
                            : m_view->indexAt(static_cast<QMouseEvent*>(event)->position().toPoint()).row();
        if (row != m_hoverRow) {
            m_hoverRow = row;
            m_view->viewport()->update();
        }
    } else if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        if (event->type() == QEvent::FocusIn && !m_view->currentIndex().isValid() && m_proxy->rowCount() > 0)
            m_view->selectRow(0);
        m_view->viewport()->update();
    } else if (event->type() == QEvent::Resize && watched == m_view->viewport()) {
        arrangeColumns();
        fitHeight();
    } else if (event->type() == QEvent::KeyPress && watched == m_view) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && currentRow() >= 0) {
            emit activated(currentRow());
            return true;
        }
        if (key->matches(QKeySequence::Copy) && m_view->currentIndex().isValid()) {
            copyForAWhile(m_view->currentIndex().data(role::kCopy).toString());
            return true;
        }
        if (key->key() == Qt::Key_Menu) {
            openRowMenu(m_view->visualRect(m_view->currentIndex()).center());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void DataTable::arrangeColumns() {
    auto& theme = Theme::instance();
    auto* header = m_view->horizontalHeader();
    const auto& columns = m_model.columns();
    int wanted = 0, stretching = 0, last = 0, shown = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (m_view->isColumnHidden(static_cast<int>(i))) continue;
        wanted += theme.px(columns[i].width);
        stretching += columns[i].stretch ? 1 : 0;
        last = static_cast<int>(i);
        ++shown;
    }
    // The chooser stands on the header's right end; nothing of a title may lie under it.
    wanted += theme.px(kChooserRoom);
    const int spare = m_view->viewport()->width() - wanted;
    // What is left goes half to the stretching columns and half to all, so that a wide window does not tear a row
    // apart.
    const int each = spare > 0 ? spare / 2 / std::max(1, shown) : 0;
    const int rest = spare - each * shown;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        int width = theme.px(columns[i].width) + each;
        if (columns[i].stretch && stretching > 0) width += std::max(rest / stretching, -width * 2 / 5);
        if (static_cast<int>(i) == last) width += theme.px(kChooserRoom);
        header->resizeSection(static_cast<int>(i), width);
    }
    const int side = theme.px(28);
    m_chooser->setFixedSize(side, side);
    m_chooser->move(m_view->width() - side - 2, (theme.rowHeight() - side) / 2);
    m_chooser->raise();
}

void DataTable::openColumnMenu() {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto& columns = m_model.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto title = columns[i].title;
        auto* action = menu->addAction(title.replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(m_shown[i]);
        action->setEnabled(i != 0); // the first column says what the row is
        connect(action, &QAction::toggled, this, [this, i](bool on) {
            m_shown[i] = on;
            m_view->setColumnHidden(static_cast<int>(i), !on);
            arrangeColumns();
        });
    }
    menu->popup(m_chooser->mapToGlobal(QPoint(0, m_chooser->height())));
}

void DataTable::openRowMenu(const QPoint& at) {
    const auto index = m_view->indexAt(at);
    if (!index.isValid()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_rowMenu) m_rowMenu(sourceRow(index), *menu);
    const auto exact = index.data(role::kCopy).toString();
    if (!exact.isEmpty() && exact != dash()) {
        if (!menu->isEmpty()) menu->addSeparator();
        menu->addAction(tr("Copy cell"), this, [exact] { copyForAWhile(exact); });
    }
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

} // namespace taodeck::ui
