// A taodeck-localnet that stands still, and transactions that are put into blocks one step at a time: what scenarios
// send while the chain stands lands together in the next block. Each outcome is read from the events of the block.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const kAccounts = 420; // funded ones, for scenarios to take
const kFirstBlocks = 7300;
const kFunds = 5_000n * 10n ** 9n;

export function within(promise, what, ms = 30_000) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing after ${ms} ms`)), ms);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/// @return {process, endpoint, genesis}; the chain makes blocks until it is paused.
export async function startLocalnet(program, options) {
  const localnet = spawn(program, ['--ephemeral', '--quiet', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const first = await within(new Promise((resolve, reject) => {
    createInterface({ input: localnet.stdout }).once('line', resolve);
    localnet.once('exit', (code) => reject(new Error(`taodeck-localnet ended with code ${code}`)));
    localnet.once('error', reject);
  }), 'endpoint');
  return { process: localnet, ...JSON.parse(first) };
}

export async function stopLocalnet(localnet) {
  const end = new Promise((resolve) => localnet.once('exit', resolve));
  if (localnet.exitCode !== null || localnet.signalCode !== null) return localnet.exitCode;
  localnet.kill('SIGTERM');
  return within(end, 'the end of taodeck-localnet');
}

export class Chain {
  /// `library`: what of @polkadot is used, see calls.mjs.
  constructor(api, provider, library) {
    this.api = api;
    this.provider = provider;
    this.library = library;
    this.keyring = new library.Keyring({ type: 'sr25519', ss58Format: 42 });
    this.alice = this.keyring.addFromUri('//Alice');
    const base = this.keyring.addFromUri('//Calls'); // the phrase is stretched once, not for each of them
    this.accounts = Array.from({ length: kAccounts }, (_, i) => base.derive(`//${i}`));
    this.nonces = new Map();
    this.queue = [];
    this.waiting = [];
    this.number = 0;
    this.sent = 0;
    this.blocks = 0;
    this.taken = 0;
    this.subnets = [];
    this.inherents = new Map(); // calls that blocks bring themselves -> how often
    this.systemEvents = api.query.system.events.key();
  }

  rpc(method, ...params) {
    return this.provider.send(method, params);
  }

  uri(uri) {
    return this.keyring.addFromUri(uri);
  }

  /// An account with funds that nobody else uses.
  account() {
    if (this.taken === this.accounts.length) throw new Error('no account is left: raise kAccounts');
    return this.accounts[this.taken++];
  }

  /// A subnet that nobody else uses: {netuid, owner, hotkey}.
  subnet() {
    const subnet = this.subnets.pop();
    if (!subnet) throw new Error('no subnet is left: raise the number in prepare()');
    return subnet;
  }

  // ---- transactions

  /// Queues for the next block. @return {refused} by the pool, or {error, events, index, number}.
  send(tx, signer) {
    return new Promise((resolve, reject) => this.queue.push({ tx, signer, resolve, reject }));
  }

  /// Through Sudo; the outcome is the inner call's.
  async sendAsRoot(tx) {
    const outcome = await this.send(this.api.tx.sudo.sudo(tx), this.alice);
    const done = outcome.events?.find(({ event }) => this.api.events.sudo.Sudid.is(event));
    if (!done) throw new Error(`Sudo did not run: ${outcome.refused ?? outcome.error}`);
    const result = done.event.data[0];
    return { ...outcome, error: result.isErr ? this.errorName(result.asErr) : null };
  }

  /// Writes storage items as root: [[entry, [keys], value], ...].
  async put(items) {
    const changes = items.map(([entry, keys, value]) => {
      const { type } = entry.creator.meta;
      const id = type.isMap ? type.asMap.value : type.asPlain;
      const typed = this.api.registry.createType(this.api.registry.createLookupType(id), value);
      return [entry.key(...keys), typed.toHex(true)];
    });
    const outcome = await this.sendAsRoot(this.api.tx.system.setStorage(changes));
    if (outcome.error) throw new Error(`set_storage: ${outcome.error}`);
  }

  /// Until `count` more blocks are there.
  wait(count) {
    return new Promise((resolve) => this.waiting.push({ until: this.number + count, resolve }));
  }

  errorName(error) {
    if (error.isModule) {
      const found = this.api.registry.findMetaError(error.asModule);
      return `${found.section[0].toUpperCase()}${found.section.slice(1)}.${found.name}`;
    }
    return error.isToken ? `Token.${error.asToken.type}` : error.isArithmetic ? `Arithmetic.${error.asArithmetic.type}` : error.type;
  }

  async nonceOf(address) {
    if (!this.nonces.has(address)) this.nonces.set(address, Number(await this.rpc('account_nextIndex', address)));
    return this.nonces.get(address);
  }

  /// Into the pool; settles those that the pool refuses. @return whether it took it.
  async submit(item) {
    const { api } = this;
    const nonce = await this.nonceOf(item.signer.address);
    // What is hidden must reach a block before its author's key is gone; other transactions live for ever.
    const [era, blockHash] = api.tx.mevShield.submitEncrypted.is(item.tx.method)
      ? [api.registry.createType('ExtrinsicEra', { current: this.number, period: 8 }), this.hash] : [0, api.genesisHash];
    const signed = api.tx(item.tx).sign(item.signer, {
      nonce, era, tip: 0, blockHash, genesisHash: api.genesisHash, runtimeVersion: api.runtimeVersion,
    });
    try {
      item.hash = await this.rpc('author_submitExtrinsic', signed.toHex());
    } catch (error) {
      item.resolve({ refused: error.message.replace(/^\d+: Invalid Transaction: /, '').replace(/^Custom error/, 'custom error') });
      return false;
    }
    this.nonces.set(item.signer.address, nonce + 1);
    ++this.sent;
    return true;
  }

  // ---- blocks

  async step() {
    const status = await this.rpc('localnet_step', 1);
    this.number = Number(status.best);
    ++this.blocks;
    const hash = this.hash = status.bestHash;
    const [{ block }, eventsHex] = await Promise.all([this.rpc('chain_getBlock', hash),
      this.rpc('state_getStorage', this.systemEvents, hash)]);
    const events = this.api.registry.createType('Vec<FrameSystemEventRecord>', eventsHex);
    return { hash, extrinsics: block.extrinsics, events };
  }

  read(block, open) {
    block.extrinsics.forEach((hex, index) => {
      const item = open.get(this.library.blake2AsHex(hex));
      if (!item) {
        const { method, isSigned } = this.api.registry.createType('Extrinsic', hex);
        if (isSigned) return;
        const meta = this.api.registry.findMetaCall(method.callIndex);
        const name = `${meta.section}.${meta.method}`;
        this.inherents.set(name, (this.inherents.get(name) ?? 0) + 1);
        return;
      }
      const events = block.events.filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.toNumber() === index);
      const failed = events.find(({ event }) => this.api.events.system.ExtrinsicFailed.is(event));
      const succeeded = events.some(({ event }) => this.api.events.system.ExtrinsicSuccess.is(event));
      if (!failed === !succeeded) return item.reject(new Error('neither ExtrinsicSuccess nor ExtrinsicFailed'));
      item.resolve({ error: failed ? this.errorName(failed.event.data[0]) : null, events, index, number: this.number, hash: block.hash });
      open.delete(this.library.blake2AsHex(hex));
    });
  }

  /// Runs the scenarios side by side, and makes blocks as long as one of them waits for one.
  async run(scenarios) {
    let alive = scenarios.length;
    const open = new Map();
    const all = Promise.all(scenarios.map((scenario) => scenario().finally(() => --alive)));
    let idle = 0;
    while (alive > 0) {
      await new Promise((resolve) => setTimeout(resolve, idle > 0 ? 2 : 0));
      const batch = this.queue.splice(0);
      for (const item of batch) if (await this.submit(item)) open.set(item.hash, item);
      if (open.size === 0 && this.waiting.length === 0) {
        if (++idle > 10_000) throw new Error('the scenarios stand still');
        continue;
      }
      idle = 0;
      this.read(await this.step(), open);
      this.waiting = this.waiting.filter((waiter) => this.number < waiter.until || (waiter.resolve(), false));
    }
    return all;
  }

  // ---- the world that scenarios find

  async prepare(subnets) {
    const { api } = this;
    await this.rpc('localnet_pause');
    // A day of blocks: some of the network's limits count from the genesis on.
    while (this.number < kFirstBlocks) this.number = Number((await this.rpc('localnet_step', 730)).best);
    const accounts = this.accounts.map(({ address }) => address);
    const q = api.query.subtensorModule;
    await this.run([async () => {
      for (const [from, who] of [[0, '//Alice'], [140, '//Bob'], [280, '//Charlie']])
        await this.must(api.tx.utility.batchAll(accounts.slice(from, from + 140)
          .map((address) => api.tx.balances.transferKeepAlive(address, kFunds))), this.uri(who));
      await this.put([
        [q.networkRateLimit, [], 0], [q.networkMinLockCost, [], 100n * 10n ** 9n], [q.networkLastLockCost, [], 10n ** 9n],
        [q.networkLockReductionInterval, [], 1], [q.startCallDelay, [], 0], [q.adminFreezeWindow, [], 0],
        [q.ownerHyperparamRateLimit, [], 0], [q.txRateLimit, [], 0],
      ]);
      for (let i = 0; i < subnets; ++i) {
        const owner = this.account(), hotkey = this.account();
        const made = await this.must(api.tx.subtensorModule.registerNetwork(hotkey.address), owner);
        const added = made.events.find(({ event }) => api.events.subtensorModule.NetworkAdded.is(event));
        this.subnets.push({ netuid: added.event.data[0].toNumber(), owner, hotkey });
      }
      this.firstSubnet = this.subnets[0].netuid;
      await Promise.all(this.subnets.map(({ netuid, owner }) => this.must(api.tx.subtensorModule.startCall(netuid), owner)));
    }]);
  }

  /// For what scenarios need and do not test.
  async must(tx, signer) {
    const outcome = await this.send(tx, signer);
    const problem = outcome.refused ?? outcome.error;
    if (problem) throw new Error(`${tx.method.section}.${tx.method.method}: ${problem}`);
    return outcome;
  }
  async mustAsRoot(tx) {
    const outcome = await this.sendAsRoot(tx);
    if (outcome.error) throw new Error(`${tx.method.section}.${tx.method.method} as root: ${outcome.error}`);
    return outcome;
  }
}
