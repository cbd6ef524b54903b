#pragma once
/// Rows of the Mine page's tables.

#include "core/api/worker_service.h"
#include "ui/bridge/known_names.h"
#include "ui/widgets/table_model.h"

namespace taodeck::ui {

struct WorkerLine {
    api::WorkerRow row;
    QString subnet; ///< "1 · Apex text"
    ForeignText symbol;
    api::WorkerTime now{};
};

class WorkersModel : public TableModel<WorkerLine> {
    Q_OBJECT
public:
    explicit WorkersModel(QObject* parent = nullptr);
};

class RequestsModel : public TableModel<api::WorkerRequest> {
    Q_OBJECT
public:
    explicit RequestsModel(QObject* parent = nullptr);
};

struct WaterfallLine {
    api::WaterfallPart part;
    QString name; ///< Of the validator, when known.
    ForeignText symbol;
    double share{0}; ///< Of what was paid, 0..1.
};

class WaterfallModel : public TableModel<WaterfallLine> {
    Q_OBJECT
public:
    explicit WaterfallModel(QObject* parent = nullptr);
};

/// "12 of 64"; an em dash while unknown.
QString rankText(const api::WorkerRow& row);
/// How far from being replaced: immunity left, or places above the last one.
struct Safety {
    QString text, why;
    Tone tone{Tone::Text};
    double sort{0}; ///< Larger is safer.
};
Safety safetyOf(const api::WorkerRow& row);
/// Why facts of the chain are not known.
QString unknownReason(const api::WorkerRow& row);

} // namespace taodeck::ui
