#include "ui/screens/firstrun/first_run.h"

#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/firstrun/purpose_card.h"
#include "ui/screens/wallet/wallet_sheets.h"
#include "ui/shell/page.h"
#include "ui/widgets/icon.h"

#include <QPainter>
#include <QRandomGenerator>
#include <QScrollArea>

#include <algorithm>

namespace taodeck::ui {
namespace {

constexpr int kWidth = 820;
constexpr int kDrillWords = 3;

QStringList stageNames() {
    return {FirstRun::tr("Purpose"), FirstRun::tr("Trust"), FirstRun::tr("Key"), FirstRun::tr("Backup"),
            FirstRun::tr("Home")};
}

int stageOf(FirstRun::Step step) {
    switch (step) {
    case FirstRun::Step::Purpose:
        return 0;
    case FirstRun::Step::Trust:
        return 1;
    case FirstRun::Step::Phrase:
    case FirstRun::Step::Drill:
        return 3;
    default:
        return 2;
    }
}

class CardColumns : public CardGrid {
public:
    CardColumns() : CardGrid(620) {}
};

} // namespace

FirstRun::FirstRun(Context& context, const QString& start)
    : m_context(context), m_addsOnly(start == QLatin1String("key")) {
    setObjectName(QStringLiteral("firstRun"));
    setAccessibleName(tr("First run"));
    auto* column = makeColumn(this, 0);
    column->setContentsMargins(space::kScreen, 84, space::kScreen, 0);
    m_pages = new QStackedWidget(this);
    column->addWidget(m_pages, 1);
    for (const auto& [step, widget] : std::initializer_list<std::pair<Step, QWidget*>>{
             {Step::Purpose, buildPurpose()},
             {Step::Trust, buildTrust()},
             {Step::Key, buildKey()},
             {Step::Create, buildCreate()},
             {Step::Phrase, buildPhrase()},
             {Step::Drill, buildDrill()},
             {Step::Import, buildImport()},
             {Step::Watch, buildWatch()},
         }) {
        m_pages->addWidget(widget);
        m_byStep[step] = widget;
    }
    m_previewPause.setSingleShot(true);
    m_previewPause.setInterval(200);
    connect(&m_previewPause, &QTimer::timeout, this, &FirstRun::previewImport);
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
    turnTo(m_addsOnly ? Step::Key : Step::Purpose);
}

void FirstRun::turnTo(Step step) {
    m_step = step;
    m_pages->setCurrentWidget(m_byStep.at(step));
    auto* area = qobject_cast<QScrollArea*>(m_byStep.at(step));
    if (area && area->widget()->focusProxy()) area->widget()->focusProxy()->setFocus(Qt::TabFocusReason);
    update();
}

QWidget* FirstRun::page(const QString& title, const QString& prose, QWidget* content) {
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    auto* outer = new QWidget;
    outer->setObjectName(QStringLiteral("pageBody"));
    auto* row = new QHBoxLayout(outer);
    row->setContentsMargins(0, 0, 0, space::kScreen);
    auto* inner = new QWidget;
    inner->setMaximumWidth(Theme::instance().px(kWidth));
    connect(&Theme::instance(), &Theme::changed, inner,
            [inner] { inner->setMaximumWidth(Theme::instance().px(kWidth)); });
    auto* column = makeColumn(inner, space::kGroup);
    column->addWidget(new Label(title, TextSize::Title, Tone::Text, true));
    if (!prose.isEmpty()) column->addWidget((new Label(prose, TextSize::Body, Tone::Text2))->wrapped());
    column->addWidget(content);
    column->addStretch(1);
    row->addStretch(1);
    row->addWidget(inner, 1000);
    row->addStretch(1);
    area->setWidget(outer);
    outer->setAutoFillBackground(false);
    return area;
}

QWidget* FirstRun::footer(const QString& verb, const QString& name, const std::function<void()>& next) {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, space::kRelated, 0, 0);
    row->setSpacing(space::kRelated);
    auto* back = makeButton(tr("Back"), ButtonKind::Normal, QStringLiteral("chevron-left"));
    connect(back, &QPushButton::clicked, this, &FirstRun::back);
    row->addWidget(back);
    row->addStretch(1);
    if (!verb.isEmpty()) {
        auto* go = makeButton(verb, ButtonKind::Primary);
        go->setObjectName(name);
        connect(go, &QPushButton::clicked, this, next);
        row->addWidget(go);
    }
    return box;
}

void FirstRun::back() {
    switch (m_step) {
    case Step::Purpose:
        return;
    case Step::Trust:
        return turnTo(Step::Purpose);
    case Step::Key:
        return m_addsOnly ? goHome() : turnTo(Step::Trust);
    case Step::Create:
    case Step::Import:
    case Step::Watch:
        return turnTo(Step::Key);
    case Step::Phrase:
        m_phrase.clear();
        m_phraseView->clear();
        return turnTo(Step::Create);
    case Step::Drill:
        m_phraseView->setHidden(false);
        return turnTo(Step::Phrase);
    }
}

QWidget* FirstRun::buildPurpose() {
    auto* grid = new CardColumns;
    const auto later = tr("Not in this version");
    auto* hold = new PurposeCard(
        QStringLiteral("stake"), tr("Hold and stake"),
        tr("Own TAO, choose a validator on evidence, stake with a bound on the price, and see what leaving returns."));
    hold->setObjectName(QStringLiteral("purposeHold"));
    auto* mine = new PurposeCard(
        QStringLiteral("mine"), tr("Mine or validate"),
        tr("See whether this machine can earn before anything is spent, start with one click, and watch "
           "requests, scores and earnings."));
    mine->setObjectName(QStringLiteral("purposeMine"));
    auto* create = new PurposeCard(QStringLiteral("create"), tr("Create a subnet"),
                                   tr("Its screens do not exist yet. Nothing here pretends to do it."), later);
    auto* look = new PurposeCard(QStringLiteral("eye"), tr("Just look"),
                                 tr("No key and no network needed: a complete small chain runs on this machine, and "
                                    "you can add a wallet at any time."));
    look->setObjectName(QStringLiteral("purposeLook"));
    connect(hold, &QAbstractButton::clicked, this, [this] {
        m_home.clear();
        turnTo(Step::Trust);
    });
    connect(mine, &QAbstractButton::clicked, this, [this] {
        m_home = QStringLiteral("mine");
        turnTo(Step::Trust);
    });
    connect(look, &QAbstractButton::clicked, this,
            [this] { finish(tr("Have a look around. Wallet, Add a wallet is where you begin.")); });
    for (auto* card : {hold, mine, look, create})
        grid->add(card, 6);
    grid->setFocusProxy(hold);
    return page(tr("What brings you here?"),
                tr("One window for the Bittensor network. You can do the other things later, too."), grid);
}

QWidget* FirstRun::buildTrust() {
    auto* content = new QWidget;
    auto* column = makeColumn(content, space::kGroup);
    auto* card = new Card;
    QString root;
    const auto current = m_context.services.network.current();
    for (const auto& row : m_context.services.network.networks())
        if (row.id == current) {
            card->setTitle(plain(ForeignText{row.name}, 40));
            root = plain(ForeignText{row.trustRoot}, 600);
        }
    card->body()->addWidget((new Label(root, TextSize::Body, Tone::Text))->wrapped());
    column->addWidget(card);
    auto* words = new Card(tr("The words you will see"));
    for (const auto trust : {Trust::Proven, Trust::Sealed, Trust::Reported, Trust::Cached, Trust::Unknown}) {
        auto* row = makeRow(12);
        auto* pill = new TrustPill;
        pill->setOpensProof(false);
        pill->setTrust(trust, {});
        auto* holder = new QWidget;
        auto* holderRow = new QHBoxLayout(holder);
        holderRow->setContentsMargins(0, 0, 0, 0);
        holderRow->addWidget(pill, 0, Qt::AlignLeft | Qt::AlignTop);
        holder->setFixedWidth(Theme::instance().px(112));
        connect(&Theme::instance(), &Theme::changed, holder,
                [holder] { holder->setFixedWidth(Theme::instance().px(112)); });
        row->addWidget(holder, 0, Qt::AlignTop);
        row->addWidget((new Label(trustMeaning(trust), TextSize::Body, Tone::Text2))->wrapped(), 1);
        words->body()->addLayout(row);
    }
    column->addWidget(words);
    column->addWidget(footer(tr("Continue"), QStringLiteral("trustContinue"), [this] { turnTo(Step::Key); }));
    return page(tr("What this program trusts"),
                tr("No node is believed. Every number on the screen says how it is known, and this is where the chain "
                   "of proofs begins. "
                   "You can change the network in Settings."),
                content);
}

QWidget* FirstRun::buildKey() {
    auto* content = new QWidget;
    auto* column = makeColumn(content, space::kGroup);
    auto* grid = new CardColumns;
    auto* create =
        new PurposeCard(QStringLiteral("plus"), tr("Create a wallet"),
                        tr("A new recovery phrase is made on this machine. You write it down and prove it."));
    create->setObjectName(QStringLiteral("keyCreate"));
    auto* import = new PurposeCard(QStringLiteral("download"), tr("Import a wallet"),
                                   tr("A phrase of 12 to 24 words, a seed, a secret URI, or a polkadot-js file."));
    import->setObjectName(QStringLiteral("keyImport"));
    auto* watch = new PurposeCard(QStringLiteral("eye"), tr("Watch an address"),
                                  tr("See everything about it; nothing can be signed."));
    watch->setObjectName(QStringLiteral("keyWatch"));
    connect(create, &QAbstractButton::clicked, this, [this] { turnTo(Step::Create); });
    connect(import, &QAbstractButton::clicked, this, [this] { turnTo(Step::Import); });
    connect(watch, &QAbstractButton::clicked, this, [this] { turnTo(Step::Watch); });
    for (auto* card : {create, import, watch})
        grid->add(card, 12);
    column->addWidget(grid);
    column->addWidget(footer({}, {}, [] {}));
    content->setFocusProxy(create);
    return page(tr("Your key"),
                tr("Wallets are kept in the folders and formats of the Python tools, so both can use them."), content);
}

bool FirstRun::checkName(FormField& field, const QLineEdit& edit) {
    const auto name = edit.text().trimmed();
    static const QString kForbidden = QStringLiteral("/\\:*?\"<>|");
    const bool bad =
        std::any_of(name.begin(), name.end(), [](QChar c) { return kForbidden.contains(c) || c.unicode() < 32; }) ||
        name.startsWith(u'.');
    field.setError(name.isEmpty() ? tr("Give it a name; it becomes a folder's name.")
                   : bad          ? tr("Use letters, digits, spaces, - and _ only.")
                                  : QString{});
    return !field.hasError();
}

bool FirstRun::checkPasswords(const SecretField& first, const SecretField& second) {
    const auto wanted = first.edit->secret();
    const auto verdict = m_context.services.wallet.judgePassword(wanted.view());
    first.field->setError(verdict.accepted ? QString{} : tr("Choose a longer or less common password."));
    const bool same = equalConstantTime(wanted.view(), second.edit->secret().view());
    second.field->setError(same ? QString{} : tr("The two are not the same."));
    return verdict.accepted && same;
}

QWidget* FirstRun::buildCreate() {
    auto* content = new Card;
    auto* column = content->body();
    column->setSpacing(space::kGroup);
    m_createName = makeLineEdit(tr("my wallet"), 40);
    m_createName->setObjectName(QStringLiteral("createName"));
    m_createNameField = new FormField(tr("Name"), m_createName);
    m_words = new QComboBox;
    for (const int words : {12, 24})
        m_words->addItem(tr("%n word(s)", nullptr, words), words);
    m_createPassword = makeSecretField(tr("Password for the key file"));
    m_createPassword.edit->setObjectName(QStringLiteral("createPassword"));
    m_createAgain = makeSecretField(tr("Password again"));
    m_createAgain.edit->setObjectName(QStringLiteral("createAgain"));
    column->addWidget(m_createNameField);
    column->addWidget(
        new FormField(tr("Recovery phrase"), m_words, tr("Twelve words are as strong as the key itself.")));
    column->addWidget(m_createPassword.field);
    column->addWidget(new PasswordMeter(m_context.services.wallet, m_createPassword.edit));
    column->addWidget(m_createAgain.field);
    column->addWidget(footer(tr("Make the phrase"), QStringLiteral("createGo"), [this] { makePhrase(); }));
    content->setFocusProxy(m_createName);
    return page(
        tr("Create a wallet"),
        tr("The password protects the file on this machine. The phrase, shown next, restores the wallet anywhere."),
        content);
}

void FirstRun::makePhrase() {
    if (!checkName(*m_createNameField, *m_createName) || !checkPasswords(m_createPassword, m_createAgain)) return;
    auto phrase = m_context.services.wallet.newMnemonic(m_words->currentData().toInt());
    if (!phrase) return m_createNameField->setError(explain(phrase.error()).joined());
    showPhrase(std::move(*phrase));
}

void FirstRun::showPhrase(SecretBytes phrase) {
    m_phrase = std::move(phrase);
    m_phraseView->setPhrase(m_phrase.clone());
    m_phraseView->setHidden(false);
    turnTo(Step::Phrase);
}

QWidget* FirstRun::buildPhrase() {
    auto* content = new Card;
    m_phraseView = new PhraseView;
    content->body()->addWidget(m_phraseView);
    content->body()->addWidget(
        (new Label(
             tr("Write the words on paper, in this order. Whoever has them owns the wallet; whoever loses them and the "
                "password has lost it. They cannot be copied from here."),
             TextSize::Body, Tone::Warning))
            ->wrapped());
    content->body()->addWidget(
        footer(tr("I have written them down"), QStringLiteral("phraseGo"), [this] { startDrill(); }));
    return page(tr("Your recovery phrase"),
                tr("This is the only backup. Make sure that nobody and no camera sees the screen."), content);
}

QWidget* FirstRun::buildDrill() {
    auto* content = new Card;
    m_blankColumn = makeColumn(nullptr, space::kGroup);
    content->body()->addLayout(m_blankColumn);
    m_drillProblem = (new Label({}, TextSize::Body, Tone::Negative))->wrapped();
    m_drillProblem->setObjectName(QStringLiteral("drillProblem"));
    m_drillProblem->hide();
    content->body()->addWidget(m_drillProblem);
    auto* foot = footer(tr("Create the wallet"), QStringLiteral("drillGo"), [this] { checkDrill(); });
    m_drillGo = foot->findChild<QPushButton*>(QStringLiteral("drillGo"));
    content->body()->addWidget(foot);
    return page(tr("Prove the backup"), tr("Fill the blanks from your paper. The wallet is saved once they are right."),
                content);
}

void FirstRun::startDrill() {
    for (auto& blank : m_blanks)
        blank.field->deleteLater();
    m_blanks.clear();
    m_drill.clear();
    m_drillProblem->hide();
    const int count = m_phraseView->wordCount();
    while (static_cast<int>(m_drill.size()) < std::min(kDrillWords, count)) {
        const int word = static_cast<int>(QRandomGenerator::global()->bounded(count));
        if (std::find(m_drill.begin(), m_drill.end(), word) == m_drill.end()) m_drill.push_back(word);
    }
    std::sort(m_drill.begin(), m_drill.end());
    for (const int word : m_drill) {
        auto blank = makeSecretField(tr("Word %1").arg(word + 1));
        blank.field->findChild<QPushButton*>()->setChecked(true); // the words were just on the screen anyway
        blank.edit->setObjectName(QStringLiteral("blank%1").arg(word));
        connect(blank.edit, &SecretEdit::submitted, this, [this] { checkDrill(); });
        m_blankColumn->addWidget(blank.field);
        m_blanks.push_back(blank);
    }
    m_phraseView->setHidden(true);
    turnTo(Step::Drill);
    if (!m_blanks.empty()) m_blanks.front().edit->setFocus(Qt::TabFocusReason);
}

void FirstRun::checkDrill() {
    bool right = true;
    for (std::size_t i = 0; i < m_blanks.size(); ++i) {
        const bool good = m_phraseView->isWord(m_drill[i], m_blanks[i].edit->phrase().view());
        m_blanks[i].field->setError(
            good ? QString{}
                 : tr("Not the word on that place. Look at your paper, or go back to see the words again."));
        right = right && good;
    }
    if (!right) return;
    m_drillGo->setEnabled(false);
    m_drillGo->setText(tr("Encrypting…"));
    const auto name = m_createName->text().trimmed();
    m_context.services.wallet.create(
        name.toStdString(), m_phrase.clone(), m_createPassword.edit->secret(),
        onGui(this, [this, name](Result<api::WalletRow> row) {
            m_drillGo->setEnabled(true);
            m_drillGo->setText(tr("Create the wallet"));
            if (!row) {
                m_drillProblem->setText(
                    row.error().code == Errc::Conflict
                        ? tr("A wallet of this name exists already. Go back and choose another name.")
                        : explain(row.error()).joined());
                m_drillProblem->show();
                return;
            }
            m_context.accounts.refresh();
            finish(tr("The wallet “%1” is ready.").arg(name));
        }));
}

QWidget* FirstRun::buildImport() {
    auto* content = new Card;
    auto* column = content->body();
    column->setSpacing(space::kGroup);
    m_importName = makeLineEdit(tr("my wallet"), 40);
    m_importName->setObjectName(QStringLiteral("importName"));
    m_importNameField = new FormField(tr("Name"), m_importName);
    m_importKind = new QComboBox;
    m_importKind->setObjectName(QStringLiteral("importKind"));
    m_importKind->addItem(tr("Recovery phrase"), static_cast<int>(api::ImportKind::Mnemonic));
    m_importKind->addItem(tr("Seed (0x and 64 hexadecimal digits)"), static_cast<int>(api::ImportKind::SeedHex));
    m_importKind->addItem(tr("Secret URI (phrase or seed with //hard and /soft parts)"),
                          static_cast<int>(api::ImportKind::SecretUri));
    m_importKind->addItem(tr("polkadot-js file (JSON)"), static_cast<int>(api::ImportKind::PolkadotJson));
    m_importSecret = makeSecretField(
        tr("Secret"), tr("Typed and pasted text stays in locked memory; the clipboard is cleared after pasting."));
    m_importSecret.edit->setObjectName(QStringLiteral("importSecret"));
    m_importSecret.edit->setLines(3);
    m_importFile = makeButton(tr("Open a file…"), ButtonKind::Normal, QStringLiteral("folder"));
    m_importFile->hide();
    m_importSource = makeSecretField(tr("Password of the phrase or file"), tr("Only if it has one."));
    m_importPassword = makeSecretField(tr("Password for the key file on this machine"));
    m_importPassword.edit->setObjectName(QStringLiteral("importPassword"));
    m_importAgain = makeSecretField(tr("Password again"));
    m_importAgain.edit->setObjectName(QStringLiteral("importAgain"));
    m_importPreview = new AddressLabel(AddressLabel::Form::Grouped);
    m_importPreview->setObjectName(QStringLiteral("importPreview"));
    m_importPreview->setNone(tr("Appears as soon as the secret is complete."));
    auto* preview = new FormField(tr("The address that it yields"), m_importPreview);
    m_importProblem = (new Label({}, TextSize::Body, Tone::Negative))->wrapped();
    m_importProblem->hide();
    column->addWidget(m_importNameField);
    column->addWidget(new FormField(tr("What you have"), m_importKind));
    column->addWidget(m_importSecret.field);
    column->addWidget(m_importFile, 0, Qt::AlignLeft);
    column->addWidget(m_importSource.field);
    column->addWidget(preview);
    column->addWidget(m_importPassword.field);
    column->addWidget(new PasswordMeter(m_context.services.wallet, m_importPassword.edit));
    column->addWidget(m_importAgain.field);
    column->addWidget(m_importProblem);
    auto* foot = footer(tr("Import"), QStringLiteral("importGo"), [this] { doImport(); });
    m_importGo = foot->findChild<QPushButton*>(QStringLiteral("importGo"));
    column->addWidget(foot);
    connect(m_importSecret.edit, &SecretEdit::changed, &m_previewPause, qOverload<>(&QTimer::start));
    connect(m_importSource.edit, &SecretEdit::changed, &m_previewPause, qOverload<>(&QTimer::start));
    connect(m_importKind, &QComboBox::currentIndexChanged, this, [this] {
        m_importFile->setVisible(m_importKind->currentData().toInt() ==
                                 static_cast<int>(api::ImportKind::PolkadotJson));
        m_previewPause.start();
    });
    connect(m_importFile, &QPushButton::clicked, this, [this] {
        m_context.dialogs.openFile(
            this, tr("Open a key file"), tr("Key files (*.json);;All files (*)"), [this](const QString& path) {
                QFile file(path);
                const auto wrong = tr("This file cannot be read, or is too large for a key file.");
                if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || file.size() > 64 * 1024)
                    return m_importSecret.field->setError(wrong);
                SecretBytes content(static_cast<std::size_t>(file.size()));
                if (file.read(reinterpret_cast<char*>(content.data()), file.size()) != file.size())
                    return m_importSecret.field->setError(wrong);
                m_importSecret.edit->setSecret(content);
            });
    });
    content->setFocusProxy(m_importName);
    return page(tr("Import a wallet"), tr("You see the address before anything is saved."), content);
}

api::ImportRequest FirstRun::importRequest() const {
    api::ImportRequest request;
    request.kind = static_cast<api::ImportKind>(m_importKind->currentData().toInt());
    request.secret =
        request.kind == api::ImportKind::Mnemonic ? m_importSecret.edit->phrase() : m_importSecret.edit->secret();
    request.sourcePassword = m_importSource.edit->secret();
    return request;
}

void FirstRun::previewImport() {
    const auto round = ++m_previewRound;
    if (m_importSecret.edit->isEmpty()) {
        m_importSecret.field->setError({});
        return m_importPreview->setNone(tr("Appears as soon as the secret is complete."));
    }
    m_context.services.wallet.preview(importRequest(), onGui(this, [this, round](Result<AccountId> account) {
                                          if (round != m_previewRound) return;
                                          if (!account) {
                                              m_importPreview->setNone(tr("Not complete or not valid yet."));
                                              return;
                                          }
                                          m_importSecret.field->setError({});
                                          m_importPreview->setAccount(*account);
                                      }));
}

void FirstRun::doImport() {
    m_importProblem->hide();
    if (!checkName(*m_importNameField, *m_importName) || !checkPasswords(m_importPassword, m_importAgain)) return;
    m_importGo->setEnabled(false);
    const auto name = m_importName->text().trimmed();
    m_context.services.wallet.import(
        name.toStdString(), importRequest(), m_importPassword.edit->secret(),
        onGui(this, [this, name](Result<api::WalletRow> row) {
            m_importGo->setEnabled(true);
            if (!row) {
                switch (row.error().code) {
                case Errc::Conflict:
                    return m_importNameField->setError(tr("A wallet of this name exists already."));
                case Errc::WrongPassword:
                    return m_importSource.field->setError(explain(row.error()).joined());
                case Errc::Malformed:
                case Errc::OutOfRange:
                case Errc::BadSignature:
                    return m_importSecret.field->setError(
                        tr("This is not valid: check the kind, spelling and order of the words."));
                default:
                    m_importProblem->setText(explain(row.error()).joined());
                    m_importProblem->show();
                    return;
                }
            }
            m_context.accounts.refresh();
            finish(tr("The wallet “%1” was imported.").arg(name));
        }));
}

QWidget* FirstRun::buildWatch() {
    auto* content = new Card;
    auto* column = content->body();
    column->setSpacing(space::kGroup);
    m_watchName = makeLineEdit(tr("treasury"), 40);
    m_watchName->setObjectName(QStringLiteral("watchName"));
    m_watchNameField = new FormField(tr("Name"), m_watchName);
    m_watchAddress = makeLineEdit(tr("SS58 address or public key"), 80);
    m_watchAddress->setObjectName(QStringLiteral("watchAddress"));
    m_watchField = new FormField(tr("Address"), m_watchAddress);
    m_watchPreview = new AddressLabel(AddressLabel::Form::Grouped);
    m_watchPreview->hide();
    column->addWidget(m_watchNameField);
    column->addWidget(m_watchField);
    column->addWidget(m_watchPreview);
    auto* foot = footer(tr("Watch"), QStringLiteral("watchGo"), [this] { doWatch(); });
    m_watchGo = foot->findChild<QPushButton*>(QStringLiteral("watchGo"));
    column->addWidget(foot);
    connect(m_watchAddress, &QLineEdit::textChanged, this, [this](const QString& text) {
        const auto account = accountFromText(text);
        m_watchPreview->setVisible(account.has_value());
        if (account) m_watchPreview->setAccount(*account);
        m_watchField->setError({});
    });
    content->setFocusProxy(m_watchName);
    return page(tr("Watch an address"), tr("Balances, positions and proofs of any account, without its key."), content);
}

void FirstRun::doWatch() {
    const auto account = accountFromText(m_watchAddress->text());
    m_watchField->setError(account ? QString{} : tr("This is not an address, or a character in it is wrong."));
    if (!checkName(*m_watchNameField, *m_watchName) || !account) return;
    m_watchGo->setEnabled(false);
    const auto name = m_watchName->text().trimmed();
    m_context.services.wallet.watch(name.toStdString(), *account, onGui(this, [this, name](Result<api::WalletRow> row) {
                                        m_watchGo->setEnabled(true);
                                        if (!row)
                                            return m_watchNameField->setError(
                                                row.error().code == Errc::Conflict
                                                    ? tr("A wallet of this name exists already.")
                                                    : explain(row.error()).joined());
                                        m_context.accounts.refresh();
                                        finish(tr("“%1” is watched.").arg(name));
                                    }));
}

void FirstRun::goHome() {
    auto& shell = m_context.shell;
    const auto home = m_home;
    shell.firstRunOver();
    if (!home.isEmpty()) shell.go(home);
}

void FirstRun::finish(const QString& text) {
    m_phrase.clear();
    m_phraseView->clear();
    for (const auto* field :
         {&m_createPassword, &m_createAgain, &m_importSecret, &m_importSource, &m_importPassword, &m_importAgain})
        if (field->edit) field->edit->clear();
    m_context.shell.toast(ToastKind::Success, text);
    goHome();
}

void FirstRun::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layout()->setContentsMargins(space::kScreen, Theme::instance().px(84), space::kScreen, 0);
}

void FirstRun::paintEvent(QPaintEvent*) {
    auto& theme = Theme::instance();
    const auto& t = theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), t.bg);
    const int side = theme.px(28), top = theme.px(24);
    paintMark(painter, QRectF(space::kScreen, top, side, side));
    painter.setFont(theme.font(TextSize::Section, true));
    painter.setPen(t.text);
    painter.drawText(QRect(space::kScreen + side + 10, top, theme.px(120), side), Qt::AlignVCenter | Qt::AlignLeft,
                     QStringLiteral("Taodeck"));
    // The stages, right of the name: done, now, ahead.
    const auto names = stageNames();
    const int now = stageOf(m_step);
    painter.setFont(theme.font(TextSize::Caption));
    const QFontMetrics metrics(theme.font(TextSize::Caption, true));
    int wide = 0;
    for (const auto& name : names)
        wide += metrics.horizontalAdvance(name) + theme.px(36);
    int x = width() - space::kScreen - wide + theme.px(14);
    if (x < space::kScreen + side + theme.px(110)) return;
    for (int i = 0; i < names.size(); ++i) {
        const QPointF centre(x + theme.px(8), top + side / 2.0);
        const bool done = i < now, current = i == now;
        painter.setPen(QPen(done || current ? t.accent : t.text3, 1.5));
        painter.setBrush(done ? t.accent : t.bg);
        const double r = theme.px(7);
        painter.drawEllipse(centre, r, r);
        if (done)
            paintIcon(painter, QRectF(centre.x() - r * 0.75, centre.y() - r * 0.75, r * 1.5, r * 1.5),
                      QStringLiteral("check"), t.onAccent);
        if (current) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.accent);
            painter.drawEllipse(centre, r * 0.42, r * 0.42);
        }
        painter.setFont(theme.font(TextSize::Caption, current));
        painter.setPen(current ? t.text : t.text3);
        const int textWidth = metrics.horizontalAdvance(names[i]);
        painter.drawText(QRect(x + theme.px(20), top, textWidth + 4, side), Qt::AlignVCenter | Qt::AlignLeft, names[i]);
        x += textWidth + theme.px(36);
    }
}

} // namespace taodeck::ui
