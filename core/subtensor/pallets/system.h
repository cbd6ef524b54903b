#pragma once
/// System: accounts, block numbers and hashes, events. Upstream: polkadot-sdk frame-system.

#include "core/subtensor/pallet.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor::system {

const PalletDeclaration& declaration();
const RuntimeVersion& runtimeVersion(); ///< With the list of runtimeApis().

TD_PALLET_ERRORS(Pallet::System, SystemError, InvalidSpecName, SpecVersionNeedsToIncrease,
                 FailedToExtractRuntimeVersion, NonDefaultComposite, NonZeroRefCount, CallFiltered,
                 MultiBlockMigrationsOngoing, NothingAuthorized, Unauthorized);

struct LastRuntimeUpgradeInfo {
    static constexpr const char* kPath = "frame_system::LastRuntimeUpgradeInfo";
    static constexpr FieldInfo kFields[] = {{"spec_version", "codec::Compact<u32>"},
                                            {"spec_name", "Cow<'static, str>"}};
    Compact<std::uint32_t> specVersion;
    CowText specName;
    static auto fields(auto& i) { return std::tie(i.specVersion, i.specName); }
};

inline constexpr StorageMap<AccountId, AccountInfo> Account{"System", "Account", {Hasher::Blake2_128Concat}};
inline constexpr OptionalValue<std::uint32_t> ExtrinsicCount{"System", "ExtrinsicCount"};
inline constexpr StorageValue<PerDispatchClass<Weight>> BlockWeight{"System", "BlockWeight"};
inline constexpr OptionalValue<std::uint32_t> AllExtrinsicsLen{"System", "AllExtrinsicsLen"};
inline constexpr StorageMap<BlockNumber, BlockHash> BlockHashes{"System", "BlockHash", {Hasher::Twox64Concat}};
inline constexpr StorageValue<BlockNumber> Number{"System", "Number"};
inline constexpr StorageValue<BlockHash> ParentHash{"System", "ParentHash"};
inline constexpr StorageValue<DigestLogs> Digest{"System", "Digest"};
inline constexpr StorageValue<EventRecords> Events{"System", "Events"};
inline constexpr StorageValue<std::uint32_t> EventCount{"System", "EventCount"};
inline constexpr OptionalValue<LastRuntimeUpgradeInfo> LastRuntimeUpgrade{"System", "LastRuntimeUpgrade"};
inline constexpr OptionalValue<Phase> ExecutionPhase{"System", "ExecutionPhase"};

struct Remark {
    static constexpr CallName kName{Pallet::System, 0, "remark"};
    static constexpr FieldInfo kFields[] = {{"remark", "Vec<u8>"}};
    Bytes remark;
    static auto fields(auto& c) { return std::tie(c.remark); }
    static DispatchInfo info(const Remark& c) { return callInfo(2'000'000 + 387 * c.remark.size(), 0, 0); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const Remark& call);

struct RemarkWithEvent {
    static constexpr CallName kName{Pallet::System, 7, "remark_with_event"};
    static constexpr FieldInfo kFields[] = {{"remark", "Vec<u8>"}};
    Bytes remark;
    static auto fields(auto& c) { return std::tie(c.remark); }
    static DispatchInfo info(const RemarkWithEvent& c) { return callInfo(6'000'000 + 1'395 * c.remark.size(), 0, 0); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RemarkWithEvent& call);

/// Root writes and removes what it likes, under raw keys: to rehearse a state that no call leads to.
struct SetStorage {
    static constexpr CallName kName{Pallet::System, 4, "set_storage"};
    static constexpr FieldInfo kFields[] = {{"items", "Vec<KeyValue>"}};
    std::vector<std::pair<Bytes, Bytes>> items;
    static auto fields(auto& c) { return std::tie(c.items); }
    static DispatchInfo info(const SetStorage& c) {
        const std::uint64_t count = c.items.size();
        return callInfo(2'175'000 + 841'511 * count, 0, count, 0, Pays::Yes, DispatchClass::Operational);
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetStorage& call);

struct KillStorage {
    static constexpr CallName kName{Pallet::System, 5, "kill_storage"};
    static constexpr FieldInfo kFields[] = {{"keys", "Vec<Key>"}};
    std::vector<Bytes> keys;
    static auto fields(auto& c) { return std::tie(c.keys); }
    static DispatchInfo info(const KillStorage& c) {
        const std::uint64_t count = c.keys.size();
        return callInfo(2'255'000 + 662'473 * count, 0, count, 0, Pays::Yes, DispatchClass::Operational);
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const KillStorage& call);

/// Removes the first `subkeys` keys under the prefix.
struct KillPrefix {
    static constexpr CallName kName{Pallet::System, 6, "kill_prefix"};
    static constexpr FieldInfo kFields[] = {{"prefix", "Key"}, {"subkeys", "u32"}};
    Bytes prefix;
    std::uint32_t subkeys{0};
    static auto fields(auto& c) { return std::tie(c.prefix, c.subkeys); }
    static DispatchInfo info(const KillPrefix& c) {
        const std::uint64_t count = c.subkeys + std::uint64_t{1};
        return callInfo(4'270'000 + 1'389'650 * count, count, count, 128 + 70 * count, Pays::Yes,
                        DispatchClass::Operational);
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const KillPrefix& call);

struct ExtrinsicSuccess {
    static constexpr EventName kName{Pallet::System, 0, "ExtrinsicSuccess"};
    static constexpr FieldInfo kFields[] = {{"dispatch_info", "DispatchEventInfo"}};
    DispatchEventInfo info;
    static auto fields(auto& e) { return std::tie(e.info); }
};
struct ExtrinsicFailed {
    static constexpr EventName kName{Pallet::System, 1, "ExtrinsicFailed"};
    static constexpr FieldInfo kFields[] = {{"dispatch_error", "DispatchError"},
                                            {"dispatch_info", "DispatchEventInfo"}};
    DispatchError error;
    DispatchEventInfo info;
    static auto fields(auto& e) { return std::tie(e.error, e.info); }
};
struct NewAccount {
    static constexpr EventName kName{Pallet::System, 3, "NewAccount"};
    static constexpr FieldInfo kFields[] = {{"account", "T::AccountId"}};
    AccountId account;
    static auto fields(auto& e) { return std::tie(e.account); }
};
struct KilledAccount {
    static constexpr EventName kName{Pallet::System, 4, "KilledAccount"};
    static constexpr FieldInfo kFields[] = {{"account", "T::AccountId"}};
    AccountId account;
    static auto fields(auto& e) { return std::tie(e.account); }
};
struct Remarked {
    static constexpr EventName kName{Pallet::System, 5, "Remarked"};
    static constexpr FieldInfo kFields[] = {{"sender", "T::AccountId"}, {"hash", "T::Hash"}};
    AccountId sender;
    Hash256 hash;
    static auto fields(auto& e) { return std::tie(e.sender, e.hash); }
};

inline constexpr std::uint32_t kMaxConsumers = 16;
/// Reference counts. An account exists while something provides for it (a balance, a lease, a crowdloan); what consumes
/// it (reserved rao) keeps the last provider from leaving. The first provider creates the account (NewAccount).
void incProviders(const Context& ctx, const AccountId& who);
/// The last provider takes the account along (KilledAccount). ConsumerRemaining when something still consumes it.
Dispatch<> decProviders(const Context& ctx, const AccountId& who);
/// NoProviders, TooManyConsumers (16 at most).
Dispatch<> incConsumers(State& state, const AccountId& who);
void decConsumers(State& state, const AccountId& who);
/// The account may lose a provider: nothing consumes it, or there is another one.
bool canDecProvider(const StateReader& state, const AccountId& who);

/// Current phase for events: the extrinsic's index while extrinsics run.
void setPhase(State& state, const Phase& phase);

/// Of the extrinsic that runs, counted from 0; 0 outside of extrinsics.
std::uint32_t extrinsicIndex(const StateReader& state);

/// Starts a block: number, parent, digest, hash of the parent; clears the last block's events and weights.
void initialize(State& state, const RuleSet& rules, const BlockInput& block);
/// Ends it: removes what lives for one block only.
void finalize(State& state, const RuleSet& rules);

} // namespace taodeck::subtensor::system

namespace taodeck::subtensor {
TD_TYPE_INFO(RuntimeVersion); ///< sp_version::RuntimeVersion
}
