#include "core/subtensor/origin_caller.h"

namespace taodeck::subtensor {
namespace {

constexpr std::uint8_t kSystem = 0;
constexpr std::uint8_t kAuthorized = 3;
constexpr std::uint8_t kEthereum = 21;

} // namespace

void TypeInfo<OriginCaller>::encode(Encoder& out, const OriginCaller& v) {
    if (v.kind == Origin::Kind::Other) {
        out.raw(v.other);
        return;
    }
    out.u8(kSystem).u8(static_cast<std::uint8_t>(v.kind));
    if (v.kind == Origin::Kind::Signed) out.id(v.account);
}

Result<OriginCaller> TypeInfo<OriginCaller>::decode(Decoder& in) {
    TD_TRY(const auto pallet, in.u8());
    TD_TRY(const auto arm, in.u8());
    OriginCaller out;
    const bool ethereum = pallet == kEthereum && arm == 0;
    if (ethereum || (pallet == kSystem && arm == kAuthorized)) {
        out.kind = Origin::Kind::Other;
        out.other = {pallet, arm};
        TD_TRY(const auto address, in.raw(ethereum ? 20 : 0));
        append(out.other, address);
        return out;
    }
    if (pallet != kSystem || arm > kAuthorized) return fail(Errc::Malformed, "origin");
    out.kind = static_cast<Origin::Kind>(arm);
    if (out.kind == Origin::Kind::Signed) {
        TD_TRY(out.account, in.id<AccountId>());
    }
    return out;
}

TypeId TypeInfo<OriginCaller>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<OriginCaller>, [](TypeRegistry& r) {
        const auto account = typeIdOf<AccountId>(r);
        TypeDef::Variant raw;
        raw.variants = {{"Root", 0, {}},
                        {"Signed", 1, {{{}, account, "AccountId"}}},
                        {"None", 2, {}},
                        {"Authorized", kAuthorized, {}}};
        const auto system = r.shared({"frame_support::dispatch::RawOrigin", {{"AccountId", account}}, std::move(raw)});
        const auto h160 = r.wrapper("primitive_types::H160", r.array(20, typeIdOf<std::uint8_t>(r)), {}, "[u8; 20]");
        TypeDef::Variant ethereum;
        ethereum.variants = {{"EthereumTransaction", 0, {{{}, h160, "H160"}}}};
        const auto frontier = r.shared({"pallet_ethereum::RawOrigin", {}, std::move(ethereum)});
        TypeDef::Variant arms;
        arms.variants = {{"system", kSystem, {{{}, system, "frame_system::Origin<Runtime>"}}},
                         {"Ethereum", kEthereum, {{{}, frontier, "pallet_ethereum::Origin"}}}};
        return TypeDef{"node_subtensor_runtime::OriginCaller", {}, std::move(arms)};
    });
}

} // namespace taodeck::subtensor
