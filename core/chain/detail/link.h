#pragma once
/// One connection to one network: handshake (genesis, runtime, metadata, trusted start), then the header chain. It
/// keeps its trust over reconnects. On the strand only; after stop() no hook runs.

#include "core/api/chain_service.h"
#include "core/base/clock.h"
#include "core/chain/detail/header_sync.h"
#include "core/store/store.h"

namespace taodeck::chain {

/// A block whose state can be read, and how far its header is trusted.
struct ReadTarget {
    BlockRef ref;
    StorageRoot root;
    Trust trust{Trust::Unknown};
};

struct LinkOptions {
    Network network;
    std::string endpoint;
    Executors run;
    std::shared_ptr<store::Store> store; ///< May be null: then nothing is remembered.
    std::shared_ptr<rpc::Client> client;
    std::function<UnixMillis()> now;
};

class Link : public std::enable_shared_from_this<Link> {
public:
    struct Hooks {
        std::function<void()> changed;
        std::function<void(const std::vector<finality::KnownBlock>&)> finalised;
    };
    Link(LinkOptions options, Hooks hooks);
    ~Link();
    void start();
    void stop();

    api::ChainStatus status() const;
    Result<RuntimeInfo> runtime() const;
    BlockRef finalHead() const;
    BlockRef bestHead() const { return m_best; }
    /// The block that gets the best trust word now. @return Disconnected while nothing is verified yet.
    Result<ReadTarget> bestTarget() const;
    /// Any block: its header is fetched when it is not known, and is then only Reported.
    void target(const BlockHash& hash, Done<ReadTarget> done);
    const std::shared_ptr<Node>& node() const { return m_node; } ///< Null while disconnected.
    const HeaderSync* sync() const { return m_sync.get(); }
    const Network& network() const { return m_options.network; }
    const Executors& run() const { return m_options.run; }
    UnixMillis now() const { return m_options.now(); }
    /// An answer did not verify: counted, and told in the status.
    void noteRefused(const std::string& why);
    /// Time between two blocks as the runtime plans it; zero when it does not say.
    std::chrono::milliseconds slotDuration() const {
        return std::chrono::milliseconds{static_cast<std::int64_t>(m_slotMillis)};
    }
    /// Time of a block by its Aura slot; zero when unknown.
    UnixMillis timeOf(const BlockHash& hash) const;

private:
    void onLink(bool connected, const Error& why);
    void askGenesis();
    void startOver();
    void checkOwnChain();
    void checkGenesis(const BlockHash& genesis, const std::optional<std::string>& pinned);
    void askRuntime();
    void askMetadata(std::uint32_t version);
    void decodeMetadata(Bytes bytes);
    void loadTrust();
    void useTrust(std::optional<finality::TrustedStart> start);
    void startFromGenesis();
    void beginSync(finality::TrustedStart start);
    void followHeads();
    void onFinalReported(const json& header);
    void onFinalised(const std::vector<finality::KnownBlock>& blocks);
    void onRuntime(const WireRuntime& runtime);
    void saveTrust(bool always);
    void learnAuthors();
    void handshakeFailed(const Error& why);
    void refuseForGood(const std::string& why);
    void retryLater();
    void setState(api::LinkState state, std::string problem = {});
    void tick();
    bool stale() const;
    std::chrono::milliseconds sinceFinal() const;
    std::chrono::milliseconds blockTime() const;
    void changed();
    /// Wraps a store's answer: comes back on the strand, only while this link and connection live.
    template <class T>
    Done<T> home(Done<T> done);

    LinkOptions m_options;
    Hooks m_hooks;
    std::shared_ptr<Node> m_node;
    std::shared_ptr<HeaderSync> m_sync;
    Subscription m_linkSubscription, m_finalHeads, m_newHeads, m_runtimeChanges;
    RuntimeInfo m_runtime;
    api::ChainStatus m_status;
    BlockRef m_best;
    std::optional<ReadTarget> m_reported; ///< What the node calls final; not verified.
    bool m_everLive{false};
    bool m_stopped{false};
    bool m_askingAuthors{false};
    std::uint64_t m_connection{0};
    UnixMillis m_savedAt{}, m_liveSince{};
    std::deque<std::pair<BlockNumber, UnixMillis>> m_seen; ///< When the last blocks became final here.
    std::uint64_t m_slotMillis{0};
};

} // namespace taodeck::chain
