#include "core/subtensor/extrinsic.h"

#include "core/crypto/hash.h"

#include <limits>

namespace taodeck::subtensor {
namespace {

constexpr std::uint8_t kSigned = 0x84;
constexpr std::uint8_t kBare4 = 0x04;
constexpr std::uint8_t kBare5 = 0x05;
constexpr std::size_t kHashPayloadAbove = 256;

Result<SignedPart> decodeSignedPart(Decoder& in, ByteView& extra) {
    SignedPart out;
    TD_TRY(out.address, TypeInfo<MultiAddress>::decode(in));
    TD_TRY(out.signature, TypeInfo<MultiSignature>::decode(in));
    const auto before = in.rest();
    TD_TRY(out.era, TypeInfo<Era>::decode(in));
    TD_TRY(out.nonce, in.compact32());
    TD_TRY(const auto tip, in.compact64());
    out.tip = Rao::fromRaw(tip);
    TD_TRY(out.metadataHashMode, in.u8());
    if (out.metadataHashMode > 1) return fail(Errc::Malformed, "metadata hash mode");
    extra = before.first(before.size() - in.rest().size());
    return out;
}

Bytes withLength(const Bytes& body) {
    Encoder out;
    out.bytes(body);
    return out.take();
}

TypeId describeNoData(TypeRegistry& r, const char* path) {
    return r.shared({path, {{"T", {}}}, TypeDef::Composite{}});
}

} // namespace

Result<Extrinsic> decodeExtrinsic(ByteView bytes) {
    Decoder outer{bytes};
    TD_TRY(const auto body, outer.bytes());
    TD_CHECK(outer.finish());
    Decoder in{body};
    TD_TRY(const auto version, in.u8());
    Extrinsic out;
    out.length = bytes.size();
    if (version == kSigned) {
        TD_TRY(out.signedPart, decodeSignedPart(in, out.extraBytes));
    } else if (version != kBare4 && version != kBare5) {
        return fail(Errc::Malformed, "extrinsic version " + std::to_string(version));
    }
    out.callBytes = in.rest();
    TD_TRY(out.call, TypeInfo<RuntimeCall>::decode(in));
    TD_CHECK(in.finish());
    return out;
}

Bytes encodeExtra(const SignedPart& part) {
    Encoder out;
    encodeTo(out, part.era);
    out.compact(part.nonce).compact(part.tip.raw()).u8(part.metadataHashMode);
    return out.take();
}

Bytes encodeBare(const RuntimeCall& call) {
    Encoder out;
    out.u8(kBare4);
    encodeTo(out, call);
    return withLength(out.view());
}

Bytes encodeSigned(const SignedPart& part, const RuntimeCall& call) {
    Encoder out;
    out.u8(kSigned);
    encodeTo(out, part.address);
    encodeTo(out, part.signature);
    out.raw(encodeExtra(part));
    encodeTo(out, call);
    return withLength(out.view());
}

Bytes signingPayload(ByteView callBytes, ByteView extraBytes, const ImplicitData& implicit) {
    Encoder out;
    out.raw(callBytes).raw(extraBytes).u32(implicit.spec).u32(implicit.transaction);
    out.id(implicit.genesis).id(implicit.birth).u8(0); // no metadata hash
    if (out.view().size() <= kHashPayloadAbove) return out.take();
    const auto hash = crypto::blake2b256(out.view());
    return {hash.begin(), hash.end()};
}

const std::vector<ExtensionRow>& transactionExtensions() {
    static const auto unit = [](TypeRegistry& r) { return typeIdOf<Unit>(r); };
    static const auto u32 = [](TypeRegistry& r) { return typeIdOf<std::uint32_t>(r); };
    static const auto hash = [](TypeRegistry& r) { return typeIdOf<Hash256>(r); };
    static const std::vector<ExtensionRow> rows{
        {"CheckNonZeroSender",
         [](TypeRegistry& r) {
             return describeNoData(r, "frame_system::extensions::check_non_zero_sender::CheckNonZeroSender");
         },
         unit},
        {"CheckSpecVersion",
         [](TypeRegistry& r) {
             return describeNoData(r, "frame_system::extensions::check_spec_version::CheckSpecVersion");
         },
         u32},
        {"CheckTxVersion",
         [](TypeRegistry& r) {
             return describeNoData(r, "frame_system::extensions::check_tx_version::CheckTxVersion");
         },
         u32},
        {"CheckGenesis",
         [](TypeRegistry& r) { return describeNoData(r, "frame_system::extensions::check_genesis::CheckGenesis"); },
         hash},
        {"CheckMortality",
         [](TypeRegistry& r) {
             return r.wrapper("node_subtensor_runtime::check_mortality::CheckMortality", typeIdOf<Era>(r), {{"T", {}}},
                              "Era");
         },
         hash},
        {"CheckNonce",
         [](TypeRegistry& r) {
             return r.wrapper("node_subtensor_runtime::check_nonce::CheckNonce", typeIdOf<Compact<std::uint32_t>>(r),
                              {{"T", {}}}, "T::Nonce");
         },
         unit},
        {"CheckWeight",
         [](TypeRegistry& r) { return describeNoData(r, "frame_system::extensions::check_weight::CheckWeight"); },
         unit},
        {"ChargeTransactionPayment",
         [](TypeRegistry& r) {
             return r.wrapper("pallet_transaction_payment::ChargeTransactionPayment", typeIdOf<Compact<Rao>>(r),
                              {{"T", {}}}, "BalanceOf<T>");
         },
         unit},
        {"SudoTransactionExtension",
         [](TypeRegistry& r) {
             return describeNoData(r, "node_subtensor_runtime::sudo_wrapper::SudoTransactionExtension");
         },
         unit},
        {"CheckShieldedTxValidity",
         [](TypeRegistry& r) { return describeNoData(r, "pallet_shield::extension::CheckShieldedTxValidity"); }, unit},
        {"SubtensorTransactionExtension",
         [](TypeRegistry& r) {
             return describeNoData(r, "pallet_subtensor::extensions::subtensor::SubtensorTransactionExtension");
         },
         unit},
        {"DrandPriority",
         [](TypeRegistry& r) { return describeNoData(r, "pallet_drand::drand_priority::DrandPriority"); }, unit},
        {"CheckMetadataHash",
         [](TypeRegistry& r) {
             const auto mode = r.shared(describeEnum({"frame_metadata_hash_extension::Mode", "Disabled, Enabled"}));
             return r.shared({"frame_metadata_hash_extension::CheckMetadataHash",
                              {{"T", {}}},
                              TypeDef::Composite{{{"mode", mode, "Mode"}}}});
         },
         [](TypeRegistry& r) { return typeIdOf<std::optional<std::array<std::uint8_t, 32>>>(r); }},
    };
    return rows;
}

TypeId describeExtra(TypeRegistry& registry) {
    std::vector<TypeId> extras;
    for (const auto& row : transactionExtensions())
        extras.push_back(row.extra(registry));
    return registry.tuple(std::move(extras));
}

TypeId describeExtrinsic(TypeRegistry& registry) {
    const auto address = typeIdOf<MultiAddress>(registry);
    const auto call = typeIdOf<RuntimeCall>(registry);
    const auto signature = typeIdOf<MultiSignature>(registry);
    const auto extra = describeExtra(registry);
    const auto inner =
        registry.wrapper("sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic", typeIdOf<Bytes>(registry),
                         {{"Address", address}, {"Call", call}, {"Signature", signature}, {"Extra", extra}});
    return registry.wrapper("fp_self_contained::unchecked_extrinsic::UncheckedExtrinsic", inner,
                            {{"Address", address}, {"Call", call}, {"Signature", signature}, {"Extension", extra}},
                            "generic::UncheckedExtrinsic<Address, Call, Signature, Extension>");
}

int nestingDepth(const RuntimeCall& call) {
    int deepest = 0;
    if (call.row->inner) {
        for (const auto* inner : call.row->inner(call.args.get()))
            deepest = std::max(deepest, nestingDepth(*inner));
    }
    return deepest + 1;
}

} // namespace taodeck::subtensor
