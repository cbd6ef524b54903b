#include "core/chain/detail/rows.h"
#include "core/subtensor/emission.h"
#include "core/subtensor/stake_weight.h"

#include <algorithm>

namespace taodeck::chain {

using api::AxonAddress;
using api::Metagraph;
using metadata::Value;
using metadata::View;

namespace {

constexpr std::uint64_t kMaxUids = 4096;
constexpr std::size_t kMaxKin = 64;           ///< Parents or children of one hotkey; the network allows five children.
constexpr double kAllParts = 65535.0;         ///< Shares of a subnet are parts of 65535.
constexpr double kTwo64 = 0x1.0p64;           ///< One, in I64F64.
constexpr std::uint16_t kTimelockVersion = 4; ///< From this version of commit-reveal on the chain reveals.

/// One value per UID in each, of the last epoch.
constexpr auto kPerUid = {"ValidatorPermit", "ValidatorTrust", "Dividends", "LastUpdate",
                          "Active",          "Incentive",      "Consensus", "Emission"};
/// Every supported chain has them.
constexpr auto kRules = {"NetworksAdded",
                         "SubnetworkN",
                         "ImmunityPeriod",
                         "MaxAllowedUids",
                         "MaxAllowedValidators",
                         "MinAllowedWeights",
                         "WeightsVersionKey",
                         "WeightsSetRateLimit",
                         "ServingRateLimit",
                         "CommitRevealWeightsEnabled",
                         "NetworkRegistrationAllowed",
                         "Burn",
                         "BlocksSinceLastStep",
                         "SubnetOwner"};
/// Some runtimes lack them.
constexpr auto kRulesIfThere = {"MaxWeightsLimit", "RevealPeriodEpochs", "ActivityCutoffFactorMilli",
                                "ActivityCutoff",  "SubnetOwnerHotkey",  "SubnetEpochIndex"};
constexpr auto kGlobals = {"CommitRevealWeightsVersion", "StakeThreshold", "TaoWeight"};

/// (parts of 2^64 - 1, hotkey) as ChildKeys and ParentKeys hold them.
using Kin = std::vector<std::pair<std::uint64_t, AccountId>>;

/// Everything the metagraph needs, step by step, at one block.
struct GraphWork {
    SnapshotPtr s;
    NetUid netuid{};
    Done<Stated<Metagraph>> done;
    std::vector<AccountId> hotkeys; ///< By UID.

    StorageRead here(std::string item) const { return subtensorItem(std::move(item), {Value::netuid(netuid)}); }
    StorageRead ofUid(std::string item, std::size_t uid) const {
        return subtensorItem(std::move(item), {Value::netuid(netuid), Value::number(uid)});
    }
    StorageRead served(std::string item, const AccountId& hotkey) const {
        return subtensorItem(std::move(item), {Value::netuid(netuid), Value::id(hotkey)});
    }
    StorageRead kin(std::string item, const AccountId& hotkey) const {
        return subtensorItem(std::move(item), {Value::id(hotkey), Value::netuid(netuid)});
    }
};
using GraphWorkPtr = std::shared_ptr<GraphWork>;

StorageRead stakeOf(const AccountId& hotkey, NetUid subnet) {
    return subtensorItem("TotalHotkeyAlpha", {Value::id(hotkey), Value::netuid(subnet)});
}

StorageRead ownerOf(const AccountId& hotkey) {
    return subtensorItem("Owner", {Value::id(hotkey)});
}

/// A list of pairs; a form that does not read is the chain's fault and ends the snapshot.
template <class A, class B>
std::vector<std::pair<A, B>> pairs(Snapshot& s, const StorageRead& read, Result<A> (*first)(const View&),
                                   Result<B> (*second)(const View&)) {
    std::vector<std::pair<A, B>> out;
    const auto value = s.get(read);
    if (!value) return out;
    const View view{*value};
    for (std::size_t i = 0; i < view.size(); ++i) {
        auto a = first(view.at(i).at(0));
        auto b = second(view.at(i).at(1));
        if (!a || !b) {
            s.problem(a ? b.error() : a.error());
            return {};
        }
        out.emplace_back(*std::move(a), *std::move(b));
    }
    return out;
}

Kin kinOf(Snapshot& s, const StorageRead& read) {
    auto out = pairs<std::uint64_t, AccountId>(
        s, read, [](const View& v) { return v.asU64(); }, [](const View& v) { return v.asId<AccountId>(); });
    if (out.size() > kMaxKin) s.problem({Errc::LimitExceeded, "a hotkey has too many parents or children"});
    return out;
}

std::vector<std::pair<std::uint16_t, std::uint16_t>> weightsOf(Snapshot& s, const StorageRead& read) {
    const auto small = [](const View& v) { return v.asU16(); };
    return pairs<std::uint16_t, std::uint16_t>(s, read, small, small);
}

AxonAddress addressOf(Snapshot& s, const StorageRead& read) {
    AxonAddress out;
    const auto value = s.get(read);
    if (!value) return out;
    const View view{*value};
    const auto ip = view.field("ip").asU128();
    const auto port = view.field("port").asU16();
    const auto type = view.field("ip_type").asU8();
    const auto version = view.field("version").asU32();
    if (!ip || !port || !type || !version) {
        s.problem({Errc::Unsupported, "the connected chain keeps addresses in an unknown form"});
        return {};
    }
    for (std::size_t i = 0; i < out.ip.size(); ++i)
        out.ip[i] = static_cast<std::uint8_t>(*ip >> (8 * (out.ip.size() - 1 - i)));
    out.port = *port;
    out.ipType = *type;
    out.version = *version;
    return out;
}

template <class T>
T narrow(std::uint64_t v) {
    return static_cast<T>(std::min<std::uint64_t>(v, static_cast<T>(~T{0})));
}

double shareAt(const std::vector<std::uint64_t>& parts, std::size_t uid) {
    return uid < parts.size() ? static_cast<double>(parts[uid]) / kAllParts : 0.0;
}
std::uint64_t numberAt(const std::vector<std::uint64_t>& numbers, std::size_t uid) {
    return uid < numbers.size() ? numbers[uid] : 0;
}

/// Newer runtimes count the cutoff in thousandths of a tempo.
std::uint64_t activityCutoff(Snapshot& s, const GraphWork& w, std::uint64_t tempo) {
    if (!s.has("SubtensorModule", "ActivityCutoffFactorMilli")) return s.number(w.here("ActivityCutoff"));
    return std::max<std::uint64_t>(1, s.number(w.here("ActivityCutoffFactorMilli")) * tempo / 1000);
}

void readRules(Snapshot& s, const GraphWork& w, Metagraph& out) {
    const auto number = [&](const char* item) { return s.number(w.here(item)); };
    const bool root = w.netuid == kRootNetUid;
    out.netuid = w.netuid;
    out.name = subnetNameOf(s, w.netuid);
    out.symbol = symbolOf(s, w.netuid);
    out.started = isStarted(s, w.netuid);
    out.registrationOpen = !root && s.boolean(w.here("NetworkRegistrationAllowed"));
    out.tempo = narrow<std::uint16_t>(number("Tempo"));
    out.immunity = narrow<std::uint16_t>(number("ImmunityPeriod"));
    out.maxUids = narrow<std::uint16_t>(number("MaxAllowedUids"));
    out.maxValidators = narrow<std::uint16_t>(number("MaxAllowedValidators"));
    out.minWeights = narrow<std::uint16_t>(number("MinAllowedWeights"));
    // Runtimes whose epochs have an index still store a limit, but none of them looks at it.
    if (s.has("SubtensorModule", "MaxWeightsLimit") && !s.has("SubtensorModule", "SubnetEpochIndex"))
        out.maxWeight = narrow<std::uint16_t>(number("MaxWeightsLimit"));
    out.versionKey = number("WeightsVersionKey");
    out.weightsRateLimit = narrow<std::uint32_t>(number("WeightsSetRateLimit"));
    out.servingRateLimit = narrow<std::uint32_t>(number("ServingRateLimit"));
    out.activityCutoff = narrow<std::uint32_t>(activityCutoff(s, w, out.tempo));
    out.commitReveal = s.boolean(w.here("CommitRevealWeightsEnabled"));
    out.commitRevealVersion = narrow<std::uint16_t>(s.number(subtensorItem("CommitRevealWeightsVersion")));
    out.timelocked = out.commitReveal && out.commitRevealVersion >= kTimelockVersion &&
                     s.has("SubtensorModule", "TimelockedWeightCommits");
    out.revealPeriod = number("RevealPeriodEpochs");
    out.stakeThreshold = s.number(subtensorItem("StakeThreshold"));
    out.burn = Rao::fromRaw(number("Burn"));
    const auto pool = poolOf(s, w.netuid);
    out.price = pool.dynamic ? priceOf(pool) : Rao::fromRaw(kUnitsPerToken);
    out.ownerHotkey = s.account(w.here("SubnetOwnerHotkey"));
    out.ownerColdkey = s.account(w.here("SubnetOwner"));
    out.lastEpochBlock = number("LastEpochBlock");
    out.pendingEpochAt = number("PendingEpochAt");
    out.epochIndex = number("SubnetEpochIndex");
    out.blocksSinceLastStep = number("BlocksSinceLastStep");
    out.blocksToEpoch = blocksToEpoch(s, w.netuid);
}

/// Stake on `of` as it counts here: with what parents lend and without what children have.
std::uint64_t inherited(Snapshot& s, const GraphWork& w, const AccountId& hotkey, NetUid of) {
    std::vector<std::uint64_t> lent;
    for (const auto& [parts, child] : kinOf(s, w.kin("ChildKeys", hotkey)))
        lent.push_back(parts);
    std::vector<subtensor::ParentStake> borrowed;
    for (const auto& [parts, parent] : kinOf(s, w.kin("ParentKeys", hotkey)))
        borrowed.push_back({parts, s.number(stakeOf(parent, of))});
    return subtensor::inheritedStake(s.number(stakeOf(hotkey, of)), lent, borrowed);
}

/// As the epoch normalises: below the threshold nobody counts but the owner.
void readStakeWeights(Snapshot& s, const GraphWork& w, Metagraph& out) {
    const auto taoWeight = subtensor::taoWeight(s.number(subtensorItem("TaoWeight")));
    std::vector<subtensor::I64F64> weights;
    subtensor::I64F64 total;
    for (const auto& neuron : out.neurons) {
        auto weight = subtensor::stakeWeight(inherited(s, w, neuron.hotkey, w.netuid),
                                             inherited(s, w, neuron.hotkey, kRootNetUid), taoWeight);
        if (weight.toU64() < out.stakeThreshold && neuron.hotkey != out.ownerHotkey) weight = {};
        total = total.saturatingAdd(weight);
        weights.push_back(weight);
    }
    if (total.isZero()) return;
    for (std::size_t i = 0; i < weights.size(); ++i)
        out.neurons[i].stakeWeight = static_cast<double>(weights[i].safeDiv(total).bits()) / kTwo64;
}

void readNeurons(Snapshot& s, const GraphWork& w, Metagraph& out) {
    const auto permits = s.booleans(w.here("ValidatorPermit"));
    const auto active = s.booleans(w.here("Active"));
    const auto trusts = s.numbers(w.here("ValidatorTrust"));
    const auto dividends = s.numbers(w.here("Dividends"));
    const auto incentives = s.numbers(w.here("Incentive"));
    const auto consensus = s.numbers(w.here("Consensus"));
    const auto emissions = s.numbers(w.here("Emission"));
    const auto updates = s.numbers(w.here("LastUpdate"));
    for (std::size_t uid = 0; uid < w.hotkeys.size() && s.ok(); ++uid) {
        api::Neuron n;
        n.uid = static_cast<std::uint16_t>(uid);
        n.hotkey = w.hotkeys[uid];
        n.coldkey = s.account(ownerOf(n.hotkey));
        n.alphaStake = Alpha::fromRaw(s.number(stakeOf(n.hotkey, w.netuid)));
        n.rootStake = Rao::fromRaw(s.number(stakeOf(n.hotkey, kRootNetUid)));
        n.permit = uid < permits.size() && permits[uid];
        n.active = uid < active.size() && active[uid];
        n.incentive = shareAt(incentives, uid);
        n.consensus = shareAt(consensus, uid);
        n.dividends = shareAt(dividends, uid);
        n.vtrust = shareAt(trusts, uid);
        n.emission = Alpha::fromRaw(numberAt(emissions, uid));
        n.lastUpdate = BlockNumber{narrow<std::uint32_t>(numberAt(updates, uid))};
        n.registeredAt = BlockNumber{narrow<std::uint32_t>(s.number(w.ofUid("BlockAtRegistration", uid)))};
        n.axon = addressOf(s, w.served("Axons", n.hotkey));
        n.prometheus = addressOf(s, w.served("Prometheus", n.hotkey));
        n.weights = weightsOf(s, w.ofUid("Weights", uid));
        out.neurons.push_back(std::move(n));
    }
}

void finishGraph(const GraphWorkPtr& w) {
    Metagraph out;
    readRules(*w->s, *w, out);
    readNeurons(*w->s, *w, out);
    readStakeWeights(*w->s, *w, out);
    w->s->finish(std::move(out), w->done);
}

/// Hotkeys that lend stake need not be neurons here.
void readParents(const GraphWorkPtr& w) {
    for (const auto& hotkey : w->hotkeys)
        for (const auto& [parts, parent] : kinOf(*w->s, w->kin("ParentKeys", hotkey))) {
            w->s->want(stakeOf(parent, w->netuid));
            w->s->want(stakeOf(parent, kRootNetUid));
        }
    w->s->fetch([w] { finishGraph(w); });
}

void readByHotkey(const GraphWorkPtr& w, std::size_t count) {
    auto& s = *w->s;
    for (std::size_t uid = 0; uid < count && s.ok(); ++uid) {
        const auto hotkey = s.account(w->ofUid("Keys", uid));
        w->hotkeys.push_back(hotkey);
        s.want(ownerOf(hotkey));
        s.want(stakeOf(hotkey, w->netuid));
        s.want(stakeOf(hotkey, kRootNetUid));
        s.want(w->served("Axons", hotkey));
        s.want(w->served("Prometheus", hotkey));
        s.wantIfThere(w->kin("ChildKeys", hotkey));
        s.wantIfThere(w->kin("ParentKeys", hotkey));
    }
    s.fetch([w] { readParents(w); });
}

} // namespace

void readMetagraph(const SnapshotPtr& s, NetUid netuid, Done<Stated<Metagraph>> done) {
    const auto w = std::make_shared<GraphWork>();
    w->s = s;
    w->netuid = netuid;
    w->done = std::move(done);
    for (const auto* item : kRules)
        s->want(w->here(item));
    for (const auto* item : kPerUid)
        s->want(w->here(item)); // mechanism 0 has the subnet's own number
    for (const auto* item : kRulesIfThere)
        s->wantIfThere(w->here(item));
    for (const auto* item : kGlobals)
        s->wantIfThere(subtensorItem(item));
    wantStarted(*s, netuid);
    wantClock(*s, netuid);
    wantPool(*s, netuid);
    wantSymbol(*s, netuid);
    s->fetch([w] {
        auto& snapshot = *w->s;
        if (!snapshot.boolean(w->here("NetworksAdded")))
            return snapshot.problem({Errc::NotFound, "the subnet does not exist"});
        const auto count = snapshot.number(w->here("SubnetworkN"));
        if (count > kMaxUids) return snapshot.problem({Errc::LimitExceeded, "the subnet has too many neurons"});
        for (std::size_t uid = 0; uid < count; ++uid)
            for (const auto* item : {"Keys", "BlockAtRegistration", "Weights"})
                snapshot.want(w->ofUid(item, uid));
        snapshot.fetch([w, count] { readByHotkey(w, count); });
    });
}

} // namespace taodeck::chain
