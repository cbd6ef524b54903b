#include "core/supervise/workers/worker_folder.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

namespace taodeck::supervise {
namespace {

using test::TemporaryFolder;

api::WorkerSettings settingsIn(const TemporaryFolder& folder) {
    folder.write("hotkey", "{}");
    folder.write("model.gguf", "GGUF");
    api::WorkerSettings out;
    out.id = "miner-1";
    out.network = "localnet";
    out.netuid = NetUid{1};
    out.task = "text";
    out.hotkey.bytes.fill(7);
    out.coldkey.bytes.fill(8);
    out.hotkeyFile = (folder.path() / "hotkey").string();
    out.model = (folder.path() / "model.gguf").string();
    out.port = 9'000;
    out.schedule.fromTime = std::chrono::minutes{60};
    out.schedule.toTime = std::chrono::minutes{120};
    out.watts = 35.5;
    out.energyPrice = Rao::fromRaw(1'000'000);
    return out;
}

mode_t modeOf(const std::filesystem::path& path) {
    struct stat about {};
    ::stat(path.c_str(), &about);
    return about.st_mode & 0777;
}

TEST(WorkerFolder, KeepsSettingsForItsOwnerAlone) {
    TemporaryFolder folder;
    const WorkerFolder worker{folder.path() / "workers" / "miner-1"};
    const auto settings = settingsIn(folder);

    ASSERT_TRUE(worker.make());
    ASSERT_TRUE(worker.save(settings));

    EXPECT_EQ(worker.settings().value(), settings);
    EXPECT_EQ(modeOf(worker.path()), 0700u);
    EXPECT_EQ(modeOf(worker.settingsFile()), 0600u);
    EXPECT_EQ(worker.make().error().code, Errc::Conflict);
    EXPECT_EQ(listWorkers(folder.path() / "workers").size(), 1u);
    ASSERT_TRUE(worker.remove());
    EXPECT_TRUE(listWorkers(folder.path() / "workers").empty());
}

TEST(WorkerFolder, PassesOverWhatItCannotRead) {
    TemporaryFolder folder;
    const auto root = folder.path() / "workers";
    folder.write("workers/broken/worker.json", "{\"id\": 3");
    folder.write("workers/Wrong_Name/worker.json", "{}");
    folder.write("workers/empty/other", "");
    folder.write("workers/file", "no folder");
    const WorkerFolder good{root / "good"};
    ASSERT_TRUE(good.make());
    ASSERT_TRUE(good.save(settingsIn(folder)));

    const auto all = listWorkers(root);

    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].id, "good") << "the folder's name is the id, wherever it was copied from";
    EXPECT_TRUE(listWorkers(folder.path() / "nowhere").empty());
}

TEST(WorkerFolder, EachStartHasItsOwnSecret) {
    TemporaryFolder folder;
    const WorkerFolder worker{folder.path() / "w"};
    ASSERT_TRUE(worker.make());

    const auto first = worker.newSecret().value(), second = worker.newSecret().value();

    EXPECT_EQ(first.size(), 64u);
    EXPECT_NE(first, second);
    EXPECT_EQ(folder.read("w/control.secret"), second);
    EXPECT_EQ(modeOf(worker.secret()), 0600u);
}

TEST(WorkerFolder, TheLogsTailIsPlainText) {
    TemporaryFolder folder;
    const WorkerFolder worker{folder.path()};
    EXPECT_TRUE(worker.logTail(5).empty());
    folder.write("worker.log", "one\ntwo\x1b[31m\nthree\n");

    EXPECT_EQ(worker.logTail(2), (std::vector<std::string>{"two[31m", "three"}));

    std::string large(600'000, 'x');
    large += "\nlast\n";
    folder.write("worker.log", large);
    EXPECT_EQ(worker.logTail(5), std::vector<std::string>{"last"}) << "a line that was cut is left out";
}

TEST(SupervisorLock, IsHeldByOneAtATime) {
    TemporaryFolder folder;
    const WorkerFolder worker{folder.path()};
    {
        const auto first = SupervisorLock::take(worker);
        ASSERT_TRUE(first);
        EXPECT_EQ(SupervisorLock::take(worker).error().code, Errc::Conflict);
    }
    EXPECT_TRUE(SupervisorLock::take(worker)) << "it was let go";
    EXPECT_EQ(SupervisorLock::take(WorkerFolder{folder.path() / "nowhere"}).error().code, Errc::NotFound);
}

TEST(CheckSettings, RefusesWhatNoWorkerCanRunWith) {
    TemporaryFolder folder;
    ASSERT_TRUE(checkSettings(settingsIn(folder)));
    struct Row {
        const char* name;
        void (*change)(api::WorkerSettings&);
    };
    const Row rows[] = {{"no network", [](auto& s) { s.network.clear(); }},
                        {"root", [](auto& s) { s.netuid = kRootNetUid; }},
                        {"no hotkey", [](auto& s) { s.hotkey = {}; }},
                        {"hotkey file gone", [](auto& s) { s.hotkeyFile += ".gone"; }},
                        {"relative model", [](auto& s) { s.model = "model.gguf"; }},
                        {"model gone", [](auto& s) { s.model += ".gone"; }},
                        {"unknown task", [](auto& s) { s.task = "images"; }},
                        {"recipe without file", [](auto& s) { s.task = "recipe"; }},
                        {"half a schedule", [](auto& s) { s.schedule.toTime.reset(); }},
                        {"no time of day", [](auto& s) { s.schedule.toTime = std::chrono::hours{24}; }},
                        {"watts", [](auto& s) { s.watts = -1; }}};
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        auto settings = settingsIn(folder);
        row.change(settings);
        EXPECT_FALSE(checkSettings(settings));
    }
}

TEST(CheckSettings, WantsAnAddressWhereStrangersAskTheMiner) {
    TemporaryFolder folder;
    auto settings = settingsIn(folder);
    settings.role = api::Role::Miner;
    settings.externalIp.clear();
    ASSERT_TRUE(checkSettings(settings)) << "the embedded chain's neurons are on this machine";

    settings.network = "finney";
    const auto refused = checkSettings(settings);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().context.find("--ip"), std::string::npos);

    auto validator = settings;
    validator.role = api::Role::Validator;
    EXPECT_TRUE(checkSettings(validator)) << "nobody asks a validator";
    settings.externalIp = "203.0.113.7";
    EXPECT_TRUE(checkSettings(settings));
}

TEST(WorkerId, IsSafeAsAName) {
    EXPECT_TRUE(isWorkerId("miner-1"));
    for (const auto* bad : {"", "..", "a/b", "A", "a b", "12345678901234567890123456789012345678901"})
        EXPECT_FALSE(isWorkerId(bad)) << bad;
}

TEST(WriteAtomically, LeavesTheOldFileWhenItCannotWrite) {
    TemporaryFolder folder;
    folder.write("f", "old");
    EXPECT_TRUE(writeAtomically(folder.path() / "f", "new"));
    EXPECT_EQ(folder.read("f"), "new");
    EXPECT_FALSE(writeAtomically(folder.path() / "nowhere" / "f", "x"));
    EXPECT_FALSE(writeAtomically(folder.path() / "", "x"));
    EXPECT_EQ(readSmallFile(folder.path() / "f", 3).value(), "new");
    EXPECT_EQ(readSmallFile(folder.path() / "f", 2).error().code, Errc::LimitExceeded);
    EXPECT_EQ(readSmallFile(folder.path(), 2).error().code, Errc::Io);
}

} // namespace
} // namespace taodeck::supervise
