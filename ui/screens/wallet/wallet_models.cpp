#include "ui/bridge/format.h"
#include "ui/screens/wallet/wallet_screen.h"

namespace taodeck::ui {
namespace {

Cell amountCell(const std::optional<Rao>& amount, const QString& reason) {
    Cell cell;
    cell.text = amount ? shortTao(*amount) : dash();
    cell.tip = amount ? exactTao(*amount) : reason;
    cell.sort = QVariant::fromValue<qulonglong>(amount ? amount->raw() : 0);
    return cell;
}

QString unknownReason(const WalletLine& line) {
    return line.balance.error ? WalletsModel::tr("The node did not answer.")
                              : WalletsModel::tr("Being read from the chain.");
}

std::optional<Rao> freeOf(const WalletLine& line) {
    if (!line.balance.value || !line.balance.value->value) return std::nullopt;
    return line.balance.value->value->free;
}

std::vector<Column<WalletLine>> walletColumns() {
    return {
        {{QStringLiteral("wallet"), WalletsModel::tr("Wallet"), {}, false, 250, true},
         [](const WalletLine& r) {
             Cell cell;
             cell.text = q(r.wallet.name);
             cell.second = shortAddress(q(r.wallet.address));
             cell.tip = q(r.wallet.address);
             cell.account = r.wallet.coldkey;
             return cell;
         }},
        {{QStringLiteral("state"), WalletsModel::tr("Key"), {}, false, 120, false, true, true},
         [](const WalletLine& r) {
             Cell cell;
             cell.chip = true;
             cell.text = r.wallet.watchOnly     ? WalletsModel::tr("Watch only")
                         : r.wallet.development ? WalletsModel::tr("Development")
                         : !r.wallet.encrypted  ? WalletsModel::tr("No password")
                         : r.wallet.unlocked    ? WalletsModel::tr("Unlocked")
                                                : WalletsModel::tr("Locked");
             if (!r.wallet.watchOnly && !r.wallet.development && !r.wallet.encrypted) cell.tone = Tone::Warning;
             return cell;
         }},
        {{QStringLiteral("free"), WalletsModel::tr("Free"), WalletsModel::tr("Can be sent or staked now."), true, 130},
         [](const WalletLine& r) { return amountCell(freeOf(r), unknownReason(r)); }},
        {{QStringLiteral("staked"), WalletsModel::tr("Staked"),
          WalletsModel::tr("All positions at the marginal price."), true, 130},
         [](const WalletLine& r) { return amountCell(r.staked(), unknownReason(r)); }},
        {{QStringLiteral("total"), WalletsModel::tr("Total"), {}, true, 140},
         [](const WalletLine& r) {
             auto cell = amountCell(r.total(), unknownReason(r));
             cell.strong = true;
             return cell;
         }},
        {{QStringLiteral("hotkeys"), WalletsModel::tr("Hotkeys"), {}, true, 84},
         [](const WalletLine& r) {
             Cell cell;
             cell.text = QString::number(r.wallet.hotkeys.size());
             cell.sort = static_cast<int>(r.wallet.hotkeys.size());
             return cell;
         }},
        {{QStringLiteral("trust"), WalletsModel::tr("State"), WalletsModel::tr("How far the balance can be trusted."),
          false, 110},
         [](const WalletLine& r) {
             Cell cell;
             cell.text = trustWord(r.trust());
             cell.trust = r.trust();
             cell.tip = trustMeaning(r.trust());
             cell.sort = static_cast<int>(r.trust());
             return cell;
         }},
    };
}

std::vector<Column<api::AddressBookEntry>> bookColumns() {
    return {
        {{QStringLiteral("name"), BookModel::tr("Name"), {}, false, 220, true},
         [](const api::AddressBookEntry& r) {
             Cell cell;
             cell.text = plain(ForeignText{r.name}, 40);
             cell.second = shortAddress(r.account);
             cell.account = r.account;
             cell.tip = addressText(r.account);
             return cell;
         }},
        {{QStringLiteral("note"), BookModel::tr("Note"), {}, false, 260, true},
         [](const api::AddressBookEntry& r) {
             Cell cell;
             cell.text = plain(ForeignText{r.note}, 120);
             cell.tone = Tone::Text2;
             return cell;
         }},
    };
}

} // namespace

std::optional<Rao> WalletLine::staked() const {
    if (!positions.value || !positions.value->value) return std::nullopt;
    std::optional<Rao> sum = Rao{};
    for (const auto& row : *positions.value->value)
        if (sum) sum = sum->checkedAdd(row.value);
    return sum;
}

std::optional<Rao> WalletLine::total() const {
    const auto stake = staked();
    if (!stake || !balance.value || !balance.value->value) return std::nullopt;
    const auto liquid = balance.value->value->free.checkedAdd(balance.value->value->reserved);
    return liquid ? liquid->checkedAdd(*stake) : std::nullopt;
}

Trust WalletLine::trust() const {
    if (!balance.value || !balance.value->value) return Trust::Unknown;
    if (!positions.value || !positions.value->value) return balance.value->trust;
    return std::min(balance.value->trust, positions.value->trust);
}

WalletsModel::WalletsModel(QObject* parent) : TableModel(walletColumns(), parent) {}

BookModel::BookModel(QObject* parent) : TableModel(bookColumns(), parent) {}

} // namespace taodeck::ui
