// Weights that are committed as a ciphertext to a later pulse, on a running chain with a beacon of its own: as a
// validator's client does it, over JSON-RPC alone.

#include "core/base/hex.h"
#include "core/crypto/hash.h"
#include "core/crypto/keypair.h"
#include "core/crypto/timelock.h"
#include "core/localnet/node.h"
#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/drand/beacon.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"
#include "core/subtensor/pallets/subtensor_module/weights/events.h"
#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"
#include "core/subtensor/pallets/system.h"
#include "rpc_fixture.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>

namespace taodeck::localnet {
namespace {

namespace drand = subtensor::drand;
namespace sm = subtensor::subtensor_module;
using rpc::json;

constexpr NetUid kNet{1};
constexpr int kWeightsRateLimit = 100; ///< Blocks.
constexpr std::uint64_t kSlotMillis = 250;

/// Storage of the newest block, asked for key by key.
class RemoteState final : public subtensor::StateReader {
public:
    explicit RemoteState(rpc::Client& client) : m_client{client} {}
    std::optional<Bytes> get(ByteView key) const override {
        const auto answer = rpc::callAndWait(m_client, "state_getStorage", json::array({toHex(key)}));
        if (!answer || !answer->is_string()) return std::nullopt;
        return fromHex(answer->get<std::string>()).value();
    }
    std::optional<Bytes> nextKey(ByteView) const override { throw std::logic_error{"single values only"}; }

private:
    rpc::Client& m_client;
};

class TimelockedLocalnet : public ::testing::Test {
protected:
    TimelockedLocalnet() {
        NodeOptions options;
        options.chain.file = folder.path() / "chain.sqlite";
        options.chain.slotMillis = kSlotMillis;
        options.chain.now = SystemClock{}.now();
        begun = static_cast<std::uint64_t>(options.chain.now.time_since_epoch().count());
        auto started = startNode(threads.io, std::move(options));
        EXPECT_TRUE(started) << started.error().context;
        node = *std::move(started);
        rpc::ClientOptions link;
        link.url = "ws://127.0.0.1:" + std::to_string(node->port());
        client = rpc::connectedClient(threads.io, link);
    }
    void step(int blocks = 1) { ASSERT_TRUE(rpc::callAndWait(*client, "localnet_step", json::array({blocks}))); }
    /// Free, immortal, and the key's first.
    Result<json> submit(const subtensor::RuntimeCall& call) {
        const auto& genesis = node->genesisHash();
        const Bytes callBytes = subtensor::encoded(call);
        scale::Encoder extra, payload, body, out;
        extra.u8(0).compact(0).compact(0).u8(0);
        payload.raw(callBytes).raw(extra.view()).u32(425).u32(1).id(genesis).id(genesis).u8(0);
        const Bytes bytes = toBytes(payload.view());
        const auto digest = crypto::blake2b256(bytes);
        const ByteView toSign = bytes.size() > 256 ? ByteView{digest} : ByteView{bytes};
        body.u8(0x84).u8(0).id(validator.publicKey()).u8(1).raw(validator.sign(toSign));
        body.raw(extra.view()).raw(callBytes);
        out.bytes(body.view());
        return rpc::callAndWait(*client, "author_submitExtrinsic", json::array({toHex(out.view())}));
    }
    /// Whether the newest block has this event: its number and its fields, which no other event holds.
    template <class E>
    bool emitted(const RemoteState& state, const E& event) {
        scale::Encoder out;
        out.u8(static_cast<std::uint8_t>(E::kName.pallet)).u8(E::kName.index);
        std::apply([&](const auto&... field) { (subtensor::encodeTo(out, field), ...); }, E::fields(event));
        const Bytes events = state.get(subtensor::system::Events.key()).value_or(Bytes{});
        const Bytes wanted = toBytes(out.view());
        return std::search(events.begin(), events.end(), wanted.begin(), wanted.end()) != events.end();
    }

    rpc::IoThreads threads;
    test::TemporaryFolder folder;
    std::unique_ptr<Node> node;
    std::uint64_t begun{0}; ///< Milliseconds since 1970.
    std::shared_ptr<rpc::Client> client;
    crypto::KeyPair validator = *crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Validator//1//hot");
};

TEST_F(TimelockedLocalnet, WeightsAreRevealedByTheChainOnceTheirPulseAndEpochHaveCome) {
    const AccountId hotkey = validator.publicKey();
    const auto index = sm::mainIndex(kNet);
    step(kWeightsRateLimit + 1); // the genesis set weights
    const RemoteState state{*client};
    const auto uid = sm::Uids.get(state, kNet, hotkey);
    ASSERT_TRUE(uid);
    auto weights = sm::Weights.get(state, index, *uid);
    ASSERT_GE(weights.size(), 2U);
    for (std::size_t i = 0; i < weights.size(); ++i)
        weights[i].second = i == 0 ? std::uint16_t{65'535} : static_cast<std::uint16_t>(1'000 + i);

    std::vector<std::uint16_t> uids, values;
    for (const auto& [to, value] : weights)
        uids.push_back(to), values.push_back(value);
    scale::Encoder plain;
    subtensor::encodeTo(plain, toBytes(hotkey.view()));
    subtensor::encodeTo(plain, uids);
    subtensor::encodeTo(plain, values);
    plain.u64(sm::WeightsVersionKey.get(state, kNet));
    const auto beacon = drand::beaconOf(state);
    const std::uint64_t round = drand::roundAt(beacon, begun + (kWeightsRateLimit + 1) * kSlotMillis) + 1;
    const auto ciphertext = crypto::timelockEncrypt(beacon.publicKey.bytes, round, plain.view());
    ASSERT_TRUE(ciphertext);

    const auto sent = submit(subtensor::makeCall(sm::CommitTimelockedWeights{
        kNet, sm::TimelockBytes{*ciphertext}, round, sm::CommitRevealWeightsVersion.get(state)}));
    ASSERT_TRUE(sent) << sent.error().context;
    step();
    EXPECT_TRUE(
        emitted(state, sm::TimelockedWeightsCommitted{hotkey, index, crypto::hashOf<Hash256>(*ciphertext), round}));
    EXPECT_NE(sm::Weights.get(state, index, *uid), weights);

    bool revealed = false;
    for (int blocks = 0; blocks < 80 && !revealed; ++blocks) { // epochs are 20 blocks, and one must pass between
        step();
        revealed = emitted(state, sm::TimelockedWeightsRevealed{index, hotkey});
        EXPECT_EQ(sm::Weights.get(state, index, *uid) == weights, revealed);
    }

    EXPECT_TRUE(revealed);
    EXPECT_TRUE(drand::Pulses.get(state, round));
    EXPECT_EQ(sm::Weights.get(state, index, *uid), weights);
}

} // namespace
} // namespace taodeck::localnet
