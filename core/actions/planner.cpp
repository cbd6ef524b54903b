#include "core/actions/planner.h"

#include "core/actions/decoded_call.h"
#include "core/actions/fee.h"
#include "core/actions/registry.h"
#include "core/metadata/codec.h"
#include "core/metadata/extrinsic.h"

#include <algorithm>

namespace taodeck::actions {
namespace {

using metadata::Value;
using metadata::View;

constexpr std::uint64_t kEraBlocks = 64, kMaxEraBlocks = 1024; // the chain remembers 2400 block hashes
constexpr std::uint64_t kEraMillis = 120'000;
constexpr std::uint64_t kUsualLag = 16;

Result<std::uint64_t> numberConstant(const metadata::Metadata& meta, const char* pallet, const char* name) {
    TD_TRY(const auto* constant, meta.constant(pallet, name));
    TD_TRY(const auto value, metadata::decodeValue(meta.types(), constant->type, constant->value));
    return View{value}.asU64();
}

/// The plan under way. Every step ends in the next one or in `answer`.
class Planning : public std::enable_shared_from_this<Planning> {
public:
    Planning(const Parts& parts, api::Intent intent, api::Done<MadePlan> done)
        : m_parts{parts}, m_done{std::move(done)}, m_action{makeAction(intent)} {
        m_plan.intent = intent;
    }

    void start() {
        auto runtime = m_parts.chain->runtime();
        if (!runtime) return answer(runtime.error());
        m_situation.runtime = *std::move(runtime);
        m_plan.signer = m_action->signer();
        if (const auto signer = m_parts.keys->signer(m_plan.signer);
            signer && (*signer)->isDevelopment() && !m_situation.runtime.development)
            return answer(Error{Errc::Refused, "a development key signs on development networks only"});
        m_asks = m_action->asks(m_situation.meta());
        askFor(m_asks, m_situation.meta(), kSignerLabel, "System", "Account", {Value::id(m_plan.signer)});
        std::vector<chain::StorageRead> reads;
        for (const auto& ask : m_asks)
            reads.push_back(ask.read);
        m_parts.chain->read(std::move(reads), std::nullopt,
                            [self = shared_from_this()](Result<chain::Reading> reading) {
                                self->step(std::move(reading), &Planning::takeReading);
                            });
    }

private:
    void lowerTrust(Trust most) { m_situation.trust = std::min(m_situation.trust, most); }
    void answer(Error error) { m_done(tl::unexpected<Error>{std::move(error)}); }

    /// Runs the step on a value, or answers the error of either.
    template <class T>
    void step(Result<T> got, Result<> (Planning::*next)(T)) {
        if (!got) return answer(std::move(got).error());
        if (auto went = (this->*next)(*std::move(got)); !went) answer(std::move(went).error());
    }

    Result<> takeReading(chain::Reading reading) {
        if (reading.values.size() != m_asks.size()) return fail(Errc::Malformed, "plan: answers and questions differ");
        for (std::size_t i = 0; i < m_asks.size(); ++i)
            m_situation.answers.put(m_asks[i].label, std::move(reading.values[i]));
        m_situation.at = reading.at;
        m_situation.trust = reading.trust;
        TD_TRY(m_situation.signer, readAccount(m_situation.answers, kSignerLabel));
        TD_TRY(const auto deposit, numberConstant(m_situation.meta(), "Balances", "ExistentialDeposit"));
        m_situation.existentialDeposit = Rao::fromRaw(deposit);
        lowerTrust(m_situation.runtime.constantTrust("Balances", "ExistentialDeposit"));
        if (m_parts.knownAccounts) m_situation.known = m_parts.knownAccounts();
        m_parts.chain->nextIndex(m_plan.signer, [self = shared_from_this()](Result<std::uint32_t> next) {
            self->step(std::move(next), &Planning::takeNonce);
        });
        return {};
    }

    Result<> takeNonce(std::uint32_t next) {
        // The node may know transactions in its pool, but it cannot know of fewer than the state has counted.
        m_plan.nonce = std::max(next, m_situation.signer.nonce);
        m_apiAsks = m_action->apiAsks(m_situation.meta());
        return askApis(0);
    }

    Result<> askApis(std::size_t index) {
        if (index == m_apiAsks.size()) return draft();
        const auto& ask = m_apiAsks[index];
        m_parts.chain->call(ask.method, ask.arguments, m_situation.at.hash,
                            [self = shared_from_this(), index](Result<Bytes> answer) {
                                if (!answer) return self->answer(std::move(answer).error());
                                self->m_situation.answers.putApi(self->m_apiAsks[index].label, *std::move(answer));
                                self->lowerTrust(Trust::Reported);
                                if (auto went = self->askApis(index + 1); !went) self->answer(std::move(went).error());
                            });
        return {};
    }

    Result<> draft() {
        const auto& s = m_situation;
        TD_TRY(const auto call, m_action->draft(s, m_plan));
        TD_TRY(const auto callBytes, metadata::encodeCall(s.meta(), call));
        // The numbers that stand for this call, and how its bytes read, are the node's word unless we know them
        // ourselves.
        lowerTrust(s.runtime.callTrust(call.pallet, call.name));
        metadata::SigningContext context;
        context.genesis = s.runtime.genesis;
        context.birth = s.at.hash;
        context.specVersion = s.runtime.specVersion;
        context.transactionVersion = s.runtime.transactionVersion;
        context.era =
            metadata::Era::mortal(eraBlocks(s.meta(), s.at.number, m_parts.chain->bestHead().number), s.at.number);
        context.nonce = m_plan.nonce;
        TD_TRY(const auto payload, metadata::makeSigningPayload(s.meta(), callBytes, context));
        m_plan.signingPayload = payload.bytes();
        m_plan.bornAt = context.era.birth(s.at.number);
        m_plan.lapsesAt = context.era.death(s.at.number);
        if (m_plan.bornAt != s.at.number) return fail(Errc::OutOfRange, "plan: the era does not start at its block");
        TD_TRY(auto arguments, feeArguments(s.meta(), payload, m_plan.signer));
        m_parts.chain->call(
            kFeeMethod, std::move(arguments), std::nullopt,
            [self = shared_from_this()](Result<Bytes> info) { self->step(std::move(info), &Planning::takeFee); });
        return {};
    }

    Result<> takeFee(Bytes info) {
        TD_TRY(m_situation.fee, decodeFee(info));
        TD_CHECK(describe());
        const auto& s = m_situation;
        m_plan.networkFee = s.fee;
        m_plan.network = s.runtime.network;
        m_plan.balanceBefore = s.signer.free;
        m_plan.trust = s.trust;
        m_plan.at = s.at.number;
        m_action->judge(s, m_plan);
        if (s.trust < Trust::Proven)
            warn(m_plan, api::WarningKind::NotProven,
                 "This plan was made from values that are " + std::string{word(s.trust)} + ", not Proven.");
        if (m_plan.nonce > s.signer.nonce)
            warn(
                m_plan, api::WarningKind::NotProven,
                "The node says that " + std::to_string(m_plan.nonce - s.signer.nonce) +
                    " transactions of this account come before this one that the final state does not show yet. If you "
                    "sent none just now, do not sign.");
        if (s.runtime.callTrust(m_plan.decoded.pallet, m_plan.decoded.call) < Trust::Proven)
            warn(m_plan, api::WarningKind::NotProven,
                 "This version of Taodeck does not know the chain's form of this call: what it says is read with the "
                 "description that the node gave.");
        m_done(MadePlan{std::move(m_plan), s.runtime});
        return {};
    }

    /// What the person confirms comes from the bytes alone.
    Result<> describe() {
        const auto& meta = m_situation.meta();
        TD_TRY(const auto decoded, metadata::decodeSigningPayload(meta, m_plan.signingPayload));
        TD_TRY(m_plan.decoded, describeCall(meta, decoded.call));
        m_plan.genesis = decoded.genesis;
        m_plan.specVersion = decoded.specVersion;
        m_plan.nonce = static_cast<std::uint32_t>(decoded.nonce);
        m_plan.tip = Rao::fromRaw(static_cast<std::uint64_t>(decoded.tip));
        return {};
    }

    Parts m_parts;
    api::Done<MadePlan> m_done;
    std::unique_ptr<Action> m_action;
    Situation m_situation;
    std::vector<Ask> m_asks;
    std::vector<ApiAsk> m_apiAsks;
    api::Plan m_plan;
};

} // namespace

void makePlan(const Parts& parts, api::Intent intent, api::Done<MadePlan> done) {
    std::make_shared<Planning>(parts, std::move(intent), std::move(done))->start();
}

std::uint64_t eraBlocks(const metadata::Metadata& meta, BlockNumber final, BlockNumber best) {
    std::uint64_t slot = numberConstant(meta, "Aura", "SlotDuration").value_or(0);
    if (slot == 0) slot = 2 * numberConstant(meta, "Timestamp", "MinimumPeriod").value_or(0);
    const auto lag = raw(best) > raw(final) ? std::uint64_t{raw(best)} - raw(final) : 0;
    const auto forTime = slot == 0 ? 0 : kEraMillis / slot;
    const auto blocks = std::max(kEraBlocks, forTime) + (lag > kUsualLag ? lag : 0);
    return std::min(blocks, kMaxEraBlocks);
}

} // namespace taodeck::actions
