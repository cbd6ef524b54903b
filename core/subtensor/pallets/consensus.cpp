#include "core/subtensor/pallets/consensus.h"

#include "core/subtensor/pallets/system.h"
#include "core/subtensor/rules.h"

namespace taodeck::subtensor {
namespace aura {

std::optional<AccountId> author(const StateReader& state) {
    const auto authorities = Authorities.get(state).items;
    if (authorities.empty()) return std::nullopt;
    return AccountId{authorities[CurrentSlot.get(state).number % authorities.size()].key};
}

namespace {

/// Takes the slot from the header's digest, as the block's first item says it.
void onInitialize(const Context& ctx) {
    const auto logs = system::Digest.get(ctx.state);
    Decoder digest{logs.encodedItems};
    const auto count = digest.compact32();
    const auto head = digest.raw(5); // PreRuntime, "aura"
    const auto payload = digest.bytes(8);
    if (!count || !head || !payload) return;
    if (const auto slot = decodeAll<Slot>(*payload)) CurrentSlot.set(ctx.state, *slot);
}

void genesis(State& state, const RuleSet&, const GenesisConfig& config) {
    BoundedVec<AuraId> keys;
    for (const auto& id : config.aura)
        keys.items.push_back({id.bytes});
    Authorities.set(state, keys);
}

} // namespace

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Aura,
        .crate = "pallet_aura",
        .storage = {&Authorities, &CurrentSlot},
        .constants = {constantRow("SlotDuration", [](const RuleSet& rules) { return rules.slotMillis(); })},
        .onInitialize = onInitialize,
        .genesis = genesis,
    };
    return pallet;
}

} // namespace aura

namespace grandpa {
namespace {

void genesis(State& state, const RuleSet&, const GenesisConfig& config) {
    WeakBoundedVec<std::pair<GrandpaId, std::uint64_t>> voters;
    for (const auto& key : config.grandpa)
        voters.items.emplace_back(GrandpaId{key.bytes}, 1);
    Authorities.set(state, voters);
    CurrentSetId.set(state, 0);
    SetIdSession.set(state, 0, 0);
}

} // namespace

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Grandpa,
        .crate = "pallet_grandpa",
        .storage = {&CurrentSetId, &SetIdSession, &Authorities},
        .constants = {constantRow("MaxAuthorities", [](const RuleSet&) { return std::uint32_t{32}; }),
                      constantRow("MaxNominators", [](const RuleSet&) { return std::uint32_t{20}; }),
                      constantRow("MaxSetIdSessionEntries", [](const RuleSet&) { return std::uint64_t{0}; })},
        .genesis = genesis,
    };
    return pallet;
}

} // namespace grandpa
} // namespace taodeck::subtensor
