#include "core/engine/plan/plan.h"

#include "tests/support/model_maker.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace taodeck::engine {
namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

struct Loaded {
    Bytes bytes;
    std::shared_ptr<const Model> model;
};

Loaded load(const test::ModelRecipe& recipe) {
    Loaded out{test::makeModel(recipe), nullptr};
    auto file = gguf::File::parse(out.bytes);
    EXPECT_TRUE(file);
    auto model = Model::load(*file);
    EXPECT_TRUE(model) << model.error().context;
    out.model = *model;
    return out;
}

test::ModelRecipe middling() {
    auto recipe = test::tinyModel(test::ModelFamily::Llama3, TensorType::Q8_0);
    recipe.layers = 8;
    recipe.context = 65'536;
    recipe.quick = true;
    return recipe;
}

PlanRequest requestFor(std::uint32_t context) {
    PlanRequest request;
    request.cache.context = context;
    request.threads = 2;
    return request;
}

GpuMemory gpu(std::uint64_t freeBytes) {
    return {1, "a GPU", freeBytes, freeBytes * 2, 89};
}

TEST(Plan, CountsTheCacheOfEverySlotLayerAndHead) {
    const auto loaded = load(middling());
    auto request = requestFor(1024);
    request.cache.sequences = 3;

    const auto made = plan(*loaded.model, request, 1 << 30, {});

    const auto& c = loaded.model->config();
    EXPECT_EQ(made.fit, Fit::Cpu);
    EXPECT_EQ(made.host.cache, 2ULL * 2 * c.layers * 3 * 1024 * c.kvHeads * c.headDim);
    EXPECT_GE(made.host.weights, loaded.bytes.size() - loaded.model->weights().embedding.bytes.size());
    EXPECT_LE(made.host.weights, loaded.bytes.size());
    EXPECT_EQ(made.device.total(), 0U);
}

TEST(Plan, TakesTheLongestContextThatFits) {
    const auto loaded = load(middling());
    const auto roomy = plan(*loaded.model, requestFor(0), std::uint64_t{8} << 30, {});
    EXPECT_EQ(roomy.cache.context, 32'768U);

    std::uint32_t before = roomy.cache.context;
    for (std::uint64_t free = 150 * kMiB; free > 40 * kMiB; free -= 10 * kMiB) {
        const auto made = plan(*loaded.model, requestFor(0), free, {});
        if (made.fit == Fit::TooLarge) break;
        EXPECT_LE(made.cache.context, before);
        EXPECT_LE(made.host.total(), free - free / 10);
        before = made.cache.context;
    }
    EXPECT_LT(before, 32'768U);
}

TEST(Plan, SaysWithNumbersThatAModelIsTooLarge) {
    const auto loaded = load(middling());

    const auto made = plan(*loaded.model, requestFor(0), 12 * kMiB, {});

    EXPECT_EQ(made.fit, Fit::TooLarge);
    EXPECT_EQ(made.cache.context, 512U) << "the smallest that was tried";
    EXPECT_NE(made.sentence.find("Too large for this machine: even with a context of 512 tokens it needs " +
                                 bytesText(made.host.total()) + " of 12 MiB free"),
              std::string::npos)
        << made.sentence;
}

TEST(Plan, PutsAllOnTheGpuWhereItFits) {
    const auto loaded = load(middling());
    const std::vector<GpuMemory> two{gpu(100 * kMiB), gpu(std::uint64_t{4} << 30)};

    const auto made = plan(*loaded.model, requestFor(2048), std::uint64_t{1} << 30, two);

    EXPECT_EQ(made.fit, Fit::Gpu);
    EXPECT_EQ(made.placement.gpuLayers, 8U);
    EXPECT_TRUE(made.placement.gpuHead);
    EXPECT_EQ(made.deviceFree, std::uint64_t{4} << 30) << "the one with the most free memory";
    EXPECT_EQ(made.host.cache, 0U);
    EXPECT_EQ(made.sentence.rfind("Fits the GPU (a GPU) with a context of 2048 tokens: ", 0), 0U) << made.sentence;
}

TEST(Plan, SplitsLayersWhereTheGpuIsTooSmallForAll) {
    const auto loaded = load(middling());
    const auto whole =
        plan(*loaded.model, requestFor(4096), std::uint64_t{1} << 30, std::vector{gpu(std::uint64_t{4} << 30)});
    std::uint32_t before = 9;
    bool partly = false, none = false;
    for (std::uint64_t free = whole.device.total() * 10 / 9; free > 90 * kMiB; free -= 2 * kMiB) {
        const auto made = plan(*loaded.model, requestFor(4096), std::uint64_t{1} << 30, std::vector{gpu(free)});
        EXPECT_LE(made.placement.gpuLayers, before);
        EXPECT_LE(made.device.total(), free - free / 10);
        if (made.fit == Fit::Partly) {
            partly = true;
            EXPECT_FALSE(made.placement.gpuHead);
            EXPECT_GT(made.host.weights, 0U);
        }
        none |= made.fit == Fit::Cpu;
        before = made.placement.gpuLayers;
    }
    EXPECT_TRUE(partly);
    EXPECT_TRUE(none);
}

TEST(Plan, LeavesTheGpuAloneWhenAsked) {
    const auto loaded = load(middling());
    auto request = requestFor(1024);
    request.allowGpu = false;

    const auto made = plan(*loaded.model, request, std::uint64_t{1} << 30, std::vector{gpu(std::uint64_t{4} << 30)});

    EXPECT_EQ(made.fit, Fit::Cpu);
    EXPECT_EQ(made.sentence.rfind("Runs on the CPU", 0), 0U) << made.sentence;
}

TEST(Plan, WritesSizesInWholeFigures) {
    EXPECT_EQ(bytesText(0), "0.0 MiB");
    EXPECT_EQ(bytesText(3 * kMiB / 2), "1.5 MiB");
    EXPECT_EQ(bytesText(812 * kMiB), "812 MiB");
    EXPECT_EQ(bytesText(1331 * kMiB), "1.30 GiB");
}

class FreeMemory : public ::testing::Test {
protected:
    taodeck::test::TemporaryFolder root;
};

TEST_F(FreeMemory, IsWhatTheSystemSays) {
    root.write("proc/meminfo", "MemTotal:       8000000 kB\nMemFree:  1 kB\nMemAvailable:    4096 kB\n");
    EXPECT_EQ(availableHostBytes(root.path()).value(), 4096U * 1024);
}

TEST_F(FreeMemory, IsBoundedByTheControlGroupAndThoseAbove) {
    root.write("proc/meminfo", "MemAvailable:    4096000 kB\n");
    root.write("proc/self/cgroup", "0::/user/worker\n");
    root.write("sys/fs/cgroup/user/worker/memory.max", "max\n");
    root.write("sys/fs/cgroup/user/worker/memory.current", "500\n");
    root.write("sys/fs/cgroup/user/memory.max", "1000000\n");
    root.write("sys/fs/cgroup/user/memory.current", "700000\n");
    root.write("sys/fs/cgroup/user/memory.stat", "anon 5\ninactive_file 100000\nactive_file 9\n");

    EXPECT_EQ(availableHostBytes(root.path()).value(), 400'000U) << "files' pages can be dropped";

    root.write("sys/fs/cgroup/user/memory.current", "2000000\n");
    EXPECT_EQ(availableHostBytes(root.path()).value(), 0U);
}

TEST_F(FreeMemory, IsUnknownWhereTheSystemDoesNotSay) {
    EXPECT_EQ(availableHostBytes(root.path()).error().code, Errc::Unsupported);
    root.write("proc/meminfo", "MemFree: 7 kB\nMemAvailable: lots\n");
    EXPECT_EQ(availableHostBytes(root.path()).error().code, Errc::Malformed);
}

} // namespace
} // namespace taodeck::engine
