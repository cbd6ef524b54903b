#include "core/subtensor/executive.h"

#include "core/crypto/hash.h"
#include "core/crypto/keypair.h"
#include "core/subtensor/pallets/alpha_fee.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/consensus.h"
#include "core/subtensor/pallets/mev_shield/mev_shield.h"
#include "core/subtensor/pallets/proxy/fee_payer.h"
#include "core/subtensor/pallets/subtensor_module/events.h"
#include "core/subtensor/pallets/sudo.h"
#include "core/subtensor/pallets/system.h"
#include "core/subtensor/pallets/transaction_payment.h"
#include "core/subtensor/rules.h"
#include "core/subtensor/saturating.h"

#include <cassert>

namespace taodeck::subtensor {
namespace {

using Kind = Invalid::Kind;
using CheckResult = tl::expected<void, Invalid>;

tl::unexpected<Invalid> refuse(Kind kind) {
    return tl::unexpected<Invalid>{invalid(kind)};
}
tl::unexpected<Invalid> refuse(Kind kind, std::string text) {
    return tl::unexpected<Invalid>{Invalid{kind, 0, std::move(text)}};
}

constexpr const char* kMandatoryInPool = "Transaction dispatch is mandatory; transactions must not be validated.";
constexpr const char* kMandatoryFailed = "A call was labelled as mandatory, but resulted in an Error.";

bool isMandatory(const DispatchInfo& info) {
    return info.dispatchClass == static_cast<std::uint8_t>(DispatchClass::Mandatory);
}

constexpr std::uint64_t kNormalPriority = 1;
constexpr std::uint64_t kOperationalPriority = 10'000'000'000;

bool isValidSignature(const AccountId& signer, const MultiSignature& signature, ByteView payload) {
    switch (signature.kind) {
    case MultiSignature::Kind::Ed25519:
        return crypto::verify(crypto::KeyType::Ed25519, signer, payload, signature.bytes);
    case MultiSignature::Kind::Sr25519:
        return crypto::verify(crypto::KeyType::Sr25519, signer, payload, signature.bytes);
    case MultiSignature::Kind::Ecdsa:
        return false; // no key of this program can make one
    }
    return false;
}

/// CheckSpecVersion, CheckTxVersion, CheckGenesis and CheckMortality work through what the signature covers.
CheckResult checkSignature(const StateReader& state, const Extrinsic& extrinsic, const AccountId& signer) {
    const auto& part = *extrinsic.signedPart;
    const auto& version = system::runtimeVersion();
    ImplicitData implicit;
    implicit.spec = version.spec;
    implicit.transaction = version.transaction;
    implicit.genesis = system::BlockHashes.get(state, BlockNumber{0});
    implicit.birth = implicit.genesis;
    if (part.era.period != 0) {
        const auto birth = part.era.birth(raw(system::Number.get(state)));
        const auto hash = system::BlockHashes.tryGet(state, BlockNumber{static_cast<std::uint32_t>(birth)});
        if (!hash) return refuse(Kind::AncientBirthBlock);
        implicit.birth = *hash;
    }
    const auto payload = signingPayload(extrinsic.callBytes, extrinsic.extraBytes, implicit);
    if (!isValidSignature(signer, part.signature, payload)) return refuse(Kind::BadProof);
    return {};
}

/// An account that nothing provides for can only send free calls: its nonce would be stored unpaid.
CheckResult checkNonce(const StateReader& state, bool forPool, Checked& out) {
    const auto account = system::Account.get(state, out.signer);
    if (out.info.paysFee && account.providers == 0 && account.sufficients == 0) return refuse(Kind::Payment);
    if (out.valid.nonce < account.nonce) return refuse(Kind::Stale);
    if (out.valid.nonce > account.nonce && !forPool) return refuse(Kind::Future);
    out.valid.future = out.valid.nonce > account.nonce;
    return {};
}

/// An extrinsic that no block could hold is refused anywhere; one that this block cannot hold, only here.
CheckResult checkRoom(const StateReader& state, const RuleSet& rules, const DispatchInfo& info, std::size_t length,
                      bool forPool) {
    const bool normal = info.dispatchClass == static_cast<std::uint8_t>(DispatchClass::Normal);
    const auto limit = normal ? rules.maxNormalRefTime() : rules.maxBlockRefTime();
    const auto lengthLimit = normal ? rules.maxNormalLength() : rules.maxNormalLength() / 3 * 4;
    auto weight = saturatingSum(info.refTime, payment::kBaseExtrinsicRefTime);
    std::uint64_t total = length;
    if (!forPool) {
        const auto used = system::BlockWeight.get(state);
        weight = saturatingSum(weight, normal ? used.normal.refTime.value
                                              : used.normal.refTime.value + used.operational.refTime.value);
        total += system::AllExtrinsicsLen.get(state).value_or(0);
    }
    if (weight > limit || total > lengthLimit) return refuse(Kind::ExhaustsResources);
    return {};
}

/// The fee comes out of TAO; for calls that turn alpha into TAO, out of that alpha when there is not enough.
CheckResult checkPayment(const StateReader& state, const RuleSet& rules, const RuntimeCall& call, Checked& out) {
    const auto spendable = balances::reducible(state, rules, out.payer, balances::Preservation::Preserve);
    if (out.fee.raw() == 0 || spendable >= out.fee) return {};
    if (!call.row->feeInAlpha) return refuse(Kind::Payment);
    const auto positions = call.row->feeInAlpha(state, out.payer, call.args.get());
    if (positions.size() != 1 || !alpha_fee::canPay(state, out.payer, positions[0], out.fee))
        return refuse(Kind::Payment);
    out.alpha = positions[0];
    return {};
}

/// SudoTransactionExtension: only the key's owner may send Sudo calls.
CheckResult checkSudo(const StateReader& state, const AccountId& signer, const RuntimeCall& call) {
    if (call.row->name.pallet == Pallet::Sudo && sudo::Key.get(state) != signer) return refuse(Kind::BadSigner);
    return {};
}

/// SubtensorTransactionExtension: what a call asks of the state before it may enter the pool.
CheckResult checkCall(const StateReader& state, const RuleSet& rules, const AccountId& signer,
                      const RuntimeCall& call) {
    const auto passed = checkGuards({state, rules, raw(system::Number.get(state))}, signer, call);
    if (passed) return {};
    std::uint8_t code = 255;
    for (const auto* pallet : pallets())
        if (passed.error().kind == DispatchError::Kind::Module && pallet->customCode &&
            static_cast<std::uint8_t>(pallet->id) == passed.error().pallet)
            code = pallet->customCode(passed.error());
    return tl::unexpected<Invalid>{customInvalid(code)};
}

/// ValidateUnsigned of the runtime: the pallets whose calls can travel unsigned answer, all others refuse.
tl::expected<UnsignedValidity, Invalid> validateUnsigned(const StateReader& state, const RuleSet& rules,
                                                         const RuntimeCall& call) {
    if (!call.row->validateUnsigned)
        return refuse(Kind::Unknown, "Could not find an unsigned validator for the unsigned transaction");
    return call.row->validateUnsigned({state, rules, raw(system::Number.get(state))}, call.args.get());
}

void addWeight(State& state, const DispatchInfo& info, std::size_t length) {
    system::BlockWeight.mutate(state, [&](PerDispatchClass<Weight>& used) {
        auto& slot = info.dispatchClass == 0   ? used.normal
                     : info.dispatchClass == 1 ? used.operational
                                               : used.mandatory;
        slot.refTime.value += info.refTime + payment::kBaseExtrinsicRefTime;
        slot.proofSize.value += info.proofSize;
    });
    system::AllExtrinsicsLen.set(state,
                                 system::AllExtrinsicsLen.get(state).value_or(0) + static_cast<std::uint32_t>(length));
}

/// Starts the next extrinsic: its index becomes the phase of the events.
void beginExtrinsic(State& state) {
    const auto index = system::ExtrinsicCount.get(state).value_or(0);
    system::setPhase(state, {Phase::Kind::ApplyExtrinsic, index});
    system::ExtrinsicCount.set(state, index + 1);
}

void emitOutcome(const Context& ctx, DispatchInfo info, const DispatchResult& result) {
    info.refTime += payment::kBaseExtrinsicRefTime; // as frame-system reports it
    if (result) {
        ctx.emit(system::ExtrinsicSuccess{toEventInfo(info)});
    } else {
        ctx.emit(system::ExtrinsicFailed{result.error(), toEventInfo(info)});
    }
}

/// Returns what was overpaid to the payer and gives the rest to the block's author. Without an author, or if the
/// author's account cannot hold so little, it leaves circulation.
void settleFee(const Context& ctx, const AccountId& payer, Rao withdrawn, Rao actual) {
    auto kept = withdrawn;
    if (withdrawn.raw() > 0) {
        const auto refund = withdrawn.saturatingSub(actual);
        if (!balances::isDead(ctx.state, payer) && balances::deposit(ctx, payer, refund)) kept = actual;
    }
    if (kept.raw() > 0) {
        const auto author = aura::author(ctx.state);
        if (!author || !balances::deposit(ctx, *author, kept)) {
            balances::TotalIssuance.mutate(ctx.state, [kept](Rao& total) { total = total.saturatingSub(kept); });
        }
    }
}

/// Out of TAO, or sold from alpha: then it is the author's at once, and final, and the result says what was sold.
Dispatch<std::optional<alpha_fee::Paid>> takeFee(const Context& ctx, const Checked& checked) {
    const std::optional<alpha_fee::Paid> inTao;
    if (checked.fee.raw() == 0) return inTao;
    if (checked.alpha) {
        TD_DISPATCH_TRY(const auto paid, alpha_fee::pay(ctx, checked.payer, *checked.alpha, checked.fee));
        return std::optional{paid};
    }
    TD_DISPATCH_CHECK(balances::withdraw(ctx, checked.payer, checked.fee, balances::Preservation::Preserve));
    return inTao;
}

/// The announced weight and payment, corrected by what the call reports.
DispatchInfo usedInfo(const RuntimeCall& call, DispatchInfo info, const DispatchResult& result) {
    const auto used = result ? result->refTime : result.error().usedRefTime;
    if (used) info.refTime = std::min(info.refTime, *used + payment::extensionInfo(call).refTime);
    if (result) info.paysFee = info.paysFee && result->paysFee.value_or(true);
    return info;
}

} // namespace

Invalid invalid(Invalid::Kind kind) {
    switch (kind) {
    case Kind::Malformed:
        return {kind, 0, "Extrinsic has invalid format"};
    case Kind::BadProof:
        return {kind, 0, "Transaction has a bad signature"};
    case Kind::Stale:
        return {kind, 0, "Transaction is outdated"};
    case Kind::Future:
        return {kind, 0, "Transaction will be valid in the future"};
    case Kind::AncientBirthBlock:
        return {kind, 0, "Transaction has an ancient birth block"};
    case Kind::Payment:
        return {kind, 0, "Inability to pay some fees (e.g. account balance too low)"};
    case Kind::ExhaustsResources:
        return {kind, 0, "Transaction would exhaust the block limits"};
    case Kind::Call:
        return {kind, 0, "Transaction call is not expected"};
    case Kind::BadSigner:
        return {kind, 0, "Invalid signing address"};
    case Kind::Custom:
        return customInvalid(255);
    case Kind::Unknown:
        break;
    }
    return {Kind::Unknown, 0, "Could not lookup information required to validate the transaction"};
}

Invalid customInvalid(std::uint8_t code) {
    return {Kind::Custom, code, "Custom error: " + std::to_string(code)};
}

#define TD_VALID(expr)                                                                                                 \
    do {                                                                                                               \
        if (auto tdValid = (expr); !tdValid) return tl::unexpected<Invalid>{std::move(tdValid).error()};               \
    } while (false)

tl::expected<Checked, Invalid> check(const StateReader& state, const RuleSet& rules, const Extrinsic& extrinsic,
                                     bool forPool) {
    assert(extrinsic.signedPart); // bare ones have a check of their own
    const auto& part = *extrinsic.signedPart;
    const auto signer = lookup(part.address);
    if (!signer) return refuse(Kind::Unknown);
    if (part.metadataHashMode != 0) return refuse(Kind::Unknown, "This chain has no metadata hash to check against");
    if (part.signature.kind == MultiSignature::Kind::Ecdsa)
        return refuse(Kind::Unknown, "This chain takes sr25519 and ed25519 signatures, not ECDSA");
    if (nestingDepth(extrinsic.call) > kMaxNesting) return refuse(Kind::Call);

    Checked out;
    out.signer = *signer;
    out.payer = proxy::feePayer(state, *signer, extrinsic.call);
    out.info = payment::extrinsicInfo(extrinsic.call);
    out.fee = payment::feeOf(rules, out.info, extrinsic.length).total().saturatingAdd(part.tip);
    out.valid.signer = *signer;
    out.valid.nonce = part.nonce;
    if (forPool && isMandatory(out.info)) return refuse(Kind::Call, kMandatoryInPool);
    out.valid.priority = out.info.dispatchClass == static_cast<std::uint8_t>(DispatchClass::Operational)
                             ? kOperationalPriority
                             : kNormalPriority;
    out.valid.priority += extrinsic.call.row->extraPriority;
    const auto now = raw(system::Number.get(state));
    if (part.era.period != 0) out.valid.longevity = part.era.death(now) - now;

    TD_VALID(checkSignature(state, extrinsic, *signer));
    if (signer->isZero()) return refuse(Kind::BadSigner);
    if (!mev_shield::hasShortEra(extrinsic.call, part.era)) return refuse(Kind::Stale);
    TD_VALID(checkNonce(state, forPool, out));
    TD_VALID(checkRoom(state, rules, out.info, extrinsic.length, forPool));
    TD_VALID(checkPayment(state, rules, extrinsic.call, out));
    TD_VALID(checkSudo(state, *signer, extrinsic.call));
    if (!mev_shield::isParsable(extrinsic.call))
        return tl::unexpected<Invalid>{customInvalid(mev_shield::kFailedParsing)};
    TD_VALID(checkCall(state, rules, *signer, extrinsic.call));
    return out;
}

tl::expected<ValidTransaction, Invalid> checkUnsigned(const StateReader& state, const RuleSet& rules,
                                                      const Extrinsic& extrinsic) {
    if (nestingDepth(extrinsic.call) > kMaxNesting) return refuse(Kind::Call);
    const auto info = infoOf(extrinsic.call);
    if (isMandatory(info)) return refuse(Kind::Call, kMandatoryInPool);
    TD_VALID(checkRoom(state, rules, info, extrinsic.length, /*forPool=*/true));
    const auto valid = validateUnsigned(state, rules, extrinsic.call);
    if (!valid) return tl::unexpected<Invalid>{valid.error()};
    ValidTransaction out;
    out.signer = crypto::hashOf<AccountId>(valid->provides);
    out.priority = valid->priority;
    out.longevity = valid->longevity;
    out.tag = valid->provides;
    out.propagate = valid->propagate;
    return out;
}

tl::expected<Applied, Invalid> applyBare(const Context& ctx, const Extrinsic& extrinsic) {
    if (nestingDepth(extrinsic.call) > kMaxNesting) return refuse(Kind::Call);
    const auto info = infoOf(extrinsic.call);
    const bool mandatory = isMandatory(info);
    if (!mandatory) {
        // MevShield's inherent is a Normal call: a block takes it, the pool does not.
        if (!callAs<mev_shield::AnnounceNextKey>(extrinsic.call)) {
            const auto valid = validateUnsigned(ctx.state, ctx.rules, extrinsic.call);
            if (!valid) return tl::unexpected<Invalid>{valid.error()};
        }
        TD_VALID(checkRoom(ctx.state, ctx.rules, info, extrinsic.length, /*forPool=*/false));
    }
    ctx.state.begin();
    beginExtrinsic(ctx.state);
    const auto result = dispatch(ctx, Origin::none(), extrinsic.call);
    if (!result && mandatory) {
        ctx.state.rollback();
        return refuse(Kind::Call, kMandatoryFailed);
    }
    addWeight(ctx.state, info, extrinsic.length);
    emitOutcome(ctx, info, result);
    ctx.state.commit();
    return Applied{result.has_value(), result ? std::string{} : text(result.error()), Rao{}};
}

tl::expected<Applied, Invalid> applySigned(const Context& ctx, const Extrinsic& extrinsic, const Checked& checked) {
    const auto tip = extrinsic.signedPart->tip;
    ctx.state.begin();
    beginExtrinsic(ctx.state);
    system::Account.mutate(ctx.state, checked.signer, [](AccountInfo& account) { ++account.nonce; });
    const auto taken = takeFee(ctx, checked);
    if (!taken) {
        ctx.state.rollback();
        return refuse(Kind::Payment);
    }

    const auto result = dispatch(ctx, Origin::signedBy(checked.signer), extrinsic.call);
    if (!result && isMandatory(checked.info)) {
        ctx.state.rollback();
        return refuse(Kind::Call, kMandatoryFailed);
    }

    const auto info = usedInfo(extrinsic.call, checked.info, result);
    const auto actual = payment::feeOf(ctx.rules, info, extrinsic.length).total().saturatingAdd(tip);
    if (const auto& sold = *taken) {
        using subtensor_module::TransactionFeePaidWithAlpha;
        ctx.emit(TransactionFeePaidWithAlpha{checked.payer, sold->netuid, sold->alpha, sold->tao});
    } else {
        settleFee(ctx, checked.payer, checked.fee, actual);
    }
    ctx.emit(payment::TransactionFeePaid{checked.payer, actual, tip});
    addWeight(ctx.state, info, extrinsic.length);
    emitOutcome(ctx, info, result);
    ctx.state.commit();
    return Applied{result.has_value(), result ? std::string{} : text(result.error()), actual};
}

} // namespace taodeck::subtensor
