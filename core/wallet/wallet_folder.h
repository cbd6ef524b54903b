#pragma once
/// Wallets on disk as the Python tools lay them out: <root>/<wallet>/{coldkey, coldkeypub.txt,
/// hotkeys/<name>[pub.txt]}. Reads public halves only; nothing here opens a secret, except that the address of an old
/// plaintext hotkey without a public half is read out of its secret file. Any thread; the disk is the only state.

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/keys/key_record.h"

#include <filesystem>
#include <string>
#include <vector>

namespace taodeck::wallet {

inline constexpr std::size_t kMaxNameBytes = 64;
inline constexpr std::size_t kMaxEntries = 10'000; ///< Of one folder; what is beyond is not listed.

/// $BT_WALLET_PATH ("~/" expanded), else ~/.bittensor/wallets.
std::filesystem::path defaultWalletRoot();

/// A name that may be looked up: one path component. @return OutOfRange.
Result<> checkName(std::string_view name);
/// A name that may be created: as checkName, and portable (no control or reserved characters, no leading dot, no outer
/// white space) and not ending in "pub.txt", which would read as the public half of another key. @return OutOfRange.
Result<> checkNewName(std::string_view name);

struct StoredHotkey {
    std::string name;
    AccountId account;
    bool watchOnly{false};
    bool encrypted{false};
};

struct StoredWallet {
    std::string name;
    std::filesystem::path folder;
    AccountId coldkey;
    bool watchOnly{false}; ///< No secret file.
    bool encrypted{false};
    std::vector<StoredHotkey> hotkeys; ///< By name; those whose address cannot be read are left out and logged.
};

/// By name; folders without a readable coldkeypub.txt are no wallets and are passed over. A missing root has none.
/// @return Io.
Result<std::vector<StoredWallet>> listWallets(const std::filesystem::path& root);
/// @return NotFound, or what made coldkeypub.txt unreadable.
Result<StoredWallet> readWallet(const std::filesystem::path& root, std::string_view name);

/// One wallet's paths. The name has been checked.
class WalletFolder {
public:
    WalletFolder(const std::filesystem::path& root, std::string_view name) : m_folder{root / name} {}

    const std::filesystem::path& path() const { return m_folder; }
    std::filesystem::path coldkey() const { return m_folder / "coldkey"; }
    std::filesystem::path coldkeyPub() const { return m_folder / "coldkeypub.txt"; }
    std::filesystem::path hotkeys() const { return m_folder / "hotkeys"; }

    /// Neither half of the coldkey exists yet. @return Conflict, Io.
    Result<> checkFree() const;
    /// Writes the public half, `secretFile` as coldkey unless it is empty, and the hotkey "default" (plaintext, as the
    /// Python tools do) unless there is one or `hotkey` is null. On an error nothing of it stays.
    /// @return Conflict, Io.
    Result<> write(const AccountId& coldkey, ByteView secretFile, const keys::KeyRecord* hotkey) const;

private:
    std::filesystem::path m_folder;
};

} // namespace taodeck::wallet
