#include "app/taodeck-cli/commands.h"
#include "app/taodeck-cli/demo_parts.h"

#include "core/crypto/ss58.h"
#include "core/supervise/passing_folder.h"

#include <thread>

namespace taodeck::cli {

using crypto::ss58;

namespace {

constexpr Rao kFunds = Rao::fromRaw(100 * kUnitsPerToken);
constexpr Rao kStake = Rao::fromRaw(10 * kUnitsPerToken);
constexpr const char* kWallet = "demo";

Result<Stated<api::AccountBalance>> balanceOf(Console& c, const AccountId& account) {
    return c.ask<Stated<api::AccountBalance>>(
        [&](auto done) { c.session().chain().balance(account, std::move(done)); });
}

void sayBalance(Console& c, const char* name, const Stated<api::AccountBalance>& balance) {
    c.say("    balance " + tao(balance.value->free) + "  [" + trustText(balance.trust, balance.at) + "]");
    c.result()[name] = trustJson(balance.trust, balance.at);
    c.result()[name]["freeRao"] = balance.value->free.raw();
}

struct Choice {
    NetUid netuid{};
    AccountId hotkey;
};

/// The started subnet with the deepest pool, and there the permitted validator with the most stake.
Result<Choice> choose(Console& c) {
    TD_TRY(const auto subnets, c.ask<Stated<std::vector<api::SubnetRow>>>(
                                   [&](auto done) { c.session().chain().subnets(std::move(done)); }));
    const api::SubnetRow* best = nullptr;
    for (const auto& row : *subnets.value) {
        c.say("    subnet " + std::to_string(raw(row.netuid)) + "  price " + tao(row.price) + "  pool " +
              tao(row.taoReserve) + "  [" + std::string{word(subnets.trust)} + "]");
        if (row.started && !row.root && (!best || row.taoReserve > best->taoReserve)) best = &row;
    }
    if (!best) return fail(Errc::NotFound, "no subnet has started");
    TD_TRY(const auto validators, c.ask<Stated<std::vector<api::ValidatorRow>>>([&](auto done) {
        c.session().chain().validators(best->netuid, std::move(done));
    }));
    for (const auto& row : *validators.value)
        if (row.permit) {
            c.say("    validator " + ss58(row.hotkey) + " on subnet " + std::to_string(raw(best->netuid)) + ", stake " +
                  alpha(row.alphaStake) + "  [" + std::string{word(validators.trust)} + "]");
            return Choice{best->netuid, row.hotkey};
        }
    return fail(Errc::NotFound, "the subnet has no validator with a permit");
}

/// Waits until the position shows in a block that is proven final.
Result<api::StakePosition> waitPosition(Console& c, const AccountId& coldkey, const Choice& choice, BlockNumber from) {
    const auto end = std::chrono::steady_clock::now() + c.limit();
    while (std::chrono::steady_clock::now() < end) {
        TD_TRY(const auto positions, c.ask<Stated<std::vector<api::StakePosition>>>(
                                         [&](auto done) { c.session().chain().positions(coldkey, std::move(done)); }));
        for (const auto& p : *positions.value) {
            if (p.hotkey != choice.hotkey || p.netuid != choice.netuid || positions.at < from) continue;
            if (positions.trust != Trust::Proven)
                return fail(Errc::BadProof, "the position is only " + std::string{word(positions.trust)});
            c.say("    " + alpha(p.alpha) + ", worth " + tao(p.value) + ", leaving now returns " + tao(p.exitNow) +
                  "  [" + trustText(positions.trust, positions.at) + "]");
            return p;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
    }
    return fail(Errc::Timeout, "the stake does not show");
}

Result<> proofStep(Console& c, const AccountId& coldkey, const Choice& choice) {
    TD_TRY(const auto report, c.ask<api::ProofReport>([&](auto done) {
        c.session().chain().provePosition(coldkey, choice.hotkey, choice.netuid, std::move(done));
    }));
    c.say("    " + std::to_string(report.proofBytes) + " bytes in " + std::to_string(report.nodes.size()) +
          " trie nodes; " + std::to_string(report.signatures) + " of " + std::to_string(report.authorities) +
          " authorities signed block " + std::to_string(raw(report.block)) + "  [" + std::string{word(report.trust)} +
          "]");
    c.say("    " + report.explanation);
    c.result()["proof"] = {{"bytes", report.proofBytes},      {"nodes", report.nodes.size()},
                           {"signatures", report.signatures}, {"authorities", report.authorities},
                           {"setId", report.setId},           {"stateRoot", report.stateRoot},
                           {"trust", word(report.trust)}};
    return report.trust == Trust::Proven ? Result<>{} : fail(Errc::BadProof, "the position's proof is not final");
}

Result<> mainJob(Console& c) {
    Steps steps{c};
    steps.next("A fresh embedded chain and a light client");
    TD_TRY(const auto status, c.waitLive());
    c.say("    " + status.endpoint + ", genesis " + hex(status.genesis.view()));
    c.say("    final block " + std::to_string(raw(status.final)) + ", " + std::to_string(status.authorities) +
          " authorities, set " + std::to_string(status.setId) + "  [" + std::string{word(status.trust)} + "]");

    steps.next("A new wallet");
    auto& wallets = c.session().wallet();
    TD_TRY(auto phrase, wallets.newMnemonic(12));
    TD_TRY(const auto wallet, c.ask<api::WalletRow>([&](auto done) {
        wallets.create(kWallet, std::move(phrase), SecretBytes{}, std::move(done));
    }));
    c.say("    " + wallet.address + "  (12 words; forgotten when this ends)");
    c.result()["address"] = wallet.address;
    TD_TRY(const auto empty, balanceOf(c, wallet.coldkey));
    sayBalance(c, "balanceAtStart", empty);

    steps.next("Test funds from //Alice: " + tao(kFunds));
    TD_TRY(const auto funded, fund(c, wallet.coldkey, kFunds));
    c.result()["funding"] = {{"block", raw(*funded.block)}, {"trust", word(funded.trust)}};
    TD_TRY(const auto before, balanceOf(c, wallet.coldkey));
    sayBalance(c, "balanceBefore", before);

    steps.next("Choose a validator on evidence");
    TD_TRY(const auto choice, choose(c));

    steps.next("Plan: stake " + tao(kStake));
    TD_TRY(const auto plan, makePlan(c, api::AddStakeIntent{wallet.coldkey, choice.hotkey, choice.netuid, kStake,
                                                            c.options().tolerance, c.options().partial}));
    sayPlan(c, plan);
    if (!plan.canSign()) return fail(Errc::Refused, "the plan cannot be signed");

    steps.next("Sign, send, follow");
    TD_CHECK(unlock(c, wallet));
    c.result()["steps"] = Json::array();
    TD_TRY(const auto receipt, send(c, plan));
    sayReceipt(c, receipt);

    steps.next("The stake, read back");
    TD_TRY(const auto position, waitPosition(c, wallet.coldkey, choice, *receipt.block));
    c.result()["position"] = {{"alpha", position.alpha.raw()},
                              {"valueRao", position.value.raw()},
                              {"exitNowRao", position.exitNow.raw()},
                              {"trust", word(Trust::Proven)}};
    TD_TRY(const auto after, balanceOf(c, wallet.coldkey));
    sayBalance(c, "balanceAfter", after);

    steps.next("The proof");
    TD_CHECK(proofStep(c, wallet.coldkey, choice));
    if (receipt.trust != Trust::Proven || after.trust != Trust::Proven)
        return fail(Errc::BadProof, "the stake is not proven in a final block");
    c.say("\nDone: the stake is Proven in final block " + std::to_string(raw(*receipt.block)) + ". Paid " +
          tao(receipt.taoMoved.value_or(kStake)) + " and a fee of " + tao(receipt.feePaid.value_or(Rao{})) +
          ", received " + alpha(receipt.alphaIn.value_or(Alpha{})) + ".");
    c.result()["proven"] = true;
    return {};
}

} // namespace

Result<> runDemo(const Options& options) {
    TD_TRY(const auto folder, supervise::PassingFolder::make("taodeck-demo"));
    auto settings = options.session;
    settings.dataFolder = folder.path() / "data";
    settings.walletRoot = folder.path() / "wallets";
    settings.network = "localnet";
    settings.localnetCast = false; // what is shown is to come from these steps alone
    TD_TRY(const auto session, app::Session::open(std::move(settings)));
    Console console{options, *session};
    console.result()["proven"] = false;
    auto done = mainJob(console);
    console.printResult();
    return done;
}

} // namespace taodeck::cli
