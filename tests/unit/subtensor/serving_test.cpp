#include "core/subtensor/pallets/subtensor_module/identity/events.h"
#include "core/subtensor/pallets/subtensor_module/identity/identity_calls.h"
#include "core/subtensor/pallets/subtensor_module/serving/events.h"
#include "core/subtensor/pallets/subtensor_module/serving/serving_calls.h"
#include "tests/unit/subtensor/neuron_chain.h"

namespace taodeck::subtensor::test {
namespace {

// Upstream: pallets/subtensor/src/tests/serving.rs, guards/check_serving_endpoints.rs; the name in front of a test is
// upstream's.

const AccountId kServer = acc(1), kServerCold = acc(66);

UInt128 ipv4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return a << 24 | b << 16 | c << 8 | d;
}
UInt128 ipv6(std::initializer_list<std::uint16_t> groups) {
    UInt128 out = 0;
    for (const std::uint16_t g : groups)
        out = out << 16 | g;
    return out;
}

// test_serving_is_valid_ip_type_ok_ipv4, ..._ok_ipv6, ..._nok
TEST(Endpoint, IsOfTheFourthOrSixthVersion) {
    for (unsigned type = 0; type < 256; ++type)
        EXPECT_EQ(sm::isValidIpType(static_cast<std::uint8_t>(type)), type == 4 || type == 6) << type;
}

// test_serving_is_valid_ip_address_ipv4, ..._ipv6, test_serving_is_invalid_ipv4_address, ..._ipv6_address
TEST(Endpoint, IsNeitherEveryoneNorTheHostItself) {
    struct Case {
        std::uint8_t type;
        UInt128 ip;
        bool allowZero, valid;
    };
    const UInt128 everyone = ~UInt128{0};
    const std::vector<Case> cases{
        {4, ipv4(8, 8, 8, 8), false, true},
        {4, ipv4(0, 0, 0, 0), true, true},
        {6, ipv6({1, 2, 3, 4, 5, 6, 7, 8}), false, true},
        {6, 0, true, true},
        {4, ipv4(0, 0, 0, 0), false, false},
        {4, ipv4(255, 255, 255, 255), false, false},
        {4, ipv4(127, 0, 0, 1), false, false},
        {4, ipv6({0xffff, 2, 3, 4, 5, 6, 7, 8}), false, false},
        {4, ipv4(255, 255, 255, 255), true, false},
        {4, ipv4(127, 0, 0, 1), true, false},
        {4, ipv6({0xffff, 2, 3, 4, 5, 6, 7, 8}), true, false},
        {6, 0, false, false},
        {4, everyone, false, false},
        {4, everyone, true, false},
        {6, everyone, true, false},
        {6, 1, true, false},
        {4, ipv4(127, 0, 0, 2), false, true},  // only this one address of the host
        {4, ipv4(192, 168, 0, 1), false, true} // private ranges are not refused
    };
    for (std::size_t i = 0; i < cases.size(); ++i)
        EXPECT_EQ(sm::isValidIpAddress(cases[i].type, cases[i].ip, cases[i].allowZero), cases[i].valid) << i;
}

class Serving : public ::testing::Test {
protected:
    void SetUp() override {
        chain.add();
        chain.registerFree(kNet, kServer, kServerCold);
    }
    sm::ServeAxon axon{kNet, 2, 1'676'056'785, 128, 4, 0, 0, 0};
    sm::ServePrometheus prometheus{kNet, 2, 1'676'056'785, 128, 4};
    sm::ServeAxonTls tls(Bytes certificate) {
        return {kNet, axon.version, axon.ip, axon.port, axon.ipType, 0, 0, 0, std::move(certificate)};
    }
    template <class C>
    std::string serve(const C& call) {
        return chain.error(kServer, call);
    }
    NeuronChain chain;
};

// test_serving_ok, test_serving_set_metadata_update, registered_hotkey_allows_axon
TEST_F(Serving, AnAxonIsStoredAndReplaced) {
    ASSERT_EQ(serve(axon), "");
    EXPECT_TRUE(chain.emitted(sm::AxonServed{kNet, kServer}));
    axon = {kNet, 3, 1'676'056'786, 129, 6, 1, 1, 1};
    ASSERT_EQ(serve(axon), "");

    const auto stored = sm::Axons.get(chain.state(), kNet, kServer);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->block, 1U);
    EXPECT_EQ(stored->version, 3U);
    EXPECT_TRUE(stored->ip == 1'676'056'786);
    EXPECT_EQ(stored->port, 129);
    EXPECT_EQ(stored->ipType, 6);
    EXPECT_EQ(stored->protocol, 1);
    EXPECT_EQ(stored->placeholder1, 1);
    EXPECT_EQ(stored->placeholder2, 1);
}

// test_serving_tls_ok, uids.rs: test_neuron_certificate
TEST_F(Serving, ACertificateIsItsAlgorithmAndItsKey) {
    for (const char* text : {"CERT", "UPDATED_CERT"}) {
        const Bytes certificate = toBytes(asBytes(text));
        ASSERT_EQ(serve(tls(certificate)), "");
        const auto stored = sm::NeuronCertificates.get(chain.state(), kNet, kServer);
        ASSERT_TRUE(stored);
        EXPECT_EQ(stored->algorithm, certificate.front());
        EXPECT_EQ(stored->publicKey.items, (Bytes{certificate.begin() + 1, certificate.end()}));
    }
    EXPECT_TRUE(sm::Axons.get(chain.state(), kNet, kServer));
}

TEST_F(Serving, ACertificateThatIsNoneIsLeftOutWithoutAnError) {
    ASSERT_EQ(serve(tls({})), "");
    ASSERT_EQ(serve(tls(Bytes(66, 7))), "");
    EXPECT_FALSE(sm::NeuronCertificates.get(chain.state(), kNet, kServer));

    ASSERT_EQ(serve(tls(Bytes(65, 7))), "");
    EXPECT_EQ(sm::NeuronCertificates.get(chain.state(), kNet, kServer)->publicKey.items.size(), 64U);
    ASSERT_EQ(serve(tls({9})), ""); // an algorithm without a key
    EXPECT_TRUE(sm::NeuronCertificates.get(chain.state(), kNet, kServer)->publicKey.items.empty());
}

// test_prometheus_serving_ok, test_prometheus_serving_set_metadata_update, registered_hotkey_allows_prometheus
TEST_F(Serving, MetricsAreStoredAndReplaced) {
    ASSERT_EQ(serve(prometheus), "");
    EXPECT_TRUE(chain.emitted(sm::PrometheusServed{kNet, kServer}));
    prometheus = {kNet, 3, 1'676'056'786, 129, 6};
    ASSERT_EQ(serve(prometheus), "");

    const auto stored = sm::Prometheus.get(chain.state(), kNet, kServer);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->block, 1U);
    EXPECT_EQ(stored->version, 3U);
    EXPECT_TRUE(stored->ip == 1'676'056'786);
    EXPECT_EQ(stored->port, 129);
    EXPECT_EQ(stored->ipType, 6);
}

// test_axon_serving_rate_limit_exceeded
TEST_F(Serving, AnAxonMayChangeOnlyEverySoManyBlocks) {
    for (int i = 0; i < 4; ++i)
        ASSERT_EQ(serve(axon), "");
    sm::ServingRateLimit.set(chain.state(), kNet, 2);
    chain.setBlock(2);
    EXPECT_EQ(serve(axon), "SubtensorModule.ServingRateLimitExceeded");
    EXPECT_EQ(serve(tls({1, 2})), "SubtensorModule.ServingRateLimitExceeded");
    EXPECT_EQ(serve(prometheus), ""); // counted by itself

    chain.setBlock(3);
    EXPECT_EQ(serve(axon), "");
}

// test_prometheus_serving_rate_limit_exceeded
TEST_F(Serving, MetricsMayChangeOnlyEverySoManyBlocks) {
    for (int i = 0; i < 4; ++i)
        ASSERT_EQ(serve(prometheus), "");
    sm::ServingRateLimit.set(chain.state(), kNet, 1);

    EXPECT_EQ(serve(prometheus), "SubtensorModule.ServingRateLimitExceeded");
    chain.setBlock(2);
    EXPECT_EQ(serve(prometheus), "");
}

// test_axon_invalid_port, test_prometheus_invalid_port, unregistered_hotkey_blocks_axon
TEST_F(Serving, NamesItsErrors) {
    EXPECT_EQ(chain.errorAs(Origin::none(), axon), "BadOrigin");
    EXPECT_EQ(chain.errorAs(Origin::none(), prometheus), "BadOrigin");
    EXPECT_EQ(chain.errorAs(Origin::root(), tls({1})), "BadOrigin");
    EXPECT_EQ(chain.error(acc(2), axon), "SubtensorModule.HotKeyNotRegisteredInNetwork");
    EXPECT_EQ(chain.error(acc(2), tls({1})), "SubtensorModule.HotKeyNotRegisteredInNetwork");
    EXPECT_EQ(chain.error(acc(2), prometheus), "SubtensorModule.HotKeyNotRegisteredInNetwork");
    axon.port = prometheus.port = 0;
    EXPECT_EQ(serve(axon), "SubtensorModule.InvalidPort");
    EXPECT_EQ(serve(prometheus), "SubtensorModule.InvalidPort");
    axon.ip = prometheus.ip = 0x7f000001;
    EXPECT_EQ(serve(axon), "SubtensorModule.InvalidIpAddress");
    EXPECT_EQ(serve(prometheus), "SubtensorModule.InvalidIpAddress");
    axon.ipType = prometheus.ipType = 5;
    EXPECT_EQ(serve(axon), "SubtensorModule.InvalidIpType");
    EXPECT_EQ(serve(prometheus), "SubtensorModule.InvalidIpType");
}

TEST_F(Serving, TheAddressZeroIsForAxonsThatServeNoLonger) {
    axon.ip = prometheus.ip = 0;

    EXPECT_EQ(serve(axon), "");
    EXPECT_EQ(serve(prometheus), "SubtensorModule.InvalidIpAddress");
}

TEST_F(Serving, ThePoolRefusesWithTheGuardsError) {
    const GuardContext pool{chain.state(), chain.rules(), chain.block()};

    const auto refused = sm::ServeAxon::guard(pool, acc(2), axon);

    ASSERT_FALSE(refused);
    EXPECT_EQ(text(refused.error()), "SubtensorModule.HotKeyNotRegisteredInNetwork");
    EXPECT_TRUE(sm::ServeAxon::guard(pool, kServer, axon));
}

// test_serving_subscribe_ok_dispatch_info_ok, test_prometheus_serving_subscribe_ok_dispatch_info_ok
TEST_F(Serving, IsFree) {
    EXPECT_FALSE(sm::ServeAxon::info(axon).paysFee);
    EXPECT_FALSE(sm::ServeAxonTls::info(tls({})).paysFee);
    EXPECT_FALSE(sm::ServePrometheus::info(prometheus).paysFee);
}

// --- Identities ---

sm::ChainIdentityV2 sized(std::size_t name, std::size_t url, std::size_t repository, std::size_t image,
                          std::size_t discord, std::size_t description, std::size_t additional) {
    return {Bytes(name),    Bytes(url),         Bytes(repository), Bytes(image),
            Bytes(discord), Bytes(description), Bytes(additional)};
}

// test_is_valid_identity
TEST(Identity, EachFieldHasItsLimit) {
    EXPECT_TRUE(sm::isValid(sized(256, 256, 256, 1'024, 256, 1'024, 1'024)));
    EXPECT_TRUE(sm::isValid(sized(0, 0, 0, 0, 0, 0, 0)));
    EXPECT_TRUE(sm::isValid(sized(5, 17, 0, 0, 10, 0, 15)));
    EXPECT_FALSE(sm::isValid(sized(257, 256, 256, 1'024, 256, 1'024, 1'024)));
    EXPECT_FALSE(sm::isValid(sized(0, 257, 0, 0, 0, 0, 0)));
    EXPECT_FALSE(sm::isValid(sized(0, 0, 257, 0, 0, 0, 0)));
    EXPECT_FALSE(sm::isValid(sized(0, 0, 0, 1'025, 0, 0, 0)));
    EXPECT_FALSE(sm::isValid(sized(0, 0, 0, 0, 257, 0, 0)));
    EXPECT_FALSE(sm::isValid(sized(0, 0, 0, 0, 0, 1'025, 0)));
    EXPECT_FALSE(sm::isValid(sized(0, 0, 0, 0, 0, 0, 1'025)));
}

// test_do_set_identity, test_set_and_get_identity
TEST_F(Serving, AnIdentityIsForOwnersOfANeuron) {
    sm::SetIdentity call;
    call.identity.name = toBytes(asBytes("Alice"));
    call.identity.url = toBytes(asBytes("https://alice.com"));
    EXPECT_EQ(chain.errorAs(Origin::none(), call), "BadOrigin");
    EXPECT_EQ(chain.error(acc(3), call), "SubtensorModule.HotKeyNotRegisteredInNetwork");
    ASSERT_EQ(chain.error(kServerCold, call), "");
    EXPECT_TRUE(chain.emitted(sm::ChainIdentitySet{kServerCold}));

    call.identity.name = toBytes(asBytes("Alice Updated"));
    ASSERT_EQ(chain.error(kServerCold, call), "");
    EXPECT_EQ(sm::IdentitiesV2.get(chain.state(), kServerCold)->name, call.identity.name);

    call.identity = sized(513, 513, 513, 513, 513, 513, 513);
    EXPECT_EQ(chain.error(kServerCold, call), "SubtensorModule.InvalidIdentity");
    sm::IsNetworkMember.set(chain.state(), kServer, kNet, false); // an entry that says no
    EXPECT_EQ(chain.error(kServerCold, call), "SubtensorModule.HotKeyNotRegisteredInNetwork");
}

} // namespace
} // namespace taodeck::subtensor::test
