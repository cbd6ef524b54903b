#pragma once
/// Shows a recovery phrase as numbered words, painted from locked memory letter by letter; it cannot be selected or
/// copied, and hides itself when the window loses the focus.

#include "core/base/secret_bytes.h"

#include <QWidget>

namespace taodeck::ui {

class PhraseView : public QWidget {
    Q_OBJECT
public:
    explicit PhraseView(QWidget* parent = nullptr);
    void setPhrase(SecretBytes phrase);
    void clear();
    int wordCount() const { return static_cast<int>(m_words.size()); }
    /// Constant-time comparison of word `index` with `typed`.
    bool isWord(int index, ByteView typed) const;
    void setHidden(bool hidden);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    SecretBytes m_phrase;
    std::vector<std::pair<std::size_t, std::size_t>> m_words; ///< Offset and length.
    bool m_hidden{false};
};

} // namespace taodeck::ui
