#include "ui/widgets/sheet.h"

#include <QApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPropertyAnimation>
#include <QScrollArea>

namespace taodeck::ui {
namespace {

class Panel : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const auto& t = Theme::instance().tokens();
        painter.fillRect(rect(), t.surface);
        painter.fillRect(QRect(0, 0, 1, height()), t.border);
    }
};

} // namespace

Sheet::Sheet(QWidget* window) : QWidget(window) {
    setFocusPolicy(Qt::StrongFocus);
    m_panel = new Panel(this);
    auto* column = makeColumn(m_panel, 0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(space::kScreen, space::kGroup, space::kGroup, space::kRelated);
    m_title = new Label({}, TextSize::Title, Tone::Text, true);
    m_title->setWordWrap(true);
    head->addWidget(m_title, 1);
    auto* close = makeIconButton(QStringLiteral("close"), tr("Close"));
    close->setObjectName(QStringLiteral("sheetClose"));
    connect(close, &QPushButton::clicked, this, &Sheet::close);
    head->addWidget(close, 0, Qt::AlignTop);
    column->addLayout(head);
    m_scroll = new QScrollArea(m_panel);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    column->addWidget(m_scroll, 1);
    m_slide = new QPropertyAnimation(m_panel, "pos", this);
    m_slide->setEasingCurve(QEasingCurve::OutCubic);
    window->installEventFilter(this);
    hide();
}

QRect Sheet::openRect() const {
    const int least = std::min(width(), Theme::instance().px(560));
    const int wide = std::clamp(width() / 2, least, std::max(least, Theme::instance().px(760)));
    return {width() - wide, 0, wide, height()};
}

void Sheet::open(QWidget* content) {
    if (!isOpen()) m_focusBefore = QApplication::focusWidget();
    m_content = content;
    m_title->setText(content->windowTitle());
    setAccessibleName(content->windowTitle());
    connect(content, &QWidget::windowTitleChanged, m_title, [this](const QString& title) { m_title->setText(title); });
    m_scroll->setWidget(content); // deletes what was there
    content->setAutoFillBackground(false);
    content->show();
    place();
    show();
    raise();
    m_panel->show();
    if (Theme::instance().motionMs() > 0) {
        m_slide->stop();
        m_slide->setDuration(Theme::instance().motionMs());
        m_slide->setStartValue(QPoint(width(), 0));
        m_slide->setEndValue(openRect().topLeft());
        m_slide->start();
    }
    if (content->focusProxy())
        content->setFocus(Qt::TabFocusReason);
    else
        setFocus(Qt::OtherFocusReason);
}

void Sheet::close() {
    if (!isOpen()) return;
    m_slide->stop();
    auto* old = m_scroll->takeWidget();
    m_content = nullptr;
    if (old) { // stays a child until it is gone, so that it never outlives the window's models
        old->setParent(this);
        old->hide();
        old->deleteLater();
    }
    hide();
    if (m_focusBefore) m_focusBefore->setFocus(Qt::OtherFocusReason);
    emit closed();
}

void Sheet::place() {
    setGeometry(parentWidget()->rect());
    m_panel->setGeometry(openRect());
}

void Sheet::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool dark = Theme::instance().isDark();
    painter.fillRect(rect(), QColor(0, 0, 0, dark ? 130 : 70));
    // The one shadow: under the sheet's left edge.
    const int edge = m_panel->x();
    for (int i = 0; i < 12; ++i)
        painter.fillRect(QRect(edge - i - 1, 0, 1, height()), QColor(0, 0, 0, (dark ? 60 : 26) * (12 - i) / 12));
}

void Sheet::mousePressEvent(QMouseEvent*) {
    close();
}

void Sheet::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return close();
    QWidget::keyPressEvent(event);
}

bool Sheet::focusNextPrevChild(bool next) {
    // What lies under the sheet cannot be used, so the keyboard stays inside.
    std::vector<QWidget*> stops;
    for (auto* widget = nextInFocusChain(); widget != this; widget = widget->nextInFocusChain())
        if (isAncestorOf(widget) && widget->isVisibleTo(this) && widget->isEnabled() &&
            (widget->focusPolicy() & Qt::TabFocus) != 0)
            stops.push_back(widget);
    if (stops.empty()) return true;
    const auto now = std::find(stops.begin(), stops.end(), QApplication::focusWidget());
    auto at = static_cast<std::size_t>(now - stops.begin());
    const auto count = stops.size();
    if (now == stops.end())
        at = next ? 0 : count - 1;
    else
        at = (at + (next ? 1 : count - 1)) % count;
    stops[at]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

bool Sheet::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) place();
    return QWidget::eventFilter(watched, event);
}

} // namespace taodeck::ui
