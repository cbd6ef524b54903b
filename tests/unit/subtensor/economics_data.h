#pragma once
/// Vector files of tests/data/economics.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace taodeck::test {

inline nlohmann::json economics(const std::string& file) {
    const char* root = std::getenv("TAODECK_VECTORS");
    std::ifstream in{std::filesystem::path{root ? root : TD_TEST_DATA} / "economics" / file};
    if (!in) in.open(std::filesystem::path{TD_TEST_DATA} / "economics" / file);
    return nlohmann::json::parse(in);
}
inline std::uint64_t number(const nlohmann::json& v) {
    return std::stoull(v.get<std::string>());
}

} // namespace taodeck::test
