#include "ui/widgets/form_field.h"

#include "ui/widgets/icon.h"

#include <QStyle>

namespace taodeck::ui {

FormField::FormField(const QString& label, QWidget* control, const QString& help, QWidget* parent)
    : QWidget(parent), m_control(control), m_help(help) {
    auto* column = makeColumn(this, 4);
    auto* title = new Label(label, TextSize::Caption, Tone::Text2);
    title->setBuddy(control);
    column->addWidget(title);
    title->setVisible(!label.isEmpty());
    m_row = makeRow(space::kRelated);
    m_row->addWidget(control, 1);
    column->addLayout(m_row);
    m_line = (new Label({}, TextSize::Caption, Tone::Text3))->wrapped();
    column->addWidget(m_line);
    if (control->accessibleName().isEmpty()) control->setAccessibleName(label);
    showLine();
}

void FormField::setHelp(const QString& help) {
    m_help = help;
    showLine();
}

void FormField::setError(const QString& error) {
    m_error = error;
    showLine();
    if (auto* secret = qobject_cast<SecretEdit*>(m_control)) {
        secret->setInvalid(!error.isEmpty());
    } else {
        m_control->setProperty("invalid", !error.isEmpty());
        m_control->style()->unpolish(m_control);
        m_control->style()->polish(m_control);
    }
}

void FormField::showLine() {
    m_line->setText(m_error.isEmpty() ? m_help : m_error);
    m_line->setTone(m_error.isEmpty() ? Tone::Text3 : Tone::Negative);
    m_line->setVisible(!m_line->text().isEmpty());
    m_control->setAccessibleDescription(m_line->text());
}

QPushButton* FormField::addButton(const QString& text, const QString& iconName) {
    auto* button = makeButton(text, ButtonKind::Normal, iconName, this);
    m_row->addWidget(button);
    return button;
}

QLineEdit* makeLineEdit(const QString& placeholder, int maxLength) {
    auto* edit = new QLineEdit;
    edit->setPlaceholderText(placeholder);
    edit->setMaxLength(maxLength);
    QObject::connect(edit, &QLineEdit::textChanged, edit, [edit](const QString& text) {
        const auto trimmed = text.trimmed();
        // Only what came from outside with spaces or line ends around it: typing a space between words must stay.
        if (trimmed.size() + 1 < text.size() || text.startsWith(u' ')) edit->setText(trimmed);
    });
    return edit;
}

SecretField makeSecretField(const QString& label, const QString& help) {
    auto* edit = new SecretEdit;
    auto* field = new FormField(label, edit, help);
    auto* eye = makeIconButton(QStringLiteral("eye"), FormField::tr("Show or hide what is typed"), field);
    eye->setCheckable(true);
    QObject::connect(eye, &QPushButton::toggled, edit, [edit, eye](bool on) {
        edit->setShown(on);
        eye->setIcon(icon(on ? QStringLiteral("eye-off") : QStringLiteral("eye"), Theme::instance().colour(Tone::Text2),
                          Theme::instance().px(16)));
    });
    static_cast<QHBoxLayout*>(field->layout()->itemAt(1)->layout())->addWidget(eye);
    return {field, edit};
}

} // namespace taodeck::ui
