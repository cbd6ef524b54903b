#include "core/wallet/wallet_service.h"

#include "core/crypto/mnemonic.h"
#include "core/crypto/ss58.h"
#include "core/keys/password_environment.h"
#include "core/wallet/detail/import.h"
#include "core/wallet/detail/private_file.h"
#include "core/wallet/detail/serial_queue.h"
#include "core/wallet/password_policy.h"
#include "core/wallet/wallet_folder.h"

#include <algorithm>
#include <exception>
#include <map>
#include <mutex>
#include <optional>

namespace taodeck::wallet {
namespace {

using api::Done;
using api::WalletRow;

/// Who wants to hear of changes. A notification that has begun may end after its subscription does.
class Listeners {
public:
    std::uint64_t add(std::function<void()> fn) {
        const std::lock_guard lock{m_mutex};
        m_all.emplace(++m_last, std::move(fn));
        return m_last;
    }
    void remove(std::uint64_t id) {
        const std::lock_guard lock{m_mutex};
        m_all.erase(id);
    }
    void notify() {
        std::map<std::uint64_t, std::function<void()>> all;
        {
            const std::lock_guard lock{m_mutex};
            all = m_all;
        }
        for (const auto& [id, fn] : all) {
            if (isAlive(id)) fn();
        }
    }

private:
    bool isAlive(std::uint64_t id) {
        const std::lock_guard lock{m_mutex};
        return m_all.contains(id);
    }

    std::mutex m_mutex;
    std::map<std::uint64_t, std::function<void()>> m_all;
    std::uint64_t m_last{0};
};

/// Which wallets are unlocked, kept in step with the key ring.
class Unlocked {
public:
    explicit Unlocked(std::shared_ptr<keys::KeyRing> ring) : m_ring{std::move(ring)} {}

    /// @return Cancelled once closed.
    Result<> add(const std::string& name, keys::KeyRecord record) {
        const bool development = record.isDevelopment();
        auto signer = keys::makeSigner(std::move(record.pair).value(), development);
        const std::lock_guard lock{m_mutex};
        if (m_closed) return fail(Errc::Cancelled, "the wallets are closing");
        forget(name);
        m_wallets[name] = {signer->account(), development};
        m_ring->add(std::move(signer));
        return {};
    }

    bool remove(const std::string& name) {
        const std::lock_guard lock{m_mutex};
        return forget(name);
    }

    bool removeAll(bool close) {
        const std::lock_guard lock{m_mutex};
        for (const auto& [name, entry] : m_wallets)
            m_ring->remove(entry.account);
        m_closed = m_closed || close;
        return !std::exchange(m_wallets, {}).empty();
    }

    bool isClosed() const {
        const std::lock_guard lock{m_mutex};
        return m_closed;
    }

    void describe(WalletRow& row) const {
        const std::lock_guard lock{m_mutex};
        const auto at = m_wallets.find(row.name);
        row.unlocked = at != m_wallets.end() && at->second.account == row.coldkey;
        row.development = (row.unlocked && at->second.development) || keys::isDevelopmentAccount(row.coldkey);
    }

private:
    struct Entry {
        AccountId account;
        bool development{false};
    };

    /// The signer stays when another unlocked wallet has the same coldkey.
    bool forget(const std::string& name) {
        const auto at = m_wallets.find(name);
        if (at == m_wallets.end()) return false;
        const AccountId account = at->second.account;
        m_wallets.erase(at);
        const bool elsewhere = std::any_of(m_wallets.begin(), m_wallets.end(),
                                           [&](const auto& entry) { return entry.second.account == account; });
        if (!elsewhere) m_ring->remove(account);
        return true;
    }

    std::shared_ptr<keys::KeyRing> m_ring;
    mutable std::mutex m_mutex;
    std::map<std::string, Entry> m_wallets;
    bool m_closed{false};
};

/// The work itself, on pool threads; kept alive by the jobs that use it.
class Vault {
public:
    Vault(WalletOptions options, std::shared_ptr<keys::KeyRing> ring)
        : m_options{std::move(options)}, m_unlocked{std::move(ring)} {}

    Result<std::vector<WalletRow>> list() const {
        TD_TRY(auto stored, listWallets(m_options.root));
        std::vector<WalletRow> out;
        for (const auto& wallet : stored)
            out.push_back(rowOf(wallet));
        return out;
    }

    Result<WalletRow> create(const std::string& name, const SecretBytes& mnemonic, const SecretBytes& password) {
        TD_CHECK(checkNew(name, password));
        TD_TRY(auto coldkey, detail::recordFromPhrase(mnemonic.text()));
        TD_TRY(const auto hotkeyPhrase, crypto::makeMnemonic(12));
        TD_TRY(const auto hotkey, detail::recordFromPhrase(hotkeyPhrase.text()));
        return save(name, std::move(coldkey), password, &hotkey);
    }

    Result<WalletRow> import(const std::string& name, const api::ImportRequest& request, const SecretBytes& password) {
        TD_CHECK(checkNew(name, password));
        TD_TRY(auto coldkey, detail::recordFrom(request));
        return save(name, std::move(coldkey), password, /*hotkey=*/nullptr);
    }

    Result<WalletRow> watch(const std::string& name, const AccountId& coldkey) {
        TD_CHECK(checkNewName(name));
        TD_CHECK(WalletFolder(m_options.root, name).write(coldkey, {}, /*hotkey=*/nullptr));
        return changed(name);
    }

    Result<> unlock(const std::string& name, const SecretBytes& password) {
        TD_TRY(auto opened, open(name, password));
        TD_CHECK(m_unlocked.add(name, std::move(opened.record)));
        m_listeners.notify();
        return {};
    }

    void lock(const std::string& name) {
        if (m_unlocked.remove(name)) m_listeners.notify();
    }
    void lockAll() {
        if (m_unlocked.removeAll(/*close=*/false)) m_listeners.notify();
    }
    void close() { m_unlocked.removeAll(/*close=*/true); }
    bool isClosed() const { return m_unlocked.isClosed(); }

    Result<SecretBytes> phrase(const std::string& name, const SecretBytes& password) {
        TD_TRY(auto opened, open(name, password));
        if (opened.record.phrase.empty()) return fail(Errc::NotFound, "the key was not made from a phrase");
        return std::move(opened.record.phrase);
    }

    Result<> changePassword(const std::string& name, const SecretBytes& before, const SecretBytes& after) {
        if (!judge(after.view()).accepted) return fail(Errc::Refused, "the password is too weak");
        TD_TRY(const auto opened, open(name, before));
        // The plaintext as it was: members that we do not know stay.
        TD_TRY(const auto file, seal(opened.plaintext.view(), after));
        TD_CHECK(detail::replaceFile(WalletFolder(m_options.root, name).coldkey(), file));
        m_listeners.notify();
        return {};
    }

    Listeners& listeners() { return m_listeners; }

private:
    struct Opened {
        SecretBytes plaintext;
        keys::KeyRecord record;
    };

    WalletRow rowOf(const StoredWallet& stored) const {
        WalletRow row;
        row.name = stored.name;
        row.folder = stored.folder.string();
        row.coldkey = stored.coldkey;
        row.address = crypto::ss58(stored.coldkey);
        row.watchOnly = stored.watchOnly;
        row.encrypted = stored.encrypted;
        for (const auto& hotkey : stored.hotkeys) {
            row.hotkeys.push_back({hotkey.name, hotkey.account, hotkey.watchOnly, hotkey.encrypted});
        }
        m_unlocked.describe(row);
        return row;
    }

    /// Everything that can be refused before the costly key derivation.
    Result<> checkNew(const std::string& name, const SecretBytes& password) const {
        TD_CHECK(checkNewName(name));
        if (!password.empty() && !judge(password.view()).accepted) {
            return fail(Errc::Refused, "the password is too weak");
        }
        return WalletFolder(m_options.root, name).checkFree();
    }

    Result<Bytes> seal(ByteView plaintext, const SecretBytes& password) const {
        return keys::sealKeyfile(plaintext, trimmedPassword(password.view()), m_options.naclKdf);
    }

    Result<WalletRow> save(const std::string& name, keys::KeyRecord coldkey, const SecretBytes& password,
                           const keys::KeyRecord* hotkey) {
        SecretBytes file = keys::encodeRecord(coldkey);
        if (!password.empty()) {
            TD_TRY(const auto sealed, seal(file.view(), password));
            file = SecretBytes{sealed};
        }
        TD_CHECK(WalletFolder(m_options.root, name).write(coldkey.account, file.view(), hotkey));
        TD_CHECK(m_unlocked.add(name, std::move(coldkey)));
        return changed(name);
    }

    Result<WalletRow> changed(const std::string& name) {
        TD_TRY(const auto stored, readWallet(m_options.root, name));
        auto row = rowOf(stored);
        m_listeners.notify();
        return row;
    }

    /// As typed in btcli first, without outer white space; then exactly as given, for files of other tools.
    Result<SecretBytes> decrypt(const SecretBytes& file, const SecretBytes& password) const {
        const ByteView trimmed = trimmedPassword(password.view());
        auto plain = keys::openKeyfile(file.view(), trimmed, m_options.naclKdf);
        const bool again = !plain && plain.error().code == Errc::WrongPassword && trimmed.size() != password.size();
        return again ? keys::openKeyfile(file.view(), password.view(), m_options.naclKdf) : std::move(plain);
    }

    /// The Python tools' password variable, for an encrypted file when none was given.
    static Result<std::optional<SecretBytes>> environmentPassword(const WalletFolder& folder, const SecretBytes& file,
                                                                  const SecretBytes& password) {
        if (!password.empty() || keys::containerOf(file.view()) == keys::Container::Plain) {
            return std::optional<SecretBytes>{};
        }
        return keys::passwordFromEnvironment(std::filesystem::absolute(folder.coldkey()).string());
    }

    Result<Opened> open(const std::string& name, const SecretBytes& password) const {
        TD_TRY(const auto stored, readWallet(m_options.root, name));
        if (stored.watchOnly) return fail(Errc::Unsupported, "a watch-only wallet has no key");
        const WalletFolder folder{m_options.root, name};
        TD_TRY(const auto file, detail::readFile(folder.coldkey(), keys::kMaxKeyfileBytes));
        Opened out;
        TD_TRY(const auto fromEnvironment, environmentPassword(folder, file, password));
        TD_TRY(out.plaintext, decrypt(file, fromEnvironment ? *fromEnvironment : password));
        TD_TRY(out.record, keys::decodeRecord(out.plaintext.view()));
        if (!out.record.pair) return fail(Errc::NotFound, "the coldkey file holds no secret");
        if (out.record.account != stored.coldkey) {
            return fail(Errc::Conflict, "coldkey and coldkeypub.txt are of different accounts");
        }
        return out;
    }

    const WalletOptions m_options;
    Unlocked m_unlocked;
    Listeners m_listeners;
};

class Service final : public api::WalletService {
public:
    Service(WalletOptions options, std::shared_ptr<keys::KeyRing> ring, PostJob post)
        : m_vault{std::make_shared<Vault>(std::move(options), std::move(ring))}, m_post{post},
          m_queue{std::make_shared<detail::SerialQueue>(std::move(post))} {}
    ~Service() override { m_vault->close(); }
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    void wallets(Done<std::vector<WalletRow>> done) override {
        // Beside the queue: a listing need not wait for a key derivation.
        m_post([vault = m_vault, done = std::move(done)] {
            done(guarded<std::vector<WalletRow>>(*vault, [](Vault& v) { return v.list(); }));
        });
    }

    Subscription onChanged(std::function<void()> fn) override {
        const std::uint64_t id = m_vault->listeners().add(std::move(fn));
        return Subscription{[vault = std::weak_ptr{m_vault}, id] {
            if (const auto alive = vault.lock()) alive->listeners().remove(id);
        }};
    }

    Result<SecretBytes> newMnemonic(int words) override { return crypto::makeMnemonic(words); }
    PasswordVerdict judgePassword(ByteView password) const override { return judge(password); }

    void create(std::string name, SecretBytes mnemonic, SecretBytes password, Done<WalletRow> done) override {
        run(std::move(done),
            [name = std::move(name), mnemonic = share(std::move(mnemonic)),
             password = share(std::move(password))](Vault& vault) { return vault.create(name, *mnemonic, *password); });
    }

    void preview(api::ImportRequest request, Done<AccountId> done) override {
        run(std::move(done), [request = share(std::move(request))](Vault&) -> Result<AccountId> {
            TD_TRY(const auto record, detail::recordFrom(*request));
            return record.account;
        });
    }

    void import(std::string name, api::ImportRequest request, SecretBytes password, Done<WalletRow> done) override {
        run(std::move(done),
            [name = std::move(name), request = share(std::move(request)),
             password = share(std::move(password))](Vault& vault) { return vault.import(name, *request, *password); });
    }

    void watch(std::string name, const AccountId& coldkey, Done<WalletRow> done) override {
        run(std::move(done), [name = std::move(name), coldkey](Vault& vault) { return vault.watch(name, coldkey); });
    }

    void unlock(const std::string& name, SecretBytes password, Done<> done) override {
        run(std::move(done),
            [name, password = share(std::move(password))](Vault& vault) { return vault.unlock(name, *password); });
    }

    void lock(const std::string& name) override { m_vault->lock(name); }
    void lockAll() override { m_vault->lockAll(); }

    void revealPhrase(const std::string& name, SecretBytes password, Done<SecretBytes> done) override {
        run(std::move(done),
            [name, password = share(std::move(password))](Vault& vault) { return vault.phrase(name, *password); });
    }

    void changePassword(const std::string& name, SecretBytes before, SecretBytes after, Done<> done) override {
        run(std::move(done), [name, before = share(std::move(before)), after = share(std::move(after))](Vault& vault) {
            return vault.changePassword(name, *before, *after);
        });
    }

private:
    /// Secrets cannot be copied and jobs must be: so jobs share them.
    template <class T>
    static std::shared_ptr<const T> share(T value) {
        return std::make_shared<const T>(std::move(value));
    }

    template <class T, class Work>
    void run(Done<T> done, Work work) {
        m_queue->add(
            [vault = m_vault, done = std::move(done), work = std::move(work)] { done(guarded<T>(*vault, work)); });
    }

    template <class T, class Work>
    static Result<T> guarded(Vault& vault, const Work& work) {
        if (vault.isClosed()) return fail(Errc::Cancelled, "the wallets are closing");
        try {
            return work(vault);
        } catch (const std::exception& error) { // memory, or a path that the system cannot express
            return fail(Errc::Io, error.what());
        }
    }

    std::shared_ptr<Vault> m_vault;
    PostJob m_post;
    std::shared_ptr<detail::SerialQueue> m_queue;
};

} // namespace

std::unique_ptr<api::WalletService> makeWalletService(WalletOptions options, std::shared_ptr<keys::KeyRing> ring,
                                                      PostJob post) {
    return std::make_unique<Service>(std::move(options), std::move(ring), std::move(post));
}

} // namespace taodeck::wallet
