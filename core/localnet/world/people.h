#pragma once
/// Who lives in the seeded world, and what its subnets are: data for the opening (script.h) and for the cast (cast.h).
/// All keys come from the development phrase: //Validator//1 is a coldkey, //Validator//1//hot its hotkey. Pure.

#include "core/base/units.h"
#include "core/crypto/development_people.h"

#include <array>
#include <cstdint>

namespace taodeck::localnet::world {

struct Validator {
    const char* uri;
    const char* name;
    const char* description;
    const char* url;
    std::uint16_t take;                     ///< Parts of 65535.
    std::uint64_t rootTao;                  ///< Whole TAO, staked on root.
    std::array<std::uint64_t, 6> subnetTao; ///< Whole TAO, staked on subnets 1..6; 0: not there.
};
/// The scripted cast plays these.
inline constexpr Validator kValidators[] = {
    {"//Validator//1",
     "Northwind",
     "Validates on every subnet of this chain",
     "https://northwind.example",
     11'796,
     60'000,
     {9'000, 2'000, 300}},
    {"//Validator//2",
     "Lighthouse",
     "Low take, text and vision",
     "https://lighthouse.example",
     5'898,
     50'000,
     {7'000, 1'500, 0}},
    {"//Validator//3", "Granite", "Text and vision", "", 3'277, 40'000, {5'000, 1'000, 0}},
    {"//Validator//4", "Meadow", "No take", "https://meadow.example", 0, 30'000, {3'000, 0, 200}},
};
/// These ask and judge for themselves (taodeck-worker market): the cast sets no weights for them.
inline constexpr Validator kAskingValidators[] = {
    {"//Market//1", "Quarry", "Asks miners of text and sentiment", "", 5'898, 6'000, {0, 0, 0, 0, 1'000, 1'000}},
    {"//Market//2", "Orchard", "Asks miners of text and sentiment", "", 3'277, 5'000, {0, 0, 0, 0, 900, 900}},
};
static_assert(std::size(kAskingValidators) == crypto::kMarketValidators);

/// Subnets get the numbers 1, 2, … in this order.
struct Subnet {
    const char* name;
    const char* description;
    const char* url;
    std::uint64_t poolTao; ///< Whole TAO that the owner locks; they become the pool.
    int miners;
    std::uint16_t tempo; ///< Blocks.
    bool started;        ///< Else it waits for its owner's start_call.
    bool yuma3, liquidAlpha;
    std::uint16_t immunity; ///< Blocks.
    bool market{false};     ///< Its miners announce themselves when they run, its validators ask them.
};
inline constexpr Subnet kSubnets[] = {
    {"Apex text", "Text generation", "https://apex.example", 62'000, 5, 20, true, true, false, 5'000},
    {"Vision", "Image understanding", "https://vision.example", 13'600, 4, 30, true, true, true, 5'000},
    {"Forecast", "Time series, classic bonds", "", 1'500, 3, 50, true, false, false, 500},
    {"Storage", "Registered, not started yet", "https://storage.example", 1'000, 0, 360, false, true, false, 5'000},
    {"Taodeck text", "Text generation, proven by receipts", "", 5'000, 3, 20, true, true, false, 5'000, true},
    {"Taodeck sentiment", "Reviews judged by the Brier score", "", 4'000, 3, 20, true, true, false, 5'000, true},
};
inline constexpr std::uint16_t kMarketPermits = 8;
/// Blocks between two weight vectors of a validator on a market's subnet, and the most that registration there costs.
inline constexpr std::uint64_t kMarketWeightsLimit = 5, kMarketMaxBurnTao = 1;

inline constexpr int kStakers = 6;   ///< //Staker//1 …: hold and trade.
inline constexpr int kNewcomers = 4; ///< //Newcomer//1 …: register a hotkey now and then.
inline constexpr std::uint64_t kStakerTao = 2'500, kNewcomerTao = 400, kMinerTao = 50, kSpareTao = 150;

/// Block after which only the cast acts, and the block that the world is handed over at.
inline constexpr std::uint32_t kOpeningBlocks = 24, kHistoryBlocks = 300;

using crypto::hotOf;
using crypto::minerUri;
using crypto::newcomerUri;
using crypto::ownerUri;
using crypto::stakerUri;

} // namespace taodeck::localnet::world
