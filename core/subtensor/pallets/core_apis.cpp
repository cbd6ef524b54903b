#include "core/subtensor/pallets/core_apis.h"

#include "core/subtensor/metadata_writer.h"
#include "core/subtensor/pallets/consensus.h"
#include "core/subtensor/pallets/system.h"
#include "core/subtensor/rules.h"

#include <mutex>

namespace taodeck::subtensor {

void TypeInfo<RuntimeVersion>::encode(Encoder& out, const RuntimeVersion& v) {
    out.text(v.specName).text(v.implName).u32(v.authoring).u32(v.spec).u32(v.impl);
    encodeTo(out, v.apis);
    out.u32(v.transaction).u8(v.system);
}

Result<RuntimeVersion> TypeInfo<RuntimeVersion>::decode(Decoder& in) {
    RuntimeVersion out;
    TD_TRY(out.specName, TypeInfo<std::string>::decode(in));
    TD_TRY(out.implName, TypeInfo<std::string>::decode(in));
    TD_TRY(out.authoring, in.u32());
    TD_TRY(out.spec, in.u32());
    TD_TRY(out.impl, in.u32());
    TD_TRY(out.apis, TypeInfo<decltype(out.apis)>::decode(in));
    TD_TRY(out.transaction, in.u32());
    TD_TRY(out.system, in.u8());
    return out;
}

TypeId TypeInfo<RuntimeVersion>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<RuntimeVersion>, [](TypeRegistry& r) {
        const auto text = typeIdOf<CowText>(r);
        const auto u32 = typeIdOf<std::uint32_t>(r);
        const auto list = typeIdOf<std::vector<std::pair<std::array<std::uint8_t, 8>, std::uint32_t>>>(r);
        const auto apis = r.wrapper("Cow", list, {{"T", list}});
        return TypeDef{"sp_version::RuntimeVersion",
                       {},
                       TypeDef::Composite{{{"spec_name", text, "Cow<'static, str>"},
                                           {"impl_name", text, "Cow<'static, str>"},
                                           {"authoring_version", u32, "u32"},
                                           {"spec_version", u32, "u32"},
                                           {"impl_version", u32, "u32"},
                                           {"apis", apis, "ApisVec"},
                                           {"transaction_version", u32, "u32"},
                                           {"system_version", typeIdOf<std::uint8_t>(r), "u8"}}}};
    });
}

namespace system {

const RuntimeVersion& runtimeVersion() {
    static const auto version = [] {
        RuntimeVersion out;
        for (const auto* api : runtimeApis())
            out.apis.emplace_back(crypto::blake2b64(asBytes(api->name)), api->version);
        return out;
    }();
    return version;
}

} // namespace system

namespace apis {

struct OpaqueMetadata {
    static constexpr const char* kPath = "sp_core::OpaqueMetadata";
    static constexpr FieldInfo kFields[] = {{nullptr, "Vec<u8>"}};
    Bytes bytes;
    static auto fields(auto& m) { return std::tie(m.bytes); }
};
struct SlotDuration {
    static constexpr const char* kPath = "sp_consensus_slots::SlotDuration";
    static constexpr FieldInfo kFields[] = {{nullptr, "u64"}};
    std::uint64_t millis{0};
    static auto fields(auto& d) { return std::tie(d.millis); }
};

namespace {

RuntimeVersion coreVersion(const ApiContext&) {
    return system::runtimeVersion();
}

Result<OpaqueMetadata> metadataV14(const ApiContext& ctx) {
    TD_TRY(auto bytes, cachedMetadata(ctx.rules, 14));
    return OpaqueMetadata{std::move(bytes)};
}

std::optional<OpaqueMetadata> metadataAtVersion(const ApiContext& ctx, std::uint32_t version) {
    auto bytes = cachedMetadata(ctx.rules, version);
    if (!bytes) return std::nullopt;
    return OpaqueMetadata{*std::move(bytes)};
}

std::vector<std::uint32_t> metadataVersions(const ApiContext&) {
    return {std::begin(kMetadataVersions), std::end(kMetadataVersions)};
}

SlotDuration auraSlotDuration(const ApiContext& ctx) {
    return {ctx.rules.slotMillis()};
}

std::vector<AuraId> auraAuthorities(const ApiContext& ctx) {
    return subtensor::aura::Authorities.get(ctx.state).items;
}

subtensor::grandpa::AuthorityList grandpaAuthorities(const ApiContext& ctx) {
    return subtensor::grandpa::Authorities.get(ctx.state).items;
}

std::uint64_t grandpaSetId(const ApiContext& ctx) {
    return subtensor::grandpa::CurrentSetId.get(ctx.state);
}

std::uint32_t nonceOf(const ApiContext& ctx, const AccountId& account) {
    return system::Account.get(ctx.state, account).nonce;
}

} // namespace

Result<Bytes> cachedMetadata(const RuleSet& rules, std::uint32_t version) {
    static std::mutex mutex;
    static std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint64_t>, Bytes> cache;
    const std::tuple key{version, rules.specVersion(), rules.slotMillis()};
    const std::lock_guard lock{mutex};
    if (const auto it = cache.find(key); it != cache.end()) return it->second;
    TD_TRY(auto bytes, writeMetadata(rules, version));
    return cache.emplace(key, std::move(bytes)).first->second;
}

const RuntimeApi& core() {
    static const RuntimeApi api{"Core", 5, {apiMethod<coreVersion>("version")}};
    return api;
}

const RuntimeApi& metadata() {
    static const RuntimeApi api{"Metadata",
                                2,
                                {apiMethod<metadataV14>("metadata"),
                                 apiMethod<metadataAtVersion>("metadata_at_version", {"version"}),
                                 apiMethod<metadataVersions>("metadata_versions")}};
    return api;
}

const RuntimeApi& aura() {
    static const RuntimeApi api{
        "AuraApi", 1, {apiMethod<auraSlotDuration>("slot_duration"), apiMethod<auraAuthorities>("authorities")}};
    return api;
}

const RuntimeApi& grandpa() {
    static const RuntimeApi api{
        "GrandpaApi",
        3,
        {apiMethod<grandpaAuthorities>("grandpa_authorities"), apiMethod<grandpaSetId>("current_set_id")}};
    return api;
}

const RuntimeApi& accountNonce() {
    static const RuntimeApi api{"AccountNonceApi", 1, {apiMethod<nonceOf>("account_nonce", {"account"})}};
    return api;
}

} // namespace apis
} // namespace taodeck::subtensor
