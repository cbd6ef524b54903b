#include "ui/gallery/demo_services.h"

#include "core/crypto/ss58.h"

namespace taodeck::ui {
namespace {

constexpr std::string_view kPassword = "correct horse";
constexpr std::string_view kPhrase =
    "harbor velvet canyon orbit ladder tunnel meadow copper signal garden winter anchor";

} // namespace

DemoWallet::DemoWallet(Scene scene) : m_scene(scene) {
    if (scene == Scene::NoWallet) return;
    const auto add = [this](const char* name, bool watchOnly, bool unlocked) {
        api::WalletRow row;
        row.name = name;
        row.folder = std::string{"/home/you/.bittensor/wallets/"} + name;
        row.coldkey = demoAccount(name);
        row.address = crypto::ss58(row.coldkey);
        row.watchOnly = watchOnly;
        row.encrypted = !watchOnly;
        row.unlocked = unlocked;
        if (!watchOnly) row.hotkeys.push_back({"default", demoAccount(std::string{name} + " hotkey"), false, false});
        rows.push_back(row);
    };
    add("savings", false, false);
    if (scene != Scene::Full) return;
    add("daily", false, true);
    add("treasury", true, false);
}

api::WalletRow* DemoWallet::find(const std::string& name) {
    for (auto& row : rows)
        if (row.name == name) return &row;
    return nullptr;
}

void DemoWallet::wallets(api::Done<std::vector<api::WalletRow>> done) {
    done(rows); // the disk answers even while the chain does not
}

Result<SecretBytes> DemoWallet::newMnemonic(int) {
    return SecretBytes::fromText(kPhrase);
}

api::WalletService::PasswordVerdict DemoWallet::judgePassword(ByteView password) const {
    if (password.size() < 6) return {5, false, "Shorter than six characters."};
    const int score = std::min(100, static_cast<int>(password.size()) * 7);
    return {score, score >= 20, score < 60 ? "A few more words would make it much stronger." : ""};
}

void DemoWallet::add(const std::string& name, const AccountId& account, bool watchOnly, bool encrypted,
                     const api::Done<api::WalletRow>& done) {
    if (find(name)) return done(fail(Errc::Conflict, "a wallet of this name exists"));
    api::WalletRow row;
    row.name = name;
    row.folder = "/home/you/.bittensor/wallets/" + name;
    row.coldkey = account;
    row.address = crypto::ss58(account);
    row.watchOnly = watchOnly;
    row.encrypted = encrypted;
    row.unlocked = !watchOnly;
    if (!watchOnly) row.hotkeys.push_back({"default", demoAccount(name + " hotkey"), false, false});
    rows.push_back(row);
    done(row);
    m_onChanged.tell();
}

void DemoWallet::create(std::string name, SecretBytes mnemonic, SecretBytes password, api::Done<api::WalletRow> done) {
    add(name, demoAccount(mnemonic.text()), false, !password.empty(), done);
}

void DemoWallet::preview(api::ImportRequest request, api::Done<AccountId> done) {
    if (request.secret.size() < 8) return done(fail(Errc::Malformed, "too short"));
    done(demoAccount(request.secret.text()));
}

void DemoWallet::import(std::string name, api::ImportRequest request, SecretBytes password,
                        api::Done<api::WalletRow> done) {
    if (request.secret.size() < 8) return done(fail(Errc::Malformed, "too short"));
    add(name, demoAccount(request.secret.text()), false, !password.empty(), done);
}

void DemoWallet::watch(std::string name, const AccountId& coldkey, api::Done<api::WalletRow> done) {
    add(name, coldkey, true, false, done);
}

void DemoWallet::unlock(const std::string& name, SecretBytes password, api::Done<> done) {
    auto* row = find(name);
    if (!row) return done(fail(Errc::NotFound, "no such wallet"));
    if (password.text() != kPassword) return done(fail(Errc::WrongPassword, "wrong password"));
    row->unlocked = true;
    done({});
    m_onChanged.tell();
}

void DemoWallet::lock(const std::string& name) {
    if (auto* row = find(name)) row->unlocked = false;
    m_onChanged.tell();
}

void DemoWallet::lockAll() {
    for (auto& row : rows)
        row.unlocked = false;
    m_onChanged.tell();
}

void DemoWallet::revealPhrase(const std::string&, SecretBytes password, api::Done<SecretBytes> done) {
    if (password.text() != kPassword) return done(fail(Errc::WrongPassword, "wrong password"));
    done(SecretBytes::fromText(kPhrase));
}

void DemoWallet::changePassword(const std::string&, SecretBytes oldPassword, SecretBytes, api::Done<> done) {
    if (oldPassword.text() != kPassword) return done(fail(Errc::WrongPassword, "wrong password"));
    done({});
}

} // namespace taodeck::ui
