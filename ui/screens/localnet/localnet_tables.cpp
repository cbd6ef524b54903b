#include "ui/screens/localnet/localnet_tables.h"

#include "ui/bridge/format.h"
#include "ui/screens/localnet/localnet_words.h"

namespace taodeck::ui {
namespace {

template <class T>
QVariant number(T value) {
    return QVariant::fromValue<qulonglong>(static_cast<qulonglong>(value));
}

std::vector<Column<SnapshotLine>> snapshotColumns() {
    return {
        {{QStringLiteral("name"), SnapshotsModel::tr("Name"), {}, false, 190, true},
         [](const SnapshotLine& r) {
             Cell cell;
             cell.text = plain(ForeignText{r.row.name});
             return cell;
         }},
        {{QStringLiteral("block"), SnapshotsModel::tr("Block"), {}, true, 84},
         [](const SnapshotLine& r) {
             Cell cell;
             cell.text = blockText(r.row.block);
             cell.sort = number(raw(r.row.block));
             return cell;
         }},
        {{QStringLiteral("taken"), SnapshotsModel::tr("Taken"), {}, false, 88},
         [](const SnapshotLine& r) {
             Cell cell;
             cell.text = age(r.since);
             cell.tip = chainTimeText(r.row.madeAt);
             cell.sort = number(r.row.madeAt.time_since_epoch().count());
             return cell;
         }},
        {{QStringLiteral("size"), SnapshotsModel::tr("Size"), {}, false, 76},
         [](const SnapshotLine& r) {
             Cell cell;
             cell.text = sizeText(r.row.bytes);
             cell.sort = number(r.row.bytes);
             return cell;
         }},
        {{QStringLiteral("chain"), SnapshotsModel::tr("Chain"),
          SnapshotsModel::tr("Whether it was taken of this chain or before a reset."), false, 112, false, true, true},
         [](const SnapshotLine& r) {
             Cell cell;
             cell.chip = true;
             cell.text = r.row.sameChain ? SnapshotsModel::tr("This chain") : SnapshotsModel::tr("Before a reset");
             return cell;
         }},
    };
}

std::vector<Column<EpochLine>> epochColumns() {
    return {
        {{QStringLiteral("subnet"), EpochsModel::tr("Subnet"), {}, false, 170, true},
         [](const EpochLine& r) {
             Cell cell;
             cell.text = subnetTitle(r.row);
             if (!r.row.started) {
                 cell.second = EpochsModel::tr("not started");
                 cell.tip = EpochsModel::tr("not started"); // the table drops the second text where there is no room
                 cell.tone = Tone::Text3;
             }
             cell.sort = number(raw(r.row.netuid));
             return cell;
         }},
        {{QStringLiteral("tempo"), EpochsModel::tr("Tempo"), EpochsModel::tr("Blocks from one epoch to the next."),
          true, 72},
         [](const EpochLine& r) {
             Cell cell;
             cell.text = countText(r.row.tempo);
             cell.sort = number(r.row.tempo);
             return cell;
         }},
        {{QStringLiteral("blocks"), EpochsModel::tr("Blocks left"), EpochsModel::tr("Until the next epoch."), true, 92},
         [](const EpochLine& r) {
             Cell cell;
             cell.text = countText(r.blocks);
             cell.sort = number(r.blocks);
             if (r.row.tempo > 0) cell.bar = 1.0 - static_cast<double>(r.blocks) / (r.row.tempo + 1.0);
             return cell;
         }},
        {{QStringLiteral("wait"), EpochsModel::tr("About"),
          EpochsModel::tr("At the speed of now; nothing while paused."), false, 88},
         [](const EpochLine& r) {
             Cell cell;
             cell.text = r.wait ? duration(*r.wait) : dash();
             cell.sort = number(r.blocks);
             return cell;
         }},
    };
}

} // namespace

SnapshotsModel::SnapshotsModel(QObject* parent) : TableModel(snapshotColumns(), parent) {}
EpochsModel::EpochsModel(QObject* parent) : TableModel(epochColumns(), parent) {}

QString subnetTitle(const api::SubnetRow& row) {
    const auto name = plain(row.name, 40);
    const auto netuid = countText(raw(row.netuid));
    return name.isEmpty() ? EpochsModel::tr("Subnet %1").arg(netuid) : EpochsModel::tr("%1 · %2").arg(netuid, name);
}

} // namespace taodeck::ui
