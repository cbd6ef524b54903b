#include "app/taodeck-cli/commands.h"

#include "core/crypto/ss58.h"

#include <fstream>

namespace taodeck::cli {

using crypto::ss58;

namespace {

std::string roundPercent(double part) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f %%", part * 100);
    return text;
}

Result<> showProof(Console& c, const api::ProofReport& report) {
    c.result() = Json::parse(report.json);
    c.say(report.title + ": " + trustText(report.trust, report.block));
    c.say(report.explanation);
    c.say("State root " + report.stateRoot + ", " + std::to_string(report.nodes.size()) + " nodes, " +
          std::to_string(report.proofBytes) + " bytes");
    if (c.options().out.empty()) return {};
    std::ofstream file{c.options().out, std::ios::binary | std::ios::trunc};
    file << report.json << '\n';
    if (!file.flush()) return fail(Errc::Io, "cannot write " + c.options().out);
    c.say("Written to " + c.options().out);
    return {};
}

} // namespace

Result<> runNetworks(Console& c, const Words&) {
    c.result()["networks"] = Json::array();
    for (const auto& row : c.session().network().networks()) {
        c.result()["networks"].push_back({{"id", row.id},
                                          {"name", row.name},
                                          {"endpoint", row.endpoint},
                                          {"development", row.development},
                                          {"trustRoot", row.trustRoot}});
        c.say(row.id + "  " + row.name + "  " + row.endpoint);
        c.say("    " + row.trustRoot);
    }
    return {};
}

Result<> runStatus(Console& c, const Words&) {
    const auto s = c.session().chain().status();
    c.result() = {{"network", s.network},
                  {"endpoint", s.endpoint},
                  {"genesis", hex(s.genesis.view())},
                  {"best", raw(s.best)},
                  {"final", raw(s.final)},
                  {"finalHash", hex(s.finalHash.view())},
                  {"trust", word(s.trust)},
                  {"setId", s.setId},
                  {"authorities", s.authorities},
                  {"spec", s.specName + "/" + std::to_string(s.specVersion)},
                  {"refused", s.refused},
                  {"problem", s.problem}};
    c.say(s.network + " at " + s.endpoint + ", genesis " + hex(s.genesis.view()));
    c.say("Final block " + std::to_string(raw(s.final)) + " " + hex(s.finalHash.view()) + ": " +
          std::string{word(s.trust)});
    c.say("Authorities " + std::to_string(s.authorities) + " (set " + std::to_string(s.setId) + "), " + s.specName +
          " " + std::to_string(s.specVersion) + ", refused answers " + std::to_string(s.refused));
    if (!s.problem.empty()) c.say(s.problem);
    return {};
}

Result<> runBalance(Console& c, const Words& words) {
    TD_TRY(const auto account, c.account(words[0]));
    TD_TRY(const auto balance, c.ask<Stated<api::AccountBalance>>(
                                   [&](auto done) { c.session().chain().balance(account, std::move(done)); }));
    const auto& b = *balance.value;
    c.result() = trustJson(balance.trust, balance.at);
    c.result()["address"] = ss58(account);
    c.result()["freeRao"] = b.free.raw();
    c.result()["reservedRao"] = b.reserved.raw();
    c.result()["frozenRao"] = b.frozen.raw();
    c.result()["nonce"] = b.nonce;
    c.say(ss58(account) + "  " + tao(b.free) + "  " + trustText(balance.trust, balance.at));
    return {};
}

Result<> runPositions(Console& c, const Words& words) {
    TD_TRY(const auto account, c.account(words[0]));
    TD_TRY(const auto positions, c.ask<Stated<std::vector<api::StakePosition>>>(
                                     [&](auto done) { c.session().chain().positions(account, std::move(done)); }));
    c.result() = trustJson(positions.trust, positions.at);
    c.result()["positions"] = Json::array();
    for (const auto& p : *positions.value) {
        c.result()["positions"].push_back({{"netuid", raw(p.netuid)},
                                           {"hotkey", ss58(p.hotkey)},
                                           {"validator", p.validatorName.plain()},
                                           {"alpha", p.alpha.raw()},
                                           {"valueRao", p.value.raw()},
                                           {"exitNowRao", p.exitNow.raw()},
                                           {"exitFeeRao", p.exitFee.raw()},
                                           {"share", p.share}});
        c.say("subnet " + std::to_string(raw(p.netuid)) + "  " + ss58(p.hotkey) + "  " + alpha(p.alpha) + "  value " +
              tao(p.value) + "  leaving now " + tao(p.exitNow));
    }
    c.say(std::to_string(positions.value->size()) + " positions, " + trustText(positions.trust, positions.at));
    return {};
}

Result<> runSubnets(Console& c, const Words&) {
    TD_TRY(const auto subnets, c.ask<Stated<std::vector<api::SubnetRow>>>(
                                   [&](auto done) { c.session().chain().subnets(std::move(done)); }));
    c.result() = trustJson(subnets.trust, subnets.at);
    c.result()["subnets"] = Json::array();
    for (const auto& s : *subnets.value) {
        c.result()["subnets"].push_back({{"netuid", raw(s.netuid)},
                                         {"name", s.name.plain()},
                                         {"symbol", s.symbol.plain()},
                                         {"started", s.started},
                                         {"priceRao", s.price.raw()},
                                         {"taoReserveRao", s.taoReserve.raw()},
                                         {"alphaReserve", s.alphaReserve.raw()},
                                         {"alphaOut", s.alphaOut.raw()},
                                         {"tempo", s.tempo},
                                         {"neurons", s.neurons},
                                         {"blocksToEpoch", s.blocksToEpoch},
                                         {"emissionShare", s.emissionShare}});
        c.say(std::to_string(raw(s.netuid)) + "  " + s.symbol.plain() + "  " + s.name.plain() + "  price " +
              tao(s.price) + "  payout " + roundPercent(s.emissionShare) + "  neurons " + std::to_string(s.neurons) +
              (s.started ? "" : "  not started"));
    }
    c.say(std::to_string(subnets.value->size()) + " subnets, " + trustText(subnets.trust, subnets.at));
    return {};
}

Result<> runValidators(Console& c, const Words& words) {
    TD_TRY(const auto netuid, netuidFrom(words[0]));
    TD_TRY(const auto validators, c.ask<Stated<std::vector<api::ValidatorRow>>>(
                                      [&](auto done) { c.session().chain().validators(netuid, std::move(done)); }));
    c.result() = trustJson(validators.trust, validators.at);
    c.result()["validators"] = Json::array();
    for (const auto& v : *validators.value) {
        c.result()["validators"].push_back({{"uid", v.uid},
                                            {"hotkey", ss58(v.hotkey)},
                                            {"owner", ss58(v.owner)},
                                            {"name", v.name.plain()},
                                            {"take", v.take},
                                            {"alphaStake", v.alphaStake.raw()},
                                            {"rootStakeRao", v.rootStake.raw()},
                                            {"nominators", v.nominators},
                                            {"permit", v.permit},
                                            {"vtrust", v.vtrust},
                                            {"dividends", v.dividends},
                                            {"dividendsPerTempo", v.dividendsPerTempo.raw()},
                                            {"blocksSinceWeights", v.blocksSinceWeights},
                                            {"estimatedYearly", v.estimatedYearly}});
        c.say(std::to_string(v.uid) + "  " + ss58(v.hotkey) + "  " + v.name.plain() + "  stake " + alpha(v.alphaStake) +
              "  take " + roundPercent(v.take) + "  vtrust " + roundPercent(v.vtrust) + "  nominators " +
              std::to_string(v.nominators));
    }
    c.say(std::to_string(validators.value->size()) + " validators, " + trustText(validators.trust, validators.at));
    return {};
}

Result<> runHistory(Console& c, const Words& words) {
    const auto genesis = c.session().chain().status().genesis;
    if (words.empty()) {
        TD_TRY(const auto rows, c.ask<std::vector<api::ActionRow>>(
                                    [&](auto done) { c.session().history().actions(genesis, 100, std::move(done)); }));
        c.result()["actions"] = Json::array();
        for (const auto& row : rows) {
            const bool done = row.receipt.outcome == api::Outcome::Succeeded;
            c.result()["actions"].push_back({{"kind", row.kind},
                                             {"summary", row.summary},
                                             {"hash", hex(row.receipt.hash.view())},
                                             {"succeeded", done},
                                             {"error", row.receipt.errorName}});
            c.say(row.summary + "  " + (done ? "done" : row.receipt.errorName) + "  " + hex(row.receipt.hash.view()));
        }
        return {};
    }
    TD_TRY(const auto account, c.account(words[0]));
    TD_TRY(const auto values, c.ask<std::vector<api::ValuePoint>>([&](auto done) {
        c.session().history().values(genesis, account, {}, 100, std::move(done));
    }));
    c.result()["values"] = Json::array();
    for (const auto& v : values) {
        c.result()["values"].push_back({{"block", raw(v.block)},
                                        {"time", v.time.time_since_epoch().count()},
                                        {"freeRao", v.free.raw()},
                                        {"stakedValueRao", v.stakedValue.raw()},
                                        {"stakedExitRao", v.stakedExit.raw()},
                                        {"trust", word(v.trust)}});
        c.say("block " + std::to_string(raw(v.block)) + "  free " + tao(v.free) + "  staked " + tao(v.stakedValue));
    }
    return {};
}

Result<> runProofBalance(Console& c, const Words& words) {
    TD_TRY(const auto account, c.account(words[0]));
    TD_TRY(const auto report,
           c.ask<api::ProofReport>([&](auto done) { c.session().chain().proveBalance(account, std::move(done)); }));
    return showProof(c, report);
}

Result<> runProofPosition(Console& c, const Words& words) {
    TD_TRY(const auto coldkey, c.account(words[0]));
    TD_TRY(const auto hotkey, c.account(words[1]));
    TD_TRY(const auto netuid, netuidFrom(words[2]));
    TD_TRY(const auto report, c.ask<api::ProofReport>([&](auto done) {
        c.session().chain().provePosition(coldkey, hotkey, netuid, std::move(done));
    }));
    return showProof(c, report);
}

} // namespace taodeck::cli
