#pragma once
/// A node in memory with a real chain of headers, seals, justifications and state, that a test can make lie. And the
/// single-threaded loop on which the light client runs in tests.

#include "core/base/hex.h"
#include "core/chain/light_client.h"
#include "core/metadata/codec.h"
#include "core/metadata/storage_key.h"
#include "core/rpc/client.h"
#include "core/trie/trie.h"
#include "tests/unit/finality/test_chain.h"

#include <deque>
#include <fstream>
#include <future>

namespace taodeck::chain::test {

using finality::Header;
using metadata::Value;
using nlohmann::json;

/// Runs everything on the calling thread, in order; time stands still until advance().
class Loop {
public:
    Executors executors() {
        const auto post = [this](Executors::Task task) {
            const std::lock_guard lock{m_mutex};
            m_tasks.push_back(std::move(task));
        };
        auto later = [this](std::chrono::milliseconds delay, Executors::Task task) {
            const std::lock_guard lock{m_mutex};
            m_timers.emplace(m_now + delay, std::move(task));
        };
        return {post, post, later};
    }
    UnixMillis now() const { return m_now; }

    void run() {
        for (;;) {
            Executors::Task task;
            {
                const std::lock_guard lock{m_mutex};
                if (m_tasks.empty()) return;
                task = std::move(m_tasks.front());
                m_tasks.pop_front();
            }
            task();
        }
    }
    void advance(std::chrono::milliseconds by) {
        const auto end = m_now + by;
        run();
        while (!m_timers.empty() && m_timers.begin()->first <= end) {
            auto timer = m_timers.extract(m_timers.begin());
            m_now = std::max(m_now, timer.key());
            timer.mapped()();
            run();
        }
        m_now = end;
    }

private:
    std::mutex m_mutex; ///< The store answers on its own thread.
    std::deque<Executors::Task> m_tasks;
    std::multimap<UnixMillis, Executors::Task> m_timers;
    UnixMillis m_now{std::chrono::hours{500'000}};
};

inline std::shared_ptr<const metadata::Metadata> metadataOf(const std::string& file, Bytes* raw = nullptr) {
    std::ifstream in{std::string{TD_TEST_DATA} + "/metadata/" + file, std::ios::binary};
    Bytes bytes{std::istreambuf_iterator<char>{in}, {}};
    if (raw) *raw = bytes;
    return metadata::Metadata::decode(bytes).value();
}

inline json headerJson(const Header& header) {
    json logs = json::array();
    for (const auto& item : header.digest)
        logs.push_back(toHex(finality::encode(item)));
    char number[16];
    std::snprintf(number, sizeof number, "0x%x", raw(header.number));
    return {{"parentHash", toHex(header.parent.view())},
            {"number", number},
            {"stateRoot", toHex(header.stateRoot.view())},
            {"extrinsicsRoot", toHex(header.extrinsicsRoot.view())},
            {"digest", {{"logs", logs}}}};
}

class FakeNode final : public rpc::Client {
public:
    struct Block {
        Header header;
        std::vector<Bytes> extrinsics;
        std::optional<Bytes> justification;
    };

    explicit FakeNode(const std::string& metadataFile = "finney-424-v16.nodocs.scale")
        : keys{{"One", "Two", "Three"}, {"One", "Two", "Three"}} {
        meta = metadataOf(metadataFile, &m_metadata);
        root = trie::emptyRoot();
    }

    // The chain.
    finality::test::Keys keys;
    std::shared_ptr<const metadata::Metadata> meta;
    std::vector<Block> blocks; ///< By number; empty until begin().
    StorageRoot root;          ///< State after the last change; the next block gets it.
    std::uint64_t setId{0};
    std::size_t votes{3};
    std::uint32_t specVersion{424};

    void set(const std::string& pallet, const std::string& item, const std::vector<Value>& mapKeys,
             const Value& value) {
        const auto* entry = meta->storage(pallet, item).value();
        setRaw(metadata::storageKey(*meta, pallet, item, mapKeys).value(),
               metadata::encodeValue(meta->types(), entry->value, value).value());
    }
    void setRaw(const Bytes& key, const Bytes& value) {
        auto update = trie::apply(m_nodes, root, {{key, value}}, trie::StateVersion::V1).value();
        for (auto& [hash, node] : update.added)
            m_nodes.put(hash, std::move(node));
        root = update.root;
    }
    void setBalance(const AccountId& account, std::uint64_t free, std::uint32_t nonce = 0) {
        set("System", "Account", {Value::id(account)},
            Value::composite({{"nonce", Value::number(nonce)},
                              {"consumers", Value::number(0)},
                              {"providers", Value::number(1)},
                              {"sufficients", Value::number(0)},
                              {"data", Value::composite({{"free", Value::number(free)},
                                                         {"reserved", Value::number(0)},
                                                         {"frozen", Value::number(0)},
                                                         {"flags", Value::number(0)}})}}));
    }
    /// What the node says its metadata is; the state stays as it is.
    void lieMetadata(Bytes bytes) { m_metadata = std::move(bytes); }
    const Bytes& rawMetadata() const { return m_metadata; }
    /// What the state says about its runtime.
    void setRuntime(std::uint32_t spec) {
        set("System", "LastRuntimeUpgrade", {},
            Value::composite({{"spec_version", Value::number(spec)}, {"spec_name", Value::text("node-subtensor")}}));
    }
    /// Genesis with the state as it is now.
    void begin() {
        setRuntime(specVersion);
        Header genesis;
        genesis.stateRoot = root;
        blocks.push_back({genesis, {}, std::nullopt});
    }
    /// Appends blocks with the state as it is now; each final, with a justification unless told otherwise.
    void grow(int count = 1, bool justified = true) {
        for (int i = 0; i < count; ++i) {
            auto header = makeChild(blocks.back().header, root);
            std::optional<Bytes> justification;
            if (justified) justification = finality::encode(keys.justify(header, setId, votes));
            blocks.push_back({std::move(header), {}, std::move(justification)});
        }
    }
    /// Appends one block that announces `next` as the voters after it.
    void changeVoters(finality::test::Keys next) {
        auto header = makeChild(blocks.back().header, root, {finality::test::changeDigest(next.set(setId + 1), 0)});
        blocks.push_back({header, {}, finality::encode(keys.justify(header, setId, votes))});
        keys = std::move(next);
        ++setId;
    }
    Header makeChild(const Header& parent, const StorageRoot& state, std::vector<finality::DigestItem> digest = {}) {
        Header header;
        header.digest = std::move(digest);
        header.parent = finality::hashOf(parent);
        header.number = BlockNumber{raw(parent.number) + 1};
        header.stateRoot = state;
        header.extrinsicsRoot = Hash256{trie::emptyRoot().bytes};
        return keys.seal(std::move(header), ++m_slot);
    }
    BlockHash hashAt(std::size_t number) const { return finality::hashOf(blocks.at(number).header); }
    BlockHash genesis() const { return hashAt(0); }

    // What a test turns.
    /// Gets each honest answer and may return another; throwing rpc::RpcError makes it an error answer.
    std::function<json(const std::string& method, const json& params, json honest)> lie;
    std::vector<std::string> unknownMethods;
    std::vector<std::string> asked; ///< "method params"

    std::size_t timesAsked(const std::string& what) const {
        return static_cast<std::size_t>(
            std::count_if(asked.begin(), asked.end(), [&](const auto& line) { return line.rfind(what, 0) == 0; }));
    }
    /// Tells the final-head subscribers about a header (the newest block's).
    void announce() { announce(blocks.back().header); }
    void announce(const Header& header) { notify("chain_subscribeFinalizedHeads", headerJson(header)); }
    void notify(const std::string& method, const json& value) {
        const auto copy = m_subscribers;
        for (const auto& [id, entry] : copy)
            if (entry.first == method) entry.second(value);
    }
    void connect() {
        m_connected = true;
        for (const auto& [id, fn] : std::map(m_links))
            fn(rpc::LinkEvent::Connected, {});
    }
    void disconnect() {
        m_connected = false;
        m_subscribers.clear();
        for (const auto& [id, fn] : std::map(m_links))
            fn(rpc::LinkEvent::Disconnected, Error{Errc::Disconnected, "the test cut the line"});
    }

    // rpc::Client
    void start() override { connect(); }
    void stop() override { m_connected = false; }
    bool connected() const override { return m_connected; }
    int openSockets() const override { return m_connected ? 1 : 0; }
    Subscription onLink(std::function<void(rpc::LinkEvent, const Error&)> fn) override {
        const auto id = m_next++;
        m_links[id] = std::move(fn);
        return Subscription{[this, id] { m_links.erase(id); }};
    }
    void call(std::string method, json params, rpc::Done<json> done) override { done(answer(method, params)); }
    void batch(std::vector<Request> requests, rpc::Done<std::vector<Result<json>>> done) override {
        std::vector<Result<json>> out;
        for (const auto& request : requests)
            out.push_back(answer(request.method, request.params));
        done(std::move(out));
    }
    Subscription subscribe(std::string method, json params, std::string unsubscribe,
                           std::function<void(Result<json>)> fn) override {
        asked.push_back(method + " " + params.dump());
        const auto id = m_next++;
        m_subscribers[id] = {method, fn};
        if (method == "chain_subscribeFinalizedHeads" && !blocks.empty()) {
            json head = headerJson(blocks.back().header);
            fn(lie ? lie(method, params, std::move(head)) : head);
        }
        return Subscription{[this, id, unsubscribe] {
            asked.push_back(unsubscribe);
            m_subscribers.erase(id);
        }};
    }

private:
    Result<json> answer(const std::string& method, const json& params) {
        asked.push_back(method + " " + params.dump());
        if (!m_connected) return fail(Errc::Disconnected, "no line");
        if (std::find(unknownMethods.begin(), unknownMethods.end(), method) != unknownMethods.end())
            return fail(Errc::RemoteError, "-32601: Method not found");
        try {
            auto out = honest(method, params);
            return lie ? lie(method, params, std::move(out)) : out;
        } catch (const rpc::RpcError& error) {
            return fail(Errc::RemoteError, std::to_string(error.code) + ": " + error.message);
        }
    }

    const Block* find(const json& hash) const {
        const auto text = hash.get<std::string>();
        if (m_index.size() != blocks.size() || !isAt(text)) {
            m_index.clear();
            for (std::size_t i = 0; i < blocks.size(); ++i)
                m_index[toHex(hashAt(i).view())] = i;
        }
        const auto it = m_index.find(text);
        return it == m_index.end() ? nullptr : &blocks[it->second];
    }
    /// Tests change `blocks` as they like, so the index is only a hint.
    bool isAt(const std::string& hash) const {
        const auto it = m_index.find(hash);
        return it != m_index.end() && it->second < blocks.size() && toHex(hashAt(it->second).view()) == hash;
    }
    StorageRoot rootAt(const json& hash) const {
        const auto* block = find(hash);
        if (!block) throw rpc::RpcError{4003, "Client error: UnknownBlock", {}};
        return block->header.stateRoot;
    }
    static std::vector<Bytes> keysFrom(const json& list) {
        std::vector<Bytes> out;
        for (const auto& key : list)
            out.push_back(fromHex(key.get<std::string>()).value());
        return out;
    }

    json honest(const std::string& method, const json& params) {
        if (method == "chain_getBlockHash") return blockHash(params.at(0));
        if (method == "chain_getHeader") {
            const auto* block = find(params.at(0));
            return block ? headerJson(block->header) : json(nullptr);
        }
        if (method == "chain_getBlock") return blockJson(params.at(0));
        if (method == "state_getRuntimeVersion")
            return {{"specName", "node-subtensor"}, {"specVersion", specVersion}, {"transactionVersion", 1}};
        if (method == "state_call" && params.at(0) == "Metadata_metadata_at_version") {
            if (params.at(1) != (meta->version() == 16 ? "0x10000000" : "0x0f000000")) return "0x00";
            return toHex(scale::Encoder{}.u8(1).bytes(m_metadata).take());
        }
        if (method == "state_getMetadata") return toHex(m_metadata);
        if (method == "state_getReadProof") return proofJson(params);
        if (method == "state_getKeysPaged") return keysJson(params);
        if (method == "state_queryStorageAt") return storageJson(params);
        if (method == "system_accountNextIndex") return 7;
        throw rpc::RpcError{-32601, "Method not found", {}};
    }
    json blockHash(const json& number) const {
        if (number.is_array()) {
            json out = json::array();
            for (const auto& one : number)
                out.push_back(blockHash(one));
            return out;
        }
        const auto n = number.get<std::size_t>();
        return n < blocks.size() ? json(toHex(hashAt(n).view())) : json(nullptr);
    }
    json blockJson(const json& hash) const {
        const auto* block = find(hash);
        if (!block) return nullptr;
        json extrinsics = json::array();
        for (const auto& extrinsic : block->extrinsics)
            extrinsics.push_back(toHex(extrinsic));
        json justifications = nullptr;
        if (block->justification)
            justifications = json::array({json::array({json(finality::kGrandpa), json(*block->justification)})});
        return {{"block", {{"header", headerJson(block->header)}, {"extrinsics", extrinsics}}},
                {"justifications", justifications}};
    }
    json proofJson(const json& params) const {
        const auto keys = keysFrom(params.at(0));
        json nodes = json::array();
        const auto proof = trie::prove(m_nodes, rootAt(params.at(1)), keys).value();
        for (const auto& node : proof)
            nodes.push_back(toHex(node));
        return {{"at", params.at(1)}, {"proof", nodes}};
    }
    json keysJson(const json& params) const {
        const auto prefix = fromHex(params.at(0).get<std::string>()).value();
        auto at = params.at(2).is_null() ? prefix : fromHex(params.at(2).get<std::string>()).value();
        json out = json::array();
        while (out.size() < params.at(1).get<std::size_t>()) {
            auto next = trie::nextKey(m_nodes, rootAt(params.at(3)), at).value();
            if (!next || !startsWith(*next, prefix)) break;
            out.push_back(toHex(*next));
            at = *std::move(next);
        }
        return out;
    }
    json storageJson(const json& params) const {
        json changes = json::array();
        for (const auto& key : keysFrom(params.at(0))) {
            const auto value = trie::get(m_nodes, rootAt(params.at(1)), key).value();
            changes.push_back({toHex(key), value ? json(toHex(*value)) : json(nullptr)});
        }
        return json::array({{{"block", params.at(1)}, {"changes", changes}}});
    }

    Bytes m_metadata;
    mutable std::map<std::string, std::size_t> m_index;
    trie::MemoryNodes m_nodes;
    std::uint64_t m_slot{1000};
    bool m_connected{false};
    std::uint64_t m_next{1};
    std::map<std::uint64_t, std::function<void(rpc::LinkEvent, const Error&)>> m_links;
    std::map<std::uint64_t, std::pair<std::string, std::function<void(Result<json>)>>> m_subscribers;
};

template <class Id = AccountId>
Id filled(std::uint8_t byte) {
    Id id;
    id.bytes.fill(byte);
    return id;
}

/// A light client on a fake node.
struct Rig {
    explicit Rig(std::shared_ptr<FakeNode> fake = std::make_shared<FakeNode>(),
                 std::shared_ptr<store::Store> cache = nullptr)
        : node{std::move(fake)} {
        LightClientOptions options;
        options.run = loop.executors();
        options.store = std::move(cache);
        options.connect = [this](const std::string&) { return node; };
        options.now = [this] { return loop.now(); };
        client = makeLightClient(std::move(options));
    }
    ~Rig() {
        client->shutDown({});
        loop.run();
    }
    Network network() const {
        auto out = localnet();
        out.genesis = node->genesis();
        return out;
    }
    /// Follows the node's chain and lets everything settle.
    api::ChainStatus follow() {
        client->follow(network(), "ws://fake");
        loop.run();
        return client->status();
    }
    void growAndAnnounce(int count = 1, bool justified = true) {
        for (int i = 0; i < count; ++i) {
            node->grow(1, justified);
            node->announce();
            loop.run();
        }
    }
    template <class T>
    Result<T> ask(const std::function<void(Done<T>)>& start) {
        std::optional<Result<T>> answer;
        start([&](Result<T> result) { answer = std::move(result); });
        loop.run();
        if (!answer) return fail(Errc::Timeout, "no answer");
        return *std::move(answer);
    }
    Result<Stated<api::AccountBalance>> balance(const AccountId& account) {
        return ask<Stated<api::AccountBalance>>([&](auto done) { client->balance(account, std::move(done)); });
    }

    Loop loop;
    std::shared_ptr<FakeNode> node;
    std::shared_ptr<LightClient> client;
};

} // namespace taodeck::chain::test
