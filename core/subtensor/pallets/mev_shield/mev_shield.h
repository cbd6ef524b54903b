#pragma once
/// MevShield: transactions whose content nobody but a coming block's author can read. Each block's author announces a
/// key; users encrypt to the key of the author after the next (NextKey), and that author puts what was hidden into its
/// block. Also a queue of stored calls, which this version cannot decrypt yet.
/// Upstream: subtensor pallets/shield at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/consensus.h"
#include "core/subtensor/pallets/mev_shield/shielded.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor::mev_shield {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::MevShield, MevShieldError, BadEncKeyLen, Unreachable, TooManyPendingExtrinsics,
                 WeightExceedsAbsoluteMax);

using EncKey = BoundedVec<std::uint8_t>; ///< ML-KEM-768, 1184 bytes.
inline constexpr std::size_t kMaxCiphertext = 8192;
inline constexpr std::uint64_t kMaxOnInitializeRefTime = 2'000'000'000'000;
inline constexpr std::uint64_t kMaxShieldEra = 8; ///< Blocks.

/// At most kMaxCiphertext bytes; more do not decode.
struct Ciphertext {
    Bytes bytes;
};

} // namespace taodeck::subtensor::mev_shield

namespace taodeck::subtensor {
TD_TYPE_INFO(mev_shield::Ciphertext);
}

namespace taodeck::subtensor::mev_shield {

struct PendingExtrinsic {
    static constexpr const char* kPath = "pallet_shield::pallet::PendingExtrinsic";
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"},
                                            {"encrypted_call", "BoundedVec<u8, MaxEncryptedCallSize>"},
                                            {"submitted_at", "BlockNumberFor<T>"}};
    static std::vector<TypeParam> params(TypeRegistry&) { return {{"T", {}}}; }
    AccountId who;
    Ciphertext call;
    BlockNumber submittedAt{};
    static auto fields(auto& p) { return std::tie(p.who, p.call, p.submittedAt); }
};

inline constexpr OptionalValue<EncKey> CurrentKey{"MevShield", "CurrentKey"}; ///< Of this block's author.
inline constexpr OptionalValue<EncKey> PendingKey{"MevShield", "PendingKey"}; ///< Of the next one's.
inline constexpr OptionalValue<EncKey> NextKey{"MevShield", "NextKey"};       ///< Of the one after: for users.
inline constexpr OptionalMap<AuraId, EncKey> AuthorKeys{"MevShield", "AuthorKeys", {Hasher::Twox64Concat}};
inline constexpr OptionalValue<BlockNumber> PendingKeyExpiresAt{"MevShield", "PendingKeyExpiresAt"}; ///< Exclusive.
inline constexpr OptionalValue<BlockNumber> NextKeyExpiresAt{"MevShield", "NextKeyExpiresAt"};
inline constexpr StorageValue<std::uint32_t> MaxPendingExtrinsicsLimit{"MevShield", "MaxPendingExtrinsicsLimit",
                                                                       [] { return std::uint32_t{100}; }};
inline constexpr StorageValue<std::uint32_t> ExtrinsicLifetime{"MevShield", "ExtrinsicLifetime",
                                                               [] { return std::uint32_t{10}; }}; ///< Blocks.
inline constexpr StorageValue<std::uint64_t> OnInitializeWeight{"MevShield", "OnInitializeWeight",
                                                                [] { return std::uint64_t{500'000'000'000}; }};
inline constexpr StorageValue<std::uint64_t> MaxExtrinsicWeight{"MevShield", "MaxExtrinsicWeight",
                                                                [] { return std::uint64_t{50'000'000'000}; }};
inline constexpr OptionalMap<std::uint32_t, PendingExtrinsic> PendingExtrinsics{
    "MevShield", "PendingExtrinsics", {Hasher::Identity}};
inline constexpr StorageValue<std::uint32_t> CounterForPendingExtrinsics{"MevShield", "CounterForPendingExtrinsics"};
inline constexpr StorageValue<std::uint32_t> NextPendingExtrinsicIndex{"MevShield", "NextPendingExtrinsicIndex"};

/// The inherent. The keys move up by one, then the author's own is kept for later.
struct AnnounceNextKey {
    static constexpr CallName kName{Pallet::MevShield, 0, "announce_next_key"};
    static constexpr FieldInfo kFields[] = {{"enc_key", "Option<ShieldEncKey>"}};
    std::optional<EncKey> key;
    static auto fields(auto& c) { return std::tie(c.key); }
    static DispatchInfo info(const AnnounceNextKey&) {
        return callInfo(33'661'000, 4, 6, /*proofSize=*/5555); // Normal, though an inherent
    }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const AnnounceNextKey& call);

/// Only says that it is there: the author takes it from the block.
struct SubmitEncrypted {
    static constexpr CallName kName{Pallet::MevShield, 1, "submit_encrypted"};
    static constexpr FieldInfo kFields[] = {{"ciphertext", "BoundedVec<u8, ConstU32<8192>>"}};
    Ciphertext ciphertext;
    static auto fields(auto& c) { return std::tie(c.ciphertext); }
    static DispatchInfo info(const SubmitEncrypted&) { return callInfo(207'223'000, 0, 0); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SubmitEncrypted& call);

/// Queues a call. Upstream's runtime has no decryptor for it at this version, so that it ends as
/// ExtrinsicDecodeFailed in the next block.
struct StoreEncrypted {
    static constexpr CallName kName{Pallet::MevShield, 2, "store_encrypted"};
    static constexpr FieldInfo kFields[] = {{"encrypted_call", "BoundedVec<u8, MaxEncryptedCallSize>"}};
    Ciphertext call;
    static auto fields(auto& c) { return std::tie(c.call); }
    static DispatchInfo info(const StoreEncrypted&) { return callInfo(20'000'000'000, 0, 0); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const StoreEncrypted& call);

/// Root's limits of that queue.
template <std::uint8_t Index, class T>
struct SetLimit {
    static constexpr const char* kNames[] = {"set_max_pending_extrinsics_number", "set_on_initialize_weight",
                                             "set_stored_extrinsic_lifetime", "set_max_extrinsic_weight"};
    static constexpr std::uint64_t kRefTimes[] = {4'206'000, 4'327'000, 4'116'000, 4'227'000};
    static constexpr CallName kName{Pallet::MevShield, Index, kNames[Index - 3]};
    static constexpr FieldInfo kFields[] = {{"value", sizeof(T) == 4 ? "u32" : "u64"}};
    T value{0};
    static auto fields(auto& c) { return std::tie(c.value); }
    static DispatchInfo info(const SetLimit&) { return callInfo(kRefTimes[Index - 3], 0, 1); }
};
using SetMaxPendingExtrinsicsNumber = SetLimit<3, std::uint32_t>;
using SetOnInitializeWeight = SetLimit<4, std::uint64_t>;
using SetStoredExtrinsicLifetime = SetLimit<5, std::uint32_t>;
using SetMaxExtrinsicWeight = SetLimit<6, std::uint64_t>;
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxPendingExtrinsicsNumber& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetOnInitializeWeight& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetStoredExtrinsicLifetime& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const SetMaxExtrinsicWeight& call);

/// CheckMortality: a shielded transaction may wait kMaxShieldEra blocks at most. @return false when it could longer.
bool hasShortEra(const RuntimeCall& call, const Era& era);
/// CheckShieldedTxValidity. @return false for a ciphertext that does not parse: custom error 23.
bool isParsable(const RuntimeCall& call);
inline constexpr std::uint8_t kFailedParsing = 23;

// For the block's author.

/// The inherent, with length prefix.
Bytes announcement(const crypto::MlKemPublic& key);
/// What an extrinsic carries for the author, if it is a submit_encrypted; its signature is the pool's matter.
std::optional<Shielded> shieldedIn(ByteView extrinsic);
bool isSigned(ByteView extrinsic);

} // namespace taodeck::subtensor::mev_shield
