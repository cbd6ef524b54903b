#include "ui/screens/mine/mine_words.h"

#include "core/base/amount_text.h"
#include "ui/bridge/errors.h"

#include <QCoreApplication>

#include <functional>

namespace taodeck::ui {
namespace {

struct MineWords {
    Q_DECLARE_TR_FUNCTIONS(MineWords)
};

QString signedTao(Rao earned, Rao cost, const std::function<std::string(std::uint64_t)>& digits) {
    const bool loss = cost > earned;
    const auto gap = loss ? cost.saturatingSub(earned) : earned.saturatingSub(cost);
    const auto sign = gap == Rao{} ? QString{} : loss ? QString{QChar{0x2212}} : QStringLiteral("+");
    return sign + q(digits(gap.raw())) + QStringLiteral(" \u03C4");
}

} // namespace

QString roleWord(api::Role role) {
    return role == api::Role::Miner ? MineWords::tr("Miner") : MineWords::tr("Validator");
}

QString taskWord(const std::string& task) {
    if (task == "text") return MineWords::tr("Text generation, verified");
    if (task == "sentiment") return MineWords::tr("Sentiment classification");
    if (task == "recipe") return MineWords::tr("Another program (recipe)");
    return plain(ForeignText{task}, 40);
}

QString stateWord(api::WorkerState state) {
    switch (state) {
    case api::WorkerState::Stopped:
        return MineWords::tr("Stopped");
    case api::WorkerState::Starting:
        return MineWords::tr("Starting");
    case api::WorkerState::LoadingModel:
        return MineWords::tr("Loading model");
    case api::WorkerState::WaitingChain:
        return MineWords::tr("Waiting for chain");
    case api::WorkerState::NotRegistered:
        return MineWords::tr("Not registered");
    case api::WorkerState::Announcing:
        return MineWords::tr("Announcing");
    case api::WorkerState::Running:
        return MineWords::tr("Running");
    case api::WorkerState::Paused:
        return MineWords::tr("Paused");
    case api::WorkerState::BackingOff:
        return MineWords::tr("Trying again");
    case api::WorkerState::Failed:
        return MineWords::tr("Failed");
    }
    return dash();
}

Tone stateTone(api::WorkerState state) {
    switch (state) {
    case api::WorkerState::Failed:
        return Tone::Negative;
    case api::WorkerState::NotRegistered:
    case api::WorkerState::BackingOff:
        return Tone::Warning;
    default:
        return Tone::Text2;
    }
}

QString stateMeaning(api::WorkerState state) {
    switch (state) {
    case api::WorkerState::Stopped:
        return MineWords::tr("Nobody wants it to run now.");
    case api::WorkerState::Starting:
        return MineWords::tr("Its process comes up.");
    case api::WorkerState::LoadingModel:
        return MineWords::tr("The model file is read and checked in a confined process.");
    case api::WorkerState::WaitingChain:
        return MineWords::tr("There is no connection to the chain, or no final block yet.");
    case api::WorkerState::NotRegistered:
        return MineWords::tr("Its hotkey has no place on the subnet. Register it again to go on.");
    case api::WorkerState::Announcing:
        return MineWords::tr("Its address goes to the chain, so that validators find it.");
    case api::WorkerState::Running:
        return MineWords::tr("It works.");
    case api::WorkerState::Paused:
        return MineWords::tr("It rests and goes on by itself when the reason is gone.");
    case api::WorkerState::BackingOff:
        return MineWords::tr("Something failed; it tries again by itself.");
    case api::WorkerState::Failed:
        return MineWords::tr("It will not try again before something is changed.");
    }
    return {};
}

bool isWanted(api::WorkerState state) {
    return state != api::WorkerState::Stopped && state != api::WorkerState::Failed;
}

bool needsPerson(api::WorkerState state) {
    return state == api::WorkerState::Failed || state == api::WorkerState::NotRegistered ||
           state == api::WorkerState::BackingOff;
}

QString subnetTitle(const KnownNames& names, NetUid netuid) {
    const auto name = names.subnet(netuid);
    return name.isEmpty() ? MineWords::tr("Subnet %1").arg(raw(netuid))
                          : MineWords::tr("%1 · %2").arg(raw(netuid)).arg(name);
}

QString workerTitle(const KnownNames& names, const api::WorkerSettings& settings) {
    return MineWords::tr("%1 · %2").arg(subnetTitle(names, settings.netuid), roleWord(settings.role));
}

QString fitWord(api::ModelFit fit) {
    switch (fit) {
    case api::ModelFit::Gpu:
        return MineWords::tr("Fits the GPU");
    case api::ModelFit::Partly:
        return MineWords::tr("Partly on the GPU");
    case api::ModelFit::Cpu:
        return MineWords::tr("On the processor");
    case api::ModelFit::TooLarge:
        return MineWords::tr("Too large");
    case api::ModelFit::Broken:
        return MineWords::tr("Broken file");
    case api::ModelFit::Unknown:
        break;
    }
    return MineWords::tr("Not checked");
}

Tone fitTone(api::ModelFit fit) {
    switch (fit) {
    case api::ModelFit::TooLarge:
    case api::ModelFit::Broken:
        return Tone::Negative;
    case api::ModelFit::Partly:
        return Tone::Warning;
    default:
        return Tone::Text2;
    }
}

QString verdictWord(api::VerdictLevel level) {
    switch (level) {
    case api::VerdictLevel::Good:
        return MineWords::tr("Good");
    case api::VerdictLevel::Caution:
        return MineWords::tr("Caution");
    case api::VerdictLevel::Bad:
        break;
    }
    return MineWords::tr("Bad");
}

Tone verdictTone(api::VerdictLevel level) {
    return level == api::VerdictLevel::Good      ? Tone::Positive
           : level == api::VerdictLevel::Caution ? Tone::Warning
                                                 : Tone::Negative;
}

QString verdictIcon(api::VerdictLevel level) {
    return level == api::VerdictLevel::Good      ? QStringLiteral("success")
           : level == api::VerdictLevel::Caution ? QStringLiteral("warning")
                                                 : QStringLiteral("error");
}

QString stepName(api::LaunchStep step) {
    switch (step) {
    case api::LaunchStep::Fund:
        return MineWords::tr("Fund");
    case api::LaunchStep::Register:
        return MineWords::tr("Register");
    case api::LaunchStep::Create:
        return MineWords::tr("Set up");
    case api::LaunchStep::Start:
        return MineWords::tr("Start");
    case api::LaunchStep::Run:
        return MineWords::tr("Running");
    }
    return {};
}

QString launchProblem(const Error& error) {
    const auto said = sentence(error.context);
    switch (error.code) {
    case Errc::Refused:
        return MineWords::tr("Nothing was signed and nothing was spent: %1").arg(said);
    case Errc::Locked:
        return MineWords::tr("The wallet is locked: registering needs its coldkey. Unlock it and try again.");
    case Errc::Conflict:
        return MineWords::tr(
                   "This hotkey works here already: %1 Choose another hotkey, or start the worker that has it.")
            .arg(said);
    case Errc::NotFound:
        return MineWords::tr("Something that the worker needs is missing: %1 Put it in place and try again.").arg(said);
    case Errc::DispatchFailed:
        return MineWords::tr("The chain refused the registration; only the network fee was spent: %1").arg(said);
    case Errc::Cancelled:
        return MineWords::tr("It was cancelled. What was done stays done; starting again goes on from there.");
    default:
        return said.isEmpty() ? explain(error).joined() : MineWords::tr("%1 %2").arg(explain(error).why, said);
    }
}

QString sentence(const std::string& words) {
    auto text = plain(ForeignText{words}, 400);
    if (text.isEmpty()) return text;
    text[0] = text[0].toUpper();
    static const auto ends = QStringLiteral(".!?…:");
    if (!ends.contains(text.back())) text += u'.';
    return text;
}

QString bytesText(std::uint64_t bytes) {
    if (bytes < 1'000'000) return MineWords::tr("%1 kB").arg(QString::number(static_cast<double>(bytes) / 1e3, 'f', 0));
    if (bytes < 1'000'000'000)
        return MineWords::tr("%1 MB").arg(QString::number(static_cast<double>(bytes) / 1e6, 'f', 1));
    return MineWords::tr("%1 GB").arg(QString::number(static_cast<double>(bytes) / 1e9, 'f', 2));
}

QString parametersText(std::uint64_t parameters) {
    if (parameters == 0) return dash();
    if (parameters < 1'000'000)
        return MineWords::tr("%1 K").arg(QString::number(static_cast<double>(parameters) / 1e3, 'f', 0));
    if (parameters < 1'000'000'000)
        return MineWords::tr("%1 M").arg(QString::number(static_cast<double>(parameters) / 1e6, 'f', 1));
    return MineWords::tr("%1 B").arg(QString::number(static_cast<double>(parameters) / 1e9, 'f', 2));
}

QString energyText(double wattHours) {
    return wattHours < 1000 ? MineWords::tr("%1 Wh").arg(QString::number(wattHours, 'f', wattHours < 10 ? 1 : 0))
                            : MineWords::tr("%1 kWh").arg(QString::number(wattHours / 1000, 'f', 2));
}

QString netText(Rao earned, Rao cost, int significant) {
    return signedTao(earned, cost, [significant](std::uint64_t raw) { return shortDecimal(raw, significant); });
}

QString exactNetText(Rao earned, Rao cost) {
    return signedTao(earned, cost, [](std::uint64_t raw) { return exactDecimal(raw); });
}

std::optional<double> tokensPerSecond(const std::vector<api::WorkerRequest>& requests) {
    double tokens = 0, seconds = 0;
    for (const auto& request : requests) {
        if (request.outcome != "answered" || request.answerTokens == 0) continue;
        tokens += request.answerTokens;
        seconds += static_cast<double>(request.took.count()) / 1000;
    }
    if (seconds <= 0) return std::nullopt;
    return tokens / seconds;
}

} // namespace taodeck::ui
