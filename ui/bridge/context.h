#pragma once
/// What every screen gets: the services, the shared models over them, and the shell's few verbs.

#include "ui/bridge/accounts.h"
#include "ui/bridge/chain_state.h"
#include "ui/bridge/dialogs.h"
#include "ui/bridge/holdings.h"
#include "ui/bridge/known_names.h"
#include "ui/bridge/preferences.h"
#include "ui/bridge/workers.h"

namespace taodeck::ui {

enum class ToastKind { Info, Success, Problem };

/// What a screen may ask of the window around it.
class Shell {
public:
    virtual ~Shell() = default;
    virtual void go(const QString& screenId) = 0;
    virtual void startFirstRun(const QString& step) = 0; ///< "key" to add a wallet, "" from the beginning.
    virtual void firstRunOver() = 0;
    /// Slides `content` over the right half; it is deleted when the sheet closes.
    virtual void openSheet(QWidget* content) = 0;
    virtual void closeSheet() = 0;
    virtual void toast(ToastKind kind, const QString& text) = 0;
    /// Copies, and clears the clipboard after a while unless something else is in it by then.
    virtual void copyText(const QString& text, const QString& what) = 0;
};

struct Context {
    Services services;
    ChainState& chain;
    Accounts& accounts;
    Holdings& holdings;
    Workers& workers;
    Preferences& preferences;
    Dialogs& dialogs;
    Shell& shell;
    QString dataFolder;
    KnownNames names;
};

} // namespace taodeck::ui
