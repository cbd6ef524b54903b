#include "core/axon/detail/responder.h"

namespace taodeck::axon::detail {

RequestResponder::RequestResponder(std::weak_ptr<Outlet> outlet, std::uint64_t request,
                                   std::shared_ptr<Answering> answering)
    : m_outlet{std::move(outlet)}, m_request{request}, m_answering{std::move(answering)} {}

RequestResponder::~RequestResponder() {
    const std::lock_guard lock{m_mutex};
    const auto before = advance(State::Done);
    if (before == State::Fresh)
        put({Piece::Kind::Whole, m_answering->failure(500, "Internal Server Error #" + randomUuid()), {}});
    else if (before == State::Streaming)
        put({Piece::Kind::Abort, {}, "stream broken off"});
}

void RequestResponder::reply(unsigned status, std::string body, std::string_view contentType) {
    const std::lock_guard lock{m_mutex};
    if (m_state != State::Fresh) return;
    m_state = State::Done;
    put({Piece::Kind::Whole, m_answering->reply(status, std::move(body), contentType), {}});
}

void RequestResponder::stream(std::string_view part) {
    const std::lock_guard lock{m_mutex};
    if (advance(State::Streaming) == State::Fresh) put({Piece::Kind::Head, m_answering->streamHead(), {}});
    // An empty chunk would end the stream.
    if (m_state == State::Streaming && !part.empty()) put({Piece::Kind::Part, {}, std::string{part}});
}

void RequestResponder::end() {
    const std::lock_guard lock{m_mutex};
    const auto before = advance(State::Done);
    if (before == State::Fresh) put({Piece::Kind::Head, m_answering->streamHead(), {}});
    if (before != State::Done) put({Piece::Kind::End, {}, {}});
}

void RequestResponder::fail(unsigned status, std::string words) {
    const std::lock_guard lock{m_mutex};
    const auto before = advance(State::Done);
    if (before == State::Fresh) put({Piece::Kind::Whole, m_answering->failure(status, std::move(words)), {}});
    if (before == State::Streaming) put({Piece::Kind::Abort, {}, std::move(words)});
}

RequestResponder::State RequestResponder::advance(State next) {
    const auto before = m_state;
    if (before != State::Done) m_state = next;
    return before;
}

void RequestResponder::put(Piece piece) {
    if (const auto outlet = m_outlet.lock()) outlet->put(m_request, std::move(piece));
}

} // namespace taodeck::axon::detail
