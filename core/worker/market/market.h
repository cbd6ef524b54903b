#pragma once
/// The localnet's live market in one process: the miners and validators of the world's market subnets
/// (core/crypto/development_people.h), each a neuron as any user's, with one connection to the chain and one model for
/// all. Uses public development keys, so it refuses every network but a development one.

#include "core/worker/tasks/task.h"

#include <functional>

namespace taodeck::worker {

struct MarketOptions {
    std::string endpoint;                   ///< ws:// address of the localnet's node.
    std::filesystem::path model;            ///< The demonstration model.
    std::filesystem::path folder;           ///< Of what the neurons sent; a new one for each chain.
    std::chrono::milliseconds round{5'000}; ///< Between two rounds of a validator.
    std::chrono::milliseconds lookAtChain{4'000};
    std::chrono::milliseconds answerLimit{8'000}; ///< For one answer: a quarter of it costs nothing.
    std::chrono::milliseconds slowness{3'500};    ///< Of the slow miners.
    double alpha{0.2}; ///< Of the scores' moving average: newcomers should see within a few epochs what they earn.
    std::chrono::milliseconds liveLimit{60'000}; ///< For the first connection.
    std::chrono::milliseconds lostLimit{20'000}; ///< Without the chain for so long: Disconnected.
};

/// Plays until asked to stop. @param say gets a line now and then, for a log.
/// Errors: the model's; Refused (a network that is not for development); Timeout or Disconnected (no chain, or
/// another one in its place: start it again).
Result<> playMarket(const MarketOptions& options, const std::function<void(const std::string&)>& say,
                    std::stop_token stop);

} // namespace taodeck::worker
