#include "core/actions/service.h"

#include "core/actions/planner.h"
#include "core/actions/tracker.h"
#include "core/metadata/extrinsic.h"

#include <map>
#include <mutex>

namespace taodeck::actions {
namespace {

constexpr std::size_t kMaxPlans = 64; // a screen that plans on every key stroke leaves many behind

tl::unexpected<Error> conflict(std::string why) {
    return fail(Errc::Conflict, std::move(why));
}

/// Everything that callbacks may still need after the service is gone hangs on this, weakly.
class Core : public std::enable_shared_from_this<Core> {
public:
    explicit Core(Parts parts) : m_parts{std::move(parts)} {}

    void plan(api::Intent intent, api::Done<api::Plan> done) {
        makePlan(m_parts, std::move(intent), [weak = weak_from_this(), done](Result<MadePlan> made) {
            if (!made) return done(tl::unexpected<Error>{made.error()});
            const auto self = weak.lock();
            if (!self) return done(fail(Errc::Cancelled, "the action service is gone"));
            done(self->keep(*std::move(made)));
        });
    }

    void submit(std::uint64_t planId, api::Done<api::Receipt> done) {
        auto made = find(planId);
        if (!made) return done(tl::unexpected<Error>{made.error()});
        auto signer = m_parts.keys->signer(made->plan.signer);
        if (!signer) return done(tl::unexpected<Error>{signer.error()});
        sign(*std::move(made), *std::move(signer), std::move(done));
    }

    void fund(const AccountId& to, Rao amount, api::Done<api::Receipt> done) {
        const auto runtime = m_parts.chain->runtime();
        if (!runtime) return done(tl::unexpected<Error>{runtime.error()});
        if (!runtime->development)
            return done(fail(Errc::Refused, "only development networks fund accounts from //Alice"));
        auto pair = crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Alice");
        if (!pair) return done(tl::unexpected<Error>{pair.error()});
        auto alice = keys::makeSigner(*std::move(pair), /*development=*/true);
        const api::TransferIntent intent{alice->account(), to, amount, /*keepAlive=*/true};
        plan(intent, [weak = weak_from_this(), alice, done](Result<api::Plan> plan) {
            if (!plan) return done(tl::unexpected<Error>{plan.error()});
            const auto self = weak.lock();
            auto made = self ? self->find(plan->id) : Result<MadePlan>{fail(Errc::Cancelled)};
            if (!made) return done(tl::unexpected<Error>{made.error()});
            self->sign(*std::move(made), alice, done);
        });
    }

    Subscription listen(std::function<void(const api::Receipt&)> fn) {
        const std::lock_guard lock{m_mutex};
        const auto id = ++m_lastListener;
        m_listeners.emplace(id, std::move(fn));
        return Subscription{[weak = weak_from_this(), id] {
            const auto self = weak.lock();
            if (!self) return;
            const std::lock_guard inner{self->m_mutex};
            self->m_listeners.erase(id);
        }};
    }

private:
    api::Plan keep(MadePlan made) {
        const std::lock_guard lock{m_mutex};
        made.plan.id = ++m_lastPlan;
        auto plan = made.plan;
        m_plans.emplace(plan.id, std::move(made));
        if (m_plans.size() > kMaxPlans) m_plans.erase(m_plans.begin());
        return plan;
    }

    Result<MadePlan> find(std::uint64_t planId) {
        const std::lock_guard lock{m_mutex};
        const auto it = m_plans.find(planId);
        if (it == m_plans.end()) return conflict("this plan is gone; plan again");
        return it->second;
    }

    /// Each plan is signed once at most.
    bool take(std::uint64_t planId) {
        const std::lock_guard lock{m_mutex};
        return m_plans.erase(planId) == 1;
    }

    Result<> stillStands(const MadePlan& made, const keys::Signer& signer) const {
        for (const auto& warning : made.plan.warnings)
            if (warning.blocking) return fail(Errc::Refused, warning.text);
        TD_TRY(const auto now, m_parts.chain->runtime());
        if (signer.isDevelopment() && !now.development)
            return fail(Errc::Refused, "a development key signs on development networks only");
        if (now.genesis != made.plan.genesis || now.specVersion != made.plan.specVersion)
            return conflict("the chain or its runtime changed; plan again");
        if (std::max(m_parts.chain->finalHead().number, m_parts.chain->bestHead().number) >= made.plan.lapsesAt)
            return conflict("the plan has lapsed; plan again");
        return {};
    }

    void sign(MadePlan made, std::shared_ptr<const keys::Signer> signer, api::Done<api::Receipt> done) {
        if (auto stands = stillStands(made, *signer); !stands) return done(tl::unexpected<Error>{stands.error()});
        if (!take(made.plan.id)) return done(conflict("this plan was submitted already"));
        const auto account = made.plan.signer;
        m_parts.chain->nextIndex(account, [weak = weak_from_this(), made = std::move(made), signer,
                                           done](Result<std::uint32_t> next) mutable {
            const auto self = weak.lock();
            if (!self) return done(fail(Errc::Cancelled, "the action service is gone"));
            if (!next) return done(tl::unexpected<Error>{next.error()});
            if (*next != made.plan.nonce)
                return done(conflict("another transaction of this account came between; plan again"));
            auto extrinsic = assemble(made, *signer);
            if (!extrinsic) return done(tl::unexpected<Error>{extrinsic.error()});
            self->track(std::move(made), *std::move(extrinsic), done);
        });
    }

    /// The extrinsic is put together from the payload's own bytes: what was shown is what is sent.
    static Result<Bytes> assemble(const MadePlan& made, const keys::Signer& signer) {
        const auto& meta = *made.runtime.metadata;
        TD_TRY(const auto decoded, metadata::decodeSigningPayload(meta, made.plan.signingPayload));
        const auto message = metadata::bytesToSign(made.plan.signingPayload);
        TD_TRY(const auto signature, signer.sign(message));
        if (!crypto::verify(signer.type(), made.plan.signer, message, signature))
            return fail(Errc::BadSignature, "the key does not sign for this account");
        const metadata::SigningPayload parts{decoded.callBytes, decoded.extraBytes, {}};
        return metadata::assembleSigned(meta, parts, made.plan.signer, signer.type(), signature);
    }

    void track(MadePlan made, Bytes extrinsic, api::Done<api::Receipt> done) {
        std::shared_ptr<Tracker> tracker;
        {
            const std::lock_guard lock{m_mutex};
            const auto id = ++m_lastAction;
            tracker = std::make_shared<Tracker>(
                m_parts, std::move(made), std::move(extrinsic), id,
                [weak = weak_from_this()](const api::Receipt& receipt) {
                    if (const auto self = weak.lock()) self->publish(receipt);
                },
                std::move(done),
                [weak = weak_from_this(), id] {
                    if (const auto self = weak.lock()) self->drop(id);
                });
            m_trackers.emplace(id, tracker);
        }
        tracker->start();
    }

    void drop(std::uint64_t actionId) {
        std::shared_ptr<Tracker> last;
        const std::lock_guard lock{m_mutex};
        if (const auto it = m_trackers.find(actionId); it != m_trackers.end()) {
            last = std::move(it->second);
            m_trackers.erase(it);
        }
    }

    void publish(const api::Receipt& receipt) {
        std::vector<std::function<void(const api::Receipt&)>> listeners;
        {
            const std::lock_guard lock{m_mutex};
            for (const auto& [id, fn] : m_listeners)
                listeners.push_back(fn);
        }
        for (const auto& fn : listeners)
            fn(receipt);
    }

    Parts m_parts;
    std::mutex m_mutex;
    std::map<std::uint64_t, MadePlan> m_plans;
    std::map<std::uint64_t, std::function<void(const api::Receipt&)>> m_listeners;
    std::map<std::uint64_t, std::shared_ptr<Tracker>> m_trackers;
    std::uint64_t m_lastPlan{0}, m_lastListener{0}, m_lastAction{0};
};

class Service final : public api::ActionService {
public:
    explicit Service(Parts parts) : m_core{std::make_shared<Core>(std::move(parts))} {}

    void plan(api::Intent intent, api::Done<api::Plan> done) override {
        m_core->plan(std::move(intent), std::move(done));
    }
    void submit(std::uint64_t planId, api::Done<api::Receipt> done) override {
        m_core->submit(planId, std::move(done));
    }
    Subscription onReceipt(std::function<void(const api::Receipt&)> fn) override {
        return m_core->listen(std::move(fn));
    }
    void fundFromDevelopment(const AccountId& to, Rao amount, api::Done<api::Receipt> done) override {
        m_core->fund(to, amount, std::move(done));
    }

private:
    std::shared_ptr<Core> m_core;
};

} // namespace

std::unique_ptr<api::ActionService> makeActionService(Parts parts) {
    return std::make_unique<Service>(std::move(parts));
}

} // namespace taodeck::actions
