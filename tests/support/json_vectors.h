#pragma once
/// Vector files in JSON, crypto*.json and keyfiles*.json: each test walks every file and says how many cases it ran.

#include "core/base/hex.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace taodeck::test {

inline std::filesystem::path vectorFolder() {
    const char* fromEnvironment = std::getenv("TAODECK_VECTORS");
    return fromEnvironment != nullptr && *fromEnvironment != '\0' ? fromEnvironment : TD_TEST_DATA;
}

/// Calls fn(document) for each file whose name starts with `stem` and ends in .json; fails the test when there is none.
template <class Fn>
void forEachVectorFile(const std::string& stem, Fn fn) {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{vectorFolder()}) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(stem) || !name.ends_with(".json")) continue;
        std::ifstream in{entry.path()};
        SCOPED_TRACE(name);
        fn(nlohmann::json::parse(in));
        ++files;
    }
    ASSERT_GT(files, 0) << "no " << stem << "*.json in " << vectorFolder();
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
