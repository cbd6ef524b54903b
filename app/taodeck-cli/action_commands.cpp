#include "app/taodeck-cli/commands.h"

#include "core/base/amount_text.h"
#include "core/crypto/ss58.h"

namespace taodeck::cli {

using crypto::ss58;

namespace {

const char* stepName(api::Step step) {
    switch (step) {
    case api::Step::Signed:
        return "signed";
    case api::Step::InPool:
        return "in the pool";
    case api::Step::InBlock:
        return "in a block";
    case api::Step::Executed:
        return "executed";
    case api::Step::Final:
        return "final";
    case api::Step::Proven:
        return "proven";
    }
    return "";
}

template <class Unit>
Json amountJson(const std::optional<Unit>& amount) {
    return amount ? Json(amount->raw()) : Json(nullptr);
}

Json receiptJson(const api::Receipt& r) {
    return {{"hash", hex(r.hash.view())},
            {"step", stepName(r.step)},
            {"succeeded", r.outcome == api::Outcome::Succeeded},
            {"block", r.block ? Json(raw(*r.block)) : Json(nullptr)},
            {"blockHash", r.blockHash ? Json(hex(r.blockHash->view())) : Json(nullptr)},
            {"feeRao", amountJson(r.feePaid)},
            {"alphaIn", amountJson(r.alphaIn)},
            {"alphaOut", amountJson(r.alphaOut)},
            {"taoMovedRao", amountJson(r.taoMoved)},
            {"trust", word(r.trust)},
            {"error", r.errorName},
            {"errorWords", r.errorWords}};
}

bool isOver(const api::Receipt& r) {
    return r.step == api::Step::Proven || r.outcome == api::Outcome::Failed || r.outcome == api::Outcome::Lapsed;
}

Result<Rao> taoFrom(const std::string& text) {
    TD_TRY(const auto raw, parseDecimal(text));
    return Rao::fromRaw(raw);
}

std::string percent(double part) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4f %%", part * 100);
    return text;
}

/// Plan, show, ask, unlock, sign, send, follow.
Result<> act(Console& c, const api::WalletRow& wallet, const api::Intent& intent) {
    TD_TRY(const auto plan, makePlan(c, intent));
    sayPlan(c, plan);
    if (!plan.canSign()) return fail(Errc::Refused, "this cannot be signed; see the warnings");
    if (!c.confirm("Sign and send?")) return fail(Errc::Cancelled, "not sent");
    TD_CHECK(unlock(c, wallet));
    TD_TRY(const auto receipt, send(c, plan));
    sayReceipt(c, receipt);
    return {};
}

} // namespace

/// Receipts as they come; shared with the subscription, which may run on another thread while we leave.
struct Track::Box {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<api::Receipt> receipts; ///< Not looked at yet.
};

Track::Track(Console& console) : m_console{console}, m_box{std::make_shared<Box>()} {
    m_subscription = console.session().actions().onReceipt([box = m_box](const api::Receipt& receipt) {
        const std::lock_guard lock{box->mutex};
        box->receipts.push_back(receipt);
        box->changed.notify_all();
    });
}

Track::~Track() = default;

Result<api::Receipt> Track::wait(const api::Receipt& first) {
    const auto started = std::chrono::steady_clock::now();
    auto& steps = m_console.result()["steps"];
    int told = -1; // a fast chain may take several steps between two receipts; each is told once, in order
    api::Receipt last = first;
    const auto tell = [&](const api::Receipt& r) {
        last = r;
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - started;
        char seconds[32];
        std::snprintf(seconds, sizeof seconds, "%7.3f s", passed.count());
        while (told < static_cast<int>(r.step)) {
            const auto step = static_cast<api::Step>(++told);
            const auto trust = step == r.step ? r.trust : std::min(r.trust, Trust::Reported);
            const bool inBlock = step >= api::Step::InBlock && r.block;
            m_console.say("    " + std::string{seconds} + "  " + stepName(step) +
                          (inBlock ? ", block " + std::to_string(raw(*r.block)) : "") + "  [" +
                          std::string{word(trust)} + "]");
            steps.push_back({{"step", stepName(step)}, {"seconds", passed.count()}, {"trust", word(trust)}});
        }
    };
    tell(first);
    std::unique_lock lock{m_box->mutex};
    while (!isOver(last)) {
        if (!m_box->changed.wait_until(lock, started + m_console.limit(), [&] { return !m_box->receipts.empty(); }))
            return fail(Errc::Timeout, "the transaction is not final yet; its hash is " + hex(first.hash.view()));
        for (const auto& receipt : std::exchange(m_box->receipts, {}))
            if (receipt.actionId == first.actionId) tell(receipt);
    }
    if (last.outcome == api::Outcome::Succeeded && last.step == api::Step::Proven) return last;
    return fail(Errc::DispatchFailed, (last.errorName.empty() ? "the transaction lapsed" : last.errorName) +
                                          (last.errorWords.empty() ? "" : ": " + last.errorWords));
}

Result<api::Plan> makePlan(Console& c, const api::Intent& intent) {
    return c.ask<api::Plan>([&](auto done) { c.session().actions().plan(intent, std::move(done)); });
}

Result<api::Receipt> send(Console& c, const api::Plan& plan) {
    Track track{c};
    TD_TRY(const auto first,
           c.ask<api::Receipt>([&](auto done) { c.session().actions().submit(plan.id, std::move(done)); }));
    return track.wait(first);
}

Result<api::Receipt> fund(Console& c, const AccountId& to, Rao amount) {
    Track track{c};
    TD_TRY(const auto first, c.ask<api::Receipt>([&](auto done) {
        c.session().actions().fundFromDevelopment(to, amount, std::move(done));
    }));
    return track.wait(first);
}

void sayPlan(Console& c, const api::Plan& p) {
    auto& j = c.result()["plan"];
    j = {{"call", p.decoded.pallet + "." + p.decoded.call},
         {"networkFeeRao", p.networkFee.raw()},
         {"swapFeeRao", amountJson(p.swapFeeTao)},
         {"swapFeeAlpha", amountJson(p.swapFeeAlpha)},
         {"expectedAlpha", amountJson(p.expectedAlpha)},
         {"expectedTaoRao", amountJson(p.expectedTao)},
         {"priceNowRao", amountJson(p.priceNow)},
         {"limitPriceRao", amountJson(p.limitPrice)},
         {"impact", p.impact},
         {"tolerance", p.tolerance},
         {"lapsesAt", raw(p.lapsesAt)},
         {"trust", word(p.trust)}};
    c.say("  " + p.decoded.pallet + "." + p.decoded.call + ", decoded from the bytes to sign:");
    for (const auto& argument : p.decoded.arguments)
        c.say("    " + argument.name + " = " + argument.value);
    if (p.priceNow) c.say("  price now      " + tao(*p.priceNow) + " per alpha");
    if (p.expectedAlpha) c.say("  you get about  " + alpha(*p.expectedAlpha));
    if (p.expectedTao) c.say("  you get about  " + tao(*p.expectedTao));
    if (p.limitPrice)
        c.say("  limit price    " + tao(*p.limitPrice) + " per alpha; your impact " + percent(p.impact) +
              ", protected to " + percent(p.tolerance));
    if (p.swapFeeTao) c.say("  pool fee       " + tao(*p.swapFeeTao));
    if (p.swapFeeAlpha) c.say("  pool fee       " + alpha(*p.swapFeeAlpha));
    c.say("  network fee    about " + tao(p.networkFee));
    c.say("  valid until    block " + std::to_string(raw(p.lapsesAt)));
    c.say("  made from      " + trustText(p.trust, p.at));
    j["warnings"] = Json::array();
    for (const auto& warning : p.warnings) {
        j["warnings"].push_back({{"text", warning.text}, {"blocking", warning.blocking}});
        c.say(std::string{warning.blocking ? "  STOP: " : "  note: "} + warning.text);
    }
}

void sayReceipt(Console& c, const api::Receipt& r) {
    c.result()["receipt"] = receiptJson(r);
    if (r.taoMoved) c.say("  TAO moved      " + tao(*r.taoMoved));
    if (r.alphaIn) c.say("  alpha received " + alpha(*r.alphaIn));
    if (r.alphaOut) c.say("  alpha given    " + alpha(*r.alphaOut));
    if (r.feePaid) c.say("  fee paid       " + tao(*r.feePaid));
    c.say("  " + hex(r.hash.view()) + " in block " + std::to_string(r.block ? raw(*r.block) : 0) + ": " +
          std::string{word(r.trust)});
}

Result<> runFund(Console& c, const Words& words) {
    TD_TRY(const auto to, c.account(words[0]));
    TD_TRY(const auto amount, taoFrom(words[1]));
    TD_TRY(const auto receipt, fund(c, to, amount));
    sayReceipt(c, receipt);
    return {};
}

Result<> runTransfer(Console& c, const Words& words) {
    TD_TRY(const auto wallet, c.wallet(words[0]));
    TD_TRY(const auto to, c.account(words[1]));
    if (words[2] == "all") return act(c, wallet, api::TransferAllIntent{wallet.coldkey, to, false});
    TD_TRY(const auto amount, taoFrom(words[2]));
    return act(c, wallet, api::TransferIntent{wallet.coldkey, to, amount, true});
}

Result<> runStake(Console& c, const Words& words) {
    TD_TRY(const auto wallet, c.wallet(words[0]));
    TD_TRY(const auto hotkey, c.account(words[1]));
    TD_TRY(const auto netuid, netuidFrom(words[2]));
    TD_TRY(const auto amount, taoFrom(words[3]));
    const auto& o = c.options();
    return act(c, wallet, api::AddStakeIntent{wallet.coldkey, hotkey, netuid, amount, o.tolerance, o.partial});
}

Result<> runUnstake(Console& c, const Words& words) {
    TD_TRY(const auto wallet, c.wallet(words[0]));
    TD_TRY(const auto hotkey, c.account(words[1]));
    TD_TRY(const auto netuid, netuidFrom(words[2]));
    Alpha amount;
    if (words[3] == "all") {
        TD_TRY(const auto positions, c.ask<Stated<std::vector<api::StakePosition>>>([&](auto done) {
            c.session().chain().positions(wallet.coldkey, std::move(done));
        }));
        for (const auto& p : *positions.value)
            if (p.hotkey == hotkey && p.netuid == netuid) amount = p.alpha;
        if (amount.raw() == 0) return fail(Errc::NotFound, "there is no stake with this validator on this subnet");
    } else {
        TD_TRY(const auto raw, parseDecimal(words[3]));
        amount = Alpha::fromRaw(raw);
    }
    const auto& o = c.options();
    return act(c, wallet, api::RemoveStakeIntent{wallet.coldkey, hotkey, netuid, amount, o.tolerance, o.partial});
}

} // namespace taodeck::cli
