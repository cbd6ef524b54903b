#pragma once
/// The forms of stake, unstake and send.

#include "ui/screens/action/action_flow.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/value_labels.h"

#include <QCheckBox>
#include <QComboBox>

namespace taodeck::ui {

/// What the stake and unstake forms share: parties, amount, price limit, partial fill, buttons.
class StakingForm : public ActionForm {
    Q_OBJECT
public:
    void showProblem(const QString& text) override;
    void setBusy(bool busy) override;

protected:
    StakingForm(Context& context, const AccountId& hotkey, const QString& validator, NetUid netuid,
                const ForeignText& symbol);
    void build(const QString& amountLabel, const QString& buttonText);
    double tolerance() const;
    virtual void submit() = 0;
    virtual void fillMax() = 0;
    std::optional<std::uint64_t> typedAmount();

    Context& m_context;
    AccountId m_hotkey;
    QString m_validator;
    NetUid m_netuid;
    ForeignText m_symbol;
    QVBoxLayout* m_column;
    QLineEdit* m_amount{nullptr};
    FormField* m_amountField{nullptr};
    QComboBox* m_tolerance{nullptr};
    QCheckBox* m_partial{nullptr};
    QPushButton* m_review{nullptr};
    Label* m_problem{nullptr};
};

class StakeForm : public StakingForm {
    Q_OBJECT
public:
    StakeForm(Context& context, const AccountId& hotkey, const QString& validator, NetUid netuid,
              const ForeignText& symbol);

protected:
    void submit() override;
    void fillMax() override;

private:
    void refreshHelp();
};

class UnstakeForm : public StakingForm {
    Q_OBJECT
public:
    UnstakeForm(Context& context, const api::StakePosition& position);

protected:
    void submit() override;
    void fillMax() override;

private:
    api::StakePosition m_position;
};

class SendForm : public ActionForm {
    Q_OBJECT
public:
    explicit SendForm(Context& context, const std::optional<AccountId>& to = {});
    void showProblem(const QString& text) override;
    void setBusy(bool busy) override;

private:
    void submit();
    void checkRecipient();
    void fillBook(const std::vector<api::AddressBookEntry>& entries);

    Context& m_context;
    QLineEdit *m_to, *m_amount;
    FormField *m_toField, *m_amountField;
    QComboBox* m_book;
    AddressLabel* m_whole;
    QCheckBox *m_all, *m_keepAlive;
    QPushButton* m_review;
    Label* m_problem;
    std::optional<AccountId> m_recipient;
};

} // namespace taodeck::ui
