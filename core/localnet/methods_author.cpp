// author_*, account_*, payment_*: sending transactions and what they cost.

#include "core/localnet/detail/params.h"
#include "core/scale/codec.h"

namespace taodeck::localnet {
namespace {

using namespace detail;

constexpr int kPaymentError = 1; // pallet_transaction_payment_rpc: RuntimeError

MethodResult submit(MethodContext& context, const json& params) {
    TD_RPC_TRY(auto extrinsic, extrinsicParam(params));
    const auto hash = context.chain.submit(std::move(extrinsic), context.now);
    if (!hash) return refuse(toRpcError(hash.error()));
    return toHex(hash->view());
}

MethodResult pending(MethodContext& context, const json&) {
    json out = json::array();
    for (const auto& extrinsic : context.chain.pool().pending())
        out.push_back(toHex(extrinsic));
    return out;
}

MethodResult nextIndex(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto account, accountParam(params, 0));
    return context.chain.nextNonce(account);
}

const char* className(std::uint8_t dispatchClass) {
    switch (dispatchClass) {
    case 0:
        return "normal";
    case 1:
        return "operational";
    default:
        return "mandatory";
    }
}

MethodResult queryInfo(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto extrinsic, bytesParam(params, 0));
    TD_RPC_TRY(const auto at, stateParam(context, params, 1));
    const auto fee = context.chain.runtime().queryFee(at.state, extrinsic);
    if (!fee) return refuse(kPaymentError, "Unable to query dispatch info.", fee.error().context);
    const auto& [info, amount] = *fee;
    return json{{"weight", {{"ref_time", info.refTime}, {"proof_size", info.proofSize}}},
                {"class", className(info.dispatchClass)},
                {"partialFee", std::to_string(amount.raw())}};
}

std::string hexNumber(std::uint64_t value) {
    char text[24];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
    return text;
}

/// FeeDetails in SCALE: Option<(base, length, weight)>, then the tip, which is not shown.
Result<json> feeDetailsJson(ByteView bytes) {
    scale::Decoder in{bytes};
    TD_TRY(const bool pays, in.option());
    if (!pays) return json{{"inclusionFee", nullptr}};
    TD_TRY(const auto base, in.u64());
    TD_TRY(const auto length, in.u64());
    TD_TRY(const auto weight, in.u64());
    return json{
        {"inclusionFee",
         {{"baseFee", hexNumber(base)}, {"lenFee", hexNumber(length)}, {"adjustedWeightFee", hexNumber(weight)}}}};
}

MethodResult queryFeeDetails(MethodContext& context, const json& params) {
    TD_RPC_TRY(const auto extrinsic, bytesParam(params, 0));
    TD_RPC_TRY(const auto at, stateParam(context, params, 1));
    scale::Encoder arguments;
    arguments.raw(extrinsic).u32(static_cast<std::uint32_t>(extrinsic.size()));
    const auto answer =
        context.chain.runtime().call(at.state, "TransactionPaymentApi_query_fee_details", arguments.view());
    if (!answer) return refuse(kPaymentError, "Unable to query fee details.", answer.error().context);
    const auto details = feeDetailsJson(*answer);
    if (!details) return internal(details.error());
    return *details;
}

} // namespace

void addAuthorMethods(MethodTable& table) {
    add(table, {"author_submitExtrinsic"}, submit);
    add(table, {"author_pendingExtrinsics"}, pending);
    add(table, {"account_nextIndex", "system_accountNextIndex"}, nextIndex);
    add(table, {"payment_queryInfo"}, queryInfo);
    add(table, {"payment_queryFeeDetails"}, queryFeeDetails);
}

} // namespace taodeck::localnet
