#include "core/engine/cuda/emulation/emulated_device.h"

#include "core/engine/cuda/kernels/table.h"

#include <array>
#include <cstring>
#include <vector>

namespace taodeck::engine::cuda {
namespace {

struct HostKernel {
    void (*function)(){nullptr};
    void (*call)(void (*function)(), const void* args){nullptr};
};

const std::array<HostKernel, kKernels>& table() {
    static const auto rows = [] {
        std::array<HostKernel, kKernels> out;
        emulated::fillTable(out.data(), []<class Args>(void (*kernel)(const Args&)) {
            return HostKernel{reinterpret_cast<void (*)()>(kernel), [](void (*function)(), const void* args) {
                                  reinterpret_cast<void (*)(const Args&)>(function)(*static_cast<const Args*>(args));
                              }};
        });
        return out;
    }();
    return rows;
}

struct Job {
    const HostKernel* kernel;
    const void* args;
};

void runLaunch(const Launch& launch) {
    Job job{&table()[launch.kernel], launch.args};
    emulated::runBlocks(
        launch.blocks, launch.threads, launch.sharedBytes,
        [](const void* context) {
            const auto& one = *static_cast<const Job*>(context);
            one.kernel->call(one.kernel->function, one.args);
        },
        &job);
}

struct Recorded {
    Launch launch;
    std::vector<std::uint64_t> args;
};
class EmulatedRecording final : public Recording {
public:
    std::vector<Recorded> launches;
};

class EmulatedDevice final : public Device {
public:
    EmulatedDevice(std::uint64_t memory, EmulatedCounts* counts, std::uint64_t failAt)
        : m_free{memory}, m_failAt{failAt}, m_counts{counts ? *counts : m_own} {}

    Result<std::uint8_t*> allocate(std::size_t bytes) override {
        if (bytes > m_free)
            return fail(Errc::LimitExceeded,
                        "the GPU has " + std::to_string(m_free) + " bytes free, not " + std::to_string(bytes));
        m_free -= bytes;
        m_counts.allocated += bytes;
        constexpr std::size_t kAlign = 256;
        m_blocks.push_back(std::make_unique<std::uint8_t[]>(bytes + kAlign));
        std::uint8_t* at = m_blocks.back().get();
        at += (kAlign - reinterpret_cast<std::uintptr_t>(at) % kAlign) % kAlign;
        std::memset(at, 0xff, bytes);
        return at;
    }
    Result<> upload(void* to, const void* from, std::size_t bytes) override { return copy(to, from, bytes); }
    Result<> download(void* to, const void* from, std::size_t bytes) override { return copy(to, from, bytes); }
    Result<> copy(void* to, const void* from, std::size_t bytes) override {
        if (m_recording) return fail(Errc::Io, "the GPU: a copy inside a recording");
        if (bytes > 0) std::memcpy(to, from, bytes);
        return {};
    }
    Result<> launch(const Launch& launch) override {
        if (launch.blocks == 0 || launch.kernel >= kKernels) return fail(Errc::Io, "the GPU: invalid launch");
        if (launch.sharedBytes > 48 * 1024) return fail(Errc::Io, "the GPU: too much shared memory");
        if (m_recording) {
            Recorded one{launch, std::vector<std::uint64_t>((launch.argBytes + 7) / 8)};
            std::memcpy(one.args.data(), launch.args, launch.argBytes);
            m_recording->launches.push_back(std::move(one));
            return {};
        }
        if (++m_counts.launches == m_failAt) return fail(Errc::Io, "the GPU: unspecified launch failure");
        runLaunch(launch);
        return {};
    }
    Result<> prepareGemm() override { return {}; }
    Result<> gemm(const Gemm& g) override {
        ++m_counts.gemms;
        for (std::size_t n = 0; n < g.n; ++n)
            for (std::size_t m = 0; m < g.m; ++m) {
                float sum = 0;
                for (std::size_t k = 0; k < g.k; ++k)
                    sum += halfToFloat(g.a[m * g.k + k]) * halfToFloat(g.b[n * g.k + k]);
                float& c = g.c[n * g.m + m];
                c = g.accumulate ? c + sum : sum;
            }
        return {};
    }
    Result<> beginRecording() override {
        m_recording = std::make_unique<EmulatedRecording>();
        ++m_counts.recordings;
        return {};
    }
    Result<std::unique_ptr<Recording>> endRecording() override { return std::move(m_recording); }
    Result<> replay(Recording& recording) override {
        ++m_counts.replays;
        for (Recorded& one : static_cast<EmulatedRecording&>(recording).launches) {
            one.launch.args = one.args.data();
            TD_CHECK(launch(one.launch));
        }
        return {};
    }
    Result<> finish() override { return {}; }
    std::string name() const override { return "emulated"; }

private:
    std::uint64_t m_free, m_failAt;
    EmulatedCounts m_own;
    EmulatedCounts& m_counts;
    std::vector<std::unique_ptr<std::uint8_t[]>> m_blocks;
    std::unique_ptr<EmulatedRecording> m_recording;
};

} // namespace

std::unique_ptr<Device> makeEmulatedDevice(std::uint64_t memory, EmulatedCounts* counts, std::uint64_t failAt) {
    return std::make_unique<EmulatedDevice>(memory, counts, failAt);
}

void setQuickWarps(bool quick) {
    emulated::quickWarps = quick;
}

} // namespace taodeck::engine::cuda
