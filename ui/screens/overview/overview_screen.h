#pragma once
/// What I own, how it changed, what needs me, and how fresh all of it is.

#include "ui/shell/page.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/value_labels.h"

namespace taodeck::ui {

/// One thing that needs the person; made by attentionFor from what is known.
struct Attention {
    QString title, reason, action, target; ///< `target` is a screen id.
    Tone tone{Tone::Warning};
};
std::vector<Attention> attentionFor(const Context& context);

class OverviewScreen : public Page {
    Q_OBJECT
public:
    explicit OverviewScreen(Context& context);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void historyChanged();
    void refreshTotals();
    void refreshHistory();
    void refreshBlock();
    void refreshAttention();
    void refreshActions();
    void takeValues(Result<std::vector<api::ValuePoint>> points);
    void takeEarnings(Result<std::vector<api::EarningPoint>> points);

    Context& m_context;
    StateView* m_noWallet;
    QWidget* m_content;
    BigNumber* m_total;
    AmountLabel *m_free, *m_staked, *m_exit, *m_reserved;
    TimeChart *m_values, *m_earnings;
    QVBoxLayout *m_attention, *m_recent;
    Label *m_blockNumber, *m_blockAge, *m_blockHash, *m_authorities, *m_blockTime;
    TrustPill* m_blockTrust;
    QTimer m_tick, m_historyPause;
    bool m_historyStale{false};
    std::vector<QString> m_attentionShown;
    Subscription m_onHistory;
    std::uint64_t m_round{0};
    std::optional<std::pair<BlockHash, AccountId>> m_shown; ///< What the charts are about.
};

} // namespace taodeck::ui
