#include "ui/screens/mine/verdict_view.h"

#include "ui/screens/mine/mine_words.h"
#include "ui/widgets/icon.h"

#include <QPainter>

namespace taodeck::ui {

VerdictView::VerdictView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("verdict"));
    auto* column = makeColumn(this, space::kRelated);
    auto* head = makeRow(10);
    m_icon = new Label;
    m_word = new Label({}, TextSize::Section, Tone::Text, true);
    m_word->setObjectName(QStringLiteral("verdictWord"));
    m_trust = new TrustPill;
    m_trust->setOpensProof(false);
    head->addWidget(m_icon);
    head->addWidget(m_word);
    head->addStretch(1);
    head->addWidget(m_trust);
    column->addLayout(head);
    m_sentence = (new Label({}, TextSize::Body, Tone::Text2))->wrapped();
    m_sentence->setObjectName(QStringLiteral("verdictSentence"));
    column->addWidget(m_sentence);
    m_points = makeColumn(nullptr, space::kRelated);
    column->addLayout(m_points);
    connect(&Theme::instance(), &Theme::changed, this, &VerdictView::paintIcons);
}

void VerdictView::showWaiting(const QString& what) {
    m_word->setText(tr("Checking"));
    m_sentence->setText(what);
    m_sentence->setVisible(!what.isEmpty());
    m_iconName = QStringLiteral("loading");
    m_tone = Tone::Text3;
    m_trust->hide();
    m_texts.clear();
    m_pointIcons.clear();
    while (auto* item = m_points->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    paintIcons();
}

void VerdictView::showProblem(const QString& reason) {
    showWaiting(reason);
    m_word->setText(tr("No answer"));
    m_iconName = QStringLiteral("failed");
    m_tone = Tone::Negative;
    paintIcons();
}

void VerdictView::showVerdict(const api::Verdict& verdict) {
    showWaiting(sentence(verdict.sentence));
    m_word->setText(verdictWord(verdict.level));
    m_iconName = verdictIcon(verdict.level);
    m_tone = verdictTone(verdict.level);
    m_trust->setTrust(verdict.trust, tr("block %1").arg(blockText(verdict.at)));
    m_trust->show();
    for (const auto& point : verdict.points) {
        auto* box = new QWidget;
        auto* row = new QHBoxLayout(box);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(10);
        auto* icon = new Label;
        icon->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        m_pointIcons.emplace_back(icon, point.level);
        row->addWidget(icon, 0, Qt::AlignTop);
        auto* words = makeColumn(nullptr, 1);
        const auto title = plain(ForeignText{point.title}, 100);
        const auto text = sentence(point.text);
        words->addWidget(
            (new Label(tr("%1: %2").arg(verdictWord(point.level), title), TextSize::Body, Tone::Text, true))
                ->wrapped());
        if (!text.isEmpty()) words->addWidget((new Label(text, TextSize::Caption, Tone::Text2))->wrapped());
        row->addLayout(words, 1);
        m_texts << verdictWord(point.level) + QStringLiteral(": ") + title + u' ' + text;
        box->setAccessibleName(m_texts.back());
        m_points->addWidget(box);
    }
    setAccessibleName(tr("Verdict: %1").arg(verdictWord(verdict.level)));
    setAccessibleDescription(m_sentence->text());
    paintIcons();
}

void VerdictView::paintIcons() {
    auto& theme = Theme::instance();
    m_word->setTone(m_tone == Tone::Text3 ? Tone::Text2 : m_tone);
    m_icon->setPixmap(iconPixmap(m_iconName, theme.colour(m_tone), theme.px(22), devicePixelRatioF()));
    for (const auto& entry : m_pointIcons)
        entry.first->setPixmap(iconPixmap(verdictIcon(entry.second), theme.colour(verdictTone(entry.second)),
                                          theme.px(16), devicePixelRatioF()));
}

} // namespace taodeck::ui
