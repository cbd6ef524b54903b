#include "ui/screens/proof/proof_panel.h"

#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"

#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QSaveFile>

namespace taodeck::ui {

void ProofPanel::openBalance(Context& context) {
    const auto* wallet = context.accounts.current();
    if (!wallet) return;
    auto* panel = new ProofPanel(context);
    context.shell.openSheet(panel);
    context.services.chain.proveBalance(
        wallet->coldkey, onGui(panel, [panel](Result<api::ProofReport> report) { panel->show(std::move(report)); }));
}

void ProofPanel::openPosition(Context& context, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid) {
    auto* panel = new ProofPanel(context);
    context.shell.openSheet(panel);
    context.services.chain.provePosition(
        coldkey, hotkey, netuid,
        onGui(panel, [panel](Result<api::ProofReport> report) { panel->show(std::move(report)); }));
}

ProofPanel::ProofPanel(Context& context) : m_context(context) {
    setWindowTitle(tr("Proof"));
    setObjectName(QStringLiteral("proofPanel"));
    m_column = makeColumn(this, space::kGroup);
    m_column->setContentsMargins(space::kScreen, space::kRelated, space::kScreen, space::kScreen);
    m_state = new StateView;
    m_state->setMinimumHeight(300);
    m_state->showLoading(tr("Reading the proof from the node and checking it"));
    m_column->addWidget(m_state);
}

void ProofPanel::show(Result<api::ProofReport> report) {
    if (!report) return m_state->showFailed(tr("There is no proof to show"), explain(report.error()).joined());
    m_state->hide();
    build(*report);
}

QWidget* ProofPanel::makeHex(const QString& hex, const QString& name, int lines) {
    auto* box = new QPlainTextEdit(hex);
    box->setReadOnly(true);
    box->setAccessibleName(name);
    box->setFont(Theme::instance().mono(TextSize::Caption));
    box->setWordWrapMode(QTextOption::WrapAnywhere);
    box->setTabChangesFocus(true);
    constexpr int kPerLine = 76; // at the sheet's usual width
    const int wanted = static_cast<int>((hex.size() + kPerLine - 1) / kPerLine);
    box->setFixedHeight(Theme::instance().px(18 + 16 * std::clamp(wanted, 1, lines)));
    return box;
}

void ProofPanel::build(const api::ProofReport& report) {
    m_json = report.json;
    auto* head = makeRow(space::kRelated);
    auto* pill = new TrustPill;
    pill->setOpensProof(false);
    pill->setTrust(report.trust, tr("block %1").arg(blockText(report.block)));
    head->addWidget(pill);
    head->addStretch(1);
    auto* save = makeButton(tr("Export to a file"), ButtonKind::Primary, QStringLiteral("export"));
    save->setObjectName(QStringLiteral("exportProof"));
    connect(save, &QPushButton::clicked, this, &ProofPanel::save);
    head->addWidget(save);
    m_column->addLayout(head);
    m_column->addWidget(
        (new Label(plain(ForeignText{report.title}, 240), TextSize::Section, Tone::Text, true))->wrapped());
    m_column->addWidget(
        (new Label(plain(ForeignText{report.explanation}, 1200), TextSize::Body, Tone::Text2))->wrapped());

    auto* facts = new FactList;
    facts->addText(tr("Block"), blockText(report.block));
    if (!report.justification.empty()) {
        facts->addText(tr("Finalised by"), tr("%1 of %2 authorities (%3 needed), round %4, set %5")
                                               .arg(report.signatures)
                                               .arg(report.authorities)
                                               .arg(report.threshold)
                                               .arg(countText(report.round), countText(report.setId)));
        facts->addText(tr("Justified block"), blockText(report.justifiedBlock));
    } else {
        facts->addText(tr("Finalised by"), tr("no justification held for this block"), Tone::Warning);
    }
    facts->addText(
        tr("Proof size"),
        tr("%1 bytes in %n node(s)", nullptr, static_cast<int>(report.nodes.size())).arg(countText(report.proofBytes)));
    m_column->addWidget(facts);

    const auto section = [this](const QString& title, const QString& help, const QString& hex, int lines) {
        auto* column = makeColumn(nullptr, 4);
        column->addWidget(new Label(title, TextSize::Body, Tone::Text, true));
        if (!help.isEmpty()) column->addWidget((new Label(help, TextSize::Caption, Tone::Text3))->wrapped());
        column->addWidget(makeHex(hex.isEmpty() ? dash() : hex, title, lines));
        m_column->addLayout(column);
    };
    for (const auto& entry : report.entries) {
        section(tr("Key"), plain(ForeignText{entry.name}, 160), q(entry.key), 4);
        section(tr("Value"),
                entry.value.empty() ? tr("Proven absent: the state has no such key.")
                                    : tr("SCALE, as the state holds it."),
                q(entry.value), 4);
    }
    QString nodes;
    for (const auto& node : report.nodes)
        nodes += (nodes.isEmpty() ? QString{} : QStringLiteral("\n\n")) + q(node);
    section(tr("Proof nodes"), tr("Trie nodes from the value up to the root; each hashes into the one above."), nodes,
            7);
    section(tr("State root"), tr("What the topmost node hashes to, and what the header says."), q(report.stateRoot), 2);
    section(tr("Header"), tr("SCALE; its Blake2b hash is the block hash below."), q(report.header), 6);
    section(tr("Block hash"), {}, q(report.blockHash), 2);
    section(tr("Justification"), tr("GRANDPA precommits of the authorities of set %1.").arg(countText(report.setId)),
            q(report.justification), 5);
    m_column->addStretch(1);
}

void ProofPanel::save() {
    m_context.dialogs.saveFile(
        this, tr("Export the proof"), QStringLiteral("taodeck-proof.json"), [this](const QString& path) {
            QSaveFile file(path);
            const auto size = static_cast<qint64>(m_json.size());
            const bool written =
                file.open(QIODevice::WriteOnly) && file.write(m_json.data(), size) == size && file.commit();
            m_context.shell.toast(written ? ToastKind::Success : ToastKind::Problem,
                                  written ? tr("The proof was written to %1.").arg(path)
                                          : tr("The proof could not be written: %1").arg(file.errorString()));
        });
}

} // namespace taodeck::ui
