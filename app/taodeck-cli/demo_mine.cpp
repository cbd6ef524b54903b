#include "app/taodeck-cli/commands.h"
#include "app/taodeck-cli/demo_parts.h"
#include "app/taodeck-cli/worker_text.h"
#include "core/supervise/passing_folder.h"

#include <thread>

namespace taodeck::cli {

using api::WorkerRow;
using api::WorkerState;

namespace {

constexpr NetUid kTextSubnet{5}; ///< Of the seeded world: its people run the real protocol.
constexpr const char* kMinersWallet = "demo";
constexpr std::uint64_t kAnswers = 3; ///< Before weights are looked for.
constexpr std::chrono::seconds kLimit{300};

Result<Stated<api::Metagraph>> graphAt(Console& c, std::optional<BlockNumber> block) {
    TD_TRY(auto graph, c.ask<Stated<api::Metagraph>>(
                           [&](auto done) { c.session().chain().metagraph(kTextSubnet, block, std::move(done)); }));
    if (!graph.value) return fail(Errc::Disconnected, "the subnet cannot be read now");
    return graph;
}

/// The alpha behind a hotkey at a block, and how far that is known.
Result<Stated<Alpha>> stakeAt(Console& c, const AccountId& hotkey, BlockNumber block) {
    TD_TRY(const auto graph, graphAt(c, block));
    const auto* neuron = graph.value->find(hotkey);
    return Stated<Alpha>{neuron ? neuron->alphaStake : Alpha{}, graph.trust, graph.at};
}

/// Waits until `wanted` says that it has seen enough; tells each new state. It gets the row and returns an optional.
template <class Wanted>
auto waitFor(Console& c, const std::string& id, const char* what, Wanted wanted)
    -> Result<typename std::invoke_result_t<Wanted, const WorkerRow&>::value_type> {
    const auto end = std::chrono::steady_clock::now() + std::max(kLimit, c.limit());
    std::string told;
    while (std::chrono::steady_clock::now() < end) {
        TD_TRY(const auto rows,
               c.ask<std::vector<WorkerRow>>([&](auto done) { c.session().workers().workers(std::move(done)); }));
        for (const auto& row : rows) {
            if (row.settings.id != id) continue;
            auto state = std::string{stateName(row.state)} + (row.reason.empty() ? "" : ": " + row.reason);
            if (state != told) c.say("    " + state);
            told = std::move(state);
            if (row.state == WorkerState::Failed) return fail(Errc::Refused, row.reason);
            if (auto seen = wanted(row)) return *std::move(seen);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{250});
    }
    return fail(Errc::Timeout, std::string{what} + " did not come in time; the worker is " + told);
}

Result<api::LaunchRequest> requestFor(Console& c, const api::WalletRow& wallet, Rao limit) {
    api::LaunchRequest out;
    auto& s = out.settings;
    s.network = "localnet";
    s.netuid = kTextSubnet;
    s.task = "text";
    s.coldkey = wallet.coldkey;
    if (wallet.hotkeys.empty()) return fail(Errc::NotFound, "the wallet has no hotkey");
    s.hotkey = wallet.hotkeys.front().account;
    s.hotkeyFile = wallet.folder + "/hotkeys/" + wallet.hotkeys.front().name;
    TD_TRY(s.model, modelFile(c));
    s.schedule.pauseOnBattery = false; // it is shown now
    out.limit = limit;
    out.fundFromDevelopment = true;
    return out;
}

/// The newest epoch that paid.
std::optional<api::Waterfall> paidFall(Console& c, const std::string& id) {
    const auto falls = c.ask<std::vector<api::Waterfall>>(
        [&](auto done) { c.session().workers().waterfalls(id, 10, std::move(done)); });
    for (const auto& fall : falls.value_or(std::vector<api::Waterfall>{}))
        if (fall.paid.raw() > 0) return fall;
    return std::nullopt;
}

/// The parts' sum, the neuron's own "paid" and the chain's stake before and after must be one number.
Result<> checkFall(Console& c, const AccountId& hotkey, const api::Waterfall& fall) {
    TD_TRY(const auto before, stakeAt(c, hotkey, BlockNumber{raw(fall.block) - 1}));
    TD_TRY(const auto after, stakeAt(c, hotkey, fall.block));
    std::uint64_t sum = 0;
    for (const auto& part : fall.parts)
        sum += part.alpha.raw();
    const auto paid = after.value->raw() - std::min(after.value->raw(), before.value->raw());
    c.say("    stake behind the hotkey before, block " + std::to_string(raw(before.at)) + "   " + alpha(*before.value) +
          "  [" + std::string{word(before.trust)} + "]");
    c.say("    stake behind the hotkey after, block " + std::to_string(raw(after.at)) + "    " + alpha(*after.value) +
          "  [" + std::string{word(after.trust)} + "]");
    c.say("    paid by the chain     " + alpha(Alpha::fromRaw(paid)));
    c.say("    sum of the waterfall  " + alpha(Alpha::fromRaw(sum)));
    c.result()["chain"] = {{"before", before.value->raw()},
                           {"after", after.value->raw()},
                           {"paid", paid},
                           {"trust", word(std::min(before.trust, after.trust))}};
    c.result()["sum"] = sum;
    if (sum != paid || fall.paid.raw() != paid || paid == 0)
        return fail(Errc::BadProof, "the waterfall does not add up to what the chain paid");
    return {};
}

Result<> mine(Console& c) {
    Steps steps{c};
    steps.next("A fresh embedded chain with a market of its own");
    TD_TRY(const auto status, c.waitLive());
    c.session().workers().askForMarket();
    c.say("    " + status.endpoint + ", final block " + std::to_string(raw(status.final)) + "  [" +
          std::string{word(status.trust)} + "]");

    steps.next("A new wallet");
    auto& wallets = c.session().wallet();
    TD_TRY(auto phrase, wallets.newMnemonic(12));
    TD_TRY(const auto wallet, c.ask<api::WalletRow>([&](auto done) {
        wallets.create(kMinersWallet, std::move(phrase), SecretBytes{}, std::move(done));
    }));
    c.say("    " + wallet.address + "  (12 words; forgotten when this ends)");

    steps.next("Can it earn here?");
    TD_TRY(const auto model, modelFile(c));
    TD_TRY(const auto verdict, c.ask<api::Verdict>([&](auto done) {
        c.session().workers().verdict({api::Role::Miner, kTextSubnet, "text", model, wallet.coldkey}, std::move(done));
    }));
    sayVerdict(c, verdict);
    if (verdict.level == api::VerdictLevel::Bad) return fail(Errc::Refused, verdict.sentence);

    steps.next("Register for at most " + tao(verdict.suggestedLimit) + ", and start");
    TD_TRY(const auto request, requestFor(c, wallet, verdict.suggestedLimit));
    TD_TRY(const auto started, launchAndTell(c, request));
    const auto id = started.settings.id;
    c.say("    " + id + " runs" + (started.device.empty() ? "" : " on " + started.device) + "; " +
          (started.sandboxWords.empty() ? "" : started.sandboxWords));

    steps.next("Validators ask");
    TD_TRY(const auto asked, waitFor(c, id, "answered requests", [](const WorkerRow& row) {
               return row.answered24h >= kAnswers ? std::optional{row} : std::nullopt;
           }));
    TD_TRY(const auto requests, c.ask<std::vector<api::WorkerRequest>>(
                                    [&](auto done) { c.session().workers().requests(id, 3, std::move(done)); }));
    sayRequests(c, requests);

    steps.next("Weights, an epoch, a payout");
    TD_TRY(const auto fall, waitFor(c, id, "a payout", [&](const WorkerRow&) { return paidFall(c, id); }));
    TD_TRY(const auto row, waitFor(c, id, "the miner's row", [](const WorkerRow& now) {
               return now.earnedAll.raw() > 0 ? std::optional{now} : std::nullopt;
           }));
    c.say("    answered " + std::to_string(row.answered24h) + " of " + std::to_string(row.requests24h) + " requests");
    c.say("    earned " + alpha(row.earnedAll) + ", " + tao(row.earnedTao) + " at each payout's price");
    c.result()["waterfall"] = waterfallJson(fall);
    sayWaterfall(c, fall);

    steps.next("What the chain itself says");
    TD_CHECK(checkFall(c, request.settings.hotkey, fall));
    c.result()["worker"] = rowJson(row);
    TD_CHECK(c.ask<void>([&](auto done) { c.session().workers().stop(id, std::move(done)); }));
    c.say("\nDone: " + alpha(fall.paid) + ", " + tao(fall.tao) + ", earned in the epoch of block " +
          std::to_string(raw(fall.block)) + "; the waterfall adds up to what the chain paid.");
    c.result()["earned"] = true;
    return {};
}

} // namespace

Result<> runDemoMine(const Options& options) {
    TD_TRY(const auto folder, supervise::PassingFolder::make("taodeck-demo"));
    auto settings = options.session;
    settings.dataFolder = folder.path() / "data";
    settings.walletRoot = folder.path() / "wallets";
    settings.network = "localnet";
    settings.localnetCast = true; // its validators and miners are the market
    if (settings.blockTime.empty()) settings.blockTime = "500ms";
    TD_TRY(const auto session, app::Session::open(std::move(settings)));
    Console console{options, *session};
    console.result()["earned"] = false;
    auto done = mine(console);
    console.printResult();
    return done;
}

} // namespace taodeck::cli
