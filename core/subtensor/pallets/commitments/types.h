#pragma once
/// What a neuron commits to a subnet, as it is sent and stored. Decoding refuses what upstream's bounded types refuse:
/// more than three fields, raw data over 128 or 512 bytes, a ciphertext over 1024.
/// Upstream: pallets/commitments/src/types.rs at spec 425.

#include "core/subtensor/type_info.h"

namespace taodeck::subtensor {
namespace commitments {

inline constexpr std::uint32_t kMaxFields = 3;
inline constexpr std::size_t kMaxRaw = 128, kMaxBigRaw = 512, kMaxTimelocked = 1'024;

/// One field. SCALE: a leading byte of 1 to 129 is Raw with that many bytes less one.
struct Data {
    enum class Kind : std::uint8_t { ///< The value is the leading byte; Raw's is that of its shortest form.
        None = 0,
        Raw = 1,
        BlakeTwo256 = 130,
        Sha256 = 131,
        Keccak256 = 132,
        ShaThree256 = 133,
        TimelockEncrypted = 134,
        ResetBondsFlag = 135, ///< Asks to forget everybody's bonds to the neuron.
        BigRaw = 136,
    };
    Kind kind{Kind::None};
    Bytes bytes;                  ///< Of Raw, BigRaw and TimelockEncrypted; 32 of a hash.
    std::uint64_t revealRound{0}; ///< Of TimelockEncrypted: the Drand round that opens it.

    static Data raw(Bytes bytes) { return {Kind::Raw, std::move(bytes), 0}; }
    static Data bigRaw(Bytes bytes) { return {Kind::BigRaw, std::move(bytes), 0}; }
    static Data timelocked(Bytes encrypted, std::uint64_t round) {
        return {Kind::TimelockEncrypted, std::move(encrypted), round};
    }
    friend bool operator==(const Data&, const Data&) = default;
};

/// The fields of one commitment; the metadata calls it BoundedVec.
struct DataFields {
    std::vector<Data> items;
    friend bool operator==(const DataFields&, const DataFields&) = default;
};

struct CommitmentInfo {
    static constexpr const char* kPath = "pallet_commitments::types::CommitmentInfo";
    static std::vector<TypeParam> params(TypeRegistry&) { return {{"FieldLimit", {}}}; }
    static constexpr FieldInfo kFields[] = {{"fields", "BoundedVec<Data, FieldLimit>"}};
    DataFields fieldList;
    static auto fields(auto& i) { return std::tie(i.fieldList); }
};

struct Registration {
    static constexpr const char* kPath = "pallet_commitments::types::Registration";
    static std::vector<TypeParam> params(TypeRegistry& r) {
        return {{"Balance", typeIdOf<Rao>(r)}, {"MaxFields", {}}, {"BlockNumber", typeIdOf<BlockNumber>(r)}};
    }
    static constexpr FieldInfo kFields[] = {
        {"deposit", "Balance"}, {"block", "BlockNumber"}, {"info", "CommitmentInfo<MaxFields>"}};
    Rao deposit; ///< Reserved for it; the network asks for none.
    BlockNumber block{};
    CommitmentInfo info;
    static auto fields(auto& r) { return std::tie(r.deposit, r.block, r.info); }
};

/// Bytes committed in one epoch of the subnet.
struct UsageTracker {
    static constexpr const char* kPath = "pallet_commitments::types::UsageTracker";
    static constexpr FieldInfo kFields[] = {{"last_epoch", "u64"}, {"used_space", "u64"}};
    std::uint64_t lastEpoch{0}, usedSpace{0};
    static auto fields(auto& u) { return std::tie(u.lastEpoch, u.usedSpace); }
};

} // namespace commitments

TD_TYPE_INFO(commitments::Data);
TD_TYPE_INFO(commitments::DataFields);

} // namespace taodeck::subtensor
