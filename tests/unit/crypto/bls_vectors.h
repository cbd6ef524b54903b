#pragma once
/// Reads tests/data/bls.

#include "tests/support/json_vectors.h"

namespace taodeck::test {

inline nlohmann::json blsVectors(const std::string& name) {
    std::ifstream in{vectorFolder() / "bls" / name};
    EXPECT_TRUE(in.good()) << name;
    return nlohmann::json::parse(in);
}

} // namespace taodeck::test
