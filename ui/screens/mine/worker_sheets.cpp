#include "ui/screens/mine/worker_sheets.h"

#include "core/base/amount_text.h"
#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/mine/mine_words.h"

#include <QPointer>
#include <QTimeEdit>

namespace taodeck::ui {
namespace {

struct WorkerSheets {
    Q_DECLARE_TR_FUNCTIONS(WorkerSheets)
};

constexpr double kMostWatts = 100'000;

QString refusalText(const Error& error) {
    const auto detail = foreignDetail(error);
    const auto why = explain(error).joined();
    return detail.isEmpty() ? why : WorkerSheets::tr("%1 (%2)").arg(why, detail);
}

QTime timeOf(const std::optional<std::chrono::minutes>& sinceMidnight, int otherwiseHour) {
    const auto minutes = sinceMidnight ? static_cast<int>(sinceMidnight->count()) : otherwiseHour * 60;
    return {minutes / 60 % 24, minutes % 60};
}

std::chrono::minutes minutesOf(const QTime& time) {
    return std::chrono::minutes{time.hour() * 60 + time.minute()};
}

QTimeEdit* makeTime(const QTime& time, const QString& name) {
    auto* edit = new QTimeEdit(time);
    edit->setDisplayFormat(QStringLiteral("HH:mm"));
    edit->setAccessibleName(name);
    return edit;
}

/// Empty: not set. Nothing: not a number that makes sense.
std::optional<double> wattsOf(const QString& text) {
    if (text.trimmed().isEmpty()) return 0.0;
    bool number = false;
    const double value = text.trimmed().toDouble(&number);
    if (!number || !(value >= 0) || value > kMostWatts) return std::nullopt;
    return value;
}

std::optional<Rao> priceOf(const QString& text) {
    if (text.trimmed().isEmpty()) return Rao{};
    const auto typed = parseDecimal(text.toStdString());
    return typed ? std::optional{Rao::fromRaw(*typed)} : std::nullopt;
}

} // namespace

void startOrStop(Context& context, const api::WorkerRow& row) {
    const bool stops = isWanted(row.state);
    // The toast outlives the page that asked, so the answer belongs to the shared model.
    auto answer = onGui(&context.workers, [&context, stops](Result<> done) {
        if (!done)
            context.shell.toast(ToastKind::Problem,
                                stops ? WorkerSheets::tr("It was not stopped. %1").arg(refusalText(done.error()))
                                      : WorkerSheets::tr("It was not started. %1").arg(refusalText(done.error())));
        context.workers.refresh();
    });
    if (stops)
        context.services.workers.stop(row.settings.id, std::move(answer));
    else
        context.services.workers.start(row.settings.id, std::move(answer));
}

WorkerSettingsSheet::WorkerSettingsSheet(Context& context, const api::WorkerSettings& settings)
    : m_context(context), m_settings(settings) {
    setObjectName(QStringLiteral("workerSettingsSheet"));
    setWindowTitle(tr("Settings of %1").arg(workerTitle(context.names, settings)));
    auto* column = makeColumn(this, space::kGroup);
    column->setContentsMargins(space::kScreen, space::kRelated, space::kScreen, space::kScreen);
    const auto check = [&](const QString& text, bool on, const char* name) {
        auto* box = new QCheckBox(text);
        box->setObjectName(QString::fromLatin1(name));
        box->setChecked(on);
        return box;
    };
    column->addWidget(new Label(tr("When it rests"), TextSize::Body, Tone::Text, true));
    m_battery =
        check(tr("Rest while the machine runs on its battery"), settings.schedule.pauseOnBattery, "restBattery");
    m_busy = check(tr("Rest while other programs keep the machine busy"), settings.schedule.pauseWhenBusy, "restBusy");
    m_hours = check(tr("Work only between these times"), settings.schedule.fromTime.has_value(), "restHours");
    column->addWidget(m_battery);
    column->addWidget(m_busy);
    column->addWidget(m_hours);
    m_from = makeTime(timeOf(settings.schedule.fromTime, 22), tr("From"));
    m_to = makeTime(timeOf(settings.schedule.toTime, 8), tr("To"));
    m_times = new QWidget;
    auto* times = new QHBoxLayout(m_times);
    times->setContentsMargins(space::kScreen, 0, 0, 0);
    times->setSpacing(space::kGroup);
    times->addWidget(new FormField(tr("From"), m_from));
    times->addWidget(new FormField(tr("To"), m_to));
    times->addStretch(1);
    column->addWidget(m_times);
    column->addWidget(
        (new Label(tr("A resting worker answers nobody: validators give it less while it rests. Times are "
                      "this machine's; they may pass midnight."),
                   TextSize::Caption, Tone::Text3))
            ->wrapped());
    column->addWidget(new Line);
    m_withProgram = check(tr("Start it with Taodeck"), settings.startWithProgram, "startWithProgram");
    column->addWidget(m_withProgram);
    m_gpu = check(tr("Use the GPU where there is one"), settings.gpu, "useGpu");
    m_gpu->setVisible(!settings.model.empty());
    column->addWidget(m_gpu);
    column->addWidget(new Line);
    column->addWidget(new Label(tr("What energy costs"), TextSize::Body, Tone::Text, true));
    m_watts = makeLineEdit(tr("Unknown"), 10);
    m_watts->setObjectName(QStringLiteral("watts"));
    if (settings.watts > 0) m_watts->setText(QString::number(settings.watts));
    m_wattsField = new FormField(tr("Watts that the machine draws more while it works"), m_watts,
                                 tr("Empty: energy is not counted, and net stays unknown."));
    m_price = makeLineEdit(tr("Unknown"), 24);
    m_price->setObjectName(QStringLiteral("energyPrice"));
    if (settings.energyPrice != Rao{}) m_price->setText(q(exactDecimal(settings.energyPrice.raw())));
    m_priceField = new FormField(tr("Price of a kilowatt-hour (\u03C4)"), m_price,
                                 tr("In TAO: what you pay for one, at the price of a TAO today."));
    column->addWidget(m_wattsField);
    column->addWidget(m_priceField);
    m_problem = (new Label({}, TextSize::Body, Tone::Negative))->wrapped();
    m_problem->setObjectName(QStringLiteral("settingsProblem"));
    m_problem->hide();
    column->addWidget(m_problem);
    auto* buttons = makeRow(space::kRelated);
    auto* cancel = makeButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, [this] { m_context.shell.closeSheet(); });
    m_verb = makeButton(tr("Save"), ButtonKind::Primary);
    m_verb->setObjectName(QStringLiteral("settingsSave"));
    connect(m_verb, &QPushButton::clicked, this, &WorkerSettingsSheet::save);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_verb);
    column->addLayout(buttons);
    column->addStretch(1);
    setFocusProxy(m_battery);
    connect(m_hours, &QCheckBox::toggled, this, &WorkerSettingsSheet::refresh);
    for (auto* edit : {m_watts, m_price})
        connect(edit, &QLineEdit::textChanged, this, &WorkerSettingsSheet::refresh);
    refresh();
}

void WorkerSettingsSheet::refresh() {
    m_times->setVisible(m_hours->isChecked());
    const bool watts = wattsOf(m_watts->text()).has_value(), price = priceOf(m_price->text()).has_value();
    m_wattsField->setError(watts ? QString{} : tr("A number from 0 to 100000, such as 180."));
    m_priceField->setError(price ? QString{} : tr("An amount of TAO, such as 0.0006."));
    m_verb->setEnabled(watts && price);
}

void WorkerSettingsSheet::save() {
    auto wanted = m_settings;
    // What the chain side learnt meanwhile (a port, a new hotkey) stays.
    if (const auto* row = m_context.workers.find(m_settings.id)) wanted = row->settings;
    wanted.schedule.pauseOnBattery = m_battery->isChecked();
    wanted.schedule.pauseWhenBusy = m_busy->isChecked();
    wanted.schedule.fromTime.reset();
    wanted.schedule.toTime.reset();
    if (m_hours->isChecked()) {
        wanted.schedule.fromTime = minutesOf(m_from->time());
        wanted.schedule.toTime = minutesOf(m_to->time());
    }
    wanted.startWithProgram = m_withProgram->isChecked();
    wanted.gpu = m_gpu->isChecked();
    wanted.watts = wattsOf(m_watts->text()).value_or(0);
    wanted.energyPrice = priceOf(m_price->text()).value_or(Rao{});
    m_verb->setEnabled(false);
    m_problem->hide();
    m_context.services.workers.change(wanted, onGui(this, [this](Result<api::WorkerRow> row) {
                                          m_context.workers.refresh();
                                          if (row) return m_context.shell.closeSheet();
                                          m_problem->setText(refusalText(row.error()));
                                          m_problem->show();
                                          refresh();
                                      }));
}

QWidget* makeRemoveSheet(Context& context, const api::WorkerRow& row) {
    auto* sheet = new QWidget;
    sheet->setObjectName(QStringLiteral("removeSheet"));
    sheet->setWindowTitle(WorkerSheets::tr("Remove %1").arg(workerTitle(context.names, row.settings)));
    auto* column = makeColumn(sheet, space::kGroup);
    column->setContentsMargins(space::kScreen, space::kRelated, space::kScreen, space::kScreen);
    column->addWidget((new Label(WorkerSheets::tr("It is stopped first."), TextSize::Body, Tone::Text2))->wrapped());
    column->addWidget((new Label(WorkerSheets::tr("Lost for good: its log, its charts and the record of why it was "
                                                  "paid what it was."),
                                 TextSize::Body, Tone::Negative))
                          ->wrapped());
    column->addWidget(
        (new Label(WorkerSheets::tr("Kept: the hotkey, its place on the subnet as long as the chain leaves "
                                    "it there, and all alpha that it earned."),
                   TextSize::Body, Tone::Text2))
            ->wrapped());
    auto* problem = (new Label({}, TextSize::Body, Tone::Negative))->wrapped();
    problem->hide();
    column->addWidget(problem);
    auto* buttons = makeRow(space::kRelated);
    auto* cancel = makeButton(WorkerSheets::tr("Cancel"));
    QObject::connect(cancel, &QPushButton::clicked, sheet, [&context] { context.shell.closeSheet(); });
    auto* verb = makeButton(WorkerSheets::tr("Remove"), ButtonKind::Danger);
    verb->setObjectName(QStringLiteral("removeVerb"));
    QObject::connect(verb, &QPushButton::clicked, sheet, [&context, sheet, verb, problem, id = row.settings.id] {
        verb->setEnabled(false);
        context.services.workers.remove(id, onGui(sheet, [&context, verb, problem](Result<> done) {
                                            context.workers.refresh();
                                            if (done) return context.shell.closeSheet();
                                            verb->setEnabled(true);
                                            problem->setText(refusalText(done.error()));
                                            problem->show();
                                        }));
    });
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(verb);
    column->addLayout(buttons);
    column->addStretch(1);
    sheet->setFocusProxy(cancel);
    return sheet;
}

} // namespace taodeck::ui
