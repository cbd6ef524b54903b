// SubtensorModule: buying, selling and moving stake, locks, alpha that is burnt, root claims.
const kTao = 10n ** 9n;
const M = (name) => `SubtensorModule.${name}`;
const kAny = 10n ** 18n; // a price that is never reached

export const together = {};

/// A coldkey with a hotkey of its own, a neuron of the subnet, and stake on it.
export async function staker(t, netuid, tao = 500n) {
  const { api, chain } = t;
  const cold = chain.account(), hot = chain.account();
  await chain.must(api.tx.subtensorModule.burnedRegister(netuid, hot.address), cold);
  if (tao > 0n) await chain.must(api.tx.subtensorModule.addStake(hot.address, netuid, tao * kTao), cold);
  return { cold, hot };
}

together.AddAndRemove = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule;
  const { netuid } = chain.subnet();
  const { cold, hot } = await staker(t, netuid);
  const nobody = chain.uri('//Calls//Nobody').address, h = hot.address;
  await t.ok(tx.addStake(h, netuid, 100n * kTao), cold, 'subtensorModule.StakeAdded');
  await t.fails(tx.addStake(h, 60_000, kTao), cold, M('SubnetNotExists'));
  await t.fails(tx.addStake(nobody, netuid, kTao), cold, M('HotKeyAccountNotExists'));
  await t.fails(tx.addStake(h, netuid, 1), cold, M('AmountTooLow'));
  await t.fails(tx.addStake(h, netuid, 9000n * kTao), cold, M('NotEnoughBalanceToStake'));
  await t.ok(tx.addStakeLimit(h, netuid, 10n * kTao, kAny, false), cold, 'subtensorModule.StakeAdded');
  await t.fails(tx.addStakeLimit(h, netuid, 10n * kTao, 1, false), cold, 'Swap.PriceLimitExceeded');
  const price = (await api.call.swapRuntimeApi.currentAlphaPrice(netuid)).toBigInt();
  await t.fails(tx.addStakeLimit(h, netuid, 100n * kTao, price + price / 1000n, false), cold, M('SlippageTooHigh'));
  await t.fails(tx.addStakeLimit(h, 60_000, kTao, kAny, false), cold, M('SubnetNotExists'));
  await t.ok(tx.removeStake(h, netuid, 10n * kTao), cold, 'subtensorModule.StakeRemoved');
  await t.fails(tx.removeStake(h, 60_000, kTao), cold, M('SubtokenDisabled'));
  await t.fails(tx.removeStake(h, netuid, 1), cold, M('AmountTooLow'));
  await t.ok(tx.removeStakeLimit(h, netuid, 10n * kTao, 1, false), cold, 'subtensorModule.StakeRemoved');
  await t.fails(tx.removeStakeLimit(h, netuid, 10n * kTao, kAny, false), cold, 'Swap.PriceLimitExceeded');
  await t.fails(tx.removeStakeLimit(h, netuid, 9000n * kTao, 1, false), cold, M('NotEnoughStakeToWithdraw'));
  await t.ok(tx.addStakeBurn(h, netuid, kTao, null), cold, 'subtensorModule.AddStakeBurn', 'subtensorModule.AlphaBurned');
  await t.fails(tx.addStakeBurn(h, 60_000, kTao, null), cold, M('SubnetNotExists'));
  await t.fails(tx.removeStakeFullLimit(h, netuid, kAny), cold, 'Swap.PriceLimitExceeded');
  await t.fails(tx.removeStakeFullLimit(nobody, netuid, null), cold, M('AmountTooLow'));
  await t.ok(tx.removeStakeFullLimit(h, netuid, null), cold, 'subtensorModule.StakeRemoved');
  await t.ok(tx.addStake(h, netuid, 50n * kTao), cold);
  await t.fails(tx.unstakeAllAlpha(nobody), cold, M('HotKeyAccountNotExists'));
  await t.ok(tx.unstakeAllAlpha(h), cold, 'subtensorModule.StakeRemoved', 'subtensorModule.StakeAdded');
  await t.fails(tx.unstakeAll(nobody), cold, M('HotKeyAccountNotExists'));
  await t.ok(tx.unstakeAll(h), cold, 'subtensorModule.StakeRemoved');
};

together.Move = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule, q = api.query.subtensorModule;
  const a = chain.subnet(), b = chain.subnet();
  const { cold, hot } = await staker(t, a.netuid);
  const second = await staker(t, a.netuid, 0n);
  const nobody = chain.uri('//Calls//Nobody').address, h = hot.address, n = a.netuid, m = b.netuid;
  await t.ok(tx.moveStake(h, second.hot.address, n, n, 10n * kTao), cold, 'subtensorModule.StakeMoved');
  await t.ok(tx.moveStake(h, second.hot.address, n, m, 10n * kTao), cold, 'subtensorModule.StakeMoved');
  await t.fails(tx.moveStake(h, nobody, n, m, kTao), cold, M('HotKeyAccountNotExists'));
  await t.fails(tx.moveStake(h, second.hot.address, n, 60_000, kTao), cold, M('SubnetNotExists'));
  await t.ok(tx.swapStake(h, n, m, 10n * kTao), cold, 'subtensorModule.StakeSwapped');
  await t.fails(tx.swapStake(h, n, n, kTao), cold, M('SameNetuid'));
  await t.ok(tx.swapStakeLimit(h, n, m, kTao, 1, true), cold, 'subtensorModule.StakeSwapped');
  await t.fails(tx.swapStakeLimit(h, n, n, kTao, 1, true), cold, M('SameNetuid'));
  await t.fails(tx.swapStakeLimit(h, n, m, kTao, kAny, false), cold, M('SlippageTooHigh'));
  await t.ok(tx.transferStake(second.cold.address, h, n, n, kTao), cold, 'subtensorModule.StakeTransferred');
  await chain.put([[q.transferToggle, [n], false]]);
  await t.fails(tx.transferStake(second.cold.address, h, n, n, kTao), cold, M('TransferDisallowed'));
};

together.Alpha = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule;
  const { netuid } = chain.subnet();
  const { cold, hot } = await staker(t, netuid);
  for (const [call, event] of [['recycleAlpha', 'AlphaRecycled'], ['burnAlpha', 'AlphaBurned']]) {
    await t.ok(tx[call](hot.address, 5n * kTao, netuid), cold, `subtensorModule.${event}`);
    await t.fails(tx[call](hot.address, kTao, 60_000), cold, M('SubnetNotExists'));
    await t.fails(tx[call](hot.address, kTao, 0), cold, M('CannotBurnOrRecycleOnRootSubnet'));
    await t.fails(tx[call](chain.uri('//Calls//Nobody').address, kTao, netuid), cold, M('HotKeyAccountNotExists'));
  }
};

together.Locks = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule;
  const { netuid } = chain.subnet();
  const { cold, hot } = await staker(t, netuid);
  const second = await staker(t, netuid, 0n);
  const nobody = chain.uri('//Calls//Nobody').address;
  await t.fails(tx.moveLock(second.hot.address, netuid), cold, M('NoExistingLock'));
  await t.fails(tx.lockStake(hot.address, netuid, 0), cold, M('AmountTooLow'));
  await t.fails(tx.lockStake(nobody, netuid, kTao), cold, M('HotKeyAccountNotExists'));
  await t.fails(tx.lockStake(hot.address, netuid, 10n ** 15n), cold, M('InsufficientStakeForLock'));
  await t.ok(tx.lockStake(hot.address, netuid, 10n * kTao), cold, 'subtensorModule.StakeLocked');
  await t.fails(tx.lockStake(second.hot.address, netuid, kTao), cold, M('LockHotkeyMismatch'));
  await t.ok(tx.moveLock(second.hot.address, netuid), cold, 'subtensorModule.LockMoved');
  await t.fails(tx.moveLock(nobody, netuid), cold, M('HotKeyAccountNotExists'));
  await t.ok(tx.setPerpetualLock(netuid, true), cold);
  await t.ok(tx.setRejectLockedAlpha(true), cold);
};

together.Claims = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.subtensorModule;
  const { netuid, owner } = chain.subnet();
  const who = chain.account();
  await t.ok(tx.claimRoot([netuid]), who);
  await t.fails(tx.claimRoot([]), who, M('InvalidSubnetNumber'));
  await t.fails(tx.claimRoot([1, 2, 3, 4, 5, 6]), who, M('InvalidSubnetNumber'));
  await t.ok(tx.setRootClaimType('Keep'), who, 'subtensorModule.RootClaimTypeSet');
  await t.fails(tx.setRootClaimType({ KeepSubnets: { subnets: [] } }), who, M('InvalidSubnetNumber'));
  const claims = await api.query.subtensorModule.numRootClaim();
  await t.rootOk(tx.sudoSetNumRootClaims(claims));
  await t.rootFails(tx.sudoSetNumRootClaims(51), M('InvalidNumRootClaim'));
  await t.ok(tx.sudoSetRootClaimThreshold(netuid, 1000), owner);
  await t.rootOk(tx.sudoSetRootClaimThreshold(netuid, 500));
  await t.fails(tx.sudoSetRootClaimThreshold(netuid, 10_000_001), owner, M('InvalidRootClaimThreshold'));
  await t.fails(tx.setColdkeyAutoStakeHotkey(60_000, who.address), who, M('SubnetNotExists'));
  const { hot, cold } = await staker(t, netuid, 0n);
  await t.fails(tx.setColdkeyAutoStakeHotkey(netuid, who.address), who, M('HotKeyNotRegisteredInSubNet'));
  await t.ok(tx.setColdkeyAutoStakeHotkey(netuid, hot.address), cold, 'subtensorModule.AutoStakeDestinationSet');
  await t.fails(tx.setColdkeyAutoStakeHotkey(netuid, hot.address), cold, M('SameAutoStakeHotkeyAlreadySet'));
};
