#pragma once
/// The sheets of the Localnet page: each says what will be lost or made before it happens, and shows a refusal in its
/// own place.

#include "ui/screens/localnet/localnet_state.h"
#include "ui/widgets/form_field.h"

namespace taodeck::ui {

/// Words, perhaps a name to fill in, Cancel and the verb. Closes itself when the command succeeded.
class LocalnetSheet : public QWidget {
    Q_OBJECT
public:
    LocalnetSheet(Context& context, const QString& title, const QString& verb, ButtonKind kind);
    void addText(const QString& text, Tone tone = Tone::Text2);
    void addWidget(QWidget* widget);
    QLineEdit* addName(const QString& label, const QString& suggestion, const QString& help);
    void setAction(std::function<void()> action);
    /// No second press while the chain works.
    void setWorking(bool working);
    void fail(const QString& sentence);
    /// Instead of closing: what came out, with only a way to close.
    void showOutcome(const QString& text, const QString& toCopy, const QString& what);
    void close() { m_context.shell.closeSheet(); }

private:
    void press();
    Context& m_context;
    QString m_verbText;
    QVBoxLayout* m_column;
    QWidget* m_form;
    QVBoxLayout* m_formColumn;
    FormField* m_field{nullptr};
    Label* m_problem;
    QPushButton *m_cancel, *m_verb;
    std::function<void()> m_action;
};

LocalnetSheet* makeResetSheet(Context& context, LocalnetState& state);
LocalnetSheet* makeSnapshotSheet(Context& context, LocalnetState& state);
LocalnetSheet* makeRestoreSheet(Context& context, LocalnetState& state, const api::LocalnetSnapshot& snapshot);
LocalnetSheet* makeForkSheet(Context& context, LocalnetState& state, const api::LocalnetSnapshot& snapshot);
LocalnetSheet* makeDeleteSheet(Context& context, LocalnetState& state, const api::LocalnetSnapshot& snapshot);

} // namespace taodeck::ui
