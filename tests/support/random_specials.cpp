#include "core/crypto/hash.h"
#include "core/subtensor/pallets/crowdloan/crowdloan.h"
#include "core/subtensor/pallets/multisig/multisig.h"
#include "core/subtensor/pallets/preimage/preimage.h"
#include "core/subtensor/pallets/proxy/proxy.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/subtensor_module/versions/module_rules.h"
#include "core/subtensor/pallets/subtensor_module/weights/rules.h"
#include "core/subtensor/rules.h"
#include "tests/support/random_calls.h"

#include <algorithm>

namespace taodeck::subtensor::test {
namespace {

namespace sm = subtensor_module;
using scale::Encoder;

constexpr std::size_t kMostRemembered = 200;

template <class T>
void remember(std::vector<T>& list, T item) {
    if (list.size() >= kMostRemembered) list.erase(list.begin());
    list.push_back(std::move(item));
}
void numbers(Encoder& out, const std::vector<std::uint16_t>& list) {
    out.compact(list.size());
    for (const auto v : list)
        out.u16(v);
}
sm::SubnetIndex indexOf(NetUid netuid, std::uint8_t mechanism) {
    return static_cast<sm::SubnetIndex>(mechanism * 4096 + raw(netuid));
}

} // namespace

bool RandomCalls::special(const Kind& kind, Encoder& out, int depth) {
    const auto& name = kind.call->name;
    const auto of = [&](const char* pallet) { return kind.name.rfind(pallet, 0) == 0; };
    if (of("Multisig.")) return specialOfMultisig(name, out, depth);
    if (of("Proxy.")) return specialOfProxy(name, out, depth);
    if (of("Crowdloan.") && name == "create") return createLoan(out), true;
    if (of("Preimage.") && name == "unnote_preimage") {
        std::vector<std::pair<Hash256, AccountId>> noted;
        preimage::RequestStatusFor.forEach(*m_state, [&](const Hash256& hash, const preimage::RequestStatus& status) {
            if (status.ticket && keyOf(status.ticket->first)) noted.emplace_back(hash, status.ticket->first);
            return true;
        });
        if (noted.empty()) return false;
        const auto& chosen = one(noted);
        m_signer = chosen.second;
        out.raw(chosen.first.view());
        return true;
    }
    if (!of("SubtensorModule.")) return false;
    if (name == "set_children") {
        const auto count = pick(3);
        out.id(m_hotkey).netuid(m_netuid).compact(count);
        for (std::uint64_t i = 0; i < count; ++i)
            out.u64(m_random() >> (1 + pick(3))).id(one(m_hotkeys));
        return true;
    }
    if (name == "terminate_lease") {
        std::vector<std::pair<std::uint32_t, AccountId>> leases;
        sm::SubnetLeases.forEach(*m_state, [&](std::uint32_t id, const sm::SubnetLease& lease) {
            if (keyOf(lease.beneficiary)) leases.emplace_back(id, lease.beneficiary);
            return true;
        });
        if (leases.empty()) return false;
        const auto& chosen = one(leases);
        m_signer = chosen.second;
        std::vector<AccountId> own = sm::OwnedHotkeys.get(*m_state, m_signer);
        out.u32(chosen.first).id(own.empty() ? one(m_hotkeys) : one(own));
        return true;
    }
    return specialOfColdkeySwap(name, out) || specialOfWeights(name, out);
}

bool RandomCalls::specialOfColdkeySwap(const std::string& name, Encoder& out) {
    if (name == "announce_coldkey_swap") {
        // Not the one who holds the sudo key, and not again while it is under way.
        for (int tries = 0; tries < 4 && m_signer == m_people.front(); ++tries)
            m_signer = one(m_people);
        const AccountId target = spareColdkey();
        if (!sm::ColdkeySwapAnnouncements.exists(*m_state, m_signer)) m_swaps[m_signer] = target;
        out.raw(crypto::hashOf<Hash256>(target.view()).view());
        return true;
    }
    if (name == "swap_coldkey_announced") {
        m_signer = chooseSwapper();
        const auto target = m_swaps.find(m_signer);
        out.id(target == m_swaps.end() ? one(m_people) : target->second);
        return true;
    }
    if (name == "clear_coldkey_swap_announcement") return m_signer = chooseSwapper(), true;
    if (name == "swap_coldkey") { // root's: everything of one person goes to another
        AccountId from = one(m_people);
        while (from == m_people.front())
            from = one(m_people);
        out.id(from).id(spareColdkey()).u64(sized(30));
        return true;
    }
    return false;
}

Hash256 RandomCalls::Vote::hash() const {
    return sm::commitHash(hotkey, indexOf(netuid, mechanism), {uids, values, version}, salt);
}

RandomCalls::Vote RandomCalls::vote(bool mechanisms) {
    Vote out;
    out.hotkey = m_hotkey;
    out.netuid = m_netuid;
    if (mechanisms)
        out.mechanism = static_cast<std::uint8_t>(
            pick(static_cast<unsigned>(sm::MechanismCountCurrent.get(*m_state, m_netuid)) + pick(2)));
    const std::uint16_t neurons = sm::SubnetworkN.get(*m_state, m_netuid);
    for (std::uint16_t uid = 0; uid < neurons; ++uid)
        if (pick(4)) out.uids.push_back(uid);
    for (std::size_t i = 0; i < out.uids.size(); ++i)
        out.values.push_back(static_cast<std::uint16_t>(m_random()));
    for (int i = 0; i < 4; ++i)
        out.salt.push_back(static_cast<std::uint16_t>(m_random()));
    out.version = sm::WeightsVersionKey.get(*m_state, m_netuid);
    return out;
}

bool RandomCalls::specialOfWeights(const std::string& name, Encoder& out) {
    const bool mechanisms = name.find("mechanism") != std::string::npos;
    if (name.rfind("reveal_", 0) == 0 || name == "batch_reveal_weights") return reveal(name, out), true;
    if (name == "set_weights" || name == "set_mechanism_weights") {
        const Vote made = vote(mechanisms);
        out.netuid(m_netuid);
        if (mechanisms) out.u8(made.mechanism);
        numbers(out, made.uids);
        numbers(out, made.values);
        out.u64(made.version);
        return true;
    }
    if (name == "batch_set_weights") {
        const Vote made = vote(false);
        out.compact(1).compact(raw(m_netuid)).compact(1).compact(made.uids.size());
        for (std::size_t i = 0; i < made.uids.size(); ++i)
            out.compact(made.uids[i]).compact(made.values[i]);
        out.compact(1).compact(made.version);
        return true;
    }
    if (name == "commit_weights" || name == "commit_mechanism_weights" || name == "batch_commit_weights") {
        const Vote made = vote(mechanisms);
        if (name == "batch_commit_weights")
            out.compact(1).compact(raw(m_netuid)).compact(1);
        else
            out.netuid(m_netuid);
        if (mechanisms) out.u8(made.mechanism);
        out.raw(made.hash().view());
        remember(m_votes, made);
        return true;
    }
    return false;
}

/// Of a commit whose time has come, if there is one.
void RandomCalls::reveal(const std::string& name, Encoder& out) {
    std::vector<Vote> ready;
    for (const auto& made : m_votes) {
        if (name == "reveal_mechanism_weights" ? made.mechanism == 0 && pick(2) : made.mechanism != 0) continue;
        const auto commits = sm::WeightCommits.get(*m_state, indexOf(made.netuid, made.mechanism), made.hotkey);
        if (!commits) continue;
        const auto hash = made.hash();
        for (const auto& commit : *commits)
            if (std::get<0>(commit) == hash && sm::isInRevealRange(sm::moduleRules(425).epochClock(), *m_state,
                                                                   made.netuid, std::get<1>(commit), m_now))
                ready.push_back(made);
    }
    const Vote chosen = ready.empty() ? vote(name == "reveal_mechanism_weights") : one(ready);
    m_signer = chosen.hotkey;
    out.netuid(chosen.netuid);
    if (name == "reveal_mechanism_weights") out.u8(chosen.mechanism);
    const bool batch = name == "batch_reveal_weights";
    for (const auto* list : {&chosen.uids, &chosen.values, &chosen.salt}) {
        if (batch) out.compact(1);
        numbers(out, *list);
    }
    if (batch) out.compact(1);
    out.u64(chosen.version);
}

/// Half of them let a subnet, with a lease that ends soon.
void RandomCalls::createLoan(Encoder& out) {
    const RuleSet425 rules{1'000};
    const std::uint64_t cost = sm::networkLockCost(*m_state, rules, m_now).raw();
    const bool lease = pick(2) == 0;
    const std::uint64_t deposit = 10'000'000'000 + sized(34);
    out.compact(deposit).compact(100'000'000 + sized(30));
    out.compact(lease ? deposit + cost + 5'000'000'000 + sized(34) : deposit + sized(36));
    out.compact(m_now + 50'400 + pick(100)); // the shortest takes a week
    out.u8(lease ? 1 : 0);
    if (lease)
        out.u8(7)
            .u8(110)
            .u8(static_cast<std::uint8_t>(pick(101)))
            .u8(1)
            .u32(m_now + 10 + static_cast<std::uint32_t>(pick(200)));
    out.u8(lease ? 0 : 1);
    if (!lease) out.id(one(m_people));
}

bool RandomCalls::specialOfMultisig(const std::string& name, Encoder& out, int depth) {
    if (name == "as_multi") return approve(out, depth), true;
    if (name == "as_multi_threshold_1" || m_operations.empty()) return false;
    std::vector<std::pair<Operation, multisig::Operation>> open;
    for (const auto& operation : m_operations) {
        const auto account = multisig::multiAccount(operation.group, 2);
        if (const auto found = multisig::Multisigs.get(*m_state, account, crypto::blake2b256(operation.call)))
            open.emplace_back(operation, *found);
    }
    if (open.empty()) return false;
    const auto& chosen = one(open);
    m_signer = name == "approve_as_multi" ? one(chosen.first.group) : chosen.second.depositor;
    if (!keyOf(m_signer)) m_signer = one(chosen.first.group);
    out.u16(2).compact(2);
    for (const auto& member : chosen.first.group)
        if (member != m_signer) out.id(member);
    const auto when = chosen.second.when;
    if (name == "approve_as_multi") out.u8(1);
    if (name != "poke_deposit") out.u32(raw(when.height)).u32(when.index);
    out.raw(crypto::blake2b256(chosen.first.call));
    if (name == "approve_as_multi") out.compact(1'000'000'000'000).compact(1'000'000);
    return true;
}

/// Opens an operation of three people of whom two must agree, or is the second to agree to one.
void RandomCalls::approve(Encoder& out, int depth) {
    if (m_operations.empty() || pick(2) == 0) {
        Operation opened;
        while (opened.group.size() < 3) {
            const auto& member = one(m_people);
            if (!std::count(opened.group.begin(), opened.group.end(), member)) opened.group.push_back(member);
        }
        std::sort(opened.group.begin(), opened.group.end());
        opened.call = encode(chooseKind(), depth + 1);
        if (m_operations.size() > 20) m_operations.erase(m_operations.begin());
        m_operations.push_back(std::move(opened));
    }
    const Operation operation = one(m_operations);
    m_signer = one(operation.group);
    const auto account = multisig::multiAccount(operation.group, 2);
    const auto open = multisig::Multisigs.get(*m_state, account, crypto::blake2b256(operation.call));
    out.u16(2).compact(2);
    for (const auto& member : operation.group)
        if (member != m_signer) out.id(member);
    out.u8(open ? 1 : 0);
    if (open) out.u32(raw(open->when.height)).u32(open->when.index);
    out.raw(operation.call).compact(1'000'000'000'000).compact(1'000'000);
}

bool RandomCalls::specialOfProxy(const std::string& name, Encoder& out, int depth) {
    if (name == "proxy") return actFor(out, depth), true;
    if (name == "announce") {
        const auto pairs = proxies();
        if (pairs.empty()) return false;
        const auto& chosen = one(pairs);
        Announced made{chosen.first, chosen.second, encode(chooseKind(), depth + 1)};
        m_signer = made.delegate;
        out.u8(0).id(made.real).raw(crypto::blake2b256(made.call));
        remember(m_announced, std::move(made));
        return true;
    }
    if (name == "remove_proxy") {
        std::vector<std::pair<AccountId, proxy::ProxyDefinition>> given;
        proxy::Proxies.forEach(*m_state, [&](const AccountId& real, const auto& list) {
            for (const auto& definition : list.first.items)
                if (keyOf(real)) given.emplace_back(real, definition);
            return true;
        });
        if (given.empty()) return false;
        const auto& chosen = one(given);
        m_signer = chosen.first;
        out.u8(0).id(chosen.second.delegate).u8(static_cast<std::uint8_t>(chosen.second.type));
        out.u32(raw(chosen.second.delay));
        return true;
    }
    if (name == "proxy_announced" || name == "reject_announcement" || name == "remove_announcement")
        return announced(name, out), true;
    return false;
}

/// About an announcement that stands, if there is one.
void RandomCalls::announced(const std::string& name, Encoder& out) {
    std::vector<Announced> standing;
    for (const auto& made : m_announced) {
        const auto hash = crypto::blake2b256(made.call);
        for (const auto& announcement : proxy::Announcements.get(*m_state, made.delegate).first.items)
            if (announcement.real == made.real &&
                std::equal(hash.begin(), hash.end(), announcement.callHash.bytes.begin()))
                standing.push_back(made);
    }
    const Announced chosen = standing.empty() ? Announced{one(m_people), one(m_people), {0, 0, 0}} : one(standing);
    if (name == "proxy_announced") {
        out.u8(0).id(chosen.delegate).u8(0).id(chosen.real).u8(0).raw(chosen.call);
        return;
    }
    const bool rejects = name == "reject_announcement";
    m_signer = rejects ? chosen.real : chosen.delegate;
    if (!keyOf(m_signer)) m_signer = one(m_people);
    out.u8(0).id(rejects ? chosen.delegate : chosen.real).raw(crypto::blake2b256(chosen.call));
}

/// Through a proxy that somebody has given to a person who can sign.
void RandomCalls::actFor(Encoder& out, int depth) {
    const auto pairs = proxies();
    AccountId real = one(m_people);
    if (!pairs.empty()) {
        const auto& chosen = one(pairs);
        real = chosen.first;
        m_signer = chosen.second;
    }
    const AccountId delegate = m_signer;
    const Kind& inner = chooseKind();
    m_signer = real; // whose balance and stake the inner call is about
    out.u8(0).id(real).u8(0).raw(encode(inner, depth + 1));
    m_signer = delegate;
}

} // namespace taodeck::subtensor::test
