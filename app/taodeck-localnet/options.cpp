#include "options.h"

#include <charconv>
#include <cstdlib>

namespace taodeck {

const char* const kLocalnetUsage =
    R"(taodeck-localnet: the embedded Bittensor chain, with development accounts and validators.

  --block-time TIME  time between blocks, 250ms to 12s (default 1s; fixed when a chain is made)
  --state DIR        folder of the chain (default: $XDG_DATA_HOME/taodeck/localnet)
  --ephemeral        a new chain in a temporary folder, removed at the end
  --seed N           makes a different chain (default 0; fixed when a chain is made)
  --genesis-time MS  when a new chain begins, in milliseconds since 1970 (default: so that its first blocks end now).
                     Two chains with the same seed, block time and genesis time are the same, block by block.
  --empty            a new chain holds endowed accounts and the root network, and nothing else
  --speed FACTOR     blocks per block time: 0.01 to 1000, or max (default 1). The chain's own time always advances by
                     the block time.
  --cast on|off      whether the world's people trade, stake and set weights (default: as the chain remembers; a new
                     world begins with on)
  --archive          keep the state of every block (default: of the newest 300)
  --port N           port of the JSON-RPC server (default: a free one)
  --listen ADDRESS   address to listen on (default 127.0.0.1). Everybody who reaches it can use the chain.
  --quiet            log warnings only
  --help

The first line on standard output is JSON: endpoint, genesis, state, blockMillis, best, pid; the same line lies in
node.json in the chain's folder while the program runs. The log goes to standard error. "taodeck-cli localnet" drives
the running chain.
)";

namespace {

Result<std::uint64_t> readNumber(const std::string& text, const std::string& option) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || text.empty())
        return fail(Errc::Malformed, option + " needs a number, not \"" + text + "\"");
    return value;
}

/// "250ms", "1s" or milliseconds.
Result<std::uint64_t> readTime(std::string text) {
    std::uint64_t factor = 1;
    if (text.ends_with("ms"))
        text.resize(text.size() - 2);
    else if (text.ends_with("s"))
        text.resize(text.size() - 1), factor = 1000;
    TD_TRY(const auto value, readNumber(text, "--block-time"));
    if (value > 60'000 || value * factor < 250 || value * factor > 12'000)
        return fail(Errc::Malformed, "--block-time must be between 250ms and 12s");
    return value * factor;
}

Result<bool> readSwitch(const std::string& text, const std::string& option) {
    if (text == "on") return true;
    if (text == "off") return false;
    return fail(Errc::Malformed, option + " is on or off");
}

Result<> readOption(LocalnetArguments& out, const std::string& name, const std::string& value) {
    if (name == "--block-time") {
        TD_TRY(out.blockMillis, readTime(value));
    } else if (name == "--seed") {
        TD_TRY(out.seed, readNumber(value, name));
    } else if (name == "--genesis-time") {
        TD_TRY(out.genesisMillis, readNumber(value, name));
    } else if (name == "--speed") {
        TD_TRY(out.speed, localnet::Speed::parse(value));
    } else if (name == "--cast") {
        TD_TRY(out.cast, readSwitch(value, name));
    } else if (name == "--state") {
        out.stateFolder = value;
    } else if (name == "--listen") {
        out.listen = value;
    } else if (name == "--port") {
        TD_TRY(const auto port, readNumber(value, name));
        if (port > 65'535) return fail(Errc::Malformed, "--port must be below 65536");
        out.port = static_cast<std::uint16_t>(port);
    } else {
        return fail(Errc::Malformed, "unknown option " + name);
    }
    return {};
}

} // namespace

Result<LocalnetArguments> parseLocalnetArguments(std::span<const char* const> arguments) {
    LocalnetArguments out;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string name = arguments[i];
        if (name == "--help" || name == "-h")
            out.help = true;
        else if (name == "--ephemeral")
            out.ephemeral = true;
        else if (name == "--quiet")
            out.quiet = true;
        else if (name == "--empty")
            out.empty = true;
        else if (name == "--archive")
            out.archive = true;
        else if (const auto equals = name.find('='); equals != std::string::npos) {
            TD_CHECK(readOption(out, name.substr(0, equals), name.substr(equals + 1)));
        } else if (i + 1 < arguments.size()) {
            TD_CHECK(readOption(out, name, arguments[++i]));
        } else {
            return fail(Errc::Malformed, "unknown option, or one without its value: " + name);
        }
    }
    if (out.ephemeral && !out.stateFolder.empty())
        return fail(Errc::Malformed, "--ephemeral and --state exclude each other");
    return out;
}

Result<std::filesystem::path> defaultStateFolder() {
    if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data == '/')
        return std::filesystem::path{data} / "taodeck" / "localnet";
    const char* home = std::getenv("HOME");
    if (!home || *home != '/') return fail(Errc::NotFound, "neither XDG_DATA_HOME nor HOME is set; use --state DIR");
    return std::filesystem::path{home} / ".local" / "share" / "taodeck" / "localnet";
}

} // namespace taodeck
