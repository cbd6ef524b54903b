/// taodeck-cli: the program's jobs in the terminal. Exit code 0 when done, 1 when it failed, 2 for a wrong command
/// line.

#include "app/taodeck-cli/commands.h"

#include "core/base/log.h"

#include <iostream>

namespace {

using namespace taodeck;

int report(const cli::Options& options, const Error& error) {
    if (options.json)
        std::cout << cli::Json{{"error", {{"code", name(error.code)}, {"text", error.context}}}}.dump(
                         2, ' ', false, cli::Json::error_handler_t::replace)
                  << std::endl;
    std::cerr << "taodeck-cli: " << error.context << " (" << name(error.code) << ")" << std::endl;
    return 1;
}

Result<> run(const cli::Options& options) {
    if (options.command == cli::Words{"demo", "mine"}) return cli::runDemoMine(options);
    if (options.command.front() == "demo") return cli::runDemo(options);
    if (options.command.front() == "localnet")
        return cli::runLocalnet(options, {options.command.begin() + 1, options.command.end()});
    TD_TRY(const auto found, cli::findCommand(options.command));
    auto settings = options.session;
    const bool network = found.first->usesNetwork(found.second);
    settings.connect = network;
    settings.record = network;
    TD_TRY(const auto session, app::Session::open(std::move(settings)));
    if (!session->problem().empty()) std::cerr << session->problem() << std::endl;
    cli::Console console{options, *session};
    if (network) {
        TD_TRY([[maybe_unused]] const auto status, console.waitLive());
    }
    auto done = found.first->run(console, found.second);
    console.printResult();
    return done;
}

} // namespace

int main(int argc, char** argv) {
    log::init(log::Level::Error);
    const auto options = cli::parseOptions({argv + 1, argv + argc});
    if (!options) {
        std::cerr << "taodeck-cli: " << options.error().context << std::endl;
        return 2;
    }
    if (options->help || options->command.empty()) {
        std::cout << cli::usage();
        return options->help ? 0 : 2;
    }
    const auto done = run(*options);
    if (done) return 0;
    return done.error().code == Errc::Malformed && options->command.size() < 2 ? (report(*options, done.error()), 2)
                                                                               : report(*options, done.error());
}
