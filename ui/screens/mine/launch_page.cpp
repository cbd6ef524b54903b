#include "ui/screens/mine/launch_page.h"

#include "ui/screens/mine/mine_words.h"

namespace taodeck::ui {

LaunchPage::LaunchPage(Context& context) : m_context(context) {
    setObjectName(QStringLiteral("launchPage"));
    auto* column = makeColumn(this, space::kGroup);
    column->setContentsMargins(space::kScreen, space::kRelated, space::kScreen, space::kScreen);
    m_headline = (new Label({}, TextSize::Section, Tone::Text, true))->wrapped();
    m_headline->setObjectName(QStringLiteral("launchHeadline"));
    column->addWidget(m_headline);
    m_track = new Track;
    QStringList names;
    for (int step = 0; step < kLaunchSteps; ++step)
        names << stepName(static_cast<api::LaunchStep>(step));
    m_track->setSteps(names);
    column->addWidget(m_track);
    m_words = (new Label({}, TextSize::Body, Tone::Text2))->wrapped();
    m_words->setObjectName(QStringLiteral("launchWords"));
    column->addWidget(m_words);
    m_elapsed = (new Label({}, TextSize::Caption, Tone::Text3))->wrapped();
    column->addWidget(m_elapsed);
    auto* buttons = makeRow(space::kRelated);
    m_close = makeButton(tr("Close"));
    m_close->setObjectName(QStringLiteral("launchClose"));
    connect(m_close, &QPushButton::clicked, this, [this] {
        m_context.workers.forgetLaunch();
        m_context.shell.closeSheet();
    });
    m_next = makeButton({}, ButtonKind::Primary);
    m_next->setObjectName(QStringLiteral("launchNext"));
    connect(m_next, &QPushButton::clicked, this, [this] {
        const auto& launch = m_context.workers.lastLaunch();
        const auto id = launch && launch->row ? q(launch->row->settings.id) : QString{};
        if (id.isEmpty()) return emit againPressed();
        m_context.workers.forgetLaunch();
        emit openPressed(id);
    });
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_next);
    column->addLayout(buttons);
    column->addStretch(1);
    setFocusProxy(m_close);
    connect(&context.workers, &Workers::launchChanged, this, &LaunchPage::refresh);
    m_tick.setInterval(500);
    connect(&m_tick, &QTimer::timeout, this, &LaunchPage::refreshTime);
    m_tick.start();
    refresh();
}

void LaunchPage::refresh() {
    const auto& launch = m_context.workers.lastLaunch();
    if (!launch) return;
    const bool mines = launch->request.settings.role == api::Role::Miner;
    const auto where = subnetTitle(m_context.names, launch->request.settings.netuid);
    const int step = static_cast<int>(launch->step);
    m_headline->setTone(launch->error ? Tone::Negative : launch->row ? Tone::Positive : Tone::Text);
    if (launch->row) {
        m_track->setProgress(kLaunchSteps - 1);
        m_headline->setText(mines ? tr("It mines on %1").arg(where) : tr("It validates on %1").arg(where));
        m_words->setText(mines ? tr("Validators find its address on the chain and begin to ask. The first alpha comes "
                                    "with an epoch after that.")
                               : tr("It asks the miners and sets its first weights as soon as the chain allows."));
    } else if (launch->error) {
        m_track->setProgress(step - 1, step);
        m_headline->setText(tr("“%1” failed").arg(stepName(launch->step)));
        m_words->setText(launchProblem(*launch->error));
    } else {
        m_track->setProgress(step - 1);
        m_headline->setText(mines ? tr("Starting to mine on %1").arg(where)
                                  : tr("Starting to validate on %1").arg(where));
        m_words->setText(launch->words.empty() ? tr("Getting ready.") : sentence(launch->words));
    }
    m_next->setVisible(!launch->isRunning());
    m_next->setText(launch->row ? tr("Show the worker") : tr("Look again"));
    m_close->setText(launch->isRunning() ? tr("Close") : tr("Done"));
    refreshTime();
}

void LaunchPage::refreshTime() {
    const auto& launch = m_context.workers.lastLaunch();
    if (!launch) return;
    const auto until = launch->isRunning() ? m_context.services.clock.now() : launch->endedAt;
    const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(until - launch->startedAt);
    const auto text = duration(std::max(spent, std::chrono::milliseconds{0}));
    m_elapsed->setText(
        launch->isRunning()
            ? tr("%1 so far. Closing this stops nothing: it goes on, and Mine shows how it ended.").arg(text)
            : tr("Took %1.").arg(text));
    if (!launch->isRunning()) m_tick.stop();
}

} // namespace taodeck::ui
