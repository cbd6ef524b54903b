#pragma once
/// Who lives on the localnet's seeded world, by the names of their development keys (secret_uri.h): //Miner//5//1 is a
/// coldkey, //Miner//5//1//hot its hotkey. Shared by the world that registers them (core/localnet/world) and the
/// program that plays the market's part of them (taodeck-worker market). The keys are public knowledge. Pure.

#include "core/base/ids.h"

#include <string>

namespace taodeck::crypto {

inline std::string hotOf(const std::string& coldUri) {
    return coldUri + "//hot";
}
inline std::string ownerUri(std::size_t subnet) {
    return "//Owner//" + std::to_string(subnet);
}
inline std::string minerUri(std::size_t subnet, int miner) {
    return "//Miner//" + std::to_string(subnet) + "//" + std::to_string(miner);
}
inline std::string stakerUri(int staker) {
    return "//Staker//" + std::to_string(staker);
}
inline std::string newcomerUri(int newcomer) {
    return "//Newcomer//" + std::to_string(newcomer);
}

/// A subnet of the world where people play, with real questions and answers, instead of the scripted cast.
struct MarketSubnet {
    NetUid netuid{};
    const char* task; ///< Of core/worker/tasks.
    int miners;       ///< minerUri(netuid, 1), …
};
inline constexpr MarketSubnet kMarketSubnets[] = {{NetUid{5}, "text", 3}, {NetUid{6}, "sentiment", 3}};
inline constexpr int kMarketValidators = 2; ///< On each of them.
inline std::string marketValidatorUri(int validator) {
    return "//Market//" + std::to_string(validator);
}

} // namespace taodeck::crypto
