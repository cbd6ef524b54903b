// Crowdloan, Commitments, Swap, MevShield, Drand and SafeMode.
const kTao = 10n ** 9n;

export const together = {};
export const alone = {};

together.Crowdloan = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.crowdloan;
  const [creator, giver, other] = [chain.account(), chain.account(), chain.account()];
  const end = chain.number + 100_000;
  const create = (deposit, least, cap, until, call, address) => tx.create(deposit * kTao, least, cap * kTao, until, call, address);
  const target = other.address;
  await t.fails(create(1n, kTao, 50n, end, null, target), creator, 'Crowdloan.DepositTooLow');
  await t.fails(create(10n, kTao, 9n, end, null, target), creator, 'Crowdloan.CapTooLow');
  await t.fails(create(10n, 1, 50n, end, null, target), creator, 'Crowdloan.MinimumContributionTooLow');
  await t.fails(create(10n, kTao, 50n, 1, null, target), creator, 'Crowdloan.CannotEndInPast');
  await t.fails(create(10n, kTao, 50n, chain.number + 50, null, target), creator, 'Crowdloan.BlockDurationTooShort');
  await t.fails(create(10n, kTao, 50n, end + 10_000_000, null, target), creator, 'Crowdloan.BlockDurationTooLong');
  await t.fails(create(10n, kTao, 50n, end, null, null), creator, 'Crowdloan.InvalidFinalizationConfig');
  await t.fails(create(900_000n, kTao, 950_000n, end, null, target), creator, 'Crowdloan.InsufficientBalance');
  const open = async () => {
    const made = await t.ok(create(10n, kTao, 50n, end, null, target), creator, 'crowdloan.Created');
    return made.events.find(({ event }) => api.events.crowdloan.Created.is(event)).event.data[0].toNumber();
  };
  const id = await open();
  const kNone = 9999;
  await t.fails(tx.contribute(kNone, kTao), giver, 'Crowdloan.InvalidCrowdloanId');
  await t.fails(tx.contribute(id, 1), giver, 'Crowdloan.ContributionTooLow');
  await t.ok(tx.contribute(id, 5n * kTao), giver, 'crowdloan.Contributed');
  await t.fails(tx.withdraw(id), other, 'Crowdloan.NoContribution');
  await t.fails(tx.withdraw(id), creator, 'Crowdloan.DepositCannotBeWithdrawn');
  await t.ok(tx.withdraw(id), giver, 'crowdloan.Withdrew');
  for (const [call, args, event] of [['updateMinContribution', [2n * kTao], 'MinContributionUpdated'], ['updateEnd', [end + 5], 'EndUpdated'],
    ['updateCap', [60n * kTao], 'CapUpdated'], ['setMaxContribution', [40n * kTao], 'MaxContributionUpdated']]) {
    await t.fails(tx[call](kNone, ...args), creator, 'Crowdloan.InvalidCrowdloanId');
    await t.fails(tx[call](id, ...args), other, 'Crowdloan.InvalidOrigin');
    await t.ok(tx[call](id, ...args), creator, `crowdloan.${event}`);
  }
  await t.fails(tx.updateMinContribution(id, 1), creator, 'Crowdloan.MinimumContributionTooLow');
  await t.fails(tx.updateMinContribution(id, 41n * kTao), creator, 'Crowdloan.MinimumContributionTooHigh');
  await t.fails(tx.updateEnd(id, 1), creator, 'Crowdloan.CannotEndInPast');
  await t.fails(tx.updateCap(id, 1), creator, 'Crowdloan.CapTooLow');
  await t.fails(tx.setMaxContribution(id, 1), creator, 'Crowdloan.MaximumContributionTooLow');
  await t.ok(tx.contribute(id, 40n * kTao), giver);
  await t.fails(tx.contribute(id, 2n * kTao), giver, 'Crowdloan.MaxContributionReached');
  await t.fails(tx.finalize(id), creator, 'Crowdloan.CapNotRaised');
  await t.fails(tx.finalize(id), other, 'Crowdloan.InvalidOrigin');
  await t.fails(tx.dissolve(id), creator, 'Crowdloan.NotReadyToDissolve');
  await t.fails(tx.refund(id), other, 'Crowdloan.InvalidOrigin');
  await t.ok(tx.refund(id), creator, 'crowdloan.AllRefunded');
  await t.fails(tx.dissolve(id), other, 'Crowdloan.InvalidOrigin');
  await t.ok(tx.dissolve(id), creator, 'crowdloan.Dissolved');
  const whole = await open();
  await t.ok(tx.contribute(whole, 40n * kTao), giver);
  await t.fails(tx.contribute(whole, 40n * kTao), other, 'Crowdloan.CapRaised');
  await t.ok(tx.finalize(whole), creator, 'crowdloan.Finalized', 'balances.Transfer');
  for (const call of ['finalize', 'refund', 'dissolve', 'withdraw']) await t.fails(tx[call](whole), creator, 'Crowdloan.AlreadyFinalized');
};

together.Commitments = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.commitments;
  const { netuid, owner, hotkey } = chain.subnet();
  const info = { fields: [{ Raw4: '0x01020304' }] };
  await t.ok(tx.setCommitment(netuid, info), hotkey, 'commitments.Commitment');
  await t.fails(tx.setCommitment(netuid, info), owner, 'Commitments.AccountNotAllowedCommit');
  const space = await api.query.commitments.maxSpace();
  await t.rootOk(tx.setMaxSpace(space));
};

together.Swap = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.swap;
  const { netuid, owner, hotkey } = chain.subnet();
  await t.rootOk(tx.setFeeRate(netuid, 33), 'swap.FeeRateSet');
  await t.rootFails(tx.setFeeRate(60_000, 33), 'Swap.MechanismDoesNotExist');
  await t.rootFails(tx.setFeeRate(netuid, 10_001), 'Swap.FeeRateTooHigh');
  await t.never(tx.addLiquidity(hotkey.address, netuid, -10, 10, 1000), owner, 'Swap.Deprecated');
  await t.never(tx.removeLiquidity(hotkey.address, netuid, 1), owner, 'Swap.Deprecated');
  await t.never(tx.modifyPosition(hotkey.address, netuid, 1, 5), owner, 'Swap.Deprecated');
  await t.never(tx.toggleUserLiquidity(netuid, true), owner, 'Swap.Deprecated');
  await t.never(tx.disableLp(), owner, 'Swap.Deprecated');
};

together.MevShield = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.mevShield;
  const who = chain.account();
  // To the key of an author to come, though nothing is in it that he could open.
  const sealed = async () => {
    const key = (await api.query.mevShield.nextKey()).unwrap().toU8a(true);
    return `${chain.library.xxhashAsHex(key, 128)}4004${'11'.repeat(1088 + 24 + 60)}`;
  };
  await t.ok(tx.submitEncrypted(await sealed()), who, 'mevShield.EncryptedSubmitted');
  await t.refused(tx.submitEncrypted('0x1111'), who, 'custom error: 23');
  await t.ok(tx.storeEncrypted('0x0203'), who, 'mevShield.ExtrinsicStored');
  await t.rootOk(tx.setOnInitializeWeight(500_000_000_000n), 'mevShield.OnInitializeWeightSet');
  await t.rootFails(tx.setOnInitializeWeight(2_000_000_000_001n), 'MevShield.WeightExceedsAbsoluteMax');
  await t.rootOk(tx.setStoredExtrinsicLifetime(10), 'mevShield.ExtrinsicLifetimeSet');
  await t.rootOk(tx.setMaxExtrinsicWeight(100_000_000_000n), 'mevShield.MaxExtrinsicWeightSet');
  await t.rootFails(tx.setMaxExtrinsicWeight(2_000_000_000_001n), 'MevShield.WeightExceedsAbsoluteMax');
  await t.rootOk(tx.setMaxPendingExtrinsicsNumber(0), 'mevShield.MaxPendingExtrinsicsNumberSet');
  await t.fails(tx.storeEncrypted('0x0203'), who, 'MevShield.TooManyPendingExtrinsics');
  await t.rootOk(tx.setMaxPendingExtrinsicsNumber(100), 'mevShield.MaxPendingExtrinsicsNumberSet');
};

together.Drand = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.drand;
  const config = await api.query.drand.beaconConfig();
  const payload = { blockNumber: chain.number, config, public: { Sr25519: chain.alice.publicKey } };
  await t.rootOk(tx.setBeaconConfig(payload, null), 'drand.BeaconConfigChanged');
  await t.rootOk(tx.setOldestStoredRound(await api.query.drand.oldestStoredRound()), 'drand.SetOldestStoredRound');
};

// Nearly nothing else may be done in safe mode.
alone.SafeMode = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.safeMode, q = api.query.safeMode;
  const [who, deposits] = [chain.account(), chain.account()];
  await t.never(tx.enter(), who, 'SafeMode.NotConfigured');
  await t.never(tx.extend(), who, 'SafeMode.Exited');
  await t.rootFails(tx.forceExtend(), 'SafeMode.Exited');
  await t.rootFails(tx.forceExit(), 'SafeMode.Exited');
  await t.rootOk(tx.forceEnter(), 'safeMode.Entered');
  await t.rootFails(tx.forceEnter(), 'SafeMode.Entered');
  await t.fails(tx.enter(), who, 'SafeMode.Entered');
  await t.fails(tx.extend(), who, 'SafeMode.NotConfigured');
  await t.fails(api.tx.balances.transferKeepAlive(deposits.address, kTao), who, 'System.CallFiltered');
  await t.rootOk(tx.forceExtend(), 'safeMode.Extended');
  await t.rootOk(tx.forceExit(), 'safeMode.Exited');
  for (const call of ['forceSlashDeposit', 'forceReleaseDeposit']) await t.rootFails(tx[call](deposits.address, 1), 'SafeMode.NoDeposit');
  await t.fails(tx.releaseDeposit(deposits.address, 1), who, 'SafeMode.NoDeposit');
  // No call of this version makes a deposit.
  const kDeposit = 2n * kTao;
  const account = await api.query.system.account(deposits.address);
  const free = account.data.free.toBigInt();
  await chain.put([1, 2, 3].map((block) => [q.deposits, [deposits.address, block], kDeposit]).concat([
    [api.query.balances.holds, [deposits.address], [{ id: { SafeMode: 'EnterOrExtend' }, amount: 3n * kDeposit }]],
    [api.query.system.account, [deposits.address], { ...account.toJSON(), data: { ...account.data.toJSON(), free: free - 3n * kDeposit, reserved: 3n * kDeposit } }],
  ]));
  await t.rootOk(tx.forceSlashDeposit(deposits.address, 1), 'safeMode.DepositSlashed');
  await t.rootOk(tx.forceReleaseDeposit(deposits.address, 2), 'safeMode.DepositReleased');
  await t.never(tx.releaseDeposit(deposits.address, 3), who, 'SafeMode.NotConfigured');
};
