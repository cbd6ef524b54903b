#include "core/rpc/parse.h"

#include <gtest/gtest.h>

namespace taodeck::rpc {
namespace {

Incoming parsed(std::string_view text) {
    auto incoming = parseIncoming(text, Limits{});
    EXPECT_TRUE(incoming) << text;
    return incoming ? *std::move(incoming) : Incoming{};
}

TEST(ParseIncoming, KeepsTheJsonTypeOfIds) {
    const auto number = parsed(R"({"jsonrpc":"2.0","id":7,"method":"a"})");
    const auto text = parsed(R"({"jsonrpc":"2.0","id":"Jx1","method":"a","params":null})");
    const auto null = parsed(R"({"jsonrpc":"2.0","id":null,"method":"a","params":{}})");
    const auto none = parsed(R"({"jsonrpc":"2.0","method":"a","params":[1]})");

    EXPECT_EQ(*std::get<RequestMessage>(number.messages[0]).id, json(7));
    EXPECT_EQ(*std::get<RequestMessage>(text.messages[0]).id, json("Jx1"));
    EXPECT_TRUE(std::get<RequestMessage>(text.messages[0]).params.is_array());
    EXPECT_TRUE(std::get<RequestMessage>(null.messages[0]).id->is_null());
    EXPECT_FALSE(std::get<RequestMessage>(none.messages[0]).id);
}

TEST(ParseIncoming, TellsAnswersErrorsAndNewsApart) {
    const auto result = parsed(R"({"jsonrpc":"2.0","id":1,"result":null})");
    const auto error = parsed(R"({"jsonrpc":"2.0","id":1,"error":{"code":1010,"message":"m","data":{"a":1}}})");
    const auto news = parsed(R"({"jsonrpc":"2.0","method":"chain_newHead","params":{"subscription":"x","result":3}})");

    EXPECT_TRUE(std::get<ResponseMessage>(result.messages[0]).outcome->is_null());
    const auto& outcome = std::get<ResponseMessage>(error.messages[0]).outcome;
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, 1010);
    EXPECT_EQ(outcome.error().message, "m");
    EXPECT_EQ(outcome.error().data, R"({"a":1})");
    EXPECT_EQ(std::get<SubscriptionMessage>(news.messages[0]).subscription, json("x"));
    EXPECT_EQ(*std::get<SubscriptionMessage>(news.messages[0]).outcome, json(3));
}

TEST(ParseIncoming, MarksEntriesThatAreNoMessages) {
    for (const char* text : {"1", "\"x\"", "{}", R"({"jsonrpc":"1.0","id":1,"method":"a"})", R"({"jsonrpc":"2.0"})",
                             R"({"jsonrpc":"2.0","id":[],"method":"a"})", R"({"jsonrpc":"2.0","id":1.5,"method":"a"})",
                             R"({"jsonrpc":"2.0","id":1,"method":2})", R"({"jsonrpc":"2.0","id":1})",
                             R"({"jsonrpc":"2.0","id":1,"method":"a","params":3})"}) {
        SCOPED_TRACE(text);
        const auto incoming = parsed(text);
        ASSERT_EQ(incoming.messages.size(), 1u);
        ASSERT_TRUE(std::holds_alternative<InvalidMessage>(incoming.messages[0]));
        EXPECT_EQ(std::get<InvalidMessage>(incoming.messages[0]).error.code, kInvalidRequest);
    }
}

TEST(ParseIncoming, ReadsBatchesAndRefusesEmptyOnes) {
    const auto batch = parsed(R"([{"jsonrpc":"2.0","id":1,"method":"a"},5])");
    const auto empty = parseIncoming("[]", Limits{});

    EXPECT_TRUE(batch.batch);
    ASSERT_EQ(batch.messages.size(), 2u);
    EXPECT_TRUE(std::holds_alternative<InvalidMessage>(batch.messages[1]));
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().code, kInvalidRequest);
}

TEST(ParseIncoming, HoldsEveryLimit) {
    Limits limits;
    limits.messageBytes = 100;
    limits.depth = 3;
    limits.batch = 2;
    limits.values = 20;

    EXPECT_EQ(parseIncoming(std::string(101, ' '), limits).error().message, "Message is too large");
    EXPECT_EQ(parseIncoming("[[[[]]]]", limits).error().message, "Message is nested too deep");
    EXPECT_EQ(parseIncoming("[1,2,3]", limits).error().message, "Batch is too large");
    EXPECT_EQ(parseIncoming("[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", limits).error().message,
              "Message has too many values");
    EXPECT_TRUE(parseIncoming(R"({"jsonrpc":"2.0","id":1,"method":"[[[[[[\"[[["})", limits)); // brackets in a string
}

TEST(ParseIncoming, EveryTruncationIsAParseError) {
    const std::string whole = R"([{"jsonrpc":"2.0","id":"a\"b","method":"m","params":[1,{"k":"\u00e9"},null]}])";
    ASSERT_TRUE(parseIncoming(whole, Limits{}));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto incoming = parseIncoming(whole.substr(0, size), Limits{});
        ASSERT_FALSE(incoming) << size;
        EXPECT_EQ(incoming.error().code, kParseError);
    }
}

TEST(ParseIncoming, RefusesTextThatIsNotUtf8) {
    EXPECT_FALSE(parseIncoming("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}", Limits{}));
}

TEST(Encode, RoundTripsThroughTheParser) {
    const auto call = parsed(encodeRequest(5, "m\"", json::array({1, "x"})));
    const auto answer = parsed(encodeResponse(json("id"), json{{"a", 1}}));
    const auto refusal = parsed(encodeResponse(json(1), tl::unexpected<RpcError>{RpcError{-32601, "no", "data"}}));
    const auto news = parsed(encodeNotification("n", json("s"), json(9)));

    EXPECT_EQ(std::get<RequestMessage>(call.messages[0]).method, "m\"");
    EXPECT_EQ(std::get<ResponseMessage>(answer.messages[0]).outcome->at("a"), 1);
    EXPECT_EQ(std::get<ResponseMessage>(refusal.messages[0]).outcome.error().data, "data");
    EXPECT_EQ(*std::get<SubscriptionMessage>(news.messages[0]).outcome, json(9));
}

TEST(Encode, ReplacesBytesThatAreNotUtf8) {
    EXPECT_TRUE(parseIncoming(encodeResponse(json(1), json(std::string{"a\xff"})), Limits{}));
}

} // namespace
} // namespace taodeck::rpc
