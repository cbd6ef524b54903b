#pragma once
/// The services that supervision asks, answering at once with what the test says. Any thread.

#include "core/api/action_service.h"
#include "core/api/chain_service.h"
#include "core/api/localnet_service.h"
#include "core/api/network_service.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>

namespace taodeck::testing {

/// Callbacks that end with their subscription.
template <class Value>
class Callbacks {
public:
    Subscription add(std::function<void(const Value&)> fn) {
        const std::lock_guard lock{m_mutex};
        const int id = ++m_last;
        m_all[id] = std::move(fn);
        return Subscription{[this, id] {
            const std::lock_guard inner{m_mutex};
            m_all.erase(id);
        }};
    }
    void tell(const Value& value) {
        std::map<int, std::function<void(const Value&)>> all;
        {
            const std::lock_guard lock{m_mutex};
            all = m_all;
        }
        for (const auto& entry : all)
            entry.second(value);
    }

private:
    std::mutex m_mutex;
    int m_last{0};
    std::map<int, std::function<void(const Value&)>> m_all;
};

class FakeChainService final : public api::ChainService {
public:
    void setStatus(const api::ChainStatus& status) {
        {
            const std::lock_guard lock{m_mutex};
            m_status = status;
        }
        m_statuses.tell(status);
    }
    void setGraph(const api::Metagraph& graph) {
        const std::lock_guard lock{m_mutex};
        m_graph = graph;
    }
    void setBalance(Rao free) {
        const std::lock_guard lock{m_mutex};
        m_balance = free;
    }
    Rao balanceNow() const {
        const std::lock_guard lock{m_mutex};
        return m_balance;
    }
    void addNeuron(const api::Neuron& neuron) {
        const std::lock_guard lock{m_mutex};
        m_graph.neurons.push_back(neuron);
    }

    api::ChainStatus status() const override {
        const std::lock_guard lock{m_mutex};
        return m_status;
    }
    Subscription onStatus(std::function<void(const api::ChainStatus&)> fn) override {
        return m_statuses.add(std::move(fn));
    }
    Subscription onFinal(std::function<void(const api::BlockSummary&)>) override { return {}; }
    void balance(const AccountId&, api::Done<Stated<api::AccountBalance>> done) override {
        done(Stated<api::AccountBalance>{api::AccountBalance{balanceNow(), {}, {}, 0}, Trust::Proven, BlockNumber{9}});
    }
    void metagraph(NetUid netuid, std::optional<BlockNumber>, api::Done<Stated<api::Metagraph>> done) override {
        std::optional<api::Metagraph> graph;
        {
            const std::lock_guard lock{m_mutex};
            if (m_graph.netuid == netuid) graph = m_graph;
        }
        if (!graph) return done(fail(Errc::NotFound, "there is no such subnet"));
        done(Stated<api::Metagraph>{*graph, Trust::Proven, BlockNumber{9}});
    }
    void positions(const AccountId&, api::Done<Stated<std::vector<api::StakePosition>>> done) override {
        done(fail(Errc::Unsupported));
    }
    void subnets(api::Done<Stated<std::vector<api::SubnetRow>>> done) override { done(fail(Errc::Unsupported)); }
    void validators(NetUid, api::Done<Stated<std::vector<api::ValidatorRow>>> done) override {
        done(fail(Errc::Unsupported));
    }
    void proveBalance(const AccountId&, api::Done<api::ProofReport> done) override { done(fail(Errc::Unsupported)); }
    void provePosition(const AccountId&, const AccountId&, NetUid, api::Done<api::ProofReport> done) override {
        done(fail(Errc::Unsupported));
    }

private:
    mutable std::mutex m_mutex;
    api::ChainStatus m_status;
    api::Metagraph m_graph;
    Rao m_balance;
    Callbacks<api::ChainStatus> m_statuses;
};

/// Counts what was asked; a submitted action is proven at once unless the test says otherwise.
class FakeActionService final : public api::ActionService {
public:
    int plans{0}, submits{0}, funds{0};
    api::Intent lastIntent;
    Rao lastFund;
    std::vector<api::Warning> warnings; ///< Of the next plans.
    std::optional<Error> submitError;   ///< Instead of an answer.
    std::optional<std::string> failure; ///< The transaction fails in its block, with these words.
    bool receiptFirst{false};           ///< The proof comes before the answer of submit().
    std::function<void(const api::Intent&)> onProven;

    void plan(api::Intent intent, api::Done<api::Plan> done) override {
        ++plans;
        lastIntent = intent;
        api::Plan out;
        out.id = static_cast<std::uint64_t>(plans);
        out.intent = intent;
        out.warnings = warnings;
        done(out);
    }
    void submit(std::uint64_t, api::Done<api::Receipt> done) override {
        ++submits;
        if (submitError) return done(tl::unexpected<Error>{*submitError});
        finish(100 + static_cast<std::uint64_t>(submits), lastIntent, done);
    }
    Subscription onReceipt(std::function<void(const api::Receipt&)> fn) override {
        return m_receipts.add(std::move(fn));
    }
    void fundFromDevelopment(const AccountId& to, Rao amount, api::Done<api::Receipt> done) override {
        ++funds;
        lastFund = amount;
        finish(200 + static_cast<std::uint64_t>(funds), api::TransferIntent{{}, to, amount}, done);
    }

private:
    void finish(std::uint64_t id, const api::Intent& intent, const api::Done<api::Receipt>& done) {
        api::Receipt first;
        first.actionId = id;
        first.intent = intent;
        auto last = first;
        last.step = api::Step::Proven;
        last.outcome = failure ? api::Outcome::Failed : api::Outcome::Succeeded;
        last.errorWords = failure.value_or("");
        if (!failure && onProven) onProven(intent);
        if (receiptFirst) m_receipts.tell(last);
        done(first);
        if (!receiptFirst) m_receipts.tell(last);
    }
    Callbacks<api::Receipt> m_receipts;
};

class FakeNetworkService final : public api::NetworkService {
public:
    std::vector<api::NetworkRow> networks() const override {
        return {{"localnet", "Localnet", "", true, true, ""},
                {"finney", "Finney", "ws://127.0.0.1:9", false, true, ""}};
    }
    std::string current() const override {
        const std::lock_guard lock{m_mutex};
        return m_current;
    }
    void select(const std::string& id, api::Done<> done) override {
        {
            const std::lock_guard lock{m_mutex};
            m_current = id;
        }
        if (done) done({});
    }
    void addCustom(std::string, std::string, api::Done<api::NetworkRow> done) override {
        done(fail(Errc::Unsupported));
    }
    void removeCustom(const std::string&, api::Done<> done) override { done(fail(Errc::Unsupported)); }
    void setOffline(bool) override {}
    bool isOffline() const override { return false; }

private:
    mutable std::mutex m_mutex;
    std::string m_current{"localnet"};
};

/// Only its cast's switch does anything.
class FakeLocalnetService final : public api::LocalnetService {
public:
    std::atomic<bool> cast{true};
    void status(api::Done<api::LocalnetStatus> done) override {
        api::LocalnetStatus out;
        out.cast = cast;
        done(out);
    }
    void setCast(bool on, api::Done<api::LocalnetStatus> done) override {
        cast = on;
        status(std::move(done));
    }
    void pause(api::Done<api::LocalnetStatus> done) override { done(fail(Errc::Unsupported)); }
    void resume(api::Done<api::LocalnetStatus> done) override { done(fail(Errc::Unsupported)); }
    void setSpeed(double, api::Done<api::LocalnetStatus> done) override { done(fail(Errc::Unsupported)); }
    void step(std::uint32_t, api::Done<api::LocalnetStatus> done) override { done(fail(Errc::Unsupported)); }
    void stepEpoch(std::optional<NetUid>, api::Done<api::LocalnetStatus> done) override {
        done(fail(Errc::Unsupported));
    }
    void reset(std::optional<std::uint64_t>, std::optional<bool>, api::Done<api::LocalnetStatus> done) override {
        done(fail(Errc::Unsupported));
    }
    void snapshots(api::Done<std::vector<api::LocalnetSnapshot>> done) override { done(fail(Errc::Unsupported)); }
    void takeSnapshot(const std::string&, api::Done<api::LocalnetSnapshot> done) override {
        done(fail(Errc::Unsupported));
    }
    void deleteSnapshot(const std::string&, api::Done<api::LocalnetStatus> done) override {
        done(fail(Errc::Unsupported));
    }
    void restore(const std::string&, api::Done<api::LocalnetStatus> done) override { done(fail(Errc::Unsupported)); }
    void fork(const std::string&, const std::string&, api::Done<std::string> done) override {
        done(fail(Errc::Unsupported));
    }
};

} // namespace taodeck::testing
