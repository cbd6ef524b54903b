#include "core/subtensor/pallets/subtensor_module/registration/uids.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {
namespace {

/// Keeps the worst of the neurons that it was shown.
class Worst {
public:
    void show(Alpha emission, std::uint64_t registered, std::uint16_t uid) {
        const auto one = std::make_tuple(emission, registered, uid);
        if (!m_worst || one < *m_worst) m_worst = one;
    }
    std::optional<std::uint16_t> uid() const { return m_worst ? std::optional{std::get<2>(*m_worst)} : std::nullopt; }

private:
    std::optional<std::tuple<Alpha, std::uint64_t, std::uint16_t>> m_worst;
};

} // namespace

bool isImmune(const Context& ctx, NetUid netuid, std::uint16_t uid) {
    const std::uint64_t since = BlockAtRegistration.get(ctx.state, netuid, uid), now = blockNumber(ctx);
    return (now > since ? now - since : 0) < ImmunityPeriod.get(ctx.state, netuid);
}

std::vector<std::uint16_t> immuneOwnerUids(const StateReader& state, NetUid netuid, const AccountId& coldkey) {
    std::vector<std::pair<std::uint64_t, std::uint16_t>> byAge;
    for (const auto& hotkey : OwnedHotkeys.get(state, coldkey))
        if (const auto uid = Uids.get(state, netuid, hotkey))
            byAge.emplace_back(BlockAtRegistration.get(state, netuid, *uid), *uid);
    std::sort(byAge.begin(), byAge.end());

    const std::size_t limit = ImmuneOwnerUidsLimit.get(state, netuid);
    std::vector<std::uint16_t> out;
    for (const auto& [registered, uid] : byAge)
        if (out.size() < limit) out.push_back(uid);
    const auto owner = ownerUid(state, netuid);
    if (!owner || std::find(out.begin(), out.end(), *owner) != out.end()) return out;
    out.insert(out.begin(), *owner);
    if (out.size() > limit) out.resize(limit);
    return out;
}

std::optional<std::uint16_t> neuronToPrune(const Context& ctx, NetUid netuid) {
    const State& state = ctx.state;
    const auto kept = immuneOwnerUids(state, netuid, SubnetOwner.get(state, netuid));
    const auto emissions = Emission.get(state, netuid);
    Worst immune, others;
    std::uint32_t notImmune = 0;
    for (std::uint16_t uid = 0; uid < SubnetworkN.get(state, netuid); ++uid) {
        if (!Keys.exists(state, netuid, uid) || std::find(kept.begin(), kept.end(), uid) != kept.end()) continue;
        const Alpha emission = uid < emissions.size() ? emissions[uid] : Alpha{};
        const bool isNew = isImmune(ctx, netuid, uid);
        notImmune += isNew ? 0 : 1;
        (isNew ? immune : others).show(emission, BlockAtRegistration.get(state, netuid, uid), uid);
    }
    // With too few that are not immune, an immune one leaves; upstream names nobody when there is none of those.
    if (notImmune > MinNonImmuneUids.get(state, netuid) && others.uid()) return others.uid();
    return immune.uid();
}

} // namespace taodeck::subtensor::subtensor_module
