#include "core/worker/neuron/worker_process.h"

#include "core/axon/address.h"
#include "core/base/log.h"
#include "core/base/url.h"
#include "core/chain/networks.h"
#include "core/sandbox/sandbox.h"
#include "core/store/worker_json.h"
#include "core/worker/chain/chain_link.h"
#include "core/worker/host/launcher.h"
#include "core/worker/neuron/control.h"
#include "core/worker/neuron/external_program.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace taodeck::worker {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{3'000};
constexpr const char* kPort = "port"; ///< State of the log: the axon's, once chosen.

/// Two processes with one ledger would send things twice.
class FolderLock {
public:
    static Result<FolderLock> take(const fs::path& folder) {
        const int file = ::open((folder / "worker.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file < 0) return fail(Errc::Io, "cannot write to " + folder.string());
        FolderLock lock{file};
        if (::flock(file, LOCK_EX | LOCK_NB) != 0)
            return fail(Errc::Conflict, "another process works in " + folder.string());
        return lock;
    }
    FolderLock(FolderLock&& other) noexcept : m_file{std::exchange(other.m_file, -1)} {}
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock() {
        if (m_file >= 0) ::close(m_file);
    }

private:
    explicit FolderLock(int file) : m_file{file} {}
    int m_file;
};

Result<api::WorkerSettings> readSettings(const fs::path& folder) {
    const auto file = folder / "worker.json";
    std::ifstream in{file, std::ios::binary};
    if (!in) return fail(Errc::NotFound, "there is no " + file.string());
    std::string text(store::kMaxWorkerJson + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return store::workerSettingsFromJson(text);
}

/// The hotkey's signer. Everybody else may have no right to its file: who reads it can vote and answer in its name.
Result<std::shared_ptr<const keys::Signer>> readHotkey(const api::WorkerSettings& settings) {
    struct stat facts {};
    if (::stat(settings.hotkeyFile.c_str(), &facts) != 0)
        return fail(Errc::Io,
                    "The hotkey file " + settings.hotkeyFile + " cannot be found (" + std::strerror(errno) + ").");
    if ((facts.st_mode & 0077) != 0)
        return fail(Errc::Insecure, "Others may read or change the hotkey file " + settings.hotkeyFile +
                                        ": allow it to its owner alone (chmod 600).");
    auto signer = loadHotkey(settings.hotkeyFile);
    if (!signer) return fail(signer.error().code, "The hotkey cannot be used: " + signer.error().context);
    if ((*signer)->account() != settings.hotkey)
        return fail(Errc::Refused, "The hotkey file holds another key than the one this worker was made for.");
    return signer;
}

/// Numbers in brackets or with dots need no resolver.
bool needsNames(const std::string& node) {
    const auto url = parseUrl(node, UrlKind::WebSocket);
    return !url || !axon::parseIp(url->host);
}

Result<sandbox::Confined> confineTo(const WorkerProcessOptions& options) {
    sandbox::Policy policy;
    policy.writable = {options.folder};
    for (const char* path : {"/etc/ssl", "/etc/pki", "/usr/share/ca-certificates", "/usr/lib/ssl", "/etc/localtime"})
        if (std::error_code error; fs::exists(path, error)) policy.readable.emplace_back(path);
    policy.mayConnect = true; // miners listen on any port
    policy.mayListen = true;
    policy.mayLookUpNames = needsNames(options.node);
    return sandbox::confine(policy);
}

/// SIGTERM and SIGINT, and worker_stop as the same, waited for by the main thread.
class EndSignals {
public:
    EndSignals() {
        sigemptyset(&m_set);
        for (const int signal : {SIGTERM, SIGINT})
            sigaddset(&m_set, signal);
        pthread_sigmask(SIG_BLOCK, &m_set, nullptr); // later threads inherit it
        std::signal(SIGXFSZ, SIG_IGN);               // a full disk is told, not died of
        std::signal(SIGPIPE, SIG_IGN);
    }
    void wait() {
        int signal = 0;
        sigwait(&m_set, &signal);
    }
    static void raise() { ::kill(::getpid(), SIGTERM); }

private:
    sigset_t m_set{};
};

class Io {
public:
    Io() {
        for (int i = 0; i < 2; ++i)
            m_threads.emplace_back([this] { context.run(); });
    }
    ~Io() {
        m_guard.reset();
        context.stop();
        for (auto& thread : m_threads)
            thread.join();
    }
    boost::asio::io_context context;

private:
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_guard{context.get_executor()};
    std::vector<std::thread> m_threads;
};

struct Prepared {
    api::WorkerSettings settings;
    std::string secret;
    std::shared_ptr<const keys::Signer> signer;
    std::shared_ptr<HostLauncher> launcher;
    std::string sandboxWords, broken; ///< broken: why it can only fail.
    std::optional<Recipe> recipe;
};

/// What may be over when it is tried again: the process ends, and who started it does so again after a pause. The rest
/// is for a person.
bool mayPass(Errc code) {
    return code == Errc::Io || code == Errc::Timeout || code == Errc::Conflict || code == Errc::Disconnected;
}

/// Everything that needs the file system or a single thread.
Result<Prepared> prepare(const WorkerProcessOptions& options) {
    Prepared out;
    TD_TRY(out.settings, readSettings(options.folder));
    // Its process is a copy of this one: it comes before everything that is secret.
    if (out.settings.task != "recipe") {
        TD_TRY(out.launcher, HostLauncher::start());
    }
    TD_TRY(out.secret, takeSecret(options.folder));
    auto signer = readHotkey(out.settings);
    if (signer)
        out.signer = *std::move(signer);
    else if (mayPass(signer.error().code))
        return tl::unexpected<Error>{signer.error()};
    else
        out.broken = signer.error().context;
    if (out.settings.task == "recipe") {
        auto recipe = loadRecipe(out.settings.recipe);
        if (recipe)
            out.recipe = *std::move(recipe);
        else if (out.broken.empty())
            out.broken = "The recipe cannot be used: " + recipe.error().context;
        out.sandboxWords = "Not confined: it has to start an external program.";
        return out;
    }
    TD_TRY(const auto confined, confineTo(options));
    out.sandboxWords = confined.words;
    return out;
}

MachinePace paceFor(bool development) {
    MachinePace pace;
    if (!development) return pace;
    pace.readChain = milliseconds{1'500};
    pace.lostAfter = milliseconds{15'000};
    pace.round = milliseconds{2'500};
    pace.announceAgain = milliseconds{30'000};
    return pace;
}

Result<api::AxonAddress> addressFor(const api::WorkerSettings& settings, bool development) {
    axon::IpAddress ip;
    if (development) {
        ip = axon::developmentAddress();
    } else if (!settings.externalIp.empty()) {
        TD_TRY(ip, axon::parseIp(settings.externalIp));
    }
    api::AxonAddress out;
    out.ip = ip.bytes;
    out.ipType = ip.type;
    out.version = 1;
    return out;
}

Result<std::unique_ptr<ChainLink>> openLink(const WorkerProcessOptions& options, const std::string& network) {
    ChainLinkOptions link{network, options.node, options.folder / "chain.db"};
    auto open = ChainLink::open(link);
    if (open || open.error().code == Errc::NotFound) return open;
    log::warn("worker", "what was verified of the chain cannot be remembered: " + open.error().context);
    link.cache.clear();
    return ChainLink::open(link);
}

/// What a neuron works with, in the order in which it comes up; it goes in the opposite one.
class Worker {
public:
    Worker(WorkerProcessOptions options, Prepared prepared)
        : m_options{std::move(options)}, m_prepared{std::move(prepared)} {}

    Result<> start() {
        m_log = std::make_shared<store::WorkerLog>(m_options.folder / "worker.db");
        NeuronParts parts;
        parts.settings = m_prepared.settings;
        parts.log = m_log;
        parts.io = &m_io.context;
        parts.sandboxWords = m_prepared.sandboxWords;
        if (m_prepared.broken.empty())
            if (auto ready = fill(parts); !ready) {
                if (mayPass(ready.error().code)) return ready;
                m_prepared.broken = ready.error().context;
            }
        m_neuron = m_prepared.broken.empty() ? makeNeuron(std::move(parts))
                                             : makeBrokenNeuron(m_prepared.settings, m_prepared.broken, m_log);
        TD_TRY(m_control, startControl(m_io.context, {m_neuron.get(), m_prepared.secret, [] { EndSignals::raise(); }}));
        m_neuron->start();
        return {};
    }
    std::uint16_t controlPort() const { return m_control->port(); }
    void stop() {
        m_neuron->stop(kPatience);
        m_control.reset();
        m_neuron.reset();
    }

private:
    Result<> fill(NeuronParts& parts) {
        const auto& settings = parts.settings;
        parts.development = settings.network == chain::localnet().id;
        parts.pace = paceFor(parts.development);
        if (parts.development) parts.rounds.alpha = 0.3;
        TD_TRY(parts.announce, addressFor(settings, parts.development));
        parts.listenOn = axon::hostToListenOn({parts.announce.ip, parts.announce.ipType}, parts.development);
        parts.signer = m_prepared.signer;
        TD_TRY(m_link, openLink(m_options, settings.network));
        m_link->keys().add(m_prepared.signer);
        const auto& client = m_link->client();
        parts.chainStatus = [client] { return client->status(); };
        TD_TRY(auto chain, makeNeuronChain({client,
                                            client,
                                            m_link->actions(),
                                            settings.hotkey,
                                            settings.netuid,
                                            m_options.folder / "ledger",
                                            {},
                                            milliseconds{60'000}}));
        parts.chain = std::move(chain);
        parts.epochs = makeEpochReader({client, client, settings.netuid, settings.hotkey, milliseconds{60'000}});
        rememberPort(parts);
        if (m_prepared.recipe) {
            useProgram(parts, *m_prepared.recipe);
            return {};
        }
        TD_TRY(parts.task, makeTask(settings.task));
        ModelHostOptions host;
        host.model = settings.model;
        host.threads = settings.threads;
        host.gpu = settings.gpu;
        host.launcher = m_prepared.launcher;
        parts.host = makeModelHost(std::move(host));
        return {};
    }

    void rememberPort(NeuronParts& parts) {
        if (parts.settings.port != 0) return;
        const auto known = store::WorkerLogReader{m_log->file()}.state(kPort);
        if (known && *known) parts.portHint = static_cast<std::uint16_t>(std::strtoul((*known)->c_str(), nullptr, 10));
        parts.onPort = [log = m_log](std::uint16_t port) { log->saveState(kPort, std::to_string(port)); };
    }

    const WorkerProcessOptions m_options;
    Prepared m_prepared;
    std::shared_ptr<store::WorkerLog> m_log;
    Io m_io;
    std::unique_ptr<ChainLink> m_link;
    std::unique_ptr<Neuron> m_neuron;
    std::unique_ptr<NeuronControl> m_control;
};

void printLine(std::uint16_t port) {
    const nlohmann::json line{{"control", "ws://127.0.0.1:" + std::to_string(port)}, {"pid", ::getpid()}};
    std::printf("%s\n", line.dump().c_str());
    std::fflush(stdout);
}

} // namespace

Result<int> runWorkerProcess(const WorkerProcessOptions& options) {
    std::error_code error;
    const auto folder = fs::canonical(options.folder, error);
    if (error) return fail(Errc::NotFound, "there is no folder " + options.folder.string());
    log::init(log::Level::Info, folder / "worker.log");
    TD_TRY(const auto lock, FolderLock::take(folder));
    TD_TRY(auto prepared, prepare({folder, options.node}));
    EndSignals signals; // after the launcher, whose children must die of them
    log::info("worker", prepared.settings.id + " starts. " + prepared.sandboxWords);
    Worker worker{{folder, options.node}, std::move(prepared)};
    TD_CHECK(worker.start());
    printLine(worker.controlPort());
    signals.wait();
    log::info("worker", "ends as asked");
    worker.stop();
    return 0;
}

} // namespace taodeck::worker
