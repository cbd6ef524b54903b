#pragma once
/// TransactionPayment: what an extrinsic costs, and the runtime APIs that say it beforehand.
/// Upstream: polkadot-sdk pallet-transaction-payment; subtensor pallets/transaction-fee (spec 425): the whole fee and
/// tip go to the block's author.

#include "core/subtensor/pallet.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor::payment {

const PalletDeclaration& declaration();
const RuntimeApi& paymentApi();     ///< TransactionPaymentApi
const RuntimeApi& paymentCallApi(); ///< TransactionPaymentCallApi

/// A fraction of 1e18.
struct FixedU128 {
    static constexpr const char* kPath = "sp_arithmetic::fixed_point::FixedU128";
    static constexpr FieldInfo kFields[] = {{nullptr, "u128"}};
    UInt128 bits{0};
    static auto fields(auto& f) { return std::tie(f.bits); }
};
inline constexpr StorageValue<FixedU128> NextFeeMultiplier{
    "TransactionPayment", "NextFeeMultiplier", [] { return FixedU128{UInt128{1'000'000'000'000'000'000}}; }};

/// ref_time of a Normal extrinsic before its call, and of the transaction extensions.
inline constexpr std::uint64_t kBaseExtrinsicRefTime = 108'157'000;
DispatchInfo extensionInfo(const RuntimeCall& call);
/// Call weight plus extensions, class and whether it pays: what the fee is computed from.
DispatchInfo extrinsicInfo(const RuntimeCall& call);

struct FeeParts {
    Rao base, length, weight; ///< All zero when the call pays nothing.
    Rao total() const { return base.saturatingAdd(length).saturatingAdd(weight); }
};
/// @param length bytes of the whole extrinsic, with its length prefix.
FeeParts feeOf(const RuleSet& rules, const DispatchInfo& info, std::uint64_t length);

struct TransactionFeePaid {
    static constexpr EventName kName{Pallet::TransactionPayment, 0, "TransactionFeePaid"};
    static constexpr FieldInfo kFields[] = {
        {"who", "T::AccountId"}, {"actual_fee", "BalanceOf<T>"}, {"tip", "BalanceOf<T>"}};
    AccountId who;
    Rao actualFee, tip;
    static auto fields(auto& e) { return std::tie(e.who, e.actualFee, e.tip); }
};

} // namespace taodeck::subtensor::payment
