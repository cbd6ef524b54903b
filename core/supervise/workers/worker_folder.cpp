#include "core/supervise/workers/worker_folder.h"

#include "core/base/hex.h"
#include "core/base/log.h"
#include "core/crypto/random.h"
#include "core/store/worker_json.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace taodeck::supervise {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLocalnet = "localnet";
constexpr std::size_t kMaxSettings = 64u << 10;
constexpr std::size_t kMaxWorkers = 256;
constexpr std::size_t kLogTail = 256u << 10;

tl::unexpected<Error> diskError(const std::string& what) {
    return fail(errno == ENOENT ? Errc::NotFound : Errc::Io, what + ": " + std::strerror(errno));
}

class OwnedFd {
public:
    explicit OwnedFd(int fd) : m_fd{fd} {}
    ~OwnedFd() {
        if (m_fd >= 0) ::close(m_fd);
    }
    OwnedFd(const OwnedFd&) = delete;
    OwnedFd& operator=(const OwnedFd&) = delete;
    int get() const { return m_fd; }

private:
    int m_fd;
};

bool writeAll(int fd, std::string_view content) {
    while (!content.empty()) {
        const auto written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool isAbsoluteFile(const std::string& path) {
    std::error_code ec;
    return fs::path{path}.is_absolute() && fs::is_regular_file(path, ec);
}

} // namespace

bool isWorkerId(std::string_view id) {
    return !id.empty() && id.size() <= 40 && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == id.npos;
}

Result<> checkReachable(const api::WorkerSettings& s) {
    // Programs of recipes may announce themselves, and there are subnets whose miners nobody asks.
    const bool asked = s.role == api::Role::Miner && s.task != "recipe";
    if (!asked || s.network == kLocalnet || !s.externalIp.empty()) return {};
    return fail(Errc::Malformed, "on this network a miner needs the public IP address at which validators reach it "
                                 "(taodeck-cli: --ip); without one nobody can ask it");
}

Result<> checkSettings(const api::WorkerSettings& s) {
    auto plain = s;
    if (plain.id.empty()) plain.id = "new"; // chosen later
    if (plain.port == 0) plain.port = 1'024;
    TD_CHECK(store::checkWorkerSettings(plain));
    const auto malformed = [](const char* words) { return fail(Errc::Malformed, words); };
    if (s.network.empty()) return malformed("a worker needs a network");
    if (s.netuid == kRootNetUid) return malformed("the root network has no miners and no such validators");
    if (s.hotkey.isZero()) return malformed("a worker needs a hotkey");
    if (!isAbsoluteFile(s.hotkeyFile)) return malformed("the hotkey's file is not there");
    if (s.task != "text" && s.task != "sentiment" && s.task != "recipe")
        return malformed("the task must be text, sentiment or recipe");
    if (s.task == "recipe" && !isAbsoluteFile(s.recipe)) return malformed("the recipe file is not there");
    if (s.task != "recipe" && !isAbsoluteFile(s.model)) return malformed("the model file is not there");
    if (s.schedule.fromTime.has_value() != s.schedule.toTime.has_value())
        return malformed("a time of day needs its beginning and its end");
    for (const auto& time : {s.schedule.fromTime, s.schedule.toTime})
        if (time && (*time < std::chrono::minutes{0} || *time >= std::chrono::hours{24}))
            return malformed("a time of day lies between 00:00 and 23:59");
    TD_CHECK(checkReachable(s));
    if (!(s.watts >= 0 && s.watts <= 1e6)) return malformed("the watts are out of range");
    return {};
}

Result<> writeAtomically(const fs::path& file, std::string_view content) {
    auto pattern = file.string() + ".XXXXXX";
    const OwnedFd out{::mkostemp(pattern.data(), O_CLOEXEC)}; // readable by its owner only
    if (out.get() < 0) return diskError(pattern);
    const bool written = writeAll(out.get(), content) && ::fsync(out.get()) == 0;
    if (written && ::rename(pattern.c_str(), file.c_str()) == 0) {
        const OwnedFd folder{::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
        if (folder.get() >= 0) ::fsync(folder.get());
        return {};
    }
    const auto error = diskError(file.string());
    ::unlink(pattern.c_str());
    return error;
}

Result<std::string> readSmallFile(const fs::path& file, std::size_t most) {
    const OwnedFd in{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (in.get() < 0) return diskError(file.string());
    struct stat about {};
    if (::fstat(in.get(), &about) != 0 || !S_ISREG(about.st_mode)) return fail(Errc::Io, file.string() + " is no file");
    std::string out;
    char part[4096];
    for (;;) {
        const auto got = ::read(in.get(), part, sizeof part);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return diskError(file.string());
        if (got == 0) return out;
        out.append(part, static_cast<std::size_t>(got));
        if (out.size() > most) return fail(Errc::LimitExceeded, file.string() + " is too large");
    }
}

Result<> WorkerFolder::make() const {
    std::error_code ec;
    fs::create_directories(m_path.parent_path(), ec);
    if (ec) return fail(Errc::Io, m_path.parent_path().string() + ": " + ec.message());
    ::chmod(m_path.parent_path().c_str(), 0700);
    if (::mkdir(m_path.c_str(), 0700) == 0) return {};
    if (errno == EEXIST) return fail(Errc::Conflict, m_path.string() + " is there already");
    return diskError(m_path.string());
}

Result<api::WorkerSettings> WorkerFolder::settings() const {
    TD_TRY(const auto text, readSmallFile(settingsFile(), kMaxSettings));
    TD_TRY(auto settings, store::workerSettingsFromJson(text));
    settings.id = m_path.filename().string(); // a copied folder is a worker of its own
    if (!isWorkerId(settings.id)) return fail(Errc::Malformed, "a worker's folder has a name of a-z, 0-9 and -");
    return settings;
}

Result<> WorkerFolder::save(const api::WorkerSettings& settings) const {
    return writeAtomically(settingsFile(), store::toJson(settings));
}

Result<std::string> WorkerFolder::newSecret() const {
    const auto bytes = crypto::randomBytes<32>();
    auto text = toHexBare(bytes);
    TD_CHECK(writeAtomically(secret(), text));
    return text;
}

std::vector<std::string> WorkerFolder::logTail(std::size_t lines) const {
    std::ifstream in{log(), std::ios::binary | std::ios::ate};
    if (!in) return {};
    const auto size = static_cast<std::size_t>(std::max<std::streamoff>(in.tellg(), 0));
    const auto from = size > kLogTail ? size - kLogTail : 0;
    in.seekg(static_cast<std::streamoff>(from));
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);)
        out.push_back(ForeignText{std::move(line)}.plain(2'000)); // strangers' words are in it
    if (from > 0 && !out.empty()) out.erase(out.begin());         // cut in its middle
    if (out.size() > lines) out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(lines));
    return out;
}

namespace {

/// With what SQLite has not folded into it yet, first: a file without it would be older.
Result<> moveLedger(const fs::path& from, const fs::path& to) {
    std::error_code ec;
    if (!fs::exists(from, ec)) return {};
    if (fs::exists(to, ec)) return fail(Errc::Conflict, "a ledger lies at " + to.string() + " already");
    fs::create_directories(to.parent_path(), ec);
    const fs::path waiting = from.string() + "-wal";
    if (!ec && fs::exists(waiting, ec)) fs::rename(waiting, to.string() + "-wal", ec);
    if (!ec) fs::rename(from, to, ec);
    if (!ec) return {};
    std::error_code ignored; // the first fault is told
    if (fs::exists(from, ignored)) fs::rename(to.string() + "-wal", waiting, ignored);
    return fail(Errc::Io, to.string() + ": " + ec.message());
}

} // namespace

Result<> WorkerFolder::keepLedger(const fs::path& place) const {
    return moveLedger(ledger(), place);
}

Result<> WorkerFolder::takeLedger(const fs::path& place) const {
    return moveLedger(place, ledger());
}

Result<> WorkerFolder::remove() const {
    std::error_code ec;
    fs::remove_all(m_path, ec);
    if (ec) return fail(Errc::Io, m_path.string() + ": " + ec.message());
    return {};
}

std::vector<api::WorkerSettings> listWorkers(const fs::path& root) {
    std::vector<api::WorkerSettings> out;
    std::error_code ec;
    for (auto it = fs::directory_iterator{root, ec}; !ec && it != fs::directory_iterator{} && out.size() < kMaxWorkers;
         it.increment(ec)) {
        if (!it->is_directory()) continue;
        auto settings = WorkerFolder{it->path()}.settings();
        if (settings)
            out.push_back(*std::move(settings));
        else
            log::warn("supervise", "a worker's folder is passed over: " + settings.error().context);
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return out;
}

Result<SupervisorLock> SupervisorLock::take(const WorkerFolder& folder) {
    const auto file = folder.path() / "supervisor.lock";
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return diskError(file.string());
    SupervisorLock lock{fd};
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno == EWOULDBLOCK) return fail(Errc::Conflict, "another program runs this worker");
    return diskError(file.string());
}

SupervisorLock& SupervisorLock::operator=(SupervisorLock&& other) noexcept {
    std::swap(m_fd, other.m_fd);
    return *this;
}

SupervisorLock::~SupervisorLock() {
    if (m_fd >= 0) ::close(m_fd);
}

} // namespace taodeck::supervise
