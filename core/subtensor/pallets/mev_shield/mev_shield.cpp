#include "core/subtensor/pallets/mev_shield/mev_shield.h"

#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/mev_shield/events.h"

namespace taodeck::subtensor {

using mev_shield::Ciphertext;

void TypeInfo<Ciphertext>::encode(Encoder& out, const Ciphertext& v) {
    out.bytes(v.bytes);
}

Result<Ciphertext> TypeInfo<Ciphertext>::decode(Decoder& in) {
    TD_TRY(const auto bytes, in.bytes(mev_shield::kMaxCiphertext));
    return Ciphertext{toBytes(bytes)};
}

TypeId TypeInfo<Ciphertext>::describe(TypeRegistry& r) {
    return typeIdOf<BoundedVec<std::uint8_t>>(r);
}

} // namespace taodeck::subtensor

namespace taodeck::subtensor::mev_shield {
namespace {

/// The author of the slot that is `ahead` of this block's.
std::optional<AuraId> authorAhead(const Context& ctx, std::uint64_t ahead) {
    const auto authorities = aura::Authorities.get(ctx.state).items;
    if (authorities.empty()) return std::nullopt;
    return authorities[(aura::CurrentSlot.get(ctx.state).number + ahead) % authorities.size()];
}

template <class Item, class V>
void put(const Context& ctx, const Item& item, const std::optional<V>& value) {
    if (value) {
        item.set(ctx.state, *value);
    } else {
        item.remove(ctx.state);
    }
}

void drop(const Context& ctx, std::uint32_t index) {
    PendingExtrinsics.remove(ctx.state, index);
    CounterForPendingExtrinsics.mutate(ctx.state, [](std::uint32_t& count) { --count; });
}

/// Works off the queue. Without a decryptor each call ends here, and none weighs anything.
void onInitialize(const Context& ctx) {
    const auto count = CounterForPendingExtrinsics.get(ctx.state);
    if (count == 0) return;
    const auto end = NextPendingExtrinsicIndex.get(ctx.state);
    const auto lifetime = ExtrinsicLifetime.get(ctx.state);
    // Upstream's quirk: it looks at as many places as there are calls, not from the oldest call on.
    for (auto index = end - std::min(end, count); index < end; ++index) {
        const auto pending = PendingExtrinsics.get(ctx.state, index);
        if (!pending) continue;
        const auto age = raw(ctx.block) - std::min(raw(ctx.block), raw(pending->submittedAt));
        drop(ctx, index);
        if (age > lifetime) {
            ctx.emit(event::ExtrinsicExpired{index});
        } else {
            ctx.emit(event::ExtrinsicDecodeFailed{index});
        }
    }
}

template <class Event, class Call, class Item>
DispatchResult setLimit(const Context& ctx, const Origin& origin, const Call& call, const Item& item) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    item.set(ctx.state, call.value);
    ctx.emit(Event{call.value});
    return PostInfo{};
}

} // namespace

DispatchResult apply(const Context& ctx, const Origin& origin, const AnnounceNextKey& call) {
    TD_DISPATCH_CHECK(ensureNone(origin));
    const auto author = authorAhead(ctx, 0);
    TD_ENSURE(author, MevShieldError::Unreachable);
    const auto pending = NextKey.get(ctx.state);
    const auto nextAuthor = authorAhead(ctx, 2);
    put(ctx, CurrentKey, PendingKey.get(ctx.state));
    put(ctx, PendingKey, pending);
    const auto next = nextAuthor ? AuthorKeys.get(ctx.state, *nextAuthor) : std::nullopt;
    put(ctx, NextKey, next);
    // After the keys were read: an author's own new key is for later.
    if (call.key) {
        TD_ENSURE(call.key->items.size() == crypto::kMlKemPublicSize, MevShieldError::BadEncKeyLen);
        AuthorKeys.set(ctx.state, *author, *call.key);
    } else {
        AuthorKeys.remove(ctx.state, *author);
    }
    const auto in = [&](std::uint32_t blocks) { return BlockNumber{raw(ctx.block) + blocks}; };
    put(ctx, PendingKeyExpiresAt, pending ? std::optional{in(2)} : std::nullopt);
    put(ctx, NextKeyExpiresAt, next ? std::optional{in(3)} : std::nullopt);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SubmitEncrypted& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    Encoder both;
    both.id(who).bytes(call.ciphertext.bytes);
    ctx.emit(event::EncryptedSubmitted{crypto::hashOf<Hash256>(both.view()), who});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const StoreEncrypted& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    const auto count = CounterForPendingExtrinsics.get(ctx.state);
    TD_ENSURE(count < MaxPendingExtrinsicsLimit.get(ctx.state), MevShieldError::TooManyPendingExtrinsics);
    const auto index = NextPendingExtrinsicIndex.get(ctx.state);
    PendingExtrinsics.set(ctx.state, index, {who, call.call, ctx.block});
    CounterForPendingExtrinsics.set(ctx.state, count + 1);
    NextPendingExtrinsicIndex.set(ctx.state, index == ~std::uint32_t{0} ? index : index + 1);
    ctx.emit(event::ExtrinsicStored{index, who});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxPendingExtrinsicsNumber& call) {
    return setLimit<event::MaxPendingExtrinsicsNumberSet>(ctx, origin, call, MaxPendingExtrinsicsLimit);
}
DispatchResult apply(const Context& ctx, const Origin& origin, const SetStoredExtrinsicLifetime& call) {
    return setLimit<event::ExtrinsicLifetimeSet>(ctx, origin, call, ExtrinsicLifetime);
}
DispatchResult apply(const Context& ctx, const Origin& origin, const SetOnInitializeWeight& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_ENSURE(call.value <= kMaxOnInitializeRefTime, MevShieldError::WeightExceedsAbsoluteMax);
    return setLimit<event::OnInitializeWeightSet>(ctx, origin, call, OnInitializeWeight);
}
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxExtrinsicWeight& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_ENSURE(call.value <= kMaxOnInitializeRefTime, MevShieldError::WeightExceedsAbsoluteMax);
    return setLimit<event::MaxExtrinsicWeightSet>(ctx, origin, call, MaxExtrinsicWeight);
}

bool hasShortEra(const RuntimeCall& call, const Era& era) {
    return !callAs<SubmitEncrypted>(call) || (era.period > 0 && era.period <= kMaxShieldEra);
}

bool isParsable(const RuntimeCall& call) {
    const auto* submit = callAs<SubmitEncrypted>(call);
    return !submit || parseShielded(submit->ciphertext.bytes);
}

Bytes announcement(const crypto::MlKemPublic& key) {
    return encodeBare(makeCall(AnnounceNextKey{EncKey{{key.begin(), key.end()}}}));
}

bool isSigned(ByteView extrinsic) {
    const auto decoded = decodeExtrinsic(extrinsic);
    return decoded && decoded->signedPart;
}

std::optional<Shielded> shieldedIn(ByteView extrinsic) {
    const auto decoded = decodeExtrinsic(extrinsic);
    if (!decoded) return std::nullopt;
    const auto* submit = callAs<SubmitEncrypted>(decoded->call);
    return submit ? parseShielded(submit->ciphertext.bytes) : std::nullopt;
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::MevShield,
        .crate = "pallet_shield",
        .storage = {&CurrentKey, &PendingKey, &NextKey, &AuthorKeys, &PendingKeyExpiresAt, &NextKeyExpiresAt,
                    &MaxPendingExtrinsicsLimit, &ExtrinsicLifetime, &OnInitializeWeight, &MaxExtrinsicWeight,
                    &PendingExtrinsics, &CounterForPendingExtrinsics, &NextPendingExtrinsicIndex},
        .calls = {callRow<AnnounceNextKey>(), callRow<SubmitEncrypted>(), callRow<StoreEncrypted>(),
                  callRow<SetMaxPendingExtrinsicsNumber>(), callRow<SetOnInitializeWeight>(),
                  callRow<SetStoredExtrinsicLifetime>(), callRow<SetMaxExtrinsicWeight>()},
        .events = {eventRow<event::EncryptedSubmitted>(), eventRow<event::ExtrinsicStored>(),
                   eventRow<event::ExtrinsicDecodeFailed>(), eventRow<event::ExtrinsicExpired>(),
                   eventRow<event::MaxPendingExtrinsicsNumberSet>(), eventRow<event::OnInitializeWeightSet>(),
                   eventRow<event::ExtrinsicLifetimeSet>(), eventRow<event::MaxExtrinsicWeightSet>()},
        .errorNames = kMevShieldErrorNames,
        .onInitialize = onInitialize,
    };
    return pallet;
}

} // namespace taodeck::subtensor::mev_shield
