/// Every error that the metadata names is really returned by some test, or stands in never_raised.json with the reason
/// why the network cannot return it either. Runs after all other programs of this folder, which write down what they
/// saw (raised_errors.h).

#include "core/metadata/metadata.h"
#include "core/subtensor/runtime.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

namespace taodeck::subtensor {
namespace {

std::set<std::string> namesOfMetadata() {
    const auto meta = metadata::Metadata::decode(*makeRuntime425()->metadata(16));
    std::set<std::string> out;
    for (const auto& pallet : (*meta)->pallets()) {
        for (const auto& error : (*meta)->arms(pallet.errors))
            out.insert(pallet.name + "." + error.name);
    }
    return out;
}

/// Of every program that CTest ran before; empty without them.
std::set<std::string> raisedNames() {
    std::set<std::string> out;
    const char* folder = std::getenv("TAODECK_RAISED_ERRORS_FOLDER");
    if (!folder) return out;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        std::ifstream file{entry.path()};
        for (std::string line; std::getline(file, line);)
            out.insert(line);
    }
    return out;
}

std::map<std::string, std::string> reasonsOfNeverRaised() {
    const char* data = std::getenv("TAODECK_VECTORS");
    std::ifstream file{std::filesystem::path{data ? data : TD_TEST_DATA} / "economics" / "never_raised.json"};
    const auto table = nlohmann::json::parse(file);
    std::map<std::string, std::string> out;
    for (const auto& [reason, names] : table.at("reasons").items()) {
        for (const auto& name : names)
            EXPECT_TRUE(out.emplace(name.get<std::string>(), reason).second) << name << " stands there twice";
    }
    return out;
}

TEST(ErrorNames, AreAllRaisedBySomeTestOrCannotBeRaised) {
    const auto raised = raisedNames();
    ASSERT_FALSE(raised.empty()) << "needs what the other programs wrote: run it through ctest";
    const auto all = namesOfMetadata();
    const auto excused = reasonsOfNeverRaised();

    std::size_t count = 0;
    for (const auto& name : all) {
        if (raised.count(name)) {
            ++count;
            EXPECT_FALSE(excused.count(name)) << name << " is said never to be raised, but a test got it";
        } else {
            EXPECT_TRUE(excused.count(name)) << name << " is raised by no test";
        }
    }
    for (const auto& [name, reason] : excused)
        EXPECT_TRUE(all.count(name)) << name << " is no error of the metadata";
    std::cout << count << " of " << all.size() << " error names were raised, " << excused.size()
              << " cannot be raised on the network:\n";
    for (const auto& [name, reason] : excused)
        std::cout << "  " << name << ": " << reason << "\n";
}

} // namespace
} // namespace taodeck::subtensor
