#pragma once
/// The model files that workers can run: what they are, whether they fit this machine, and what is wrong with those
/// that are broken. Files are read in a confined process of the worker; the window never opens one.

#include "ui/bridge/context.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/value_labels.h"

namespace taodeck::ui {

class ModelsModel : public TableModel<api::ModelRow> {
    Q_OBJECT
public:
    explicit ModelsModel(QObject* parent = nullptr);
};

class ModelsPanel : public QWidget {
    Q_OBJECT
public:
    explicit ModelsPanel(Context& context, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void read();
    void refresh();
    void refreshMachine();
    void enable();
    void add();
    void check(int row);
    void adopt(const api::ModelRow& row);

    Context& m_context;
    ModelsModel m_model;
    Loadable<std::vector<api::ModelRow>> m_rows;
    Loadable<api::MachineState> m_machine;
    bool m_asked{false};
    std::vector<std::string> m_checking; ///< Paths.
    DataTable* m_table;
    QPushButton *m_add, *m_check, *m_copy;
    Label *m_words, *m_gpu, *m_memory;
};

} // namespace taodeck::ui
