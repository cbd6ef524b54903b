#include "core/subtensor/pallets/commitments/commitments.h"

#include "core/subtensor/pallets/balances/reserves.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/bonds.h"
#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

namespace taodeck::subtensor::commitments {
namespace {

namespace sm = subtensor_module;

constexpr std::uint64_t kLeastSpace = 100; ///< What the smallest commitment counts for.
constexpr Rao kInitialDeposit{}, kFieldDeposit{};

bool isTimelocked(const Data& field) {
    return field.kind == Data::Kind::TimelockEncrypted;
}

std::uint64_t spaceOf(const CommitmentInfo& info) {
    std::uint64_t total = 0;
    for (const auto& field : info.fieldList.items)
        total += field.bytes.size(); // hashes count their 32 bytes
    return std::max(total, kLeastSpace);
}

/// The budget starts anew with each epoch of the subnet.
Dispatch<> takeSpace(const Context& ctx, NetUid netuid, const AccountId& who, std::uint64_t space) {
    auto usage = UsedSpaceOf.get(ctx.state, netuid, who).value_or(UsageTracker{});
    const auto epoch = sm::SubnetEpochIndex.get(ctx.state, netuid);
    if (usage.lastEpoch != epoch) usage = {epoch, 0};
    TD_ENSURE(usage.usedSpace + space <= MaxSpace.get(ctx.state), CommitmentsError::SpaceLimitExceeded);
    usage.usedSpace += space;
    UsedSpaceOf.set(ctx.state, netuid, who, usage);
    return {};
}

void resetBondsIfAsked(const Context& ctx, NetUid netuid, const AccountId& who, const CommitmentInfo& info) {
    const auto& fields = info.fieldList.items;
    const bool asked = std::any_of(fields.begin(), fields.end(),
                                   [](const Data& field) { return field.kind == Data::Kind::ResetBondsFlag; });
    if (!asked) return;
    LastBondsReset.set(ctx.state, netuid, who, ctx.block);
    const auto mechanisms = sm::mechanismCount(ctx.state, netuid);
    for (std::uint8_t id = 0; id < mechanisms; ++id)
        sm::resetBonds(ctx.state, sm::mechanismIndex(netuid, sm::MechId{id}), who);
}

Dispatch<> settleDeposit(const Context& ctx, const AccountId& who, Rao before, Rao after) {
    if (after > before) TD_DISPATCH_CHECK(balances::reserve(ctx, who, after.saturatingSub(before)));
    if (before > after) {
        const auto left = balances::unreserve(ctx, who, before.saturatingSub(after));
        TD_ENSURE(left == Rao{}, CommitmentsError::UnexpectedUnreserveLeftover);
    }
    return {};
}

void announce(const Context& ctx, NetUid netuid, const AccountId& who, const CommitmentInfo& info) {
    const auto& fields = info.fieldList.items;
    const auto timelocked = std::find_if(fields.begin(), fields.end(), isTimelocked);
    const bool has = timelocked != fields.end();
    if (has) {
        ctx.emit(TimelockCommitment{netuid, who, timelocked->revealRound});
    } else {
        ctx.emit(Commitment{netuid, who});
    }
    TimelockedIndex.mutate(ctx.state, [&](auto& index) {
        if (has) {
            index.emplace(netuid, who);
        } else {
            index.erase({netuid, who});
        }
    });
}

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const SetCommitment& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_ENSURE(sm::Uids.exists(ctx.state, call.netuid, who), CommitmentsError::AccountNotAllowedCommit);
    const auto count = call.commitment.fieldList.items.size();
    TD_ENSURE(count <= kMaxFields, CommitmentsError::TooManyFieldsInCommitmentInfo);
    resetBondsIfAsked(ctx, call.netuid, who, call.commitment);
    TD_DISPATCH_CHECK(takeSpace(ctx, call.netuid, who, spaceOf(call.commitment)));

    auto stored = CommitmentOf.get(ctx.state, call.netuid, who).value_or(Registration{});
    const auto deposit = Rao::fromRaw(kInitialDeposit.raw() + count * kFieldDeposit.raw());
    TD_DISPATCH_CHECK(settleDeposit(ctx, who, stored.deposit, deposit));
    CommitmentOf.set(ctx.state, call.netuid, who, Registration{deposit, ctx.block, call.commitment});
    LastCommitment.set(ctx.state, call.netuid, who, ctx.block);
    announce(ctx, call.netuid, who, call.commitment);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxSpace& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    MaxSpace.set(ctx.state, call.newLimit);
    return PostInfo{};
}

void purgeSubnet(State& state, NetUid netuid) {
    CommitmentOf.removeUnder(state, netuid);
    LastCommitment.removeUnder(state, netuid);
    LastBondsReset.removeUnder(state, netuid);
    RevealedCommitments.removeUnder(state, netuid);
    UsedSpaceOf.removeUnder(state, netuid);
    auto index = TimelockedIndex.get(state);
    if (std::erase_if(index, [netuid](const auto& entry) { return entry.first == netuid; }) > 0)
        TimelockedIndex.set(state, index);
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Commitments,
        .crate = "pallet_commitments",
        .storage = {&TimelockedIndex, &CommitmentOf, &LastCommitment, &LastBondsReset, &RevealedCommitments,
                    &UsedSpaceOf, &MaxSpace},
        .calls = {callRow<SetCommitment>(), callRow<SetMaxSpace>()},
        .events = {eventRow<Commitment>(), eventRow<TimelockCommitment>(), eventRow<CommitmentRevealed>()},
        .errorNames = kCommitmentsErrorNames,
        .constants = {constantRow("MaxFields", [](const RuleSet&) { return kMaxFields; }),
                      constantRow("InitialDeposit", [](const RuleSet&) { return kInitialDeposit; }),
                      constantRow("FieldDeposit", [](const RuleSet&) { return kFieldDeposit; })},
        .onInitialize = revealTimelocked,
    };
    return pallet;
}

} // namespace taodeck::subtensor::commitments
