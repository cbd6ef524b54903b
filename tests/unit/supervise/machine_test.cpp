#include "core/supervise/workers/machine.h"
#include "core/supervise/workers/nvml.h"
#include "core/supervise/workers/schedule.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace taodeck::supervise {
namespace {

using namespace std::chrono_literals;
using test::TemporaryFolder;

TEST(Nvml, ReadsCardsAndLeavesOutWhatTheyDoNotTell) {
    const auto gpus = readGpus(TD_FAKE_NVML);

    ASSERT_EQ(gpus.rows.size(), 2u);
    EXPECT_EQ(gpus.rows[0].name.plain(), "Test Card 0");
    EXPECT_EQ(gpus.rows[0].totalBytes, 80ull << 30);
    EXPECT_EQ(gpus.rows[0].freeBytes, 60ull << 30);
    EXPECT_EQ(gpus.rows[0].celsius, 55.0);
    EXPECT_EQ(gpus.rows[0].watts, 123.456);
    EXPECT_EQ(gpus.rows[0].load, 0.75);
    EXPECT_EQ(gpus.rows[1].celsius, std::nullopt);
    EXPECT_EQ(gpus.rows[1].load, std::nullopt);
    EXPECT_TRUE(gpus.words.empty());
}

TEST(Nvml, AMissingDriverIsASentence) {
    const auto gpus = readGpus("/nonexistent/libnvidia-ml.so.1");

    EXPECT_TRUE(gpus.rows.empty());
    EXPECT_EQ(gpus.words, "There is no NVIDIA driver on this system.");
}

TEST(Battery, IsOnlyTheSystemsOwn) {
    struct Row {
        const char* name;
        std::vector<std::pair<const char*, const char*>> files;
        std::optional<bool> expected;
    };
    const Row rows[] = {
        {"no folder", {}, std::nullopt},
        {"a desk machine", {{"AC/type", "Mains\n"}, {"AC/online", "1\n"}}, std::nullopt},
        {"a mouse",
         {{"hid/type", "Battery\n"}, {"hid/scope", "Device\n"}, {"hid/status", "Discharging\n"}},
         std::nullopt},
        {"plugged in",
         {{"AC/type", "Mains\n"}, {"AC/online", "1\n"}, {"BAT0/type", "Battery\n"}, {"BAT0/status", "Charging\n"}},
         false},
        {"unplugged",
         {{"AC/type", "Mains\n"}, {"AC/online", "0\n"}, {"BAT0/type", "Battery\n"}, {"BAT0/status", "Discharging\n"}},
         true},
        {"charged over USB",
         {{"AC/type", "Mains\n"},
          {"AC/online", "0\n"},
          {"usb/type", "USB\n"},
          {"usb/online", "1\n"},
          {"BAT0/type", "Battery\n"},
          {"BAT0/status", "Charging\n"}},
         false},
        {"no mains known", {{"BAT0/type", "Battery\n"}, {"BAT0/status", "Discharging\n"}}, true}};
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        TemporaryFolder folder;
        for (const auto& [file, text] : row.files)
            folder.write(std::filesystem::path{"power"} / file, text);

        EXPECT_EQ(onBattery(folder.path() / "power"), row.expected);
    }
}

TEST(Machine, ReadsMemoryAndLoad) {
    TemporaryFolder folder;
    folder.write("proc/meminfo", "MemTotal:       2048 kB\nMemFree:  1 kB\nMemAvailable:   1024 kB\n");
    folder.write("proc/stat", "cpu  100 50 100 800 0 0 0 0 0 0\ncpu0 1 2 3\n");
    Machine machine{{folder.path() / "proc", folder.path() / "power", "/nonexistent/nvml.so"}};
    folder.write("proc/stat", "cpu  150 90 150 860 0 0 0 0 0 0\ncpu0 1 2 3\n");

    const auto state = machine.read();

    EXPECT_EQ(state.memoryTotal, 2048u * 1024);
    EXPECT_EQ(state.memoryFree, 1024u * 1024);
    ASSERT_TRUE(state.cpuLoad);
    EXPECT_DOUBLE_EQ(*state.cpuLoad, 0.5) << "niced programs give way, so they do not count";
    EXPECT_EQ(state.onBattery, std::nullopt);
    EXPECT_FALSE(state.gpuWords.empty());
}

TEST(Machine, TellsOthersLoadFromItsOwn) {
    TemporaryFolder folder;
    const auto process = [&](int pid, int group, int ticks) {
        folder.write("proc/" + std::to_string(pid) + "/stat", std::to_string(pid) + " (a) b (c) S 1 " +
                                                                  std::to_string(group) + " 0 0 0 0 0 0 0 0 " +
                                                                  std::to_string(ticks) + " 0 0 0 20 0");
    };
    folder.write("proc/stat", "cpu  0 0 0 100 0 0 0 0 0 0\n");
    process(7, 7, 0);
    process(8, 7, 0);
    process(9, 9, 0);
    Machine machine{{folder.path() / "proc", folder.path() / "power", ""}};
    EXPECT_EQ(machine.othersLoad({7}), std::nullopt) << "the first measurement has nothing to compare with";

    folder.write("proc/stat", "cpu  80 0 0 120 0 0 0 0 0 0\n");
    process(7, 7, 30);
    process(8, 7, 20);
    process(9, 9, 30);

    EXPECT_EQ(groupTicks(folder.path() / "proc", {7}), 50u);
    EXPECT_DOUBLE_EQ(machine.othersLoad({7}).value_or(-1), 0.3);
}

TEST(Machine, ADamagedProcFileIsNoNumber) {
    TemporaryFolder folder;
    for (const auto* text : {"", "cpu", "cpu 1 2", "memory 1 2 3 4 5 6 7 8", "cpu a b c d e f g h"}) {
        folder.write("proc/stat", text);
        EXPECT_FALSE(cpuTimes(folder.path() / "proc")) << text;
    }
    folder.write("proc/5/stat", "5 (x S 1 2");
    EXPECT_EQ(groupTicks(folder.path() / "proc", {2}), 0u);
}

TEST(Schedule, RestsForTheFirstReasonThatHolds) {
    struct Row {
        const char* name;
        api::WorkerSchedule schedule;
        Surroundings now;
        const char* words;
    };
    const Row rows[] = {{"nothing", {}, {}, ""},
                        {"battery", {}, {true, false, 0min}, "battery"},
                        {"battery allowed", {false, false, {}, {}}, {true, false, 0min}, ""},
                        {"no battery", {}, {std::nullopt, false, 0min}, ""},
                        {"busy", {true, true, {}, {}}, {false, true, 0min}, "processor"},
                        {"busy allowed", {}, {false, true, 0min}, ""},
                        {"before its hours", {true, false, 22h, 6h}, {false, false, 21h}, "from 22:00 to 06:00"},
                        {"past midnight", {true, false, 22h, 6h}, {false, false, 5h}, ""},
                        {"after its hours", {true, false, 9h, 17h}, {false, false, 17h}, "from 09:00 to 17:00"},
                        {"all day", {true, false, 9h, 9h}, {false, false, 3h}, ""}};
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto reason = reasonToRest(row.schedule, row.now);
        if (*row.words == '\0')
            EXPECT_EQ(reason, "");
        else
            EXPECT_NE(reason.find(row.words), std::string::npos) << reason;
    }
}

TEST(BusyMeter, WaitsBeforeItSaysSoAndLongerBeforeItTakesItBack) {
    BusyMeter meter;
    for (int i = 0; i < BusyMeter::kBusyAfter - 1; ++i)
        EXPECT_FALSE(meter.add(0.9));
    EXPECT_FALSE(meter.add(0.5)) << "a quiet moment begins the count anew";
    for (int i = 0; i < BusyMeter::kBusyAfter - 1; ++i)
        EXPECT_FALSE(meter.add(0.9));
    EXPECT_TRUE(meter.add(0.9));
    for (int i = 0; i < BusyMeter::kQuietAfter - 1; ++i)
        EXPECT_TRUE(meter.add(0.1));
    EXPECT_FALSE(meter.add(0.1));
}

} // namespace
} // namespace taodeck::supervise
