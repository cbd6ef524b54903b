#pragma once
/// Types of the whole chain with their upstream paths: addresses, signatures, eras, weights, account records.
/// Source: metadata of the main network at spec 424 (tests/data/metadata).

#include "core/subtensor/dispatch.h"

namespace taodeck::subtensor {

struct Weight {
    static constexpr const char* kPath = "sp_weights::weight_v2::Weight";
    static constexpr FieldInfo kFields[] = {{"ref_time", "u64"}, {"proof_size", "u64"}};
    Compact<std::uint64_t> refTime, proofSize;
    static auto fields(auto& w) { return std::tie(w.refTime, w.proofSize); }
};

constexpr EnumInfo enumInfo(DispatchClass) {
    return {"frame_support::dispatch::DispatchClass", "Normal, Operational, Mandatory"};
}
constexpr EnumInfo enumInfo(Pays) {
    return {"frame_support::dispatch::Pays", "Yes, No"};
}

/// What ExtrinsicSuccess and ExtrinsicFailed carry.
struct DispatchEventInfo {
    static constexpr const char* kPath = "frame_system::DispatchEventInfo";
    static constexpr FieldInfo kFields[] = {{"weight", "Weight"}, {"class", "DispatchClass"}, {"pays_fee", "Pays"}};
    Weight weight;
    DispatchClass dispatchClass{};
    Pays paysFee{};
    static auto fields(auto& i) { return std::tie(i.weight, i.dispatchClass, i.paysFee); }
};
DispatchEventInfo toEventInfo(const DispatchInfo& info);

template <class T>
struct PerDispatchClass {
    T normal{}, operational{}, mandatory{};
    static auto fields(auto& p) { return std::tie(p.normal, p.operational, p.mandatory); }
    static constexpr FieldInfo kFields[] = {{"normal", "T"}, {"operational", "T"}, {"mandatory", "T"}};
    static constexpr const char* kPath = "frame_support::dispatch::PerDispatchClass";
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"T", typeIdOf<T>(r)}}; }
};

/// sp_runtime::MultiAddress. Only Id names an account here: the chain has no account index lookup.
struct MultiAddress {
    enum class Kind : std::uint8_t { Id, Index, Raw, Address32, Address20 };
    Kind kind{Kind::Id};
    AccountId id; ///< Of Id.
    Bytes other;  ///< The rest's payload.
};
TD_TYPE_INFO(MultiAddress);
/// CannotLookup unless the address is an Id.
Dispatch<AccountId> lookup(const MultiAddress& address);

struct MultiSignature {
    enum class Kind : std::uint8_t { Ed25519, Sr25519, Ecdsa };
    Kind kind{Kind::Sr25519};
    Bytes bytes; ///< 64, or 65 for Ecdsa.
};
TD_TYPE_INFO(MultiSignature);

/// sp_runtime::generic::Era.
struct Era {
    std::uint64_t period{0}; ///< 0: immortal; else a power of two in 4..65536.
    std::uint64_t phase{0};  ///< Below period.
    /// First and one-past-last block in which it is valid, seen from `current`.
    std::uint64_t birth(std::uint64_t current) const;
    std::uint64_t death(std::uint64_t current) const;
};
TD_TYPE_INFO(Era);

/// pallet_balances::types::ExtraFlags: the top bit says that the account uses the newer reserve logic.
struct ExtraFlags {
    static constexpr const char* kPath = "pallet_balances::types::ExtraFlags";
    static constexpr FieldInfo kFields[] = {{nullptr, "u128"}};
    UInt128 bits{UInt128{1} << 127};
    static auto fields(auto& f) { return std::tie(f.bits); }
};
struct AccountData {
    Rao free, reserved, frozen;
    ExtraFlags flags;
    static constexpr const char* kPath = "pallet_balances::types::AccountData";
    static std::vector<TypeParam> params(TypeRegistry& r) { return {{"Balance", typeIdOf<Rao>(r)}}; }
    static constexpr FieldInfo kFields[] = {
        {"free", "Balance"}, {"reserved", "Balance"}, {"frozen", "Balance"}, {"flags", "ExtraFlags"}};
    static auto fields(auto& d) { return std::tie(d.free, d.reserved, d.frozen, d.flags); }
};
struct AccountInfo {
    std::uint32_t nonce{0}, consumers{0}, providers{0}, sufficients{0};
    AccountData data;
    static constexpr const char* kPath = "frame_system::AccountInfo";
    static std::vector<TypeParam> params(TypeRegistry& r) {
        return {{"Nonce", typeIdOf<std::uint32_t>(r)}, {"AccountData", typeIdOf<AccountData>(r)}};
    }
    static constexpr FieldInfo kFields[] = {{"nonce", "Nonce"},
                                            {"consumers", "RefCount"},
                                            {"providers", "RefCount"},
                                            {"sufficients", "RefCount"},
                                            {"data", "AccountData"}};
    static auto fields(auto& a) { return std::tie(a.nonce, a.consumers, a.providers, a.sufficients, a.data); }
};

/// Text that the metadata calls `Cow<str>`.
struct CowText {
    std::string text;
};
TD_TYPE_INFO(CowText);

/// frame_system::Phase.
struct Phase {
    enum class Kind : std::uint8_t { ApplyExtrinsic, Finalization, Initialization };
    Kind kind{Kind::Initialization};
    std::uint32_t extrinsic{0}; ///< Of ApplyExtrinsic.
};
TD_TYPE_INFO(Phase);

/// The header's digest as System.Digest stores it.
struct DigestLogs {
    Bytes encodedItems{0}; ///< `Vec<DigestItem>`, SCALE.
};
TD_TYPE_INFO(DigestLogs);

/// A dispatch's outcome inside an event (Sudid, ItemFailed and the like): `Result<(), DispatchError>`.
struct DispatchOutcome {
    std::optional<DispatchError> error;
};
TD_TYPE_INFO(DispatchOutcome);

/// System.Events as stored: the encoded records with their count in front.
struct EventRecords {
    Bytes encoded{0};
};
TD_TYPE_INFO(EventRecords);

} // namespace taodeck::subtensor
