// Our engine beside llama.cpp (through node-llama-cpp) on the same files: every family, every tensor type, random weights, and
// the demonstration model. Prints a table; fails where an error is above its bound or a clearly chosen token differs.
// usage: node oracle.mjs WORK MODEL_MAKER ENGINE_LOGITS DEMO_MODEL
import {execFileSync} from "node:child_process";
import {existsSync, readFileSync, unlinkSync} from "node:fs";
import {createRequire} from "node:module";
import {join, resolve} from "node:path";
import {pathToFileURL} from "node:url";

const [work, maker, program, demo] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(work, "package.json"));
const entry = join(work, "node_modules/node-llama-cpp/dist/index.js");
const {getLlama, LlamaLogLevel} = await import(pathToFileURL(existsSync(entry) ? entry : require.resolve("node-llama-cpp")));

const PROMPT = 24, STEPS = 64;
// Largest normalised error (mean square of the difference / variance of llama.cpp's logits). Both sides round activations, each
// in its own places; the columns against "exact" say how much each of them loses by it.
const BOUNDS = {F32: 5e-6, F16: 1e-5, BF16: 5e-4, Q8_0: 2e-3, Q4_0: 2e-3, Q5_0: 2e-3, Q4_K: 4e-3, Q5_K: 4e-3, Q6_K: 4e-3};
const CLEAR = 5; // a lead of so many times what the bound lets a logit deviate

function cases() {
    const families = ["llama", "llama3", "smollm", "mistral", "qwen2", "qwen3"], out = [];
    for (const type of Object.keys(BOUNDS)) for (const family of families) out.push({shape: family, type, options: []});
    for (const scaling of ["linear", "yarn"])
        for (const family of ["llama", "qwen2"]) out.push({shape: family, type: "F32", options: ["--scaling", scaling]});
    for (const family of ["llama", "qwen2", "qwen3"]) out.push({shape: family, type: "F32", options: ["--tied"]});
    for (const family of ["llama3", "qwen2"]) out.push({shape: family, type: "Q8_0", options: ["--untied"]});
    for (const heads of ["1", "2", "4"]) out.push({shape: "llama3", type: "F16", options: ["--kv-heads", heads]});
    for (const type of ["Q4_K_M", "Q5_K_M"]) out.push({shape: "llama3", type, options: []});
    return out;
}

function randomIds(count, vocabulary, seed) {
    let state = BigInt(seed) * 2862933555777941757n + 3037000493n;
    return Array.from({length: count}, () => {
        state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
        return 3 + Number((state >> 33n) % BigInt(vocabulary - 3));
    });
}

function largest(row) {
    let best = 0, second = -Infinity;
    for (let i = 1; i < row.length; ++i) {
        if (row[i] > row[best]) { second = row[best]; best = i; }
        else if (row[i] > second) second = row[i];
    }
    return {best, gap: row[best] - second};
}

// llama.cpp's logits after every token of the prompt and of the STEPS that it chooses itself.
async function reference(llama, path, prompt) {
    const model = await llama.loadModel({modelPath: path});
    const context = await model.createContext({contextSize: PROMPT + STEPS + 168, threads: 1, flashAttention: false});
    const sequence = context.getSequence();
    const ids = [...(typeof prompt === "string" ? model.tokenize(prompt) : prompt)], rows = [];
    const evaluate = async (tokens) => {
        const next = {generateNext: {logits: true, options: {temperature: 0}}};
        for (const result of await sequence.controlledEvaluate(tokens.map((id) => [id, next]))) {
            const row = new Float32Array(result.next.logits.size);
            for (const [id, logit] of result.next.logits) row[id] = logit;
            rows.push(row);
        }
    };
    const chosenFrom = ids.length - 1;
    await evaluate(ids);
    for (let i = 0; i < STEPS - 1; ++i) {
        ids.push(largest(rows.at(-1)).best);
        await evaluate([ids.at(-1)]);
    }
    await context.dispose();
    await model.dispose();
    return {ids, rows, chosenFrom};
}

function ours(path, ids, options) {
    const out = join(work, "logits.bin");
    execFileSync(program, [path, out, ids.join(","), ...options], {stdio: ["ignore", "inherit", "inherit"]});
    const raw = readFileSync(out), all = new Float32Array(raw.buffer, raw.byteOffset, raw.length / 4), width = all.length / ids.length;
    return ids.map((_, i) => all.subarray(i * width, (i + 1) * width));
}

// Mean square of the difference over the variance of the reference, over all rows.
function normalisedError(rows, wanted) {
    let difference = 0, variance = 0;
    rows.forEach((row, i) => {
        const mean = wanted[i].reduce((a, b) => a + b, 0) / row.length;
        for (let j = 0; j < row.length; ++j) {
            difference += (row[j] - wanted[i][j]) ** 2;
            variance += (wanted[i][j] - mean) ** 2;
        }
    });
    return difference / variance;
}

// Of the tokens that llama.cpp chose: how many were clear, and how many of these and of all we choose too.
function greedy(rows, wanted, from, bound) {
    const count = {clear: 0, clearEqual: 0, equal: 0};
    for (let i = from; i < wanted.length; ++i) {
        const mean = wanted[i].reduce((a, b) => a + b, 0) / wanted[i].length;
        const spread = Math.sqrt(wanted[i].reduce((a, b) => a + (b - mean) ** 2, 0) / wanted[i].length);
        const {best, gap} = largest(wanted[i]), same = largest(rows[i]).best === best;
        count.equal += same;
        if (gap <= CLEAR * Math.sqrt(bound) * spread) continue;
        ++count.clear;
        count.clearEqual += same;
    }
    return count;
}

const llama = await getLlama({gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error});
const failures = [], worst = new Map(), total = {clear: 0, all: 0, equal: 0};

function judge(label, type, bound, theirs, path, exactRows) {
    const batch = ours(path, theirs.ids, []), steps = ours(path, theirs.ids, ["--steps", "--threads", "2"]);
    const error = Math.max(normalisedError(batch, theirs.rows), normalisedError(steps, theirs.rows));
    const count = greedy(steps, theirs.rows, theirs.chosenFrom, bound);
    const same = batch.every((row, i) => row.every((v, j) => v === steps[i][j]));
    const lossOurs = exactRows && normalisedError(batch, exactRows), lossTheirs = exactRows && normalisedError(theirs.rows, exactRows);
    const show = (v) => (v === undefined ? "" : v.toExponential(1));
    console.log(`| ${label} | ${show(error)} | ${show(lossOurs)} | ${show(lossTheirs)} | ${count.clearEqual} of ${count.clear} | ${count.equal} of ${STEPS} |`);
    total.clear += count.clear;
    total.equal += count.equal;
    total.all += STEPS;
    if (!(error <= bound)) failures.push(`${label}: normalised error ${error} is above ${bound}`);
    if (count.clearEqual !== count.clear) failures.push(`${label}: ${count.clear - count.clearEqual} clearly chosen tokens differ`);
    if (!same) failures.push(`${label}: logits of one batch and of single steps differ`);
    const before = worst.get(type) ?? [0, 0, 0];
    worst.set(type, [error, lossOurs ?? 0, lossTheirs ?? 0].map((v, i) => Math.max(v, before[i])));
}

console.log("| file | error against llama.cpp | ours against exact | llama.cpp against exact | clear tokens equal | all tokens equal |");
console.log("|---|---|---|---|---|---|");
let seed = 1;
for (const {shape, type, options} of cases()) {
    const path = join(work, "model.gguf"), exact = join(work, "exact.gguf"), make = [...options, "--seed", String(++seed)];
    execFileSync(maker, [shape, type, path, ...make]);
    const theirs = await reference(llama, path, randomIds(PROMPT, 512, seed));
    let exactRows;
    if (type !== "F32") {
        execFileSync(maker, [shape, type, exact, ...make, "--exact"]);
        exactRows = ours(exact, theirs.ids, []);
        unlinkSync(exact);
    }
    judge([shape, type, ...options.map((o) => o.replace("--", ""))].join(" "), type, BOUNDS[type.replace("_M", "")], theirs, path, exactRows);
    unlinkSync(path);
}
if (existsSync(demo)) {
    for (const prompt of ["Story: Mira lives near the harbour. One morning she finds", "Review: The soup was not good, but I love the bread.\nSentiment:",
                          "Review: My friend says", "Story: Hugo works in the tower."]) {
        const theirs = await reference(llama, demo, prompt);
        judge(`demonstration model: ${JSON.stringify(prompt.slice(0, 24))}`, "demonstration", BOUNDS.Q8_0, theirs, demo);
    }
}
console.log("\nlargest error of each type: against llama.cpp, ours against exact, llama.cpp against exact");
for (const [type, errors] of worst) console.log(`${type.padEnd(14)} ${errors.map((e) => e.toExponential(1)).join("  ")}`);
console.log(`${total.clear} of ${total.all} tokens clear, all of them equal unless said below; ${total.equal} equal in all`);
if (total.clear < total.all / 4) failures.push("too few clear tokens to say anything");
for (const failure of failures) console.error("FAILED " + failure);
process.exit(failures.length > 0 ? 1 : 0);
