#include "core/engine/gguf/mapping.h"

#include <cerrno>
#include <cstring>
#include <utility>

#ifdef _WIN32
#define NOMINMAX
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace taodeck::engine::gguf {

Mapping::Mapping(Mapping&& other) noexcept
    : m_bytes{std::exchange(other.m_bytes, {})}, m_file{std::exchange(other.m_file, -1)} {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
    if (this != &other) {
        close();
        m_bytes = std::exchange(other.m_bytes, {});
        m_file = std::exchange(other.m_file, -1);
    }
    return *this;
}

Mapping::~Mapping() {
    close();
}

#ifdef _WIN32

Result<Mapping> Mapping::open(const std::filesystem::path& path) {
    // No FILE_SHARE_WRITE: while it is mapped nobody opens it for writing.
    const HANDLE file = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING,
                                    FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) return fail(Errc::Io, "cannot open the model file " + path.string());
    Mapping mapping;
    mapping.m_file = reinterpret_cast<std::intptr_t>(file);
    LARGE_INTEGER size{};
    if (!GetFileSizeEx(file, &size)) return fail(Errc::Io, "cannot read the size of " + path.string());
    if (size.QuadPart == 0) return fail(Errc::Truncated, "the model file is empty");
    const HANDLE section = CreateFileMappingW(file, nullptr, PAGE_READONLY, 0, 0, nullptr);
    if (section == nullptr) return fail(Errc::Io, "cannot map " + path.string());
    const void* address = MapViewOfFile(section, FILE_MAP_READ, 0, 0, 0);
    CloseHandle(section); // the view keeps it
    if (address == nullptr) return fail(Errc::Io, "cannot map " + path.string());
    mapping.m_bytes = {static_cast<const std::uint8_t*>(address), static_cast<std::size_t>(size.QuadPart)};
    return mapping;
}

void Mapping::close() {
    if (!m_bytes.empty()) UnmapViewOfFile(m_bytes.data());
    if (m_file != -1) CloseHandle(reinterpret_cast<HANDLE>(m_file));
    m_bytes = {};
    m_file = -1;
}

#else

namespace {

tl::unexpected<Error> ioError(const std::string& what, const std::filesystem::path& path) {
    return fail(Errc::Io, what + " " + path.string() + ": " + std::strerror(errno));
}

} // namespace

Result<Mapping> Mapping::open(const std::filesystem::path& path) {
    // O_NONBLOCK: a named pipe in the place of the model must not hang the open.
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return ioError("cannot open the model file", path);
    Mapping mapping;
    mapping.m_file = file;
    struct stat status {};
    if (::fstat(file, &status) != 0) return ioError("cannot read the size of", path);
    if (!S_ISREG(status.st_mode)) return fail(Errc::Io, "the model is not a regular file: " + path.string());
    if (status.st_size == 0) return fail(Errc::Truncated, "the model file is empty");
    // A file system without locks is no reason to refuse; a writer that holds one is.
    if (::flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return fail(Errc::Io, "another program is writing the model file " + path.string());
    const auto size = static_cast<std::size_t>(status.st_size);
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
    if (address == MAP_FAILED) return ioError("cannot map", path);
    mapping.m_bytes = {static_cast<const std::uint8_t*>(address), size};
    return mapping;
}

void Mapping::close() {
    if (!m_bytes.empty()) ::munmap(const_cast<std::uint8_t*>(m_bytes.data()), m_bytes.size());
    if (m_file != -1) ::close(static_cast<int>(m_file));
    m_bytes = {};
    m_file = -1;
}

#endif

} // namespace taodeck::engine::gguf
