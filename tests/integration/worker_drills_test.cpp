/// Fault drills of a worker's process on a real chain: killed, cut off, starved, suspended, its files damaged. Each
/// time it recovers by itself, says in words what is wrong, and sends nothing twice. TAODECK_DRILL_KILLS sets how often
/// it is killed.

#include "core/base/clock.h"
#include "core/crypto/development_people.h"
#include "core/keys/key_record.h"
#include "core/store/worker_json.h"
#include "core/store/worker_log.h"
#include "cut_proxy.h"
#include "localnet_fixture.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>

#include <sys/resource.h>

namespace taodeck {
namespace {

namespace fs = std::filesystem;
using api::WorkerState;
using rpc::json;
using rpc::Mailbox;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* kSecret = "0123456789abcdef0123456789abcdef";

bool eventually(const std::function<bool()>& holds, seconds limit = seconds{60}) {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(milliseconds{50});
    }
    return true;
}

/// The chain's process, which can be killed and started again on the same port.
class Chain {
public:
    Chain(boost::asio::io_context& io, fs::path folder) : m_io{io}, m_folder{std::move(folder)} { start(); }
    void start() {
        supervise::LocalnetOptions options;
        options.arguments = {"--state", m_folder.string(), "--block-time", "250ms", "--cast", "off", "--quiet"};
        if (m_port != 0) options.arguments.insert(options.arguments.end(), {"--port", std::to_string(m_port)});
        options.restart = false;
        supervise::LocalnetEvents events;
        events.onReady = [this](Result<supervise::LocalnetInfo> info) { m_ready.put(std::move(info)); };
        events.onExit = [this](const supervise::Exit& exit) { m_exits.put(exit); };
        m_process = supervise::makeLocalnetProcess(m_io, std::move(options), std::move(events));
        m_process->start();
        const auto info = m_ready.take(seconds{40});
        ASSERT_TRUE(info && *info) << (info ? info->error().context : "no answer");
        const auto& url = (*info)->endpoint;
        m_port = static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
    }
    void kill() {
        ::kill(m_process->pid(), SIGKILL);
        EXPECT_TRUE(m_exits.take(seconds{10}));
        m_process.reset();
    }
    std::uint16_t port() const { return m_port; }
    std::shared_ptr<rpc::Client> connect() const {
        rpc::ClientOptions options;
        options.url = "ws://127.0.0.1:" + std::to_string(m_port);
        return rpc::connectedClient(m_io, std::move(options));
    }
    /// How many transactions the chain has from an account.
    std::uint32_t sent(const AccountId& account) const {
        const auto client = connect();
        const auto value = rpc::callAndWait(*client, "state_getStorage", json::array({toHexKey(account)}));
        if (!value || !value->is_string()) return 0;
        const auto hex = value->get<std::string>(); // the nonce is the first u32, little-endian
        return static_cast<std::uint32_t>(std::stoul(hex.substr(2, 2), nullptr, 16)) +
               256 * static_cast<std::uint32_t>(std::stoul(hex.substr(4, 2), nullptr, 16));
    }
    std::uint32_t block() const {
        const auto client = connect();
        const auto header = rpc::callAndWait(*client, "chain_getHeader");
        return header ? static_cast<std::uint32_t>(std::stoul(header->at("number").get<std::string>(), nullptr, 16))
                      : 0;
    }

private:
    static std::string toHexKey(const AccountId& account);
    boost::asio::io_context& m_io;
    const fs::path m_folder;
    std::uint16_t m_port{0};
    Mailbox<Result<supervise::LocalnetInfo>> m_ready;
    Mailbox<supervise::Exit> m_exits;
    std::shared_ptr<supervise::LocalnetProcess> m_process; ///< Last: its callbacks use the mailboxes.
};

std::string Chain::toHexKey(const AccountId& account) {
    std::string out = "0x";
    constexpr char kDigits[] = "0123456789abcdef";
    for (const auto byte : test::accountKey(account)) {
        out += kDigits[byte >> 4];
        out += kDigits[byte & 15];
    }
    return out;
}

/// A worker's folder and process.
class WorkerUnderTest {
public:
    WorkerUnderTest(boost::asio::io_context& io, fs::path folder, api::Role role, const std::string& coldUri,
                    std::uint16_t nodePort)
        : m_io{io}, m_folder{std::move(folder)}, m_node{"ws://127.0.0.1:" + std::to_string(nodePort)} {
        fs::create_directories(m_folder);
        auto key = crypto::deriveKey(crypto::KeyType::Sr25519, crypto::hotOf(coldUri)).value();
        const auto record = keys::encodeRecord(keys::makeRecord(std::move(key)));
        const auto hotkeyFile = m_folder.parent_path() / (m_folder.filename().string() + ".hotkey");
        std::ofstream{hotkeyFile, std::ios::binary} << asText(record.view());
        fs::permissions(hotkeyFile, fs::perms::owner_read | fs::perms::owner_write);
        m_model = m_folder.parent_path() / (m_folder.filename().string() + ".gguf");
        fs::copy_file(TD_DEMO_MODEL, m_model);
        settings.id = m_folder.filename().string();
        settings.network = "localnet";
        settings.role = role;
        settings.netuid = NetUid{5};
        settings.task = "text";
        settings.coldkey = test::devKey(coldUri).publicKey();
        settings.hotkey = test::devKey(crypto::hotOf(coldUri)).publicKey();
        settings.hotkeyFile = hotkeyFile.string();
        settings.model = m_model.string();
        settings.threads = 1;
        settings.gpu = false;
        std::ofstream{m_folder / "worker.json"} << store::toJson(settings);
    }
    ~WorkerUnderTest() { stop(); }

    void start() {
        const auto secret = m_folder / "control.secret";
        std::ofstream{secret} << kSecret;
        fs::permissions(secret, fs::perms::owner_read | fs::perms::owner_write);
        supervise::ProcessOptions options;
        options.program = TD_WORKER;
        options.arguments = {"neuron", "--folder", m_folder.string(), "--node", m_node};
        options.errorLog = m_folder / "worker.err";
        supervise::ProcessEvents events;
        events.onLine = [this](std::string line) { m_lines.put(std::move(line)); };
        events.onExit = [this](const supervise::Exit& exit) { m_exits.put(exit); };
        m_process = supervise::makeProcess(m_io, std::move(options), std::move(events));
        m_process->start();
    }
    /// Its control answers.
    void connect() {
        const auto line = m_lines.take(seconds{20});
        ASSERT_TRUE(line) << errors();
        rpc::ClientOptions options;
        options.url = json::parse(*line).at("control").get<std::string>();
        options.bearer = kSecret;
        m_control = rpc::connectedClient(m_io, std::move(options));
    }
    void begin() {
        start();
        connect();
    }
    int pid() const { return m_process ? m_process->pid() : 0; }
    void kill() {
        m_control.reset();
        if (const int id = pid(); id > 0) {
            ::kill(id, SIGKILL);
            EXPECT_TRUE(m_exits.take(seconds{10}));
        }
        m_process.reset();
        while (m_lines.take(milliseconds{0})) {
        }
    }
    /// SIGTERM; whether it ended with code 0.
    bool stop() {
        m_control.reset();
        if (!m_process) return true;
        m_process->stop();
        const auto exit = m_exits.take(seconds{15});
        m_process.reset();
        return exit && exit->signal == 0 && exit->code == 0;
    }
    /// The code with which it ended by itself.
    std::optional<int> ended() {
        const auto exit = m_exits.take(seconds{20});
        if (!exit) return std::nullopt;
        m_process.reset();
        return exit->signal == 0 ? exit->code : -exit->signal;
    }
    Result<api::WorkerRow> row() const {
        if (!m_control) return fail(Errc::Disconnected);
        TD_TRY(const auto answer, rpc::callAndWait(*m_control, "worker_status"));
        return store::workerRowFromJson(answer.dump());
    }
    bool call(const std::string& method) { return rpc::callAndWait(*m_control, method).has_value(); }
    bool is(WorkerState state, const std::string& words = {}) const {
        const auto now = row();
        return now && now->state == state && now->reason.find(words) != std::string::npos;
    }
    std::string words() const {
        const auto now = row();
        return now ? std::string{store::name(now->state)} + ": " + now->reason : now.error().context;
    }
    std::string errors() const {
        std::ifstream in{m_folder / "worker.err"};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    store::WorkerLogReader log() const { return store::WorkerLogReader{m_folder / "worker.db"}; }
    const fs::path& model() const { return m_model; }

    api::WorkerSettings settings;

private:
    boost::asio::io_context& m_io;
    const fs::path m_folder;
    const std::string m_node;
    fs::path m_model;
    Mailbox<std::string> m_lines;
    Mailbox<supervise::Exit> m_exits;
    std::shared_ptr<rpc::Client> m_control;
    std::shared_ptr<supervise::Process> m_process; ///< Last: its callbacks use the mailboxes.
};

class WorkerDrills : public testing::Test {
protected:
    static void SetUpTestSuite() {
        s_threads = new rpc::IoThreads;
        s_folder = new test::TemporaryFolder;
        fs::create_directories(s_folder->path() / "chain");
        s_chain = new Chain{s_threads->io, s_folder->path() / "chain"};
    }
    static void TearDownTestSuite() {
        delete s_chain;
        delete s_threads;
        delete s_folder;
    }
    static boost::asio::io_context& io() { return s_threads->io; }
    static Chain& chain() { return *s_chain; }
    fs::path folder(const std::string& name) const { return s_folder->path() / name; }

    static rpc::IoThreads* s_threads;
    static test::TemporaryFolder* s_folder;
    static Chain* s_chain;
};
rpc::IoThreads* WorkerDrills::s_threads{nullptr};
test::TemporaryFolder* WorkerDrills::s_folder{nullptr};
Chain* WorkerDrills::s_chain{nullptr};

int killsAsked() {
    const char* text = std::getenv("TAODECK_DRILL_KILLS");
    return text ? std::max(1, std::atoi(text)) : 20;
}

/// Processes whose parent is `pid` or a child of it, by /proc.
std::vector<int> descendants(int pid) {
    std::vector<int> out, parents{pid};
    while (!parents.empty()) {
        const int parent = parents.back();
        parents.pop_back();
        for (const auto& entry : fs::directory_iterator{"/proc"}) {
            const int id = std::atoi(entry.path().filename().c_str());
            if (id <= 0) continue;
            std::ifstream in{entry.path() / "stat"};
            std::string text{std::istreambuf_iterator<char>{in}, {}};
            const auto end = text.rfind(')');
            if (end == std::string::npos || end + 4 > text.size()) continue;
            if (std::atoi(text.c_str() + end + 4) != parent) continue;
            out.push_back(id);
            parents.push_back(id);
        }
    }
    return out;
}

/// Ends the processes that hold the model, not the one that starts them.
void killModelProcesses(int worker) {
    for (const int id : descendants(worker)) {
        std::ifstream in{"/proc/" + std::to_string(id) + "/cmdline"};
        const std::string line{std::istreambuf_iterator<char>{in}, {}};
        if (line.find("model-host") != std::string::npos) ::kill(id, SIGKILL);
    }
}

TEST_F(WorkerDrills, KilledAgainAndAgainAMinerAnnouncesOnceAndAValidatorVotesOnceAnEpoch) {
    WorkerUnderTest miner{io(), folder("miner"), api::Role::Miner, crypto::minerUri(5, 1), chain().port()};
    WorkerUnderTest judge{io(), folder("judge"), api::Role::Validator, crypto::marketValidatorUri(1), chain().port()};
    const auto minerSentBefore = chain().sent(miner.settings.hotkey);
    const auto judgeSentBefore = chain().sent(judge.settings.hotkey);
    const auto firstBlock = chain().block();
    std::mt19937 random{7};
    const int kills = killsAsked();

    for (int i = 0; i < kills; ++i) {
        miner.start();
        judge.start();
        std::this_thread::sleep_for(milliseconds{100 + random() % 3'000});
        miner.kill();
        judge.kill();
    }
    miner.begin();
    judge.begin();

    ASSERT_TRUE(eventually([&] { return miner.is(WorkerState::Running); })) << miner.words();
    ASSERT_TRUE(eventually([&] { return judge.is(WorkerState::Running); })) << judge.words();
    ASSERT_TRUE(eventually([&] { return !judge.log().submissions(1)->empty(); }, seconds{90})) << judge.words();
    ASSERT_TRUE(eventually([&] { return !miner.log().earnings({})->empty(); }, seconds{90})) << miner.words();
    EXPECT_EQ(chain().sent(miner.settings.hotkey) - minerSentBefore, 1U) << "announced once";
    const auto epochs = (chain().block() - firstBlock) / 20 + 1;
    EXPECT_LE(chain().sent(judge.settings.hotkey) - judgeSentBefore, epochs);
    const auto falls = miner.log().waterfalls(1'000);
    ASSERT_TRUE(falls);
    for (const auto& fall : *falls) {
        std::uint64_t sum = 0;
        for (const auto& part : fall.parts)
            sum += part.alpha.raw();
        EXPECT_EQ(sum, fall.paid.raw());
    }
    EXPECT_TRUE(miner.stop()) << miner.errors();
    EXPECT_TRUE(judge.stop()) << judge.errors();
}

TEST_F(WorkerDrills, AKilledChainIsWaitedForAndFoundAgain) {
    WorkerUnderTest miner{io(), folder("miner-chain"), api::Role::Miner, crypto::minerUri(5, 2), chain().port()};
    miner.begin();
    ASSERT_TRUE(eventually([&] { return miner.is(WorkerState::Running); })) << miner.words();

    chain().kill();
    EXPECT_TRUE(eventually([&] { return miner.is(WorkerState::WaitingChain, "has not answered"); })) << miner.words();
    chain().start();

    EXPECT_TRUE(eventually([&] { return miner.is(WorkerState::Running); }, seconds{90})) << miner.words();
    EXPECT_EQ(chain().sent(miner.settings.hotkey), 1U);
}

TEST_F(WorkerDrills, ACutLinkIsNamedAndMendsByItself) {
    test::CutProxy proxy{io(), chain().port()};
    WorkerUnderTest miner{io(), folder("miner-link"), api::Role::Miner, crypto::minerUri(5, 2), proxy.port()};
    miner.begin();
    ASSERT_TRUE(eventually([&] { return miner.is(WorkerState::Running); })) << miner.words();

    proxy.cut();
    EXPECT_TRUE(eventually([&] { return miner.is(WorkerState::WaitingChain, "has not answered"); })) << miner.words();
    proxy.mend();

    EXPECT_TRUE(eventually([&] { return miner.is(WorkerState::Running); }, seconds{90})) << miner.words();
}

TEST_F(WorkerDrills, ADeadModelProcessIsReplacedAndADamagedModelIsNamedUntilItIsWholeAgain) {
    WorkerUnderTest judge{io(), folder("judge-model"), api::Role::Validator, crypto::marketValidatorUri(2),
                          chain().port()};
    WorkerUnderTest miner{io(), folder("miner-model"), api::Role::Miner, crypto::minerUri(5, 3), chain().port()};
    miner.begin();
    judge.begin();
    const auto answered = [&] { return miner.log().totals(SystemClock{}.now())->answered24h; };
    ASSERT_TRUE(eventually([&] { return answered() > 0; })) << miner.words() << " / " << judge.words();

    killModelProcesses(miner.pid());
    const auto then = answered();
    EXPECT_TRUE(eventually([&] { return answered() > then && miner.is(WorkerState::Running); })) << miner.words();

    const auto whole = fs::file_size(miner.model());
    fs::resize_file(miner.model(), whole / 2);
    killModelProcesses(miner.pid());
    EXPECT_TRUE(eventually([&] { return miner.is(WorkerState::Failed, "model"); })) << miner.words();
    EXPECT_TRUE(judge.is(WorkerState::Running)) << "the other goes on: " << judge.words();
    fs::copy_file(TD_DEMO_MODEL, miner.model(), fs::copy_options::overwrite_existing);
    ASSERT_TRUE(miner.call("worker_resume"));
    EXPECT_TRUE(eventually([&] { return miner.is(WorkerState::Running); })) << miner.words();
}

TEST_F(WorkerDrills, AFullDiskIsToldAndTheWorkGoesOn) {
    WorkerUnderTest judge{io(), folder("judge-disk"), api::Role::Validator, crypto::marketValidatorUri(2),
                          chain().port()};
    WorkerUnderTest miner{io(), folder("miner-disk"), api::Role::Miner, crypto::minerUri(5, 3), chain().port()};
    miner.begin();
    judge.begin();
    const auto answered = [&] { return miner.log().totals(SystemClock{}.now())->answered24h; };
    ASSERT_TRUE(eventually([&] { return answered() > 0; })) << miner.words();

    rlimit before{};
    ASSERT_EQ(::prlimit(miner.pid(), RLIMIT_FSIZE, nullptr, &before), 0);
    auto none = before;
    none.rlim_cur = 0;
    ASSERT_EQ(::prlimit(miner.pid(), RLIMIT_FSIZE, &none, nullptr), 0);
    EXPECT_TRUE(eventually([&] { return miner.is(WorkerState::Running, "cannot be written"); })) << miner.words();
    const auto then = answered();
    std::this_thread::sleep_for(seconds{4}); // it answers on; what it did waits in memory
    ASSERT_EQ(::prlimit(miner.pid(), RLIMIT_FSIZE, &before, nullptr), 0);

    EXPECT_TRUE(eventually([&] { return answered() > then; }, seconds{90})) << miner.words();
    EXPECT_TRUE(eventually([&] {
        const auto row = miner.row();
        return row && row->reason.find("cannot be written") == std::string::npos;
    })) << miner.words();
}

TEST_F(WorkerDrills, AStandstillIsNoticedAndTold) {
    WorkerUnderTest miner{io(), folder("miner-sleep"), api::Role::Miner, crypto::minerUri(5, 2), chain().port()};
    miner.begin();
    ASSERT_TRUE(eventually([&] { return miner.is(WorkerState::Running); })) << miner.words();

    ::kill(miner.pid(), SIGSTOP);
    std::this_thread::sleep_for(seconds{11});
    ::kill(miner.pid(), SIGCONT);

    EXPECT_TRUE(eventually([&] { return miner.is(WorkerState::Running, "stood still"); })) << miner.words();
}

TEST_F(WorkerDrills, AWrongHotkeyFileIsNamed) {
    WorkerUnderTest miner{io(), folder("miner-key"), api::Role::Miner, crypto::minerUri(5, 2), chain().port()};
    fs::permissions(miner.settings.hotkeyFile, fs::perms::all);
    miner.begin();

    EXPECT_TRUE(eventually([&] { return miner.is(WorkerState::Failed, "Others may read"); })) << miner.words();
    EXPECT_TRUE(miner.stop());
}

TEST_F(WorkerDrills, AMissingHotkeyFileEndsTheProcessSoThatItIsStartedAgain) {
    WorkerUnderTest miner{io(), folder("miner-no-key"), api::Role::Miner, crypto::minerUri(5, 2), chain().port()};
    fs::remove(miner.settings.hotkeyFile);
    miner.start();

    EXPECT_EQ(miner.ended(), 1);
    EXPECT_NE(miner.errors().find("cannot be found"), std::string::npos) << miner.errors();
}

} // namespace
} // namespace taodeck
