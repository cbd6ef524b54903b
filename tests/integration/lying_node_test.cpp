// A light client with a lying node. Every lie of lies.cpp stands between the client and an honest localnet under load.
// None may make it show a wrong value as Proven; each must be refused, or cost the client its word, or leave it with
// what it had proven before. Nothing crashes.

#include "core/base/hex.h"
#include "core/base/log.h"
#include "core/chain/light_client.h"
#include "tests/integration/lies.h"
#include "tests/integration/localnet_fixture.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <cstdio>

namespace taodeck {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using api::AccountBalance;
using rpc::callAndWait;
using rpc::json;
using Clock = std::chrono::steady_clock;

constexpr int kBlockMillis = 250;
constexpr std::size_t kAtOnce = 12;       ///< Lies tried at the same time.
constexpr auto kAnswerLimit = 900ms;      ///< Of one request to the node.
constexpr auto kLieLimit = 3500ms;        ///< For one lie.
constexpr std::uint32_t kStandsStill = 5; ///< Blocks behind, after which the client can see that nothing comes.

/// The honest node's word about the watched account, block by block.
class Truth {
public:
    Truth(asio::io_context& io, const test::Localnet& localnet, Bytes key)
        : m_node{localnet.connect(io)}, m_key{toHex(key)} {}

    /// Empty when the honest chain has no such block.
    std::optional<std::uint64_t> freeAt(BlockNumber number) {
        const std::lock_guard lock{m_mutex};
        if (const auto known = m_known.find(raw(number)); known != m_known.end()) return known->second;
        const auto hash = callAndWait(*m_node, "chain_getBlockHash", json::array({raw(number)}));
        if (!hash || !hash->is_string()) return std::nullopt;
        const auto value = callAndWait(*m_node, "state_getStorage", json::array({m_key, *hash}));
        if (!value) return std::nullopt;
        std::optional<Bytes> bytes;
        if (value->is_string()) bytes = fromHex(value->get<std::string>()).value();
        return m_known[raw(number)] = test::freeBalance(bytes);
    }
    std::uint32_t final() {
        const std::lock_guard lock{m_mutex};
        const auto head = callAndWait(*m_node, "chain_getFinalizedHead");
        const auto header = head ? callAndWait(*m_node, "chain_getHeader", json::array({*head})) : head;
        if (!header || !header->is_object()) return 0;
        return static_cast<std::uint32_t>(std::stoul(header->at("number").get<std::string>(), nullptr, 16));
    }

private:
    std::mutex m_mutex;
    std::shared_ptr<rpc::Client> m_node;
    const std::string m_key;
    std::map<std::uint32_t, std::uint64_t> m_known;
};

/// Sends one transfer after the other to the watched account, so that old values are wrong values.
class Load {
public:
    Load(asio::io_context& io, const test::Localnet& localnet, const AccountId& to)
        : m_node{localnet.connect(io)}, m_thread{[this, to] { run(to); }} {}
    ~Load() {
        m_stop = true;
        m_thread.join();
    }

private:
    void run(const AccountId& to) {
        const auto from = test::devKey("//Dave"); // nobody else on this chain signs with it
        const auto transfers = test::Transfers::make(*m_node);
        if (!transfers) return;
        for (std::uint32_t nonce = 0; !m_stop; ++nonce) {
            const auto hex = toHex(transfers->signedTransfer(from, nonce, to, 1'000'000 + nonce));
            if (!callAndWait(*m_node, "author_submitExtrinsic", json::array({hex}))) return;
            std::this_thread::sleep_for(std::chrono::milliseconds{kBlockMillis});
        }
    }

    std::shared_ptr<rpc::Client> m_node;
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

/// What every light client of this test shares.
struct Stage {
    test::IoThreads threads;
    asio::thread_pool pool{2};
    test::TemporaryFolder folder;
    test::Localnet localnet{threads.io, folder.path(), kBlockMillis};
    AccountId watched = test::devKey("//Watched").publicKey();
    Truth truth{threads.io, localnet, test::accountKey(watched)};
    Load load{threads.io, localnet, watched};

    ~Stage() {
        threads.stop();
        pool.join();
    }

    chain::Network network() const {
        auto out = chain::localnet();
        out.genesis = BlockHash::from(fromHex(localnet.info().genesis).value()).value();
        return out;
    }

    std::shared_ptr<chain::LightClient> client(const std::string& url) {
        chain::LightClientOptions options;
        const auto strand = asio::make_strand(pool);
        options.run.strand = [strand](std::function<void()> task) { asio::post(strand, std::move(task)); };
        options.run.pool = [this](std::function<void()> task) { asio::post(pool, std::move(task)); };
        options.run.later = [strand](std::chrono::milliseconds delay, std::function<void()> task) {
            const auto timer = std::make_shared<asio::steady_timer>(strand, delay);
            timer->async_wait([timer, task = std::move(task)](const boost::system::error_code& ec) {
                if (!ec) task();
            });
        };
        options.connect = [this](const std::string& endpoint) {
            rpc::ClientOptions rpcOptions;
            rpcOptions.url = endpoint;
            rpcOptions.requestTimeout = kAnswerLimit;
            rpcOptions.backoffFirst = 50ms;
            rpcOptions.backoffMax = 200ms;
            return rpc::makeClient(threads.io, std::move(rpcOptions));
        };
        options.now = [] { return SystemClock{}.now(); };
        auto made = chain::makeLightClient(std::move(options));
        made->follow(network(), url);
        return made;
    }
};

template <class T>
Result<T> ask(const std::function<void(api::Done<T>)>& question) {
    const auto box = std::make_shared<test::Mailbox<Result<T>>>();
    question([box](Result<T> answer) { box->put(std::move(answer)); });
    auto answer = box->take(8s);
    if (!answer) return fail(Errc::Timeout, "the light client never answered");
    return *std::move(answer);
}

void end(const std::shared_ptr<chain::LightClient>& client) {
    const auto closed = ask<void>([&](api::Done<> done) { client->shutDown(std::move(done)); });
    EXPECT_TRUE(closed.has_value()) << closed.error().context;
}

/// What a person would have seen while the node lied.
struct Seen {
    std::string name;
    std::uint64_t lies{0};
    std::uint32_t refused{0};
    int proven{0}, weaker{0}, failed{0}; ///< Answers about the balance.
    int whole{0};                        ///< Lists that were Proven and whole all the same.
    bool lastProven{false};
    bool partly{false}; ///< A list got no answer, or a weaker one.
    std::uint32_t behind{0};
    std::string wrong;   ///< A wrong value that was shown as Proven.
    std::string problem; ///< What the status said last.

    const char* outcome() const {
        if (!wrong.empty()) return "BELIEVED";
        if (lies == 0) return "NEVER TOLD";
        if (refused > 0) return "refused";
        if (!lastProven && weaker > 0) return "downgraded";
        if (!lastProven) return "no answer";
        if (behind >= kStandsStill) return "stands still";
        if (whole > 0) return "seen through";
        if (partly) return "no list";
        return "UNNOTICED";
    }
    bool caught() const { return outcome()[0] >= 'a'; }
};

template <class Row>
std::optional<std::size_t> provenCount(const Result<Stated<std::vector<Row>>>& rows) {
    if (!rows || !rows->value || rows->trust != Trust::Proven) return std::nullopt;
    return rows->value->size();
}

/// Counts that do not change while the test runs, as far as they are Proven.
struct Lists {
    std::optional<std::size_t> subnets, positions;
};
Lists provenLists(chain::LightClient& client, const AccountId& staker) {
    using Subnets = Stated<std::vector<api::SubnetRow>>;
    using Positions = Stated<std::vector<api::StakePosition>>;
    const auto subnets = ask<Subnets>([&](api::Done<Subnets> done) { client.subnets(std::move(done)); });
    const auto positions =
        ask<Positions>([&](api::Done<Positions> done) { client.positions(staker, std::move(done)); });
    return {provenCount(subnets), provenCount(positions)};
}

/// A coldkey with stakes: the owner of a validator.
AccountId findStaker(chain::LightClient& client) {
    using Validators = Stated<std::vector<api::ValidatorRow>>;
    const auto rows =
        ask<Validators>([&](api::Done<Validators> done) { client.validators(NetUid{1}, std::move(done)); });
    return rows && rows->value && !rows->value->empty() ? rows->value->front().owner : AccountId{};
}

void lookAtBalance(Stage& stage, chain::LightClient& client, Seen& seen) {
    using Answer = Stated<AccountBalance>;
    const auto balance = ask<Answer>([&](api::Done<Answer> done) { client.balance(stage.watched, std::move(done)); });
    seen.lastProven = false;
    if (!balance || !balance->value) {
        ++seen.failed;
        return;
    }
    if (balance->trust != Trust::Proven) {
        ++seen.weaker;
        return;
    }
    ++seen.proven;
    seen.lastProven = true;
    const auto truth = stage.truth.freeAt(balance->at);
    if (truth != std::optional{balance->value->free.raw()})
        seen.wrong = std::to_string(balance->value->free.raw()) + " at block " + std::to_string(raw(balance->at)) +
                     (truth ? " instead of " + std::to_string(*truth) : ", which the honest chain lacks");
}

bool isAboutLists(const test::NamedLie& lie) {
    return lie.name.rfind("list of keys", 0) == 0;
}

/// What the honest node's lists hold.
struct Honest {
    AccountId staker;
    Lists lists;
};

void lookAtLists(chain::LightClient& client, const Honest& honest, Seen& seen) {
    const auto got = provenLists(client, honest.staker);
    seen.partly = !got.subnets || !got.positions;
    if (got.subnets && got.subnets != honest.lists.subnets) seen.wrong = std::to_string(*got.subnets) + " subnets";
    if (got.positions && got.positions != honest.lists.positions)
        seen.wrong = std::to_string(*got.positions) + " positions";
    if (!seen.partly && seen.wrong.empty()) ++seen.whole;
}

Seen tryLie(Stage& stage, const test::NamedLie& lie, const Honest& honest) {
    Seen seen;
    seen.name = lie.name;
    const auto proxy = test::makeLyingProxy(stage.threads.io, stage.localnet.info().endpoint, lie.make());
    const auto client = stage.client(proxy->url());
    const bool lists = isAboutLists(lie);
    const auto until = Clock::now() + kLieLimit;
    while (Clock::now() < until && seen.wrong.empty()) {
        lookAtBalance(stage, *client, seen);
        if (lists) lookAtLists(*client, honest, seen);
        const auto status = client->status();
        seen.refused = status.refused;
        seen.problem = status.problem;
        seen.lies = proxy->lies();
        if (seen.lies > 0 && (seen.refused > 0 || seen.whole > 2) && seen.proven + seen.weaker + seen.failed > 4) break;
        std::this_thread::sleep_for(50ms);
    }
    const auto final = stage.truth.final();
    const auto shown = raw(client->status().final);
    seen.behind = final > shown ? final - shown : 0;
    end(client);
    return seen;
}

TEST(LyingNode, IsNeverBelieved) {
    log::init(log::Level::Error); // the client warns of every lie
    Stage stage;
    const test::LieFacts facts{test::accountKey(stage.watched), [] {
                                   Bytes madeUp(56, 0); // AccountInfo: four u32, three u64, u128
                                   madeUp[8] = 1;       // one provider
                                   madeUp[22] = 9;      // a great deal of free balance
                                   return madeUp;
                               }()};
    const auto lies = test::allLies(facts);

    Honest honest;
    { // the same client with an honest proxy: everything is Proven
        const auto proxy =
            test::makeLyingProxy(stage.threads.io, stage.localnet.info().endpoint, {[](test::Answer&) {}, {}});
        const auto client = stage.client(proxy->url());
        Seen seen;
        for (const auto until = Clock::now() + 20s; Clock::now() < until && seen.proven < 3;) {
            lookAtBalance(stage, *client, seen);
            std::this_thread::sleep_for(50ms);
        }
        ASSERT_GE(seen.proven, 3) << client->status().problem;
        EXPECT_EQ(seen.wrong, "");
        honest.staker = findStaker(*client);
        honest.lists = provenLists(*client, honest.staker);
        ASSERT_GT(honest.lists.subnets.value_or(0), 0u);
        ASSERT_GT(honest.lists.positions.value_or(0), 0u);
        EXPECT_EQ(client->status().refused, 0u);
        EXPECT_EQ(proxy->lies(), 0u);
        end(client);
    }

    std::vector<Seen> results(lies.size());
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> workers;
    for (std::size_t i = 0; i < kAtOnce; ++i)
        workers.emplace_back([&] {
            for (auto at = next++; at < lies.size(); at = next++)
                results[at] = tryLie(stage, lies[at], honest);
        });
    for (auto& worker : workers)
        worker.join();

    for (const auto& seen : results) {
        std::printf("%-12s %s (told %llu times, refused %u, proven %d, weaker %d, failed %d, behind %u) %s\n",
                    seen.outcome(), seen.name.c_str(), static_cast<unsigned long long>(seen.lies), seen.refused,
                    seen.proven, seen.weaker, seen.failed, seen.behind, seen.problem.substr(0, 160).c_str());
        EXPECT_TRUE(seen.caught()) << seen.name << ": " << seen.outcome() << " " << seen.wrong;
    }
    std::printf("tried %zu different lies\n", results.size());
}

} // namespace
} // namespace taodeck
