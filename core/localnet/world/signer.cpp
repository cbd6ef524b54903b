#include "core/localnet/world/signer.h"

#include "core/localnet/methods.h"
#include "core/scale/codec.h"
#include "core/subtensor/extrinsic.h"

#include <stdexcept>

namespace taodeck::localnet::world {

using subtensor::RuntimeCall;

const crypto::KeyPair& Signer::key(const std::string& uri) {
    const auto known = m_keys.find(uri);
    if (known != m_keys.end()) return known->second;
    auto pair = crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri);
    if (!pair) throw std::logic_error(uri + " is no development key");
    return m_keys.emplace(uri, *std::move(pair)).first->second;
}

Bytes Signer::sign(const Chain& chain, const std::string& uri, const RuntimeCall& call) {
    const auto& pair = key(uri);
    subtensor::SignedPart part;
    part.address.kind = subtensor::MultiAddress::Kind::Id;
    part.address.id = pair.publicKey();
    part.nonce = chain.nextNonce(pair.publicKey());
    const auto& version = chain.runtime().version();
    const subtensor::ImplicitData implicit{version.spec, version.transaction, chain.genesisHash(), chain.genesisHash()};
    const auto payload = subtensor::signingPayload(subtensor::encoded(call), subtensor::encodeExtra(part), implicit);
    const auto signature = pair.signRepeatably(payload);
    part.signature = {subtensor::MultiSignature::Kind::Sr25519, {signature.begin(), signature.end()}};
    return subtensor::encodeSigned(part, call);
}

Result<> Signer::send(Chain& chain, UnixMillis now, const std::string& uri, const RuntimeCall& call) {
    const auto hash = chain.submit(sign(chain, uri, call), now);
    if (hash) return {};
    const auto why = toRpcError(hash.error());
    return fail(Errc::InvalidTransaction, uri + ": " + why.message + (why.data.empty() ? "" : ": " + why.data));
}

} // namespace taodeck::localnet::world
