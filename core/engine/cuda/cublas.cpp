#include "core/engine/cuda/cublas.h"

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace taodeck::engine::cuda {
namespace {

// The library's C interface, as its manual states it; the numbers are part of its binary interface.
using Handle = void*;
using Create = int (*)(Handle*);
using Destroy = int (*)(Handle);
using SetStream = int (*)(Handle, CUstream_st*);
using GemmEx = int (*)(Handle, int transA, int transB, int m, int n, int k, const void* alpha, const void* a, int aType,
                       int lda, const void* b, int bType, int ldb, const void* beta, void* c, int cType, int ldc,
                       int computeType, int algorithm);
constexpr int kAsItIs = 0, kTransposed = 1, kFloat = 0, kHalf = 2, kSumsInFloat = 68, kDefaultAlgorithm = -1;

#if defined(_WIN32)
constexpr const char* kNames[]{"cublas64_13.dll", "cublas64_12.dll"};
void* openLibrary(const char* name) {
    return reinterpret_cast<void*>(LoadLibraryA(name));
}
void* symbol(void* library, const char* name) {
    return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name));
}
#else
constexpr const char* kNames[]{"libcublas.so.13", "libcublas.so.12"};
void* openLibrary(const char* name) {
    return dlopen(name, RTLD_NOW | RTLD_LOCAL);
}
void* symbol(void* library, const char* name) {
    return dlsym(library, name);
}
#endif

class Loaded final : public Cublas {
public:
    ~Loaded() override {
        if (m_handle) m_destroy(m_handle); // the library stays open until the program ends
    }
    Result<> load(CUstream_st* stream) {
        void* library = nullptr;
        for (const char* name : kNames)
            if (!library) library = openLibrary(name);
        if (!library) return fail(Errc::Unsupported, "a fast prefill needs cuBLAS 12 or 13, which is not installed");
        const auto create = reinterpret_cast<Create>(symbol(library, "cublasCreate_v2"));
        const auto setStream = reinterpret_cast<SetStream>(symbol(library, "cublasSetStream_v2"));
        m_destroy = reinterpret_cast<Destroy>(symbol(library, "cublasDestroy_v2"));
        m_gemm = reinterpret_cast<GemmEx>(symbol(library, "cublasGemmEx"));
        if (!create || !setStream || !m_destroy || !m_gemm)
            return fail(Errc::Unsupported, "this cuBLAS lacks a function that a fast prefill needs");
        if (const int status = create(&m_handle); status != 0)
            return fail(Errc::Io, "cuBLAS does not start: status " + std::to_string(status));
        if (const int status = setStream(m_handle, stream); status != 0)
            return fail(Errc::Io, "cuBLAS: status " + std::to_string(status));
        return {};
    }
    Result<> gemm(const Gemm& g) override {
        // The library counts columns first: its A is our matrix turned, its C our rows of results.
        const float alpha = 1, beta = g.accumulate ? 1 : 0;
        const int m = static_cast<int>(g.m), n = static_cast<int>(g.n), k = static_cast<int>(g.k);
        const int status = m_gemm(m_handle, kTransposed, kAsItIs, m, n, k, &alpha, g.a, kHalf, k, g.b, kHalf, k, &beta,
                                  g.c, kFloat, m, kSumsInFloat, kDefaultAlgorithm);
        if (status != 0) return fail(Errc::Io, "cuBLAS: a product failed with status " + std::to_string(status));
        return {};
    }

private:
    Handle m_handle{nullptr};
    Destroy m_destroy{nullptr};
    GemmEx m_gemm{nullptr};
};

} // namespace

Result<std::unique_ptr<Cublas>> Cublas::open(CUstream_st* stream) {
    auto out = std::make_unique<Loaded>();
    TD_CHECK(out->load(stream));
    return std::unique_ptr<Cublas>{std::move(out)};
}

} // namespace taodeck::engine::cuda
