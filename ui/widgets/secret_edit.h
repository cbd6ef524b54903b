#pragma once
/// A field for passwords, phrases and seeds that never holds them in a QString: the text lives in SecretBytes, is drawn
/// as dots (or letter by letter while shown), has no undo, no drag, no copy, and reads keys and pastes only.
/// The key event and the clipboard themselves come as QStrings from Qt; nothing longer than one event is kept.

#include "core/base/secret_bytes.h"

#include <QTimer>
#include <QWidget>

namespace taodeck::ui {

class SecretEdit : public QWidget {
    Q_OBJECT
public:
    explicit SecretEdit(QWidget* parent = nullptr);

    /// More than one line, for phrases; words wrap.
    void setLines(int lines);
    void setPlaceholder(const QString& text);
    void setShown(bool shown);
    bool isShown() const { return m_shown; }
    void setInvalid(bool invalid);

    bool isEmpty() const { return m_size == 0; }
    int length() const; ///< Characters.
    /// A copy of the text, UTF-8.
    SecretBytes secret() const;
    /// Trimmed, lower case where asked, inner white space single: how phrases are typed and pasted.
    SecretBytes phrase() const;
    void clear();
    /// Replaces everything, without a detour through a QString: for files.
    void setSecret(const SecretBytes& secret);
    /// As if typed.
    void insert(QStringView text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void changed();
    void submitted();           ///< Enter.
    void pastedFromClipboard(); ///< The screen may say that the clipboard was cleared.

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;

private:
    void paste();
    void erase(std::size_t from, std::size_t to);
    std::size_t previous(std::size_t at) const; ///< Character boundaries in UTF-8.
    std::size_t next(std::size_t at) const;

    SecretBytes m_bytes; ///< Capacity; the text is the first m_size.
    std::size_t m_size{0}, m_cursor{0};
    int m_lines{1};
    bool m_shown{false}, m_invalid{false}, m_blink{true};
    QString m_placeholder;
    QTimer m_blinkTimer;
};

} // namespace taodeck::ui
