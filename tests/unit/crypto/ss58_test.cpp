#include "core/crypto/ss58.h"

#include "core/crypto/accounts.h"
#include "tests/support/json_vectors.h"

using namespace taodeck;
using namespace taodeck::crypto;
using namespace taodeck::test;

TEST(Ss58, MatchesThePublishedAddresses) {
    int count = 0;
    forEachVectorFile("crypto", [&](const nlohmann::json& doc) {
        const auto key = *AccountId::from(unhex(doc.at("ss58").at("publicKey")));
        for (const auto& row : doc.at("ss58").at("encodings")) {
            const auto prefix = row.at("prefix").get<std::uint16_t>();
            EXPECT_EQ(ss58(key, prefix), row.at("address"));
            const auto parsed = parseSs58(row.at("address").get<std::string>());
            ASSERT_TRUE(parsed) << row;
            EXPECT_EQ(parsed->account, key);
            EXPECT_EQ(parsed->prefix, prefix);
            ++count;
        }
        for (const auto& row : doc.at("ss58").at("otherKeys")) {
            EXPECT_EQ(ss58(*AccountId::from(unhex(row.at("publicKey")))), row.at("address42"));
            ++count;
        }
        for (const auto& row : doc.at("ss58").at("invalid")) {
            EXPECT_FALSE(parseSs58(row.at("address").get<std::string>())) << row;
            ++count;
        }
    });
    reportCases(count);
}

TEST(Ss58, EveryPrefixReadsBackAndReservedOnesAreRefused) {
    const AccountId account{{1, 2, 3}};
    for (std::uint16_t prefix = 0; prefix < 16384; ++prefix) {
        if (prefix == 46 || prefix == 47) continue;
        const auto parsed = parseSs58(ss58(account, prefix));
        ASSERT_TRUE(parsed) << prefix;
        ASSERT_EQ(parsed->prefix, prefix);
        ASSERT_EQ(parsed->account, account);
    }
    EXPECT_EQ(parseSs58("5bEfY5LPgPMThPLk3qrnWEqNL3kmmsgdzp19qBcQsaTSML4L").error().code,
              Errc::OutOfRange); // prefix 46
}

TEST(Ss58, TruncationsAndForeignCharactersAreRefused) {
    const std::string good = ss58(AccountId{{7}});
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_FALSE(parseSs58(good.substr(0, size))) << size;
    for (const char c : {'0', 'O', 'I', 'l', ' ', '\0', '\xff'}) {
        std::string bad = good;
        bad[10] = c;
        EXPECT_EQ(parseSs58(bad).error().code, Errc::Malformed) << c;
    }
    std::string typo = good;
    typo[10] = typo[10] == 'a' ? 'b' : 'a';
    EXPECT_EQ(parseSs58(typo).error().code, Errc::BadSignature);
    EXPECT_EQ(parseSs58(std::string(100000, '1')).error().code, Errc::Malformed);
}

TEST(Ss58, AccountFieldsTakeAddressesAndPublicKeys) {
    const AccountId account{{1, 2, 3}};

    EXPECT_EQ(*parseAccount(ss58(account, 0)), account);
    EXPECT_EQ(*parseAccount(toHex(account.bytes)), account);
    EXPECT_FALSE(parseAccount("0x1234"));
    EXPECT_FALSE(parseAccount(toHexBare(account.bytes)));
    EXPECT_FALSE(parseAccount("0x" + std::string(64, 'g')));
}

TEST(DerivedAccounts, MatchThePublishedOnes) {
    int count = 0;
    forEachVectorFile("crypto", [&](const nlohmann::json& doc) {
        const auto& accounts = doc.at("accounts");
        for (const auto& row : accounts.at("multisig")) {
            std::vector<AccountId> signatories;
            for (const auto& text : row.at("signatories")) {
                signatories.push_back(parseSs58(text.get<std::string>())->account);
            }
            std::reverse(signatories.begin(), signatories.end());
            const auto account = multisigAccount(signatories, row.at("threshold").get<std::uint16_t>());
            EXPECT_EQ(toHex(account->bytes), row.at("multisigPublicKey"));
            ++count;
        }
        for (const auto& row : accounts.at("palletAccounts")) {
            EXPECT_EQ(toHex(palletAccount(row.at("id").get<std::string>())->bytes), row.at("publicKey"));
            ++count;
        }
        for (const auto& row : accounts.at("evmMirror")) {
            std::array<std::uint8_t, 20> address;
            std::ranges::copy(unhex(row.at("h160")), address.begin());
            EXPECT_EQ(toHex(evmAccount(address).bytes), row.at("accountId"));
            ++count;
        }
    });
    reportCases(count);
}

TEST(DerivedAccounts, RulesAreChecked) {
    EXPECT_FALSE(multisigAccount({}, 1));
    EXPECT_FALSE(multisigAccount({AccountId{}, AccountId{}}, 1));
    EXPECT_FALSE(multisigAccount({AccountId{}}, 2));
    EXPECT_FALSE(multisigAccount({AccountId{}}, 0));
    EXPECT_FALSE(palletAccount("ninebytes"));
}
