#include "core/localnet/founding.h"

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
std::uint64_t genesisMillis(const NewChain& what, UnixMillis now) {
    const auto wanted = what.genesisMillis.value_or(millisOf(now));
    const auto slots = std::max(wanted / what.slotMillis, what.afterMillis / what.slotMillis + 1);
    return slots * what.slotMillis;
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
        options.now = UnixMillis{std::chrono::milliseconds{genesisMillis(what, now)}};
        TD_TRY(const auto chain, Chain::open(options, subtensor::makeRuntime425));
        if (kind == FoundingKind::Empty) TD_CHECK(chain->store().setSetting(kEmptySetting, "1"));
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
