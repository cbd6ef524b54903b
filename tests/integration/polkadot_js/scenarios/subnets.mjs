// SubtensorModule: subnets and their owners, neurons, serving, takes, children, identities, keys, leases.
import { staker } from './stake.mjs';

const kTao = 10n ** 9n;
const M = (name) => `SubtensorModule.${name}`;

export const together = {};
export const alone = {};

together.Subnets = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule;
  const { netuid, owner } = chain.subnet();
  const who = chain.account(), kMissing = 60_000;
  await t.fails(tx.startCall(netuid), owner, M('FirstEmissionBlockNumberAlreadySet'));
  await t.fails(tx.startCall(kMissing), owner, M('SubnetNotExists'));
  await t.fails(tx.startCall(netuid), who, 'BadOrigin');
  const name = ['Name', '', '', '', '', '', '', ''];
  await t.ok(tx.setSubnetIdentity(netuid, ...name), owner, 'subtensorModule.SubnetIdentitySet');
  await t.fails(tx.setSubnetIdentity(netuid, ...name), who, M('NotSubnetOwner'));
  await t.fails(tx.setSubnetIdentity(netuid, 'x'.repeat(300), '', '', '', '', '', '', ''), owner, M('InvalidIdentity'));
  const taken = await api.query.subtensorModule.tokenSymbol(chain.firstSubnet);
  await t.fails(tx.updateSymbol(netuid, '0x41'), owner, M('SymbolDoesNotExist'));
  await t.fails(tx.updateSymbol(netuid, taken.toHex()), owner, M('SymbolAlreadyInUse'));
  await t.ok(tx.updateSymbol(netuid, `0x${Buffer.from('\u05e9').toString('hex')}`), owner, 'subtensorModule.SymbolUpdated');
  await t.fails(tx.updateSymbol(netuid, '0x41'), who, 'BadOrigin');
  await t.rootOk(tx.updateSymbol(netuid, `0x${Buffer.from('\u05ea').toString('hex')}`), 'subtensorModule.SymbolUpdated');

  await t.ok(tx.enableVotingPowerTracking(netuid), owner, 'subtensorModule.VotingPowerTrackingEnabled');
  await t.fails(tx.enableVotingPowerTracking(netuid), who, 'BadOrigin');
  await t.rootOk(tx.enableVotingPowerTracking(netuid));
  await t.ok(tx.disableVotingPowerTracking(netuid), owner, 'subtensorModule.VotingPowerTrackingDisableScheduled');
  await t.rootOk(tx.disableVotingPowerTracking(netuid));
  const other = chain.subnet();
  await t.fails(tx.disableVotingPowerTracking(other.netuid), other.owner, M('VotingPowerTrackingNotEnabled'));
  await t.rootOk(tx.sudoSetVotingPowerEmaAlpha(netuid, 10n ** 15n), 'subtensorModule.VotingPowerEmaAlphaSet');
  await t.rootFails(tx.sudoSetVotingPowerEmaAlpha(netuid, 10n ** 18n + 1n), M('InvalidVotingPowerEmaAlpha'));

  await t.fails(tx.triggerEpoch(netuid), who, 'BadOrigin');
  await chain.put([[api.query.subtensorModule.commitRevealWeightsEnabled, [netuid], true]]);
  await t.fails(tx.triggerEpoch(netuid), owner, M('DynamicTempoBlockedByCommitReveal'));
  await chain.put([[api.query.subtensorModule.commitRevealWeightsEnabled, [netuid], false], [api.query.subtensorModule.pendingEpochAt, [netuid], 10_000_000]]);
  await t.fails(tx.triggerEpoch(netuid), owner, M('EpochTriggerAlreadyPending'));
  await chain.put([[api.query.subtensorModule.pendingEpochAt, [netuid], 0]]);
  await t.ok(tx.triggerEpoch(netuid), owner, 'subtensorModule.EpochTriggered');
  await t.fails(tx.setTempo(netuid, 1), owner, M('TempoOutOfBounds'));
  await t.ok(tx.setTempo(netuid, 400), owner, 'subtensorModule.TempoSet');
  await t.fails(tx.setActivityCutoffFactor(netuid, 1), owner, M('ActivityCutoffFactorMilliOutOfBounds'));
  await t.ok(tx.setActivityCutoffFactor(netuid, 10_000), owner, 'subtensorModule.ActivityCutoffFactorMilliSet');
  await t.rootOk(tx.setActivityCutoffFactor(netuid, 20_000));
};

// New subnets change what the next one costs.
alone.NewSubnets = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule, q = api.query.subtensorModule;
  const netuidOf = (outcome) => outcome.events.find(({ event }) => api.events.subtensorModule.NetworkAdded.is(event)).event.data[0].toNumber();
  const { hotkey } = chain.subnet();
  const identity = ['x'.repeat(300), '', '', '', '', '', '', ''];
  const shape = Object.fromEntries(['subnetName', 'githubRepo', 'subnetContact', 'subnetUrl', 'discord', 'description', 'logoUrl', 'additional'].map((k, i) => [k, identity[i]]));
  const a = chain.account();
  await t.fails(tx.registerNetwork(hotkey.address), a, M('NonAssociatedColdKey'));
  await t.fails(tx.registerNetworkWithIdentity(chain.account().address, shape), a, M('InvalidIdentity'));
  const first = netuidOf(await t.ok(tx.registerNetwork(chain.account().address), a, 'subtensorModule.NetworkAdded'));
  await chain.put([[q.startCallDelay, [], 1000]]);
  await t.fails(tx.startCall(first), a, M('NeedWaitingMoreBlocksToStarCall'));
  await chain.put([[q.startCallDelay, [], 0]]);
  await t.ok(tx.startCall(first), a, 'subtensorModule.FirstEmissionBlockNumberSet');
  await chain.wait(2);
  const second = netuidOf(await t.ok(tx.registerNetworkWithIdentity(chain.account().address, { ...shape, subnetName: 'Second' }), a, 'subtensorModule.NetworkAdded'));
  await chain.put([[q.networkLastLockCost, [], 10n ** 16n], [q.networkMinLockCost, [], 10n ** 16n]]);
  for (const call of [tx.registerNetwork(chain.account().address), tx.registerNetworkWithIdentity(chain.account().address, null)])
    await t.fails(call, a, M('CannotAffordLockCost'));
  await chain.put([[q.networkLastLockCost, [], 10n ** 9n], [q.networkMinLockCost, [], 100n * 10n ** 9n], [q.networkRateLimit, [], 1000]]);
  await t.refused(tx.registerNetwork(chain.account().address), a, M('NetworkTxRateLimitExceeded'));
  await t.fails(tx.registerNetworkWithIdentity(chain.account().address, null), a, M('NetworkTxRateLimitExceeded'));
  await chain.put([[q.networkRateLimit, [], 0]]);
  await t.rootFails(tx.dissolveNetwork(a.address, 60_000), M('SubnetNotExists'));
  await t.rootOk(tx.dissolveNetwork(a.address, first));
  await t.rootFails(tx.rootDissolveNetwork(60_000), M('SubnetNotExists'));
  await t.rootOk(tx.rootDissolveNetwork(second));
};

together.Neurons = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule, q = api.query.subtensorModule;
  const { netuid } = chain.subnet();
  const cold = chain.account();
  const hots = Array.from({ length: 4 }, () => chain.account());
  await t.fails(tx.burnedRegister(0, hots[0].address), cold, M('RegistrationNotPermittedOnRootSubnet'));
  await t.fails(tx.burnedRegister(60_000, hots[0].address), cold, M('SubnetNotExists'));
  await t.ok(tx.burnedRegister(netuid, hots[0].address), cold, 'subtensorModule.NeuronRegistered');
  await t.fails(tx.burnedRegister(netuid, hots[0].address), cold, M('HotKeyAlreadyRegisteredInSubNet'));
  const work = [chain.number, 0, '0x00'];
  await t.ok(tx.register(netuid, ...work, hots[1].address, cold.address), cold, 'subtensorModule.NeuronRegistered');
  await t.fails(tx.register(60_000, ...work, hots[2].address, cold.address), cold, M('SubnetNotExists'));
  await t.ok(tx.registerLimit(netuid, hots[2].address, 10n ** 15n), cold, 'subtensorModule.NeuronRegistered');
  await t.fails(tx.registerLimit(netuid, hots[3].address, 1), cold, M('RegistrationPriceLimitExceeded'));
  await chain.put([[q.networkRegistrationAllowed, [netuid], false]]);
  for (const call of [tx.burnedRegister(netuid, hots[3].address), tx.registerLimit(netuid, hots[3].address, 10n ** 15n),
    tx.register(netuid, ...work, hots[3].address, cold.address)])
    await t.fails(call, cold, M('SubNetRegistrationDisabled'));
  await t.ok(tx.tryAssociateHotkey(hots[3].address), cold);
  await t.fails(tx.tryAssociateHotkey(chain.library.encodeAddress(subnetAccount(netuid), 42)), cold, M('CannotUseSystemAccount'));
  await t.ok(tx.rootRegister(hots[0].address), cold, 'subtensorModule.NeuronRegistered');
  await t.fails(tx.rootRegister(hots[0].address), cold, M('HotKeyAlreadyRegisteredInSubNet'));

  await t.ok(tx.setAutoParentDelegationEnabled(hots[0].address, false), cold);
  await t.fails(tx.setAutoParentDelegationEnabled(hots[1].address, false), cold, M('HotKeyNotRegisteredInSubNet'));
  await t.fails(tx.setAutoParentDelegationEnabled(hots[0].address, false), hots[1], M('NonAssociatedColdKey'));

  const axon = (ip, type, port = 8091) => [netuid, 1, ip, port, type];
  const good = 0x01020304;
  for (const [call, rest] of [['serveAxon', [4, 0, 0]], ['serveAxonTls', [4, 0, 0, '0x0102']], ['servePrometheus', []]]) {
    const event = call === 'servePrometheus' ? 'PrometheusServed' : 'AxonServed';
    await chain.put([[q.servingRateLimit, [netuid], 0]]);
    await t.refused(tx[call](...axon(good, 5), ...rest), hots[0], M('InvalidIpType'));
    await t.refused(tx[call](...axon(0xffffffff, 4), ...rest), hots[0], M('InvalidIpAddress'));
    await t.refused(tx[call](...axon(good, 4, 0), ...rest), hots[0], M('InvalidPort'));
    await t.refused(tx[call](...axon(good, 4), ...rest), cold, M('HotKeyNotRegisteredInNetwork'));
    await t.ok(tx[call](...axon(good, 4), ...rest), hots[0], `subtensorModule.${event}`);
    await chain.put([[q.servingRateLimit, [netuid], 1000]]);
    await t.refused(tx[call](...axon(good, 4), ...rest), hots[0], M('ServingRateLimitExceeded'));
  }

  const person = ['Name', '', '', '', '', '', ''];
  await t.ok(tx.setIdentity(...person), cold, 'subtensorModule.ChainIdentitySet');
  await t.fails(tx.setIdentity('x'.repeat(300), '', '', '', '', '', ''), cold, M('InvalidIdentity'));
  await t.fails(tx.setIdentity(...person), chain.account(), M('HotKeyNotRegisteredInNetwork'));
};

/// "modl" ++ "subtensr" ++ the netuid, zeros behind it.
function subnetAccount(netuid) {
  const out = new Uint8Array(32);
  out.set(Buffer.from('modlsubtensr'));
  out[12] = netuid & 255;
  out[13] = netuid >> 8;
  return out;
}

together.EvmKey = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule, lib = chain.library;
  const { netuid, hotkey, owner } = chain.subnet();
  const secret = lib.secp256k1PairFromSeed(lib.blake2AsU8a('evm key'));
  const block = new Uint8Array(8);
  new DataView(block.buffer).setBigUint64(0, 1n, true);
  const text = new Uint8Array(64);
  text.set(hotkey.publicKey);
  text.set(lib.keccakAsU8a(block), 32);
  const personal = Buffer.concat([Buffer.from('\x19Ethereum Signed Message:\n64'), text]);
  const signature = lib.secp256k1Sign(personal, secret, 'keccak');
  const evm = lib.ethereumEncode(secret.publicKey);
  await t.refused(tx.associateEvmKey(netuid, evm, 1, signature), owner, M('HotKeyNotRegisteredInSubNet'));
  await t.fails(tx.associateEvmKey(netuid, `0x${'11'.repeat(20)}`, 1, signature), hotkey, M('InvalidRecoveredPublicKey'));
  await t.fails(tx.associateEvmKey(netuid, evm, 1, `0x${'ff'.repeat(65)}`), hotkey, M('InvalidIdentity'));
  await t.ok(tx.associateEvmKey(netuid, evm, 1, signature), hotkey, 'subtensorModule.EvmKeyAssociated');
  await t.refused(tx.associateEvmKey(netuid, evm, 1, signature), hotkey, M('EvmKeyAssociateRateLimitExceeded'));
};

together.Takes = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule, q = api.query.subtensorModule;
  const { netuid } = chain.subnet();
  const { cold, hot } = await staker(t, netuid, 0n);
  const stranger = chain.account(), nobody = chain.uri('//Calls//Nobody').address;
  await t.ok(tx.decreaseTake(hot.address, 5000), cold, 'subtensorModule.TakeDecreased');
  await t.fails(tx.decreaseTake(hot.address, 6000), cold, M('DelegateTakeTooLow'));
  await t.refused(tx.decreaseTake(hot.address, 4000), stranger, M('NonAssociatedColdKey'));
  await t.refused(tx.decreaseTake(nobody, 4000), cold, M('HotKeyAccountNotExists'));
  await t.fails(tx.increaseTake(hot.address, 5001), cold, M('DelegateTxRateLimitExceeded'));
  await t.refused(tx.increaseTake(hot.address, 65_000), cold, M('DelegateTakeTooHigh'));
  await t.fails(tx.increaseTake(hot.address, 5000), cold, M('DelegateTakeTooLow'));
  const fresh = await staker(t, netuid, 0n);
  await chain.put([[q.delegates, [fresh.hot.address], 1000]]);
  await t.ok(tx.increaseTake(fresh.hot.address, 2000), fresh.cold, 'subtensorModule.TakeIncreased');

  const limit = await q.txChildkeyTakeRateLimit(), least = await q.minChildkeyTake(), most = await q.maxChildkeyTake();
  await t.rootOk(tx.sudoSetTxChildkeyTakeRateLimit(limit), 'subtensorModule.TxChildKeyTakeRateLimitSet');
  await t.rootOk(tx.sudoSetMinChildkeyTake(least), 'subtensorModule.MinChildKeyTakeSet');
  await t.rootOk(tx.sudoSetMaxChildkeyTake(most), 'subtensorModule.MaxChildKeyTakeSet');
  await t.ok(tx.setChildkeyTake(hot.address, netuid, 3000), cold, 'subtensorModule.ChildKeyTakeSet');
  await t.fails(tx.setChildkeyTake(hot.address, netuid, 60_000), cold, M('InvalidChildkeyTake'));
  await t.fails(tx.setChildkeyTake(hot.address, netuid, 3000), stranger, M('NonAssociatedColdKey'));
  await t.fails(tx.setChildkeyTake(hot.address, netuid, 4000), cold, M('TxChildkeyTakeRateLimitExceeded'));

  await t.rootOk(tx.setPendingChildkeyCooldown(await q.pendingChildKeyCooldown()));
  await chain.put([[q.stakeThreshold, [], 0]]);
  const child = (part, who) => [part, who.address];
  const kAll = (1n << 64n) - 1n;
  await t.fails(tx.setChildren(hot.address, 0, [child(kAll, fresh.hot)]), cold, M('RegistrationNotPermittedOnRootSubnet'));
  await t.fails(tx.setChildren(hot.address, 60_000, [child(kAll, fresh.hot)]), cold, M('SubnetNotExists'));
  await t.fails(tx.setChildren(hot.address, netuid, [child(1, fresh.hot)]), stranger, M('NonAssociatedColdKey'));
  await t.fails(tx.setChildren(hot.address, netuid, [child(1, hot)]), cold, M('InvalidChild'));
  await t.fails(tx.setChildren(hot.address, netuid, [child(1, fresh.hot), child(1, fresh.hot)]), cold, M('DuplicateChild'));
  await t.fails(tx.setChildren(hot.address, netuid, [child(kAll, fresh.hot), child(1, stranger)]), cold, M('ProportionOverflow'));
  await t.fails(tx.setChildren(hot.address, netuid, Array.from({ length: 6 }, (_, i) => child(1, chain.uri(`//Child//${i}`)))), cold, M('TooManyChildren'));
  await t.ok(tx.setChildren(hot.address, netuid, [child(kAll, fresh.hot)]), cold, 'subtensorModule.SetChildrenScheduled');
  await t.fails(tx.setChildren(hot.address, netuid, []), cold, M('TxRateLimitExceeded'));
};

together.Keys = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule, q = api.query.subtensorModule;
  const { netuid } = chain.subnet();
  const { cold, hot } = await staker(t, netuid, 10n);
  const other = await staker(t, netuid, 0n);
  const stranger = chain.account();
  for (const [call, from] of [['swapHotkey', hot], ['swapHotkeyV2', other.hot]]) {
    const mine = from === hot ? cold : other.cold;
    const tail = call === 'swapHotkeyV2' ? [false] : [];
    const next = chain.account();
    await t.fails(tx[call](from.address, from.address, null, ...tail), mine, M('NewHotKeyIsSameWithOld'));
    await t.fails(tx[call](from.address, next.address, null, ...tail), stranger, M('NonAssociatedColdKey'));
    await t.ok(tx[call](from.address, next.address, null, ...tail), mine, 'subtensorModule.HotkeySwapped');
  }

  const [old, fresh] = [chain.account(), chain.account()];
  const hash = (who) => chain.library.blake2AsHex(who.publicKey);
  const hashOf = (who) => api.registry.createType('H256', hash(who)).toHex();
  await t.fails(tx.swapColdkeyAnnounced(fresh.address), old, M('ColdkeySwapAnnouncementNotFound'));
  await t.fails(tx.disputeColdkeySwap(), old, M('ColdkeySwapAnnouncementNotFound'));
  await t.fails(tx.clearColdkeySwapAnnouncement(), old, M('ColdkeySwapAnnouncementNotFound'));
  await t.ok(tx.announceColdkeySwap(hashOf(fresh)), old, 'subtensorModule.ColdkeySwapAnnounced');
  await t.fails(tx.announceColdkeySwap(hashOf(fresh)), old, M('ColdkeySwapReannouncedTooEarly'));
  await t.fails(tx.swapColdkeyAnnounced(fresh.address), old, M('ColdkeySwapTooEarly'));
  await t.fails(tx.swapColdkeyAnnounced(stranger.address), old, M('AnnouncedColdkeyHashDoesNotMatch'));
  await t.fails(tx.clearColdkeySwapAnnouncement(), old, M('ColdkeySwapClearTooEarly'));
  await t.refused(api.tx.balances.transferKeepAlive(fresh.address, 1), old, M('ColdkeySwapAnnounced'));
  await chain.put([[q.coldkeySwapAnnouncements, [old.address], [1, hashOf(fresh)]]]);
  await t.ok(tx.swapColdkeyAnnounced(fresh.address), old, 'subtensorModule.ColdkeySwapped');

  const [careful, goal] = [chain.account(), chain.account()];
  await t.ok(tx.announceColdkeySwap(hashOf(goal)), careful);
  await chain.put([[q.coldkeySwapAnnouncements, [careful.address], [1, hashOf(goal)]], [q.coldkeySwapReannouncementDelay, [], 0]]);
  await t.ok(tx.clearColdkeySwapAnnouncement(), careful, 'subtensorModule.ColdkeySwapCleared');
  await chain.put([[q.coldkeySwapReannouncementDelay, [], 7200]]);
  await t.ok(tx.announceColdkeySwap(hashOf(goal)), careful);
  await t.ok(tx.disputeColdkeySwap(), careful, 'subtensorModule.ColdkeySwapDisputed');
  await t.refused(tx.disputeColdkeySwap(), careful, M('ColdkeySwapDisputed'));
  await t.rootOk(tx.resetColdkeySwap(careful.address), 'subtensorModule.ColdkeySwapReset');
  await t.rootOk(tx.swapColdkey(careful.address, goal.address, kTao), 'subtensorModule.ColdkeySwapped');
  await t.rootFails(tx.swapColdkey(stranger.address, chain.account().address, 10n ** 16n), M('NotEnoughBalanceToPaySwapColdKey'));
  await t.rootFails(tx.swapColdkey(cold.address, other.cold.address, 0), M('ColdKeyAlreadyAssociated'));
  await t.never(tx.scheduleSwapColdkey(fresh.address), stranger, M('Deprecated'));
};

alone.Leases = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule;
  const [who, giver] = [chain.account(), chain.account()];
  await t.fails(tx.registerLeasedNetwork(10, null), who, 'Crowdloan.InvalidCrowdloanId');
  await t.fails(tx.terminateLease(77, who.address), who, M('LeaseDoesNotExist'));
  const lend = async (lease, cap) => {
    const made = await chain.must(api.tx.crowdloan.create(10n * kTao, kTao, cap, chain.number + 60_000, lease, null), who);
    const id = made.events.find(({ event }) => api.events.crowdloan.Created.is(event)).event.data[0].toNumber();
    await chain.must(api.tx.crowdloan.contribute(id, cap), giver);
    return id;
  };
  const lease = tx.registerLeasedNetwork(20, 1_000_000);
  const past = await lend(tx.registerLeasedNetwork(20, 1), 500n * kTao);
  await t.fails(api.tx.crowdloan.finalize(past), who, M('LeaseCannotEndInThePast'));
  t.seen(lease, M('LeaseCannotEndInThePast'));
  const id = await lend(lease, 1000n * kTao);
  const made = await t.ok(api.tx.crowdloan.finalize(id), who, 'crowdloan.Finalized', 'subtensorModule.SubnetLeaseCreated');
  t.done(lease);
  const event = made.events?.find(({ event: e }) => api.events.subtensorModule.SubnetLeaseCreated.is(e));
  if (!event) return;
  const leaseId = event.event.data[1].toNumber();
  const stored = await api.query.subtensorModule.subnetLeases(leaseId);
  const hotkey = chain.account();
  await chain.must(tx.tryAssociateHotkey(hotkey.address), who);
  await t.fails(tx.terminateLease(leaseId, hotkey.address), giver, M('ExpectedBeneficiaryOrigin'));
  await t.fails(tx.terminateLease(leaseId, hotkey.address), who, M('LeaseHasNotEnded'));
  await chain.put([[api.query.subtensorModule.subnetLeases, [leaseId], { ...stored.unwrap().toJSON(), endBlock: 1 }]]);
  await t.fails(tx.terminateLease(leaseId, giver.address), who, M('BeneficiaryDoesNotOwnHotkey'));
  await t.ok(tx.terminateLease(leaseId, hotkey.address), who, 'subtensorModule.SubnetLeaseTerminated');
};
