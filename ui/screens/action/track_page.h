#pragma once
/// Where an action is on its way, what it returned, and what happens if this is closed.

#include "ui/bridge/context.h"
#include "ui/widgets/track.h"
#include "ui/widgets/value_labels.h"

namespace taodeck::ui {

class FactList;

class TrackPage : public QWidget {
    Q_OBJECT
public:
    TrackPage(Context& context, const api::Receipt& receipt);
    const api::Receipt& receipt() const { return m_receipt; }

signals:
    void done();

private:
    void take(const api::Receipt& receipt);
    void refreshTime();
    void showFacts();

    Context& m_context;
    api::Receipt m_receipt;
    Track* m_track;
    Label *m_headline, *m_words, *m_elapsed;
    QVBoxLayout* m_facts;
    QPushButton* m_close;
    QTimer m_tick;
    Subscription m_onReceipt;
};

} // namespace taodeck::ui
