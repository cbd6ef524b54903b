#pragma once
/// Sudo: one key that may dispatch as root. Upstream: polkadot-sdk pallet-sudo.

#include "core/subtensor/pallet.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor::sudo {

const PalletDeclaration& declaration();

TD_PALLET_ERRORS(Pallet::Sudo, SudoError, RequireSudo);

inline constexpr OptionalValue<AccountId> Key{"Sudo", "Key"};

struct Sudo {
    static constexpr CallName kName{Pallet::Sudo, 0, "sudo"};
    static constexpr FieldInfo kFields[] = {{"call", "Box<<T as Config>::RuntimeCall>"}};
    RuntimeCall call;
    static auto fields(auto& c) { return std::tie(c.call); }
    static DispatchInfo info(const Sudo& c);
    static std::vector<const RuntimeCall*> inner(const Sudo& c) { return {&c.call}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const Sudo& call);

struct SudoUncheckedWeight {
    static constexpr CallName kName{Pallet::Sudo, 1, "sudo_unchecked_weight"};
    static constexpr FieldInfo kFields[] = {{"call", "Box<<T as Config>::RuntimeCall>"}, {"weight", "Weight"}};
    RuntimeCall call;
    Weight weight;
    static auto fields(auto& c) { return std::tie(c.call, c.weight); }
    static DispatchInfo info(const SudoUncheckedWeight& c);
    static std::vector<const RuntimeCall*> inner(const SudoUncheckedWeight& c) { return {&c.call}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SudoUncheckedWeight& call);

struct SetKey {
    static constexpr CallName kName{Pallet::Sudo, 2, "set_key"};
    static constexpr FieldInfo kFields[] = {{"new", "AccountIdLookupOf<T>"}};
    MultiAddress newKey;
    static auto fields(auto& c) { return std::tie(c.newKey); }
    static DispatchInfo info(const SetKey&) { return callInfo(10'800'000, 1, 1, /*proofSize=*/1517); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SetKey& call);

struct SudoAs {
    static constexpr CallName kName{Pallet::Sudo, 3, "sudo_as"};
    static constexpr FieldInfo kFields[] = {{"who", "AccountIdLookupOf<T>"},
                                            {"call", "Box<<T as Config>::RuntimeCall>"}};
    MultiAddress who;
    RuntimeCall call;
    static auto fields(auto& c) { return std::tie(c.who, c.call); }
    static DispatchInfo info(const SudoAs& c);
    static std::vector<const RuntimeCall*> inner(const SudoAs& c) { return {&c.call}; }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const SudoAs& call);

/// For good: nothing but the genesis names another one.
struct RemoveKey {
    static constexpr CallName kName{Pallet::Sudo, 4, "remove_key"};
    static auto fields(auto&) { return std::tie(); }
    static DispatchInfo info(const RemoveKey&) { return callInfo(9'127'000, 1, 1, /*proofSize=*/1517); }
};
DispatchResult apply(const Context& ctx, const Origin& origin, const RemoveKey& call);

} // namespace taodeck::subtensor::sudo
