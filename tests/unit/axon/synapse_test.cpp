#include "core/axon/synapse.h"

#include "tests/support/axon_vectors.h"

namespace taodeck::axon {
namespace {

TEST(Synapse, KeepsTheReferencesBodiesWord) {
    const auto file = axonVectors("axon_http.json");
    int cases = 0;
    for (const char* name : {"success", "hashed", "ping"}) {
        const auto body = takeApart(wireBytes(file["exchanges"][name]["response"])).body;

        const auto synapse = parseSynapse(body, file["exchanges"][name]["request"].get<std::string>().substr(6, 5));

        ASSERT_TRUE(synapse) << name;
        auto named = *synapse;
        named.name = parseWireJson(body)->members.front().value;
        EXPECT_EQ(writeSynapse(named), body);
        ++cases;
    }
    test::reportCases(cases);
}

TEST(Synapse, TakesABodyOfItsOwnFieldsAlone) {
    const auto synapse = *parseSynapse(R"({"dummy_input":21})", "Dummy");

    EXPECT_EQ(writeWireJson(synapse.own), R"({"dummy_input":21})");
    EXPECT_TRUE(writeSynapse(synapse).starts_with(
        R"({"name":"Dummy","timeout":12.0,"total_size":0,"header_size":0,"dendrite":{"status_code":null,)"))
        << writeSynapse(synapse);
    EXPECT_EQ(synapse.axon.members.size(), 10U);
}

TEST(Synapse, DropsWhatDoesNotBelongIntoItsTerminals) {
    const auto synapse = *parseSynapse(
        R"({"name":["x"],"timeout":"soon","axon":{"ip":["1"],"port":7,"else":1},"dendrite":5,"a":1})", "D");

    EXPECT_EQ(synapse.name.text, "D");
    EXPECT_TRUE(synapse.axon.find("ip")->isNull());
    EXPECT_EQ(synapse.axon.find("port")->text, "7");
    EXPECT_EQ(synapse.axon.find("else"), nullptr);
    EXPECT_EQ(synapse.dendrite.members.size(), 10U);
    EXPECT_EQ(synapse.timeout.number, 12.0);
}

TEST(Synapse, MergesOutputsInPlace) {
    auto synapse = *parseSynapse(R"({"a":1,"b":null})", "D");

    mergeOwn(synapse, *parseWireJson(R"({"b":2,"c":3,"axon":4,"name":"other"})"));

    EXPECT_EQ(writeWireJson(synapse.own), R"({"a":1,"b":2,"c":3})");
    EXPECT_EQ(synapse.name.text, "D");
}

TEST(Synapse, IsAnObject) {
    for (const char* body : {"[]", "1", "\"x\"", "null", "", "{"})
        EXPECT_EQ(parseSynapse(body, "D").error().code, Errc::Malformed) << body;
}

} // namespace
} // namespace taodeck::axon
