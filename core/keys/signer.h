#pragma once
/// Who signs: actions ask a KeyRing for the signer of an account and never see its secret.

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/crypto/keypair.h"

#include <map>
#include <memory>
#include <mutex>

namespace taodeck::keys {

class Signer {
public:
    virtual ~Signer() = default;
    virtual AccountId account() const = 0;
    virtual crypto::KeyType type() const = 0;
    virtual bool isDevelopment() const = 0; ///< Made from the development phrase: refused on every other network.
    virtual Result<crypto::Signature64> sign(ByteView message) const = 0;
};

/// The accounts that can sign now. Any thread.
class KeyRing {
public:
    void add(std::shared_ptr<const Signer> signer);
    void remove(const AccountId& account);
    void clear();
    /// @return Locked when there is none.
    Result<std::shared_ptr<const Signer>> signer(const AccountId& account) const;

private:
    mutable std::mutex m_mutex;
    std::map<AccountId, std::shared_ptr<const Signer>> m_signers;
};

/// One of the well-known accounts of development chains: //Alice, //Bob, ... and their stash and hotkey forms, of
/// either key type. Accounts deeper in the development phrase's tree are not recognised.
bool isDevelopmentAccount(const AccountId& account);

/// A signer that holds a key pair; `development` is found by comparing with the well-known accounts (//Alice, //Bob, …
/// and their stash and hotkey forms) unless it was derived from the development phrase, which the caller then says.
std::shared_ptr<const Signer> makeSigner(crypto::KeyPair pair, bool development);

} // namespace taodeck::keys
