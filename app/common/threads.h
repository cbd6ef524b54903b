#pragma once
/// The program's threads: one for sockets, a pool for work, and the strand on which the light client lives. Asio stays
/// in the .cpp.

#include "core/chain/executors.h"

#include <memory>

namespace boost::asio {
class io_context;
}

namespace taodeck::app {

class Threads {
public:
    Threads();
    ~Threads(); ///< Calls stop().
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

    boost::asio::io_context& io();
    /// Strand, pool and timers for the light client.
    chain::Executors executors();
    void post(std::function<void()> job); ///< On the pool.
    /// Ends timers, lets running jobs finish, drops waiting ones, joins. What uses the threads must be gone or silent.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace taodeck::app
