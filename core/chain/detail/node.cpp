#include "core/chain/detail/node.h"

#include "core/base/hex.h"
#include "core/rpc/client.h"

namespace taodeck::chain {

namespace {

constexpr std::size_t kBatch = 128; ///< Requests in one JSON-RPC batch; public nodes refuse very long ones.
constexpr std::size_t kKeyPage = 1000;

std::string hex(const BlockHash& hash) {
    return toHex(hash.view());
}
json hexList(std::span<const Bytes> items) {
    json out = json::array();
    for (const auto& item : items)
        out.push_back(toHex(item));
    return out;
}

/// Adapts Done<T> to the JSON answer: `read` makes the value.
template <class T, class Read>
Done<json> reading(Done<T> done, Read read) {
    return [done = std::move(done), read = std::move(read)](Result<json> answer) {
        if (!answer) return done(tl::unexpected<Error>{std::move(answer).error()});
        done(read(*answer));
    };
}

Result<finality::Header> checkedHeader(Result<finality::Header> header, const BlockHash& hash) {
    if (header && finality::hashOf(*header) != hash)
        return fail(Errc::BadProof, "the node's header does not hash to the block that was asked for");
    return header;
}

} // namespace

void Node::call(std::string method, const json& params, Done<json> done) {
    auto guarded = [self = weak_from_this(), run = m_run, done = std::move(done)](Result<json> answer) mutable {
        run.strand([self, done = std::move(done), answer = std::move(answer)]() mutable {
            const auto node = self.lock();
            if (node && node->m_open) done(std::move(answer));
        });
    };
    m_client->call(std::move(method), params, std::move(guarded));
}

Subscription Node::subscribe(std::string method, const json& params, std::string unsubscribe,
                             std::function<void(Result<json>)> fn) {
    auto guarded = [self = weak_from_this(), run = m_run, fn = std::move(fn)](Result<json> answer) {
        run.strand([self, fn, answer = std::move(answer)]() mutable {
            const auto node = self.lock();
            if (node && node->m_open) fn(std::move(answer));
        });
    };
    return m_client->subscribe(std::move(method), params, std::move(unsubscribe), std::move(guarded));
}

void Node::hashAt(BlockNumber number, Done<BlockHash> done) {
    call("chain_getBlockHash", json::array({raw(number)}),
         reading<BlockHash>(std::move(done), [](const json& answer) -> Result<BlockHash> {
             if (answer.is_null()) return fail(Errc::NotFound, "the node has no block with this number");
             return idFromJson<BlockHash>(answer);
         }));
}

void Node::header(const BlockHash& hash, Done<finality::Header> done) {
    call("chain_getHeader", json::array({hex(hash)}),
         reading<finality::Header>(std::move(done), [hash](const json& answer) -> Result<finality::Header> {
             if (answer.is_null()) return fail(Errc::NotFound, "the node does not have the block");
             return checkedHeader(headerFromJson(answer), hash);
         }));
}

void Node::block(const BlockHash& hash, Done<WireBlock> done) {
    call("chain_getBlock", json::array({hex(hash)}),
         reading<WireBlock>(std::move(done), [hash](const json& answer) -> Result<WireBlock> {
             TD_TRY(auto block, blockFromJson(answer));
             TD_TRY(block.header, checkedHeader(std::move(block.header), hash));
             return block;
         }));
}

void Node::headers(BlockNumber first, std::uint32_t count, std::optional<BlockHash> last,
                   Done<std::vector<finality::Header>> done) {
    count = std::min<std::uint32_t>(count, kBatch);
    json numbers = json::array();
    for (std::uint32_t i = 0; i < count; ++i)
        numbers.push_back(raw(first) + i);
    auto ask = [self = shared_from_this(), count, last, done](Result<json> answer) {
        auto hashes = answer ? hashesFromJson(*answer) : tl::unexpected<Error>{std::move(answer).error()};
        if (!hashes) return done(tl::unexpected<Error>{std::move(hashes).error()});
        if (hashes->size() != count) return done(fail(Errc::Malformed, "the node gave another number of hashes"));
        if (last && hashes->back() != *last)
            return done(fail(Errc::Conflict, "the node's best chain does not lead to its final block"));
        std::vector<rpc::Client::Request> requests;
        for (const auto& hash : *hashes)
            requests.push_back({"chain_getHeader", json::array({hex(hash)})});
        auto collect = [weak = self->weak_from_this(), run = self->m_run, hashes = *std::move(hashes),
                        done](Result<std::vector<Result<json>>> answers) {
            run.strand([weak, hashes, done, answers = std::move(answers)] {
                const auto node = weak.lock();
                if (!node || !node->m_open) return;
                if (!answers) return done(tl::unexpected<Error>{answers.error()});
                if (answers->size() != hashes.size()) return done(fail(Errc::Malformed, "the node's batch is short"));
                std::vector<finality::Header> out;
                for (std::size_t i = 0; i < hashes.size(); ++i) {
                    const auto& one = (*answers)[i];
                    if (!one) return done(tl::unexpected<Error>{one.error()});
                    auto header = checkedHeader(headerFromJson(*one), hashes[i]);
                    if (!header) return done(tl::unexpected<Error>{std::move(header).error()});
                    out.push_back(*std::move(header));
                }
                done(std::move(out));
            });
        };
        self->m_client->batch(std::move(requests), std::move(collect));
    };
    call("chain_getBlockHash", json::array({numbers}), std::move(ask));
}

void Node::readProof(std::span<const Bytes> keys, const BlockHash& at, Done<std::vector<Bytes>> done) {
    call("state_getReadProof", json::array({hexList(keys), hex(at)}),
         reading<std::vector<Bytes>>(std::move(done), [at](const json& answer) -> Result<std::vector<Bytes>> {
             TD_TRY(auto proof, proofFromJson(answer));
             if (proof.at != at) return fail(Errc::BadProof, "the node proved another block's state");
             return std::move(proof.nodes);
         }));
}

void Node::queryStorage(std::vector<Bytes> keys, const BlockHash& at, Done<std::vector<std::optional<Bytes>>> done) {
    const auto params = json::array({hexList(keys), hex(at)});
    call("state_queryStorageAt", params,
         reading<std::vector<std::optional<Bytes>>>(
             std::move(done), [keys = std::move(keys)](const json& answer) { return storageFromJson(answer, keys); }));
}

void Node::keys(Bytes prefix, const BlockHash& at, std::size_t most, Done<std::vector<Bytes>> done) {
    nextKeys(std::move(prefix), at, most, {}, std::move(done));
}

void Node::nextKeys(Bytes prefix, BlockHash at, std::size_t most, std::vector<Bytes> sofar,
                    Done<std::vector<Bytes>> done) {
    const json start = sofar.empty() ? json(nullptr) : json(toHex(sofar.back()));
    const auto params = json::array({toHex(prefix), kKeyPage, start, hex(at)});
    call("state_getKeysPaged", params,
         [self = shared_from_this(), prefix, at, most, sofar = std::move(sofar), done](Result<json> answer) mutable {
             auto page = answer ? bytesListFromJson(*answer) : tl::unexpected<Error>{std::move(answer).error()};
             if (!page) return done(tl::unexpected<Error>{std::move(page).error()});
             for (auto& key : *page) {
                 if (!startsWith(key, prefix) || (!sofar.empty() && key <= sofar.back()))
                     return done(fail(Errc::Malformed, "the node listed keys out of place"));
                 sofar.push_back(std::move(key));
             }
             if (sofar.size() > most) return done(fail(Errc::LimitExceeded, "too many entries to prove at once"));
             if (page->size() < kKeyPage) return done(std::move(sofar));
             self->nextKeys(std::move(prefix), at, most, std::move(sofar), std::move(done));
         });
}

void Node::runtimeCall(const std::string& method, ByteView arguments, std::optional<BlockHash> at, Done<Bytes> done) {
    json params = json::array({method, toHex(arguments)});
    if (at) params.push_back(hex(*at));
    call("state_call", params,
         reading<Bytes>(std::move(done), [](const json& answer) { return bytesFromJson(answer); }));
}

} // namespace taodeck::chain
