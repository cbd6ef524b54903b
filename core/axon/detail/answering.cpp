#include "core/axon/detail/answering.h"

#include <algorithm>
#include <cstdio>

namespace taodeck::axon::detail {

namespace {

constexpr std::string_view kEchoPrefix = "bt_header_";

bool isEchoed(std::string_view name) {
    if (name.size() > kEchoPrefix.size() && sameName(name.substr(0, kEchoPrefix.size()), kEchoPrefix)) return true;
    const std::array<std::string_view, 4> others{"timeout", "header_size", "total_size", "computed_body_hash"};
    return std::any_of(others.begin(), others.end(), [name](auto other) { return sameName(name, other); });
}

std::string messageBody(std::string_view words) {
    WireJson out = WireJson::object();
    out.set("message", WireJson::ofText(std::string{words}));
    return writeWireJson(out);
}

std::vector<Field> viewOf(const OwnedFields& fields) {
    std::vector<Field> out;
    out.reserve(fields.size());
    for (const auto& [name, value] : fields)
        out.push_back({name, value});
    return out;
}

std::string_view reason(unsigned status) {
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 413:
        return "Payload Too Large";
    case 422:
        return "Unprocessable Entity";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 503:
        return "Service Unavailable";
    default:
        return "Other";
    }
}

/// What the reference answers for a body that is no JSON.
constexpr std::string_view kUnreadable =
    R"({"detail":[{"type":"json_invalid","loc":["body",0],"msg":"JSON decode error","input":{},)"
    R"("ctx":{"error":"Expecting value"}}]})";

} // namespace

Answering::Answering(Protocol protocol, Fields request, std::string_view target, Peer peer, std::string self,
                     std::string session, std::shared_ptr<const Clock> clock)
    : m_protocol{protocol}, m_peer{std::move(peer)}, m_self{std::move(self)}, m_session{std::move(session)},
      m_clock{std::move(clock)}, m_began{m_clock->steady()} {
    if (protocol == Protocol::Signed) return;
    auto name = target.substr(0, target.find('?'));
    if (name.starts_with('/')) name.remove_prefix(1);
    m_name = fieldText(name.substr(0, name.find('/')), 64);
    for (const auto& field : request)
        if (isEchoed(field.name)) m_echo.emplace_back(field.name, field.value);
}

std::chrono::microseconds Answering::took() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(m_clock->steady() - m_began);
}

DendriteStatus Answering::status(unsigned code, std::string message) const {
    DendriteStatus out;
    out.code = code;
    out.message = std::move(message);
    out.seconds = std::chrono::duration<double>{m_clock->steady() - m_began}.count();
    out.peerIp = m_peer.ip;
    out.peerPort = m_peer.port;
    out.self = m_self;
    out.uuid = m_session;
    out.now = std::chrono::duration_cast<std::chrono::nanoseconds>(m_clock->now().time_since_epoch()).count();
    return out;
}

Answer Answering::reply(unsigned code, std::string body, std::string_view contentType) {
    Answer out;
    if (code < 200 || code > 599) code = 500; // a handler's slip must not break the connection's framing
    out.status = code;
    if (m_protocol == Protocol::Signed) {
        out.contentType = fieldText(contentType, 128);
        out.body = std::move(body);
        return out;
    }
    const auto said = parseWireJson(body);
    if (code != 200) {
        const auto* message = said ? said->find("message") : nullptr;
        return failure(code, message != nullptr ? message->text : std::string{"the request failed"});
    }
    if (!said || !said->isObject()) return failure(500, "Internal Server Error #" + randomUuid());
    setStatus(m_synapse, status(200, "Success"));
    mergeOwn(m_synapse, *said);
    out.fields = successFields(viewOf(m_echo), m_synapse);
    out.body = writeSynapse(m_synapse);
    return out;
}

Answer Answering::streamHead() {
    Answer out;
    out.contentType = "text/event-stream";
    if (m_protocol == Protocol::Signed) return out;
    setStatus(m_synapse, status(200, "Success"));
    out.fields = successFields(viewOf(m_echo), m_synapse);
    return out;
}

Answer Answering::failure(unsigned code, std::string words) const {
    Denial denied;
    denied.status = code;
    denied.words = std::move(words);
    return denial(denied);
}

Answer Answering::denial(const Denial& denied) const {
    Answer out;
    out.status = denied.status;
    out.body = denied.unreadable ? std::string{kUnreadable} : messageBody(denied.words);
    if (m_protocol == Protocol::Dendrite && !denied.unreadable)
        out.fields = failureFields(viewOf(m_echo), m_name, status(denied.status, denied.words), denied.unknownName);
    if (denied.retryAfter.count() > 0) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(denied.retryAfter).count();
        out.fields.emplace_back("retry-after", std::to_string(seconds));
    }
    return out;
}

std::string headText(const Answer& answer, bool close, std::optional<std::size_t> length, bool chunked) {
    std::string out = "HTTP/1.1 " + std::to_string(answer.status) + ' ';
    out += reason(answer.status);
    out += "\r\n";
    for (const auto& [name, value] : answer.fields)
        out += name + ": " + value + "\r\n";
    out += "content-type: " + answer.contentType + "\r\n";
    if (length) out += "content-length: " + std::to_string(*length) + "\r\n";
    if (chunked) out += "transfer-encoding: chunked\r\n";
    if (close) out += "connection: close\r\n";
    return out + "\r\n";
}

std::string chunkText(std::string_view part) {
    char size[20];
    const int n = std::snprintf(size, sizeof size, "%zx\r\n", part.size());
    return std::string{size, static_cast<std::size_t>(n)} + std::string{part} + "\r\n";
}

} // namespace taodeck::axon::detail
