// SubtensorModule: weights, in the open, in two steps, and encrypted to a later pulse of the beacon.
import { staker } from './stake.mjs';

const M = (name) => `SubtensorModule.${name}`;

export const together = {};

/// A subnet whose first neuron, its owner's, may set weights at any time, by commits or not.
async function voter(t, commits) {
  const { chain, api } = t;
  const q = api.query.subtensorModule;
  const subnet = chain.subnet();
  await staker(t, subnet.netuid, 0n);
  await chain.put([[q.weightsSetRateLimit, [subnet.netuid], 0], [q.commitRevealWeightsEnabled, [subnet.netuid], commits],
    [q.minAllowedWeights, [subnet.netuid], 1], [q.weightsVersionKey, [subnet.netuid], 0], [q.maxAllowedUids, [subnet.netuid], 64],
    [q.stakeThreshold, [], 0], [q.validatorPermit, [subnet.netuid], [true, false]]]);
  return subnet;
}

together.Open = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule, q = api.query.subtensorModule;
  const { netuid, hotkey } = await voter(t, false);
  const stranger = chain.account();
  const calls = [['setWeights', []], ['setMechanismWeights', [0]]];
  for (const [call, mechanism] of calls) {
    const set = (uids, values, key = 0) => tx[call](netuid, ...mechanism, uids, values, key);
    await t.ok(set([0, 1], [1, 2]), hotkey, 'subtensorModule.WeightsSet');
    await t.fails(set([0, 1], [1]), hotkey, M('WeightVecNotEqualSize'));
    await t.fails(set([0, 1, 0], [1, 2, 3]), hotkey, M('UidsLengthExceedUidsInSubNet'));
    await t.fails(set([0, 0], [1, 2]), hotkey, M('DuplicateUids'));
    await t.fails(set([0, 7], [1, 2]), hotkey, M('UidVecContainInvalidOne'));
    await t.fails(set([0, 1], [1, 2]), stranger, M('HotKeyNotRegisteredInSubNet'));
  }
  // The pool looks at the rate first, and a mechanism that is not there has none that could pass.
  await t.refused(tx.setMechanismWeights(netuid, 5, [0], [1], 0), hotkey, M('SettingWeightsTooFast'));
  await t.ok(tx.batchSetWeights([netuid], [[[0, 1], [1, 2]]], [0]), hotkey, 'subtensorModule.BatchWeightsCompleted');
  await t.ok(tx.batchSetWeights([netuid], [[[0, 1], [7, 2]]], [0]), hotkey, 'subtensorModule.BatchWeightItemFailed');
  await t.refused(tx.batchSetWeights([netuid, netuid], [[[0, 1]]], [0]), hotkey, M('InputLengthsUnequal'));
  await chain.put([[q.weightsSetRateLimit, [netuid], 1000]]);
  for (const [call, mechanism] of calls) await t.refused(tx[call](netuid, ...mechanism, [0], [1], 0), hotkey, M('SettingWeightsTooFast'));
};

together.Commits = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule, q = api.query.subtensorModule;
  const { netuid, hotkey } = await voter(t, true);
  const closed = await voter(t, false);
  const stranger = chain.account();
  const vote = [[0, 1], [1, 2]];
  const hashOf = (salt) => chain.library.blake2AsHex(api.registry.createType('(AccountId, u16, Vec<u16>, Vec<u16>, Vec<u16>, u64)',
    [hotkey.publicKey, netuid, ...vote, [salt], 0]).toU8a());
  const nextEpoch = async () => {
    const index = (await q.subnetEpochIndex(netuid)).toNumber();
    await chain.put([[q.subnetEpochIndex, [netuid], index + 1]]);
  };
  await chain.put([[q.revealPeriodEpochs, [netuid], 1], [q.tempo, [netuid], 50_000]]);
  await t.fails(tx.setWeights(netuid, ...vote, 0), hotkey, M('CommitRevealEnabled'));
  for (const [commit, reveal, mechanism, salt] of [['commitWeights', 'revealWeights', [], 1], ['commitMechanismWeights', 'revealMechanismWeights', [0], 2]]) {
    const open = (n) => tx[reveal](netuid, ...mechanism, ...vote, [n], 0);
    await t.refused(open(salt), hotkey, M('NoWeightsCommitFound'));
    await t.fails(tx[commit](closed.netuid, ...mechanism, hashOf(salt)), closed.hotkey, M('CommitRevealDisabled'));
    await t.fails(tx[commit](netuid, ...mechanism, hashOf(salt)), stranger, M('HotKeyNotRegisteredInSubNet'));
    await t.ok(tx[commit](netuid, ...mechanism, hashOf(salt)), hotkey, 'subtensorModule.WeightsCommitted');
    await t.refused(open(salt), hotkey, M('RevealTooEarly'));
    await nextEpoch();
    await t.ok(open(salt), hotkey, 'subtensorModule.WeightsRevealed', 'subtensorModule.WeightsSet');
  }
  await t.refused(tx.batchCommitWeights([netuid], [hashOf(3), hashOf(4)]), hotkey, M('InputLengthsUnequal'));
  await t.ok(tx.batchCommitWeights([netuid], [hashOf(3)]), hotkey, 'subtensorModule.BatchWeightsCompleted');
  await t.ok(tx.batchCommitWeights([60_000], [hashOf(3)]), hotkey, 'subtensorModule.BatchWeightItemFailed');
  const many = (...salts) => tx.batchRevealWeights(netuid, salts.map(() => vote[0]), salts.map(() => vote[1]), salts.map((n) => [n]), salts.map(() => 0));
  await t.refused(tx.batchRevealWeights(netuid, [vote[0]], [], [[3]], [0]), hotkey, M('InputLengthsUnequal'));
  await t.refused(many(3), hotkey, M('RevealTooEarly'));
  await nextEpoch();
  await t.ok(many(3), hotkey, 'subtensorModule.WeightsBatchRevealed');
  await t.refused(many(3), hotkey, M('NoWeightsCommitFound'));

  const version = (await q.commitRevealWeightsVersion()).toNumber();
  const round = (await api.query.drand.lastStoredRound()).toNumber() + 100_000;
  const locked = '0x1234';
  for (const [call, mechanism, tail] of [['commitTimelockedWeights', [], [version]], ['commitTimelockedMechanismWeights', [0], [version]], ['commitCrv3MechanismWeights', [0], []]]) {
    const commit = (id, at, v) => tx[call](id, ...mechanism, locked, at, ...(tail.length ? [v ?? version] : []));
    await t.ok(commit(netuid, round), hotkey, 'subtensorModule.TimelockedWeightsCommitted');
    await t.refused(commit(netuid, 1), hotkey, M('InvalidRevealRound'));
    await t.fails(commit(closed.netuid, round), closed.hotkey, M('CommitRevealDisabled'));
    await t.fails(commit(netuid, round), stranger, M('HotKeyNotRegisteredInSubNet'));
    if (tail.length) await t.fails(commit(netuid, round, 1), hotkey, M('IncorrectCommitRevealVersion'));
  }
  await chain.put([[q.weightsSetRateLimit, [netuid], 100_000]]);
  await t.refused(tx.commitWeights(netuid, hashOf(9)), hotkey, M('CommittingWeightsTooFast'));
};
