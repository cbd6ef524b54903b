#include "tests/support/fake_chain.h"

#include "core/metadata/codec.h"
#include "core/metadata/storage_key.h"
#include "core/scale/codec.h"

#include <stdexcept>

namespace taodeck::testing {

using chain::BlockBody;
using chain::BlockRef;
using chain::Reading;
using chain::TransactionStatus;
using metadata::NamedValue;
using metadata::Value;

namespace {

/// A test that sets up nonsense should say so at once.
template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error{result.error().context};
    return *std::move(result);
}

Value dispatchInfo() {
    return Value::composite(
        {{"weight", Value::composite({{"ref_time", Value::number(1)}, {"proof_size", Value::number(1)}})},
         {"class", Value::variant("Normal")},
         {"pays_fee", Value::variant("Yes")}});
}

Value positional(std::string pallet, std::string name, std::vector<Value> fields) {
    std::vector<NamedValue> named;
    for (auto& field : fields)
        named.push_back({{}, std::move(field)});
    return Value::variantOf(std::move(pallet), Value::variant(std::move(name), std::move(named)));
}

} // namespace

BlockHash hashOfNumber(std::uint32_t number) {
    BlockHash out;
    for (std::size_t i = 0; i < 4; ++i)
        out.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    out.bytes[31] = 0xB1;
    return out;
}

Value eventRecords(std::uint32_t index, std::vector<Value> events) {
    std::vector<Value> out;
    for (auto& event : events)
        out.push_back(Value::composite({{"phase", Value::variantOf("ApplyExtrinsic", Value::number(index))},
                                        {"event", std::move(event)},
                                        {"topics", Value::sequence({})}}));
    return Value::sequence(std::move(out));
}

Value extrinsicSuccess() {
    return Value::variantOf("System", Value::variant("ExtrinsicSuccess", {{"dispatch_info", dispatchInfo()}}));
}

Value extrinsicFailed(std::uint8_t pallet, std::uint8_t error) {
    const auto module = Value::variantOf(
        "Module", Value::composite({{"index", Value::number(pallet)}, {"error", Value::bytes(Bytes{error, 0, 0, 0})}}));
    return Value::variantOf(
        "System", Value::variant("ExtrinsicFailed", {{"dispatch_error", module}, {"dispatch_info", dispatchInfo()}}));
}

Value feePaid(const AccountId& who, Rao fee) {
    return Value::variantOf(
        "TransactionPayment",
        Value::variant("TransactionFeePaid",
                       {{"who", Value::id(who)}, {"actual_fee", Value::amount(fee)}, {"tip", Value::number(0)}}));
}

Value stakeAdded(const AccountId& coldkey, const AccountId& hotkey, Rao tao, Alpha alpha, NetUid netuid, Rao fee) {
    return positional("SubtensorModule", "StakeAdded",
                      {Value::id(coldkey), Value::id(hotkey), Value::amount(tao), Value::amount(alpha),
                       Value::netuid(netuid), Value::amount(fee)});
}

Value stakeRemoved(const AccountId& coldkey, const AccountId& hotkey, Rao tao, Alpha alpha, NetUid netuid, Alpha fee) {
    return positional("SubtensorModule", "StakeRemoved",
                      {Value::id(coldkey), Value::id(hotkey), Value::amount(tao), Value::amount(alpha),
                       Value::netuid(netuid), Value::amount(fee)});
}

FakeChain::FakeChain(std::shared_ptr<const metadata::Metadata> meta) {
    info.metadata = std::move(meta);
    info.differences = std::make_shared<const metadata::LayoutDifferences>();
    info.network = "Fake";
    info.genesis = hashOfNumber(0);
    info.specName = "node-subtensor";
    info.specVersion = 425;
    info.transactionVersion = 1;
    final = {BlockNumber{100}, hashOfNumber(100)};
    best = {BlockNumber{102}, hashOfNumber(102)};
    setFee(Rao::fromRaw(150'000));
}

void FakeChain::set(const std::string& pallet, const std::string& item, const std::vector<Value>& keys,
                    const Value& value, std::optional<BlockHash> at) {
    const auto* entry = must(info.metadata->storage(pallet, item));
    auto& state = at ? m_stateAt[*at] : m_state;
    state[must(metadata::storageKey(*info.metadata, pallet, item, keys))] =
        must(metadata::encodeValue(info.metadata->types(), entry->value, value));
}

void FakeChain::setAccount(const AccountId& account, Rao free, std::uint32_t nonce, std::optional<BlockHash> at) {
    set("System", "Account", {Value::id(account)},
        Value::composite({{"nonce", Value::number(nonce)},
                          {"consumers", Value::number(0)},
                          {"providers", Value::number(1)},
                          {"sufficients", Value::number(0)},
                          {"data", Value::composite({{"free", Value::amount(free)},
                                                     {"reserved", Value::number(0)},
                                                     {"frozen", Value::number(0)},
                                                     {"flags", Value::number(0)}})}}),
        at);
    if (!at) nextIndices[account] = nonce;
}

void FakeChain::setPool(NetUid netuid, std::uint64_t tao, std::uint64_t alpha) {
    const std::vector key{Value::netuid(netuid)};
    set("SubtensorModule", "NetworksAdded", key, Value::boolean(true));
    set("SubtensorModule", "SubtokenEnabled", key, Value::boolean(true));
    set("SubtensorModule", "SubnetMechanism", key, Value::number(1));
    set("SubtensorModule", "SubnetTAO", key, Value::number(tao));
    set("SubtensorModule", "SubnetAlphaIn", key, Value::number(alpha));
}

void FakeChain::setFee(Rao fee) {
    apis["TransactionPaymentApi_query_info"] = [fee](ByteView) -> Result<Bytes> {
        scale::Encoder out;
        out.compact(1'000'000).compact(0).u8(0).amount(fee);
        return out.take();
    };
}

BlockRef FakeChain::addBlock(std::uint32_t number, std::vector<Bytes> extrinsics, bool rootChecked) {
    const BlockRef ref{BlockNumber{number}, hashOfNumber(number)};
    blocks[ref.hash] = {ref, std::move(extrinsics), rootChecked};
    chainOfBlocks[ref.number] = ref.hash;
    return ref;
}

void FakeChain::emit(TransactionStatus::Kind kind, BlockHash block) {
    later([this, kind, block] {
        if (m_watch) m_watch(TransactionStatus{kind, block});
    });
}

void FakeChain::emitTrouble(Error error) {
    later([this, error] {
        if (m_watch) m_watch(tl::unexpected<Error>{error});
    });
}

void FakeChain::finalize(const BlockRef& head) {
    final = head;
    if (best.number < head.number) best = head;
    for (const auto& [number, hash] : chainOfBlocks)
        if (number <= head.number) provenBlocks.insert(hash);
    later([this, head] {
        const auto listeners = m_finalListeners;
        for (const auto& [id, fn] : listeners)
            fn(head);
    });
}

void FakeChain::pump() {
    while (!m_queue.empty()) {
        const auto fn = std::move(m_queue.front());
        m_queue.pop_front();
        fn();
    }
}

Subscription FakeChain::onFinalHead(std::function<void(const BlockRef&)> fn) {
    const auto id = ++m_lastListener;
    m_finalListeners.emplace(id, std::move(fn));
    return Subscription{[this, id] { m_finalListeners.erase(id); }};
}

Result<Reading> FakeChain::answer(const std::vector<chain::StorageRead>& wanted, std::optional<BlockHash> at) const {
    if (readError != Errc{}) return fail(readError, "the test says so");
    Reading out;
    const auto stateAt = at ? m_stateAt.find(*at) : m_stateAt.end();
    const auto& state = stateAt == m_stateAt.end() ? m_state : stateAt->second;
    for (const auto& read : wanted) {
        TD_TRY(const auto key, metadata::storageKey(*info.metadata, read.pallet, read.item, read.keys));
        const auto it = state.find(key);
        TD_TRY(auto value, metadata::decodeStorageValue(*info.metadata, read.pallet, read.item,
                                                        it == state.end() ? std::nullopt : std::optional{it->second}));
        out.values.push_back(std::move(value));
    }
    out.at = final;
    out.trust = trust;
    if (at && *at != final.hash) {
        const auto block = blocks.find(*at);
        if (block == blocks.end()) return fail(Errc::NotFound, "no such block");
        out.at = block->second.ref;
        out.trust = provenBlocks.count(*at) != 0 ? trust : std::min(trust, Trust::Sealed);
    }
    return out;
}

void FakeChain::read(std::vector<chain::StorageRead> wanted, std::optional<BlockHash> at, chain::Done<Reading> done) {
    reads.insert(reads.end(), wanted.begin(), wanted.end());
    later([this, wanted = std::move(wanted), at, done = std::move(done)] { done(answer(wanted, at)); });
}

void FakeChain::call(std::string method, Bytes arguments, std::optional<BlockHash>, chain::Done<Bytes> done) {
    calls.push_back(method);
    later([this, method = std::move(method), arguments = std::move(arguments), done = std::move(done)] {
        const auto it = apis.find(method);
        if (it == apis.end())
            done(fail(Errc::RemoteError, "4003: Exported method " + method + " is not found"));
        else
            done(it->second(arguments));
    });
}

void FakeChain::nextIndex(const AccountId& account, chain::Done<std::uint32_t> done) {
    later([this, account, done = std::move(done)] { done(nextIndices[account]); });
}

Subscription FakeChain::submitAndWatch(Bytes extrinsic, std::function<void(Result<TransactionStatus>)> fn) {
    submitted.push_back(std::move(extrinsic));
    m_watch = std::move(fn);
    return Subscription{[this] { m_watch = nullptr; }};
}

void FakeChain::block(const BlockHash& hash, chain::Done<BlockBody> done) {
    later([this, hash, done = std::move(done)] {
        const auto it = blocks.find(hash);
        if (it == blocks.end())
            done(fail(Errc::NotFound, "no such block"));
        else
            done(it->second);
    });
}

void FakeChain::blockAt(BlockNumber number, chain::Done<BlockBody> done) {
    later([this, number, done = std::move(done)] {
        const auto it = chainOfBlocks.find(number);
        if (it == chainOfBlocks.end())
            done(BlockBody{{number, hashOfNumber(raw(number))}, {}, true});
        else
            done(blocks.at(it->second));
    });
}

} // namespace taodeck::testing
