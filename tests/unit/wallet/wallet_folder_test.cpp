#include "core/wallet/wallet_folder.h"

#include "core/keys/keyfile.h"
#include "core/wallet/detail/private_file.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

using namespace taodeck;
using namespace taodeck::wallet;
using namespace taodeck::test;
namespace fs = std::filesystem;

namespace {

keys::KeyRecord record(std::string_view uri) {
    return keys::makeRecord(*crypto::deriveKey(crypto::KeyType::Sr25519, uri));
}
std::string publicJson(std::string_view uri) {
    return std::string{asText(keys::encodePublic(record(uri).account))};
}
unsigned mode(const fs::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 0777;
}

} // namespace

TEST(WalletNames, ThatLeaveTheFolderOrMisleadAreRefused) {
    for (const char* name : {"", ".", "..", "a/b", "/etc", "a\\b"})
        EXPECT_FALSE(checkName(name)) << name;
    EXPECT_FALSE(checkName(std::string_view{"a\0b", 3}));
    for (const char* name : {"minerpub.txt", ".hidden", " a", "a ", "a.", "a:b", "a\nb", "con|x", "pub.txt"}) {
        EXPECT_FALSE(checkNewName(name)) << name;
    }
    EXPECT_FALSE(checkNewName(std::string(kMaxNameBytes + 1, 'a')));
    for (const char* name : {"default", "my wallet", "my.wallet", "Käse", "pub.txt.old"}) {
        EXPECT_TRUE(checkNewName(name)) << name;
    }
}

TEST(PrivateFile, NewFilesAreOwnersOnlyAndNeverReplaceWhatIsThere) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "a" / "b" / "secret";
    ASSERT_TRUE(detail::makeFolders(file.parent_path()));

    ASSERT_TRUE(detail::writeNewFile(file, asBytes("one")));
    const auto again = detail::writeNewFile(file, asBytes("two"));

    EXPECT_EQ(again.error().code, Errc::Conflict);
    EXPECT_EQ(folder.read("a/b/secret"), "one");
    EXPECT_EQ(mode(file), 0600U);
    EXPECT_EQ(mode(file.parent_path()), 0700U);
    EXPECT_EQ(mode(folder.path() / "a"), 0700U);
    ASSERT_TRUE(detail::replaceFile(file, asBytes("three")));
    EXPECT_EQ(folder.read("a/b/secret"), "three");
    EXPECT_EQ(mode(file), 0600U);
    EXPECT_EQ(std::distance(fs::directory_iterator{file.parent_path()}, {}), 1) << "temporary files are left";
}

TEST(PrivateFile, ReadingIsLimitedAndTellsWhatIsWrong) {
    const TemporaryFolder folder;
    folder.write("big", std::string(100, 'x'));
    ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);

    EXPECT_EQ(detail::readFile(folder.path() / "none", 10).error().code, Errc::NotFound);
    EXPECT_EQ(detail::readFile(folder.path() / "big", 99).error().code, Errc::LimitExceeded);
    EXPECT_EQ(detail::readFile(folder.path() / "big", 100)->size(), 100U);
    EXPECT_EQ(detail::readFile(folder.path() / "pipe", 10).error().code, Errc::Unsupported);
    EXPECT_FALSE(detail::readFile(folder.path(), 10));
}

TEST(WalletListing, FindsWhatThePythonToolsWroteAndPassesOverTheRest) {
    const TemporaryFolder root;
    root.write(".DS_Store", "x");
    root.write("loose file", "x");
    root.write("empty/notes.txt", "x");
    root.write("broken/coldkeypub.txt", "{");
    root.write("alice/coldkeypub.txt", publicJson("//Alice"));
    root.write("alice/coldkey", "$NACL...");
    root.write("alice/hotkeys/.DS_Store", "x");
    root.write("alice/hotkeys/old", "{\"secretPhrase\": \"" + std::string{crypto::developmentPhrase()} + "\"}");
    root.write("alice/hotkeys/new", "$NACL...");
    root.write("alice/hotkeys/newpub.txt", publicJson("//Bob"));
    root.write("alice/hotkeys/watchedpub.txt", publicJson("//Charlie"));
    root.write("alice/hotkeys/sealed", "$NACL..."); // no public half: nobody can tell its address
    root.write("watch/coldkeypub.txt", publicJson("//Dave"));

    const auto wallets = listWallets(root.path());

    ASSERT_TRUE(wallets);
    ASSERT_EQ(wallets->size(), 2U);
    const StoredWallet& alice = wallets->at(0);
    EXPECT_EQ(alice.name, "alice");
    EXPECT_EQ(alice.coldkey, record("//Alice").account);
    EXPECT_TRUE(alice.encrypted);
    EXPECT_FALSE(alice.watchOnly);
    ASSERT_EQ(alice.hotkeys.size(), 3U);
    EXPECT_EQ(alice.hotkeys[0].name, "new");
    EXPECT_TRUE(alice.hotkeys[0].encrypted);
    EXPECT_EQ(alice.hotkeys[1].name, "old");
    EXPECT_EQ(alice.hotkeys[1].account, record("").account);
    EXPECT_EQ(alice.hotkeys[2].name, "watched");
    EXPECT_TRUE(alice.hotkeys[2].watchOnly);
    EXPECT_TRUE(wallets->at(1).watchOnly);
    EXPECT_FALSE(wallets->at(1).encrypted);
}

TEST(WalletListing, MissingRootHasNoWallets) {
    EXPECT_TRUE(listWallets("/no/such/folder/ever")->empty());
    EXPECT_EQ(readWallet("/no/such/folder/ever", "a").error().code, Errc::NotFound);
    EXPECT_EQ(readWallet("/", "..").error().code, Errc::OutOfRange);
}

TEST(WalletFolder, WritesBothHalvesAndAHotkeyInThePythonToolsLayout) {
    const TemporaryFolder root;
    const auto coldkey = record("//cold"), hotkey = record("//hot");

    ASSERT_TRUE(WalletFolder(root.path(), "w").write(coldkey.account, keys::encodeRecord(coldkey).view(), &hotkey));

    EXPECT_EQ(root.read("w/coldkey"), keys::encodeRecord(coldkey).text());
    EXPECT_EQ(root.read("w/coldkeypub.txt"), asText(keys::encodePublic(coldkey.account)));
    EXPECT_EQ(root.read("w/hotkeys/default"), keys::encodeRecord(hotkey).text());
    EXPECT_EQ(root.read("w/hotkeys/defaultpub.txt"), asText(keys::encodePublic(hotkey.account)));
    for (const char* file : {"w/coldkey", "w/coldkeypub.txt", "w/hotkeys/default", "w/hotkeys/defaultpub.txt"}) {
        EXPECT_EQ(mode(root.path() / file), 0600U) << file;
    }
    EXPECT_EQ(mode(root.path() / "w"), 0700U);
    EXPECT_EQ(mode(root.path() / "w/hotkeys"), 0700U);
}

TEST(WalletFolder, EitherHalfBlocksCreation) {
    const TemporaryFolder root;
    root.write("a/coldkey", "x");
    root.write("b/coldkeypub.txt", "x");

    EXPECT_EQ(WalletFolder(root.path(), "a").write({}, {}, nullptr).error().code, Errc::Conflict);
    EXPECT_EQ(WalletFolder(root.path(), "b").write({}, asBytes("y"), nullptr).error().code, Errc::Conflict);
    EXPECT_EQ(root.read("a/coldkey"), "x");
    EXPECT_FALSE(fs::exists(root.path() / "b/coldkey"));
}

TEST(WalletFolder, AFailureHalfWayLeavesNothingBehind) {
    const TemporaryFolder root;
    root.write("w/hotkeys", "a file where the folder should be");
    const auto coldkey = record("//cold"), hotkey = record("//hot");

    EXPECT_FALSE(WalletFolder(root.path(), "w").write(coldkey.account, keys::encodeRecord(coldkey).view(), &hotkey));

    EXPECT_FALSE(fs::exists(root.path() / "w/coldkey"));
    EXPECT_FALSE(fs::exists(root.path() / "w/coldkeypub.txt"));
}

TEST(WalletRoot, FollowsTheEnvironment) {
    ::setenv("BT_WALLET_PATH", "~/elsewhere", 1);
    ::setenv("HOME", "/home/someone", 1);
    EXPECT_EQ(defaultWalletRoot(), "/home/someone/elsewhere");
    ::setenv("BT_WALLET_PATH", "/srv/wallets", 1);
    EXPECT_EQ(defaultWalletRoot(), "/srv/wallets");
    ::unsetenv("BT_WALLET_PATH");
    EXPECT_EQ(defaultWalletRoot(), "/home/someone/.bittensor/wallets");
}
