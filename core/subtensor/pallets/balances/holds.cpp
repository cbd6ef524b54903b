#include "core/subtensor/pallets/balances/holds.h"

#include "core/subtensor/pallets/balances/account_store.h"
#include "core/subtensor/rules.h"

namespace taodeck::subtensor {
namespace {

constexpr auto kPreimage = static_cast<std::uint8_t>(Pallet::Preimage);
constexpr auto kSafeMode = static_cast<std::uint8_t>(Pallet::SafeMode);
constexpr std::uint8_t kContracts = 29; ///< Of the network; this chain has no contracts.

} // namespace

void TypeInfo<balances::HoldReason>::encode(Encoder& out, const balances::HoldReason& v) {
    out.u8(v == balances::HoldReason::Preimage ? kPreimage : kSafeMode).u8(0);
}

Result<balances::HoldReason> TypeInfo<balances::HoldReason>::decode(Decoder& in) {
    TD_TRY(const auto pallet, in.u8());
    TD_TRY(const auto reason, in.u8());
    if (reason != 0 || (pallet != kPreimage && pallet != kSafeMode)) return fail(Errc::Malformed, "hold reason");
    return pallet == kPreimage ? balances::HoldReason::Preimage : balances::HoldReason::SafeMode;
}

TypeId TypeInfo<balances::HoldReason>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<balances::HoldReason>, [](TypeRegistry& r) {
        const auto arm = [&r](const char* pallet, std::uint8_t index, const char* crate, const char* names) {
            const auto inner = r.shared(describeEnum({(std::string{crate} + "::pallet::HoldReason").c_str(), names}));
            return TypeVariant{pallet, index, {{{}, inner, std::string{crate} + "::HoldReason"}}};
        };
        TypeDef::Variant out;
        out.variants = {
            arm("Preimage", kPreimage, "pallet_preimage", "Preimage"),
            arm("SafeMode", kSafeMode, "pallet_safe_mode", "EnterOrExtend"),
            arm("Contracts", kContracts, "pallet_contracts", "CodeUploadDepositReserve, StorageDepositReserve")};
        return TypeDef{"node_subtensor_runtime::RuntimeHoldReason", {}, std::move(out)};
    });
}

} // namespace taodeck::subtensor

namespace taodeck::subtensor::balances {
namespace {

Hold* find(std::vector<Hold>& holds, HoldReason reason) {
    for (auto& h : holds)
        if (h.reason == reason) return &h;
    return nullptr;
}

} // namespace

std::vector<TypeParam> Hold::params(TypeRegistry& r) {
    return {{"Id", typeIdOf<HoldReason>(r)}, {"Balance", typeIdOf<Rao>(r)}};
}

Rao heldFor(const StateReader& state, HoldReason reason, const AccountId& who) {
    auto holds = Holds.get(state, who);
    const auto* found = find(holds.items, reason);
    return found ? found->amount : Rao{};
}

Dispatch<> hold(const Context& ctx, HoldReason reason, const AccountId& who, Rao amount) {
    TD_ENSURE(!isDead(ctx.state, who), TokenError::CannotCreateHold);
    // A hold may take what a freeze keeps, but never the existential deposit.
    const auto rest = free(ctx.state, who).checkedSub(amount);
    TD_ENSURE(rest && (amount.raw() == 0 || *rest >= ctx.rules.existentialDeposit()), TokenError::FundsUnavailable);
    auto holds = Holds.get(ctx.state, who);
    if (auto* found = find(holds.items, reason)) {
        found->amount = found->amount.saturatingAdd(amount);
    } else if (amount.raw() > 0) {
        holds.items.push_back({reason, amount});
    }
    TD_DISPATCH_CHECK(mutateAccount(ctx, who, [&](AccountData& data, bool) -> Dispatch<> {
        const auto sum = data.reserved.checkedAdd(amount);
        TD_ENSURE(sum, ArithmeticError::Overflow);
        data.free = data.free.saturatingSub(amount);
        data.reserved = *sum;
        return {};
    }));
    Holds.set(ctx.state, who, holds);
    return {};
}

namespace {

/// Takes up to `amount` off the hold, and lets `settle` put what was taken elsewhere.
Dispatch<> lower(const Context& ctx, HoldReason reason, const AccountId& who, Rao amount,
                 const std::function<void(AccountData&, Rao taken)>& settle) {
    auto holds = Holds.get(ctx.state, who);
    auto* found = find(holds.items, reason);
    const auto taken = std::min(amount, found ? found->amount : Rao{});
    if (taken.raw() == 0) return {};
    found->amount = found->amount.saturatingSub(taken);
    holds.items.erase(
        std::remove_if(holds.items.begin(), holds.items.end(), [](const Hold& h) { return h.amount.raw() == 0; }),
        holds.items.end());
    TD_DISPATCH_CHECK(mutateAccount(ctx, who, [&](AccountData& data, bool) -> Dispatch<> {
        data.reserved = data.reserved.saturatingSub(taken);
        settle(data, taken);
        return {};
    }));
    if (holds.items.empty()) {
        Holds.remove(ctx.state, who);
    } else {
        Holds.set(ctx.state, who, holds);
    }
    return {};
}

} // namespace

Dispatch<> release(const Context& ctx, HoldReason reason, const AccountId& who, Rao amount) {
    return lower(ctx, reason, who, amount,
                 [](AccountData& data, Rao taken) { data.free = data.free.saturatingAdd(taken); });
}

Dispatch<> burnHeld(const Context& ctx, HoldReason reason, const AccountId& who, Rao amount) {
    return lower(ctx, reason, who, amount, [&](AccountData&, Rao taken) {
        TotalIssuance.mutate(ctx.state, [taken](Rao& total) { total = total.saturatingSub(taken); });
    });
}

} // namespace taodeck::subtensor::balances
