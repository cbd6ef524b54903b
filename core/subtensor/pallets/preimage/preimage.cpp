#include "core/subtensor/pallets/preimage/preimage.h"

#include "core/subtensor/pallets/balances/holds.h"
#include "core/subtensor/pallets/balances/reserves.h"

namespace taodeck::subtensor::preimage {
namespace {

using balances::HoldReason;

/// Moves an old record to the present form, its reserve to a hold. @return whether there was one.
bool updateOld(const Context& ctx, const Hash256& hash) {
    const auto old = StatusFor.get(ctx.state, hash);
    if (!old) return false;
    StatusFor.remove(ctx.state, hash);
    RequestStatus fresh = *old;
    if (old->ticket) {
        const auto& [who, deposit] = *old->ticket;
        balances::unreserve(ctx, who, deposit);
        fresh.ticket.reset();
        if (old->length) {
            const auto price = depositFor(*old->length);
            // As upstream: a deposit that cannot be taken after it was given back loses the record.
            if (!balances::hold(ctx, HoldReason::Preimage, who, price)) return true;
            fresh.ticket = Ticket{who, price};
        }
    }
    RequestStatusFor.set(ctx.state, hash, fresh);
    return true;
}

std::optional<RequestStatus> statusOf(const Context& ctx, const Hash256& hash) {
    updateOld(ctx, hash);
    return RequestStatusFor.get(ctx.state, hash);
}

void give(const Context& ctx, const Ticket& ticket) {
    // What can be given back is; upstream drops the outcome too.
    [[maybe_unused]] const auto given = balances::release(ctx, HoldReason::Preimage, ticket.first, ticket.second);
}

void clear(const Context& ctx, const Hash256& hash, std::uint32_t length) {
    PreimageFor.remove(ctx.state, {hash, length});
    RequestStatusFor.remove(ctx.state, hash);
    ctx.emit(event::Cleared{hash});
}

/// The account that pays, or none for root.
Dispatch<std::optional<AccountId>> signedOrRoot(const Origin& origin) {
    if (origin.kind == Origin::Kind::Root) return std::optional<AccountId>{};
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    return std::optional<AccountId>{who};
}

struct Noting {
    bool requested; ///< Somebody asked for the bytes.
    Hash256 hash;
};

Dispatch<Noting> noteBytes(const Context& ctx, ByteView bytes, const std::optional<AccountId>& depositor) {
    const auto hash = crypto::hashOf<Hash256>(bytes);
    const auto length = static_cast<std::uint32_t>(bytes.size());
    TD_ENSURE(bytes.size() <= kMaxSize, PreimageError::TooBig);
    auto status = statusOf(ctx, hash).value_or(RequestStatus{});
    const bool known = status.requests > 0 || status.ticket;
    TD_ENSURE(status.requests > 0 || !known || !depositor, PreimageError::AlreadyNoted);
    if (status.requests == 0 && depositor) {
        const auto price = depositFor(bytes.size());
        TD_DISPATCH_CHECK(balances::hold(ctx, HoldReason::Preimage, *depositor, price));
        status.ticket = Ticket{*depositor, price};
    } else if (status.requests == 0) {
        status.requests = 1;
    }
    status.length = length;
    RequestStatusFor.set(ctx.state, hash, status);
    PreimageFor.set(ctx.state, {hash, length}, {toBytes(bytes)});
    ctx.emit(event::Noted{hash});
    return Noting{status.requests > 0, hash};
}

Dispatch<> unnote(const Context& ctx, const Hash256& hash, const std::optional<AccountId>& by) {
    auto status = statusOf(ctx, hash);
    TD_ENSURE(status, PreimageError::NotNoted);
    if (!status->ticket) {
        TD_ENSURE(!by, PreimageError::NotAuthorized);
        return unrequest(ctx, hash);
    }
    TD_ENSURE(!by || *by == status->ticket->first, PreimageError::NotAuthorized);
    give(ctx, *status->ticket);
    if (status->requests == 0) {
        clear(ctx, hash, status->length.value_or(0));
    } else {
        status->ticket.reset();
        RequestStatusFor.set(ctx.state, hash, *status);
    }
    return {};
}

} // namespace

Rao depositFor(std::size_t bytes) {
    return Rao::fromRaw(104'000'000 + 1'000'000 * bytes);
}

Dispatch<Hash256> note(const Context& ctx, ByteView bytes) {
    const auto noted = noteBytes(ctx, bytes, std::nullopt);
    if (!noted) return dispatchFail(DispatchError::Kind::Exhausted); // for root only the size can be wrong
    return noted->hash;
}

void request(const Context& ctx, const Hash256& hash) {
    auto status = statusOf(ctx, hash).value_or(RequestStatus{});
    ++status.requests;
    RequestStatusFor.set(ctx.state, hash, status);
    if (status.requests == 1) ctx.emit(event::Requested{hash});
}

Dispatch<> unrequest(const Context& ctx, const Hash256& hash) {
    auto status = statusOf(ctx, hash);
    TD_ENSURE(status && status->requests > 0, PreimageError::NotRequested);
    --status->requests;
    if (status->requests == 0 && !status->length) {
        RequestStatusFor.remove(ctx.state, hash);
    } else if (status->requests == 0 && !status->ticket) {
        clear(ctx, hash, *status->length);
    } else {
        RequestStatusFor.set(ctx.state, hash, *status); // without requests: its owner's again
    }
    return {};
}

std::optional<Bytes> fetch(const StateReader& state, const Hash256& hash, std::uint32_t length) {
    auto bytes = PreimageFor.get(state, {hash, length});
    if (!bytes) return std::nullopt;
    return std::move(bytes->items);
}

std::optional<std::uint32_t> lengthOf(const Context& ctx, const Hash256& hash) {
    const auto status = statusOf(ctx, hash);
    return status ? status->length : std::nullopt;
}

DispatchResult apply(const Context& ctx, const Origin& origin, const NotePreimage& call) {
    TD_DISPATCH_TRY(const auto who, signedOrRoot(origin));
    TD_DISPATCH_TRY(const auto noted, noteBytes(ctx, call.bytes, who));
    return PostInfo{{}, !noted.requested && who};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const UnnotePreimage& call) {
    TD_DISPATCH_TRY(const auto who, signedOrRoot(origin));
    TD_DISPATCH_CHECK(unnote(ctx, call.hash, who));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RequestPreimage& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    request(ctx, call.hash);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const UnrequestPreimage& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    TD_DISPATCH_CHECK(unrequest(ctx, call.hash));
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const EnsureUpdated& call) {
    TD_DISPATCH_CHECK(ensureSigned(origin).map([](const AccountId&) {}));
    TD_ENSURE(!call.hashes.empty(), PreimageError::TooFew);
    TD_ENSURE(call.hashes.size() <= kMaxBulk, PreimageError::TooMany);
    const auto updated = std::count_if(call.hashes.begin(), call.hashes.end(),
                                       [&](const Hash256& hash) { return updateOld(ctx, hash); });
    return PostInfo{{}, static_cast<std::size_t>(updated) * 10 < call.hashes.size() * 9};
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::Preimage,
        .crate = "pallet_preimage",
        .storage = {&StatusFor, &RequestStatusFor, &PreimageFor},
        .calls = {callRow<NotePreimage>(), callRow<UnnotePreimage>(), callRow<RequestPreimage>(),
                  callRow<UnrequestPreimage>(), callRow<EnsureUpdated>()},
        .events = {eventRow<event::Noted>(), eventRow<event::Requested>(), eventRow<event::Cleared>()},
        .errorNames = kPreimageErrorNames,
    };
    return pallet;
}

} // namespace taodeck::subtensor::preimage
