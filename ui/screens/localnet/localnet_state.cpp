#include "ui/screens/localnet/localnet_state.h"

#include "ui/bridge/on_gui.h"
#include "ui/screens/localnet/localnet_screen.h"

namespace taodeck::ui {

using api::Done;
using api::LocalnetSnapshot;
using api::LocalnetStatus;

LocalnetState::LocalnetState(Context& context, QObject* parent)
    : QObject(parent), m_context(context), m_service(context.services.localnet) {
    m_tick.setInterval(1000); // a paused chain tells nothing by itself
    connect(&m_tick, &QTimer::timeout, this, &LocalnetState::refresh);
    connect(&context.chain, &ChainState::blockFinal, this, &LocalnetState::refresh);
    connect(&context.chain, &ChainState::statusChanged, this, [this] {
        if (!isOffered())
            forget();
        else if (!isAnswering())
            refresh();
    });
    connect(&context.chain, &ChainState::networkChanged, this, [this] {
        m_subnets.forget();
        m_subnetsAsked = false;
        ++m_round;
        m_statusAsked = m_snapshotsAsked = false;
        if (!isOffered()) return forget();
        emit changed();
        refresh();
    });
}

bool LocalnetState::isOffered() const {
    return LocalnetScreen::isOffered(m_context);
}

bool LocalnetState::isStepping() const {
    return m_busy == LocalnetCommand::Step || m_busy == LocalnetCommand::StepEpoch ||
           (m_status.value && m_status.value->stepping);
}

void LocalnetState::setWatching(bool watching) {
    m_watching = watching;
    if (watching) {
        m_tick.start();
        refresh();
    } else {
        m_tick.stop();
    }
}

void LocalnetState::forget() {
    ++m_round;
    m_statusAsked = m_snapshotsAsked = m_subnetsAsked = false;
    m_busy.reset();
    m_status.forget();
    m_snapshots.forget();
    m_subnets.forget();
    emit changed();
}

void LocalnetState::refresh() {
    if (!m_watching || !isOffered() || m_statusAsked) return;
    m_statusAsked = true;
    m_service.status(onGui(this, [this, round = m_round](Result<LocalnetStatus> answer) {
        if (round != m_round) return;
        m_statusAsked = false;
        adopt(std::move(answer));
    }));
}

void LocalnetState::adopt(Result<LocalnetStatus> status) {
    m_status.take(std::move(status));
    emit changed();
    if (!isAnswering()) return;
    const auto& now = *m_status.value;
    if (!m_snapshots.value || m_snapshots.error || m_snapshots.value->size() != now.snapshots ||
        m_snapshotsOf != now.genesis)
        readSnapshots();
    // Its proofs are worth a second; in between the blocks are counted down.
    const bool old = m_subnetsAskedAt != now.best &&
                     m_context.services.clock.steady() - m_subnetsAskedOn >= std::chrono::milliseconds{900};
    if (!m_subnets.value || m_subnets.error || old) readSubnets();
}

void LocalnetState::readSnapshots() {
    if (std::exchange(m_snapshotsAsked, true)) return;
    m_snapshotsOf = m_status.value->genesis;
    m_service.snapshots(onGui(this, [this, round = m_round](Result<std::vector<LocalnetSnapshot>> rows) {
        if (round != m_round) return;
        m_snapshotsAsked = false;
        m_snapshots.take(std::move(rows));
        emit changed();
    }));
}

void LocalnetState::readSubnets() {
    if (!m_context.chain.isLive() || std::exchange(m_subnetsAsked, true)) return;
    m_subnetsAskedAt = m_status.value->best;
    m_subnetsAskedOn = m_context.services.clock.steady();
    m_context.services.chain.subnets(onGui(this, [this, round = m_round](Result<Subnets> rows) {
        if (round != m_round) return;
        m_subnetsAsked = false;
        m_subnets.take(std::move(rows));
        emit changed();
    }));
}

template <class T, class Start>
void LocalnetState::command(LocalnetCommand which, Start start, Then<T> then) {
    m_busy = which;
    emit changed();
    // A reset begins another round before its answer comes, so answers to commands are told by the command itself.
    start(onGui(this, [this, which, then = std::move(then)](Result<T> answer) {
        if (m_busy == which) m_busy.reset();
        if (!isOffered()) return;
        if constexpr (std::is_same_v<T, LocalnetStatus>) {
            if (answer) adopt(answer);
        } else if (answer && m_status.value) {
            readSnapshots();
        }
        emit changed();
        then(std::move(answer));
    }));
}

template <class Start>
void LocalnetState::change(LocalnetCommand which, Start start) {
    command<LocalnetStatus>(which, std::move(start), [this, which](const Result<LocalnetStatus>& answer) {
        if (answer) return;
        const bool step = which == LocalnetCommand::Step || which == LocalnetCommand::StepEpoch;
        const auto code = answer.error().code;
        // Ended by the person's own pause, or so long that nobody waited: the status says how it goes on.
        if (step && (code == Errc::Cancelled || code == Errc::Timeout)) return refresh();
        emit refused(refusal(which, answer.error()));
        refresh();
    });
}

void LocalnetState::pause() {
    change(LocalnetCommand::Pause, [this](Done<LocalnetStatus> done) { m_service.pause(std::move(done)); });
}

void LocalnetState::resume() {
    change(LocalnetCommand::Resume, [this](Done<LocalnetStatus> done) { m_service.resume(std::move(done)); });
}

void LocalnetState::setSpeed(double speed) {
    change(LocalnetCommand::Speed,
           [this, speed](Done<LocalnetStatus> done) { m_service.setSpeed(speed, std::move(done)); });
}

void LocalnetState::setCast(bool on) {
    change(LocalnetCommand::Cast, [this, on](Done<LocalnetStatus> done) { m_service.setCast(on, std::move(done)); });
}

void LocalnetState::stepBlock() {
    change(LocalnetCommand::Step, [this](Done<LocalnetStatus> done) { m_service.step(1, std::move(done)); });
}

void LocalnetState::stepEpoch(std::optional<NetUid> netuid) {
    change(LocalnetCommand::StepEpoch,
           [this, netuid](Done<LocalnetStatus> done) { m_service.stepEpoch(netuid, std::move(done)); });
}

void LocalnetState::reset(std::optional<std::uint64_t> seed, std::optional<bool> empty, Then<LocalnetStatus> then) {
    command<LocalnetStatus>(
        LocalnetCommand::Reset, [&](Done<LocalnetStatus> done) { m_service.reset(seed, empty, std::move(done)); },
        std::move(then));
}

void LocalnetState::takeSnapshot(const std::string& name, Then<LocalnetSnapshot> then) {
    command<LocalnetSnapshot>(
        LocalnetCommand::Snapshot, [&](Done<LocalnetSnapshot> done) { m_service.takeSnapshot(name, std::move(done)); },
        std::move(then));
}

void LocalnetState::restore(const std::string& name, Then<LocalnetStatus> then) {
    command<LocalnetStatus>(
        LocalnetCommand::Restore, [&](Done<LocalnetStatus> done) { m_service.restore(name, std::move(done)); },
        std::move(then));
}

void LocalnetState::remove(const std::string& name, Then<LocalnetStatus> then) {
    command<LocalnetStatus>(
        LocalnetCommand::Delete, [&](Done<LocalnetStatus> done) { m_service.deleteSnapshot(name, std::move(done)); },
        std::move(then));
}

void LocalnetState::fork(const std::string& name, const std::string& target, Then<std::string> then) {
    command<std::string>(
        LocalnetCommand::Fork, [&](Done<std::string> done) { m_service.fork(name, target, std::move(done)); },
        std::move(then));
}

} // namespace taodeck::ui
