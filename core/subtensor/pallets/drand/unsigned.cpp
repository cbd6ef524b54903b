/// Which of the pallet's transactions may travel unsigned. Upstream: pallets/drand/src/lib.rs, validate_unsigned.

#include "core/crypto/hash.h"
#include "core/crypto/keypair.h"
#include "core/subtensor/executive.h"
#include "core/subtensor/pallets/drand/drand.h"

namespace taodeck::subtensor::drand {
namespace {

using Kind = Invalid::Kind;
using Validity = tl::expected<UnsignedValidity, Invalid>;

tl::unexpected<Invalid> refuse(Kind kind) {
    return tl::unexpected<Invalid>{invalid(kind)};
}

/// The runtime's AuthorityId takes sr25519 on both sides only.
bool isSignedBy(const Signer& signer, const MultiSignature& signature, ByteView payload) {
    if (signer.kind != Signer::Kind::Sr25519 || signature.kind != MultiSignature::Kind::Sr25519) return false;
    AccountId key;
    std::copy(signer.bytes.begin(), signer.bytes.end(), key.bytes.begin());
    return crypto::verify(crypto::KeyType::Sr25519, key, payload, signature.bytes);
}

/// Signature and block number, which both calls must have.
template <class Payload>
tl::expected<void, Invalid> checkPayload(const GuardContext& ctx, const Payload& payload,
                                         const std::optional<MultiSignature>& signature) {
    if (!signature) return refuse(Kind::BadSigner);
    if (!isSignedBy(payload.signer, *signature, encoded(payload))) return refuse(Kind::BadProof);
    if (ctx.block < raw(payload.blockNumber)) return refuse(Kind::Future);
    return {};
}

/// What `with_tag_prefix` and `and_provides` make: the prefix as text, then the hash.
Bytes tag(ByteView hashed) {
    Encoder out;
    encodeTo(out, std::string{"DrandOffchainWorker"});
    out.raw(crypto::blake2b256(hashed));
    return out.take();
}

} // namespace

Validity WritePulse::validateUnsigned(const GuardContext& ctx, const WritePulse& call) {
    if (auto checked = checkPayload(ctx, call.payload, call.signature); !checked)
        return tl::unexpected<Invalid>{checked.error()};
    if (call.payload.pulses.size() != 1) return refuse(Kind::Call);
    const auto round = call.payload.pulses.front().round;
    // Several may go into one block: the first one sets the gate to that block, not after it.
    if (raw(NextUnsignedAt.get(ctx.state)) > ctx.block) return refuse(Kind::Stale);
    if (round <= LastStoredRound.get(ctx.state)) return refuse(Kind::Stale);

    UnsignedValidity out;
    const auto lowFirst = UINT64_MAX - round;
    out.priority = lowFirst > UINT64_MAX - kUnsignedPriority ? UINT64_MAX : lowFirst + kUnsignedPriority;
    Encoder key;
    key.raw(asBytes("drand")).u64(round);
    out.provides = tag(key.view());
    out.longevity = 3;
    out.propagate = false;
    return out;
}

Validity SetBeaconConfig::validateUnsigned(const GuardContext& ctx, const SetBeaconConfig& call) {
    if (auto checked = checkPayload(ctx, call.payload, call.signature); !checked)
        return tl::unexpected<Invalid>{checked.error()};
    const auto next = NextUnsignedAt.get(ctx.state);
    if (next > call.payload.blockNumber) return refuse(Kind::Stale);

    UnsignedValidity out;
    out.priority = kUnsignedPriority;
    Encoder key;
    encodeTo(key, next);
    encodeTo(key, encoded(call.payload.signer));
    out.provides = tag(key.view());
    out.longevity = 1;
    return out;
}

} // namespace taodeck::subtensor::drand
