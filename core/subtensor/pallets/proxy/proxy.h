#pragma once
/// Proxy: accounts that may act for another account, each within a proxy type's powers and after its delay; announced
/// calls; pure accounts, which nobody holds the key of. The deposits are reserves of the account named.
/// Upstream: subtensor pallets/proxy and the deposits of runtime/src/lib.rs at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor::proxy {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::Proxy, ProxyError, TooMany, NotFound, NotProxy, Unproxyable, Duplicate, NoPermission,
                 Unannounced, NoSelfProxy, AnnouncementDepositInvariantViolated, InvalidDerivedAccountId);

enum class ProxyType : std::uint8_t {
    Any,
    Owner,
    NonCritical,
    NonTransfer,
    Senate, ///< Deprecated: nothing.
    NonFungible,
    Triumvirate, ///< Deprecated: nothing.
    Governance,  ///< Deprecated: nothing.
    Staking,
    Registration,
    Transfer,
    SmallTransfer,
    RootWeights, ///< Deprecated: nothing.
    ChildKeys,
    SudoUncheckedSetCode,
    SwapHotkey,
    SubnetLeaseBeneficiary,
    RootClaim,
};
inline constexpr const char* kProxyTypeNames =
    "Any, Owner, NonCritical, NonTransfer, Senate, NonFungible, Triumvirate, Governance, Staking, Registration, "
    "Transfer, SmallTransfer, RootWeights, ChildKeys, SudoUncheckedSetCode, SwapHotkey, SubnetLeaseBeneficiary, "
    "RootClaim";
constexpr EnumInfo enumInfo(ProxyType) {
    return {"subtensor_runtime_common::ProxyType", kProxyTypeNames};
}

/// One right to act for an account. Ordered as stored: by delegate, type, delay.
struct ProxyDefinition {
    static constexpr const char* kPath = "pallet_subtensor_proxy::ProxyDefinition";
    static constexpr FieldInfo kFields[] = {
        {"delegate", "AccountId"}, {"proxy_type", "ProxyType"}, {"delay", "BlockNumber"}};
    static std::vector<TypeParam> params(TypeRegistry& r);
    AccountId delegate;
    ProxyType type{};
    BlockNumber delay{}; ///< Blocks that an announcement must have waited; 0: none needed.
    static auto fields(auto& d) { return std::tie(d.delegate, d.type, d.delay); }
    friend auto operator<=>(const ProxyDefinition&, const ProxyDefinition&) = default;
};

struct Announcement {
    static constexpr const char* kPath = "pallet_subtensor_proxy::Announcement";
    static constexpr FieldInfo kFields[] = {{"real", "AccountId"}, {"call_hash", "Hash"}, {"height", "BlockNumber"}};
    static std::vector<TypeParam> params(TypeRegistry& r);
    AccountId real;
    Hash256 callHash; ///< Blake2b-256 of the encoded call.
    BlockNumber height{};
    static auto fields(auto& a) { return std::tie(a.real, a.callHash, a.height); }
};

using ProxyList = std::pair<BoundedVec<ProxyDefinition>, Rao>;     ///< And its deposit.
using AnnouncementList = std::pair<BoundedVec<Announcement>, Rao>; ///< And its deposit.

inline constexpr StorageMap<AccountId, ProxyList> Proxies{
    "Proxy", "Proxies", {Hasher::Twox64Concat}}; ///< By delegator.
inline constexpr StorageMap<AccountId, AnnouncementList> Announcements{
    "Proxy", "Announcements", {Hasher::Twox64Concat}}; ///< By delegate.
/// How the last proxied call of an account went; cleared at the end of each block.
inline constexpr OptionalMap<AccountId, DispatchOutcome> LastCallResult{
    "Proxy", "LastCallResult", {Hasher::Twox64Concat}};
/// (real, delegate): `real` pays the fees of what `delegate` does for it.
inline constexpr OptionalDoubleMap<AccountId, AccountId, Unit> RealPaysFee{
    "Proxy", "RealPaysFee", {Hasher::Twox64Concat, Hasher::Twox64Concat}};

inline constexpr std::uint32_t kMaxProxies = 20;
inline constexpr std::uint32_t kMaxPending = 75;
inline constexpr Rao kDepositBase = Rao::fromRaw(60'000'000);
inline constexpr Rao kDepositFactor = Rao::fromRaw(33'000'000);
inline constexpr Rao kAnnouncementDepositBase = Rao::fromRaw(36'000'000);
inline constexpr Rao kAnnouncementDepositFactor = Rao::fromRaw(68'000'000);

/// Deposit for that many proxies of one account.
Rao depositFor(std::size_t proxies);

/// Makes `delegate` a proxy of `delegator`, which reserves the deposit. Emits ProxyAdded.
/// NoSelfProxy, Duplicate, TooMany, Balances.InsufficientBalance.
Dispatch<> addProxy(const Context& ctx, const AccountId& delegator, const AccountId& delegate, ProxyType type,
                    BlockNumber delay);
/// Takes exactly that proxy away again and frees its deposit. Emits ProxyRemoved. NotFound.
Dispatch<> removeProxy(const Context& ctx, const AccountId& delegator, const AccountId& delegate, ProxyType type,
                       BlockNumber delay);
/// The first proxy by which `delegate` may act for `real`, of `type` if given. NotProxy.
Dispatch<ProxyDefinition> findProxy(const StateReader& state, const AccountId& real, const AccountId& delegate,
                                    std::optional<ProxyType> type);

/// The account that create_pure makes: nobody has its key.
AccountId pureAccount(const AccountId& spawner, ProxyType type, std::uint16_t index, BlockNumber height,
                      std::uint32_t extrinsic);

} // namespace taodeck::subtensor::proxy
