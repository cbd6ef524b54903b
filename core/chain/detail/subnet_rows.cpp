#include "core/chain/detail/rows.h"

namespace taodeck::chain {

using api::SubnetRow;
using metadata::Value;
using metadata::View;

namespace {

constexpr std::size_t kMaxSubnets = 1024;
constexpr auto kNumbers = {"SubnetAlphaOut", "SubnetworkN", "Tempo"}; ///< Every supported chain has them.
constexpr auto kNumbersIfThere = {"FirstEmissionBlockNumber", "SubtokenEnabled", "LastEpochBlock",
                                  "SubnetTaoInEmission", "SubnetExcessTao"};

void wantSubnet(Snapshot& s, NetUid netuid) {
    for (const auto* item : kNumbers)
        s.want(subtensorItem(item, {Value::netuid(netuid)}));
    for (const auto* item : kNumbersIfThere)
        s.wantIfThere(subtensorItem(item, {Value::netuid(netuid)}));
    wantPool(s, netuid);
    wantSymbol(s, netuid);
}

ForeignText nameOf(Snapshot& s, NetUid netuid) {
    if (netuid == kRootNetUid) return ForeignText{"root"};
    const auto identity = s.get(subtensorItem("SubnetIdentitiesV3", {Value::netuid(netuid)}));
    if (!identity) return {};
    const auto name = View{*identity}.field("subnet_name").asLooseBytes();
    return name ? ForeignText::fromBytes(*name) : ForeignText{};
}

/// Source: economics of the epoch, "now - LastEpochBlock >= tempo".
std::uint32_t blocksToEpoch(Snapshot& s, NetUid netuid, std::uint64_t tempo) {
    if (tempo == 0 || netuid == kRootNetUid) return 0;
    const auto now = std::uint64_t{raw(s.target().ref.number)};
    if (s.has("SubtensorModule", "LastEpochBlock")) {
        const auto next = s.number(subtensorItem("LastEpochBlock", {Value::netuid(netuid)})) + tempo;
        return next > now ? static_cast<std::uint32_t>(next - now) : 0;
    }
    // Runtimes before 423: (block + netuid + 1) mod (tempo + 1) = 0.
    return static_cast<std::uint32_t>(tempo - (now + raw(netuid) + 1) % (tempo + 1));
}

SubnetRow subnetFrom(Snapshot& s, NetUid netuid, std::uint64_t blockEmission) {
    const auto number = [&](const char* item) { return s.number(subtensorItem(item, {Value::netuid(netuid)})); };
    SubnetRow out;
    out.netuid = netuid;
    out.root = netuid == kRootNetUid;
    out.name = nameOf(s, netuid);
    out.symbol = symbolOf(s, netuid);
    const bool firstBlock = s.get(subtensorItem("FirstEmissionBlockNumber", {Value::netuid(netuid)})).has_value();
    const bool enabled = !s.has("SubtensorModule", "SubtokenEnabled") ||
                         s.boolean(subtensorItem("SubtokenEnabled", {Value::netuid(netuid)}));
    out.started = out.root || (firstBlock && enabled);
    const auto pool = poolOf(s, netuid);
    out.price = pool.dynamic ? priceOf(pool) : Rao::fromRaw(kUnitsPerToken);
    out.taoReserve = Rao::fromRaw(pool.tao);
    out.alphaReserve = Alpha::fromRaw(pool.alpha);
    out.alphaOut = Alpha::fromRaw(number("SubnetAlphaOut"));
    const auto tempo = number("Tempo");
    out.tempo = static_cast<std::uint16_t>(tempo);
    out.neurons = static_cast<std::uint16_t>(number("SubnetworkN"));
    out.blocksToEpoch = blocksToEpoch(s, netuid, tempo);
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
