// Every call of the metadata, sent with the network's usual JavaScript library as a signed transaction: once so that it works, and so
// that it fails in the ways that it can; each error is known by name. The table in docs/localnet.md is what was tried.
// Usage: node calls.mjs PATH/taodeck-localnet NODE_MODULES [--update] [--only=FILE,FILE]
import { readFileSync, writeFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { Chain, startLocalnet, stopLocalnet, within } from './chain.mjs';
import { Record, Trial, table } from './record.mjs';

const [program, modules, ...flags] = process.argv.slice(2);
const document = path.join(import.meta.dirname, '../../../docs/localnet.md');
const require = createRequire(pathToFileURL(path.join(modules, 'x.js')));
const { ApiPromise, WsProvider, Keyring } = require('@polkadot/api');
const util = require('@polkadot/util-crypto');
const only = flags.find((f) => f.startsWith('--only='))?.slice(7);

const kSubnets = 24;
const kBegin = '<!-- calls: written by tests/integration/polkadot_js/calls.mjs -->', kEnd = '<!-- end of calls -->';
/// Brought by blocks themselves; transactions cannot carry them.
const kOfBlocks = new Set(['timestamp.set', 'mevShield.announceNextKey', 'drand.writePulse']);
/// Root may send these, and others too.
const kOfAnybody = new Set(['system.remark', 'utility.batch', 'utility.batchAll', 'utility.forceBatch', 'utility.ifElse',
  'preimage.notePreimage', 'preimage.unnotePreimage', 'preimage.ensureUpdated', 'sudo.sudo', 'sudo.sudoUncheckedWeight',
  'sudo.sudoAs', 'sudo.setKey']);

const folder = path.join(import.meta.dirname, 'scenarios');
const files = readdirSync(folder).filter((f) => f.endsWith('.mjs')).sort();
const suites = await Promise.all(files.map(async (f) => ({ name: f.slice(0, -4), ...(await import(pathToFileURL(path.join(folder, f)).href)) })));
const record = new Record();
const localnet = await startLocalnet(program, ['--block-time', '250ms', '--speed', '0.01', '--empty']);
let api;
try {
  const provider = new WsProvider(localnet.endpoint, 1000, {}, 60_000);
  api = await within(ApiPromise.create({ provider, noInitWarn: true }), 'connection');
  const chain = new Chain(api, provider, { Keyring, ...util });
  const begin = Date.now();
  await chain.prepare(kSubnets);
  console.log(`prepared ${chain.subnets.length} subnets in ${Date.now() - begin} ms`);

  const runner = (suite, [title, work]) => async () => {
    const trial = new Trial(chain, record, `${suite.name}: ${title}`);
    try {
      await work(trial);
    } catch (error) {
      trial.problem(error?.stack ?? String(error));
    }
  };
  const chosen = suites.filter(({ name }) => !only || only.split(',').includes(name));
  await chain.run(chosen.flatMap((suite) => Object.entries(suite.together ?? {}).map((s) => runner(suite, s))));
  // What changes the network for everybody waits for the others, and has the chain for itself.
  for (const suite of chosen) for (const s of Object.entries(suite.alone ?? {})) await chain.run([runner(suite, s)]);
  await chain.run(origins(chain));
  for (const suite of chosen) for (const s of Object.entries(suite.last ?? {})) await chain.run([runner(suite, s)]);

  const names = allCalls();
  const missing = [];
  for (const { key, pallet, call } of names) {
    const row = record.calls.get(key);
    if (kOfBlocks.has(key) ? !chain.inherents.has(key) : !(row?.works || row?.always)) missing.push(`${pallet}.${call}`);
    else if (!kOfBlocks.has(key) && !row.errors.size && key !== 'system.remark') missing.push(`${pallet}.${call} (no error)`);
  }
  if (!only) for (const name of missing) record.problems.push(`not tried: ${name}`);
  const errors = errorNames();
  const text = table(names, record, new Set(chain.inherents.keys()));
  console.log(`${names.length} calls; ${record.checks} checks; ${chain.sent} transactions in ${chain.blocks} blocks; `
    + `${errors} errors of the metadata decode; ${Date.now() - begin} ms; ${missing.length} calls not tried`);
  if (!only) compare(text);
} catch (error) {
  record.problems.push(error?.stack ?? String(error));
} finally {
  await api?.disconnect().catch(() => {});
  await stopLocalnet(localnet.process);
}
for (const problem of record.problems) console.log(`FAIL ${problem}`);
process.exit(record.problems.length ? 1 : 0);

function allCalls() {
  return api.runtimeMetadata.asLatest.pallets.filter((p) => p.calls.isSome).flatMap((p) => {
    const pallet = p.name.toString();
    const section = Object.keys(api.tx).find((s) => s.toLowerCase() === pallet.toLowerCase());
    return Object.values(api.tx[section]).map((tx) => ({ pallet, call: tx.meta.name.toString(), key: `${tx.section}.${tx.method}` }));
  });
}

/// What works signed is refused for root, and what works as root is refused for others.
function origins(chain) {
  return [...record.calls].filter(([name, row]) => row.last && !kOfAnybody.has(name)).map(([name, row]) => async () => {
    const trial = new Trial(chain, record, `origin of ${name}`);
    try {
      if (row.asRoot) await trial.fails(row.last, chain.account(), 'BadOrigin');
      else await trial.rootFails(row.last, 'BadOrigin');
    } catch (error) {
      trial.problem(error?.stack ?? String(error));
    }
  });
}

/// Each error that a pallet declares is found by its index, under the pallet's name. @return how many.
function errorNames() {
  let count = 0;
  for (const pallet of api.runtimeMetadata.asLatest.pallets) {
    if (pallet.errors.isNone) continue;
    const { variants } = api.registry.lookup.getSiType(pallet.errors.unwrap().type).def.asVariant;
    for (const variant of variants) {
      const error = new Uint8Array([variant.index.toNumber(), 0, 0, 0]);
      const found = api.registry.findMetaError({ index: pallet.index, error: api.registry.createType('[u8;4]', error) });
      ++count;
      if (found.name !== variant.name.toString() || found.section.toLowerCase() !== pallet.name.toString().toLowerCase())
        record.problems.push(`error ${pallet.index}.${variant.index} is ${found.section}.${found.name}, not ${pallet.name}.${variant.name}`);
    }
  }
  return count;
}

function compare(text) {
  const whole = readFileSync(document, 'utf8');
  const begin = whole.indexOf(kBegin), end = whole.indexOf(kEnd);
  if (begin < 0 || end < begin) return record.problems.push(`${document} has no place for the table`);
  const wanted = `${whole.slice(0, begin)}${kBegin}\n${text}\n${whole.slice(end)}`;
  if (wanted === whole) return;
  if (flags.includes('--update')) writeFileSync(document, wanted);
  else record.problems.push(`the table in ${path.basename(document)} is not what was tried: run calls.mjs with --update`);
}
