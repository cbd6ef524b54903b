#pragma once
/// Events of Crowdloan. Source: the main network's metadata.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::crowdloan::event {

struct Created {
    static constexpr EventName kName{Pallet::Crowdloan, 0, "Created"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"},
                                            {"creator", "T::AccountId"},
                                            {"end", "BlockNumberFor<T>"},
                                            {"cap", "BalanceOf<T>"}};
    std::uint32_t id{0};
    AccountId creator;
    BlockNumber end{};
    Rao cap;
    static auto fields(auto& e) { return std::tie(e.id, e.creator, e.end, e.cap); }
};
struct Contributed {
    static constexpr EventName kName{Pallet::Crowdloan, 1, "Contributed"};
    static constexpr FieldInfo kFields[] = {
        {"crowdloan_id", "CrowdloanId"}, {"contributor", "T::AccountId"}, {"amount", "BalanceOf<T>"}};
    std::uint32_t id{0};
    AccountId contributor;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.id, e.contributor, e.amount); }
};
struct Withdrew {
    static constexpr EventName kName{Pallet::Crowdloan, 2, "Withdrew"};
    static constexpr FieldInfo kFields[] = {
        {"crowdloan_id", "CrowdloanId"}, {"contributor", "T::AccountId"}, {"amount", "BalanceOf<T>"}};
    std::uint32_t id{0};
    AccountId contributor;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.id, e.contributor, e.amount); }
};
struct PartiallyRefunded {
    static constexpr EventName kName{Pallet::Crowdloan, 3, "PartiallyRefunded"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}};
    std::uint32_t id{0};
    static auto fields(auto& e) { return std::tie(e.id); }
};
struct AllRefunded {
    static constexpr EventName kName{Pallet::Crowdloan, 4, "AllRefunded"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}};
    std::uint32_t id{0};
    static auto fields(auto& e) { return std::tie(e.id); }
};
struct Finalized {
    static constexpr EventName kName{Pallet::Crowdloan, 5, "Finalized"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}};
    std::uint32_t id{0};
    static auto fields(auto& e) { return std::tie(e.id); }
};
struct Dissolved {
    static constexpr EventName kName{Pallet::Crowdloan, 6, "Dissolved"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}};
    std::uint32_t id{0};
    static auto fields(auto& e) { return std::tie(e.id); }
};
struct MinContributionUpdated {
    static constexpr EventName kName{Pallet::Crowdloan, 7, "MinContributionUpdated"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}, {"new_min_contribution", "BalanceOf<T>"}};
    std::uint32_t id{0};
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.id, e.amount); }
};
struct EndUpdated {
    static constexpr EventName kName{Pallet::Crowdloan, 8, "EndUpdated"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}, {"new_end", "BlockNumberFor<T>"}};
    std::uint32_t id{0};
    BlockNumber end{};
    static auto fields(auto& e) { return std::tie(e.id, e.end); }
};
struct CapUpdated {
    static constexpr EventName kName{Pallet::Crowdloan, 9, "CapUpdated"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"}, {"new_cap", "BalanceOf<T>"}};
    std::uint32_t id{0};
    Rao cap;
    static auto fields(auto& e) { return std::tie(e.id, e.cap); }
};
struct MaxContributionUpdated {
    static constexpr EventName kName{Pallet::Crowdloan, 10, "MaxContributionUpdated"};
    static constexpr FieldInfo kFields[] = {{"crowdloan_id", "CrowdloanId"},
                                            {"new_max_contribution", "Option<BalanceOf<T>>"}};
    std::uint32_t id{0};
    std::optional<Rao> amount;
    static auto fields(auto& e) { return std::tie(e.id, e.amount); }
};

} // namespace taodeck::subtensor::crowdloan::event
