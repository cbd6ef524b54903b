#include "core/subtensor/pallets/drand/types.h"

namespace taodeck::subtensor {

namespace drand {
namespace {
std::vector<TypeParam> payloadParams(TypeRegistry& r) {
    return {{"Public", typeIdOf<Signer>(r)}, {"BlockNumber", typeIdOf<BlockNumber>(r)}};
}
} // namespace
std::vector<TypeParam> BeaconConfigurationPayload::params(TypeRegistry& r) {
    return payloadParams(r);
}
std::vector<TypeParam> PulsesPayload::params(TypeRegistry& r) {
    return payloadParams(r);
}
} // namespace drand

void TypeInfo<drand::Signer>::encode(Encoder& out, const drand::Signer& v) {
    out.u8(static_cast<std::uint8_t>(v.kind)).raw(v.bytes);
}

Result<drand::Signer> TypeInfo<drand::Signer>::decode(Decoder& in) {
    TD_TRY(const auto tag, in.u8());
    if (tag > 2) return fail(Errc::Malformed, "signer kind");
    TD_TRY(const auto bytes, in.raw(tag == 2 ? 33 : 32));
    return drand::Signer{static_cast<drand::Signer::Kind>(tag), toBytes(bytes)};
}

TypeId TypeInfo<drand::Signer>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<drand::Signer>, [](TypeRegistry& r) {
        const auto u8 = typeIdOf<std::uint8_t>(r);
        return TypeDef{"sp_runtime::MultiSigner",
                       {},
                       TypeDef::Variant{{{"Ed25519", 0, {{{}, r.array(32, u8), "ed25519::Public"}}},
                                         {"Sr25519", 1, {{{}, r.array(32, u8), "sr25519::Public"}}},
                                         {"Ecdsa", 2, {{{}, r.array(33, u8), "ecdsa::Public"}}}}}};
    });
}

} // namespace taodeck::subtensor
