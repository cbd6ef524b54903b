#include "ui/screens/stake/stake_models.h"

#include "ui/bridge/format.h"

namespace taodeck::ui {
namespace {

QVariant number(std::uint64_t value) {
    return QVariant::fromValue<qulonglong>(value);
}

Cell named(const AccountId& account, const ForeignText& name) {
    Cell cell;
    const auto shown = plain(name, 40);
    const auto address = addressText(account);
    cell.text = shown.isEmpty() ? shortAddress(address) : shown;
    if (!shown.isEmpty()) cell.second = shortAddress(address);
    cell.tip = address;
    cell.account = account;
    return cell;
}

Cell raoCell(Rao amount) {
    Cell cell;
    cell.text = shortTao(amount);
    cell.tip = exactTao(amount);
    cell.sort = number(amount.raw());
    return cell;
}

Cell alphaCell(Alpha amount, const ForeignText& symbol) {
    Cell cell;
    cell.text = shortAlpha(amount, symbol);
    cell.tip = exactAlpha(amount, symbol);
    cell.sort = number(amount.raw());
    return cell;
}

constexpr double kLargestYearly = 10; ///< Of the stake; above it an estimate is noise, and the screen says only that.

Cell partCell(double part) {
    Cell cell;
    cell.text = percent(part);
    cell.sort = part;
    return cell;
}

Cell earnedCell(const EarnedSums& earned, Alpha amount, const ForeignText& symbol) {
    if (earned.known) {
        auto cell = alphaCell(amount, symbol);
        if (amount != Alpha{}) {
            cell.text.prepend(u'+');
            cell.tone = Tone::Positive;
        }
        return cell;
    }
    Cell cell;
    cell.text = dash();
    cell.tip = PositionsModel::tr("This machine has not watched long enough to say.");
    cell.sort = number(0);
    return cell;
}

std::vector<Column<PositionRow>> positionColumns() {
    return {
        {{QStringLiteral("validator"), PositionsModel::tr("Validator"), {}, false, 230, true},
         [](const PositionRow& r) { return named(r.position.hotkey, r.position.validatorName); }},
        {{QStringLiteral("subnet"), PositionsModel::tr("Subnet"), {}, false, 72},
         [](const PositionRow& r) {
             Cell cell;
             const bool root = r.position.netuid == kRootNetUid;
             cell.text =
                 root ? PositionsModel::tr("Root")
                      : PositionsModel::tr("%1 · %2").arg(raw(r.position.netuid)).arg(alphaSymbol(r.position.symbol));
             cell.sort = raw(r.position.netuid);
             return cell;
         }},
        {{QStringLiteral("alpha"), PositionsModel::tr("Staked"),
          PositionsModel::tr("Alpha of the subnet; TAO on root."), true, 122},
         [](const PositionRow& r) { return alphaCell(r.position.alpha, r.position.symbol); }},
        {{QStringLiteral("value"), PositionsModel::tr("Value"), PositionsModel::tr("Alpha times the marginal price."),
          true, 102},
         [](const PositionRow& r) { return raoCell(r.position.value); }},
        {{QStringLiteral("exit"), PositionsModel::tr("Exit now"),
          PositionsModel::tr("What unstaking all of it in this block would return, after price impact and pool fee."),
          true, 102},
         [](const PositionRow& r) {
             auto cell = raoCell(r.position.exitNow);
             cell.strong = true;
             return cell;
         }},
        {{QStringLiteral("loss"), PositionsModel::tr("Exit loss"),
          PositionsModel::tr("How much less than the value leaving now returns."), true, 90},
         [](const PositionRow& r) {
             const auto loss = exitLoss(r.position);
             auto cell = partCell(loss > 0 ? -loss : 0);
             cell.sort = loss;
             if (loss > 0.02) cell.tone = Tone::Negative;
             return cell;
         }},
        {{QStringLiteral("earned24h"), PositionsModel::tr("Earned 24 h"),
          PositionsModel::tr("Counted by this machine from blocks; own stake and unstake taken out."), true, 112},
         [](const PositionRow& r) { return earnedCell(r.earned, r.earned.day, r.position.symbol); }},
        {{QStringLiteral("earned30d"), PositionsModel::tr("Earned 30 d"),
          PositionsModel::tr("Counted by this machine from blocks; own stake and unstake taken out."), true, 120, false,
          false},
         [](const PositionRow& r) { return earnedCell(r.earned, r.earned.month, r.position.symbol); }},
        {{QStringLiteral("share"), PositionsModel::tr("Share"),
          PositionsModel::tr("Your part of the alpha behind this validator here."), true, 80},
         [](const PositionRow& r) { return partCell(r.position.share); }},
        {{QStringLiteral("trust"), PositionsModel::tr("State"), PositionsModel::tr("How far the row can be trusted."),
          false, 100},
         [](const PositionRow& r) {
             Cell cell;
             cell.text = trustWord(r.trust);
             cell.trust = r.trust;
             cell.tip = trustMeaning(r.trust);
             cell.sort = static_cast<int>(r.trust);
             return cell;
         }},
    };
}

std::vector<Column<ValidatorLine>> validatorColumns() {
    return {
        {{QStringLiteral("validator"), ValidatorsModel::tr("Validator"), {}, false, 220, true},
         [](const ValidatorLine& r) { return named(r.row.hotkey, r.row.name); }},
        {{QStringLiteral("take"), ValidatorsModel::tr("Take"),
          ValidatorsModel::tr("Part of the dividends that the validator keeps."), true, 66},
         [](const ValidatorLine& r) { return partCell(r.row.take); }},
        {{QStringLiteral("yearly"), ValidatorsModel::tr("Est. yearly"),
          ValidatorsModel::tr(
              "The last epoch's dividends carried on for a year, after take. An estimate, not a promise."),
          true, 112},
         [](const ValidatorLine& r) {
             auto cell = partCell(r.row.estimatedYearly);
             if (r.row.estimatedYearly == 0) {
                 cell.text = dash();
                 cell.tip = ValidatorsModel::tr("There was no epoch yet to estimate from.");
             } else if (r.row.estimatedYearly > kLargestYearly) {
                 cell.text = ValidatorsModel::tr("over %1").arg(percent(kLargestYearly));
                 cell.tip = ValidatorsModel::tr("Blocks are fast and stakes are small on a chain like this one, so a "
                                                "year carried on from one epoch says little.");
             }
             return cell;
         }},
        {{QStringLiteral("alpha"), ValidatorsModel::tr("Stake here"),
          ValidatorsModel::tr("All alpha behind this validator on the subnet."), true, 124},
         [](const ValidatorLine& r) { return alphaCell(r.row.alphaStake, r.symbol); }},
        {{QStringLiteral("root"), ValidatorsModel::tr("Root stake"), {}, true, 98},
         [](const ValidatorLine& r) { return raoCell(r.row.rootStake); }},
        {{QStringLiteral("nominators"), ValidatorsModel::tr("Nominators"), {}, true, 98},
         [](const ValidatorLine& r) {
             Cell cell;
             cell.text = countText(r.row.nominators);
             cell.sort = number(r.row.nominators);
             if (r.row.nominators == 0 && r.row.alphaStake != Alpha{}) {
                 cell.text = dash();
                 cell.tip = ValidatorsModel::tr("The list is too long to prove in one answer.");
             }
             return cell;
         }},
        {{QStringLiteral("dividends"), ValidatorsModel::tr("Dividends"),
          ValidatorsModel::tr("Part of the subnet's dividends in the last epoch."), true, 84},
         [](const ValidatorLine& r) {
             auto cell = partCell(r.row.dividends);
             cell.bar = r.row.dividends;
             return cell;
         }},
        {{QStringLiteral("vtrust"), ValidatorsModel::tr("vtrust"),
          ValidatorsModel::tr("How far its weights agree with the consensus, 0 to 1."), true, 66},
         [](const ValidatorLine& r) {
             Cell cell;
             cell.text = QString::number(r.row.vtrust, 'f', 3);
             cell.sort = r.row.vtrust;
             return cell;
         }},
        {{QStringLiteral("weights"), ValidatorsModel::tr("Weights"),
          ValidatorsModel::tr("Blocks since it last set weights."), true, 90},
         [](const ValidatorLine& r) {
             Cell cell;
             cell.text = ValidatorsModel::tr("%1 blk").arg(countText(r.row.blocksSinceWeights));
             cell.sort = number(r.row.blocksSinceWeights);
             if (r.row.blocksSinceWeights > 1'000) {
                 cell.tone = Tone::Warning;
                 cell.tip = ValidatorsModel::tr("It has stopped setting weights: its dividends will end.");
             }
             return cell;
         }},
        {{QStringLiteral("permit"), ValidatorsModel::tr("Permit"),
          ValidatorsModel::tr("Whether its weights count on this subnet."), false, 96, false, true, true},
         [](const ValidatorLine& r) {
             Cell cell;
             cell.text = r.row.permit ? ValidatorsModel::tr("Validates") : ValidatorsModel::tr("No permit");
             cell.chip = true;
             if (!r.row.permit) cell.tone = Tone::Warning;
             return cell;
         }},
        {{QStringLiteral("uid"), ValidatorsModel::tr("UID"), {}, true, 60, false, false},
         [](const ValidatorLine& r) {
             Cell cell;
             cell.text = QString::number(r.row.uid);
             cell.sort = r.row.uid;
             return cell;
         }},
    };
}

} // namespace

double exitLoss(const api::StakePosition& position) {
    if (position.value == Rao{} || position.exitNow >= position.value) return 0;
    return 1 - static_cast<double>(position.exitNow.raw()) / static_cast<double>(position.value.raw());
}

PositionsModel::PositionsModel(QObject* parent) : TableModel(positionColumns(), parent) {}

ValidatorsModel::ValidatorsModel(QObject* parent) : TableModel(validatorColumns(), parent) {}

} // namespace taodeck::ui
