// What was tried with each call, and the table that says so.

/// What the network's pool says instead of an error of SubtensorModule that it sees before inclusion; 255 for others.
const kPoolCodes = {
  ColdkeySwapAnnounced: 0, AmountTooLow: 1, NotEnoughStakeToSetWeights: 1, NotEnoughBalanceToStake: 2, SubnetNotExists: 3,
  HotKeyAccountNotExists: 4, NotEnoughStakeToWithdraw: 5, CommittingWeightsTooFast: 6, SettingWeightsTooFast: 6,
  NetworkTxRateLimitExceeded: 6, InsufficientLiquidity: 7, SlippageTooHigh: 8, TransferDisallowed: 9,
  HotKeyNotRegisteredInNetwork: 10, InvalidIpAddress: 11, ServingRateLimitExceeded: 12, InvalidPort: 13, InvalidRevealRound: 15,
  NoWeightsCommitFound: 16, RevealTooEarly: 17, InputLengthsUnequal: 18, HotKeyNotRegisteredInSubNet: 19,
  EvmKeyAssociateRateLimitExceeded: 20, ColdkeySwapDisputed: 21, NonAssociatedColdKey: 25, DelegateTakeTooLow: 26,
  DelegateTakeTooHigh: 27,
};

/// "pallet.call" as the metadata writes it.
export function nameOf(api, tx) {
  const meta = api.registry.findMetaCall(tx.method.callIndex);
  return `${meta.section}.${meta.method}`;
}

export class Record {
  constructor() {
    this.calls = new Map(); // "section.method" -> {works, errors, last}
    this.problems = [];
    this.checks = 0;
  }
  of(name) {
    if (!this.calls.has(name)) this.calls.set(name, { works: false, signed: false, asRoot: false, always: null, errors: new Set(), last: null });
    return this.calls.get(name);
  }
}

/// What a scenario holds: the chain, and claims about calls. A claim that does not hold is noted, and the scenario goes on.
export class Trial {
  constructor(chain, record, title) {
    this.chain = chain;
    this.api = chain.api;
    this.record = record;
    this.title = title;
  }
  problem(text) {
    this.record.problems.push(`${this.title}: ${text}`);
  }
  check(condition, text) {
    ++this.record.checks;
    if (!condition) this.problem(text);
  }

  async tryIt(tx, signer, asRoot, expected, events) {
    const name = nameOf(this.api, tx);
    const outcome = asRoot ? await this.chain.sendAsRoot(tx) : await this.chain.send(tx, signer);
    const got = outcome.refused ?? outcome.error;
    ++this.record.checks;
    if (got !== expected) {
      this.problem(`${name}${asRoot ? ' as root' : ''}: expected ${expected ?? 'success'}, was ${got ?? 'success'}`);
      return outcome;
    }
    const row = this.record.of(name);
    if (expected) {
      row.errors.add(expected);
      return outcome;
    }
    row.works = true;
    if (asRoot) row.asRoot = true;
    else row.signed = true;
    row.last = tx;
    const seen = outcome.events.map(({ event }) => `${event.section}.${event.method}`);
    for (const event of events)
      this.check(seen.includes(event), `${name}: no event ${event} among ${seen.join(' ')}`);
    return outcome;
  }
  /// Succeeds, with these events ("section.Method").
  ok(tx, signer, ...events) { return this.tryIt(tx, signer, false, null, events); }
  rootOk(tx, ...events) { return this.tryIt(tx, null, true, null, events); }
  /// Fails in its block with this error ("Pallet.Name").
  fails(tx, signer, error) { return this.tryIt(tx, signer, false, error, []); }
  /// The pool refuses it: with the code of this error, or else with this reason.
  async refused(tx, signer, error) {
    const [pallet, name] = error.split('.');
    const reason = pallet === 'SubtensorModule' ? `custom error: ${kPoolCodes[name] ?? 255}` : error;
    const outcome = await this.chain.send(tx, signer);
    ++this.record.checks;
    const called = nameOf(this.api, tx);
    if (outcome.refused !== reason)
      this.problem(`${called}: expected the pool to say ${reason}, was ${outcome.refused ?? outcome.error ?? 'success'}`);
    else this.record.of(called).errors.add(`${error} (pool)`);
  }
  rootFails(tx, error) { return this.tryIt(tx, null, true, error, []); }
  /// A call that worked inside of another, which alone can carry it.
  done(tx) {
    const row = this.record.of(nameOf(this.api, tx));
    row.works = row.signed = true;
    row.last = tx;
  }
  /// An error that it raised there.
  seen(tx, error) { this.record.of(nameOf(this.api, tx)).errors.add(error); }
  /// A call that the network always refuses.
  async never(tx, signer, error) {
    await this.fails(tx, signer, error);
    this.record.of(nameOf(this.api, tx)).always = error;
  }
}

/// Markdown of all calls of the metadata.
export function table(names, record, inherents) {
  const lines = ['| pallet | call | works | errors tried |', '|---|---|---|---|'];
  for (const { pallet, call, key } of names) {
    const row = record.calls.get(key);
    const works = inherents.has(key) ? 'in blocks' : row?.works ? [row.signed && 'signed', row.asRoot && 'as root'].filter(Boolean).join(', ') : row?.always ? 'never' : 'no';
    const errors = [...(row?.errors ?? [])].map((e) => e.startsWith(`${pallet}.`) ? e.slice(pallet.length + 1) : e).sort();
    lines.push(`| ${pallet} | \`${call}\` | ${works} | ${errors.join(', ')} |`);
  }
  return lines.join('\n');
}
