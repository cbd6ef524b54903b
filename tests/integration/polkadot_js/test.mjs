// The network's usual JavaScript library, unmodified, against taodeck-localnet: metadata, reads, subscriptions, signed
// transactions that succeed and one that fails. Usage: node test.mjs PATH/taodeck-localnet [NODE_MODULES]
// Modules are found through NODE_MODULES, because they are installed outside of the source tree.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const program = process.argv[2];
const require = createRequire(pathToFileURL(path.join(process.argv[3] ?? import.meta.dirname, 'x.js')));
const { ApiPromise, WsProvider, Keyring } = require('@polkadot/api');
const { blake2AsHex } = require('@polkadot/util-crypto');

const results = [];
async function step(name, work) {
  const begin = Date.now();
  try {
    const note = await work();
    results.push(true);
    console.log(`ok   ${name}${note ? ` - ${note}` : ''} (${Date.now() - begin} ms)`);
  } catch (error) {
    results.push(false);
    console.log(`FAIL ${name}\n     ${error?.stack ?? error}`);
  }
}

function within(promise, what, ms = 30_000) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing after ${ms} ms`)), ms);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/// Signs, submits and waits for finality. Gives the statuses in their order, the events and the error's name.
function send(api, tx, pair, options = {}) {
  const statuses = [];
  return within(new Promise((resolve, reject) => {
    tx.signAndSend(pair, options, (update) => {
      statuses.push(update.status.type);
      if (update.isError) return reject(new Error(`status ${update.status.type}`));
      if (!update.status.isFinalized) return;
      let error = null;
      if (update.dispatchError) {
        const found = update.dispatchError.isModule ? api.registry.findMetaError(update.dispatchError.asModule) : null;
        error = found ? `${found.section}.${found.name}` : update.dispatchError.toString();
      }
      resolve({ statuses, error, events: update.events.map(({ event }) => `${event.section}.${event.method}`) });
    }).catch(reject);
  }), 'transaction');
}

const localnet = spawn(program, ['--ephemeral', '--block-time', '500ms', '--cast', 'off', '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
const first = await within(new Promise((resolve, reject) => {
  createInterface({ input: localnet.stdout }).once('line', resolve);
  localnet.once('exit', (code) => reject(new Error(`taodeck-localnet ended with code ${code}`)));
  localnet.once('error', reject);
}), 'endpoint');
const { endpoint, genesis } = JSON.parse(first);

let api;
try {
  await step('connects', async () => {
    api = await within(ApiPromise.create({ provider: new WsProvider(endpoint, 1000), noInitWarn: true }), 'connection');
    assert.equal(api.genesisHash.toHex(), genesis);
    assert.equal((await api.rpc.system.chain()).toString(), 'Taodeck localnet');
    assert.equal(api.runtimeVersion.specName.toString(), 'node-subtensor');
    return `spec ${api.runtimeVersion.specVersion}`;
  });
  if (!api) throw new Error('no connection');
  const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
  const alice = keyring.addFromUri('//Alice');
  const bob = keyring.addFromUri('//Bob');
  const fresh = keyring.addFromUri('//TaodeckTest');
  const free = async (who) => (await api.query.system.account(who.address)).data.free.toBigInt();

  await step('decodes the metadata', () => {
    for (const pallet of ['system', 'timestamp', 'balances', 'subtensorModule', 'utility', 'sudo'])
      assert.ok(api.tx[pallet] || api.query[pallet], pallet);
    assert.ok(api.tx.subtensorModule.addStakeLimit && api.query.subtensorModule.totalHotkeyAlpha);
    assert.equal(api.consts.balances.existentialDeposit.toString(), '500');
    return `metadata V${api.runtimeMetadata.version}`;
  });
  await step('offers every method that the library knows of the ones we name', async () => {
    const { methods } = await api.rpc.rpc.methods();
    const names = methods.map((m) => m.toString());
    for (const name of ['state_getStorageAt', 'state_call', 'account_nextIndex', 'state_getReadProof', 'state_getKeysPaged',
      'author_submitAndWatchExtrinsic', 'chain_subscribeFinalizedHeads', 'payment_queryInfo']) assert.ok(names.includes(name), name);
    return `${names.length} methods`;
  });
  await step('reads balances', async () => {
    const balance = await free(alice);
    assert.ok(balance > 0n);
    return `Alice has ${balance} rao`;
  });
  await step('iterates storage', async () => {
    const accounts = await api.query.system.account.entries();
    assert.ok(accounts.length >= 5);
    return `${accounts.length} accounts`;
  });
  await step('subscribes to final heads', async () => {
    const numbers = await within(new Promise((resolve, reject) => {
      const seen = [];
      api.rpc.chain.subscribeFinalizedHeads((header) => {
        seen.push(header.number.toNumber());
        if (seen.length === 4) resolve(seen);
      }).catch(reject);
    }), 'final heads');
    for (let i = 1; i < numbers.length; ++i) assert.equal(numbers[i], numbers[i - 1] + 1);
    return numbers.join(' ');
  });
  await step('decodes blocks, inherents and events', async () => {
    const hash = await api.rpc.chain.getFinalizedHead();
    const { block, justifications } = await api.rpc.chain.getBlock(hash);
    assert.equal(block.extrinsics[0].method.section, 'timestamp');
    assert.ok(justifications.isSome && justifications.unwrap()[0][0].toU8a().length === 4);
    assert.equal(blake2AsHex(block.header.toU8a()), hash.toHex());
    const events = await (await api.at(hash)).query.system.events();
    assert.ok(events.some(({ event }) => event.method === 'ExtrinsicSuccess'));
  });
  await step('estimates a fee', async () => {
    const info = await api.tx.balances.transferKeepAlive(bob.address, 1_000_000_000n).paymentInfo(alice);
    assert.ok(info.partialFee.toBigInt() > 0n);
    return `${info.partialFee.toBigInt()} rao`;
  });
  await step('signs and submits a transfer', async () => {
    const before = await free(fresh);
    const sent = await send(api, api.tx.balances.transferKeepAlive(fresh.address, 5_000_000_000n), alice);
    assert.equal(sent.error, null);
    assert.ok(sent.statuses.indexOf('InBlock') >= 0 && sent.statuses.at(-1) === 'Finalized', sent.statuses.join(' '));
    assert.ok(sent.events.includes('balances.Transfer') && sent.events.includes('system.ExtrinsicSuccess'));
    assert.equal(await free(fresh) - before, 5_000_000_000n);
    return sent.statuses.join(' ');
  });
  await step('names the error of a failing call', async () => {
    const sent = await send(api, api.tx.balances.transferKeepAlive(bob.address, 10n ** 18n), fresh);
    assert.notEqual(sent.error, null);
    assert.ok(sent.events.includes('system.ExtrinsicFailed'));
    return sent.error;
  });
  await step('refuses a used nonce with the code of the network', async () => {
    await assert.rejects(api.tx.balances.transferKeepAlive(bob.address, 1n).signAndSend(alice, { nonce: 0 }),
      /1010: Invalid Transaction: Transaction is outdated/);
  });
  await step('keeps a transaction with a later nonce until the gap closes', async () => {
    const nonce = (await api.rpc.system.accountNextIndex(alice.address)).toNumber();
    const later = send(api, api.tx.balances.transferKeepAlive(bob.address, 1000n), alice, { nonce: nonce + 1 });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const now = await send(api, api.tx.balances.transferKeepAlive(bob.address, 1000n), alice, { nonce });
    const sent = await later;
    assert.equal(now.error ?? sent.error, null);
    assert.equal(sent.statuses[0], 'Future');
    return sent.statuses.join(' ');
  });

  let hotkey, netuid;
  await step('reads subnets and stakes', async () => {
    const networks = await api.query.subtensorModule.networksAdded.entries();
    netuid = networks.map(([key]) => key.args[0].toNumber()).find((id) => id > 0);
    assert.ok(netuid > 0);
    const keys = await api.query.subtensorModule.keys.entries(netuid);
    assert.ok(keys.length > 0);
    hotkey = keys[0][1].toString();
    const alpha = await api.query.subtensorModule.totalHotkeyAlpha(hotkey, netuid);
    return `${networks.length} subnets; ${keys.length} neurons on ${netuid}; ${alpha} alpha on ${hotkey}`;
  });
  await step('adds stake with a limit', async () => {
    const before = (await api.query.subtensorModule.totalHotkeyAlpha(hotkey, netuid)).toBigInt();
    const sent = await send(api, api.tx.subtensorModule.addStakeLimit(hotkey, netuid, 1_000_000_000n, 10n ** 15n, false), alice);
    assert.equal(sent.error, null);
    assert.ok(sent.events.includes('subtensorModule.StakeAdded'), sent.events.join(' '));
    const after = (await api.query.subtensorModule.totalHotkeyAlpha(hotkey, netuid)).toBigInt();
    assert.ok(after > before);
    return `${after - before} alpha more`;
  });
  await step('refuses stake below a limit price', async () => {
    let outcome;
    try {
      outcome = (await send(api, api.tx.subtensorModule.addStakeLimit(hotkey, netuid, 1_000_000_000n, 1n, false), alice)).error;
    } catch (error) {
      outcome = error.message;
    }
    assert.match(outcome ?? 'it succeeded', /SlippageTooHigh|PriceLimitExceeded|ZeroMaxStakeAmount|Custom error/);
    return outcome;
  });
} catch (error) {
  results.push(false);
  console.log(`FAIL ${error?.stack ?? error}`);
} finally {
  await api?.disconnect().catch(() => {});
  localnet.kill('SIGTERM');
  await within(new Promise((resolve) => {
    if (localnet.exitCode !== null || localnet.signalCode !== null) resolve();
    else localnet.once('exit', resolve);
  }), 'the end of taodeck-localnet');
}
const failed = results.filter((ok) => !ok).length;
console.log(`ran ${results.length} cases, ${failed} failed`);
process.exit(failed || localnet.exitCode !== 0 ? 1 : 0);
