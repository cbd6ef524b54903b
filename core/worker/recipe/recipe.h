#pragma once
/// How a miner that is not ours is run: a file that names the program, where it works, what it listens on and how one
/// sees that it is well. The file comes from people's disks and from strangers; reading it starts nothing. It holds no
/// secrets: variables named like one, and recovery phrases anywhere, are refused. Pure.
/// The format is described in docs/mining.md.

#include "core/base/ids.h"
#include "core/base/result.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::worker {

/// One sign that the program is well. TCP and HTTP ask this machine alone (127.0.0.1).
struct RecipeCheck {
    enum class Kind : std::uint8_t { Tcp, Http, LogLine };
    Kind kind{Kind::Tcp};
    std::uint16_t port{0};
    std::string path;          ///< Http: GET must be answered by 200.
    std::string text;          ///< LogLine: part of a line that the program must have printed since it started.
    std::string words() const; ///< "TCP port 8091"
};

enum class RestartWhen : std::uint8_t { Always, Failure, Never }; ///< Failure: not after it ended with code 0.

struct Recipe {
    std::string name;
    std::string program; ///< A path, absolute or from `folder`; without a slash it is searched in PATH.
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> environment;
    std::filesystem::path folder;     ///< Where it runs; absolute.
    std::vector<std::uint16_t> ports; ///< That it listens on; the first is what is announced.
    bool announces{false};            ///< The program itself tells the chain where it listens.
    std::optional<AccountId> hotkey;  ///< Whom it mines for: the public address.
    std::vector<RecipeCheck> checks;
    std::chrono::milliseconds checkEvery{10'000};
    std::chrono::milliseconds startLimit{120'000}; ///< All checks must have passed by then.
    RestartWhen restart{RestartWhen::Failure};
    std::chrono::milliseconds backoffFirst{1'000}, backoffMax{300'000}; ///< Doubles each time.
    std::uint32_t restartsPerHour{20};                                  ///< One more: given up.
};

/// @param base the folder of the file: relative folders begin there.
/// Errors: Malformed (names the line or the setting), OutOfRange, LimitExceeded, Refused (a secret), Unsupported (a
/// setting that is not known).
Result<Recipe> readRecipe(std::string_view json, const std::filesystem::path& base);
/// NotFound, Io, and readRecipe's.
Result<Recipe> loadRecipe(const std::filesystem::path& file);

} // namespace taodeck::worker
