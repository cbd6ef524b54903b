#include "core/worker/recipe/recipe.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace taodeck::worker {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr const char* kAlice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

json whole() {
    return json::parse(R"({
        "name": "My miner",
        "command": ["./run", "--port", "8091"],
        "folder": "miner",
        "environment": {"LOG_LEVEL": "info"},
        "ports": [8091, 8092],
        "checks": [{"kind": "tcp", "port": 8091},
                   {"kind": "http", "port": 8092, "path": "/health?full=1"},
                   {"kind": "log", "contains": "serving"}],
        "check_every_seconds": 2.5,
        "start_within_seconds": 60,
        "restart": {"when": "always", "first_seconds": 0.5, "most_seconds": 30, "most_per_hour": 4}})");
}

TEST(Recipe, SaysHowAProgramIsRun) {
    auto object = whole();
    object["hotkey"] = kAlice;

    const auto recipe = readRecipe(object.dump(), "/home/me/recipes");

    ASSERT_TRUE(recipe.has_value()) << recipe.error().context;
    EXPECT_EQ(recipe->name, "My miner");
    EXPECT_EQ(recipe->program, "./run");
    EXPECT_EQ(recipe->arguments, (std::vector<std::string>{"--port", "8091"}));
    EXPECT_EQ(recipe->folder, "/home/me/recipes/miner");
    ASSERT_EQ(recipe->environment.size(), 1U);
    EXPECT_EQ(recipe->environment[0].second, "info");
    EXPECT_EQ(recipe->ports, (std::vector<std::uint16_t>{8'091, 8'092}));
    ASSERT_EQ(recipe->checks.size(), 3U);
    EXPECT_EQ(recipe->checks[0].words(), "TCP port 8091");
    EXPECT_EQ(recipe->checks[1].words(), "HTTP 8092/health?full=1");
    EXPECT_EQ(recipe->checks[2].words(), "the line \"serving\"");
    EXPECT_EQ(recipe->checkEvery, 2'500ms);
    EXPECT_EQ(recipe->startLimit, 60s);
    EXPECT_EQ(recipe->restart, RestartWhen::Always);
    EXPECT_EQ(recipe->backoffFirst, 500ms);
    EXPECT_EQ(recipe->backoffMax, 30s);
    EXPECT_EQ(recipe->restartsPerHour, 4U);
    ASSERT_TRUE(recipe->hotkey.has_value());
    EXPECT_EQ(recipe->hotkey->bytes[0], 0xD4);
}

TEST(Recipe, SaysWhetherItsProgramAnnouncesItself) {
    auto object = whole();
    EXPECT_FALSE(readRecipe(object.dump(), "/base")->announces);
    object["announces"] = true;
    EXPECT_TRUE(readRecipe(object.dump(), "/base")->announces);
    object["announces"] = "yes";
    EXPECT_EQ(readRecipe(object.dump(), "/base").error().code, Errc::Malformed);
}

TEST(Recipe, NeedsANameAndACommandOnly) {
    const auto recipe = readRecipe(R"({"name": "x", "command": ["python3"]})", "/base");
    ASSERT_TRUE(recipe.has_value()) << recipe.error().context;
    EXPECT_EQ(recipe->folder, "/base");
    EXPECT_EQ(recipe->restart, RestartWhen::Failure);
    EXPECT_FALSE(recipe->hotkey.has_value());
    EXPECT_EQ(readRecipe(R"({"name": "x", "command": ["a"], "folder": "/opt/it"})", "/base")->folder, "/opt/it");
}

struct Broken {
    const char* name;
    void (*apply)(json& recipe);
    Errc code;
    const char* words;
};
const Broken kBroken[] = {
    {"no name", [](json& r) { r.erase("name"); }, Errc::Malformed, "no name"},
    {"no command", [](json& r) { r.erase("command"); }, Errc::Malformed, "no command"},
    {"empty command", [](json& r) { r["command"] = json::array(); }, Errc::OutOfRange, "begin with a program"},
    {"empty program", [](json& r) { r["command"][0] = ""; }, Errc::OutOfRange, "begin with a program"},
    {"command as text", [](json& r) { r["command"] = "run"; }, Errc::Malformed, "list of texts"},
    {"number as argument", [](json& r) { r["command"][1] = 5; }, Errc::Malformed, "must be text"},
    {"too many arguments", [](json& r) { r["command"] = std::vector<std::string>(200, "a"); }, Errc::LimitExceeded,
     "more than 128"},
    {"long argument", [](json& r) { r["command"][1] = std::string(5'000, 'a'); }, Errc::OutOfRange, "4096"},
    {"zero byte", [](json& r) { r["command"][1] = std::string("a\0b", 3); }, Errc::Malformed, "zero byte"},
    {"unknown setting", [](json& r) { r["comand"] = 1; }, Errc::Unsupported, "comand"},
    {"unknown setting of a check", [](json& r) { r["checks"][0]["host"] = "example.com"; }, Errc::Unsupported, "host"},
    {"unknown setting of restart", [](json& r) { r["restart"]["often"] = true; }, Errc::Unsupported, "often"},
    {"a secret's name", [](json& r) { r["environment"]["wallet_Password"] = "x"; }, Errc::Refused, "wallet_Password"},
    {"another secret's name", [](json& r) { r["environment"]["MY_SECRET"] = "x"; }, Errc::Refused, "MY_SECRET"},
    {"a recovery phrase as value",
     [](json& r) {
         r["environment"]["WORDS"] = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
     },
     Errc::Refused, "recovery phrase"},
    {"a recovery phrase as argument",
     [](json& r) { r["command"][1] = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"; },
     Errc::Refused, "recovery phrase"},
    {"variable that is no name", [](json& r) { r["environment"]["A=B"] = "x"; }, Errc::Malformed, "name"},
    {"variable as number", [](json& r) { r["environment"]["A"] = 5; }, Errc::Malformed, "must be text"},
    {"port zero", [](json& r) { r["ports"][0] = 0; }, Errc::OutOfRange, "1 to 65535"},
    {"port too large", [](json& r) { r["checks"][0]["port"] = 65'536; }, Errc::OutOfRange, "1 to 65535"},
    {"port as text", [](json& r) { r["ports"][0] = "8091"; }, Errc::Malformed, "port number"},
    {"check without port", [](json& r) { r["checks"][0].erase("port"); }, Errc::Malformed, "no port"},
    {"check of another kind", [](json& r) { r["checks"][0]["kind"] = "udp"; }, Errc::Malformed, "tcp, http or log"},
    {"path with a line end", [](json& r) { r["checks"][1]["path"] = "/a\r\nX: y"; }, Errc::Malformed, "path"},
    {"path without slash", [](json& r) { r["checks"][1]["path"] = "health"; }, Errc::Malformed, "path"},
    {"empty line", [](json& r) { r["checks"][2]["contains"] = ""; }, Errc::OutOfRange, "contains"},
    {"hotkey that is none", [](json& r) { r["hotkey"] = "5Gabc"; }, Errc::Malformed, "hotkey"},
    {"no time", [](json& r) { r["check_every_seconds"] = 0; }, Errc::OutOfRange, "check_every_seconds"},
    {"restart of another kind", [](json& r) { r["restart"]["when"] = "sometimes"; }, Errc::Malformed, "restart.when"},
    {"backoff upside down", [](json& r) { r["restart"]["most_seconds"] = 0.2; }, Errc::OutOfRange, "most_seconds"},
    {"no restarts at all", [](json& r) { r["restart"]["most_per_hour"] = 0; }, Errc::OutOfRange, "most_per_hour"},
};

TEST(Recipe, NamesWhatIsWrong) {
    for (const auto& broken : kBroken) {
        auto object = whole();
        broken.apply(object);

        const auto recipe = readRecipe(object.dump(), "/base");

        ASSERT_FALSE(recipe.has_value()) << broken.name;
        EXPECT_EQ(recipe.error().code, broken.code) << broken.name << ": " << recipe.error().context;
        EXPECT_NE(recipe.error().context.find(broken.words), std::string::npos)
            << broken.name << ": " << recipe.error().context;
    }
}

TEST(Recipe, NamesTheLineThatIsNoJson) {
    const auto recipe = readRecipe("{\n  \"name\": \"x\",\n  \"command\": [\"a\",,]\n}", "/base");
    ASSERT_FALSE(recipe.has_value());
    EXPECT_EQ(recipe.error().context, "no valid JSON at line 3");
    EXPECT_EQ(readRecipe("[]", "/base").error().context, "the recipe is no JSON object");
    EXPECT_EQ(readRecipe(std::string(100'000, ' '), "/base").error().code, Errc::LimitExceeded);
    EXPECT_EQ(readRecipe("{\"a\":[[[[[]]]]]}", "/base").error().code, Errc::LimitExceeded);
}

TEST(Recipe, RefusesEveryTruncation) {
    const auto text = whole().dump();
    for (std::size_t size = 0; size < text.size(); ++size)
        ASSERT_FALSE(readRecipe(std::string_view{text}.substr(0, size), "/base").has_value()) << size;
}

TEST(Recipe, OfAFileThatIsNotThereIsNotFound) {
    EXPECT_EQ(loadRecipe("/nowhere/at/all.json").error().code, Errc::NotFound);
}

} // namespace
} // namespace taodeck::worker
