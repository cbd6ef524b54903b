#include "ui/widgets/toast.h"

#include "ui/widgets/card.h"
#include "ui/widgets/icon.h"

#include <QEvent>
#include <QTimer>

namespace taodeck::ui {
namespace {

constexpr int kMost = 3;
constexpr int kStaysMs = 6000;

} // namespace

ToastStack::ToastStack(QWidget* window) : QWidget(window) {
    auto* column = makeColumn(this, space::kRelated);
    column->setSizeConstraint(QLayout::SetFixedSize);
    window->installEventFilter(this);
    hide();
}

void ToastStack::show(ToastKind kind, const QString& text) {
    auto& theme = Theme::instance();
    auto* toast = new Card({}, this);
    auto* row = makeRow(10);
    const auto name = kind == ToastKind::Success   ? QStringLiteral("success")
                      : kind == ToastKind::Problem ? QStringLiteral("warning")
                                                   : QStringLiteral("info");
    const auto tone = kind == ToastKind::Success   ? Tone::Positive
                      : kind == ToastKind::Problem ? Tone::Warning
                                                   : Tone::Info;
    auto* picture = new Label;
    picture->setPixmap(iconPixmap(name, theme.colour(tone), theme.px(18), devicePixelRatioF()));
    row->addWidget(picture, 0, Qt::AlignTop);
    auto* words = new Label(text);
    words->setWordWrap(true);
    words->setFixedWidth(theme.px(300));
    row->addWidget(words, 1);
    toast->body()->setContentsMargins(12, 10, 12, 10);
    toast->body()->addLayout(row);
    toast->setAccessibleName(text);
    layout()->addWidget(toast);
    m_toasts.push_back(toast);
    const auto remove = [this, toast] {
        std::erase(m_toasts, toast);
        toast->deleteLater();
        toast->hide();
        place();
    };
    QTimer::singleShot(kStaysMs, toast, remove);
    if (m_toasts.size() > kMost) {
        auto* oldest = m_toasts.front();
        m_toasts.pop_front();
        oldest->hide();
        oldest->deleteLater();
    }
    QWidget::show();
    place();
}

void ToastStack::place() {
    if (m_toasts.empty()) return hide();
    raise();
    layout()->activate();
    adjustSize();
    move(parentWidget()->width() - width() - space::kScreen, parentWidget()->height() - height() - space::kScreen);
}

bool ToastStack::event(QEvent* event) {
    const bool handled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest && !isHidden()) place(); // a notice came, grew or went
    return handled;
}

bool ToastStack::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && !isHidden()) place();
    return QWidget::eventFilter(watched, event);
}

} // namespace taodeck::ui
