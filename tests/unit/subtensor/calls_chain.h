#pragma once
/// The development chain for tests of calls that carry calls and deposits: numbered accounts with round balances, and
/// the events of the block as their encoding.

#include "core/subtensor/pallets/balances/reserves.h"
#include "tests/unit/subtensor/economy_chain.h"

namespace taodeck::subtensor::test {

inline AccountId account(std::uint8_t n) {
    AccountId out;
    out.bytes.fill(n);
    return out;
}
inline MultiAddress address(const AccountId& id) {
    return {MultiAddress::Kind::Id, id, {}};
}
inline MultiAddress address(std::uint8_t n) {
    return address(account(n));
}
inline Hash256 hash(std::uint8_t n) {
    Hash256 out;
    out.bytes.fill(n);
    return out;
}

class CallsChain : public EconomyChain {
public:
    /// Block 1 is open; accounts 1 to 4 hold 10 TAO each.
    CallsChain() {
        start();
        for (std::uint8_t n = 1; n <= 4; ++n)
            fund(account(n), Rao::fromRaw(10 * kUnitsPerToken));
    }
    void fund(const AccountId& who, Rao amount) {
        EXPECT_TRUE(balances::transfer(context(), alice, who, amount, balances::Preservation::Preserve));
    }
    Rao free(const AccountId& who) { return balances::free(state(), who); }
    Rao reserved(const AccountId& who) { return balances::reserved(state(), who); }
    /// As if this were the extrinsic with that index.
    void extrinsic(std::uint32_t index) { system::setPhase(state(), {Phase::Kind::ApplyExtrinsic, index}); }

    template <class C>
    DispatchResult callAsOrigin(const Origin& origin, const C& c) {
        return noted(dispatch(context(), origin, makeCall(c)));
    }
    template <class C>
    std::string errorAs(const Origin& origin, const C& c) {
        const auto before = state().changes();
        const auto result = callAsOrigin(origin, c);
        if (result) return "";
        EXPECT_EQ(before, state().changes()) << "a failed call changed the state";
        return text(result.error());
    }

    /// Whether the block's last events are these, in order.
    template <class... E>
    bool endsWith(const E&... events) {
        Encoder wanted;
        (append(wanted, events), ...);
        const auto all = system::Events.get(state()).encoded;
        const auto tail = wanted.view();
        return all.size() >= tail.size() && std::equal(tail.begin(), tail.end(), all.end() - tail.size());
    }
    /// How often the block has this event so far.
    template <class E>
    int count(const E& event) {
        Encoder wanted;
        append(wanted, event);
        const auto all = system::Events.get(state()).encoded;
        const auto needle = wanted.view();
        int found = 0;
        for (auto at = all.begin(); (at = std::search(at, all.end(), needle.begin(), needle.end())) != all.end(); ++at)
            ++found;
        return found;
    }

private:
    template <class E>
    void append(Encoder& out, const E& event) {
        encodeTo(out, *system::ExecutionPhase.get(state()));
        out.u8(static_cast<std::uint8_t>(E::kName.pallet)).u8(E::kName.index);
        Fields<E>::encode(out, event);
        out.compact(0); // topics
    }
};

} // namespace taodeck::subtensor::test
