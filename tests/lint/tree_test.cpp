// Applies the rules to the whole tree.

#include "tests/lint/layers.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace taodeck::lint {
namespace {

namespace fs = std::filesystem;

std::string readFile(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

bool isText(const fs::path& path) {
    static const std::set<std::string> kinds{".h",  ".cpp", ".cmake", ".txt", ".md",   ".sh", ".py",
                                             ".js", ".mjs", ".yml",   ".qrc", ".json", ".ts", ".qss"};
    return kinds.contains(path.extension().string());
}

TEST(Tree, KeepsItsRules) {
    const fs::path root{TD_SOURCE_TREE};
    const auto reach = reachable(readFile(TD_LINT_EDGES));
    ASSERT_TRUE(reach.contains("base"));
    std::size_t files = 0;
    for (const auto* folder : {"app", "bench", "core", "docs", "installer", "scripts", "tests", "ui"}) {
        if (!fs::is_directory(root / folder)) continue;
        for (auto it = fs::recursive_directory_iterator{root / folder}; it != fs::recursive_directory_iterator{};
             ++it) {
            const auto path = fs::relative(it->path(), root).generic_string();
            if (path == "tests/data" || path == "tests/fuzz/corpus" || it->path().filename() == "node_modules") {
                it.disable_recursion_pending(); // recorded data
                continue;
            }
            if (!it->is_regular_file() || !isText(it->path())) continue;
            for (const auto& problem : check(path, readFile(it->path()), reach))
                ADD_FAILURE() << problem;
            ++files;
        }
    }

    std::printf("checked %zu files\n", files);
    EXPECT_GT(files, 100u);
}

} // namespace
} // namespace taodeck::lint
