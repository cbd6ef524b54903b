#include "core/subtensor/pallets/multisig/multisig.h"

#include "core/subtensor/pallets/balances/reserves.h"
#include "core/subtensor/pallets/multisig/events.h"
#include "core/subtensor/pallets/system.h"
#include "core/subtensor/saturating.h"

namespace taodeck::subtensor::multisig {
namespace {

/// ref_time of a step for `s` other signatories and a call of `z` bytes. Source: pallet-multisig's weights.rs.
struct StepWeight {
    std::uint64_t base, perSignatory, perByte, reads, writes;
    std::uint64_t of(std::size_t s, std::size_t z) const {
        return base + perSignatory * s + perByte * z + reads * kDbRead + writes * kDbWrite;
    }
};
constexpr std::uint64_t kProof = 6811;
constexpr StepWeight kThreshold1{20'470'382, 0, 397, 2, 0};
constexpr StepWeight kCreate{29'976'762, 144'320, 1'819, 1, 1};
constexpr StepWeight kApprove{14'821'348, 127'874, 1'968, 1, 1};
constexpr StepWeight kComplete{34'745'418, 193'313, 2'057, 4, 2};
constexpr StepWeight kHashCreate{27'463'275, 139'226, 0, 1, 1};
constexpr StepWeight kHashApprove{14'074'258, 126'544, 0, 1, 1};
constexpr StepWeight kCancel{28'623'566, 135'351, 0, 1, 1};
constexpr StepWeight kPoke{27'349'525, 121'813, 0, 1, 1};

Rao depositFor(std::uint16_t threshold) {
    return Rao::fromRaw(kDepositBase.raw() + kDepositFactor.raw() * threshold);
}

/// The whole group in order: `others`, which must be sorted and without the sender, and the sender.
Dispatch<std::vector<AccountId>> groupOf(const std::vector<AccountId>& others, const AccountId& who) {
    TD_ENSURE(!others.empty(), MultisigError::TooFewSignatories);
    TD_ENSURE(others.size() < kMaxSignatories, MultisigError::TooManySignatories);
    std::size_t place = 0;
    for (std::size_t i = 0; i < others.size(); ++i) {
        TD_ENSURE(i == 0 || others[i - 1] < others[i], MultisigError::SignatoriesOutOfOrder);
        TD_ENSURE(others[i] != who, MultisigError::SenderInSignatories);
        if (others[i] < who) ++place;
    }
    auto out = others;
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(place), who);
    return out;
}

Dispatch<AccountId> accountOf(std::uint16_t threshold, const std::vector<AccountId>& others, const AccountId& who) {
    TD_ENSURE(threshold >= 2, MultisigError::MinimumThreshold);
    TD_DISPATCH_TRY(const auto group, groupOf(others, who));
    return multiAccount(group, threshold);
}

/// What as_multi and approve_as_multi have in common. `call` is null where only its hash is known.
struct Step {
    AccountId who;
    std::uint16_t threshold;
    std::size_t others;
    AccountId account;
    CallHash callHash;
    std::optional<Timepoint> timepoint;
    const RuntimeCall* call;
    std::size_t callSize;
    const Weight& maxWeight;
};

DispatchResult open(const Context& ctx, const Step& step) {
    TD_ENSURE(!step.timepoint, MultisigError::UnexpectedTimepoint);
    const auto deposit = depositFor(step.threshold);
    TD_DISPATCH_CHECK(balances::reserve(ctx, step.who, deposit));
    const Timepoint now{ctx.block, system::extrinsicIndex(ctx.state)};
    Multisigs.set(ctx.state, step.account, step.callHash, {now, deposit, step.who, {{step.who}}});
    ctx.emit(event::NewMultisig{step.who, step.account, step.callHash});
    return PostInfo{kCreate.of(step.others, step.callSize), {}};
}

DispatchResult execute(const Context& ctx, const Step& step, const Operation& operation) {
    const auto info = infoOf(*step.call);
    TD_ENSURE(info.refTime <= step.maxWeight.refTime.value && info.proofSize <= step.maxWeight.proofSize.value,
              MultisigError::MaxWeightTooLow);
    // Gone before the call runs, so that the call cannot run it again.
    Multisigs.remove(ctx.state, step.account, step.callHash);
    balances::unreserve(ctx, operation.depositor, operation.deposit);
    const auto result = dispatch(ctx, Origin::signedBy(step.account), *step.call);
    DispatchOutcome outcome;
    if (!result) outcome.error = result.error();
    ctx.emit(event::MultisigExecuted{step.who, operation.when, step.account, step.callHash, outcome});
    const auto used = result ? result->refTime : result.error().usedRefTime;
    if (!used) return PostInfo{};
    return PostInfo{saturatingSum(kComplete.of(step.others, step.callSize), *used), {}};
}

DispatchResult operate(const Context& ctx, const Step& step) {
    auto operation = Multisigs.get(ctx.state, step.account, step.callHash);
    if (!operation) return open(ctx, step);
    TD_ENSURE(step.timepoint, MultisigError::NoTimepoint);
    TD_ENSURE(operation->when == *step.timepoint, MultisigError::WrongTimepoint);
    auto& approvals = operation->approvals.items;
    const auto place = std::lower_bound(approvals.begin(), approvals.end(), step.who);
    const bool isNew =
        (place == approvals.end() || *place != step.who) && approvals.size() < std::size_t{step.threshold};
    if (step.call && approvals.size() + isNew >= step.threshold) return execute(ctx, step, *operation);
    TD_ENSURE(isNew, MultisigError::AlreadyApproved);
    approvals.insert(place, step.who);
    Multisigs.set(ctx.state, step.account, step.callHash, *operation);
    ctx.emit(event::MultisigApproval{step.who, operation->when, step.account, step.callHash});
    return PostInfo{kApprove.of(step.others, step.callSize), {}};
}

} // namespace

std::vector<TypeParam> Timepoint::params(TypeRegistry& r) {
    return {{"BlockNumber", typeIdOf<BlockNumber>(r)}};
}
std::vector<TypeParam> Operation::params(TypeRegistry& r) {
    return {{"BlockNumber", typeIdOf<BlockNumber>(r)},
            {"Balance", typeIdOf<Rao>(r)},
            {"AccountId", typeIdOf<AccountId>(r)},
            {"MaxApprovals", {}}};
}

AccountId multiAccount(const std::vector<AccountId>& signatories, std::uint16_t threshold) {
    Encoder entropy;
    entropy.raw(asBytes("modlpy/utilisuba"));
    encodeTo(entropy, signatories);
    entropy.u16(threshold);
    return crypto::hashOf<AccountId>(entropy.view());
}

DispatchInfo AsMultiThreshold1::info(const AsMultiThreshold1& c) {
    auto out = infoOf(c.call);
    out.refTime = saturatingSum(out.refTime, kThreshold1.of(0, encoded(c.call).size()) + kDbRead + kDbWrite);
    out.proofSize = saturatingSum(out.proofSize, 3997);
    out.paysFee = true;
    return out;
}

DispatchInfo AsMulti::info(const AsMulti& c) {
    const auto s = c.others.size();
    const auto z = encoded(c.call).size();
    const auto own = std::max({kCreate.of(s, z), kApprove.of(s, z), kComplete.of(s, z)});
    return callInfo(saturatingSum(own, c.maxWeight.refTime.value), 0, 0,
                    saturatingSum(kProof, c.maxWeight.proofSize.value));
}

DispatchInfo ApproveAsMulti::info(const ApproveAsMulti& c) {
    const auto s = c.others.size();
    const auto own = std::max(kHashCreate.of(s, 0), kHashApprove.of(s, 0));
    return callInfo(saturatingSum(own, c.maxWeight.refTime.value), 0, 0,
                    saturatingSum(kProof, c.maxWeight.proofSize.value));
}

DispatchInfo CancelAsMulti::info(const CancelAsMulti& c) {
    return callInfo(kCancel.of(c.others.size(), 0), 0, 0, kProof);
}

DispatchInfo PokeDeposit::info(const PokeDeposit& c) {
    return callInfo(kPoke.of(c.others.size(), 0), 0, 0, kProof);
}

DispatchResult apply(const Context& ctx, const Origin& origin, const AsMultiThreshold1& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto group, groupOf(call.others, who));
    const auto result = dispatch(ctx, Origin::signedBy(multiAccount(group, 1)), call.call);
    const auto used = result ? result->refTime : result.error().usedRefTime;
    if (!used) return result ? DispatchResult{PostInfo{}} : result;
    const auto weight = saturatingSum(kThreshold1.of(0, encoded(call.call).size()), *used);
    if (!result) return dispatchFail(result.error().after(weight));
    return PostInfo{weight, {}};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const AsMulti& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto account, accountOf(call.threshold, call.others, who));
    const auto bytes = encoded(call.call);
    return operate(ctx, {who, call.threshold, call.others.size(), account, crypto::blake2b256(bytes), call.timepoint,
                         &call.call, bytes.size(), call.maxWeight});
}

DispatchResult apply(const Context& ctx, const Origin& origin, const ApproveAsMulti& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto account, accountOf(call.threshold, call.others, who));
    return operate(ctx, {who, call.threshold, call.others.size(), account, call.callHash, call.timepoint, nullptr, 0,
                         call.maxWeight});
}

DispatchResult apply(const Context& ctx, const Origin& origin, const CancelAsMulti& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto account, accountOf(call.threshold, call.others, who));
    const auto operation = Multisigs.get(ctx.state, account, call.callHash);
    TD_ENSURE(operation, MultisigError::NotFound);
    TD_ENSURE(operation->when == call.timepoint, MultisigError::WrongTimepoint);
    TD_ENSURE(operation->depositor == who, MultisigError::NotOwner);
    balances::unreserve(ctx, who, operation->deposit);
    Multisigs.remove(ctx.state, account, call.callHash);
    ctx.emit(event::MultisigCancelled{who, call.timepoint, account, call.callHash});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const PokeDeposit& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    TD_DISPATCH_TRY(const auto account, accountOf(call.threshold, call.others, who));
    auto operation = Multisigs.get(ctx.state, account, call.callHash);
    TD_ENSURE(operation, MultisigError::NotFound);
    TD_ENSURE(operation->depositor == who, MultisigError::NotOwner);
    const auto before = operation->deposit;
    const auto after = depositFor(call.threshold);
    if (after == before) return PostInfo{};
    if (after > before) TD_DISPATCH_CHECK(balances::reserve(ctx, who, after.saturatingSub(before)));
    if (after < before) balances::unreserve(ctx, who, before.saturatingSub(after));
    operation->deposit = after;
    Multisigs.set(ctx.state, account, call.callHash, *operation);
    ctx.emit(event::DepositPoked{who, call.callHash, before, after});
    return PostInfo{{}, false};
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Multisig,
        .crate = "pallet_multisig",
        .storage = {&Multisigs},
        .calls = {callRow<AsMultiThreshold1>(), callRow<AsMulti>(), callRow<ApproveAsMulti>(), callRow<CancelAsMulti>(),
                  callRow<PokeDeposit>()},
        .events = {eventRow<event::NewMultisig>(), eventRow<event::MultisigApproval>(),
                   eventRow<event::MultisigExecuted>(), eventRow<event::MultisigCancelled>(),
                   eventRow<event::DepositPoked>()},
        .errorNames = kMultisigErrorNames,
        .constants = {constantRow("DepositBase", [](const RuleSet&) { return kDepositBase; }),
                      constantRow("DepositFactor", [](const RuleSet&) { return kDepositFactor; }),
                      constantRow("MaxSignatories", [](const RuleSet&) { return kMaxSignatories; })},
    };
    return pallet;
}

} // namespace taodeck::subtensor::multisig
