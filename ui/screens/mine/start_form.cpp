#include "ui/screens/mine/start_form.h"

#include "core/base/amount_text.h"
#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/mine/mine_words.h"
#include "ui/shell/page.h"

#include <QPointer>
#include <QRegularExpression>

namespace taodeck::ui {
namespace {

constexpr const char* kTasks[] = {"text", "sentiment", "recipe"};
constexpr auto kPracticeName = "practice";

QComboBox* makeCombo(const char* name) {
    auto* combo = new QComboBox;
    combo->setObjectName(QString::fromLatin1(name));
    combo->setMinimumContentsLength(10);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return combo;
}

QLayout* sideBySide(QWidget* left, QWidget* right) {
    auto* row = makeRow(space::kGroup);
    row->addWidget(left, 1, Qt::AlignTop);
    row->addWidget(right, 1, Qt::AlignTop);
    return row;
}

/// The form alone: whether the chain takes the address is the chain's to say.
bool looksLikeIp(const QString& text) {
    static const QRegularExpression v4(
        QStringLiteral("^(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$"));
    static const QRegularExpression v6(QStringLiteral("^[0-9a-fA-F:]*:[0-9a-fA-F:]+$"));
    return v4.match(text).hasMatch() || v6.match(text).hasMatch();
}

void chooseData(QComboBox* combo, const QVariant& data) {
    const int at = combo->findData(data);
    if (at >= 0) combo->setCurrentIndex(at);
}

} // namespace

StartForm::StartForm(Context& context, bool oneClick, const std::optional<api::WorkerSettings>& again)
    : m_context(context), m_again(again), m_oneClick(oneClick) {
    setObjectName(QStringLiteral("startForm"));
    setWindowTitle(again ? tr("Register again") : tr("Start mining or validating"));
    m_verdictPause.setSingleShot(true);
    m_verdictPause.setInterval(0); // several choices made at once are one question
    connect(&m_verdictPause, &QTimer::timeout, this, &StartForm::askVerdict);
    build();
    fillWallets();
    readModels();
    readSubnets();
    connect(&context.accounts, &Accounts::changed, this, [this] {
        fillWallets();
        refresh();
    });
    connect(&context.chain, &ChainState::statusChanged, this, [this] {
        if (m_context.chain.isLive() && !m_subnets.value) readSubnets();
        refresh();
    });
    connect(&context.workers, &Workers::launchChanged, this, &StartForm::refresh);
    choicesChanged();
}

void StartForm::build() {
    m_column = makeColumn(this, space::kGroup);
    m_column->setContentsMargins(space::kScreen, space::kRelated, space::kScreen, space::kScreen);
    m_role = new Segmented({tr("Mine"), tr("Validate")}, m_again && m_again->role == api::Role::Validator ? 1 : 0);
    m_role->setObjectName(QStringLiteral("role"));
    m_role->setAccessibleName(tr("Role"));
    auto* roleRow = makeRow(0);
    roleRow->addWidget(m_role);
    roleRow->addStretch(1);
    m_column->addLayout(roleRow);
    m_subnet = makeCombo("startSubnet");
    m_task = makeCombo("startTask");
    for (const auto* task : kTasks)
        m_task->addItem(taskWord(task), QString::fromLatin1(task));
    m_subnetField = new FormField(tr("Subnet"), m_subnet);
    m_column->addLayout(sideBySide(m_subnetField, new FormField(tr("Work"), m_task)));
    m_model = makeCombo("startModel");
    m_modelField = new FormField(tr("Model"), m_model);
    m_column->addWidget(m_modelField);
    m_recipe = makeLineEdit(tr("Path of the recipe file"), 400);
    m_recipe->setObjectName(QStringLiteral("startRecipe"));
    m_recipeField = new FormField(tr("Recipe"), m_recipe,
                                  tr("A file that says which program runs, where, and how its health is checked."));
    auto* choose = m_recipeField->addButton(tr("Choose…"));
    connect(choose, &QPushButton::clicked, this, &StartForm::chooseRecipe);
    m_column->addWidget(m_recipeField);
    m_wallet = makeCombo("startWallet");
    m_hotkey = makeCombo("startHotkey");
    m_walletField = new FormField(tr("Wallet that pays"), m_wallet);
    m_hotkeyField = new FormField(tr("Hotkey that works"), m_hotkey);
    m_column->addLayout(sideBySide(m_walletField, m_hotkeyField));
    m_practice = makeButton(tr("Make a practice wallet"), ButtonKind::Normal, QStringLiteral("plus"));
    m_practice->setObjectName(QStringLiteral("startPractice"));
    m_column->addWidget(m_practice, 0, Qt::AlignLeft);
    m_ip = makeLineEdit(tr("203.0.113.7"), 45);
    m_ip->setObjectName(QStringLiteral("startIp"));
    m_port = makeLineEdit(tr("A free one"), 5);
    m_port->setObjectName(QStringLiteral("startPort"));
    m_ipField = new FormField(tr("Address for validators"), m_ip,
                              tr("Of this machine on the internet. It is announced on the chain for everyone to see."));
    m_portField = new FormField(tr("Port"), m_port, tr("The router must pass it on to this machine."));
    m_address = new QWidget;
    m_address->setLayout(sideBySide(m_ipField, m_portField));
    m_address->layout()->setContentsMargins(0, 0, 0, 0);
    m_column->addWidget(m_address);
    if (m_again) {
        chooseData(m_task, q(m_again->task));
        m_recipe->setText(q(m_again->recipe));
        m_ip->setText(q(m_again->externalIp));
        if (m_again->port != 0) m_port->setText(QString::number(m_again->port));
    }
    buildVerdict();
    buildButtons();

    connect(m_role, &Segmented::chosenChanged, this, &StartForm::choicesChanged);
    connect(m_subnet, &QComboBox::activated, this, [this] {
        if (!isLocalnet()) return;
        const auto chosen = m_subnet->currentData().toUInt();
        if (chosen == raw(api::kLocalnetTextSubnet)) chooseData(m_task, QStringLiteral("text"));
        if (chosen == raw(api::kLocalnetSentimentSubnet)) chooseData(m_task, QStringLiteral("sentiment"));
    });
    for (auto* combo : {m_subnet, m_task, m_model, m_hotkey})
        connect(combo, &QComboBox::activated, this, &StartForm::choicesChanged);
    connect(m_wallet, &QComboBox::activated, this, [this] {
        fillHotkeys();
        choicesChanged();
    });
    for (auto* edit : {m_recipe, m_ip, m_port})
        connect(edit, &QLineEdit::textChanged, this, &StartForm::refresh);
    connect(m_practice, &QPushButton::clicked, this, &StartForm::makePracticeWallet);
}

void StartForm::buildVerdict() {
    auto* card = new Card;
    m_verdictView = new VerdictView;
    card->body()->addWidget(m_verdictView);
    card->body()->addSpacing(4);
    card->body()->addWidget(new Line);
    card->body()->addSpacing(4);
    auto* facts = new FactList;
    m_price = new AmountLabel(TextSize::Body, true);
    m_price->setObjectName(QStringLiteral("startPrice"));
    facts->add(tr("Registration costs now"), m_price, tr("Burned: it does not come back."));
    m_immunity = facts->addText(tr("Immune after that"), dash());
    m_earners = facts->addText(tr("Earning now"), dash());
    card->body()->addWidget(facts);
    m_column->addWidget(card);
    m_limit = makeLineEdit(QStringLiteral("0.0"), 40);
    m_limit->setObjectName(QStringLiteral("startLimit"));
    m_limitField = new FormField(tr("Pay at most (\u03C4)"), m_limit,
                                 tr("The chain refuses the registration when it costs more by then."));
    connect(m_limit, &QLineEdit::textEdited, this, [this] { m_limitTyped = true; });
    connect(m_limit, &QLineEdit::textChanged, this, &StartForm::refresh);
    m_column->addWidget(m_limitField);
    m_funding = (new Label({}, TextSize::Caption, Tone::Text3))->wrapped();
    m_column->addWidget(m_funding);
}

void StartForm::buildButtons() {
    m_password = makeSecretField(tr("Password of the wallet"), tr("The key is unlocked on this machine only."));
    m_password.edit->setObjectName(QStringLiteral("startPassword"));
    m_column->addWidget(m_password.field);
    m_problem = (new Label({}, TextSize::Body, Tone::Negative))->wrapped();
    m_problem->setObjectName(QStringLiteral("startProblem"));
    m_problem->hide();
    m_column->addWidget(m_problem);
    m_obstacle = (new Label({}, TextSize::Caption, Tone::Text2))->wrapped();
    m_obstacle->setObjectName(QStringLiteral("startObstacle"));
    m_column->addWidget(m_obstacle);
    auto* row = makeRow(space::kRelated);
    auto* cancel = makeButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("startCancel"));
    connect(cancel, &QPushButton::clicked, this, &StartForm::cancelled);
    m_verb = makeButton({}, ButtonKind::Primary);
    m_verb->setObjectName(QStringLiteral("startVerb"));
    connect(m_verb, &QPushButton::clicked, this, &StartForm::act);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(m_verb);
    m_column->addLayout(row);
    m_column->addStretch(1);
    setFocusProxy(m_subnet);
}

void StartForm::readModels() {
    m_context.services.workers.models(onGui(this, [this](Result<std::vector<api::ModelRow>> rows) {
        m_models.take(std::move(rows));
        fillModels();
        choicesChanged();
    }));
}

void StartForm::readSubnets() {
    m_context.services.chain.subnets(onGui(this, [this](Result<Stated<std::vector<api::SubnetRow>>> rows) {
        m_subnets.take(std::move(rows));
        fillSubnets();
        choicesChanged();
    }));
}

void StartForm::fillSubnets() {
    m_subnetField->setHelp(m_subnets.hasFailed() ? explain(*m_subnets.error).joined() : QString{});
    if (!m_subnets.value || !m_subnets.value->value) return;
    const auto before = m_subnet->currentData();
    m_subnet->clear();
    std::optional<NetUid> first;
    for (const auto& row : *m_subnets.value->value) {
        m_context.names.learn(row.netuid, row.name, row.symbol);
        if (row.root) continue;
        auto title = subnetTitle(m_context.names, row.netuid);
        if (!row.started) title = tr("%1 (not started)").arg(title);
        m_subnet->addItem(title, raw(row.netuid));
        if (row.started && !first) first = row.netuid;
    }
    if (first) chooseData(m_subnet, raw(*first));
    if (isLocalnet()) chooseData(m_subnet, raw(api::kLocalnetTextSubnet)); // there is somebody to work for
    if (m_again) chooseData(m_subnet, raw(m_again->netuid));
    if (before.isValid()) chooseData(m_subnet, before);
}

void StartForm::fillModels() {
    if (!m_models.value) return;
    const auto before = m_model->currentData();
    m_model->clear();
    QVariant best;
    for (const auto& row : *m_models.value) {
        auto title = plain(row.name, 48);
        if (title.isEmpty()) title = plain(ForeignText{row.path}, 80).section(u'/', -1);
        m_model->addItem(tr("%1 · %2").arg(title, fitWord(row.fit)), q(row.path));
        if (row.bundled && !best.isValid()) best = q(row.path);
    }
    if (best.isValid()) chooseData(m_model, best);
    if (m_again) chooseData(m_model, q(m_again->model));
    if (before.isValid()) chooseData(m_model, before);
}

void StartForm::fillWallets() {
    const auto& wallets = m_context.accounts.wallets().value;
    if (!wallets) return;
    const auto before = m_wallet->currentData();
    m_wallet->clear();
    for (const auto& row : *wallets)
        m_wallet->addItem(row.watchOnly ? tr("%1 (only watches)").arg(q(row.name)) : q(row.name), q(row.name));
    const auto* current = m_context.accounts.current();
    const auto* of = m_again ? m_context.accounts.findAccount(m_again->coldkey) : current;
    if (of) chooseData(m_wallet, q(of->name));
    if (before.isValid()) chooseData(m_wallet, before);
    fillHotkeys();
    if (before != m_wallet->currentData()) choicesChanged();
}

void StartForm::fillHotkeys() {
    const auto before = m_hotkey->currentData();
    m_hotkey->clear();
    const auto* row = wallet();
    if (!row) return;
    for (const auto& key : row->hotkeys)
        if (!key.watchOnly && !key.encrypted)
            m_hotkey->addItem(tr("%1 · %2").arg(q(key.name), shortAddress(key.account)), q(key.name));
    if (m_again)
        for (const auto& key : row->hotkeys)
            if (key.account == m_again->hotkey) chooseData(m_hotkey, q(key.name));
    if (before.isValid()) chooseData(m_hotkey, before);
}

const api::WalletRow* StartForm::wallet() const {
    return m_context.accounts.find(m_wallet->currentData().toString().toStdString());
}

const api::ModelRow* StartForm::model() const {
    if (!m_models.value) return nullptr;
    const auto path = m_model->currentData().toString().toStdString();
    for (const auto& row : *m_models.value)
        if (row.path == path) return &row;
    return nullptr;
}

bool StartForm::needsModel() const {
    return m_task->currentData().toString() != QLatin1String("recipe");
}

std::optional<Rao> StartForm::limit() const {
    const auto typed = parseDecimal(m_limit->text().toStdString());
    return typed ? std::optional{Rao::fromRaw(*typed)} : std::nullopt;
}

api::WorkerSettings StartForm::settings() const {
    api::WorkerSettings out = m_again.value_or(api::WorkerSettings{});
    out.network = m_context.services.network.current();
    out.role = m_role->chosen() == 0 ? api::Role::Miner : api::Role::Validator;
    out.netuid = NetUid{static_cast<std::uint16_t>(m_subnet->currentData().toUInt())};
    out.task = m_task->currentData().toString().toStdString();
    out.model = needsModel() ? m_model->currentData().toString().toStdString() : std::string{};
    out.recipe = needsModel() ? std::string{} : m_recipe->text().trimmed().toStdString();
    out.externalIp = isDevelopment() ? std::string{} : m_ip->text().trimmed().toStdString();
    out.port = isDevelopment() ? out.port : static_cast<std::uint16_t>(m_port->text().toUShort());
    if (const auto* row = wallet()) {
        out.coldkey = row->coldkey;
        const auto name = m_hotkey->currentData().toString().toStdString();
        for (const auto& key : row->hotkeys)
            if (key.name == name) {
                out.hotkey = key.account;
                out.hotkeyFile = row->folder + "/hotkeys/" + name;
            }
    }
    return out;
}

void StartForm::choicesChanged() {
    const bool recipe = !needsModel();
    m_modelField->setVisible(!recipe);
    m_recipeField->setVisible(recipe);
    m_address->setVisible(!isDevelopment());
    const auto* chosen = model();
    m_modelField->setHelp(m_models.hasFailed() ? explain(*m_models.error).joined()
                          : chosen             ? sentence(chosen->words)
                          : m_models.value     ? tr("There is no model yet: add one on the Models page.")
                                               : tr("Looking at the models."));
    m_limitTyped = false;
    ++m_round;
    m_verdict.reset();
    m_verdictError.reset();
    m_verdictPause.start();
    refresh();
}

void StartForm::askVerdict() {
    if (!m_subnet->currentData().isValid() || !wallet()) return refresh();
    const auto chosen = settings();
    api::VerdictRequest request{chosen.role, chosen.netuid, chosen.task, chosen.model, chosen.coldkey};
    m_context.services.workers.verdict(request, onGui(this, [this, round = m_round](Result<api::Verdict> verdict) {
                                           if (round == m_round) takeVerdict(std::move(verdict));
                                       }));
}

void StartForm::takeVerdict(Result<api::Verdict> verdict) {
    if (!verdict) {
        m_verdictError = verdict.error();
        return refresh();
    }
    m_verdict = std::move(*verdict);
    if (!m_limitTyped) m_limit->setText(q(exactDecimal(m_verdict->suggestedLimit.raw())));
    refresh();
}

QString StartForm::obstacle() const {
    const auto* row = wallet();
    if (!m_context.chain.isLive()) return m_context.chain.problemText();
    if (!row) return tr("There is no wallet to pay the registration from.");
    if (row->watchOnly) return tr("This wallet only watches: its key is not on this machine.");
    if (!m_hotkey->currentData().isValid())
        return tr(
            "This wallet has no hotkey that a worker can use: it must be on this machine and without a password.");
    if (!m_subnet->currentData().isValid())
        return m_subnets.value ? tr("There is no subnet to work on.") : tr("The subnets are being read.");
    if (needsModel()) {
        const auto* file = model();
        if (!file) return tr("Choose a model.");
        if (file->fit == api::ModelFit::Broken) return tr("This model file is broken. Choose another one.");
        if (file->fit == api::ModelFit::TooLarge)
            return tr("This model is too large for this machine. Choose another.");
    } else if (m_recipe->text().trimmed().isEmpty()) {
        return tr("Choose a recipe file.");
    }
    if (!isDevelopment()) {
        if (!looksLikeIp(m_ip->text().trimmed())) return tr("Type the address that validators shall use.");
        bool number = false;
        m_port->text().toUShort(&number);
        if (!number && !m_port->text().isEmpty()) return tr("A port is a number from 1 to 65535.");
    }
    if (m_verdictError) return tr("Without a verdict nothing is started.");
    if (!m_verdict) return tr("The chain and this machine are being looked at.");
    if (m_verdict->level == api::VerdictLevel::Bad)
        return tr("Nothing is started here: the verdict is bad. Choose something else above.");
    if (!limit()) return tr("Type the most that the registration may cost.");
    if (*limit() < m_verdict->price) return tr("The registration costs more than your limit now.");
    const auto& launch = m_context.workers.lastLaunch();
    if (launch && launch->isRunning()) return tr("Another start is on its way; one at a time.");
    return {};
}

void StartForm::refresh() {
    const auto& wallets = m_context.accounts.wallets().value;
    const bool none = wallets && wallets->empty();
    if (none && isDevelopment() && m_oneClick && !m_practiceAsked) makePracticeWallet();
    m_practice->setVisible(none && isDevelopment());
    m_walletField->setHelp(none && isDevelopment()
                               ? tr("A practice wallet has no password. Use it on this network only, where money is "
                                    "worth nothing.")
                               : QString{});
    if (m_verdict)
        m_verdictView->showVerdict(*m_verdict);
    else if (m_verdictError)
        m_verdictView->showProblem(explain(*m_verdictError).joined());
    else
        m_verdictView->showWaiting(tr("Can this machine and this wallet earn here?"));
    if (m_verdict) {
        m_price->setRao(m_verdict->price);
        const auto blockTime = m_context.chain.status().blockTime;
        const auto blocks = tr("%1 blocks").arg(countText(m_verdict->immunityBlocks));
        m_immunity->setText(blockTime.count() > 0
                                ? tr("%1, about %2").arg(blocks, duration(blockTime * m_verdict->immunityBlocks))
                                : blocks);
        m_earners->setText(tr("%1 of %2, %3 with an address")
                               .arg(countText(m_verdict->earners), countText(m_verdict->neurons),
                                    countText(m_verdict->earnersWithEndpoint)));
    } else {
        m_price->setUnknown(tr("Not known before the verdict."));
        m_immunity->setText(dash());
        m_earners->setText(dash());
    }
    const auto most = limit();
    m_limitField->setError(
        m_verdict && !most && !m_limit->text().isEmpty()
            ? tr("This is not an amount: digits and one point, at most nine decimals.")
        : m_verdict && most && *most < m_verdict->price
            ? tr("The price is %1 now: with this limit nothing would be signed.").arg(shortTao(m_verdict->price))
            : QString{});
    m_funding->setText(isDevelopment()
                           ? tr("This is a development network: what the wallet lacks comes from an account "
                                "that exists on such networks only.")
                           : tr("Paid from the wallet's free balance. The worker itself holds the hotkey "
                                "only; it can never spend."));
    const auto* row = wallet();
    m_password.field->setVisible(row && !row->watchOnly && row->encrypted && !row->unlocked);
    const auto why = obstacle();
    m_obstacle->setText(why);
    m_obstacle->setVisible(!why.isEmpty());
    const bool mines = m_role->chosen() == 0;
    m_verb->setText(!m_busy.isEmpty() ? m_busy
                    : mines           ? tr("Register and start mining")
                                      : tr("Register and start validating"));
    m_verb->setEnabled(why.isEmpty() && m_busy.isEmpty());
    m_verb->setAccessibleDescription(why);
    if (m_oneClick && m_verb->isEnabled() && (row->unlocked || !row->encrypted)) {
        m_oneClick = false;
        act();
    }
}

void StartForm::showProblem(const QString& text) {
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

void StartForm::askPassword() {
    m_oneClick = false;
    m_context.accounts.refresh();
    showProblem(tr("The wallet is locked: registering needs its coldkey."));
    m_password.field->show();
    m_password.edit->setFocus(Qt::TabFocusReason);
}

void StartForm::setBusy(const QString& what) {
    m_busy = what;
    m_password.edit->setEnabled(what.isEmpty());
    if (!what.isEmpty()) {
        showProblem({});
        m_password.field->setError({});
    }
    refresh();
}

void StartForm::chooseRecipe() {
    m_context.dialogs.openFile(this, tr("Choose a recipe"), tr("Recipes (*.json)"),
                               [guard = QPointer{this}](const QString& path) {
                                   if (guard) guard->m_recipe->setText(path);
                               });
}

void StartForm::makePracticeWallet() {
    m_practiceAsked = true;
    auto phrase = m_context.services.wallet.newMnemonic(12);
    if (!phrase) return showProblem(explain(phrase.error()).joined());
    m_practice->setEnabled(false);
    m_context.services.wallet.create(
        kPracticeName, std::move(*phrase), SecretBytes{}, onGui(this, [this](Result<api::WalletRow> row) {
            m_practice->setEnabled(true);
            if (!row) return showProblem(explain(row.error()).joined());
            m_context.accounts.refresh();
            m_context.shell.toast(ToastKind::Info, tr("A practice wallet without a password was made. Use "
                                                      "it on this network only."));
        }));
}

void StartForm::act() {
    const auto* row = wallet();
    if (!row || !obstacle().isEmpty() || !m_busy.isEmpty()) return;
    if (row->unlocked) return submit();
    setBusy(tr("Unlocking…"));
    auto secret = row->encrypted ? m_password.edit->secret() : SecretBytes{};
    m_context.services.wallet.unlock(row->name, std::move(secret), onGui(this, [this](Result<> done) {
                                         setBusy({});
                                         if (!done) return m_password.field->setError(explain(done.error()).joined());
                                         m_password.edit->clear();
                                         submit();
                                     }));
}

void StartForm::submit() {
    if (!obstacle().isEmpty()) return refresh();
    showProblem({});
    emit launched({settings(), *limit(), isDevelopment()});
}

} // namespace taodeck::ui
