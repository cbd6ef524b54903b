#pragma once
/// One function per command. Each says what it does as text, fills the console's JSON result, and returns what went
/// wrong.

#include "app/taodeck-cli/console.h"

namespace taodeck::cli {

using Words = std::vector<std::string>; ///< After the command's own words.

struct Command {
    const char* name; ///< "balance", "wallet new"
    std::size_t least, most;
    Result<> (*run)(Console&, const Words&);
    bool needsNetwork;
    bool (*needs)(const Words&){nullptr}; ///< When not null, it decides in the place of needsNetwork.
    bool usesNetwork(const Words& words) const { return needs ? needs(words) : needsNetwork; }
};
/// The row for a command line, and the words behind its name. @return Malformed.
Result<std::pair<const Command*, Words>> findCommand(const Words& line);

Result<> runNetworks(Console&, const Words&);
Result<> runStatus(Console&, const Words&);
Result<> runBalance(Console&, const Words&);
Result<> runPositions(Console&, const Words&);
Result<> runSubnets(Console&, const Words&);
Result<> runValidators(Console&, const Words&);
Result<> runHistory(Console&, const Words&);
Result<> runProofBalance(Console&, const Words&);
Result<> runProofPosition(Console&, const Words&);
Result<> runWalletList(Console&, const Words&);
Result<> runWalletNew(Console&, const Words&);
Result<> runWalletImport(Console&, const Words&);
Result<> runWalletWatch(Console&, const Words&);
Result<> runFund(Console&, const Words&);
Result<> runTransfer(Console&, const Words&);
Result<> runStake(Console&, const Words&);
Result<> runUnstake(Console&, const Words&);
Result<> runMiner(Console&, const Words&);
Result<> runValidator(Console&, const Words&);
Result<> runModels(Console&, const Words&);
Result<> runMarket(Console&, const Words&);
/// A verdict and a start need the chain; the rest reads what is on this machine.
bool minerNeedsNetwork(const Words& words);

/// Follows one action until it is proven, has failed or lapsed, and tells each step with its time.
class Track {
public:
    explicit Track(Console& console);
    ~Track();
    /// @return the receipt when it was proven to have succeeded; DispatchFailed or Timeout else.
    Result<api::Receipt> wait(const api::Receipt& first);

private:
    struct Box;
    Console& m_console;
    std::shared_ptr<Box> m_box;
    Subscription m_subscription;
};
Result<api::Receipt> fund(Console& console, const AccountId& to, Rao amount);
Result<api::Receipt> send(Console& console, const api::Plan& plan);
Result<api::Plan> makePlan(Console& console, const api::Intent& intent);
void sayPlan(Console& console, const api::Plan& plan);
void sayReceipt(Console& console, const api::Receipt& receipt);
Result<> unlock(Console& console, const api::WalletRow& row);

/// "localnet …": drives a running embedded chain. Prints its result itself.
Result<> runLocalnet(const Options& options, const Words& words);

/// The main job from nothing to a proven stake, in a session of its own that leaves nothing behind.
Result<> runDemo(const Options& options);
/// From nothing to a miner's first payout, whose waterfall adds up to what the chain paid.
Result<> runDemoMine(const Options& options);

} // namespace taodeck::cli
