#include "core/chain/wire.h"

#include "core/base/hex.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>

namespace taodeck::chain {
namespace {

json vectorFile(const std::string& file) {
    const char* folder = std::getenv("TAODECK_VECTORS");
    std::ifstream in{std::string{folder ? folder : TD_TEST_DATA} + "/" + file};
    return json::parse(in);
}

TEST(Wire, ReadsRecordedHeadersOfTheMainNetworkToTheirHashes) {
    std::size_t cases = 0;
    for (const auto& entry : vectorFile("rpc/finney-transcripts.json")) {
        if (entry.value("method", "") != "chain_getHeader" || !entry["params"][0].is_string()) continue;
        const auto& result = entry["response"]["result"];
        if (!result.is_object() || result["digest"]["logs"].empty()) continue;
        const auto header = headerFromJson(result);
        ASSERT_TRUE(header) << header.error().context;
        if (toHex(finality::hashOf(*header).view()) == entry["params"][0].get<std::string>()) ++cases;
    }
    EXPECT_GT(cases, 0u);
    std::printf("ran %zu cases\n", cases);
}

TEST(Wire, RefusesAHeaderWithAnyMemberMissingOrOfAnotherShape) {
    const json good{{"parentHash", "0x" + std::string(64, '1')},
                    {"number", "0x1f"},
                    {"stateRoot", "0x" + std::string(64, '2')},
                    {"extrinsicsRoot", "0x" + std::string(64, '3')},
                    {"digest", {{"logs", json::array()}}}};

    ASSERT_TRUE(headerFromJson(good));
    for (const auto& [key, value] : good.items()) {
        auto missing = good;
        missing.erase(key);
        EXPECT_FALSE(headerFromJson(missing)) << key;
        for (const json& other : {json(nullptr), json(5.5), json("0xzz"), json("12"), json::array({1}), json("0x")}) {
            auto bad = good;
            bad[key] = other;
            EXPECT_FALSE(headerFromJson(bad)) << key << " " << other.dump();
        }
    }
    EXPECT_FALSE(headerFromJson(json("text")));
}

TEST(Wire, ReadsJustificationsInBothForms) {
    json block{{"block",
                {{"header",
                  {{"parentHash", "0x" + std::string(64, '1')},
                   {"number", 3},
                   {"stateRoot", "0x" + std::string(64, '2')},
                   {"extrinsicsRoot", "0x" + std::string(64, '3')},
                   {"digest", {{"logs", json::array()}}}}},
                 {"extrinsics", {"0x0102"}}}}};
    const json other = json::array({json::array({66, 69, 69, 70}), json::array({9})});

    block["justifications"] = json::array({other, json::array({json::array({70, 82, 78, 75}), json::array({1, 2})})});
    EXPECT_EQ(blockFromJson(block).value().justification, (Bytes{1, 2}));
    block["justifications"] = json::array({json::array({"FRNK", "0x0304"})});
    EXPECT_EQ(blockFromJson(block).value().justification, (Bytes{3, 4}));
    block["justifications"] = nullptr;
    EXPECT_FALSE(blockFromJson(block).value().justification);
    block["justifications"] = json::array({json::array({"FRNK", json::array({256})})});
    EXPECT_FALSE(blockFromJson(block));
    EXPECT_EQ(blockFromJson(nullptr).error().code, Errc::NotFound);
}

TEST(Wire, NeedsEveryKeyInAStorageAnswer) {
    const std::vector<Bytes> keys{Bytes{1}, Bytes{2}};
    const json full = json::array(
        {{{"block", "0x"}, {"changes", json::array({json::array({"0x02", nullptr}), json::array({"0x01", "0x05"})})}}});
    const json partial = json::array({{{"block", "0x"}, {"changes", json::array({json::array({"0x02", nullptr})})}}});

    const auto values = storageFromJson(full, keys);

    ASSERT_TRUE(values);
    EXPECT_EQ(values->at(0), (Bytes{5}));
    EXPECT_FALSE(values->at(1));
    EXPECT_EQ(storageFromJson(partial, keys).error().code, Errc::Malformed);
}

TEST(Wire, ReadsEveryTransactionStatusAndNoOther) {
    using Kind = TransactionStatus::Kind;
    const auto hash = "0x" + std::string(64, '7');
    const std::vector<std::pair<json, Kind>> rows{{"future", Kind::Future},
                                                  {"ready", Kind::Ready},
                                                  {{{"broadcast", {"peer"}}}, Kind::Broadcast},
                                                  {{{"inBlock", hash}}, Kind::InBlock},
                                                  {{{"retracted", hash}}, Kind::Retracted},
                                                  {{{"finalityTimeout", hash}}, Kind::FinalityTimeout},
                                                  {{{"finalized", hash}}, Kind::Finalized},
                                                  {{{"usurped", hash}}, Kind::Usurped},
                                                  {"dropped", Kind::Dropped},
                                                  {"invalid", Kind::Invalid}};

    for (const auto& [value, kind] : rows) {
        const auto status = transactionStatusFromJson(value);
        ASSERT_TRUE(status) << value.dump();
        EXPECT_EQ(status->kind, kind);
    }
    for (const json& bad : {json("other"), json(1), json{{"inBlock", 5}}, json{{"new", hash}}, json::object()})
        EXPECT_FALSE(transactionStatusFromJson(bad)) << bad.dump();
}

TEST(Wire, ReadsNumbersAsHexOrPlain) {
    EXPECT_EQ(numberFromJson("0xff").value(), 255u);
    EXPECT_EQ(numberFromJson(255).value(), 255u);
    for (const json& bad : {json("0x"), json("255"), json("0x1ffffffff"), json(-1), json(4294967296), json("0x1g")})
        EXPECT_FALSE(numberFromJson(bad)) << bad.dump();
}

} // namespace
} // namespace taodeck::chain
