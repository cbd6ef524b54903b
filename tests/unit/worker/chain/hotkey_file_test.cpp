#include "core/keys/key_record.h"
#include "core/keys/keyfile.h"
#include "core/worker/chain/chain_link.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace taodeck::worker {
namespace {

class HotkeyFile : public ::testing::Test {
protected:
    Result<std::shared_ptr<const keys::Signer>> load(std::string_view content) {
        m_folder.write("default", content);
        return loadHotkey(m_folder.path() / "default");
    }
    test::TemporaryFolder m_folder;
};

TEST_F(HotkeyFile, GivesASignerForItsAccount) {
    auto record = keys::decodeRecord(asBytes("0x" + std::string(62, '0') + "07"));
    ASSERT_TRUE(record) << record.error().context;

    const auto signer = load(keys::encodeRecord(*record).text());

    ASSERT_TRUE(signer) << signer.error().context;
    EXPECT_EQ((*signer)->account(), record->account);
    EXPECT_FALSE((*signer)->isDevelopment());
    const auto message = asBytes("message");
    EXPECT_TRUE(crypto::verify((*signer)->type(), record->account, message, *(*signer)->sign(message)));
}

TEST_F(HotkeyFile, WithoutAUsableKeyIsRefused) {
    AccountId someone;
    someone.bytes.fill(9);
    const auto sealed = keys::sealKeyfile(asBytes("{}"), asBytes("password"),
                                          [](ByteView) -> Result<SecretBytes> { return SecretBytes{32}; });
    ASSERT_TRUE(sealed);

    EXPECT_EQ(load(asText(*sealed)).error().code, Errc::Locked);
    EXPECT_EQ(load(asText(keys::encodePublic(someone))).error().code, Errc::NotFound);
    EXPECT_EQ(load("no key").error().code, Errc::Malformed);
    EXPECT_EQ(load(std::string(keys::kMaxKeyfileBytes + 1, 'x')).error().code, Errc::LimitExceeded);
    EXPECT_EQ(loadHotkey(m_folder.path() / "absent").error().code, Errc::Io);
}

} // namespace
} // namespace taodeck::worker
