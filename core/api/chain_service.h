#pragma once
/// What a window or a command line may ask the chain. Every answer says how far it can be trusted (Stated).
/// Implementation: core/chain. Calls may come from any thread; answers arrive on a core thread.

#include "core/api/done.h"
#include "core/base/foreign_text.h"
#include "core/base/ids.h"
#include "core/base/stated.h"
#include "core/base/units.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace taodeck::api {

enum class LinkState {
    Offline,    ///< The person switched the network off, or nothing was started.
    Starting,   ///< The embedded chain's process is coming up.
    Connecting, ///< TCP, TLS, WebSocket, metadata.
    Syncing,    ///< Headers and authority sets between the trusted start and the head are being verified.
    Live,
    Failed, ///< `problem` says why; a retry is scheduled when `retryAt` is set.
};

struct ChainStatus {
    LinkState link{LinkState::Offline};
    std::string network;     ///< "Localnet", "Finney", "Test network" or the person's own name for it.
    std::string endpoint;    ///< ws:// or wss:// address.
    bool development{false}; ///< Development keys are allowed here and nowhere else.
    BlockHash genesis{};
    BlockNumber best{};  ///< As reported by the node.
    BlockNumber final{}; ///< Highest block that this client verified as final.
    BlockHash finalHash{};
    Trust trust{Trust::Unknown}; ///< The best word that a read can get now.
    std::uint64_t setId{0};      ///< GRANDPA set of `final`.
    std::uint32_t authorities{0};
    std::string specName;
    std::uint32_t specVersion{0};
    std::chrono::milliseconds blockTime{0}; ///< Measured over the last blocks; 0 when unknown.
    std::chrono::sys_time<std::chrono::milliseconds> finalSeenAt{};
    std::string problem;      ///< English, empty when all is well: what was refused or failed last.
    std::uint32_t refused{0}; ///< Answers refused since the start because they did not verify.
    int openSockets{0};
};

struct AccountBalance {
    Rao free; ///< Includes what is frozen.
    Rao reserved;
    Rao frozen;
    std::uint32_t nonce{0};
};

struct SubnetRow {
    NetUid netuid{};
    ForeignText name;
    ForeignText symbol;
    bool started{false};
    bool root{false}; ///< Root has no pool: 1 alpha = 1 TAO and there is no price widget.
    Rao price;        ///< Rao per whole alpha at the margin, truncated.
    Rao taoReserve;
    Alpha alphaReserve;
    Alpha alphaOut;
    std::uint16_t tempo{0};
    std::uint16_t neurons{0};
    std::uint32_t blocksToEpoch{0};
    double emissionShare{0}; ///< Part of the block emission that was paid to this subnet in the block read, 0..1.
};

struct StakePosition {
    AccountId coldkey;
    AccountId hotkey;
    ForeignText validatorName; ///< Empty when the owner has set no identity.
    NetUid netuid{};
    ForeignText symbol;
    Alpha alpha;
    Rao value;       ///< alpha at the marginal price.
    Rao exitNow;     ///< TAO that unstaking everything in this block would return, after impact and swap fee.
    Rao exitFee;     ///< Swap fee inside that, in TAO.
    double share{0}; ///< Of the hotkey's alpha on this subnet, 0..1.
};

struct ValidatorRow {
    AccountId hotkey;
    AccountId owner;
    ForeignText name;
    NetUid netuid{};
    std::uint16_t uid{0};
    double take{0};   ///< 0..0.18
    Alpha alphaStake; ///< Total alpha behind the hotkey here.
    Rao rootStake;
    std::uint32_t nominators{0}; ///< 0 beside a stake: too many to prove in one answer, so unknown.
    bool permit{false};
    double vtrust{0};
    double dividends{0};     ///< Of the subnet, 0..1.
    Alpha dividendsPerTempo; ///< Alpha paid to stakers and validator in the last epoch.
    std::uint64_t blocksSinceWeights{0};
    double estimatedYearly{0}; ///< An estimate from the last epoch, not a promise; 0 when there is none.
};

/// Where a neuron listens, as it announced it on chain. Nothing says that it is true.
struct AxonAddress {
    std::array<std::uint8_t, 16> ip{}; ///< Network order; IPv4 in the last four bytes.
    std::uint8_t ipType{4};            ///< 4 or 6.
    std::uint16_t port{0};
    std::uint32_t version{0};
    bool serves() const { return port != 0 && ip != std::array<std::uint8_t, 16>{}; }
    friend bool operator==(const AxonAddress&, const AxonAddress&) = default;
};

/// One UID of a subnet (mechanism 0). Parts are 0..1.
struct Neuron {
    std::uint16_t uid{0};
    AccountId hotkey, coldkey;
    Alpha alphaStake;
    Rao rootStake;
    double stakeWeight{0}; ///< As the epoch sees it: of all UIDs' sum. 0 when below the threshold.
    bool permit{false}, active{false};
    double incentive{0}, consensus{0}, dividends{0}, vtrust{0};
    Alpha emission; ///< Of the last epoch.
    BlockNumber lastUpdate{}, registeredAt{};
    AxonAddress axon;
    AxonAddress prometheus;
    /// (uid, value) as stored, the largest 65535; empty when it set none.
    std::vector<std::pair<std::uint16_t, std::uint16_t>> weights;
};

/// The rules of a subnet that neurons must keep, and its neurons, at one block.
struct Metagraph {
    NetUid netuid{};
    ForeignText name, symbol;
    bool started{false}, registrationOpen{false};
    std::uint16_t tempo{0}, immunity{0}, maxUids{0}, maxValidators{0};
    std::uint16_t minWeights{0};     ///< Fewest that a vector may hold.
    std::uint16_t maxWeight{65'535}; ///< Most that one may be, of 65535.
    std::uint64_t versionKey{0};     ///< Weights need this or more; 0: any.
    std::uint32_t weightsRateLimit{0}, servingRateLimit{0}, activityCutoff{0};
    bool commitReveal{false};
    bool timelocked{false};        ///< Commits are timelocked ones (the chain reveals them).
    std::uint64_t revealPeriod{0}; ///< Epochs.
    std::uint16_t commitRevealVersion{0};
    std::uint64_t stakeThreshold{0};
    Rao burn;  ///< Registration price now.
    Rao price; ///< Rao per whole alpha at the margin.
    AccountId ownerHotkey, ownerColdkey;
    // The epoch's clock.
    std::uint64_t lastEpochBlock{0}, pendingEpochAt{0}, epochIndex{0}, blocksSinceLastStep{0};
    std::uint32_t blocksToEpoch{0};
    std::vector<Neuron> neurons; ///< By UID.

    const Neuron* find(const AccountId& hotkey) const {
        for (const auto& n : neurons)
            if (n.hotkey == hotkey) return &n;
        return nullptr;
    }
};

/// Everything somebody needs to check a value without us.
struct ProofReport {
    struct Entry {
        std::string name;  ///< "SubtensorModule.AlphaV2(hotkey, coldkey, netuid)"
        std::string key;   ///< hex
        std::string value; ///< hex; empty when proven absent
    };
    std::string title;
    Trust trust{Trust::Unknown};
    std::vector<Entry> entries;
    std::vector<std::string> nodes; ///< hex, the storage proof
    std::size_t proofBytes{0};
    std::string stateRoot, blockHash, parentHash, extrinsicsRoot, header; ///< hex; header is the SCALE header
    BlockNumber block{};
    std::string justification;    ///< hex SCALE; empty when the block is not final by a justification that we hold
    BlockNumber justifiedBlock{}; ///< The block that the justification finalises (>= block)
    std::uint64_t round{0}, setId{0};
    std::uint32_t signatures{0}, authorities{0}, threshold{0};
    std::string explanation; ///< One paragraph in plain English.
    std::string json;        ///< The same, complete, for export to a file.
};

struct BlockSummary {
    BlockNumber number{};
    BlockHash hash{};
    std::chrono::sys_time<std::chrono::milliseconds> time{}; ///< Zero when unknown.
    Trust trust{Trust::Unknown};
};

class ChainService {
public:
    virtual ~ChainService() = default;

    virtual ChainStatus status() const = 0; ///< A snapshot; any thread, no waiting.
    virtual Subscription onStatus(std::function<void(const ChainStatus&)> fn) = 0;
    /// Each new block that this client verified as final, in order, at most every 250 ms.
    virtual Subscription onFinal(std::function<void(const BlockSummary&)> fn) = 0;

    virtual void balance(const AccountId& account, Done<Stated<AccountBalance>> done) = 0;
    virtual void positions(const AccountId& coldkey, Done<Stated<std::vector<StakePosition>>> done) = 0;
    virtual void subnets(Done<Stated<std::vector<SubnetRow>>> done) = 0;
    virtual void validators(NetUid netuid, Done<Stated<std::vector<ValidatorRow>>> done) = 0;
    /// With weights rows. @param at empty: the newest final block. NotFound when there is no such subnet.
    virtual void metagraph(NetUid netuid, std::optional<BlockNumber> at, Done<Stated<Metagraph>> done) = 0;

    virtual void proveBalance(const AccountId& account, Done<ProofReport> done) = 0;
    virtual void provePosition(const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                               Done<ProofReport> done) = 0;
};

} // namespace taodeck::api
