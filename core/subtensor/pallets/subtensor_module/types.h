#pragma once
/// Values that SubtensorModule stores, with their upstream paths. Pure.
/// Source: metadata of the main network at spec 424; pallets/subtensor/src/lib.rs at spec 425.

#include "core/crypto/hash.h"
#include "core/subtensor/fixed.h"
#include "core/subtensor/safe_float.h"
#include "core/subtensor/type_info.h"

namespace taodeck::subtensor {

template <class RawT, int Frac>
struct TypeInfo<Fixed<RawT, Frac>> { ///< Raw little-endian bits.
    static void encode(Encoder& out, Fixed<RawT, Frac> v) { encodeTo<RawT>(out, v.bits()); }
    static Result<Fixed<RawT, Frac>> decode(Decoder& in) {
        TD_TRY(const auto bits, TypeInfo<RawT>::decode(in));
        return Fixed<RawT, Frac>::fromBits(bits);
    }
    static TypeId describe(TypeRegistry& r) {
        constexpr bool kSigned = detail::RawLimits<RawT>::kSigned;
        if constexpr (sizeof(RawT) == 8)
            return r.fixedPoint("substrate_fixed::FixedI64", typeIdOf<RawT>(r), "i64", Frac);
        else
            return r.fixedPoint(kSigned ? "substrate_fixed::FixedI128" : "substrate_fixed::FixedU128",
                                typeIdOf<RawT>(r), kSigned ? "i128" : "u128", Frac);
    }
};
TD_TYPE_INFO(SafeFloat);

} // namespace taodeck::subtensor

namespace taodeck::subtensor::subtensor_module {

inline constexpr const char* kPallet = "SubtensorModule";
inline constexpr crypto::Hasher kId = crypto::Hasher::Identity, kBlake = crypto::Hasher::Blake2_128Concat,
                                kTwox = crypto::Hasher::Twox64Concat;

enum class MechId : std::uint8_t {};       ///< Mechanism of a subnet.
enum class SubnetIndex : std::uint16_t {}; ///< mechanism * 4096 + netuid: upstream's NetUidStorageIndex.
constexpr SubnetIndex mainIndex(NetUid netuid) {
    return static_cast<SubnetIndex>(raw(netuid));
}

using Kin = std::pair<std::uint64_t, AccountId>; ///< (proportion of 2^64 - 1, hotkey).
using UidPair = std::pair<std::uint16_t, std::uint16_t>;
using BoundedBytes = BoundedVec<std::uint8_t>;
using EvmAddress = Bytes32<struct EvmAddressTag>; ///< H160: the first 20 bytes; the rest is zero.
using HashCommit = std::tuple<Hash256, std::uint64_t, std::uint64_t, std::uint64_t>;
using TimelockCommit = std::tuple<AccountId, std::uint64_t, BoundedBytes, std::uint64_t>;
using OldTimelockCommit = std::tuple<AccountId, BoundedBytes, std::uint64_t>;

enum class RecycleOrBurnEnum : std::uint8_t { Burn, Recycle };
constexpr EnumInfo enumInfo(RecycleOrBurnEnum) {
    return {"pallet_subtensor::pallet::RecycleOrBurnEnum", "Burn, Recycle"};
}

struct LockState {
    static constexpr const char* kPath = "pallet_subtensor::staking::lock::LockState";
    static constexpr FieldInfo kFields[] = {
        {"locked_mass", "AlphaBalance"}, {"conviction", "U64F64"}, {"last_update", "u64"}};
    Alpha lockedMass;
    U64F64 conviction;
    std::uint64_t lastUpdate{0};
    static auto fields(auto& s) { return std::tie(s.lockedMass, s.conviction, s.lastUpdate); }
};

struct AxonInfo {
    static constexpr const char* kPath = "pallet_subtensor::pallet::AxonInfo";
    static constexpr FieldInfo kFields[] = {{"block", "u64"},       {"version", "u32"},    {"ip", "u128"},
                                            {"port", "u16"},        {"ip_type", "u8"},     {"protocol", "u8"},
                                            {"placeholder1", "u8"}, {"placeholder2", "u8"}};
    std::uint64_t block{0};
    std::uint32_t version{0};
    UInt128 ip{0};
    std::uint16_t port{0};
    std::uint8_t ipType{0}, protocol{0}, placeholder1{0}, placeholder2{0};
    static auto fields(auto& a) {
        return std::tie(a.block, a.version, a.ip, a.port, a.ipType, a.protocol, a.placeholder1, a.placeholder2);
    }
};
struct PrometheusInfo {
    static constexpr const char* kPath = "pallet_subtensor::pallet::PrometheusInfo";
    static constexpr FieldInfo kFields[] = {
        {"block", "u64"}, {"version", "u32"}, {"ip", "u128"}, {"port", "u16"}, {"ip_type", "u8"}};
    std::uint64_t block{0};
    std::uint32_t version{0};
    UInt128 ip{0};
    std::uint16_t port{0};
    std::uint8_t ipType{0};
    static auto fields(auto& p) { return std::tie(p.block, p.version, p.ip, p.port, p.ipType); }
};
struct NeuronCertificate {
    static constexpr const char* kPath = "pallet_subtensor::pallet::NeuronCertificate";
    static constexpr FieldInfo kFields[] = {{"public_key", "BoundedVec<u8, ConstU32<64>>"}, {"algorithm", "u8"}};
    BoundedBytes publicKey;
    std::uint8_t algorithm{0};
    static auto fields(auto& c) { return std::tie(c.publicKey, c.algorithm); }
};
/// What the owner of a coldkey says of himself: validators' names.
struct ChainIdentityV2 {
    static constexpr const char* kPath = "pallet_subtensor::pallet::ChainIdentityV2";
    static constexpr FieldInfo kFields[] = {
        {"name", "Vec<u8>"},    {"url", "Vec<u8>"},         {"github_repo", "Vec<u8>"}, {"image", "Vec<u8>"},
        {"discord", "Vec<u8>"}, {"description", "Vec<u8>"}, {"additional", "Vec<u8>"}};
    Bytes name, url, githubRepo, image, discord, description, additional;
    static auto fields(auto& i) {
        return std::tie(i.name, i.url, i.githubRepo, i.image, i.discord, i.description, i.additional);
    }
};
struct SubnetIdentityV3 {
    static constexpr const char* kPath = "pallet_subtensor::pallet::SubnetIdentityV3";
    static constexpr FieldInfo kFields[] = {{"subnet_name", "Vec<u8>"},    {"github_repo", "Vec<u8>"},
                                            {"subnet_contact", "Vec<u8>"}, {"subnet_url", "Vec<u8>"},
                                            {"discord", "Vec<u8>"},        {"description", "Vec<u8>"},
                                            {"logo_url", "Vec<u8>"},       {"additional", "Vec<u8>"}};
    Bytes subnetName, githubRepo, subnetContact, subnetUrl, discord, description, logoUrl, additional;
    static auto fields(auto& i) {
        return std::tie(i.subnetName, i.githubRepo, i.subnetContact, i.subnetUrl, i.discord, i.description, i.logoUrl,
                        i.additional);
    }
};
/// frame_support::PalletId: names the accounts of a pallet.
struct PalletId {
    static constexpr const char* kPath = "frame_support::PalletId";
    static constexpr FieldInfo kFields[] = {{nullptr, "[u8; 8]"}};
    std::array<std::uint8_t, 8> bytes{};
    static auto fields(auto& p) { return std::tie(p.bytes); }
    static PalletId of(std::string_view text) {
        PalletId out;
        std::copy_n(text.begin(), std::min(text.size(), out.bytes.size()), out.bytes.begin());
        return out;
    }
};
struct Percent {
    static constexpr const char* kPath = "sp_arithmetic::per_things::Percent";
    static constexpr FieldInfo kFields[] = {{nullptr, "u8"}};
    std::uint8_t parts{0};
    static auto fields(auto& p) { return std::tie(p.parts); }
};
struct SubnetLease {
    static constexpr const char* kPath = "pallet_subtensor::subnets::leasing::SubnetLease";
    static constexpr FieldInfo kFields[] = {{"beneficiary", "AccountId"},
                                            {"coldkey", "AccountId"},
                                            {"hotkey", "AccountId"},
                                            {"emissions_share", "Percent"},
                                            {"end_block", "Option<BlockNumber>"},
                                            {"netuid", "NetUid"},
                                            {"cost", "Balance"}};
    static std::vector<TypeParam> params(TypeRegistry& r) {
        return {{"AccountId", typeIdOf<AccountId>(r)},
                {"BlockNumber", typeIdOf<BlockNumber>(r)},
                {"Balance", typeIdOf<Rao>(r)}};
    }
    AccountId beneficiary, coldkey, hotkey;
    Percent emissionsShare;
    std::optional<BlockNumber> endBlock;
    NetUid netuid{};
    Rao cost;
    static auto fields(auto& l) {
        return std::tie(l.beneficiary, l.coldkey, l.hotkey, l.emissionsShare, l.endBlock, l.netuid, l.cost);
    }
};

struct RootClaimTypeEnum { ///< What root dividends become: sold for root stake, or kept as alpha.
    enum class Kind : std::uint8_t { Swap, Keep, KeepSubnets };
    Kind kind{Kind::Swap};
    std::set<NetUid> subnets; ///< Of KeepSubnets.
};

/// Key of LastRateLimitedBlock.
struct RateLimitKey {
    enum class Kind : std::uint8_t {
        SetSNOwnerHotkey,
        OwnerHyperparamUpdate,
        NetworkLastRegistered,
        LastTxBlock,
        LastTxBlockChildKeyTake,
        LastTxBlockDelegateTake,
        AddStakeBurn,
    };
    Kind kind{Kind::NetworkLastRegistered};
    NetUid netuid{};                ///< Of SetSNOwnerHotkey, OwnerHyperparamUpdate, AddStakeBurn.
    std::uint8_t hyperparameter{0}; ///< Of OwnerHyperparamUpdate: index in its enum.
    AccountId account;              ///< Of LastTxBlock*.
};

} // namespace taodeck::subtensor::subtensor_module

namespace taodeck::subtensor {

TD_TYPE_INFO(subtensor_module::MechId);
TD_TYPE_INFO(subtensor_module::SubnetIndex);
TD_TYPE_INFO(subtensor_module::EvmAddress);
TD_TYPE_INFO(subtensor_module::RootClaimTypeEnum);
TD_TYPE_INFO(subtensor_module::RateLimitKey);

} // namespace taodeck::subtensor
