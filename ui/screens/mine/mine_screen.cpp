#include "ui/screens/mine/mine_screen.h"

#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/mine/mine_words.h"
#include "ui/screens/mine/start_flow.h"
#include "ui/screens/mine/worker_page.h"
#include "ui/screens/mine/worker_sheets.h"
#include "ui/screens/models/models_panel.h"
#include "ui/widgets/icon.h"

#include <QMenu>
#include <QScrollBar>

namespace taodeck::ui {
namespace {

/// One worker that needs somebody: icon, what, why, and what can be done.
QWidget* makeTrouble(const api::WorkerRow& row, const QString& title, const QString& action,
                     const std::function<void()>& act) {
    auto& theme = Theme::instance();
    auto* box = new QWidget;
    auto* line = new QHBoxLayout(box);
    line->setContentsMargins(0, 4, 0, 4);
    line->setSpacing(10);
    const auto tone = stateTone(row.state);
    const auto name = tone == Tone::Negative ? QStringLiteral("error") : QStringLiteral("warning");
    auto* picture = new Label;
    picture->setPixmap(iconPixmap(name, theme.colour(tone), theme.px(18), box->devicePixelRatioF()));
    line->addWidget(picture, 0, Qt::AlignTop);
    auto* words = makeColumn(nullptr, 1);
    words->addWidget(
        (new Label(MineScreen::tr("%1: %2").arg(title, stateWord(row.state)), TextSize::Body, Tone::Text, true))
            ->wrapped(false));
    const auto why = row.reason.empty() ? stateMeaning(row.state) : sentence(row.reason);
    words->addWidget((new Label(why, TextSize::Caption, Tone::Text2))->wrapped(false));
    line->addLayout(words, 1);
    auto* button = makeButton(action, ButtonKind::Link);
    button->setAccessibleName(MineScreen::tr("%1: %2").arg(title, action));
    QObject::connect(button, &QPushButton::clicked, box, act);
    line->addWidget(button, 0, Qt::AlignTop);
    return box;
}

} // namespace

MineScreen::MineScreen(Context& context) : Page(tr("Mine")), m_context(context) {
    m_tabs = new Segmented({tr("Workers"), tr("Models")});
    m_tabs->setObjectName(QStringLiteral("mineTabs"));
    m_tabs->setAccessibleName(tr("Workers or models"));
    m_start = makeButton(tr("Start mining…"), ButtonKind::Primary, QStringLiteral("plus"));
    m_start->setObjectName(QStringLiteral("startMining"));
    actions()->addWidget(m_tabs);
    actions()->addWidget(m_start);

    m_list = new QWidget;
    auto* list = makeColumn(m_list, space::kGroup);
    m_launchCard = new Card;
    m_launchCard->setObjectName(QStringLiteral("launchCard"));
    auto* launchRow = makeRow(space::kGroup);
    m_launchWords = (new Label({}, TextSize::Body, Tone::Text))->wrapped(false);
    auto* showLaunch = makeButton(tr("Show"), ButtonKind::Normal);
    showLaunch->setObjectName(QStringLiteral("showLaunch"));
    launchRow->addWidget(m_launchWords, 1);
    launchRow->addWidget(showLaunch, 0, Qt::AlignTop);
    m_dismiss = makeIconButton(QStringLiteral("close"), tr("Dismiss"));
    m_dismiss->setObjectName(QStringLiteral("dismissLaunch"));
    launchRow->addWidget(m_dismiss, 0, Qt::AlignTop);
    static_cast<Card*>(m_launchCard)->body()->addLayout(launchRow);
    list->addWidget(m_launchCard);
    m_summary = buildSummary();
    list->addWidget(m_summary);
    list->addWidget(buildTable());
    auto* notices = new Card(tr("Needs you"));
    notices->setObjectName(QStringLiteral("mineNotices"));
    m_notices = makeColumn(nullptr, 4);
    notices->body()->addLayout(m_notices);
    m_noticeCard = notices;
    list->addWidget(m_noticeCard);
    m_models = new ModelsPanel(context);
    body()->addWidget(m_list);
    body()->addWidget(m_models);
    body()->addStretch(1);

    connect(m_tabs, &Segmented::chosenChanged, this, [this](int index) { showTab(static_cast<Tab>(index)); });
    connect(m_start, &QPushButton::clicked, this, [this] { openStart(false); });
    connect(showLaunch, &QPushButton::clicked, this, [this] {
        auto* flow = new StartFlow(m_context);
        connect(flow, &StartFlow::openPressed, this, [this](const QString& id) { openWorker(id.toStdString()); });
        m_context.shell.openSheet(flow);
    });
    connect(m_dismiss, &QPushButton::clicked, &context.workers, &Workers::forgetLaunch);
    connect(&context.workers, &Workers::changed, this, &MineScreen::refresh);
    connect(&context.workers, &Workers::launchChanged, this, &MineScreen::refreshLaunch);
    connect(&context.chain, &ChainState::statusChanged, this, &MineScreen::readSubnets);
    connect(&context.chain, &ChainState::networkChanged, this, [this] {
        m_subnetsAsked = false;
        readSubnets();
        refresh();
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        m_noticesShown.clear();
        refreshNotices();
    });
    m_tick.setInterval(10'000); // uptimes grow by themselves
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible()) refresh();
    });
    m_tick.start();
    showParts();
    refresh();
    refreshLaunch();
    readSubnets();
}

QWidget* MineScreen::buildSummary() {
    auto* card = new Card;
    auto* grid = new CardGrid(420);
    const auto cell = [&](const QString& title, const QString& help, QWidget* value) {
        auto* box = new QWidget;
        auto* column = makeColumn(box, 2);
        auto* name = new Label(title, TextSize::Caption, Tone::Text2);
        setPlainToolTip(name, help);
        column->addWidget(name);
        column->addWidget(value);
        column->addStretch(1);
        grid->add(box, 3);
    };
    m_earned = new AmountLabel(TextSize::Big, true);
    m_earned->setObjectName(QStringLiteral("mineEarned"));
    m_energy = new AmountLabel(TextSize::Title, true);
    m_net = new Label(dash(), TextSize::Title, Tone::Text, true);
    m_net->setObjectName(QStringLiteral("mineNet"));
    m_working = new Label(dash(), TextSize::Title, Tone::Text, true);
    cell(tr("Earned on this network"),
         tr("Counted from blocks since each worker was made, at the price of each payout's block."), m_earned);
    cell(tr("Energy"), tr("What the workers drew, at the price that you set."), m_energy);
    cell(tr("Net"), tr("Earned without the cost of energy."), m_net);
    cell(tr("Running"), tr("Workers that work now, of all."), m_working);
    card->body()->addWidget(grid);
    return card;
}

QWidget* MineScreen::buildTable() {
    auto* card = new Card(tr("Workers"));
    card->setFlush();
    m_startStop = makeButton(tr("Start"));
    m_startStop->setObjectName(QStringLiteral("startStop"));
    m_settings = makeButton(tr("Settings…"), ButtonKind::Normal, QStringLiteral("settings"));
    m_settings->setObjectName(QStringLiteral("rowSettings"));
    m_details = makeButton(tr("Details"), ButtonKind::Normal, QStringLiteral("chart"));
    m_details->setObjectName(QStringLiteral("rowDetails"));
    for (auto* button : {m_startStop, m_settings, m_details})
        card->header()->addWidget(button);
    m_table = new DataTable(m_model, tr("Workers"));
    m_table->setObjectName(QStringLiteral("workers"));
    m_table->setFitRows(1, 12);
    m_table->states().emphasise();
    m_table->sortBy(QStringLiteral("tao"), Qt::DescendingOrder);
    card->body()->addWidget(m_table);
    m_why = (new Label({}, TextSize::Body, Tone::Text2))->wrapped(false);
    m_why->setObjectName(QStringLiteral("why"));
    m_why->setContentsMargins(space::kGroup, 8, space::kGroup, 6);
    card->body()->addWidget(m_why);
    connect(m_startStop, &QPushButton::clicked, this, [this] {
        if (const auto* row = current()) startOrStop(m_context, *row);
    });
    connect(m_settings, &QPushButton::clicked, this, [this] {
        if (const auto* row = current()) m_context.shell.openSheet(new WorkerSettingsSheet(m_context, row->settings));
    });
    connect(m_details, &QPushButton::clicked, this, [this] {
        if (const auto* row = current()) openWorker(row->settings.id);
    });
    connect(m_table, &DataTable::activated, this, [this](int row) { openWorker(m_model.row(row).row.settings.id); });
    connect(m_table, &DataTable::currentRowChanged, this, &MineScreen::enable);
    connect(m_table, &DataTable::stateActionPressed, this, [this] {
        if (m_context.workers.rows().hasFailed())
            m_context.workers.refresh();
        else
            startMining();
    });
    m_table->setRowMenu([this](int at, QMenu& menu) {
        const auto row = m_model.row(at).row;
        menu.addAction(isWanted(row.state) ? tr("Stop") : tr("Start"), this,
                       [this, row] { startOrStop(m_context, row); });
        menu.addAction(tr("Details"), this, [this, id = row.settings.id] { openWorker(id); });
        menu.addAction(tr("Settings…"), this,
                       [this, row] { m_context.shell.openSheet(new WorkerSettingsSheet(m_context, row.settings)); });
        menu.addAction(tr("Remove…"), this,
                       [this, row] { m_context.shell.openSheet(makeRemoveSheet(m_context, row)); });
        menu.addAction(tr("Copy hotkey address"), this, [this, key = row.settings.hotkey] {
            m_context.shell.copyText(addressText(key), tr("Address"));
        });
    });
    return card;
}

const api::WorkerRow* MineScreen::current() const {
    const int at = m_table->showsRows() ? m_table->currentRow() : -1;
    return at < 0 || at >= m_model.rowCount() ? nullptr : &m_model.row(at).row;
}

void MineScreen::showTab(Tab tab) {
    m_tab = tab;
    m_tabs->choose(static_cast<int>(tab));
    showParts();
}

void MineScreen::openWorker(const std::string& id) {
    m_context.shell.closeSheet();
    workerPage().setWorker(id);
    m_inWorker = true;
    showTab(Tab::Workers);
    verticalScrollBar()->setValue(0);
    m_worker->setFocus(Qt::OtherFocusReason);
}

WorkerPage& MineScreen::workerPage() {
    if (m_worker) return *m_worker;
    m_worker = new WorkerPage(m_context);
    m_worker->hide();
    body()->insertWidget(0, m_worker);
    connect(m_worker, &WorkerPage::backPressed, this, &MineScreen::closeWorker);
    connect(m_worker, &WorkerPage::registerPressed, this,
            [this](const api::WorkerSettings& settings) { openStart(false, settings); });
    return *m_worker;
}

void MineScreen::closeWorker() {
    m_inWorker = false;
    showParts();
    m_table->view().setFocus(Qt::OtherFocusReason);
}

void MineScreen::showParts() {
    m_list->setVisible(m_tab == Tab::Workers && !m_inWorker);
    if (m_worker) m_worker->setVisible(m_tab == Tab::Workers && m_inWorker);
    m_models->setVisible(m_tab == Tab::Models);
    // Without a worker the empty page has this verb itself: one action, once.
    m_start->setVisible(m_tab == Tab::Workers && !m_inWorker && m_table->showsRows());
}

void MineScreen::readSubnets() {
    if (m_subnetsAsked || !m_context.chain.isLive()) return;
    m_subnetsAsked = true;
    m_context.services.chain.subnets(onGui(this, [this](Result<Stated<std::vector<api::SubnetRow>>> rows) {
        m_subnetsAsked = rows.has_value();
        if (!rows || !rows->value) return;
        for (const auto& row : *rows->value)
            m_context.names.learn(row.netuid, row.name, row.symbol);
        refresh();
    }));
}

void MineScreen::refresh() {
    const auto& rows = m_context.workers.rows();
    const auto* before = current();
    const auto kept = before ? before->settings.id : std::string{};
    if (rows.hasFailed()) {
        m_table->showFailed(tr("The workers cannot be read"), explain(*rows.error).joined(), tr("Try again"));
    } else if (!rows.value) {
        m_table->showLoading(tr("Looking for workers on this machine"));
    } else if (rows.value->empty()) {
        const bool local = m_context.services.network.current() == "localnet";
        m_table->showEmpty(tr("Nothing works here yet"),
                           local
                               ? tr("One click registers a miner on this machine's own chain and runs the "
                                    "demonstration model: requests, scores and alpha come within a minute. Nothing of "
                                    "it is worth money.")
                               : tr("Before anything is spent you see whether this machine can earn, and what it "
                                    "costs."),
                           local ? tr("Start mining") : tr("Start mining…"));
    } else {
        std::vector<WorkerLine> lines;
        for (const auto& row : *rows.value) {
            const auto netuid = row.settings.netuid;
            const bool here = row.settings.network == m_context.services.network.current(); // names are this network's
            lines.push_back({row,
                             here ? subnetTitle(m_context.names, netuid)
                                  : tr("Subnet %1 on %2").arg(raw(netuid)).arg(q(row.settings.network)),
                             here ? m_context.names.symbol(netuid) : ForeignText{}, m_context.services.clock.now()});
        }
        m_model.setRows(std::move(lines));
        m_table->showRows();
        int select = 0;
        for (int at = 0; at < m_model.rowCount(); ++at)
            if (m_model.row(at).row.settings.id == kept) select = at;
        if (!current() || current()->settings.id != m_model.row(select).row.settings.id)
            m_table->selectSourceRow(select);
    }
    m_summary->setVisible(m_table->showsRows());
    refreshSummary();
    refreshNotices();
    enable();
    showParts();
}

void MineScreen::refreshSummary() {
    const auto& rows = m_context.workers.rows().value;
    if (!rows) return;
    Rao earned;
    std::optional<Rao> energy = Rao{};
    int running = 0, silent = 0;
    for (const auto& row : *rows) {
        if (row.state == api::WorkerState::Running) ++running;
        // TAO of two networks is not the same TAO.
        if (row.settings.network != m_context.services.network.current()) continue;
        earned = earned.saturatingAdd(row.earnedTao);
        if (!row.energyCost) ++silent;
        if (energy) energy = row.energyCost ? energy->checkedAdd(*row.energyCost) : std::nullopt;
    }
    m_earned->setRao(earned);
    const auto why = tr("Watts or the price of energy are not set for %n worker(s).", nullptr, silent);
    if (energy) {
        m_energy->setRao(*energy);
        m_net->setText(netText(earned, *energy));
        m_net->setTone(*energy > earned ? Tone::Negative : Tone::Positive);
        setPlainToolTip(m_net, exactNetText(earned, *energy));
    } else {
        m_energy->setUnknown(why);
        m_net->setText(dash());
        m_net->setTone(Tone::Text3);
        setPlainToolTip(m_net, why);
    }
    m_working->setText(tr("%1 of %2").arg(running).arg(rows->size()));
}

void MineScreen::refreshNotices() {
    const auto& rows = m_context.workers.rows().value;
    std::vector<QString> shown;
    if (rows)
        for (const auto& row : *rows)
            if (needsPerson(row.state))
                shown.push_back(q(row.settings.id) + stateWord(row.state) + q(row.reason) +
                                m_context.names.subnet(row.settings.netuid));
    m_noticeCard->setVisible(!shown.empty());
    if (shown == m_noticesShown) return;
    m_noticesShown = shown;
    while (auto* item = m_notices->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    if (!rows) return;
    for (const auto& row : *rows) {
        if (!needsPerson(row.state)) continue;
        const auto title = workerTitle(m_context.names, row.settings);
        if (row.state == api::WorkerState::NotRegistered)
            m_notices->addWidget(makeTrouble(row, title, tr("Register again…"),
                                             [this, settings = row.settings] { openStart(false, settings); }));
        else
            m_notices->addWidget(
                makeTrouble(row, title, tr("Show details"), [this, id = row.settings.id] { openWorker(id); }));
    }
}

void MineScreen::refreshLaunch() {
    const auto& launch = m_context.workers.lastLaunch();
    const bool runs = launch && launch->isRunning();
    m_launchCard->setVisible(runs || (launch && launch->error));
    m_dismiss->setVisible(!runs);
    if (!launch) return;
    const auto where = subnetTitle(m_context.names, launch->request.settings.netuid);
    if (runs) {
        m_launchWords->setText(
            tr("Starting on %1: %2")
                .arg(where, launch->words.empty() ? stepName(launch->step) : sentence(launch->words)));
    } else if (launch->error) {
        m_launchWords->setText(
            tr("The start on %1 failed at “%2”: %3").arg(where, stepName(launch->step), launchProblem(*launch->error)));
    }
    m_launchWords->setTone(launch->error ? Tone::Negative : Tone::Text);
}

void MineScreen::enable() {
    const auto* row = current();
    for (auto* button : {m_startStop, m_settings, m_details}) {
        button->setVisible(m_table->showsRows());
        button->setEnabled(row != nullptr);
    }
    m_startStop->setText(row && isWanted(row->state) ? tr("Stop") : tr("Start"));
    m_why->setVisible(row != nullptr);
    if (!row) return;
    const auto why = row->reason.empty() ? stateMeaning(row->state) : sentence(row->reason);
    m_why->setText(tr("%1: %2").arg(stateWord(row->state), why));
    m_why->setTone(needsPerson(row->state) ? stateTone(row->state) : Tone::Text2);
}

void MineScreen::startMining() {
    openStart(m_context.services.network.current() == "localnet");
}

void MineScreen::openStart(bool oneClick, const std::optional<api::WorkerSettings>& again) {
    auto* flow = new StartFlow(m_context, oneClick, again);
    connect(flow, &StartFlow::openPressed, this, [this](const QString& id) { openWorker(id.toStdString()); });
    m_context.shell.openSheet(flow);
}

} // namespace taodeck::ui
