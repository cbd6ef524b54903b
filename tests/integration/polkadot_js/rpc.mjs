// The JSON-RPC that clients trip over, byte by byte on the wire: ids, hexadecimal, aliases, null parameters, the orders of messages.
// Usage: node rpc.mjs PATH/taodeck-localnet NODE_MODULES
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { startLocalnet, stopLocalnet, within } from './chain.mjs';

const [program, modules] = process.argv.slice(2);
const require = createRequire(pathToFileURL(path.join(modules, 'x.js')));
const WebSocket = require('ws');
const { ApiPromise, WsProvider, Keyring } = require('@polkadot/api');
const { TypeRegistry, Metadata } = require('@polkadot/types');
const { xxhashAsHex, blake2AsHex } = require('@polkadot/util-crypto');

let count = 0, failed = 0;
async function step(name, work) {
  ++count;
  try {
    const note = await work();
    console.log(`ok   ${name}${note ? ` - ${note}` : ''}`);
  } catch (error) {
    ++failed;
    console.log(`FAIL ${name}\n     ${error?.stack ?? error}`);
  }
}

/// One connection; every frame is kept in its order.
class Wire {
  constructor(endpoint) {
    this.frames = [];
    this.socket = new WebSocket(endpoint);
    this.open = new Promise((resolve, reject) => { this.socket.on('open', resolve); this.socket.on('error', reject); });
    this.socket.on('message', (data) => { this.frames.push(JSON.parse(data.toString())); this.wake?.(); });
    this.last = 0;
  }
  send(frame) { this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)); }
  async until(test, what) {
    for (;;) {
      const found = this.frames.find(test);
      if (found) return found;
      await within(new Promise((resolve) => { this.wake = resolve; }), what);
    }
  }
  async ask(method, params, id = ++this.last) {
    this.send({ jsonrpc: '2.0', id, method, params });
    return this.until((f) => f.id === id, method);
  }
  async answer(method, ...params) {
    const frame = await this.ask(method, params);
    if (frame.error) throw new Error(`${method}: ${frame.error.code} ${frame.error.message}`);
    return frame.result;
  }
}

const localnet = await startLocalnet(program, ['--block-time', '500ms']);
let api;
try {
  const wire = new Wire(localnet.endpoint);
  await within(wire.open, 'connection');
  api = await within(ApiPromise.create({ provider: new WsProvider(localnet.endpoint, 1000), noInitWarn: true }), 'connection');
  const alice = new Keyring({ type: 'sr25519', ss58Format: 42 }).addFromUri('//Alice');
  const account = api.query.system.account.key(alice.address);
  const prefix = api.query.system.account.keyPrefix();

  await step('answers with the id and its type', async () => {
    assert.equal((await wire.ask('system_chain', [], 'Jx1')).id, 'Jx1');
    assert.equal((await wire.ask('system_chain', [], 77_001)).id, 77_001);
    assert.equal((await wire.ask('system_chain', [], 'Jx1998')).jsonrpc, '2.0');
  });
  await step('answers pipelined requests', async () => {
    for (let i = 0; i < 200; ++i) wire.send({ jsonrpc: '2.0', id: `p${i}`, method: 'chain_getHead', params: [] });
    for (let i = 0; i < 200; ++i) assert.match((await wire.until((f) => f.id === `p${i}`, 'pipeline')).result, /^0x[0-9a-f]{64}$/);
  });
  await step('says that an unknown method is unknown', async () => {
    const { error } = await wire.ask('nothing_here', []);
    assert.equal(error.code, -32601);
    assert.equal(error.message, 'Method not found');
  });
  await step('takes missing, null and given blocks', async () => {
    const value = await wire.answer('state_getStorage', account);
    assert.match(value, /^0x/);
    assert.equal(await wire.answer('state_getStorageAt', account, null), value);
    const head = await wire.answer('chain_getHead');
    assert.match(await wire.answer('state_getStorageAt', account, head), /^0x/);
    assert.deepEqual((await wire.answer('chain_getHeader', head)).number.slice(0, 2), '0x');
    assert.match((await wire.answer('chain_getHeader', null)).number, /^0x/);
    assert.equal(await wire.answer('state_getRuntimeVersion', null).then((v) => v.specName), 'node-subtensor');
  });
  await step('takes hexadecimal with and without 0x', async () => {
    assert.equal(await wire.answer('state_getStorage', account.slice(2)), await wire.answer('state_getStorage', account));
    const call = (hex) => wire.answer('state_call', 'Metadata_metadata_versions', hex);
    assert.equal(await call(''), await call('0x'));
    const at = (hex) => wire.answer('state_call', 'AccountNonceApi_account_nonce', hex, null);
    const key = Buffer.from(alice.publicKey).toString('hex');
    assert.equal(await at(key), await at(`0x${key}`));
    assert.equal(await wire.answer('chain_getBlockHash', '0x0'), await wire.answer('chain_getBlockHash', 0));
  });
  await step('knows the aliases', async () => {
    const genesis = await wire.answer('chain_getBlockHash', 0);
    assert.equal(genesis, localnet.genesis);
    for (const [name, alias, params] of [['chain_getBlockHash', 'chain_getHead', [0]], ['state_getRuntimeVersion', 'chain_getRuntimeVersion', [genesis]],
      ['state_getStorage', 'state_getStorageAt', [account, genesis]], ['state_call', 'state_callAt', ['Metadata_metadata_versions', '', genesis]],
      ['state_getKeysPaged', 'state_getKeysPagedAt', [prefix, 5, null, genesis]], ['account_nextIndex', 'system_accountNextIndex', [alice.address]]])
      assert.deepEqual(await wire.answer(alias, ...params), await wire.answer(name, ...params), alias);
    assert.match(await wire.answer('chain_getFinalisedHead'), /^0x[0-9a-f]{64}$/);
    const { methods } = await wire.answer('rpc_methods');
    for (const name of ['chain_subscribeNewHead', 'chain_subscribeNewHeads', 'chain_subscribeAllHeads', 'chain_subscribeFinalizedHeads',
      'state_subscribeStorage', 'state_unsubscribeStorage', 'state_subscribeRuntimeVersion', 'author_unwatchExtrinsic', 'author_pendingExtrinsics',
      'state_getKeys', 'system_health', 'system_name', 'system_version', 'system_chainType']) assert.ok(methods.includes(name), name);
    return `${methods.length} methods`;
  });
  await step('serves metadata 14, 15 and 16 with AccountId32 at type 0', async () => {
    const versions = api.registry.createType('Vec<u32>', await wire.answer('state_call', 'Metadata_metadata_versions', '')).map((v) => v.toNumber());
    const done = [];
    for (const version of [14, 15, 16]) {
      const argument = Buffer.from([version, 0, 0, 0]).toString('hex');
      const answer = await wire.answer('state_call', 'Metadata_metadata_at_version', argument, null);
      const bytes = api.registry.createType('Option<Bytes>', new Uint8Array(Buffer.from(answer.slice(2), 'hex')));
      assert.ok(bytes.isSome && versions.includes(version), `version ${version}`);
      const registry = new TypeRegistry();
      const metadata = new Metadata(registry, bytes.unwrap().toHex());
      assert.equal(metadata.version, version);
      const types = metadata[`asV${version}`].lookup.types;
      assert.equal(types[0].id.toNumber(), 0);
      assert.equal(types[0].type.path.map(String).join('::'), 'sp_core::crypto::AccountId32');
      done.push(`V${version}: ${types.length} types`);
    }
    assert.equal(await wire.answer('state_call', 'Metadata_metadata_at_version', '0x63000000'), '0x00');
    assert.match(await wire.answer('state_getMetadata'), /^0x6d6574610e/);
    const { error } = await wire.ask('state_call', ['Nothing_here', '']);
    assert.match(`${error.message} ${error.data}`, /Exported method Nothing_here is not found/);
    return done.join(', ');
  });
  await step('gives keys whole and by pages, and every key that is asked for', async () => {
    const at = await wire.answer('chain_getHead');
    const all = await wire.answer('state_getKeys', prefix, at);
    const paged = [];
    for (let start = prefix; ;) {
      const page = await wire.answer('state_getKeysPaged', prefix, 7, start, at);
      paged.push(...page);
      if (page.length < 7) break;
      start = page.at(-1);
    }
    assert.deepEqual(paged, all);
    const asked = [...all, `${prefix}00`, '0x1234'];
    const groups = await wire.answer('state_queryStorageAt', asked, at);
    assert.equal(groups.length, 1);
    assert.equal(groups[0].block, at);
    const values = new Map(groups[0].changes);
    assert.deepEqual([...values.keys()].sort(), [...asked].sort());
    assert.equal(values.get('0x1234'), null);
    assert.ok(all.every((key) => values.get(key)?.startsWith('0x')));
    return `${all.length} keys`;
  });
  await step('tells of a subscription before of what it brings', async () => {
    for (const [method, params, notification] of [['chain_subscribeNewHeads', [], 'chain_newHead'], ['state_subscribeStorage', [[account]], 'state_storage'],
      ['chain_subscribeFinalizedHeads', [], 'chain_finalizedHead'], ['state_subscribeRuntimeVersion', [], 'state_runtimeVersion']]) {
      const fresh = new Wire(localnet.endpoint);
      await within(fresh.open, 'connection');
      const { result } = await fresh.ask(method, params, 'Ab12');
      const told = await fresh.until((f) => f.method === notification, notification);
      assert.ok(fresh.frames.indexOf(told) > fresh.frames.findIndex((f) => f.id === 'Ab12'));
      assert.equal(told.params.subscription, result);
      assert.ok('result' in told.params && !('id' in told));
      fresh.socket.close();
    }
  });
  await step('counts the pool, refuses doubles and tells a watched transaction its way in order', async () => {
    const nonce = await wire.answer('account_nextIndex', alice.address);
    const signed = (n) => api.tx.system.remark('0x77').sign(alice, {
      nonce: n, era: 0, blockHash: api.genesisHash, genesisHash: api.genesisHash, runtimeVersion: api.runtimeVersion }).toHex();
    await wire.answer('localnet_pause');
    const first = signed(nonce);
    const hash = await wire.answer('author_submitExtrinsic', first);
    assert.equal(hash, blake2AsHex(first));
    assert.equal(await wire.answer('account_nextIndex', alice.address), nonce + 1);
    assert.deepEqual(await wire.answer('author_pendingExtrinsics'), [first]);
    const again = (await wire.ask('author_submitExtrinsic', [first])).error;
    assert.equal(again.code, 1013);
    assert.match(again.message, /Transaction Already Imported/);
    assert.equal((await wire.ask('author_submitExtrinsic', ['0x0401'])).error.code, 1001);
    const { result: id } = await wire.ask('author_submitAndWatchExtrinsic', [signed(nonce + 1)]);
    await wire.answer('localnet_resume');
    await wire.until((f) => f.params?.subscription === id && f.params.result.finalized, 'finality');
    const way = wire.frames.filter((f) => f.params?.subscription === id).map((f) => f.params.result);
    const names = way.map((s) => typeof s === 'string' ? s : Object.keys(s)[0]);
    assert.equal(names[0], 'ready');
    assert.ok(names.indexOf('inBlock') > 0 && names.indexOf('inBlock') < names.indexOf('finalized'), names.join(' '));
    assert.ok('result' in await wire.ask('author_unwatchExtrinsic', [id]));
    const { error } = await wire.ask('author_submitExtrinsic', [signed(nonce)]);
    assert.equal(error.code, 1010);
    return names.join(' ');
  });
  await step('answers the network\'s own methods', async () => {
    const done = [];
    for (const [method, params] of [['subnetInfo_getSubnetInfo', [1]], ['subnetInfo_getSubnetsInfo', []], ['subnetInfo_getAllDynamicInfo', []],
      ['subnetInfo_getLockCost', []], ['neuronInfo_getNeuronsLite', [1]], ['delegateInfo_getDelegates', []]]) {
      const frame = await wire.ask(method, params);
      assert.ok(!frame.error, `${method}: ${frame.error?.code} ${frame.error?.message}`);
      assert.notEqual(frame.result ?? null, null, method);
      done.push(method);
    }
    return `${done.length}`;
  });
  await step('keeps the states of the last 256 blocks', async () => {
    await wire.answer('localnet_pause');
    const number = parseInt((await wire.answer('chain_getHeader')).number, 16);
    await wire.answer('localnet_step', 256);
    const old = await wire.answer('chain_getBlockHash', number);
    assert.match(await wire.answer('state_getStorage', account, old), /^0x/);
    assert.match(await wire.answer('state_getStorage', xxhashAsHex('System', 128) + xxhashAsHex('Events', 128).slice(2), old), /^0x/);
  });
  wire.socket.close();
} catch (error) {
  ++failed;
  console.log(`FAIL ${error?.stack ?? error}`);
} finally {
  await api?.disconnect().catch(() => {});
  await stopLocalnet(localnet.process);
}
console.log(`ran ${count} cases, ${failed} failed`);
process.exit(failed ? 1 : 0);
