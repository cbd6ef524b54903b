#pragma once
/// What the Drand pallet stores and what its unsigned transactions carry. Bounded fields refuse more bytes than the
/// network's when they are decoded. Upstream: pallets/drand/src/types.rs.

#include "core/subtensor/pallet.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor {

namespace drand {
/// At most N bytes; the metadata calls it BoundedVec.
template <std::size_t N>
struct AtMost {
    Bytes bytes;
    friend bool operator==(const AtMost&, const AtMost&) = default;
};

using RoundNumber = std::uint64_t;

/// Who signed an unsigned transaction's payload: sp_runtime::MultiSigner.
struct Signer {
    enum class Kind : std::uint8_t { Ed25519, Sr25519, Ecdsa };
    Kind kind{Kind::Sr25519};
    Bytes bytes; ///< 32, or 33 for Ecdsa.
    friend bool operator==(const Signer&, const Signer&) = default;
};

/// One round's output of a beacon.
struct Pulse {
    static constexpr const char* kPath = "pallet_drand::types::Pulse";
    static constexpr FieldInfo kFields[] = {{"round", "RoundNumber"},
                                            {"randomness", "BoundedVec<u8, ConstU32<32>>"},
                                            {"signature", "BoundedVec<u8, ConstU32<144>>"}};
    RoundNumber round{0};
    AtMost<32> randomness; ///< SHA-256 of the signature; the chain does not check that.
    AtMost<144> signature; ///< 48 bytes of quicknet.
    static auto fields(auto& p) { return std::tie(p.round, p.randomness, p.signature); }
    friend bool operator==(const Pulse&, const Pulse&) = default;
};

struct BeaconMetadata {
    static constexpr const char* kPath = "pallet_drand::types::Metadata";
    static constexpr FieldInfo kFields[] = {{"beacon_id", "BoundedHash"}};
    AtMost<32> beaconId; ///< "quicknet"
    static auto fields(auto& m) { return std::tie(m.beaconId); }
    friend bool operator==(const BeaconMetadata&, const BeaconMetadata&) = default;
};

/// Which beacon the chain believes.
struct BeaconConfiguration {
    static constexpr const char* kPath = "pallet_drand::types::BeaconConfiguration";
    static constexpr FieldInfo kFields[] = {{"public_key", "OpaquePublicKey"}, {"period", "u32"},
                                            {"genesis_time", "u32"},           {"hash", "BoundedHash"},
                                            {"group_hash", "BoundedHash"},     {"scheme_id", "BoundedHash"},
                                            {"metadata", "Metadata"}};
    AtMost<96> publicKey; ///< Compressed G2.
    std::uint32_t period{0};
    std::uint32_t genesisTime{0}; ///< Seconds since 1970, of round 1.
    AtMost<32> hash, groupHash, schemeId;
    BeaconMetadata metadata;
    static auto fields(auto& c) {
        return std::tie(c.publicKey, c.period, c.genesisTime, c.hash, c.groupHash, c.schemeId, c.metadata);
    }
    friend bool operator==(const BeaconConfiguration&, const BeaconConfiguration&) = default;
};

struct BeaconConfigurationPayload {
    static constexpr const char* kPath = "pallet_drand::types::BeaconConfigurationPayload";
    static constexpr FieldInfo kFields[] = {
        {"block_number", "BlockNumber"}, {"config", "BeaconConfiguration"}, {"public", "Public"}};
    BlockNumber blockNumber{};
    BeaconConfiguration config;
    Signer signer;
    static auto fields(auto& p) { return std::tie(p.blockNumber, p.config, p.signer); }
    static std::vector<TypeParam> params(TypeRegistry& r);
};

struct PulsesPayload {
    static constexpr const char* kPath = "pallet_drand::types::PulsesPayload";
    static constexpr FieldInfo kFields[] = {
        {"block_number", "BlockNumber"}, {"pulses", "Vec<Pulse>"}, {"public", "Public"}};
    BlockNumber blockNumber{};
    std::vector<Pulse> pulses;
    Signer signer;
    static auto fields(auto& p) { return std::tie(p.blockNumber, p.pulses, p.signer); }
    static std::vector<TypeParam> params(TypeRegistry& r);
};
} // namespace drand

TD_TYPE_INFO(drand::Signer);

template <std::size_t N>
struct TypeInfo<drand::AtMost<N>> {
    static void encode(Encoder& out, const drand::AtMost<N>& v) { encodeTo(out, v.bytes); }
    static Result<drand::AtMost<N>> decode(Decoder& in) {
        TD_TRY(auto bytes, TypeInfo<Bytes>::decode(in));
        if (bytes.size() > N) return fail(Errc::OutOfRange, "more bytes than the type allows");
        return drand::AtMost<N>{std::move(bytes)};
    }
    static TypeId describe(TypeRegistry& r) {
        return r.named(&kTypeKey<drand::AtMost<N>>, [](TypeRegistry& registry) {
            return TypeDef{"bounded_collections::bounded_vec::BoundedVec",
                           {{"T", typeIdOf<std::uint8_t>(registry)}, {"S", {}}},
                           TypeDef::Composite{{{{}, typeIdOf<Bytes>(registry), "Vec<T>"}}}};
        });
    }
};

} // namespace taodeck::subtensor
