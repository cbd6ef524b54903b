#include "core/supervise/workers/verdict.h"

#include "core/base/amount_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>

namespace taodeck::supervise {
namespace {

using api::ModelFit;
using api::Neuron;
using api::Role;
using api::VerdictLevel;

std::string tao(Rao amount) {
    return shortDecimal(amount.raw()) + " TAO";
}
std::string percent(double part) {
    char text[32];
    std::snprintf(text, sizeof text, "%.0f %%", std::clamp(part, 0.0, 1.0) * 100);
    return text;
}
std::string count(std::size_t n, const char* one, const char* many) {
    return std::to_string(n) + ' ' + (n == 1 ? one : many);
}

/// "4096 blocks (about 14 hours)"
std::string blocksText(std::uint64_t blocks, std::chrono::milliseconds blockTime) {
    auto text = count(blocks, "block", "blocks");
    const double minutes = static_cast<double>(blocks) * static_cast<double>(blockTime.count()) / 60'000.0;
    char about[48] = "";
    if (minutes >= 2 * 60 * 24)
        std::snprintf(about, sizeof about, " (about %.0f days)", minutes / (60 * 24));
    else if (minutes >= 120)
        std::snprintf(about, sizeof about, " (about %.0f hours)", minutes / 60);
    else if (minutes >= 1)
        std::snprintf(about, sizeof about, " (about %.0f minutes)", minutes);
    return text + about;
}

bool isOwner(const api::Metagraph& graph, const Neuron& neuron) {
    return neuron.hotkey == graph.ownerHotkey || (!graph.ownerColdkey.isZero() && neuron.coldkey == graph.ownerColdkey);
}

bool isImmune(const api::Metagraph& graph, const Neuron& neuron, BlockNumber at) {
    return raw(at) < raw(neuron.registeredAt) + static_cast<std::uint64_t>(graph.immunity);
}

/// Everything that one verdict is put together from.
class Judge {
public:
    Judge(const api::VerdictRequest& request, const VerdictFacts& facts)
        : m_request{request}, m_facts{facts}, m_graph{facts.graph} {}

    api::Verdict run() {
        m_out.trust = m_facts.trust;
        m_out.at = m_facts.at;
        m_out.price = m_graph.burn;
        m_out.suggestedLimit = suggestedLimit(m_graph.burn);
        m_out.immunityBlocks = m_graph.immunity;
        m_out.neurons = static_cast<std::uint32_t>(m_graph.neurons.size());
        m_out.maxNeurons = m_graph.maxUids;
        m_out.registrationOpen = m_graph.registrationOpen && m_graph.netuid != kRootNetUid;
        registration();
        place();
        price();
        protocol();
        if (m_request.role == Role::Miner)
            earners();
        else
            validator();
        machine();
        if (m_facts.trust < Trust::Sealed)
            add(VerdictLevel::Caution, "Not proven",
                "These facts of the chain are only " + std::string{word(m_facts.trust)} +
                    ": a node said so, and nothing here could check it.");
        conclude();
        return std::move(m_out);
    }

private:
    void add(VerdictLevel level, std::string title, std::string text) {
        m_out.level = std::max(m_out.level, level);
        m_out.points.push_back({level, std::move(title), std::move(text)});
    }

    const Neuron* ownNeuron() const {
        if (m_request.coldkey.isZero()) return nullptr;
        for (const auto& neuron : m_graph.neurons)
            if (neuron.coldkey == m_request.coldkey) return &neuron;
        return nullptr;
    }

    void registration() {
        if (m_graph.netuid == kRootNetUid)
            return add(VerdictLevel::Bad, "Root", "The root network has validators of its own and no miners.");
        if (!m_graph.started)
            add(VerdictLevel::Bad, "Not started", "This subnet has not started: nobody earns on it yet.");
        if (m_graph.registrationOpen)
            add(VerdictLevel::Good, "Registration is open", "A new neuron can register now.");
        else
            add(VerdictLevel::Bad, "Registration is closed", "The subnet's owner does not let new neurons register.");
        if (const auto* own = ownNeuron())
            add(VerdictLevel::Good, "Registered before",
                "Your wallet has UID " + std::to_string(own->uid) +
                    " here. With its hotkey nothing is paid again; another hotkey registers anew.");
    }

    /// Room, or who goes; how long the newcomer is safe.
    void place() {
        if (m_graph.netuid == kRootNetUid) return;
        const auto taken = std::to_string(m_graph.neurons.size()) + " of " + std::to_string(m_graph.maxUids);
        const auto immunity = "A new neuron is safe for " + blocksText(m_graph.immunity, m_facts.blockTime) +
                              "; after that the one that earns least makes room for newcomers.";
        if (m_graph.neurons.size() < m_graph.maxUids)
            return add(VerdictLevel::Good, "There is room", taken + " places are taken. " + immunity);
        const auto replaced = replacedUid(m_graph, m_facts.at);
        if (!replaced)
            return add(VerdictLevel::Bad, "No place", "All " + taken + " places are taken and nobody can be replaced.");
        const auto& neuron = *std::find_if(m_graph.neurons.begin(), m_graph.neurons.end(),
                                           [&](const Neuron& n) { return n.uid == *replaced; });
        add(VerdictLevel::Caution, "The subnet is full",
            taken + " places are taken. UID " + std::to_string(*replaced) + " would make room: it earned " +
                shortDecimal(neuron.emission.raw()) + " alpha in the last epoch. " + immunity);
    }

    void price() {
        if (m_graph.netuid == kRootNetUid) return;
        const auto words = "A registration costs " + tao(m_graph.burn) + " now, and that is not given back. At most " +
                           tao(m_out.suggestedLimit) + " is suggested as the limit: others may register before you.";
        if (!m_facts.balance) return add(VerdictLevel::Caution, "Price", words + " Your balance is not known.");
        const auto need = m_out.suggestedLimit.saturatingAdd(kRegistrationReserve);
        const auto has = "Your wallet has " + tao(*m_facts.balance) + '.';
        if (*m_facts.balance >= need) return add(VerdictLevel::Good, "The balance is enough", words + ' ' + has);
        if (m_facts.development)
            return add(VerdictLevel::Good, "Test funds cover it",
                       words + ' ' + has + " What is missing is given on this development network.");
        const auto missing = need.saturatingSub(*m_facts.balance);
        if (ownNeuron()) return add(VerdictLevel::Caution, "The balance is low", words + ' ' + has);
        add(VerdictLevel::Bad, "The balance is too low", words + ' ' + has + ' ' + tao(missing) + " are missing.");
    }

    /// The chain does not say what a subnet's validators ask.
    void protocol() {
        if (m_request.role == Role::Validator && m_request.task == "recipe")
            return add(VerdictLevel::Bad, "No recipe for validators",
                       "A recipe's program works as a miner. Taodeck starts validators with its own tasks only: text "
                       "or sentiment.");
        if (m_facts.development || m_graph.netuid == kRootNetUid) return;
        if (m_request.task == "recipe") {
            add(VerdictLevel::Caution, "Your own program",
                "The recipe runs the subnet's own miner. Whether it works and earns, its makers know; the "
                "chain does not say.");
        } else {
            add(VerdictLevel::Bad, "Their protocol is not known to be ours",
                "Taodeck's own tasks are spoken only by subnets that run this protocol, and the chain does not say "
                "which those are. Unless you know that this one does (your own, for example), its validators will "
                "never ask, and nothing is earned. To join another subnet, run its own program with a recipe.");
        }
        if (m_request.role == Role::Miner)
            add(VerdictLevel::Caution, "Reached from outside",
                "Validators must reach this machine's port from the internet: a public address and an open port are "
                "needed.");
    }

    void earners() {
        double all = 0, owner = 0;
        std::uint16_t best = 0;
        double bestPart = 0;
        for (const auto& neuron : m_graph.neurons) {
            if (neuron.incentive <= 0) continue;
            all += neuron.incentive;
            if (isOwner(m_graph, neuron)) {
                owner += neuron.incentive;
                continue;
            }
            ++m_out.earners;
            m_out.earnersWithEndpoint += neuron.axon.serves() ? 1 : 0;
            if (neuron.incentive > bestPart) {
                bestPart = neuron.incentive;
                best = neuron.uid;
            }
        }
        withheld(all > 0 ? owner / all : 0);
        if (m_out.earners == 0) {
            if (m_graph.netuid == kRootNetUid) return;
            return add(m_facts.development ? VerdictLevel::Caution : VerdictLevel::Bad, "Nobody earns yet",
                       "No miner of this subnet had a part of the last epoch.");
        }
        const auto open = m_graph.neurons.size();
        add(VerdictLevel::Good, count(m_out.earners, "miner earns", "miners earn"),
            "Of " + count(open, "neuron", "neurons") + ". The best, UID " + std::to_string(best) + ", has " +
                percent(all > 0 ? bestPart / all : 0) + " of the miners' part.");
        endpoints();
    }

    /// The chain pays nobody for incentive that goes to the owner's UIDs.
    void withheld(double part) {
        if (part < 0.005) return;
        add(part >= 0.9   ? VerdictLevel::Bad
            : part >= 0.3 ? VerdictLevel::Caution
                          : VerdictLevel::Good,
            percent(part) + " of the miners' part is withheld",
            "Validators give it to the owner's own UIDs, for which the chain pays no miner. " + percent(1 - part) +
                " is left to be shared.");
    }

    void endpoints() {
        const auto with = m_out.earnersWithEndpoint, all = m_out.earners;
        const auto words =
            std::to_string(with) + " of " + count(all, "earner announces", "earners announce") + " where it listens.";
        if (with * 2 >= all) return add(VerdictLevel::Good, "Earners can be asked", words);
        add(VerdictLevel::Caution, "Earners are not asked over the network",
            words + " Work reaches the others in another way, which their own programs know.");
    }

    static double stakeOf(const Neuron& neuron) { return neuron.stakeWeight; }

    void validator() {
        std::size_t permits = 0;
        const Neuron* least = nullptr;
        for (const auto& neuron : m_graph.neurons) {
            if (neuron.dividends > 0) ++m_out.earners;
            if (neuron.dividends > 0 && neuron.axon.serves()) ++m_out.earnersWithEndpoint;
            if (!neuron.permit) continue;
            ++permits;
            if (!least || stakeOf(neuron) < stakeOf(*least)) least = &neuron;
        }
        if (m_graph.netuid == kRootNetUid) return;
        const auto places = std::to_string(permits) + " of " + std::to_string(m_graph.maxValidators);
        const auto* own = ownNeuron();
        if (own && own->permit)
            add(VerdictLevel::Good, "You have a permit",
                "UID " + std::to_string(own->uid) + " may set weights (" + places + " permits are given).");
        else
            permit(places, permits, least);
        add(VerdictLevel::Good, "Rules for weights",
            "At most once in " + blocksText(m_graph.weightsRateLimit, m_facts.blockTime) +
                (m_graph.commitReveal ? m_graph.timelocked ? "; committed first, and revealed by the chain itself."
                                                           : "; committed first, revealed afterwards."
                                      : "; open at once.") +
                (m_graph.versionKey ? " Version " + std::to_string(m_graph.versionKey) + " or newer is asked for."
                                    : ""));
        add(m_out.earners > 0 ? VerdictLevel::Good : VerdictLevel::Caution,
            m_out.earners > 0 ? count(m_out.earners, "validator earns", "validators earn") : "No validator earns yet",
            "Validators share dividends by stake and by how near they are to consensus.");
    }

    void permit(const std::string& places, std::size_t permits, const Neuron* least) {
        const auto threshold = Alpha::fromRaw(m_graph.stakeThreshold);
        std::string words = places + " permits are given. ";
        if (permits < m_graph.maxValidators) {
            words += "Any stake on the hotkey gets one at the next epoch";
            words += m_graph.stakeThreshold ? ", from " + shortDecimal(threshold.raw()) + " on." : ".";
        } else if (least) {
            words += "UID " + std::to_string(least->uid) + " has the least stake of them, " +
                     shortDecimal(least->alphaStake.raw()) + " alpha and " + tao(least->rootStake) +
                     " on root: more than that is needed on the hotkey.";
        }
        if (m_facts.development && permits < m_graph.maxValidators)
            return add(VerdictLevel::Good, "A permit needs stake",
                       words + " On this development network " + tao(kValidatorTestStake) +
                           " of test funds can be staked for it at the start.");
        add(VerdictLevel::Caution, "A permit needs stake",
            words + " Until then a validator may ask and judge, but not set weights, and earns nothing.");
    }

    void machine() {
        if (m_request.task == "recipe") return;
        if (!m_facts.model) return add(VerdictLevel::Caution, "No model", "Choose a model that this machine can run.");
        const auto& model = *m_facts.model;
        switch (model.fit) {
        case ModelFit::Gpu:
        case ModelFit::Cpu:
            return add(VerdictLevel::Good, "The model fits", model.words);
        case ModelFit::Partly:
            return add(VerdictLevel::Caution, "The model fits in part", model.words);
        case ModelFit::TooLarge:
            return add(VerdictLevel::Bad, "The model does not fit", model.words);
        case ModelFit::Broken:
            return add(VerdictLevel::Bad, "The model cannot be used", model.words);
        case ModelFit::Unknown:
            return add(VerdictLevel::Caution, "The model was not checked", model.words);
        }
    }

    void conclude() {
        const char* work = m_request.role == Role::Miner ? "mine" : "validate";
        for (const auto& point : m_out.points) {
            if (point.level != m_out.level || m_out.level == VerdictLevel::Good) continue;
            m_out.sentence = (m_out.level == VerdictLevel::Bad ? "No, not as things are. " : "Perhaps. ") +
                             point.title + ": " + point.text;
            return;
        }
        m_out.sentence = std::string{"Yes, you can "} + work + " here: registration is open at " + tao(m_graph.burn) +
                         (m_request.task == "recipe" ? "." : ", and this machine runs the model.");
    }

    const api::VerdictRequest& m_request;
    const VerdictFacts& m_facts;
    const api::Metagraph& m_graph;
    api::Verdict m_out;
};

} // namespace

Rao suggestedLimit(Rao price) {
    constexpr std::uint64_t kStep = 100'000; // four digits after the point
    const auto more = price.saturatingAdd(Rao::fromRaw(price.raw() / 10)).saturatingAdd(Rao::fromRaw(price.raw() / 5));
    const auto over = more.raw() % kStep;
    return over == 0 ? more : more.saturatingAdd(Rao::fromRaw(kStep - over));
}

std::optional<std::uint16_t> replacedUid(const api::Metagraph& graph, BlockNumber at) {
    if (graph.neurons.size() < graph.maxUids) return std::nullopt;
    using Place = std::tuple<Alpha, BlockNumber, std::uint16_t>;
    std::optional<Place> worst, worstImmune;
    for (const auto& neuron : graph.neurons) {
        if (isOwner(graph, neuron)) continue;
        auto& place = isImmune(graph, neuron, at) ? worstImmune : worst;
        const Place one{neuron.emission, neuron.registeredAt, neuron.uid};
        if (!place || one < *place) place = one;
    }
    if (worst) return std::get<2>(*worst);
    if (worstImmune) return std::get<2>(*worstImmune);
    return std::nullopt;
}

api::Verdict judge(const api::VerdictRequest& request, const VerdictFacts& facts) {
    return Judge{request, facts}.run();
}

} // namespace taodeck::supervise
