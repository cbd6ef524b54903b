#include "ui/screens/overview/overview_screen.h"

#include "core/base/hex.h"
#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/overview/overview_series.h"
#include "ui/screens/proof/proof_panel.h"
#include "ui/widgets/icon.h"

namespace taodeck::ui {
namespace {

constexpr std::size_t kPoints = 600; ///< About one per two pixels of a wide chart.
constexpr std::size_t kActionsForTicks = 200, kActionsShown = 5;

void empty(QLayout* layout) {
    while (auto* item = layout->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
}

/// Icon, title, reason, and what can be done.
QWidget* makeNotice(const QString& iconName, Tone tone, const QString& title, const QString& reason,
                    const QString& action, const std::function<void()>& act) {
    auto& theme = Theme::instance();
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 4, 0, 4);
    row->setSpacing(10);
    auto* picture = new Label;
    picture->setPixmap(iconPixmap(iconName, theme.colour(tone), theme.px(18), box->devicePixelRatioF()));
    row->addWidget(picture, 0, Qt::AlignTop);
    auto* words = makeColumn(nullptr, 1);
    words->addWidget((new Label(title, TextSize::Body, Tone::Text, true))->wrapped(false));
    if (!reason.isEmpty()) words->addWidget((new Label(reason, TextSize::Caption, Tone::Text2))->wrapped(false));
    if (!action.isEmpty()) {
        auto* button = makeButton(action, ButtonKind::Link);
        QObject::connect(button, &QPushButton::clicked, box, act);
        words->addWidget(button, 0, Qt::AlignLeft);
    }
    row->addLayout(words, 1);
    return box;
}

} // namespace

std::vector<Attention> attentionFor(const Context& context) {
    std::vector<Attention> out;
    const auto& status = context.chain.status();
    if (status.link == api::LinkState::Failed || status.link == api::LinkState::Offline)
        out.push_back({OverviewScreen::tr("No connection"), context.chain.problemText(),
                       OverviewScreen::tr("Open settings"), QStringLiteral("settings"),
                       status.link == api::LinkState::Failed ? Tone::Negative : Tone::Warning});
    if (status.refused > 0)
        out.push_back(
            {OverviewScreen::tr("%n answer(s) refused", nullptr, static_cast<int>(status.refused)),
             OverviewScreen::tr("The node said something that its proofs did not show. Nothing of it was used."),
             OverviewScreen::tr("Open settings"), QStringLiteral("settings"), Tone::Negative});
    const auto* wallet = context.accounts.current();
    if (wallet && !wallet->watchOnly && !wallet->encrypted && !wallet->development)
        out.push_back({OverviewScreen::tr("A key without a password"),
                       OverviewScreen::tr("Whoever can read the file of “%1” can spend from it.").arg(q(wallet->name)),
                       OverviewScreen::tr("Set a password"), QStringLiteral("wallet")});
    const auto& balance = context.holdings.balance().value;
    if (wallet && balance && balance->value && balance->value->free > Rao::fromRaw(kUnitsPerToken))
        out.push_back({OverviewScreen::tr("Idle balance"),
                       OverviewScreen::tr("%1 earn nothing while they lie free.").arg(shortTao(balance->value->free)),
                       OverviewScreen::tr("Choose a validator"), QStringLiteral("stake"), Tone::Info});
    int trouble = 0;
    if (const auto& rows = context.workers.rows().value)
        for (const auto& row : *rows)
            if (row.state == api::WorkerState::Failed || row.state == api::WorkerState::NotRegistered) ++trouble;
    if (trouble > 0)
        out.push_back({OverviewScreen::tr("%n worker(s) stopped working", nullptr, trouble),
                       OverviewScreen::tr("They will not go on by themselves. Mine says why, and what to do."),
                       OverviewScreen::tr("Open Mine"), QStringLiteral("mine"), Tone::Warning});
    return out;
}

OverviewScreen::OverviewScreen(Context& context) : Page(tr("Overview")), m_context(context) {
    actions()->addWidget(new WalletChooser(context.accounts));
    m_noWallet = new StateView;
    m_noWallet->setMinimumHeight(220);
    connect(m_noWallet, &StateView::actionPressed, this,
            [this] { m_context.shell.startFirstRun(QStringLiteral("key")); });
    auto* holder = new Card;
    holder->body()->addWidget(m_noWallet);
    holder->setObjectName(QStringLiteral("noWallet"));
    body()->addWidget(holder);
    m_content = holder;
    auto* grid = new CardGrid;
    body()->addWidget(grid, 1);

    auto* totals = new Card;
    auto* totalRow = new CardGrid(560);
    m_total = new BigNumber(tr("Total value"));
    m_total->setObjectName(QStringLiteral("total"));
    connect(&m_total->trust(), &QAbstractButton::clicked, this, [this] { ProofPanel::openBalance(m_context); });
    totalRow->add(m_total, 7);
    auto* parts = new FactList;
    m_free = new AmountLabel;
    m_staked = new AmountLabel;
    m_exit = new AmountLabel;
    m_reserved = new AmountLabel;
    parts->add(tr("Free"), m_free, tr("Can be sent or staked now."));
    parts->add(tr("Staked, at the price now"), m_staked, tr("Alpha of every position times the marginal price."));
    parts->add(tr("Staked, if you leave now"), m_exit,
               tr("What unstaking everything would return, after price impact and fee."));
    parts->add(tr("Reserved"), m_reserved, tr("Held by the chain, for example as a deposit."));
    totalRow->add(parts, 5);
    totals->body()->addWidget(totalRow);
    totals->body()->addStretch(1);
    grid->add(totals, 8);

    auto* block = new Card(tr("Latest block"));
    m_blockNumber = new Label({}, TextSize::Title, Tone::Text, true);
    m_blockTrust = new TrustPill;
    m_blockTrust->setOpensProof(false);
    auto* blockRow = makeRow(space::kRelated);
    blockRow->addWidget(m_blockNumber);
    blockRow->addStretch(1);
    blockRow->addWidget(m_blockTrust);
    block->body()->addLayout(blockRow);
    auto* facts = new FactList;
    m_blockAge = facts->addText(tr("Verified final"), dash());
    m_blockTime = facts->addText(tr("Time per block"), dash());
    m_authorities = facts->addText(tr("Authorities"), dash());
    m_blockHash = facts->addText(tr("Hash"), dash());
    m_blockHash->setMono(true);
    block->body()->addWidget(facts);
    block->body()->addStretch(1);
    grid->add(block, 4);

    auto* values = new Card(tr("Value over time"));
    m_values = new TimeChart(tr("Value over time"), QStringLiteral("\u03C4"), TimeChart::Kind::Line, context.dialogs);
    connect(m_values, &TimeChart::stateActionPressed, this, &OverviewScreen::refreshHistory);
    values->body()->addWidget(m_values);
    values->setMinimumHeight(290);
    grid->add(values, 8, 3);
    auto* attention = new Card(tr("Needs you"));
    m_attention = makeColumn(nullptr, 4);
    attention->body()->addLayout(m_attention);
    attention->body()->addStretch(1);
    grid->add(attention, 4, 3);

    auto* earnings = new Card(tr("Earned per day"));
    m_earnings = new TimeChart(tr("Earned per day"), QStringLiteral("\u03C4"), TimeChart::Kind::Bars, context.dialogs);
    m_earnings->setRange(TimeChart::Range::Month);
    connect(m_earnings, &TimeChart::stateActionPressed, this, &OverviewScreen::refreshHistory);
    earnings->body()->addWidget(m_earnings);
    earnings->setMinimumHeight(250);
    grid->add(earnings, 8, 2);
    auto* recent = new Card(tr("Recent actions"));
    m_recent = makeColumn(nullptr, 4);
    recent->body()->addLayout(m_recent);
    recent->body()->addStretch(1);
    grid->add(recent, 4, 2);
    body()->addStretch(0);

    connect(&context.holdings, &Holdings::changed, this, &OverviewScreen::refreshTotals);
    connect(&context.holdings, &Holdings::changed, this, &OverviewScreen::refreshAttention);
    connect(&context.accounts, &Accounts::changed, this, &OverviewScreen::refreshTotals);
    connect(&context.accounts, &Accounts::changed, this, &OverviewScreen::refreshAttention);
    connect(&context.accounts, &Accounts::changed, this, [this] {
        if (!m_context.accounts.current()) refreshHistory();
    });
    connect(&context.accounts, &Accounts::currentChanged, this, &OverviewScreen::refreshHistory);
    connect(&context.chain, &ChainState::networkChanged, this, &OverviewScreen::refreshHistory);
    connect(&context.chain, &ChainState::statusChanged, this, &OverviewScreen::refreshBlock);
    connect(&context.chain, &ChainState::statusChanged, this, &OverviewScreen::refreshAttention);
    connect(&context.chain, &ChainState::blockFinal, this, &OverviewScreen::refreshBlock);
    connect(&context.workers, &Workers::changed, this, &OverviewScreen::refreshAttention);
    connect(&Theme::instance(), &Theme::changed, this, &OverviewScreen::refreshAttention);
    m_onHistory = context.services.history.onChanged(onGui(this, [this] { historyChanged(); }));
    m_historyPause.setSingleShot(true);
    m_historyPause.setInterval(2000);
    connect(&m_historyPause, &QTimer::timeout, this, [this] {
        if (m_historyStale) historyChanged();
    });
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &OverviewScreen::refreshBlock);
    m_tick.start();
    refreshTotals();
    refreshBlock();
    refreshAttention();
    refreshHistory();
}

void OverviewScreen::refreshTotals() {
    const auto& wallets = m_context.accounts.wallets();
    const bool none = wallets.value && wallets.value->empty();
    m_content->setVisible(none || wallets.hasFailed());
    if (none)
        m_noWallet->showEmpty(tr("No wallet yet"),
                              tr("Create one, import one, or watch an address; then this screen shows what it owns."),
                              tr("Add a wallet"));
    if (wallets.hasFailed()) m_noWallet->showFailed(tr("The wallets cannot be read"), explain(*wallets.error).joined());

    const auto total = m_context.holdings.total();
    const auto& balance = m_context.holdings.balance();
    const auto& positions = m_context.holdings.positions();
    QString reason;
    if (none)
        reason = tr("There is no wallet to look at.");
    else if (balance.error && !balance.value)
        reason = explain(*balance.error).joined();
    else if (positions.error && !positions.value)
        reason = explain(*positions.error).joined();
    else if (!total.value)
        reason = m_context.chain.isLive() ? tr("Being read from the chain.") : m_context.chain.problemText();
    const auto show = [&](AmountLabel& label, const std::optional<Rao>& amount) {
        if (amount)
            label.setRao(*amount);
        else
            label.setUnknown(reason);
    };
    show(m_total->amount(), total.value);
    show(*m_free, total.free);
    show(*m_staked, total.staked);
    show(*m_exit, total.stakedExit);
    show(*m_reserved, total.reserved);
    m_total->setReason(total.value ? QString{} : reason);
    m_total->trust().setTrust(total.value ? total.trust : Trust::Unknown,
                              total.value ? tr("block %1").arg(blockText(total.at)) : QString{});
    m_total->trust().setOpensProof(total.value.has_value());
}

void OverviewScreen::refreshBlock() {
    const auto& status = m_context.chain.status();
    const auto& last = m_context.chain.lastFinal();
    if (!m_context.chain.isLive() && raw(status.final) == 0) {
        m_blockNumber->setText(dash());
        m_blockAge->setText(m_context.chain.linkWord());
        m_blockTrust->setTrust(Trust::Unknown, {});
        for (auto* label : {m_blockTime, m_authorities, m_blockHash})
            label->setText(dash());
        return;
    }
    m_blockNumber->setText(blockText(status.final));
    m_blockTrust->setTrust(m_context.chain.isLive() ? status.trust : Trust::Unknown, {});
    const auto seen = last && last->time.time_since_epoch().count() > 0 ? last->time : status.finalSeenAt;
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(m_context.services.clock.now() - seen);
    m_blockAge->setText(seen.time_since_epoch().count() == 0 ? dash()
                                                             : age(std::max(elapsed, std::chrono::milliseconds{0})));
    m_blockTime->setText(status.blockTime.count() == 0
                             ? dash()
                             : tr("%1 s").arg(static_cast<double>(status.blockTime.count()) / 1000, 0, 'f', 2));
    m_authorities->setText(
        status.authorities == 0 ? dash() : tr("%1 in set %2").arg(status.authorities).arg(countText(status.setId)));
    const auto hash = q(toHex(status.finalHash.view()));
    m_blockHash->setText(status.finalHash.isZero() ? dash() : hash.left(8) + QChar{0x2026} + hash.right(6));
    setPlainToolTip(m_blockHash, status.finalHash.isZero() ? QString{} : hash);
}

void OverviewScreen::refreshAttention() {
    const auto items = attentionFor(m_context);
    std::vector<QString> shown{m_context.chain.linkWord(), Theme::instance().tokens().bg.name()};
    for (const auto& item : items)
        shown.push_back(item.title + item.reason);
    if (shown == m_attentionShown) return; // most blocks change nothing here
    m_attentionShown = std::move(shown);
    empty(m_attention);
    for (const auto& item : items) {
        const auto name = item.tone == Tone::Info ? QStringLiteral("info") : QStringLiteral("warning");
        m_attention->addWidget(makeNotice(name, item.tone, item.title, item.reason, item.action,
                                          [this, target = item.target] { m_context.shell.go(target); }));
    }
    if (items.empty()) {
        const bool live = m_context.chain.isLive();
        m_attention->addWidget(makeNotice(
            live ? QStringLiteral("success") : QStringLiteral("info"), live ? Tone::Positive : Tone::Text3,
            live ? tr("Nothing needs you") : m_context.chain.linkWord(),
            live ? tr("Balances, keys and connection are in order.") : m_context.chain.problemText(), {}, [] {}));
    }
}

void OverviewScreen::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (m_historyStale) historyChanged();
}

void OverviewScreen::historyChanged() {
    // The store changes with every block: redraw what is seen, at most every two seconds.
    m_historyStale = !isVisible() || m_historyPause.isActive();
    if (m_historyStale) return;
    m_historyPause.start();
    refreshHistory();
}

void OverviewScreen::refreshHistory() {
    refreshActions();
    const auto* wallet = m_context.accounts.current();
    const auto round = ++m_round;
    if (!wallet) {
        const bool none = m_context.accounts.wallets().value.has_value();
        for (auto* chart : {m_values, m_earnings}) {
            if (none)
                chart->showEmpty(tr("Nothing to draw yet"), tr("There is no wallet to look at."));
            else
                chart->showLoading(tr("Reading what this machine remembers"));
        }
        return;
    }
    const auto genesis = m_context.chain.status().genesis;
    const auto shown = std::make_pair(genesis, wallet->coldkey);
    if (m_shown != shown) { // a refresh of the same wallet keeps what is drawn until the answer comes
        m_values->showLoading(tr("Reading what this machine remembers"));
        m_earnings->showLoading(tr("Reading what this machine remembers"));
        m_shown = shown;
    }
    const api::Time always{};
    m_context.services.history.values(genesis, wallet->coldkey, always, kPoints,
                                      onGui(this, [this, round](Result<std::vector<api::ValuePoint>> points) {
                                          if (round == m_round) takeValues(std::move(points));
                                      }));
    m_context.services.history.earnings(genesis, wallet->coldkey, always,
                                        onGui(this, [this, round](Result<std::vector<api::EarningPoint>> points) {
                                            if (round == m_round) takeEarnings(std::move(points));
                                        }));
}

void OverviewScreen::takeValues(Result<std::vector<api::ValuePoint>> points) {
    if (!points)
        return m_values->showFailed(tr("The history cannot be read"), explain(points.error()).joined(),
                                    tr("Try again"));
    if (points->size() < 2) {
        m_total->setChange({}, Tone::Text2);
        return m_values->showEmpty(tr("Nothing to draw yet"),
                                   tr("The line starts with the first observations that this machine makes."));
    }
    const auto now = m_context.services.clock.now();
    m_values->setData(valueSeries(*points), now.time_since_epoch().count());
    const auto change = valueChange(*points, now - std::chrono::hours{24 * 7});
    if (change)
        m_total->setChange(tr("%1 in %2").arg(change->text, duration(now - change->since)), change->tone);
    else
        m_total->setChange({}, Tone::Text2);
}

void OverviewScreen::takeEarnings(Result<std::vector<api::EarningPoint>> points) {
    if (!points)
        return m_earnings->showFailed(tr("The history cannot be read"), explain(points.error()).joined(),
                                      tr("Try again"));
    if (points->empty())
        return m_earnings->showEmpty(tr("Nothing earned yet"),
                                     tr("Stake earns with each epoch of its subnet; what arrives is counted here."));
    m_earnings->setData(earningsPerDay(*points), m_context.services.clock.now().time_since_epoch().count());
}

void OverviewScreen::refreshActions() {
    m_context.services.history.actions(
        m_context.chain.status().genesis, kActionsForTicks,
        onGui(this, [this](Result<std::vector<api::ActionRow>> rows) {
            empty(m_recent);
            if (!rows) {
                m_recent->addWidget(makeNotice(QStringLiteral("failed"), Tone::Negative,
                                               tr("The history cannot be read"), explain(rows.error()).joined(), {},
                                               [] {}));
                return;
            }
            std::vector<std::pair<qint64, QString>> ticks;
            for (const auto& row : *rows)
                ticks.emplace_back(row.receipt.startedAt.time_since_epoch().count(),
                                   plain(ForeignText{row.summary}, 120));
            m_values->setTicks(std::move(ticks));
            const bool none = rows->empty();
            if (rows->size() > kActionsShown) rows->resize(kActionsShown);
            for (const auto& row : *rows) {
                const bool failed =
                    row.receipt.outcome == api::Outcome::Failed || row.receipt.outcome == api::Outcome::Lapsed;
                const bool runs = row.receipt.outcome == api::Outcome::Pending;
                const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(
                    m_context.services.clock.now() - row.receipt.startedAt);
                m_recent->addWidget(makeNotice(failed ? QStringLiteral("error")
                                               : runs ? QStringLiteral("trust-cached")
                                                      : QStringLiteral("success"),
                                               failed ? Tone::Negative
                                               : runs ? Tone::Info
                                                      : Tone::Positive,
                                               plain(ForeignText{row.summary}, 120),
                                               failed ? tr("Failed · %1").arg(age(since))
                                               : runs ? tr("On its way · %1").arg(age(since))
                                                      : tr("Done · %1").arg(age(since)),
                                               {}, [] {}));
            }
            if (none)
                m_recent->addWidget(makeNotice(QStringLiteral("empty"), Tone::Text3, tr("No actions yet"),
                                               tr("What you send and stake from here is listed."), {}, [] {}));
        }));
}

} // namespace taodeck::ui
