#include "ui/gallery/demo_services.h"

#include "core/base/hex.h"

#include <cmath>

namespace taodeck::ui {
namespace {

Rao tao(double amount) {
    return Rao::fromRaw(static_cast<std::uint64_t>(std::llround(amount * 1e9)));
}
Alpha alpha(double amount) {
    return Alpha::fromRaw(static_cast<std::uint64_t>(std::llround(amount * 1e9)));
}

std::vector<api::SubnetRow> demoSubnets() {
    const struct {
        std::uint16_t netuid;
        const char *name, *symbol;
        double price, taoIn, alphaIn, share;
    } rows[] = {{0, "Root", "\u03C4", 1, 0, 0, 0},
                {1, "Text prompting", "\u03B1", 0.0321, 24'310.5, 757'336.0, 0.41},
                {2, "Sentiment", "\u03B2", 0.0118, 8'120.25, 688'156.0, 0.34},
                {3, "Forecasting", "\u03B3", 0.0054, 2'044.0, 378'518.0, 0.25}};
    std::vector<api::SubnetRow> out;
    for (const auto& row : rows) {
        api::SubnetRow subnet;
        subnet.netuid = NetUid{row.netuid};
        subnet.name = ForeignText{row.name};
        subnet.symbol = ForeignText{row.symbol};
        subnet.started = true;
        subnet.root = row.netuid == 0;
        subnet.price = tao(row.price);
        subnet.taoReserve = tao(row.taoIn);
        subnet.alphaReserve = alpha(row.alphaIn);
        subnet.tempo = 360;
        subnet.neurons = 64;
        subnet.blocksToEpoch = row.netuid == 0 ? 0 : 31 + 97U * row.netuid;
        subnet.emissionShare = row.share;
        out.push_back(subnet);
    }
    return out;
}

std::vector<api::ValidatorRow> demoValidators() {
    const struct {
        const char* name;
        double take, stake, root, vtrust, dividends, yearly;
        std::uint32_t nominators;
        std::uint64_t silent;
        bool permit;
    } rows[] = {{"Northwind", 0.09, 182'340.25, 41'200.5, 0.983, 0.281, 0.148, 1'204, 42, true},
                {"Aurora Labs", 0.18, 121'044.75, 88'010.0, 0.971, 0.214, 0.121, 2'377, 61, true},
                {"Basalt", 0.05, 64'200.0, 12'055.125, 0.994, 0.142, 0.163, 311, 17, true},
                {"", 0.12, 40'011.5, 3'020.0, 0.902, 0.089, 0.117, 58, 355, true},
                {"Fjord Stake", 0.0, 22'730.0, 902.5, 0.958, 0.061, 0.171, 97, 88, true},
                {"Copper Ridge", 0.18, 9'120.0625, 20.0, 0.31, 0.009, 0.021, 12, 4'102, false}};
    std::vector<api::ValidatorRow> out;
    std::uint16_t uid = 0;
    for (const auto& row : rows) {
        api::ValidatorRow validator;
        validator.hotkey = demoAccount(std::string{"hotkey "} + row.name + std::to_string(uid));
        validator.owner = demoAccount(std::string{"owner "} + row.name);
        validator.name = ForeignText{row.name};
        validator.netuid = NetUid{1};
        validator.uid = uid++;
        validator.take = row.take;
        validator.alphaStake = alpha(row.stake);
        validator.rootStake = tao(row.root);
        validator.nominators = row.nominators;
        validator.permit = row.permit;
        validator.vtrust = row.vtrust;
        validator.dividends = row.dividends;
        validator.dividendsPerTempo = alpha(row.stake * 0.0004);
        validator.blocksSinceWeights = row.silent;
        validator.estimatedYearly = row.yearly;
        out.push_back(validator);
    }
    return out;
}

std::vector<api::StakePosition> demoPositions(const std::vector<api::ValidatorRow>& validators) {
    const struct {
        std::size_t validator;
        std::uint16_t netuid;
        const char* symbol;
        double alpha, price, exitLoss, share;
    } rows[] = {{0, 1, "\u03B1", 1'812.443912, 0.0321, 0.0021, 0.00994},
                {2, 2, "\u03B2", 940.5, 0.0118, 0.0037, 0.0146},
                {0, 0, "\u03C4", 25.0, 1.0, 0.0, 0.000607}};
    std::vector<api::StakePosition> out;
    for (const auto& row : rows) {
        api::StakePosition position;
        position.coldkey = demoAccount("savings");
        position.hotkey = validators[row.validator].hotkey;
        position.validatorName = validators[row.validator].name;
        position.netuid = NetUid{row.netuid};
        position.symbol = ForeignText{row.symbol};
        position.alpha = alpha(row.alpha);
        position.value = tao(row.alpha * row.price);
        position.exitNow = tao(row.alpha * row.price * (1 - row.exitLoss));
        position.exitFee = tao(row.netuid == 0 ? 0 : row.alpha * row.price * 0.0005);
        position.share = row.share;
        out.push_back(position);
    }
    return out;
}

/// The listed validators and twice as many miners, the better the later.
api::Metagraph demoMetagraph(const std::vector<api::ValidatorRow>& validators) {
    api::Metagraph out;
    out.started = out.registrationOpen = true;
    out.tempo = 360;
    out.immunity = 5000;
    out.maxUids = 64;
    out.maxValidators = 8;
    out.minWeights = 1;
    out.weightsRateLimit = 100;
    out.servingRateLimit = 50;
    out.activityCutoff = 5000;
    out.revealPeriod = 1;
    out.commitRevealVersion = 4;
    out.burn = Rao::fromRaw(42'500'000);
    out.price = tao(0.0321);
    out.ownerHotkey = validators.front().hotkey;
    out.ownerColdkey = validators.front().owner;
    out.lastEpochBlock = 18'011;
    out.epochIndex = 50;
    out.blocksToEpoch = 131;
    double stake = 0;
    for (const auto& row : validators)
        stake += static_cast<double>(row.alphaStake.raw());
    for (const auto& row : validators) {
        api::Neuron n;
        n.uid = row.uid;
        n.hotkey = row.hotkey;
        n.coldkey = row.owner;
        n.alphaStake = row.alphaStake;
        n.rootStake = row.rootStake;
        n.stakeWeight = static_cast<double>(row.alphaStake.raw()) / stake;
        n.permit = n.active = row.permit;
        n.dividends = row.dividends;
        n.vtrust = row.vtrust;
        n.emission = row.dividendsPerTempo;
        n.lastUpdate = BlockNumber{18'240U - static_cast<std::uint32_t>(row.blocksSinceWeights)};
        n.registeredAt = BlockNumber{120U + row.uid};
        out.neurons.push_back(n);
    }
    const auto miners = static_cast<std::uint16_t>(2 * validators.size());
    const auto first = static_cast<std::uint16_t>(validators.size());
    const double all = miners * (miners + 1) / 2.0;
    for (std::uint16_t i = 0; i < miners; ++i) {
        api::Neuron n;
        n.uid = static_cast<std::uint16_t>(first + i);
        n.hotkey = demoAccount("miner " + std::to_string(i));
        n.coldkey = demoAccount("miner owner " + std::to_string(i));
        n.active = true;
        n.incentive = n.consensus = (i + 1) / all;
        n.emission = alpha(147.6 * n.incentive);
        n.registeredAt = BlockNumber{400U + 37U * i};
        n.axon.ip = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1};
        n.axon.port = static_cast<std::uint16_t>(8091 + i);
        n.axon.version = 1;
        out.neurons.push_back(n);
        for (std::size_t v = 0; v < validators.size(); ++v)
            if (validators[v].permit)
                out.neurons[v].weights.emplace_back(n.uid, static_cast<std::uint16_t>(65'535 * (i + 1) / miners));
    }
    return out;
}

std::string demoHex(std::string_view word, int blocks) {
    std::string out = "0x";
    for (int i = 0; i < blocks; ++i)
        out += toHexBare(demoAccount(std::string{word} + std::to_string(i)).view());
    return out;
}

} // namespace

AccountId demoAccount(std::string_view word) {
    AccountId out;
    std::uint64_t state = 0x243F6A8885A308D3ULL;
    for (const char c : word)
        state = (state ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    for (auto& byte : out.bytes) { // splitmix64: well spread, and the same everywhere
        state += 0x9E3779B97F4A7C15ULL;
        auto z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        byte = static_cast<std::uint8_t>(z >> 56);
    }
    return out;
}

void DemoClock::advance(std::chrono::milliseconds by) {
    m_now += by;
    m_steady += by;
}

DemoChain::DemoChain(Scene scene, const DemoClock& clock) : m_scene(scene), m_clock(clock) {
    m_status.network = "Localnet";
    m_status.endpoint = "ws://127.0.0.1:9944";
    m_status.development = true;
    m_status.genesis.bytes = demoAccount("genesis").bytes;
    m_status.specName = "node-subtensor";
    m_status.specVersion = 425;
    switch (scene) {
    case Scene::Full:
    case Scene::Empty:
    case Scene::NoWallet:
        m_status.link = api::LinkState::Live;
        m_status.best = BlockNumber{18'242};
        m_status.final = BlockNumber{18'240};
        m_status.finalHash.bytes = demoAccount("final").bytes;
        m_status.trust = Trust::Proven;
        m_status.setId = 0;
        m_status.authorities = 3;
        m_status.blockTime = std::chrono::milliseconds{1000};
        m_status.finalSeenAt = clock.now() - std::chrono::milliseconds{1200};
        m_status.openSockets = 1;
        break;
    case Scene::Loading:
        m_status.link = api::LinkState::Syncing;
        m_status.best = BlockNumber{18'242};
        m_status.final = BlockNumber{9'115};
        m_status.openSockets = 1;
        break;
    case Scene::Failed:
        m_status.link = api::LinkState::Failed;
        m_status.problem = "connection refused by 127.0.0.1:9944";
        m_status.refused = 2;
        break;
    }
    subnetsAnswer = demoSubnets();
    validatorsAnswer = demoValidators();
    metagraphAnswer = demoMetagraph(validatorsAnswer);
    if (scene == Scene::Full) {
        balanceAnswer.free = tao(132.518204991);
        balanceAnswer.nonce = 12;
        positionsAnswer = demoPositions(validatorsAnswer);
    }
}

template <class T>
bool DemoChain::answersElse(const api::Done<T>& done) {
    if (m_scene == Scene::Loading) return true; // never answers
    if (m_scene != Scene::Failed) return false;
    done(fail(Errc::Disconnected, "connection refused"));
    return true;
}

template <class T>
void DemoChain::answer(const api::Done<Stated<T>>& done, const T& value) {
    if (!answersElse(done)) done(Stated<T>{value, m_trust, m_status.final});
}

Subscription DemoChain::onStatus(std::function<void(const api::ChainStatus&)> fn) {
    return m_onStatus.add(std::move(fn));
}

Subscription DemoChain::onFinal(std::function<void(const api::BlockSummary&)> fn) {
    if (m_status.link == api::LinkState::Live)
        fn({m_status.final, m_status.finalHash, m_status.finalSeenAt, m_status.trust});
    return m_onFinal.add(std::move(fn));
}

void DemoChain::setStatus(const api::ChainStatus& status) {
    m_status = status;
    m_onStatus.tell(m_status);
}

void DemoChain::setTrust(Trust trust) {
    m_trust = trust;
    m_status.trust = trust;
    m_onStatus.tell(m_status);
}

void DemoChain::finalBlock() {
    m_status.final = BlockNumber{raw(m_status.final) + 1};
    m_status.best = BlockNumber{raw(m_status.best) + 1};
    m_status.finalSeenAt = m_clock.now();
    m_onStatus.tell(m_status);
    m_onFinal.tell({m_status.final, m_status.finalHash, m_status.finalSeenAt, m_status.trust});
}

void DemoChain::balance(const AccountId&, api::Done<Stated<api::AccountBalance>> done) {
    answer(done, balanceAnswer);
}

void DemoChain::positions(const AccountId&, api::Done<Stated<std::vector<api::StakePosition>>> done) {
    answer(done, positionsAnswer);
}

void DemoChain::subnets(api::Done<Stated<std::vector<api::SubnetRow>>> done) {
    answer(done, subnetsAnswer);
}

void DemoChain::validators(NetUid netuid, api::Done<Stated<std::vector<api::ValidatorRow>>> done) {
    auto rows = validatorsAnswer;
    for (auto& row : rows)
        row.netuid = netuid;
    answer(done, rows);
}

void DemoChain::metagraph(NetUid netuid, std::optional<BlockNumber>, api::Done<Stated<api::Metagraph>> done) {
    auto value = metagraphAnswer;
    value.netuid = netuid;
    for (const auto& row : subnetsAnswer)
        if (row.netuid == netuid) {
            value.name = row.name;
            value.symbol = row.symbol;
            value.price = row.price;
        }
    answer(done, value);
}

api::ProofReport DemoChain::proof(const std::string& title) const {
    api::ProofReport out;
    out.title = title;
    out.trust = m_trust;
    out.block = m_status.final;
    out.entries = {{"System.Account(5Grwva…)", demoHex("key", 2), demoHex("value", 2).substr(0, 130)}};
    for (int i = 0; i < 6; ++i) {
        out.nodes.push_back(demoHex("node" + std::to_string(i), 2 + i % 3));
        out.proofBytes += (out.nodes.back().size() - 2) / 2;
    }
    out.stateRoot = demoHex("root", 1);
    out.blockHash = demoHex("hash", 1);
    out.parentHash = demoHex("parent", 1);
    out.extrinsicsRoot = demoHex("extrinsics", 1);
    out.header = demoHex("header", 5);
    out.justification = demoHex("justification", 12);
    out.justifiedBlock = m_status.final;
    out.round = 18'240;
    out.signatures = 3;
    out.authorities = 3;
    out.threshold = 3;
    out.explanation =
        "The value was read from the block's state with a proof of 6 trie nodes. The nodes hash to the state "
        "root in the block's header, and 3 of 3 authorities signed that block as final.";
    out.json = "{\n  \"title\": \"" + title + "\",\n  \"block\": 18240\n}\n";
    return out;
}

void DemoChain::proveBalance(const AccountId&, api::Done<api::ProofReport> done) {
    if (!answersElse(done)) done(proof("Balance"));
}

void DemoChain::provePosition(const AccountId&, const AccountId&, NetUid netuid, api::Done<api::ProofReport> done) {
    if (!answersElse(done)) done(proof("Stake on subnet " + std::to_string(raw(netuid))));
}

} // namespace taodeck::ui
