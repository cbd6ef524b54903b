#include "ui/shell/rail.h"

#include "ui/bridge/format.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon.h"

#include <QPainter>

namespace taodeck::ui {
namespace {

class Mark : public QWidget {
public:
    Mark() { setFixedSize(28, 28); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintMark(painter, QRectF(rect()));
    }
};

} // namespace

RailButton::RailButton(const QString& title, const QString& iconName, QWidget* parent)
    : QAbstractButton(parent), m_icon(iconName) {
    setText(title);
    setAccessibleName(title);
    setCheckable(true);
    setAutoExclusive(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RailButton::setCollapsed(bool collapsed) {
    m_collapsed = collapsed;
    setPlainToolTip(this, collapsed ? text() : QString{});
    update();
}

QSize RailButton::sizeHint() const {
    return {Theme::instance().px(40), Theme::instance().px(36)};
}

void RailButton::paintEvent(QPaintEvent*) {
    auto& theme = Theme::instance();
    const auto& t = theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto box = QRectF(rect()).adjusted(1, 1, -1, -1);
    if (isChecked() || underMouse()) {
        painter.setPen(isChecked() ? QPen(t.border, 1) : Qt::NoPen);
        painter.setBrush(isChecked() ? t.surface : t.bg);
        painter.drawRoundedRect(box, space::kRadius, space::kRadius);
    }
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.accent);
        painter.drawRoundedRect(QRectF(1, height() * 0.26, 3, height() * 0.48), 1.5, 1.5);
    }
    if (hasFocus()) {
        painter.setPen(QPen(t.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, space::kRadius, space::kRadius);
    }
    const int size = theme.px(20);
    const double left = m_collapsed ? (width() - size) / 2.0 : theme.px(12);
    const auto tone = isChecked() ? t.accent : t.text2;
    paintIcon(painter, QRectF(left, (height() - size) / 2.0, size, size), m_icon, tone);
    if (m_collapsed) return;
    painter.setFont(theme.font(TextSize::Body, isChecked()));
    painter.setPen(isChecked() ? t.text : t.text2);
    painter.drawText(QRectF(left + size + theme.px(10), 0, width() - left - size - theme.px(14), height()),
                     Qt::AlignVCenter | Qt::AlignLeft, text());
}

Rail::Rail(ChainState& chain, const Clock& clock, QWidget* parent) : QWidget(parent), m_chain(chain), m_clock(clock) {
    setAccessibleName(tr("Screens"));
    auto* column = makeColumn(this, 2, 12);
    auto* head = makeRow(10);
    head->setContentsMargins(6, 4, 0, 12);
    head->addWidget(new Mark);
    m_wordmark = new Label(QStringLiteral("Taodeck"), TextSize::Section, Tone::Text, true);
    head->addWidget(m_wordmark);
    head->addStretch(1);
    column->addLayout(head);
    m_list = makeColumn(nullptr, 2);
    column->addLayout(m_list);
    column->addStretch(1);
    m_toggle = makeIconButton(QStringLiteral("rail-toggle"), tr("Narrow or widen the rail"));
    connect(m_toggle, &QPushButton::clicked, this, &Rail::collapseToggled);
    column->addWidget(m_toggle, 0, Qt::AlignLeft);
    column->addWidget(new Line);
    m_foot = new QWidget(this);
    auto* foot = makeColumn(m_foot, 2);
    foot->setContentsMargins(8, 8, 0, 2);
    m_network = (new Label({}, TextSize::Caption, Tone::Text, true))->elided();
    m_block = (new Label({}, TextSize::Caption, Tone::Text2))->elided();
    auto* trust = makeRow(5);
    m_trustIcon = new Label;
    m_trust = new Label({}, TextSize::Caption, Tone::Text2, true);
    m_trust->setObjectName(QStringLiteral("railTrust"));
    trust->addWidget(m_trustIcon);
    trust->addWidget(m_trust);
    trust->addStretch(1);
    foot->addWidget(m_network);
    foot->addWidget(m_block);
    foot->addLayout(trust);
    column->addWidget(m_foot);
    connect(&chain, &ChainState::statusChanged, this, &Rail::refreshFoot);
    connect(&chain, &ChainState::blockFinal, this, &Rail::refreshFoot);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &Rail::refreshFoot);
    m_tick.start();
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        applyWidth();
        refreshFoot();
    });
    applyWidth();
    refreshFoot();
}

void Rail::addScreen(const QString& id, const QString& title, const QString& iconName) {
    auto* button = new RailButton(title, iconName, this);
    button->setObjectName(QStringLiteral("rail_") + id);
    m_buttons.emplace_back(id, button);
    m_list->addWidget(button);
    connect(button, &QAbstractButton::clicked, this, [this, id] { emit chosen(id); });
}

void Rail::setOffered(const QString& id, bool offered) {
    for (const auto& [name, button] : m_buttons)
        if (name == id) button->setVisible(offered);
}

int Rail::entryCount() const {
    return static_cast<int>(
        std::count_if(m_buttons.begin(), m_buttons.end(), [](const auto& entry) { return !entry.second->isHidden(); }));
}

void Rail::setCurrent(const QString& id) {
    for (const auto& [name, button] : m_buttons)
        button->setChecked(name == id);
}

void Rail::setCollapsed(bool collapsed) {
    if (m_collapsed == collapsed) return;
    m_collapsed = collapsed;
    for (const auto& [name, button] : m_buttons)
        button->setCollapsed(collapsed);
    applyWidth();
    refreshFoot();
}

void Rail::applyWidth() {
    m_wordmark->setVisible(!m_collapsed);
    m_network->setVisible(!m_collapsed);
    m_block->setVisible(!m_collapsed);
    m_trust->setVisible(!m_collapsed);
    setFixedWidth(m_collapsed ? std::max(64, Theme::instance().px(40) + 24) : Theme::instance().px(208));
}

void Rail::refreshFoot() {
    auto& theme = Theme::instance();
    const auto& status = m_chain.status();
    m_network->setText(plain(ForeignText{status.network}, 40));
    const bool live = m_chain.isLive();
    QString line = m_chain.linkWord();
    if (live) {
        const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now() - status.finalSeenAt);
        line = tr("Block %1 · %2").arg(blockText(status.final), age(std::max(elapsed, std::chrono::milliseconds{0})));
    } else if (status.link == api::LinkState::Syncing && raw(status.best) > 0) {
        line = tr("Verifying %1 of %2").arg(blockText(status.final), blockText(status.best));
    }
    m_block->setText(line);
    const auto trust = live ? status.trust : Trust::Unknown;
    m_trust->setText(live ? trustWord(trust) : m_chain.linkWord());
    m_trust->setTone(status.link == api::LinkState::Failed ? Tone::Negative : trustTone(trust));
    const auto name = live                                     ? trustIconName(trust)
                      : status.link == api::LinkState::Failed  ? QStringLiteral("failed")
                      : status.link == api::LinkState::Offline ? QStringLiteral("offline")
                                                               : QStringLiteral("trust-unknown");
    m_trustIcon->setPixmap(
        iconPixmap(name, theme.colour(status.link == api::LinkState::Failed ? Tone::Negative : trustTone(trust)),
                   theme.px(15), devicePixelRatioF()));
    const auto summary = m_network->text() + u'\n' + line + u'\n' +
                         (live ? trustWord(trust) + QStringLiteral(": ") + trustMeaning(trust) : m_chain.problemText());
    setPlainToolTip(m_foot, summary);
    m_foot->setAccessibleName(summary);
}

void Rail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const auto& t = Theme::instance().tokens();
    painter.fillRect(rect(), t.raised);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), t.border);
}

} // namespace taodeck::ui
