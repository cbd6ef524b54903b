#include "ui/screens/action/action_flow.h"

#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/action/action_words.h"
#include "ui/screens/action/review_page.h"
#include "ui/screens/action/track_page.h"

namespace taodeck::ui {

ActionFlow::ActionFlow(Context& context, ActionForm* form) : m_context(context), m_form(form) {
    m_column = makeColumn(this, 0);
    setWindowTitle(form->windowTitle());
    setFocusProxy(form->focusProxy() ? form->focusProxy() : form);
    m_column->addWidget(form);
    connect(form, &ActionForm::cancelled, this, [this] { m_context.shell.closeSheet(); });
    connect(form, &ActionForm::ready, this, [this](const api::Intent& intent) {
        m_form->setBusy(true);
        m_context.services.actions.plan(intent, onGui(this, [this](Result<api::Plan> plan) {
                                            m_form->setBusy(false);
                                            if (!plan) {
                                                const auto detail = foreignDetail(plan.error());
                                                auto text = explain(plan.error()).joined();
                                                if (!detail.isEmpty()) text += u' ' + tr("(%1)").arg(detail);
                                                return m_form->showProblem(text);
                                            }
                                            review(*plan);
                                        }));
    });
}

ActionFlow::ActionFlow(Context& context, const QString& title, const api::Receipt& receipt) : m_context(context) {
    m_column = makeColumn(this, 0);
    setWindowTitle(title);
    track(receipt);
}

ActionFlow::ActionFlow(Context& context, const api::Plan& plan) : m_context(context) {
    m_column = makeColumn(this, 0);
    review(plan);
}

void ActionFlow::turnTo(QWidget* page) {
    if (m_form) m_form->hide();
    if (m_page) m_page->deleteLater();
    m_page = page;
    m_column->addWidget(page);
    page->show();
    if (page->focusProxy()) page->setFocus(Qt::TabFocusReason);
}

void ActionFlow::back() {
    if (!m_form) return m_context.shell.closeSheet();
    if (m_page) m_page->deleteLater();
    m_page = nullptr;
    setWindowTitle(m_form->windowTitle());
    m_form->show();
    m_form->setFocus(Qt::TabFocusReason);
}

void ActionFlow::review(const api::Plan& plan) {
    setWindowTitle(tr("Review"));
    auto* page = new ReviewPage(m_context, plan);
    connect(page, &ReviewPage::cancelled, this, &ActionFlow::back);
    connect(page, &ReviewPage::submitted, this, [this](const api::Receipt& receipt) { track(receipt); });
    turnTo(page);
}

void ActionFlow::track(const api::Receipt& receipt) {
    setWindowTitle(verbAndAmount(receipt.intent, m_context.names));
    auto* page = new TrackPage(m_context, receipt);
    connect(page, &TrackPage::done, this, [this] { m_context.shell.closeSheet(); });
    turnTo(page);
}

} // namespace taodeck::ui
