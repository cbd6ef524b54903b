#pragma once
/// The colours of Taodeck, by what they are for. Screens name a Tone, never a colour; values change here only.

#include <QColor>

#include <array>

namespace taodeck::ui {

struct Tokens {
    QColor bg, surface, raised, border;
    QColor text, text2, text3;
    QColor accent, onAccent;
    QColor positive, negative, warning, info;
    std::array<QColor, 8> series; ///< Chart lines in this order; also told apart by dash and marker.
};

/// Colours that text and icons may take.
enum class Tone { Text, Text2, Text3, Accent, OnAccent, Positive, Negative, Warning, Info };

const Tokens& lightTokens();
const Tokens& darkTokens();
QColor colour(const Tokens& tokens, Tone tone);

/// WCAG 2.1 contrast ratio, 1..21.
double contrast(const QColor& a, const QColor& b);

} // namespace taodeck::ui
