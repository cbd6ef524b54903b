#include "core/wallet/detail/private_file.h"

#include "core/base/hex.h"
#include "core/crypto/random.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace taodeck::wallet::detail {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> failed(const char* what, int code) {
    return fail(Errc::Io, std::string{what} + ": " + std::generic_category().message(code));
}

class Descriptor {
public:
    explicit Descriptor(int value) : m_value{value} {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_value >= 0) ::close(m_value);
    }
    int get() const { return m_value; }
    explicit operator bool() const { return m_value >= 0; }

private:
    int m_value;
};

/// Removes the temporary file on every way out; after the move it is gone already.
class Temporary {
public:
    explicit Temporary(fs::path path) : m_path{std::move(path)} {}
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    ~Temporary() { ::unlink(m_path.c_str()); }
    const char* name() const { return m_path.c_str(); }

private:
    fs::path m_path;
};

Result<> writeAll(int file, ByteView content) {
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return failed("write", errno);
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

/// A name that wallet listings skip, in the folder of `target` so that the move stays within one file system.
fs::path temporaryBeside(const fs::path& target) {
    return target.parent_path() / (".taodeck-" + toHexBare(crypto::randomBytes<8>()) + ".tmp");
}

Result<> fill(const Temporary& temporary, ByteView content) {
    const Descriptor file{::open(temporary.name(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!file) return failed("create", errno);
    if (::fchmod(file.get(), 0600) != 0) return failed("chmod", errno);
    TD_CHECK(writeAll(file.get(), content));
    if (::fsync(file.get()) != 0) return failed("fsync", errno);
    return {};
}

/// Makes a move in `folder` survive a power cut, where the file system can.
void syncFolder(const fs::path& folder) {
    const Descriptor handle{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (handle) ::fsync(handle.get());
}

} // namespace

Result<SecretBytes> readFile(const fs::path& path, std::size_t max) {
    // Non-blocking, so that opening a pipe that someone put there does not wait for a writer.
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (!file && (errno == ENOENT || errno == ENOTDIR)) return fail(Errc::NotFound, path.filename().string());
    if (!file) return failed("open", errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return failed("stat", errno);
    if (!S_ISREG(status.st_mode)) return fail(Errc::Unsupported, "not a regular file");
    if (static_cast<std::uint64_t>(status.st_size) > max) return fail(Errc::LimitExceeded, "the file is too large");

    SecretBytes out{static_cast<std::size_t>(status.st_size)};
    std::size_t size = 0;
    while (size < out.size()) {
        const ssize_t count = ::read(file.get(), out.data() + size, out.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("read", errno);
        if (count == 0) break;
        size += static_cast<std::size_t>(count);
    }
    if (size != out.size()) out.resize(size);
    return out;
}

Result<> writeNewFile(const fs::path& path, ByteView content) {
    const Temporary temporary{temporaryBeside(path)};
    TD_CHECK(fill(temporary, content));
    // A hard link, unlike a rename, refuses to replace what is there.
    if (::link(temporary.name(), path.c_str()) != 0) {
        if (errno == EEXIST) return fail(Errc::Conflict, path.filename().string() + " exists");
        return failed("link", errno);
    }
    syncFolder(path.parent_path());
    return {};
}

Result<> replaceFile(const fs::path& path, ByteView content) {
    const Temporary temporary{temporaryBeside(path)};
    TD_CHECK(fill(temporary, content));
    if (::rename(temporary.name(), path.c_str()) != 0) return failed("rename", errno);
    syncFolder(path.parent_path());
    return {};
}

Result<> makeFolders(const fs::path& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) return {};
    if (path.has_parent_path() && path.parent_path() != path) TD_CHECK(makeFolders(path.parent_path()));
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failed("mkdir", errno);
    if (!fs::is_directory(path, error)) return fail(Errc::Io, path.filename().string() + " is not a folder");
    return {};
}

} // namespace taodeck::wallet::detail
