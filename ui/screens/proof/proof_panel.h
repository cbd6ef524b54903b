#pragma once
/// "Show proof": everything somebody needs to check a value without this program, and its export to a file.

#include "ui/shell/page.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/value_labels.h"

namespace taodeck::ui {

class ProofPanel : public QWidget {
    Q_OBJECT
public:
    static void openBalance(Context& context);
    static void openPosition(Context& context, const AccountId& coldkey, const AccountId& hotkey, NetUid netuid);

    explicit ProofPanel(Context& context);
    void show(Result<api::ProofReport> report);
    /// Hex in a box as high as it needs, at most `lines`; then it scrolls.
    static QWidget* makeHex(const QString& hex, const QString& name, int lines);

private:
    void build(const api::ProofReport& report);
    void save();

    Context& m_context;
    StateView* m_state;
    QVBoxLayout* m_column;
    std::string m_json;
};

} // namespace taodeck::ui
