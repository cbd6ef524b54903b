#include "core/engine/cuda/cuda_device.h"

#include "core/engine/cuda/cublas.h"
#include "core/engine/cuda/cuda_stage.h"
#include "core/engine/cuda/kernels.h"

#include <cuda_runtime_api.h>

#include <algorithm>
#include <chrono>
#include <cstring>

namespace taodeck::engine::cuda {
namespace {

constexpr int kOldest = 75;
constexpr std::size_t kPinnedBytes = std::size_t{1} << 20;

Result<> checked(cudaError_t error, const char* what) {
    if (error == cudaSuccess) return {};
    return fail(Errc::Io, std::string{"the GPU: "} + what + ": " + cudaGetErrorString(error));
}

class CudaRecording final : public Recording {
public:
    explicit CudaRecording(cudaGraphExec_t graph) : m_graph{graph} {}
    ~CudaRecording() override { cudaGraphExecDestroy(m_graph); }
    CudaRecording(const CudaRecording&) = delete;
    CudaRecording& operator=(const CudaRecording&) = delete;
    cudaGraphExec_t graph() const { return m_graph; }

private:
    cudaGraphExec_t m_graph;
};

class CudaDevice final : public Device {
public:
    explicit CudaDevice(int index) : m_index{index} {}
    ~CudaDevice() override {
        if (cudaSetDevice(m_index) != cudaSuccess) return;
        if (m_stream) cudaStreamSynchronize(m_stream);
        m_blas.reset();
        for (void* block : m_blocks)
            cudaFree(block);
        if (m_pinned) cudaFreeHost(m_pinned);
        if (m_stream) cudaStreamDestroy(m_stream);
    }
    CudaDevice(const CudaDevice&) = delete;
    CudaDevice& operator=(const CudaDevice&) = delete;

    Result<> open() {
        TD_CHECK(use());
        cudaDeviceProp properties{};
        TD_CHECK(checked(cudaGetDeviceProperties(&properties, m_index), "its properties"));
        m_name = properties.name;
        if (properties.major * 10 + properties.minor < kOldest)
            return fail(Errc::Unsupported, m_name + " has compute capability " + std::to_string(properties.major) +
                                               "." + std::to_string(properties.minor) + ", 7.5 is the least");
        // Kernels are loaded now, not when they first run: that may be inside a recording. It also shows whether this
        // build has code for the device.
        for (std::uint32_t kernel = 0; kernel < kKernels; ++kernel) {
            cudaFuncAttributes attributes{};
            TD_CHECK(checked(cudaFuncGetAttributes(&attributes, kernelEntry(kernel)), "its kernels"));
        }
        TD_CHECK(checked(cudaStreamCreateWithFlags(&m_stream, cudaStreamNonBlocking), "a stream"));
        return checked(cudaMallocHost(&m_pinned, kPinnedBytes), "host memory");
    }

    Result<std::uint8_t*> allocate(std::size_t bytes) override {
        TD_CHECK(use());
        void* out = nullptr;
        const cudaError_t error = cudaMalloc(&out, std::max<std::size_t>(bytes, 1));
        if (error == cudaErrorMemoryAllocation) {
            cudaGetLastError(); // this one does not stay
            std::size_t free = 0, total = 0;
            cudaMemGetInfo(&free, &total);
            return fail(Errc::LimitExceeded, m_name + " has " + bytesOf(free) + " of " + bytesOf(total) +
                                                 " free, not " + bytesOf(bytes) + " in one piece");
        }
        TD_CHECK(checked(error, "memory"));
        m_blocks.push_back(out);
        return static_cast<std::uint8_t*>(out);
    }

    Result<> upload(void* to, const void* from, std::size_t bytes) override {
        TD_CHECK(use());
        return checked(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, m_stream), "a copy to it");
    }
    Result<> download(void* to, const void* from, std::size_t bytes) override {
        TD_CHECK(use());
        for (std::size_t at = 0; at < bytes; at += kPinnedBytes) {
            const std::size_t some = std::min(kPinnedBytes, bytes - at);
            TD_CHECK(checked(cudaMemcpyAsync(m_pinned, static_cast<const std::uint8_t*>(from) + at, some,
                                             cudaMemcpyDeviceToHost, m_stream),
                             "a copy from it"));
            TD_CHECK(finish());
            std::memcpy(static_cast<std::uint8_t*>(to) + at, m_pinned, some);
        }
        return {};
    }
    Result<> copy(void* to, const void* from, std::size_t bytes) override {
        TD_CHECK(use());
        return checked(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, m_stream), "a copy");
    }

    Result<> launch(const Launch& l) override {
        TD_CHECK(use());
        void* args[]{const_cast<void*>(l.args)};
        return checked(
            cudaLaunchKernel(kernelEntry(l.kernel), dim3{l.blocks}, dim3{l.threads}, args, l.sharedBytes, m_stream),
            "a launch");
    }

    Result<> prepareGemm() override {
        if (m_blas) return {};
        TD_CHECK(use());
        TD_TRY(m_blas, Cublas::open(m_stream));
        return {};
    }
    Result<> gemm(const Gemm& g) override {
        TD_CHECK(use());
        return m_blas->gemm(g);
    }

    Result<> beginRecording() override {
        TD_CHECK(use());
        return checked(cudaStreamBeginCapture(m_stream, cudaStreamCaptureModeThreadLocal), "a recording");
    }
    Result<std::unique_ptr<Recording>> endRecording() override {
        TD_CHECK(use());
        cudaGraph_t graph = nullptr;
        TD_CHECK(checked(cudaStreamEndCapture(m_stream, &graph), "a recording"));
        cudaGraphExec_t exec = nullptr;
        const cudaError_t error = cudaGraphInstantiate(&exec, graph, 0);
        cudaGraphDestroy(graph);
        TD_CHECK(checked(error, "a recording"));
        return std::unique_ptr<Recording>{std::make_unique<CudaRecording>(exec)};
    }
    Result<> replay(Recording& recording) override {
        TD_CHECK(use());
        return checked(cudaGraphLaunch(static_cast<CudaRecording&>(recording).graph(), m_stream), "a step");
    }
    Result<> finish() override {
        TD_CHECK(use());
        return checked(cudaStreamSynchronize(m_stream), "its work");
    }
    std::string name() const override { return m_name; }

private:
    /// The runtime's choice of device belongs to a thread.
    Result<> use() { return checked(cudaSetDevice(m_index), "no access"); }
    static std::string bytesOf(std::size_t bytes) { return std::to_string(bytes >> 20U) + " MiB"; }

    const int m_index;
    std::string m_name;
    cudaStream_t m_stream{nullptr};
    void* m_pinned{nullptr}; ///< What comes back passes through here: at full speed, and never into pageable memory.
    std::vector<void*> m_blocks;
    std::unique_ptr<Cublas> m_blas;
};

} // namespace

FoundDevices findDevices() {
    FoundDevices out;
    int count = 0;
    const cudaError_t error = cudaGetDeviceCount(&count);
    if (error != cudaSuccess) {
        cudaGetLastError();
        out.reason = error == cudaErrorInsufficientDriver
                         ? "no NVIDIA driver, or one too old for this build"
                         : std::string{"no usable NVIDIA GPU: "} + cudaGetErrorString(error);
        return out;
    }
    int before = 0;
    const bool kept = cudaGetDevice(&before) == cudaSuccess;
    for (int i = 0; i < count; ++i) {
        cudaDeviceProp properties{};
        std::size_t free = 0, total = 0;
        if (cudaGetDeviceProperties(&properties, i) != cudaSuccess || cudaSetDevice(i) != cudaSuccess ||
            cudaMemGetInfo(&free, &total) != cudaSuccess) {
            out.reason = std::string{"a GPU that does not answer: "} + cudaGetErrorString(cudaGetLastError());
            continue;
        }
        const int capability = properties.major * 10 + properties.minor;
        if (capability < kOldest)
            out.reason = std::string{properties.name} + " is older than compute capability 7.5";
        else
            out.devices.push_back({i, properties.name, free, total, capability});
    }
    if (kept) cudaSetDevice(before);
    if (count == 0) out.reason = "no NVIDIA GPU";
    return out;
}

Result<std::unique_ptr<Device>> makeCudaDevice(int index) {
    const FoundDevices found = findDevices();
    if (std::none_of(found.devices.begin(), found.devices.end(),
                     [&](const GpuMemory& gpu) { return gpu.device == index; }))
        return fail(Errc::Unsupported, !found.reason.empty() ? found.reason : "no GPU " + std::to_string(index));
    auto device = std::make_unique<CudaDevice>(index);
    TD_CHECK(device->open());
    return std::unique_ptr<Device>{std::move(device)};
}

Result<double> copyBandwidth(Device& device) {
    constexpr std::size_t kBytes = std::size_t{256} << 20; // beyond every cache
    constexpr int kRuns = 8, kCopies = 8;
    CopyArgs args;
    TD_TRY(args.out, device.allocate(kBytes));
    TD_TRY(args.in, device.allocate(kBytes));
    args.units = kBytes / 16;
    double best = 0;
    for (int run = 0; run < kRuns; ++run) {
        TD_CHECK(device.finish());
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < kCopies; ++i)
            TD_CHECK(device.run(Kernel::Copy, 4096, kNormLanes, args));
        TD_CHECK(device.finish());
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        best = std::max(best, 2.0 * kCopies * kBytes / seconds);
    }
    return best;
}

Result<std::unique_ptr<Stage>> makeCudaStage(const StageRequest& request) {
    TD_TRY(auto device, makeCudaDevice(request.gpuDevice));
    return makeStage(request, std::move(device));
}

} // namespace taodeck::engine::cuda
