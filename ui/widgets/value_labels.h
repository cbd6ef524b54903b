#pragma once
/// Values with their units: AmountLabel, AddressLabel and BigNumber.

#include "ui/bridge/format.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/identicon.h"
#include "ui/widgets/label.h"

#include <QWidget>

namespace taodeck::ui {

/// "1,234.56 τ" in tabular digits; every digit in the tooltip and on copy. Unknown is "—" with the reason as tooltip.
class AmountLabel : public QWidget {
    Q_OBJECT
public:
    explicit AmountLabel(TextSize size = TextSize::Body, bool strong = false, QWidget* parent = nullptr);
    void setRao(Rao amount);
    void setAlpha(Alpha amount, const ForeignText& symbol);
    void setUnknown(const QString& reason);
    void setTone(Tone tone);
    const QString& text() const { return m_short; }
    const QString& exactText() const { return m_exact; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void set(const QString& shortText, const QString& exact, const QString& tip);
    TextSize m_size;
    bool m_strong;
    Tone m_tone{Tone::Text};
    QString m_short, m_exact;
};

/// Identicon, name if known, and the address elided in the middle; the whole address in groups of four in the tooltip.
class AddressLabel : public QWidget {
    Q_OBJECT
public:
    enum class Form { Short, Grouped }; ///< Grouped shows all of it: for every confirmation.
    explicit AddressLabel(Form form = Form::Short, QWidget* parent = nullptr);
    void setAccount(const AccountId& account, const QString& name = {});
    void setNone(const QString& reason);
    const QString& address() const { return m_address; }

signals:
    void copyRequested(const QString& address);

private:
    Form m_form;
    QString m_address;
    Identicon* m_icon;
    Label* m_name;
    Label* m_text;
};

/// Label above, the number, change with sign, trust and age below. One per screen.
class BigNumber : public QWidget {
    Q_OBJECT
public:
    explicit BigNumber(const QString& label, QWidget* parent = nullptr);
    AmountLabel& amount() { return *m_amount; }
    TrustPill& trust() { return *m_trust; }
    /// Empty hides it. The sign is part of the text.
    void setChange(const QString& text, Tone tone);
    void setReason(const QString& reason); ///< Under an unknown number.

private:
    AmountLabel* m_amount;
    Label* m_change;
    Label* m_reason;
    TrustPill* m_trust;
};

} // namespace taodeck::ui
