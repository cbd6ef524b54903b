#include "core/localnet/snapshots.h"

#include "core/base/hex.h"
#include "core/base/log.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace taodeck::localnet {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kMaxNameLength = 40;
constexpr std::uintmax_t kMaxDescriptionBytes = 4096;

Error ioError(const fs::path& path, const std::error_code& ec) {
    return Error{Errc::Io, path.string() + ": " + ec.message()};
}

json describe(const SnapshotRow& row) {
    return {{"block", raw(row.number)},
            {"hash", toHex(row.hash.view())},
            {"genesis", toHex(row.genesis.view())},
            {"madeAt", row.madeAt.time_since_epoch().count()}};
}

template <class Id>
Result<Id> idFrom(const json& value) {
    TD_TRY(const auto bytes, fromHex(value.get<std::string>()));
    return Id::from(bytes);
}

/// Everything but name and size.
Result<SnapshotRow> rowFrom(const std::string& text) {
    SnapshotRow row;
    try {
        const auto value = json::parse(text);
        row.number = BlockNumber{value.at("block").get<std::uint32_t>()};
        TD_TRY(row.hash, idFrom<BlockHash>(value.at("hash")));
        TD_TRY(row.genesis, idFrom<BlockHash>(value.at("genesis")));
        row.madeAt = UnixMillis{std::chrono::milliseconds{value.at("madeAt").get<std::int64_t>()}};
    } catch (const json::exception& e) {
        return fail(Errc::Malformed, e.what());
    }
    return row;
}

Result<std::string> readSmallFile(const fs::path& path) {
    std::error_code ec;
    const auto size = fs::file_size(path, ec);
    if (ec) return tl::unexpected<Error>{ioError(path, ec)};
    if (size > kMaxDescriptionBytes) return fail(Errc::LimitExceeded, path.string() + " is too long");
    std::ifstream in{path, std::ios::binary};
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(size)))
        return fail(Errc::Io, "cannot read " + path.string());
    return text;
}

Result<> writeFile(const fs::path& path, const std::string& text) {
    std::ofstream out{path, std::ios::binary | std::ios::trunc};
    out << text << std::flush;
    if (!out) return fail(Errc::Io, "cannot write " + path.string());
    return {};
}

Result<> makeFolder(const fs::path& path) {
    std::error_code ec;
    fs::create_directories(path, ec);
    if (ec) return tl::unexpected<Error>{ioError(path, ec)};
    return {};
}

} // namespace

Result<> checkSnapshotName(const std::string& name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    if (!name.empty() && name.size() <= kMaxNameLength && std::all_of(name.begin(), name.end(), fits)) return {};
    return fail(Errc::Malformed, "a name has 1 to 40 letters, digits, '-' and '_'");
}

Snapshots::Snapshots(fs::path chainFolder) : m_folder{chainFolder / "snapshots"}, m_forks{chainFolder / "forks"} {}

fs::path Snapshots::fileOf(const std::string& name, const char* ending) const {
    return m_folder / (name + ending);
}

Result<SnapshotRow> Snapshots::take(Chain& chain, const std::string& name, UnixMillis now) {
    TD_CHECK(checkSnapshotName(name));
    TD_CHECK(makeFolder(m_folder));
    TD_TRY(const auto known, list());
    if (known.size() >= kMaxSnapshots)
        return fail(Errc::LimitExceeded, "there are " + std::to_string(kMaxSnapshots) + " snapshots; delete one first");
    const auto file = fileOf(name, ".sqlite"), part = fileOf(name, ".part");
    std::error_code ec;
    if (fs::exists(file, ec)) return fail(Errc::Conflict, "there is a snapshot called " + name);
    fs::remove(part, ec); // of an attempt that was cut off
    SnapshotRow row;
    row.name = name;
    row.number = chain.best().header.number;
    row.hash = chain.best().hash;
    row.genesis = chain.genesisHash();
    row.madeAt = now;
    TD_CHECK(chain.store().copyTo(part));
    TD_CHECK(writeFile(fileOf(name, ".json"), describe(row).dump()));
    fs::rename(part, file, ec);
    if (ec) return tl::unexpected<Error>{ioError(file, ec)};
    row.bytes = fs::file_size(file, ec);
    if (ec) return tl::unexpected<Error>{ioError(file, ec)};
    return row;
}

Result<SnapshotRow> Snapshots::find(const std::string& name) const {
    TD_CHECK(checkSnapshotName(name));
    std::error_code ec;
    const auto size = fs::file_size(fileOf(name, ".sqlite"), ec);
    if (ec) return fail(Errc::NotFound, "there is no snapshot called " + name);
    TD_TRY(const auto text, readSmallFile(fileOf(name, ".json")));
    TD_TRY(auto row, rowFrom(text));
    row.name = name;
    row.bytes = size;
    return row;
}

Result<std::vector<SnapshotRow>> Snapshots::list() const {
    std::vector<SnapshotRow> out;
    std::error_code ec;
    if (!fs::exists(m_folder, ec)) return out;
    for (fs::directory_iterator it{m_folder, ec}, end; !ec && it != end; it.increment(ec)) {
        const auto& path = it->path();
        if (path.extension() != ".sqlite") continue;
        auto row = find(path.stem().string());
        if (row)
            out.push_back(*std::move(row));
        else
            log::warn("localnet", "snapshot " + path.string() + ": " + row.error().context);
    }
    if (ec) return tl::unexpected<Error>{ioError(m_folder, ec)};
    std::sort(out.begin(), out.end(),
              [](const auto& a, const auto& b) { return std::tie(a.number, a.name) < std::tie(b.number, b.name); });
    return out;
}

Result<> Snapshots::remove(const std::string& name) {
    TD_CHECK(checkSnapshotName(name));
    std::error_code ec;
    const auto file = fileOf(name, ".sqlite");
    if (!fs::remove(file, ec) && !ec) return fail(Errc::NotFound, "there is no snapshot called " + name);
    if (!ec) fs::remove(fileOf(name, ".json"), ec);
    if (ec) return tl::unexpected<Error>{ioError(file, ec)};
    return {};
}

Result<> Snapshots::copyTo(const std::string& name, const fs::path& file) const {
    TD_TRY([[maybe_unused]] const auto row, find(name));
    std::error_code ec;
    fs::copy_file(fileOf(name, ".sqlite"), file, fs::copy_options::overwrite_existing, ec);
    if (ec) return tl::unexpected<Error>{ioError(file, ec)};
    return {};
}

Result<fs::path> Snapshots::fork(const std::string& name, const std::string& fork) const {
    TD_CHECK(checkSnapshotName(fork));
    TD_TRY([[maybe_unused]] const auto row, find(name));
    const auto folder = m_forks / fork;
    std::error_code ec;
    if (fs::exists(folder, ec)) return fail(Errc::Conflict, "there is a fork called " + fork);
    // Filled under another name, so that a copy that was cut off is never taken for a fork.
    const auto part = m_forks / (fork + ".part");
    fs::remove_all(part, ec);
    TD_CHECK(makeFolder(part));
    auto copied = copyTo(name, part / "chain.sqlite");
    if (copied) {
        fs::rename(part, folder, ec);
        if (ec) copied = tl::unexpected<Error>{ioError(folder, ec)};
    }
    if (!copied) {
        std::error_code ignored;
        fs::remove_all(part, ignored);
        return tl::unexpected<Error>{std::move(copied).error()};
    }
    return folder;
}

} // namespace taodeck::localnet
