#pragma once
/// Label above, control, help below; an error takes the help's place and says how to fix it.

#include "ui/widgets/card.h"
#include "ui/widgets/secret_edit.h"

#include <QLineEdit>

namespace taodeck::ui {

class FormField : public QWidget {
    Q_OBJECT
public:
    FormField(const QString& label, QWidget* control, const QString& help = {}, QWidget* parent = nullptr);
    void setHelp(const QString& help);
    void setError(const QString& error); ///< Empty takes it away.
    bool hasError() const { return !m_error.isEmpty(); }
    QString error() const { return m_error; }
    /// A button at the control's right end, such as "Max".
    QPushButton* addButton(const QString& text, const QString& iconName = {});
    QWidget* control() { return m_control; }

private:
    void showLine();
    QWidget* m_control;
    QHBoxLayout* m_row;
    Label* m_line;
    QString m_help, m_error;
};

/// A line edit whose paste is trimmed at once and that shows strangers' text without interpretation.
QLineEdit* makeLineEdit(const QString& placeholder = {}, int maxLength = 256);
/// A password field with an eye at its end.
struct SecretField {
    FormField* field;
    SecretEdit* edit;
};
SecretField makeSecretField(const QString& label, const QString& help = {});

} // namespace taodeck::ui
