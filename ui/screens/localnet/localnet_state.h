#pragma once
/// What the embedded chain says of itself, on the window's thread, and the commands to it. Asks only while somebody
/// looks and while the network is the embedded chain; one question of a kind at a time.

#include "ui/bridge/context.h"
#include "ui/bridge/loadable.h"
#include "ui/screens/localnet/localnet_words.h"

#include <QTimer>

namespace taodeck::ui {

class LocalnetState : public QObject {
    Q_OBJECT
public:
    using Subnets = Stated<std::vector<api::SubnetRow>>;
    template <class T>
    using Then = std::function<void(Result<T>)>; ///< On the window's thread; not called after a change of network.

    explicit LocalnetState(Context& context, QObject* parent = nullptr);

    const Loadable<api::LocalnetStatus>& status() const { return m_status; }
    const Loadable<std::vector<api::LocalnetSnapshot>>& snapshots() const { return m_snapshots; }
    const Loadable<Subnets>& subnets() const { return m_subnets; }
    /// The chain answered the last question: what is shown is of now, and it takes commands.
    bool isAnswering() const { return m_status.value && !m_status.error; }
    bool isBusy() const { return m_busy.has_value(); }
    bool isStepping() const;

    void setWatching(bool watching);
    void refresh();

    // Refusals of these are told by refused().
    void pause();
    void resume();
    void setSpeed(double speed);
    void setCast(bool on);
    void stepBlock();
    void stepEpoch(std::optional<NetUid> netuid); ///< Empty: of any subnet.

    void reset(std::optional<std::uint64_t> seed, std::optional<bool> empty, Then<api::LocalnetStatus> then);
    void takeSnapshot(const std::string& name, Then<api::LocalnetSnapshot> then);
    void restore(const std::string& name, Then<api::LocalnetStatus> then);
    void remove(const std::string& name, Then<api::LocalnetStatus> then);
    void fork(const std::string& name, const std::string& target, Then<std::string> then);

signals:
    void changed(); ///< Anything above.
    void refused(const QString& sentence);

private:
    template <class T, class Start>
    void command(LocalnetCommand which, Start start, Then<T> then);
    template <class Start>
    void change(LocalnetCommand which, Start start);
    bool isOffered() const;
    void adopt(Result<api::LocalnetStatus> status);
    void readSnapshots();
    void readSubnets();
    void forget();

    Context& m_context;
    api::LocalnetService& m_service;
    Loadable<api::LocalnetStatus> m_status;
    Loadable<std::vector<api::LocalnetSnapshot>> m_snapshots;
    Loadable<Subnets> m_subnets;
    std::optional<LocalnetCommand> m_busy;
    BlockHash m_snapshotsOf;        ///< Genesis of the chain that the list was read beside.
    BlockNumber m_subnetsAskedAt{}; ///< Newest block then.
    std::chrono::steady_clock::time_point m_subnetsAskedOn{};
    std::uint64_t m_round{0}; ///< Answers of an earlier round belong to another network.
    bool m_watching{false}, m_statusAsked{false}, m_snapshotsAsked{false}, m_subnetsAsked{false};
    QTimer m_tick;
};

} // namespace taodeck::ui
