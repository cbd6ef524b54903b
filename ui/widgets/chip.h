#pragma once
/// Small states: Chip (a word on a raised ground), TrustPill (how far a value can be trusted; opens the proof), and the
/// mere icon of a trust word for tables.

#include "ui/bridge/format.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QWidget>

namespace taodeck::ui {

class Chip : public QWidget {
    Q_OBJECT
public:
    explicit Chip(const QString& text, Tone tone = Tone::Text2, QWidget* parent = nullptr);
    void setText(const QString& text, Tone tone);
    const QString& text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    Tone m_tone;
};

Tone trustTone(Trust trust);

/// Shows icon, word and block; pressing it asks for the proof.
class TrustPill : public QAbstractButton {
    Q_OBJECT
public:
    explicit TrustPill(QWidget* parent = nullptr);
    /// @param note what stands after the word: "block 1,234", or an age. May be empty.
    void setTrust(Trust trust, const QString& note);
    Trust trust() const { return m_trust; }
    /// Without a proof to show, the pill is no button.
    void setOpensProof(bool opens);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Trust m_trust{Trust::Unknown};
    QString m_note;
};

/// Draws a chip's ground and text into `rect` (centred); for delegates. @return the width used.
int paintChip(QPainter& painter, const QRect& rect, const QString& text, Tone tone, Qt::Alignment alignment);

} // namespace taodeck::ui
