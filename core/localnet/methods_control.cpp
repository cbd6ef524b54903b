// localnet_*: driving the chain. Each change answers with the status after it.

#include "core/localnet/control.h"
#include "core/localnet/detail/params.h"

namespace taodeck::localnet {
namespace {

using namespace detail;

constexpr int kControlError = -32010; // "data" holds our error code's name

tl::unexpected<rpc::RpcError> refused(const Error& error) {
    return refuse(kControlError, error.context, std::string{name(error.code)});
}

json rowJson(const SnapshotRow& row, const BlockHash& genesis) {
    return {{"name", row.name},
            {"block", raw(row.number)},
            {"hash", toHex(row.hash.view())},
            {"genesis", toHex(row.genesis.view())},
            {"sameChain", row.genesis == genesis},
            {"madeAt", row.madeAt.time_since_epoch().count()},
            {"bytes", row.bytes}};
}

json speedJson(Speed speed) {
    return speed.isMax() ? json("max") : json(speed.factor());
}

MethodResult statusJson(Control& control) {
    const auto status = control.status();
    const auto snapshots = control.snapshots().list();
    if (!snapshots) return refused(snapshots.error());
    return json{{"paused", status.paused},
                {"stepping", status.stepping},
                {"speed", speedJson(status.speed)},
                {"slotMillis", status.slotMillis},
                {"blocksPerSecond", status.blocksPerSecond},
                {"best", raw(status.best)},
                {"bestHash", toHex(status.bestHash.view())},
                {"finalized", raw(status.finalized)},
                {"genesis", toHex(status.genesis.view())},
                {"chainTime", status.chainTime.time_since_epoch().count()},
                {"seed", status.seed},
                {"empty", status.empty},
                {"cast", status.cast},
                {"archive", status.archive},
                {"bytes", status.bytes},
                {"snapshots", snapshots->size()}};
}

MethodResult statusAfter(Control& control, const Result<>& done) {
    if (!done) return refused(done.error());
    return statusJson(control);
}

tl::expected<std::string, rpc::RpcError> nameParam(const json& params, std::size_t index) {
    const json* value = optionalParam(params, index);
    if (!value || !value->is_string()) return invalidParams("expected a name");
    return value->get<std::string>();
}

MethodResult setSpeed(Control& control, const json& params) {
    const json* value = optionalParam(params, 0);
    if (!value || !(value->is_number() || value->is_string())) return invalidParams("expected a number or \"max\"");
    const auto speed =
        value->is_string() ? Speed::parse(value->get_ref<const std::string&>()) : Speed::of(value->get<double>());
    if (!speed) return refused(speed.error());
    control.setSpeed(*speed);
    return statusJson(control);
}

MethodResult reset(Control& control, const json& params) {
    std::optional<std::uint64_t> seed;
    if (const json* value = optionalParam(params, 0)) {
        TD_RPC_TRY(seed, numberOf(*value));
    }
    std::optional<bool> empty;
    if (const json* value = optionalParam(params, 1)) {
        if (!value->is_boolean()) return invalidParams("expected true or false");
        empty = value->get<bool>();
    }
    return statusAfter(control, control.reset(seed, empty));
}

MethodResult takeSnapshot(Control& control, const json& params) {
    TD_RPC_TRY(const auto name, nameParam(params, 0));
    const auto row = control.snapshot(name);
    if (!row) return refused(row.error());
    return rowJson(*row, control.genesisHash());
}

MethodResult listSnapshots(Control& control, const json&) {
    const auto rows = control.snapshots().list();
    if (!rows) return refused(rows.error());
    json out = json::array();
    for (const auto& row : *rows)
        out.push_back(rowJson(row, control.genesisHash()));
    return out;
}

MethodResult deleteSnapshot(Control& control, const json& params) {
    TD_RPC_TRY(const auto name, nameParam(params, 0));
    return statusAfter(control, control.snapshots().remove(name));
}

MethodResult restore(Control& control, const json& params) {
    TD_RPC_TRY(const auto name, nameParam(params, 0));
    return statusAfter(control, control.restore(name));
}

MethodResult fork(Control& control, const json& params) {
    TD_RPC_TRY(const auto name, nameParam(params, 0));
    TD_RPC_TRY(const auto target, nameParam(params, 1));
    const auto folder = control.snapshots().fork(name, target);
    if (!folder) return refused(folder.error());
    return json{{"state", std::filesystem::absolute(*folder).string()}};
}

MethodResult setCast(Control& control, const json& params) {
    const json* value = optionalParam(params, 0);
    if (!value || !value->is_boolean()) return invalidParams("expected true or false");
    return statusAfter(control, control.setCast(value->get<bool>()));
}

Control::Stepped whenStepped(Control& control, const ControlReply& reply) {
    return [&control, reply](const Result<>& done) { reply(statusAfter(control, done)); };
}

void step(Control& control, const json& params, const ControlReply& reply) {
    std::uint64_t count = 1;
    if (const json* value = optionalParam(params, 0)) {
        const auto number = numberOf(*value);
        if (!number) return reply(tl::unexpected<rpc::RpcError>{number.error()});
        count = std::min<std::uint64_t>(*number, ~std::uint32_t{0});
    }
    control.step(static_cast<std::uint32_t>(count), whenStepped(control, reply));
}

void stepEpoch(Control& control, const json& params, const ControlReply& reply) {
    std::optional<NetUid> netuid;
    if (const json* value = optionalParam(params, 0)) {
        const auto number = numberOf(*value);
        if (!number) return reply(tl::unexpected<rpc::RpcError>{number.error()});
        if (*number > 65'535) return reply(invalidParams("a netuid is below 65536"));
        netuid = NetUid{static_cast<std::uint16_t>(*number)};
    }
    control.stepEpoch(netuid, whenStepped(control, reply));
}

/// One that answers at once.
ControlMethod now(MethodResult (*method)(Control&, const json&)) {
    return
        [method](Control& control, const json& params, const ControlReply& reply) { reply(method(control, params)); };
}

} // namespace

std::map<std::string, ControlMethod> controlMethods() {
    return {
        {"localnet_status", now([](Control& c, const json&) { return statusJson(c); })},
        {"localnet_pause", now([](Control& c, const json&) { return c.pause(), statusJson(c); })},
        {"localnet_resume", now([](Control& c, const json&) { return c.resume(), statusJson(c); })},
        {"localnet_speed", now(setSpeed)},
        {"localnet_step", step},
        {"localnet_stepEpoch", stepEpoch},
        {"localnet_reset", now(reset)},
        {"localnet_snapshot", now(takeSnapshot)},
        {"localnet_snapshots", now(listSnapshots)},
        {"localnet_deleteSnapshot", now(deleteSnapshot)},
        {"localnet_restore", now(restore)},
        {"localnet_fork", now(fork)},
        {"localnet_cast", now(setCast)},
    };
}

} // namespace taodeck::localnet
