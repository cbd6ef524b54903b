#pragma once
/// The way of a transaction, or of other long work, in named steps: which are done, which one runs now, where it
/// failed.

#include "core/api/action_service.h"
#include "ui/theme/theme.h"

#include <QStringList>
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

    /// Steps of other work than a transaction.
    void setSteps(const QStringList& names);
    /// @param reached last step that is done, -1: none yet. @param failedAt the step that failed, -1: none.
    void setProgress(int reached, int failedAt = -1);
    int reached() const { return m_reached; }
    int failedAt() const { return m_failedAt; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Mark { Done, Current, Ahead, Failed };
    int count() const { return static_cast<int>(m_names.size()); }
    Mark markOf(int step) const;
    QStringList m_names;
    int m_reached{0}, m_failedAt{-1};
    QTimer m_pulse;
    int m_phase{0};
};

} // namespace taodeck::ui
