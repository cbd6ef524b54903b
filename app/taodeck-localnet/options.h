#pragma once
/// What the command line of taodeck-localnet says.

#include "core/localnet/pace.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace taodeck {

struct LocalnetArguments {
    std::optional<std::uint64_t> blockMillis;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> genesisMillis; ///< Of a new chain, milliseconds since 1970.
    localnet::Speed speed;
    bool empty{false}, archive{false};
    std::optional<bool> cast;          ///< Empty: as the chain remembers.
    std::filesystem::path stateFolder; ///< Empty: the default one, or a temporary one when `ephemeral`.
    bool ephemeral{false};
    std::uint16_t port{0}; ///< 0 picks a free one.
    std::string listen{"127.0.0.1"};
    bool quiet{false};
    bool help{false};
};

extern const char* const kLocalnetUsage;

/// @return Malformed, with a sentence for the person at the terminal.
Result<LocalnetArguments> parseLocalnetArguments(std::span<const char* const> arguments);

/// $XDG_DATA_HOME/taodeck/localnet or its usual place. @return NotFound when there is no home.
Result<std::filesystem::path> defaultStateFolder();

} // namespace taodeck
