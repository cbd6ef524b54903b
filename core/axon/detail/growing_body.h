#pragma once
/// The body of a request as Beast reads it: takes memory only for what has come, never for what a head announces, and
/// only while the caller's share of the server allows. Only for connection.cpp.

#include "core/axon/detail/usage.h"

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional.hpp>

namespace taodeck::axon::detail {

struct GrowingBody {
    struct value_type {
        std::string bytes;
        Usage::Share share;
    };

    class reader {
    public:
        template <bool isRequest, class Fields>
        reader(boost::beast::http::header<isRequest, Fields>&, value_type& body) : m_body{body} {}

        void init(const boost::optional<std::uint64_t>&, boost::system::error_code& ec) { ec = {}; }

        template <class Buffers>
        std::size_t put(const Buffers& buffers, boost::system::error_code& ec) {
            ec = {};
            std::size_t taken = 0;
            for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
                if (!makeRoom(buffer.size())) {
                    ec = boost::system::errc::make_error_code(boost::system::errc::not_enough_memory);
                    return taken;
                }
                m_body.bytes.append(static_cast<const char*>(buffer.data()), buffer.size());
                taken += buffer.size();
            }
            return taken;
        }

        void finish(boost::system::error_code& ec) { ec = {}; }

    private:
        bool makeRoom(std::size_t more) {
            const auto needed = m_body.bytes.size() + more;
            if (needed <= m_body.bytes.capacity()) return true;
            auto wanted = std::max(needed, 2 * m_body.bytes.capacity());
            if (!m_body.share.resize(wanted) && !m_body.share.resize(wanted = needed)) return false;
            m_body.bytes.reserve(wanted);
            return true;
        }
        value_type& m_body;
    };
};

} // namespace taodeck::axon::detail
