#include "ui/widgets/track.h"

#include "ui/widgets/icon.h"

#include <QPainter>
#include <QtMath>

namespace taodeck::ui {
namespace {

constexpr int kReceiptSteps = 6;

} // namespace

Track::Track(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setObjectName(QStringLiteral("track"));
    for (int step = 0; step < kReceiptSteps; ++step)
        m_names << stepName(static_cast<api::Step>(step));
    m_pulse.setInterval(60);
    connect(&m_pulse, &QTimer::timeout, this, [this] {
        m_phase = (m_phase + 1) % 24;
        update();
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] { updateGeometry(); });
}

QString Track::stepName(api::Step step) {
    switch (step) {
    case api::Step::Signed:
        return tr("Signed");
    case api::Step::InPool:
        return tr("In pool");
    case api::Step::InBlock:
        return tr("In block");
    case api::Step::Executed:
        return tr("Executed");
    case api::Step::Final:
        return tr("Final");
    case api::Step::Proven:
        return tr("Proven");
    }
    return {};
}

QString Track::stepMeaning(api::Step step) {
    switch (step) {
    case api::Step::Signed:
        return tr("Signed on this machine and handed to the node.");
    case api::Step::InPool:
        return tr("The node accepted it and waits for a block with room.");
    case api::Step::InBlock:
        return tr("It stands in a block that can still be replaced.");
    case api::Step::Executed:
        return tr("The block's events say how it ended.");
    case api::Step::Final:
        return tr("More than two thirds of the authorities finalised its block.");
    case api::Step::Proven:
        return tr("Its outcome was read with a storage proof against the final block.");
    }
    return {};
}

void Track::setReceipt(const api::Receipt& receipt) {
    const int reached = static_cast<int>(receipt.step);
    const bool ended = receipt.outcome == api::Outcome::Failed || receipt.outcome == api::Outcome::Lapsed;
    // A failed execution fails at "Executed"; what never came into a block fails at the step it waited for.
    const bool waited = receipt.outcome == api::Outcome::Lapsed || reached < static_cast<int>(api::Step::InBlock);
    const int failedAt = waited ? std::min(reached + 1, kReceiptSteps - 1) : static_cast<int>(api::Step::Executed);
    setProgress(reached, ended ? failedAt : -1);
    if (receipt.outcome != api::Outcome::Pending) m_pulse.stop();
    setAccessibleName(tr("Step %1 of %2: %3").arg(reached + 1).arg(kReceiptSteps).arg(stepName(receipt.step)));
}

void Track::setSteps(const QStringList& names) {
    m_names = names;
    setProgress(-1);
    updateGeometry();
}

void Track::setProgress(int reached, int failedAt) {
    m_reached = reached;
    m_failedAt = failedAt;
    const bool runs = failedAt < 0 && reached + 1 < count();
    if (runs && !Theme::instance().reducedMotion())
        m_pulse.start();
    else
        m_pulse.stop();
    const int at = failedAt >= 0 ? failedAt : std::min(reached + 1, count() - 1);
    const auto words = tr("Step %1 of %2: %3").arg(at + 1).arg(count()).arg(m_names.value(at));
    setAccessibleName(failedAt >= 0 ? tr("%1, failed").arg(words) : words);
    update();
}

Track::Mark Track::markOf(int step) const {
    if (step == m_failedAt) return Mark::Failed;
    if (step <= m_reached) return Mark::Done;
    if (m_failedAt < 0 && step == m_reached + 1) return Mark::Current;
    return Mark::Ahead;
}

QSize Track::sizeHint() const {
    auto& theme = Theme::instance();
    return {theme.px(460), theme.px(60)};
}

QSize Track::minimumSizeHint() const {
    auto& theme = Theme::instance();
    return {theme.px(380), theme.px(60)};
}

void Track::paintEvent(QPaintEvent*) {
    auto& theme = Theme::instance();
    const auto& t = theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double cell = width() / static_cast<double>(count()), y = theme.px(16), r = theme.px(10);
    for (int i = 0; i + 1 < count(); ++i) {
        const auto next = markOf(i + 1);
        painter.setPen(QPen(next == Mark::Done ? t.positive : next == Mark::Failed ? t.negative : t.border, 2));
        painter.drawLine(QPointF(cell * (i + 0.5) + r + 3, y), QPointF(cell * (i + 1.5) - r - 3, y));
    }
    for (int i = 0; i < count(); ++i) {
        const auto mark = markOf(i);
        const QPointF centre(cell * (i + 0.5), y);
        const QRectF inner(centre.x() - r * 0.72, centre.y() - r * 0.72, r * 1.44, r * 1.44);
        const auto ring = mark == Mark::Done      ? t.positive
                          : mark == Mark::Failed  ? t.negative
                          : mark == Mark::Current ? t.accent
                                                  : t.border;
        painter.setPen(QPen(ring, 2));
        painter.setBrush(mark == Mark::Done ? t.positive : t.surface);
        painter.drawEllipse(centre, r, r);
        if (mark == Mark::Done) paintIcon(painter, inner, QStringLiteral("check"), t.surface);
        if (mark == Mark::Failed) paintIcon(painter, inner, QStringLiteral("close"), t.negative);
        if (mark == Mark::Current) {
            const double swing = theme.reducedMotion() ? 0.45 : 0.36 + 0.14 * std::sin(m_phase / 24.0 * 2 * M_PI);
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.accent);
            painter.drawEllipse(centre, r * swing, r * swing);
        }
        painter.setFont(theme.font(TextSize::Caption, mark == Mark::Current));
        painter.setPen(mark == Mark::Ahead ? t.text3 : mark == Mark::Failed ? t.negative : t.text);
        painter.drawText(QRectF(cell * i, y + r + theme.px(6), cell, theme.px(20)), Qt::AlignHCenter | Qt::AlignTop,
                         m_names[i]);
    }
}

} // namespace taodeck::ui
