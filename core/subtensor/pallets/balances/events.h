#pragma once
/// Events of Balances. Upstream: polkadot-sdk pallet-balances; shapes: metadata of the main network at spec 424.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::balances {

/// Where repatriated rao go.
enum class BalanceStatus : std::uint8_t { Free, Reserved };
constexpr EnumInfo enumInfo(BalanceStatus) {
    return {"frame_support::traits::tokens::misc::BalanceStatus", "Free, Reserved"};
}

namespace event {

struct Endowed {
    static constexpr EventName kName{Pallet::Balances, 0, "Endowed"};
    static constexpr FieldInfo kFields[] = {{"account", "T::AccountId"}, {"free_balance", "T::Balance"}};
    AccountId account;
    Rao freeBalance;
    static auto fields(auto& e) { return std::tie(e.account, e.freeBalance); }
};
struct DustLost {
    static constexpr EventName kName{Pallet::Balances, 1, "DustLost"};
    static constexpr FieldInfo kFields[] = {{"account", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId account;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.account, e.amount); }
};
struct Transfer {
    static constexpr EventName kName{Pallet::Balances, 2, "Transfer"};
    static constexpr FieldInfo kFields[] = {{"from", "T::AccountId"}, {"to", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId from;
    AccountId to;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.from, e.to, e.amount); }
};
struct BalanceSet {
    static constexpr EventName kName{Pallet::Balances, 3, "BalanceSet"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"free", "T::Balance"}};
    AccountId who;
    Rao free;
    static auto fields(auto& e) { return std::tie(e.who, e.free); }
};
struct Reserved {
    static constexpr EventName kName{Pallet::Balances, 4, "Reserved"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId who;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.who, e.amount); }
};
struct Unreserved {
    static constexpr EventName kName{Pallet::Balances, 5, "Unreserved"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId who;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.who, e.amount); }
};
struct ReserveRepatriated {
    static constexpr EventName kName{Pallet::Balances, 6, "ReserveRepatriated"};
    static constexpr FieldInfo kFields[] = {
        {"from", "T::AccountId"}, {"to", "T::AccountId"}, {"amount", "T::Balance"}, {"destination_status", "Status"}};
    AccountId from;
    AccountId to;
    Rao amount;
    BalanceStatus status{};
    static auto fields(auto& e) { return std::tie(e.from, e.to, e.amount, e.status); }
};
struct Deposit {
    static constexpr EventName kName{Pallet::Balances, 7, "Deposit"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId who;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.who, e.amount); }
};
struct Withdraw {
    static constexpr EventName kName{Pallet::Balances, 8, "Withdraw"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId who;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.who, e.amount); }
};
struct Slashed {
    static constexpr EventName kName{Pallet::Balances, 9, "Slashed"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId who;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.who, e.amount); }
};
struct Minted {
    static constexpr EventName kName{Pallet::Balances, 10, "Minted"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId who;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.who, e.amount); }
};
struct Burned {
    static constexpr EventName kName{Pallet::Balances, 11, "Burned"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}, {"amount", "T::Balance"}};
    AccountId who;
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.who, e.amount); }
};
struct Upgraded {
    static constexpr EventName kName{Pallet::Balances, 14, "Upgraded"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"}};
    AccountId who;
    static auto fields(auto& e) { return std::tie(e.who); }
};
struct Issued {
    static constexpr EventName kName{Pallet::Balances, 15, "Issued"};
    static constexpr FieldInfo kFields[] = {{"amount", "T::Balance"}};
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.amount); }
};
struct Rescinded {
    static constexpr EventName kName{Pallet::Balances, 16, "Rescinded"};
    static constexpr FieldInfo kFields[] = {{"amount", "T::Balance"}};
    Rao amount;
    static auto fields(auto& e) { return std::tie(e.amount); }
};
struct TotalIssuanceForced {
    static constexpr EventName kName{Pallet::Balances, 21, "TotalIssuanceForced"};
    static constexpr FieldInfo kFields[] = {{"old", "T::Balance"}, {"new", "T::Balance"}};
    Rao before;
    Rao after;
    static auto fields(auto& e) { return std::tie(e.before, e.after); }
};

} // namespace event
} // namespace taodeck::subtensor::balances
