#include "core/store/receipt_json.h"

#include "core/base/amount_text.h"
#include "core/base/clock.h"
#include "core/base/hex.h"

#include <nlohmann/json.hpp>

namespace taodeck::store {

using nlohmann::json;

namespace {

template <class... F>
struct Overload : F... {
    using F::operator()...;
};
template <class... F>
Overload(F...) -> Overload<F...>;

Bytes bytesFrom(const json& value) {
    auto bytes = fromHex(value.get<std::string>());
    if (!bytes) throw std::invalid_argument(bytes.error().context);
    return *std::move(bytes);
}
template <class Id>
Id idFrom(const json& value) {
    auto id = Id::from(bytesFrom(value));
    if (!id) throw std::invalid_argument(id.error().context);
    return *id;
}
template <class Id>
std::string hexOf(const Id& id) {
    return toHex(id.view());
}

json neuronJson(const AccountId& hotkey, NetUid netuid) {
    return {{"hotkey", hexOf(hotkey)}, {"netuid", raw(netuid)}};
}
template <class I>
json weightsJson(const I& intent) {
    auto out = neuronJson(intent.hotkey, intent.netuid);
    out["mechanism"] = intent.mechanism;
    return out;
}

json intentJson(const api::Intent& intent) {
    return std::visit(
        Overload{[](const api::TransferIntent& i) {
                     return json{{"from", hexOf(i.from)},
                                 {"to", hexOf(i.to)},
                                 {"amount", i.amount.raw()},
                                 {"keepAlive", i.keepAlive}};
                 },
                 [](const api::TransferAllIntent& i) {
                     return json{{"from", hexOf(i.from)}, {"to", hexOf(i.to)}, {"keepAlive", i.keepAlive}};
                 },
                 [](const api::AddStakeIntent& i) {
                     return json{{"coldkey", hexOf(i.coldkey)}, {"hotkey", hexOf(i.hotkey)},
                                 {"netuid", raw(i.netuid)},     {"amount", i.amount.raw()},
                                 {"tolerance", i.tolerance},    {"allowPartial", i.allowPartial}};
                 },
                 [](const api::RemoveStakeIntent& i) {
                     return json{{"coldkey", hexOf(i.coldkey)}, {"hotkey", hexOf(i.hotkey)},
                                 {"netuid", raw(i.netuid)},     {"amount", i.amount.raw()},
                                 {"tolerance", i.tolerance},    {"allowPartial", i.allowPartial}};
                 },
                 [](const api::RegisterIntent& i) {
                     return json{{"coldkey", hexOf(i.coldkey)},
                                 {"hotkey", hexOf(i.hotkey)},
                                 {"netuid", raw(i.netuid)},
                                 {"limit", i.limit.raw()}};
                 },
                 [](const api::ServeAxonIntent& i) {
                     auto out = neuronJson(i.hotkey, i.netuid);
                     out["version"] = i.version;
                     out["ip"] = toHex(i.ip);
                     out["ipType"] = i.ipType;
                     out["port"] = i.port;
                     return out;
                 },
                 [](const api::SetWeightsIntent& i) {
                     auto out = weightsJson(i);
                     out["uids"] = i.uids;
                     out["values"] = i.values;
                     out["versionKey"] = i.versionKey;
                     return out;
                 },
                 [](const api::CommitWeightsIntent& i) {
                     auto out = weightsJson(i);
                     out["commitHash"] = hexOf(i.commitHash);
                     return out;
                 },
                 [](const api::RevealWeightsIntent& i) {
                     auto out = weightsJson(i);
                     out["uids"] = i.uids;
                     out["values"] = i.values;
                     out["salt"] = i.salt;
                     out["versionKey"] = i.versionKey;
                     return out;
                 },
                 [](const api::CommitTimelockedIntent& i) {
                     auto out = weightsJson(i);
                     out["commit"] = toHex(i.commit);
                     out["revealRound"] = i.revealRound;
                     out["version"] = i.version;
                     return out;
                 }},
        intent);
}

template <class Stake, class Unit>
Stake stakeFrom(const json& j) {
    Stake out;
    out.coldkey = idFrom<AccountId>(j.at("coldkey"));
    out.hotkey = idFrom<AccountId>(j.at("hotkey"));
    out.netuid = NetUid{j.at("netuid").get<std::uint16_t>()};
    out.amount = Unit::fromRaw(j.at("amount").get<std::uint64_t>());
    out.tolerance = j.at("tolerance").get<double>();
    out.allowPartial = j.at("allowPartial").get<bool>();
    return out;
}

template <class I>
I neuronFrom(const json& j) {
    I out;
    out.hotkey = idFrom<AccountId>(j.at("hotkey"));
    out.netuid = NetUid{j.at("netuid").get<std::uint16_t>()};
    if constexpr (requires { out.mechanism; }) out.mechanism = j.at("mechanism").get<std::uint8_t>();
    if constexpr (requires { out.versionKey; }) {
        out.uids = j.at("uids").get<std::vector<std::uint16_t>>();
        out.values = j.at("values").get<std::vector<std::uint16_t>>();
        out.versionKey = j.at("versionKey").get<std::uint64_t>();
    }
    return out;
}

api::RegisterIntent registerFrom(const json& j) {
    auto out = neuronFrom<api::RegisterIntent>(j);
    out.coldkey = idFrom<AccountId>(j.at("coldkey"));
    out.limit = Rao::fromRaw(j.at("limit").get<std::uint64_t>());
    return out;
}

api::ServeAxonIntent serveFrom(const json& j) {
    auto out = neuronFrom<api::ServeAxonIntent>(j);
    out.version = j.at("version").get<std::uint32_t>();
    const auto ip = bytesFrom(j.at("ip"));
    if (ip.size() != out.ip.size()) throw std::invalid_argument("an address does not have 16 bytes");
    std::copy(ip.begin(), ip.end(), out.ip.begin());
    out.ipType = j.at("ipType").get<std::uint8_t>();
    out.port = j.at("port").get<std::uint16_t>();
    return out;
}

api::Intent weightsFrom(const std::string& kind, const json& j) {
    if (kind == "set_weights") return neuronFrom<api::SetWeightsIntent>(j);
    if (kind == "commit_weights") {
        auto out = neuronFrom<api::CommitWeightsIntent>(j);
        out.commitHash = idFrom<Hash256>(j.at("commitHash"));
        return out;
    }
    if (kind == "reveal_weights") {
        auto out = neuronFrom<api::RevealWeightsIntent>(j);
        out.salt = j.at("salt").get<std::vector<std::uint16_t>>();
        return out;
    }
    if (kind != "commit_timelocked") throw std::invalid_argument("unknown kind of action");
    auto out = neuronFrom<api::CommitTimelockedIntent>(j);
    out.commit = bytesFrom(j.at("commit"));
    out.revealRound = j.at("revealRound").get<std::uint64_t>();
    out.version = j.at("version").get<std::uint16_t>();
    return out;
}

api::Intent transferFrom(const std::string& kind, const json& j) {
    const auto from = idFrom<AccountId>(j.at("from"));
    const auto to = idFrom<AccountId>(j.at("to"));
    const bool keepAlive = j.at("keepAlive").get<bool>();
    if (kind == "transfer")
        return api::TransferIntent{from, to, Rao::fromRaw(j.at("amount").get<std::uint64_t>()), keepAlive};
    return api::TransferAllIntent{from, to, keepAlive};
}

api::Intent intentFrom(const std::string& kind, const json& j) {
    if (kind == "add_stake") return stakeFrom<api::AddStakeIntent, Rao>(j);
    if (kind == "remove_stake") return stakeFrom<api::RemoveStakeIntent, Alpha>(j);
    if (kind == "transfer" || kind == "transfer_all") return transferFrom(kind, j);
    if (kind == "register") return registerFrom(j);
    if (kind == "serve_axon") return serveFrom(j);
    return weightsFrom(kind, j);
}

template <class Unit>
json amountJson(const std::optional<Unit>& amount) {
    return amount ? json(amount->raw()) : json(nullptr);
}
template <class Unit>
std::optional<Unit> amountFrom(const json& j) {
    if (j.is_null()) return std::nullopt;
    return Unit::fromRaw(j.get<std::uint64_t>());
}

template <class E>
E enumFrom(const json& j, E last) {
    const auto value = j.get<std::uint32_t>();
    if (value > static_cast<std::uint32_t>(last)) throw std::invalid_argument("enumeration out of range");
    return static_cast<E>(value);
}

UnixMillis timeFrom(const json& j) {
    return UnixMillis{std::chrono::milliseconds{j.get<std::int64_t>()}};
}

api::Receipt parse(const std::string& text) {
    const auto j = json::parse(text);
    api::Receipt r;
    r.actionId = j.at("actionId").get<std::uint64_t>();
    r.intent = intentFrom(j.at("kind").get<std::string>(), j.at("intent"));
    r.hash = idFrom<ExtrinsicHash>(j.at("hash"));
    r.step = enumFrom(j.at("step"), api::Step::Proven);
    r.outcome = enumFrom(j.at("outcome"), api::Outcome::Lapsed);
    if (!j.at("block").is_null()) r.block = BlockNumber{j.at("block").get<std::uint32_t>()};
    if (!j.at("blockHash").is_null()) r.blockHash = idFrom<BlockHash>(j.at("blockHash"));
    if (!j.at("index").is_null()) r.index = j.at("index").get<std::uint32_t>();
    r.feePaid = amountFrom<Rao>(j.at("feePaid"));
    r.alphaIn = amountFrom<Alpha>(j.at("alphaIn"));
    r.alphaOut = amountFrom<Alpha>(j.at("alphaOut"));
    r.taoMoved = amountFrom<Rao>(j.at("taoMoved"));
    if (j.contains("uid")) r.uid = j.at("uid").get<std::uint16_t>(); // only registrations have it
    r.errorName = j.at("errorName").get<std::string>();
    r.errorWords = j.at("errorWords").get<std::string>();
    r.trust = enumFrom(j.at("trust"), Trust::Proven);
    r.startedAt = timeFrom(j.at("startedAt"));
    r.updatedAt = timeFrom(j.at("updatedAt"));
    return r;
}

std::string onSubnet(NetUid netuid) {
    return netuid == kRootNetUid ? std::string{"on root"} : "on subnet " + std::to_string(raw(netuid));
}

} // namespace

std::string toJson(const api::Receipt& r) {
    json j{{"actionId", r.actionId},
           {"kind", kindOf(r.intent)},
           {"intent", intentJson(r.intent)},
           {"hash", hexOf(r.hash)},
           {"step", static_cast<int>(r.step)},
           {"outcome", static_cast<int>(r.outcome)},
           {"block", r.block ? json(raw(*r.block)) : json(nullptr)},
           {"blockHash", r.blockHash ? json(hexOf(*r.blockHash)) : json(nullptr)},
           {"index", r.index ? json(*r.index) : json(nullptr)},
           {"feePaid", amountJson(r.feePaid)},
           {"alphaIn", amountJson(r.alphaIn)},
           {"alphaOut", amountJson(r.alphaOut)},
           {"taoMoved", amountJson(r.taoMoved)},
           {"errorName", r.errorName},
           {"errorWords", r.errorWords},
           {"trust", static_cast<int>(r.trust)},
           {"startedAt", r.startedAt.time_since_epoch().count()},
           {"updatedAt", r.updatedAt.time_since_epoch().count()}};
    if (r.uid) j["uid"] = *r.uid;
    // Error texts may hold a node's bytes: ill-formed UTF-8 is replaced, it must not lose the receipt.
    return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<api::Receipt> receiptFromJson(const std::string& text) {
    try {
        return parse(text);
    } catch (const std::exception& e) {
        return fail(Errc::Malformed, std::string{"stored receipt: "} + e.what());
    }
}

std::string kindOf(const api::Intent& intent) {
    return std::visit(Overload{[](const api::TransferIntent&) { return "transfer"; },
                               [](const api::TransferAllIntent&) { return "transfer_all"; },
                               [](const api::AddStakeIntent&) { return "add_stake"; },
                               [](const api::RemoveStakeIntent&) { return "remove_stake"; },
                               [](const api::RegisterIntent&) { return "register"; },
                               [](const api::ServeAxonIntent&) { return "serve_axon"; },
                               [](const api::SetWeightsIntent&) { return "set_weights"; },
                               [](const api::CommitWeightsIntent&) { return "commit_weights"; },
                               [](const api::RevealWeightsIntent&) { return "reveal_weights"; },
                               [](const api::CommitTimelockedIntent&) { return "commit_timelocked"; }},
                      intent);
}

std::string summaryOf(const api::Receipt& receipt) {
    return std::visit(
        Overload{[](const api::TransferIntent& i) { return "Send " + exactDecimal(i.amount.raw()) + " TAO"; },
                 [](const api::TransferAllIntent&) { return std::string{"Send everything"}; },
                 [](const api::AddStakeIntent& i) {
                     return "Stake " + exactDecimal(i.amount.raw()) + " TAO " + onSubnet(i.netuid);
                 },
                 [](const api::RemoveStakeIntent& i) {
                     return "Unstake " + exactDecimal(i.amount.raw()) + " alpha " + onSubnet(i.netuid);
                 },
                 [](const api::RegisterIntent& i) { return "Register a neuron " + onSubnet(i.netuid); },
                 [](const api::ServeAxonIntent& i) { return "Announce an address " + onSubnet(i.netuid); },
                 [](const api::SetWeightsIntent& i) { return "Set weights " + onSubnet(i.netuid); },
                 [](const api::CommitWeightsIntent& i) { return "Commit weights " + onSubnet(i.netuid); },
                 [](const api::RevealWeightsIntent& i) { return "Reveal weights " + onSubnet(i.netuid); },
                 [](const api::CommitTimelockedIntent& i) { return "Commit weights " + onSubnet(i.netuid); }},
        receipt.intent);
}

AccountId signerOf(const api::Intent& intent) {
    return std::visit(
        [](const auto& i) {
            if constexpr (requires { i.from; })
                return i.from;
            else if constexpr (requires { i.coldkey; })
                return i.coldkey;
            else
                return i.hotkey;
        },
        intent);
}

} // namespace taodeck::store
