#pragma once
/// The left rail: one entry per screen, and at its foot the network, the block and the trust word.

#include "ui/bridge/context.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/label.h"

#include <QAbstractButton>

class QPushButton;

class QVBoxLayout;

namespace taodeck::ui {

class RailButton : public QAbstractButton {
    Q_OBJECT
public:
    RailButton(const QString& title, const QString& iconName, QWidget* parent = nullptr);
    void setCollapsed(bool collapsed);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    bool m_collapsed{false};
};

class Rail : public QWidget {
    Q_OBJECT
public:
    Rail(ChainState& chain, const Clock& clock, QWidget* parent = nullptr);
    void addScreen(const QString& id, const QString& title, const QString& iconName);
    void setOffered(const QString& id, bool offered); ///< What is not offered has no entry.
    void setCurrent(const QString& id);
    /// Narrow: icons only.
    void setCollapsed(bool collapsed);
    bool isCollapsed() const { return m_collapsed; }
    int entryCount() const; ///< Of those offered.
    QString trustText() const { return m_trust->text(); }

signals:
    void chosen(const QString& id);
    void collapseToggled();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refreshFoot();
    void applyWidth();

    ChainState& m_chain;
    const Clock& m_clock;
    std::vector<std::pair<QString, RailButton*>> m_buttons;
    QVBoxLayout* m_list;
    QWidget* m_wordmark;
    QWidget* m_foot;
    Label *m_network, *m_block, *m_trust, *m_trustIcon;
    QPushButton* m_toggle;
    QTimer m_tick;
    bool m_collapsed{false};
};

} // namespace taodeck::ui
