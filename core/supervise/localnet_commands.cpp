#include "core/supervise/localnet_commands.h"

#include "core/base/hex.h"
#include "core/rpc/client.h"

namespace taodeck::supervise {
namespace {

using api::Done;
using api::LocalnetSnapshot;
using api::LocalnetStatus;
using nlohmann::json;

constexpr std::size_t kMaxName = 64;

Result<BlockHash> hashFrom(const json& value) {
    TD_TRY(const auto bytes, fromHex(value.get<std::string>()));
    return BlockHash::from(bytes);
}

UnixMillis timeFrom(const json& value) {
    return UnixMillis{std::chrono::milliseconds{value.get<std::int64_t>()}};
}

/// Runs `read`, whose json::exceptions mean that the node's answer has another form.
template <class T, class Read>
Result<T> guarded(Read read) {
    try {
        return read();
    } catch (const json::exception& e) {
        return fail(Errc::Malformed, std::string{"the embedded chain's answer: "} + e.what());
    }
}

/// The node's refusals say which of our codes they are: "-32010: sentence: code".
Error refusalOf(const Error& error) {
    constexpr std::string_view kStart = "-32010: ";
    if (error.code != Errc::RemoteError || error.context.rfind(kStart, 0) != 0) return error;
    for (const auto code : {Errc::Malformed, Errc::OutOfRange, Errc::NotFound, Errc::Cancelled, Errc::Io,
                            Errc::Unsupported, Errc::LimitExceeded, Errc::Conflict}) {
        const auto end = ": " + std::string{name(code)};
        const auto size = error.context.size();
        if (size < kStart.size() + end.size() || error.context.compare(size - end.size(), end.size(), end) != 0)
            continue;
        return {code, error.context.substr(kStart.size(), size - end.size() - kStart.size())};
    }
    return error;
}

class Commands final : public api::LocalnetService {
public:
    explicit Commands(std::function<std::shared_ptr<rpc::Client>()> client) : m_client{std::move(client)} {}

    void status(Done<LocalnetStatus> done) override { ask("localnet_status", json::array(), std::move(done)); }
    void pause(Done<LocalnetStatus> done) override { ask("localnet_pause", json::array(), std::move(done)); }
    void resume(Done<LocalnetStatus> done) override { ask("localnet_resume", json::array(), std::move(done)); }
    void setSpeed(double speed, Done<LocalnetStatus> done) override {
        ask("localnet_speed", json::array({speed == 0 ? json("max") : json(speed)}), std::move(done));
    }
    void step(std::uint32_t blocks, Done<LocalnetStatus> done) override {
        ask("localnet_step", json::array({blocks}), std::move(done));
    }
    void stepEpoch(std::optional<NetUid> netuid, Done<LocalnetStatus> done) override {
        ask("localnet_stepEpoch", json::array({netuid ? json(raw(*netuid)) : json{}}), std::move(done));
    }
    void reset(std::optional<std::uint64_t> seed, std::optional<bool> empty, Done<LocalnetStatus> done) override {
        ask("localnet_reset", json::array({seed ? json(*seed) : json{}, empty ? json(*empty) : json{}}),
            std::move(done));
    }
    void setCast(bool on, Done<LocalnetStatus> done) override {
        ask("localnet_cast", json::array({on}), std::move(done));
    }
    void snapshots(Done<std::vector<LocalnetSnapshot>> done) override {
        call("localnet_snapshots", json::array(), [done = std::move(done)](const Result<json>& answer) {
            if (!answer) return done(tl::unexpected<Error>{answer.error()});
            if (!answer->is_array()) return done(fail(Errc::Malformed, "the list of snapshots is no list"));
            std::vector<LocalnetSnapshot> rows;
            for (const auto& value : *answer) {
                auto row = localnetSnapshotFrom(value);
                if (!row) return done(tl::unexpected<Error>{row.error()});
                rows.push_back(*std::move(row));
            }
            done(std::move(rows));
        });
    }
    void takeSnapshot(const std::string& name, Done<LocalnetSnapshot> done) override {
        call("localnet_snapshot", json::array({name}), [done = std::move(done)](const Result<json>& answer) {
            done(answer ? localnetSnapshotFrom(*answer) : tl::unexpected<Error>{answer.error()});
        });
    }
    void deleteSnapshot(const std::string& name, Done<LocalnetStatus> done) override {
        ask("localnet_deleteSnapshot", json::array({name}), std::move(done));
    }
    void restore(const std::string& name, Done<LocalnetStatus> done) override {
        ask("localnet_restore", json::array({name}), std::move(done));
    }
    void fork(const std::string& name, const std::string& target, Done<std::string> done) override {
        call("localnet_fork", json::array({name, target}), [done = std::move(done)](const Result<json>& answer) {
            if (!answer) return done(tl::unexpected<Error>{answer.error()});
            done(guarded<std::string>([&]() -> Result<std::string> { return answer->at("state").get<std::string>(); }));
        });
    }

private:
    void ask(const char* method, json params, Done<LocalnetStatus> done) {
        call(method, std::move(params), [done = std::move(done)](const Result<json>& answer) {
            done(answer ? localnetStatusFrom(*answer) : tl::unexpected<Error>{answer.error()});
        });
    }
    void call(const char* method, json params, std::function<void(Result<json>)> done) {
        const auto client = m_client();
        if (!client) return done(fail(Errc::Disconnected, "the embedded chain is not running"));
        client->call(method, std::move(params), [done = std::move(done)](const Result<json>& answer) {
            done(answer ? answer : tl::unexpected<Error>{refusalOf(answer.error())});
        });
    }
    const std::function<std::shared_ptr<rpc::Client>()> m_client;
};

} // namespace

std::shared_ptr<api::LocalnetService> makeLocalnetCommands(std::function<std::shared_ptr<rpc::Client>()> client) {
    return std::make_shared<Commands>(std::move(client));
}

Result<LocalnetStatus> localnetStatusFrom(const json& value) {
    return guarded<LocalnetStatus>([&]() -> Result<LocalnetStatus> {
        LocalnetStatus out;
        value.at("paused").get_to(out.paused);
        value.at("stepping").get_to(out.stepping);
        const auto& speed = value.at("speed");
        out.speed = speed.is_string() ? 0 : speed.get<double>();
        value.at("slotMillis").get_to(out.slotMillis);
        value.at("blocksPerSecond").get_to(out.blocksPerSecond);
        out.best = BlockNumber{value.at("best").get<std::uint32_t>()};
        out.finalized = BlockNumber{value.at("finalized").get<std::uint32_t>()};
        TD_TRY(out.genesis, hashFrom(value.at("genesis")));
        out.chainTime = timeFrom(value.at("chainTime"));
        value.at("seed").get_to(out.seed);
        value.at("empty").get_to(out.empty);
        value.at("cast").get_to(out.cast);
        value.at("archive").get_to(out.archive);
        value.at("snapshots").get_to(out.snapshots);
        value.at("bytes").get_to(out.bytes);
        return out;
    });
}

Result<LocalnetSnapshot> localnetSnapshotFrom(const json& value) {
    return guarded<LocalnetSnapshot>([&]() -> Result<LocalnetSnapshot> {
        LocalnetSnapshot out;
        value.at("name").get_to(out.name);
        if (out.name.size() > kMaxName) return fail(Errc::LimitExceeded, "a snapshot's name is too long");
        out.block = BlockNumber{value.at("block").get<std::uint32_t>()};
        TD_TRY(out.hash, hashFrom(value.at("hash")));
        value.at("sameChain").get_to(out.sameChain);
        out.madeAt = timeFrom(value.at("madeAt"));
        value.at("bytes").get_to(out.bytes);
        return out;
    });
}

} // namespace taodeck::supervise
