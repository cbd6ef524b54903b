#pragma once
/// Preimage: bytes kept under their hash for those who need them later: the scheduler's long calls. Who notes bytes
/// that nobody asked for pays a deposit (a hold) until they are removed; what root notes or asks for is free.
/// Upstream: polkadot-sdk pallet-preimage (stable2506) with the prices of subtensor's runtime/src/lib.rs at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor::preimage {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::Preimage, PreimageError, TooBig, AlreadyNoted, NotAuthorized, NotNoted, Requested,
                 NotRequested, TooMany, TooFew);

inline constexpr std::uint32_t kMaxSize = 4 * 1024 * 1024;
inline constexpr std::size_t kMaxBulk = 1024;
/// Rao held for `bytes` bytes.
Rao depositFor(std::size_t bytes);

using Ticket = std::pair<AccountId, Rao>; ///< Who pays, and what is held.

/// What is known of a hash. `requests` 0: Unrequested, which has an owner and a length.
struct RequestStatus {
    std::uint32_t requests{0};
    std::optional<Ticket> ticket;
    std::optional<std::uint32_t> length; ///< Of the noted bytes.
};
/// The same as stored before holds: deposits are reserves. Only read; the chain starts without any.
struct OldRequestStatus : RequestStatus {};

} // namespace taodeck::subtensor::preimage

namespace taodeck::subtensor {
TD_TYPE_INFO(preimage::RequestStatus);    ///< pallet_preimage::RequestStatus
TD_TYPE_INFO(preimage::OldRequestStatus); ///< pallet_preimage::OldRequestStatus
} // namespace taodeck::subtensor

namespace taodeck::subtensor::preimage {

using PreimageKey = std::pair<Hash256, std::uint32_t>; ///< Hash and length.

inline constexpr OptionalMap<Hash256, OldRequestStatus> StatusFor{"Preimage", "StatusFor", {Hasher::Identity}};
inline constexpr OptionalMap<Hash256, RequestStatus> RequestStatusFor{
    "Preimage", "RequestStatusFor", {Hasher::Identity}};
inline constexpr OptionalMap<PreimageKey, BoundedVec<std::uint8_t>> PreimageFor{
    "Preimage", "PreimageFor", {Hasher::Identity}};

// For other pallets.

/// Stores `bytes` for root, which counts as one request. Exhausted when they are too many.
Dispatch<Hash256> note(const Context& ctx, ByteView bytes);
void request(const Context& ctx, const Hash256& hash);
/// Takes one request back; the bytes go with the last one unless somebody paid for them. NotRequested.
Dispatch<> unrequest(const Context& ctx, const Hash256& hash);
/// The noted bytes of that length.
std::optional<Bytes> fetch(const StateReader& state, const Hash256& hash, std::uint32_t length);
std::optional<std::uint32_t> lengthOf(const Context& ctx, const Hash256& hash);

struct NotePreimage {
    static constexpr CallName kName{Pallet::Preimage, 0, "note_preimage"};
    static constexpr FieldInfo kFields[] = {{"bytes", "Vec<u8>"}};
    Bytes bytes;
    static auto fields(auto& c) { return std::tie(c.bytes); }
    static DispatchInfo info(const NotePreimage& c) {
        return callInfo(50'499'000 + 13'491 * c.bytes.size(), 5, 3, 28'584);
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const NotePreimage& call);

struct UnnotePreimage {
    static constexpr CallName kName{Pallet::Preimage, 1, "unnote_preimage"};
    static constexpr FieldInfo kFields[] = {{"hash", "T::Hash"}};
    Hash256 hash;
    static auto fields(auto& c) { return std::tie(c.hash); }
    static DispatchInfo info(const UnnotePreimage&) { return callInfo(50'830'000, 3, 3, 3892); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const UnnotePreimage& call);

struct RequestPreimage {
    static constexpr CallName kName{Pallet::Preimage, 2, "request_preimage"};
    static constexpr FieldInfo kFields[] = {{"hash", "T::Hash"}};
    Hash256 hash;
    static auto fields(auto& c) { return std::tie(c.hash); }
    static DispatchInfo info(const RequestPreimage&) { return callInfo(19'292'000, 2, 1, 3556); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RequestPreimage& call);

struct UnrequestPreimage {
    static constexpr CallName kName{Pallet::Preimage, 3, "unrequest_preimage"};
    static constexpr FieldInfo kFields[] = {{"hash", "T::Hash"}};
    Hash256 hash;
    static auto fields(auto& c) { return std::tie(c.hash); }
    static DispatchInfo info(const UnrequestPreimage&) { return callInfo(20'209'000, 2, 2, 3556); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const UnrequestPreimage& call);

/// Moves old records to the present form; free when nine in ten were old.
struct EnsureUpdated {
    static constexpr CallName kName{Pallet::Preimage, 4, "ensure_updated"};
    static constexpr FieldInfo kFields[] = {{"hashes", "Vec<T::Hash>"}};
    std::vector<Hash256> hashes;
    static auto fields(auto& c) { return std::tie(c.hashes); }
    static DispatchInfo info(const EnsureUpdated& c) {
        const auto n = c.hashes.size();
        return callInfo(56'817'000 + 59'397'441 * n, 2 + 3 * n, 4 * n, 28'584 + 2'902 * n);
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const EnsureUpdated& call);

namespace event {

struct Noted {
    static constexpr EventName kName{Pallet::Preimage, 0, "Noted"};
    static constexpr FieldInfo kFields[] = {{"hash", "T::Hash"}};
    Hash256 hash;
    static auto fields(auto& e) { return std::tie(e.hash); }
};
struct Requested {
    static constexpr EventName kName{Pallet::Preimage, 1, "Requested"};
    static constexpr FieldInfo kFields[] = {{"hash", "T::Hash"}};
    Hash256 hash;
    static auto fields(auto& e) { return std::tie(e.hash); }
};
struct Cleared {
    static constexpr EventName kName{Pallet::Preimage, 2, "Cleared"};
    static constexpr FieldInfo kFields[] = {{"hash", "T::Hash"}};
    Hash256 hash;
    static auto fields(auto& e) { return std::tie(e.hash); }
};

} // namespace event
} // namespace taodeck::subtensor::preimage
