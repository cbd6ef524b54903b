#pragma once
/// A launch on its way: named steps, what happens now, how it ended and what to do next. Closing it stops nothing.

#include "ui/bridge/context.h"
#include "ui/widgets/card.h"
#include "ui/widgets/track.h"

namespace taodeck::ui {

class LaunchPage : public QWidget {
    Q_OBJECT
public:
    explicit LaunchPage(Context& context);

signals:
    void againPressed();                 ///< After a failure: back to the form.
    void openPressed(const QString& id); ///< The worker that runs now.

private:
    void refresh();
    void refreshTime();

    Context& m_context;
    Track* m_track;
    Label *m_headline, *m_words, *m_elapsed;
    QPushButton *m_close, *m_next;
    QTimer m_tick;
};

} // namespace taodeck::ui
