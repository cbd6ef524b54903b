#pragma once
/// The device that the CUDA tests run on: the emulation, or with TAODECK_TEST_DEVICE=gpu the machine's own GPU. A test
/// of the GPU skips itself where there is none, and says so.

#include "core/engine/cuda/cuda_stage.h"
#include "core/engine/cuda/emulation/emulated_device.h"
#if defined(TD_HAS_CUDA)
#include "core/engine/cuda/cuda_device.h"
#endif

#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>
#include <vector>

namespace taodeck::engine::cuda {

inline bool wantsGpu() {
    const char* wanted = std::getenv("TAODECK_TEST_DEVICE");
    return wanted && std::string_view{wanted} == "gpu";
}

inline Result<std::unique_ptr<Device>> testDevice() {
    if (!wantsGpu()) return makeEmulatedDevice();
#if defined(TD_HAS_CUDA)
    return makeCudaDevice(0);
#else
    return fail(Errc::Unsupported, "this build has no CUDA backend");
#endif
}

/// Why the tests cannot run; empty where they can.
inline std::string whySkipped() {
    const auto device = testDevice();
    return device ? std::string{} : "no GPU: " + device.error().context;
}

class OnDevice : public testing::Test {
protected:
    void SetUp() override {
        if (const auto why = whySkipped(); !why.empty()) GTEST_SKIP() << why;
        device = *testDevice();
    }

    template <class T>
    T* room(std::size_t count) {
        auto memory = device->allocate(count * sizeof(T));
        if (!memory) ADD_FAILURE() << memory.error().context;
        return reinterpret_cast<T*>(*memory);
    }
    template <class T>
    T* put(const std::vector<T>& values) {
        T* out = room<T>(values.size());
        if (const auto done = device->upload(out, values.data(), values.size() * sizeof(T)); !done)
            ADD_FAILURE() << done.error().context;
        return out;
    }
    template <class T>
    std::vector<T> get(const T* from, std::size_t count) {
        std::vector<T> out(count);
        if (const auto done = device->download(out.data(), from, count * sizeof(T)); !done)
            ADD_FAILURE() << done.error().context;
        return out;
    }
    template <class Args>
    void run(Kernel kernel, std::uint64_t blocks, std::uint32_t threads, const Args& args,
             std::uint32_t sharedBytes = 0) {
        if (const auto done = device->run(kernel, blocks, threads, args, sharedBytes); !done)
            ADD_FAILURE() << done.error().context;
    }

    std::unique_ptr<Device> device;
};

} // namespace taodeck::engine::cuda
