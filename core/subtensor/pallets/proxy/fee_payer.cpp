#include "core/subtensor/pallets/proxy/fee_payer.h"

#include "core/subtensor/pallets/proxy/calls.h"
#include "core/subtensor/pallets/utility.h"

namespace taodeck::subtensor::proxy {
namespace {

/// For whom a proxy call acts. Announced calls never move the fee.
std::optional<AccountId> realOf(const RuntimeCall& call) {
    const auto* proxy = callAs<Proxy>(call);
    if (!proxy) return std::nullopt;
    const auto real = lookup(proxy->real);
    if (!real) return std::nullopt;
    return *real;
}

/// The account for which every call of a batch acts.
std::optional<AccountId> commonReal(const RuntimeCall& call) {
    if (!utility::isBatch(call)) return std::nullopt;
    std::optional<AccountId> common;
    for (const auto* item : call.row->inner(call.args.get())) {
        const auto real = realOf(*item);
        if (!real || (common && *common != *real)) return std::nullopt;
        common = real;
    }
    return common;
}

} // namespace

AccountId feePayer(const StateReader& state, const AccountId& signer, const RuntimeCall& call) {
    const auto real = realOf(call);
    if (!real || !RealPaysFee.exists(state, *real, signer)) return signer;
    const auto& inner = callAs<Proxy>(call)->call;
    for (const auto& deeper : {realOf(inner), commonReal(inner)})
        if (deeper && RealPaysFee.exists(state, *deeper, *real)) return *deeper;
    return *real;
}

} // namespace taodeck::subtensor::proxy
