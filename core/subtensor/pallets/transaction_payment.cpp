#include "core/subtensor/pallets/transaction_payment.h"

#include "core/subtensor/extrinsic.h"
#include "core/subtensor/rules.h"
#include "core/subtensor/saturating.h"

namespace taodeck::subtensor::payment {

/// An extrinsic as an API argument: with its length prefix, as it would be submitted.
struct OpaqueExtrinsic {
    Bytes bytes;
};
struct RuntimeDispatchInfo {
    static constexpr const char* kPath = "pallet_transaction_payment::types::RuntimeDispatchInfo";
    static constexpr FieldInfo kFields[] = {
        {"weight", "Weight"}, {"class", "DispatchClass"}, {"partial_fee", "Balance"}};
    static std::vector<TypeParam> params(TypeRegistry& r) {
        return {{"Balance", typeIdOf<Rao>(r)}, {"Weight", typeIdOf<Weight>(r)}};
    }
    Weight weight;
    DispatchClass dispatchClass{};
    Rao partialFee;
    static auto fields(auto& i) { return std::tie(i.weight, i.dispatchClass, i.partialFee); }
};
struct InclusionFee {
    static constexpr const char* kPath = "pallet_transaction_payment::types::InclusionFee";
    static constexpr FieldInfo kFields[] = {
        {"base_fee", "Balance"}, {"len_fee", "Balance"}, {"adjusted_weight_fee", "Balance"}};
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"Balance", typeIdOf<Rao>(r)}}; }
    Rao base, length, weight;
    static auto fields(auto& f) { return std::tie(f.base, f.length, f.weight); }
};
struct FeeDetails {
    static constexpr const char* kPath = "pallet_transaction_payment::types::FeeDetails";
    static constexpr FieldInfo kFields[] = {{"inclusion_fee", "Option<InclusionFee<Balance>>"}, {"tip", "Balance"}};
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"Balance", typeIdOf<Rao>(r)}}; }
    std::optional<InclusionFee> inclusionFee;
    Rao tip;
    static auto fields(auto& d) { return std::tie(d.inclusionFee, d.tip); }
};

} // namespace taodeck::subtensor::payment

namespace taodeck::subtensor {

TD_TYPE_INFO(payment::OpaqueExtrinsic);

void TypeInfo<payment::OpaqueExtrinsic>::encode(Encoder& out, const payment::OpaqueExtrinsic& v) {
    out.raw(v.bytes);
}

Result<payment::OpaqueExtrinsic> TypeInfo<payment::OpaqueExtrinsic>::decode(Decoder& in) {
    const auto before = in.rest();
    TD_CHECK(in.bytes().map([](ByteView) {}));
    return payment::OpaqueExtrinsic{toBytes(before.first(before.size() - in.rest().size()))};
}

TypeId TypeInfo<payment::OpaqueExtrinsic>::describe(TypeRegistry& r) {
    return describeExtrinsic(r);
}

} // namespace taodeck::subtensor

namespace taodeck::subtensor::payment {
namespace {

// ref_time of each extension's check, without its storage accesses (weight files of frame-system's extensions and of
// pallet-transaction-payment; runtime/src and pallets/{shield,subtensor} for the network's own): sender, spec, tx
// version, genesis, mortality, weight, payment, shielded, coldkey swap. The network's own nonce check weighs nothing.
constexpr std::uint64_t kExtensionRefTime =
    527'000 + 461'000 + 439'000 + 4'160'000 + 6'523'000 + 4'747'000 + 51'786'000 + 1'000'000 + 17'583'000;
constexpr std::uint64_t kExtensionReads = 1 + 1 + 1 + (4 + 3) + 1 + 2; ///< In the order above, from genesis.
constexpr std::uint64_t kExtensionWrites = 1 + 1;                      ///< Weight, payment.
constexpr std::uint64_t kExtensionProof = 3509 + 3509 + 1489 + 3593 + 4198;

RuntimeDispatchInfo dispatchInfo(const RuleSet& rules, const DispatchInfo& info, std::uint64_t length, bool pays) {
    RuntimeDispatchInfo out;
    const auto event = toEventInfo(info);
    out.weight = event.weight;
    out.dispatchClass = event.dispatchClass;
    if (pays) out.partialFee = feeOf(rules, info, length).total();
    return out;
}

FeeDetails feeDetails(const RuleSet& rules, const DispatchInfo& info, std::uint64_t length, Rao tip) {
    FeeDetails out;
    out.tip = tip;
    if (info.paysFee) {
        const auto parts = feeOf(rules, info, length);
        out.inclusionFee = InclusionFee{parts.base, parts.length, parts.weight};
    }
    return out;
}

Result<RuntimeDispatchInfo> queryInfo(const ApiContext& ctx, const OpaqueExtrinsic& uxt, std::uint32_t length) {
    TD_TRY(const auto extrinsic, decodeExtrinsic(uxt.bytes));
    return dispatchInfo(ctx.rules, extrinsicInfo(extrinsic.call), length, extrinsic.signedPart.has_value());
}

Result<FeeDetails> queryFeeDetails(const ApiContext& ctx, const OpaqueExtrinsic& uxt, std::uint32_t length) {
    TD_TRY(const auto extrinsic, decodeExtrinsic(uxt.bytes));
    if (!extrinsic.signedPart) return FeeDetails{};
    return feeDetails(ctx.rules, extrinsicInfo(extrinsic.call), length, extrinsic.signedPart->tip);
}

RuntimeDispatchInfo queryCallInfo(const ApiContext& ctx, const RuntimeCall& call, std::uint32_t length) {
    return dispatchInfo(ctx.rules, infoOf(call), length, true);
}

FeeDetails queryCallFeeDetails(const ApiContext& ctx, const RuntimeCall& call, std::uint32_t length) {
    return feeDetails(ctx.rules, infoOf(call), length, Rao{});
}

Rao queryWeightToFee(const ApiContext& ctx, const Weight& weight) {
    return ctx.rules.weightFee(std::min(weight.refTime.value, ctx.rules.maxBlockRefTime()));
}

Rao queryLengthToFee(const ApiContext& ctx, std::uint32_t length) {
    return ctx.rules.lengthFee(length);
}

} // namespace

DispatchInfo extensionInfo(const RuntimeCall& call) {
    auto info = callInfo(kExtensionRefTime, kExtensionReads, kExtensionWrites, kExtensionProof);
    for (const auto* pallet : pallets()) {
        if (!pallet->guardInfo) continue;
        const auto guard = pallet->guardInfo(call);
        info.refTime += guard.refTime;
        info.proofSize += guard.proofSize;
    }
    return info;
}

DispatchInfo extrinsicInfo(const RuntimeCall& call) {
    auto info = infoOf(call);
    const auto extension = extensionInfo(call);
    info.refTime = saturatingSum(info.refTime, extension.refTime);
    info.proofSize = saturatingSum(info.proofSize, extension.proofSize);
    return info;
}

FeeParts feeOf(const RuleSet& rules, const DispatchInfo& info, std::uint64_t length) {
    FeeParts out;
    if (!info.paysFee) return out;
    out.base = rules.weightFee(kBaseExtrinsicRefTime);
    out.length = rules.lengthFee(length);
    out.weight = rules.weightFee(std::min(info.refTime, rules.maxBlockRefTime()));
    return out;
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::TransactionPayment,
        .crate = "pallet_transaction_payment",
        .storage = {&NextFeeMultiplier},
        .events = {eventRow<TransactionFeePaid>()},
        .constants = {constantRow("OperationalFeeMultiplier", [](const RuleSet&) { return std::uint8_t{5}; })},
    };
    return pallet;
}

const RuntimeApi& paymentApi() {
    static const RuntimeApi api{"TransactionPaymentApi",
                                4,
                                {apiMethod<queryInfo>("query_info", {"uxt", "len"}),
                                 apiMethod<queryFeeDetails>("query_fee_details", {"uxt", "len"}),
                                 apiMethod<queryWeightToFee>("query_weight_to_fee", {"weight"}),
                                 apiMethod<queryLengthToFee>("query_length_to_fee", {"length"})}};
    return api;
}

const RuntimeApi& paymentCallApi() {
    static const RuntimeApi api{"TransactionPaymentCallApi",
                                3,
                                {apiMethod<queryCallInfo>("query_call_info", {"call", "len"}),
                                 apiMethod<queryCallFeeDetails>("query_call_fee_details", {"call", "len"}),
                                 apiMethod<queryWeightToFee>("query_weight_to_fee", {"weight"}),
                                 apiMethod<queryLengthToFee>("query_length_to_fee", {"length"})}};
    return api;
}

} // namespace taodeck::subtensor::payment
