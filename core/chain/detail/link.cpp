#include "core/chain/detail/link.h"

#include "core/base/hex.h"
#include "core/base/log.h"
#include "core/chain/detail/known_runtime.h"
#include "core/chain/detail/state_reader.h"
#include "core/chain/trusted_state.h"
#include "core/rpc/client.h"

namespace taodeck::chain {

using api::LinkState;
using namespace std::chrono_literals;

namespace {

/// Full nodes keep the state of about 256 blocks; older state cannot be read from them.
constexpr std::uint32_t kStateKept = 200;
constexpr auto kTick = 1s;
constexpr auto kRetry = 5s;
constexpr auto kSaveEvery = 2s;
constexpr std::size_t kSeenKept = 32;

} // namespace

Link::Link(LinkOptions options, Hooks hooks) : m_options{std::move(options)}, m_hooks{std::move(hooks)} {
    m_status.network = m_options.network.name;
    m_status.development = m_options.network.development;
    m_status.endpoint = m_options.endpoint;
    m_status.link = LinkState::Connecting;
}

Link::~Link() {
    stop();
}

void Link::start() {
    m_linkSubscription = m_options.client->onLink(
        [weak = weak_from_this(), run = m_options.run](rpc::LinkEvent event, const Error& why) {
            run.strand([weak, event, why] {
                if (const auto self = weak.lock(); self && !self->m_stopped)
                    self->onLink(event == rpc::LinkEvent::Connected, why);
            });
        });
    m_options.client->start();
    tick();
}

void Link::stop() {
    if (std::exchange(m_stopped, true)) return;
    saveTrust(/*always=*/true);
    m_linkSubscription.reset();
    m_finalHeads.reset();
    m_newHeads.reset();
    m_runtimeChanges.reset();
    if (m_node) m_node->close();
    m_node.reset();
    if (m_sync) m_sync->detach();
    m_options.client->stop();
}

template <class T>
Done<T> Link::home(Done<T> done) {
    return [weak = weak_from_this(), run = m_options.run, connection = m_connection,
            done = std::move(done)](Result<T> result) {
        run.strand([weak, connection, done, result = std::move(result)]() mutable {
            const auto self = weak.lock();
            if (self && !self->m_stopped && self->m_connection == connection) done(std::move(result));
        });
    };
}

void Link::onLink(bool connected, const Error& why) {
    ++m_connection;
    m_askingAuthors = false;
    m_finalHeads.reset();
    m_newHeads.reset();
    m_runtimeChanges.reset();
    if (m_node) m_node->close();
    m_node.reset();
    if (m_sync) m_sync->detach();
    if (!connected) return setState(LinkState::Connecting, why.context);
    m_node = std::make_shared<Node>(m_options.client, m_options.run);
    setState(LinkState::Connecting, m_status.problem);
    askGenesis();
}

void Link::askGenesis() {
    m_node->hashAt(BlockNumber{0}, [this](Result<BlockHash> genesis) {
        if (!genesis) return handshakeFailed(genesis.error());
        if (!m_options.store || m_options.network.genesis) return checkGenesis(*genesis, std::nullopt);
        m_options.store->preference(
            "genesis." + m_options.network.id,
            home<std::optional<std::string>>([this, genesis = *genesis](Result<std::optional<std::string>> pinned) {
                if (!pinned) return handshakeFailed(pinned.error());
                checkGenesis(genesis, *pinned);
            }));
    });
}

void Link::checkGenesis(const BlockHash& genesis, const std::optional<std::string>& pinned) {
    const auto found = toHex(genesis.view());
    // Once headers were verified, only the chain that they belong to will do, remembered on disk or not.
    const auto first = m_sync ? toHex(m_status.genesis.view()) : found;
    const auto expected = m_options.network.genesis ? toHex(m_options.network.genesis->view()) : pinned.value_or(first);
    if (found != expected && m_options.network.ownNode) {
        startOver();
    } else if (found != expected)
        return refuseForGood("This node serves another chain: its genesis block is " + found + ", expected " +
                             expected + ".");
    // What is signed for a chain counts on every chain with its genesis: money must not move under another name, nor by
    // the development keys that everybody has.
    if (auto known = networkOf(genesis); known && known->id != m_options.network.id) {
        if (m_options.network.development)
            return refuseForGood("This node serves " + known->name + ", not " + m_options.network.name + ".");
        m_options.network = *std::move(known);
        m_status.network = m_options.network.name;
    }
    if (m_options.store && !m_options.network.genesis && pinned != found)
        m_options.store->setPreference("genesis." + m_options.network.id, found, {});
    if (m_options.network.ownNode) m_options.network.genesis = genesis;
    m_runtime.genesis = genesis;
    m_runtime.network = m_options.network.name;
    m_runtime.development = m_options.network.development;
    m_status.genesis = genesis;
    askRuntime();
}

/// Everything that was believed about the chain is forgotten; only what the trust root says stays.
void Link::startOver() {
    if (m_sync) m_sync->detach();
    m_sync.reset();
    m_reported.reset();
    m_best = {};
    m_seen.clear();
    m_everLive = false;
}

/// An own node that does not know our final block was restored to an earlier one.
void Link::checkOwnChain() {
    const auto final = m_sync->trust().finalBlock();
    m_node->hashAt(final.number, [this, final](Result<BlockHash> hash) {
        if (!hash && hash.error().code != Errc::NotFound) return handshakeFailed(hash.error());
        if (hash && *hash == final.hash) {
            m_sync->attach(m_node);
            return followHeads();
        }
        startOver();
        startFromGenesis();
    });
}

void Link::askRuntime() {
    m_node->call("state_getRuntimeVersion", json::array(), [this](Result<json> answer) {
        auto runtime = answer ? runtimeFromJson(*answer) : tl::unexpected<Error>{std::move(answer).error()};
        if (!runtime) return handshakeFailed(runtime.error());
        onRuntime(*runtime);
    });
}

void Link::onRuntime(const WireRuntime& runtime) {
    const bool same =
        m_runtime.metadata && m_runtime.specVersion == runtime.specVersion && m_runtime.specName == runtime.specName;
    m_runtime.specName = m_status.specName = runtime.specName;
    m_runtime.specVersion = m_status.specVersion = runtime.specVersion;
    m_runtime.transactionVersion = runtime.transactionVersion;
    if (!same) {
        m_runtime.metadata.reset(); // the old one must not be taken for the new version's while that is fetched
        m_runtime.differences.reset();
        return askMetadata(15);
    }
    if (m_finalHeads) return changed();
    loadTrust();
}

void Link::askMetadata(std::uint32_t version) {
    const Bytes argument{static_cast<std::uint8_t>(version), 0, 0, 0};
    m_node->runtimeCall("Metadata_metadata_at_version", argument, std::nullopt, [this, version](Result<Bytes> answer) {
        if (answer && !answer->empty() && answer->front() == 1) {
            scale::Decoder in{ByteView{*answer}.subspan(1)};
            const auto bytes = in.bytes(metadata::kMaxMetadataBytes);
            if (!bytes) return handshakeFailed(bytes.error());
            if (const auto whole = in.finish(); !whole) return handshakeFailed(whole.error());
            return decodeMetadata(toBytes(*bytes));
        }
        if (!answer && answer.error().code == Errc::Disconnected) return;
        if (version == 15) return askMetadata(16);
        m_node->call("state_getMetadata", json::array(), [this](Result<json> plain) {
            auto bytes = plain ? bytesFromJson(*plain) : tl::unexpected<Error>{std::move(plain).error()};
            if (!bytes) return handshakeFailed(bytes.error());
            decodeMetadata(*std::move(bytes));
        });
    });
}

void Link::decodeMetadata(Bytes bytes) {
    struct Decoded {
        std::shared_ptr<const metadata::Metadata> metadata;
        std::shared_ptr<const metadata::LayoutDifferences> differences;
    };
    auto done = home<Decoded>([this](Result<Decoded> decoded) {
        if (!decoded) return handshakeFailed(decoded.error());
        m_runtime.metadata = std::move(decoded->metadata);
        m_runtime.differences = std::move(decoded->differences);
        if (const auto slot = m_runtime.metadata->constant("Aura", "SlotDuration")) {
            scale::Decoder in{(*slot)->value};
            m_slotMillis = in.u64().value_or(0);
        }
        if (m_finalHeads) return changed(); // a runtime upgrade while following
        loadTrust();
    });
    m_options.run.pool([bytes = std::move(bytes), done = std::move(done)] {
        const auto decoded = metadata::Metadata::decode(bytes);
        if (!decoded) return done(tl::unexpected<Error>{decoded.error()});
        done(Decoded{*decoded, layoutDifferences(**decoded)});
    });
}

void Link::loadTrust() {
    setState(LinkState::Syncing, m_status.problem);
    if (m_sync && m_options.network.ownNode) return checkOwnChain();
    if (m_sync) {
        m_sync->attach(m_node);
        return followHeads();
    }
    if (!m_options.network.canProve()) return followHeads();
    if (!m_options.store) return useTrust(std::nullopt);
    m_options.store->trustedStart(
        m_runtime.genesis, home<std::optional<Bytes>>([this](Result<std::optional<Bytes>> saved) {
            if (!saved) {
                log::warn("chain", "the saved trusted start cannot be read: " + saved.error().context);
                return useTrust(std::nullopt);
            }
            if (!*saved) return useTrust(std::nullopt);
            auto start = decodeTrustedStart(**saved);
            if (start) return useTrust(*std::move(start));
            log::warn("chain", "the saved trusted start is not used: " + start.error().context);
            useTrust(std::nullopt);
        }));
}

void Link::useTrust(std::optional<finality::TrustedStart> start) {
    if (const auto& checkpoint = m_options.network.checkpoint) {
        auto header = finality::decodeHeader(checkpoint->header);
        if (!header) return handshakeFailed(header.error());
        // A later release may carry a later block, and then perhaps because the saved way on came to an end.
        if (!start || start->header.number < header->number)
            return beginSync({*std::move(header), checkpoint->set, checkpoint->aura, {}});
    }
    if (!start) return startFromGenesis();
    if (!m_options.network.ownNode) return beginSync(*std::move(start));
    const auto number = start->header.number;
    m_node->hashAt(number, [this, start = *std::move(start)](Result<BlockHash> hash) mutable {
        if (!hash && hash.error().code != Errc::NotFound) return handshakeFailed(hash.error());
        if (hash && *hash == finality::hashOf(start.header)) return beginSync(std::move(start));
        startFromGenesis(); // restored since then
    });
}

void Link::startFromGenesis() {
    m_node->header(m_runtime.genesis, [this](Result<finality::Header> header) {
        if (!header) return handshakeFailed(header.error());
        const auto& network = m_options.network;
        beginSync({*std::move(header), {0, network.genesisAuthorities}, network.auraAuthorities, {}});
    });
}

void Link::beginSync(finality::TrustedStart start) {
    HeaderSync::Hooks hooks;
    hooks.changed = [this] { changed(); };
    hooks.finalised = [this](const auto& blocks) { onFinalised(blocks); };
    hooks.refused = [this](const std::string& why) { noteRefused(why); };
    hooks.failed = [this](const Error& why) {
        m_status.problem = "The node did not answer: " + why.context;
        changed();
    };
    m_sync = std::make_shared<HeaderSync>(m_options.network, std::move(start), m_node, m_options.run, std::move(hooks));
    followHeads();
}

void Link::followHeads() {
    const auto ended = [this](const Error& why) {
        if (why.code != Errc::Disconnected && why.code != Errc::Cancelled) handshakeFailed(why);
    };
    m_finalHeads = m_node->subscribe("chain_subscribeFinalizedHeads", json::array(), "chain_unsubscribeFinalizedHeads",
                                     [this, ended](Result<json> head) {
                                         if (!head) return ended(head.error());
                                         onFinalReported(*head);
                                     });
    m_newHeads = m_node->subscribe("chain_subscribeNewHeads", json::array(), "chain_unsubscribeNewHeads",
                                   [this](Result<json> head) {
                                       if (!head) return; // told by the other subscription
                                       const auto header = headerFromJson(*head);
                                       if (!header) return noteRefused("best head: " + header.error().context);
                                       m_best = {header->number, finality::hashOf(*header)};
                                       changed();
                                   });
    m_runtimeChanges = m_node->subscribe("state_subscribeRuntimeVersion", json::array(),
                                         "state_unsubscribeRuntimeVersion", [this](Result<json> answer) {
                                             if (!answer) return; // the version read at the start stays
                                             if (const auto runtime = runtimeFromJson(*answer)) onRuntime(*runtime);
                                         });
}

void Link::onFinalReported(const json& head) {
    const auto header = headerFromJson(head);
    if (!header) return noteRefused("final head: " + header.error().context);
    const BlockRef ref{header->number, finality::hashOf(*header)};
    m_reported = ReadTarget{ref, header->stateRoot, Trust::Reported};
    if (m_best.number < ref.number) m_best = ref;
    if (m_sync) return m_sync->follow(ref);
    m_status.finalSeenAt = now();
    changed();
}

void Link::onFinalised(const std::vector<finality::KnownBlock>& blocks) {
    m_status.finalSeenAt = now();
    m_status.problem.clear();
    const bool live = m_sync && m_reported && blocks.back().hash == m_reported->ref.hash;
    if (live) m_seen.emplace_back(blocks.back().number, m_status.finalSeenAt);
    if (m_seen.size() > kSeenKept) m_seen.pop_front();
    saveTrust(/*always=*/false);
    learnAuthors();
    m_hooks.finalised(blocks);
}

/// Between two justifications only seals can raise a block above Reported, so the authors are read where no trust root
/// names them.
void Link::learnAuthors() {
    if (m_askingAuthors || !m_sync || m_sync->knowsAuthors() || !m_runtime.metadata || !m_node) return;
    if (m_runtime.storageTrust("Aura", "Authorities") < Trust::Proven) return;
    const auto key = metadata::storageKey(*m_runtime.metadata, "Aura", "Authorities");
    if (!key) return;
    const auto& final = m_sync->trust().finalBlock();
    const ReadTarget target{{final.number, final.hash}, final.stateRoot, Trust::Proven};
    m_askingAuthors = true;
    const auto reader = std::make_shared<StateReader>(shared_from_this());
    reader->keys({*key}, target, [this, reader](Result<RawReading> raw) {
        m_askingAuthors = false;
        if (!raw || raw->trust != Trust::Proven || !raw->values[0] || !m_sync) return; // the next final block again
        scale::Decoder in{*raw->values[0]};
        std::vector<AccountId> authors;
        for (auto left = in.count(32).value_or(0); left > 0; --left)
            if (const auto author = in.id<AccountId>()) authors.push_back(*author);
        m_sync->learnAuthors(std::move(authors));
    });
}

void Link::saveTrust(bool always) {
    if (!m_options.store || !m_sync) return;
    if (!always && now() - m_savedAt < kSaveEvery) return;
    m_savedAt = now();
    m_options.store->saveTrustedStart(m_runtime.genesis, encodeTrustedStart(m_sync->trust().checkpoint()), {});
}

void Link::noteRefused(const std::string& why) {
    ++m_status.refused;
    m_status.problem = "Refused what the node said: " + why;
    log::warn("chain", m_status.problem);
    changed();
}

void Link::handshakeFailed(const Error& why) {
    if (why.code == Errc::Disconnected || why.code == Errc::Cancelled) return; // onLink tells
    if (why.code == Errc::BadProof) ++m_status.refused;
    setState(LinkState::Failed, why.context);
    retryLater();
}

void Link::refuseForGood(const std::string& why) {
    ++m_status.refused;
    m_runtime = {};
    setState(LinkState::Failed, why);
}

void Link::retryLater() {
    m_options.run.later(kRetry, [weak = weak_from_this(), connection = m_connection] {
        const auto self = weak.lock();
        if (!self || self->m_stopped || self->m_connection != connection || !self->m_node) return;
        self->m_finalHeads.reset();
        self->m_newHeads.reset();
        self->m_runtimeChanges.reset();
        self->askGenesis();
    });
}

void Link::setState(LinkState state, std::string problem) {
    m_status.link = state;
    m_status.problem = std::move(problem);
    m_hooks.changed();
}

void Link::changed() {
    const bool headersDone = m_sync ? m_sync->caughtUp() : m_reported.has_value();
    if (m_node && m_status.link == LinkState::Syncing && headersDone) {
        m_status.link = LinkState::Live;
        m_everLive = true;
        m_liveSince = now();
    }
    m_hooks.changed();
}

/// Withholding is a lie that no single answer shows, so the time since the last final block is watched.
bool Link::stale() const {
    if (!m_everLive || !m_sync) return false;
    const auto usual = m_options.network.development ? blockTime() : 12'000ms * m_options.network.justificationPeriod;
    return sinceFinal() > 30s + 5 * usual;
}

std::chrono::milliseconds Link::sinceFinal() const {
    return now() - std::max(m_liveSince, m_status.finalSeenAt);
}

void Link::tick() {
    if (m_stopped) return;
    if (m_status.link == LinkState::Live && stale()) {
        m_status.problem = "The node has shown no new final block for " +
                           std::to_string(std::chrono::duration_cast<std::chrono::seconds>(sinceFinal()).count()) +
                           " seconds.";
        m_hooks.changed();
    }
    m_options.run.later(kTick, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->tick();
    });
}

api::ChainStatus Link::status() const {
    auto out = m_status;
    out.best = m_best.number;
    out.openSockets = m_options.client->openSockets();
    out.blockTime = blockTime();
    if (m_sync) {
        const auto& trust = m_sync->trust();
        out.final = trust.finalBlock().number;
        out.finalHash = trust.finalBlock().hash;
        out.setId = trust.authorities().id;
        out.authorities = static_cast<std::uint32_t>(trust.authorities().authorities.size());
    }
    if (const auto best = bestTarget(); best && m_status.link == LinkState::Live) {
        out.trust = best->trust;
        const bool known = isKnownRuntime(m_runtime.specName, m_runtime.specVersion);
        const auto account = m_runtime.storageTrust("System", "Account");
        out.trust = std::min(out.trust, known && !stale() ? account : Trust::Reported);
        if (out.problem.empty() && !known)
            out.problem = "This version of Taodeck does not know the chain's runtime " +
                          std::to_string(out.specVersion) +
                          ", so what values mean is taken from the node: they are Reported.";
        else if (out.problem.empty() && account < Trust::Proven)
            out.problem = "The node describes accounts otherwise than this program knows them, so what values mean is "
                          "taken from the node: they are Reported.";
    }
    return out;
}

std::chrono::milliseconds Link::blockTime() const {
    if (m_seen.size() < 3 || m_seen.back().first <= m_seen.front().first) return {};
    return (m_seen.back().second - m_seen.front().second) / (raw(m_seen.back().first) - raw(m_seen.front().first));
}

Result<RuntimeInfo> Link::runtime() const {
    if (!m_runtime.metadata) return fail(Errc::Disconnected, "the chain's metadata is not known yet");
    return m_runtime;
}

BlockRef Link::finalHead() const {
    if (!m_sync) return {BlockNumber{0}, m_runtime.genesis};
    return {m_sync->trust().finalBlock().number, m_sync->trust().finalBlock().hash};
}

Result<ReadTarget> Link::bestTarget() const {
    if (!m_node || !m_runtime.metadata || !m_reported)
        return fail(Errc::Disconnected, "not connected to " + m_options.network.name + " yet");
    if (!m_sync) return *m_reported;
    if (m_status.link != LinkState::Live && !m_everLive)
        return fail(Errc::Disconnected, "block headers of " + m_options.network.name + " are still being verified");
    const auto readable = [this](const finality::KnownBlock& b) {
        return raw(b.number) + kStateKept >= raw(m_reported->ref.number);
    };
    const auto& final = m_sync->trust().finalBlock();
    if (m_sync->confirmed() && readable(final))
        return ReadTarget{{final.number, final.hash}, final.stateRoot, Trust::Proven};
    const auto sealed = m_sync->trust().sealedBlock();
    if (sealed.number > final.number && readable(sealed))
        return ReadTarget{{sealed.number, sealed.hash}, sealed.stateRoot, Trust::Sealed};
    return *m_reported;
}

void Link::target(const BlockHash& hash, Done<ReadTarget> done) {
    if (m_sync) {
        const auto known = m_sync->trust().find(hash);
        const auto trust = m_sync->trust().trustOf(hash);
        if (known && trust != Trust::Unknown)
            return done(ReadTarget{{known->number, known->hash}, known->stateRoot, trust});
    }
    if (!m_node) return done(fail(Errc::Disconnected, "not connected to the node"));
    m_node->header(hash, [hash, done = std::move(done)](Result<finality::Header> header) {
        if (!header) return done(tl::unexpected<Error>{header.error()});
        done(ReadTarget{{header->number, hash}, header->stateRoot, Trust::Reported});
    });
}

UnixMillis Link::timeOf(const BlockHash& hash) const {
    if (!m_sync || m_slotMillis == 0) return {};
    const auto header = m_sync->headerOf(hash);
    if (!header) return {};
    const auto slot = finality::slotOf(*header);
    if (!slot || *slot > ~std::uint64_t{0} / 2 / m_slotMillis) return {};
    return UnixMillis{std::chrono::milliseconds{static_cast<std::int64_t>(*slot * m_slotMillis)}};
}

} // namespace taodeck::chain
