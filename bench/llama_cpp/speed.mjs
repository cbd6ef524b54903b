// What bench/engine_speed.cpp measures, of llama.cpp through node-llama-cpp.
// usage: node speed.mjs MODEL [--threads N] [--prompt N] [--tokens N] [--context N]
import {readFileSync} from "node:fs";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const options = {threads: 1, prompt: 128, tokens: 32, context: 512};
const [path, ...rest] = process.argv.slice(2);
for (let i = 0; i + 1 < rest.length; i += 2) options[rest[i].slice(2)] = Number(rest[i + 1]);
const promptOf = (count, vocabulary) =>
    Array.from({length: count}, (_, i) => 300 + ((i * 7919) % (Math.min(vocabulary, 20000) - 300)));

const llama = await getLlama({gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error});
const began = performance.now();
const model = await llama.loadModel({modelPath: path});
const context = await model.createContext({contextSize: options.context, batchSize: Math.max(options.prompt, 64), threads: options.threads});
const sequence = context.getSequence();
const vocabulary = model.fileInfo.metadata.tokenizer.ggml.tokens.length;
const tokens = async function* (ids) {
    for await (const token of sequence.evaluate(ids, {temperature: 0, yieldEogToken: true})) yield token;
};
for await (const _ of tokens(promptOf(8, vocabulary))) break;
const first = performance.now() - began;

await sequence.clearHistory();
const prefillBegan = performance.now();
let count = -1, decodeBegan = 0, prefill = 0;
for await (const _ of tokens(promptOf(options.prompt, vocabulary))) {
    if (++count === 0) {
        decodeBegan = performance.now();
        prefill = decodeBegan - prefillBegan;
    }
    if (count === options.tokens) break;
}
const decode = performance.now() - decodeBegan;
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
console.log(JSON.stringify({first_ms: first, prefill: (options.prompt * 1e3) / prefill, decode: (options.tokens * 1e3) / decode, peak}));
process.exit(0);
