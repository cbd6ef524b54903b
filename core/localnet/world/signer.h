#pragma once
/// Signs calls with development keys, the same bytes for the same call each time. One thread.

#include "core/crypto/keypair.h"
#include "core/localnet/chain.h"
#include "core/subtensor/pallet.h"

#include <map>

namespace taodeck::localnet::world {

class Signer {
public:
    const crypto::KeyPair& key(const std::string& uri);
    const AccountId& account(const std::string& uri) { return key(uri).publicKey(); }
    /// An immortal extrinsic with the account's next nonce, pool included.
    Bytes sign(const Chain& chain, const std::string& uri, const subtensor::RuntimeCall& call);
    /// Signs and hands it to the pool. @return InvalidTransaction with the pool's words.
    Result<> send(Chain& chain, UnixMillis now, const std::string& uri, const subtensor::RuntimeCall& call);

private:
    std::map<std::string, crypto::KeyPair> m_keys;
};

} // namespace taodeck::localnet::world
