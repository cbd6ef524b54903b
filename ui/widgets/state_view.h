#pragma once
/// What stands in the place of content that is not there: empty, loading or failed, each with its reason and what to
/// do.

#include "ui/widgets/card.h"

#include <QTimer>

namespace taodeck::ui {

class StateView : public QWidget {
    Q_OBJECT
public:
    explicit StateView(QWidget* parent = nullptr);
    void showEmpty(const QString& title, const QString& reason, const QString& action = {});
    void showFailed(const QString& title, const QString& reason, const QString& action = {});
    /// Grey rows after a moment (no spinner, no flash when the answer comes at once).
    void showLoading(const QString& what);
    /// The action of its empty state is the one action of the screen.
    void emphasise() { m_emphasis = true; }
    QString title() const { return m_title->text(); }
    enum class State { Empty, Loading, Failed };
    State state() const { return m_state; }

signals:
    void actionPressed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void show(State state, const QString& title, const QString& reason, const QString& action);
    State m_state{State::Loading};
    bool m_emphasis{false};
    bool m_skeleton{false};
    QTimer m_delay;
    QWidget* m_content;
    Label* m_icon;
    Label* m_title;
    Label* m_reason;
    QPushButton* m_action;
};

} // namespace taodeck::ui
