#pragma once
/// Where the test vectors of this folder come from: TAODECK_VECTORS, or the copies in tests/data.

#include "core/base/bytes.h"
#include "core/base/hex.h"
#include "core/metadata/metadata.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace taodeck::testing {

namespace fs = std::filesystem;
using nlohmann::json;

inline fs::path vectorsFolder() {
    const char* chosen = std::getenv("TAODECK_VECTORS");
    return chosen != nullptr && *chosen != '\0' ? chosen : TD_TEST_DATA;
}

inline Bytes readBytes(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    EXPECT_TRUE(in.good()) << file;
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    return toBytes(asBytes(text));
}

inline json readJson(const fs::path& file) {
    std::ifstream in{file};
    EXPECT_TRUE(in.good()) << file;
    return json::parse(in);
}

inline std::vector<fs::path> filesIn(std::string_view topic, std::string_view ending) {
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator{vectorsFolder() / topic}) {
        const auto name = entry.path().filename().string();
        if (name.size() > ending.size() && name.compare(name.size() - ending.size(), ending.size(), ending) == 0)
            out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// `name` is a file of the vectors' metadata/ ("finney-424-v16.scale"); its copy without documentation will do.
inline fs::path metadataFile(const std::string& name) {
    const auto folder = vectorsFolder() / "metadata";
    if (fs::exists(folder / name)) return folder / name;
    const auto stem = name.substr(0, name.rfind(".scale"));
    if (fs::exists(folder / (stem + ".nodocs.scale"))) return folder / (stem + ".nodocs.scale");
    return fs::path{TD_TEST_DATA} / "metadata" / (stem + ".nodocs.scale");
}

inline std::shared_ptr<const metadata::Metadata> loadMetadata(const std::string& name) {
    static std::map<std::string, std::shared_ptr<const metadata::Metadata>> loaded;
    auto& out = loaded[name];
    if (out == nullptr) {
        auto decoded = metadata::Metadata::decode(readBytes(metadataFile(name)));
        EXPECT_TRUE(decoded.has_value()) << name << ": " << (decoded ? "" : decoded.error().context);
        if (decoded) out = *decoded;
    }
    return out;
}

inline Bytes hexBytes(const json& text) {
    const auto bytes = fromHex(text.get<std::string>());
    EXPECT_TRUE(bytes.has_value()) << text;
    return bytes.value_or(Bytes{});
}

} // namespace taodeck::testing
