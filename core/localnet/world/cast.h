#pragma once
/// The people of the seeded world at work: stakers buy and sell a little, validators set weights each tempo, now and
/// then somebody registers a neuron. They sign transactions and send them to the pool like anybody else.
///
/// What they do for a block hangs on the chain's seed, the block's number and the state before it, and on nothing else:
/// the same chain from the same block on lives the same life, also after a restart or a restore. One thread.

#include "core/localnet/world/signer.h"

namespace taodeck::localnet::world {

class Cast {
public:
    /// Sends what is to be in the block after the best one. A transaction that the pool does not take is logged: a
    /// person may have used the same key.
    void act(Chain& chain, UnixMillis now);
    std::uint64_t refused() const { return m_refused; }

private:
    class Dice;
    static std::uint64_t share(std::uint64_t pool, Dice& dice);
    void weigh(Chain& chain, UnixMillis now);
    void trade(Chain& chain, UnixMillis now, Dice& dice);
    void buy(Chain& chain, UnixMillis now, Dice& dice, const std::string& who, NetUid netuid, const std::string& hot);
    void sell(Chain& chain, UnixMillis now, Dice& dice, const std::string& who, NetUid netuid, const std::string& hot);
    void registerOne(Chain& chain, UnixMillis now, Dice& dice);
    void send(Chain& chain, UnixMillis now, const std::string& uri, const subtensor::RuntimeCall& call);

    Signer m_signer;
    std::uint64_t m_refused{0};
};

} // namespace taodeck::localnet::world
