#include "ui/screens/action/review_page.h"

#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/action/action_words.h"
#include "ui/shell/page.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/value_labels.h"

#include <QCheckBox>

namespace taodeck::ui {
namespace {

AccountId hotkeyOf(const api::Intent& intent) {
    if (const auto* add = std::get_if<api::AddStakeIntent>(&intent)) return add->hotkey;
    if (const auto* remove = std::get_if<api::RemoveStakeIntent>(&intent)) return remove->hotkey;
    if (const auto* registration = std::get_if<api::RegisterIntent>(&intent)) return registration->hotkey;
    return {};
}

AccountId recipientOf(const api::Intent& intent) {
    if (const auto* transfer = std::get_if<api::TransferIntent>(&intent)) return transfer->to;
    if (const auto* all = std::get_if<api::TransferAllIntent>(&intent)) return all->to;
    return {};
}

bool allowsPartial(const api::Intent& intent) {
    if (const auto* add = std::get_if<api::AddStakeIntent>(&intent)) return add->allowPartial;
    if (const auto* remove = std::get_if<api::RemoveStakeIntent>(&intent)) return remove->allowPartial;
    return false;
}

QWidget* makeAddress(const AccountId& account, const QString& name) {
    auto* label = new AddressLabel(AddressLabel::Form::Grouped);
    label->setAccount(account, name);
    return label;
}

} // namespace

ReviewPage::ReviewPage(Context& context, const api::Plan& plan) : m_context(context), m_plan(plan) {
    setObjectName(QStringLiteral("reviewPage"));
    m_column = makeColumn(this, space::kGroup);
    m_column->setContentsMargins(space::kScreen, space::kRelated, space::kScreen, space::kScreen);
    m_column->addWidget(new Label(verbAndAmount(plan.intent, context.names), TextSize::Big, Tone::Text, true));
    m_titles << verbAndAmount(plan.intent, context.names);
    buildFacts();
    buildWarnings();
    buildDecoded();
    buildButtons();
    m_column->addStretch(1);
    connect(&context.accounts, &Accounts::changed, this, &ReviewPage::refreshLock);
    refreshLock();
}

void ReviewPage::row(FactList& facts, const QString& title, QWidget* value) {
    m_titles << title;
    facts.add(title, value);
}

void ReviewPage::row(FactList& facts, const QString& title, const QString& text, Tone tone) {
    m_titles << title;
    facts.addText(title, text, tone);
}

void ReviewPage::buildFacts() {
    auto* facts = new FactList;
    buildParties(*facts);
    auto* fee = new AmountLabel;
    fee->setRao(m_plan.networkFee);
    row(*facts, tr("Network fee"), fee);
    if (m_plan.swapFeeTao) {
        auto* pool = new AmountLabel;
        pool->setRao(*m_plan.swapFeeTao);
        row(*facts, tr("Pool fee"), pool);
    }
    if (m_plan.swapFeeAlpha) {
        auto* pool = new AmountLabel;
        pool->setAlpha(*m_plan.swapFeeAlpha, m_context.names.symbol(netuidOf(m_plan.intent)));
        row(*facts, tr("Pool fee"), pool);
    }
    buildOutcome(*facts);
    const auto blocks = raw(m_plan.lapsesAt) - raw(m_plan.at);
    const auto blockTime = m_context.chain.status().blockTime;
    auto lapse = tr("at block %1, in %n block(s)", nullptr, static_cast<int>(blocks)).arg(blockText(m_plan.lapsesAt));
    if (blockTime.count() > 0) lapse = tr("%1 (about %2)").arg(lapse, duration(blockTime * blocks));
    row(*facts, tr("Lapses"), lapse);
    if (isStaking(m_plan.intent)) row(*facts, tr("Holds"), tr("None known: it can be moved or unstaked at any time."));
    if (m_plan.balanceAfter) {
        auto* after = new AmountLabel;
        after->setRao(*m_plan.balanceAfter);
        row(*facts, tr("Free balance afterwards"), after);
    }
    auto* pill = new TrustPill;
    pill->setOpensProof(false);
    pill->setTrust(m_plan.trust, tr("block %1").arg(blockText(m_plan.at)));
    row(*facts, tr("Made from"), pill);
    m_column->addWidget(facts);
}

QString ReviewPage::subnetText(NetUid netuid) const {
    if (netuid == kRootNetUid) return tr("Root (no pool, 1 to 1)");
    const auto name = m_context.names.subnet(netuid);
    return name.isEmpty() ? tr("Subnet %1").arg(raw(netuid)) : tr("Subnet %1 · %2").arg(raw(netuid)).arg(name);
}

void ReviewPage::buildParties(FactList& facts) {
    if (isStaking(m_plan.intent)) {
        const auto hotkey = hotkeyOf(m_plan.intent);
        row(facts, tr("Validator"), makeAddress(hotkey, m_context.names.of(hotkey)));
        const auto netuid = netuidOf(m_plan.intent);
        row(facts, tr("Subnet"), subnetText(netuid));
    } else if (std::holds_alternative<api::RegisterIntent>(m_plan.intent)) {
        const auto hotkey = hotkeyOf(m_plan.intent);
        row(facts, tr("Hotkey"), makeAddress(hotkey, m_context.names.of(hotkey)));
        row(facts, tr("Subnet"), subnetText(netuidOf(m_plan.intent)));
    } else {
        row(facts, tr("To"), makeAddress(recipientOf(m_plan.intent), m_context.names.of(recipientOf(m_plan.intent))));
    }
    const auto* from = wallet();
    row(facts, tr("From"), makeAddress(m_plan.signer, from ? q(from->name) : QString{}));
}

void ReviewPage::buildOutcome(FactList& facts) {
    if (m_plan.expectedAlpha) {
        auto* out = new AmountLabel(TextSize::Body, true);
        out->setAlpha(*m_plan.expectedAlpha, m_context.names.symbol(netuidOf(m_plan.intent)));
        row(facts, tr("You receive about"), out);
    }
    if (m_plan.expectedTao) {
        auto* out = new AmountLabel(TextSize::Body, true);
        out->setRao(*m_plan.expectedTao);
        row(facts, tr("You receive about"), out);
    }
    if (!m_plan.limitPrice || !m_plan.priceNow) return;
    if (std::holds_alternative<api::RegisterIntent>(m_plan.intent)) {
        row(facts, tr("Price"),
            tr("%1 now, at most %2; it is burned").arg(exactTao(*m_plan.priceNow), exactTao(*m_plan.limitPrice)));
        return;
    }
    row(facts, tr("Price impact"),
        tr("%1 your impact, protected to ±%2").arg(percent(m_plan.impact), percent(m_plan.tolerance)),
        m_plan.impact > 0.01 ? Tone::Warning : Tone::Text);
    const bool buys = std::holds_alternative<api::AddStakeIntent>(m_plan.intent);
    row(facts, tr("Limit price"),
        buys ? tr("at most %1 per alpha; now %2").arg(shortTao(*m_plan.limitPrice), shortTao(*m_plan.priceNow))
             : tr("at least %1 per alpha; now %2").arg(shortTao(*m_plan.limitPrice), shortTao(*m_plan.priceNow)));
    row(facts, tr("If the limit binds"),
        allowsPartial(m_plan.intent) ? tr("It fills as far as the limit allows.")
                                     : tr("Nothing happens; only the network fee is spent."));
}

void ReviewPage::buildWarnings() {
    for (const auto& warning : m_plan.warnings) {
        auto& theme = Theme::instance();
        auto* box = new QWidget;
        auto* line = new QHBoxLayout(box);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(10);
        const auto tone = warning.blocking ? Tone::Negative : Tone::Warning;
        auto* picture = new Label;
        picture->setPixmap(iconPixmap(warning.blocking ? QStringLiteral("error") : QStringLiteral("warning"),
                                      theme.colour(tone), theme.px(18), devicePixelRatioF()));
        line->addWidget(picture, 0, Qt::AlignTop);
        line->addWidget((new Label(warningText(warning), TextSize::Body, tone))->wrapped(false), 1);
        box->setObjectName(QStringLiteral("warning"));
        m_column->addWidget(box);
    }
}

void ReviewPage::buildDecoded() {
    auto* toggle =
        makeButton(tr("What the bytes say: %1.%2")
                       .arg(plain(ForeignText{m_plan.decoded.pallet}), plain(ForeignText{m_plan.decoded.call})),
                   ButtonKind::Quiet, QStringLiteral("chevron-down"));
    toggle->setCheckable(true);
    m_column->addWidget(toggle, 0, Qt::AlignLeft);
    auto* box = new QWidget;
    auto* column = makeColumn(box, space::kRelated);
    auto* facts = new FactList;
    for (const auto& argument : m_plan.decoded.arguments) {
        auto* value = facts->addText(plain(ForeignText{argument.name}, 40), plain(ForeignText{argument.value}, 200));
        value->setMono(true);
        setPlainToolTip(value, plain(ForeignText{argument.type}, 80));
    }
    facts->addText(tr("Network"), plain(ForeignText{m_plan.network}, 40));
    facts->addText(tr("Runtime, nonce, tip"),
                   tr("%1, %2, %3").arg(m_plan.specVersion).arg(m_plan.nonce).arg(exactTao(m_plan.tip)));
    column->addWidget((new Label(tr("Decoded again from the bytes that will be signed, not copied from the form."),
                                 TextSize::Caption, Tone::Text3))
                          ->wrapped());
    column->addWidget(facts);
    box->hide();
    connect(toggle, &QPushButton::toggled, box, &QWidget::setVisible);
    m_column->addWidget(box);
}

void ReviewPage::buildButtons() {
    m_password = makeSecretField(tr("Password of the wallet"), tr("The key is unlocked on this machine only."));
    m_password.edit->setObjectName(QStringLiteral("reviewPassword"));
    connect(m_password.edit, &SecretEdit::submitted, this, &ReviewPage::act);
    m_column->addWidget(m_password.field);
    m_problem = (new Label({}, TextSize::Body, Tone::Negative))->wrapped();
    m_problem->setObjectName(QStringLiteral("reviewProblem"));
    m_problem->hide();
    m_column->addWidget(m_problem);
    auto* buttons = makeRow(space::kRelated);
    auto* cancel = makeButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("reviewCancel"));
    connect(cancel, &QPushButton::clicked, this, &ReviewPage::cancelled);
    m_verbText = verbAndAmount(m_plan.intent, m_context.names);
    const bool dangerous = std::holds_alternative<api::TransferAllIntent>(m_plan.intent);
    m_verb = makeButton(m_verbText, dangerous ? ButtonKind::Danger : ButtonKind::Primary);
    m_verb->setObjectName(QStringLiteral("reviewVerb"));
    connect(m_verb, &QPushButton::clicked, this, &ReviewPage::act);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_verb);
    m_column->addLayout(buttons);
    setFocusProxy(cancel);
}

void ReviewPage::refreshLock() {
    const auto* row = wallet();
    const bool canSign = row && !row->watchOnly;
    m_password.field->setVisible(canSign && !row->unlocked);
    m_verb->setEnabled(canSign && m_plan.canSign());
    if (!canSign) fail(tr("This wallet only watches: its key is not on this machine."));
}

void ReviewPage::act() {
    const auto* row = wallet();
    if (!row || !m_plan.canSign() || !m_verb->isEnabled()) return;
    if (row->unlocked) return submit();
    setBusy(true, tr("Unlocking…"));
    m_context.services.wallet.unlock(row->name, m_password.edit->secret(), onGui(this, [this](Result<> done) {
                                         if (!done) {
                                             setBusy(false, {});
                                             m_password.field->setError(explain(done.error()).joined());
                                             return;
                                         }
                                         m_password.edit->clear();
                                         submit();
                                     }));
}

void ReviewPage::submit() {
    setBusy(true, tr("Signing…"));
    m_context.services.actions.submit(m_plan.id, onGui(this, [this](Result<api::Receipt> receipt) {
                                          setBusy(false, {});
                                          if (receipt) return emit submitted(*receipt);
                                          const auto detail = foreignDetail(receipt.error());
                                          auto text = explain(receipt.error()).joined();
                                          if (!detail.isEmpty()) text += u' ' + tr("(%1)").arg(detail);
                                          fail(text);
                                      }));
}

void ReviewPage::fail(const QString& text) {
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

void ReviewPage::setBusy(bool busy, const QString& what) {
    m_verb->setEnabled(!busy);
    m_verb->setText(busy ? what : m_verbText);
    m_password.edit->setEnabled(!busy);
    if (busy) {
        fail({});
        m_password.field->setError({});
    }
}

} // namespace taodeck::ui
