#include "ui/screens/localnet/localnet_sheets.h"

#include "ui/bridge/format.h"

#include <QPointer>

namespace taodeck::ui {

using api::LocalnetSnapshot;
using api::LocalnetStatus;

LocalnetSheet::LocalnetSheet(Context& context, const QString& title, const QString& verb, ButtonKind kind)
    : m_context(context), m_verbText(verb) {
    setWindowTitle(title);
    m_column = makeColumn(this, space::kGroup);
    m_column->setContentsMargins(space::kScreen, space::kRelated, space::kScreen, space::kScreen);
    m_form = new QWidget;
    m_formColumn = makeColumn(m_form, space::kGroup);
    m_column->addWidget(m_form);
    m_problem = (new Label({}, TextSize::Body, Tone::Negative))->wrapped();
    m_problem->setObjectName(QStringLiteral("sheetProblem"));
    m_problem->hide();
    m_column->addWidget(m_problem);
    auto* row = makeRow(space::kRelated);
    m_cancel = makeButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("sheetCancel"));
    connect(m_cancel, &QPushButton::clicked, this, &LocalnetSheet::close);
    m_verb = makeButton(verb, kind);
    m_verb->setObjectName(QStringLiteral("sheetVerb"));
    connect(m_verb, &QPushButton::clicked, this, &LocalnetSheet::press);
    row->addStretch(1);
    row->addWidget(m_cancel);
    row->addWidget(m_verb);
    m_column->addLayout(row);
    m_column->addStretch(1);
    setFocusProxy(kind == ButtonKind::Danger ? m_cancel : m_verb);
}

void LocalnetSheet::addText(const QString& text, Tone tone) {
    m_formColumn->addWidget((new Label(text, TextSize::Body, tone))->wrapped());
}

void LocalnetSheet::addWidget(QWidget* widget) {
    m_formColumn->addWidget(widget);
}

QLineEdit* LocalnetSheet::addName(const QString& label, const QString& suggestion, const QString& help) {
    auto* edit = makeLineEdit({}, 40);
    edit->setObjectName(QStringLiteral("sheetName"));
    edit->setText(suggestion);
    edit->selectAll();
    m_field = new FormField(label, edit, help);
    m_formColumn->addWidget(m_field);
    connect(edit, &QLineEdit::returnPressed, this, &LocalnetSheet::press);
    connect(edit, &QLineEdit::textEdited, this, [this] { m_field->setError({}); });
    setFocusProxy(edit);
    return edit;
}

void LocalnetSheet::setAction(std::function<void()> action) {
    m_action = std::move(action);
}

void LocalnetSheet::press() {
    if (!m_verb->isEnabled()) return;
    m_problem->hide();
    setWorking(true);
    m_action();
}

void LocalnetSheet::setWorking(bool working) {
    m_verb->setEnabled(!working);
    m_verb->setText(working ? tr("Working…") : m_verbText);
    m_form->setEnabled(!working);
}

void LocalnetSheet::fail(const QString& sentence) {
    setWorking(false);
    if (m_field) {
        m_field->setError(sentence);
        m_field->control()->setFocus();
        return;
    }
    m_problem->setText(sentence);
    m_problem->show();
}

void LocalnetSheet::showOutcome(const QString& text, const QString& toCopy, const QString& what) {
    setWorking(false);
    m_form->hide();
    auto* outcome = new QWidget;
    auto* column = makeColumn(outcome, space::kRelated);
    column->addWidget((new Label(text, TextSize::Body, Tone::Text2))->wrapped());
    auto* exact = (new Label(toCopy, TextSize::Body))->wrapped(false);
    exact->setObjectName(QStringLiteral("sheetOutcome"));
    exact->setMono(true);
    exact->setAccessibleName(what);
    column->addWidget(exact);
    m_column->insertWidget(0, outcome);
    m_verb->hide();
    m_cancel->setText(tr("Close"));
    auto* copy = makeButton(tr("Copy"), ButtonKind::Normal, QStringLiteral("copy"));
    copy->setObjectName(QStringLiteral("sheetCopy"));
    connect(copy, &QPushButton::clicked, this, [this, toCopy, what] { m_context.shell.copyText(toCopy, what); });
    column->addWidget(copy, 0, Qt::AlignLeft);
    m_cancel->setFocus();
}

namespace {

struct Sheets {
    Q_DECLARE_TR_FUNCTIONS(taodeck::ui::LocalnetSheet)
};

QString nameHelp() {
    return Sheets::tr("Letters, digits, hyphens and underscores.");
}

/// The usual end: toast and close, or the refusal in the sheet.
template <class T>
LocalnetState::Then<T> finish(Context& context, LocalnetSheet* sheet, LocalnetCommand command, const QString& success) {
    return [&context, guard = QPointer{sheet}, command, success](const Result<T>& answer) {
        if (!answer) {
            const auto why = refusal(command, answer.error());
            if (guard) return guard->fail(why);
            return context.shell.toast(ToastKind::Problem, why);
        }
        if (guard) guard->close();
        context.shell.toast(ToastKind::Success, success);
    };
}

BlockNumber newest(const LocalnetState& state) {
    return state.status().value ? state.status().value->best : BlockNumber{};
}

} // namespace

LocalnetSheet* makeResetSheet(Context& context, LocalnetState& state) {
    auto* sheet = new LocalnetSheet(context, Sheets::tr("Reset the chain"), Sheets::tr("Reset"), ButtonKind::Danger);
    sheet->addText(Sheets::tr("A new chain begins at block 0 and takes this one's place."));
    sheet->addText(Sheets::tr("Lost for good: all %1 blocks, every transaction in them, and what they made: balances, "
                              "stakes, subnets and neurons of this chain.")
                       .arg(blockText(newest(state))),
                   Tone::Negative);
    sheet->addText(Sheets::tr("Kept: snapshots, forks and your wallets' keys. What you want to come back to, take a "
                              "snapshot of first."));
    auto* world = new Segmented({Sheets::tr("With its world"), Sheets::tr("Empty")},
                                state.status().value && state.status().value->empty ? 1 : 0);
    world->setObjectName(QStringLiteral("resetWorld"));
    auto* worldRow = new QWidget;
    auto* worldLayout = makeRow(0);
    worldLayout->addWidget(world);
    worldLayout->addStretch(1);
    worldRow->setLayout(worldLayout);
    sheet->addWidget(new FormField(Sheets::tr("The new chain"), worldRow,
                                   Sheets::tr("The world makes itself in the first 300 blocks; an empty chain has the "
                                              "root network alone.")));
    auto* seed = makeLineEdit(Sheets::tr("As now"), 20);
    seed->setObjectName(QStringLiteral("resetSeed"));
    auto* seedField = new FormField(
        Sheets::tr("Seed"), seed, Sheets::tr("A number; the same seed makes the same world. Empty: as this chain's."));
    sheet->addWidget(seedField);
    QObject::connect(seed, &QLineEdit::textEdited, seedField, [seedField] { seedField->setError({}); });
    sheet->setAction([&context, &state, sheet, world, seed, seedField] {
        std::optional<std::uint64_t> number;
        if (!seed->text().isEmpty()) {
            bool ok = false;
            number = seed->text().toULongLong(&ok);
            if (!ok) {
                sheet->setWorking(false);
                return seedField->setError(Sheets::tr("A seed is a whole number, 0 or more."));
            }
        }
        state.reset(number, world->chosen() == 1,
                    finish<LocalnetStatus>(context, sheet, LocalnetCommand::Reset, Sheets::tr("A new chain runs.")));
    });
    return sheet;
}

LocalnetSheet* makeSnapshotSheet(Context& context, LocalnetState& state) {
    auto* sheet =
        new LocalnetSheet(context, Sheets::tr("Take a snapshot"), Sheets::tr("Take snapshot"), ButtonKind::Primary);
    sheet->addText(Sheets::tr("A copy of the whole chain at its newest block. It stays on this machine until you "
                              "delete it, also after a reset."));
    auto* name = sheet->addName(Sheets::tr("Name"), QStringLiteral("block-%1").arg(raw(newest(state))), nameHelp());
    sheet->setAction([&context, &state, sheet, name] {
        state.takeSnapshot(
            name->text().trimmed().toStdString(),
            finish<LocalnetSnapshot>(context, sheet, LocalnetCommand::Snapshot, Sheets::tr("The snapshot is taken.")));
    });
    return sheet;
}

LocalnetSheet* makeRestoreSheet(Context& context, LocalnetState& state, const LocalnetSnapshot& snapshot) {
    const auto name = plain(ForeignText{snapshot.name});
    auto* sheet =
        new LocalnetSheet(context, Sheets::tr("Restore %1").arg(name), Sheets::tr("Restore"), ButtonKind::Danger);
    sheet->addText(Sheets::tr("The chain goes back to block %1, as it was when the snapshot was taken.")
                       .arg(blockText(snapshot.block)));
    if (!snapshot.sameChain)
        sheet->addText(Sheets::tr("Lost for good: this chain with all its %1 blocks. The snapshot is of the chain that "
                                  "ran before a reset.")
                           .arg(blockText(newest(state))),
                       Tone::Negative);
    else if (newest(state) > snapshot.block)
        sheet->addText(Sheets::tr("Lost for good: blocks %1 to %2 and every transaction in them.")
                           .arg(blockText(BlockNumber{raw(snapshot.block) + 1}), blockText(newest(state))),
                       Tone::Negative);
    sheet->addText(Sheets::tr("Kept: all snapshots, this one too. To keep the blocks of now as well, take a snapshot "
                              "first."));
    sheet->setAction([&context, &state, sheet, id = snapshot.name, block = snapshot.block] {
        state.restore(id, finish<LocalnetStatus>(context, sheet, LocalnetCommand::Restore,
                                                 Sheets::tr("The chain is at block %1 again.").arg(blockText(block))));
    });
    return sheet;
}

LocalnetSheet* makeForkSheet(Context& context, LocalnetState& state, const LocalnetSnapshot& snapshot) {
    const auto name = plain(ForeignText{snapshot.name});
    auto* sheet =
        new LocalnetSheet(context, Sheets::tr("Fork %1").arg(name), Sheets::tr("Make fork"), ButtonKind::Primary);
    sheet->addText(Sheets::tr("A second chain with the same history up to block %1, in a folder of its own. This chain "
                              "goes on as it is.")
                       .arg(blockText(snapshot.block)));
    sheet->addText(Sheets::tr("Both have the same genesis: what is signed for one is valid on the other."),
                   Tone::Text2);
    auto* target = sheet->addName(Sheets::tr("Name of the fork"), name + QStringLiteral("-fork"), nameHelp());
    sheet->setAction([&state, sheet, target, id = snapshot.name] {
        state.fork(
            id, target->text().trimmed().toStdString(), [guard = QPointer{sheet}](const Result<std::string>& folder) {
                if (!guard) return;
                if (!folder) return guard->fail(refusal(LocalnetCommand::Fork, folder.error()));
                auto path = plain(ForeignText{*folder}, 400);
                path.replace(u'\'', QStringLiteral("'\\''"));
                guard->showOutcome(Sheets::tr("The fork is made. Start it as a node of its own with:"),
                                   QStringLiteral("taodeck-localnet --state '%1'").arg(path), Sheets::tr("Command"));
            });
    });
    return sheet;
}

LocalnetSheet* makeDeleteSheet(Context& context, LocalnetState& state, const LocalnetSnapshot& snapshot) {
    const auto name = plain(ForeignText{snapshot.name});
    auto* sheet =
        new LocalnetSheet(context, Sheets::tr("Delete %1").arg(name), Sheets::tr("Delete"), ButtonKind::Danger);
    sheet->addText(Sheets::tr("Lost for good: the copy of the chain at block %1 (%2). The chain itself and forks that "
                              "were made of it stay.")
                       .arg(blockText(snapshot.block), sizeText(snapshot.bytes)),
                   Tone::Negative);
    sheet->setAction([&context, &state, sheet, id = snapshot.name] {
        state.remove(id, finish<LocalnetStatus>(context, sheet, LocalnetCommand::Delete,
                                                Sheets::tr("The snapshot is deleted.")));
    });
    return sheet;
}

} // namespace taodeck::ui
