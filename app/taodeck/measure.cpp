#include "app/taodeck/measure.h"

#include "ui/shell/main_window.h"

#include <QApplication>
#include <QTextStream>

namespace taodeck::app {

Measure::Measure(ui::MainWindow& window, const QElapsedTimer& sinceStart) : m_window(window), m_since(sinceStart) {
    auto& context = window.context();
    QTimer::singleShot(0, this, [this] {
        m_window.repaint();
        say("first_window_ms");
        look();
    });
    connect(&context.chain, &ui::ChainState::statusChanged, this, &Measure::look);
    connect(&context.holdings, &ui::Holdings::changed, this, &Measure::look);
    connect(&context.accounts, &ui::Accounts::changed, this, &Measure::look);
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, qApp, [] { QApplication::exit(1); });
    m_limit.start(60'000);
}

void Measure::say(const char* what) {
    QTextStream(stdout) << what << ' ' << m_since.elapsed() << '\n';
}

void Measure::look() {
    auto& context = m_window.context();
    if (!m_block && context.chain.isLive() && context.chain.status().trust == Trust::Proven) {
        m_block = true;
        say("first_proven_block_ms");
    }
    const auto& balance = context.holdings.balance().value;
    if (!m_balance && balance && balance->value && balance->trust == Trust::Proven) {
        m_balance = true;
        say("first_proven_balance_ms");
    }
    const auto& wallets = context.accounts.wallets().value;
    if (m_block && wallets && (m_balance || wallets->empty())) QApplication::quit();
}

} // namespace taodeck::app
