#pragma once
/// Positions with what leaving now returns, and validators with the evidence to choose by.

#include "ui/screens/stake/stake_models.h"
#include "ui/shell/page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/value_labels.h"

#include <QComboBox>
#include <QLineEdit>

namespace taodeck::ui {

class StakeScreen : public Page {
    Q_OBJECT
public:
    explicit StakeScreen(Context& context);

private:
    QWidget* buildSummary();
    QWidget* buildPositions();
    QWidget* buildValidators();
    void refreshPositions();
    void refreshEarned();
    void refreshSubnets();
    void refreshValidators();
    void showValidators();
    void refreshFund();
    void addTo(int positionRow);
    void unstake(int positionRow);
    void stakeTo(int validatorRow);
    void openForm(const AccountId& hotkey, const QString& name, NetUid netuid, const ForeignText& symbol);
    void fund();
    NetUid chosenSubnet() const;
    ForeignText symbolOf(NetUid netuid) const;

    Context& m_context;
    PositionsModel m_positionsModel;
    ValidatorsModel m_validatorsModel;
    DataTable *m_positions, *m_validators;
    AmountLabel *m_value, *m_exit, *m_loss;
    TrustPill* m_trust;
    QPushButton *m_fund, *m_add, *m_unstake, *m_stake, *m_proof;
    QComboBox* m_subnet;
    QLineEdit* m_search;
    Label* m_estimateNote;
    Loadable<Stated<std::vector<api::SubnetRow>>> m_subnets;
    Loadable<Stated<std::vector<api::ValidatorRow>>> m_validatorRows;
    std::map<std::pair<AccountId, NetUid>, EarnedSums> m_earned;
    std::uint64_t m_validatorRound{0};
    int m_blocksSinceList{0};
};

} // namespace taodeck::ui
