#include "app/taodeck-worker/commands.h"

#include "core/engine/cpu/kernels.h"
#include "core/engine/decode/decoder.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>

namespace taodeck::worker {
namespace {

constexpr const char* kWords[] = {"no more words", "MODEL", "RECEIPT and MODEL"};

const Command kCommands[] = {{"run", 1, runPrompt},
                             {"plan", 1, runPlan},
                             {"bench", 1, runBench},
                             {"serve", 1, runServe},
                             {"verify", 2, runVerify},
                             {"model-host", 1, runModelHostCommand, /*alone=*/true},
                             {"neuron", 0, runNeuron, /*alone=*/true},
                             {"market", 0, runMarket}};

} // namespace

Result<const Command*> findCommand(const std::vector<std::string>& words) {
    for (const Command& command : kCommands) {
        if (words.front() != command.name) continue;
        if (words.size() != command.words + 1)
            return fail(Errc::Malformed, words.front() + " needs " + kWords[command.words]);
        return &command;
    }
    return fail(Errc::Malformed, "unknown command " + words.front());
}

Result<std::string> readFile(const std::string& path, std::size_t mostBytes) {
    std::ifstream file;
    if (path != "-") {
        file.open(path, std::ios::binary);
        if (!file) return fail(Errc::Io, "cannot read " + path);
    }
    std::istream& in = path == "-" ? std::cin : file;
    std::string out;
    std::array<char, 1 << 16> part;
    while (out.size() <= mostBytes && (in.read(part.data(), part.size()), in.gcount() > 0))
        out.append(part.data(), static_cast<std::size_t>(in.gcount()));
    if (in.bad()) return fail(Errc::Io, "cannot read " + path);
    if (out.size() > mostBytes) return fail(Errc::LimitExceeded, path + " is too large");
    return out;
}

Result<std::string> readKey(const std::string& path) {
    constexpr std::size_t kMostBytes = 512;
    if (path.empty()) return std::string{};
    TD_TRY(auto text, readFile(path, kMostBytes));
    text.resize(std::min(text.find_first_of("\r\n"), text.size()));
    if (text.empty()) return fail(Errc::Malformed, path + " holds no key");
    return text;
}

Result<engine::CompletionRequest> requestFrom(const Options& options) {
    engine::CompletionRequest out;
    if (options.chat) {
        std::vector<engine::ChatMessage> messages;
        if (options.system) messages.push_back({"system", *options.system});
        messages.push_back({"user", *options.chat});
        out.prompt = std::move(messages);
    } else if (options.promptFile) {
        TD_TRY(out.prompt, readFile(*options.promptFile, 16U << 20));
    } else if (options.prompt) {
        out.prompt = *options.prompt;
    } else {
        return fail(Errc::Malformed, "a prompt is missing: --prompt, --prompt-file or --chat");
    }
    out.maxTokens = options.maxTokens;
    out.sampling = options.sampling;
    out.stop = options.stop;
    out.topLogprobs = options.topLogprobs;
    out.logprobs = options.logprobs || options.topLogprobs > 0 || !options.receipt.empty();
    return out;
}

Result<engine::DecoderOptions> decoderFrom(const Options& options) {
    engine::DecoderOptions out;
    out.threads = options.threads;
    out.cache.context = options.context;
    if (options.kernels.empty()) return out;
    using engine::cpu::InstructionSet;
    for (const auto set : {InstructionSet::Scalar, InstructionSet::Avx2, InstructionSet::Avx512Vnni,
                           InstructionSet::Avx512Amx, InstructionSet::Neon})
        if (const auto* found = engine::cpu::kernels(set); found && found->name == options.kernels) out.kernels = found;
    if (!out.kernels)
        return fail(Errc::Unsupported, "this machine or build has no kernels \"" + options.kernels + "\"");
    return out;
}

std::string finishName(engine::FinishReason finish) {
    switch (finish) {
    case engine::FinishReason::EndOfText:
        return "end_of_text";
    case engine::FinishReason::StopString:
        return "stop_string";
    case engine::FinishReason::Length:
        return "length";
    case engine::FinishReason::Cancelled:
        return "cancelled";
    }
    return "unknown";
}

} // namespace taodeck::worker
