#include "core/localnet/founding.h"

#include "core/localnet/world/cast.h"
#include "core/localnet/world/people.h"
#include "core/localnet/world/script.h"
#include "core/subtensor/pallets/subtensor_module/module_genesis.h"

namespace taodeck::localnet {
namespace {

namespace fs = std::filesystem;

Result<> removeWithLogs(const fs::path& file) {
    std::error_code ec;
    for (const char* ending : {"", "-wal", "-shm"})
        if (!ec) fs::remove(file.string() + ending, ec);
    if (ec) return fail(Errc::Io, file.string() + ": " + ec.message());
    return {};
}

std::uint64_t millisOf(UnixMillis time) {
    return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

/// Slots begin at multiples of their length, and blocks at the begin of theirs.
std::uint64_t genesisMillis(FoundingKind kind, const NewChain& what, UnixMillis now) {
    const auto past = kind == FoundingKind::World ? world::kHistoryBlocks * what.slotMillis : 0;
    const auto wanted = what.genesisMillis.value_or(millisOf(now) - past);
    const auto slots = std::max(wanted / what.slotMillis, what.afterMillis / what.slotMillis + 1);
    return slots * what.slotMillis;
}

/// Makes one block of everything that waits. @return InvalidTransaction or DispatchFailed when something of it did not
/// go through.
Result<> makeBlock(Chain& chain) {
    const auto waiting = chain.pool().size();
    const auto now = chain.nextTime();
    TD_TRY(const auto authored, chain.author(now, [] { return true; }));
    chain.settleIncluded(authored, now);
    chain.settleFinalized(authored);
    const auto where = "the world's block " + std::to_string(raw(authored.block.header.number));
    if (!authored.failures.empty()) return fail(Errc::DispatchFailed, where + ": " + authored.failures[0].second);
    if (chain.pool().size() > 0)
        return fail(Errc::InvalidTransaction,
                    where + " took only some of " + std::to_string(waiting) + " transactions");
    return {};
}

Result<> makeWorld(Chain& chain) {
    world::Signer signer;
    for (const auto& acts : world::opening(signer)) {
        for (const auto& act : acts)
            TD_CHECK(signer.send(chain, chain.nextTime(), act.uri, act.call));
        TD_CHECK(makeBlock(chain));
    }
    world::Cast cast;
    while (raw(chain.best().header.number) < world::kHistoryBlocks) {
        cast.act(chain, chain.nextTime());
        TD_CHECK(makeBlock(chain));
    }
    if (cast.refused() > 0) return fail(Errc::InvalidTransaction, "the world's cast had transactions refused");
    return chain.store().setSetting(kCastSetting, "1");
}

} // namespace

Result<> foundChain(const fs::path& file, FoundingKind kind, const NewChain& what, UnixMillis now) {
    TD_CHECK(checkSlot(what.slotMillis));
    const fs::path part = file.string() + ".part";
    TD_CHECK(removeWithLogs(part)); // of an attempt that was cut off
    {
        ChainOptions options;
        options.file = part;
        options.slotMillis = what.slotMillis;
        options.seed = what.seed;
        options.now = UnixMillis{std::chrono::milliseconds{genesisMillis(kind, what, now)}};
        if (kind != FoundingKind::Development) options.genesis = subtensor::subtensor_module::buildRootAlone;
        TD_TRY(const auto chain, Chain::open(options, subtensor::makeRuntime425));
        TD_CHECK(chain->store().doNotSync()); // a file that is not finished is thrown away
        if (kind == FoundingKind::Empty) TD_CHECK(chain->store().setSetting(kEmptySetting, "1"));
        if (kind == FoundingKind::World) TD_CHECK(makeWorld(*chain));
    }
    TD_CHECK(removeWithLogs(file));
    std::error_code ec;
    fs::rename(part, file, ec);
    if (ec) return fail(Errc::Io, file.string() + ": " + ec.message());
    return {};
}

ChainOptions openOptions(const fs::path& file, bool archive) {
    ChainOptions options;
    options.file = file;
    options.archive = archive;
    return options;
}

} // namespace taodeck::localnet
