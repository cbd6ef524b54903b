#pragma once
/// Rows of the stake screen's tables.

#include "core/api/chain_service.h"
#include "ui/widgets/table_model.h"

namespace taodeck::ui {

struct EarnedSums {
    Alpha day, month;
    bool known{false}; ///< The history reaches back far enough to say anything.
};

struct PositionRow {
    api::StakePosition position;
    Trust trust{Trust::Unknown};
    EarnedSums earned;
};

struct ValidatorLine {
    api::ValidatorRow row;
    Trust trust{Trust::Unknown};
    ForeignText symbol;
};

class PositionsModel : public TableModel<PositionRow> {
    Q_OBJECT
public:
    explicit PositionsModel(QObject* parent = nullptr);
};

class ValidatorsModel : public TableModel<ValidatorLine> {
    Q_OBJECT
public:
    explicit ValidatorsModel(QObject* parent = nullptr);
};

/// Own part of the value that leaving now would cost, 0..1.
double exitLoss(const api::StakePosition& position);

} // namespace taodeck::ui
