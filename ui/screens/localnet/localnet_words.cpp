#include "ui/screens/localnet/localnet_words.h"

#include "ui/bridge/errors.h"
#include "ui/bridge/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace taodeck::ui {
namespace {

struct LocalnetWords {
    Q_DECLARE_TR_FUNCTIONS(LocalnetWords)
};

QString nameRule() {
    return LocalnetWords::tr("A name has 1 to 40 letters of a to z, digits, hyphens and underscores.");
}

/// Empty: the general sentence for the code will do.
QString ownWords(LocalnetCommand command, Errc code) {
    using C = LocalnetCommand;
    switch (code) {
    case Errc::Conflict:
        if (command == C::Snapshot) return LocalnetWords::tr("There is a snapshot of this name. Choose another name.");
        if (command == C::Fork) return LocalnetWords::tr("There is a fork of this name. Choose another name.");
        if (command == C::Restore)
            return LocalnetWords::tr("The snapshot's chain has another block time, so it cannot take this chain's "
                                     "place. Fork it, and start the fork by itself.");
        return LocalnetWords::tr("Another step is under way. Pause it first.");
    case Errc::Malformed:
        return command == C::Snapshot || command == C::Fork ? nameRule() : QString{};
    case Errc::LimitExceeded:
        return command == C::Snapshot ? LocalnetWords::tr("There is no room for another snapshot. Delete one first.")
                                      : QString{};
    case Errc::NotFound:
        return command == C::StepEpoch ? LocalnetWords::tr("This subnet has no epochs.")
                                       : LocalnetWords::tr("The snapshot is not there any more.");
    case Errc::OutOfRange:
        return command == C::StepEpoch ? LocalnetWords::tr("No epoch ran in 100,000 blocks, so the step was ended.")
                                       : QString{};
    case Errc::Unsupported:
        return command == C::Cast ? LocalnetWords::tr("This chain was made without a cast.") : QString{};
    case Errc::Cancelled:
        return LocalnetWords::tr("It was ended before it was done.");
    case Errc::Disconnected:
        return LocalnetWords::tr("The embedded chain does not answer. It is connected again by itself.");
    case Errc::RemoteError:
        return LocalnetWords::tr("The embedded chain refused it.");
    default:
        return {};
    }
}

} // namespace

QString refusal(LocalnetCommand command, const Error& error) {
    const auto words = ownWords(command, error.code);
    return words.isEmpty() ? explain(error).joined() : words;
}

QString speedText(double speed) {
    if (speed == 0) return LocalnetWords::tr("as fast as possible");
    return LocalnetWords::tr("%1×").arg(QString::number(speed, 'g', 6));
}

QString sizeText(std::uint64_t bytes) {
    if (bytes == 0) return dash();
    return QLocale(QLocale::English, QLocale::UnitedStates)
        .formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

QString chainTimeText(UnixMillis time) {
    const auto at = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC);
    return at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QStringLiteral(" UTC");
}

QString stateWord(const api::LocalnetStatus& status) {
    if (status.stepping) return LocalnetWords::tr("Stepping");
    return status.paused ? LocalnetWords::tr("Paused") : LocalnetWords::tr("Running");
}

} // namespace taodeck::ui
