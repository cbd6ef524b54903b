// taodeck-worker as a person or a script uses it: real processes, JSON on standard output, exit codes.

#include "tests/support/model_maker.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <utility>

#include <sys/wait.h>
#include <unistd.h>

namespace taodeck::engine::test {
namespace {

using nlohmann::json;
using taodeck::test::TemporaryFolder;

struct Outcome {
    int code{-1};
    std::string text;
    json parsed() const { return json::parse(text, nullptr, /*allow_exceptions=*/false); }
};

class Worker : public testing::Test {
protected:
    void SetUp() override {
        write("model.gguf", tinyModel(ModelFamily::SmolLm, TensorType::Q8_0));
        ModelRecipe other = tinyModel(ModelFamily::SmolLm, TensorType::Q8_0);
        other.seed = 2;
        write("other.gguf", other);
    }
    std::string path(const std::string& name) const { return (m_folder.path() / name).string(); }
    void write(const std::string& name, const ModelRecipe& recipe) {
        const Bytes bytes = makeModel(recipe);
        std::ofstream{path(name), std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                                          static_cast<std::streamsize>(bytes.size()));
    }
    /// Only fixed words of this test go into the command line.
    static Outcome worker(const std::string& words) {
        Outcome out;
        auto* pipe = ::popen((std::string{TD_WORKER} + " " + words + " 2>&1").c_str(), "r");
        if (!pipe) return out;
        char buffer[4096];
        for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
            out.text.append(buffer, got);
        const int status = ::pclose(pipe);
        out.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        return out;
    }

    TemporaryFolder m_folder;
};

TEST_F(Worker, AnswersAPromptInJson) {
    const Outcome done =
        worker("run " + path("model.gguf") + " --prompt 'the sea' --max-tokens 7 --top-logprobs 2 --threads 1 --json");

    ASSERT_EQ(done.code, 0) << done.text;
    const json answer = done.parsed();
    ASSERT_TRUE(answer.is_object()) << done.text;
    EXPECT_LE(answer.at("tokens").size(), 7U);
    EXPECT_FALSE(answer.at("promptTokens").empty());
    std::string text;
    for (const json& token : answer.at("tokens")) {
        text += token.at("text").get<std::string>();
        EXPECT_EQ(token.at("alternatives").size(), 2U);
    }
    EXPECT_EQ(text, answer.at("text").get<std::string>());
}

TEST_F(Worker, ProvesAnAnswerAndRefusesWhatIsNone) {
    const std::string challenge(64, 'a'), asked = " --prompt 'the sea' --max-tokens 9 --temperature 0.8 --seed 5";
    ASSERT_EQ(
        worker("run " + path("model.gguf") + asked + " --receipt " + path("r.json") + " --challenge " + challenge).code,
        0);
    const auto verify = [&](const std::string& model, const std::string& words, const std::string& nonce) {
        const Outcome done =
            worker("verify " + path("r.json") + " " + path(model) + words + " --challenge " + nonce + " --json");
        const json verdict = done.parsed();
        if (!verdict.is_object()) return std::make_pair(done.code, done.text);
        return std::make_pair(done.code,
                              verdict.contains("refusal") ? verdict["refusal"]["code"].get<std::string>() : "");
    };

    EXPECT_EQ(verify("model.gguf", asked, challenge), std::make_pair(0, std::string{}));
    EXPECT_EQ(verify("other.gguf", asked, challenge), std::make_pair(1, std::string{"other_model"}));
    EXPECT_EQ(verify("model.gguf", asked, std::string(64, 'b')), std::make_pair(1, std::string{"other_challenge"}));
    EXPECT_EQ(verify("model.gguf", asked + " --top-k 3", challenge), std::make_pair(1, std::string{"other_sampling"}));
    EXPECT_EQ(verify("model.gguf", " --prompt 'the lake' --max-tokens 9 --temperature 0.8 --seed 5", challenge),
              std::make_pair(1, std::string{"other_prompt"}));
}

TEST_F(Worker, MeasuresAModel) {
    const Outcome done = worker("bench " + path("model.gguf") + " --threads 1 --json");

    ASSERT_EQ(done.code, 0) << done.text;
    EXPECT_GT(done.parsed().at("answerTokensPerSecond").get<double>(), 0);
    EXPECT_GT(done.parsed().at("promptTokensPerSecond").get<double>(), 0);
}

TEST_F(Worker, SaysWhyNoGpuIsUsed) {
    const Outcome plan = worker("plan " + path("model.gguf") + " --json");
    ASSERT_EQ(plan.code, 0) << plan.text;
    const bool has = !plan.parsed().at("gpus").empty();
    EXPECT_NE(has, !plan.parsed().at("no_gpu").get<std::string>().empty());
    EXPECT_EQ(worker("plan " + path("model.gguf") + " --cpu --json").parsed().at("no_gpu"),
              "the command line asks for none");

    const Outcome done = worker("run " + path("model.gguf") + " --prompt x --max-tokens 2 --gpu-layers 1");
    EXPECT_EQ(done.code, has ? 0 : 1) << done.text;
    if (!has) {
        EXPECT_NE(done.text.find("--gpu-layers: " + plan.parsed().at("no_gpu").get<std::string>()), std::string::npos)
            << done.text;
    }
    EXPECT_EQ(worker("run " + path("model.gguf") + " --prompt x --max-tokens 2 --gpu-layers 0").code, 0);
}

/// taodeck-worker serve, until the test ends.
class Serving {
public:
    explicit Serving(const std::string& model) {
        int ends[2];
        if (::pipe(ends) != 0) return;
        m_child = ::fork();
        if (m_child == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::close(ends[0]);
            ::close(ends[1]);
            ::execl(TD_WORKER, TD_WORKER, "serve", model.c_str(), "--threads", "1", nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        std::string line;
        for (char c = 0; ::read(ends[0], &c, 1) == 1 && c != '\n';)
            line += c;
        m_output = ends[0]; // open until the end: what it says last must have a reader
        const auto at = line.find("http://");
        if (at != std::string::npos) url = line.substr(at, line.find(' ', at) - at);
    }
    ~Serving() { stop(); }
    int stop() {
        if (m_child <= 0) return -1;
        int status = -1;
        ::kill(m_child, SIGINT);
        ::waitpid(std::exchange(m_child, 0), &status, 0);
        ::close(m_output);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::string url;

private:
    pid_t m_child{0};
    int m_output{-1};
};

TEST_F(Worker, ServesWhatAnotherWorkerAsks) {
    Serving server{path("model.gguf")};
    ASSERT_FALSE(server.url.empty());
    const std::string asked = " --prompt 'the sea' --max-tokens 7 --json";

    const Outcome here = worker("run " + path("model.gguf") + asked + " --threads 1");
    const Outcome there = worker("run 'random smollm' --server " + server.url + asked);
    const Outcome unknown = worker("run other --server " + server.url + asked);

    ASSERT_EQ(there.code, 0) << there.text;
    EXPECT_EQ(there.parsed().at("text"), here.parsed().at("text"));
    EXPECT_EQ(unknown.code, 1);
    EXPECT_NE(unknown.text.find("only random smollm"), std::string::npos) << unknown.text;
    EXPECT_EQ(server.stop(), 0);
}

TEST_F(Worker, SaysWhatIsWrongInASentence) {
    std::ofstream{path("noise.gguf")} << "this is no model";

    const Outcome noise = worker("run " + path("noise.gguf") + " --prompt x");
    EXPECT_EQ(noise.code, 1);
    EXPECT_EQ(noise.text.rfind("taodeck-worker: ", 0), 0U) << noise.text;
    EXPECT_EQ(worker("run " + path("none.gguf") + " --prompt x").code, 1);
    EXPECT_EQ(worker("run " + path("model.gguf")).code, 1) << "no prompt";
    EXPECT_EQ(worker("run " + path("model.gguf") + " --chat hello").code, 1) << "the model has no chat template";
    EXPECT_EQ(worker("run " + path("model.gguf") + " --prompt x --kernels abacus").code, 1);
    EXPECT_EQ(worker("run " + path("model.gguf") + " --prompt x --cpu --fast-prefill").code, 1);
    EXPECT_EQ(worker("run " + path("model.gguf") + " --prompt x --cpu --gpu-layers 1").code, 2);
    EXPECT_EQ(worker("run " + path("model.gguf") + " --prompt x --gpu-layers few").code, 2);
    const Outcome market = worker("market");
    EXPECT_EQ(market.code, 1);
    EXPECT_NE(market.text.find("--node"), std::string::npos) << market.text;
    EXPECT_EQ(worker("market --node ws://127.0.0.1:9 --model " + path("noise.gguf")).code, 1);
    EXPECT_EQ(worker("run").code, 2);
    EXPECT_EQ(worker("juggle " + path("model.gguf")).code, 2);
    EXPECT_EQ(worker("run " + path("model.gguf") + " --max-tokens many").code, 2);
    EXPECT_EQ(worker("run " + path("model.gguf") + " --challenge abc").code, 2);
    EXPECT_EQ(worker("--help").code, 0);
}

} // namespace
} // namespace taodeck::engine::test
