#pragma once
/// The embedded chain's controls: speed, pause, steps, reset, snapshots, cast. Only on that network.

#include "ui/screens/localnet/localnet_sheets.h"
#include "ui/screens/localnet/localnet_tables.h"
#include "ui/shell/page.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/data_table.h"

#include <QCheckBox>

namespace taodeck::ui {

class LocalnetScreen : public Page {
    Q_OBJECT
public:
    explicit LocalnetScreen(Context& context);
    static bool isOffered(const Context& context) { return context.services.network.current() == "localnet"; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildControl();
    QWidget* buildFacts();
    QWidget* buildSnapshots();
    QWidget* buildEpochs();
    QPushButton* addVerb(QHBoxLayout* row, const QString& text, const char* iconName, const char* name);
    void refresh();
    void showControl(const api::LocalnetStatus& status);
    void showFacts(const api::LocalnetStatus& status);
    void showSnapshots();
    void showEpochs();
    void showSubnetChoices(const std::vector<api::SubnetRow>& rows);
    void enable();
    std::optional<NetUid> chosenSubnet() const;
    using SheetMaker = LocalnetSheet* (*)(Context&, LocalnetState&, const api::LocalnetSnapshot&);
    void openForRow(SheetMaker make, int row);
    void takeSnapshot();

    Context& m_context;
    LocalnetState m_state;
    SnapshotsModel m_snapshotsModel;
    EpochsModel m_epochsModel;
    QWidget *m_none, *m_cards; ///< Why there is nothing, or what there is.
    StateView* m_states;
    Label *m_block, *m_blockLabel, *m_speedNow, *m_final, *m_chainTime, *m_slot, *m_rate, *m_database, *m_world,
        *m_seed, *m_genesis;
    Chip* m_chip;
    Segmented* m_speed;
    QComboBox* m_subnet;
    QCheckBox* m_cast;
    QPushButton *m_run, *m_stepBlock, *m_stepEpoch, *m_reset, *m_take, *m_restore, *m_fork, *m_delete;
    DataTable *m_snapshots, *m_epochs;
    TrustPill* m_epochsTrust;
};

} // namespace taodeck::ui
