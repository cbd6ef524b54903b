#include "core/subtensor/runtime.h"

#include "core/subtensor/executive.h"
#include "core/subtensor/pallets/core_apis.h"
#include "core/subtensor/pallets/system.h"
#include "core/subtensor/pallets/timestamp.h"
#include "core/subtensor/pallets/transaction_payment.h"
#include "core/subtensor/rules.h"

namespace taodeck::subtensor {
namespace {

class Runtime425 final : public Runtime {
public:
    explicit Runtime425(std::uint64_t slotMillis) : m_rules{slotMillis} {}

    const RuntimeVersion& version() const override { return system::runtimeVersion(); }

    Result<Bytes> metadata(std::uint32_t version) const override { return apis::cachedMetadata(m_rules, version); }

    void buildGenesis(State& state, const GenesisConfig& config) const override {
        // Read by nobody: it only makes two chains with the same accounts differ from their first hash on.
        state.set(asBytes(":chain_seed"), encoded(config.seed));
        for (const auto* pallet : pallets()) {
            if (pallet->genesis) pallet->genesis(state, m_rules, config);
        }
    }

    Result<> initializeBlock(State& state, const BlockInput& block) const override {
        if (raw(block.number) == 0 || raw(block.number) != raw(system::Number.get(state)) + 1)
            return fail(Errc::OutOfRange, "block number " + std::to_string(raw(block.number)));
        system::initialize(state, m_rules, block);
        for (const auto* pallet : pallets()) {
            if (pallet->onInitialize) pallet->onInitialize(context(state));
        }
        return {};
    }

    std::vector<Bytes> inherents(const BlockInput& block) const override {
        return {encodeBare(makeCall(timestamp::Set{{block.timestampMillis}}))};
    }

    tl::expected<Applied, Invalid> apply(State& state, ByteView extrinsic) const override {
        auto decoded = read(extrinsic);
        if (!decoded) return tl::unexpected<Invalid>{std::move(decoded).error()};
        const auto ctx = context(state);
        if (!decoded->signedPart) return applyBare(ctx, *decoded);
        auto checked = check(state, m_rules, *decoded, /*forPool=*/false);
        if (!checked) return tl::unexpected<Invalid>{std::move(checked).error()};
        return applySigned(ctx, *decoded, *checked);
    }

    void finalizeBlock(State& state) const override {
        system::setPhase(state, {Phase::Kind::Finalization, 0});
        for (const auto* pallet : pallets()) {
            if (pallet->onFinalize) pallet->onFinalize(context(state));
        }
        system::finalize(state, m_rules);
    }

    tl::expected<ValidTransaction, Invalid> validate(const StateReader& state, const BlockHash& best,
                                                     ByteView extrinsic) const override {
        auto decoded = read(extrinsic);
        if (!decoded) return tl::unexpected<Invalid>{std::move(decoded).error()};
        // As in the block that would follow: its number, and the hash of the one before.
        State next{state};
        const auto number = system::Number.get(state);
        system::Number.set(next, BlockNumber{raw(number) + 1});
        system::BlockHashes.set(next, number, best);
        if (!decoded->signedPart) return checkUnsigned(next, m_rules, *decoded);
        auto checked = check(next, m_rules, *decoded, /*forPool=*/true);
        if (!checked) return tl::unexpected<Invalid>{std::move(checked).error()};
        return checked->valid;
    }

    Result<Bytes> call(const StateReader& state, std::string_view method, ByteView arguments) const override {
        for (const auto* api : runtimeApis()) {
            const std::string prefix = std::string{api->name} + "_";
            if (method.substr(0, prefix.size()) != prefix) continue;
            for (const auto& row : api->methods) {
                if (method.substr(prefix.size()) != row.name) continue;
                Decoder in{arguments};
                return row.call({state, m_rules}, in);
            }
        }
        return fail(Errc::Unsupported, "Exported method " + std::string{method} + " is not found");
    }

    Result<std::pair<DispatchInfo, Rao>> queryFee(const StateReader&, ByteView extrinsic) const override {
        TD_TRY(const auto decoded, decodeExtrinsic(extrinsic));
        const auto info = payment::extrinsicInfo(decoded.call);
        const auto fee = decoded.signedPart ? payment::feeOf(m_rules, info, extrinsic.size()).total() : Rao{};
        return std::pair{info, fee};
    }

private:
    /// What no block could hold is not even decoded.
    tl::expected<Extrinsic, Invalid> read(ByteView bytes) const {
        if (bytes.size() > m_rules.maxNormalLength())
            return tl::unexpected<Invalid>{invalid(Invalid::Kind::ExhaustsResources)};
        auto decoded = decodeExtrinsic(bytes);
        if (!decoded) return tl::unexpected<Invalid>{invalid(Invalid::Kind::Malformed)};
        return *std::move(decoded);
    }

    Context context(State& state) const { return {state, m_rules, system::Number.get(state)}; }

    RuleSet425 m_rules;
};

} // namespace

std::shared_ptr<const Runtime> makeRuntime425(std::uint64_t slotMillis) {
    return std::make_shared<const Runtime425>(slotMillis);
}

} // namespace taodeck::subtensor
