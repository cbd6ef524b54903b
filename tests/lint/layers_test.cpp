#include "tests/lint/layers.h"

#include <gtest/gtest.h>

namespace taodeck::lint {
namespace {

const Reach kReach = reachable("base: \nscale: base\ncrypto: base scale\ntrie: scale crypto\nchain: trie\napi: base\n");

TEST(Reachable, FollowsEdgesToTheEnd) {
    EXPECT_EQ(kReach.at("chain"), (std::set<std::string>{"base", "scale", "crypto", "trie", "chain"}));
    EXPECT_EQ(kReach.at("base"), (std::set<std::string>{"base"}));
}

struct Row {
    const char* name;
    const char* path;
    std::string text;
    bool passes;
};

TEST(Check, KnowsEachRule) {
    const std::string once = "#pragma once\n";
    const std::string unfinished = std::string{"// TO"} + "DO later\n";
    const std::vector<Row> table{
        {"own library", "core/trie/a.cpp", "#include \"core/trie/detail/node.h\"\n", true},
        {"declared edge", "core/trie/a.cpp", "#include \"core/crypto/hash.h\"\n", true},
        {"reached edge", "core/chain/a.cpp", "#include \"core/base/hex.h\"\n", true},
        {"another library's detail", "core/trie/a.cpp", "#include \"core/crypto/detail/edwards.h\"\n", false},
        {"undeclared edge", "core/trie/a.cpp", "#include \"core/chain/light.h\"\n", false},
        {"undeclared edge with spaces", "core/trie/a.cpp", "  #  include  \"core/chain/light.h\"\n", false},
        {"undeclared edge on the last line", "core/base/a.cpp", "#include \"core/scale/codec.h\"", false},
        {"undeclared folder", "core/new/a.cpp", "#include \"core/base/hex.h\"\n", false},
        {"relative include", "core/trie/a.cpp", "#include \"node.h\"\n", false},
        {"Qt in core", "core/trie/a.cpp", "#include <QString>\n", false},
        {"Qt module in core", "core/trie/a.cpp", "#include <QtCore/qglobal.h>\n", false},
        {"ui in core", "core/trie/a.cpp", "#include \"ui/theme/theme.h\"\n", false},
        {"system header in core", "core/trie/a.cpp", "#include <vector>\n", true},
        {"api in ui", "ui/bridge/a.cpp", "#include \"core/api/done.h\"\n#include <QString>\n", true},
        {"address text in ui", "ui/bridge/a.cpp", "#include \"core/crypto/ss58.h\"\n", true},
        {"keys in ui", "ui/bridge/a.cpp", "#include \"core/crypto/keypair.h\"\n", false},
        {"chain in ui", "ui/bridge/a.cpp", "#include \"core/chain/light.h\"\n", false},
        {"app in ui", "ui/bridge/a.cpp", "#include \"app/taodeck/main.h\"\n", false},
        {"anything in a test", "tests/unit/trie/a.cpp", "#include \"core/chain/light.h\"\n", true},
        {"header with guard", "tests/support/a.h", once, true},
        {"header without guard", "tests/support/a.h", "int x;\n", false},
        {"unfinished work", "scripts/a.sh", unfinished, false},
        {"part of a word", "core/trie/a.cpp", std::string{"int kTO"} + "DOS;\n", true},
    };
    for (const auto& row : table)
        EXPECT_EQ(check(row.path, row.text, kReach).empty(), row.passes) << row.name;
}

TEST(Check, NamesFileAndLine) {
    const auto said = check("core/base/a.cpp", "\n\n#include <QString>\n", kReach);

    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(said.front().rfind("core/base/a.cpp:3: ", 0), 0u);
}

} // namespace
} // namespace taodeck::lint
