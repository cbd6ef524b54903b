#pragma once
/// What every screen stands in: a title row with actions, and a body that scrolls when there is no room.

#include "ui/bridge/context.h"
#include "ui/widgets/card.h"

#include <QComboBox>
#include <QScrollArea>

class QGridLayout;

namespace taodeck::ui {

class Page : public QScrollArea {
    Q_OBJECT
public:
    explicit Page(const QString& title, QWidget* parent = nullptr);
    QHBoxLayout* actions() { return m_actions; } ///< At the right of the title.
    QVBoxLayout* body() { return m_body; }

private:
    QHBoxLayout* m_actions;
    QVBoxLayout* m_body;
};

/// Which wallet the screens are about.
class WalletChooser : public QComboBox {
    Q_OBJECT
public:
    explicit WalletChooser(Accounts& accounts, QWidget* parent = nullptr);

private:
    void fill();
    Accounts& m_accounts;
};

/// Rows of label and value, the value right: AmountLabel or plain text.
class FactList : public QWidget {
    Q_OBJECT
public:
    explicit FactList(QWidget* parent = nullptr);
    void add(const QString& label, QWidget* value, const QString& help = {});
    Label* addText(const QString& label, const QString& text, Tone tone = Tone::Text);
    void addLine();

private:
    QGridLayout* m_grid;
    int m_row{0};
};

} // namespace taodeck::ui
