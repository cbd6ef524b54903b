#pragma once
/// The panel that slides over the right half of the window for confirmations, forms and proofs. Never a second window.

#include "ui/widgets/card.h"

#include <QPointer>

#include <vector>

class QPropertyAnimation;
class QScrollArea;

namespace taodeck::ui {

class Sheet : public QWidget {
    Q_OBJECT
public:
    explicit Sheet(QWidget* window);
    /// Takes `content`; its windowTitle is the sheet's title. An open sheet's content is replaced.
    void open(QWidget* content);
    /// Escape, the close button, or a press beside the sheet.
    void close();
    bool isOpen() const { return !m_content.isNull(); }
    QWidget* content() const { return m_content; }

signals:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    QRect openRect() const;

    QWidget* m_panel;
    Label* m_title;
    QScrollArea* m_scroll;
    QPropertyAnimation* m_slide;
    QPointer<QWidget> m_content;
    QPointer<QWidget> m_focusBefore;
};

} // namespace taodeck::ui
