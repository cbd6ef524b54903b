#include "core/supervise/workers/launch.h"

#include "core/base/amount_text.h"
#include "core/supervise/workers/verdict.h"
#include "core/supervise/workers/worker_folder.h"

#include <map>

namespace taodeck::supervise {
namespace {

using api::LaunchStep;
using api::WorkerState;

std::string exactTao(Rao amount) {
    return exactDecimal(amount.raw()) + " TAO";
}

constexpr double kTestStakeTolerance = 0.1;
constexpr std::chrono::seconds kLookAgain{1};
constexpr int kMostLooks = 60;

/// One launch; keeps itself alive until it answers.
class Launch : public std::enable_shared_from_this<Launch> {
public:
    Launch(std::shared_ptr<const LaunchTools> tools, api::LaunchRequest request,
           std::function<void(const api::LaunchProgress&)> progress, api::Done<api::WorkerRow> done)
        : m_tools{std::move(tools)}, m_request{std::move(request)}, m_progress{std::move(progress)}, m_done{std::move(
                                                                                                         done)} {}

    void run() {
        m_self = shared_from_this();
        const auto& settings = m_request.settings;
        if (settings.network != m_tools->network())
            return finish(
                fail(Errc::Refused, "the program follows another network now; choose " + settings.network + " first"));
        if (const auto here = m_tools->existing(settings)) {
            const auto& other = here->settings;
            if (other.role != settings.role || other.task != settings.task)
                return finish(fail(Errc::Conflict, "this hotkey already works on this subnet, as " + other.id));
            m_request.settings = other;
        } else if (auto reachable = checkReachable(settings); !reachable) { // before anything is paid
            return finish(tl::unexpected<Error>{reachable.error()});
        }
        readGraph();
    }

    void cancel() { finish(fail(Errc::Cancelled, "the program ends")); }

private:
    /// Runs `fn(self, result)` on the strand, once.
    template <class T, class Fn>
    api::Done<T> onStrand(Fn fn) {
        return [self = shared_from_this(), fn](Result<T> result) {
            self->m_tools->post([self, fn, result = std::move(result)]() mutable {
                if (self->m_done) fn(*self, std::move(result)); // it was not cancelled meanwhile
            });
        };
    }
    void tell(LaunchStep step, std::string words) {
        if (m_progress) m_progress({step, std::move(words)});
    }
    void finish(Result<api::WorkerRow> result) {
        m_receipts.reset();
        const auto self = std::exchange(m_self, nullptr); // to the end of this function
        if (const auto done = std::exchange(m_done, nullptr)) done(std::move(result));
    }

    void readGraph() {
        using Graph = Stated<api::Metagraph>;
        m_tools->chain->metagraph(m_request.settings.netuid, std::nullopt,
                                  onStrand<Graph>([](Launch& self, Result<Graph> graph) {
                                      if (!graph) return self.finish(tl::unexpected<Error>{graph.error()});
                                      if (!graph->value)
                                          return self.finish(fail(Errc::Disconnected, "the subnet cannot be read now"));
                                      self.onGraph(*graph->value);
                                  }));
    }

    void onGraph(const api::Metagraph& graph) {
        const auto& settings = m_request.settings;
        if (const auto* own = graph.find(settings.hotkey)) {
            if (own->coldkey != settings.coldkey && !settings.coldkey.isZero())
                return finish(fail(Errc::Conflict, "this hotkey belongs to another coldkey"));
            tell(LaunchStep::Register, "Registered: UID " + std::to_string(own->uid) + '.');
            const bool stakes = wantsTestStake() && !own->permit && own->alphaStake.raw() == 0;
            if (!stakes || std::exchange(m_staked, true)) return create();
            return haveFunds(kValidatorTestStake, [](Launch& self) { self.planStake(); });
        }
        if (m_registered) return finish(fail(Errc::Conflict, "the hotkey lost its UID right after it got it"));
        if (!graph.registrationOpen) return finish(fail(Errc::Refused, "registration is closed on this subnet"));
        if (graph.burn > m_request.limit)
            return finish(fail(Errc::Refused, "a registration costs " + exactTao(graph.burn) +
                                                  " now, more than the limit of " + exactTao(m_request.limit) +
                                                  "; nothing was signed"));
        if (!givesTestFunds()) return planRegistration();
        const auto need = wantsTestStake() ? m_request.limit.saturatingAdd(kValidatorTestStake) : m_request.limit;
        haveFunds(need, [](Launch& self) { self.planRegistration(); });
    }

    bool givesTestFunds() const { return m_request.fundFromDevelopment && m_tools->chain->status().development; }
    bool wantsTestStake() const { return givesTestFunds() && m_request.settings.role == api::Role::Validator; }

    /// Gives the coldkey what it lacks of `amount`, of a fee and of what an account must keep.
    void haveFunds(Rao amount, std::function<void(Launch&)> next) {
        using Balance = Stated<api::AccountBalance>;
        const auto need = amount.saturatingAdd(kRegistrationReserve);
        m_tools->chain->balance(
            m_request.settings.coldkey,
            onStrand<Balance>([need, next = std::move(next)](Launch& self, Result<Balance> balance) {
                if (!balance) return self.finish(tl::unexpected<Error>{balance.error()});
                const auto has = balance->value ? balance->value->free : Rao{};
                if (has >= need) return next(self);
                self.give(need.saturatingSub(has), next);
            }));
    }

    void give(Rao amount, std::function<void(Launch&)> next) {
        tell(LaunchStep::Fund, "Test funds of " + exactTao(amount) + " are sent.");
        listen();
        m_tools->actions->fundFromDevelopment(
            m_request.settings.coldkey, amount,
            onStrand<api::Receipt>([next = std::move(next)](Launch& self, Result<api::Receipt> receipt) {
                self.follow(std::move(receipt), LaunchStep::Fund, next);
            }));
    }

    void planRegistration() {
        const auto& s = m_request.settings;
        tell(LaunchStep::Register, "The registration is planned.");
        plan(api::RegisterIntent{s.coldkey, s.hotkey, s.netuid, m_request.limit},
             "Registering for at most " + exactTao(m_request.limit), [](Launch& self) { self.m_registered = true; });
    }

    /// A validator's permit needs stake; on a development network some is given with the funds.
    void planStake() {
        const auto& s = m_request.settings;
        tell(LaunchStep::Register, "Test stake for a permit is planned.");
        plan(api::AddStakeIntent{s.coldkey, s.hotkey, s.netuid, kValidatorTestStake, kTestStakeTolerance,
                                 /*allowPartial=*/true},
             "Staking " + exactTao(kValidatorTestStake) + " of test funds for a permit", [](Launch&) {});
    }

    /// Plans, signs and follows one call of the coldkey; then the subnet is read again.
    void plan(api::Intent intent, std::string words, std::function<void(Launch&)> proven) {
        m_tools->actions->plan(std::move(intent),
                               onStrand<api::Plan>([words = std::move(words),
                                                    proven = std::move(proven)](Launch& self, Result<api::Plan> made) {
                                   if (!made) return self.finish(tl::unexpected<Error>{made.error()});
                                   self.submit(*made, words, proven);
                               }));
    }

    void submit(const api::Plan& made, const std::string& words, std::function<void(Launch&)> proven) {
        for (const auto& warning : made.warnings) {
            if (!warning.blocking) continue;
            // The newest block may know a registration that the newest final one does not show yet.
            if (warning.kind == api::WarningKind::AlreadyRegistered && m_looks++ < kMostLooks)
                return m_tools->later(kLookAgain, [self = shared_from_this()] {
                    if (self->m_done) self->readGraph();
                });
            return finish(fail(Errc::Refused, warning.text));
        }
        tell(LaunchStep::Register, words + ", and a fee of about " + exactTao(made.networkFee) + '.');
        listen();
        m_tools->actions->submit(
            made.id, onStrand<api::Receipt>([proven = std::move(proven)](Launch& self, Result<api::Receipt> receipt) {
                self.follow(std::move(receipt), LaunchStep::Register, [proven](Launch& launch) {
                    proven(launch);
                    launch.readGraph();
                });
            }));
    }

    /// Receipts may come before the answer that says which of them is ours.
    void listen() {
        if (m_receipts) return;
        m_receipts = m_tools->actions->onReceipt([weak = weak_from_this()](const api::Receipt& receipt) {
            const auto self = weak.lock();
            if (!self) return;
            self->m_tools->post([weak, receipt] {
                if (const auto launch = weak.lock()) launch->onReceipt(receipt);
            });
        });
    }

    void follow(Result<api::Receipt> first, LaunchStep step, std::function<void(Launch&)> next) {
        if (!first) return finish(tl::unexpected<Error>{first.error()});
        m_action = first->actionId;
        m_actionStep = step;
        m_next = std::move(next);
        m_tools->later(m_tools->receiptLimit, [weak = weak_from_this(), action = m_action] {
            const auto self = weak.lock();
            if (self && self->m_next && self->m_action == action)
                self->finish(fail(Errc::Timeout, "the transaction is not final yet; nothing is sent twice, so this may "
                                                 "be repeated later"));
        });
        const auto known = m_known.find(m_action);
        onReceipt(known == m_known.end() ? *first : known->second);
    }

    void onReceipt(const api::Receipt& receipt) {
        m_known[receipt.actionId] = receipt;
        if (!m_next || receipt.actionId != m_action) return;
        if (receipt.outcome == api::Outcome::Failed || receipt.outcome == api::Outcome::Lapsed) {
            m_next = nullptr;
            return finish(
                fail(Errc::DispatchFailed, receipt.errorWords.empty() ? receipt.errorName : receipt.errorWords));
        }
        if (receipt.step == api::Step::InBlock || receipt.step == api::Step::Final)
            tell(m_actionStep, receipt.step == api::Step::Final ? "It is final." : "It is in a block.");
        if (receipt.step != api::Step::Proven || receipt.outcome != api::Outcome::Succeeded) return;
        const auto next = std::exchange(m_next, nullptr);
        next(*this);
    }

    void create() {
        if (!m_request.settings.id.empty() && m_tools->row(m_request.settings.id)) return start();
        tell(LaunchStep::Create, "Its folder is written.");
        m_tools->create(m_request.settings, onStrand<api::WorkerRow>([](Launch& self, Result<api::WorkerRow> row) {
                            if (!row) return self.finish(tl::unexpected<Error>{row.error()});
                            self.m_request.settings = row->settings;
                            self.start();
                        }));
    }

    void start() {
        tell(LaunchStep::Start, "Its process is started.");
        if (auto started = m_tools->start(m_request.settings.id); !started)
            return finish(tl::unexpected<Error>{started.error()});
        m_left = m_tools->runLimit;
        waitRunning();
    }

    void waitRunning() {
        if (!m_done) return;
        auto row = m_tools->row(m_request.settings.id);
        if (!row) return finish(fail(Errc::Cancelled, "the worker was removed meanwhile"));
        if (row->state == WorkerState::Running || row->state == WorkerState::Paused) return finish(*std::move(row));
        if (row->state == WorkerState::Failed) return finish(fail(Errc::Refused, row->reason));
        if (row->state == WorkerState::Stopped)
            return finish(fail(Errc::Cancelled, "the worker was stopped meanwhile"));
        if (m_left <= std::chrono::milliseconds{0})
            return finish(fail(Errc::Timeout, "it does not run yet, and goes on trying. " + row->reason));
        if (row->state != m_state || row->reason != m_words) {
            m_state = row->state;
            m_words = row->reason;
            tell(LaunchStep::Run, m_words.empty() ? "Waiting until it runs." : m_words);
        }
        m_left -= m_tools->look;
        m_tools->later(m_tools->look, [self = shared_from_this()] { self->waitRunning(); });
    }

    const std::shared_ptr<const LaunchTools> m_tools;
    api::LaunchRequest m_request;
    const std::function<void(const api::LaunchProgress&)> m_progress;
    api::Done<api::WorkerRow> m_done;
    std::shared_ptr<Launch> m_self; ///< Until it answers: while a receipt is waited for nobody else holds it.
    Subscription m_receipts;
    std::map<std::uint64_t, api::Receipt> m_known;
    std::uint64_t m_action{0};
    LaunchStep m_actionStep{LaunchStep::Fund};
    std::function<void(Launch&)> m_next;
    bool m_registered{false}, m_staked{false};
    int m_looks{0};
    std::chrono::milliseconds m_left{0};
    std::optional<WorkerState> m_state;
    std::string m_words;
};

} // namespace

std::function<void()> launch(std::shared_ptr<const LaunchTools> tools, api::LaunchRequest request,
                             std::function<void(const api::LaunchProgress&)> progress, api::Done<api::WorkerRow> done) {
    const auto begun =
        std::make_shared<Launch>(std::move(tools), std::move(request), std::move(progress), std::move(done));
    begun->run();
    return [weak = std::weak_ptr{begun}] {
        if (const auto launch = weak.lock()) launch->cancel();
    };
}

} // namespace taodeck::supervise
