#pragma once
/// What a window or a command line may ask the chain. Every answer says how far it can be trusted (Stated).
/// Implementation: core/chain. Calls may come from any thread; answers arrive on a core thread.

#include "core/api/done.h"
#include "core/base/foreign_text.h"
#include "core/base/ids.h"
#include "core/base/stated.h"
#include "core/base/units.h"

#include <chrono>
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

    virtual void proveBalance(const AccountId& account, Done<ProofReport> done) = 0;
    virtual void provePosition(const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                               Done<ProofReport> done) = 0;
};

} // namespace taodeck::api
