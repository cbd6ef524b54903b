#include "app/taodeck-worker/options.h"

#include "core/base/hex.h"

#include <algorithm>
#include <charconv>
#include <functional>

namespace taodeck::worker {
namespace {

template <class T>
Result<> readNumber(T& out, const std::string& name, const std::string& text) {
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, out);
    if (parsed.ec != std::errc{} || parsed.ptr != end || text.empty())
        return fail(Errc::Malformed, name + " needs a number, not \"" + text + "\"");
    return {};
}

Result<> readChallenge(std::array<std::uint8_t, 32>& out, const std::string& text) {
    const auto bytes = fromHex(text);
    if (!bytes || bytes->size() != out.size())
        return fail(Errc::Malformed, "--challenge needs 32 bytes in hexadecimal");
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return {};
}

/// "\n" and "\\" as a shell can write them.
std::string unescape(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escaped = text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == '\\');
        out += !escaped ? text[i] : text[++i] == 'n' ? '\n' : '\\';
    }
    return out;
}

struct Row {
    const char* name;
    Result<> (*read)(Options& o, const std::string& name, const std::string& value);
};
const Row kValues[] = {
    {"--prompt", [](Options& o, const auto&, const auto& v) -> Result<> { return o.prompt = v, Result<>{}; }},
    {"--prompt-file", [](Options& o, const auto&, const auto& v) -> Result<> { return o.promptFile = v, Result<>{}; }},
    {"--chat", [](Options& o, const auto&, const auto& v) -> Result<> { return o.chat = v, Result<>{}; }},
    {"--system", [](Options& o, const auto&, const auto& v) -> Result<> { return o.system = v, Result<>{}; }},
    {"--stop",
     [](Options& o, const auto&, const auto& v) -> Result<> {
         o.stop.push_back(unescape(v));
         return {};
     }},
    {"--max-tokens", [](Options& o, const auto& n, const auto& v) { return readNumber(o.maxTokens, n, v); }},
    {"--temperature",
     [](Options& o, const auto& n, const auto& v) { return readNumber(o.sampling.temperature, n, v); }},
    {"--top-k", [](Options& o, const auto& n, const auto& v) { return readNumber(o.sampling.topK, n, v); }},
    {"--top-p", [](Options& o, const auto& n, const auto& v) { return readNumber(o.sampling.topP, n, v); }},
    {"--min-p", [](Options& o, const auto& n, const auto& v) { return readNumber(o.sampling.minP, n, v); }},
    {"--repeat-penalty",
     [](Options& o, const auto& n, const auto& v) { return readNumber(o.sampling.repeatPenalty, n, v); }},
    {"--seed", [](Options& o, const auto& n, const auto& v) { return readNumber(o.sampling.seed, n, v); }},
    {"--top-logprobs", [](Options& o, const auto& n, const auto& v) { return readNumber(o.topLogprobs, n, v); }},
    {"--threads",
     [](Options& o, const auto& n, const auto& v) -> Result<> {
         TD_CHECK(readNumber(o.threads, n, v));
         if (o.threads < 1 || o.threads > 256) return fail(Errc::Malformed, "--threads must be 1 to 256");
         return {};
     }},
    {"--context", [](Options& o, const auto& n, const auto& v) { return readNumber(o.context, n, v); }},
    {"--kernels", [](Options& o, const auto&, const auto& v) -> Result<> { return o.kernels = v, Result<>{}; }},
    {"--folder", [](Options& o, const auto&, const auto& v) -> Result<> { return o.folder = v, Result<>{}; }},
    {"--model", [](Options& o, const auto&, const auto& v) -> Result<> { return o.model = v, Result<>{}; }},
    {"--node", [](Options& o, const auto&, const auto& v) -> Result<> { return o.node = v, Result<>{}; }},
    {"--descriptor", [](Options& o, const auto& n, const auto& v) { return readNumber(o.descriptor, n, v); }},
    {"--gpu-layers", [](Options& o, const auto& n, const auto& v) { return readNumber(o.gpuLayers.emplace(), n, v); }},
    {"--port", [](Options& o, const auto& n, const auto& v) { return readNumber(o.port, n, v); }},
    {"--parallel",
     [](Options& o, const auto& n, const auto& v) -> Result<> {
         TD_CHECK(readNumber(o.parallel, n, v));
         if (o.parallel < 1 || o.parallel > 256) return fail(Errc::Malformed, "--parallel must be 1 to 256");
         return {};
     }},
    {"--server",
     [](Options& o, const auto&, const auto& v) -> Result<> {
         o.servers.push_back(v);
         return {};
     }},
    {"--key-file", [](Options& o, const auto&, const auto& v) -> Result<> { return o.keyFile = v, Result<>{}; }},
    {"--receipt", [](Options& o, const auto&, const auto& v) -> Result<> { return o.receipt = v, Result<>{}; }},
    {"--challenge", [](Options& o, const auto&, const auto& v) { return readChallenge(o.challenge, v); }},
};

bool setFlag(Options& o, const std::string& name) {
    if (name == "--json")
        o.json = true;
    else if (name == "--logprobs")
        o.logprobs = true;
    else if (name == "--confined")
        o.confined = true;
    else if (name == "--no-gpu" || name == "--cpu")
        o.noGpu = true;
    else if (name == "--fast-prefill")
        o.fastPrefill = true;
    else if (name == "--help" || name == "-h")
        o.help = true;
    else
        return false;
    return true;
}

Result<> setValue(Options& o, const std::string& name, const std::string& value) {
    for (const Row& row : kValues)
        if (name == row.name) return row.read(o, name, value);
    return fail(Errc::Malformed, "unknown option " + name);
}

} // namespace

Result<Options> parseOptions(const std::vector<std::string>& arguments) {
    Options out;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        if (word.rfind("-", 0) != 0 || word == "-") {
            out.command.push_back(word);
            continue;
        }
        if (setFlag(out, word)) continue;
        const auto equals = word.find('=');
        if (equals != std::string::npos) {
            TD_CHECK(setValue(out, word.substr(0, equals), word.substr(equals + 1)));
        } else if (i + 1 == arguments.size()) {
            return fail(Errc::Malformed, word + " needs a value, or is unknown");
        } else {
            TD_CHECK(setValue(out, word, arguments[++i]));
        }
    }
    if (out.prompt.has_value() + out.promptFile.has_value() + out.chat.has_value() > 1)
        return fail(Errc::Malformed, "--prompt, --prompt-file and --chat exclude each other");
    if (out.noGpu && out.gpuLayers.value_or(0) > 0)
        return fail(Errc::Malformed, "--cpu and --gpu-layers exclude each other");
    if (out.system && !out.chat) return fail(Errc::Malformed, "--system goes with --chat");
    return out;
}

std::string usage() {
    return R"(taodeck-worker: runs language models from GGUF files on this machine.

  taodeck-worker run MODEL --prompt TEXT | --prompt-file FILE | --chat TEXT [--system TEXT]
  taodeck-worker plan MODEL [--confined]         what it needs, and whether it fits, before anything is loaded;
                                                 --confined: a stranger's file, read with no other file and no network
  taodeck-worker bench MODEL                     speed of prompts and of answers
  taodeck-worker serve MODEL [--port N] [--parallel N] [--key-file FILE]
                                                 an OpenAI-compatible endpoint for programs on this machine
  taodeck-worker verify RECEIPT MODEL --prompt TEXT | --chat TEXT ... --challenge HEX
                                                 checks an answer by one pass over it; the options say what was asked
  taodeck-worker neuron --folder DIR --node URL  a miner or validator, as DIR/worker.json says; started by taodeck or
                                                 taodeck-cli, which leave a secret for it in DIR/control.secret
  taodeck-worker market --node URL [--model FILE]
                                                 the miners and validators of the embedded chain's market

  --max-tokens N        most tokens of the answer (default 128)
  --temperature T       0 takes the likeliest token (default 0)
  --top-k N  --top-p P  --min-p P  --repeat-penalty R
  --seed N              equal seeds give equal answers
  --stop TEXT           ends before this text; may be given several times; \n is a line's end
  --logprobs            with each token's log-probability     --top-logprobs N   and N alternatives
  --threads N           default: one for each core            --context N        tokens of prompt and answer
  --kernels NAME        scalar, avx2, avx512-vnni, avx512-amx or neon (default: the best of this machine)
  --gpu-layers N        layers on the GPU, one more for the output (default: what fits)    --cpu   none
  --fast-prefill        GPU: prompts through cuBLAS; their last bits then depend on how they are cut
  --server URL          run: asks a server for MODEL; may be given several times    --key-file FILE   its key
  --receipt FILE        writes a receipt of the answer, bound to --challenge HEX (32 bytes)
  --json                one JSON object on standard output

FILE may be "-" for standard input. Exit code 0 when done (verify: the answer is proved; plan: it fits), 1 when it
failed, the receipt is refused or the model does not fit, 2 for a wrong command line.
)";
}

} // namespace taodeck::worker
