#pragma once
/// Server-sent events as they arrive: the data of each event. Bounded: an event longer than the limit is an error, not
/// memory. Source: the WHATWG HTML standard, section 9.2.6. Only the data field matters here; comments and other fields
/// are skipped.

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace taodeck::engine::remote {

class EventStream {
public:
    explicit EventStream(std::size_t maxEventBytes = 1u << 20) : m_max{maxEventBytes} {}

    /// Takes any piece of the stream; gives the data of the events that end in it. Error: LimitExceeded.
    Result<std::vector<std::string>> push(std::string_view bytes);

private:
    void line(std::string_view text, std::vector<std::string>& out);

    std::size_t m_max;
    std::string m_line, m_data;
    bool m_hasData{false};
    bool m_afterReturn{false}; ///< A line feed right after a carriage return belongs to the same line end.
};

} // namespace taodeck::engine::remote
