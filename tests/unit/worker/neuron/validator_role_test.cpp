#include "core/worker/neuron/role.h"

#include "tests/unit/worker/neuron/neuron_support.h"

#include <nlohmann/json.hpp>

namespace taodeck::worker {
namespace {

using std::chrono::milliseconds;

/// Answers nothing but that it is there.
class IdleHost final : public ModelHost {
public:
    Result<HostInfo> info(std::stop_token) override { return HostInfo{}; }
    Result<engine::Completion> complete(const engine::CompletionRequest&, const engine::TokenSink&,
                                        std::stop_token) override {
        return fail(Errc::Unsupported, "not asked for");
    }
    Result<ProvenAnswer> prove(const engine::CompletionRequest&, const std::array<std::uint8_t, 32>&,
                               const engine::TokenSink&, std::stop_token) override {
        return fail(Errc::Unsupported, "not asked for");
    }
    Result<engine::Verdict> verify(const engine::Receipt&, const engine::CompletionRequest&,
                                   const std::array<std::uint8_t, 32>&, std::stop_token) override {
        return fail(Errc::Unsupported, "not asked for");
    }
    std::uint32_t restarts() const override { return 0; }
};

/// Each question is its seed; the answer to it is the question itself.
class EchoTask final : public Task {
public:
    std::string_view id() const override { return "echo"; }
    std::string_view path() const override { return "/v1/echo"; }
    std::string_view synapse() const override { return "Echo"; }
    Result<MinerAnswer> answer(std::string_view, ModelHost&, std::stop_token) const override {
        return fail(Errc::Unsupported, "not asked for");
    }
    Result<Challenge> ask(std::uint64_t seed, ModelHost&) const override {
        return Challenge{nlohmann::json{{"seed", seed}}.dump(), seed, "seed"};
    }
    Result<Judgement> judge(const Challenge& challenge, std::string_view answer, milliseconds, milliseconds, ModelHost&,
                            std::stop_token) const override {
        return Judgement{answer == challenge.body ? 1.0 : 0.0, {}, {}};
    }
};

/// A miner of the older protocol: does not understand the newer one, and echoes.
class OlderMiner final : public axon::Client {
public:
    void ask(axon::Target, axon::Query query, std::function<void(axon::Reply)> done,
             std::function<void(std::string_view)>) override {
        axon::Reply reply;
        reply.status = query.protocol == axon::Protocol::Dendrite ? 200 : 404;
        reply.body = query.body;
        queries.push_back(std::move(query));
        done(std::move(reply));
    }
    std::vector<axon::Query> queries;
};

class Host final : public RoleHost {
public:
    Host() {
        m_parts.settings.role = api::Role::Validator;
        m_parts.settings.hotkey = keyOf(1);
        m_parts.development = true;
        m_parts.task = std::make_shared<EchoTask>();
        m_parts.host = std::make_shared<IdleHost>();
        m_parts.client = client;
    }
    const NeuronParts& parts() const override { return m_parts; }
    Moment now() const override { return Times{}.now; }
    BusyMeter& meter() override { return m_meter; }
    void keep(api::WorkerRequest request) override { kept.push_back(std::move(request)); }
    void hostTrouble(const Error&) override {}
    void changed() override {}

    std::shared_ptr<OlderMiner> client = std::make_shared<OlderMiner>();
    std::vector<api::WorkerRequest> kept;

private:
    NeuronParts m_parts;
    BusyMeter m_meter;
};

TEST(ValidatorRole, AsksSomethingElseWhenItTriesTheOlderProtocol) {
    Host host;
    const auto role = makeValidatorRole(host, 7);
    api::Metagraph subnet;
    subnet.neurons = {neuronOf(0, 1), neuronOf(1, 2)};
    subnet.neurons[1].axon.ip[12] = 192;
    subnet.neurons[1].axon.ip[14] = 2;
    subnet.neurons[1].axon.ip[15] = 1;
    subnet.neurons[1].axon.ipType = 4;
    subnet.neurons[1].axon.port = 9'000;
    role->subnet(std::make_shared<const api::Metagraph>(subnet));

    role->perform(Todo::AskMiners, {});

    const auto& queries = host.client->queries;
    ASSERT_EQ(queries.size(), 2U);
    EXPECT_EQ(queries[1].protocol, axon::Protocol::Dendrite);
    EXPECT_NE(queries[0].body, queries[1].body) << "its time for the first question is over";
    ASSERT_EQ(host.kept.size(), 1U);
    EXPECT_EQ(host.kept[0].score, 1.0) << "the answer is judged by the second question";
}

} // namespace
} // namespace taodeck::worker
