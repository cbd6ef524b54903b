#include "core/wallet/wallet_folder.h"

#include "core/base/foreign_text.h"
#include "core/base/log.h"
#include "core/keys/keyfile.h"
#include "core/wallet/detail/private_file.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <system_error>

namespace taodeck::wallet {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kPublicSuffix = "pub.txt";

fs::path homeFolder() {
    const char* home = std::getenv("HOME");
    return home != nullptr && *home != '\0' ? fs::path{home} : fs::current_path();
}

/// The names in a folder that may be wallets or hotkeys, sorted. A missing folder has none.
Result<std::vector<std::string>> entriesOf(const fs::path& folder) {
    std::error_code error;
    std::vector<std::string> out;
    fs::directory_iterator at{folder, error};
    if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory) return out;
    if (error) return fail(Errc::Io, "listing: " + error.message());
    for (; at != fs::directory_iterator{}; at.increment(error)) {
        std::string name = at->path().filename().string();
        if (name.starts_with('.')) continue; // .DS_Store and our own temporary files
        out.push_back(std::move(name));
        if (out.size() == kMaxEntries) break;
    }
    if (error) return fail(Errc::Io, "listing: " + error.message());
    std::sort(out.begin(), out.end());
    return out;
}

Result<AccountId> readAccount(const fs::path& file) {
    TD_TRY(const auto content, detail::readFile(file, keys::kMaxKeyfileBytes));
    if (keys::containerOf(content.view()) != keys::Container::Plain) return fail(Errc::Unsupported, "encrypted");
    TD_TRY(const auto record, keys::decodeRecord(content.view()));
    return record.account;
}

/// Whether a secret file exists, and whether it is encrypted.
struct SecretFile {
    bool exists{false}, encrypted{false};
};
SecretFile inspect(const fs::path& file) {
    const auto content = detail::readFile(file, keys::kMaxKeyfileBytes);
    if (!content) return {content.error().code != Errc::NotFound, false};
    return {true, keys::containerOf(content->view()) != keys::Container::Plain};
}

Result<StoredHotkey> readHotkey(const fs::path& folder, const std::string& name) {
    StoredHotkey out;
    out.name = name;
    const SecretFile secret = inspect(folder / name);
    out.watchOnly = !secret.exists;
    out.encrypted = secret.encrypted;
    auto account = readAccount(folder / (name + std::string{kPublicSuffix}));
    if (!account && secret.exists) account = readAccount(folder / name); // made before public halves existed
    TD_TRY(out.account, std::move(account));
    return out;
}

Result<std::vector<StoredHotkey>> readHotkeys(const fs::path& folder) {
    TD_TRY(const auto entries, entriesOf(folder));
    std::vector<std::string> names;
    for (std::string name : entries) {
        if (name.ends_with(kPublicSuffix)) name.resize(name.size() - kPublicSuffix.size());
        if (!name.empty()) names.push_back(std::move(name));
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());

    std::vector<StoredHotkey> out;
    for (const std::string& name : names) {
        if (auto hotkey = readHotkey(folder, name)) {
            out.push_back(*std::move(hotkey));
        } else {
            log::warn("wallet", "hotkey " + ForeignText{name}.plain() + " left out: " + hotkey.error().context);
        }
    }
    return out;
}

bool isReservedCharacter(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f ||
           std::string_view{"/\\<>:\"|?*"}.find(c) != std::string_view::npos;
}

/// Files written so far; removes them again unless told to keep them.
class Written {
public:
    Written() = default;
    Written(const Written&) = delete;
    Written& operator=(const Written&) = delete;
    ~Written() {
        std::error_code ignored; // the first error is the one to report
        for (auto file = m_files.rbegin(); file != m_files.rend(); ++file)
            fs::remove(*file, ignored);
    }
    Result<> add(const fs::path& file, ByteView content) {
        TD_CHECK(detail::writeNewFile(file, content));
        m_files.push_back(file);
        return {};
    }
    void keep() { m_files.clear(); }

private:
    std::vector<fs::path> m_files;
};

Result<> writeHotkey(Written& written, const fs::path& folder, const keys::KeyRecord& hotkey) {
    TD_CHECK(detail::makeFolders(folder));
    const fs::path secret = folder / "default", publicHalf = folder / "defaultpub.txt";
    if (fs::exists(secret) || fs::exists(publicHalf)) return {};
    TD_CHECK(written.add(secret, keys::encodeRecord(hotkey).view()));
    return written.add(publicHalf, keys::encodePublic(hotkey.account));
}

} // namespace

fs::path defaultWalletRoot() {
    const char* set = std::getenv("BT_WALLET_PATH");
    if (set == nullptr || *set == '\0') return homeFolder() / ".bittensor" / "wallets";
    const std::string_view path = set;
    return path.starts_with("~/") ? homeFolder() / path.substr(2) : fs::path{path};
}

Result<> checkName(std::string_view name) {
    if (name.empty() || name.size() > 255 || name == "." || name == ".." ||
        name.find_first_of(std::string_view{"/\\\0", 3}) != std::string_view::npos) {
        return fail(Errc::OutOfRange, "not a wallet's name");
    }
    return {};
}

Result<> checkNewName(std::string_view name) {
    TD_CHECK(checkName(name));
    if (name.size() > kMaxNameBytes) return fail(Errc::OutOfRange, "a name has at most 64 bytes");
    if (name.ends_with(kPublicSuffix)) return fail(Errc::OutOfRange, "a name must not end in pub.txt");
    if (name.front() == '.' || name.front() == ' ' || name.back() == ' ' || name.back() == '.' ||
        std::any_of(name.begin(), name.end(), isReservedCharacter)) {
        return fail(Errc::OutOfRange, "a name has no leading dot, no outer space and no reserved characters");
    }
    return {};
}

Result<StoredWallet> readWallet(const fs::path& root, std::string_view name) {
    TD_CHECK(checkName(name));
    const WalletFolder folder{root, name};
    StoredWallet out;
    out.name = name;
    out.folder = fs::absolute(folder.path());
    TD_TRY(out.coldkey, readAccount(folder.coldkeyPub()));
    const SecretFile secret = inspect(folder.coldkey());
    out.watchOnly = !secret.exists;
    out.encrypted = secret.encrypted;
    TD_TRY(out.hotkeys, readHotkeys(folder.hotkeys()));
    return out;
}

Result<std::vector<StoredWallet>> listWallets(const fs::path& root) {
    TD_TRY(const auto names, entriesOf(root));
    std::vector<StoredWallet> out;
    for (const std::string& name : names) {
        if (auto wallet = readWallet(root, name)) {
            out.push_back(*std::move(wallet));
        } else {
            log::debug("wallet", ForeignText{name}.plain() + " is no wallet: " + wallet.error().context);
        }
    }
    return out;
}

Result<> WalletFolder::checkFree() const {
    for (const fs::path& file : {coldkey(), coldkeyPub()}) {
        std::error_code error;
        const auto status = fs::symlink_status(file, error);
        if (status.type() == fs::file_type::none) return fail(Errc::Io, "stat: " + error.message());
        if (fs::exists(status)) return fail(Errc::Conflict, "a wallet of this name exists");
    }
    return {};
}

Result<> WalletFolder::write(const AccountId& account, ByteView secretFile, const keys::KeyRecord* hotkey) const {
    TD_CHECK(checkFree());
    TD_CHECK(detail::makeFolders(m_folder));
    Written written;
    if (!secretFile.empty()) TD_CHECK(written.add(coldkey(), secretFile));
    TD_CHECK(written.add(coldkeyPub(), keys::encodePublic(account)));
    if (hotkey != nullptr) TD_CHECK(writeHotkey(written, hotkeys(), *hotkey));
    written.keep();
    return {};
}

} // namespace taodeck::wallet
