#pragma once
/// A handler's end of a connection. Any thread; says one thing once. Dropped without an answer it answers 500, and in
/// the middle of a stream it breaks the stream off, so that nobody takes a part for the whole.

#include "core/axon/detail/answering.h"

#include <memory>
#include <mutex>
#include <optional>

namespace taodeck::axon::detail {

struct Piece {
    enum class Kind { Whole, Head, Part, End, Abort };
    Kind kind{Kind::Whole};
    std::optional<Answer> answer; ///< Whole and Head.
    std::string bytes;            ///< Part; why, for Abort.
};

/// Where pieces go: a connection. `request` says for which of its requests; those of earlier ones are dropped.
class Outlet {
public:
    virtual ~Outlet() = default;
    virtual void put(std::uint64_t request, Piece piece) = 0; ///< Any thread.
};

class RequestResponder final : public Responder {
public:
    RequestResponder(std::weak_ptr<Outlet> outlet, std::uint64_t request, std::shared_ptr<Answering> answering);
    ~RequestResponder() override;
    void reply(unsigned status, std::string body, std::string_view contentType) override;
    void stream(std::string_view part) override;
    void end() override;
    /// A failure of the server's own; nothing when something was said already.
    void fail(unsigned status, std::string words);

private:
    enum class State { Fresh, Streaming, Done };
    /// The state before; it is `next` afterwards. Nothing changes once it is Done.
    State advance(State next);
    void put(Piece piece);

    const std::weak_ptr<Outlet> m_outlet;
    const std::uint64_t m_request;
    const std::shared_ptr<Answering> m_answering;
    std::mutex m_mutex; ///< Pieces leave in the order of the calls.
    State m_state{State::Fresh};
};

} // namespace taodeck::axon::detail
