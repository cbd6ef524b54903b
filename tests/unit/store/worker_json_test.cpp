#include "core/store/worker_json.h"

#include "tests/unit/store/store_support.h"

namespace taodeck::store {
namespace {

api::WorkerSettings fullSettings() {
    api::WorkerSettings s;
    s.id = "text-miner-1";
    s.network = "localnet";
    s.role = api::Role::Validator;
    s.netuid = NetUid{7};
    s.task = "text";
    s.coldkey = filled(1);
    s.hotkey = filled(2);
    s.hotkeyFile = "/home/a/.bittensor/wallets/w/hotkeys/h";
    s.model = "/models/demo.gguf";
    s.externalIp = "203.0.113.7";
    s.port = 8'091;
    s.threads = 2;
    s.gpu = false;
    s.startWithProgram = true;
    s.schedule = {false, true, std::chrono::minutes{22 * 60}, std::chrono::minutes{6 * 60}};
    s.watts = 65.5;
    s.energyPrice = Rao::fromRaw(123'456);
    return s;
}

api::WorkerRow fullRow() {
    api::WorkerRow r;
    r.settings = fullSettings();
    r.state = api::WorkerState::BackingOff;
    r.reason = "The chain cannot be reached";
    r.retryAt = at(1'700'000'000);
    r.pid = 321;
    r.sandboxed = true;
    r.device = "CPU, avx2, 2 threads";
    r.trust = Trust::Proven;
    r.at = BlockNumber{77};
    r.uid = 4;
    r.rank = 2;
    r.neurons = 16;
    r.incentive = 0.25;
    r.emission = Alpha::fromRaw(~std::uint64_t{0});
    r.requests24h = 11;
    r.earnedAll = Alpha::fromRaw(5);
    r.wattHours = 1.5;
    return r;
}

TEST(WorkerJson, SettingsComeBackAsTheyWere) {
    const auto again = workerSettingsFromJson(toJson(fullSettings()));

    ASSERT_TRUE(again) << again.error().context;
    EXPECT_EQ(*again, fullSettings());
}

TEST(WorkerJson, ARowComesBackAsItWas) {
    const auto text = toJson(fullRow());
    const auto again = workerRowFromJson(text);

    ASSERT_TRUE(again) << again.error().context;
    EXPECT_EQ(toJson(*again), text);
    EXPECT_EQ(again->state, api::WorkerState::BackingOff);
    EXPECT_EQ(again->retryAt, at(1'700'000'000));
    EXPECT_EQ(again->emission, Alpha::fromRaw(~std::uint64_t{0}));
    EXPECT_FALSE(again->immunityBlocks);
    EXPECT_FALSE(again->upSince);
}

TEST(WorkerJson, CutsLongWordsSoThatTheRowCanBeRead) {
    for (const std::string& part : {std::string{"a"}, std::string{"\xff"}, std::string{"\xf0\x9f\x90\x9d"}}) {
        api::WorkerRow row = fullRow();
        for (int i = 0; i < 5'000; ++i)
            row.reason += part;
        row.sandboxWords = row.device = row.reason;

        const auto back = workerRowFromJson(toJson(row));

        ASSERT_TRUE(back) << back.error().context;
        EXPECT_FALSE(back->reason.empty());
    }
}

TEST(WorkerJson, RefusesEveryTruncation) {
    const auto text = toJson(fullRow());

    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(workerRowFromJson(std::string_view{text}.substr(0, size))) << size;
}

TEST(WorkerJson, NamesTheFieldThatIsWrong) {
    struct Case {
        const char *name, *from, *to, *field;
    };
    const std::vector<Case> cases{
        {"a word in the place of a port", "\"port\": 8091", "\"port\": \"x\"", "port"},
        {"a port beyond 16 bits", "\"port\": 8091", "\"port\": 70000", "port"},
        {"a negative number", "\"threads\": 2", "\"threads\": -2", "threads"},
        {"an unknown role", "\"role\": \"validator\"", "\"role\": \"king\"", "role"},
        {"an id that leaves the folder", "\"id\": \"text-miner-1\"", "\"id\": \"../../x\"", "id"},
        {"a validator's recipe", "\"task\": \"text\"", "\"task\": \"recipe\"", "recipe"},
        {"no network", "\"network\"", "\"netwerk\"", "network"},
        {"a minute after midnight's end", "\"fromMinute\": 1320", "\"fromMinute\": 1440", "fromMinute"},
        {"half a schedule", "\"fromMinute\": 1320,", "", "schedule"},
        {"a relative model", "\"/models", "\"models", "path"},
        {"a key that is not hexadecimal", "\"hotkey\": \"0x02", "\"hotkey\": \"0xzz", "hotkey"},
        {"no number of watts", "\"watts\": 65.5", "\"watts\": 1e300", "watts"}};
    const auto text = toJson(fullSettings());
    for (const auto& c : cases) {
        SCOPED_TRACE(c.name);
        auto broken = text;
        const auto where = broken.find(c.from);
        ASSERT_NE(where, std::string::npos);
        broken.replace(where, std::string_view{c.from}.size(), c.to);

        const auto read = workerSettingsFromJson(broken);

        ASSERT_FALSE(read);
        EXPECT_NE(read.error().context.find(c.field), std::string::npos) << read.error().context;
    }
}

TEST(WorkerJson, RefusesMoreThanItsLimit) {
    const auto read = workerSettingsFromJson(std::string(kMaxWorkerJson + 1, ' '));

    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::LimitExceeded);
}

TEST(WorkerJson, LeavesFieldsOfLaterVersionsAlone) {
    auto text = toJson(fullSettings());
    text.insert(1, "\"somethingNew\": [1, 2, {}],");

    EXPECT_TRUE(workerSettingsFromJson(text));
}

} // namespace
} // namespace taodeck::store
