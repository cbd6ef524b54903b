#include "core/subtensor/pallets/system.h"

#include "core/subtensor/rules.h"

namespace taodeck::subtensor {

void depositEvent(State& state, Pallet pallet, std::uint8_t index, ByteView fields) {
    Encoder record;
    encodeTo(record, system::ExecutionPhase.get(state).value_or(Phase{}));
    record.u8(static_cast<std::uint8_t>(pallet)).u8(index).raw(fields).compact(0); // no topics
    state.append(system::Events.key(), record.view());
    system::EventCount.mutate(state, [](std::uint32_t& count) { ++count; });
}

void TypeInfo<EventRecords>::encode(Encoder& out, const EventRecords& v) {
    out.raw(v.encoded);
}

Result<EventRecords> TypeInfo<EventRecords>::decode(Decoder& in) {
    TD_TRY(const auto all, in.raw(in.rest().size()));
    return EventRecords{toBytes(all)};
}

namespace {

const char kRecordKey = 0;
const char kEventKey = 0;

/// An enum of the pallets that have something, each with one field of the pallet's own enum.
TypeDef outerEnum(TypeRegistry& r, const char* path, const char* kind,
                  const std::function<std::optional<TypeId>(const PalletDeclaration&)>& inner) {
    TypeDef::Variant out;
    for (const auto* pallet : pallets()) {
        if (const auto id = inner(*pallet)) {
            out.variants.push_back({name(pallet->id),
                                    static_cast<std::uint8_t>(pallet->id),
                                    {{{}, *id, std::string{pallet->crate} + "::" + kind + "<Runtime>"}}});
        }
    }
    (void)r;
    return {path, {}, std::move(out)};
}

} // namespace

TypeId describePalletCalls(TypeRegistry& registry, const PalletDeclaration& pallet) {
    return registry.named(&pallet.calls, [&pallet](TypeRegistry& r) {
        TypeDef::Variant out;
        for (const auto& row : pallet.calls)
            out.variants.push_back({row.name.name, row.name.index, row.describe(r)});
        return TypeDef{std::string{pallet.crate} + "::pallet::Call", {{"T", {}}}, std::move(out)};
    });
}

TypeId describePalletEvents(TypeRegistry& registry, const PalletDeclaration& pallet) {
    return registry.named(&pallet.events, [&pallet](TypeRegistry& r) {
        TypeDef::Variant out;
        for (const auto& row : pallet.events)
            out.variants.push_back({row.name.name, row.name.index, row.describe(r)});
        return TypeDef{std::string{pallet.crate} + "::pallet::Event", {{"T", {}}}, std::move(out)};
    });
}

TypeId describePalletErrors(TypeRegistry& registry, const PalletDeclaration& pallet) {
    return registry.named(&pallet.errorNames, [&pallet](TypeRegistry&) {
        auto out = describeEnum({"", pallet.errorNames});
        out.path = std::string{pallet.crate} + "::pallet::Error";
        out.params = {{"T", {}}};
        return out;
    });
}

TypeId describeRuntimeEvent(TypeRegistry& registry) {
    return registry.named(&kEventKey, [](TypeRegistry& r) {
        return outerEnum(r, "node_subtensor_runtime::RuntimeEvent", "Event",
                         [&r](const PalletDeclaration& p) -> std::optional<TypeId> {
                             if (p.events.empty()) return std::nullopt;
                             return describePalletEvents(r, p);
                         });
    });
}

TypeId describeRuntimeError(TypeRegistry& registry) {
    static const char key = 0;
    return registry.named(&key, [](TypeRegistry& r) {
        return outerEnum(r, "node_subtensor_runtime::RuntimeError", "Error",
                         [&r](const PalletDeclaration& p) -> std::optional<TypeId> {
                             if (!p.errorNames) return std::nullopt;
                             return describePalletErrors(r, p);
                         });
    });
}

TypeId TypeInfo<EventRecords>::describe(TypeRegistry& registry) {
    const auto record = registry.named(&kRecordKey, [](TypeRegistry& r) {
        const auto phase = typeIdOf<Phase>(r);
        const auto event = describeRuntimeEvent(r);
        const auto hash = typeIdOf<Hash256>(r);
        return TypeDef{"frame_system::EventRecord",
                       {{"E", event}, {"T", hash}},
                       TypeDef::Composite{
                           {{"phase", phase, "Phase"}, {"event", event, "E"}, {"topics", r.sequence(hash), "Vec<T>"}}}};
    });
    return registry.sequence(record);
}

} // namespace taodeck::subtensor

namespace taodeck::subtensor::system {
namespace {

// --- Constants: block limits as the network publishes them (with_sensible_defaults of 4 s and 75 %) ---

struct WeightsPerClass {
    static constexpr const char* kPath = "frame_system::limits::WeightsPerClass";
    static constexpr FieldInfo kFields[] = {{"base_extrinsic", "Weight"},
                                            {"max_extrinsic", "Option<Weight>"},
                                            {"max_total", "Option<Weight>"},
                                            {"reserved", "Option<Weight>"}};
    Weight baseExtrinsic;
    std::optional<Weight> maxExtrinsic, maxTotal, reserved;
    static auto fields(auto& w) { return std::tie(w.baseExtrinsic, w.maxExtrinsic, w.maxTotal, w.reserved); }
};
struct BlockWeights {
    static constexpr const char* kPath = "frame_system::limits::BlockWeights";
    static constexpr FieldInfo kFields[] = {
        {"base_block", "Weight"}, {"max_block", "Weight"}, {"per_class", "PerDispatchClass<WeightsPerClass>"}};
    Weight baseBlock, maxBlock;
    PerDispatchClass<WeightsPerClass> perClass;
    static auto fields(auto& w) { return std::tie(w.baseBlock, w.maxBlock, w.perClass); }
};
struct BlockLength {
    static constexpr const char* kPath = "frame_system::limits::BlockLength";
    static constexpr FieldInfo kFields[] = {{"max", "PerDispatchClass<u32>"}};
    PerDispatchClass<std::uint32_t> max;
    static auto fields(auto& l) { return std::tie(l.max); }
};
struct RuntimeDbWeight {
    static constexpr const char* kPath = "sp_weights::RuntimeDbWeight";
    static constexpr FieldInfo kFields[] = {{"read", "u64"}, {"write", "u64"}};
    std::uint64_t read{kDbRead}, write{kDbWrite};
    static auto fields(auto& w) { return std::tie(w.read, w.write); }
};

Weight weight(std::uint64_t refTime, std::uint64_t proofSize) {
    return {{refTime}, {proofSize}};
}

BlockWeights blockWeights(const RuleSet& rules) {
    constexpr std::uint64_t kBaseBlock = 431'614'000;
    constexpr std::uint64_t kBaseExtrinsic = 108'157'000;
    constexpr std::uint64_t kAllProof = ~std::uint64_t{0};
    const auto max = rules.maxBlockRefTime();
    const auto normal = rules.maxNormalRefTime();
    // A tenth of the block is kept for what every block must do: the "average on_initialize ratio" of the builder.
    const auto initialize = max / 10;
    BlockWeights out;
    out.baseBlock = weight(kBaseBlock, 0);
    out.maxBlock = weight(max, kAllProof);
    out.perClass.normal = {weight(kBaseExtrinsic, 0), weight(normal - initialize - kBaseExtrinsic, 0xa666666666666666),
                           weight(normal, kAllProof / 4 * 3 + 2), weight(0, 0)};
    out.perClass.operational = {weight(kBaseExtrinsic, 0),
                                weight(max - initialize - kBaseExtrinsic, 0xe666666666666666), weight(max, kAllProof),
                                weight(max - normal, std::uint64_t{1} << 62)};
    out.perClass.mandatory = {weight(kBaseExtrinsic, 0), {}, {}, {}};
    return out;
}

void genesis(State& state, const RuleSet& rules, const GenesisConfig&) {
    Number.set(state, BlockNumber{0});
    LastRuntimeUpgrade.set(state, {{rules.specVersion()}, {runtimeVersion().specName}});
}

} // namespace

DispatchResult apply(const Context&, const Origin&, const Remark&) {
    return PostInfo{}; // of every origin, also of none
}

DispatchResult apply(const Context& ctx, const Origin& origin, const RemarkWithEvent& call) {
    TD_DISPATCH_TRY(const auto who, ensureSigned(origin));
    ctx.emit(Remarked{who, crypto::hashOf<Hash256>(call.remark)});
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetStorage& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    for (const auto& [key, value] : call.items)
        ctx.state.set(key, value);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const KillStorage& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    for (const auto& key : call.keys)
        ctx.state.remove(key);
    return PostInfo{};
}

DispatchResult apply(const Context& ctx, const Origin& origin, const KillPrefix& call) {
    TD_DISPATCH_CHECK(ensureRoot(origin));
    std::vector<Bytes> keys;
    if (call.subkeys > 0 && ctx.state.get(call.prefix)) keys.push_back(call.prefix);
    for (auto next = ctx.state.nextKey(call.prefix); next && keys.size() < call.subkeys;
         next = ctx.state.nextKey(*next)) {
        if (!std::equal(call.prefix.begin(), call.prefix.end(), next->begin(),
                        next->begin() + static_cast<std::ptrdiff_t>(std::min(next->size(), call.prefix.size()))))
            break;
        keys.push_back(*next);
    }
    for (const auto& key : keys)
        ctx.state.remove(key);
    return PostInfo{};
}

void incProviders(const Context& ctx, const AccountId& who) {
    auto info = Account.get(ctx.state, who);
    const bool isNew = info.providers == 0 && info.sufficients == 0;
    ++info.providers;
    Account.set(ctx.state, who, info);
    if (isNew) ctx.emit(NewAccount{who});
}

Dispatch<> decProviders(const Context& ctx, const AccountId& who) {
    if (!Account.exists(ctx.state, who)) return {};
    auto info = Account.get(ctx.state, who);
    const auto providers = std::max<std::uint32_t>(info.providers, 1); // none left is a bug that upstream repairs so
    if (providers == 1 && info.consumers == 0 && info.sufficients == 0) {
        Account.remove(ctx.state, who);
        ctx.emit(KilledAccount{who});
        return {};
    }
    TD_ENSURE(providers > 1 || info.consumers == 0, DispatchError::Kind::ConsumerRemaining);
    info.providers = providers - 1;
    Account.set(ctx.state, who, info);
    return {};
}

Dispatch<> incConsumers(State& state, const AccountId& who) {
    auto info = Account.get(state, who);
    TD_ENSURE(info.providers > 0, DispatchError::Kind::NoProviders);
    TD_ENSURE(info.consumers < kMaxConsumers, DispatchError::Kind::TooManyConsumers);
    ++info.consumers;
    Account.set(state, who, info);
    return {};
}

void decConsumers(State& state, const AccountId& who) {
    Account.mutate(state, who, [](AccountInfo& info) {
        if (info.consumers > 0) --info.consumers;
    });
}

bool canDecProvider(const StateReader& state, const AccountId& who) {
    const auto info = Account.get(state, who);
    return info.consumers == 0 || info.providers > 1;
}

void setPhase(State& state, const Phase& phase) {
    ExecutionPhase.set(state, phase);
}

std::uint32_t extrinsicIndex(const StateReader& state) {
    const auto phase = ExecutionPhase.get(state);
    return phase && phase->kind == Phase::Kind::ApplyExtrinsic ? phase->extrinsic : 0;
}

void initialize(State& state, const RuleSet&, const BlockInput& block) {
    setPhase(state, {Phase::Kind::Initialization, 0});
    Events.remove(state);
    EventCount.remove(state);
    BlockWeight.remove(state);
    AllExtrinsicsLen.remove(state);
    ExtrinsicCount.set(state, 0);
    Number.set(state, block.number);
    ParentHash.set(state, block.parent);
    BlockHashes.set(state, BlockNumber{raw(block.number) - 1}, block.parent);
    Encoder digest;
    Encoder slot;
    slot.u64(block.slot);
    digest.compact(1).u8(6).raw(asBytes("aura")).bytes(slot.view()); // PreRuntime
    Digest.set(state, {digest.take()});
}

void finalize(State& state, const RuleSet& rules) {
    ExecutionPhase.remove(state);
    ExtrinsicCount.remove(state);
    AllExtrinsicsLen.remove(state);
    // The genesis hash stays: CheckGenesis reads it.
    const auto number = raw(Number.get(state));
    if (number > rules.blockHashCount() + 1)
        BlockHashes.remove(state, BlockNumber{number - rules.blockHashCount() - 1});
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration pallet{
        .id = Pallet::System,
        .crate = "frame_system",
        .storage = {&Account, &ExtrinsicCount, &BlockWeight, &AllExtrinsicsLen, &BlockHashes, &Number, &ParentHash,
                    &Digest, &Events, &EventCount, &LastRuntimeUpgrade, &ExecutionPhase},
        .calls = {callRow<Remark>(), callRow<SetStorage>(), callRow<KillStorage>(), callRow<KillPrefix>(),
                  callRow<RemarkWithEvent>()},
        .events = {eventRow<ExtrinsicSuccess>(), eventRow<ExtrinsicFailed>(), eventRow<NewAccount>(),
                   eventRow<KilledAccount>(), eventRow<Remarked>()},
        .errorNames = kSystemErrorNames,
        .constants = {constantRow("BlockWeights", blockWeights),
                      constantRow("BlockLength",
                                  [](const RuleSet& rules) {
                                      const auto normal = rules.maxNormalLength();
                                      return BlockLength{{normal, normal / 3 * 4, normal / 3 * 4}};
                                  }),
                      constantRow("BlockHashCount", [](const RuleSet& rules) { return rules.blockHashCount(); }),
                      constantRow("DbWeight", [](const RuleSet&) { return RuntimeDbWeight{}; }),
                      constantRow("Version", [](const RuleSet&) { return runtimeVersion(); }),
                      constantRow("SS58Prefix", [](const RuleSet&) { return std::uint16_t{42}; })},
        .genesis = genesis,
    };
    return pallet;
}

} // namespace taodeck::subtensor::system
