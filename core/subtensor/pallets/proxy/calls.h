#pragma once
/// The calls of Proxy. Weights: pallets/proxy/src/weights.rs at spec 425, for full lists as upstream announces them.

#include "core/subtensor/pallets/proxy/proxy.h"

namespace taodeck::subtensor::proxy {

/// Acts for `real` at once. The transaction succeeds whatever the call does: see ProxyExecuted.
struct Proxy {
    static constexpr CallName kName{Pallet::Proxy, 0, "proxy"};
    static constexpr FieldInfo kFields[] = {{"real", "AccountIdLookupOf<T>"},
                                            {"force_proxy_type", "Option<T::ProxyType>"},
                                            {"call", "Box<<T as Config>::RuntimeCall>"}};
    MultiAddress real;
    std::optional<ProxyType> type;
    RuntimeCall call;
    static auto fields(auto& c) { return std::tie(c.real, c.type, c.call); }
    static DispatchInfo info(const Proxy& c);
    static std::vector<const RuntimeCall*> inner(const Proxy& c) { return {&c.call}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const Proxy& call);

struct AddProxy {
    static constexpr CallName kName{Pallet::Proxy, 1, "add_proxy"};
    static constexpr FieldInfo kFields[] = {
        {"delegate", "AccountIdLookupOf<T>"}, {"proxy_type", "T::ProxyType"}, {"delay", "BlockNumberFor<T>"}};
    MultiAddress delegate;
    ProxyType type{};
    BlockNumber delay{};
    static auto fields(auto& c) { return std::tie(c.delegate, c.type, c.delay); }
    static DispatchInfo info(const AddProxy&) { return callInfo(25'770'804 + 80'892 * kMaxProxies, 1, 1, 4254); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const AddProxy& call);

struct RemoveProxy {
    static constexpr CallName kName{Pallet::Proxy, 2, "remove_proxy"};
    static constexpr FieldInfo kFields[] = {
        {"delegate", "AccountIdLookupOf<T>"}, {"proxy_type", "T::ProxyType"}, {"delay", "BlockNumberFor<T>"}};
    MultiAddress delegate;
    ProxyType type{};
    BlockNumber delay{};
    static auto fields(auto& c) { return std::tie(c.delegate, c.type, c.delay); }
    static DispatchInfo info(const RemoveProxy&) { return callInfo(27'827'049 + 64'054 * kMaxProxies, 1, 2, 4254); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RemoveProxy& call);

struct RemoveProxies {
    static constexpr CallName kName{Pallet::Proxy, 3, "remove_proxies"};
    static auto fields(auto&) { return std::tie(); }
    static DispatchInfo info(const RemoveProxies&) { return callInfo(27'407'028 + 55'808 * kMaxProxies, 1, 1, 4254); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RemoveProxies& call);

struct CreatePure {
    static constexpr CallName kName{Pallet::Proxy, 4, "create_pure"};
    static constexpr FieldInfo kFields[] = {
        {"proxy_type", "T::ProxyType"}, {"delay", "BlockNumberFor<T>"}, {"index", "u16"}};
    ProxyType type{};
    BlockNumber delay{};
    std::uint16_t index{0}; ///< Tells several of one transaction apart.
    static auto fields(auto& c) { return std::tie(c.type, c.delay, c.index); }
    static DispatchInfo info(const CreatePure&) { return callInfo(27'853'436 + 20'160 * kMaxProxies, 1, 1, 4254); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const CreatePure& call);

/// Sent by the pure account itself (through its proxy), naming how it was made. The deposit is freed of the spawner.
struct KillPure {
    static constexpr CallName kName{Pallet::Proxy, 5, "kill_pure"};
    static constexpr FieldInfo kFields[] = {{"spawner", "AccountIdLookupOf<T>"},
                                            {"proxy_type", "T::ProxyType"},
                                            {"index", "u16"},
                                            {"height", "BlockNumberFor<T>"},
                                            {"ext_index", "u32"}};
    MultiAddress spawner;
    ProxyType type{};
    std::uint16_t index{0};
    Compact<BlockNumber> height;
    Compact<std::uint32_t> extrinsic;
    static auto fields(auto& c) { return std::tie(c.spawner, c.type, c.index, c.height, c.extrinsic); }
    static DispatchInfo info(const KillPure&) { return callInfo(26'529'087 + 48'014 * kMaxProxies, 1, 1, 4254); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const KillPure& call);

struct Announce {
    static constexpr CallName kName{Pallet::Proxy, 6, "announce"};
    static constexpr FieldInfo kFields[] = {{"real", "AccountIdLookupOf<T>"}, {"call_hash", "CallHashOf<T>"}};
    MultiAddress real;
    Hash256 callHash;
    static auto fields(auto& c) { return std::tie(c.real, c.callHash); }
    static DispatchInfo info(const Announce&) {
        return callInfo(34'286'251 + 194'092 * kMaxPending + 53'615 * kMaxProxies, 3, 2, 8615);
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const Announce& call);

struct RemoveAnnouncement {
    static constexpr CallName kName{Pallet::Proxy, 7, "remove_announcement"};
    static constexpr FieldInfo kFields[] = {{"real", "AccountIdLookupOf<T>"}, {"call_hash", "CallHashOf<T>"}};
    MultiAddress real;
    Hash256 callHash;
    static auto fields(auto& c) { return std::tie(c.real, c.callHash); }
    static DispatchInfo info(const RemoveAnnouncement&) {
        return callInfo(25'595'226 + 205'163 * kMaxPending + 40'277 * kMaxProxies, 2, 2, 8615);
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RemoveAnnouncement& call);

struct RejectAnnouncement {
    static constexpr CallName kName{Pallet::Proxy, 8, "reject_announcement"};
    static constexpr FieldInfo kFields[] = {{"delegate", "AccountIdLookupOf<T>"}, {"call_hash", "CallHashOf<T>"}};
    MultiAddress delegate;
    Hash256 callHash;
    static auto fields(auto& c) { return std::tie(c.delegate, c.callHash); }
    static DispatchInfo info(const RejectAnnouncement&) {
        return callInfo(26'388'332 + 199'703 * kMaxPending + 17'846 * kMaxProxies, 2, 2, 8615);
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RejectAnnouncement& call);

/// Acts for `real` as announced by `delegate`; anybody may send it.
struct ProxyAnnounced {
    static constexpr CallName kName{Pallet::Proxy, 9, "proxy_announced"};
    static constexpr FieldInfo kFields[] = {{"delegate", "AccountIdLookupOf<T>"},
                                            {"real", "AccountIdLookupOf<T>"},
                                            {"force_proxy_type", "Option<T::ProxyType>"},
                                            {"call", "Box<<T as Config>::RuntimeCall>"}};
    MultiAddress delegate, real;
    std::optional<ProxyType> type;
    RuntimeCall call;
    static auto fields(auto& c) { return std::tie(c.delegate, c.real, c.type, c.call); }
    static DispatchInfo info(const ProxyAnnounced& c);
    static std::vector<const RuntimeCall*> inner(const ProxyAnnounced& c) { return {&c.call}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const ProxyAnnounced& call);

/// Brings deposits to today's price; free when one changed.
struct PokeDeposit {
    static constexpr CallName kName{Pallet::Proxy, 10, "poke_deposit"};
    static auto fields(auto&) { return std::tie(); }
    static DispatchInfo info(const PokeDeposit&) { return callInfo(46'757'000, 3, 3, 8615); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const PokeDeposit& call);

struct SetRealPaysFee {
    static constexpr CallName kName{Pallet::Proxy, 11, "set_real_pays_fee"};
    static constexpr FieldInfo kFields[] = {{"delegate", "AccountIdLookupOf<T>"}, {"pays_fee", "bool"}};
    MultiAddress delegate;
    bool paysFee{false};
    static auto fields(auto& c) { return std::tie(c.delegate, c.paysFee); }
    static DispatchInfo info(const SetRealPaysFee&) { return callInfo(14'259'931 + 42'799 * kMaxProxies, 1, 1, 4254); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetRealPaysFee& call);

} // namespace taodeck::subtensor::proxy
