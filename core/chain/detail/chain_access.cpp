#include "core/base/hex.h"
#include "core/chain/detail/light_client_impl.h"
#include "core/chain/detail/proof_report.h"
#include "core/crypto/ss58.h"
#include "core/rpc/client.h"
#include "core/scale/codec.h"
#include "core/trie/trie.h"

namespace taodeck::chain {

namespace {

/// Pools refuse with codes 1010 to 1019; the reason is the transaction's own.
Error poolError(const Error& error) {
    if (error.code != Errc::RemoteError || error.context.rfind("101", 0) != 0) return error;
    return {Errc::InvalidTransaction, error.context};
}

/// The header commits to the extrinsics by a trie of compact index → bytes, in layout V0 or, for newer runtimes, V1.
bool matchesRoot(const finality::Header& header, std::span<const Bytes> extrinsics) {
    std::map<Bytes, Bytes> entries;
    for (std::size_t i = 0; i < extrinsics.size(); ++i)
        entries.emplace(scale::Encoder{}.compact(i).take(), extrinsics[i]);
    const auto matches = [&](trie::StateVersion version) {
        return trie::rootOf(entries, version).bytes == header.extrinsicsRoot.bytes;
    };
    return matches(trie::StateVersion::V0) || matches(trie::StateVersion::V1);
}

void fetchBlock(const std::shared_ptr<Link>& link, const BlockHash& hash, const Done<BlockBody>& done) {
    const auto node = link->node();
    if (!node) return done(fail(Errc::Disconnected, "not connected to a node"));
    node->block(hash, [link, hash, done](Result<WireBlock> block) {
        if (!block) {
            if (block.error().code == Errc::BadProof) link->noteRefused(block.error().context);
            return done(tl::unexpected<Error>{block.error()});
        }
        if (!matchesRoot(block->header, block->extrinsics)) {
            link->noteRefused("the block's transactions do not match its header");
            return done(fail(Errc::BadProof, "the block's transactions do not match its header"));
        }
        done(BlockBody{{block->header.number, hash}, std::move(block->extrinsics), /*rootChecked=*/true});
    });
}

void readAt(const std::shared_ptr<Link>& link, std::vector<StorageRead> reads, const ReadTarget& target,
            const Done<Reading>& done) {
    const auto runtime = link->runtime();
    if (!runtime) return done(tl::unexpected<Error>{runtime.error()});
    std::vector<Bytes> keys;
    Trust known = Trust::Proven;
    for (const auto& read : reads) {
        auto key = metadata::storageKey(*runtime->metadata, read.pallet, read.item, read.keys);
        if (!key) return done(tl::unexpected<Error>{key.error()});
        keys.push_back(*std::move(key));
        known = std::min(known, runtime->storageTrust(read.pallet, read.item));
    }
    const auto reader = std::make_shared<StateReader>(link);
    reader->keys(
        std::move(keys), target,
        [reader, reads = std::move(reads), target, done, known, meta = runtime->metadata](Result<RawReading> raw) {
            if (!raw) return done(tl::unexpected<Error>{raw.error()});
            Reading out;
            out.trust = std::min(raw->trust, known);
            out.at = target.ref;
            for (std::size_t i = 0; i < reads.size(); ++i) {
                auto value = metadata::decodeStorageValue(*meta, reads[i].pallet, reads[i].item, raw->values[i]);
                if (!value) return done(tl::unexpected<Error>{value.error()});
                out.values.push_back(*std::move(value));
            }
            done(std::move(out));
        });
}

/// After a restart the last final block's justification is not at hand; the node's copy is taken if it verifies.
void addEvidence(ProofInput& input, const HeaderSync* sync, const WireBlock& block) {
    if (!sync || !block.justification || (input.evidence && input.evidence->summary.hash == input.target.ref.hash))
        return;
    const auto& set = sync->trust().authorities();
    const auto decoded = finality::decodeJustification(*block.justification);
    if (!decoded || decoded->target != input.target.ref.hash || !finality::verify(*decoded, set)) return;
    input.evidence = evidenceOf(block.header, *block.justification, *decoded, set);
}

std::string nameOf(const StorageRead& read, const std::string& keys) {
    return read.pallet + "." + read.item + "(" + keys + ")";
}

} // namespace

void LightClientImpl::read(std::vector<StorageRead> reads, std::optional<BlockHash> at, Done<Reading> done) {
    onLink<Reading>(done, [done, at, reads = std::move(reads)](const std::shared_ptr<Link>& link) {
        if (!at) {
            const auto target = link->bestTarget();
            return target ? readAt(link, reads, *target, done) : done(tl::unexpected<Error>{target.error()});
        }
        link->target(*at, [link, reads, done](Result<ReadTarget> target) {
            if (!target) return done(tl::unexpected<Error>{target.error()});
            readAt(link, reads, *target, done);
        });
    });
}

void LightClientImpl::call(std::string method, Bytes arguments, std::optional<BlockHash> at, Done<Bytes> done) {
    onLink<Bytes>(done,
                  [done, method = std::move(method), arguments = std::move(arguments),
                   at](const std::shared_ptr<Link>& link) { link->node()->runtimeCall(method, arguments, at, done); });
}

void LightClientImpl::nextIndex(const AccountId& account, Done<std::uint32_t> done) {
    onLink<std::uint32_t>(done, [done, account](const std::shared_ptr<Link>& link) {
        const auto params = json::array({crypto::ss58(account)});
        link->node()->call("system_accountNextIndex", params, [done](Result<json> answer) {
            if (!answer) return done(tl::unexpected<Error>{answer.error()});
            done(numberFromJson(*answer));
        });
    });
}

Subscription LightClientImpl::submitAndWatch(Bytes extrinsic, std::function<void(Result<TransactionStatus>)> fn) {
    /// The RPC subscription is made later, on the strand; whoever drops ours first or last ends it.
    struct Watch {
        std::mutex mutex;
        bool ended{false};
        Subscription subscription;
    };
    const auto watch = std::make_shared<Watch>();
    onLink<TransactionStatus>(fn, [watch, fn, extrinsic = std::move(extrinsic)](const std::shared_ptr<Link>& link) {
        auto onAnswer = [watch, fn](Result<json> answer) {
            {
                const std::lock_guard lock{watch->mutex};
                if (watch->ended) return;
            }
            if (!answer) return fn(tl::unexpected<Error>{poolError(answer.error())});
            fn(transactionStatusFromJson(*answer));
        };
        auto subscription = link->node()->subscribe("author_submitAndWatchExtrinsic", json::array({toHex(extrinsic)}),
                                                    "author_unwatchExtrinsic", std::move(onAnswer));
        const std::lock_guard lock{watch->mutex};
        if (!watch->ended) watch->subscription = std::move(subscription);
    });
    return Subscription{[watch] {
        Subscription last;
        const std::lock_guard lock{watch->mutex};
        watch->ended = true;
        last = std::move(watch->subscription);
    }};
}

void LightClientImpl::block(const BlockHash& hash, Done<BlockBody> done) {
    onLink<BlockBody>(done, [done, hash](const std::shared_ptr<Link>& link) { fetchBlock(link, hash, done); });
}

void LightClientImpl::blockAt(BlockNumber number, Done<BlockBody> done) {
    onLink<BlockBody>(done, [done, number](const std::shared_ptr<Link>& link) {
        link->node()->hashAt(number, [link, done](Result<BlockHash> hash) {
            if (!hash) return done(tl::unexpected<Error>{hash.error()});
            fetchBlock(link, *hash, done);
        });
    });
}

void LightClientImpl::proveBalance(const AccountId& account, Done<api::ProofReport> done) {
    const auto read = accountOf(account);
    prove("Balance of " + crypto::ss58(account), {read}, {nameOf(read, crypto::ss58(account))}, std::move(done));
}

void LightClientImpl::provePosition(const AccountId& coldkey, const AccountId& hotkey, NetUid netuid,
                                    Done<api::ProofReport> done) {
    const auto cold = crypto::ss58(coldkey), hot = crypto::ss58(hotkey), net = std::to_string(raw(netuid));
    using metadata::Value;
    const std::vector<Value> three{Value::id(hotkey), Value::id(coldkey), Value::netuid(netuid)};
    const std::vector<Value> two{Value::id(hotkey), Value::netuid(netuid)};
    const std::vector<StorageRead> reads{subtensorItem("AlphaV2", three), subtensorItem("TotalHotkeyAlpha", two),
                                         subtensorItem("TotalHotkeySharesV2", two)};
    std::vector<std::string> names{nameOf(reads[0], hot + ", " + cold + ", " + net), nameOf(reads[1], hot + ", " + net),
                                   nameOf(reads[2], hot + ", " + net)};
    prove("Stake of " + cold + " with " + hot + " on subnet " + net, reads, std::move(names), std::move(done));
}

void LightClientImpl::prove(std::string title, std::vector<StorageRead> reads, std::vector<std::string> names,
                            Done<api::ProofReport> done) {
    onLink<api::ProofReport>(done, [=](const std::shared_ptr<Link>& link) {
        const auto runtime = link->runtime();
        if (!runtime) return done(tl::unexpected<Error>{runtime.error()});
        const auto target = link->bestTarget();
        if (!target) return done(tl::unexpected<Error>{target.error()});
        const auto input = std::make_shared<ProofInput>();
        input->title = title;
        input->names = names;
        input->target = *target;
        input->network = runtime->network;
        input->genesis = runtime->genesis;
        for (const auto& read : reads) {
            auto key = metadata::storageKey(*runtime->metadata, read.pallet, read.item, read.keys);
            if (!key) return done(fail(Errc::Unsupported, key.error().context));
            input->keys.push_back(*std::move(key));
            input->known = std::min(input->known, runtime->storageTrust(read.pallet, read.item));
        }
        if (link->sync()) input->evidence = link->sync()->evidence();
        const auto reader = std::make_shared<StateReader>(link);
        reader->keys(input->keys, *target, [reader, link, input, done](Result<RawReading> raw) {
            if (!raw) return done(tl::unexpected<Error>{raw.error()});
            input->reading = *std::move(raw);
            input->reading.trust = std::min(input->reading.trust, input->known);
            const auto node = link->node();
            if (!node) return done(fail(Errc::Disconnected, "not connected to a node"));
            node->block(input->target.ref.hash, [link, input, done](Result<WireBlock> block) {
                if (!block) return done(tl::unexpected<Error>{block.error()});
                input->header = block->header;
                addEvidence(*input, link->sync(), *block);
                done(makeReport(*input));
            });
        });
    });
}

} // namespace taodeck::chain
