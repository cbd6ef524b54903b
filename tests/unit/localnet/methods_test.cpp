#include "test_chain.h"

#include "core/base/hex.h"
#include "core/crypto/hash.h"
#include "core/crypto/ss58.h"
#include "core/localnet/methods.h"

namespace taodeck::localnet {
namespace {

class Methods : public ::testing::Test {
protected:
    MethodResult call(const std::string& name, const json& params = json::array()) {
        MethodContext context{*test.chain, test.now};
        return callMethod(table, name, context, params);
    }
    json answer(const std::string& name, const json& params = json::array()) {
        auto result = call(name, params);
        EXPECT_TRUE(result) << name << ": " << result.error().message << " " << result.error().data;
        return result ? *std::move(result) : json{};
    }
    static std::string accountKey(const char* uri) {
        Bytes key = crypto::storagePrefix("System", "Account");
        crypto::appendHashed(key, crypto::Hasher::Blake2_128Concat, accountOf(uri).view());
        return toHex(key);
    }
    TestChain test;
    MethodTable table = allMethods();
};

TEST_F(Methods, BlocksAndHashesAgree) {
    test.author();
    const json head = answer("chain_getHead");

    EXPECT_EQ(answer("chain_getBlockHash"), head);
    EXPECT_EQ(answer("chain_getBlockHash", json::array({nullptr})), head);
    EXPECT_EQ(answer("chain_getBlockHash", json::array({1})), head);
    EXPECT_EQ(answer("chain_getBlockHash", json::array({"0x1"})), head);
    EXPECT_EQ(answer("chain_getBlockHash", json::array({7})), json{});
    EXPECT_EQ(answer("chain_getBlockHash", json::array({json::array({0, 1})})).size(), 2u);
    EXPECT_EQ(answer("chain_getFinalisedHead"), head);
    const json header = answer("chain_getHeader");
    EXPECT_EQ(header["number"], "0x1");
    EXPECT_EQ(header["parentHash"], answer("chain_getBlockHash", json::array({0})));
    EXPECT_EQ(header["digest"]["logs"].size(), 2u);
    const json block = answer("chain_getBlock", json::array({head}));
    EXPECT_EQ(block["block"]["header"], header);
    EXPECT_EQ(block["justifications"][0][0], json::array({70, 82, 78, 75}));
    EXPECT_TRUE(block["justifications"][0][1].is_array());
    EXPECT_EQ(answer("chain_getBlock", json::array({answer("chain_getBlockHash", json::array({0}))}))["justifications"],
              json{});
    EXPECT_EQ(answer("chain_getHeader", json::array({toHex(Bytes(32, 1))})), json{});
}

TEST_F(Methods, ValuesComeWithAndWithoutPrefixAndAt) {
    test.author();
    const std::string key = accountKey("//Alice");
    const json value = answer("state_getStorage", json::array({key}));

    ASSERT_TRUE(value.is_string());
    EXPECT_EQ(answer("state_getStorageAt", json::array({key.substr(2), nullptr})), value);
    EXPECT_EQ(answer("state_getStorage", json::array({key, answer("chain_getHead")})), value);
    EXPECT_EQ(answer("state_getStorage", json::array({"0x00"})), json{});
    EXPECT_EQ(answer("state_getStorageSize", json::array({key})), value.get<std::string>().size() / 2 - 1);
    EXPECT_EQ(answer("state_getStorageHash", json::array({key})),
              toHex(crypto::blake2b256(*fromHex(value.get<std::string>()))));
    const json group = answer("state_queryStorageAt", json::array({json::array({"0x00", key})}));
    EXPECT_EQ(group.size(), 1u);
    EXPECT_EQ(group[0]["changes"], json::array({json::array({"0x00", nullptr}), json::array({key, value})}));
}

TEST_F(Methods, KeysPageThroughAWholePrefix) {
    const std::string prefix = toHex(crypto::storagePrefix("System", "Account"));
    const json all = answer("state_getKeys", json::array({prefix, nullptr}));
    ASSERT_GT(all.size(), 4u);

    json paged = json::array();
    std::string start = prefix;
    for (;;) {
        const json page = answer("state_getKeysPaged", json::array({prefix, 2, start, nullptr}));
        for (const auto& key : page)
            paged.push_back(key);
        if (page.size() < 2) break;
        start = page.back();
    }

    EXPECT_EQ(paged, all);
    EXPECT_EQ(answer("state_getKeysPagedAt", json::array({prefix, 1000})), all);
    EXPECT_EQ(call("state_getKeysPaged", json::array({prefix, 1001})).error().code, 4002);
}

TEST_F(Methods, ReadProofsProveTheValuesUnderTheHeader) {
    test.author();
    const std::string key = accountKey("//Alice");
    const json value = answer("state_getStorage", json::array({key}));

    const json proof = answer("state_getReadProof", json::array({json::array({key, "0x1234"})}));

    EXPECT_EQ(proof["at"], answer("chain_getHead"));
    std::vector<Bytes> nodes;
    for (const auto& node : proof["proof"])
        nodes.push_back(*fromHex(node.get<std::string>()));
    const std::vector<Bytes> keys{*fromHex(key), {0x12, 0x34}};
    const auto read = trie::readProof(test.chain->best().header.stateRoot, nodes, keys);
    ASSERT_TRUE(read);
    EXPECT_EQ(toHex(*read->at(0)), value.get<std::string>());
    EXPECT_FALSE(read->at(1));
}

TEST_F(Methods, MetadataAndVersionsAreServed) {
    const json v14 = answer("state_getMetadata");
    const json version = answer("state_getRuntimeVersion");
    const json v15 = answer("state_call", json::array({"Metadata_metadata_at_version", "0f000000"}));
    const json none = answer("state_call", json::array({"Metadata_metadata_at_version", "0x63000000", nullptr}));
    const auto missing = call("state_call", json::array({"Nothing_here", ""}));

    EXPECT_TRUE(v14.get<std::string>().starts_with("0x6d6574610e"));
    EXPECT_TRUE(v15.get<std::string>().starts_with("0x01"));
    EXPECT_EQ(none, "0x00");
    EXPECT_EQ(version["specVersion"], 425);
    EXPECT_EQ(version["specName"], "node-subtensor");
    EXPECT_GT(version["apis"].size(), 3u);
    EXPECT_EQ(answer("chain_getRuntimeVersion", json::array({nullptr})), version);
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().message.find("Exported method Nothing_here is not found"), std::string::npos)
        << missing.error().message;
}

TEST_F(Methods, TheNetworksOwnMethodsAnswerWithTheBytesOfTheirRuntimeApi) {
    const auto bytesOf = [&](const char* api, const std::string& arguments) {
        json out = json::array();
        const auto bytes = *fromHex(answer("state_call", json::array({api, arguments})).get<std::string>());
        for (const auto byte : bytes)
            out.push_back(byte);
        return out;
    };
    const auto account = accountOf("//Alice");
    json accountBytes = json::array();
    for (const auto byte : account.view())
        accountBytes.push_back(byte);

    EXPECT_EQ(answer("subnetInfo_getDynamicInfo", json::array({0})),
              bytesOf("SubnetInfoRuntimeApi_get_dynamic_info", "0000"));
    EXPECT_EQ(answer("subnetInfo_getSelectiveMetagraph", json::array({0, {0, 52}})),
              bytesOf("SubnetInfoRuntimeApi_get_selective_metagraph", "00000800003400"));
    EXPECT_EQ(answer("delegateInfo_getDelegated", json::array({accountBytes, nullptr})),
              bytesOf("DelegateInfoRuntimeApi_get_delegated", toHex(account.view())));
    EXPECT_EQ(answer("neuronInfo_getNeuron", json::array({0, 999})), json::array({0}));
    EXPECT_EQ(answer("swap_simSwapTaoForAlpha", json::array({0, 1'000})),
              bytesOf("SwapRuntimeApi_sim_swap_tao_for_alpha", "0000e803000000000000"));
    EXPECT_EQ(answer("swap_currentAlphaPrice", json::array({0})), 1'000'000'000);
    EXPECT_TRUE(answer("swap_currentAlphaPriceAll").is_array());
    EXPECT_GE(answer("subnetInfo_getLockCost").get<std::uint64_t>(), 1'000'000'000'000u);
    EXPECT_TRUE(answer("subnetInfo_getSubnetToPrune").is_null());
    EXPECT_EQ(answer("stakeInfo_getColdkeyLock", json::array({crypto::ss58(account), 0})), json::array({0}));
}

TEST_F(Methods, TheNetworksOwnMethodsRefuseParamsThatDoNotFit) {
    EXPECT_EQ(call("subnetInfo_getDynamicInfo", json::array({65'536})).error().code, rpc::kInvalidParams);
    EXPECT_EQ(call("subnetInfo_getMechagraph", json::array({0, 256})).error().code, rpc::kInvalidParams);
    EXPECT_EQ(call("delegateInfo_getDelegate", json::array({{1, 2, 3}})).error().code, rpc::kInvalidParams);
    EXPECT_EQ(call("neuronInfo_getNeuron", json::array({0})).error().code, rpc::kInvalidParams);
    EXPECT_EQ(call("subnetInfo_getSelectiveMetagraph", json::array({0, json(std::vector<int>(1'001))})).error().code,
              rpc::kInvalidParams);
}

TEST_F(Methods, UnknownBlocksAreToldInTheReferencesWords) {
    const std::string hash = toHex(Bytes(32, 1));

    const auto storage = call("state_getStorage", json::array({"0x00", hash}));
    const auto version = call("state_getRuntimeVersion", json::array({hash}));

    EXPECT_EQ(storage.error().code, 4003);
    EXPECT_TRUE(storage.error().message.starts_with("Client error: Api called for an unknown Block:"));
    EXPECT_EQ(version.error().code, 4003);
}

TEST_F(Methods, TransactionsAreTakenCountedAndPriced) {
    const auto transfer = toHex(signedTransfer(*test.chain, "//Alice", 0, AccountId{{42}}, 1'000'000'000));
    const std::string alice = crypto::ss58(accountOf("//Alice"));

    const json info = answer("payment_queryInfo", json::array({transfer}));
    const json details = answer("payment_queryFeeDetails", json::array({transfer, nullptr}));
    EXPECT_EQ(answer("account_nextIndex", json::array({alice})), 0);
    const json hash = answer("author_submitExtrinsic", json::array({transfer}));

    EXPECT_EQ(info["class"], "normal");
    EXPECT_GT(std::stoull(info["partialFee"].get<std::string>()), 0u);
    EXPECT_TRUE(details["inclusionFee"]["baseFee"].is_string());
    EXPECT_EQ(hash, toHex(crypto::blake2b256(*fromHex(transfer))));
    EXPECT_EQ(answer("author_pendingExtrinsics"), json::array({transfer}));
    EXPECT_EQ(answer("system_accountNextIndex", json::array({alice})), 1);
    const auto again = call("author_submitExtrinsic", json::array({transfer}));
    EXPECT_EQ(again.error().code, 1013);
    EXPECT_EQ(again.error().message, "Transaction Already Imported");
    const auto garbage = call("author_submitExtrinsic", json::array({"0x0401"}));
    EXPECT_EQ(garbage.error().code, 1001);
}

TEST_F(Methods, WrongParamsAreInvalidParams) {
    for (const auto& [name, params] :
         std::vector<std::pair<std::string, json>>{{"state_getStorage", json::array()},
                                                   {"state_getStorage", json::array({5})},
                                                   {"state_getStorage", json::array({"0x0"})},
                                                   {"state_getStorage", json{{"key", 1}}},
                                                   {"state_call", json::array({7})},
                                                   {"state_call", json::array()},
                                                   {"state_queryStorageAt", json::array({"0x00"})},
                                                   {"state_getKeysPaged", json::array({"0x"})},
                                                   {"chain_getBlockHash", json::array({-1})},
                                                   {"chain_getHeader", json::array({"0x00"})},
                                                   {"account_nextIndex", json::array({"nobody"})},
                                                   {"author_submitExtrinsic", json::array({nullptr})}}) {
        SCOPED_TRACE(name + params.dump());
        const auto result = call(name, params);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, rpc::kInvalidParams);
    }
    EXPECT_EQ(call("nothing").error().code, rpc::kMethodNotFound);
}

TEST_F(Methods, TheSystemDescribesItself) {
    EXPECT_EQ(answer("system_chain"), "Taodeck localnet");
    EXPECT_EQ(answer("system_chainType"), "Local");
    EXPECT_EQ(answer("system_properties")["tokenSymbol"], "TAO");
    EXPECT_EQ(answer("system_health")["isSyncing"], false);
    EXPECT_TRUE(answer("system_localPeerId").get<std::string>().starts_with("12D3Koo"));
    EXPECT_EQ(answer("system_syncState")["currentBlock"], 0);
}

} // namespace
} // namespace taodeck::localnet
