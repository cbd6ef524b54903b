#include "ui/theme/tokens.h"

#include <cmath>

namespace taodeck::ui {
namespace {

QColor c(QRgb rgb) {
    return QColor::fromRgb(rgb);
}

double luminance(const QColor& colour) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

const Tokens& lightTokens() {
    static const Tokens tokens{
        c(0xF6F7F9),
        c(0xFFFFFF),
        c(0xEEF1F4),
        c(0xD5DBE3),
        c(0x14181F),
        c(0x47505E),
        c(0x626C7B),
        c(0x0A6F6A),
        c(0xFFFFFF),
        c(0x166B41),
        c(0xB3261E),
        c(0x855400),
        c(0x1D5AB8),
        {c(0x0A6F6A), c(0xC2571A), c(0x5B4FC4), c(0xB0307A), c(0x3D7A1F), c(0x1D5AB8), c(0x8A6500), c(0x5F6773)}};
    return tokens;
}

const Tokens& darkTokens() {
    static const Tokens tokens{
        c(0x0F1216),
        c(0x161A20),
        c(0x1E242C),
        c(0x2E3742),
        c(0xE8ECF1),
        c(0xB1BAC6),
        c(0x8B96A4),
        c(0x37C2B7),
        c(0x04211F),
        c(0x4CC38A),
        c(0xFF8077),
        c(0xE3B04B),
        c(0x82B4FF),
        {c(0x37C2B7), c(0xF08A4B), c(0x9D93FF), c(0xF27DB8), c(0x8BCB62), c(0x82B4FF), c(0xE3B04B), c(0xA7B0BC)}};
    return tokens;
}

QColor colour(const Tokens& tokens, Tone tone) {
    switch (tone) {
    case Tone::Text:
        return tokens.text;
    case Tone::Text2:
        return tokens.text2;
    case Tone::Text3:
        return tokens.text3;
    case Tone::Accent:
        return tokens.accent;
    case Tone::OnAccent:
        return tokens.onAccent;
    case Tone::Positive:
        return tokens.positive;
    case Tone::Negative:
        return tokens.negative;
    case Tone::Warning:
        return tokens.warning;
    case Tone::Info:
        return tokens.info;
    }
    return tokens.text;
}

double contrast(const QColor& a, const QColor& b) {
    const auto la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace taodeck::ui
