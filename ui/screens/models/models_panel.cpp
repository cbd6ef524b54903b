#include "ui/screens/models/models_panel.h"

#include "ui/bridge/errors.h"
#include "ui/bridge/on_gui.h"
#include "ui/screens/mine/mine_words.h"
#include "ui/shell/page.h"

#include <QMenu>
#include <QPointer>

namespace taodeck::ui {
namespace {

QString modelName(const api::ModelRow& row) {
    const auto name = plain(row.name, 60);
    return name.isEmpty() ? plain(ForeignText{row.path}, 400).section(u'/', -1) : name;
}

Cell notKnown(const QString& why) {
    Cell cell;
    cell.text = dash();
    cell.tip = why;
    cell.sort = -1.0;
    return cell;
}

QString shortHash(const std::string& hex) {
    const auto text = plain(ForeignText{hex}, 80);
    return text.size() <= 16 ? text : text.left(8) + QChar{0x2026} + text.right(6);
}

Cell sizedCell(std::uint64_t value, const QString& text) {
    Cell cell;
    cell.text = text;
    cell.sort = QVariant::fromValue<qulonglong>(value);
    cell.tip = countText(value);
    return cell;
}

std::vector<Column<api::ModelRow>> modelColumns() {
    return {
        {{QStringLiteral("name"), ModelsModel::tr("Model"), {}, false, 200, true},
         [](const api::ModelRow& row) {
             Cell cell;
             cell.text = modelName(row);
             cell.tip = plain(ForeignText{row.path}, 400);
             return cell;
         }},
        {{QStringLiteral("origin"), ModelsModel::tr("Origin"), {}, false, 92, false, true, true},
         [](const api::ModelRow& row) {
             Cell cell;
             cell.text = row.bundled ? ModelsModel::tr("Bundled") : ModelsModel::tr("Own file");
             cell.tip = row.bundled ? ModelsModel::tr("Comes with Taodeck: small, for the localnet and for practice.")
                                    : plain(ForeignText{row.path}, 400);
             cell.chip = true;
             return cell;
         }},
        {{QStringLiteral("parameters"), ModelsModel::tr("Parameters"), {}, true, 98},
         [](const api::ModelRow& row) {
             return row.parameters == 0 ? notKnown(ModelsModel::tr("The file could not be read."))
                                        : sizedCell(row.parameters, parametersText(row.parameters));
         }},
        {{QStringLiteral("quantisation"), ModelsModel::tr("Quantisation"), {}, false, 100},
         [](const api::ModelRow& row) {
             if (row.quantisation.empty()) return notKnown(ModelsModel::tr("The file could not be read."));
             Cell cell;
             cell.text = plain(ForeignText{row.quantisation}, 20);
             cell.tip = plain(ForeignText{row.family}, 40);
             return cell;
         }},
        {{QStringLiteral("size"), ModelsModel::tr("Size"), {}, true, 92},
         [](const api::ModelRow& row) {
             auto cell = sizedCell(row.bytes, bytesText(row.bytes));
             cell.tip = ModelsModel::tr("%1 bytes").arg(countText(row.bytes));
             return cell;
         }},
        {{QStringLiteral("context"), ModelsModel::tr("Context"), ModelsModel::tr("Tokens that it can look back on."),
          true, 84, false, false},
         [](const api::ModelRow& row) {
             return row.context == 0 ? notKnown(ModelsModel::tr("The file could not be read."))
                                     : sizedCell(row.context, countText(row.context));
         }},
        {{QStringLiteral("sha256"), ModelsModel::tr("SHA-256"), {}, false, 150},
         [](const api::ModelRow& row) {
             if (row.sha256.empty()) return notKnown(ModelsModel::tr("Not computed yet: check the file."));
             Cell cell;
             cell.text = shortHash(row.sha256);
             cell.tip = plain(ForeignText{row.sha256}, 80);
             return cell;
         }},
        {{QStringLiteral("fit"), ModelsModel::tr("Fit"), ModelsModel::tr("Whether it fits this machine now."), false,
          138, false, true, true},
         [](const api::ModelRow& row) {
             Cell cell;
             cell.text = fitWord(row.fit);
             cell.tone = fitTone(row.fit);
             cell.tip = sentence(row.words);
             cell.chip = true;
             cell.sort = static_cast<int>(row.fit);
             return cell;
         }},
    };
}

} // namespace

ModelsModel::ModelsModel(QObject* parent) : TableModel(modelColumns(), parent) {}

ModelsPanel::ModelsPanel(Context& context, QWidget* parent) : QWidget(parent), m_context(context) {
    setObjectName(QStringLiteral("modelsPanel"));
    auto* column = makeColumn(this, space::kGroup);
    auto* card = new Card(tr("Models"));
    card->setFlush();
    m_check = makeButton(tr("Check again"), ButtonKind::Normal, QStringLiteral("refresh"));
    m_check->setObjectName(QStringLiteral("checkModel"));
    m_copy = makeButton(tr("Copy SHA-256"), ButtonKind::Normal, QStringLiteral("copy"));
    m_copy->setObjectName(QStringLiteral("copyHash"));
    m_add = makeButton(tr("Add a file…"), ButtonKind::Primary, QStringLiteral("plus"));
    m_add->setObjectName(QStringLiteral("addModel"));
    for (auto* button : {m_check, m_copy, m_add})
        card->header()->addWidget(button);
    m_table = new DataTable(m_model, tr("Models"));
    m_table->setObjectName(QStringLiteral("models"));
    m_table->setFitRows(3, 14);
    card->body()->addWidget(m_table);
    m_words = (new Label({}, TextSize::Body, Tone::Text2))->wrapped(false);
    m_words->setObjectName(QStringLiteral("modelWords"));
    m_words->setContentsMargins(space::kGroup, 8, space::kGroup, 6);
    card->body()->addWidget(m_words);
    column->addWidget(card);
    auto* machine = new Card(tr("This machine"));
    auto* facts = new FactList;
    m_gpu = facts->addText(tr("GPU"), dash());
    m_gpu->setObjectName(QStringLiteral("modelsGpu"));
    m_memory = facts->addText(tr("Memory free"), dash());
    machine->body()->addWidget(facts);
    machine->body()->addWidget(
        (new Label(
             tr("Files of the GGUF format. A file from a stranger is opened in a confined process only: the worst "
                "that a broken one does is to be refused."),
             TextSize::Caption, Tone::Text3))
            ->wrapped());
    column->addWidget(machine);
    column->addStretch(1);

    connect(m_add, &QPushButton::clicked, this, &ModelsPanel::add);
    connect(m_check, &QPushButton::clicked, this, [this] { check(m_table->currentRow()); });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        const int at = m_table->currentRow();
        if (at >= 0) m_context.shell.copyText(plain(ForeignText{m_model.row(at).sha256}, 80), tr("SHA-256"));
    });
    connect(m_table, &DataTable::currentRowChanged, this, &ModelsPanel::enable);
    connect(m_table, &DataTable::activated, this, &ModelsPanel::check);
    connect(m_table, &DataTable::stateActionPressed, this, [this] {
        if (m_rows.hasFailed())
            read();
        else
            add();
    });
    m_table->setRowMenu([this](int at, QMenu& menu) {
        menu.addAction(tr("Check again"), this, [this, at] { check(at); });
        auto* copy = menu.addAction(tr("Copy SHA-256"), this, [this, hash = m_model.row(at).sha256] {
            m_context.shell.copyText(plain(ForeignText{hash}, 80), tr("SHA-256"));
        });
        copy->setEnabled(!m_model.row(at).sha256.empty());
        menu.addAction(tr("Copy path"), this, [this, path = m_model.row(at).path] {
            m_context.shell.copyText(plain(ForeignText{path}, 400), tr("Path"));
        });
    });
    refresh();
    refreshMachine();
}

void ModelsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    read(); // free memory is another every time
}

void ModelsPanel::read() {
    if (std::exchange(m_asked, true)) return;
    m_context.services.workers.models(onGui(this, [this](Result<std::vector<api::ModelRow>> rows) {
        m_asked = false;
        m_rows.take(std::move(rows));
        refresh();
    }));
    m_context.services.workers.machine(onGui(this, [this](Result<api::MachineState> machine) {
        m_machine.take(std::move(machine));
        refreshMachine();
    }));
}

void ModelsPanel::refresh() {
    if (m_rows.hasFailed()) {
        m_table->showFailed(tr("The models cannot be listed"), explain(*m_rows.error).joined(), tr("Try again"));
    } else if (!m_rows.value) {
        m_table->showLoading(tr("Looking at the model files"));
    } else if (m_rows.value->empty()) {
        m_table->showEmpty(tr("No model yet"), tr("Add a GGUF file; you see whether it fits before it is used."),
                           tr("Add a file…"));
    } else {
        m_model.setRows(*m_rows.value);
        m_table->showRows();
        if (m_table->currentRow() < 0) m_table->view().selectRow(0);
    }
    const bool empty = m_rows.value && m_rows.value->empty();
    m_add->setVisible(!empty && !m_rows.hasFailed()); // the empty place has this verb itself
    enable();
}

void ModelsPanel::enable() {
    const int at = m_table->showsRows() ? m_table->currentRow() : -1;
    const bool any = at >= 0 && at < m_model.rowCount();
    const bool checking = any && std::count(m_checking.begin(), m_checking.end(), m_model.row(at).path) > 0;
    m_check->setEnabled(any && !checking);
    m_check->setText(checking ? tr("Checking…") : tr("Check again"));
    m_copy->setEnabled(any && !m_model.row(at).sha256.empty());
    m_words->setVisible(any);
    if (!any) return;
    const auto& row = m_model.row(at);
    m_words->setText(tr("%1. %2: %3").arg(modelName(row), fitWord(row.fit), sentence(row.words)));
    m_words->setTone(fitTone(row.fit));
}

void ModelsPanel::refreshMachine() {
    if (!m_machine.value) {
        const auto why = m_machine.error ? explain(*m_machine.error).joined() : tr("Being measured.");
        for (auto* label : {m_gpu, m_memory}) {
            label->setText(dash());
            setPlainToolTip(label, why);
        }
        return;
    }
    const auto& state = *m_machine.value;
    QStringList gpus;
    for (const auto& gpu : state.gpus)
        gpus << tr("%1: %2 of %3 free").arg(plain(gpu.name, 60), bytesText(gpu.freeBytes), bytesText(gpu.totalBytes));
    m_gpu->setText(gpus.isEmpty() ? tr("None: %1").arg(sentence(state.gpuWords)) : gpus.join(u'\n'));
    m_memory->setText(tr("%1 of %2").arg(bytesText(state.memoryFree), bytesText(state.memoryTotal)));
}

void ModelsPanel::adopt(const api::ModelRow& row) {
    if (!m_rows.value) return read();
    auto& rows = *m_rows.value;
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& old) { return old.path == row.path; });
    if (found == rows.end())
        rows.push_back(row);
    else
        *found = row;
    refresh();
    for (int at = 0; at < m_model.rowCount(); ++at)
        if (m_model.row(at).path == row.path) m_table->selectSourceRow(at);
}

void ModelsPanel::add() {
    m_context.dialogs.openFile(
        this, tr("Add a model file"), tr("GGUF models (*.gguf)"), [guard = QPointer{this}](const QString& path) {
            if (!guard) return;
            guard->m_context.services.workers.addModel(
                path.toStdString(), onGui(guard.data(), [panel = guard.data()](Result<api::ModelRow> row) {
                    if (!row)
                        return panel->m_context.shell.toast(
                            ToastKind::Problem, tr("The file was not added. %1").arg(explain(row.error()).joined()));
                    panel->adopt(*row);
                }));
        });
}

void ModelsPanel::check(int row) {
    if (row < 0 || row >= m_model.rowCount()) return;
    const auto path = m_model.row(row).path;
    if (std::count(m_checking.begin(), m_checking.end(), path) > 0) return;
    m_checking.push_back(path);
    enable();
    m_context.services.workers.inspectModel(
        path, onGui(this, [this, path](Result<api::ModelRow> checked) {
            std::erase(m_checking, path);
            if (checked) return adopt(*checked);
            m_context.shell.toast(ToastKind::Problem,
                                  tr("The file was not checked. %1").arg(explain(checked.error()).joined()));
            enable();
        }));
}

} // namespace taodeck::ui
