#include "core/trie/detail/node.h"

#include <gtest/gtest.h>

namespace taodeck::trie::detail {
namespace {

Nibbles partial(std::size_t length) {
    Nibbles out;
    for (std::size_t i = 0; i < length; ++i)
        out.push_back(static_cast<std::uint8_t>(i % 16));
    return out;
}

std::vector<Node> everyKind() {
    std::vector<Node> out;
    for (const std::size_t length : {0, 1, 2, 14, 15, 16, 30, 31, 32, 62, 63, 64, 65, 317, 318, 319, 600}) {
        for (const auto kind : {Value::Kind::None, Value::Kind::Inline, Value::Kind::Hashed}) {
            for (const bool branch : {false, true}) {
                if (kind == Value::Kind::None && !branch) continue;
                Node node{partial(length), {kind, {}}, {}};
                if (kind == Value::Kind::Inline) node.value.bytes = Bytes(length % 80, 0xAB);
                if (kind == Value::Kind::Hashed) node.value.bytes = Bytes(32, 0xCD);
                if (branch) {
                    node.children[0] = Bytes(32, 0x01);
                    node.children[15] = Bytes{0x41, 0x05, 0x04, 0x09};
                }
                out.push_back(node);
            }
        }
    }
    return out;
}

TEST(Node, RoundTripsInEveryKindAndLength) {
    for (const auto& node : everyKind()) {
        const auto bytes = encode(node);
        const auto back = decodeNode(bytes);

        ASSERT_TRUE(back.has_value()) << back.error().context;
        EXPECT_EQ(back->partial, node.partial);
        EXPECT_EQ(back->value.kind, node.value.kind);
        EXPECT_EQ(back->value.bytes, node.value.bytes);
        EXPECT_EQ(back->children, node.children);
    }
}

TEST(Node, RefusesEveryTruncationAndEveryTail) {
    for (const auto& node : everyKind()) {
        auto bytes = encode(node);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_FALSE(decodeNode(ByteView{bytes}.first(size)).has_value());
        bytes.push_back(0);
        EXPECT_FALSE(decodeNode(bytes).has_value());
    }
}

struct BadNode {
    const char* name;
    Bytes bytes;
    Errc code;
};

TEST(Node, NamesWhatIsWrong) {
    const std::vector<BadNode> table{
        {"no bytes", {}, Errc::Truncated},
        {"reserved header", {0x01}, Errc::Malformed},
        {"reserved header with length", {0x08, 0x00}, Errc::Malformed},
        {"empty node with a tail", {0x00, 0x00}, Errc::Malformed},
        {"padding nibble", {0x41, 0x13, 0x00}, Errc::Malformed},
        {"branch without children", {0x80, 0x00, 0x00}, Errc::Malformed},
        {"child of no bytes", {0x80, 0x01, 0x00, 0x00}, Errc::Malformed},
        {"long length of a value", {0x40, 0x01, 0x00}, Errc::Malformed},
        {"huge value", {0x40, 0xFE, 0xFF, 0xFF, 0xFF}, Errc::Truncated},
    };
    for (const auto& row : table) {
        const auto node = decodeNode(row.bytes);
        ASSERT_FALSE(node.has_value()) << row.name;
        EXPECT_EQ(node.error().code, row.code) << row.name;
    }
    Bytes child33{0x80, 0x01, 0x00, 33 << 2};
    child33.resize(4 + 33, 1);
    EXPECT_EQ(decodeNode(child33).error().code, Errc::Malformed);
    EXPECT_EQ(decodeNode(Bytes(20, 0xFF)).error().code, Errc::LimitExceeded);
}

} // namespace
} // namespace taodeck::trie::detail
