#pragma once
/// The CPU backend's own threads: a parallel loop over small blocks of rows with work stealing.
/// Waiting spins for some microseconds, then sleeps, so that a step between two matrices is quick and an idle engine
/// costs nothing; a worker that the system took off its core loses its blocks to the others, so that a busy program
/// beside slows the loop by little. Results never depend on the number of threads: a block's result depends on the
/// block alone.

#include <cstddef>
#include <memory>
#include <type_traits>

namespace taodeck::engine::cpu {

class Threads {
public:
    explicit Threads(int count); ///< 1 runs everything on the calling thread. At most 256.
    ~Threads();
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

    int count() const;

    /// Calls body(begin, end, worker) for every block of `block` indices of [0, n); returns when all are done.
    /// `worker` < count(), for scratch memory. One loop at a time; body does not throw.
    using Body = void (*)(void* context, std::size_t begin, std::size_t end, int worker);
    void run(std::size_t n, std::size_t block, void* context, Body body);

    template <class Fn>
    void forEach(std::size_t n, std::size_t block, Fn&& fn) {
        run(n, block, &fn, [](void* context, std::size_t begin, std::size_t end, int worker) {
            (*static_cast<std::remove_reference_t<Fn>*>(context))(begin, end, worker);
        });
    }

    /// Physical cores that this process may use.
    static int usefulCount();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace taodeck::engine::cpu
