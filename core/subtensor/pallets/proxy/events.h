#pragma once
/// The events of Proxy.

#include "core/subtensor/pallets/proxy/proxy.h"

namespace taodeck::subtensor::proxy {

enum class DepositKind : std::uint8_t { Proxies, Announcements };
constexpr EnumInfo enumInfo(DepositKind) {
    return {"pallet_subtensor_proxy::DepositKind", "Proxies, Announcements"};
}

namespace event {

struct ProxyExecuted {
    static constexpr EventName kName{Pallet::Proxy, 0, "ProxyExecuted"};
    static constexpr FieldInfo kFields[] = {{"result", "DispatchResult"}};
    DispatchOutcome result;
    static auto fields(auto& e) { return std::tie(e.result); }
};
struct PureCreated {
    static constexpr EventName kName{Pallet::Proxy, 1, "PureCreated"};
    static constexpr FieldInfo kFields[] = {{"pure", "T::AccountId"},
                                            {"who", "T::AccountId"},
                                            {"proxy_type", "T::ProxyType"},
                                            {"disambiguation_index", "u16"}};
    AccountId pure, who;
    ProxyType type{};
    std::uint16_t index{0};
    static auto fields(auto& e) { return std::tie(e.pure, e.who, e.type, e.index); }
};
struct PureKilled {
    static constexpr EventName kName{Pallet::Proxy, 2, "PureKilled"};
    static constexpr FieldInfo kFields[] = {{"pure", "T::AccountId"},
                                            {"spawner", "T::AccountId"},
                                            {"proxy_type", "T::ProxyType"},
                                            {"disambiguation_index", "u16"}};
    AccountId pure, spawner;
    ProxyType type{};
    std::uint16_t index{0};
    static auto fields(auto& e) { return std::tie(e.pure, e.spawner, e.type, e.index); }
};
struct Announced {
    static constexpr EventName kName{Pallet::Proxy, 3, "Announced"};
    static constexpr FieldInfo kFields[] = {
        {"real", "T::AccountId"}, {"proxy", "T::AccountId"}, {"call_hash", "CallHashOf<T>"}};
    AccountId real, proxy;
    Hash256 callHash;
    static auto fields(auto& e) { return std::tie(e.real, e.proxy, e.callHash); }
};
struct ProxyAdded {
    static constexpr EventName kName{Pallet::Proxy, 4, "ProxyAdded"};
    static constexpr FieldInfo kFields[] = {{"delegator", "T::AccountId"},
                                            {"delegatee", "T::AccountId"},
                                            {"proxy_type", "T::ProxyType"},
                                            {"delay", "BlockNumberFor<T>"}};
    AccountId delegator, delegate;
    ProxyType type{};
    BlockNumber delay{};
    static auto fields(auto& e) { return std::tie(e.delegator, e.delegate, e.type, e.delay); }
};
struct ProxyRemoved {
    static constexpr EventName kName{Pallet::Proxy, 5, "ProxyRemoved"};
    static constexpr FieldInfo kFields[] = {{"delegator", "T::AccountId"},
                                            {"delegatee", "T::AccountId"},
                                            {"proxy_type", "T::ProxyType"},
                                            {"delay", "BlockNumberFor<T>"}};
    AccountId delegator, delegate;
    ProxyType type{};
    BlockNumber delay{};
    static auto fields(auto& e) { return std::tie(e.delegator, e.delegate, e.type, e.delay); }
};
struct DepositPoked {
    static constexpr EventName kName{Pallet::Proxy, 6, "DepositPoked"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"},
                                            {"kind", "DepositKind"},
                                            {"old_deposit", "BalanceOf<T>"},
                                            {"new_deposit", "BalanceOf<T>"}};
    AccountId who;
    DepositKind kind{};
    Rao before, after;
    static auto fields(auto& e) { return std::tie(e.who, e.kind, e.before, e.after); }
};
struct RealPaysFeeSet {
    static constexpr EventName kName{Pallet::Proxy, 7, "RealPaysFeeSet"};
    static constexpr FieldInfo kFields[] = {
        {"real", "T::AccountId"}, {"delegate", "T::AccountId"}, {"pays_fee", "bool"}};
    AccountId real, delegate;
    bool paysFee{false};
    static auto fields(auto& e) { return std::tie(e.real, e.delegate, e.paysFee); }
};

} // namespace event
} // namespace taodeck::subtensor::proxy
