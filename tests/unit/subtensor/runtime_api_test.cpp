#include "core/subtensor/pallets/transaction_payment.h"
#include "tests/unit/subtensor/test_chain.h"

namespace taodeck::subtensor::test {
namespace {

class RuntimeApiTest : public ::testing::Test {
protected:
    Result<Bytes> call(std::string_view method, ByteView arguments = {}) {
        return m_chain.runtime().call(m_chain.state(), method, arguments);
    }
    /// Decoded by the metadata that the runtime publishes.
    nlohmann::json answer(const std::string& method, ByteView arguments = {}) {
        const auto bytes = call(method, arguments);
        EXPECT_TRUE(bytes) << bytes.error().context;
        const auto api = m_chain.meta().api(method);
        EXPECT_TRUE(api) << method;
        const auto& types = m_chain.meta().types();
        const auto value = metadata::decodeValue(types, (*api)->output, *bytes);
        EXPECT_TRUE(value) << method;
        return *metadata::valueToJson(types, (*api)->output, *value);
    }
    TestChain m_chain;
};

TEST_F(RuntimeApiTest, NamesItsVersionAndApis) {
    const auto version = answer("Core_version");

    EXPECT_EQ(version["spec_name"], "node-subtensor");
    EXPECT_EQ(version["spec_version"], 425);
    EXPECT_EQ(version["apis"].size(), m_chain.meta().apis().size());
    EXPECT_EQ(version["apis"][1][0], "0x37e397fc7c91f5e4"); // Metadata
}

TEST_F(RuntimeApiTest, ServesMetadataByVersion) {
    for (const std::uint32_t version : {14u, 15u, 16u}) {
        Encoder argument, expected;
        argument.u32(version);
        expected.boolean(true).bytes(*m_chain.runtime().metadata(version));
        EXPECT_EQ(*call("Metadata_metadata_at_version", argument.view()), expected.view());
    }
    Encoder unknown;
    unknown.u32(17);
    EXPECT_EQ(*call("Metadata_metadata_at_version", unknown.view()), Bytes{0});
    EXPECT_EQ(answer("Metadata_metadata_versions"), (nlohmann::json{14, 15, 16}));
}

TEST_F(RuntimeApiTest, SaysTheSameInEveryMetadataVersion) {
    const auto& fifteen = m_chain.meta();
    const auto sixteen = metadata::Metadata::decode(*m_chain.runtime().metadata(16));
    ASSERT_TRUE(sixteen) << sixteen.error().context;

    ASSERT_EQ((*sixteen)->pallets().size(), fifteen.pallets().size());
    for (std::size_t i = 0; i < fifteen.pallets().size(); ++i) {
        const auto &a = fifteen.pallets()[i], &b = (*sixteen)->pallets()[i];
        EXPECT_EQ(a.name, b.name);
        EXPECT_EQ(a.calls, b.calls);
        EXPECT_EQ(a.events, b.events);
        EXPECT_EQ(a.errors, b.errors);
        EXPECT_EQ(a.storage.size(), b.storage.size());
        EXPECT_EQ(a.constants.size(), b.constants.size());
    }
    ASSERT_EQ((*sixteen)->apis().size(), fifteen.apis().size());
    for (std::size_t i = 0; i < fifteen.apis().size(); ++i) {
        EXPECT_EQ((*sixteen)->apis()[i].methods.size(), fifteen.apis()[i].methods.size());
        EXPECT_GT((*sixteen)->apis()[i].version, 0u);
    }
    EXPECT_EQ((*sixteen)->extrinsic().extensions.size(), fifteen.extrinsic().extensions.size());
}

TEST_F(RuntimeApiTest, NamesAuthoritiesAndNonces) {
    const auto alice = devKey("//Alice");
    m_chain.run({m_chain.sign(alice, makeCall(system::Remark{{}}))});

    EXPECT_EQ(answer("AccountNonceApi_account_nonce", alice.publicKey().view()), 1);
    EXPECT_EQ(answer("AuraApi_slot_duration"), 1000);
    EXPECT_EQ(answer("AuraApi_authorities").size(), 3u);
    EXPECT_EQ(answer("GrandpaApi_grandpa_authorities").size(), 3u);
    EXPECT_EQ(answer("GrandpaApi_current_set_id"), 0);
}

TEST_F(RuntimeApiTest, QuotesTheFeeThatIsThenCharged) {
    const auto alice = devKey("//Alice");
    const auto bytes =
        m_chain.sign(alice, makeCall(balances::TransferKeepAlive{addressOf(devAccount("//Bob")), {tao(1)}}));
    Encoder arguments;
    arguments.raw(bytes).u32(static_cast<std::uint32_t>(bytes.size()));

    const auto info = answer("TransactionPaymentApi_query_info", arguments.view());
    const auto details = answer("TransactionPaymentApi_query_fee_details", arguments.view());
    const auto block = m_chain.run({bytes});

    EXPECT_EQ(info["partial_fee"], block.results[0]->fee.raw());
    EXPECT_EQ(info["class"], (nlohmann::json{{"Normal", nullptr}}));
    const auto& fee = details["inclusion_fee"];
    EXPECT_EQ(fee["base_fee"].get<std::uint64_t>() + fee["len_fee"].get<std::uint64_t>() +
                  fee["adjusted_weight_fee"].get<std::uint64_t>(),
              block.results[0]->fee.raw());
}

TEST_F(RuntimeApiTest, SaysWhichMethodItDoesNotHave) {
    for (const auto* method : {"Metadata_nothing", "Nothing_metadata", "", "_"}) {
        const auto result = call(method);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, Errc::Unsupported);
        EXPECT_EQ(result.error().context, "Exported method " + std::string{method} + " is not found");
    }
}

TEST_F(RuntimeApiTest, RefusesArgumentsThatDoNotFit) {
    EXPECT_FALSE(call("AccountNonceApi_account_nonce", Bytes(31, 1)));
    EXPECT_FALSE(call("AccountNonceApi_account_nonce", Bytes(33, 1)));
    EXPECT_FALSE(call("TransactionPaymentApi_query_info", Bytes{4, 9, 0, 0, 0, 0}));
}

} // namespace
} // namespace taodeck::subtensor::test
