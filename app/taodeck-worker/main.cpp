/// taodeck-worker: language models in the terminal. Exit code 0 when done, 1 when it failed, 2 for a wrong command
/// line.

#include "app/taodeck-worker/commands.h"

#include "core/base/log.h"

#include <nlohmann/json.hpp>

#include <csignal>
#include <iostream>
#include <thread>

#include <pthread.h>

namespace {

using namespace taodeck;

int report(const worker::Options& options, const Error& error) {
    using Json = nlohmann::json;
    if (options.json)
        std::cout << Json{{"error", {{"code", name(error.code)}, {"text", error.context}}}}.dump(
                         2, ' ', false, Json::error_handler_t::replace)
                  << std::endl;
    std::cerr << "taodeck-worker: " << error.context << " (" << name(error.code) << ")" << std::endl;
    return 1;
}

/// Turns the first SIGINT or SIGTERM into a stop request; a second one ends the program at once.
class Interrupts {
public:
    Interrupts() {
        for (sigset_t* set : {&m_interrupts, &m_end})
            sigemptyset(set);
        sigaddset(&m_interrupts, SIGINT);
        sigaddset(&m_interrupts, SIGTERM);
        sigaddset(&m_end, SIGUSR1);
        pthread_sigmask(SIG_BLOCK, &m_interrupts, nullptr); // every thread of the program inherits this
        pthread_sigmask(SIG_BLOCK, &m_end, nullptr);
        m_thread = std::thread{[this] {
            sigset_t any = m_interrupts;
            sigaddset(&any, SIGUSR1);
            int signal = 0;
            sigwait(&any, &signal);
            if (signal == SIGUSR1) return; // from the destructor
            m_source.request_stop();
            pthread_sigmask(SIG_UNBLOCK, &m_interrupts, nullptr);
            sigwait(&m_end, &signal);
        }};
    }
    ~Interrupts() {
        pthread_kill(m_thread.native_handle(), SIGUSR1);
        m_thread.join();
    }
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;
    std::stop_token token() const { return m_source.get_token(); }

private:
    sigset_t m_interrupts{}, m_end{};
    std::stop_source m_source;
    std::thread m_thread;
};

} // namespace

int main(int argc, char** argv) {
    log::init(log::Level::Error);
    const auto options = worker::parseOptions({argv + 1, argv + argc});
    if (!options) {
        std::cerr << "taodeck-worker: " << options.error().context << std::endl;
        return 2;
    }
    if (options->help || options->command.empty()) {
        std::cout << worker::usage();
        return options->help ? 0 : 2;
    }
    const auto command = worker::findCommand(options->command);
    if (!command) return report(*options, command.error()), 2;
    if ((*command)->alone || options->confined) {
        const auto done = (*command)->run(*options, {});
        return done ? *done : report(*options, done.error());
    }
    const Interrupts interrupts;
    const auto done = (*command)->run(*options, interrupts.token());
    return done ? *done : report(*options, done.error());
}
