#include "ui/screens/mine/worker_page.h"

#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/mine/mine_series.h"
#include "ui/screens/mine/mine_words.h"
#include "ui/screens/mine/worker_sheets.h"

#include <QMenu>
#include <QPlainTextEdit>
#include <QScrollBar>

namespace taodeck::ui {
namespace {

/// Caption above, value below: one cell of the numbers' card.
Label* addNumber(CardGrid& grid, const QString& title, const QString& help, Label** name = nullptr) {
    auto* box = new QWidget;
    auto* column = makeColumn(box, 2);
    auto* caption = new Label(title, TextSize::Caption, Tone::Text2);
    if (!help.isEmpty()) setPlainToolTip(caption, help);
    auto* value = new Label(dash(), TextSize::Title, Tone::Text, true);
    column->addWidget(caption);
    column->addWidget(value);
    column->addStretch(1);
    grid.add(box, 4);
    if (name) *name = caption;
    return value;
}

void setValue(Label* label, const QString& text, const QString& tip, Tone tone = Tone::Text) {
    const bool unknown = text == dash();
    label->setText(text);
    label->setTone(unknown ? Tone::Text3 : tone);
    setPlainToolTip(label, tip);
    label->setAccessibleDescription(unknown ? tip : QString{});
}

QString shareOrDash(const std::optional<double>& value) {
    return value ? percent(*value) : dash();
}

} // namespace

WorkerPage::WorkerPage(Context& context, QWidget* parent) : QWidget(parent), m_context(context), m_details(context) {
    setObjectName(QStringLiteral("workerPage"));
    auto* column = makeColumn(this, space::kGroup);
    column->addWidget(buildHead());
    column->addWidget(buildNumbers());
    column->addWidget(buildCharts());
    auto* fall = new Card(tr("Why the last epochs paid what they paid"));
    fall->setFlush();
    m_waterfall = new WaterfallView(context);
    fall->body()->addWidget(m_waterfall);
    column->addWidget(fall);
    auto* log = new Card(tr("Requests"));
    log->setFlush();
    m_requests = new DataTable(m_requestsModel, tr("Requests"));
    m_requests->setObjectName(QStringLiteral("requests"));
    m_requests->setFitRows(3, 10);
    m_requests->sortBy(QStringLiteral("time"), Qt::DescendingOrder);
    log->body()->addWidget(m_requests);
    column->addWidget(log);
    auto* grid = new CardGrid(820);
    grid->add(buildMachine(), 5);
    grid->add(buildLog(), 7);
    column->addWidget(grid);

    connect(&context.workers, &Workers::changed, this, &WorkerPage::refresh);
    connect(&context.chain, &ChainState::statusChanged, this, &WorkerPage::refresh);
    connect(&m_details, &WorkerDetails::chartsChanged, this, &WorkerPage::showCharts);
    connect(&m_details, &WorkerDetails::waterfallsChanged, this,
            [this] { m_waterfall->show(m_details.waterfalls, symbol()); });
    connect(&m_details, &WorkerDetails::requestsChanged, this, &WorkerPage::showRequests);
    connect(&m_details, &WorkerDetails::requestsChanged, this, &WorkerPage::showMachine);
    connect(&m_details, &WorkerDetails::machineChanged, this, &WorkerPage::showMachine);
    connect(&m_details, &WorkerDetails::logChanged, this, &WorkerPage::showLog);
    connect(m_waterfall, &WaterfallView::againPressed, &m_details, &WorkerDetails::refresh);
    connect(m_requests, &DataTable::stateActionPressed, &m_details, &WorkerDetails::refresh);
}

QWidget* WorkerPage::buildHead() {
    auto* box = new QWidget;
    auto* column = makeColumn(box, space::kRelated);
    auto* title = new QWidget;
    auto* titleRow = new QHBoxLayout(title);
    titleRow->setContentsMargins(0, 0, 0, 0);
    titleRow->setSpacing(space::kRelated);
    auto* back = makeButton(tr("All workers"), ButtonKind::Normal, QStringLiteral("chevron-left"));
    back->setObjectName(QStringLiteral("workerBack"));
    connect(back, &QPushButton::clicked, this, &WorkerPage::backPressed);
    m_title = (new Label({}, TextSize::Section, Tone::Text, true))->elided();
    m_chip = new Chip({});
    m_chip->setObjectName(QStringLiteral("workerState"));
    setFocusProxy(back);
    titleRow->addWidget(back);
    titleRow->addWidget(m_title);
    titleRow->addWidget(m_chip);
    titleRow->addStretch(1);
    auto* head = new HeadRow(title);
    m_trust = new TrustPill;
    m_trust->setOpensProof(false);
    m_register = makeButton(tr("Register again…"), ButtonKind::Primary);
    m_register->setObjectName(QStringLiteral("workerRegister"));
    m_startStop = makeButton(tr("Start"));
    m_startStop->setObjectName(QStringLiteral("workerStartStop"));
    m_settings = makeButton(tr("Settings…"), ButtonKind::Normal, QStringLiteral("settings"));
    m_settings->setObjectName(QStringLiteral("workerSettings"));
    m_remove = makeIconButton(QStringLiteral("trash"), tr("Remove this worker"));
    m_remove->setObjectName(QStringLiteral("workerRemove"));
    for (QWidget* widget :
         {static_cast<QWidget*>(m_trust), static_cast<QWidget*>(m_register), static_cast<QWidget*>(m_startStop),
          static_cast<QWidget*>(m_settings), static_cast<QWidget*>(m_remove)})
        head->actions()->addWidget(widget);
    column->addWidget(head);
    m_reason = (new Label({}, TextSize::Body, Tone::Text2))->wrapped();
    m_reason->setObjectName(QStringLiteral("workerReason"));
    column->addWidget(m_reason);
    connect(m_startStop, &QPushButton::clicked, this, [this] {
        if (const auto* worker = row()) startOrStop(m_context, *worker);
    });
    connect(m_register, &QPushButton::clicked, this, [this] {
        if (const auto* worker = row()) emit registerPressed(worker->settings);
    });
    connect(m_settings, &QPushButton::clicked, this, [this] {
        if (const auto* worker = row()) m_context.shell.openSheet(new WorkerSettingsSheet(m_context, worker->settings));
    });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (const auto* worker = row()) m_context.shell.openSheet(makeRemoveSheet(m_context, *worker));
    });
    return box;
}

QWidget* WorkerPage::buildNumbers() {
    auto* card = new Card;
    auto* split = new CardGrid(760);
    auto* numbers = new QWidget;
    auto* grid = new CardGrid(420, numbers);
    auto* column = makeColumn(numbers, 0);
    column->addWidget(grid);
    column->addStretch(1);
    auto* earned = new QWidget;
    auto* earnedColumn = makeColumn(earned, 2);
    auto* caption = new Label(tr("Earned"), TextSize::Caption, Tone::Text2);
    setPlainToolTip(caption,
                    tr("Counted from blocks since the worker was made. TAO at the price of each payout's block."));
    m_earned = new AmountLabel(TextSize::Big, true);
    m_earned->setObjectName(QStringLiteral("workerEarned"));
    m_earnedTao = new AmountLabel(TextSize::Title, true);
    m_earnedTao->setObjectName(QStringLiteral("workerEarnedTao"));
    earnedColumn->addWidget(caption);
    earnedColumn->addWidget(m_earned);
    earnedColumn->addWidget(m_earnedTao);
    auto* facts = new FactList;
    m_day = new AmountLabel;
    m_lastEpoch = new AmountLabel;
    m_energy = new AmountLabel;
    facts->add(tr("In the last 24 hours"), m_day);
    facts->add(tr("Rate: the last epoch paid"), m_lastEpoch,
               tr("One epoch's pay. It says nothing about the next one."));
    facts->add(tr("Energy"), m_energy, tr("What it drew, at the price that you set."));
    m_net = facts->addText(tr("Net"), dash());
    m_net->setObjectName(QStringLiteral("workerNet"));
    earnedColumn->addSpacing(4);
    earnedColumn->addWidget(facts);
    earnedColumn->addStretch(1);
    m_score = addNumber(*grid, tr("Score"), {}, &m_scoreName);
    m_score->setObjectName(QStringLiteral("workerScore"));
    m_rank = addNumber(*grid, tr("Rank"), tr("By what the last epoch paid; 1 is paid best."));
    m_incentive = addNumber(*grid, tr("Incentive"), {}, &m_incentiveName);
    m_safety = addNumber(*grid, tr("Margin"),
                         tr("How far it is from losing its place: immunity left, or places above the last one."));
    m_requests24 = addNumber(*grid, tr("Requests 24 h"), {});
    m_uptime = addNumber(*grid, tr("Uptime"), {});
    split->add(earned, 5);
    split->add(numbers, 7);
    card->body()->addWidget(split);
    return card;
}

TimeChart* WorkerPage::addChart(CardGrid& grid, const QString& title, const QString& unit) {
    auto* card = new Card(title);
    auto* chart = new TimeChart(title, unit, TimeChart::Kind::Line, m_context.dialogs);
    chart->setRange(TimeChart::Range::Day);
    connect(chart, &TimeChart::stateActionPressed, &m_details, &WorkerDetails::refresh);
    card->body()->addWidget(chart);
    const auto fit = [card] { card->setMinimumHeight(Theme::instance().px(250)); };
    connect(&Theme::instance(), &Theme::changed, card, fit);
    fit();
    grid.add(card, 6);
    return chart;
}

QWidget* WorkerPage::buildCharts() {
    auto* grid = new CardGrid(820);
    m_payouts = addChart(*grid, tr("Earned, added up"), QStringLiteral("\u03C4"));
    m_scores = addChart(*grid, tr("Score"), QStringLiteral("%"));
    m_incentives = addChart(*grid, tr("Incentive and consensus"), QStringLiteral("%"));
    m_ranks = addChart(*grid, tr("Rank, 1 is best"), {});
    m_scoreCard = qobject_cast<Card*>(m_scores->parentWidget());
    m_incentiveCard = qobject_cast<Card*>(m_incentives->parentWidget());
    const auto all = {m_payouts, m_scores, m_incentives, m_ranks};
    for (auto* one : all)
        connect(one, &TimeChart::rangeChanged, this, [one, all = std::vector<TimeChart*>(all)] {
            for (auto* other : all)
                other->setRange(one->range());
        });
    return grid;
}

QWidget* WorkerPage::buildMachine() {
    auto* card = new Card(tr("Machine"));
    m_gpus = makeColumn(nullptr, space::kRelated);
    card->body()->addLayout(m_gpus);
    card->body()->addWidget(new Line);
    auto* facts = new FactList;
    m_speed = facts->addText(tr("Answers at"), dash());
    m_speed->setObjectName(QStringLiteral("workerSpeed"));
    m_device = facts->addText(tr("Works on"), dash());
    m_memory = facts->addText(tr("Memory free"), dash());
    m_cpu = facts->addText(tr("Processor in use"), dash());
    m_battery = facts->addText(tr("Power"), dash());
    facts->addLine();
    m_sandbox = facts->addText(tr("Sandbox"), dash());
    m_sandbox->setObjectName(QStringLiteral("workerSandbox"));
    m_model = facts->addText(tr("Model"), dash());
    m_hotkey = facts->addText(tr("Hotkey"), dash());
    m_hotkey->setMono(true);
    m_port = facts->addText(tr("Listens on"), dash());
    card->body()->addWidget(facts);
    m_sandboxWords = (new Label({}, TextSize::Caption, Tone::Text3))->wrapped();
    card->body()->addWidget(m_sandboxWords);
    card->body()->addStretch(1);
    return card;
}

QWidget* WorkerPage::buildLog() {
    auto* card = new Card(tr("What it says"));
    m_logStates = new StateView;
    m_logStates->setMinimumHeight(160);
    card->body()->addWidget(m_logStates);
    m_log = new QPlainTextEdit;
    m_log->setObjectName(QStringLiteral("workerLog"));
    m_log->setAccessibleName(tr("Log"));
    m_log->setReadOnly(true);
    m_log->setTabChangesFocus(true);
    m_log->setUndoRedoEnabled(false);
    m_log->setMinimumHeight(220);
    card->body()->addWidget(m_log, 1);
    return card;
}

void WorkerPage::setWorker(const std::string& id) {
    m_details.setWorker(id);
    refresh();
}

void WorkerPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_details.setWatching(true);
}

void WorkerPage::hideEvent(QHideEvent* event) {
    m_details.setWatching(false);
    QWidget::hideEvent(event);
}

ForeignText WorkerPage::symbol() const {
    const auto* worker = row();
    return worker ? m_context.names.symbol(worker->settings.netuid) : ForeignText{};
}

void WorkerPage::refresh() {
    const auto* worker = row();
    if (!worker) {
        if (!m_details.worker().empty() && m_context.workers.rows().value) emit backPressed(); // removed
        return;
    }
    m_title->setText(workerTitle(m_context.names, worker->settings));
    setAccessibleName(m_title->text());
    m_chip->setText(stateWord(worker->state), stateTone(worker->state));
    auto why = worker->reason.empty() ? stateMeaning(worker->state) : sentence(worker->reason);
    if (worker->state == api::WorkerState::BackingOff && worker->retryAt) {
        const auto left = *worker->retryAt - m_context.services.clock.now();
        if (left > std::chrono::milliseconds{0})
            why +=
                u' ' + tr("Next try in %1.").arg(duration(std::chrono::duration_cast<std::chrono::milliseconds>(left)));
    }
    m_reason->setText(why);
    m_reason->setTone(needsPerson(worker->state) ? stateTone(worker->state) : Tone::Text2);
    m_trust->setTrust(worker->trust,
                      worker->trust == Trust::Unknown ? QString{} : tr("block %1").arg(blockText(worker->at)));
    const bool lost = worker->state == api::WorkerState::NotRegistered;
    m_register->setVisible(lost);
    m_startStop->setText(isWanted(worker->state) ? tr("Stop") : tr("Start"));
    showNumbers(*worker);
    showMachine();
}

void WorkerPage::showNumbers(const api::WorkerRow& worker) {
    const bool mines = worker.settings.role == api::Role::Miner;
    const auto unit = symbol();
    m_earned->setAlpha(worker.earnedAll, unit);
    m_earnedTao->setRao(worker.earnedTao);
    m_day->setAlpha(worker.earned24h, unit);
    if (worker.emission)
        m_lastEpoch->setAlpha(*worker.emission, unit);
    else
        m_lastEpoch->setUnknown(unknownReason(worker));
    const auto noEnergy = tr("Its watts and the price of energy are not set; see its settings.");
    if (worker.energyCost) {
        m_energy->setRao(*worker.energyCost);
        const bool loss = *worker.energyCost > worker.earnedTao;
        setValue(m_net, netText(worker.earnedTao, *worker.energyCost),
                 exactNetText(worker.earnedTao, *worker.energyCost), loss ? Tone::Negative : Tone::Positive);
    } else {
        m_energy->setUnknown(noEnergy);
        setValue(m_net, dash(), noEnergy);
    }
    const auto why = unknownReason(worker);
    m_scoreName->setText(mines ? tr("Score") : tr("Trust by others"));
    const auto& score = mines ? worker.score : worker.vtrust;
    setValue(m_score, shareOrDash(score),
             score ? mines ? tr("Mean of the validators' weights for it.")
                           : tr("How far the other validators' stake agrees with its weights.")
                   : why);
    m_incentiveName->setText(mines ? tr("Incentive") : tr("Dividends"));
    const auto& pay = mines ? worker.incentive : worker.dividends;
    setValue(m_incentive, shareOrDash(pay), pay ? tr("Of all that the subnet paid in its last epoch.") : why);
    setValue(m_rank, rankText(worker), worker.rank ? tr("By what the last epoch paid.") : why);
    const auto safety = safetyOf(worker);
    setValue(m_safety, safety.text, safety.why, safety.tone);
    setValue(m_requests24, countText(worker.requests24h),
             tr("%1 answered, %2 refused").arg(countText(worker.answered24h), countText(worker.refused24h)));
    if (worker.upSince) {
        const auto up = std::max(m_context.services.clock.now() - *worker.upSince, std::chrono::milliseconds{0});
        setValue(m_uptime, duration(up), tr("Since its process came up last."));
    } else {
        setValue(m_uptime, dash(), tr("It does not run."));
    }
    m_scoreCard->setTitle(mines ? tr("Score") : tr("Trust by others"));
    m_incentiveCard->setTitle(mines ? tr("Incentive and consensus") : tr("Dividends"));
}

void WorkerPage::showCharts() {
    const auto* worker = row();
    const auto all = {m_scores, m_incentives, m_ranks};
    const auto role = worker ? worker->settings.role : api::Role::Miner;
    const auto now = m_context.services.clock.now().time_since_epoch().count();
    const auto& scores = m_details.scores;
    for (auto* chart : all) {
        if (scores.hasFailed())
            chart->showFailed(tr("The epochs cannot be read"), explain(*scores.error).joined(), tr("Try again"));
        else if (!scores.value)
            chart->showLoading(tr("Reading the epochs"));
        else if (scores.value->empty())
            chart->showEmpty(tr("No epoch yet"), tr("The line starts with the first epoch after its registration."));
    }
    const auto ticks = scores.value ? epochTicks(*scores.value) : std::vector<std::pair<qint64, QString>>{};
    for (auto* chart : {m_scores, m_incentives, m_ranks, m_payouts})
        chart->setTicks(ticks);
    if (scores.value && !scores.value->empty()) {
        m_scores->setData(scoreSeries(*scores.value, role), now);
        m_incentives->setData(incentiveSeries(*scores.value, role), now);
        m_ranks->setData(rankSeries(*scores.value), now);
    }
    const auto& paid = m_details.earnings;
    if (paid.hasFailed())
        m_payouts->showFailed(tr("The payouts cannot be read"), explain(*paid.error).joined(), tr("Try again"));
    else if (!paid.value)
        m_payouts->showLoading(tr("Reading the payouts"));
    else if (paid.value->empty())
        m_payouts->showEmpty(tr("Nothing earned yet"), tr("The line starts with the first payout."));
    else
        m_payouts->setData(earnedSeries(*paid.value), now);
}

void WorkerPage::showRequests() {
    const auto& list = m_details.requests;
    if (list.hasFailed())
        return m_requests->showFailed(tr("The requests cannot be read"), explain(*list.error).joined(),
                                      tr("Try again"));
    if (!list.value) return m_requests->showLoading(tr("Reading the requests"));
    if (list.value->empty())
        return m_requests->showEmpty(tr("No request yet"),
                                     tr("Validators ask when they have seen its address on the chain."));
    m_requestsModel.setRows(*list.value);
    m_requests->showRows();
}

void WorkerPage::showMachine() {
    showGpus();
    const auto& machine = m_details.machine;
    if (machine.value) {
        setValue(m_memory,
                 tr("%1 of %2").arg(bytesText(machine.value->memoryFree), bytesText(machine.value->memoryTotal)), {});
        setValue(m_cpu, shareOrDash(machine.value->cpuLoad),
                 machine.value->cpuLoad ? QString{} : tr("Being measured."));
        const auto& battery = machine.value->onBattery;
        setValue(m_battery,
                 !battery   ? dash()
                 : *battery ? tr("On battery")
                            : tr("Plugged in"),
                 battery ? QString{} : tr("This system does not say."));
    } else {
        for (auto* label : {m_memory, m_cpu, m_battery})
            setValue(label, dash(), machineReason());
    }
    const auto speed = m_details.requests.value ? tokensPerSecond(*m_details.requests.value) : std::nullopt;
    setValue(m_speed, speed ? tr("%1 tokens/s").arg(QString::number(*speed, 'f', *speed < 10 ? 1 : 0)) : dash(),
             speed ? tr("Over the answered requests below: tokens of the answers by the time they took.")
                   : tr("Nothing was answered yet."));
    if (const auto* worker = row()) showProcess(*worker);
}

QString WorkerPage::machineReason() const {
    const auto& machine = m_details.machine;
    return machine.error ? explain(*machine.error).joined() : machine.value ? QString{} : tr("Being measured.");
}

void WorkerPage::showGpus() {
    while (auto* item = m_gpus->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto& machine = m_details.machine;
    if (!machine.value || machine.value->gpus.empty()) {
        const auto why = machine.value ? sentence(machine.value->gpuWords) : machineReason();
        const auto words =
            machine.value ? tr("No GPU is used: %1").arg(why.isEmpty() ? tr("none was found.") : why) : why;
        m_gpus->addWidget((new Label(words, TextSize::Body, Tone::Text2))->wrapped());
        return;
    }
    for (const auto& gpu : machine.value->gpus) {
        auto* facts = new FactList;
        const auto add = [&](const QString& name, const std::optional<QString>& value) {
            setPlainToolTip(facts->addText(name, value.value_or(dash())),
                            value ? QString{} : tr("The driver does not say."));
        };
        const auto whole = [](const std::optional<double>& value, const QString& unit) {
            return value ? std::optional{QString::number(*value, 'f', 0) + unit} : std::nullopt;
        };
        const auto used = gpu.totalBytes > gpu.freeBytes ? gpu.totalBytes - gpu.freeBytes : 0;
        add(tr("GPU"), plain(gpu.name, 60));
        add(tr("Its memory in use"), tr("%1 of %2").arg(bytesText(used), bytesText(gpu.totalBytes)));
        add(tr("Temperature"), whole(gpu.celsius, QStringLiteral(" °C")));
        add(tr("Draws"), whole(gpu.watts, QStringLiteral(" W")));
        add(tr("Load"), gpu.load ? std::optional{percent(*gpu.load)} : std::nullopt);
        m_gpus->addWidget(facts);
    }
}

void WorkerPage::showProcess(const api::WorkerRow& worker) {
    const auto device = plain(ForeignText{worker.device}, 80);
    setValue(m_device, device.isEmpty() ? dash() : device, device.isEmpty() ? tr("No model is loaded.") : QString{});
    const bool runs = worker.pid != 0 || worker.sandboxed || !worker.sandboxWords.empty();
    setValue(m_sandbox,
             !runs              ? dash()
             : worker.sandboxed ? tr("Confined")
                                : tr("Not confined"),
             runs ? QString{} : tr("It does not run."), worker.sandboxed ? Tone::Text : Tone::Warning);
    m_sandboxWords->setText(sentence(worker.sandboxWords));
    m_sandboxWords->setVisible(!m_sandboxWords->text().isEmpty());
    const auto& settings = worker.settings;
    const auto file = plain(ForeignText{settings.model.empty() ? settings.recipe : settings.model}, 400);
    setValue(m_model, file.section(u'/', -1), file);
    setValue(m_hotkey, shortAddress(settings.hotkey), addressText(settings.hotkey));
    setValue(m_port, settings.port == 0 ? dash() : tr("port %1").arg(settings.port),
             settings.port == 0 ? tr("Chosen when it starts.") : plain(ForeignText{settings.externalIp}, 60));
}

void WorkerPage::showLog() {
    const auto& log = m_details.log;
    const bool any = log.value && !log.value->empty();
    m_log->setVisible(any);
    m_logStates->setVisible(!any);
    if (log.hasFailed()) return m_logStates->showFailed(tr("The log cannot be read"), explain(*log.error).joined());
    if (!log.value) return m_logStates->showLoading(tr("Reading the log"));
    if (!any) return m_logStates->showEmpty(tr("Nothing said yet"), tr("It writes here what it does and why."));
    QStringList lines;
    for (const auto& line : *log.value)
        lines << plain(ForeignText{line}, 300);
    const auto text = lines.join(u'\n');
    if (text == m_log->toPlainText()) return; // keeps where somebody reads
    auto* bar = m_log->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum() - 4;
    m_log->setPlainText(text);
    if (atEnd) bar->setValue(bar->maximum());
}

} // namespace taodeck::ui
