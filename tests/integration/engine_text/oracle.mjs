// Our tokenisers and chat templates beside llama.cpp's (through node-llama-cpp): the tokens of 10,000 texts of many scripts for
// each splitter, the class of every code point, the tokens that end an answer, and prompts rendered by the models' own Jinja
// templates. Fails at any difference.
// usage: node oracle.mjs WORK FILES ENGINE_TEXT
import {execFileSync} from "node:child_process";
import {existsSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join, resolve} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {chatCases} from "./chats.mjs";

const [work, files, program] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(work, "package.json"));
const entry = join(work, "node_modules/node-llama-cpp/dist/index.js");
const {getLlama} = await import(pathToFileURL(existsSync(entry) ? entry : require.resolve("node-llama-cpp")));
const llama = await getLlama({gpu: false, build: "never", progressLogs: false, logLevel: "disabled"});

function records(path) {
    const bytes = readFileSync(path), out = [];
    const width = path.endsWith(".tokens") ? 4 : 1;
    for (let at = 0; at < bytes.length;) {
        const size = bytes.readUInt32LE(at) * width;
        out.push(bytes.subarray(at + 4, at + 4 + size));
        at += 4 + size;
    }
    return out;
}
const ids = (record) => new Uint32Array(Uint8Array.from(record).buffer);

let failures = 0;
function fail(what) {
    if (++failures <= 20) console.error(what);
}

async function compareTokens(name) {
    const model = await llama.loadModel({modelPath: join(files, `${name}.gguf`), vocabOnly: true});
    const texts = records(join(files, `${name}.texts`)), ours = records(join(files, `${name}.tokens`));
    let tokens = 0, different = 0;
    texts.forEach((record, i) => {
        const text = record.toString("utf8");
        for (const special of name === "classes" ? [false] : [false, true]) {
            const theirs = model._model.tokenize(text, special), mine = ids(ours[2 * i + Number(special)]);
            tokens += theirs.length;
            if (theirs.length === mine.length && theirs.every((id, k) => id === mine[k])) continue;
            ++different;
            const at = theirs.findIndex((id, k) => id !== mine[k]);
            fail(`${name}, special ${special}: ${JSON.stringify(text.slice(0, 120))}\n  differ at ${at}: ` +
                 `llama.cpp ${theirs.slice(Math.max(at - 2, 0), at + 6)} ours ${mine.slice(Math.max(at - 2, 0), at + 6)}`);
        }
    });
    const ends = Array.from(ids(ours.at(-1))), size = model.fileInfo.metadata.tokenizer.ggml.tokens.length;
    const theirEnds = Array.from({length: size}, (_, id) => id).filter((id) => model.isEogToken(id));
    if (ends.join() !== theirEnds.join()) fail(`${name}: ends ${ends}, llama.cpp's ${theirEnds}`);
    console.log(`${name}: ${texts.length} texts, ${tokens} tokens, ${size} in the vocabulary, ${different} texts differ`);
    await model.dispose();
}

function compareChats() {
    const cases = chatCases();
    const input = join(files, "chats.json"), output = join(files, "rendered.json");
    writeFileSync(input, JSON.stringify(cases));
    execFileSync(program, ["chat", input, output], {stdio: ["ignore", "inherit", "inherit"]});
    const rendered = JSON.parse(readFileSync(output));
    let refused = 0, strict = 0;
    // Some templates lose messages that they did not expect, or answer nobody; the engine says so instead.
    const isLossy = (one, text) => !one.messages.some(({role}) => role === "user") ||
        one.messages.some(({content}) => !text.includes(content.trim()));
    cases.forEach((one, i) => {
        let theirs;
        try {
            theirs = new llama._bindings.AddonJinjaRenderer(one.template).render({
                messages: one.messages, add_generation_prompt: one.prompt, bos_token: one.bos, eos_token: one.eos});
        } catch (error) {
            ++refused; // the template itself refuses the conversation; so must we
            if (rendered[i].error === undefined) fail(`${one.name}: the template says ${error.message}, we render it`);
            return;
        }
        if (rendered[i].error !== undefined && isLossy(one, theirs)) ++strict;
        else if (rendered[i].text !== theirs)
            fail(`${one.name} ${JSON.stringify(one.messages)}\n  llama.cpp ${JSON.stringify(theirs)}\n  ours      ` +
                 JSON.stringify(rendered[i].text ?? rendered[i].error));
    });
    console.log(`chat templates: ${cases.length} conversations compared, of which both refuse ${refused} and the engine alone ${strict}`);
}

execFileSync(program, ["vocabularies", files], {stdio: ["ignore", "inherit", "inherit"]});
for (const file of readdirSync(files).filter((file) => file.endsWith(".gguf")).sort()) await compareTokens(file.slice(0, -5));
compareChats();
if (failures > 0) console.error(`${failures} differences`);
process.exit(failures > 0 ? 1 : 0);
