#include "core/localnet/world/cast.h"

#include "core/base/log.h"
#include "core/crypto/hash.h"
#include "core/localnet/world/people.h"
#include "core/scale/codec.h"
#include "core/subtensor/pallets/subtensor_module/registration/register_calls.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake_calls.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/weights/set_weights.h"
#include "core/subtensor/pallets/system.h"

namespace taodeck::localnet::world {
namespace {

namespace sm = subtensor::subtensor_module;
namespace system_pallet = subtensor::system;
using subtensor::makeCall;

constexpr std::uint64_t kTao = kUnitsPerToken;
constexpr std::uint64_t kPurse = 40 * kTao;       ///< What a staker does not trade with.
constexpr std::uint64_t kLeastDeal = kTao / 20;   ///< TAO or alpha; less is not worth a transaction.
constexpr std::uint32_t kRegistrationEvery = 120; ///< Blocks.
constexpr std::uint16_t kFullWeight = 65'535;

Rao freeOf(const Chain& chain, const AccountId& account) {
    return system_pallet::Account.get(chain.bestState(), account).data.free;
}

bool isStarted(const Chain& chain, NetUid netuid) {
    return sm::FirstEmissionBlockNumber.exists(chain.bestState(), netuid) &&
           sm::SubtokenEnabled.get(chain.bestState(), netuid);
}

bool validatesOn(const Validator& validator, NetUid netuid) {
    return validator.subnetTao[raw(netuid) - 1] > 0;
}

} // namespace

/// Numbers that anybody can make again from a seed and a block's number.
class Cast::Dice {
public:
    Dice(std::uint64_t seed, BlockNumber block) : m_seed{seed}, m_block{raw(block)} {}
    /// Below `sides`, which is small.
    std::uint64_t below(std::uint64_t sides) {
        scale::Encoder in;
        in.raw(asBytes("taodeck cast")).u64(m_seed).u32(m_block).u32(m_throws++);
        const auto hash = crypto::blake2b256(in.view());
        scale::Decoder out{hash};
        return out.u64().value_or(0) % sides; // a hash has more than 8 bytes
    }

private:
    const std::uint64_t m_seed;
    const std::uint32_t m_block;
    std::uint32_t m_throws{0};
};

/// Up to a thousandth of the pool, which moves the price by a fifth of a percent: less than what an order of a person
/// usually tolerates while it is on its way.
std::uint64_t Cast::share(std::uint64_t pool, Dice& dice) {
    return pool / 100'000 * (1 + dice.below(100));
}

void Cast::act(Chain& chain, UnixMillis now) {
    Dice dice{chain.identity().seed, BlockNumber{raw(chain.best().header.number) + 1}};
    weigh(chain, now);
    trade(chain, now, dice);
    registerOne(chain, now, dice);
}

void Cast::send(Chain& chain, UnixMillis now, const std::string& uri, const subtensor::RuntimeCall& call) {
    const auto sent = m_signer.send(chain, now, uri, call);
    if (sent) return;
    ++m_refused;
    log::info("localnet", "the cast's transaction was not taken: " + sent.error().context);
}

/// Each validator once per tempo, at a block of its own. Miners differ in quality, and validators in what they see.
void Cast::weigh(Chain& chain, UnixMillis now) {
    const auto& state = chain.bestState();
    const auto next = raw(chain.best().header.number) + 1;
    for (std::uint16_t number = 1; number <= 3; ++number) {
        const NetUid netuid{number};
        const std::uint32_t tempo = sm::Tempo.get(state, netuid);
        if (!isStarted(chain, netuid) || tempo == 0) continue;
        for (std::uint32_t i = 0; i < std::size(kValidators); ++i) {
            const auto& validator = kValidators[i];
            if (!validatesOn(validator, netuid) || next % tempo != (i * 3 + 2) % tempo) continue;
            const auto hot = hotOf(validator.uri);
            const auto uid = sm::Uids.get(state, netuid, m_signer.account(hot));
            const auto permits = sm::ValidatorPermit.get(state, netuid);
            if (!uid || *uid >= permits.size() || !permits[*uid]) continue;
            Dice eye{chain.identity().seed ^ (std::uint64_t{number} << 32) ^ (i + 1), BlockNumber{next}};
            sm::SetWeights call;
            call.netuid = netuid;
            for (std::uint16_t other = 0; other < permits.size(); ++other) {
                const auto miner = sm::Keys.get(state, netuid, other);
                if (permits[other] || miner == sm::SubnetOwnerHotkey.get(state, netuid)) continue;
                const std::uint64_t quality = 20 + miner.bytes[0] % 80, seen = quality * (90 + eye.below(21)) / 100;
                call.vote.uids.push_back(other);
                call.vote.values.push_back(
                    static_cast<std::uint16_t>(std::min<std::uint64_t>(seen * 600, kFullWeight)));
            }
            if (!call.vote.uids.empty()) send(chain, now, hot, makeCall(call));
        }
    }
}

/// Moods change every forty blocks and differ between subnets, so that prices wander instead of standing still.
void Cast::trade(Chain& chain, UnixMillis now, Dice& dice) {
    static constexpr std::uint16_t kBusy[] = {1, 1, 1, 2, 2, 3};
    static constexpr std::uint64_t kBuyersOfTen[] = {7, 5, 3, 5};
    const auto next = raw(chain.best().header.number) + 1;
    const auto deals = dice.below(3);
    for (std::uint64_t i = 0; i < deals; ++i) {
        const NetUid netuid{kBusy[dice.below(std::size(kBusy))]};
        const auto who = stakerUri(1 + static_cast<int>(dice.below(kStakers)));
        const auto& validator = kValidators[dice.below(std::size(kValidators))];
        const auto mood = (next / 40 + raw(netuid)) % std::size(kBuyersOfTen);
        const bool buys = dice.below(10) < kBuyersOfTen[mood];
        if (!isStarted(chain, netuid) || !validatesOn(validator, netuid)) continue;
        const auto hot = hotOf(validator.uri);
        if (buys)
            buy(chain, now, dice, who, netuid, hot);
        else
            sell(chain, now, dice, who, netuid, hot);
    }
}

void Cast::buy(Chain& chain, UnixMillis now, Dice& dice, const std::string& who, NetUid netuid,
               const std::string& hot) {
    const auto pool = sm::SubnetTAO.get(chain.bestState(), netuid).raw();
    const auto free = freeOf(chain, m_signer.account(who)).raw();
    if (free <= kPurse) return;
    const auto amount = std::min(share(pool, dice), (free - kPurse) / 3);
    if (amount < kLeastDeal) return;
    send(chain, now, who, makeCall(sm::AddStake{m_signer.account(hot), netuid, Rao::fromRaw(amount)}));
}

void Cast::sell(Chain& chain, UnixMillis now, Dice& dice, const std::string& who, NetUid netuid,
                const std::string& hot) {
    const auto held = sm::stakeOf(chain.bestState(), m_signer.account(hot), m_signer.account(who), netuid).raw();
    const auto pool = sm::SubnetAlphaIn.get(chain.bestState(), netuid).raw();
    const auto amount = std::min(held / 100 * (5 + dice.below(36)), share(pool, dice));
    if (amount < kLeastDeal) return;
    send(chain, now, who, makeCall(sm::RemoveStake{m_signer.account(hot), netuid, Alpha::fromRaw(amount)}));
}

void Cast::registerOne(Chain& chain, UnixMillis now, Dice& dice) {
    const auto next = raw(chain.best().header.number) + 1;
    if (next % kRegistrationEvery != 0) return;
    const NetUid netuid{static_cast<std::uint16_t>(1 + dice.below(3))};
    const auto who = newcomerUri(1 + static_cast<int>(dice.below(kNewcomers)));
    const auto price = sm::Burn.get(chain.bestState(), netuid).raw();
    if (!isStarted(chain, netuid) || freeOf(chain, m_signer.account(who)).raw() < 2 * price + kTao) return;
    const auto hot = who + "//hot//" + std::to_string(next);
    send(chain, now, who, makeCall(sm::BurnedRegister{netuid, m_signer.account(hot)}));
}

} // namespace taodeck::localnet::world
