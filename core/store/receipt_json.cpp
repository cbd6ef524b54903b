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

template <class Id>
Id idFrom(const json& value) {
    auto bytes = fromHex(value.get<std::string>());
    if (!bytes) throw std::invalid_argument(bytes.error().context);
    auto id = Id::from(*bytes);
    if (!id) throw std::invalid_argument(id.error().context);
    return *id;
}
template <class Id>
std::string hexOf(const Id& id) {
    return toHex(id.view());
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

api::Intent intentFrom(const std::string& kind, const json& j) {
    if (kind == "add_stake") return stakeFrom<api::AddStakeIntent, Rao>(j);
    if (kind == "remove_stake") return stakeFrom<api::RemoveStakeIntent, Alpha>(j);
    const auto from = idFrom<AccountId>(j.at("from"));
    const auto to = idFrom<AccountId>(j.at("to"));
    const bool keepAlive = j.at("keepAlive").get<bool>();
    if (kind == "transfer")
        return api::TransferIntent{from, to, Rao::fromRaw(j.at("amount").get<std::uint64_t>()), keepAlive};
    if (kind == "transfer_all") return api::TransferAllIntent{from, to, keepAlive};
    throw std::invalid_argument("unknown kind of action");
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
    const json j{{"actionId", r.actionId},
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
                               [](const api::RemoveStakeIntent&) { return "remove_stake"; }},
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
                 }},
        receipt.intent);
}

AccountId signerOf(const api::Intent& intent) {
    return std::visit(Overload{[](const api::TransferIntent& i) { return i.from; },
                               [](const api::TransferAllIntent& i) { return i.from; },
                               [](const api::AddStakeIntent& i) { return i.coldkey; },
                               [](const api::RemoveStakeIntent& i) { return i.coldkey; }},
                      intent);
}

} // namespace taodeck::store
