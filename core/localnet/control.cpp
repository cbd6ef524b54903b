#include "core/localnet/control.h"

#include "core/base/hex.h"
#include "core/base/log.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

namespace taodeck::localnet {
namespace {

namespace fs = std::filesystem;
namespace sm = subtensor::subtensor_module;
using std::chrono::milliseconds;

/// Between a block and the news of its finality, as on a real network: clients look at the block when they hear of it,
/// and some drop what they found when "final" overtakes that.
constexpr milliseconds kFinalityDelay{150};
constexpr std::size_t kRateBlocks = 64; ///< The measured speed looks at so many.

bool hasPrefix(const Bytes& key, ByteView prefix) {
    return key.size() > prefix.size() && std::equal(prefix.begin(), prefix.end(), key.begin());
}

/// Every epoch writes down its block.
bool ranEpoch(const subtensor::State::Changes& changes, std::optional<NetUid> netuid) {
    if (netuid) return changes.contains(sm::LastMechansimStepBlock.key(*netuid));
    const Bytes some = sm::LastMechansimStepBlock.key(NetUid{0});
    const Bytes prefix(some.begin(), some.begin() + 32); // two 128-bit hashes: of the pallet and of the item
    const auto next = changes.lower_bound(prefix);
    return next != changes.end() && hasPrefix(next->first, prefix);
}

std::string wordOf(const Block& block) {
    return "block " + std::to_string(raw(block.header.number)) + " " + toHex(block.hash.view());
}

} // namespace

Control::Control(fs::path file, std::unique_ptr<Chain> chain, Speed speed, ControlHost host)
    : m_file{std::move(file)}, m_host{std::move(host)},
      m_snapshots{m_file.parent_path()}, m_pace{milliseconds{chain->slotMillis()}, speed} {
    adopt(std::move(chain));
}

void Control::adopt(std::unique_ptr<Chain> chain) {
    m_chain = std::move(chain);
    m_feeds = std::make_unique<Feeds>();
    m_unsettled.reset();
    m_madeAt.clear();
    m_bestNumber = m_finalNumber = raw(m_chain->best().header.number);
    m_empty = m_chain->store().setting(kEmptySetting).value_or("") == "1";
    m_cast = m_chain->store().setting(kCastSetting).value_or("") == "1";
    const std::lock_guard lock{m_mutex};
    m_genesis = m_chain->genesisHash();
}

BlockHash Control::genesisHash() const {
    const std::lock_guard lock{m_mutex};
    return m_genesis;
}

void Control::start() {
    schedule();
}

void Control::schedule() {
    const auto round = ++m_round;
    if (m_failed) return;
    const bool stepping = m_step && !m_step->complete;
    const auto wait = stepping ? std::optional{Pace::Duration::zero()} : m_pace.wait(m_host.clock->steady());
    if (!wait) return;
    m_host.later(*wait, [this, round] {
        if (round == m_round) onDue();
    });
}

void Control::onDue() {
    if (!makeBlock()) return;
    advanceStep();
    schedule();
}

bool Control::makeBlock() {
    finalise(); // if its time has not come yet
    const auto now = m_host.clock->now();
    if (m_cast && m_host.cast) m_host.cast(*m_chain, now);
    // Two thirds of a slot for transactions; the rest is for the trie, the disk and the callers.
    const auto until = m_host.clock->steady() + milliseconds{m_chain->slotMillis() * 2 / 3};
    auto authored = m_chain->author(m_chain->nextTime(), [&] { return m_host.clock->steady() < until; });
    if (!authored) {
        failed(authored.error());
        return false;
    }
    m_pace.made(m_host.clock->steady());
    m_madeAt.push_back(m_host.clock->steady());
    if (m_madeAt.size() > kRateBlocks) m_madeAt.pop_front();
    m_bestNumber = raw(authored->block.header.number);
    m_feeds->onBlock(*authored);
    m_chain->settleIncluded(*authored, now);
    m_unsettled = *std::move(authored);
    const auto delay = std::min<Pace::Duration>(kFinalityDelay, m_pace.interval() / 4);
    m_host.later(delay, [this, number = m_bestNumber.load(), genesis = m_genesis] {
        if (m_unsettled && number == m_bestNumber && genesis == m_genesis) finalise();
    });
    return true;
}

/// Tells that the newest block is final.
void Control::finalise() {
    if (!m_unsettled) return;
    const Authored authored = *std::move(m_unsettled);
    m_unsettled.reset();
    m_finalNumber = raw(authored.block.header.number);
    m_feeds->onFinalized(authored);
    m_chain->settleFinalized(authored);
    if (m_host.onBlock) m_host.onBlock(authored.block);
    if (m_step && m_step->complete) endStep({});
}

void Control::failed(const Error& error) {
    log::error("localnet", "no more blocks: " + error.context);
    m_failed = true;
    endStep(tl::unexpected<Error>{error});
    if (m_host.onFailure) m_host.onFailure(error);
}

void Control::pause() {
    m_pace.pause();
    m_madeAt.clear();
    endStep(fail(Errc::Cancelled, "the step was ended by a pause"));
    schedule();
}

void Control::resume() {
    m_pace.resume(m_host.clock->steady());
    schedule();
}

void Control::setSpeed(Speed speed) {
    m_pace.setSpeed(speed);
    schedule();
}

void Control::step(std::uint32_t count, Stepped done) {
    if (count == 0 || count > kMaxSteps)
        return done(fail(Errc::OutOfRange, "between 1 and " + std::to_string(kMaxSteps) + " blocks can be stepped"));
    Step step;
    step.left = count;
    step.done = std::move(done);
    beginStep(std::move(step));
}

void Control::stepEpoch(std::optional<NetUid> netuid, Stepped done) {
    const auto& state = m_chain->bestState();
    if (netuid && (!sm::NetworksAdded.get(state, *netuid) || sm::Tempo.get(state, *netuid) == 0 ||
                   !sm::FirstEmissionBlockNumber.exists(state, *netuid)))
        return done(fail(Errc::NotFound, "subnet " + std::to_string(raw(*netuid)) + " has no epochs"));
    Step step;
    step.left = kMaxSteps;
    step.untilEpoch = true;
    step.netuid = netuid;
    step.done = std::move(done);
    beginStep(std::move(step));
}

void Control::beginStep(Step step) {
    if (m_failed) return step.done(fail(Errc::Io, "the chain has stopped"));
    if (m_step) return step.done(fail(Errc::Conflict, "another step is under way"));
    m_pace.pause();
    m_step = std::move(step);
    schedule();
}

void Control::advanceStep() {
    if (!m_step || m_step->complete) return;
    --m_step->left;
    if (m_step->untilEpoch) {
        if (m_unsettled && ranEpoch(m_unsettled->changes, m_step->netuid))
            m_step->complete = true;
        else if (m_step->left == 0)
            endStep(fail(Errc::OutOfRange, "no epoch ran in " + std::to_string(kMaxSteps) + " blocks"));
        return;
    }
    m_step->complete = m_step->left == 0;
}

void Control::endStep(Result<> how) {
    if (!m_step) return;
    const auto done = std::move(m_step->done);
    m_step.reset();
    done(std::move(how));
}

fs::path Control::freshFile() const {
    return m_file.string() + ".new";
}

Result<> Control::reset(std::optional<std::uint64_t> seed, std::optional<bool> empty) {
    NewChain what;
    what.slotMillis = m_chain->slotMillis();
    what.seed = seed.value_or(m_chain->identity().seed);
    what.empty = empty.value_or(m_empty);
    what.afterMillis = m_chain->identity().genesisMillis;
    TD_CHECK(m_host.found(freshFile(), what));
    return replaceWith(freshFile(), "the chain was reset: it has another genesis now");
}

Result<SnapshotRow> Control::snapshot(const std::string& name) {
    return m_snapshots.take(*m_chain, name, m_host.clock->now());
}

Result<> Control::restore(const std::string& name) {
    TD_TRY(const auto row, m_snapshots.find(name));
    TD_CHECK(m_snapshots.copyTo(name, freshFile()));
    return replaceWith(freshFile(),
                       "the chain was restored: it is at block " + std::to_string(raw(row.number)) + " again");
}

/// `fresh` becomes the chain. Until the old one is closed nothing can be lost: a file that does not open is refused.
Result<> Control::replaceWith(const fs::path& fresh, const std::string& reason) {
    {
        TD_TRY(const auto trial, m_host.open(fresh));
        if (trial->slotMillis() != m_chain->slotMillis())
            return fail(Errc::Conflict, "that chain has blocks of " + std::to_string(trial->slotMillis()) +
                                            " ms, this one of " + std::to_string(m_chain->slotMillis()) + " ms");
    }
    endStep(fail(Errc::Cancelled, "the step was ended: " + reason));
    finalise();
    log::info("localnet", reason);
    // After the answer to whoever asked for it.
    m_host.later(Pace::Duration::zero(), [this, reason] { m_host.dismiss(reason); });
    m_chain.reset();
    std::error_code ec;
    for (const char* ending : {"-wal", "-shm"}) // closing has emptied them into the file
        fs::remove(m_file.string() + ending, ec);
    if (!ec) fs::rename(fresh, m_file, ec);
    auto opened = m_host.open(m_file);
    if (!opened) {
        failed(opened.error());
        return tl::unexpected<Error>{opened.error()};
    }
    adopt(*std::move(opened));
    m_pace.made(m_host.clock->steady());
    schedule();
    if (ec) return fail(Errc::Io, "the chain's file could not be replaced: " + ec.message());
    log::info("localnet", "the chain is now at " + wordOf(m_chain->best()));
    return {};
}

Result<> Control::setCast(bool on) {
    if (on == m_cast) return {};
    if (on && (m_empty || !m_host.cast)) return fail(Errc::Unsupported, "this chain was made without a cast");
    TD_CHECK(m_chain->store().setSetting(kCastSetting, on ? "1" : "0"));
    m_cast = on;
    return {};
}

ControlStatus Control::status() {
    ControlStatus out;
    out.speed = m_pace.speed();
    out.paused = m_pace.paused();
    out.stepping = m_step.has_value();
    out.failed = m_failed;
    out.best = m_chain->best().header.number;
    out.finalized = BlockNumber{m_finalNumber.load()};
    out.bestHash = m_chain->best().hash;
    out.genesis = m_chain->genesisHash();
    out.slotMillis = m_chain->slotMillis();
    out.seed = m_chain->identity().seed;
    out.chainTime = UnixMillis{milliseconds{m_chain->lastSlot() * m_chain->slotMillis()}};
    if (m_madeAt.size() > 1 && m_madeAt.back() > m_madeAt.front())
        out.blocksPerSecond = static_cast<double>(m_madeAt.size() - 1) /
                              std::chrono::duration<double>(m_madeAt.back() - m_madeAt.front()).count();
    out.empty = m_empty;
    out.cast = m_cast;
    out.archive = m_chain->isArchive();
    for (const char* part : {"", "-wal"}) {
        std::error_code absent;
        const auto size = fs::file_size(m_file.string() + part, absent);
        if (!absent) out.bytes += size;
    }
    return out;
}

} // namespace taodeck::localnet
