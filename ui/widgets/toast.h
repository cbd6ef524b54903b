#pragma once
/// Short notices at the bottom right, at most three; never for something that must be answered.

#include "ui/bridge/context.h"

#include <QWidget>

#include <deque>

namespace taodeck::ui {

class ToastStack : public QWidget {
    Q_OBJECT
public:
    explicit ToastStack(QWidget* window);
    void show(ToastKind kind, const QString& text);
    int count() const { return static_cast<int>(m_toasts.size()); }

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    std::deque<QWidget*> m_toasts;
};

} // namespace taodeck::ui
