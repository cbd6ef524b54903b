#pragma once
/// Network and trust root, appearance, security, and where the data lies.

#include "ui/shell/page.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/value_labels.h"

#include <QCheckBox>
#include <QRadioButton>

namespace taodeck::ui {

class SettingsScreen : public Page {
    Q_OBJECT
public:
    explicit SettingsScreen(Context& context);

private:
    QWidget* buildNetwork();
    QWidget* buildAppearance();
    QWidget* buildSecurity();
    QWidget* buildUnattended();
    QWidget* buildData();
    void refreshNetworks();
    void refreshStatus();
    void addCustom();
    void showChoices();
    void setAutostart(bool on);

    Context& m_context;
    QVBoxLayout* m_networks;
    Label *m_trustRoot, *m_link, *m_sockets, *m_runtime, *m_refused;
    TrustPill* m_trust;
    QCheckBox *m_offline, *m_motion, *m_keepInTray, *m_autostart;
    QLineEdit *m_name, *m_endpoint;
    FormField* m_endpointField;
    Segmented *m_appearance, *m_textSize;
    QComboBox* m_autoLock;
};

} // namespace taodeck::ui
