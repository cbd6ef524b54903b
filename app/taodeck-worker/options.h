#pragma once
/// The command line of taodeck-worker: a command, its words and options in any order. Pure.

#include "core/engine/generate/backend.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace taodeck::worker {

struct Options {
    std::vector<std::string> command; ///< "run", MODEL ...
    bool help{false}, json{false};
    bool confined{false}; ///< plan: the file is read behind the confinement of a model's child.
    bool noGpu{false};
    std::string folder, node; ///< neuron: the worker's folder, and (market too) the chain's address.
    std::string model;        ///< market: the demonstration model's file; empty: the program's own.
    int descriptor{-1};       ///< model-host: the socket to the program that started it.

    std::optional<std::string> prompt, promptFile; ///< Text to continue; "-" reads standard input.
    std::optional<std::string> chat, system;       ///< A user's message, and what stands before it.
    engine::SamplingParams sampling;
    std::uint32_t maxTokens{128};
    std::vector<std::string> stop;
    bool logprobs{false};
    std::uint32_t topLogprobs{0};

    int threads{0};
    std::uint32_t context{0};
    std::string kernels;                    ///< Empty: the best of this machine.
    std::optional<std::uint32_t> gpuLayers; ///< Empty: as the plan says.
    bool fastPrefill{false};

    std::uint16_t port{0};            ///< serve; 0: any free one.
    std::uint32_t parallel{4};        ///< serve: requests that run at once.
    std::string keyFile;              ///< serve: clients must send the key in it; run: it is sent to the servers.
    std::vector<std::string> servers; ///< run: OpenAI-compatible servers that have the model.

    std::string receipt; ///< File to write.
    std::array<std::uint8_t, 32> challenge{};
};

/// @return Malformed, with a sentence for the person.
Result<Options> parseOptions(const std::vector<std::string>& arguments);
std::string usage();

} // namespace taodeck::worker
