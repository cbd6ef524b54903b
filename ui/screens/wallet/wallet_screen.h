#pragma once
/// Wallets, what they hold, receiving, sending, locking, and the address book.

#include "ui/shell/page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/value_labels.h"

namespace taodeck::ui {

struct WalletLine {
    api::WalletRow wallet;
    Loadable<Stated<api::AccountBalance>> balance;
    Loadable<Stated<std::vector<api::StakePosition>>> positions;
    std::optional<Rao> staked() const;
    std::optional<Rao> total() const;
    Trust trust() const;
};

class WalletsModel : public TableModel<WalletLine> {
    Q_OBJECT
public:
    explicit WalletsModel(QObject* parent = nullptr);
};

class BookModel : public TableModel<api::AddressBookEntry> {
    Q_OBJECT
public:
    explicit BookModel(QObject* parent = nullptr);
};

class WalletScreen : public Page {
    Q_OBJECT
public:
    explicit WalletScreen(Context& context);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildDetails();
    QWidget* buildBook();
    void refreshWallets();
    void refreshBalances();
    void showWallets();
    void showDetails();
    void refreshBook();
    void receive();
    void send();
    void toggleLock();
    void addAddress();

    Context& m_context;
    WalletsModel m_model;
    BookModel m_bookModel;
    DataTable *m_wallets, *m_book;
    Card* m_details;
    AddressLabel* m_address;
    Label *m_kind, *m_folder, *m_hotkeys;
    QPushButton *m_receive, *m_send, *m_lock, *m_phrase, *m_password, *m_forget;
    std::map<AccountId, Loadable<Stated<api::AccountBalance>>> m_balances;
    std::map<AccountId, Loadable<Stated<std::vector<api::StakePosition>>>> m_positions;
    Subscription m_onHistory;
    QTimer m_pause;
};

} // namespace taodeck::ui
