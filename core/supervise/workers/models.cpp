#include "core/supervise/workers/models.h"

#include "core/base/hex.h"
#include "core/supervise/workers/worker_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstring>
#include <fstream>

#include <sodium/crypto_hash_sha256.h>

namespace taodeck::supervise {
namespace {

namespace fs = std::filesystem;
using api::ModelFit;
using api::ModelRow;
using nlohmann::json;

constexpr const char* kDemoModel = "taodeck-demo.gguf";
constexpr std::size_t kMaxModels = 200;
constexpr std::size_t kMaxAnswer = 1u << 20;
constexpr std::size_t kMaxAdded = 256u << 10;
constexpr std::uintmax_t kHashAtOnce = 16u << 20; ///< Larger files are hashed when they are asked for by name.

std::string textOf(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? ForeignText{found->get<std::string>()}.plain(500)
                                                       : std::string{};
}
std::uint64_t numberOf(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

ModelFit fitOf(const std::string& word) {
    if (word == "gpu") return ModelFit::Gpu;
    if (word == "partly") return ModelFit::Partly;
    if (word == "cpu") return ModelFit::Cpu;
    if (word == "too_large") return ModelFit::TooLarge;
    return ModelFit::Unknown;
}

/// Read in parts: a mapped file that somebody cuts meanwhile would end the program.
Result<std::string> sha256Of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    std::vector<char> part(1u << 20);
    while (in.read(part.data(), static_cast<std::streamsize>(part.size())), in.gcount() > 0)
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                                  static_cast<unsigned long long>(in.gcount()));
    if (!in.eof()) return fail(Errc::Io, file.string() + " cannot be read");
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(&state, digest.data());
    return toHexBare(digest);
}

ModelRow broken(ModelRow row, std::string words) {
    row.fit = ModelFit::Broken;
    row.words = std::move(words);
    return row;
}

} // namespace

Result<fs::path> findBundledModel(const fs::path& programFolder) {
    std::vector<fs::path> places{programFolder / "models", programFolder.parent_path() / "share/taodeck/models"};
    auto above = programFolder;
    for (int level = 0; level < 6 && above.has_relative_path(); ++level, above = above.parent_path())
        places.push_back(above / "resources/models");
    std::error_code ec;
    for (const auto& place : places)
        if (fs::is_regular_file(place / kDemoModel, ec)) return place / kDemoModel;
    return fail(Errc::NotFound, std::string{kDemoModel} + " is not beside " + programFolder.string());
}

RunChild makeRunChild(boost::asio::io_context& io, std::chrono::milliseconds limit, std::stop_token stop) {
    return
        [&io, limit, stop](const fs::path& program, const std::vector<std::string>& arguments) -> Result<ChildAnswer> {
            struct Box {
                std::mutex mutex;
                std::condition_variable_any changed;
                std::string text;
                std::optional<Exit> exit;
                std::optional<Error> failure;
            };
            const auto box = std::make_shared<Box>();
            ProcessOptions options;
            options.program = program;
            options.arguments = arguments;
            options.errorLog = "/dev/null";
            options.nice = 5;
            options.grace = std::chrono::milliseconds{500};
            ProcessEvents events;
            events.onLine = [box](const std::string& line) {
                const std::lock_guard lock{box->mutex};
                if (box->text.size() <= kMaxAnswer) box->text += line + '\n';
            };
            events.onExit = [box](const Exit& exit) {
                const std::lock_guard lock{box->mutex};
                box->exit = exit;
                box->changed.notify_all();
            };
            events.onFailure = [box](const Error& error) {
                const std::lock_guard lock{box->mutex};
                box->failure = error;
                box->changed.notify_all();
            };
            const auto process = makeProcess(io, std::move(options), std::move(events));
            process->start();
            std::unique_lock lock{box->mutex};
            const bool over = box->changed.wait_for(lock, stop, limit, [&] { return box->exit || box->failure; });
            if (!over && stop.stop_requested()) return fail(Errc::Cancelled, "the program ends");
            if (!over) return fail(Errc::Timeout, "it took longer than " + std::to_string(limit.count() / 1000) + " s");
            if (box->failure) return tl::unexpected<Error>{*box->failure};
            if (box->text.size() > kMaxAnswer) return fail(Errc::LimitExceeded, "the answer is too long");
            if (box->exit->signal != 0)
                return fail(Errc::Io, "its reader ended by signal " + std::to_string(box->exit->signal) + " (" +
                                          ::strsignal(box->exit->signal) + ')');
            return ChildAnswer{box->exit->code, std::move(box->text)};
        };
}

ModelRow modelRowFrom(const std::string& path, const Result<ChildAnswer>& answer) {
    ModelRow row;
    row.path = path;
    row.name = ForeignText{fs::path{path}.stem().string()};
    const bool ours = !answer && (answer.error().code == Errc::NotFound || answer.error().code == Errc::Cancelled);
    if (ours) { // not the file's fault
        row.words = "The file was not checked: " + answer.error().context + '.';
        return row;
    }
    if (!answer) return broken(std::move(row), "The file cannot be read: " + answer.error().context + '.');
    const json value = json::parse(answer->text, nullptr, /*allow_exceptions=*/false);
    if (!value.is_object()) return broken(std::move(row), "The file's reader gave no answer.");
    if (const auto error = value.find("error"); error != value.end() && error->is_object())
        return broken(std::move(row), textOf(*error, "text"));
    row.fit = fitOf(textOf(value, "fit"));
    row.words = textOf(value, "text");
    if (auto name = textOf(value, "name"); !name.empty()) row.name = ForeignText{std::move(name)};
    row.parameters = numberOf(value, "parameters");
    row.family = textOf(value, "family");
    row.quantisation = textOf(value, "quantisation");
    row.context = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(std::max(numberOf(value, "model_context"), numberOf(value, "context")), 0xffff'ffffu));
    return row;
}

std::vector<fs::path> Models::added() const {
    std::vector<fs::path> out;
    const auto text = readSmallFile(m_options.folder / "added.json", kMaxAdded);
    if (!text) return out;
    const json list = json::parse(*text, nullptr, /*allow_exceptions=*/false);
    if (!list.is_array()) return out;
    for (const auto& entry : list)
        if (entry.is_string() && out.size() < kMaxModels) out.emplace_back(entry.get<std::string>());
    return out;
}

std::vector<ModelRow> Models::list() {
    std::vector<fs::path> files;
    const auto note = [&](const fs::path& file) {
        if (files.size() < kMaxModels && std::find(files.begin(), files.end(), file) == files.end())
            files.push_back(file);
    };
    if (!m_options.bundled.empty()) note(m_options.bundled);
    std::error_code ec;
    std::vector<fs::path> own;
    for (auto it = fs::directory_iterator{m_options.folder, ec}; !ec && it != fs::directory_iterator{};
         it.increment(ec))
        if (it->path().extension() == ".gguf" && own.size() < kMaxModels) own.push_back(it->path());
    std::sort(own.begin(), own.end());
    for (const auto& file : own)
        note(file);
    for (const auto& file : added())
        note(file);
    std::vector<ModelRow> out;
    for (const auto& file : files) {
        auto row = inspect(file, /*hash=*/fs::file_size(file, ec) <= kHashAtOnce);
        if (row) {
            out.push_back(*std::move(row));
            continue;
        }
        ModelRow gone;
        gone.path = file.string();
        gone.name = ForeignText{file.stem().string()};
        out.push_back(broken(std::move(gone), "The file is not there any more."));
    }
    return out;
}

Result<ModelRow> Models::inspect(const fs::path& file, bool hash) {
    std::error_code ec;
    const auto path = fs::canonical(file, ec);
    if (ec || !fs::is_regular_file(path, ec)) return fail(Errc::NotFound, "there is no file " + file.string());
    const auto bytes = fs::file_size(path, ec);
    const auto changed = fs::last_write_time(path, ec);
    if (ec) return fail(Errc::Io, file.string() + ": " + ec.message());
    std::optional<ModelRow> row;
    {
        const std::lock_guard lock{m_mutex};
        const auto known = m_known.find(path);
        if (known != m_known.end() && known->second.bytes == bytes && known->second.changed == changed)
            row = known->second.row;
    }
    if (row && (!hash || !row->sha256.empty())) return *std::move(row);
    if (!row) {
        row = modelRowFrom(path.string(),
                           m_options.run(m_options.worker, {"plan", path.string(), "--json", "--confined"}));
        row->bytes = bytes;
        row->bundled = path == m_options.bundled;
    }
    if (hash) {
        TD_TRY(row->sha256, sha256Of(path));
    }
    const std::lock_guard lock{m_mutex};
    if (row->fit != ModelFit::Unknown) m_known[path] = {bytes, changed, *row};
    return *std::move(row);
}

Result<ModelRow> Models::add(const fs::path& file) {
    TD_TRY(auto row, inspect(file, /*hash=*/true));
    const std::lock_guard lock{m_mutex};
    auto files = added();
    if (row.bundled || std::find(files.begin(), files.end(), fs::path{row.path}) != files.end()) return row;
    if (files.size() >= kMaxModels) return fail(Errc::LimitExceeded, "there are too many models already");
    files.emplace_back(row.path);
    json list = json::array();
    for (const auto& entry : files)
        list.push_back(entry.string());
    std::error_code ec;
    fs::create_directories(m_options.folder, ec);
    if (ec) return fail(Errc::Io, m_options.folder.string() + ": " + ec.message());
    TD_CHECK(
        writeAtomically(m_options.folder / "added.json", list.dump(-1, ' ', false, json::error_handler_t::replace)));
    return row;
}

} // namespace taodeck::supervise
