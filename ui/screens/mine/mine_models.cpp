#include "ui/screens/mine/mine_models.h"

#include "core/base/amount_text.h"
#include "ui/screens/mine/mine_words.h"

#include <QDateTime>

namespace taodeck::ui {
namespace {

QVariant count(std::uint64_t value) {
    return QVariant::fromValue<qulonglong>(value);
}

Cell unknownCell(const QString& why) {
    Cell cell;
    cell.text = dash();
    cell.tip = why;
    cell.sort = -1.0;
    return cell;
}

Cell countCell(std::uint64_t value) {
    Cell cell;
    cell.text = countText(value);
    cell.sort = count(value);
    return cell;
}

Cell shareCell(double value) {
    Cell cell;
    cell.text = percent(value);
    cell.sort = value;
    return cell;
}

constexpr int kTableDigits = 4; ///< Significant; every digit is in the tooltip.

QString tableAlpha(Alpha amount, const ForeignText& symbol) {
    return q(shortDecimal(amount.raw(), kTableDigits)) + u' ' + alphaSymbol(symbol);
}

QString tableTao(Rao amount) {
    return q(shortDecimal(amount.raw(), kTableDigits)) + QStringLiteral(" \u03C4");
}

Cell alphaCellOf(Alpha amount, const ForeignText& symbol) {
    Cell cell;
    cell.text = tableAlpha(amount, symbol);
    cell.tip = exactAlpha(amount, symbol);
    cell.sort = count(amount.raw());
    return cell;
}

Cell taoCellOf(Rao amount) {
    Cell cell;
    cell.text = tableTao(amount);
    cell.tip = exactTao(amount);
    cell.sort = count(amount.raw());
    return cell;
}

Cell stateCell(const WorkerLine& line) {
    Cell cell;
    cell.text = stateWord(line.row.state);
    cell.tone = stateTone(line.row.state);
    cell.chip = true;
    cell.tip = line.row.reason.empty() ? stateMeaning(line.row.state) : sentence(line.row.reason);
    cell.sort = static_cast<int>(line.row.state);
    return cell;
}

Cell scoreCell(const WorkerLine& line) {
    const bool miner = line.row.settings.role == api::Role::Miner;
    const auto& value = miner ? line.row.score : line.row.vtrust;
    if (!value) return unknownCell(unknownReason(line.row));
    auto cell = shareCell(*value);
    cell.bar = *value;
    cell.tip = miner ? WorkersModel::tr("Mean of the validators' weights for it.")
                     : WorkersModel::tr("Its trust: how far the other validators' stake agrees with its weights.");
    return cell;
}

Cell rankCell(const WorkerLine& line) {
    if (!line.row.rank) return unknownCell(unknownReason(line.row));
    Cell cell;
    cell.text = rankText(line.row);
    cell.sort = static_cast<double>(*line.row.rank);
    cell.tip = WorkersModel::tr("1 is paid best.");
    return cell;
}

Cell safetyCell(const WorkerLine& line) {
    const auto safety = safetyOf(line.row);
    Cell cell;
    cell.text = safety.text;
    cell.tip = safety.why;
    cell.tone = safety.tone;
    cell.sort = safety.sort;
    return cell;
}

Cell energyCell(const WorkerLine& line) {
    if (!line.row.energyCost)
        return unknownCell(WorkersModel::tr("Its watts and the price of energy are not set; see its settings."));
    auto cell = taoCellOf(*line.row.energyCost);
    cell.tip += u'\n' + energyText(line.row.wattHours);
    return cell;
}

Cell netCell(const WorkerLine& line) {
    if (!line.row.energyCost)
        return unknownCell(WorkersModel::tr("Unknown without the cost of energy; see its settings."));
    Cell cell;
    cell.text = netText(line.row.earnedTao, *line.row.energyCost, kTableDigits);
    cell.tip = exactNetText(line.row.earnedTao, *line.row.energyCost);
    cell.sort = static_cast<double>(line.row.earnedTao.raw()) - static_cast<double>(line.row.energyCost->raw());
    const bool loss = *line.row.energyCost > line.row.earnedTao;
    cell.tone = loss ? Tone::Negative : Tone::Positive;
    cell.strong = true;
    return cell;
}

Cell uptimeCell(const WorkerLine& line) {
    if (!line.row.upSince) return unknownCell(WorkersModel::tr("It does not run."));
    Cell cell;
    const auto up = std::max(line.now - *line.row.upSince, std::chrono::milliseconds{0});
    cell.text = duration(std::chrono::duration_cast<std::chrono::milliseconds>(up));
    cell.sort = static_cast<double>(up.count());
    return cell;
}

std::vector<Column<WorkerLine>> workerColumns() {
    return {
        {{QStringLiteral("subnet"), WorkersModel::tr("Worker"), {}, false, 150, true},
         [](const WorkerLine& line) {
             Cell cell;
             cell.text = WorkersModel::tr("%1 · %2").arg(roleWord(line.row.settings.role), line.subnet);
             cell.tip = WorkersModel::tr("%1\n%2\nHotkey %3")
                            .arg(line.subnet, taskWord(line.row.settings.task), addressText(line.row.settings.hotkey));
             cell.sort = raw(line.row.settings.netuid);
             return cell;
         }},
        {{QStringLiteral("role"), WorkersModel::tr("Role"), {}, false, 78, false, false},
         [](const WorkerLine& line) {
             Cell cell;
             cell.text = roleWord(line.row.settings.role);
             return cell;
         }},
        {{QStringLiteral("state"), WorkersModel::tr("State"), {}, false, 108, false, true, true}, &stateCell},
        {{QStringLiteral("requests"), WorkersModel::tr("Requests"),
          WorkersModel::tr("Requests in the last 24 hours: received by a miner, asked by a validator."), true, 70},
         [](const WorkerLine& line) {
             auto cell = countCell(line.row.requests24h);
             cell.tip = WorkersModel::tr("%1 answered, %2 refused")
                            .arg(countText(line.row.answered24h), countText(line.row.refused24h));
             return cell;
         }},
        {{QStringLiteral("score"), WorkersModel::tr("Score"),
          WorkersModel::tr("A miner's: mean of the validators' weights. A validator's: its trust."), true, 64},
         &scoreCell},
        {{QStringLiteral("rank"), WorkersModel::tr("Rank"), WorkersModel::tr("By what the last epoch paid."), true, 76},
         &rankCell},
        {{QStringLiteral("safety"), WorkersModel::tr("Margin"),
          WorkersModel::tr("How far it is from losing its place: immunity left, or places above the last one."), false,
          106},
         &safetyCell},
        {{QStringLiteral("alpha"), WorkersModel::tr("Alpha"),
          WorkersModel::tr("Earned: counted from blocks since the worker was made."), true, 80},
         [](const WorkerLine& line) { return alphaCellOf(line.row.earnedAll, line.symbol); }},
        {{QStringLiteral("tao"), WorkersModel::tr("TAO"),
          WorkersModel::tr("Earned: the alpha at the price of each payout's block."), true, 84},
         [](const WorkerLine& line) { return taoCellOf(line.row.earnedTao); }},
        {{QStringLiteral("energy"), WorkersModel::tr("Energy"), WorkersModel::tr("Cost of what it drew."), true, 82},
         &energyCell},
        {{QStringLiteral("net"), WorkersModel::tr("Net"), WorkersModel::tr("Earned TAO without the cost of energy."),
          true, 86},
         &netCell},
        {{QStringLiteral("uptime"), WorkersModel::tr("Uptime"), {}, true, 76}, &uptimeCell},
    };
}

QString outcomeWord(const std::string& outcome) {
    if (outcome == "answered") return RequestsModel::tr("Answered");
    if (outcome == "rate_limited") return RequestsModel::tr("Too many");
    if (outcome == "not_permitted") return RequestsModel::tr("Not permitted");
    if (outcome == "cancelled") return RequestsModel::tr("Cancelled");
    if (outcome == "timeout") return RequestsModel::tr("No answer in time");
    return plain(ForeignText{outcome}, 24);
}

std::vector<Column<api::WorkerRequest>> requestColumns() {
    return {
        {{QStringLiteral("time"), RequestsModel::tr("Time (UTC)"), {}, false, 92},
         [](const api::WorkerRequest& row) {
             Cell cell;
             const auto ms = row.time.time_since_epoch().count();
             const auto when = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
             cell.text = when.toString(QStringLiteral("HH:mm:ss"));
             cell.tip = when.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz 'UTC'"));
             cell.sort = QVariant::fromValue<qlonglong>(ms);
             return cell;
         }},
        {{QStringLiteral("peer"), RequestsModel::tr("With"), {}, false, 150},
         [](const api::WorkerRequest& row) {
             Cell cell;
             cell.text = shortAddress(row.peer);
             cell.tip = addressText(row.peer);
             cell.account = row.peer;
             return cell;
         }},
        {{QStringLiteral("prompt"), RequestsModel::tr("Question"), RequestsModel::tr("Its beginning."), false, 150,
          true},
         [](const api::WorkerRequest& row) {
             Cell cell;
             cell.text = plain(row.prompt, 120);
             cell.tip = plain(row.prompt, 400);
             return cell;
         }},
        {{QStringLiteral("answer"), RequestsModel::tr("Answer"), RequestsModel::tr("Its beginning."), false, 150, true},
         [](const api::WorkerRequest& row) {
             Cell cell;
             cell.text = plain(row.answer, 120);
             cell.tip = plain(row.answer, 400);
             if (cell.text.isEmpty()) return unknownCell(RequestsModel::tr("There is no answer."));
             return cell;
         }},
        {{QStringLiteral("tokens"), RequestsModel::tr("Tokens"), RequestsModel::tr("Of the answer."), true, 70},
         [](const api::WorkerRequest& row) {
             auto cell = countCell(row.answerTokens);
             cell.tip = RequestsModel::tr("%1 in the question, %2 in the answer")
                            .arg(countText(row.promptTokens), countText(row.answerTokens));
             return cell;
         }},
        {{QStringLiteral("took"), RequestsModel::tr("Took"), {}, true, 88},
         [](const api::WorkerRequest& row) {
             auto cell = countCell(static_cast<std::uint64_t>(std::max<std::int64_t>(row.took.count(), 0)));
             cell.text += QStringLiteral(" ms");
             return cell;
         }},
        {{QStringLiteral("score"), RequestsModel::tr("Score"), RequestsModel::tr("What this validator gave."), true,
          78},
         [](const api::WorkerRequest& row) {
             return row.score
                        ? shareCell(*row.score)
                        : unknownCell(RequestsModel::tr("A miner learns its score from the chain, at the epoch."));
         }},
        {{QStringLiteral("outcome"), RequestsModel::tr("Outcome"), {}, false, 128, false, true, true},
         [](const api::WorkerRequest& row) {
             Cell cell;
             cell.text = outcomeWord(row.outcome);
             cell.chip = true;
             cell.tone = row.outcome == "answered" ? Tone::Text2 : Tone::Warning;
             return cell;
         }},
    };
}

std::vector<Column<WaterfallLine>> waterfallColumns() {
    return {
        {{QStringLiteral("validator"), WaterfallModel::tr("Validator"), {}, false, 170, true},
         [](const WaterfallLine& line) {
             Cell cell;
             cell.text = line.name.isEmpty() ? shortAddress(line.part.validator) : line.name;
             if (!line.name.isEmpty()) cell.second = shortAddress(line.part.validator);
             cell.tip = addressText(line.part.validator);
             cell.account = line.part.validator;
             return cell;
         }},
        {{QStringLiteral("requests"), WaterfallModel::tr("Requests"),
          WaterfallModel::tr("Since the epoch before, by our own log; then how many were answered."), true, 84},
         [](const WaterfallLine& line) { return countCell(line.part.requests); }},
        {{QStringLiteral("answered"), WaterfallModel::tr("Answered"), {}, true, 84},
         [](const WaterfallLine& line) { return countCell(line.part.answered); }},
        {{QStringLiteral("weight"), WaterfallModel::tr("Weight"),
          WaterfallModel::tr("What it gave us, of all its weights: its score of our answers."), true, 84},
         [](const WaterfallLine& line) { return shareCell(line.part.weight); }},
        {{QStringLiteral("clipped"), WaterfallModel::tr("Clipped to"),
          WaterfallModel::tr("The weight after the majority's word: nobody counts for more than consensus."), true, 90},
         [](const WaterfallLine& line) {
             auto cell = shareCell(line.part.clipped);
             if (line.part.clipped < line.part.weight) cell.tone = Tone::Warning;
             return cell;
         }},
        {{QStringLiteral("stake"), WaterfallModel::tr("Stake share"),
          WaterfallModel::tr("Of the active validators' stake."), true, 94},
         [](const WaterfallLine& line) { return shareCell(line.part.stakeShare); }},
        {{QStringLiteral("alpha"), WaterfallModel::tr("Alpha"), WaterfallModel::tr("Its part of the payout."), true,
          126},
         [](const WaterfallLine& line) {
             auto cell = alphaCellOf(line.part.alpha, line.symbol);
             cell.bar = line.share;
             cell.strong = true;
             return cell;
         }},
        {{QStringLiteral("tao"), WaterfallModel::tr("TAO"), WaterfallModel::tr("At that block's price."), true, 118},
         [](const WaterfallLine& line) { return taoCellOf(line.part.tao); }},
    };
}

} // namespace

QString rankText(const api::WorkerRow& row) {
    if (!row.rank) return dash();
    if (!row.neurons) return countText(*row.rank);
    return WorkersModel::tr("%1 of %2").arg(countText(*row.rank), countText(*row.neurons));
}

Safety safetyOf(const api::WorkerRow& row) {
    if (row.immunityBlocks && *row.immunityBlocks > 0)
        return {WorkersModel::tr("Immune %1").arg(countText(*row.immunityBlocks)),
                WorkersModel::tr("It cannot be replaced for %n more block(s).", nullptr,
                                 static_cast<int>(*row.immunityBlocks)),
                Tone::Text, 1e9 + *row.immunityBlocks};
    if (!row.rank || !row.neurons) return {dash(), unknownReason(row), Tone::Text, -1};
    const auto above = *row.neurons > *row.rank ? *row.neurons - *row.rank : 0;
    if (above == 0)
        return {WorkersModel::tr("Next to go"),
                WorkersModel::tr("It is paid least and no longer immune: the next registration takes its place."),
                Tone::Negative, 0};
    return {WorkersModel::tr("%n place(s)", nullptr, static_cast<int>(above)),
            WorkersModel::tr("So many neurons are paid less and would be replaced before it."),
            above <= 3 ? Tone::Warning : Tone::Text, static_cast<double>(above)};
}

QString unknownReason(const api::WorkerRow& row) {
    if (row.trust == Trust::Unknown) return WorkersModel::tr("The chain has not been asked yet.");
    if (!row.uid) return WorkersModel::tr("Its hotkey has no place on the subnet.");
    return WorkersModel::tr("There was no epoch since it was registered.");
}

WorkersModel::WorkersModel(QObject* parent) : TableModel(workerColumns(), parent) {}

RequestsModel::RequestsModel(QObject* parent) : TableModel(requestColumns(), parent) {}

WaterfallModel::WaterfallModel(QObject* parent) : TableModel(waterfallColumns(), parent) {}

} // namespace taodeck::ui
