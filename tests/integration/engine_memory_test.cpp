// What taodeck-worker plans, beside what the system says that it took at most.

#include "tests/support/model_maker.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iostream>

namespace taodeck::engine {
namespace {

using nlohmann::json;

struct Ran {
    int status{-1};
    std::uint64_t peakBytes{0};
    std::string output;
};

Ran runWorker(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), TD_WORKER);
    int ends[2];
    if (::pipe(ends) != 0) return {};
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        std::vector<char*> words;
        for (auto& word : arguments)
            words.push_back(word.data());
        words.push_back(nullptr);
        ::execv(TD_WORKER, words.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    Ran out;
    char part[4096];
    for (ssize_t got = 0; (got = ::read(ends[0], part, sizeof part)) > 0;)
        out.output.append(part, static_cast<std::size_t>(got));
    ::close(ends[0]);
    rusage used{};
    ::wait4(child, &out.status, 0, &used);
    out.peakBytes = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
    return out;
}

bool isInstrumented() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return false;
#endif
}

TEST(WorkerMemory, IsWhatThePlanSaysWithinAFewPercent) {
    if (isInstrumented()) GTEST_SKIP() << "a sanitizer's own memory is beside the point";
    struct Row {
        const char* name;
        test::ModelRecipe recipe;
    };
    auto untied = test::tinyModel(test::ModelFamily::Qwen2, TensorType::Q6_K);
    untied.layers = 24;
    untied.dim = 512;
    untied.ffn = 1536;
    untied.context = 1024;
    untied.quick = true;
    auto small = test::smolLm135m(TensorType::Q4_0);
    small.layers = 20;
    const Row rows[] = {{"a third of a small model", small}, {"an untied one", untied}};
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const taodeck::test::TemporaryFolder folder;
        {
            // Gone before anything is started: the system counts this process's memory for what it forks.
            const auto bytes = test::makeModel(row.recipe);
            folder.write("model.gguf", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        }
        const auto file = (folder.path() / "model.gguf").string();
        std::string prompt;
        for (int i = 0; i < 400; ++i)
            prompt += static_cast<char>('a' + i * i % 26);
        // The whole context is filled: a token of a random vocabulary is at most a few letters.
        const auto tokens = runWorker({"run", file, "--prompt", prompt, "--max-tokens", "1", "--json"});
        ASSERT_EQ(tokens.status, 0);
        const auto context = std::to_string(json::parse(tokens.output)["promptTokens"].size() + 1);
        const auto planned = runWorker({"plan", file, "--context", context, "--threads", "2", "--json"});
        const auto ran = runWorker(
            {"run", file, "--prompt", prompt, "--max-tokens", "1", "--context", context, "--threads", "2", "--json"});
        ASSERT_EQ(planned.status, 0);
        ASSERT_EQ(ran.status, 0) << ran.output;

        const auto predicted = json::parse(planned.output)["host"]["total"].get<double>();
        const auto measured = static_cast<double>(ran.peakBytes);
        std::cout << row.name << ": predicted " << predicted / (1 << 20) << " MiB, measured " << measured / (1 << 20)
                  << " MiB, context " << context << "\n";
        EXPECT_NEAR(predicted / measured, 1.0, 0.05);
    }
}

} // namespace
} // namespace taodeck::engine
