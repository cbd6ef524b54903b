#include "ui/screens/registry.h"

#include "ui/screens/localnet/localnet_screen.h"
#include "ui/screens/mine/mine_screen.h"
#include "ui/screens/overview/overview_screen.h"
#include "ui/screens/settings/settings_screen.h"
#include "ui/screens/stake/stake_screen.h"
#include "ui/screens/wallet/wallet_screen.h"

namespace taodeck::ui {
namespace {

template <class Screen>
QWidget* make(Context& context) {
    return new Screen(context);
}

} // namespace

const std::vector<ScreenEntry>& screenRegistry() {
    static const std::vector<ScreenEntry> rows{
        {QStringLiteral("overview"), [] { return OverviewScreen::tr("Overview"); }, QStringLiteral("overview"),
         &make<OverviewScreen>},
        {QStringLiteral("wallet"), [] { return WalletScreen::tr("Wallet"); }, QStringLiteral("wallet"),
         &make<WalletScreen>},
        {QStringLiteral("stake"), [] { return StakeScreen::tr("Stake"); }, QStringLiteral("stake"), &make<StakeScreen>},
        {QStringLiteral("mine"), [] { return MineScreen::tr("Mine"); }, QStringLiteral("mine"), &make<MineScreen>},
        {QStringLiteral("settings"), [] { return SettingsScreen::tr("Settings"); }, QStringLiteral("settings"),
         &make<SettingsScreen>},
        // Last, so that the keys of the others stay the same where it is missing.
        {QStringLiteral("localnet"), [] { return LocalnetScreen::tr("Localnet"); }, QStringLiteral("localnet"),
         &make<LocalnetScreen>, &LocalnetScreen::isOffered},
    };
    return rows;
}

} // namespace taodeck::ui
