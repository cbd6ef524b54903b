#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"

#include "core/subtensor/emission.h"
#include "core/subtensor/pallets/swap/swap.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

/// PalletId::into_sub_account_truncating: "modl", the id, the sub-account, cut or zero-padded to 32 bytes.
AccountId palletAccount(std::string_view id, ByteView sub) {
    Bytes seed = toBytes(asBytes("modl"));
    append(seed, asBytes(id));
    append(seed, sub);
    AccountId out;
    std::copy_n(seed.begin(), std::min(seed.size(), out.bytes.size()), out.bytes.begin());
    return out;
}

} // namespace

std::vector<NetUid> subnets(const StateReader& state) {
    std::vector<NetUid> out;
    NetworksAdded.forEach(state, [&out](NetUid netuid, bool) {
        out.push_back(netuid);
        return true;
    });
    return out;
}

AccountId subnetAccount(NetUid netuid) {
    const std::uint8_t sub[] = {static_cast<std::uint8_t>(raw(netuid)), static_cast<std::uint8_t>(raw(netuid) >> 8)};
    return palletAccount("subtensr", sub);
}

AccountId burnAccount() {
    return palletAccount("burntnsr", {});
}

U64F64 price(const StateReader& state, NetUid netuid) {
    return swap_module::poolOf(state, netuid).price();
}

U64F64 movingPrice(const StateReader& state, NetUid netuid) {
    if (netuid == kRootNetUid || SubnetMechanism.get(state, netuid) == 0) return U64F64::fromInt(1);
    return U64F64::from(SubnetMovingPrice.get(state, netuid));
}

std::uint64_t alphaIssuance(const StateReader& state, NetUid netuid) {
    return SubnetAlphaIn.get(state, netuid).saturatingAdd(SubnetAlphaOut.get(state, netuid)).raw();
}

U96F32 taoWeight(const StateReader& state) {
    return subtensor::taoWeight(TaoWeight.get(state));
}

U96F32 rootProportion(const StateReader& state, NetUid netuid) {
    return subtensor::rootProportion(SubnetTAO.get(state, kRootNetUid).raw(), taoWeight(state),
                                     alphaIssuance(state, netuid));
}

bool isEmitting(const StateReader& state, NetUid netuid) {
    return netuid != kRootNetUid && FirstEmissionBlockNumber.exists(state, netuid) &&
           SubtokenEnabled.get(state, netuid) && NetworkRegistrationAllowed.get(state, netuid);
}

std::optional<std::uint16_t> ownerUid(const StateReader& state, NetUid netuid) {
    const auto hotkey = SubnetOwnerHotkey.tryGet(state, netuid);
    return hotkey ? Uids.get(state, netuid, *hotkey) : std::nullopt;
}

std::uint64_t blockNumber(const Context& ctx) {
    return raw(ctx.block);
}

} // namespace taodeck::subtensor::subtensor_module
