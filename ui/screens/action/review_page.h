#pragma once
/// What will be signed, in the order of importance, from the plan and from the call decoded again from its bytes.

#include "ui/bridge/context.h"
#include "ui/widgets/form_field.h"

namespace taodeck::ui {

class FactList;

class ReviewPage : public QWidget {
    Q_OBJECT
public:
    ReviewPage(Context& context, const api::Plan& plan);
    /// Titles of the rows, top to bottom: tests check the order.
    QStringList rowTitles() const { return m_titles; }

signals:
    void submitted(const taodeck::api::Receipt& receipt);
    void cancelled();

private:
    void buildFacts();
    void buildParties(FactList& facts);
    QString subnetText(NetUid netuid) const;
    void buildOutcome(FactList& facts);
    void buildWarnings();
    void buildDecoded();
    void buildButtons();
    void refreshLock();
    void act();
    void submit();
    void fail(const QString& text);
    void setBusy(bool busy, const QString& what);
    void row(FactList& facts, const QString& title, QWidget* value);
    void row(FactList& facts, const QString& title, const QString& text, Tone tone = Tone::Text);
    const api::WalletRow* wallet() const { return m_context.accounts.findAccount(m_plan.signer); }

    Context& m_context;
    api::Plan m_plan;
    QStringList m_titles;
    QVBoxLayout* m_column;
    SecretField m_password{};
    Label* m_problem;
    QPushButton* m_verb;
    QString m_verbText;
};

} // namespace taodeck::ui
