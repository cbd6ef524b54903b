#include "core/subtensor/pallets/crowdloan/crowdloan.h"

#include "core/subtensor/pallets/crowdloan/calls.h"
#include "core/subtensor/pallets/crowdloan/events.h"
#include "core/subtensor/pallets/preimage/preimage.h"

#include <algorithm>

namespace taodeck::subtensor::crowdloan {
namespace {

constexpr std::string_view kPalletId = "bt/cloan";

template <class T>
ConstantRow constant(const char* name, T value) {
    return constantRow(name, [value](const RuleSet&) { return value; });
}

} // namespace

std::vector<TypeParam> CrowdloanInfo::params(TypeRegistry& r) {
    return {{"AccountId", typeIdOf<AccountId>(r)},
            {"Balance", typeIdOf<Rao>(r)},
            {"BlockNumber", typeIdOf<BlockNumber>(r)},
            {"Call", typeIdOf<scheduler::BoundedCall>(r)}};
}

AccountId fundsAccount(std::uint32_t id) {
    Encoder seed;
    seed.raw(asBytes("modl"));
    seed.raw(asBytes(kPalletId));
    seed.u32(id);
    AccountId out;
    std::copy(seed.view().begin(), seed.view().end(), out.bytes.begin());
    return out;
}

Dispatch<CrowdloanInfo> existing(const StateReader& state, std::uint32_t id) {
    auto info = Crowdloans.get(state, id);
    TD_ENSURE(info, CrowdloanError::InvalidCrowdloanId);
    return *std::move(info);
}

std::vector<std::pair<AccountId, Rao>> contributionsTo(const StateReader& state, std::uint32_t id) {
    std::vector<std::pair<AccountId, Rao>> out;
    Contributions.forEachUnder(
        state,
        [&out](std::uint32_t, const AccountId& contributor, Rao amount) {
            out.emplace_back(contributor, amount);
            return true;
        },
        id);
    return out;
}

std::optional<RuntimeCall> storedCall(const StateReader& state, const scheduler::BoundedCall& call) {
    std::optional<Bytes> bytes = call.bytes;
    if (call.kind == scheduler::BoundedCall::Kind::Lookup) bytes = preimage::fetch(state, call.hash, call.length);
    if (!bytes) return std::nullopt;
    auto decoded = decodeAll<RuntimeCall>(*bytes);
    if (!decoded) return std::nullopt;
    return *std::move(decoded);
}

const PalletDeclaration& declaration() {
    static const PalletDeclaration d = [] {
        PalletDeclaration p{};
        p.id = Pallet::Crowdloan;
        p.crate = "pallet_crowdloan";
        p.storage = {&Crowdloans,       &NextCrowdloanId,    &Contributions,
                     &MaxContributions, &CurrentCrowdloanId, &HasMigrationRun};
        p.calls = crowdloanCalls();
        p.events = {eventRow<event::Created>(),
                    eventRow<event::Contributed>(),
                    eventRow<event::Withdrew>(),
                    eventRow<event::PartiallyRefunded>(),
                    eventRow<event::AllRefunded>(),
                    eventRow<event::Finalized>(),
                    eventRow<event::Dissolved>(),
                    eventRow<event::MinContributionUpdated>(),
                    eventRow<event::EndUpdated>(),
                    eventRow<event::CapUpdated>(),
                    eventRow<event::MaxContributionUpdated>()};
        p.errorNames = kCrowdloanErrorNames;
        p.constants = {constant("PalletId", subtensor_module::PalletId::of(kPalletId)),
                       constant("MinimumDeposit", kMinimumDeposit),
                       constant("AbsoluteMinimumContribution", kAbsoluteMinimumContribution),
                       constant("MinimumBlockDuration", kMinimumBlockDuration),
                       constant("MaximumBlockDuration", kMaximumBlockDuration),
                       constant("RefundContributorsLimit", kRefundContributorsLimit),
                       constant("MaxContributors", kMaxContributors)};
        return p;
    }();
    return d;
}

} // namespace taodeck::subtensor::crowdloan
