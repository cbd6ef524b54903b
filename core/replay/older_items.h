#pragma once
/// Storage items of SubtensorModule that spec 425 no longer has, or no longer writes. Pure.
/// Source: metadata of specs 218 and 293.

#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

#include <tuple>
#include <vector>

namespace taodeck::replay::older {

using subtensor::Hasher;

inline constexpr subtensor::DefaultStorage<Alpha, NetUid> PendingEmission{
    "SubtensorModule", "PendingEmission", {Hasher::Identity}};
/// User liquidity of the tick pool, beside the reserves proper.
inline constexpr subtensor::DefaultStorage<Rao, NetUid> SubnetTaoProvided{
    "SubtensorModule", "SubnetTaoProvided", {Hasher::Identity}};
inline constexpr subtensor::DefaultStorage<Alpha, NetUid> SubnetAlphaInProvided{
    "SubtensorModule", "SubnetAlphaInProvided", {Hasher::Identity}};
inline constexpr subtensor::DefaultStorage<std::uint64_t> NetworkLastRegistered{"SubtensorModule",
                                                                                "NetworkLastRegistered"};
inline constexpr subtensor::DefaultStorage<std::uint64_t, AccountId> LastTxBlock{
    "SubtensorModule", "LastTxBlock", {Hasher::Identity}};
inline constexpr subtensor::DefaultStorage<std::uint64_t, AccountId> LastTxBlockChildKeyTake{
    "SubtensorModule", "LastTxBlockChildKeyTake", {Hasher::Identity}};
inline constexpr subtensor::DefaultStorage<std::uint64_t, AccountId> LastTxBlockDelegateTake{
    "SubtensorModule", "LastTxBlockDelegateTake", {Hasher::Identity}};

struct RateLimit {
    subtensor::subtensor_module::RateLimitKey::Kind kind{};
    AccountId account; ///< Zero for NetworkLastRegistered.
    std::uint64_t block{0};
};
/// What LastRateLimitedBlock holds instead.
inline std::vector<RateLimit> rateLimits(const subtensor::StateReader& state) {
    using Kind = subtensor::subtensor_module::RateLimitKey::Kind;
    std::vector<RateLimit> out;
    if (const auto block = NetworkLastRegistered.get(state); block > 0)
        out.push_back({Kind::NetworkLastRegistered, {}, block});
    const auto add = [&](const auto& item, Kind kind) {
        item.forEach(state, [&](const AccountId& account, std::uint64_t block) {
            out.push_back({kind, account, block});
            return true;
        });
    };
    add(LastTxBlock, Kind::LastTxBlock);
    add(LastTxBlockChildKeyTake, Kind::LastTxBlockChildKeyTake);
    add(LastTxBlockDelegateTake, Kind::LastTxBlockDelegateTake);
    return out;
}

} // namespace taodeck::replay::older
