// AdminUtils: parameters of the network, which root sets, and of subnets, which root or the owner sets.
const kOne64 = 1n << 64n; // one, as U64F64
const E = (name) => `AdminUtils.${name}`;
const M = (name) => `SubtensorModule.${name}`;

/// Root's, for the whole network: call, where its value lies ([pallet, item], or what to set), errors.
const kNetwork = [
  ['sudoSetDefaultTake', 'maxDelegateTake'], ['sudoSetTxRateLimit', 'txRateLimit'], ['sudoSetSubnetOwnerCut', 'subnetOwnerCut'],
  ['sudoSetNetworkRateLimit', 'networkRateLimit'], ['sudoSetNetworkImmunityPeriod', 'networkImmunityPeriod'],
  ['sudoSetNetworkMinLockCost', 'networkMinLockCost'], ['sudoSetSubnetLimit', 'subnetLimit'],
  ['sudoSetLockReductionInterval', 'networkLockReductionInterval'], ['sudoSetStakeThreshold', 'stakeThreshold'],
  ['sudoSetNominatorMinRequiredStake', 'nominatorMinRequiredStake'], ['sudoSetTxDelegateTakeRateLimit', 'txDelegateTakeRateLimit'],
  ['sudoSetMinDelegateTake', 'minDelegateTake'], ['sudoSetDissolveNetworkScheduleDuration', 'dissolveNetworkScheduleDuration'],
  ['sudoSetSubnetMovingAlpha', 'subnetMovingAlpha'], ['sudoSetCommitRevealVersion', 'commitRevealWeightsVersion'],
  ['sudoSetCkBurn', 'ckBurn'], ['sudoSetAdminFreezeWindow', 'adminFreezeWindow'],
  ['sudoSetOwnerHparamRateLimit', 'ownerHyperparamRateLimit'], ['sudoSetTaoFlowCutoff', 'taoFlowCutoff'],
  ['sudoSetTaoFlowNormalizationExponent', 'flowNormExponent'], ['sudoSetTaoFlowSmoothingFactor', 'flowEmaSmoothingFactor'],
  ['sudoSetStartCallDelay', 'startCallDelay'], ['sudoSetColdkeySwapAnnouncementDelay', 'coldkeySwapAnnouncementDelay'],
  ['sudoSetColdkeySwapReannouncementDelay', 'coldkeySwapReannouncementDelay'], ['sudoSetMaxMechanismCount', 'maxMechanismCount'],
  ['sudoSetNetTaoFlowEnabled', 'netTaoFlowEnabled'], ['sudoSetMaxEpochsPerBlock', 'maxEpochsPerBlock'],
];

/// A subnet's: call, arguments behind the netuid, and errors as [arguments, name]. `R`: root alone may.
const R = true;
const kNone = [];
const kGone = { netuid: true }; // on a subnet that does not exist
const kRoot = { root: true }; // on the root network
const gone = [kGone, E('SubnetDoesNotExist')];
const notRoot = [kRoot, E('NotPermittedOnRootSubnet')];
const kSubnet = [
  ['sudoSetServingRateLimit', [10], kNone], ['sudoSetMinDifficulty', [10], [gone], R], ['sudoSetMaxDifficulty', [10], [gone]],
  ['sudoSetWeightsVersionKey', [0], [gone]], ['sudoSetWeightsSetRateLimit', [10], [gone], R], ['sudoSetAdjustmentInterval', [10], [gone], R],
  ['sudoSetAdjustmentAlpha', [10], [gone]], ['sudoSetImmunityPeriod', [10], [gone]], ['sudoSetMinAllowedWeights', [1], [gone]],
  ['sudoSetMaxAllowedUids', [200], [gone, [[257], E('MaxAllowedUidsGreaterThanDefaultMaxAllowedUids')], [[1], E('MaxAllowedUidsLessThanMinAllowedUids')]]],
  ['sudoSetKappa', [10], [gone], R], ['sudoSetRho', [11], [gone]], ['sudoSetActivityCutoff', [360], [gone, [[359], M('ActivityCutoffTooLow')]]],
  ['sudoSetNetworkRegistrationAllowed', [true], kNone, R],
  ['sudoSetTargetRegistrationsPerInterval', [10], [gone], R],
  ['sudoSetMinBurn', [1_000_000], [gone, [[2_000_000_000], E('ValueNotInBounds')]]],
  ['sudoSetMaxBurn', [100_000_000_001n], [gone, [[1], E('ValueNotInBounds')]]],
  ['sudoSetDifficulty', [10], [gone], R], ['sudoSetMaxAllowedValidators', [10], [gone, [[300], E('MaxValidatorsLargerThanMaxUIds')]], R],
  ['sudoSetBondsMovingAverage', [975_000], [gone]], ['sudoSetMaxRegistrationsPerBlock', [10], [gone], R],
  ['sudoSetTempo', [360], [gone], R], ['sudoSetRaoRecycled', [10], [gone], R],
  ['sudoSetCommitRevealWeightsEnabled', [true], [gone]], ['sudoSetLiquidAlphaEnabled', [true], kNone],
  ['sudoSetCommitRevealWeightsInterval', [3], [gone, [[0], M('RevealPeriodTooSmall')], [[101], M('RevealPeriodTooLarge')]]],
  ['sudoSetBondsPenalty', [10], [gone]], ['sudoSetToggleTransfer', [true], kNone],
  ['sudoSetEmaPriceHalvingPeriod', [10], kNone, R], ['sudoSetSubtokenEnabled', [true], kNone, R],
  ['sudoSetAlphaSigmoidSteepness', [5000], [gone]], ['sudoSetYuma3Enabled', [true], kNone], ['sudoSetBondsResetEnabled', [true], kNone],
  ['sudoSetOwnerImmuneNeuronLimit', [2], [[[0], M('InvalidValue')], [[11], M('InvalidValue')]]],
  ['sudoSetRecycleOrBurn', ['Recycle'], kNone], ['sudoSetMinNonImmuneUids', [12], kNone, R],
  ['sudoSetBurnHalfLife', [360], [gone, notRoot, [[0], E('InvalidValue')]]],
  ['sudoSetBurnIncreaseMult', [{ bits: kOne64 * 2n }], [gone, notRoot, [[{ bits: kOne64 - 1n }], E('InvalidValue')]]],
  ['sudoSetOwnerCutEnabled', [true], [gone, notRoot]], ['sudoSetMinChildkeyTakePerSubnet', [5898], [gone]],
  ['sudoSetSubnetEmissionEnabled', [true], [gone, notRoot], R], ['sudoSetOwnerCutAutoLockEnabled', [false], [gone, notRoot]],
];

export const together = {};
export const alone = {};

alone.Network = async (t) => {
  const { api } = t;
  await Promise.all(kNetwork.map(async ([call, item]) => {
    const value = await api.query.subtensorModule[item]();
    await t.rootOk(api.tx.adminUtils[call](value));
    t.check((await api.query.subtensorModule[item]()).eq(value), `${call} changed ${item}`);
  }));
};

together.Subnet = async (t) => {
  const { api, chain } = t;
  const { netuid, owner } = chain.subnet();
  await Promise.all(kSubnet.map(async ([call, args, errors, root]) => {
    const tx = api.tx.adminUtils[call];
    for (const [how, error] of errors)
      await t.rootFails(how === kGone ? tx(60_000, ...args) : how === kRoot ? tx(0, ...args) : tx(netuid, ...how), error);
    await t.rootOk(tx(netuid, ...args));
    if (!root) await t.ok(tx(netuid, ...args), owner);
  }));
};

together.Special = async (t) => {
  const { api, chain } = t;
  const { netuid, owner, hotkey } = chain.subnet();
  const tx = api.tx.adminUtils, q = api.query.subtensorModule;
  await t.never(tx.sudoSetNetworkPowRegistrationAllowed(netuid, true), owner, E('POWRegistrationDisabled'));
  await t.never(tx.sudoSetTotalIssuance(1), owner, E('Deprecated'));
  await t.fails(tx.sudoSetAlphaValues(netuid, 10, 5000), owner, M('LiquidAlphaDisabled'));
  await chain.put([[q.liquidAlphaOn, [netuid], true]]);
  await t.fails(tx.sudoSetAlphaValues(netuid, 10, 5), owner, M('AlphaHighTooLow'));
  await t.fails(tx.sudoSetAlphaValues(netuid, 60_000, 50_000), owner, M('AlphaLowOutOfRange'));
  await t.rootOk(tx.sudoSetAlphaValues(netuid, 3000, 50_000));

  const other = chain.subnet();
  for (const [call, of] of [['sudoSetSubnetOwnerHotkey', netuid], ['sudoSetSnOwnerHotkey', other.netuid]]) {
    await t.rootFails(tx[call](60_000, hotkey.address), M('SubnetNotExists'));
    await t.rootOk(tx[call](of, hotkey.address));
    await t.rootFails(tx[call](of, hotkey.address), M('TxRateLimitExceeded'));
  }
  await t.rootFails(tx.sudoSetMechanismCount(netuid, 0), M('InvalidValue'));
  await t.rootFails(tx.sudoSetMechanismCount(60_000, 2), M('MechanismDoesNotExist'));
  await t.rootFails(tx.sudoSetMechanismCount(netuid, 2), M('TooManyUIDsPerMechanism'));
  await chain.put([[q.maxAllowedUids, [netuid], 128]]);
  await t.rootOk(tx.sudoSetMechanismCount(netuid, 2));
  await t.rootFails(tx.sudoSetMechanismEmissionSplit(netuid, [1, 2, 3]), M('InvalidValue'));
  await t.rootOk(tx.sudoSetMechanismEmissionSplit(netuid, [32_768, 32_767]));
  await t.rootFails(tx.sudoSetMaxMechanismCount(0), M('InvalidValue'));
  await t.rootFails(tx.sudoSetMinAllowedUids(netuid, 300), E('MinAllowedUidsGreaterThanMaxAllowedUids'));
  await t.rootFails(tx.sudoSetMinAllowedUids(netuid, 20), E('MinAllowedUidsGreaterThanCurrentUids'));
  await chain.put([[q.subnetworkN, [netuid], 20]]);
  await t.rootOk(tx.sudoSetMinAllowedUids(netuid, 10));
  await chain.put([[q.subnetworkN, [netuid], 1], [q.minAllowedUids, [netuid], 1]]);
  await t.rootFails(tx.sudoTrimToMaxAllowedUids(60_000, 10), M('SubnetNotExists'));
  await t.rootFails(tx.sudoTrimToMaxAllowedUids(netuid, 300), M('InvalidValue'));
  await t.rootOk(tx.sudoTrimToMaxAllowedUids(netuid, 100));
};
