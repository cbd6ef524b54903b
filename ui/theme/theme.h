#pragma once
/// How everything looks, in one place: the tokens in force, type sizes, metrics that grow with the text, motion.
/// Lives on the window's thread. Widgets listen to changed(); screens never set a colour or a size of their own.

#include "ui/theme/tokens.h"

#include <QFont>
#include <QObject>

class QWidget;

namespace taodeck::ui {

enum class Appearance { System, Light, Dark };
enum class TextSize { Caption, Body, Section, Title, Big };

namespace space {
inline constexpr int kInside = 4;  ///< Inside a control.
inline constexpr int kRelated = 8; ///< Between related things.
inline constexpr int kGroup = 16;  ///< Between groups.
inline constexpr int kScreen = 24; ///< At the screen's edge.
inline constexpr int kRadius = 6;  ///< Controls.
inline constexpr int kCardRadius = 10;
} // namespace space

class Theme : public QObject {
    Q_OBJECT
public:
    static Theme& instance();

    /// Loads resources, sets style, palette, font and style sheet of the QApplication. Call once after it exists.
    void install();

    void setAppearance(Appearance appearance);
    Appearance appearance() const { return m_appearance; }
    bool isDark() const { return m_dark; }
    const Tokens& tokens() const { return m_dark ? darkTokens() : lightTokens(); }
    QColor colour(Tone tone) const { return ui::colour(tokens(), tone); }

    /// 1.0 .. 2.0; fonts and heights follow.
    void setTextScale(double scale);
    double textScale() const { return m_scale; }
    int px(int atScaleOne) const;

    QFont font(TextSize size, bool strong = false) const;
    QFont mono(TextSize size = TextSize::Body) const;
    int controlHeight() const { return px(32); }
    int rowHeight() const { return px(32); }

    /// Motion is 120 ms or nothing.
    void setReducedMotion(bool reduced);
    bool reducedMotion() const { return m_reducedMotion; }
    int motionMs() const { return m_reducedMotion ? 0 : 120; }
    /// Skeletons appear after this long, so that quick answers do not flash.
    int skeletonDelayMs() const { return m_reducedMotion ? 0 : 300; }

signals:
    void changed();

private:
    Theme() = default;
    void apply();
    static bool systemIsDark();

    Appearance m_appearance{Appearance::System};
    bool m_dark{false};
    double m_scale{1.0};
    bool m_reducedMotion{false};
    bool m_installed{false};
    QString m_family;
};

/// Style sheet of the standard controls, made from the tokens alone.
QString makeStyleSheet(const Tokens& tokens, const Theme& theme);

} // namespace taodeck::ui
