#pragma once
/// The way of every action inside the sheet: form → review of what will be signed → track. Owns no rules: the plan and
/// its warnings come from ActionService, the review shows what was decoded from the bytes.

#include "ui/bridge/context.h"
#include "ui/widgets/card.h"

namespace taodeck::ui {

/// A form that ends in an intent.
class ActionForm : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    /// The plan was refused: show it where the person typed.
    virtual void showProblem(const QString& text) = 0;
    virtual void setBusy(bool busy) = 0;

signals:
    void ready(const taodeck::api::Intent& intent);
    void cancelled();
};

class ActionFlow : public QWidget {
    Q_OBJECT
public:
    /// Starts with `form` (taken over).
    ActionFlow(Context& context, ActionForm* form);
    /// Starts with the track of an action that is already on its way.
    ActionFlow(Context& context, const QString& title, const api::Receipt& receipt);
    /// Starts with the review of `plan`: for the gallery and tests.
    ActionFlow(Context& context, const api::Plan& plan);

private:
    void turnTo(QWidget* page);
    void review(const api::Plan& plan);
    void track(const api::Receipt& receipt);
    void back();

    Context& m_context;
    QVBoxLayout* m_column;
    ActionForm* m_form{nullptr};
    QWidget* m_page{nullptr};
};

} // namespace taodeck::ui
