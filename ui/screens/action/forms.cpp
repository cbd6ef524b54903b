#include "ui/screens/action/forms.h"

#include "core/base/amount_text.h"
#include "core/crypto/ss58.h"
#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/shell/page.h"

namespace taodeck::ui {
namespace {

constexpr double kTolerances[] = {0.001, 0.005, 0.01, 0.02, 0.05};
/// Left untouched by Max, so that the fee of this and the next transaction can be paid.
constexpr Rao kFeeReserve = Rao::fromRaw(5'000'000);

struct Typed {
    std::optional<std::uint64_t> amount;
    QString problem;
};

Typed readAmount(const QString& text) {
    const auto amount = parseDecimal(text.toStdString());
    if (!amount)
        return {{},
                text.trimmed().isEmpty()
                    ? ActionForm::tr("Type an amount.")
                    : ActionForm::tr("This is not an amount: digits and one point, at most nine decimals.")};
    if (*amount == 0) return {{}, ActionForm::tr("The amount must be above zero.")};
    return {*amount, {}};
}

QWidget* makeButtons(QPushButton* cancel, QPushButton* go) {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, space::kRelated, 0, 0);
    row->setSpacing(space::kRelated);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(go);
    return box;
}

} // namespace

StakingForm::StakingForm(Context& context, const AccountId& hotkey, const QString& validator, NetUid netuid,
                         const ForeignText& symbol)
    : m_context(context), m_hotkey(hotkey), m_validator(validator), m_netuid(netuid), m_symbol(symbol) {
    m_column = makeColumn(this, space::kGroup);
    m_column->setContentsMargins(space::kScreen, space::kRelated, space::kScreen, space::kScreen);
}

void StakingForm::build(const QString& amountLabel, const QString& buttonText) {
    auto* facts = new FactList;
    auto* who = new AddressLabel(AddressLabel::Form::Grouped);
    who->setAccount(m_hotkey, m_validator);
    facts->add(tr("Validator"), who);
    facts->addText(tr("Subnet"), m_netuid == kRootNetUid
                                     ? tr("Root (no pool, 1 to 1)")
                                     : tr("Subnet %1 · %2").arg(raw(m_netuid)).arg(alphaSymbol(m_symbol)));
    m_column->addWidget(facts);
    m_amount = makeLineEdit(QStringLiteral("0.0"), 40);
    m_amount->setObjectName(QStringLiteral("amount"));
    m_amountField = new FormField(amountLabel, m_amount);
    auto* max = m_amountField->addButton(tr("Max"));
    max->setObjectName(QStringLiteral("max"));
    connect(max, &QPushButton::clicked, this, [this] { fillMax(); });
    connect(m_amount, &QLineEdit::returnPressed, this, [this] { submit(); });
    connect(m_amount, &QLineEdit::textChanged, this, [this] { m_amountField->setError({}); });
    m_column->addWidget(m_amountField);
    m_tolerance = new QComboBox;
    for (const auto part : kTolerances)
        m_tolerance->addItem(percent(part));
    m_tolerance->setCurrentIndex(1);
    auto* limit = new FormField(tr("Price limit"), m_tolerance,
                                tr("The chain refuses the order when the price would end further away than this."));
    m_partial = new QCheckBox(tr("Fill a part when the limit does not allow all"));
    m_column->addWidget(limit);
    m_column->addWidget(m_partial);
    limit->setVisible(m_netuid != kRootNetUid);
    m_partial->setVisible(m_netuid != kRootNetUid);
    m_problem = (new Label({}, TextSize::Body, Tone::Negative))->wrapped();
    m_problem->setObjectName(QStringLiteral("formProblem"));
    m_problem->hide();
    m_column->addWidget(m_problem);
    auto* cancel = makeButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &ActionForm::cancelled);
    m_review = makeButton(buttonText, ButtonKind::Primary);
    m_review->setObjectName(QStringLiteral("review"));
    connect(m_review, &QPushButton::clicked, this, [this] { submit(); });
    m_column->addWidget(makeButtons(cancel, m_review));
    m_column->addStretch(1);
    setFocusProxy(m_amount);
}

double StakingForm::tolerance() const {
    return kTolerances[std::clamp(m_tolerance->currentIndex(), 0, 4)];
}

std::optional<std::uint64_t> StakingForm::typedAmount() {
    const auto typed = readAmount(m_amount->text());
    m_amountField->setError(typed.problem);
    return typed.amount;
}

void StakingForm::showProblem(const QString& text) {
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

void StakingForm::setBusy(bool busy) {
    m_review->setEnabled(!busy);
    if (busy) showProblem({});
}

StakeForm::StakeForm(Context& context, const AccountId& hotkey, const QString& validator, NetUid netuid,
                     const ForeignText& symbol)
    : StakingForm(context, hotkey, validator, netuid, symbol) {
    setWindowTitle(tr("Stake"));
    build(tr("Amount in TAO"), tr("Review"));
    connect(&context.holdings, &Holdings::changed, this, &StakeForm::refreshHelp);
    refreshHelp();
}

void StakeForm::refreshHelp() {
    const auto free = m_context.holdings.total().free;
    m_amountField->setHelp(free ? tr("Free: %1").arg(shortTao(*free)) : tr("The free balance is not known yet."));
}

void StakeForm::fillMax() {
    const auto free = m_context.holdings.total().free;
    if (free) m_amount->setText(q(exactDecimal(free->saturatingSub(kFeeReserve).raw())));
}

void StakeForm::submit() {
    const auto* wallet = m_context.accounts.current();
    const auto amount = typedAmount();
    if (!wallet || !amount) return;
    emit ready(api::AddStakeIntent{wallet->coldkey, m_hotkey, m_netuid, Rao::fromRaw(*amount), tolerance(),
                                   m_partial->isChecked()});
}

UnstakeForm::UnstakeForm(Context& context, const api::StakePosition& position)
    : StakingForm(context, position.hotkey, plain(position.validatorName), position.netuid, position.symbol),
      m_position(position) {
    setWindowTitle(tr("Unstake"));
    build(tr("Amount in %1").arg(alphaSymbol(position.symbol)), tr("Review"));
    m_amountField->setHelp(tr("Staked: %1, which returns about %2 now")
                               .arg(shortAlpha(position.alpha, position.symbol), shortTao(position.exitNow)));
}

void UnstakeForm::fillMax() {
    m_amount->setText(q(exactDecimal(m_position.alpha.raw())));
}

void UnstakeForm::submit() {
    const auto amount = typedAmount();
    if (!amount) return;
    if (*amount > m_position.alpha.raw()) {
        m_amountField->setError(tr("Only %1 are staked here.").arg(exactAlpha(m_position.alpha, m_position.symbol)));
        return;
    }
    emit ready(api::RemoveStakeIntent{m_position.coldkey, m_position.hotkey, m_position.netuid, Alpha::fromRaw(*amount),
                                      tolerance(), m_partial->isChecked()});
}

SendForm::SendForm(Context& context, const std::optional<AccountId>& to) : m_context(context) {
    setWindowTitle(tr("Send"));
    auto* column = makeColumn(this, space::kGroup);
    column->setContentsMargins(space::kScreen, space::kRelated, space::kScreen, space::kScreen);
    m_book = new QComboBox;
    m_book->setObjectName(QStringLiteral("bookChoice"));
    m_book->addItem(tr("Choose from the address book"));
    auto* bookField = new FormField(tr("Known recipients"), m_book);
    column->addWidget(bookField);
    m_to = makeLineEdit(tr("SS58 address"), 80);
    m_to->setObjectName(QStringLiteral("recipient"));
    m_toField = new FormField(tr("To"), m_to, tr("Every character is shown below for comparison."));
    connect(m_to, &QLineEdit::textChanged, this, &SendForm::checkRecipient);
    column->addWidget(m_toField);
    m_whole = new AddressLabel(AddressLabel::Form::Grouped);
    m_whole->hide();
    column->addWidget(m_whole);
    m_amount = makeLineEdit(QStringLiteral("0.0"), 40);
    m_amount->setObjectName(QStringLiteral("amount"));
    const auto free = context.holdings.total().free;
    m_amountField =
        new FormField(tr("Amount in TAO"), m_amount,
                      free ? tr("Free: %1").arg(shortTao(*free)) : tr("The free balance is not known yet."));
    connect(m_amount, &QLineEdit::textChanged, this, [this] { m_amountField->setError({}); });
    connect(m_amount, &QLineEdit::returnPressed, this, &SendForm::submit);
    auto* max = m_amountField->addButton(tr("Max"));
    connect(max, &QPushButton::clicked, this, [this] {
        const auto now = m_context.holdings.total().free;
        if (now) m_amount->setText(q(exactDecimal(now->saturatingSub(kFeeReserve).raw())));
    });
    column->addWidget(m_amountField);
    m_all = new QCheckBox(tr("Send everything and close this account"));
    m_keepAlive = new QCheckBox(tr("Keep this account alive (leave the existential deposit)"));
    m_keepAlive->setChecked(true);
    connect(m_all, &QCheckBox::toggled, this, [this](bool all) {
        m_amountField->setEnabled(!all);
        m_keepAlive->setEnabled(!all);
    });
    column->addWidget(m_keepAlive);
    column->addWidget(m_all);
    m_problem = (new Label({}, TextSize::Body, Tone::Negative))->wrapped();
    m_problem->hide();
    column->addWidget(m_problem);
    auto* cancel = makeButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &ActionForm::cancelled);
    m_review = makeButton(tr("Review"), ButtonKind::Primary);
    m_review->setObjectName(QStringLiteral("review"));
    connect(m_review, &QPushButton::clicked, this, &SendForm::submit);
    column->addWidget(makeButtons(cancel, m_review));
    column->addStretch(1);
    setFocusProxy(m_to);
    bookField->hide();
    context.services.history.addressBook(
        onGui(this, [this, bookField](Result<std::vector<api::AddressBookEntry>> book) {
            if (!book || book->empty()) return;
            fillBook(*book);
            bookField->show();
        }));
    if (to) m_to->setText(addressText(*to));
}

void SendForm::fillBook(const std::vector<api::AddressBookEntry>& entries) {
    for (const auto& entry : entries)
        m_book->addItem(plain(ForeignText{entry.name}, 40) + QStringLiteral("  ") + shortAddress(entry.account),
                        addressText(entry.account));
    connect(m_book, &QComboBox::activated, this, [this](int index) {
        const auto address = m_book->itemData(index).toString();
        if (!address.isEmpty()) m_to->setText(address);
    });
}

void SendForm::checkRecipient() {
    m_recipient.reset();
    const auto text = m_to->text().trimmed();
    m_whole->setVisible(false);
    if (text.isEmpty()) return m_toField->setError({});
    const auto account = crypto::parseAccount(text.toStdString());
    if (!account)
        return m_toField->setError(
            account.error().code == Errc::BadSignature
                ? tr("The checksum does not match: a character is wrong or missing.")
                : tr("This is not an address. It has about 48 letters and digits and starts with 5."));
    m_toField->setError({});
    m_recipient = *account;
    m_whole->setAccount(*account);
    m_whole->setVisible(true);
}

void SendForm::submit() {
    const auto* wallet = m_context.accounts.current();
    if (!wallet) return;
    if (!m_recipient) {
        checkRecipient();
        if (m_to->text().trimmed().isEmpty()) m_toField->setError(tr("Type or paste the recipient's address."));
        return;
    }
    if (m_all->isChecked()) return emit ready(api::TransferAllIntent{wallet->coldkey, *m_recipient, false});
    const auto typed = readAmount(m_amount->text());
    m_amountField->setError(typed.problem);
    if (typed.amount)
        emit ready(
            api::TransferIntent{wallet->coldkey, *m_recipient, Rao::fromRaw(*typed.amount), m_keepAlive->isChecked()});
}

void SendForm::showProblem(const QString& text) {
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

void SendForm::setBusy(bool busy) {
    m_review->setEnabled(!busy);
    if (busy) showProblem({});
}

} // namespace taodeck::ui
