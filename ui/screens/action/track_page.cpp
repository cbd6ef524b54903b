#include "ui/screens/action/track_page.h"

#include "core/base/hex.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/action/action_words.h"
#include "ui/shell/page.h"

namespace taodeck::ui {

TrackPage::TrackPage(Context& context, const api::Receipt& receipt) : m_context(context), m_receipt(receipt) {
    setObjectName(QStringLiteral("trackPage"));
    auto* column = makeColumn(this, space::kGroup);
    column->setContentsMargins(space::kScreen, space::kRelated, space::kScreen, space::kScreen);
    m_headline = (new Label({}, TextSize::Section, Tone::Text, true))->wrapped();
    m_headline->setObjectName(QStringLiteral("trackHeadline"));
    column->addWidget(m_headline);
    m_track = new Track;
    column->addWidget(m_track);
    m_words = (new Label({}, TextSize::Body, Tone::Text2))->wrapped();
    column->addWidget(m_words);
    column->addWidget(new Line);
    m_facts = makeColumn(nullptr, 0);
    column->addLayout(m_facts);
    m_elapsed = (new Label({}, TextSize::Caption, Tone::Text3))->wrapped();
    column->addWidget(m_elapsed);
    auto* buttons = makeRow(space::kRelated);
    m_close = makeButton(tr("Close"));
    m_close->setObjectName(QStringLiteral("trackClose"));
    connect(m_close, &QPushButton::clicked, this, &TrackPage::done);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    column->addLayout(buttons);
    column->addStretch(1);
    setFocusProxy(m_close);
    m_onReceipt = context.services.actions.onReceipt(onGui(this, [this](const api::Receipt& update) {
        if (update.actionId == m_receipt.actionId) take(update);
    }));
    m_tick.setInterval(500);
    connect(&m_tick, &QTimer::timeout, this, &TrackPage::refreshTime);
    m_tick.start();
    take(receipt);
}

void TrackPage::take(const api::Receipt& receipt) {
    m_receipt = receipt;
    m_track->setReceipt(receipt);
    switch (receipt.outcome) {
    case api::Outcome::Pending:
        m_headline->setText(tr("%1: on its way").arg(verb(receipt.intent)));
        m_headline->setTone(Tone::Text);
        m_words->setText(Track::stepMeaning(receipt.step));
        break;
    case api::Outcome::Succeeded:
        m_headline->setText(receipt.step == api::Step::Proven ? tr("%1: done and proven").arg(verb(receipt.intent))
                                                              : tr("%1: done").arg(verb(receipt.intent)));
        m_headline->setTone(receipt.step == api::Step::Proven ? Tone::Positive : Tone::Text);
        m_words->setText(Track::stepMeaning(receipt.step));
        break;
    case api::Outcome::Failed:
        m_headline->setText(tr("%1: failed").arg(verb(receipt.intent)));
        m_headline->setTone(Tone::Negative);
        m_words->setText(plain(ForeignText{receipt.errorWords}, 600));
        break;
    case api::Outcome::Lapsed:
        m_headline->setText(tr("%1: lapsed").arg(verb(receipt.intent)));
        m_headline->setTone(Tone::Negative);
        m_words->setText(tr("It was not taken into a block in time and can no longer be. Nothing was spent; review it "
                            "again with fresh numbers."));
        break;
    }
    m_close->setText(receipt.outcome == api::Outcome::Pending ? tr("Close") : tr("Done"));
    showFacts();
    refreshTime();
}

void TrackPage::showFacts() {
    while (auto* item = m_facts->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    auto* facts = new FactList;
    const auto rao = [&](const QString& title, const std::optional<Rao>& amount) {
        if (!amount) return;
        auto* value = new AmountLabel;
        value->setRao(*amount);
        facts->add(title, value);
    };
    const auto alpha = [&](const QString& title, const std::optional<Alpha>& amount) {
        if (!amount) return;
        auto* value = new AmountLabel;
        value->setAlpha(*amount, m_context.names.symbol(netuidOf(m_receipt.intent)));
        facts->add(title, value);
    };
    alpha(tr("Received"), m_receipt.alphaIn);
    alpha(tr("Given"), m_receipt.alphaOut);
    rao(tr("TAO moved"), m_receipt.taoMoved);
    rao(tr("Fee paid"), m_receipt.feePaid);
    if (m_receipt.block)
        facts->addText(tr("Block"), m_receipt.index
                                        ? tr("%1, place %2").arg(blockText(*m_receipt.block)).arg(*m_receipt.index)
                                        : blockText(*m_receipt.block));
    if (!m_receipt.hash.isZero()) {
        const auto hash = q(toHex(m_receipt.hash.view()));
        auto* label = facts->addText(tr("Transaction"), hash.left(10) + QChar{0x2026} + hash.right(8));
        label->setMono(true);
        setPlainToolTip(label, hash);
    }
    if (!m_receipt.errorName.empty())
        facts->addText(tr("The chain's name for it"), plain(ForeignText{m_receipt.errorName}, 80));
    if (m_receipt.step >= api::Step::InBlock) {
        auto* pill = new TrustPill;
        pill->setOpensProof(false);
        pill->setTrust(m_receipt.trust, {});
        facts->add(tr("These facts are"), pill);
    }
    m_facts->addWidget(facts);
}

void TrackPage::refreshTime() {
    const bool runs = m_receipt.outcome == api::Outcome::Pending ||
                      (m_receipt.outcome == api::Outcome::Succeeded && m_receipt.step != api::Step::Proven);
    const auto until = runs ? m_context.services.clock.now() : m_receipt.updatedAt;
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(until - m_receipt.startedAt);
    const auto text = duration(std::max(spent, std::chrono::milliseconds{0}));
    m_elapsed->setText(
        runs ? tr("%1 so far. Closing this stops nothing: it goes on, and Overview lists how it ended.").arg(text)
             : tr("Took %1.").arg(text));
    if (!runs) m_tick.stop();
}

} // namespace taodeck::ui
