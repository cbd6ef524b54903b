#include "core/chain/detail/rows.h"

namespace taodeck::chain {

using api::SubnetRow;
using metadata::Value;

namespace {

constexpr std::size_t kMaxSubnets = 1024;
constexpr auto kNumbers = {"SubnetAlphaOut", "SubnetworkN"}; ///< Every supported chain has them.
constexpr auto kNumbersIfThere = {"SubnetTaoInEmission", "SubnetExcessTao"};

void wantSubnet(Snapshot& s, NetUid netuid) {
    for (const auto* item : kNumbers)
        s.want(subtensorItem(item, {Value::netuid(netuid)}));
    for (const auto* item : kNumbersIfThere)
        s.wantIfThere(subtensorItem(item, {Value::netuid(netuid)}));
    wantStarted(s, netuid);
    wantClock(s, netuid);
    wantPool(s, netuid);
    wantSymbol(s, netuid);
}

SubnetRow subnetFrom(Snapshot& s, NetUid netuid, std::uint64_t blockEmission) {
    const auto number = [&](const char* item) { return s.number(subtensorItem(item, {Value::netuid(netuid)})); };
    SubnetRow out;
    out.netuid = netuid;
    out.root = netuid == kRootNetUid;
    out.name = subnetNameOf(s, netuid);
    out.symbol = symbolOf(s, netuid);
    out.started = isStarted(s, netuid);
    const auto pool = poolOf(s, netuid);
    out.price = pool.dynamic ? priceOf(pool) : Rao::fromRaw(kUnitsPerToken);
    out.taoReserve = Rao::fromRaw(pool.tao);
    out.alphaReserve = Alpha::fromRaw(pool.alpha);
    out.alphaOut = Alpha::fromRaw(number("SubnetAlphaOut"));
    out.tempo = static_cast<std::uint16_t>(number("Tempo"));
    out.neurons = static_cast<std::uint16_t>(number("SubnetworkN"));
    out.blocksToEpoch = blocksToEpoch(s, netuid);
    const auto paid =
        static_cast<double>(number("SubnetTaoInEmission")) + static_cast<double>(number("SubnetExcessTao"));
    if (blockEmission > 0) out.emissionShare = std::min(1.0, paid / static_cast<double>(blockEmission));
    return out;
}

} // namespace

void readSubnets(const SnapshotPtr& s, Done<Stated<std::vector<SubnetRow>>> done) {
    if (!s->has("SubtensorModule", "NetworksAdded"))
        return s->problem({Errc::Unsupported, "the connected chain has no SubtensorModule.NetworksAdded"});
    s->list({subtensorItem("NetworksAdded")}, kMaxSubnets, [s, done](std::vector<Snapshot::Keys> lists) {
        std::vector<NetUid> netuids;
        for (const auto& key : lists.front()) {
            const auto netuid = s->netuidPart("NetworksAdded", key, 0);
            if (!s->boolean(subtensorItem("NetworksAdded", {Value::netuid(netuid)}))) continue;
            netuids.push_back(netuid);
        }
        std::sort(netuids.begin(), netuids.end());
        for (const auto netuid : netuids)
            wantSubnet(*s, netuid);
        s->wantIfThere(subtensorItem("BlockEmission"));
        s->fetch([s, netuids, done] {
            const auto emission = s->number(subtensorItem("BlockEmission"));
            std::vector<SubnetRow> out;
            for (const auto netuid : netuids)
                out.push_back(subnetFrom(*s, netuid, emission));
            s->finish(std::move(out), done);
        });
    });
}

} // namespace taodeck::chain
