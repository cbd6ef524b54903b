#pragma once
/// What can be changed about a worker, and taking it away; both in the sheet.

#include "ui/bridge/context.h"
#include "ui/widgets/form_field.h"

#include <QCheckBox>

class QTimeEdit;

namespace taodeck::ui {

/// Starts or stops it, whichever it is not; a refusal becomes a toast.
void startOrStop(Context& context, const api::WorkerRow& row);

/// When it rests, whether it starts with the program, and what energy costs.
class WorkerSettingsSheet : public QWidget {
    Q_OBJECT
public:
    WorkerSettingsSheet(Context& context, const api::WorkerSettings& settings);

private:
    void refresh();
    void save();

    Context& m_context;
    api::WorkerSettings m_settings;
    QCheckBox *m_battery, *m_busy, *m_hours, *m_withProgram, *m_gpu;
    QTimeEdit *m_from, *m_to;
    QWidget* m_times;
    QLineEdit *m_watts, *m_price;
    FormField *m_wattsField, *m_priceField;
    Label* m_problem;
    QPushButton* m_verb;
};

/// Says what is lost before it happens.
QWidget* makeRemoveSheet(Context& context, const api::WorkerRow& row);

} // namespace taodeck::ui
