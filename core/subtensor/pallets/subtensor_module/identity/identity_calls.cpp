#include "core/subtensor/pallets/subtensor_module/identity/identity_calls.h"

#include "core/subtensor/pallets/subtensor_module/identity/events.h"
#include "core/subtensor/pallets/subtensor_module/subnets/subnets.h"

namespace taodeck::subtensor::subtensor_module {
namespace {

constexpr std::size_t kShort = 256, kLong = 1'024; ///< Bytes.
constexpr std::size_t kAllButRepository = 4 * kShort + 3 * kLong;

bool isRegisteredAnywhere(const StateReader& state, const AccountId& hotkey) {
    bool found = false;
    IsNetworkMember.forEachUnder(
        state, [&found](const AccountId&, NetUid, bool member) { return !(found = member); }, hotkey);
    return found;
}

} // namespace

bool isValid(const ChainIdentityV2& i) {
    // Upstream counts the repository's limit into the sum, but not its length.
    const std::size_t sum =
        i.name.size() + i.url.size() + i.image.size() + i.discord.size() + i.description.size() + i.additional.size();
    return sum <= kAllButRepository && i.name.size() <= kShort && i.url.size() <= kShort &&
           i.githubRepo.size() <= kShort && i.image.size() <= kLong && i.discord.size() <= kShort &&
           i.description.size() <= kLong && i.additional.size() <= kLong;
}

DispatchResult apply(const Context& ctx, const Origin& origin, const SetIdentity& call) {
    TD_DISPATCH_TRY(const AccountId coldkey, ensureSigned(origin));
    bool registered = false;
    for (const auto& hotkey : OwnedHotkeys.get(ctx.state, coldkey))
        registered = registered || isRegisteredAnywhere(ctx.state, hotkey);
    TD_ENSURE(registered, ModuleError::HotKeyNotRegisteredInNetwork);
    TD_ENSURE(isValid(call.identity), ModuleError::InvalidIdentity);
    IdentitiesV2.set(ctx.state, coldkey, call.identity);
    ctx.emit(ChainIdentitySet{coldkey});
    return PostInfo{};
}

std::vector<CallRow> identityCalls() {
    return {callRow<SetIdentity>(), callRow<AssociateEvmKey>()};
}

std::vector<EventRow> identityEvents() {
    return {eventRow<ChainIdentitySet>(), eventRow<EvmKeyAssociated>()};
}

} // namespace taodeck::subtensor::subtensor_module
