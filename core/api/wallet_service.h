#pragma once
/// Wallets on disk (the Python tools' layout) and which of them are unlocked. Implementation: core/wallet.
/// Secrets cross this interface only as SecretBytes. Unlocking takes about a second and half a GiB (Argon2i), so it
/// runs on the work pool, one at a time.

#include "core/api/done.h"
#include "core/base/ids.h"
#include "core/base/secret_bytes.h"

#include <string>
#include <vector>

namespace taodeck::api {

struct HotkeyRow {
    std::string name;
    AccountId account;
    bool watchOnly{false};
    bool encrypted{false};
};

struct WalletRow {
    std::string name;   ///< Folder name.
    std::string folder; ///< Absolute path.
    AccountId coldkey;
    std::string address; ///< SS58, prefix 42.
    bool watchOnly{false};
    bool encrypted{false};
    bool unlocked{false};
    bool development{false}; ///< Made from the well-known development phrase: refused outside development chains.
    std::vector<HotkeyRow> hotkeys;
};

enum class ImportKind { Mnemonic, SeedHex, SecretUri, PolkadotJson };

struct ImportRequest {
    ImportKind kind{ImportKind::Mnemonic};
    SecretBytes secret;         ///< Phrase, 0x seed, URI or the JSON text.
    SecretBytes sourcePassword; ///< BIP39 password, or the JSON's password; may be empty.
};

class WalletService {
public:
    virtual ~WalletService() = default;

    virtual void wallets(Done<std::vector<WalletRow>> done) = 0;
    virtual Subscription onChanged(std::function<void()> fn) = 0; ///< Created, deleted, locked, unlocked.

    /// @param words 12, 15, 18, 21 or 24. The phrase, single spaces.
    virtual Result<SecretBytes> newMnemonic(int words) = 0;
    /// Score 0..100 and a hint; create refuses passwords that btcli's policy refuses (shorter than 6, score below 20).
    struct PasswordVerdict {
        int score{0};
        bool accepted{false};
        std::string reason;
    };
    virtual PasswordVerdict judgePassword(ByteView password) const = 0;

    /// Writes coldkey (encrypted unless `password` is empty), coldkeypub.txt and hotkey "default". The coldkey stays
    /// unlocked.
    virtual void create(std::string name, SecretBytes mnemonic, SecretBytes password, Done<WalletRow> done) = 0;
    /// The address that an import would give, before anything is saved.
    virtual void preview(ImportRequest request, Done<AccountId> done) = 0;
    virtual void import(std::string name, ImportRequest request, SecretBytes password, Done<WalletRow> done) = 0;
    virtual void watch(std::string name, const AccountId& coldkey, Done<WalletRow> done) = 0;

    virtual void unlock(const std::string& name, SecretBytes password, Done<> done) = 0;
    virtual void lock(const std::string& name) = 0;
    virtual void lockAll() = 0;
    /// For the backup drill; needs the password again. @return NotFound when the key was not made from a phrase.
    virtual void revealPhrase(const std::string& name, SecretBytes password, Done<SecretBytes> done) = 0;
    virtual void changePassword(const std::string& name, SecretBytes oldPassword, SecretBytes newPassword,
                                Done<> done) = 0;
};

} // namespace taodeck::api
