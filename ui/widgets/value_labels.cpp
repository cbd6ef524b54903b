#include "ui/widgets/value_labels.h"

#include "ui/bridge/clipboard.h"
#include "ui/widgets/card.h"
#include "ui/widgets/tabular.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>

namespace taodeck::ui {

AmountLabel::AmountLabel(TextSize size, bool strong, QWidget* parent)
    : QWidget(parent), m_size(size), m_strong(strong) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] { updateGeometry(); });
    setUnknown(tr("Not loaded yet."));
}

void AmountLabel::set(const QString& shortText, const QString& exact, const QString& tip) {
    m_short = shortText;
    m_exact = exact;
    setAccessibleName(exact.isEmpty() ? tip : exact);
    setPlainToolTip(this, tip);
    updateGeometry();
    update();
}

void AmountLabel::setRao(Rao amount) {
    set(shortTao(amount), exactTao(amount), exactTao(amount));
}

void AmountLabel::setAlpha(Alpha amount, const ForeignText& symbol) {
    set(shortAlpha(amount, symbol), exactAlpha(amount, symbol), exactAlpha(amount, symbol));
}

void AmountLabel::setUnknown(const QString& reason) {
    set(dash(), {}, reason);
}

void AmountLabel::setTone(Tone tone) {
    m_tone = tone;
    update();
}

QSize AmountLabel::sizeHint() const {
    const auto font = Theme::instance().font(m_size, m_strong);
    return {static_cast<int>(std::ceil(tabularWidth(font, m_short))), QFontMetrics(font).height() + 2};
}

void AmountLabel::paintEvent(QPaintEvent*) {
    auto& theme = Theme::instance();
    QPainter painter(this);
    const auto font = theme.font(m_size, m_strong);
    painter.setFont(font);
    painter.setPen(theme.colour(m_exact.isEmpty() ? Tone::Text3 : m_tone));
    const auto gap = m_short.lastIndexOf(u' ');
    const auto number = gap < 0 ? m_short : m_short.left(gap + 1);
    paintTabular(painter, QRectF(rect()), Qt::AlignLeft, number);
    if (gap < 0) return;
    const auto x = tabularWidth(font, number);
    painter.setPen(theme.colour(Tone::Text3));
    paintTabular(painter, QRectF(rect()).adjusted(x, 0, 0, 0), Qt::AlignLeft, m_short.mid(gap + 1));
}

void AmountLabel::contextMenuEvent(QContextMenuEvent* event) {
    if (m_exact.isEmpty()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy %1").arg(m_exact), this, [this] { copyForAWhile(m_exact); });
    menu->popup(event->globalPos());
}

AddressLabel::AddressLabel(Form form, QWidget* parent) : QWidget(parent), m_form(form) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::kRelated);
    m_icon = new Identicon(form == Form::Grouped ? 32 : 20, this);
    m_name = new Label({}, TextSize::Body, Tone::Text, form == Form::Grouped, this);
    m_name->elided();
    m_text = new Label({}, form == Form::Grouped ? TextSize::Body : TextSize::Caption, Tone::Text2, false, this);
    m_text->setMono(true);
    row->addWidget(m_icon, 0, form == Form::Grouped ? Qt::AlignTop : Qt::AlignVCenter);
    if (form == Form::Grouped) {
        auto* lines = makeColumn(nullptr, 2);
        lines->addWidget(m_name);
        lines->addWidget(m_text->wrapped(false));
        row->addLayout(lines, 1);
    } else {
        row->addWidget(m_name);
        row->addWidget(m_text);
        row->addStretch(1);
    }
}

void AddressLabel::setAccount(const AccountId& account, const QString& name) {
    m_address = addressText(account);
    m_icon->setAccount(account);
    m_name->setText(name);
    m_name->setVisible(!name.isEmpty());
    m_text->setTone(Tone::Text2);
    m_text->setMono(true);
    m_text->setText(m_form == Form::Grouped ? groupedAddress(m_address) : shortAddress(m_address));
    setAccessibleName(name.isEmpty() ? m_address : name + u' ' + m_address);
    setPlainToolTip(this, groupedAddress(m_address));
}

void AddressLabel::setNone(const QString& reason) {
    m_address.clear();
    m_icon->setAccount(std::nullopt);
    m_name->hide();
    m_text->setMono(false);
    m_text->setTone(Tone::Text3);
    m_text->setText(reason);
    setToolTip({});
}

BigNumber::BigNumber(const QString& label, QWidget* parent) : QWidget(parent) {
    auto* column = makeColumn(this, 2);
    column->addWidget(new Label(label, TextSize::Caption, Tone::Text2));
    m_amount = new AmountLabel(TextSize::Big, true, this);
    column->addWidget(m_amount);
    m_reason = (new Label({}, TextSize::Caption, Tone::Text2))->wrapped();
    m_reason->hide();
    column->addWidget(m_reason);
    auto* row = makeRow(space::kRelated);
    m_trust = new TrustPill(this);
    m_change = new Label({}, TextSize::Body, Tone::Text2);
    m_change->hide();
    row->addWidget(m_trust);
    row->addWidget(m_change);
    row->addStretch(1);
    column->addSpacing(4);
    column->addLayout(row);
    column->addStretch(1);
}

void BigNumber::setChange(const QString& text, Tone tone) {
    m_change->setText(text);
    m_change->setTone(tone);
    m_change->setVisible(!text.isEmpty());
}

void BigNumber::setReason(const QString& reason) {
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
}

} // namespace taodeck::ui
