#pragma once
/// Why a payout was what it was: the steps from requests to net TAO as a readable list with bars, and every validator's
/// part of it, which add up to what the chain paid.

#include "ui/bridge/context.h"
#include "ui/screens/mine/mine_models.h"
#include "ui/widgets/data_table.h"

#include <QComboBox>

class QGridLayout;

namespace taodeck::ui {

class WaterfallView : public QWidget {
    Q_OBJECT
public:
    explicit WaterfallView(Context& context, QWidget* parent = nullptr);
    void show(const Loadable<std::vector<api::Waterfall>>& falls, const ForeignText& symbol);
    QString sumText() const { return m_sum->text(); }

signals:
    void againPressed();

private:
    void fillChoices();
    void showChosen();
    void addStep(const QString& name, const QString& value, const QString& meaning, std::optional<double> part,
                 Tone tone = Tone::Text, bool strong = false);

    Context& m_context;
    std::vector<api::Waterfall> m_falls;
    ForeignText m_symbol;
    StateView* m_states;
    QWidget* m_content;
    QComboBox* m_epoch;
    QWidget* m_steps;
    QGridLayout* m_grid;
    int m_row{0};
    bool m_chosenByHand{false}; ///< Else the newest one that paid is shown.
    WaterfallModel m_model;
    DataTable* m_parts;
    Label* m_sum;
};

} // namespace taodeck::ui
