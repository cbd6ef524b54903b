#pragma once
/// A whole file mapped read-only.
/// The address is a multiple of the page size. The system's advisory lock keeps programs that respect it from writing
/// meanwhile; a file that another program truncates anyway ends this process (SIGBUS), see file.h.

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <filesystem>

namespace taodeck::engine::gguf {

class Mapping {
public:
    /// Errors: Io (cannot open, not a regular file, being written, cannot map), Truncated (an empty file).
    static Result<Mapping> open(const std::filesystem::path& path);
    Mapping() = default;
    Mapping(Mapping&& other) noexcept;
    Mapping& operator=(Mapping&& other) noexcept;
    ~Mapping();

    ByteView bytes() const { return m_bytes; }

private:
    void close();

    ByteView m_bytes;
    std::intptr_t m_file{-1}; ///< Descriptor or HANDLE; kept open, it holds the lock.
};

} // namespace taodeck::engine::gguf
