// taodeck-localnet: runs the embedded chain and tells where it listens.

#include "options.h"

#include "core/base/hex.h"
#include "core/base/log.h"
#include "core/localnet/node.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <unistd.h>

namespace taodeck {
namespace {

namespace fs = std::filesystem;

/// The chain's folder, held by this process alone; removed at the end when temporary.
class StateFolder {
public:
    static Result<std::unique_ptr<StateFolder>> open(const LocalnetArguments& arguments) {
        fs::path path = arguments.stateFolder;
        std::error_code ec;
        if (arguments.ephemeral) {
            std::string pattern = (fs::temp_directory_path(ec) / "taodeck-localnet-XXXXXX").string();
            if (ec || !::mkdtemp(pattern.data())) return fail(Errc::Io, "no temporary folder");
            path = pattern;
        } else if (path.empty()) {
            TD_TRY(path, defaultStateFolder());
        }
        fs::create_directories(path, ec);
        if (ec) return fail(Errc::Io, path.string() + ": " + ec.message());
        std::unique_ptr<StateFolder> folder{new StateFolder{path, arguments.ephemeral}};
        folder->m_lock = ::open((path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (folder->m_lock < 0) return fail(Errc::Io, "cannot write to " + path.string());
        if (::flock(folder->m_lock, LOCK_EX | LOCK_NB) != 0)
            return fail(Errc::Conflict, "another taodeck-localnet uses " + path.string());
        return folder;
    }
    ~StateFolder() {
        std::error_code ignored; // a temporary folder that stays does no harm
        fs::remove(endpointFile(), ignored);
        if (m_temporary) fs::remove_all(m_path, ignored);
        if (m_lock >= 0) ::close(m_lock);
    }
    StateFolder(const StateFolder&) = delete;
    StateFolder& operator=(const StateFolder&) = delete;
    const fs::path& path() const { return m_path; }
    fs::path endpointFile() const { return m_path / "node.json"; } ///< Who else drives this chain looks here.

private:
    StateFolder(fs::path path, bool temporary) : m_path{std::move(path)}, m_temporary{temporary} {}
    const fs::path m_path;
    const bool m_temporary;
    int m_lock{-1};
};

localnet::NodeOptions nodeOptions(const LocalnetArguments& arguments, const StateFolder& folder) {
    localnet::NodeOptions options;
    options.chain.file = folder.path() / "chain.sqlite";
    options.chain.slotMillis = arguments.blockMillis;
    options.chain.seed = arguments.seed;
    options.chain.archive = arguments.archive;
    options.founding = arguments.empty ? localnet::FoundingKind::Empty : localnet::FoundingKind::World;
    options.genesisMillis = arguments.genesisMillis;
    options.speed = arguments.speed;
    options.cast = arguments.cast;
    options.server.address = arguments.listen;
    options.server.port = arguments.port;
    options.onBlock = [](const localnet::Block& block) {
        log::info("localnet", "block " + std::to_string(raw(block.header.number)) + " " + toHex(block.hash.view()) +
                                  ", " + std::to_string(block.extrinsics.size()) + " extrinsics, final");
    };
    return options;
}

void printEndpoint(const localnet::Node& node, const LocalnetArguments& arguments, const StateFolder& folder) {
    const bool any = arguments.listen == "0.0.0.0" || arguments.listen == "::";
    std::string host = any ? "127.0.0.1" : arguments.listen;
    if (host.find(':') != std::string::npos) host = '[' + host + ']';
    const nlohmann::json line{{"endpoint", "ws://" + host + ":" + std::to_string(node.port())},
                              {"genesis", toHex(node.genesisHash().view())},
                              {"state", folder.path().string()},
                              {"blockMillis", node.slotMillis()},
                              {"best", node.best()},
                              {"pid", ::getpid()}};
    std::ofstream{folder.endpointFile(), std::ios::trunc} << line.dump() << '\n';
    std::printf("%s\n", line.dump().c_str());
    std::fflush(stdout);
}

/// What a person at the terminal wants to know.
void tell(const localnet::Node& node, const LocalnetArguments& arguments, const StateFolder& folder, double seconds) {
    const bool fresh = node.founded();
    log::info("localnet", std::string{fresh ? "made" : "opened"} + " the chain in " + folder.path().string() + " in " +
                              std::to_string(static_cast<int>(seconds * 1000)) + " ms, at block " +
                              std::to_string(node.best()));
    log::info("localnet", "a block every " + std::to_string(node.slotMillis()) + " ms of chain time, speed " +
                              arguments.speed.text() + ", states of " +
                              (arguments.archive ? "every block" : "the newest 300 blocks") + " kept");
    log::info("localnet", "JSON-RPC on port " + std::to_string(node.port()) + ", health at /health");
}

int fail(const Error& error) {
    std::fprintf(stderr, "taodeck-localnet: %s\n", error.context.c_str());
    return 1;
}

int run(const LocalnetArguments& arguments) {
    log::init(arguments.quiet ? log::Level::Warn : log::Level::Info);
    auto folder = StateFolder::open(arguments);
    if (!folder) return fail(folder.error());

    boost::asio::io_context io{1};
    boost::asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&io](const boost::system::error_code& ec, int) {
        if (!ec) io.stop();
    });
    int exitCode = 0;
    auto options = nodeOptions(arguments, **folder);
    options.onFailure = [&](const Error&) {
        boost::asio::post(io, [&] {
            exitCode = 1;
            io.stop();
        });
    };
    const auto begin = std::chrono::steady_clock::now();
    auto node = localnet::startNode(io, std::move(options));
    if (!node) return fail(node.error());
    if (arguments.listen != "127.0.0.1" && arguments.listen != "::1")
        log::warn("localnet", "listening on " + arguments.listen + ": everybody who reaches it can use this chain");
    printEndpoint(**node, arguments, **folder);
    tell(**node, arguments, **folder, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    io.run();
    log::info("localnet", "stopping at block " + std::to_string((*node)->best()));
    (*node)->stop();
    return exitCode;
}

} // namespace
} // namespace taodeck

int main(int argc, char** argv) {
    const auto arguments = taodeck::parseLocalnetArguments({argv + 1, static_cast<std::size_t>(argc - 1)});
    if (!arguments) {
        std::fprintf(stderr, "taodeck-localnet: %s\n\n%s", arguments.error().context.c_str(), taodeck::kLocalnetUsage);
        return 2;
    }
    if (arguments->help) {
        std::fputs(taodeck::kLocalnetUsage, stdout);
        return 0;
    }
    return taodeck::run(*arguments);
}
