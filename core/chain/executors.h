#pragma once
/// Where the light client's code runs, given from outside so that tests decide it.

#include <chrono>
#include <functional>

namespace taodeck::chain {

struct Executors {
    using Task = std::function<void()>;
    /// One task at a time, in order, never inside the call that posts. The light client's own state lives here; it
    /// checks signatures, so this is a strand over the work pool, not over the io thread.
    std::function<void(Task)> strand;
    /// Any thread of the work pool: proofs and metadata, values in and values out.
    std::function<void(Task)> pool;
    /// On the strand, not before the delay is over. Dropped when the owner of the executors ends.
    std::function<void(std::chrono::milliseconds, Task)> later;
};

} // namespace taodeck::chain
