#include "core/keys/signer.h"

#include "core/crypto/mnemonic.h"
#include "core/crypto/secret_hex.h"

#include <set>

namespace taodeck::keys {
namespace {

class KeyPairSigner final : public Signer {
public:
    KeyPairSigner(crypto::KeyPair pair, bool development) : m_pair{std::move(pair)}, m_development{development} {}

    AccountId account() const override { return m_pair.publicKey(); }
    crypto::KeyType type() const override { return m_pair.type(); }
    bool isDevelopment() const override { return m_development; }
    Result<crypto::Signature64> sign(ByteView message) const override { return m_pair.sign(message); }

private:
    crypto::KeyPair m_pair;
    bool m_development;
};

std::set<AccountId> makeDevelopmentAccounts() {
    // The mini-secret instead of the phrase: else each of the paths would pay for PBKDF2 again.
    const auto mini = crypto::miniSecretFromMnemonic(crypto::developmentPhrase()).value();
    SecretBytes seed{66};
    crypto::secretToHex(mini.view(), seed.data());
    const std::string base{seed.text()}; // public knowledge
    std::set<AccountId> out;
    for (const auto type : {crypto::KeyType::Ed25519, crypto::KeyType::Sr25519}) {
        out.insert(crypto::KeyPair::fromUri(type, base).value().publicKey());
        for (const char* name : {"Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "One", "Two", "Three"}) {
            for (const char* form : {"", "//stash", "//hotkey", "//default"}) {
                out.insert(crypto::KeyPair::fromUri(type, base + "//" + name + form).value().publicKey());
            }
        }
    }
    return out;
}

} // namespace

void KeyRing::add(std::shared_ptr<const Signer> signer) {
    const AccountId account = signer->account();
    const std::lock_guard lock{m_mutex};
    m_signers[account] = std::move(signer);
}

void KeyRing::remove(const AccountId& account) {
    const std::lock_guard lock{m_mutex};
    m_signers.erase(account);
}

void KeyRing::clear() {
    const std::lock_guard lock{m_mutex};
    m_signers.clear();
}

Result<std::shared_ptr<const Signer>> KeyRing::signer(const AccountId& account) const {
    const std::lock_guard lock{m_mutex};
    const auto at = m_signers.find(account);
    if (at == m_signers.end()) return fail(Errc::Locked, "no unlocked key for this account");
    return at->second;
}

bool isDevelopmentAccount(const AccountId& account) {
    static const std::set<AccountId> accounts = makeDevelopmentAccounts();
    return accounts.contains(account);
}

std::shared_ptr<const Signer> makeSigner(crypto::KeyPair pair, bool development) {
    const bool known = development || isDevelopmentAccount(pair.publicKey());
    return std::make_shared<KeyPairSigner>(std::move(pair), known);
}

} // namespace taodeck::keys
