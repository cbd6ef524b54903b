#pragma once
/// The surfaces that hold everything else: Card (titled box), Line (1 px separator), buttons by kind, and a grid of
/// cards that stacks when there is no room.

#include "ui/widgets/label.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

class QGridLayout;

namespace taodeck::ui {

class HeadRow;

class Card : public QWidget {
    Q_OBJECT
public:
    explicit Card(const QString& title = {}, QWidget* parent = nullptr);
    QVBoxLayout* body() { return m_body; }
    QHBoxLayout* header(); ///< Right of the title.
    void setTitle(const QString& title);
    /// No padding around the body: for tables that fill the card.
    void setFlush();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Label* m_title;
    HeadRow* m_head;
    QVBoxLayout* m_body;
};

class Line : public QWidget {
    Q_OBJECT
public:
    explicit Line(Qt::Orientation orientation = Qt::Horizontal, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

enum class ButtonKind { Normal, Primary, Danger, Quiet, Link, Segment };
QPushButton* makeButton(const QString& text, ButtonKind kind = ButtonKind::Normal, const QString& iconName = {},
                        QWidget* parent = nullptr);
/// Only an icon: `name` is what a screen reader says and the tooltip shows.
QPushButton* makeIconButton(const QString& iconName, const QString& name, QWidget* parent = nullptr);

/// Cards in rows of twelve columns; below `stackBelow` pixels (at text scale 1) every card takes a whole row.
class CardGrid : public QWidget {
    Q_OBJECT
public:
    explicit CardGrid(int stackBelow = 860, QWidget* parent = nullptr);
    /// @param grow how strongly the card's row takes spare height.
    void add(QWidget* card, int span, int grow = 0);
    QSize minimumSizeHint() const override; ///< Of the stacked form: a narrow place must never be refused.

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void arrange();
    bool mustStack() const;
    struct Item {
        QWidget* widget;
        int span, grow;
    };
    std::vector<Item> m_items;
    QGridLayout* m_grid;
    int m_stackBelow;
    int m_mode{-1};
};

/// A title and its actions side by side; the actions go below where there is no room.
class HeadRow : public QWidget {
    Q_OBJECT
public:
    explicit HeadRow(QWidget* title, QWidget* parent = nullptr);
    QHBoxLayout* actions() { return m_actions; }
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void arrange();
    QWidget* m_title;
    QWidget* m_box;
    QHBoxLayout* m_actions;
    QGridLayout* m_grid;
    bool m_below{false};
};

/// Choices of which one is taken, side by side.
class Segmented : public QWidget {
    Q_OBJECT
public:
    explicit Segmented(const QStringList& choices, int chosen = 0, QWidget* parent = nullptr);
    int chosen() const { return m_chosen; }
    void choose(int index); ///< Emits chosenChanged when it changes.
    void chooseNone();      ///< For a value that is none of the choices; chosen() is then -1.

signals:
    void chosenChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::vector<QPushButton*> m_buttons;
    int m_chosen;
};

QVBoxLayout* makeColumn(QWidget* parent, int spacing, int margin = 0);
QHBoxLayout* makeRow(int spacing);

} // namespace taodeck::ui
