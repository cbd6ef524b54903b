#include "ui/screens/wallet/wallet_screen.h"

#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/action/forms.h"
#include "ui/screens/wallet/wallet_sheets.h"

#include <QMenu>

namespace taodeck::ui {

WalletScreen::WalletScreen(Context& context) : Page(tr("Wallet")), m_context(context) {
    auto* add = makeButton(tr("Add a wallet"), ButtonKind::Normal, QStringLiteral("plus"));
    add->setObjectName(QStringLiteral("addWallet"));
    connect(add, &QPushButton::clicked, this, [this] { m_context.shell.startFirstRun(QStringLiteral("key")); });
    actions()->addWidget(add);
    auto* card = new Card(tr("Accounts"));
    card->setFlush();
    m_wallets = new DataTable(m_model, tr("Accounts"));
    m_wallets->setObjectName(QStringLiteral("wallets"));
    m_wallets->setFitRows(1, 8);
    card->body()->addWidget(m_wallets);
    body()->addWidget(card);
    auto* grid = new CardGrid;
    grid->add(buildDetails(), 6);
    grid->add(buildBook(), 6);
    body()->addWidget(grid);
    body()->addStretch(1);
    connect(m_wallets, &DataTable::currentRowChanged, this, [this](int at) {
        if (at >= 0) m_context.accounts.choose(m_model.row(at).wallet.name);
    });
    connect(m_wallets, &DataTable::stateActionPressed, this,
            [this] { m_context.shell.startFirstRun(QStringLiteral("key")); });
    connect(m_wallets, &DataTable::activated, this, [this] { receive(); });

    m_pause.setSingleShot(true);
    m_pause.setInterval(2000);
    connect(&context.accounts, &Accounts::changed, this, &WalletScreen::refreshWallets);
    connect(&context.accounts, &Accounts::currentChanged, this, &WalletScreen::showDetails);
    connect(&context.chain, &ChainState::networkChanged, this, [this] {
        m_balances.clear();
        m_positions.clear();
        refreshWallets();
    });
    connect(&context.chain, &ChainState::blockFinal, this, [this] {
        if (!m_pause.isActive() && isVisible()) refreshBalances();
    });
    m_onHistory = context.services.history.onChanged(onGui(this, [this] { refreshBook(); }));
    refreshWallets();
    refreshBook();
}

void WalletScreen::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (!m_pause.isActive()) refreshBalances();
}

QWidget* WalletScreen::buildDetails() {
    m_details = new Card(tr("Account"));
    m_address = new AddressLabel(AddressLabel::Form::Grouped);
    m_details->body()->addWidget(m_address);
    auto* facts = new FactList;
    m_kind = facts->addText(tr("Key"), dash());
    m_hotkeys = facts->addText(tr("Hotkeys"), dash());
    m_folder = facts->addText(tr("Folder"), dash());
    m_details->body()->addWidget(facts);
    auto* first = makeRow(space::kRelated);
    m_send = makeButton(tr("Send"), ButtonKind::Primary, QStringLiteral("send"));
    m_send->setObjectName(QStringLiteral("send"));
    m_receive = makeButton(tr("Receive"), ButtonKind::Normal, QStringLiteral("receive"));
    m_receive->setObjectName(QStringLiteral("receive"));
    m_lock = makeButton(tr("Unlock"), ButtonKind::Normal, QStringLiteral("lock"));
    m_lock->setObjectName(QStringLiteral("lock"));
    for (auto* button : {m_send, m_receive, m_lock})
        first->addWidget(button);
    first->addStretch(1);
    auto* second = makeRow(space::kRelated);
    m_phrase = makeButton(tr("Recovery phrase"), ButtonKind::Quiet, QStringLiteral("key"));
    m_phrase->setObjectName(QStringLiteral("showPhrase"));
    m_password = makeButton(tr("Change password"), ButtonKind::Quiet, QStringLiteral("settings"));
    m_password->setObjectName(QStringLiteral("changePassword"));
    for (auto* button : {m_phrase, m_password})
        second->addWidget(button);
    second->addStretch(1);
    m_details->body()->addSpacing(4);
    m_details->body()->addLayout(first);
    m_details->body()->addLayout(second);
    m_details->body()->addStretch(1);
    connect(m_send, &QPushButton::clicked, this, &WalletScreen::send);
    connect(m_receive, &QPushButton::clicked, this, &WalletScreen::receive);
    connect(m_lock, &QPushButton::clicked, this, &WalletScreen::toggleLock);
    connect(m_phrase, &QPushButton::clicked, this, [this] {
        if (const auto* wallet = m_context.accounts.current())
            m_context.shell.openSheet(new PhraseSheet(m_context, *wallet));
    });
    connect(m_password, &QPushButton::clicked, this, [this] {
        if (const auto* wallet = m_context.accounts.current())
            m_context.shell.openSheet(new PasswordSheet(m_context, *wallet));
    });
    return m_details;
}

QWidget* WalletScreen::buildBook() {
    auto* card = new Card(tr("Address book"));
    card->setFlush();
    auto* add = makeButton(tr("Add"), ButtonKind::Normal, QStringLiteral("plus"));
    add->setObjectName(QStringLiteral("addAddress"));
    m_forget = makeIconButton(QStringLiteral("trash"), tr("Remove the chosen address"));
    m_forget->setObjectName(QStringLiteral("removeAddress"));
    card->header()->addWidget(m_forget);
    card->header()->addWidget(add);
    m_book = new DataTable(m_bookModel, tr("Address book"));
    m_book->setObjectName(QStringLiteral("book"));
    m_book->setFitRows(4, 6);
    card->body()->addWidget(m_book);
    connect(add, &QPushButton::clicked, this, &WalletScreen::addAddress);
    connect(m_forget, &QPushButton::clicked, this, [this] {
        const int at = m_book->currentRow();
        if (at < 0) return;
        m_context.services.history.removeAddress(m_bookModel.row(at).name, onGui(this, [this](Result<> done) {
                                                     if (done) return refreshBook();
                                                     m_context.shell.toast(ToastKind::Problem,
                                                                           explain(done.error()).joined());
                                                 }));
    });
    connect(m_book, &DataTable::stateActionPressed, this, &WalletScreen::addAddress);
    connect(m_book, &DataTable::activated, this, [this](int at) {
        if (!m_send->isEnabled() || at < 0) return;
        m_context.shell.openSheet(new ActionFlow(m_context, new SendForm(m_context, m_bookModel.row(at).account)));
    });
    return card;
}

void WalletScreen::refreshWallets() {
    showWallets();
    refreshBalances();
    showDetails();
}

void WalletScreen::refreshBalances() {
    const auto& wallets = m_context.accounts.wallets().value;
    if (!wallets) return;
    m_pause.start();
    for (const auto& wallet : *wallets) {
        const auto account = wallet.coldkey;
        m_context.services.chain.balance(account,
                                         onGui(this, [this, account](Result<Stated<api::AccountBalance>> answer) {
                                             m_balances[account].take(std::move(answer));
                                             showWallets();
                                         }));
        m_context.services.chain.positions(
            account, onGui(this, [this, account](Result<Stated<std::vector<api::StakePosition>>> answer) {
                m_positions[account].take(std::move(answer));
                showWallets();
            }));
    }
}

void WalletScreen::showWallets() {
    const auto& wallets = m_context.accounts.wallets();
    if (wallets.hasFailed())
        return m_wallets->showFailed(tr("The wallets cannot be read"), explain(*wallets.error).joined());
    if (!wallets.value) return m_wallets->showLoading(tr("Reading the wallet folder"));
    if (wallets.value->empty())
        return m_wallets->showEmpty(tr("No wallet yet"), tr("Create one, import one, or watch an address."),
                                    tr("Add a wallet"));
    std::vector<WalletLine> rows;
    int chosen = 0;
    for (const auto& wallet : *wallets.value) {
        const auto* current = m_context.accounts.current();
        if (current && current->name == wallet.name) chosen = static_cast<int>(rows.size());
        rows.push_back({wallet, m_balances[wallet.coldkey], m_positions[wallet.coldkey]});
    }
    m_model.setRows(std::move(rows));
    m_wallets->showRows();
    if (m_wallets->currentRow() < 0) m_wallets->selectSourceRow(chosen);
}

void WalletScreen::showDetails() {
    const auto* wallet = m_context.accounts.current();
    m_details->setVisible(wallet != nullptr);
    if (!wallet) return;
    m_details->setTitle(q(wallet->name));
    m_address->setAccount(wallet->coldkey);
    m_kind->setText(wallet->watchOnly     ? tr("Watch only: the key is not on this machine")
                    : wallet->development ? tr("Development key: known to everybody, refused on live networks")
                    : !wallet->encrypted  ? tr("On this machine, without a password")
                    : wallet->unlocked    ? tr("On this machine, unlocked")
                                          : tr("On this machine, locked"));
    m_kind->setTone(!wallet->watchOnly && !wallet->encrypted && !wallet->development ? Tone::Warning : Tone::Text);
    QStringList names;
    for (const auto& hotkey : wallet->hotkeys)
        names << q(hotkey.name);
    m_hotkeys->setText(names.isEmpty() ? tr("none") : names.join(QStringLiteral(", ")));
    m_folder->setText(q(wallet->folder));
    m_send->setEnabled(!wallet->watchOnly);
    m_lock->setVisible(!wallet->watchOnly && wallet->encrypted);
    m_lock->setText(wallet->unlocked ? tr("Lock") : tr("Unlock"));
    m_phrase->setVisible(!wallet->watchOnly);
    m_password->setVisible(!wallet->watchOnly && !wallet->development);
}

void WalletScreen::refreshBook() {
    m_context.services.history.addressBook(onGui(this, [this](Result<std::vector<api::AddressBookEntry>> entries) {
        m_forget->setEnabled(entries && !entries->empty());
        if (!entries)
            return m_book->showFailed(tr("The address book cannot be read"), explain(entries.error()).joined());
        if (entries->empty())
            return m_book->showEmpty(tr("No addresses yet"),
                                     tr("Saved recipients are offered when you send, and look-alikes are noticed."),
                                     tr("Add an address"));
        for (const auto& entry : *entries)
            m_context.names.learn(entry.account, plain(ForeignText{entry.name}, 40));
        m_bookModel.setRows(std::move(*entries));
        m_book->showRows();
    }));
}

void WalletScreen::receive() {
    if (const auto* wallet = m_context.accounts.current())
        m_context.shell.openSheet(new ReceiveSheet(m_context, *wallet));
}

void WalletScreen::send() {
    m_context.shell.openSheet(new ActionFlow(m_context, new SendForm(m_context)));
}

void WalletScreen::toggleLock() {
    const auto* wallet = m_context.accounts.current();
    if (!wallet) return;
    if (wallet->unlocked) return m_context.services.wallet.lock(wallet->name);
    m_context.shell.openSheet(new UnlockSheet(m_context, *wallet));
}

void WalletScreen::addAddress() {
    m_context.shell.openSheet(new AddressSheet(m_context));
}

} // namespace taodeck::ui
