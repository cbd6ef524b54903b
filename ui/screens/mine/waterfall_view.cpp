#include "ui/screens/mine/waterfall_view.h"

#include "ui/bridge/errors.h"
#include "ui/screens/mine/mine_words.h"
#include "ui/widgets/tabular.h"

#include <QDateTime>
#include <QGridLayout>
#include <QPainter>
#include <QSignalBlocker>

namespace taodeck::ui {
namespace {

/// A part of one, as a line; the number stands beside it.
class PartBar : public QWidget {
public:
    PartBar(double part, Tone tone) : m_part(std::clamp(part, 0.0, 1.0)), m_tone(tone) {
        setFixedHeight(Theme::instance().px(8));
        setMinimumWidth(40);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        auto& theme = Theme::instance();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.tokens().raised);
        painter.drawRoundedRect(rect(), 3, 3);
        painter.setBrush(theme.colour(m_tone == Tone::Text ? Tone::Accent : m_tone));
        if (m_part > 0) painter.drawRoundedRect(QRectF(0, 0, std::max(3.0, width() * m_part), height()), 3, 3);
    }

private:
    double m_part;
    Tone m_tone;
};

/// Numbers of a column line up.
class NumberLabel : public Label {
public:
    NumberLabel(const QString& text, Tone tone, bool strong) : Label(text, TextSize::Body, tone, strong) {
        setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
};

double stakeWeighted(const api::Waterfall& fall, double api::WaterfallPart::*value) {
    double sum = 0, stake = 0;
    for (const auto& part : fall.parts) {
        sum += part.*value * part.stakeShare;
        stake += part.stakeShare;
    }
    return stake > 0 ? sum / stake : 0;
}

} // namespace

WaterfallView::WaterfallView(Context& context, QWidget* parent) : QWidget(parent), m_context(context) {
    setObjectName(QStringLiteral("waterfall"));
    auto* column = makeColumn(this, 0);
    m_states = new StateView;
    m_states->setMinimumHeight(160);
    connect(m_states, &StateView::actionPressed, this, &WaterfallView::againPressed);
    column->addWidget(m_states);
    m_content = new QWidget;
    auto* content = makeColumn(m_content, space::kRelated);
    m_epoch = new QComboBox;
    m_epoch->setObjectName(QStringLiteral("waterfallEpoch"));
    m_epoch->setAccessibleName(tr("Epoch"));
    m_epoch->setMinimumContentsLength(18);
    m_epoch->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* choice = makeRow(0);
    choice->setContentsMargins(space::kGroup, 0, space::kGroup, 0);
    choice->addWidget(m_epoch);
    choice->addStretch(1);
    content->addLayout(choice);
    m_steps = new QWidget;
    m_grid = new QGridLayout(m_steps);
    m_grid->setContentsMargins(space::kGroup, 4, space::kGroup, space::kRelated);
    m_grid->setHorizontalSpacing(space::kGroup);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(2, 2);
    m_grid->setColumnStretch(3, 3);
    content->addWidget(m_steps);
    m_parts = new DataTable(m_model, tr("Parts of the payout by validator"));
    m_parts->setObjectName(QStringLiteral("waterfallParts"));
    m_parts->setFitRows(1, 10);
    m_parts->sortBy(QStringLiteral("alpha"), Qt::DescendingOrder);
    content->addWidget(m_parts);
    m_sum = (new Label({}, TextSize::Caption, Tone::Text2))->wrapped(false);
    m_sum->setObjectName(QStringLiteral("waterfallSum"));
    m_sum->setContentsMargins(space::kGroup, 6, space::kGroup, 6);
    content->addWidget(m_sum);
    column->addWidget(m_content);
    connect(m_epoch, &QComboBox::activated, this, [this](int at) {
        m_chosenByHand = at > 0;
        showChosen();
    });
}

void WaterfallView::show(const Loadable<std::vector<api::Waterfall>>& falls, const ForeignText& symbol) {
    m_symbol = symbol;
    const bool any = falls.value && !falls.value->empty();
    m_content->setVisible(any);
    m_states->setVisible(!any);
    if (falls.hasFailed())
        return m_states->showFailed(tr("The payouts cannot be read"), explain(*falls.error).joined(), tr("Try again"));
    if (!falls.value) return m_states->showLoading(tr("Reading the payouts"));
    if (!any)
        return m_states->showEmpty(tr("No payout yet"), tr("The first epoch after the first weights pays; then every "
                                                           "part of it stands here."));
    m_falls = *falls.value;
    fillChoices();
    showChosen();
}

void WaterfallView::fillChoices() {
    const QSignalBlocker quiet(m_epoch);
    const auto before = m_chosenByHand ? m_epoch->currentData() : QVariant{}; // else the newest stays the newest
    m_epoch->clear();
    for (const auto& fall : m_falls) {
        const auto when = QDateTime::fromMSecsSinceEpoch(fall.time.time_since_epoch().count(), Qt::UTC);
        m_epoch->addItem(tr("Block %1, %2 UTC: %3")
                             .arg(blockText(fall.block), when.toString(QStringLiteral("d MMM HH:mm")),
                                  shortAlpha(fall.paid, m_symbol)),
                         raw(fall.block));
    }
    const auto paid =
        std::find_if(m_falls.begin(), m_falls.end(), [](const auto& fall) { return fall.paid != Alpha{}; });
    const auto newest = paid == m_falls.end() ? m_falls.begin() : paid;
    const int at = before.isValid() ? m_epoch->findData(before) : static_cast<int>(newest - m_falls.begin());
    m_epoch->setCurrentIndex(std::max(at, 0));
}

void WaterfallView::addStep(const QString& name, const QString& value, const QString& meaning,
                            std::optional<double> part, Tone tone, bool strong) {
    auto* title = new Label(name, TextSize::Body, Tone::Text2);
    auto* number = new NumberLabel(value, tone, strong);
    number->setAccessibleName(tr("%1: %2").arg(name, value));
    m_grid->addWidget(title, m_row, 0, Qt::AlignTop);
    m_grid->addWidget(number, m_row, 1, Qt::AlignTop);
    if (part) m_grid->addWidget(new PartBar(*part, tone), m_row, 2, Qt::AlignVCenter);
    m_grid->addWidget((new Label(meaning, TextSize::Caption, Tone::Text3))->wrapped(false), m_row, 3, Qt::AlignTop);
    ++m_row;
}

void WaterfallView::showChosen() {
    const auto block = m_epoch->currentData().toUInt();
    const auto found =
        std::find_if(m_falls.begin(), m_falls.end(), [&](const auto& fall) { return raw(fall.block) == block; });
    if (found == m_falls.end()) return;
    const auto& fall = *found;
    while (auto* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_row = 0;
    std::uint64_t requests = 0, answered = 0;
    Alpha sum;
    for (const auto& part : fall.parts) {
        requests += part.requests;
        answered += part.answered;
        sum = sum.saturatingAdd(part.alpha);
    }
    const double weight = stakeWeighted(fall, &api::WaterfallPart::weight),
                 clipped = stakeWeighted(fall, &api::WaterfallPart::clipped);
    const double largest = std::max({weight, clipped, fall.consensus, fall.incentive, 1e-12});
    addStep(tr("Requests"), countText(requests), tr("From validators since the epoch before, by our own log."), 1.0);
    addStep(tr("Answered"), countText(answered), tr("What could be scored."),
            requests > 0 ? static_cast<double>(answered) / static_cast<double>(requests) : 0.0);
    addStep(tr("Weight"), percent(weight), tr("The validators' scores, as weights: their mean by stake."),
            weight / largest);
    addStep(tr("Clipped to"), percent(clipped),
            tr("Consensus is %1: a weight above it counts as that.").arg(percent(fall.consensus)), clipped / largest,
            clipped < weight ? Tone::Warning : Tone::Text);
    addStep(tr("Incentive"), percent(fall.incentive), tr("Its part of all miners' pay in this epoch."),
            fall.incentive / largest);
    addStep(tr("Paid"), shortAlpha(fall.paid, m_symbol),
            tr("Added to the hotkey's stake in block %1.").arg(blockText(fall.block)), std::nullopt, Tone::Text, true);
    addStep(tr("In TAO"), shortTao(fall.tao), tr("At %1 per alpha, the price of that block.").arg(shortTao(fall.price)),
            std::nullopt);
    if (fall.energyCost) {
        addStep(tr("Energy"), netText(Rao{}, *fall.energyCost),
                tr("%1 since the epoch before.").arg(energyText(fall.wattHours)), std::nullopt);
        const bool loss = *fall.energyCost > fall.tao;
        addStep(tr("Net"), netText(fall.tao, *fall.energyCost),
                loss ? tr("A loss: the energy cost more than it earned.") : tr("What is left."), std::nullopt,
                loss ? Tone::Negative : Tone::Positive, true);
    } else {
        addStep(tr("Energy"), dash(), tr("Unknown: watts and the price of energy are not set."), std::nullopt);
    }
    std::vector<WaterfallLine> lines;
    for (const auto& part : fall.parts)
        lines.push_back(
            {part, m_context.names.of(part.validator), m_symbol,
             fall.paid == Alpha{} ? 0 : static_cast<double>(part.alpha.raw()) / static_cast<double>(fall.paid.raw())});
    m_model.setRows(std::move(lines));
    m_parts->showRows();
    const bool whole = sum == fall.paid;
    m_sum->setTone(whole ? Tone::Text2 : Tone::Negative);
    m_sum->setText(whole ? tr("The parts add up to %1, exactly what the chain paid.").arg(exactAlpha(sum, m_symbol))
                         : tr("The parts add up to %1, but the chain paid %2: this log has a gap.")
                               .arg(exactAlpha(sum, m_symbol), exactAlpha(fall.paid, m_symbol)));
}

} // namespace taodeck::ui
