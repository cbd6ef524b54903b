#include "core/localnet/chain.h"

#include "core/base/log.h"
#include "core/crypto/hash.h"
#include "core/finality/aura.h"
#include "core/scale/codec.h"
#include "core/subtensor/pallets/mev_shield/mev_shield.h"

namespace taodeck::localnet {
namespace {

namespace shield = subtensor::mev_shield;
using subtensor::Invalid;

constexpr auto kStateVersion = trie::StateVersion::V1;
constexpr std::uint64_t kSetId = 0; // the authorities never change

bool canWait(const Invalid& invalid) {
    return invalid.kind == Invalid::Kind::ExhaustsResources || invalid.kind == Invalid::Kind::Future;
}

std::string seconds(std::uint64_t millis) {
    return std::to_string(millis) + " ms";
}

Result<> checkIdentity(const ChainIdentity& stored, const ChainOptions& options, const ChainIdentity& ours) {
    if (options.slotMillis && *options.slotMillis != stored.slotMillis)
        return fail(Errc::Conflict, "the chain in " + options.file.string() + " has blocks of " +
                                        seconds(stored.slotMillis) + ", not " + seconds(*options.slotMillis));
    if (options.seed && *options.seed != stored.seed)
        return fail(Errc::Conflict,
                    "the chain in " + options.file.string() + " was made with seed " + std::to_string(stored.seed));
    if (stored.specVersion != ours.specVersion || stored.metadataHash != ours.metadataHash)
        return fail(Errc::Conflict, "the chain in " + options.file.string() + " was made by another version (spec " +
                                        std::to_string(stored.specVersion) + ", this program runs " +
                                        std::to_string(ours.specVersion) +
                                        "); move its folder away to begin a new chain");
    return {};
}

/// What a transaction hides, if it is long enough to hide anything: most need not be decoded for that.
std::optional<shield::Shielded> shieldedIn(ByteView extrinsic) {
    return extrinsic.size() > crypto::kMlKemCiphertextSize ? shield::shieldedIn(extrinsic) : std::nullopt;
}

} // namespace

Hash256 extrinsicsRoot(const std::vector<Bytes>& extrinsics) {
    std::map<Bytes, Bytes> entries;
    for (std::size_t i = 0; i < extrinsics.size(); ++i) {
        scale::Encoder key;
        key.compact(i);
        entries.emplace(key.take(), extrinsics[i]);
    }
    return Hash256{trie::rootOf(entries, trie::StateVersion::V0).bytes};
}

Result<> checkSlot(std::uint64_t slotMillis) {
    if (slotMillis >= kMinSlotMillis && slotMillis <= kMaxSlotMillis) return {};
    return fail(Errc::OutOfRange, "blocks every " + seconds(slotMillis) + "; between 250 ms and 12 s work");
}

Result<std::unique_ptr<Chain>> Chain::open(const ChainOptions& options, const MakeRuntime& makeRuntime) {
    TD_TRY(auto store, BlockStore::open(options.file));
    TD_TRY(const auto stored, store.identity());
    std::unique_ptr<Chain> chain{new Chain{std::move(store), options}};
    auto& identity = chain->m_identity;
    identity.slotMillis = stored ? stored->slotMillis : options.slotMillis.value_or(kDefaultSlotMillis);
    identity.seed = stored ? stored->seed : options.seed.value_or(0);
    identity.genesisMillis =
        stored ? stored->genesisMillis : static_cast<std::uint64_t>(options.now.time_since_epoch().count());
    TD_CHECK(checkSlot(identity.slotMillis));
    chain->m_runtime = makeRuntime(identity.slotMillis);
    chain->m_beacon.emplace(identity.seed);
    identity.specVersion = chain->m_runtime->version().spec;
    TD_TRY(const auto metadata, chain->m_runtime->metadata(15));
    const auto metadataHash = crypto::blake2b256(metadata);
    identity.metadataHash.assign(metadataHash.begin(), metadataHash.end());
    if (stored) {
        TD_CHECK(checkIdentity(*stored, options, identity));
    } else {
        TD_CHECK(chain->makeGenesis(options));
    }
    chain->m_lastSlot = identity.genesisMillis / identity.slotMillis; // while there is genesis only
    TD_CHECK(chain->load());
    return chain;
}

Result<Bytes> Chain::ArchiveNodes::node(const Hash256& hash) const {
    if (const Bytes* known = m_table.find(hash)) return *known;
    return m_file.node(hash);
}

Result<> Chain::makeGenesis(const ChainOptions& options) {
    auto config = subtensor::developmentGenesis(m_identity.slotMillis, m_identity.genesisMillis, m_identity.seed);
    config.subnets = !options.genesis;
    if (config.aura != m_authorities.aura() || config.grandpa != m_authorities.grandpa())
        return fail(Errc::Malformed, "the genesis names other authorities than ours");
    const subtensor::MemoryState empty;
    subtensor::State state{empty};
    m_runtime->buildGenesis(state, config);
    if (options.genesis) options.genesis(state);
    TD_TRY(const auto update, trie::apply(m_nodes, trie::emptyRoot(), state.changes(), kStateVersion));

    Block genesis;
    genesis.header.stateRoot = update.root;
    genesis.header.extrinsicsRoot = extrinsicsRoot({});
    genesis.hash = finality::hashOf(genesis.header);
    NodeTable nodes;
    NodeTable::Changes changes;
    TD_CHECK(nodes.retain(std::array{update.root}, update.added, changes));
    return m_store.writeGenesis(m_identity, genesis, nodes, changes);
}

Result<> Chain::load() {
    TD_TRY(const auto best, m_store.best());
    TD_TRY(const auto genesis, m_store.block(BlockNumber{0}));
    if (!best || !genesis) return fail(Errc::Malformed, "the chain's file has no genesis");
    m_genesis = genesis->hash;
    m_genesisRoot = genesis->header.stateRoot;
    m_roots.emplace(m_genesis, m_genesisRoot);
    std::vector<StorageRoot> roots{m_genesisRoot};
    const std::uint32_t last = raw(*best), first = last >= kStatesKept ? last - kStatesKept + 1 : 1;
    m_best = *genesis;
    for (std::uint32_t number = first; number <= last; ++number) {
        TD_TRY(auto block, m_store.block(BlockNumber{number}));
        if (!block) return fail(Errc::Malformed, "the chain's file lacks block " + std::to_string(number));
        roots.push_back(block->header.stateRoot);
        m_kept.push_back({block->hash, block->header.stateRoot});
        m_roots.emplace(block->hash, block->header.stateRoot);
        if (number == last) m_best = *std::move(block);
    }
    if (m_archive) {
        TD_CHECK(m_store.loadSomeNodes(roots, m_nodes));
    } else {
        TD_CHECK(m_store.loadNodes(roots, m_nodes));
    }
    if (last > 0) {
        TD_TRY(m_lastSlot, finality::slotOf(m_best.header));
    }
    m_finalizedHash = m_best.hash;
    m_state.emplace(TrieState{m_nodes, m_best.header.stateRoot});
    return {};
}

Result<Authored> Chain::author(UnixMillis now, const std::function<bool()>& mayContinue) {
    if (m_broken) return fail(Errc::Io, "the chain stopped after an earlier error");
    subtensor::BlockInput input;
    input.slot = slotAt(now);
    // The slot's begin: two blocks are then never closer than the runtime allows, however late one was made.
    input.timestampMillis = input.slot * m_identity.slotMillis;
    if (input.slot <= m_lastSlot) return fail(Errc::Conflict, "the slot has its block already");
    input.number = BlockNumber{raw(m_best.header.number) + 1};
    input.parent = m_best.hash;
    input.author = m_authorities.author(input.slot);
    auto authored = build(input, mayContinue);
    if (!authored) m_broken = true;
    return authored;
}

Result<Authored> Chain::build(const subtensor::BlockInput& input, const std::function<bool()>& mayContinue) {
    Authored out;
    subtensor::State state{*m_state};
    TD_CHECK(m_runtime->initializeBlock(state, input));
    auto inherents = m_runtime->inherents(input);
    inherents.push_back(shield::announcement(m_authorities.shieldKeys(input.slot).encapsulation));
    for (auto& inherent : inherents) {
        const auto applied = m_runtime->apply(state, inherent);
        // One that fails is in the block all the same, as the author's key is while safe mode refuses it.
        if (!applied) return fail(Errc::Malformed, "an inherent is invalid: " + applied.error().text);
        out.hashes.push_back(crypto::hashOf<ExtrinsicHash>(inherent));
        out.block.extrinsics.push_back(std::move(inherent));
    }
    applyBeacon(state, input, out);
    TD_CHECK(applyPool(state, out, input.slot, mayContinue));
    m_runtime->finalizeBlock(state);
    out.changes = state.changes();
    if (const auto& error = m_state->trie().error()) return tl::unexpected<Error>{*error};
    TD_TRY(const auto update, trie::apply(m_nodes, m_best.header.stateRoot, out.changes, kStateVersion));

    finality::Header header;
    header.parent = input.parent;
    header.number = input.number;
    header.stateRoot = update.root;
    header.extrinsicsRoot = extrinsicsRoot(out.block.extrinsics);
    header.digest.push_back(finality::slotDigest(input.slot));
    out.block.header = m_authorities.seal(std::move(header), input.slot);
    out.block.hash = finality::hashOf(out.block.header);
    // One round per block: the round number grows with it, and a restart goes on where the chain is.
    out.block.justification = m_authorities.justify(out.block.hash, input.number, raw(input.number), kSetId);
    TD_CHECK(store(out, update));
    m_lastSlot = input.slot;
    return out;
}

/// Ahead of the pool's transactions, as the priority of pulses asks, and however little time the block has: which
/// pulses it holds depends on its timestamp alone.
void Chain::applyBeacon(subtensor::State& state, const subtensor::BlockInput& input, Authored& out) {
    for (const auto round : m_beacon->due(state, input.timestampMillis)) {
        auto pulse = m_beacon->extrinsic(round, input.number);
        const auto applied = m_runtime->apply(state, pulse);
        if (!applied) {
            log::warn("localnet", "round " + std::to_string(round) + " of the beacon waits: " + applied.error().text);
            return;
        }
        out.hashes.push_back(crypto::hashOf<ExtrinsicHash>(pulse));
        out.block.extrinsics.push_back(std::move(pulse));
    }
}

Result<> Chain::applyPool(subtensor::State& state, Authored& out, std::uint64_t slot,
                          const std::function<bool()>& mayContinue) {
    m_unfit.clear();
    auto ready = m_pool.ready();
    while (mayContinue()) {
        const auto item = ready.next();
        if (!item) break;
        const auto shielded = shieldedIn(*item->bytes);
        if (shielded && !isForAuthor(*shielded, slot)) {
            ready.skipSender(); // until its author's turn, or the end of its era
            continue;
        }
        const auto applied = m_runtime->apply(state, *item->bytes);
        if (applied) {
            out.hashes.push_back(item->hash);
            out.block.extrinsics.push_back(*item->bytes);
            if (!applied->success) out.failures.emplace_back(item->hash, applied->error);
            if (shielded) applyHidden(state, out, *shielded, slot);
            continue;
        }
        ready.skipSender();
        if (!canWait(applied.error())) m_unfit.push_back(item->hash);
    }
    return {};
}

bool Chain::isForAuthor(const shield::Shielded& shielded, std::uint64_t slot) const {
    // By the state before this block: there the author's key is the pending one.
    const auto pending = shield::PendingKey.get(*m_state);
    return pending && shield::hashOfKey(pending->items) == shielded.keyHash &&
           shield::hashOfKey(m_authorities.shieldKeys(slot).encapsulation) == shielded.keyHash;
}

void Chain::applyHidden(subtensor::State& state, Authored& out, const shield::Shielded& shielded,
                        std::uint64_t slot) const {
    auto hidden = shield::unshield(m_authorities.shieldKeys(slot).decapsulation.view(), shielded);
    // Nobody may hide what only an author may write: a bare extrinsic.
    if (!hidden || !shield::isSigned(*hidden) || !m_runtime->apply(state, *hidden)) return;
    out.hashes.push_back(crypto::hashOf<ExtrinsicHash>(*hidden));
    out.block.extrinsics.push_back(*std::move(hidden));
}

Result<> Chain::store(const Authored& authored, const trie::Update& update) {
    NodeTable::Changes changes;
    TD_CHECK(m_nodes.retain(std::array{update.root}, update.added, changes));
    std::optional<Kept> old;
    if (m_kept.size() >= kStatesKept) {
        old = m_kept.front();
        m_nodes.release(old->root, changes);
    }
    if (m_archive) changes.removed.clear(); // they leave the memory, not the file
    TD_CHECK(m_store.append(authored.block, m_nodes, changes));
    if (old) {
        m_kept.pop_front();
        m_roots.erase(old->hash);
    }
    m_kept.push_back({authored.block.hash, update.root});
    m_roots.emplace(authored.block.hash, update.root);
    m_best = authored.block;
    m_state->advance(TrieState{m_nodes, update.root}, authored.changes);
    return {};
}

void Chain::settleIncluded(const Authored& authored, UnixMillis now) {
    const auto nonceOf = [this](const AccountId& account) { return stateNonce(account); };
    for (const auto& hash : m_unfit)
        m_pool.remove(hash, nonceOf, now);
    m_unfit.clear();
    m_pool.onBlock(authored.block.hash, authored.block.header.number, authored.hashes, nonceOf, now);
}

void Chain::settleFinalized(const Authored& authored) {
    m_finalizedHash = authored.block.hash;
    m_pool.onFinalized(authored.block.hash, authored.hashes);
}

tl::expected<TrieState, StateProblem> Chain::stateAt(const BlockHash& hash) {
    const auto found = m_roots.find(hash);
    if (found != m_roots.end()) return TrieState{m_nodes, found->second};
    if (m_archive) {
        // A state from before the archive began lost its root node first.
        const auto block = m_store.block(hash);
        if (block && *block && m_archive->node(Hash256{(*block)->header.stateRoot.bytes}))
            return TrieState{*m_archive, (*block)->header.stateRoot};
    }
    return tl::unexpected<StateProblem>{StateProblem::Discarded};
}

bool Chain::isKnown(const BlockHash& hash) {
    if (m_roots.contains(hash)) return true;
    const auto block = m_store.block(hash);
    return block && block->has_value();
}

tl::expected<ExtrinsicHash, PoolError> Chain::submit(Bytes extrinsic, UnixMillis now, Watcher watcher) {
    const auto validate = [this](ByteView bytes) { return m_runtime->validate(*m_state, m_best.hash, bytes); };
    const auto nonceOf = [this](const AccountId& account) { return stateNonce(account); };
    return m_pool.submit(std::move(extrinsic), validate, nonceOf, m_best.header.number, now, std::move(watcher));
}

std::uint32_t Chain::stateNonce(const AccountId& account) const {
    const auto answer = m_runtime->call(*m_state, "AccountNonceApi_account_nonce", account.view());
    if (!answer) {
        log::error("localnet", "nonce: " + answer.error().context); // the runtime always has this method
        return 0;
    }
    scale::Decoder in{*answer};
    return in.u32().value_or(0);
}

std::uint32_t Chain::nextNonce(const AccountId& account) const {
    return m_pool.nextNonce(account, stateNonce(account));
}

} // namespace taodeck::localnet
