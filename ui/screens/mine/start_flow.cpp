#include "ui/screens/mine/start_flow.h"

#include "ui/screens/mine/launch_page.h"
#include "ui/screens/mine/start_form.h"

namespace taodeck::ui {

StartFlow::StartFlow(Context& context, bool oneClick, const std::optional<api::WorkerSettings>& again)
    : m_context(context), m_again(again) {
    begin();
    makeForm(oneClick);
    setWindowTitle(m_form->windowTitle());
    setFocusProxy(m_form->focusProxy());
}

StartFlow::StartFlow(Context& context) : m_context(context) {
    begin();
    follow();
}

void StartFlow::begin() {
    m_column = makeColumn(this, 0);
    connect(&m_context.workers, &Workers::launchChanged, this, [this] {
        // Locked between the form and the signature (by idling, or by hand): the password is asked for where it is
        // typed, and the next try goes on from what is done.
        const auto& launch = m_context.workers.lastLaunch();
        if (!m_page || !launch || !launch->error || launch->error->code != Errc::Locked) return;
        back();
        m_form->askPassword();
    });
}

void StartFlow::makeForm(bool oneClick) {
    m_form = new StartForm(m_context, oneClick, m_again);
    m_column->addWidget(m_form);
    connect(m_form, &StartForm::cancelled, this, [this] { m_context.shell.closeSheet(); });
    connect(
        m_form, &StartForm::launched, this,
        [this](const api::LaunchRequest& request) {
            if (m_context.workers.launch(request)) follow();
        },
        Qt::QueuedConnection); // a one-click form starts while it is still being built
}

void StartFlow::turnTo(QWidget* page) {
    if (m_form) m_form->hide();
    if (m_page) m_page->deleteLater();
    m_page = page;
    m_column->addWidget(page);
    page->show();
    page->setFocus(Qt::TabFocusReason);
}

void StartFlow::follow() {
    setWindowTitle(tr("Start"));
    auto* page = new LaunchPage(m_context);
    connect(page, &LaunchPage::againPressed, this, &StartFlow::back);
    connect(page, &LaunchPage::openPressed, this, &StartFlow::openPressed);
    turnTo(page);
}

void StartFlow::back() {
    if (m_page) {
        m_page->hide();
        m_page->deleteLater();
    }
    m_page = nullptr;
    if (!m_form) {
        const auto& launch = m_context.workers.lastLaunch();
        if (launch) m_again = launch->request.settings;
        makeForm(false);
    }
    setWindowTitle(m_form->windowTitle());
    m_form->show();
    m_form->setFocus(Qt::TabFocusReason);
}

} // namespace taodeck::ui
