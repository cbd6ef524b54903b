#pragma once
/// Start mining or validating, inside the sheet: form with verdict → launch on its way.

#include "ui/bridge/context.h"
#include "ui/widgets/card.h"

namespace taodeck::ui {

class StartForm;

class StartFlow : public QWidget {
    Q_OBJECT
public:
    StartFlow(Context& context, bool oneClick, const std::optional<api::WorkerSettings>& again = {});
    /// Shows the launch that is on its way or ended last.
    explicit StartFlow(Context& context);

signals:
    void openPressed(const QString& id);

private:
    void begin();
    void makeForm(bool oneClick);
    void follow();
    void back();
    void turnTo(QWidget* page);

    Context& m_context;
    std::optional<api::WorkerSettings> m_again;
    QVBoxLayout* m_column;
    StartForm* m_form{nullptr};
    QWidget* m_page{nullptr};
};

} // namespace taodeck::ui
