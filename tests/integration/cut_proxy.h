#pragma once
/// A TCP proxy on loopback whose link can be cut and mended: for what happens to programs when a network goes away.

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace taodeck::test {

class CutProxy {
public:
    CutProxy(boost::asio::io_context& io, std::uint16_t target);
    ~CutProxy();
    CutProxy(const CutProxy&) = delete;
    CutProxy& operator=(const CutProxy&) = delete;
    std::uint16_t port() const;
    void cut();  ///< Connections end, new ones are closed at once.
    void mend(); ///< New connections are carried again.
    /// From now on a request whose first bytes hold `marker` gets `answer` instead of being carried.
    void refuse(std::string marker, std::string answer);

private:
    struct Core;
    std::shared_ptr<Core> m_core;
};

} // namespace taodeck::test
