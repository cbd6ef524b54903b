#pragma once
/// The sheets of the wallet screen.

#include "ui/bridge/context.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/phrase_view.h"

namespace taodeck::ui {

class ReceiveSheet : public QWidget {
    Q_OBJECT
public:
    ReceiveSheet(Context& context, const api::WalletRow& wallet);
};

class UnlockSheet : public QWidget {
    Q_OBJECT
public:
    UnlockSheet(Context& context, const api::WalletRow& wallet);

private:
    void unlock();
    Context& m_context;
    std::string m_name;
    SecretField m_password;
    QPushButton* m_go;
};

/// Asks for the password again, then shows the phrase.
class PhraseSheet : public QWidget {
    Q_OBJECT
public:
    PhraseSheet(Context& context, const api::WalletRow& wallet);

private:
    void reveal();
    Context& m_context;
    std::string m_name;
    SecretField m_password;
    QPushButton* m_go;
    PhraseView* m_phrase;
    Label* m_advice;
};

class PasswordSheet : public QWidget {
    Q_OBJECT
public:
    PasswordSheet(Context& context, const api::WalletRow& wallet);

private:
    void change();
    Context& m_context;
    std::string m_name;
    SecretField m_old, m_new, m_again;
    QPushButton* m_go;
};

class AddressSheet : public QWidget {
    Q_OBJECT
public:
    explicit AddressSheet(Context& context);

private:
    void save();
    Context& m_context;
    QLineEdit *m_name, *m_address, *m_note;
    FormField *m_nameField, *m_addressField;
};

/// Bar and words for a password's strength; refuses what the wallet service refuses. Shared with the first run.
class PasswordMeter : public QWidget {
    Q_OBJECT
public:
    PasswordMeter(api::WalletService& wallets, SecretEdit* edit, QWidget* parent = nullptr);
    bool isAccepted() const { return m_verdict.accepted; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void judge();
    api::WalletService& m_wallets;
    SecretEdit* m_edit;
    api::WalletService::PasswordVerdict m_verdict;
    Label* m_text;
};

} // namespace taodeck::ui
