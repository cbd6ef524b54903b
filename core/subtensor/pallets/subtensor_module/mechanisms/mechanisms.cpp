#include "core/subtensor/pallets/subtensor_module/mechanisms/mechanisms.h"

#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

#include <algorithm>
#include <numeric>

namespace taodeck::subtensor::subtensor_module {
namespace {

/// A subnet that keeps its 256 UIDs has room for one mechanism only.
constexpr std::uint32_t kMaxUidsOfAllMechanisms = 256;

unsigned number(MechId id) {
    return static_cast<std::uint8_t>(id);
}

} // namespace

SubnetIndex mechanismIndex(NetUid netuid, MechId mechanism) {
    const std::uint32_t base = std::min<std::uint32_t>(number(mechanism) * kMaxSubnets, UINT16_MAX);
    return static_cast<SubnetIndex>(std::min<std::uint32_t>(base + raw(netuid), UINT16_MAX));
}

NetUid subnetOf(SubnetIndex index) {
    return static_cast<NetUid>(static_cast<std::uint16_t>(index) % kMaxSubnets);
}

std::uint8_t mechanismCount(const StateReader& state, NetUid netuid) {
    return static_cast<std::uint8_t>(MechanismCountCurrent.get(state, netuid));
}

bool mechanismExists(const StateReader& state, SubnetIndex index) {
    const NetUid netuid = subnetOf(index);
    return NetworksAdded.get(state, netuid) &&
           static_cast<std::uint16_t>(index) / kMaxSubnets < mechanismCount(state, netuid);
}

Dispatch<> ensureMechanismExists(const StateReader& state, NetUid netuid, MechId mechanism) {
    TD_ENSURE(NetworksAdded.get(state, netuid), ModuleError::MechanismDoesNotExist);
    TD_ENSURE(mechanism < MechanismCountCurrent.get(state, netuid), ModuleError::MechanismDoesNotExist);
    return {};
}

Dispatch<> ensureUidsOverAllMechanisms(std::uint16_t maxUids, MechId count) {
    TD_ENSURE(std::uint32_t{maxUids} * number(count) <= kMaxUidsOfAllMechanisms, ModuleError::TooManyUIDsPerMechanism);
    return {};
}

Dispatch<> setMechanismCount(State& state, NetUid netuid, MechId count) {
    TD_ENSURE(NetworksAdded.get(state, netuid), ModuleError::MechanismDoesNotExist);
    TD_ENSURE(number(count) > 0, ModuleError::InvalidValue);
    TD_ENSURE(count <= MaxMechanismCount.get(state), ModuleError::InvalidValue);
    TD_DISPATCH_CHECK(ensureUidsOverAllMechanisms(MaxAllowedUids.get(state, netuid), count));
    TD_ENSURE(count <= kMaxMechanisms, ModuleError::InvalidValue);
    changeMechanismCount(state, netuid, count);
    return {};
}

Dispatch<> setMaxMechanismCount(State& state, MechId count) {
    TD_ENSURE(number(count) > 0 && count <= kMaxMechanisms, ModuleError::InvalidValue);
    MaxMechanismCount.set(state, count);
    return {};
}

Dispatch<> setEmissionSplit(State& state, NetUid netuid, const std::optional<std::vector<std::uint16_t>>& split) {
    TD_ENSURE(NetworksAdded.get(state, netuid), ModuleError::MechanismDoesNotExist);
    if (!split) {
        MechanismEmissionSplit.remove(state, netuid);
        return {};
    }
    TD_ENSURE(!split->empty() && split->size() <= mechanismCount(state, netuid), ModuleError::InvalidValue);
    const auto total = std::accumulate(split->begin(), split->end(), std::uint64_t{0});
    TD_ENSURE(total == UINT16_MAX, ModuleError::InvalidValue);
    MechanismEmissionSplit.set(state, netuid, *split);
    return {};
}

void changeMechanismCount(State& state, NetUid netuid, MechId count) {
    const unsigned before = mechanismCount(state, netuid);
    if (before == number(count)) return;
    for (unsigned id = number(count); id < before; ++id) {
        const SubnetIndex index = mechanismIndex(netuid, static_cast<MechId>(id));
        Weights.removeUnder(state, index);
        Incentive.remove(state, index);
        LastUpdate.remove(state, index);
        Bonds.removeUnder(state, index);
        WeightCommits.removeUnder(state, index);
        TimelockedWeightCommits.removeUnder(state, index);
    }
    MechanismCountCurrent.set(state, netuid, count);
    MechanismEmissionSplit.remove(state, netuid);
}

std::vector<Alpha> splitEmission(const StateReader& state, NetUid netuid, Alpha emission) {
    const std::uint64_t count = mechanismCount(state, netuid);
    std::vector<Alpha> out;
    if (const auto split = MechanismEmissionSplit.get(state, netuid)) {
        for (const std::uint16_t part : *split)
            out.push_back(Alpha::fromRaw(static_cast<std::uint64_t>(UInt128{emission.raw()} * part / UINT16_MAX)));
        out.resize(count);
    } else {
        out.assign(count, Alpha::fromRaw(count == 0 ? 0 : emission.raw() / count));
    }
    if (out.empty()) return out;
    Alpha given;
    for (const Alpha part : out)
        given = given.saturatingAdd(part);
    out.front() = out.front().saturatingAdd(emission.saturatingSub(given));
    return out;
}

} // namespace taodeck::subtensor::subtensor_module
