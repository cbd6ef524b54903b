#include "core/supervise/workers/models.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace taodeck::supervise {
namespace {

using api::ModelFit;
using test::TemporaryFolder;

/// A child that answers what the test says and counts how often it was asked.
struct FakeChild {
    int asked{0};
    std::vector<std::string> last;
    Result<ChildAnswer> answer{ChildAnswer{0, R"({"fit":"cpu","text":"It fits.","parameters":12,"context":2048})"}};
    RunChild run() {
        return [this](const auto&, const auto& arguments) {
            ++asked;
            last = arguments;
            return answer;
        };
    }
};

TEST(ModelRow, SaysWhatTheReaderSaid) {
    const auto row = modelRowFrom("/m/a.gguf", ChildAnswer{0, R"({"fit":"partly","text":"Half of it fits.","name":"A",
        "parameters":1000,"family":"llama","quantisation":"Q8_0","context":4096,"model_context":8192})"});

    EXPECT_EQ(row.fit, ModelFit::Partly);
    EXPECT_EQ(row.words, "Half of it fits.");
    EXPECT_EQ(row.name.plain(), "A");
    EXPECT_EQ(row.parameters, 1000u);
    EXPECT_EQ(row.family, "llama");
    EXPECT_EQ(row.quantisation, "Q8_0");
    EXPECT_EQ(row.context, 8192u);
}

TEST(ModelRow, ABrokenFileIsARowWithItsSentence) {
    struct Row {
        const char* name;
        Result<ChildAnswer> answer;
        ModelFit fit;
        const char* words;
    };
    const Row rows[] = {
        {"the reader's own words",
         ChildAnswer{1, R"({"error":{"code":"malformed","text":"tensor 3 ends after the file"}})"}, ModelFit::Broken,
         "tensor 3 ends after the file"},
        {"too large", ChildAnswer{1, R"({"fit":"too_large","text":"It needs 90 GiB."})"}, ModelFit::TooLarge, "90 GiB"},
        {"no answer", ChildAnswer{0, ""}, ModelFit::Broken, "gave no answer"},
        {"nonsense", ChildAnswer{0, "[1]"}, ModelFit::Broken, "gave no answer"},
        {"signal", fail(Errc::Io, "its reader ended by signal 11"), ModelFit::Broken, "signal 11"},
        {"time", fail(Errc::Timeout, "it took longer than 60 s"), ModelFit::Broken, "longer than 60 s"},
        {"our program is missing", fail(Errc::NotFound, "taodeck-worker"), ModelFit::Unknown, "was not checked"}};
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto out = modelRowFrom("/m/a.gguf", row.answer);
        EXPECT_EQ(out.fit, row.fit);
        EXPECT_NE(out.words.find(row.words), std::string::npos) << out.words;
        EXPECT_EQ(out.path, "/m/a.gguf");
    }
}

TEST(Models, ListsTheBundledTheFoldersAndTheAddedOnes) {
    TemporaryFolder folder;
    folder.write("demo.gguf", "demo");
    folder.write("models/own.gguf", "own");
    folder.write("models/readme.txt", "no model");
    folder.write("elsewhere/far.gguf", "far");
    FakeChild child;
    Models models{{folder.path() / "models", folder.path() / "demo.gguf", "/worker", child.run()}};

    const auto added = models.add(folder.path() / "elsewhere" / "far.gguf");
    ASSERT_TRUE(added);
    EXPECT_EQ(added->sha256.size(), 64u);
    ASSERT_TRUE(models.add(folder.path() / "elsewhere" / "far.gguf")) << "again is not twice";
    auto rows = models.list();

    ASSERT_EQ(rows.size(), 3u);
    EXPECT_TRUE(rows[0].bundled);
    EXPECT_EQ(rows[1].name.plain(), "own");
    EXPECT_FALSE(rows[1].bundled);
    EXPECT_EQ(rows[2].bytes, 3u);
    EXPECT_EQ(child.asked, 3) << "each file is read once while it does not change";
    EXPECT_EQ(child.last.front(), "plan");
    EXPECT_NE(std::find(child.last.begin(), child.last.end(), "--confined"), child.last.end());

    folder.write("models/own.gguf", "longer");
    std::filesystem::remove(folder.path() / "elsewhere" / "far.gguf");
    rows = models.list();
    EXPECT_EQ(child.asked, 4);
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[2].fit, ModelFit::Broken) << "a remembered file that went away is told";
    EXPECT_EQ(models.inspect(folder.path() / "none.gguf", false).error().code, Errc::NotFound);
}

TEST(Models, KnowsTheHashOfAFile) {
    TemporaryFolder folder;
    folder.write("a.gguf", "abc");
    FakeChild child;
    Models models{{folder.path() / "models", {}, "/worker", child.run()}};

    EXPECT_EQ(models.inspect(folder.path() / "a.gguf", false)->sha256, "");
    EXPECT_EQ(models.inspect(folder.path() / "a.gguf", true)->sha256,
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(child.asked, 1);
}

TEST(BundledModel, IsFoundBesideTheProgramInstalledAndAboveABuild) {
    for (const auto* place : {"bin/models", "share/taodeck/models", "resources/models"}) {
        SCOPED_TRACE(place);
        TemporaryFolder folder;
        std::filesystem::create_directories(folder.path() / "bin");
        EXPECT_FALSE(findBundledModel(folder.path() / "bin"));
        folder.write(std::filesystem::path{place} / "taodeck-demo.gguf", "GGUF");

        const auto found = findBundledModel(folder.path() / "bin");
        ASSERT_TRUE(found);
        EXPECT_EQ(*found, folder.path() / place / "taodeck-demo.gguf");
    }
}

} // namespace
} // namespace taodeck::supervise
