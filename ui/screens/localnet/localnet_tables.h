#pragma once
/// Rows of the Localnet page's tables.

#include "core/api/chain_service.h"
#include "core/api/localnet_service.h"
#include "ui/widgets/table_model.h"

namespace taodeck::ui {

struct SnapshotLine {
    api::LocalnetSnapshot row;
    std::chrono::milliseconds since{0}; ///< It was taken.
};

struct EpochLine {
    api::SubnetRow row;
    std::uint32_t blocks{0};                       ///< Until its next epoch.
    std::optional<std::chrono::milliseconds> wait; ///< In real time; empty when nobody can tell.
};

class SnapshotsModel : public TableModel<SnapshotLine> {
    Q_OBJECT
public:
    explicit SnapshotsModel(QObject* parent = nullptr);
};

class EpochsModel : public TableModel<EpochLine> {
    Q_OBJECT
public:
    explicit EpochsModel(QObject* parent = nullptr);
};

/// "1 · Apex text"
QString subnetTitle(const api::SubnetRow& row);

} // namespace taodeck::ui
