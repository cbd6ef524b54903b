#pragma once
/// A folder that goes with the test.

#include "core/base/hex.h"
#include "core/crypto/random.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace taodeck::test {

class TemporaryFolder {
public:
    TemporaryFolder()
        : m_path{std::filesystem::temp_directory_path() / ("taodeck-test-" + toHexBare(crypto::randomBytes<8>()))} {
        std::filesystem::create_directories(m_path);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
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
