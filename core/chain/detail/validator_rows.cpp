#include "core/chain/detail/rows.h"

#include <set>

namespace taodeck::chain {

using api::ValidatorRow;
using metadata::Value;
using metadata::View;
using std::chrono::milliseconds;

namespace {

constexpr std::uint64_t kMaxNeurons = 4096;
constexpr std::size_t kMaxNominations = 8192; ///< More than this are not counted: one proof would be too large.
constexpr double kPart = 65535.0;             ///< Shares of a subnet are parts of 65535.
constexpr milliseconds kYear{31'557'600'000};

struct Neuron {
    std::uint16_t uid{0};
    AccountId hotkey;
};

/// Everything the rows need, step by step, at one block.
struct Work {
    SnapshotPtr s;
    NetUid netuid{};
    milliseconds blockTime{};
    Done<Stated<std::vector<ValidatorRow>>> done;
    std::vector<Neuron> neurons;
    std::map<AccountId, std::set<AccountId>> nominators; ///< Coldkeys by hotkey.

    StorageRead here(std::string item) const { return subtensorItem(std::move(item), {Value::netuid(netuid)}); }
    StorageRead key(std::uint16_t uid) const {
        return subtensorItem("Keys", {Value::netuid(netuid), Value::number(uid)});
    }
    StorageRead stake(const AccountId& hotkey, NetUid subnet) const {
        return subtensorItem("TotalHotkeyAlpha", {Value::id(hotkey), Value::netuid(subnet)});
    }
    StorageRead dividends(const AccountId& hotkey) const {
        return subtensorItem("AlphaDividendsPerSubnet", {Value::netuid(netuid), Value::id(hotkey)});
    }
};
using WorkPtr = std::shared_ptr<Work>;

constexpr auto kVectors = {"ValidatorPermit", "ValidatorTrust", "Dividends", "LastUpdate"};

double partAt(const std::vector<std::uint64_t>& parts, std::size_t uid) {
    return uid < parts.size() ? static_cast<double>(parts[uid]) / kPart : 0.0;
}

/// Simple, not compounding: the last epoch's dividends after take, as a part of the stake, times the epochs of a year.
double yearly(const ValidatorRow& row, std::uint64_t tempo, milliseconds blockTime) {
    if (row.alphaStake.raw() == 0 || tempo == 0 || blockTime <= milliseconds{0}) return 0;
    const auto perEpoch =
        static_cast<double>(row.dividendsPerTempo.raw()) * (1.0 - row.take) / static_cast<double>(row.alphaStake.raw());
    const auto epochs =
        static_cast<double>(kYear.count()) / static_cast<double>(blockTime.count()) / static_cast<double>(tempo);
    return perEpoch * epochs;
}

void finish(const WorkPtr& w) {
    auto& s = *w->s;
    const auto permits = s.booleans(w->here("ValidatorPermit"));
    const auto trusts = s.numbers(w->here("ValidatorTrust"));
    const auto dividends = s.numbers(w->here("Dividends"));
    const auto updates = s.numbers(w->here("LastUpdate"));
    const auto tempo = s.number(w->here("Tempo"));
    const auto now = std::uint64_t{raw(s.target().ref.number)};
    std::vector<ValidatorRow> out;
    for (const auto& neuron : w->neurons) {
        ValidatorRow row;
        row.hotkey = neuron.hotkey;
        row.uid = neuron.uid;
        row.netuid = w->netuid;
        row.owner = s.account(subtensorItem("Owner", {Value::id(row.hotkey)}));
        row.name = identityOf(s, row.owner);
        row.take = static_cast<double>(s.number(subtensorItem("Delegates", {Value::id(row.hotkey)}))) / kPart;
        row.alphaStake = Alpha::fromRaw(s.number(w->stake(row.hotkey, w->netuid)));
        row.rootStake = Rao::fromRaw(s.number(w->stake(row.hotkey, kRootNetUid)));
        row.permit = w->netuid == kRootNetUid || (row.uid < permits.size() && permits[row.uid]);
        row.vtrust = partAt(trusts, row.uid);
        row.dividends = partAt(dividends, row.uid);
        row.dividendsPerTempo = Alpha::fromRaw(s.number(w->dividends(row.hotkey)));
        if (row.uid < updates.size() && now > updates[row.uid]) row.blocksSinceWeights = now - updates[row.uid];
        row.estimatedYearly = yearly(row, tempo, w->blockTime);
        if (const auto it = w->nominators.find(row.hotkey); it != w->nominators.end())
            row.nominators = static_cast<std::uint32_t>(it->second.size());
        if (row.permit || row.alphaStake.raw() > 0) out.push_back(std::move(row));
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.alphaStake > b.alphaStake; });
    s.finish(std::move(out), w->done);
}

/// Counts the coldkeys behind each hotkey here. The whole list is proven, so a node cannot leave any out.
void countNominators(const WorkPtr& w, std::function<void()> next) {
    std::vector<StorageRead> prefixes;
    for (const auto& neuron : w->neurons)
        for (const auto* item : {"AlphaV2", "Alpha"})
            prefixes.push_back(subtensorItem(item, {Value::id(neuron.hotkey)}));
    w->s->listIfSmall(prefixes, kMaxNominations, [w, next, prefixes](std::vector<Snapshot::Keys> lists) {
        for (std::size_t i = 0; i < lists.size(); ++i)
            for (const auto& key : lists[i])
                if (w->s->netuidPart(prefixes[i].item, key, 2) == w->netuid)
                    w->nominators[w->neurons[i / 2].hotkey].insert(w->s->accountPart(prefixes[i].item, key, 1));
        next();
    });
}

void readHotkeys(const WorkPtr& w, std::uint64_t count) {
    auto& s = *w->s;
    for (std::uint64_t uid = 0; uid < count; ++uid) {
        const auto small = static_cast<std::uint16_t>(uid);
        w->neurons.push_back({small, s.account(w->key(small))});
    }
    for (const auto& neuron : w->neurons) {
        s.want(w->stake(neuron.hotkey, w->netuid));
        s.want(w->stake(neuron.hotkey, kRootNetUid));
        s.want(subtensorItem("Owner", {Value::id(neuron.hotkey)}));
        s.want(subtensorItem("Delegates", {Value::id(neuron.hotkey)}));
        s.wantIfThere(w->dividends(neuron.hotkey));
    }
    s.fetch([w] {
        for (const auto& neuron : w->neurons)
            wantIdentity(*w->s, w->s->account(subtensorItem("Owner", {Value::id(neuron.hotkey)})));
        w->s->fetch([w] { countNominators(w, [w] { finish(w); }); });
    });
}

} // namespace

void readValidators(const SnapshotPtr& s, NetUid netuid, milliseconds blockTime,
                    Done<Stated<std::vector<ValidatorRow>>> done) {
    const auto w = std::make_shared<Work>();
    w->s = s;
    w->netuid = netuid;
    w->blockTime = blockTime;
    w->done = std::move(done);
    s->want(w->here("NetworksAdded"));
    s->want(w->here("SubnetworkN"));
    s->want(w->here("Tempo"));
    for (const auto* item : kVectors)
        s->want(w->here(item));
    s->fetch([w] {
        auto& snapshot = *w->s;
        if (!snapshot.boolean(w->here("NetworksAdded")))
            return snapshot.problem({Errc::NotFound, "the subnet does not exist"});
        const auto count = snapshot.number(w->here("SubnetworkN"));
        if (count > kMaxNeurons) return snapshot.problem({Errc::LimitExceeded, "the subnet has too many neurons"});
        for (std::uint64_t uid = 0; uid < count; ++uid)
            snapshot.want(w->key(static_cast<std::uint16_t>(uid)));
        snapshot.fetch([w, count] { readHotkeys(w, count); });
    });
}

} // namespace taodeck::chain
