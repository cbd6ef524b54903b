#include "ui/screens/stake/stake_screen.h"

#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/action/forms.h"
#include "ui/screens/proof/proof_panel.h"

#include <QMenu>

namespace taodeck::ui {
namespace {

constexpr Rao kFunding = Rao::fromRaw(100 * kUnitsPerToken);
constexpr int kBlocksPerList = 12; ///< The validator list is long: it is read again every so many final blocks.

} // namespace

StakeScreen::StakeScreen(Context& context) : Page(tr("Stake")), m_context(context) {
    m_fund = makeButton(tr("Get 100 τ for testing"), ButtonKind::Normal, QStringLiteral("coin"));
    m_fund->setObjectName(QStringLiteral("fund"));
    setPlainToolTip(m_fund, tr("Sends 100 τ from //Alice, an account that exists on development networks only."));
    connect(m_fund, &QPushButton::clicked, this, &StakeScreen::fund);
    actions()->addWidget(m_fund);
    actions()->addWidget(new WalletChooser(context.accounts));
    body()->addWidget(buildSummary());
    body()->addWidget(buildPositions());
    body()->addWidget(buildValidators());
    body()->addStretch(1);

    connect(&context.holdings, &Holdings::changed, this, &StakeScreen::refreshPositions);
    connect(&context.accounts, &Accounts::changed, this, &StakeScreen::refreshPositions);
    connect(&context.accounts, &Accounts::changed, this, &StakeScreen::refreshFund);
    connect(&context.accounts, &Accounts::currentChanged, this, &StakeScreen::refreshEarned);
    connect(&context.chain, &ChainState::statusChanged, this, &StakeScreen::refreshFund);
    connect(&context.chain, &ChainState::statusChanged, this, [this] {
        refreshPositions();
        if (m_context.chain.isLive() && !m_subnets.value) refreshSubnets();
    });
    connect(&context.chain, &ChainState::networkChanged, this, [this] {
        m_subnets.forget();
        m_validatorRows.forget();
        m_context.names.forgetSubnets();
        m_subnet->clear();
        refreshSubnets();
        refreshEarned();
    });
    connect(&context.chain, &ChainState::blockFinal, this, [this] {
        if (!m_subnets.value) return refreshSubnets();
        if (!isVisible()) return;
        if (++m_blocksSinceList % kBlocksPerList == 0 || !m_validatorRows.value) refreshValidators();
        if (m_blocksSinceList % (5 * kBlocksPerList) == 0) refreshEarned();
    });
    refreshFund();
    refreshPositions();
    refreshEarned();
    refreshSubnets();
    showValidators();
}

QWidget* StakeScreen::buildSummary() {
    auto* card = new Card;
    auto* grid = new CardGrid(620);
    const auto number = [&](const QString& title, const QString& help, TextSize size) {
        auto* box = new QWidget;
        auto* column = makeColumn(box, 2);
        auto* name = new Label(title, TextSize::Caption, Tone::Text2);
        setPlainToolTip(name, help);
        column->addWidget(name);
        auto* amount = new AmountLabel(size, true);
        column->addWidget(amount);
        column->addStretch(1);
        grid->add(box, 3);
        return amount;
    };
    m_exit = number(tr("If you leave now"), tr("What unstaking everything would return, after price impact and fee."),
                    TextSize::Big);
    m_value = number(tr("At the price now"), tr("Alpha of every position times the marginal price."), TextSize::Title);
    m_loss = number(tr("Leaving costs"), tr("The difference: price impact and pool fee."), TextSize::Title);
    m_trust = new TrustPill;
    m_trust->setOpensProof(false);
    auto* state = new QWidget;
    auto* stateRow = new QHBoxLayout(state);
    stateRow->setContentsMargins(0, 0, 0, 0);
    stateRow->addStretch(1);
    stateRow->addWidget(m_trust, 0, Qt::AlignTop);
    grid->add(state, 3);
    card->body()->addWidget(grid);
    return card;
}

QWidget* StakeScreen::buildPositions() {
    auto* card = new Card(tr("Positions"));
    card->setFlush();
    m_proof = makeButton(tr("Show proof"), ButtonKind::Quiet, QStringLiteral("trust-sealed"));
    m_proof->setObjectName(QStringLiteral("showProof"));
    m_add = makeButton(tr("Add"), ButtonKind::Normal, QStringLiteral("plus"));
    m_add->setObjectName(QStringLiteral("addStake"));
    m_unstake = makeButton(tr("Unstake"), ButtonKind::Normal, QStringLiteral("exit"));
    m_unstake->setObjectName(QStringLiteral("unstake"));
    for (auto* button : {m_proof, m_add, m_unstake})
        card->header()->addWidget(button);
    m_positions = new DataTable(m_positionsModel, tr("Positions"));
    m_positions->setObjectName(QStringLiteral("positions"));
    m_positions->setFitRows(1, 8);
    m_positions->sortBy(QStringLiteral("value"), Qt::DescendingOrder);
    card->body()->addWidget(m_positions);
    connect(m_proof, &QPushButton::clicked, this, [this] {
        const int at = m_positions->currentRow();
        if (at < 0) return;
        const auto& p = m_positionsModel.row(at).position;
        ProofPanel::openPosition(m_context, p.coldkey, p.hotkey, p.netuid);
    });
    connect(m_add, &QPushButton::clicked, this, [this] { addTo(m_positions->currentRow()); });
    connect(m_unstake, &QPushButton::clicked, this, [this] { unstake(m_positions->currentRow()); });
    connect(m_positions, &DataTable::activated, this, &StakeScreen::unstake);
    connect(m_positions, &DataTable::stateActionPressed, this, [this] {
        if (!m_context.accounts.current())
            m_context.shell.startFirstRun(QStringLiteral("key"));
        else
            m_context.holdings.refresh();
    });
    const auto enable = [this] {
        const bool row = m_positions->showsRows() && m_positions->currentRow() >= 0;
        for (auto* button : {m_proof, m_add, m_unstake})
            button->setEnabled(row);
    };
    connect(m_positions, &DataTable::currentRowChanged, this, enable);
    connect(&m_positionsModel, &QAbstractItemModel::modelReset, this, enable);
    m_positions->setRowMenu([this](int at, QMenu& menu) {
        menu.addAction(tr("Unstake…"), this, [this, at] { unstake(at); });
        menu.addAction(tr("Add…"), this, [this, at] { addTo(at); });
        menu.addAction(tr("Copy validator address"), this, [this, at] {
            m_context.shell.copyText(addressText(m_positionsModel.row(at).position.hotkey), tr("Address"));
        });
    });
    enable();
    return card;
}

QWidget* StakeScreen::buildValidators() {
    auto* card = new Card(tr("Validators"));
    card->setFlush();
    m_subnet = new QComboBox;
    m_subnet->setObjectName(QStringLiteral("subnet"));
    m_subnet->setAccessibleName(tr("Subnet"));
    m_subnet->setMinimumContentsLength(16);
    connect(m_subnet, &QComboBox::activated, this, [this] {
        m_validatorRows.forget();
        showValidators();
        refreshValidators();
    });
    m_search = makeLineEdit(tr("Name or address"), 80);
    m_search->setAccessibleName(tr("Search validators"));
    m_search->setMinimumWidth(150);
    m_search->setMaximumWidth(240);
    connect(m_search, &QLineEdit::textChanged, this, &StakeScreen::showValidators);
    m_stake = makeButton(tr("Stake"), ButtonKind::Primary, QStringLiteral("stake"));
    m_stake->setObjectName(QStringLiteral("stakeTo"));
    m_stake->setEnabled(false);
    card->header()->addWidget(m_search);
    card->header()->addWidget(m_subnet);
    card->header()->addWidget(m_stake);
    m_validators = new DataTable(m_validatorsModel, tr("Validators"));
    m_validators->setObjectName(QStringLiteral("validators"));
    m_validators->setFitRows(3, 14);
    m_validators->sortBy(QStringLiteral("alpha"), Qt::DescendingOrder);
    card->body()->addWidget(m_validators, 1);
    m_estimateNote = (new Label(tr("Estimates carry the last epoch on for a year. Prices, takes and dividends change; "
                                   "what you really earn "
                                   "is counted in your positions."),
                                TextSize::Caption, Tone::Text3))
                         ->wrapped(false);
    m_estimateNote->setContentsMargins(space::kGroup, 8, space::kGroup, 10);
    card->body()->addWidget(m_estimateNote);
    card->body()->addStretch(0);
    connect(m_stake, &QPushButton::clicked, this, [this] { stakeTo(m_validators->currentRow()); });
    connect(m_validators, &DataTable::activated, this, &StakeScreen::stakeTo);
    connect(m_validators, &DataTable::stateActionPressed, this, [this] {
        m_search->clear();
        refreshSubnets();
    });
    const auto enable = [this] {
        const auto* wallet = m_context.accounts.current();
        const bool row = m_validators->showsRows() && m_validators->currentRow() >= 0;
        m_stake->setEnabled(row && wallet && !wallet->watchOnly);
        setPlainToolTip(m_stake, !wallet             ? tr("There is no wallet to stake from.")
                                 : wallet->watchOnly ? tr("This wallet only watches: its key is not on this machine.")
                                 : !row              ? tr("Choose a validator in the list.")
                                                     : QString{});
    };
    connect(m_validators, &DataTable::currentRowChanged, this, enable);
    connect(&m_validatorsModel, &QAbstractItemModel::modelReset, this, enable);
    connect(&m_context.accounts, &Accounts::changed, this, enable);
    return card;
}

void StakeScreen::refreshFund() {
    const auto* wallet = m_context.accounts.current();
    m_fund->setVisible(m_context.chain.status().development && m_context.chain.isLive() && wallet);
}

void StakeScreen::refreshPositions() {
    const auto total = m_context.holdings.total();
    const auto& positions = m_context.holdings.positions();
    const auto& wallets = m_context.accounts.wallets();
    const QString reason = positions.error            ? explain(*positions.error).joined()
                           : m_context.chain.isLive() ? tr("Being read from the chain.")
                                                      : m_context.chain.problemText();
    const auto show = [&](AmountLabel& label, const std::optional<Rao>& amount) {
        if (amount)
            label.setRao(*amount);
        else
            label.setUnknown(reason);
    };
    show(*m_value, total.staked);
    show(*m_exit, total.stakedExit);
    show(*m_loss, total.staked && total.stakedExit ? std::optional{total.staked->saturatingSub(*total.stakedExit)}
                                                   : std::nullopt);
    m_trust->setTrust(positions.value ? positions.value->trust : Trust::Unknown,
                      positions.value ? tr("block %1").arg(blockText(positions.value->at)) : QString{});

    if (wallets.value && wallets.value->empty())
        return m_positions->showEmpty(tr("No wallet yet"), tr("A position belongs to a wallet's coldkey."),
                                      tr("Add a wallet"));
    if (positions.hasFailed())
        return m_positions->showFailed(tr("The positions cannot be read"), explain(*positions.error).joined(),
                                       tr("Try again"));
    if (!positions.value || !positions.value->value)
        return m_positions->showLoading(tr("Reading positions and their proofs"));
    if (positions.value->value->empty())
        return m_positions->showEmpty(
            tr("Nothing staked"),
            tr("Choose a validator below; you see the price and the exit value before you sign."));
    std::vector<PositionRow> rows;
    for (const auto& position : *positions.value->value) {
        m_context.names.learn(position.hotkey, plain(position.validatorName));
        const auto found = m_earned.find({position.hotkey, position.netuid});
        rows.push_back({position, positions.value->trust, found == m_earned.end() ? EarnedSums{} : found->second});
    }
    m_positionsModel.setRows(std::move(rows));
    m_positions->showRows();
    if (m_positions->currentRow() < 0 && m_positionsModel.rowCount() > 0) m_positions->view().selectRow(0);
}

void StakeScreen::refreshEarned() {
    const auto* wallet = m_context.accounts.current();
    m_earned.clear();
    if (!wallet) return;
    const auto now = m_context.services.clock.now();
    m_context.services.history.earnings(m_context.chain.status().genesis, wallet->coldkey,
                                        now - std::chrono::hours{24 * 30},
                                        onGui(this, [this, now](Result<std::vector<api::EarningPoint>> points) {
                                            if (!points) return; // the column keeps saying that nothing is known
                                            m_earned.clear();
                                            for (const auto& point : *points) {
                                                auto& sums = m_earned[{point.hotkey, point.netuid}];
                                                sums.known = true;
                                                sums.month = sums.month.saturatingAdd(point.earned);
                                                if (point.time >= now - std::chrono::hours{24})
                                                    sums.day = sums.day.saturatingAdd(point.earned);
                                            }
                                            refreshPositions();
                                        }));
}

void StakeScreen::refreshSubnets() {
    m_context.services.chain.subnets(onGui(this, [this](Result<Stated<std::vector<api::SubnetRow>>> answer) {
        m_subnets.take(std::move(answer));
        if (m_subnets.value && m_subnets.value->value && m_subnet->count() == 0) {
            int first = -1;
            for (const auto& row : *m_subnets.value->value) {
                m_context.names.learn(row.netuid, row.name, row.symbol);
                const auto name = plain(row.name, 32);
                m_subnet->addItem(row.root ? tr("Root")
                                           : tr("%1 · %2")
                                                 .arg(raw(row.netuid))
                                                 .arg(name.isEmpty() ? tr("Subnet %1").arg(raw(row.netuid)) : name),
                                  raw(row.netuid));
                if (!row.root && first < 0) first = m_subnet->count() - 1;
            }
            if (first >= 0) m_subnet->setCurrentIndex(first);
        }
        showValidators();
        if (m_subnets.value) refreshValidators();
    }));
}

void StakeScreen::refreshValidators() {
    if (m_subnet->count() == 0) return;
    const auto round = ++m_validatorRound;
    m_context.services.chain.validators(
        chosenSubnet(), onGui(this, [this, round](Result<Stated<std::vector<api::ValidatorRow>>> answer) {
            if (round != m_validatorRound) return;
            m_validatorRows.take(std::move(answer));
            if (m_validatorRows.value && m_validatorRows.value->value)
                for (const auto& row : *m_validatorRows.value->value)
                    m_context.names.learn(row.hotkey, plain(row.name));
            showValidators();
        }));
}

void StakeScreen::showValidators() {
    m_subnet->setVisible(m_subnet->count() > 0);
    if (m_subnets.hasFailed())
        return m_validators->showFailed(tr("The subnets cannot be read"), explain(*m_subnets.error).joined(),
                                        tr("Try again"));
    if (m_validatorRows.hasFailed())
        return m_validators->showFailed(tr("The validators cannot be read"), explain(*m_validatorRows.error).joined(),
                                        tr("Try again"));
    if (!m_validatorRows.value || !m_validatorRows.value->value)
        return m_validators->showLoading(tr("Reading validators and their evidence"));
    const auto wanted = m_search->text().trimmed();
    std::vector<ValidatorLine> rows;
    for (const auto& row : *m_validatorRows.value->value)
        if (wanted.isEmpty() || plain(row.name).contains(wanted, Qt::CaseInsensitive) ||
            addressText(row.hotkey).startsWith(wanted))
            rows.push_back({row, m_validatorRows.value->trust, symbolOf(row.netuid)});
    if (rows.empty())
        return wanted.isEmpty()
                   ? m_validators->showEmpty(tr("No validators here"), tr("Nobody validates on this subnet yet."))
                   : m_validators->showEmpty(tr("No validator matches"),
                                             tr("Neither a name nor an address fits “%1”.").arg(wanted),
                                             tr("Show all"));
    m_validatorsModel.setRows(std::move(rows));
    m_validators->showRows();
    if (m_validators->currentRow() < 0) m_validators->view().selectRow(0);
}

NetUid StakeScreen::chosenSubnet() const {
    return NetUid{static_cast<std::uint16_t>(m_subnet->currentData().toUInt())};
}

ForeignText StakeScreen::symbolOf(NetUid netuid) const {
    if (m_subnets.value && m_subnets.value->value)
        for (const auto& row : *m_subnets.value->value)
            if (row.netuid == netuid) return row.symbol;
    return {};
}

void StakeScreen::openForm(const AccountId& hotkey, const QString& name, NetUid netuid, const ForeignText& symbol) {
    m_context.shell.openSheet(new ActionFlow(m_context, new StakeForm(m_context, hotkey, name, netuid, symbol)));
}

void StakeScreen::addTo(int positionRow) {
    if (positionRow < 0) return;
    const auto& p = m_positionsModel.row(positionRow).position;
    openForm(p.hotkey, plain(p.validatorName), p.netuid, p.symbol);
}

void StakeScreen::unstake(int positionRow) {
    if (positionRow < 0) return;
    m_context.shell.openSheet(
        new ActionFlow(m_context, new UnstakeForm(m_context, m_positionsModel.row(positionRow).position)));
}

void StakeScreen::stakeTo(int validatorRow) {
    if (validatorRow < 0 || !m_stake->isEnabled()) return;
    const auto& line = m_validatorsModel.row(validatorRow);
    openForm(line.row.hotkey, plain(line.row.name), line.row.netuid, line.symbol);
}

void StakeScreen::fund() {
    const auto* wallet = m_context.accounts.current();
    if (!wallet) return;
    m_fund->setEnabled(false);
    m_context.services.actions.fundFromDevelopment(
        wallet->coldkey, kFunding, onGui(this, [this](Result<api::Receipt> receipt) {
            m_fund->setEnabled(true);
            if (receipt) return m_context.shell.openSheet(new ActionFlow(m_context, tr("Test funds"), *receipt));
            m_context.shell.toast(ToastKind::Problem,
                                  tr("No funds were sent. %1").arg(explain(receipt.error()).joined()));
        }));
}

} // namespace taodeck::ui
