#include "core/axon/python_text.h"

#include "core/crypto/hash.h"
#include "tests/support/axon_vectors.h"

#include <limits>

namespace taodeck::axon {
namespace {

/// The vectors' own JSON text: the test's reader keeps neither 1.0 apart from 1 nor integers of any size.
WireJson vectorFile() {
    std::ifstream in{test::vectorFolder() / "axon" / "axon_http.json"};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    auto parsed = parseWireJson(text);
    EXPECT_TRUE(parsed);
    return parsed.value_or(WireJson{});
}

TEST(PythonText, WritesAndHashesTheReferencesValues) {
    const auto file = vectorFile();
    int cases = 0;
    for (const auto& row : file.find("pythonStrHash")->items) {
        const auto text = pythonText(*row.find("json"));
        EXPECT_EQ(text, row.find("pythonStr")->text);
        EXPECT_EQ(toHexBare(crypto::sha3_256(asBytes(text))), row.find("sha3_256")->text) << text;
        ++cases;
    }
    EXPECT_EQ(cases, 34);
    test::reportCases(cases);
}

TEST(PythonText, HashesABodyAsTheReference) {
    const auto file = vectorFile();
    for (const auto& row : file.find("bodyHash")->items) {
        std::vector<std::string> names;
        for (const auto& name : row.find("requiredHashFields")->items)
            names.push_back(name.text);
        EXPECT_EQ(*bodyHash(*row.find("values"), names), row.find("computed_body_hash")->text);
    }
    EXPECT_EQ(*bodyHash(WireJson::object(), {}), kEmptyBodyHash);
    EXPECT_EQ(file.find("emptyBodyHash")->text, kEmptyBodyHash);
}

TEST(PythonText, CountsIntegersAsFloatsWhereTheFieldIsDeclaredSo) {
    const auto whole = *parseWireJson(R"({"ratio":1,"list":[1,2.5]})");
    const auto written = *parseWireJson(R"({"ratio":1.0,"list":[1.0,2.5]})");
    const std::vector<std::string> declared{"ratio:float", "list:float"}, plain{"ratio", "list"};

    EXPECT_EQ(*bodyHash(whole, declared), *bodyHash(written, plain));
    EXPECT_NE(*bodyHash(whole, plain), *bodyHash(written, plain));
    EXPECT_EQ(bodyHash(whole, std::vector<std::string>{"other"}).error().code, Errc::NotFound);
}

TEST(PythonText, WritesFloatsAsPython) {
    const struct {
        double value;
        const char* text;
    } rows[] = {{0, "0.0"},
                {-0.0, "-0.0"},
                {1, "1.0"},
                {100, "100.0"},
                {1.5, "1.5"},
                {0.001, "0.001"},
                {0.0001, "0.0001"},
                {0.00001, "1e-05"},
                {123456.75, "123456.75"},
                {1e15, "1000000000000000.0"},
                {9999999999999998, "9999999999999998.0"},
                {1e16, "1e+16"},
                {1.5e300, "1.5e+300"},
                {-2.5e-7, "-2.5e-07"},
                {5e-324, "5e-324"},
                {1e23, "1e+23"},
                {0.1 + 0.2, "0.30000000000000004"},
                {std::numeric_limits<double>::infinity(), "inf"},
                {-std::numeric_limits<double>::infinity(), "-inf"},
                {std::numeric_limits<double>::quiet_NaN(), "nan"}};
    for (const auto& row : rows)
        EXPECT_EQ(pythonFloat(row.value), row.text);
}

TEST(PythonText, EscapesWhatPythonDoesNotPrint) {
    const auto quoted = [](const char* json) { return pythonText(*parseWireJson(json)); };

    EXPECT_EQ(quoted(R"(["\u00a0\u3000\u2028"])"), R"(['\xa0\u3000\u2028'])");
    EXPECT_EQ(quoted(R"(["\ue000\ud83d\ude00\udbff\udfff"])"), "['\\ue000\xF0\x9F\x98\x80\\U0010ffff']");
    EXPECT_EQ(quoted(R"(["\r\t\\ '\""])"), R"(['\r\t\\ \'"'])");
    EXPECT_EQ(quoted(R"(["a b"])"), "['a b']");
}

TEST(WireJson, KeepsOrderDigitsAndTheKindOfNumbers) {
    const char* text = R"({"z":123456789012345678901234567890,"a":[1.0,1,-0.0,1e3,true,null],"m":{"x":"\u2603\n"}})";

    EXPECT_EQ(
        writeWireJson(*parseWireJson(text)),
        "{\"z\":123456789012345678901234567890,\"a\":[1.0,1,-0.0,1000.0,true,null],\"m\":{\"x\":\"\xE2\x98\x83\\n\"}}");
}

TEST(WireJson, RefusesWhatTwoReadersCouldReadDifferently) {
    for (const char* text : {"", "{", "[1,]", "{\"a\":1,\"a\":2}", "\"\\ud800\"", "nan", "NaN", "Infinity", "1e999",
                             "01", "'a'", "{\"a\":1}x", "\"\xff\"", "\"\n\""})
        EXPECT_EQ(parseWireJson(text).error().code, Errc::Malformed) << text;
}

TEST(WireJson, RefusesEveryTruncation) {
    const std::string text = R"({"a":[1.5,"x\u2603",{"b":null}],"c":true})";
    for (std::size_t n = 0; n < text.size(); ++n)
        EXPECT_FALSE(parseWireJson(text.substr(0, n))) << n;
}

TEST(WireJson, BoundsDepthAndCount) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_TRUE(parseWireJson(nested(kMaxJsonDepth)));
    EXPECT_EQ(parseWireJson(nested(kMaxJsonDepth + 1)).error().code, Errc::LimitExceeded);
    EXPECT_EQ(parseWireJson(std::string(1'000'000, '[')).error().code, Errc::LimitExceeded);

    std::string many = "[0";
    for (std::size_t i = 0; i < kMaxJsonValues; ++i)
        many += ",0";
    EXPECT_EQ(parseWireJson(many + "]").error().code, Errc::LimitExceeded);
}

} // namespace
} // namespace taodeck::axon
