#include "ui/screens/wallet/wallet_sheets.h"

#include "core/crypto/ss58.h"
#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/value_labels.h"

#include <QPainter>

namespace taodeck::ui {
namespace {

QVBoxLayout* sheetColumn(QWidget* sheet) {
    auto* column = makeColumn(sheet, space::kGroup);
    column->setContentsMargins(space::kScreen, space::kRelated, space::kScreen, space::kScreen);
    return column;
}

QPushButton* addButtons(QVBoxLayout* column, Context& context, const QString& verb) {
    auto* row = makeRow(space::kRelated);
    auto* cancel = makeButton(QWidget::tr("Cancel"));
    QObject::connect(cancel, &QPushButton::clicked, cancel, [&context] { context.shell.closeSheet(); });
    auto* go = makeButton(verb, ButtonKind::Primary);
    go->setObjectName(QStringLiteral("sheetVerb"));
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(go);
    column->addLayout(row);
    return go;
}

} // namespace

ReceiveSheet::ReceiveSheet(Context& context, const api::WalletRow& wallet) {
    setWindowTitle(tr("Receive"));
    auto* column = sheetColumn(this);
    auto* code = new QrCode;
    code->setText(q(wallet.address));
    column->addWidget(code, 0, Qt::AlignHCenter);
    auto* address = new AddressLabel(AddressLabel::Form::Grouped);
    address->setAccount(wallet.coldkey, q(wallet.name));
    column->addWidget(address);
    auto* copy = makeButton(tr("Copy address"), ButtonKind::Primary, QStringLiteral("copy"));
    copy->setObjectName(QStringLiteral("copyAddress"));
    connect(copy, &QPushButton::clicked, this,
            [&context, text = q(wallet.address)] { context.shell.copyText(text, tr("Address")); });
    column->addWidget(copy, 0, Qt::AlignHCenter);
    column->addWidget(
        (new Label(
             tr("Only TAO of the network “%1”. The same address exists on every network of this kind, but what is sent "
                "on one does not arrive on another.")
                 .arg(plain(ForeignText{context.chain.status().network}, 40)),
             TextSize::Body, Tone::Text2))
            ->wrapped());
    column->addStretch(1);
    setFocusProxy(copy);
}

UnlockSheet::UnlockSheet(Context& context, const api::WalletRow& wallet) : m_context(context), m_name(wallet.name) {
    setWindowTitle(tr("Unlock %1").arg(q(wallet.name)));
    auto* column = sheetColumn(this);
    column->addWidget(
        (new Label(tr("The key is decrypted into locked memory of this program and wiped when the wallet locks."),
                   TextSize::Body, Tone::Text2))
            ->wrapped());
    m_password = makeSecretField(tr("Password"));
    m_password.edit->setObjectName(QStringLiteral("password"));
    column->addWidget(m_password.field);
    m_go = addButtons(column, context, tr("Unlock"));
    column->addStretch(1);
    connect(m_go, &QPushButton::clicked, this, &UnlockSheet::unlock);
    connect(m_password.edit, &SecretEdit::submitted, this, &UnlockSheet::unlock);
    setFocusProxy(m_password.edit);
}

void UnlockSheet::unlock() {
    m_go->setEnabled(false);
    m_go->setText(tr("Unlocking…"));
    m_context.services.wallet.unlock(m_name, m_password.edit->secret(), onGui(this, [this](Result<> done) {
                                         if (done) return m_context.shell.closeSheet();
                                         m_go->setEnabled(true);
                                         m_go->setText(tr("Unlock"));
                                         m_password.field->setError(explain(done.error()).joined());
                                     }));
}

PhraseSheet::PhraseSheet(Context& context, const api::WalletRow& wallet) : m_context(context), m_name(wallet.name) {
    setWindowTitle(tr("Recovery phrase of %1").arg(q(wallet.name)));
    auto* column = sheetColumn(this);
    m_advice = (new Label(tr("Whoever reads these words owns everything in this wallet. Make sure that nobody and no "
                             "camera sees the screen."),
                          TextSize::Body, Tone::Warning))
                   ->wrapped();
    column->addWidget(m_advice);
    m_password = makeSecretField(tr("Password"), tr("Asked again, even when the wallet is unlocked."));
    m_password.edit->setObjectName(QStringLiteral("password"));
    column->addWidget(m_password.field);
    m_phrase = new PhraseView;
    m_phrase->hide();
    column->addWidget(m_phrase);
    m_go = addButtons(column, context, tr("Show the words"));
    column->addStretch(1);
    connect(m_go, &QPushButton::clicked, this, &PhraseSheet::reveal);
    connect(m_password.edit, &SecretEdit::submitted, this, &PhraseSheet::reveal);
    setFocusProxy(m_password.edit);
}

void PhraseSheet::reveal() {
    m_go->setEnabled(false);
    m_context.services.wallet.revealPhrase(
        m_name, m_password.edit->secret(), onGui(this, [this](Result<SecretBytes> phrase) {
            m_go->setEnabled(true);
            if (!phrase) {
                const bool none = phrase.error().code == Errc::NotFound;
                m_password.field->setError(none ? tr("This key was not made from a phrase, so there is none to show.")
                                                : explain(phrase.error()).joined());
                return;
            }
            m_password.edit->clear();
            m_password.field->hide();
            m_go->hide();
            m_phrase->setPhrase(std::move(*phrase));
            m_phrase->show();
        }));
}

PasswordSheet::PasswordSheet(Context& context, const api::WalletRow& wallet) : m_context(context), m_name(wallet.name) {
    setWindowTitle(tr("Change the password of %1").arg(q(wallet.name)));
    auto* column = sheetColumn(this);
    m_old = makeSecretField(tr("Password now"),
                            wallet.encrypted ? QString{} : tr("This key has none yet: leave it empty."));
    m_new = makeSecretField(tr("New password"));
    m_again = makeSecretField(tr("New password again"));
    m_old.edit->setObjectName(QStringLiteral("oldPassword"));
    m_new.edit->setObjectName(QStringLiteral("newPassword"));
    m_again.edit->setObjectName(QStringLiteral("againPassword"));
    column->addWidget(m_old.field);
    column->addWidget(m_new.field);
    column->addWidget(new PasswordMeter(context.services.wallet, m_new.edit));
    column->addWidget(m_again.field);
    column->addWidget(
        (new Label(tr("The recovery phrase stays the same. Copies of the old key file keep the old password."),
                   TextSize::Caption, Tone::Text3))
            ->wrapped());
    m_go = addButtons(column, context, tr("Change password"));
    column->addStretch(1);
    connect(m_go, &QPushButton::clicked, this, &PasswordSheet::change);
    setFocusProxy(m_old.edit);
}

void PasswordSheet::change() {
    m_old.field->setError({});
    m_again.field->setError({});
    const auto wanted = m_new.edit->secret();
    const auto verdict = m_context.services.wallet.judgePassword(wanted.view());
    m_new.field->setError(verdict.accepted ? QString{} : tr("Choose a longer or less common password."));
    if (!verdict.accepted) return;
    if (!equalConstantTime(wanted.view(), m_again.edit->secret().view()))
        return m_again.field->setError(tr("The two are not the same."));
    m_go->setEnabled(false);
    m_context.services.wallet.changePassword(
        m_name, m_old.edit->secret(), wanted.clone(), onGui(this, [this](Result<> done) {
            m_go->setEnabled(true);
            if (!done) return m_old.field->setError(explain(done.error()).joined());
            m_context.shell.toast(ToastKind::Success, tr("The password was changed."));
            m_context.shell.closeSheet();
        }));
}

AddressSheet::AddressSheet(Context& context) : m_context(context) {
    setWindowTitle(tr("New address"));
    auto* column = sheetColumn(this);
    m_name = makeLineEdit({}, 40);
    m_name->setObjectName(QStringLiteral("bookName"));
    m_address = makeLineEdit(tr("SS58 address"), 80);
    m_address->setObjectName(QStringLiteral("bookAddress"));
    m_note = makeLineEdit({}, 120);
    m_nameField = new FormField(tr("Name"), m_name);
    m_addressField = new FormField(tr("Address"), m_address);
    column->addWidget(m_nameField);
    column->addWidget(m_addressField);
    column->addWidget(new FormField(tr("Note"), m_note, tr("Kept on this machine only.")));
    auto* go = addButtons(column, context, tr("Save"));
    column->addStretch(1);
    connect(go, &QPushButton::clicked, this, &AddressSheet::save);
    setFocusProxy(m_name);
}

void AddressSheet::save() {
    const auto name = m_name->text().trimmed();
    m_nameField->setError(name.isEmpty() ? tr("Give it a name.") : QString{});
    const auto account = crypto::parseAccount(m_address->text().trimmed().toStdString());
    m_addressField->setError(account ? QString{} : tr("This is not an address, or a character in it is wrong."));
    if (name.isEmpty() || !account) return;
    m_context.services.history.saveAddress(
        {name.toStdString(), *account, m_note->text().trimmed().toStdString()}, onGui(this, [this](Result<> done) {
            if (done) return m_context.shell.closeSheet();
            m_nameField->setError(done.error().code == Errc::Conflict ? tr("This name belongs to another address.")
                                                                      : explain(done.error()).joined());
        }));
}

PasswordMeter::PasswordMeter(api::WalletService& wallets, SecretEdit* edit, QWidget* parent)
    : QWidget(parent), m_wallets(wallets), m_edit(edit) {
    auto* column = makeColumn(this, 0);
    column->setContentsMargins(0, 10, 0, 0);
    m_text = (new Label({}, TextSize::Caption, Tone::Text3))->wrapped();
    column->addWidget(m_text);
    connect(edit, &SecretEdit::changed, this, &PasswordMeter::judge);
    judge();
}

void PasswordMeter::judge() {
    if (m_edit->isEmpty()) {
        m_verdict = {};
        m_text->setText(tr("At least six characters; several uncommon words are best."));
        m_text->setTone(Tone::Text3);
        return update();
    }
    m_verdict = m_wallets.judgePassword(m_edit->secret().view());
    const auto strength = !m_verdict.accepted    ? tr("Too weak")
                          : m_verdict.score < 50 ? tr("Fair")
                          : m_verdict.score < 80 ? tr("Good")
                                                 : tr("Strong");
    m_text->setText(tr("%1 (%2 of 100)").arg(strength).arg(m_verdict.score));
    m_text->setTone(m_verdict.accepted ? Tone::Text2 : Tone::Negative);
    update();
}

void PasswordMeter::paintEvent(QPaintEvent*) {
    auto& theme = Theme::instance();
    QPainter painter(this);
    painter.fillRect(QRect(0, 2, width(), 4), theme.tokens().border);
    const auto tone = !m_verdict.accepted ? Tone::Negative : m_verdict.score < 50 ? Tone::Warning : Tone::Positive;
    painter.fillRect(QRect(0, 2, width() * std::clamp(m_verdict.score, 0, 100) / 100, 4), theme.colour(tone));
}

} // namespace taodeck::ui
