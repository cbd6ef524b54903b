#pragma once
/// Calls that make a hotkey a neuron, or only the hotkey of a coldkey. A registration pays the subnet's price, for
/// which alpha is bought and destroyed; the price then jumps and decays from block to block.
/// Upstream: pallets/subtensor/src/subnets/registration.rs, coinbase/root.rs, staking/account.rs,
/// macros/dispatches.rs, weights.rs (spec 425).

#include "core/subtensor/pallet.h"

namespace taodeck::subtensor::subtensor_module {

/// Once a registration by proof of work; now the work is ignored and the price paid, as with BurnedRegister.
struct Register {
    static constexpr CallName kName{Pallet::SubtensorModule, 6, "register"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"},       {"block_number", "u64"},
                                            {"nonce", "u64"},           {"work", "Vec<u8>"},
                                            {"hotkey", "T::AccountId"}, {"coldkey", "T::AccountId"}};
    NetUid netuid{};
    std::uint64_t block{0}, nonce{0};
    Bytes work;
    AccountId hotkey;
    AccountId coldkey; ///< Ignored too: the signer is the coldkey.
    static auto fields(auto& c) { return std::tie(c.netuid, c.block, c.nonce, c.work, c.hotkey, c.coldkey); }
    static DispatchInfo info(const Register&) { return callInfo(349'872'000, 34, 29, 6'148); }
};

/// RegistrationNotPermittedOnRootSubnet, SubnetNotExists, SubNetRegistrationDisabled, HotKeyAlreadyRegisteredInSubNet,
/// NotEnoughBalanceToStake, CannotUseSystemAccount, NonAssociatedColdKey, NoNeuronIdAvailable, InsufficientBalance;
/// errors of Swap.
struct BurnedRegister {
    static constexpr CallName kName{Pallet::SubtensorModule, 7, "burned_register"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"hotkey", "T::AccountId"}};
    NetUid netuid{};
    AccountId hotkey;
    static auto fields(auto& c) { return std::tie(c.netuid, c.hotkey); }
    static DispatchInfo info(const BurnedRegister&) { return callInfo(336'815'000, 34, 29, 6'148); }
};

/// As BurnedRegister, and RegistrationPriceLimitExceeded.
struct RegisterLimit {
    static constexpr CallName kName{Pallet::SubtensorModule, 134, "register_limit"};
    static constexpr FieldInfo kFields[] = {{"netuid", "NetUid"}, {"hotkey", "T::AccountId"}, {"limit_price", "u64"}};
    NetUid netuid{};
    AccountId hotkey;
    std::uint64_t limitPrice{0}; ///< Rao.
    static auto fields(auto& c) { return std::tie(c.netuid, c.hotkey, c.limitPrice); }
    static DispatchInfo info(const RegisterLimit&) { return callInfo(354'200'000, 47, 40); }
};

/// Makes the hotkey a root validator. When root is full the validator with the least root stake leaves.
/// RootNetworkDoesNotExist, TooManyRegistrationsThisBlock, TooManyRegistrationsThisInterval,
/// HotKeyAlreadyRegisteredInSubNet, CannotUseSystemAccount, StakeTooLowForRoot.
struct RootRegister {
    static constexpr CallName kName{Pallet::SubtensorModule, 62, "root_register"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}};
    AccountId hotkey;
    static auto fields(auto& c) { return std::tie(c.hotkey); }
    static DispatchInfo info(const RootRegister&) { return callInfo(103'934'000, 19, 16, 4'981); }
};

/// Takes a hotkey that belongs to nobody; one that belongs to somebody stays his, without an error.
/// CannotUseSystemAccount.
struct TryAssociateHotkey {
    static constexpr CallName kName{Pallet::SubtensorModule, 91, "try_associate_hotkey"};
    static constexpr FieldInfo kFields[] = {{"hotkey", "T::AccountId"}};
    AccountId hotkey;
    static auto fields(auto& c) { return std::tie(c.hotkey); }
    static DispatchInfo info(const TryAssociateHotkey&) { return callInfo(25'337'000, 3, 3, 4'283); }
};

DispatchResult apply(const Context& ctx, const Origin& origin, const Register& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const BurnedRegister& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const RegisterLimit& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const RootRegister& call);
DispatchResult apply(const Context& ctx, const Origin& origin, const TryAssociateHotkey& call);

std::vector<CallRow> registrationCalls();
std::vector<EventRow> registrationEvents();

} // namespace taodeck::subtensor::subtensor_module
