#pragma once
/// A cache in memory and waiting for its answers, for the tests of this folder.

#include "core/store/store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <future>

namespace taodeck::store {

template <class Id = AccountId>
Id filled(std::uint8_t byte) {
    Id id;
    id.bytes.fill(byte);
    return id;
}

inline api::Time at(std::int64_t seconds) {
    return api::Time{std::chrono::seconds{seconds}};
}

/// Calls `start` with a Done and waits for the answer.
template <class T, class Start>
Result<T> answerOf(Start start) {
    std::promise<Result<T>> promise;
    start([&promise](Result<T> result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
}

/// A folder of this test's own, removed at the end.
class Folder {
public:
    Folder() {
        const auto* info = testing::UnitTest::GetInstance()->current_test_info();
        m_path = std::filesystem::path{testing::TempDir()} /
                 (std::string{info->test_suite_name()} + "-" + info->name() + "-" + "-" +
                  std::to_string(reinterpret_cast<std::uintptr_t>(this)));
        std::filesystem::remove_all(m_path);
        std::filesystem::create_directories(m_path);
    }
    ~Folder() {
        std::error_code error;
        std::filesystem::remove_all(m_path, error);
    }
    std::filesystem::path operator/(const char* name) const { return m_path / name; }
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace taodeck::store
