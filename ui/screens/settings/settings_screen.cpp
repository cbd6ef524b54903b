#include "ui/screens/settings/settings_screen.h"

#include "ui/bridge/autostart.h"
#include "ui/bridge/clipboard.h"
#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/shell/tray.h"

#include <QSignalBlocker>

namespace taodeck::ui {
namespace {

constexpr int kTextSizes[] = {100, 125, 150, 200};
constexpr int kLockMinutes[] = {1, 5, 10, 30, 60, 0};

} // namespace

SettingsScreen::SettingsScreen(Context& context) : Page(tr("Settings")), m_context(context) {
    auto* grid = new CardGrid(900);
    auto* left = new QWidget;
    auto* leftColumn = makeColumn(left, space::kGroup);
    leftColumn->addWidget(buildNetwork());
    leftColumn->addStretch(1);
    auto* right = new QWidget;
    auto* rightColumn = makeColumn(right, space::kGroup);
    rightColumn->addWidget(buildAppearance());
    rightColumn->addWidget(buildSecurity());
    rightColumn->addWidget(buildUnattended());
    rightColumn->addWidget(buildData());
    rightColumn->addStretch(1);
    grid->add(left, 7);
    grid->add(right, 5);
    body()->addWidget(grid);
    body()->addStretch(1);
    connect(&context.chain, &ChainState::statusChanged, this, &SettingsScreen::refreshStatus);
    connect(&context.chain, &ChainState::networkChanged, this, &SettingsScreen::refreshNetworks);
    connect(&context.preferences, &Preferences::loaded, this, &SettingsScreen::showChoices);
    connect(&context.preferences, &Preferences::changed, this, &SettingsScreen::showChoices);
    refreshNetworks();
    refreshStatus();
    showChoices();
}

QWidget* SettingsScreen::buildNetwork() {
    auto* card = new Card(tr("Network"));
    m_offline = new QCheckBox(tr("Offline: open no connection at all"));
    m_offline->setObjectName(QStringLiteral("offline"));
    connect(m_offline, &QCheckBox::toggled, this, [this](bool off) { m_context.services.network.setOffline(off); });
    auto* switchRow = makeRow(space::kRelated);
    switchRow->addWidget(m_offline);
    switchRow->addStretch(1);
    m_sockets = new Label({}, TextSize::Body, Tone::Text2);
    m_sockets->setObjectName(QStringLiteral("sockets"));
    switchRow->addWidget(m_sockets);
    card->body()->addLayout(switchRow);
    card->body()->addWidget(new Line);
    m_networks = makeColumn(nullptr, 2);
    card->body()->addLayout(m_networks);
    auto* facts = new FactList;
    m_link = facts->addText(tr("Connection"), dash());
    m_runtime = facts->addText(tr("Runtime"), dash());
    m_refused = facts->addText(tr("Refused answers"), dash());
    m_trust = new TrustPill;
    m_trust->setOpensProof(false);
    facts->add(tr("Best word now"), m_trust);
    card->body()->addSpacing(4);
    card->body()->addWidget(facts);
    card->body()->addWidget(new Line);
    card->body()->addWidget(new Label(tr("What trust starts from"), TextSize::Body, Tone::Text, true));
    m_trustRoot = (new Label({}, TextSize::Body, Tone::Text2))->wrapped();
    m_trustRoot->setObjectName(QStringLiteral("trustRoot"));
    card->body()->addWidget(m_trustRoot);
    card->body()->addWidget(new Line);
    card->body()->addWidget(new Label(tr("Another node"), TextSize::Body, Tone::Text, true));
    m_name = makeLineEdit(tr("My node"), 40);
    m_endpoint = makeLineEdit(QStringLiteral("wss://"), 200);
    m_endpoint->setObjectName(QStringLiteral("endpoint"));
    m_endpointField =
        new FormField(tr("Endpoint"), m_endpoint, tr("wss:// with a valid certificate; ws:// only on this machine."));
    auto* fields = makeRow(space::kRelated);
    fields->addWidget(new FormField(tr("Name"), m_name), 1);
    fields->addWidget(m_endpointField, 2);
    for (int i = 0; i < fields->count(); ++i)
        fields->setAlignment(fields->itemAt(i)->widget(), Qt::AlignTop);
    card->body()->addLayout(fields);
    auto* add = makeButton(tr("Add node"), ButtonKind::Normal, QStringLiteral("plus"));
    add->setObjectName(QStringLiteral("addNode"));
    connect(add, &QPushButton::clicked, this, &SettingsScreen::addCustom);
    card->body()->addWidget(add, 0, Qt::AlignLeft);
    return card;
}

QWidget* SettingsScreen::buildAppearance() {
    auto* card = new Card(tr("Appearance"));
    m_appearance = new Segmented({tr("System"), tr("Light"), tr("Dark")});
    m_appearance->setObjectName(QStringLiteral("appearance"));
    connect(m_appearance, &Segmented::chosenChanged, this,
            [this](int index) { m_context.preferences.setAppearance(static_cast<Appearance>(index)); });
    m_textSize = new Segmented({tr("100 %"), tr("125 %"), tr("150 %"), tr("200 %")});
    m_textSize->setObjectName(QStringLiteral("textSize"));
    connect(m_textSize, &Segmented::chosenChanged, this,
            [this](int index) { m_context.preferences.setTextScalePercent(kTextSizes[index]); });
    m_motion = new QCheckBox(tr("Reduce motion"));
    connect(m_motion, &QCheckBox::toggled, this, [this](bool on) { m_context.preferences.setReducedMotion(on); });
    card->body()->addWidget(new Label(tr("Colours"), TextSize::Caption, Tone::Text2));
    card->body()->addWidget(m_appearance);
    card->body()->addWidget(new Label(tr("Text size"), TextSize::Caption, Tone::Text2));
    card->body()->addWidget(m_textSize);
    card->body()->addWidget(m_motion);
    return card;
}

QWidget* SettingsScreen::buildSecurity() {
    auto* card = new Card(tr("Security"));
    m_autoLock = new QComboBox;
    m_autoLock->setObjectName(QStringLiteral("autoLock"));
    for (const int minutes : kLockMinutes)
        m_autoLock->addItem(minutes == 0 ? tr("Never") : tr("After %n minute(s)", nullptr, minutes));
    connect(m_autoLock, &QComboBox::activated, this,
            [this](int index) { m_context.preferences.setAutoLockMinutes(kLockMinutes[index]); });
    card->body()->addWidget(
        new FormField(tr("Lock all wallets when nobody is here"), m_autoLock, tr("Also after the machine has slept.")));
    auto* now = makeButton(tr("Lock all now"), ButtonKind::Normal, QStringLiteral("lock"));
    now->setObjectName(QStringLiteral("lockAll"));
    connect(now, &QPushButton::clicked, this, [this] {
        m_context.services.wallet.lockAll();
        m_context.shell.toast(ToastKind::Success, tr("All wallets are locked."));
    });
    card->body()->addWidget(now, 0, Qt::AlignLeft);
    card->body()->addWidget(
        (new Label(tr("What is copied leaves the clipboard after %n second(s); a pasted secret leaves it at once.",
                      nullptr, kClipboardSeconds),
                   TextSize::Caption, Tone::Text3))
            ->wrapped());
    return card;
}

QWidget* SettingsScreen::buildUnattended() {
    auto* card = new Card(tr("Unattended work"));
    const bool tray = Tray::isAvailable();
    m_keepInTray = new QCheckBox(tr("Keep running in the tray when the window is closed"));
    m_keepInTray->setObjectName(QStringLiteral("keepInTray"));
    m_keepInTray->setEnabled(tray);
    connect(m_keepInTray, &QCheckBox::clicked, this, [this](bool on) { m_context.preferences.setKeepInTray(on); });
    m_autostart = new QCheckBox(tr("Start Taodeck at login"));
    m_autostart->setObjectName(QStringLiteral("autostart"));
    m_autostart->setEnabled(Autostart::isSupported());
    connect(m_autostart, &QCheckBox::clicked, this, &SettingsScreen::setAutostart);
    card->body()->addWidget(m_keepInTray);
    card->body()->addWidget(m_autostart);
    const auto words = !Autostart::isSupported()
                           ? tr("Starting at login is not supported here yet: use the system's own "
                                "settings.")
                       : tray ? tr("Workers that start with Taodeck then work without a click. Wallets stay locked.")
                              : tr("This desktop has no tray, so closing the window ends the program.");
    auto* help = (new Label(words, TextSize::Caption, Tone::Text3))->wrapped();
    help->setObjectName(QStringLiteral("unattendedHelp"));
    m_keepInTray->setAccessibleDescription(words);
    card->body()->addWidget(help);
    return card;
}

void SettingsScreen::setAutostart(bool on) {
    if (const auto done = Autostart::set(on); !done)
        m_context.shell.toast(ToastKind::Problem, explain(done.error()).joined());
    showChoices();
}

QWidget* SettingsScreen::buildData() {
    auto* card = new Card(tr("Data"));
    auto* facts = new FactList;
    auto* path = facts->addText(tr("Folder"), m_context.dataFolder.isEmpty() ? dash() : m_context.dataFolder);
    path->setMono(true);
    path->setTextSize(TextSize::Caption, false);
    card->body()->addWidget(facts);
    card->body()->addWidget(
        (new Label(tr("History, address book and settings. No secret is kept there; keys lie in the wallet folders."),
                   TextSize::Caption, Tone::Text3))
            ->wrapped());
    auto* open = makeButton(tr("Open folder"), ButtonKind::Normal, QStringLiteral("folder"));
    connect(open, &QPushButton::clicked, this, [this] { m_context.dialogs.openFolder(m_context.dataFolder); });
    open->setEnabled(!m_context.dataFolder.isEmpty());
    card->body()->addWidget(open, 0, Qt::AlignLeft);
    return card;
}

void SettingsScreen::refreshNetworks() {
    while (auto* item = m_networks->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    const auto current = m_context.services.network.current();
    for (const auto& row : m_context.services.network.networks()) {
        auto* line = new QWidget;
        auto* layout = new QHBoxLayout(line);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(space::kRelated);
        auto title = plain(ForeignText{row.name}, 40);
        auto* choice = new QRadioButton(title.replace(u'&', QStringLiteral("&&")));
        choice->setObjectName(QStringLiteral("network_") + q(row.id));
        choice->setChecked(row.id == current);
        choice->setAutoExclusive(false);
        layout->addWidget(choice);
        if (row.development) layout->addWidget(new Chip(tr("Development")));
        auto* where =
            (new Label(row.endpoint.empty() ? tr("started on this machine") : plain(ForeignText{row.endpoint}, 80),
                       TextSize::Caption, Tone::Text3))
                ->elided();
        where->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        layout->addWidget(where, 1);
        connect(choice, &QRadioButton::clicked, this, [this, id = row.id] {
            m_context.services.network.select(id, onGui(this, [this](Result<> done) {
                                                  if (!done)
                                                      m_context.shell.toast(ToastKind::Problem,
                                                                            explain(done.error()).joined());
                                                  refreshNetworks();
                                              }));
        });
        if (!row.builtIn) {
            auto* remove = makeIconButton(QStringLiteral("trash"), tr("Remove %1").arg(title));
            connect(remove, &QPushButton::clicked, this, [this, id = row.id] {
                m_context.services.network.removeCustom(id, onGui(this, [this](Result<> done) {
                                                            if (!done)
                                                                m_context.shell.toast(ToastKind::Problem,
                                                                                      explain(done.error()).joined());
                                                            refreshNetworks();
                                                        }));
            });
            layout->addWidget(remove);
        }
        m_networks->addWidget(line);
        if (row.id == current) m_trustRoot->setText(plain(ForeignText{row.trustRoot}, 600));
    }
}

void SettingsScreen::refreshStatus() {
    const auto& status = m_context.chain.status();
    const QSignalBlocker quiet(m_offline);
    m_offline->setChecked(m_context.services.network.isOffline());
    m_sockets->setText(tr("%n open socket(s)", nullptr, status.openSockets));
    const auto problem = m_context.chain.problemText();
    m_link->setText(problem.isEmpty() ? m_context.chain.linkWord() : problem);
    m_link->setTone(status.link == api::LinkState::Failed ? Tone::Negative : Tone::Text);
    m_runtime->setText(status.specName.empty()
                           ? dash()
                           : tr("%1, version %2").arg(plain(ForeignText{status.specName}, 40)).arg(status.specVersion));
    m_refused->setText(status.refused == 0 ? tr("none") : countText(status.refused));
    m_refused->setTone(status.refused == 0 ? Tone::Text : Tone::Negative);
    m_trust->setTrust(m_context.chain.isLive() ? status.trust : Trust::Unknown, {});
}

void SettingsScreen::showChoices() {
    auto& theme = Theme::instance();
    const QSignalBlocker a(m_appearance), b(m_textSize), c(m_motion), d(m_autoLock), e(m_keepInTray), f(m_autostart);
    m_keepInTray->setChecked(m_context.preferences.keepInTray() && Tray::isAvailable());
    m_autostart->setChecked(Autostart::isOn());
    m_appearance->choose(static_cast<int>(theme.appearance()));
    for (int i = 0; i < 4; ++i)
        if (qRound(theme.textScale() * 100) == kTextSizes[i]) m_textSize->choose(i);
    m_motion->setChecked(theme.reducedMotion());
    for (int i = 0; i < 6; ++i)
        if (m_context.preferences.autoLockMinutes() == kLockMinutes[i]) m_autoLock->setCurrentIndex(i);
}

void SettingsScreen::addCustom() {
    const auto endpoint = m_endpoint->text().trimmed();
    if (!endpoint.startsWith(QStringLiteral("wss://")) && !endpoint.startsWith(QStringLiteral("ws://")))
        return m_endpointField->setError(tr("An endpoint starts with wss:// (or ws:// on this machine)."));
    const auto name = m_name->text().trimmed().isEmpty() ? endpoint : m_name->text().trimmed();
    m_context.services.network.addCustom(name.toStdString(), endpoint.toStdString(),
                                         onGui(this, [this](Result<api::NetworkRow> row) {
                                             if (!row) return m_endpointField->setError(explain(row.error()).joined());
                                             m_endpointField->setError({});
                                             m_name->clear();
                                             m_endpoint->clear();
                                             refreshNetworks();
                                         }));
}

} // namespace taodeck::ui
