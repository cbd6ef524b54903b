#pragma once
/// Plan before sign: intent → plan → bytes, decoded again from the bytes → signature → track → receipt.
/// Implementation: core/actions.

#include "core/api/done.h"
#include "core/base/ids.h"
#include "core/base/stated.h"
#include "core/base/units.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace taodeck::api {

struct TransferIntent {
    AccountId from, to;
    Rao amount;
    bool keepAlive{true}; ///< False may reap the sender's account.
};
struct TransferAllIntent {
    AccountId from, to;
    bool keepAlive{false};
};
/// On root there is no pool and no limit. On every other subnet the plan uses add_stake_limit; there is no way to ask
/// for an unbounded order.
struct AddStakeIntent {
    AccountId coldkey, hotkey;
    NetUid netuid{};
    Rao amount;
    /// Worst price accepted, as a part of the marginal price now: 0.005 = at most half a percent above. Ignored on
    /// root.
    double tolerance{0.005};
    bool allowPartial{false};
};
struct RemoveStakeIntent {
    AccountId coldkey, hotkey;
    NetUid netuid{};
    Alpha amount;
    double tolerance{0.005};
    bool allowPartial{false};
};
/// A UID for `hotkey`, paid by burning at most `limit` (register_limit; there is no way to ask without a limit).
struct RegisterIntent {
    AccountId coldkey, hotkey;
    NetUid netuid{};
    Rao limit;
};
// The rest is signed by the hotkey and pays no fee; core/worker makes them.
struct ServeAxonIntent {
    AccountId hotkey;
    NetUid netuid{};
    std::uint32_t version{0};
    std::array<std::uint8_t, 16> ip{}; ///< Network order; IPv4 in the last four bytes.
    std::uint8_t ipType{4};
    std::uint16_t port{0};
};
/// Values as they go into the call: the largest is 65535, no zeros.
struct SetWeightsIntent {
    AccountId hotkey;
    NetUid netuid{};
    std::uint8_t mechanism{0};
    std::vector<std::uint16_t> uids, values;
    std::uint64_t versionKey{0};
};
struct CommitWeightsIntent {
    AccountId hotkey;
    NetUid netuid{};
    std::uint8_t mechanism{0};
    Hash256 commitHash;
};
struct RevealWeightsIntent {
    AccountId hotkey;
    NetUid netuid{};
    std::uint8_t mechanism{0};
    std::vector<std::uint16_t> uids, values, salt;
    std::uint64_t versionKey{0};
};
struct CommitTimelockedIntent {
    AccountId hotkey;
    NetUid netuid{};
    std::uint8_t mechanism{0};
    Bytes commit;
    std::uint64_t revealRound{0};
    std::uint16_t version{0};
};
using Intent =
    std::variant<TransferIntent, TransferAllIntent, AddStakeIntent, RemoveStakeIntent, RegisterIntent, ServeAxonIntent,
                 SetWeightsIntent, CommitWeightsIntent, RevealWeightsIntent, CommitTimelockedIntent>;

enum class WarningKind {
    BelowMinimum, ///< Chain minimum; the plan cannot be signed.
    ReapsAccount, ///< Leaves the sender below the existential deposit.
    RecipientNew, ///< The recipient does not exist on chain yet.
    RecipientBelowDeposit,
    HighImpact,           ///< Price impact above 1 %.
    ImpactAboveTolerance, ///< Without partial fill the chain would refuse.
    NotEnough,            ///< Balance or stake too low; the plan cannot be signed.
    HotkeyUnknown,        ///< No owner on chain; cannot be signed.
    SubnetNotStarted,     ///< Cannot be signed.
    NotProven,            ///< Made from data that is only reported or sealed.
    LeavesDust,           ///< What remains is below the minimum that can be unstaked alone.
    LookAlike,            ///< The recipient resembles another known address.
    SubnetUnknown,        ///< The chain has no such subnet, or it takes none of these calls (root).
    RegistrationClosed,   ///< The subnet takes no new neurons now.
    AlreadyRegistered,    ///< The hotkey is a neuron of the subnet.
    PriceAboveLimit,      ///< The registration costs more than the limit; the plan cannot be signed.
    OtherRule,            ///< Another rule of the chain; only the text says which.
};
struct Warning {
    WarningKind kind;
    std::string text; ///< English.
    bool blocking{false};
};

/// One argument of the call as read back from the bytes.
struct DecodedArgument {
    std::string name, type, value;
};
struct DecodedCall {
    std::string pallet, call;
    std::vector<DecodedArgument> arguments;
};

struct Plan {
    std::uint64_t id{0};
    Intent intent;
    DecodedCall decoded; ///< Decoded from `signingPayload`, never copied from the intent.
    AccountId signer;
    std::string network;
    BlockHash genesis;
    std::uint32_t specVersion{0}, nonce{0};
    Rao tip;
    BlockNumber bornAt{};        ///< Mortal era: valid from here ...
    BlockNumber lapsesAt{};      ///< ... to here, exclusive.
    Rao networkFee;              ///< Transaction fee, estimate of the chain.
    Trust trust{Trust::Unknown}; ///< Of the state that the plan was made from.
    BlockNumber at{};            ///< The block of that state.

    // Stake plans; empty otherwise.
    std::optional<Rao> swapFeeTao;      ///< Pool fee when buying.
    std::optional<Alpha> swapFeeAlpha;  ///< Pool fee when selling.
    std::optional<Alpha> expectedAlpha; ///< Received (add) at this block's pool.
    std::optional<Rao> expectedTao;     ///< Received (remove) at this block's pool.
    std::optional<Rao> priceNow;        ///< Rao per alpha at the margin.
    std::optional<Rao> limitPrice;      ///< Rao per alpha in the call.
    double impact{0};                   ///< Your own effect on the price, 0..1, fee not included.
    double tolerance{0};                ///< What the limit allows, 0..1.

    std::optional<Rao> balanceBefore, balanceAfter; ///< Free balance of the signer, after fee.
    std::vector<Warning> warnings;
    Bytes signingPayload; ///< The exact bytes (hashed first when longer than 256).
    bool canSign() const {
        for (const auto& w : warnings)
            if (w.blocking) return false;
        return true;
    }
};

/// The steps of the track on the screen, in order.
enum class Step { Signed, InPool, InBlock, Executed, Final, Proven };
enum class Outcome { Pending, Succeeded, Failed, Lapsed };

struct Receipt {
    std::uint64_t actionId{0};
    Intent intent;
    ExtrinsicHash hash{};
    Step step{Step::Signed}; ///< Last step reached.
    Outcome outcome{Outcome::Pending};
    std::optional<BlockNumber> block;
    std::optional<BlockHash> blockHash;
    std::optional<std::uint32_t> index; ///< Of the extrinsic in its block.
    std::optional<Rao> feePaid;
    std::optional<Alpha> alphaIn, alphaOut; ///< Received by / given from the staker.
    std::optional<Rao> taoMoved;            ///< Spent or received without the network fee.
    std::optional<std::uint16_t> uid;       ///< Of the neuron that a registration made.
    std::string errorName;                  ///< "SubtensorModule.SlippageTooHigh", or the pool's reason.
    std::string errorWords;                 ///< What happened, what it cost, what to do next; English.
    Trust trust{Trust::Unknown};            ///< Of the events this receipt was read from.
    std::chrono::sys_time<std::chrono::milliseconds> startedAt{}, updatedAt{};
};

class ActionService {
public:
    virtual ~ActionService() = default;

    virtual void plan(Intent intent, Done<Plan> done) = 0;
    /// Signs and submits a plan that this service made and that still stands. Answers once signed and handed to the
    /// node; onReceipt tells the rest. @return Locked, Refused (development key on another network, blocking warning),
    /// Conflict when the plan's nonce or era no longer fits.
    virtual void submit(std::uint64_t planId, Done<Receipt> done) = 0;
    /// Every change of every action of this session.
    virtual Subscription onReceipt(std::function<void(const Receipt&)> fn) = 0;
    /// Development networks only: sends from //Alice, tracked like any action. @return Refused elsewhere.
    virtual void fundFromDevelopment(const AccountId& to, Rao amount, Done<Receipt> done) = 0;
};

} // namespace taodeck::api
