// System and Balances.
const kTao = 10n ** 9n;

export const together = {};

together.System = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.system;
  await t.ok(tx.remark('0x00'), chain.account());
  await t.ok(tx.remarkWithEvent('0x1234'), chain.account(), 'system.Remarked');
  const key = '0x6d795f6b6579';
  await t.rootOk(tx.setStorage([[key, '0x01'], [`${key}01`, '0x02'], [`${key}02`, '0x02']]));
  t.check(await chain.rpc('state_getStorage', key) === '0x01', 'set_storage wrote nothing');
  await t.rootOk(tx.killStorage([`${key}01`]));
  t.check(await chain.rpc('state_getStorage', `${key}01`) === null, 'kill_storage left the value');
  await t.rootOk(tx.killPrefix(key, 10));
  t.check(await chain.rpc('state_getStorage', key) === null, 'kill_prefix left a value');
};

together.Balances = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.balances;
  const [from, to] = [chain.account(), chain.account()];
  const far = 10n ** 15n;
  await t.ok(tx.transferAllowDeath(to.address, kTao), from, 'balances.Transfer');
  await t.fails(tx.transferAllowDeath(to.address, far), from, 'Token.FundsUnavailable');
  await t.ok(tx.transferKeepAlive(to.address, kTao), from, 'balances.Transfer');
  await t.fails(tx.transferKeepAlive(to.address, far), from, 'Token.FundsUnavailable');
  const nobody = chain.uri('//Calls//Nobody').address;
  await t.fails(tx.transferKeepAlive(nobody, 1), from, 'Token.BelowMinimum');
  await t.rootOk(tx.forceTransfer(from.address, to.address, kTao), 'balances.Transfer');
  await t.rootFails(tx.forceTransfer(from.address, to.address, far), 'Token.FundsUnavailable');
  await t.rootOk(tx.forceUnreserve(from.address, 1));
  await t.ok(tx.upgradeAccounts([from.address]), from);
  await t.rootOk(tx.forceSetBalance(to.address, 77n * kTao), 'balances.BalanceSet');
  t.check((await api.query.system.account(to.address)).data.free.toBigInt() === 77n * kTao, 'the balance is another');
  await t.rootFails(tx.forceAdjustTotalIssuance('Increase', 0), 'Balances.DeltaZero');
  await t.rootOk(tx.forceAdjustTotalIssuance('Increase', 5), 'balances.TotalIssuanceForced');
  await t.rootOk(tx.forceAdjustTotalIssuance('Decrease', 5), 'balances.TotalIssuanceForced');
  await t.ok(tx.burn(kTao, true), from, 'balances.Burned');
  await t.fails(tx.burn(far, true), from, 'Token.FundsUnavailable');
  await t.ok(tx.transferAll(to.address, false), from, 'balances.Transfer');
};
