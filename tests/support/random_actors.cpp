#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/crowdloan/crowdloan.h"
#include "core/subtensor/pallets/proxy/proxy.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/system.h"
#include "tests/support/random_calls.h"

namespace taodeck::subtensor::test {

namespace sm = subtensor_module;

void RandomCalls::choosePosition() {
    std::vector<Position> positions;
    m_hotkey = one(m_hotkeys);
    for (int tries = 0; tries < 4 && positions.empty(); ++tries) {
        m_hotkey = one(m_hotkeys);
        sm::AlphaV2.forEachUnder(
            *m_state,
            [&](const AccountId& hotkey, const AccountId& coldkey, NetUid netuid, const SafeFloat&) {
                if (keyOf(coldkey)) positions.push_back({hotkey, coldkey, netuid, 0});
                return true;
            },
            m_hotkey);
    }
    if (positions.empty()) return;
    const auto& position = one(positions);
    m_hotkey = position.hotkey;
    m_signer = position.coldkey;
    m_netuid = position.netuid;
    m_held = sm::stakeOf(*m_state, m_hotkey, m_signer, m_netuid).raw();
}

void RandomCalls::chooseNeuron() {
    std::vector<AccountId> neurons;
    const auto networks = sm::subnets(*m_state);
    for (int tries = 0; tries < 4 && neurons.empty(); ++tries) {
        m_netuid = one(networks);
        sm::Keys.forEachUnder(
            *m_state,
            [&](NetUid, std::uint16_t, const AccountId& hotkey) {
                if (keyOf(hotkey)) neurons.push_back(hotkey);
                return true;
            },
            m_netuid);
    }
    if (!neurons.empty()) m_hotkey = one(neurons);
    m_signer = m_hotkey;
}

/// One that is open; only its creator may change it.
void RandomCalls::chooseLoan(const std::string& call) {
    std::vector<std::pair<std::uint32_t, AccountId>> open;
    crowdloan::Crowdloans.forEach(*m_state, [&](std::uint32_t id, const crowdloan::CrowdloanInfo& info) {
        if (!info.finalized) open.emplace_back(id, info.creator);
        return true;
    });
    if (open.empty()) return;
    const auto& loan = one(open);
    m_loan = loan.first;
    if (call != "contribute" && call != "withdraw" && keyOf(loan.second)) m_signer = loan.second;
    if (call == "withdraw")
        crowdloan::Contributions.forEachUnder(
            *m_state,
            [&](std::uint32_t, const AccountId& who, Rao) {
                if (keyOf(who) && pick(2)) m_signer = who;
                return true;
            },
            loan.first);
}

AccountId RandomCalls::chooseSwapper() {
    std::vector<AccountId> announced;
    sm::ColdkeySwapAnnouncements.forEach(*m_state, [&](const AccountId& who, const auto&) {
        if (keyOf(who)) announced.push_back(who);
        return true;
    });
    return announced.empty() ? one(m_people) : one(announced);
}

AccountId RandomCalls::spareColdkey() {
    for (int tries = 0; tries < 12; ++tries)
        if (const auto& person = one(m_people); sm::StakingHotkeys.get(*m_state, person).empty()) return person;
    return one(m_people);
}

std::vector<std::pair<AccountId, AccountId>> RandomCalls::proxies() const {
    std::vector<std::pair<AccountId, AccountId>> out;
    proxy::Proxies.forEach(*m_state, [&](const AccountId& real, const auto& list) {
        for (const auto& definition : list.first.items)
            if (keyOf(definition.delegate)) out.emplace_back(real, definition.delegate);
        return true;
    });
    return out;
}

void RandomCalls::chooseActor(const Kind& kind) {
    const auto networks = sm::subnets(*m_state);
    // Who has announced a swap of the coldkey can do little else.
    m_signer = one(m_people);
    for (int tries = 0; tries < 3 && sm::ColdkeySwapAnnouncements.exists(*m_state, m_signer); ++tries)
        m_signer = one(m_people);
    m_hotkey = one(m_hotkeys);
    m_netuid = one(networks);
    m_held = 0;
    m_loan.reset();
    switch (kind.who) {
    case Who::Holder:
        return choosePosition();
    case Who::KeyOwner:
        for (int tries = 0; tries < 6; ++tries) {
            m_hotkey = one(m_hotkeys);
            const auto owner = sm::Owner.get(*m_state, m_hotkey);
            if (!keyOf(owner)) continue;
            m_signer = owner;
            return;
        }
        return;
    case Who::Hotkey:
        return chooseNeuron();
    case Who::SubnetOwner:
        if (const auto owner = sm::SubnetOwner.get(*m_state, m_netuid); keyOf(owner)) m_signer = owner;
        return;
    case Who::Root:
        // An owner may send some of what root may for the own subnet.
        if (const auto owner = sm::SubnetOwner.get(*m_state, m_netuid); pick(4) == 0 && keyOf(owner)) m_signer = owner;
        return;
    case Who::Person:
        if (kind.name.rfind("Crowdloan.", 0) == 0 && kind.call->name != "create") chooseLoan(kind.call->name);
        return;
    }
}

} // namespace taodeck::subtensor::test
