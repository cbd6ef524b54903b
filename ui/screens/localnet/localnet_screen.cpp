#include "ui/screens/localnet/localnet_screen.h"

#include "core/base/hex.h"
#include "ui/bridge/errors.h"
#include "ui/bridge/format.h"

#include <QMenu>
#include <QSignalBlocker>

namespace taodeck::ui {
namespace {

constexpr double kSpeeds[] = {1, 4, 16, 0}; ///< 0: as fast as possible.
constexpr int kAnySubnet = -1;

} // namespace

LocalnetScreen::LocalnetScreen(Context& context) : Page(tr("Localnet")), m_context(context), m_state(context) {
    m_reset = makeButton(tr("Reset…"), ButtonKind::Danger, QStringLiteral("refresh"));
    m_reset->setObjectName(QStringLiteral("resetChain"));
    connect(m_reset, &QPushButton::clicked, this,
            [this] { m_context.shell.openSheet(makeResetSheet(m_context, m_state)); });
    actions()->addWidget(m_reset);

    auto* none = new Card;
    m_states = new StateView;
    m_states->setObjectName(QStringLiteral("localnetState"));
    connect(m_states, &StateView::actionPressed, &m_state, &LocalnetState::refresh);
    none->body()->addWidget(m_states);
    m_none = none;
    body()->addWidget(m_none);
    auto* grid = new CardGrid(900);
    grid->add(buildControl(), 7);
    grid->add(buildFacts(), 5);
    grid->add(buildSnapshots(), 7);
    grid->add(buildEpochs(), 5);
    m_cards = grid;
    body()->addWidget(m_cards);
    body()->addStretch(1);

    connect(&m_state, &LocalnetState::changed, this, &LocalnetScreen::refresh);
    connect(&m_state, &LocalnetState::refused, this,
            [this](const QString& why) { m_context.shell.toast(ToastKind::Problem, why); });
    connect(&context.chain, &ChainState::statusChanged, this, &LocalnetScreen::refresh);
    refresh();
}

void LocalnetScreen::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m_state.setWatching(true);
}

void LocalnetScreen::hideEvent(QHideEvent* event) {
    m_state.setWatching(false);
    Page::hideEvent(event);
}

QPushButton* LocalnetScreen::addVerb(QHBoxLayout* row, const QString& text, const char* iconName, const char* name) {
    auto* button = makeButton(text, ButtonKind::Normal, QString::fromLatin1(iconName));
    button->setObjectName(QString::fromLatin1(name));
    row->addWidget(button);
    return button;
}

QWidget* LocalnetScreen::buildControl() {
    auto* card = new Card;
    auto* head = makeRow(space::kRelated);
    auto* number = makeColumn(nullptr, 2);
    m_blockLabel = new Label(tr("Newest block"), TextSize::Caption, Tone::Text2);
    m_block = new Label(dash(), TextSize::Big, Tone::Text, true);
    m_block->setObjectName(QStringLiteral("newestBlock"));
    m_block->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed); // never cut where the cards are stacked
    number->addWidget(m_blockLabel);
    number->addWidget(m_block);
    head->addLayout(number);
    head->addStretch(1);
    m_chip = new Chip({});
    m_chip->setObjectName(QStringLiteral("chainState"));
    head->addWidget(m_chip, 0, Qt::AlignTop);
    card->body()->addLayout(head);

    m_speedNow = new Label({}, TextSize::Caption, Tone::Text2);
    m_speed = new Segmented({tr("1×"), tr("4×"), tr("16×"), tr("As fast as possible")});
    m_speed->setObjectName(QStringLiteral("speed"));
    m_speed->setAccessibleName(tr("Speed"));
    connect(m_speed, &Segmented::chosenChanged, this, [this](int index) { m_state.setSpeed(kSpeeds[index]); });
    card->body()->addSpacing(4);
    card->body()->addWidget(m_speedNow);
    card->body()->addWidget(m_speed);
    card->body()->addSpacing(4);

    auto* verbs = new QWidget;
    auto* row = new QHBoxLayout(verbs);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::kRelated);
    m_run = makeButton(tr("Pause"), ButtonKind::Primary);
    m_run->setObjectName(QStringLiteral("pauseOrResume"));
    m_run->setMinimumWidth(Theme::instance().px(104));
    row->addWidget(m_run);
    m_stepBlock = addVerb(row, tr("Step a block"), "step", "stepBlock");
    m_stepEpoch = addVerb(row, tr("Step an epoch"), "step-epoch", "stepEpoch");
    m_subnet = new QComboBox;
    m_subnet->setObjectName(QStringLiteral("epochSubnet"));
    m_subnet->setAccessibleName(tr("Subnet whose epoch is stepped to"));
    m_subnet->setMinimumContentsLength(9);
    m_subnet->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_subnet->addItem(tr("Any subnet"), kAnySubnet);
    row->addWidget(m_subnet, 1);
    card->body()->addWidget(verbs);
    card->body()->addWidget(
        (new Label(tr("A step pauses the chain and makes its blocks at once. The chain has a time of its own: each "
                      "block is one block time after the one before."),
                   TextSize::Caption, Tone::Text3))
            ->wrapped());
    card->body()->addSpacing(4);
    card->body()->addWidget(new Line);
    card->body()->addSpacing(4);
    m_cast = new QCheckBox(tr("The cast acts"));
    m_cast->setObjectName(QStringLiteral("cast"));
    card->body()->addWidget(m_cast);
    auto* castHelp =
        (new Label(tr("Stakers trade, validators set weights, miners register."), TextSize::Caption, Tone::Text3))
            ->wrapped();
    m_cast->setAccessibleDescription(castHelp->text());
    card->body()->addWidget(castHelp);
    card->body()->addStretch(1);

    connect(m_run, &QPushButton::clicked, this, [this] {
        const auto& status = m_state.status().value;
        if (status && status->paused && !m_state.isStepping())
            m_state.resume();
        else
            m_state.pause();
    });
    connect(m_stepBlock, &QPushButton::clicked, &m_state, &LocalnetState::stepBlock);
    connect(m_stepEpoch, &QPushButton::clicked, this, [this] { m_state.stepEpoch(chosenSubnet()); });
    connect(m_cast, &QCheckBox::clicked, this, [this](bool on) { m_state.setCast(on); });
    return card;
}

QWidget* LocalnetScreen::buildFacts() {
    auto* card = new Card(tr("Chain"));
    auto* word = new TrustPill;
    word->setOpensProof(false);
    word->setTrust(Trust::Reported, {});
    card->header()->addWidget(word);
    auto* facts = new FactList;
    m_final = facts->addText(tr("Final"), dash());
    m_chainTime = facts->addText(tr("Chain time"), dash());
    m_slot = facts->addText(tr("Block time"), dash());
    m_rate = facts->addText(tr("Measured"), dash());
    m_database = facts->addText(tr("Database"), dash());
    m_database->setObjectName(QStringLiteral("databaseSize"));
    m_world = facts->addText(tr("World"), dash());
    m_seed = facts->addText(tr("Seed"), dash());
    m_genesis = facts->addText(tr("Genesis"), dash());
    m_genesis->setMono(true);
    card->body()->addWidget(facts);
    card->body()->addStretch(1);
    return card;
}

QWidget* LocalnetScreen::buildSnapshots() {
    auto* card = new Card(tr("Snapshots"));
    card->setFlush();
    m_restore = addVerb(card->header(), tr("Restore…"), "restore", "restoreSnapshot");
    m_fork = addVerb(card->header(), tr("Fork…"), "fork", "forkSnapshot");
    m_delete = addVerb(card->header(), tr("Delete…"), "trash", "deleteSnapshot");
    m_take = addVerb(card->header(), tr("Take…"), "camera", "takeSnapshot");
    m_snapshots = new DataTable(m_snapshotsModel, tr("Snapshots"));
    m_snapshots->setObjectName(QStringLiteral("snapshots"));
    m_snapshots->setFitRows(3, 8);
    m_snapshots->sortBy(QStringLiteral("taken"), Qt::DescendingOrder);
    card->body()->addWidget(m_snapshots);
    card->body()->addStretch(1);
    const auto current = [this](SheetMaker make) {
        return [this, make] { openForRow(make, m_snapshots->currentRow()); };
    };
    connect(m_restore, &QPushButton::clicked, this, current(&makeRestoreSheet));
    connect(m_fork, &QPushButton::clicked, this, current(&makeForkSheet));
    connect(m_delete, &QPushButton::clicked, this, current(&makeDeleteSheet));
    connect(m_take, &QPushButton::clicked, this, &LocalnetScreen::takeSnapshot);
    connect(m_snapshots, &DataTable::activated, this, [this](int row) { openForRow(&makeRestoreSheet, row); });
    connect(m_snapshots, &DataTable::currentRowChanged, this, &LocalnetScreen::enable);
    connect(m_snapshots, &DataTable::stateActionPressed, this, [this] {
        if (m_state.snapshots().hasFailed())
            m_state.refresh();
        else
            takeSnapshot();
    });
    m_snapshots->setRowMenu([this](int row, QMenu& menu) {
        menu.addAction(m_restore->text(), this, [this, row] { openForRow(&makeRestoreSheet, row); });
        menu.addAction(m_fork->text(), this, [this, row] { openForRow(&makeForkSheet, row); });
        menu.addAction(m_delete->text(), this, [this, row] { openForRow(&makeDeleteSheet, row); });
    });
    return card;
}

QWidget* LocalnetScreen::buildEpochs() {
    auto* card = new Card(tr("Next epochs"));
    card->setFlush();
    m_epochsTrust = new TrustPill;
    m_epochsTrust->setOpensProof(false);
    card->header()->addWidget(m_epochsTrust);
    m_epochs = new DataTable(m_epochsModel, tr("Next epochs"));
    m_epochs->setObjectName(QStringLiteral("epochs"));
    m_epochs->setFitRows(3, 8);
    m_epochs->sortBy(QStringLiteral("subnet"), Qt::AscendingOrder);
    card->body()->addWidget(m_epochs);
    card->body()->addStretch(1);
    m_epochs->setRowMenu([this](int row, QMenu& menu) {
        auto* step = menu.addAction(tr("Step to its epoch"), this,
                                    [this, netuid = m_epochsModel.row(row).row.netuid] { m_state.stepEpoch(netuid); });
        step->setEnabled(m_stepEpoch->isEnabled());
    });
    connect(m_epochs, &DataTable::stateActionPressed, &m_state, &LocalnetState::refresh);
    return card;
}

void LocalnetScreen::refresh() {
    const auto& status = m_state.status();
    m_none->setVisible(!status.value);
    m_cards->setVisible(status.value.has_value());
    if (status.value) {
        showControl(*status.value);
        showFacts(*status.value);
        showSnapshots();
        showEpochs();
    } else {
        const auto link = m_context.chain.status().link;
        const bool coming = link == api::LinkState::Starting || link == api::LinkState::Connecting;
        if (link == api::LinkState::Offline)
            m_states->showEmpty(tr("The embedded chain rests"), m_context.chain.problemText());
        else if (status.hasFailed() && !coming)
            m_states->showFailed(tr("The embedded chain does not answer"),
                                 m_context.chain.isLive() ? explain(*status.error).joined()
                                                          : m_context.chain.problemText(),
                                 tr("Ask again"));
        else
            m_states->showLoading(tr("Asking the embedded chain"));
        m_states->setMinimumHeight(Theme::instance().px(280));
    }
    enable();
}

void LocalnetScreen::showControl(const api::LocalnetStatus& status) {
    m_block->setText(blockText(status.best));
    const bool answering = m_state.isAnswering();
    const bool stepping = m_state.isStepping();
    if (!answering)
        m_chip->setText(tr("No answer"), Tone::Warning);
    else
        m_chip->setText(stepping ? tr("Stepping") : stateWord(status),
                        status.paused && !stepping ? Tone::Warning : Tone::Text2);
    const auto speed = speedText(status.speed);
    const auto* known = std::find(std::begin(kSpeeds), std::end(kSpeeds), status.speed);
    {
        const QSignalBlocker quiet(m_speed);
        if (known == std::end(kSpeeds))
            m_speed->chooseNone();
        else
            m_speed->choose(static_cast<int>(known - std::begin(kSpeeds)));
    }
    m_speedNow->setText(tr("Speed: %1").arg(speed));
    const bool resumes = status.paused && !stepping;
    m_run->setText(resumes ? tr("Resume") : stepping ? tr("Stop the step") : tr("Pause"));
    m_cast->setChecked(status.cast);
    setPlainToolTip(m_cast, status.empty ? tr("This chain was made empty: it has no cast.") : QString{});
}

void LocalnetScreen::showFacts(const api::LocalnetStatus& status) {
    m_final->setText(blockText(status.finalized));
    m_chainTime->setText(chainTimeText(status.chainTime));
    m_slot->setText(status.slotMillis % 1000 == 0 ? tr("%1 s").arg(countText(status.slotMillis / 1000))
                                                  : tr("%1 ms").arg(countText(status.slotMillis)));
    const bool moves = !status.paused && status.blocksPerSecond > 0;
    m_rate->setText(moves ? tr("%1 blocks per second").arg(QString::number(status.blocksPerSecond, 'f', 1)) : dash());
    m_database->setText(status.archive ? tr("%1, every state kept").arg(sizeText(status.bytes))
                                       : sizeText(status.bytes));
    m_world->setText(status.empty ? tr("empty") : tr("made by its first 300 blocks"));
    m_seed->setText(QString::number(status.seed));
    const auto genesis = q(toHex(status.genesis.view()));
    m_genesis->setText(genesis.left(8) + QStringLiteral("…") + genesis.right(6));
    setPlainToolTip(m_genesis, genesis);
}

void LocalnetScreen::showSnapshots() {
    const auto& list = m_state.snapshots();
    if (list.hasFailed())
        return m_snapshots->showFailed(tr("The snapshots cannot be listed"), explain(*list.error).joined(),
                                       tr("Try again"));
    if (!list.value) return m_snapshots->showLoading(tr("Listing the snapshots"));
    if (list.value->empty())
        return m_snapshots->showEmpty(tr("No snapshots yet"),
                                      tr("A snapshot is the whole chain at a block, to come back to or to fork."),
                                      tr("Take a snapshot"));
    std::vector<SnapshotLine> lines;
    const auto now = m_context.services.clock.now();
    for (const auto& row : *list.value)
        lines.push_back({row, std::chrono::duration_cast<std::chrono::milliseconds>(
                                  std::max(now - row.madeAt, UnixMillis::duration{0}))});
    m_snapshotsModel.setRows(std::move(lines));
    m_snapshots->showRows();
    if (m_snapshots->currentRow() < 0) m_snapshots->view().selectRow(0);
}

void LocalnetScreen::showEpochs() {
    const auto& answer = m_state.subnets();
    const auto& status = *m_state.status().value;
    m_epochsTrust->setTrust(answer.value ? answer.value->trust : Trust::Unknown,
                            answer.value ? tr("block %1").arg(blockText(answer.value->at)) : QString{});
    if (answer.hasFailed())
        return m_epochs->showFailed(tr("The subnets cannot be read"), explain(*answer.error).joined(), tr("Try again"));
    if (!answer.value || !answer.value->value) return m_epochs->showLoading(tr("Reading the subnets and their proofs"));
    showSubnetChoices(*answer.value->value);
    std::vector<EpochLine> lines;
    const auto passed = raw(status.best) > raw(answer.value->at) ? raw(status.best) - raw(answer.value->at) : 0;
    for (const auto& row : *answer.value->value) {
        if (row.root) continue;
        EpochLine line{row, row.blocksToEpoch > passed ? row.blocksToEpoch - passed : 0, std::nullopt};
        const double rate = status.speed > 0 && status.slotMillis > 0
                                ? status.speed * 1000.0 / static_cast<double>(status.slotMillis)
                                : status.blocksPerSecond;
        if (!status.paused && rate > 0)
            line.wait = std::chrono::milliseconds{static_cast<std::int64_t>(1000.0 * line.blocks / rate)};
        lines.push_back(std::move(line));
    }
    if (lines.empty())
        return m_epochs->showEmpty(tr("No subnets"), tr("This chain has the root network alone, which has no epochs."));
    m_epochsModel.setRows(std::move(lines));
    m_epochs->showRows();
}

void LocalnetScreen::showSubnetChoices(const std::vector<api::SubnetRow>& rows) {
    QStringList wanted{tr("Any subnet")};
    std::vector<int> netuids{kAnySubnet};
    for (const auto& row : rows) {
        if (row.root) continue;
        wanted << subnetTitle(row);
        netuids.push_back(raw(row.netuid));
    }
    bool same = m_subnet->count() == wanted.size();
    for (int i = 0; same && i < wanted.size(); ++i)
        same = m_subnet->itemText(i) == wanted[i] && m_subnet->itemData(i).toInt() == netuids[std::size_t(i)];
    if (same) return; // an open list must not close under the hand
    const int chosen = m_subnet->currentData().toInt();
    m_subnet->clear();
    for (int i = 0; i < wanted.size(); ++i)
        m_subnet->addItem(wanted[i], netuids[std::size_t(i)]);
    m_subnet->setCurrentIndex(std::max(0, m_subnet->findData(chosen)));
}

void LocalnetScreen::enable() {
    const bool commands = m_state.isAnswering() && !m_state.isBusy();
    const bool stepping = m_state.isStepping();
    const bool row = m_snapshots->showsRows() && m_snapshots->currentRow() >= 0;
    m_run->setEnabled(commands || (m_state.isAnswering() && stepping));
    for (auto* button : {m_stepBlock, m_stepEpoch, m_take})
        button->setEnabled(commands && !stepping);
    m_reset->setEnabled(commands);
    for (auto* button : {m_restore, m_fork, m_delete})
        button->setEnabled(commands && row);
    m_speed->setEnabled(commands);
    m_cast->setEnabled(commands && m_state.status().value && !m_state.status().value->empty);
}

std::optional<NetUid> LocalnetScreen::chosenSubnet() const {
    const int netuid = m_subnet->currentData().toInt();
    if (netuid == kAnySubnet) return std::nullopt;
    return NetUid{static_cast<std::uint16_t>(netuid)};
}

void LocalnetScreen::takeSnapshot() {
    m_context.shell.openSheet(makeSnapshotSheet(m_context, m_state));
}

void LocalnetScreen::openForRow(SheetMaker make, int row) {
    if (row < 0 || row >= m_snapshotsModel.rowCount() || !m_restore->isEnabled()) return;
    m_context.shell.openSheet(make(m_context, m_state, m_snapshotsModel.row(row).row));
}

} // namespace taodeck::ui
