#include "core/actions/stake_share.h"

#include "core/subtensor/share_pool.h"

namespace taodeck::actions {
namespace {

using metadata::Value;
using metadata::View;
using subtensor::SafeFloat;

constexpr const char *kOwner = "hotkey owner", *kTotal = "hotkey alpha", *kShares = "all shares", *kShare = "share",
                     *kOldShares = "all shares, older map", *kOldShare = "share, older map";

Result<SafeFloat> readShare(const View& view) {
    SafeFloat out;
    TD_TRY(out.mantissa, view.field("mantissa").asU128());
    TD_TRY(out.exponent, view.field("exponent").asI64());
    return out;
}

/// Entries that the chain has not moved yet live in the older map, and that one is read first.
Result<SafeFloat> shareOf(const Answers& answers, const char* older, const char* newer) {
    if (answers.has(older)) {
        TD_TRY(const auto bits, answers.at(older).asU128());
        if (bits != 0) return SafeFloat::fromU64F64(bits);
    }
    if (!answers.has(newer)) return SafeFloat{};
    return readShare(answers.at(newer));
}

} // namespace

void askOwner(std::vector<Ask>& asks, const metadata::Metadata& meta, const AccountId& hotkey) {
    askFor(asks, meta, kOwner, "SubtensorModule", "Owner", {Value::id(hotkey)});
}

void judgeOwner(const Situation& s, api::Plan& plan) {
    const auto owner = s.answers.at(kOwner).asId<AccountId>();
    if (owner && owner->isZero())
        warn(plan, api::WarningKind::HotkeyUnknown, "The chain does not know this hotkey.", /*blocking=*/true);
}

void askStake(std::vector<Ask>& asks, const metadata::Metadata& meta, const AccountId& hotkey, const AccountId& coldkey,
              NetUid netuid) {
    const std::vector<Value> pool{Value::id(hotkey), Value::netuid(netuid)};
    const std::vector<Value> own{Value::id(hotkey), Value::id(coldkey), Value::netuid(netuid)};
    askFor(asks, meta, kTotal, "SubtensorModule", "TotalHotkeyAlpha", pool);
    askFor(asks, meta, kShares, "SubtensorModule", "TotalHotkeySharesV2", pool);
    askFor(asks, meta, kOldShares, "SubtensorModule", "TotalHotkeyShares", pool);
    askFor(asks, meta, kShare, "SubtensorModule", "AlphaV2", own);
    askFor(asks, meta, kOldShare, "SubtensorModule", "Alpha", own);
}

Result<Alpha> stakeHeld(const Answers& answers) {
    subtensor::SharePool pool;
    TD_TRY(pool.value, answers.at(kTotal).asU64());
    TD_TRY(pool.denominator, shareOf(answers, kOldShares, kShares));
    TD_TRY(const auto share, shareOf(answers, kOldShare, kShare));
    return Alpha::fromRaw(pool.valueOf(share));
}

} // namespace taodeck::actions
