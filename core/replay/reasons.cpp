#include "core/replay/reasons.h"

#include <algorithm>
#include <iterator>

namespace taodeck::replay {
namespace {

struct Reason {
    std::string_view id;
    const char* text;
};
constexpr Reason kReasons[] = {
    {"not-carried", "the embedded chain has no EVM, and no pallet for randomness, which change no rule of the economy"},
    {"governance", "the Triumvirate, Senate and Registry pallets are gone since the specs after 293"},
    {"weights", "weights of calls and of what every block does were measured anew"},
    {"events", "events follow from the other differences: purchases, fees, prices of registration"},
    {"scheduler", "the newer scheduler notes in every block which block it has served"},
    {"alpha-assets", "AlphaAssets (spec 411) counts the alpha that exists"},
    {"balancer", "pools hold no liquidity by ticks (specs 283 to 379) but follow weighted reserves (spec 380)"},
    {"injection", "TAO of a subnet beyond what its root proportion lets into the pool buys alpha for the protocol "
                  "(SubnetExcessTao, SubnetProtocolAlpha: spec 413); 293 adds all of it to both reserves"},
    {"tao-flow", "flows of TAO into a subnet are counted (spec 334)"},
    {"moving-price", "the moving price is computed in 64 fraction bits and cut once; 293 cuts each product to 32 bits"},
    {"burn-price", "the price of a registration falls in every block and rises with each registration (spec 397); 293 "
                   "adjusts it at intervals, which it counts, and limits registrations in a block and an interval"},
    {"fees", "fees go to the author of the block, 293 takes them out of the issuance; who paid another price for a "
             "registration or sold stake at another price has another balance"},
    {"pool-checks", "293 asks more of a call before it may enter the pool (amounts, stake, price); 425 says so in the "
                    "dispatch"},
    {"unstake-cap", "removing more than there is removes all; 293 refuses it"},
    {"error-names", "an error got another name"},
    {"epoch-clock", "epochs are counted from the last one (LastEpochBlock, SubnetEpochIndex: spec 423), not by the "
                    "number of the block"},
    {"pending-split", "the emission that waits for an epoch is halved each block into a server's and a validator's "
                      "bucket, each cut to a whole unit; 293 halves the sum at the epoch"},
    {"owner-permit", "the owner's neuron always has a validator permit, and stake below the threshold counts for it"},
    {"root-claims", "root dividends are alpha that stakers claim (spec 334); 293 sells them for TAO. Claims need an "
                    "index of staking coldkeys"},
    {"yuma-outputs", "rank, trust and pruning scores are computed and stored no more"},
    {"new-subnet",
     "registering a subnet sets other parameters (tempo 360, Yuma3 on, emission not yet enabled) and leaves "
     "out those that nothing reads; what it locked is recorded"},
    {"lock-cost", "the price of a new subnet decays from the price paid over blocks, scaled by the block emission"},
    {"stake-moves",
     "what a purchase or a sale of stake moves follows from the reserves before it (injection) and from the "
     "curve (balancer); stake on root adds to SubnetTAO of root, which stays 0 in 293"},
    {"stake-block", "moving stake within a subnet notes the block of the receiving position; 293 that of both"},
    {kCarried, "follows from a difference of an earlier block"},
    {"raonet",
     "raonet (218) is a pre-release of dynamic TAO: TAO and alpha of all subnets are emitted to hotkeys in each "
     "block, pools without SubnetAlphaIn price registrations and stake, a subnet needs no start, and emission "
     "is counted in whole units; nothing of that is a rule of 233 or later"},
};

/// When a row holds.
enum class When : std::uint8_t { Always, Calls, Registration, Epoch, OnlyOurs, Small };

struct Row {
    std::string_view item; ///< A final '*' stands for any ending.
    std::string_view reason;
    When when{When::Always};
};
/// The first row that fits counts.
constexpr Row kRows[] = {
    {"Ethereum.*", "not-carried"},
    {"BaseFee.*", "not-carried"},
    {"EVM.*", "not-carried"},
    {"RandomnessCollectiveFlip.*", "not-carried"},
    {"System.Digest", "not-carried"}, // carries the hash of the Ethereum block
    {"Triumvirate*", "governance"},
    {"SenateMembers.*", "governance"},
    {"System.BlockWeight", "weights"},
    {"System.EventCount", "events"},
    {"Scheduler.IncompleteSince", "scheduler", When::OnlyOurs},
    {"AlphaAssets.*", "alpha-assets", When::OnlyOurs},
    {"Swap.*", "balancer"},
    {"SubtensorModule.SubnetTaoProvided", "balancer"},
    {"SubtensorModule.SubnetAlphaInProvided", "balancer"},
    {"SubtensorModule.SubnetTaoInEmission", "injection"},
    {"SubtensorModule.SubnetAlphaInEmission", "injection"},
    {"SubtensorModule.SubnetExcessTao", "injection", When::OnlyOurs},
    {"SubtensorModule.SubnetProtocolAlpha", "injection", When::OnlyOurs},
    {"SubtensorModule.SubnetAlphaIn", "injection"},
    {"SubtensorModule.SubnetAlphaOut", "injection"},
    {"SubtensorModule.SubnetVolume", "injection"},
    {"SubtensorModule.SubnetProtocolFlow", "tao-flow", When::OnlyOurs},
    {"SubtensorModule.SubnetTaoFlow", "tao-flow", When::OnlyOurs},
    {"SubtensorModule.SubnetMovingPrice", "moving-price", When::Small},
    {"SubtensorModule.SubnetTAO", "injection", When::Small},
    {"SubtensorModule.SubnetTAO", "burn-price", When::Registration},
    {"SubtensorModule.SubnetTAO", "stake-moves", When::Calls},
    {"SubtensorModule.TotalStake", "injection", When::Small},
    {"SubtensorModule.TotalStake", "burn-price", When::Registration},
    {"SubtensorModule.TotalStake", "stake-moves", When::Calls},
    {"SubtensorModule.TotalIssuance", "injection", When::Small},
    {"SubtensorModule.TotalIssuance", "fees", When::Calls},
    {"SubtensorModule.Burn", "burn-price"},
    {"SubtensorModule.RAORecycledForRegistration", "burn-price", When::Calls},
    {"SubtensorModule.RegistrationsThisInterval", "burn-price"},
    {"SubtensorModule.BurnRegistrationsThisInterval", "burn-price"},
    {"SubtensorModule.LastAdjustmentBlock", "burn-price"},
    {"Balances.TotalIssuance without pools", "fees", When::Calls},
    {"System.Account", "fees", When::Calls},
    {"SubtensorModule.LastEpochBlock", "epoch-clock", When::OnlyOurs},
    {"SubtensorModule.SubnetEpochIndex", "epoch-clock", When::OnlyOurs},
    {"sum of SubtensorModule.PendingEmission", "pending-split", When::Small},
    {"SubtensorModule.Emission", "pending-split", When::Small},
    {"SubtensorModule.AlphaDividendsPerSubnet", "pending-split", When::Small},
    {"SubtensorModule.TotalHotkeyAlphaLastEpoch", "pending-split", When::Small},
    {"SubtensorModule.TotalHotkeyAlpha", "pending-split", When::Small},
    {"value of SubtensorModule.Alpha", "pending-split", When::Small},
    {"SubtensorModule.ValidatorPermit", "owner-permit", When::Epoch},
    {"SubtensorModule.Emission", "owner-permit", When::Epoch},
    {"SubtensorModule.AlphaDividendsPerSubnet", "owner-permit", When::Epoch},
    {"SubtensorModule.TotalHotkeyAlphaLastEpoch", "owner-permit", When::Epoch},
    {"SubtensorModule.TotalHotkeyAlpha", "owner-permit", When::Epoch},
    {"value of SubtensorModule.Alpha", "owner-permit", When::Epoch},
    {"SubtensorModule.TotalHotkeyAlpha", "stake-moves", When::Calls},
    {"value of SubtensorModule.Alpha", "stake-moves", When::Calls},
    {"SubtensorModule.PendingRootDivs", "root-claims"},
    {"SubtensorModule.PendingAlphaSwapped", "root-claims"},
    {"SubtensorModule.TaoDividendsPerSubnet", "root-claims"},
    {"SubtensorModule.RootClaimable", "root-claims", When::OnlyOurs},
    {"SubtensorModule.StakingColdkeys", "root-claims", When::OnlyOurs},
    {"SubtensorModule.StakingColdkeysByIndex", "root-claims", When::OnlyOurs},
    {"SubtensorModule.NumStakingColdkeys", "root-claims", When::OnlyOurs},
    {"SubtensorModule.Rank", "yuma-outputs"},
    {"SubtensorModule.Trust", "yuma-outputs"},
    {"SubtensorModule.PruningScores", "yuma-outputs"},
    {"SubtensorModule.AdjustmentAlpha", "new-subnet", When::Calls},
    {"SubtensorModule.AdjustmentInterval", "new-subnet", When::Calls},
    {"SubtensorModule.MinDifficulty", "new-subnet", When::Calls},
    {"SubtensorModule.MaxDifficulty", "new-subnet", When::Calls},
    {"SubtensorModule.NetworkModality", "new-subnet", When::Calls},
    {"SubtensorModule.TargetRegistrationsPerInterval", "new-subnet", When::Calls},
    {"SubtensorModule.Tempo", "new-subnet", When::Calls},
    {"SubtensorModule.Yuma3On", "new-subnet", When::Calls},
    {"SubtensorModule.SubnetEmissionEnabled", "new-subnet", When::Calls},
    {"SubtensorModule.SubnetLocked", "new-subnet", When::Calls},
    {"SubtensorModule.RegisteredSubnetCounter", "new-subnet", When::OnlyOurs},
    {"SubtensorModule.NetworkLastLockCost", "lock-cost", When::Calls},
    {"SubtensorModule.LastColdkeyHotkeyStakeBlock", "stake-block", When::Calls},
};

bool holds(When when, const Circumstances& c) {
    switch (when) {
    case When::Always:
        return true;
    case When::Calls:
        return c.calls;
    case When::Registration:
        return c.registration;
    case When::Epoch:
        return c.epoch;
    case When::OnlyOurs:
        return c.onlyOurs;
    case When::Small:
        return c.small;
    }
    return false;
}

bool fits(std::string_view pattern, std::string_view item) {
    if (pattern.back() != '*') return pattern == item;
    return item.starts_with(pattern.substr(0, pattern.size() - 1));
}

/// A call's outcome says more than its name.
std::string_view callReason(std::string_view call, const Circumstances& c) {
    if (c.recorded == "refused" && c.ours == "ok")
        return call == "removeStake" ? "unstake-cap" : call == "burnedRegister" ? "burn-price" : "";
    if (c.recorded == "refused") return "pool-checks";
    const bool renamed =
        c.recorded == "subtensorModule.SubNetworkDoesNotExist" && c.ours == "subtensorModule.SubnetNotExists";
    return renamed ? "error-names" : "";
}

} // namespace

std::string_view reasonFor(std::string_view item, const Circumstances& c) {
    constexpr std::uint32_t kDynamicTao = 233;
    constexpr std::string_view kCall = "call subtensorModule.";
    if (item.starts_with(kCall)) {
        const auto reason = callReason(item.substr(kCall.size()), c);
        return reason.empty() && c.spec < kDynamicTao ? "raonet" : reason;
    }
    for (const auto& row : kRows)
        if (fits(row.item, item) && holds(row.when, c)) return row.reason;
    if (c.spec < kDynamicTao && item.find("SubtensorModule.") != std::string_view::npos) return "raonet";
    return {};
}

std::string reasonText(std::string_view id) {
    const auto* found =
        std::find_if(std::begin(kReasons), std::end(kReasons), [id](const Reason& each) { return each.id == id; });
    return found == std::end(kReasons) ? "" : found->text;
}

} // namespace taodeck::replay
