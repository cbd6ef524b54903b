#pragma once
/// Who is behind a key: the names that validators give themselves, and the Ethereum address of a neuron.
/// Upstream: pallets/subtensor/src/utils/{identity,evm}.rs, guards/check_evm_key_association.rs, macros/dispatches.rs,
/// weights.rs (spec 425).

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/subtensor_module/types.h"

namespace taodeck::subtensor::subtensor_module {

/// Each field within its limit, and the sum of all but the repository within 4096 bytes.
bool isValid(const ChainIdentityV2& identity);

/// By a coldkey that owns a registered hotkey. HotKeyNotRegisteredInNetwork, InvalidIdentity.
struct SetIdentity {
    static constexpr CallName kName{Pallet::SubtensorModule, 68, "set_identity"};
    static constexpr FieldInfo kFields[] = {
        {"name", "Vec<u8>"},    {"url", "Vec<u8>"},         {"github_repo", "Vec<u8>"}, {"image", "Vec<u8>"},
        {"discord", "Vec<u8>"}, {"description", "Vec<u8>"}, {"additional", "Vec<u8>"}};
    ChainIdentityV2 identity;
    static auto fields(auto& c) { return ChainIdentityV2::fields(c.identity); }
    static DispatchInfo info(const SetIdentity&) { return callInfo(32'040'000, 3, 1, 6'829); }
};

/// What an Ethereum key signs to be bound to a hotkey: hotkey ++ keccak256(block number), as a personal message
/// (EIP-191). @return the hash that is signed.
std::array<std::uint8_t, 32> evmAssociationHash(const AccountId& hotkey, std::uint64_t block);
/// Last 20 bytes of the hash of an uncompressed public key (64 bytes).
EvmAddress evmAddressOf(ByteView publicKey);

/// By the hotkey, once a day for a UID; free. Any block number will do: only the signature must name the same.
/// HotKeyNotRegisteredInSubNet, EvmKeyAssociateRateLimitExceeded, NonAssociatedColdKey, InvalidIdentity (no key can be
/// recovered), InvalidRecoveredPublicKey (another one is).
struct AssociateEvmKey {
    static constexpr CallName kName{Pallet::SubtensorModule, 93, "associate_evm_key"};
    static constexpr FieldInfo kFields[] = {
        {"netuid", "NetUid"}, {"evm_key", "H160"}, {"block_number", "u64"}, {"signature", "Signature"}};
    NetUid netuid{};
    EvmAddress evmKey;
    std::uint64_t blockNumber{0};
    std::array<std::uint8_t, 65> signature{}; ///< r, s, v; v is 0..3, or that plus 27.
    static auto fields(auto& c) { return std::tie(c.netuid, c.evmKey, c.blockNumber, c.signature); }
    static DispatchInfo info(const AssociateEvmKey&) { return callInfo(684'242'000, 3, 1, 4'415, Pays::No); }
    static Dispatch<> guard(const GuardContext&, const AccountId& signer, const AssociateEvmKey&);
};

DispatchResult apply(const Context& ctx, const Origin& origin, const SetIdentity& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const AssociateEvmKey& call);

std::vector<CallRow> identityCalls();
std::vector<EventRow> identityEvents();

} // namespace taodeck::subtensor::subtensor_module
