#include "core/crypto/secp256k1.h"
#include "core/subtensor/pallets/subtensor_module/identity/events.h"
#include "core/subtensor/pallets/subtensor_module/identity/identity_calls.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::uint64_t kBlocksBetween = 7'200; ///< A day.

/// @return the hotkey's UID.
Dispatch<std::uint16_t> ensureNotTooSoon(const StateReader& state, std::uint64_t now, const AccountId& hotkey,
                                         NetUid netuid) {
    const auto uid = Uids.get(state, netuid, hotkey);
    TD_ENSURE(uid, ModuleError::HotKeyNotRegisteredInSubNet);
    // A UID without an address counts as if it had got one in block 0, so a young chain refuses for a day.
    const auto before = AssociatedEvmAddress.get(state, netuid, *uid);
    const std::uint64_t last = before ? before->second : 0;
    TD_ENSURE((now > last ? now - last : 0) >= kBlocksBetween, ModuleError::EvmKeyAssociateRateLimitExceeded);
    return *uid;
}

} // namespace

std::array<std::uint8_t, 32> evmAssociationHash(const AccountId& hotkey, std::uint64_t block) {
    Encoder number;
    number.u64(block);
    Bytes message = toBytes(ByteView{hotkey.bytes});
    append(message, crypto::keccak256(number.view()));
    Bytes whole = toBytes(asBytes("\x19"
                                  "Ethereum Signed Message:\n"));
    append(whole, asBytes(std::to_string(message.size())));
    append(whole, message);
    return crypto::keccak256(whole);
}

EvmAddress evmAddressOf(ByteView publicKey) {
    const auto hash = crypto::keccak256(publicKey);
    EvmAddress out;
    std::copy(hash.begin() + 12, hash.end(), out.bytes.begin());
    return out;
}

Dispatch<> AssociateEvmKey::guard(const GuardContext& ctx, const AccountId& signer, const AssociateEvmKey& call) {
    TD_DISPATCH_CHECK(ensureNotTooSoon(ctx.state, ctx.block, signer, call.netuid));
    return {};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const AssociateEvmKey& call) {
    TD_DISPATCH_TRY(const AccountId hotkey, ensureSigned(origin));
    TD_ENSURE(Owner.get(ctx.state, hotkey) != AccountId{}, ModuleError::NonAssociatedColdKey);
    const std::uint64_t now = blockNumber(ctx);
    TD_DISPATCH_TRY(const std::uint16_t uid, ensureNotTooSoon(ctx.state, now, hotkey, call.netuid));

    auto signature = call.signature;
    if (signature[64] >= 27) signature[64] = static_cast<std::uint8_t>(signature[64] - 27); // as wallets write it
    const auto publicKey = crypto::recoverSecp256k1(evmAssociationHash(hotkey, call.blockNumber), signature);
    TD_ENSURE(publicKey, ModuleError::InvalidIdentity);
    TD_ENSURE(evmAddressOf(*publicKey) == call.evmKey, ModuleError::InvalidRecoveredPublicKey);
    AssociatedEvmAddress.set(ctx.state, call.netuid, uid, {call.evmKey, now});
    ctx.emit(EvmKeyAssociated{call.netuid, hotkey, call.evmKey, now});
    return PostInfo{};
}

} // namespace taodeck::subtensor::subtensor_module
