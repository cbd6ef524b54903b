#include "core/worker/neuron/role.h"

#include "core/axon/address.h"
#include "core/axon/client.h"
#include "core/base/log.h"
#include "core/worker/neuron/score_json.h"
#include "core/worker/tasks/scoreboard.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <random>
#include <set>

namespace taodeck::worker {

namespace {

using std::chrono::milliseconds;

constexpr const char* kScores = "scores";

/// One miner of a round.
struct Asked {
    api::Neuron miner;
    Challenge challenge;
    axon::Query query;
    std::optional<axon::Target> target; ///< Empty: it cannot be asked; `words` says why.
    std::string words;
    std::optional<axon::Reply> reply;
};

/// Replies of one round; the client's threads fill it, the neuron's thread waits.
struct Basket {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::vector<std::optional<axon::Reply>> replies;
    std::size_t missing{0};
};

/// An SDK neuron of the older protocol does not understand a signed request, and says so in one of these.
bool soundsOlder(const axon::Reply& reply) {
    return !reply.noAnswer && (reply.status == 400 || reply.status == 401 || reply.status == 403 ||
                               reply.status == 404 || reply.status == 422 || reply.status == 500);
}

class ValidatorRole final : public Role {
public:
    ValidatorRole(RoleHost& host, std::uint64_t seed)
        : m_host{host}, m_machine{host.parts().settings.hotkey, host.parts().settings.netuid, /*needsModel=*/true,
                                  host.parts().pace, seed},
          m_random{seed}, m_scores{host.parts().settings.hotkey, {host.parts().rounds.alpha, 3, 4'096}},
          m_client{host.parts().client
                       ? host.parts().client
                       : axon::makeClient(*host.parts().io, host.parts().signer, clientOptions(host.parts()))} {
        restore();
    }

    NeuronMachine& machine() override { return m_machine; }

    std::function<void(const Moment&)> perform(Todo todo, std::stop_token stop) override {
        switch (todo) {
        case Todo::Reveal:
            return reveal(stop);
        case Todo::AskMiners:
            return askMiners(stop);
        case Todo::SetWeights:
            return setWeights(stop);
        default:
            return {};
        }
    }
    void subnet(std::shared_ptr<const api::Metagraph> subnet) override {
        m_subnet = std::move(subnet); // the neuron's thread, as perform()
        m_scores.sync(*m_subnet);
    }
    void open(bool works, const std::string&) override { m_open = works; }
    bool idle() const override { return true; } // a round that is cut short is lost and harms nobody
    void close() override { m_open = false; }

private:
    static axon::ClientOptions clientOptions(const NeuronParts& parts) {
        axon::ClientOptions options;
        options.clock = parts.clock;
        return options;
    }

    void restore() {
        const auto& log = m_host.parts().log;
        if (!log) return;
        const auto text = store::WorkerLogReader{log->file()}.state(kScores);
        if (!text || !*text) return;
        auto scores = minerScoresFromJson(**text);
        if (!scores) return log::warn("worker", "the scores of an earlier run are lost: " + scores.error().context);
        m_scores.restore(*std::move(scores));
        m_machine.haveScores(!m_scores.weights().uids.empty());
    }

    std::function<void(const Moment&)> reveal(std::stop_token stop) {
        const auto count = m_host.parts().chain->revealDue(stop);
        return [this, count](const Moment& now) {
            if (count)
                m_machine.revealed(now, *count);
            else
                m_machine.revealFailed(now, count.error());
        };
    }

    std::function<void(const Moment&)> setWeights(std::stop_token stop) {
        const auto sent = m_host.parts().chain->setWeights(m_scores.weights(), stop);
        if (sent && m_host.parts().log) {
            constexpr std::array<const char*, 3> kPaths{"plain", "commit_reveal", "timelocked"};
            m_host.parts().log->submission({m_host.now().wall, sent->block,
                                            kPaths[static_cast<std::size_t>(sent->path)], sent->hash, sent->uids,
                                            sent->values, sent->revealsAt});
        }
        return [this, sent](const Moment& now) {
            if (sent)
                m_machine.weightsSent(now, *sent);
            else
                m_machine.weightsFailed(now, sent.error());
        };
    }

    std::function<void(const Moment&)> askMiners(const std::stop_token& stop) {
        auto round = questions(stop);
        if (!round) return roundError(round.error());
        std::vector<std::size_t> everybody;
        for (std::size_t i = 0; i < round->size(); ++i)
            if ((*round)[i].target) everybody.push_back(i);
        ask(*round, everybody, stop);
        if (const auto fell = fallBack(*round, stop); !fell) return roundError(fell.error());
        if (stop.stop_requested()) return {};
        std::size_t answered = 0;
        for (auto& asked : *round) {
            auto judged = judge(asked, stop);
            if (!judged) return roundError(judged.error());
            answered += *judged;
        }
        const auto& log = m_host.parts().log;
        if (log) log->saveState(kScores, toJson(m_scores.miners()));
        const bool have = !m_scores.weights().uids.empty();
        return [this, count = round->size(), answered, have](const Moment& now) {
            m_machine.roundDone(now, count, answered);
            m_machine.haveScores(have);
        };
    }

    std::function<void(const Moment&)> roundError(const Error& why) {
        if (why.code == Errc::Cancelled) return {};
        return [this, why](const Moment& now) { m_machine.roundFailed(now, why); };
    }

    Result<std::vector<Asked>> questions(const std::stop_token& stop) {
        const auto& parts = m_host.parts();
        TD_CHECK(parts.host->info(stop)); // a model that died is loaded again here, where that can be stopped
        std::vector<Asked> out;
        for (const auto uid : m_scores.nextRound(parts.rounds.miners, m_random())) {
            Asked asked;
            asked.miner = m_subnet->neurons.at(uid);
            TD_TRY(asked.challenge, parts.task->ask(m_random(), *parts.host));
            const axon::IpAddress ip{asked.miner.axon.ip, asked.miner.axon.ipType};
            auto host = axon::hostToDial(ip, parts.development);
            if (host)
                asked.target = axon::Target{*std::move(host), asked.miner.axon.port, asked.miner.hotkey};
            else
                asked.words = host.error().context;
            asked.query = queryFor(asked, m_older.contains(asked.miner.hotkey) ? axon::Protocol::Dendrite
                                                                               : axon::Protocol::Signed);
            out.push_back(std::move(asked));
        }
        return out;
    }

    axon::Query queryFor(const Asked& asked, axon::Protocol protocol) const {
        const auto& parts = m_host.parts();
        axon::Query query;
        query.protocol = protocol;
        query.path = protocol == axon::Protocol::Signed ? parts.task->path() : parts.task->synapse();
        query.body = asked.challenge.body;
        query.timeout = parts.rounds.answerLimit;
        return query;
    }

    /// Asks some of the round, all at once, and waits.
    void ask(std::vector<Asked>& round, const std::vector<std::size_t>& whom, const std::stop_token& stop) {
        const auto basket = std::make_shared<Basket>();
        basket->replies.resize(round.size());
        basket->missing = whom.size();
        for (const auto i : whom)
            m_client->ask(*round[i].target, round[i].query, [basket, i](axon::Reply reply) {
                const std::lock_guard lock{basket->mutex};
                basket->replies[i] = std::move(reply);
                --basket->missing;
                basket->changed.notify_all();
            });
        // Each question has its own limit; this one is for a client that forgets to answer.
        const auto limit = m_host.parts().rounds.answerLimit + std::chrono::seconds{10};
        std::unique_lock lock{basket->mutex};
        basket->changed.wait_for(lock, stop, limit, [&] { return basket->missing == 0; });
        for (std::size_t i = 0; i < round.size(); ++i)
            if (basket->replies[i]) round[i].reply = std::move(basket->replies[i]);
    }

    /// Who seems to speak the older protocol is asked once more in it, and remembered when that works. Something else
    /// than before: who has seen the question already would have had twice the time for it.
    Result<> fallBack(std::vector<Asked>& round, const std::stop_token& stop) {
        std::vector<std::size_t> again;
        for (std::size_t i = 0; i < round.size(); ++i) {
            auto& asked = round[i];
            if (!asked.reply || asked.query.protocol == axon::Protocol::Dendrite || !soundsOlder(*asked.reply))
                continue;
            TD_TRY(asked.challenge, m_host.parts().task->ask(m_random(), *m_host.parts().host));
            asked.query = queryFor(asked, axon::Protocol::Dendrite);
            asked.reply.reset();
            again.push_back(i);
        }
        if (again.empty() || stop.stop_requested()) return {};
        ask(round, again, stop);
        for (const auto i : again)
            if (round[i].reply && round[i].reply->ok()) m_older.insert(round[i].miner.hotkey);
        return {};
    }

    /// @return whether it answered.
    Result<bool> judge(Asked& asked, const std::stop_token& stop) {
        const auto& parts = m_host.parts();
        api::WorkerRequest r;
        r.time = m_host.now().wall;
        r.peer = asked.miner.hotkey;
        r.task = std::string{parts.task->id()};
        r.prompt = ForeignText{asked.challenge.summary};
        const bool answered = asked.reply && asked.reply->ok();
        if (!answered) {
            m_scores.record(asked.miner.uid, std::nullopt);
            const std::string words = asked.reply ? asked.reply->words : asked.words;
            r.outcome = words.empty() ? "no_answer" : "no_answer: " + words;
            if (asked.reply) r.took = std::chrono::duration_cast<milliseconds>(asked.reply->took);
            m_host.keep(std::move(r));
            return false;
        }
        r.took = std::chrono::duration_cast<milliseconds>(asked.reply->took);
        m_host.meter().begin(m_host.now().steady);
        auto judged =
            parts.task->judge(asked.challenge, asked.reply->body, r.took, parts.rounds.answerLimit, *parts.host, stop);
        m_host.meter().end(m_host.now().steady);
        if (!judged) {
            if (judged.error().code != Errc::Cancelled) m_host.hostTrouble(judged.error());
            return tl::unexpected<Error>{std::move(judged).error()};
        }
        m_scores.record(asked.miner.uid, judged->score);
        r.outcome = store::kAnswered;
        r.score = judged->score;
        r.answer = ForeignText{judged->reason.empty() ? judged->text : judged->text + " (" + judged->reason + ")"};
        m_host.keep(std::move(r));
        return true;
    }

    RoleHost& m_host;
    ValidatorMachine m_machine;
    std::mt19937_64 m_random;
    Scoreboard m_scores;
    std::shared_ptr<axon::Client> m_client;
    std::shared_ptr<const api::Metagraph> m_subnet;
    std::set<AccountId> m_older; ///< Who answered in the older protocol.
    std::atomic<bool> m_open{false};
};

} // namespace

std::unique_ptr<Role> makeValidatorRole(RoleHost& host, std::uint64_t seed) {
    return std::make_unique<ValidatorRole>(host, seed);
}

} // namespace taodeck::worker
