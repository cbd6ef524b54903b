#pragma once
/// Text on the screen. Always plain: strangers' text can never become markup. Size and colour come from the theme.

#include "ui/theme/theme.h"

#include <QLabel>

namespace taodeck::ui {

class Label : public QLabel {
    Q_OBJECT
public:
    explicit Label(const QString& text = {}, TextSize size = TextSize::Body, Tone tone = Tone::Text,
                   bool strong = false, QWidget* parent = nullptr);

    void setTone(Tone tone);
    void setMono(bool mono);
    void setTextSize(TextSize size, bool strong);
    /// Wraps at the widget's width, and prose at no more than about 75 characters a line.
    Label* wrapped(bool prose = true);
    /// One line, cut in the middle when there is no room; the whole text is then the tooltip.
    Label* elided();
    QSize minimumSizeHint() const override;
    int heightForWidth(int width) const override; ///< Prose is never wider than its line.

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    void applyTheme();

    TextSize m_size;
    Tone m_tone;
    bool m_strong;
    bool m_mono{false};
    bool m_elided{false};
    bool m_prose{false};
};

/// A tooltip that is never taken for markup.
void setPlainToolTip(QWidget* widget, const QString& text);
QString plainToolTip(const QString& text);

} // namespace taodeck::ui
