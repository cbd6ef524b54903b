#pragma once
/// Runs the program of a recipe: starts it, watches its checks, starts it again by the recipe's policy, and says in one
/// word and one sentence how it is. The program gets no key, no password and, of our environment, only what is
/// harmless; it is a stranger's program and not confined.

#include "core/worker/recipe/recipe.h"

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace taodeck::worker {

enum class ExternalState : std::uint8_t {
    Stopped,  ///< By us, or ended by itself where the recipe says so.
    Starting, ///< Runs; not all checks have passed yet.
    Running,
    Failing, ///< Runs; a check that had passed fails.
    Waiting, ///< Ended; will be started again.
    GivenUp, ///< Could not be started, or ended too often.
};
std::string_view name(ExternalState state); ///< "given_up"

struct ExternalStatus {
    ExternalState state{ExternalState::Stopped};
    std::string reason;   ///< English; empty when it runs well.
    bool byItself{false}; ///< Stopped: it ended, and the recipe wants no further start.
    int pid{0};
    std::uint32_t restarts{0};
};

struct ExternalEvents {
    std::function<void(const ExternalStatus&)> onChange; ///< On the miner's strand.
    std::function<void(const std::string& line)> onLine; ///< What it prints on either output.
};

/// Any thread, while the io_context runs, which must outlive it. Dropping it ends the program.
class ExternalMiner {
public:
    virtual ~ExternalMiner() = default; ///< An event that is under way may still come.
    virtual void start() = 0;           ///< Also after GivenUp.
    /// @param ended called on the miner's strand once no program of ours runs: it, and its group with it, is killed
    /// when it does not end by itself within seconds. May be empty.
    virtual void stop(std::function<void()> ended) = 0;
    void stop() { stop({}); }
    virtual ExternalStatus status() const = 0;
};
std::shared_ptr<ExternalMiner> makeExternalMiner(boost::asio::io_context& io, Recipe recipe, ExternalEvents events);

} // namespace taodeck::worker
