#include "ui/widgets/state_view.h"

#include "ui/widgets/icon.h"

#include <QPainter>
#include <QStyle>

namespace taodeck::ui {

StateView::StateView(QWidget* parent) : QWidget(parent) {
    auto* outer = makeColumn(this, 0, space::kGroup);
    m_content = new QWidget(this);
    auto* column = makeColumn(m_content, 6);
    m_icon = new Label;
    m_title = new Label({}, TextSize::Body, Tone::Text, true);
    m_reason = (new Label({}, TextSize::Body, Tone::Text2))->wrapped();
    m_title->setAlignment(Qt::AlignHCenter);
    m_reason->setAlignment(Qt::AlignHCenter);
    m_title->setWordWrap(true);
    m_action = makeButton({}, ButtonKind::Normal);
    connect(m_action, &QPushButton::clicked, this, &StateView::actionPressed);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addWidget(m_title);
    auto* reasonRow = makeRow(0);
    reasonRow->addStretch(1);
    reasonRow->addWidget(m_reason, 100);
    reasonRow->addStretch(1);
    column->addLayout(reasonRow);
    column->addSpacing(4);
    column->addWidget(m_action, 0, Qt::AlignHCenter);
    outer->addStretch(1);
    outer->addWidget(m_content);
    outer->addStretch(1);
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, [this] {
        m_skeleton = true;
        update();
    });
    connect(&Theme::instance(), &Theme::changed, this,
            [this] { show(m_state, m_title->text(), m_reason->text(), m_action->text()); });
}

void StateView::showEmpty(const QString& title, const QString& reason, const QString& action) {
    show(State::Empty, title, reason, action);
}

void StateView::showFailed(const QString& title, const QString& reason, const QString& action) {
    show(State::Failed, title, reason, action);
}

void StateView::showLoading(const QString& what) {
    if (m_state == State::Loading && (m_delay.isActive() || m_skeleton)) return;
    show(State::Loading, what, {}, {});
    const int delay = Theme::instance().skeletonDelayMs();
    m_skeleton = delay == 0;
    if (delay > 0) m_delay.start(delay);
}

void StateView::show(State state, const QString& title, const QString& reason, const QString& action) {
    if (state != State::Loading) {
        m_delay.stop();
        m_skeleton = false;
    }
    m_state = state;
    m_title->setText(title);
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_action->setProperty("kind",
                          m_emphasis && state == State::Empty ? QStringLiteral("primary") : QStringLiteral("normal"));
    m_action->style()->polish(m_action); // the style sheet looks at the property
    auto& theme = Theme::instance();
    m_icon->setPixmap(iconPixmap(state == State::Failed ? QStringLiteral("failed") : QStringLiteral("empty"),
                                 theme.colour(state == State::Failed ? Tone::Negative : Tone::Text3), theme.px(28),
                                 devicePixelRatioF()));
    m_content->setVisible(state != State::Loading);
    setAccessibleName(title);
    setAccessibleDescription(reason);
    update();
}

void StateView::paintEvent(QPaintEvent*) {
    if (m_state != State::Loading || !m_skeleton) return;
    auto& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.tokens().raised);
    const int row = theme.rowHeight(), bar = theme.px(12);
    for (int y = 0, i = 0; y + row <= height() && i < 8; y += row, ++i) {
        const int top = y + (row - bar) / 2;
        const double widths[] = {0.17, 0.10, 0.13, 0.12, 0.10};
        double x = 0.012;
        for (const double w : widths) {
            const auto jitter = ((i * 7 + static_cast<int>(x * 40)) % 5) * 0.01;
            painter.drawRoundedRect(QRectF(x * width(), top, (w - jitter) * width(), bar), 4, 4);
            x += 0.205;
        }
    }
    painter.setPen(theme.colour(Tone::Text3));
    painter.setFont(theme.font(TextSize::Caption));
    painter.drawText(rect().adjusted(space::kGroup, 0, -space::kGroup, -4), Qt::AlignBottom | Qt::AlignHCenter,
                     m_title->text());
}

} // namespace taodeck::ui
