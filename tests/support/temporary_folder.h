#pragma once
/// A folder that goes with the test.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include <unistd.h>

namespace taodeck::test {

class TemporaryFolder {
public:
    TemporaryFolder() {
        auto pattern = (std::filesystem::temp_directory_path() / "taodeck-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        m_path = pattern;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored); // the system cleans its temporary folder anyway
    }
    const std::filesystem::path& path() const { return m_path; }

    void write(const std::filesystem::path& relative, std::string_view content) const {
        std::filesystem::create_directories((m_path / relative).parent_path());
        std::ofstream{m_path / relative, std::ios::binary} << content;
    }
    std::string read(const std::filesystem::path& relative) const {
        std::ifstream in{m_path / relative, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

private:
    std::filesystem::path m_path;
};

} // namespace taodeck::test
