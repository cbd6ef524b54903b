#pragma once
/// How long a start takes, as a person feels it: until the window, until the first proven block, until the first proven
/// balance (when there is a wallet).

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace taodeck::ui {
class MainWindow;
}

namespace taodeck::app {

class Measure : public QObject {
    Q_OBJECT
public:
    /// Prints to standard output and quits the application when all is known, or after a minute.
    Measure(ui::MainWindow& window, const QElapsedTimer& sinceStart);

private:
    void look();
    void say(const char* what);
    ui::MainWindow& m_window;
    const QElapsedTimer& m_since;
    QTimer m_limit;
    bool m_block{false}, m_balance{false};
};

} // namespace taodeck::app
