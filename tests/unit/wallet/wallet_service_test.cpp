#include "core/wallet/wallet_service.h"

#include "core/crypto/keypair.h"
#include "core/crypto/ss58.h"
#include "core/keys/key_record.h"
#include "core/keys/password_environment.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <optional>
#include <thread>

using namespace taodeck;
using namespace taodeck::wallet;
using namespace taodeck::test;

namespace {

constexpr std::string_view kPhrase = "crystal this long service eagle that observe keep cruel bicycle fire mechanic";
constexpr std::string_view kPassword = "kq4zpz13";
const std::string kAddress = "5FPC2AF2G3UntbVnn26vWdEaXRDSD6kLSu9rGSAWwMcA9A1J";

/// In place of Argon2i, which takes seconds and half a GiB.
Result<SecretBytes> cheapKey(ByteView password) {
    SecretBytes key{32};
    std::copy_n(password.begin(), std::min<std::size_t>(password.size(), 32), key.data());
    return key;
}

SecretBytes secret(std::string_view text) {
    return SecretBytes::fromText(text);
}

/// A service whose jobs wait until the test runs them.
class WalletServiceTest : public testing::Test {
protected:
    WalletServiceTest() { restart(); }

    void restart() {
        m_service = makeWalletService({m_root.path(), cheapKey}, m_ring,
                                      [this](std::function<void()> job) { m_jobs.push_back(std::move(job)); });
    }

    void runJobs() {
        while (!m_jobs.empty()) {
            auto job = std::move(m_jobs.front());
            m_jobs.pop_front();
            job();
        }
    }

    /// Calls the service with a callback and gives what it answered; fails unless it answered exactly once.
    template <class T, class Call>
    Result<T> ask(Call call) {
        std::optional<Result<T>> answer;
        int answers = 0;
        call([&](Result<T> result) {
            answer.emplace(std::move(result));
            ++answers;
        });
        EXPECT_EQ(answers, 0) << "answered inside the call";
        runJobs();
        EXPECT_EQ(answers, 1);
        return answer ? std::move(*answer) : fail(Errc::Timeout);
    }

    Result<api::WalletRow> create(const std::string& name, std::string_view password = kPassword,
                                  std::string_view phrase = kPhrase) {
        return ask<api::WalletRow>([&](auto done) { m_service->create(name, secret(phrase), secret(password), done); });
    }
    Result<> unlock(const std::string& name, std::string_view password) {
        return ask<void>([&](auto done) { m_service->unlock(name, secret(password), done); });
    }
    std::vector<api::WalletRow> list() {
        return ask<std::vector<api::WalletRow>>([&](auto done) { m_service->wallets(done); }).value();
    }
    Result<api::WalletRow> import(const std::string& name, api::ImportKind kind, std::string_view text,
                                  std::string_view sourcePassword = {}) {
        return ask<api::WalletRow>([&](auto done) {
            m_service->import(name, {kind, secret(text), secret(sourcePassword)}, secret(kPassword), done);
        });
    }
    bool canSign(const AccountId& account) const { return m_ring->signer(account).has_value(); }

    TemporaryFolder m_root;
    std::shared_ptr<keys::KeyRing> m_ring = std::make_shared<keys::KeyRing>();
    std::deque<std::function<void()>> m_jobs;
    std::unique_ptr<api::WalletService> m_service;
};

} // namespace

TEST_F(WalletServiceTest, CreatedWalletIsStoredEncryptedAndStaysUnlocked) {
    const auto row = create("main");

    ASSERT_TRUE(row) << row.error().context;
    EXPECT_EQ(row->address, kAddress);
    EXPECT_TRUE(row->encrypted);
    EXPECT_TRUE(row->unlocked);
    EXPECT_FALSE(row->development);
    ASSERT_EQ(row->hotkeys.size(), 1U);
    EXPECT_EQ(row->hotkeys[0].name, "default");
    EXPECT_FALSE(row->hotkeys[0].encrypted);
    EXPECT_TRUE(canSign(row->coldkey));
    EXPECT_TRUE(m_root.read("main/coldkey").starts_with("$NACL"));
    EXPECT_EQ(m_root.read("main/coldkey").find("crystal"), std::string::npos);
}

TEST_F(WalletServiceTest, WalletWithoutPasswordIsPlaintextThatOthersCanRead) {
    ASSERT_TRUE(create("plain", ""));

    const auto record = keys::decodeRecord(asBytes(m_root.read("plain/coldkey")));
    ASSERT_TRUE(record);
    EXPECT_EQ(record->phrase.text(), kPhrase);
    EXPECT_FALSE(list().at(0).encrypted);
}

TEST_F(WalletServiceTest, LockTakesTheSignerAwayAndUnlockBringsItBack) {
    const AccountId coldkey = create("main")->coldkey;

    m_service->lock("main");
    EXPECT_FALSE(canSign(coldkey));
    EXPECT_FALSE(list().at(0).unlocked);
    EXPECT_EQ(unlock("main", "not it").error().code, Errc::WrongPassword);
    EXPECT_FALSE(canSign(coldkey));

    ASSERT_TRUE(unlock("main", std::string{" "} + std::string{kPassword} + "\n"));
    EXPECT_TRUE(canSign(coldkey));
    EXPECT_TRUE(list().at(0).unlocked);
    m_service->lockAll();
    EXPECT_FALSE(canSign(coldkey));
}

TEST_F(WalletServiceTest, TwoWalletsOfOneColdkeyLockIndependently) {
    const AccountId coldkey = create("one")->coldkey;
    ASSERT_TRUE(create("two"));

    m_service->lock("one");
    EXPECT_TRUE(canSign(coldkey));
    m_service->lock("two");
    EXPECT_FALSE(canSign(coldkey));
}

TEST_F(WalletServiceTest, DestructionLocksEverythingAndCancelsWhatWaits) {
    const AccountId coldkey = create("main")->coldkey;
    std::optional<Errc> answer;
    m_service->unlock("main", secret(kPassword), [&](Result<> r) { answer = r ? Errc{} : r.error().code; });

    m_service.reset();

    EXPECT_FALSE(canSign(coldkey));
    runJobs();
    EXPECT_EQ(answer, Errc::Cancelled);
    EXPECT_FALSE(canSign(coldkey));
}

TEST_F(WalletServiceTest, BadRequestsAreRefusedBeforeAnythingIsWritten) {
    EXPECT_EQ(create("a/b").error().code, Errc::OutOfRange);
    EXPECT_EQ(create("weak", "aB3$x").error().code, Errc::Refused);
    EXPECT_EQ(create("words", kPassword, "no such words").error().code, Errc::Malformed);
    EXPECT_EQ(create("empty", kPassword, "").error().code, Errc::Malformed);
    EXPECT_EQ(create("path", kPassword, "//Alice").error().code, Errc::Malformed);
    EXPECT_TRUE(list().empty());

    ASSERT_TRUE(create("main"));
    EXPECT_EQ(create("main").error().code, Errc::Conflict);
    EXPECT_EQ(unlock("nobody", kPassword).error().code, Errc::NotFound);
    EXPECT_EQ(unlock("..", kPassword).error().code, Errc::OutOfRange);
}

TEST_F(WalletServiceTest, WatchOnlyWalletsHaveNoKey) {
    const AccountId account = crypto::parseAccount(kAddress).value();
    const auto row = ask<api::WalletRow>([&](auto done) { m_service->watch("eye", account, done); });

    ASSERT_TRUE(row);
    EXPECT_TRUE(row->watchOnly);
    EXPECT_FALSE(row->unlocked);
    EXPECT_EQ(row->coldkey, account);
    EXPECT_EQ(unlock("eye", kPassword).error().code, Errc::Unsupported);
}

TEST_F(WalletServiceTest, EveryKindOfImportGivesTheSameAccountAgainAfterUnlocking) {
    struct Case {
        const char* name;
        api::ImportKind kind;
        std::string text, password;
    };
    const std::string phrase{kPhrase};
    const std::vector<Case> cases{
        {"phrase", api::ImportKind::Mnemonic, "  Crystal this LONG " + phrase.substr(18), ""},
        {"phrase and password", api::ImportKind::Mnemonic, phrase, "extra"},
        {"seed", api::ImportKind::SeedHex, "0xab248e53ef8a8deef1deb2e87b360a9dd89f029a5f540349ece8ac857727a6fd", ""},
        {"hard", api::ImportKind::SecretUri, phrase + "//0", ""},
        {"soft", api::ImportKind::SecretUri, phrase + "/0", ""},
        {"uri and password", api::ImportKind::SecretUri, phrase + "//0", "pw"},
    };
    for (const Case& c : cases) {
        const auto preview = ask<AccountId>([&](auto done) {
            m_service->preview({c.kind, secret(c.text), secret(c.password)}, done);
        });
        const auto row = import(c.name, c.kind, c.text, c.password);
        ASSERT_TRUE(row) << c.name << row.error().context;
        EXPECT_EQ(row->coldkey, *preview) << c.name;

        m_service->lockAll();
        ASSERT_TRUE(unlock(c.name, kPassword)) << c.name;
        const auto signer = m_ring->signer(row->coldkey);
        ASSERT_TRUE(signer) << c.name;
        EXPECT_TRUE(crypto::verify((*signer)->type(), row->coldkey, Bytes{1}, *(*signer)->sign(Bytes{1}))) << c.name;
    }
    EXPECT_EQ(list().at(1).address, kAddress); // "phrase", after "hard"
    EXPECT_EQ(import("bad", api::ImportKind::SeedHex, "0x01").error().code, Errc::OutOfRange);
    EXPECT_EQ(import("bad", api::ImportKind::Mnemonic, "//Alice").error().code, Errc::Malformed);
    EXPECT_EQ(import("bad", api::ImportKind::SecretUri, "//A///x", "y").error().code, Errc::Conflict);
    EXPECT_EQ(import("bad", api::ImportKind::PolkadotJson, "{}").error().code, Errc::Malformed);
}

TEST_F(WalletServiceTest, DevelopmentKeysAreFlaggedEvenWhenLocked) {
    const auto row = import("alice", api::ImportKind::SecretUri, "//Alice");
    ASSERT_TRUE(row);
    EXPECT_TRUE(row->development);
    EXPECT_TRUE((*m_ring->signer(row->coldkey))->isDevelopment());

    m_service->lockAll();
    EXPECT_TRUE(list().at(0).development);
    EXPECT_TRUE(import("deep", api::ImportKind::SecretUri, "//Alice//some//where")->development);
}

TEST_F(WalletServiceTest, PhraseIsRevealedForThePasswordOnly) {
    ASSERT_TRUE(create("main"));
    ASSERT_TRUE(import("derived", api::ImportKind::SecretUri, std::string{kPhrase} + "//0"));
    const auto reveal = [&](const char* name, std::string_view password) {
        return ask<SecretBytes>([&](auto done) { m_service->revealPhrase(name, secret(password), done); });
    };

    EXPECT_EQ(reveal("main", kPassword)->text(), kPhrase);
    EXPECT_EQ(reveal("main", "wrong").error().code, Errc::WrongPassword);
    EXPECT_EQ(reveal("derived", kPassword).error().code, Errc::NotFound);
}

TEST_F(WalletServiceTest, PasswordChangeKeepsTheKeyAndRetiresTheOldPassword) {
    const AccountId coldkey = create("main")->coldkey;
    const auto change = [&](std::string_view from, std::string_view to) {
        return ask<void>([&](auto done) { m_service->changePassword("main", secret(from), secret(to), done); });
    };
    EXPECT_EQ(change("wrong", "another-1").error().code, Errc::WrongPassword);
    EXPECT_EQ(change(kPassword, "weak").error().code, Errc::Refused);

    ASSERT_TRUE(change(kPassword, "another-1"));

    m_service->lockAll();
    EXPECT_EQ(unlock("main", kPassword).error().code, Errc::WrongPassword);
    EXPECT_TRUE(unlock("main", "another-1"));
    EXPECT_TRUE(canSign(coldkey));
}

TEST_F(WalletServiceTest, OlderContainersAreReEncryptedByAPasswordChange) {
    const auto record = keys::makeRecord(*crypto::deriveKey(crypto::KeyType::Sr25519, kPhrase));
    m_root.write("old/coldkeypub.txt", asText(keys::encodePublic(record.account)));
    m_root.write("old/coldkey", "{\"secretPhrase\": \"" + std::string{kPhrase} + "\", \"unknown\": \"kept\"}");

    ASSERT_TRUE(ask<void>([&](auto done) { m_service->changePassword("old", {}, secret(kPassword), done); }));

    EXPECT_TRUE(m_root.read("old/coldkey").starts_with("$NACL"));
    EXPECT_TRUE(unlock("old", kPassword));
}

TEST_F(WalletServiceTest, ColdkeyOfAnotherAccountThanItsPublicHalfIsRefused) {
    ASSERT_TRUE(create("main"));
    m_service->lockAll();
    m_root.write("main/coldkeypub.txt", asText(keys::encodePublic(AccountId{{1}})));

    EXPECT_EQ(unlock("main", kPassword).error().code, Errc::Conflict);
}

TEST_F(WalletServiceTest, EnvironmentGivesThePasswordWhenNoneIsTyped) {
    ASSERT_TRUE(create("main"));
    m_service->lockAll();
    EXPECT_EQ(unlock("main", "").error().code, Errc::WrongPassword);
    const auto variable = keys::passwordVariable((m_root.path() / "main" / "coldkey").string());
    ::setenv(variable.c_str(), keys::encodePasswordValue(variable, asBytes(kPassword)).c_str(), 1);

    EXPECT_TRUE(unlock("main", ""));
    ::unsetenv(variable.c_str());
}

TEST_F(WalletServiceTest, ListenersHearOfChangesUntilTheyLeave) {
    int heard = 0;
    auto subscription = m_service->onChanged([&] { ++heard; });

    ASSERT_TRUE(create("main"));
    m_service->lock("main");
    m_service->lock("main"); // nothing changes
    EXPECT_EQ(heard, 2);
    subscription.reset();
    EXPECT_TRUE(unlock("main", kPassword));
    EXPECT_EQ(heard, 2);
}

TEST_F(WalletServiceTest, NewMnemonicsCreateWallets) {
    const auto phrase = m_service->newMnemonic(24);

    ASSERT_TRUE(phrase);
    EXPECT_TRUE(create("new", kPassword, phrase->text()));
    EXPECT_FALSE(m_service->newMnemonic(13));
    EXPECT_TRUE(m_service->judgePassword(asBytes(kPassword)).accepted);
}

// One derivation takes half a GiB, so two must never run together, however many threads the pool has.
TEST(WalletServiceThreads, DerivationsRunOneAtATime) {
    const TemporaryFolder root;
    std::atomic<int> running{0}, most{0}, answers{0};
    std::mutex mutex;
    std::condition_variable done;
    std::vector<std::thread> pool;
    const auto kdf = [&](ByteView password) {
        const int now = ++running;
        int seen = most;
        while (seen < now && !most.compare_exchange_weak(seen, now)) {
        }
        std::this_thread::yield();
        --running;
        return cheapKey(password);
    };
    auto service =
        makeWalletService({root.path(), kdf}, std::make_shared<keys::KeyRing>(), [&](std::function<void()> job) {
            const std::lock_guard lock{mutex};
            pool.emplace_back(std::move(job));
        });

    for (int i = 0; i < 8; ++i) {
        service->create("w" + std::to_string(i), secret(kPhrase), secret(kPassword), [&](Result<api::WalletRow> row) {
            EXPECT_TRUE(row);
            const std::lock_guard lock{mutex};
            ++answers;
            done.notify_all();
        });
    }

    {
        std::unique_lock lock{mutex};
        done.wait(lock, [&] { return answers == 8; });
    }
    service.reset();
    for (std::size_t i = 0;; ++i) {
        std::thread thread;
        {
            const std::lock_guard lock{mutex};
            if (i == pool.size()) break;
            thread = std::move(pool[i]);
        }
        thread.join();
    }
    EXPECT_EQ(most, 1);
}
