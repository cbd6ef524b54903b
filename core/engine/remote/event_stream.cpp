#include "core/engine/remote/event_stream.h"

namespace taodeck::engine::remote {

Result<std::vector<std::string>> EventStream::push(std::string_view bytes) {
    std::vector<std::string> out;
    while (!bytes.empty()) {
        if (m_afterReturn && bytes[0] == '\n') bytes.remove_prefix(1);
        m_afterReturn = false;
        const auto end = bytes.find_first_of("\r\n");
        m_line.append(bytes.substr(0, end));
        if (m_line.size() + m_data.size() > m_max)
            return fail(Errc::LimitExceeded,
                        "an event of the stream is longer than " + std::to_string(m_max) + " bytes");
        if (end == std::string_view::npos) break;
        m_afterReturn = bytes[end] == '\r';
        bytes.remove_prefix(end + 1);
        line(m_line, out);
        m_line.clear();
    }
    return out;
}

void EventStream::line(std::string_view text, std::vector<std::string>& out) {
    if (text.empty()) {
        if (m_hasData) out.push_back(std::move(m_data));
        m_data.clear();
        m_hasData = false;
        return;
    }
    if (!text.starts_with("data")) return;
    text.remove_prefix(4);
    if (!text.empty() && text[0] != ':') return; // another field that begins alike
    if (!text.empty()) text.remove_prefix(1);
    if (text.starts_with(' ')) text.remove_prefix(1);
    if (m_hasData) m_data += '\n';
    m_data += text;
    m_hasData = true;
}

} // namespace taodeck::engine::remote
