#include "core/worker/recipe/recipe.h"

#include "core/crypto/mnemonic.h"
#include "core/crypto/ss58.h"
#include "core/worker/tasks/body.h"

#include <algorithm>
#include <fstream>

namespace taodeck::worker {
namespace {

using body::Json;
using std::chrono::milliseconds;

constexpr body::Limits kLimits{64U << 10, 4, 1'024};
constexpr std::size_t kMostText = 4'096, kMostArguments = 128, kMostVariables = 64, kMostPorts = 16, kMostChecks = 16;

Result<> onlyKnown(const Json& object, std::initializer_list<std::string_view> known, const char* where) {
    for (const auto& [key, value] : object.items())
        if (std::find(known.begin(), known.end(), key) == known.end())
            return fail(Errc::Unsupported, "unknown setting \"" + key.substr(0, 64) + "\" in " + where);
    return {};
}

/// Text that a program may get: no zero byte, no recovery phrase.
Result<std::string> readText(const Json& value, const std::string& what) {
    if (!value.is_string()) return fail(Errc::Malformed, what + " must be text");
    const auto& out = value.get_ref<const std::string&>();
    if (out.size() > kMostText) return fail(Errc::OutOfRange, what + " is longer than 4096 bytes");
    if (out.find('\0') != std::string::npos) return fail(Errc::Malformed, what + " holds a zero byte");
    if (crypto::entropyFromMnemonic(out)) return fail(Errc::Refused, what + " is a recovery phrase; recipes hold none");
    return out;
}

Result<std::vector<std::string>> readTexts(const Json& value, const std::string& what, std::size_t most) {
    if (!value.is_array()) return fail(Errc::Malformed, what + " must be a list of texts");
    if (value.size() > most) return fail(Errc::LimitExceeded, what + " has more than " + std::to_string(most));
    std::vector<std::string> out;
    for (const Json& entry : value) {
        TD_TRY(auto text, readText(entry, "an entry of " + what));
        out.push_back(std::move(text));
    }
    return out;
}

bool isSecretName(std::string name) {
    for (char& c : name)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    for (const char* word : {"PASSWORD", "PASSPHRASE", "PASSWD", "SECRET", "MNEMONIC", "PRIVATE_KEY", "SEED_PHRASE"})
        if (name.find(word) != std::string::npos) return true;
    return false;
}

bool isVariableName(const std::string& name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && name.size() <= 128 && !(name[0] >= '0' && name[0] <= '9') &&
           std::all_of(name.begin(), name.end(), fits);
}

Result<> readEnvironment(const Json& value, Recipe& out) {
    if (!value.is_object()) return fail(Errc::Malformed, "environment must be an object of texts");
    if (value.size() > kMostVariables) return fail(Errc::LimitExceeded, "environment has more than 64 variables");
    for (const auto& [name, entry] : value.items()) {
        if (!isVariableName(name)) return fail(Errc::Malformed, "environment has a name that is none");
        if (isSecretName(name))
            return fail(Errc::Refused, "environment variable " + name +
                                           " is named like a secret; let the program read secrets from its own file");
        TD_TRY(auto text, readText(entry, "environment variable " + name));
        out.environment.emplace_back(name, std::move(text));
    }
    return {};
}

Result<std::uint16_t> readPort(const Json& value, const char* what) {
    if (!value.is_number_unsigned()) return fail(Errc::Malformed, std::string{what} + " must be a port number");
    const auto port = value.get<std::uint64_t>();
    if (port < 1 || port > 65'535) return fail(Errc::OutOfRange, std::string{what} + " must be 1 to 65535");
    return static_cast<std::uint16_t>(port);
}

Result<RecipeCheck> readCheck(const Json& value) {
    if (!value.is_object()) return fail(Errc::Malformed, "a check must be an object");
    TD_CHECK(onlyKnown(value, {"kind", "port", "path", "contains"}, "a check"));
    TD_TRY(const std::string kind, body::text(value, "kind", 16));
    RecipeCheck out;
    if (kind == "log") {
        out.kind = RecipeCheck::Kind::LogLine;
        TD_TRY(const Json* text, body::member(value, "contains"));
        TD_TRY(out.text, readText(*text, "contains"));
        if (out.text.empty()) return fail(Errc::OutOfRange, "contains is empty");
        return out;
    }
    if (kind != "tcp" && kind != "http") return fail(Errc::Malformed, "the kind of a check is tcp, http or log");
    TD_TRY(const Json* port, body::member(value, "port"));
    TD_TRY(out.port, readPort(*port, "the port of a check"));
    if (kind == "tcp") return out;
    out.kind = RecipeCheck::Kind::Http;
    out.path = "/";
    if (value.contains("path")) {
        TD_TRY(out.path, body::text(value, "path", 512));
    }
    const auto fits = [](char c) { return c > ' ' && c < 0x7F; };
    if (out.path.empty() || out.path[0] != '/' || !std::all_of(out.path.begin(), out.path.end(), fits))
        return fail(Errc::Malformed, "the path of a check begins with / and is plain ASCII");
    return out;
}

/// Seconds, fractions allowed.
Result<> readSeconds(const Json& object, const char* key, double most, milliseconds& to) {
    if (!object.contains(key)) return {};
    TD_TRY(const double seconds, body::number(object, key, 0.1, most));
    to = milliseconds{static_cast<std::int64_t>(seconds * 1'000)};
    return {};
}

Result<> readRestart(const Json& value, Recipe& out) {
    if (!value.is_object()) return fail(Errc::Malformed, "restart must be an object");
    TD_CHECK(onlyKnown(value, {"when", "first_seconds", "most_seconds", "most_per_hour"}, "restart"));
    if (value.contains("when")) {
        TD_TRY(const std::string when, body::text(value, "when", 16));
        if (when != "always" && when != "failure" && when != "never")
            return fail(Errc::Malformed, "restart.when is always, failure or never");
        out.restart = when == "always"    ? RestartWhen::Always
                      : when == "failure" ? RestartWhen::Failure
                                          : RestartWhen::Never;
    }
    TD_CHECK(readSeconds(value, "first_seconds", 3'600, out.backoffFirst));
    TD_CHECK(readSeconds(value, "most_seconds", 3'600, out.backoffMax));
    if (out.backoffMax < out.backoffFirst) return fail(Errc::OutOfRange, "most_seconds is below first_seconds");
    if (value.contains("most_per_hour")) {
        TD_TRY(out.restartsPerHour, body::count(value, "most_per_hour", 1, 1'000));
    }
    return {};
}

/// Our own measure has bounded the text; here the parser says where it is broken.
std::string syntaxProblem(std::string_view json) {
    try {
        const auto parsed = Json::parse(json);
        return "the recipe is no JSON object";
    } catch (const Json::parse_error& error) {
        const auto end = std::min<std::size_t>(error.byte, json.size());
        return "no valid JSON at line " + std::to_string(1 + std::count(json.begin(), json.begin() + end, '\n'));
    }
}

Result<> readFolder(const Json& object, const std::filesystem::path& base, Recipe& out) {
    out.folder = base;
    if (!object.contains("folder")) return {};
    TD_TRY(const std::string folder, readText(object["folder"], "folder"));
    if (folder.empty()) return fail(Errc::OutOfRange, "folder is empty");
    out.folder = (base / folder).lexically_normal();
    return {};
}

Result<> readCommand(const Json& object, Recipe& out) {
    TD_TRY(const Json* command, body::member(object, "command"));
    TD_TRY(out.arguments, readTexts(*command, "command", kMostArguments));
    if (out.arguments.empty() || out.arguments[0].empty())
        return fail(Errc::OutOfRange, "command must begin with a program");
    out.program = std::move(out.arguments[0]);
    out.arguments.erase(out.arguments.begin());
    return {};
}

Result<> readLists(const Json& object, Recipe& out) {
    if (object.contains("ports")) {
        TD_TRY(const Json* ports, body::list(object, "ports", kMostPorts));
        for (const Json& entry : *ports) {
            TD_TRY(const auto port, readPort(entry, "an entry of ports"));
            out.ports.push_back(port);
        }
    }
    if (object.contains("announces")) {
        if (!object["announces"].is_boolean()) return fail(Errc::Malformed, "announces must be true or false");
        out.announces = object["announces"].get<bool>();
    }
    if (!object.contains("checks")) return {};
    TD_TRY(const Json* checks, body::list(object, "checks", kMostChecks));
    for (const Json& entry : *checks) {
        TD_TRY(auto check, readCheck(entry));
        out.checks.push_back(std::move(check));
    }
    return {};
}

Result<> readHotkey(const Json& object, Recipe& out) {
    if (!object.contains("hotkey")) return {};
    TD_TRY(const std::string address, body::text(object, "hotkey", 128));
    const auto account = crypto::parseAccount(address);
    if (!account) return fail(Errc::Malformed, "hotkey is no address: " + account.error().context);
    out.hotkey = *account;
    return {};
}

} // namespace

std::string RecipeCheck::words() const {
    switch (kind) {
    case Kind::Tcp:
        return "TCP port " + std::to_string(port);
    case Kind::Http:
        return "HTTP " + std::to_string(port) + path;
    case Kind::LogLine:
        return "the line \"" + text + "\"";
    }
    return {};
}

Result<Recipe> readRecipe(std::string_view json, const std::filesystem::path& base) {
    const auto parsed = body::readObject(json, kLimits);
    if (!parsed)
        return fail(parsed.error().code,
                    parsed.error().code == Errc::Malformed ? syntaxProblem(json) : parsed.error().context);
    const Json& object = *parsed;
    TD_CHECK(onlyKnown(object,
                       {"name", "command", "folder", "environment", "hotkey", "ports", "announces", "checks",
                        "check_every_seconds", "start_within_seconds", "restart"},
                       "the recipe"));
    Recipe out;
    TD_TRY(out.name, body::text(object, "name", 128));
    TD_CHECK(readCommand(object, out));
    TD_CHECK(readFolder(object, base, out));
    if (object.contains("environment")) TD_CHECK(readEnvironment(object["environment"], out));
    TD_CHECK(readHotkey(object, out));
    TD_CHECK(readLists(object, out));
    TD_CHECK(readSeconds(object, "check_every_seconds", 3'600, out.checkEvery));
    TD_CHECK(readSeconds(object, "start_within_seconds", 86'400, out.startLimit));
    if (object.contains("restart")) TD_CHECK(readRestart(object["restart"], out));
    return out;
}

Result<Recipe> loadRecipe(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in) return fail(Errc::NotFound, "the recipe " + file.string() + " cannot be opened");
    std::string text(kLimits.bytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad()) return fail(Errc::Io, "the recipe " + file.string() + " cannot be read");
    text.resize(static_cast<std::size_t>(in.gcount()));
    std::error_code ec;
    const auto whole = std::filesystem::absolute(file, ec);
    if (ec) return fail(Errc::Io, file.string() + ": " + ec.message());
    return readRecipe(text, whole.parent_path());
}

} // namespace taodeck::worker
