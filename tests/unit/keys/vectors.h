#pragma once
/// The keyfiles*.json vector files.

#include "core/base/hex.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace taodeck::test {

/// Calls fn(document) for each keyfiles*.json; fails the test when there is none.
template <class Fn>
void forEachKeyfileVectors(Fn fn) {
    const char* fromEnvironment = std::getenv("TAODECK_VECTORS");
    const std::filesystem::path folder =
        fromEnvironment != nullptr && *fromEnvironment != '\0' ? fromEnvironment : TD_TEST_DATA;
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with("keyfiles") || !name.ends_with(".json")) continue;
        std::ifstream in{entry.path()};
        SCOPED_TRACE(name);
        fn(nlohmann::json::parse(in));
        ++files;
    }
    ASSERT_GT(files, 0) << "no keyfiles*.json in " << folder;
}

inline Bytes unhex(const nlohmann::json& value) {
    auto bytes = fromHex(value.get<std::string>());
    EXPECT_TRUE(bytes) << value;
    return bytes.value_or(Bytes{});
}

inline void reportCases(int count) {
    ASSERT_GT(count, 0);
    std::printf("ran %d cases\n", count);
}

} // namespace taodeck::test
