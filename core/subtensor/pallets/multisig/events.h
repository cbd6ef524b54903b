#pragma once
/// The events of Multisig.

#include "core/subtensor/pallets/multisig/multisig.h"

namespace taodeck::subtensor::multisig::event {

struct NewMultisig {
    static constexpr EventName kName{Pallet::Multisig, 0, "NewMultisig"};
    static constexpr FieldInfo kFields[] = {
        {"approving", "T::AccountId"}, {"multisig", "T::AccountId"}, {"call_hash", "CallHash"}};
    AccountId approving, account;
    CallHash callHash{};
    static auto fields(auto& e) { return std::tie(e.approving, e.account, e.callHash); }
};
struct MultisigApproval {
    static constexpr EventName kName{Pallet::Multisig, 1, "MultisigApproval"};
    static constexpr FieldInfo kFields[] = {{"approving", "T::AccountId"},
                                            {"timepoint", "Timepoint<BlockNumberFor<T>>"},
                                            {"multisig", "T::AccountId"},
                                            {"call_hash", "CallHash"}};
    AccountId approving;
    Timepoint timepoint;
    AccountId account;
    CallHash callHash{};
    static auto fields(auto& e) { return std::tie(e.approving, e.timepoint, e.account, e.callHash); }
};
struct MultisigExecuted {
    static constexpr EventName kName{Pallet::Multisig, 2, "MultisigExecuted"};
    static constexpr FieldInfo kFields[] = {{"approving", "T::AccountId"},
                                            {"timepoint", "Timepoint<BlockNumberFor<T>>"},
                                            {"multisig", "T::AccountId"},
                                            {"call_hash", "CallHash"},
                                            {"result", "DispatchResult"}};
    AccountId approving;
    Timepoint timepoint;
    AccountId account;
    CallHash callHash{};
    DispatchOutcome result;
    static auto fields(auto& e) { return std::tie(e.approving, e.timepoint, e.account, e.callHash, e.result); }
};
struct MultisigCancelled {
    static constexpr EventName kName{Pallet::Multisig, 3, "MultisigCancelled"};
    static constexpr FieldInfo kFields[] = {{"cancelling", "T::AccountId"},
                                            {"timepoint", "Timepoint<BlockNumberFor<T>>"},
                                            {"multisig", "T::AccountId"},
                                            {"call_hash", "CallHash"}};
    AccountId cancelling;
    Timepoint timepoint;
    AccountId account;
    CallHash callHash{};
    static auto fields(auto& e) { return std::tie(e.cancelling, e.timepoint, e.account, e.callHash); }
};
struct DepositPoked {
    static constexpr EventName kName{Pallet::Multisig, 4, "DepositPoked"};
    static constexpr FieldInfo kFields[] = {{"who", "T::AccountId"},
                                            {"call_hash", "CallHash"},
                                            {"old_deposit", "BalanceOf<T>"},
                                            {"new_deposit", "BalanceOf<T>"}};
    AccountId who;
    CallHash callHash{};
    Rao before, after;
    static auto fields(auto& e) { return std::tie(e.who, e.callHash, e.before, e.after); }
};

} // namespace taodeck::subtensor::multisig::event
