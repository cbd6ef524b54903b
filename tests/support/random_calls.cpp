#include "tests/support/random_calls.h"

#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/crowdloan/crowdloan.h"
#include "core/subtensor/pallets/subtensor_module/staking/stake.h"
#include "core/subtensor/pallets/subtensor_module/subnets/network.h"
#include "core/subtensor/pallets/subtensor_module/subnets/symbols.h"
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
        for (const auto* name : {"//Spare//1", "//Spare//2", "//Spare//3", "//Spare//4", "//Spare//5"})
            add(name, people);
        for (const auto* name : {"//Validator//1//hot", "//Validator//2//hot", "//Validator//3//hot",
                                 "//Validator//4//hot", "//Owner//1//hot", "//Miner//1//1//hot", "//Miner//2//1//hot",
                                 "//Key//1", "//Key//2", "//Key//3", "//Key//4", "//Key//5", "//Key//6", "//Key//7",
                                 "//Key//8", "//Key//9", "//Key//10", "//Key//11", "//Key//12"})
            add(name, hotkeys);
        for (const auto& pair : all)
            byAccount.emplace(pair.publicKey(), &pair);
    }
};
const Keys& keys() {
    static const Keys made;
    return made;
}

} // namespace

void RandomCalls::loadKeys() {
    m_people = keys().people;
    m_hotkeys = keys().hotkeys;
}

const crypto::KeyPair* RandomCalls::keyOf(const AccountId& account) const {
    const auto found = keys().byAccount.find(account);
    return found == keys().byAccount.end() ? nullptr : found->second;
}

Wish RandomCalls::next(const StateReader& state) {
    m_kind = pick(30) == 0 ? nullptr : &chooseKind();
    return again(state);
}

Wish RandomCalls::again(const StateReader& state) {
    m_state = &state;
    m_now = raw(system::Number.get(state));
    if (!m_kind) return repair();
    const Kind& kind = *m_kind;
    chooseActor(kind);
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

/// Root puts back one of the settings without which most calls fail, or somebody gets TAO for fees.
Wish RandomCalls::repair() {
    std::vector<Wish> all = generalSettings();
    for (const NetUid netuid : sm::subnets(*m_state))
        if (netuid != kRootNetUid) addSettings(netuid, all);
    return one(all);
}

AccountId RandomCalls::accountFor(const std::string& field) {
    if (field == "hotkey" || field == "origin_hotkey") return m_hotkey;
    if (field == "new_hotkey") {
        for (int i = 0; i < 8; ++i)
            if (const auto& fresh = one(m_hotkeys); !sm::hotkeyExists(*m_state, fresh)) return fresh;
        return one(m_hotkeys);
    }
    if (has(field, "hotkey") || field == "delegate") return pick(4) == 0 ? m_hotkey : one(m_hotkeys);
    if (field == "new_coldkey") return spareColdkey();
    return one(m_people);
}

std::uint64_t RandomCalls::number(Primitive type, const std::string& field) {
    if (has(field, "netuid"))
        return pick(16) == 0
                   ? pick(6)
                   : raw(pick(field == "netuid" || field == "origin_netuid" ? 8 : 2) ? m_netuid
                                                                                     : one(sm::subnets(*m_state)));
    if (has(field, "uid") || field == "mechanism_count") return pick(3);
    if (field == "mecid")
        return pick(static_cast<unsigned>(sm::MechanismCountCurrent.get(*m_state, m_netuid)) + pick(2));
    if (field == "commit_reveal_version") return sm::CommitRevealWeightsVersion.get(*m_state);
    if (field == "min_stake") return sized(30);
    if (field == "version_key" || field == "protocol" || field == "ip_type") return field == "ip_type" ? 4 : 0;
    if (field == "crowdloan_id" && m_loan) return *m_loan;
    if (field == "crowdloan_id") return pick(1 + crowdloan::NextCrowdloanId.get(*m_state));
    if (field == "amount" && m_loan) {
        const auto loan = crowdloan::Crowdloans.get(*m_state, *m_loan);
        return loan && pick(2) ? loan->cap.raw() - loan->raised.raw() : 100'000'000 + sized(36);
    }
    if (has(field, "price")) return pick(2) ? sized(33) : (pick(2) ? UINT64_MAX : 0);
    if (field == "deposit" || has(field, "cap")) return 10'000'000'000 + sized(36);
    if (has(field, "min_contribution")) return 100'000'000 + sized(30);
    if (field == "take") return pick(11'797);
    if (field == "ip") return 0x08'08'08'08 + pick(100);
    if (field == "port") return 2'000 + pick(1'000);
    if (field == "end" || field == "new_end") return m_now + 50'400 + pick(100); // the shortest crowdloan takes a week
    if (field == "height") return m_now + pick(100);
    if (field == "tempo") return 360 + pick(100);
    if (has(field, "factor_milli")) return 1'000 + pick(40'000);
    if (has(field, "period") || has(field, "duration") || has(field, "interval") || has(field, "limit") ||
        has(field, "window"))
        return pick(50);
    if (has(field, "delay")) return pick(3) == 0 ? pick(50) : 0;
    if (has(field, "threshold")) return pick(3);
    if (has(field, "amount") || has(field, "alpha") || has(field, "value")) {
        if (m_held != 0) return pick(10) == 0 ? m_held : pick(m_held) >> pick(12);
        if (type == Primitive::U64) return (pick(10) == 0 ? 0 : 3'000'000) + sized(38);
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
    if (field == "symbol") {
        out.text(std::string{sm::kSymbols[pick(sm::kSymbolCount)]});
    } else if (last == "AccountId32") {
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

Wish RandomCalls::rootCall(const char* name, const Bytes& arguments) const {
    const auto call = m_meta->call("AdminUtils", name);
    assert(call);
    Encoder bytes;
    bytes.u8(12).u8(0).u8(19).u8((*call)->index).raw(arguments);
    return {keyOf(m_people.front()), bytes.take(), std::string{"AdminUtils."} + name};
}

void RandomCalls::addSettings(NetUid netuid, std::vector<Wish>& out) const {
    const auto on = [netuid] { return std::move(Encoder{}.netuid(netuid)); };
    out.push_back(rootCall("sudo_set_weights_set_rate_limit", on().u64(0).take()));
    out.push_back(rootCall("sudo_set_serving_rate_limit", on().u64(0).take()));
    out.push_back(rootCall("sudo_set_commit_reveal_weights_enabled", on().boolean(raw(netuid) % 3 == 0).take()));
    out.push_back(rootCall("sudo_set_subtoken_enabled", on().boolean(true).take()));
    out.push_back(rootCall("sudo_set_network_registration_allowed", on().boolean(true).take()));
    out.push_back(rootCall("sudo_set_max_burn", on().u64(1'000'000'000).take()));
}

std::vector<Wish> RandomCalls::generalSettings() const {
    const auto u64 = [](std::uint64_t v) { return Encoder{}.u64(v).take(); };
    std::vector<Wish> out;
    out.push_back(rootCall("sudo_set_network_rate_limit", u64(0)));
    out.push_back(rootCall("sudo_set_tx_rate_limit", u64(0)));
    out.push_back(rootCall("sudo_set_tx_delegate_take_rate_limit", u64(0)));
    out.push_back(rootCall("sudo_set_stake_threshold", u64(0)));
    out.push_back(rootCall("sudo_set_commit_reveal_version", Encoder{}.u16(4).take()));
    out.push_back(rootCall("sudo_set_start_call_delay", u64(5)));
    out.push_back(rootCall("sudo_set_network_immunity_period", u64(50)));
    out.push_back(rootCall("sudo_set_admin_freeze_window", Encoder{}.u16(0).take()));
    out.push_back(rootCall("sudo_set_owner_hparam_rate_limit", Encoder{}.u16(0).take()));
    out.push_back(rootCall("sudo_set_coldkey_swap_announcement_delay", Encoder{}.u32(3).take()));
    out.push_back(rootCall("sudo_set_coldkey_swap_reannouncement_delay", Encoder{}.u32(3).take()));
    const auto give = [&](const AccountId& to, std::uint64_t least) {
        if (m_state && balances::free(*m_state, to).raw() >= least / 10) return;
        Encoder bytes;
        bytes.u8(5).u8(3).u8(0).id(to).compact(least);
        out.push_back({keyOf(m_people.front()), bytes.take(), "Balances.transfer_keep_alive"});
    };
    for (const auto& key : m_hotkeys)
        give(key, 50'000'000'000);
    for (const auto& person : m_people)
        if (person != m_people.front()) give(person, 3'000'000'000'000);
    return out;
}

std::vector<Wish> RandomCalls::settings() const {
    std::vector<Wish> out = generalSettings();
    for (std::uint16_t netuid = 1; netuid <= 3; ++netuid)
        addSettings(NetUid{netuid}, out);
    return out;
}

} // namespace taodeck::subtensor::test
