#include "ui/widgets/card.h"

#include "ui/widgets/icon.h"

#include <QEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>

namespace taodeck::ui {

Card::Card(const QString& title, QWidget* parent) : QWidget(parent) {
    auto* column = makeColumn(this, 0);
    m_title = new Label(title, TextSize::Section, Tone::Text, true);
    m_head = new HeadRow(m_title, this);
    m_head->layout()->setContentsMargins(space::kGroup, 12, 12, 4);
    column->addWidget(m_head);
    m_body = new QVBoxLayout;
    m_body->setContentsMargins(space::kGroup, title.isEmpty() ? space::kGroup : 4, space::kGroup, space::kGroup);
    m_body->setSpacing(space::kRelated);
    column->addLayout(m_body, 1);
    m_head->setVisible(!title.isEmpty());
    if (!title.isEmpty()) setAccessibleName(title);
}

QHBoxLayout* Card::header() {
    return m_head->actions();
}

void Card::setTitle(const QString& title) {
    m_title->setText(title);
    setAccessibleName(title);
    m_head->setVisible(!title.isEmpty());
}

void Card::setFlush() {
    m_body->setContentsMargins(1, 4, 1, 8);
    m_body->setSpacing(0);
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& t = Theme::instance().tokens();
    painter.setPen(QPen(t.border, 1));
    painter.setBrush(t.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::kCardRadius, space::kCardRadius);
}

Line::Line(Qt::Orientation orientation, QWidget* parent) : QWidget(parent) {
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void Line::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), Theme::instance().tokens().border);
}

QPushButton* makeButton(const QString& text, ButtonKind kind, const QString& iconName, QWidget* parent) {
    static constexpr const char* kKinds[] = {"normal", "primary", "danger", "quiet", "link", "segment"};
    auto* button = new QPushButton(text, parent);
    button->setProperty("kind", QString::fromLatin1(kKinds[static_cast<int>(kind)]));
    button->setCursor(Qt::PointingHandCursor);
    button->setAutoDefault(kind != ButtonKind::Danger);
    if (!iconName.isEmpty()) {
        const auto paint = [button, kind, iconName] {
            const auto tone = kind == ButtonKind::Primary  ? Tone::OnAccent
                              : kind == ButtonKind::Danger ? Tone::Negative
                              : kind == ButtonKind::Link   ? Tone::Accent
                                                           : Tone::Text2;
            const int size = Theme::instance().px(16);
            const int gap = button->text().isEmpty() ? 0 : Theme::instance().px(4);
            button->setIcon(icon(iconName, Theme::instance().colour(tone), size, gap));
            button->setIconSize({size + gap, size});
        };
        paint();
        QObject::connect(&Theme::instance(), &Theme::changed, button, paint);
    }
    return button;
}

QPushButton* makeIconButton(const QString& iconName, const QString& name, QWidget* parent) {
    auto* button = makeButton({}, ButtonKind::Quiet, iconName, parent);
    button->setAccessibleName(name);
    setPlainToolTip(button, name);
    button->setFixedWidth(Theme::instance().px(34));
    QObject::connect(&Theme::instance(), &Theme::changed, button,
                     [button] { button->setFixedWidth(Theme::instance().px(34)); });
    return button;
}

CardGrid::CardGrid(int stackBelow, QWidget* parent) : QWidget(parent), m_stackBelow(stackBelow) {
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(space::kGroup);
    for (int column = 0; column < 12; ++column) {
        m_grid->setColumnStretch(column, 1);
        m_grid->setColumnMinimumWidth(column, 0);
    }
    connect(&Theme::instance(), &Theme::changed, this, [this] { arrange(); });
}

void CardGrid::add(QWidget* card, int span, int grow) {
    card->setParent(this);
    m_items.push_back({card, span, grow});
    m_mode = -1;
    arrange();
    card->show();
}

void CardGrid::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

bool CardGrid::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) arrange();
    return QWidget::event(event);
}

QSize CardGrid::minimumSizeHint() const {
    auto size = QWidget::minimumSizeHint();
    int widest = 0;
    for (const auto& item : m_items)
        if (!item.widget->isHidden()) widest = std::max(widest, item.widget->minimumSizeHint().width());
    size.setWidth(std::min(size.width(), widest));
    return size;
}

bool CardGrid::mustStack() const {
    if (width() < Theme::instance().px(m_stackBelow)) return true;
    for (const auto& item : m_items) // twelve columns of equal width
        if (item.span < 12 && !item.widget->isHidden() &&
            item.widget->minimumSizeHint().width() > (width() + space::kGroup) * item.span / 12 - space::kGroup)
            return true;
    return false;
}

void CardGrid::arrange() {
    const int mode = mustStack() ? 1 : 0;
    if (mode == m_mode) return;
    m_mode = mode;
    for (int row = 0; row < m_grid->rowCount(); ++row)
        m_grid->setRowStretch(row, 0);
    int row = 0, column = 0;
    for (const auto& item : m_items) {
        m_grid->removeWidget(item.widget);
        const int span = mode == 1 ? 12 : item.span;
        if (column + span > 12) {
            ++row;
            column = 0;
        }
        m_grid->addWidget(item.widget, row, column, 1, span);
        m_grid->setRowStretch(row, std::max(m_grid->rowStretch(row), item.grow));
        column += span;
    }
}

HeadRow::HeadRow(QWidget* title, QWidget* parent) : QWidget(parent), m_title(title) {
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::kGroup);
    m_grid->setVerticalSpacing(space::kRelated);
    m_grid->setColumnStretch(0, 1);
    m_box = new QWidget(this);
    m_actions = new QHBoxLayout(m_box);
    m_actions->setContentsMargins(0, 0, 0, 0);
    m_actions->setSpacing(space::kRelated);
    m_grid->addWidget(title, 0, 0, Qt::AlignLeft | Qt::AlignVCenter);
    m_grid->addWidget(m_box, 0, 1, Qt::AlignRight | Qt::AlignVCenter);
}

QSize HeadRow::minimumSizeHint() const {
    auto size = QWidget::minimumSizeHint();
    const auto margins = m_grid->contentsMargins();
    const int stacked = std::max(m_title->minimumSizeHint().width(), m_box->minimumSizeHint().width());
    size.setWidth(std::min(size.width(), stacked + margins.left() + margins.right()));
    return size;
}

void HeadRow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

bool HeadRow::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) arrange();
    return QWidget::event(event);
}

void HeadRow::arrange() {
    const auto margins = m_grid->contentsMargins();
    const int wanted =
        m_title->sizeHint().width() + space::kGroup + m_box->sizeHint().width() + margins.left() + margins.right();
    const bool below = m_actions->count() > 0 && wanted > width();
    if (below == m_below) return;
    m_below = below;
    m_grid->removeWidget(m_box);
    if (below)
        m_grid->addWidget(m_box, 1, 0, 1, 2, Qt::AlignLeft);
    else
        m_grid->addWidget(m_box, 0, 1, Qt::AlignRight | Qt::AlignVCenter);
}

Segmented::Segmented(const QStringList& choices, int chosen, QWidget* parent) : QWidget(parent), m_chosen(chosen) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(3, 3, 3, 3);
    row->setSpacing(2);
    for (int i = 0; i < choices.size(); ++i) {
        auto* button = makeButton(choices[i], ButtonKind::Segment, {}, this);
        button->setCheckable(true);
        button->setChecked(i == chosen);
        button->setAutoExclusive(true);
        connect(button, &QPushButton::clicked, this, [this, i] { choose(i); });
        row->addWidget(button);
        m_buttons.push_back(button);
    }
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void Segmented::choose(int index) {
    m_buttons.at(static_cast<std::size_t>(index))->setChecked(true);
    if (index == m_chosen) return;
    m_chosen = index;
    emit chosenChanged(index);
}

void Segmented::chooseNone() {
    for (auto* button : m_buttons) {
        button->setAutoExclusive(false);
        button->setChecked(false);
        button->setAutoExclusive(true);
    }
    m_chosen = -1;
}

void Segmented::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& t = Theme::instance().tokens();
    painter.setPen(QPen(t.border, 1));
    painter.setBrush(t.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::kRadius + 1, space::kRadius + 1);
}

void Segmented::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    const int next = m_chosen + step;
    if (step == 0 || next < 0 || next >= static_cast<int>(m_buttons.size())) return QWidget::keyPressEvent(event);
    choose(next);
    m_buttons[static_cast<std::size_t>(next)]->setFocus(Qt::TabFocusReason);
}

QVBoxLayout* makeColumn(QWidget* parent, int spacing, int margin) {
    auto* layout = parent ? new QVBoxLayout(parent) : new QVBoxLayout;
    layout->setSpacing(spacing);
    layout->setContentsMargins(margin, margin, margin, margin);
    return layout;
}

QHBoxLayout* makeRow(int spacing) {
    auto* layout = new QHBoxLayout;
    layout->setSpacing(spacing);
    layout->setContentsMargins(0, 0, 0, 0);
    return layout;
}

} // namespace taodeck::ui
