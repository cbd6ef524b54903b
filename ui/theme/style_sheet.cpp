#include "ui/theme/theme.h"

#include <QStringList>

namespace taodeck::ui {
namespace {

// @names are replaced by token colours, #number by that many pixels at the text scale in force.
const char* const kSheet = R"(
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: #4; }
QMenu { background: @surface; border: 1px solid @border; border-radius: 6px; padding: 4px; }
QMenu::item { padding: #6 #20 #6 #12; border-radius: 4px; color: @text; }
QMenu::item:selected { background: @raised; }
QMenu::item:disabled { color: @text3; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenu::indicator { width: #14; height: #14; margin-left: #6; }

QPushButton { min-height: #30; padding: 0 #14; border-radius: 6px; border: 1px solid @border; background: @surface; color: @text; }
QPushButton:hover { background: @raised; }
QPushButton:pressed { background: @border; }
QPushButton:focus { border: 2px solid @accent; padding: 0 #13; }
QPushButton:disabled { color: @text3; background: @bg; border-color: @border; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border: 1px solid @accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled { background: @raised; color: @text3; border-color: @border; }
QPushButton[kind="danger"] { background: @surface; color: @negative; border: 1px solid @negative; font-weight: 600; }
QPushButton[kind="danger"]:hover { background: @raised; }
QPushButton[kind="danger"]:focus { border: 2px solid @negative; }
QPushButton[kind="danger"]:disabled { background: @raised; color: @text3; border-color: @border; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: @text2; padding: 0 #8; }
QPushButton[kind="quiet"]:hover { background: @raised; color: @text; }
QPushButton[kind="quiet"]:focus { border: 2px solid @accent; padding: 0 #7; }
QPushButton[kind="quiet"]:disabled { color: @text3; background: transparent; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: @accent; padding: 0; text-align: left; font-weight: 600; min-height: #22; }
QPushButton[kind="link"]:hover { background: @raised; }
QPushButton[kind="link"]:focus { border: 1px solid @accent; }
QPushButton[kind="segment"] { border: 1px solid transparent; background: transparent; color: @text2; padding: 0 #10; min-height: #24; border-radius: 5px; }
QPushButton[kind="segment"]:hover { color: @text; }
QPushButton[kind="segment"]:checked { background: @surface; color: @text; border: 1px solid @border; font-weight: 600; }
QPushButton[kind="segment"]:focus { border: 1px solid @accent; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox { background: @surface; color: @text; border: 1px solid @border; border-radius: 6px; padding: 0 #10; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit, QComboBox, QSpinBox { min-height: #30; }
QPlainTextEdit { padding: #6 #8; }
QLineEdit:hover, QComboBox:hover, QPlainTextEdit:hover { border-color: @text3; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid @accent; padding-left: #9; padding-right: #9; }
QLineEdit:disabled, QComboBox:disabled { background: @bg; color: @text3; }
QLineEdit[invalid="true"] { border: 2px solid @negative; padding-left: #9; padding-right: #9; }
QComboBox::drop-down { border: none; width: #26; }
QComboBox::down-arrow { image: url(:/icons/@chevron); width: #14; height: #14; }
QComboBox QAbstractItemView { background: @surface; color: @text; border: 1px solid @border; selection-background-color: @raised; selection-color: @text; outline: none; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: #28; }

QCheckBox, QRadioButton { spacing: #8; color: @text; min-height: #22; background: transparent; }
QCheckBox:disabled, QRadioButton:disabled { color: @text3; }
QCheckBox::indicator { width: #16; height: #16; border: 1px solid @text3; border-radius: 4px; background: @surface; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/icons/@tick); }
QCheckBox::indicator:focus { border: 2px solid @accent; }
QRadioButton::indicator { width: #16; height: #16; border: 1px solid @text3; border-radius: @radioRadius; background: @surface; }
QRadioButton::indicator:checked { background: qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5, stop:0 @onAccent, stop:0.42 @onAccent, stop:0.5 @accent, stop:1 @accent); border-color: @accent; }
QRadioButton::indicator:focus { border: 2px solid @accent; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget#pageBody { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: @border; border-radius: 3px; min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:vertical:hover { background: @text3; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: @border; border-radius: 3px; min-width: 32px; margin: 3px 2px; }
QScrollBar::handle:horizontal:hover { background: @text3; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none; width: 0; height: 0; }

QTableView { background: @surface; border: none; gridline-color: @border; selection-background-color: @raised; selection-color: @text; outline: none; }
QHeaderView { background: @raised; border: none; }
QHeaderView::section { background: @raised; color: @text2; border: none; border-bottom: 1px solid @border; padding: 0 #12; font-size: #12; }
QTableCornerButton::section { background: @raised; border: none; }
)";

QString scaled(QString sheet, const Theme& theme) {
    QString out;
    out.reserve(sheet.size());
    for (int i = 0; i < sheet.size(); ++i) {
        if (sheet[i] != u'#' || i + 1 >= sheet.size() || !sheet[i + 1].isDigit()) {
            out += sheet[i];
            continue;
        }
        int number = 0;
        while (i + 1 < sheet.size() && sheet[i + 1].isDigit())
            number = number * 10 + sheet[++i].digitValue();
        out += QString::number(theme.px(number)) + QStringLiteral("px");
    }
    return out;
}

} // namespace

QString makeStyleSheet(const Tokens& t, const Theme& theme) {
    auto sheet = scaled(QString::fromLatin1(kSheet), theme);
    const auto hover = theme.isDark() ? t.accent.lighter(112) : t.accent.darker(115);
    // Longer names first: @text would eat the start of @text2.
    const std::pair<const char*, QString> names[] = {
        {"@accentHover", hover.name()},
        {"@onAccent", t.onAccent.name()},
        {"@accent", t.accent.name()},
        {"@raised", t.raised.name()},
        {"@surface", t.surface.name()},
        {"@border", t.border.name()},
        {"@negative", t.negative.name()},
        {"@text2", t.text2.name()},
        {"@text3", t.text3.name()},
        {"@text", t.text.name()},
        {"@bg", t.bg.name()},
        {"@chevron",
         theme.isDark() ? QStringLiteral("control-chevron-dark.svg") : QStringLiteral("control-chevron-light.svg")},
        {"@tick", theme.isDark() ? QStringLiteral("control-tick-dark.svg") : QStringLiteral("control-tick-light.svg")},
        {"@radioRadius", QString::number((theme.px(16) + 2) / 2) + QStringLiteral("px")},
    };
    for (const auto& [name, value] : names)
        sheet.replace(QLatin1String(name), value);
    return sheet;
}

} // namespace taodeck::ui
