#pragma once
/// Finds the vector files: the folder of the environment variable TAODECK_VECTORS, else tests/data.

#include "core/base/hex.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

namespace taodeck::test {

/// Every JSON file of `topic`, by name; none at all is a failure of the test that asks.
inline std::vector<std::filesystem::path> vectorFiles(const std::string& topic) {
    const char* folder = std::getenv("TAODECK_VECTORS");
    const auto path = std::filesystem::path{folder != nullptr ? folder : TD_TEST_DATA} / topic;
    std::vector<std::filesystem::path> out;
    if (std::filesystem::is_directory(path))
        for (const auto& entry : std::filesystem::directory_iterator{path})
            if (entry.path().extension() == ".json") out.push_back(entry.path());
    std::sort(out.begin(), out.end());
    EXPECT_FALSE(out.empty()) << "no vectors in " << path;
    return out;
}

inline nlohmann::json loadJson(const std::filesystem::path& path) {
    std::ifstream file{path};
    return nlohmann::json::parse(file);
}

inline Bytes hexBytes(const nlohmann::json& text) {
    auto bytes = fromHex(text.get<std::string>());
    EXPECT_TRUE(bytes.has_value()) << text;
    return bytes ? *bytes : Bytes{};
}

template <class Id>
Id hexId(const nlohmann::json& text) {
    auto id = Id::from(hexBytes(text));
    EXPECT_TRUE(id.has_value()) << text;
    return id ? *id : Id{};
}

inline std::vector<Bytes> hexList(const nlohmann::json& list) {
    std::vector<Bytes> out;
    for (const auto& item : list)
        out.push_back(hexBytes(item));
    return out;
}

} // namespace taodeck::test
