#include "ui/gallery/demo_services.h"

namespace taodeck::ui {

using api::Done;
using api::LocalnetSnapshot;
using api::LocalnetStatus;
using std::chrono::milliseconds;

DemoLocalnet::DemoLocalnet(Scene scene, const DemoClock& clock) : m_scene(scene), m_clock(clock) {
    now.slotMillis = 1000;
    now.blocksPerSecond = 1.0;
    now.best = BlockNumber{18'242};
    now.finalized = BlockNumber{18'241};
    now.genesis.bytes = demoAccount("genesis").bytes;
    now.chainTime = clock.now() - milliseconds{800};
    now.cast = true;
    now.bytes = 48'317'952;
    if (scene != Scene::Full) return;
    const auto add = [&](const char* name, std::uint32_t block, bool same, std::int64_t minutes, std::uint64_t bytes) {
        LocalnetSnapshot row;
        row.name = name;
        row.block = BlockNumber{block};
        row.hash.bytes = demoAccount(name).bytes;
        row.sameChain = same;
        row.madeAt = clock.now() - std::chrono::minutes{minutes};
        row.bytes = bytes;
        rows.push_back(row);
    };
    add("fresh-world", 300, true, 303, 6'123'520);
    add("before-the-upgrade-rehearsal", 12'960, true, 88, 31'457'280);
    add("old-experiment", 4'410, false, 2'890, 18'874'368);
    now.snapshots = 3;
}

template <class T>
bool DemoLocalnet::answersElse(const Done<T>& done) {
    if (m_scene == Scene::Loading) return true;
    if (m_scene == Scene::Failed) {
        done(fail(Errc::Disconnected, "the embedded chain is not running"));
        return true;
    }
    if (failWith) done(tl::unexpected<Error>{*failWith});
    return failWith.has_value();
}

template <class T>
bool DemoLocalnet::takes(const std::string& words, const Done<T>& done) {
    commands.push_back(words);
    if (answersElse(done)) return false;
    if (refuseWith) done(tl::unexpected<Error>{*refuseWith});
    return !refuseWith;
}

void DemoLocalnet::make(std::uint32_t blocks) {
    now.best = BlockNumber{raw(now.best) + blocks};
    now.finalized = now.best;
    now.chainTime += milliseconds{now.slotMillis * blocks};
}

void DemoLocalnet::status(StatusDone done) {
    ++questions;
    if (!answersElse(done)) done(now);
}

void DemoLocalnet::pause(StatusDone done) {
    if (!takes("pause", done)) return;
    now.paused = true;
    now.stepping = false;
    if (const auto held = std::exchange(m_held, nullptr)) held(fail(Errc::Cancelled, "the step was ended by a pause"));
    done(now);
}

void DemoLocalnet::resume(StatusDone done) {
    if (!takes("resume", done)) return;
    now.paused = false;
    done(now);
}

void DemoLocalnet::setSpeed(double speed, StatusDone done) {
    if (!takes("speed " + std::to_string(static_cast<int>(speed)), done)) return;
    now.speed = speed;
    now.blocksPerSecond = speed == 0 ? 212.5 : speed;
    done(now);
}

void DemoLocalnet::step(std::uint32_t blocks, StatusDone done) {
    if (!takes("step " + std::to_string(blocks), done)) return;
    now.paused = true;
    make(blocks);
    done(now);
}

void DemoLocalnet::stepEpoch(std::optional<NetUid> netuid, StatusDone done) {
    if (!takes("step-epoch " + (netuid ? std::to_string(raw(*netuid)) : "any"), done)) return;
    now.paused = true;
    if (holdSteps) {
        now.stepping = true;
        m_held = std::move(done);
        return;
    }
    make(128);
    done(now);
}

void DemoLocalnet::reset(std::optional<std::uint64_t> seed, std::optional<bool> empty, StatusDone done) {
    const auto words =
        "reset " + (seed ? std::to_string(*seed) : "same") + (empty ? *empty ? " empty" : " world" : " same");
    if (!takes(words, done)) return;
    now.seed = seed.value_or(now.seed);
    now.empty = empty.value_or(now.empty);
    now.cast = now.cast && !now.empty;
    now.genesis.bytes = demoAccount("genesis after a reset").bytes;
    now.best = now.finalized = BlockNumber{now.empty ? 0U : 300U};
    for (auto& row : rows)
        row.sameChain = false;
    done(now);
}

void DemoLocalnet::setCast(bool on, StatusDone done) {
    if (!takes(on ? "cast on" : "cast off", done)) return;
    now.cast = on;
    done(now);
}

void DemoLocalnet::snapshots(Done<std::vector<LocalnetSnapshot>> done) {
    if (!answersElse(done)) done(rows);
}

void DemoLocalnet::takeSnapshot(const std::string& name, Done<LocalnetSnapshot> done) {
    if (!takes("snapshot " + name, done)) return;
    LocalnetSnapshot row;
    row.name = name;
    row.block = now.best;
    row.madeAt = m_clock.now();
    row.bytes = now.bytes;
    rows.push_back(row);
    now.snapshots = static_cast<std::uint32_t>(rows.size());
    done(row);
}

void DemoLocalnet::deleteSnapshot(const std::string& name, StatusDone done) {
    if (!takes("delete " + name, done)) return;
    std::erase_if(rows, [&](const auto& row) { return row.name == name; });
    now.snapshots = static_cast<std::uint32_t>(rows.size());
    done(now);
}

void DemoLocalnet::restore(const std::string& name, StatusDone done) {
    if (!takes("restore " + name, done)) return;
    for (const auto& row : rows)
        if (row.name == name) now.best = now.finalized = row.block;
    done(now);
}

void DemoLocalnet::fork(const std::string& name, const std::string& target, Done<std::string> done) {
    if (takes("fork " + name + " " + target, done))
        done(std::string{"/home/you/.local/share/taodeck/localnet/forks/"} + target);
}

} // namespace taodeck::ui
