#pragma once
/// One row per screen. Adding a screen means adding a row.

#include "ui/bridge/context.h"

#include <QString>

#include <functional>
#include <vector>

class QWidget;

namespace taodeck::ui {

struct ScreenEntry {
    QString id;
    QString (*title)();
    QString icon;
    std::function<QWidget*(Context&)> make;
    std::function<bool(const Context&)> isOffered; ///< On the network in use; empty: on each.
};

const std::vector<ScreenEntry>& screenRegistry();

} // namespace taodeck::ui
