#pragma once
/// What the demonstrations share: a folder that leaves nothing behind, and numbered headings.

#include "app/taodeck-cli/console.h"

#include <cstdlib>
#include <filesystem>

namespace taodeck::cli {

/// A folder that only this run uses, removed at the end with everything in it.
class TemporaryFolder {
public:
    static Result<TemporaryFolder> make() {
        std::error_code error;
        auto pattern = (std::filesystem::temp_directory_path(error) / "taodeck-demo-XXXXXX").string();
        if (error || !::mkdtemp(pattern.data())) return fail(Errc::Io, "cannot make a temporary folder");
        return TemporaryFolder{pattern};
    }
    TemporaryFolder(TemporaryFolder&& other) noexcept : m_path{std::exchange(other.m_path, {})} {}
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    ~TemporaryFolder() {
        std::error_code error;
        if (!m_path.empty()) std::filesystem::remove_all(m_path, error);
    }
    const std::filesystem::path& path() const { return m_path; }

private:
    explicit TemporaryFolder(std::filesystem::path path) : m_path{std::move(path)} {}
    std::filesystem::path m_path;
};

/// Numbers the headings.
class Steps {
public:
    explicit Steps(Console& console) : m_console{console} {}
    void next(const std::string& title) { m_console.say("\n" + std::to_string(++m_number) + "  " + title); }

private:
    Console& m_console;
    int m_number{0};
};

} // namespace taodeck::cli
