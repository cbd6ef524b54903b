#include "app/taodeck-cli/options.h"

#include "core/base/amount_text.h"

#include <charconv>

namespace taodeck::cli {

namespace {

template <class T>
Result<T> numberFrom(const std::string& name, const std::string& text) {
    T out{};
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, out);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return fail(Errc::Malformed, name + " needs a number");
    return out;
}

/// @return whether it is one of a worker's.
Result<bool> setWorkerValue(WorkerWords& w, const std::string& name, const std::string& value) {
    if (name == "--wallet")
        w.wallet = value;
    else if (name == "--hotkey")
        w.hotkey = value;
    else if (name == "--task")
        w.task = value;
    else if (name == "--model")
        w.model = value;
    else if (name == "--recipe") {
        w.recipe = value;
        w.task = "recipe";
    } else if (name == "--ip")
        w.ip = value;
    else if (name == "--port") {
        TD_TRY(w.port, numberFrom<std::uint16_t>(name, value));
    } else if (name == "--threads") {
        TD_TRY(w.threads, numberFrom<std::uint32_t>(name, value));
    } else if (name == "--limit") {
        TD_TRY(const auto raw, parseDecimal(value));
        w.limit = Rao::fromRaw(raw);
    } else
        return false;
    return true;
}

Result<> setValue(Options& o, const std::string& name, const std::string& value) {
    TD_TRY(const bool workers, setWorkerValue(o.worker, name, value));
    if (workers) return {};
    if (name == "--data-dir")
        o.session.dataFolder = value;
    else if (name == "--wallet-dir")
        o.session.walletRoot = value;
    else if (name == "--network")
        o.session.network = value;
    else if (name == "--localnet")
        o.session.localnetEndpoint = value;
    else if (name == "--block-time")
        o.session.blockTime = value;
    else if (name == "--out")
        o.out = value;
    else if (name == "--seed") {
        TD_TRY(o.session.localnetSeed, numberFrom<std::uint64_t>(name, value));
    } else if (name == "--words") {
        TD_TRY(o.words, numberFrom<int>(name, value));
    } else if (name == "--timeout") {
        TD_TRY(o.timeoutSeconds, numberFrom<int>(name, value));
    } else if (name == "--password-fd") {
        TD_TRY(o.passwordFd, numberFrom<int>(name, value));
    } else if (name == "--tolerance") {
        TD_TRY(o.tolerance, numberFrom<double>(name, value));
        if (!(o.tolerance >= 0 && o.tolerance < 1)) return fail(Errc::Malformed, "--tolerance is a part below 1");
    } else
        return fail(Errc::Malformed, "unknown option " + name);
    return {};
}

bool setFlag(Options& o, const std::string& name) {
    if (name == "--json")
        o.json = true;
    else if (name == "--yes")
        o.yes = true;
    else if (name == "--help" || name == "-h")
        o.help = true;
    else if (name == "--partial")
        o.partial = true;
    else if (name == "--no-password")
        o.noPassword = true;
    else if (name == "--no-gpu")
        o.worker.gpu = false;
    else if (name == "--fund")
        o.worker.fund = true;
    else
        return false;
    return true;
}

} // namespace

Result<Options> parseOptions(const std::vector<std::string>& arguments) {
    Options out;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& word = arguments[i];
        if (word.rfind("-", 0) != 0 || word == "-") {
            out.command.push_back(word);
            continue;
        }
        if (setFlag(out, word)) continue;
        const auto equals = word.find('=');
        if (equals != std::string::npos) {
            TD_CHECK(setValue(out, word.substr(0, equals), word.substr(equals + 1)));
            continue;
        }
        if (i + 1 == arguments.size()) return fail(Errc::Malformed, word + " needs a value, or is unknown");
        TD_CHECK(setValue(out, word, arguments[++i]));
    }
    return out;
}

std::string usage() {
    return R"(taodeck-cli: everything that the Taodeck window does, in the terminal.

  taodeck-cli demo                                   the whole main job on a fresh embedded chain
  taodeck-cli demo mine                              a miner there, from nothing to its first proven payout
  taodeck-cli networks                               the networks and what their proofs start from
  taodeck-cli status                                 connection, final block and trust
  taodeck-cli wallet list
  taodeck-cli wallet new NAME [--words 12|15|18|21|24] [--no-password]
  taodeck-cli wallet import NAME                     asks for the phrase, 0x seed or secret URI
  taodeck-cli wallet watch NAME ADDRESS
  taodeck-cli balance ACCOUNT
  taodeck-cli positions ACCOUNT
  taodeck-cli subnets
  taodeck-cli validators NETUID
  taodeck-cli fund ACCOUNT AMOUNT                    development chains only: from //Alice
  taodeck-cli transfer WALLET ACCOUNT AMOUNT|all
  taodeck-cli stake WALLET HOTKEY NETUID TAO         [--tolerance 0.005] [--partial]
  taodeck-cli unstake WALLET HOTKEY NETUID ALPHA|all [--tolerance 0.005] [--partial]
  taodeck-cli history [ACCOUNT]                      own actions; or values of an account over time
  taodeck-cli proof balance ACCOUNT                  [--out FILE]
  taodeck-cli proof position ACCOUNT HOTKEY NETUID   [--out FILE]
  taodeck-cli localnet status                        the running embedded chain (see docs/localnet.md)
  taodeck-cli localnet pause | resume
  taodeck-cli localnet speed FACTOR|max              blocks per block time, 0.01 to 1000
  taodeck-cli localnet step [BLOCKS]                 pauses, and makes so many blocks at once
  taodeck-cli localnet step-epoch [NETUID]           until an epoch has run
  taodeck-cli localnet reset [SEED] [world|empty]    another chain in its place
  taodeck-cli localnet snapshots
  taodeck-cli localnet snapshot | restore | delete NAME
  taodeck-cli localnet fork NAME NEW                 a chain folder of its own from a snapshot
  taodeck-cli localnet cast on|off                   the world's people trade and set weights, or rest
  taodeck-cli miner verdict NETUID                   can this machine and wallet earn there? [--wallet NAME]
  taodeck-cli miner start NETUID|ID                  registers if needed, runs it here until interrupted
                                                     [--wallet NAME] [--hotkey NAME] [--task text|sentiment]
                                                     [--model FILE] [--recipe FILE] [--limit TAO] [--fund] [--ip IP]
                                                     [--port N] [--threads N] [--no-gpu]
  taodeck-cli miner create NETUID                    only writes its folder, for taodeck-worker on a server
  taodeck-cli miner list
  taodeck-cli miner status | stop | remove NETUID|ID
  taodeck-cli miner scores | requests | waterfall NETUID|ID
  taodeck-cli validator ...                          the same for a validator
  taodeck-cli models [inspect FILE | add FILE]       what this machine can run
  taodeck-cli market on|off                          the embedded chain's own miners and validators

ACCOUNT is a wallet's name, an address, or a public key. Amounts are TAO or alpha with up to nine decimals.

  --network ID        localnet (default), test, finney, or one of your own
  --localnet URL      use a running localnet instead of starting one
  --block-time TIME   of the embedded chain, 250ms to 12s
  --seed N            makes a different embedded chain
  --data-dir DIR      what Taodeck remembers     --wallet-dir DIR   wallets (default ~/.bittensor/wallets)
  --password-fd N     reads the password from a file descriptor; else $BT_PW, else the terminal asks
  --yes               send without asking        --timeout SECONDS  give up after (default 120)
  --json              one JSON object on standard output

Every value says how far it can be trusted: Proven, Sealed, Reported, Cached or Unknown.
)";
}

} // namespace taodeck::cli
