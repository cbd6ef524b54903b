#include "tests/support/random_calls.h"

#include "core/crypto/hash.h"
#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/crowdloan/crowdloan.h"
#include "core/subtensor/pallets/multisig/multisig.h"
#include "core/subtensor/pallets/proxy/proxy.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/system.h"

#include <algorithm>
#include <cassert>
#include <set>

namespace taodeck::subtensor::test {
namespace {

namespace sm = subtensor_module;
using metadata::Primitive;
using scale::Encoder;

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// All keys that sign, made once: deriving them takes longer than a short history.
struct Keys {
    std::vector<crypto::KeyPair> all;
    std::map<AccountId, const crypto::KeyPair*> byAccount;
    std::vector<AccountId> people, hotkeys;

    void add(const std::string& uri, std::vector<AccountId>& list) {
        all.push_back(*crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri));
        list.push_back(all.back().publicKey());
    }
    Keys() {
        all.reserve(64);
        for (const auto* name :
             {"//Alice", "//Bob", "//Charlie", "//Dave", "//Eve", "//Ferdie", "//Owner//1", "//Owner//2", "//Owner//3",
              "//Validator//1", "//Validator//2", "//Validator//3", "//Validator//4"})
            add(name, people);
        for (const auto* name : {"//Validator//1//hot", "//Validator//2//hot", "//Validator//3//hot",
                                 "//Validator//4//hot", "//Owner//1//hot", "//Miner//1//1//hot", "//Miner//2//1//hot",
                                 "//Key//1", "//Key//2", "//Key//3", "//Key//4", "//Key//5", "//Key//6", "//Key//7"})
            add(name, hotkeys);
        for (const auto& pair : all)
            byAccount.emplace(pair.publicKey(), &pair);
    }
};
const Keys& keys() {
    static const Keys made;
    return made;
}

/// What must not be in a history, by the start of the name.
constexpr const char* kExcluded[] = {
    "System.",
    "Timestamp.",
    "Grandpa.",
    "Drand.",
    "SafeMode.",
    "Scheduler.", // what it runs would count as the block step's own doing
    "Sudo.",
    "Balances.force_",
    "MevShield.announce_next_key",
    "AdminUtils.swap_authorities",
    "AdminUtils.schedule_grandpa_change",
    "AdminUtils.sudo_set_total_issuance",
    "AdminUtils.sudo_set_rao_recycled", // a counter only, but it would fall
    "Utility.dispatch_as",
    "Utility.with_weight",
};

} // namespace

RandomCalls::RandomCalls(const Runtime& runtime, std::uint64_t seed)
    : m_meta{*metadata::Metadata::decode(*runtime.metadata(15))}, m_random{seed}, m_people{keys().people},
      m_hotkeys{keys().hotkeys} {
    struct Wanted {
        Who who;
        unsigned weight;
    };
    using W = Who;
    static const std::map<std::string, Wanted> wanted{
        {"add_stake", {W::Person, 60}},
        {"add_stake_limit", {W::Person, 20}},
        {"remove_stake", {W::Holder, 30}},
        {"remove_stake_limit", {W::Holder, 12}},
        {"remove_stake_full_limit", {W::Holder, 5}},
        {"unstake_all", {W::Holder, 4}},
        {"unstake_all_alpha", {W::Holder, 4}},
        {"move_stake", {W::Holder, 20}},
        {"transfer_stake", {W::Holder, 15}},
        {"swap_stake", {W::Holder, 20}},
        {"swap_stake_limit", {W::Holder, 10}},
        {"recycle_alpha", {W::Holder, 8}},
        {"burn_alpha", {W::Holder, 8}},
        {"add_stake_burn", {W::SubnetOwner, 6}},
        {"lock_stake", {W::Holder, 10}},
        {"move_lock", {W::Holder, 5}},
        {"set_perpetual_lock", {W::Holder, 4}},
        {"claim_root", {W::Holder, 10}},
        {"burned_register", {W::Person, 25}},
        {"register_limit", {W::Person, 8}},
        {"root_register", {W::KeyOwner, 5}},
        {"serve_axon", {W::Hotkey, 10}},
        {"serve_axon_tls", {W::Hotkey, 3}},
        {"serve_prometheus", {W::Hotkey, 3}},
        {"set_weights", {W::Hotkey, 40}},
        {"set_mechanism_weights", {W::Hotkey, 8}},
        {"commit_weights", {W::Hotkey, 5}},
        {"set_children", {W::KeyOwner, 10}},
        {"set_childkey_take", {W::KeyOwner, 6}},
        {"increase_take", {W::KeyOwner, 5}},
        {"decrease_take", {W::KeyOwner, 6}},
        {"swap_hotkey", {W::KeyOwner, 2}},
        {"swap_hotkey_v2", {W::KeyOwner, 2}},
        {"set_coldkey_auto_stake_hotkey", {W::Person, 4}},
        {"set_subnet_identity", {W::SubnetOwner, 3}},
        {"start_call", {W::SubnetOwner, 6}},
        {"set_tempo", {W::SubnetOwner, 2}},
        {"set_activity_cutoff_factor", {W::SubnetOwner, 2}},
        {"trigger_epoch", {W::SubnetOwner, 5}},
        {"update_symbol", {W::SubnetOwner, 1}},
        {"register_network", {W::Person, 3}},
        {"root_dissolve_network", {W::Root, 1}},
        {"announce_coldkey_swap", {W::Person, 1}},
        {"dispute_coldkey_swap", {W::Person, 0}}, // would keep a person from everything for good
        {"schedule", {W::Root, 4}},
        {"schedule_after", {W::Root, 4}},
        {"transfer_keep_alive", {W::Person, 15}},
        {"transfer_allow_death", {W::Person, 10}},
        {"transfer_all", {W::Person, 1}},
        {"burn", {W::Person, 4}},
        {"batch", {W::Person, 8}},
        {"batch_all", {W::Person, 6}},
        {"force_batch", {W::Person, 6}},
        {"as_multi", {W::Person, 16}},
        {"proxy", {W::Person, 15}},
        {"add_proxy", {W::Person, 10}},
        {"create_pure", {W::Person, 4}},
        {"contribute", {W::Person, 10}},
        {"create", {W::Person, 4}},
        {"set_commitment", {W::Hotkey, 8}},
    };
    static const std::set<std::string> kRoot{"set_max_space",
                                             "set_max_extrinsic_weight",
                                             "set_max_pending_extrinsics_number",
                                             "set_on_initialize_weight",
                                             "set_stored_extrinsic_lifetime",
                                             "request_preimage",
                                             "unrequest_preimage",
                                             "cancel",
                                             "cancel_named",
                                             "cancel_retry",
                                             "cancel_retry_named",
                                             "schedule_named",
                                             "schedule_named_after",
                                             "set_retry",
                                             "set_retry_named",
                                             "enable_voting_power_tracking",
                                             "disable_voting_power_tracking",
                                             "reset_coldkey_swap",
                                             "swap_coldkey",
                                             "set_pending_childkey_cooldown",
                                             "set_fee_rate"};
    for (const auto& pallet : m_meta->pallets()) {
        for (const auto& call : m_meta->arms(pallet.calls)) {
            Kind kind{&call, pallet.index, pallet.name + "." + call.name, Who::Person, 2};
            const auto starts = [&](const char* excluded) { return kind.name.rfind(excluded, 0) == 0; };
            if (std::any_of(std::begin(kExcluded), std::end(kExcluded), starts)) continue;
            if (pallet.name == "AdminUtils" || call.name.rfind("sudo_", 0) == 0) kind.who = Who::Root, kind.weight = 1;
            if (kRoot.count(call.name)) kind.who = Who::Root;
            if (const auto found = wanted.find(call.name); found != wanted.end())
                kind.who = found->second.who, kind.weight = found->second.weight;
            m_weights += kind.weight;
            if (kind.weight != 0) m_kinds.push_back(kind);
        }
    }
}

const RandomCalls::Kind& RandomCalls::chooseKind() {
    auto at = pick(m_weights);
    for (const auto& kind : m_kinds) {
        if (at < kind.weight) return kind;
        at -= kind.weight;
    }
    return m_kinds.back();
}

const crypto::KeyPair* RandomCalls::keyOf(const AccountId& account) const {
    const auto found = keys().byAccount.find(account);
    return found == keys().byAccount.end() ? nullptr : found->second;
}

void RandomCalls::choosePosition() {
    std::vector<Position> positions;
    const AccountId& hotkey = one(m_hotkeys);
    sm::AlphaV2.forEachUnder(
        *m_state,
        [&](const AccountId&, const AccountId& coldkey, NetUid netuid, const SafeFloat&) {
            if (keyOf(coldkey)) positions.push_back({hotkey, coldkey, netuid, 0});
            return true;
        },
        hotkey);
    m_hotkey = hotkey;
    if (positions.empty()) return;
    const auto& position = one(positions);
    m_signer = position.coldkey;
    m_netuid = position.netuid;
    m_held = sm::stakeOf(*m_state, m_hotkey, m_signer, m_netuid).raw();
}

void RandomCalls::chooseActor(Who who) {
    const auto networks = sm::subnets(*m_state);
    m_signer = one(m_people);
    m_hotkey = one(m_hotkeys);
    m_netuid = one(networks);
    m_held = 0;
    switch (who) {
    case Who::Holder:
        return choosePosition();
    case Who::KeyOwner:
        if (const auto owner = sm::Owner.get(*m_state, m_hotkey); keyOf(owner)) m_signer = owner;
        return;
    case Who::Hotkey:
        m_signer = m_hotkey;
        for (int tries = 0; tries < 4 && !sm::Uids.get(*m_state, m_netuid, m_hotkey); ++tries)
            m_netuid = one(networks);
        return;
    case Who::SubnetOwner:
        if (const auto owner = sm::SubnetOwner.get(*m_state, m_netuid); keyOf(owner)) m_signer = owner;
        return;
    case Who::Root:
        // An owner may send most of what root may for the own subnet.
        if (const auto owner = sm::SubnetOwner.get(*m_state, m_netuid); pick(3) == 0 && keyOf(owner)) m_signer = owner;
        return;
    case Who::Person:
        return;
    }
}

Wish RandomCalls::next(const StateReader& state) {
    m_state = &state;
    m_now = raw(system::Number.get(state));
    const Kind& kind = chooseKind();
    chooseActor(kind.who);
    const bool asOwner = kind.who == Who::Root && m_signer == sm::SubnetOwner.get(state, m_netuid);
    Bytes call = encode(kind, 0);
    if (kind.who == Who::Root && !asOwner) {
        Encoder sudo;
        sudo.u8(12).u8(0).raw(call);
        call = sudo.take();
        m_signer = m_people.front(); // Alice holds the sudo key
    }
    return {keyOf(m_signer), std::move(call), kind.name};
}

Bytes RandomCalls::encode(const Kind& kind, int depth) {
    Encoder out;
    out.u8(kind.pallet).u8(kind.call->index);
    if (special(kind, out, depth)) return out.take();
    for (const auto& field : kind.call->fields)
        value(out, field.type, field.name, depth);
    return out.take();
}

/// Calls whose arguments must fit one another.
bool RandomCalls::special(const Kind& kind, Encoder& out, int depth) {
    const auto& name = kind.call->name;
    if (name == "set_weights" || name == "set_mechanism_weights") return votes(kind, out), true;
    if (name == "as_multi") return approve(out, depth), true;
    if (name == "proxy" && kind.pallet == 16) return actFor(out, depth), true;
    if (name == "set_children") {
        const auto count = pick(3);
        out.id(m_hotkey).netuid(m_netuid).compact(count);
        for (std::uint64_t i = 0; i < count; ++i)
            out.u64(m_random() >> (1 + pick(3))).id(one(m_hotkeys));
        return true;
    }
    return false;
}

void RandomCalls::votes(const Kind& kind, Encoder& out) {
    out.netuid(m_netuid);
    if (kind.call->name == "set_mechanism_weights") out.u8(static_cast<std::uint8_t>(pick(2)));
    const std::uint16_t neurons = sm::SubnetworkN.get(*m_state, m_netuid);
    std::vector<std::uint16_t> uids;
    for (std::uint16_t uid = 0; uid < neurons; ++uid)
        if (pick(2)) uids.push_back(uid);
    out.compact(uids.size());
    for (const auto uid : uids)
        out.u16(uid);
    out.compact(uids.size());
    for (std::size_t i = 0; i < uids.size(); ++i)
        out.u16(static_cast<std::uint16_t>(m_random()));
    out.u64(sm::WeightsVersionKey.get(*m_state, m_netuid));
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
        m_operations.push_back(std::move(opened));
    }
    const auto at = pick(m_operations.size());
    const Operation operation = m_operations[at];
    m_signer = one(operation.group);
    const auto account = multisig::multiAccount(operation.group, 2);
    const auto open = multisig::Multisigs.get(*m_state, account, crypto::blake2b256(operation.call));
    out.u16(2).compact(2);
    for (const auto& member : operation.group)
        if (member != m_signer) out.id(member);
    out.u8(open ? 1 : 0);
    if (open) out.u32(raw(open->when.height)).u32(open->when.index);
    out.raw(operation.call).compact(1'000'000'000'000).compact(1'000'000);
    if (open || m_operations.size() > 20) m_operations.erase(m_operations.begin() + static_cast<long>(at));
}

/// Through a proxy that somebody has given to a person who can sign.
void RandomCalls::actFor(Encoder& out, int depth) {
    std::vector<std::pair<AccountId, AccountId>> pairs;
    proxy::Proxies.forEach(*m_state, [&](const AccountId& real, const auto& list) {
        for (const auto& definition : list.first.items)
            if (keyOf(definition.delegate)) pairs.emplace_back(real, definition.delegate);
        return true;
    });
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

AccountId RandomCalls::accountFor(const std::string& field) {
    if (field == "hotkey" || field == "origin_hotkey") return m_hotkey;
    if (has(field, "hotkey") || field == "delegate") return pick(4) == 0 ? m_hotkey : one(m_hotkeys);
    return one(m_people);
}

std::uint64_t RandomCalls::number(Primitive type, const std::string& field) {
    if (has(field, "netuid")) return pick(8) == 0 ? pick(6) : raw(pick(2) ? m_netuid : one(sm::subnets(*m_state)));
    if (has(field, "uid") || field == "mecid" || field == "mechanism_count") return pick(3);
    if (field == "version_key" || field == "protocol" || field == "ip_type") return field == "ip_type" ? 4 : 0;
    if (field == "crowdloan_id") return pick(1 + crowdloan::NextCrowdloanId.get(*m_state));
    if (has(field, "price")) return pick(2) ? sized(33) : (pick(2) ? UINT64_MAX : 0);
    if (field == "deposit" || field == "cap") return 10'000'000'000 + sized(36);
    if (field == "min_contribution") return 100'000'000 + sized(30);
    if (field == "take") return pick(11'797);
    if (field == "ip") return 0x08'08'08'08 + pick(100);
    if (field == "port") return 2'000 + pick(1'000);
    if (field == "end") return m_now + 50'400 + pick(100); // the shortest crowdloan takes a week
    if (field == "height") return m_now + pick(100);
    if (field == "tempo") return 360 + pick(100);
    if (has(field, "factor_milli")) return 1'000 + pick(40'000);
    if (has(field, "period") || has(field, "duration") || has(field, "interval") || has(field, "limit") ||
        has(field, "delay") || has(field, "window"))
        return pick(50);
    if (has(field, "threshold")) return pick(3);
    if (has(field, "amount") || has(field, "alpha") || has(field, "value")) {
        if (m_held != 0) return pick(10) == 0 ? m_held : pick(m_held) >> pick(12);
        if (type == Primitive::U64) return sized(38);
    }
    switch (type) {
    case Primitive::U8:
        return pick(6);
    case Primitive::U16:
        return sized(15);
    case Primitive::U32:
        return sized(12);
    default:
        return sized(40);
    }
}

void RandomCalls::integer(Encoder& out, Primitive type, const std::string& field, bool compact) {
    const std::size_t bytes = metadata::byteSize(type);
    std::uint64_t v = number(type, field);
    if (bytes < 8) v &= (std::uint64_t{1} << (8 * bytes)) - 1;
    if (compact) {
        out.compact(v);
        return;
    }
    for (std::size_t i = 0; i < bytes; ++i)
        out.u8(i < 8 ? static_cast<std::uint8_t>(v >> (8 * i)) : std::uint8_t{0});
}

void RandomCalls::value(Encoder& out, metadata::TypeId id, const std::string& field, int depth) {
    const auto& type = **m_meta->types().get(id);
    const std::string last = type.path.empty() ? "" : type.path.back();
    if (last == "AccountId32") {
        out.id(accountFor(field));
    } else if (last == "MultiAddress") {
        out.u8(0).id(accountFor(field));
    } else if (last == "RuntimeCall") {
        const Kind* inner = &chooseKind();
        while (depth > 1 && inner->who == Who::Person && has(inner->name, "Utility."))
            inner = &chooseKind();
        out.raw(encode(*inner, depth + 1));
    } else if (const auto* composite = std::get_if<metadata::CompositeDef>(&type.def)) {
        for (const auto& part : composite->fields)
            value(out, part.type, part.name.empty() ? field : part.name, depth);
    } else if (const auto* variant = std::get_if<metadata::VariantDef>(&type.def)) {
        if (variant->variants.empty()) return;
        const auto& arm = last == "ProxyType" && pick(2) ? variant->variants.front() : one(variant->variants);
        out.u8(arm.index);
        for (const auto& part : arm.fields)
            value(out, part.type, part.name.empty() ? field : part.name, depth);
    } else if (const auto* sequence = std::get_if<metadata::SequenceDef>(&type.def)) {
        const auto count = depth > 1 ? 1 : pick(4);
        out.compact(count);
        for (std::uint64_t i = 0; i < count; ++i)
            value(out, sequence->element, field, depth);
    } else if (const auto* array = std::get_if<metadata::ArrayDef>(&type.def)) {
        for (std::uint32_t i = 0; i < array->length; ++i)
            value(out, array->element, "", depth);
    } else if (const auto* tuple = std::get_if<metadata::TupleDef>(&type.def)) {
        for (const auto element : tuple->elements)
            value(out, element, field, depth);
    } else if (const auto* compact = std::get_if<metadata::CompactDef>(&type.def)) {
        auto inner = compact->inner;
        for (const metadata::CompositeDef* wrapped;
             (wrapped = std::get_if<metadata::CompositeDef>(&m_meta->types().find(inner)->def)) &&
             !wrapped->fields.empty();)
            inner = wrapped->fields.front().type;
        integer(out, std::get<Primitive>(m_meta->types().find(inner)->def), field, /*compact=*/true);
    } else if (const auto* primitive = std::get_if<Primitive>(&type.def)) {
        if (*primitive == Primitive::Bool) {
            out.boolean(pick(5) != 0); // mostly on: nothing happens where registration and trade are off
        } else if (*primitive == Primitive::Str) {
            out.text("text");
        } else {
            integer(out, *primitive, field, /*compact=*/false);
        }
    } else {
        out.compact(0); // an empty bit sequence
    }
}

std::vector<Wish> RandomCalls::settings() const {
    std::vector<Wish> out;
    const auto root = [&](const char* name, const Bytes& arguments) {
        const auto call = m_meta->call("AdminUtils", name);
        assert(call);
        Encoder bytes;
        bytes.u8(12).u8(0).u8(19).u8((*call)->index).raw(arguments);
        out.push_back({keyOf(m_people.front()), bytes.take(), name});
    };
    const auto u64 = [](std::uint64_t v) { return Encoder{}.u64(v).take(); };
    root("sudo_set_network_rate_limit", u64(0));
    root("sudo_set_tx_rate_limit", u64(0));
    root("sudo_set_start_call_delay", u64(5));
    root("sudo_set_network_immunity_period", u64(50));
    root("sudo_set_admin_freeze_window", Encoder{}.u16(0).take());
    root("sudo_set_owner_hparam_rate_limit", Encoder{}.u16(0).take());
    for (std::uint16_t netuid = 1; netuid <= 3; ++netuid) {
        const auto subnet = [&](auto... rest) {
            Encoder bytes;
            bytes.u16(netuid);
            (bytes.u64(rest), ...);
            return bytes.take();
        };
        root("sudo_set_weights_set_rate_limit", subnet(std::uint64_t{0}));
        root("sudo_set_serving_rate_limit", subnet(std::uint64_t{0}));
        root("sudo_set_commit_reveal_weights_enabled", Encoder{}.u16(netuid).boolean(netuid == 3).take());
    }
    // Keys that the genesis does not know want fees.
    for (const auto& key : m_hotkeys) {
        Encoder bytes;
        bytes.u8(5).u8(3).u8(0).id(key).compact(50'000'000'000);
        out.push_back({keyOf(m_people.front()), bytes.take(), "endowment"});
    }
    for (const auto& person : m_people) {
        if (person == m_people.front()) continue;
        Encoder bytes;
        bytes.u8(5).u8(3).u8(0).id(person).compact(3'000'000'000'000);
        out.push_back({keyOf(m_people.front()), bytes.take(), "endowment"});
    }
    return out;
}

} // namespace taodeck::subtensor::test
