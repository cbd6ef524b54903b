#pragma once
/// The way of a transaction in six named steps: which are done, which one runs now, how long it has taken.

#include "core/api/action_service.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

namespace taodeck::ui {

class Track : public QWidget {
    Q_OBJECT
public:
    explicit Track(QWidget* parent = nullptr);
    void setReceipt(const api::Receipt& receipt);
    static QString stepName(api::Step step);
    /// What the step means, under the names.
    static QString stepMeaning(api::Step step);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Mark { Done, Current, Ahead, Failed };
    Mark markOf(int step) const;
    api::Step m_step{api::Step::Signed};
    api::Outcome m_outcome{api::Outcome::Pending};
    QTimer m_pulse;
    int m_phase{0};
};

} // namespace taodeck::ui
