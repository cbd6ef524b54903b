#include "app/taodeck-cli/commands.h"

#include <array>

namespace taodeck::cli {

namespace {

constexpr std::array kCommands{Command{"networks", 0, 0, runNetworks, false},
                               Command{"status", 0, 0, runStatus, true},
                               Command{"balance", 1, 1, runBalance, true},
                               Command{"positions", 1, 1, runPositions, true},
                               Command{"subnets", 0, 0, runSubnets, true},
                               Command{"validators", 1, 1, runValidators, true},
                               Command{"history", 0, 1, runHistory, true},
                               Command{"proof balance", 1, 1, runProofBalance, true},
                               Command{"proof position", 3, 3, runProofPosition, true},
                               Command{"wallet list", 0, 0, runWalletList, false},
                               Command{"wallet new", 1, 1, runWalletNew, false},
                               Command{"wallet import", 1, 1, runWalletImport, false},
                               Command{"wallet watch", 2, 2, runWalletWatch, false},
                               Command{"fund", 2, 2, runFund, true},
                               Command{"transfer", 3, 3, runTransfer, true},
                               Command{"stake", 4, 4, runStake, true},
                               Command{"unstake", 4, 4, runUnstake, true},
                               Command{"miner", 1, 2, runMiner, false, minerNeedsNetwork},
                               Command{"validator", 1, 2, runValidator, false, minerNeedsNetwork},
                               Command{"models", 0, 2, runModels, false},
                               Command{"market", 1, 1, runMarket, true}};

} // namespace

Result<std::pair<const Command*, Words>> findCommand(const Words& line) {
    for (const auto& command : kCommands) {
        const std::string name{command.name};
        const std::size_t own = name.find(' ') == std::string::npos ? 1 : 2;
        if (line.size() < own) continue;
        const auto said = own == 1 ? line[0] : line[0] + " " + line[1];
        if (said != name) continue;
        const Words rest(line.begin() + static_cast<std::ptrdiff_t>(own), line.end());
        if (rest.size() < command.least || rest.size() > command.most)
            return fail(Errc::Malformed, name + ": wrong number of words; see taodeck-cli --help");
        return std::pair{&command, rest};
    }
    return fail(Errc::Malformed, "unknown command; see taodeck-cli --help");
}

} // namespace taodeck::cli
