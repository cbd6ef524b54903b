#pragma once
/// Can this machine and this wallet earn here? The answer as a word with an icon, a sentence, and every point with its
/// own word: colour is never the only signal.

#include "core/api/worker_service.h"
#include "ui/bridge/loadable.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"

namespace taodeck::ui {

class VerdictView : public QWidget {
    Q_OBJECT
public:
    explicit VerdictView(QWidget* parent = nullptr);
    void showWaiting(const QString& what);
    void showProblem(const QString& reason);
    void showVerdict(const api::Verdict& verdict);
    QString headline() const { return m_word->text(); }
    /// Word, title and text of each point, for tests and screen readers.
    QStringList points() const { return m_texts; }

private:
    void paintIcons();
    Label *m_icon, *m_word, *m_sentence;
    TrustPill* m_trust;
    QVBoxLayout* m_points;
    QString m_iconName;
    Tone m_tone{Tone::Text2};
    std::vector<std::pair<Label*, api::VerdictLevel>> m_pointIcons;
    QStringList m_texts;
};

} // namespace taodeck::ui
