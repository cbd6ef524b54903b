#pragma once
/// A new folder of the system's temporary ones that only this program uses, removed with everything in it at the end.

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <utility>

#include <stdlib.h>

namespace taodeck::supervise {

class PassingFolder {
public:
    /// @param name the beginning of its name. @return Io.
    static Result<PassingFolder> make(const std::string& name) {
        std::error_code error;
        auto pattern = (std::filesystem::temp_directory_path(error) / (name + "-XXXXXX")).string();
        if (error || !::mkdtemp(pattern.data())) return fail(Errc::Io, "cannot make a temporary folder");
        return PassingFolder{pattern};
    }
    PassingFolder(PassingFolder&& other) noexcept : m_path{std::exchange(other.m_path, {})} {}
    PassingFolder& operator=(PassingFolder&&) = delete;
    ~PassingFolder() {
        std::error_code ignored; // what stays lies among the system's temporary files
        if (!m_path.empty()) std::filesystem::remove_all(m_path, ignored);
    }
    const std::filesystem::path& path() const { return m_path; }

private:
    explicit PassingFolder(std::filesystem::path path) : m_path{std::move(path)} {}
    std::filesystem::path m_path;
};

} // namespace taodeck::supervise
