#pragma once
/// The sentences that a person reads when something fails: what happened, why, and what to do next. Made from the
/// error's code; Error::context is for the log and is shown only as a quoted detail where a stranger said it.

#include "core/base/result.h"

#include <QString>

namespace taodeck::ui {

struct Explanation {
    QString why;
    QString next;
    QString joined() const { return next.isEmpty() ? why : why + u' ' + next; }
};

Explanation explain(const Error& error);
/// The name of the code for bug reports ("bad_proof").
QString codeName(const Error& error);
/// A node's or the chain's own words inside an error, cleaned and capped; empty where the context is only ours.
QString foreignDetail(const Error& error);

} // namespace taodeck::ui
