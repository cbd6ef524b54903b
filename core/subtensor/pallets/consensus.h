#pragma once
/// Aura and Grandpa: whose keys author, seal and finalise. Authorities are set at genesis and never change here.
/// Upstream: polkadot-sdk pallet-aura, pallet-grandpa.

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor {

/// sr25519 key of an author.
struct AuraId {
    static constexpr const char* kPath = "sp_consensus_aura::sr25519::app_sr25519::Public";
    static constexpr FieldInfo kFields[] = {{nullptr, "sr25519::Public"}};
    std::array<std::uint8_t, 32> key{};
    static auto fields(auto& k) { return std::tie(k.key); }
};
/// ed25519 key of a finality voter.
struct GrandpaId {
    static constexpr const char* kPath = "sp_consensus_grandpa::app::Public";
    static constexpr FieldInfo kFields[] = {{nullptr, "ed25519::Public"}};
    std::array<std::uint8_t, 32> key{};
    static auto fields(auto& k) { return std::tie(k.key); }
};
struct Slot {
    static constexpr const char* kPath = "sp_consensus_slots::Slot";
    static constexpr FieldInfo kFields[] = {{nullptr, "u64"}};
    std::uint64_t number{0};
    static auto fields(auto& s) { return std::tie(s.number); }
};

namespace aura {
const PalletDeclaration& declaration();
inline constexpr StorageValue<BoundedVec<AuraId>> Authorities{"Aura", "Authorities"};
inline constexpr StorageValue<Slot> CurrentSlot{"Aura", "CurrentSlot"};
/// The authority whose turn the current slot is: the block's author. Empty without authorities.
std::optional<AccountId> author(const StateReader& state);
} // namespace aura

namespace grandpa {
const PalletDeclaration& declaration();
using AuthorityList = std::vector<std::pair<GrandpaId, std::uint64_t>>;
inline constexpr StorageValue<std::uint64_t> CurrentSetId{"Grandpa", "CurrentSetId"};
inline constexpr OptionalMap<std::uint64_t, std::uint32_t> SetIdSession{
    "Grandpa", "SetIdSession", {Hasher::Twox64Concat}};
inline constexpr StorageValue<WeakBoundedVec<std::pair<GrandpaId, std::uint64_t>>> Authorities{"Grandpa",
                                                                                               "Authorities"};
} // namespace grandpa

} // namespace taodeck::subtensor
