#pragma once
/// Crowdloan: many contribute until a cap is reached; then the money goes to an address, or a call of the creator's is
/// run with it, such as leasing a subnet. Until then everybody may withdraw.
/// Upstream: opentensor/subtensor pallets/crowdloan and its configuration in runtime/src/lib.rs at spec 425.

#include "core/subtensor/pallets/scheduler/scheduler.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::crowdloan {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::Crowdloan, CrowdloanError, DepositTooLow, CapTooLow, MinimumContributionTooLow,
                 CannotEndInPast, BlockDurationTooShort, BlockDurationTooLong, InsufficientBalance, Overflow,
                 InvalidCrowdloanId, CapRaised, ContributionPeriodEnded, ContributionTooLow, InvalidOrigin,
                 AlreadyFinalized, ContributionPeriodNotEnded, NoContribution, CapNotRaised, Underflow, CallUnavailable,
                 NotReadyToDissolve, DepositCannotBeWithdrawn, MaxContributorsReached, InvalidFinalizationConfig,
                 MaxContributionReached, MaximumContributionTooLow, MinimumContributionTooHigh)

inline constexpr Rao kMinimumDeposit = Rao::fromRaw(10'000'000'000);
inline constexpr Rao kAbsoluteMinimumContribution = Rao::fromRaw(100'000'000);
inline constexpr std::uint32_t kMinimumBlockDuration = 50'400;
inline constexpr std::uint32_t kMaximumBlockDuration = 432'000;
inline constexpr std::uint32_t kRefundContributorsLimit = 50; ///< Refunded by one call.
inline constexpr std::uint32_t kMaxContributors = 500;        ///< The creator included.

struct CrowdloanInfo {
    static constexpr const char* kPath = "pallet_crowdloan::CrowdloanInfo";
    static constexpr FieldInfo kFields[] = {{"creator", "AccountId"},
                                            {"deposit", "Balance"},
                                            {"min_contribution", "Balance"},
                                            {"end", "BlockNumber"},
                                            {"cap", "Balance"},
                                            {"funds_account", "AccountId"},
                                            {"raised", "Balance"},
                                            {"target_address", "Option<AccountId>"},
                                            {"call", "Option<Call>"},
                                            {"finalized", "bool"},
                                            {"contributors_count", "u32"}};
    static std::vector<TypeParam> params(TypeRegistry& r);
    AccountId creator;
    Rao deposit, minContribution;
    BlockNumber end{};
    Rao cap;
    AccountId fundsAccount;
    Rao raised;
    std::optional<AccountId> targetAddress;
    std::optional<scheduler::BoundedCall> call;
    bool finalized{false};
    std::uint32_t contributorsCount{0};
    static auto fields(auto& c) {
        return std::tie(c.creator, c.deposit, c.minContribution, c.end, c.cap, c.fundsAccount, c.raised,
                        c.targetAddress, c.call, c.finalized, c.contributorsCount);
    }
};

inline constexpr OptionalMap<std::uint32_t, CrowdloanInfo> Crowdloans{
    "Crowdloan", "Crowdloans", {Hasher::Twox64Concat}};
inline constexpr StorageValue<std::uint32_t> NextCrowdloanId{"Crowdloan", "NextCrowdloanId"};
inline constexpr OptionalDoubleMap<std::uint32_t, AccountId, Rao> Contributions{
    "Crowdloan", "Contributions", {Hasher::Twox64Concat, Hasher::Identity}};
inline constexpr OptionalMap<std::uint32_t, Rao> MaxContributions{
    "Crowdloan", "MaxContributions", {Hasher::Twox64Concat}};
/// While the stored call of finalize runs.
inline constexpr OptionalValue<std::uint32_t> CurrentCrowdloanId{"Crowdloan", "CurrentCrowdloanId"};
inline constexpr StorageMap<BoundedVec<std::uint8_t>, bool> HasMigrationRun{
    "Crowdloan", "HasMigrationRun", {Hasher::Identity}};

AccountId fundsAccount(std::uint32_t id);
Dispatch<CrowdloanInfo> existing(const StateReader& state, std::uint32_t id); ///< InvalidCrowdloanId.
/// In key order.
std::vector<std::pair<AccountId, Rao>> contributionsTo(const StateReader& state, std::uint32_t id);
/// What the stored call decodes to; empty when its preimage is gone.
std::optional<RuntimeCall> storedCall(const StateReader& state, const scheduler::BoundedCall& call);

} // namespace taodeck::subtensor::crowdloan
