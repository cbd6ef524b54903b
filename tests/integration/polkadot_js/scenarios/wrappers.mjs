// Calls that carry, delay or stand for others: Utility, Sudo, Multisig, Preimage, Scheduler, Proxy.
const kTao = 10n ** 9n;
const kPlenty = { refTime: 100_000_000_000n, proofSize: 1_000_000n };

export const together = {};
export const alone = {};

together.Utility = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.utility;
  const [who, other] = [chain.account(), chain.account()];
  const good = api.tx.balances.transferKeepAlive(other.address, kTao), bad = api.tx.balances.transferKeepAlive(other.address, 10n ** 15n);
  const many = Array.from({ length: api.consts.utility.batchedCallsLimit.toNumber() + 1 }, () => api.tx.system.remark('0x'));
  await t.ok(tx.batch([good, good]), who, 'utility.BatchCompleted');
  await t.ok(tx.batch([good, bad]), who, 'utility.BatchInterrupted');
  await t.ok(tx.batchAll([good, good]), who, 'utility.BatchCompleted', 'utility.ItemCompleted');
  await t.fails(tx.batchAll([good, bad]), who, 'Token.FundsUnavailable');
  await t.ok(tx.forceBatch([bad, good]), who, 'utility.ItemFailed', 'utility.BatchCompletedWithErrors');
  for (const call of ['batch', 'batchAll', 'forceBatch']) await t.fails(tx[call](many), who, 'Utility.TooManyCalls');
  await t.ok(tx.asDerivative(3, api.tx.system.remark('0x')), who);
  await t.fails(tx.asDerivative(3, good), who, 'Token.FundsUnavailable');
  await t.ok(tx.ifElse(bad, good), who, 'utility.IfElseFallbackCalled');
  await t.ok(tx.ifElse(good, bad), who, 'utility.IfElseMainSuccess');
  await t.fails(tx.ifElse(bad, bad), who, 'Token.FundsUnavailable');
  const as = { system: { Signed: who.address } };
  await t.rootOk(tx.dispatchAs(as, good), 'utility.DispatchedAs', 'balances.Transfer');
  await t.rootOk(tx.dispatchAsFallible(as, good), 'balances.Transfer');
  await t.rootFails(tx.dispatchAsFallible(as, bad), 'Token.FundsUnavailable');
  await t.rootOk(tx.withWeight(api.tx.balances.forceTransfer(who.address, other.address, kTao), kPlenty), 'balances.Transfer');
};

together.Sudo = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.sudo;
  const [who, other] = [chain.account(), chain.account()];
  const remark = api.tx.system.remark('0x');
  await t.ok(tx.sudo(api.tx.balances.forceTransfer(who.address, other.address, kTao)), chain.alice, 'sudo.Sudid', 'balances.Transfer');
  await t.ok(tx.sudoUncheckedWeight(remark, kPlenty), chain.alice, 'sudo.Sudid');
  await t.ok(tx.sudoAs(who.address, api.tx.balances.transferKeepAlive(other.address, kTao)), chain.alice, 'sudo.SudoAsDone', 'balances.Transfer');
  await t.refused(tx.sudo(remark), who, 'Invalid signing address');
  await t.refused(tx.sudoUncheckedWeight(remark, kPlenty), who, 'Invalid signing address');
  await t.refused(tx.sudoAs(other.address, remark), who, 'Invalid signing address');
  await t.refused(tx.setKey(who.address), who, 'Invalid signing address');
  await t.refused(tx.removeKey(), who, 'Invalid signing address');
};

// Root is without a key for a moment; the new key brings the old one back.
alone.SudoKey = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.sudo;
  const next = chain.account();
  await t.ok(tx.setKey(next.address), chain.alice, 'sudo.KeyChanged');
  await t.refused(tx.setKey(next.address), chain.alice, 'Invalid signing address');
  await t.ok(tx.setKey(chain.alice.address), next, 'sudo.KeyChanged');
};

export const last = {};
last.SudoIsGone = async (t) => {
  const { api, chain } = t;
  await t.ok(api.tx.sudo.removeKey(), chain.alice, 'sudo.KeyRemoved');
  await t.refused(api.tx.sudo.sudo(api.tx.system.remark('0x')), chain.alice, 'Invalid signing address');
};

together.Multisig = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.multisig;
  const people = [chain.account(), chain.account(), chain.account()].sort((a, b) => Buffer.compare(Buffer.from(a.publicKey), Buffer.from(b.publicKey)));
  const [a, b, c] = people;
  const address = (list) => list.map((p) => p.address);
  const group = chain.library.encodeAddress(chain.library.createKeyMulti(address(people), 2), 42);
  await chain.must(api.tx.balances.transferKeepAlive(group, 100n * kTao), a);
  const call = api.tx.balances.transferKeepAlive(c.address, kTao), hash = call.method.hash.toHex();
  const notA = address([b, c]), notB = address([a, c]), notC = address([a, b]);
  await t.ok(tx.asMultiThreshold1([b.address], api.tx.system.remark('0x')), a);
  await t.fails(tx.asMultiThreshold1([], call), a, 'Multisig.TooFewSignatories');
  await t.fails(tx.asMulti(1, notA, null, call, kPlenty), a, 'Multisig.MinimumThreshold');
  await t.fails(tx.asMulti(2, address([c, b]), null, call, kPlenty), a, 'Multisig.SignatoriesOutOfOrder');
  await t.fails(tx.asMulti(2, address([a, b]), null, call, kPlenty), a, 'Multisig.SenderInSignatories');
  const first = await t.ok(tx.asMulti(2, notA, null, call, kPlenty), a, 'multisig.NewMultisig');
  const when = { height: first.number, index: first.index };
  await t.fails(tx.asMulti(2, notB, null, call, kPlenty), b, 'Multisig.NoTimepoint');
  await t.fails(tx.asMulti(2, notB, { height: 1, index: 0 }, call, kPlenty), b, 'Multisig.WrongTimepoint');
  await t.fails(tx.asMulti(2, notB, when, call, { refTime: 0, proofSize: 0 }), b, 'Multisig.MaxWeightTooLow');
  await t.fails(tx.approveAsMulti(2, notA, when, hash, kPlenty), a, 'Multisig.AlreadyApproved');
  await t.fails(tx.cancelAsMulti(2, notB, when, hash), b, 'Multisig.NotOwner');
  await t.ok(tx.asMulti(2, notB, when, call, kPlenty), b, 'multisig.MultisigExecuted', 'balances.Transfer');
  await t.fails(tx.approveAsMulti(2, notA, when, hash, kPlenty), a, 'Multisig.UnexpectedTimepoint');
  await t.fails(tx.approveAsMulti(2, [], null, hash, kPlenty), a, 'Multisig.TooFewSignatories');
  const again = await t.ok(tx.approveAsMulti(2, notA, null, hash, kPlenty), a, 'multisig.NewMultisig');
  const then = { height: again.number, index: again.index };
  await t.ok(tx.pokeDeposit(2, notA, hash), a);
  await t.fails(tx.pokeDeposit(2, notB, hash), b, 'Multisig.NotOwner');
  await t.ok(tx.cancelAsMulti(2, notA, then, hash), a, 'multisig.MultisigCancelled');
  await t.fails(tx.cancelAsMulti(2, notA, then, hash), a, 'Multisig.NotFound');
  await t.fails(tx.pokeDeposit(2, notC, hash), c, 'Multisig.NotFound');
};

together.Preimage = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.preimage;
  const [who, other] = [chain.account(), chain.account()];
  const bytes = '0x0102030405', hash = chain.library.blake2AsHex(bytes);
  await t.fails(tx.unnotePreimage(hash), who, 'Preimage.NotNoted');
  await t.ok(tx.notePreimage(bytes), who, 'preimage.Noted');
  await t.fails(tx.notePreimage(bytes), who, 'Preimage.AlreadyNoted');
  await t.fails(tx.unnotePreimage(hash), other, 'Preimage.NotAuthorized');
  await t.rootOk(tx.requestPreimage(hash), 'preimage.Requested');
  await t.rootOk(tx.unrequestPreimage(hash));
  await t.rootFails(tx.unrequestPreimage(hash), 'Preimage.NotRequested');
  await t.ok(tx.unnotePreimage(hash), who, 'preimage.Cleared');
  await t.fails(tx.ensureUpdated([]), who, 'Preimage.TooFew');
  await t.ok(tx.ensureUpdated([hash]), who);
};

together.Scheduler = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.scheduler;
  const call = api.tx.system.remark('0x01');
  const id = (n) => `0x${'00'.repeat(31)}${n.toString(16).padStart(2, '0')}`;
  const far = chain.number + 100_000;
  await t.rootFails(tx.schedule(1, null, 63, call), 'Scheduler.TargetBlockNumberInPast');
  await t.rootOk(tx.schedule(far, null, 63, call), 'scheduler.Scheduled');
  await t.rootFails(tx.scheduleNamed(id(1), 1, null, 63, call), 'Scheduler.TargetBlockNumberInPast');
  await t.rootOk(tx.scheduleNamed(id(1), far + 1, [5, 2], 63, call), 'scheduler.Scheduled');
  await t.rootFails(tx.scheduleNamed(id(1), far + 1, null, 63, call), 'Scheduler.FailedToSchedule');
  await t.rootOk(tx.scheduleAfter(50_000, null, 63, call), 'scheduler.Scheduled');
  await t.rootOk(tx.scheduleNamedAfter(id(2), 50_000, null, 63, call), 'scheduler.Scheduled');
  await t.rootFails(tx.scheduleNamedAfter(id(2), 50_000, null, 63, call), 'Scheduler.FailedToSchedule');
  await t.rootOk(tx.setRetry([far, 0], 2, 5), 'scheduler.RetrySet');
  await t.rootFails(tx.setRetry([far, 7], 2, 5), 'Scheduler.NotFound');
  await t.rootOk(tx.setRetryNamed(id(1), 2, 5), 'scheduler.RetrySet');
  await t.rootFails(tx.setRetryNamed(id(9), 2, 5), 'Scheduler.NotFound');
  await t.rootOk(tx.cancelRetry([far, 0]), 'scheduler.RetryCancelled');
  await t.rootFails(tx.cancelRetry([far, 7]), 'Scheduler.NotFound');
  await t.rootOk(tx.cancelRetryNamed(id(1)), 'scheduler.RetryCancelled');
  await t.rootFails(tx.cancelRetryNamed(id(9)), 'Scheduler.NotFound');
  await t.rootOk(tx.cancel(far, 0), 'scheduler.Canceled');
  await t.rootFails(tx.cancel(far, 0), 'Scheduler.NotFound');
  await t.rootOk(tx.cancelNamed(id(1)), 'scheduler.Canceled');
  await t.rootFails(tx.cancelNamed(id(1)), 'Scheduler.NotFound');
};

together.Proxy = async (t) => {
  const { api, chain } = t;
  const tx = api.tx.proxy;
  const [real, delegate, other, slow] = [chain.account(), chain.account(), chain.account(), chain.account()];
  const call = api.tx.balances.transferKeepAlive(other.address, kTao), hash = call.method.hash.toHex();
  await t.ok(tx.addProxy(delegate.address, 'Any', 0), real, 'proxy.ProxyAdded');
  await t.fails(tx.addProxy(delegate.address, 'Any', 0), real, 'Proxy.Duplicate');
  await t.fails(tx.addProxy(real.address, 'Any', 0), real, 'Proxy.NoSelfProxy');
  await t.ok(tx.proxy(real.address, null, call), delegate, 'proxy.ProxyExecuted', 'balances.Transfer');
  await t.fails(tx.proxy(real.address, null, call), other, 'Proxy.NotProxy');
  await t.ok(tx.setRealPaysFee(delegate.address, true), real, 'proxy.RealPaysFeeSet');
  await t.fails(tx.setRealPaysFee(other.address, true), real, 'Proxy.NotProxy');
  await t.ok(tx.addProxy(slow.address, 'Any', 1), real);
  await t.fails(tx.proxy(real.address, null, call), slow, 'Proxy.Unannounced');
  await t.fails(tx.announce(real.address, hash), other, 'Proxy.NotProxy');
  await t.ok(tx.announce(real.address, hash), slow, 'proxy.Announced');
  await t.fails(tx.proxyAnnounced(slow.address, real.address, null, api.tx.system.remark('0x77')), other, 'Proxy.Unannounced');
  await chain.wait(2);
  await t.ok(tx.proxyAnnounced(slow.address, real.address, null, call), other, 'proxy.ProxyExecuted', 'balances.Transfer');
  await t.ok(tx.announce(real.address, hash), slow);
  await t.ok(tx.removeAnnouncement(real.address, hash), slow);
  await t.fails(tx.removeAnnouncement(real.address, hash), slow, 'Proxy.NotFound');
  await t.ok(tx.announce(real.address, hash), slow);
  await t.ok(tx.rejectAnnouncement(slow.address, hash), real);
  await t.fails(tx.rejectAnnouncement(slow.address, hash), real, 'Proxy.NotFound');
  await t.ok(tx.pokeDeposit(), real);
  await t.fails(tx.removeProxy(other.address, 'Any', 0), real, 'Proxy.NotFound');
  await t.ok(tx.removeProxy(delegate.address, 'Any', 0), real, 'proxy.ProxyRemoved');
  await t.ok(tx.removeProxies(), real);

  const made = await t.ok(tx.createPure('Any', 0, 0), real, 'proxy.PureCreated');
  const pure = made.events.find(({ event }) => api.events.proxy.PureCreated.is(event)).event.data[0].toString();
  await t.fails(tx.killPure(real.address, 'Any', 0, 1, 0), other, 'Proxy.NoPermission');
  const kill = tx.killPure(real.address, 'Any', 0, made.number, made.index);
  await chain.must(api.tx.balances.transferKeepAlive(pure, 10n * kTao), real);
  await t.ok(tx.proxy(pure, null, api.tx.system.remark('0x')), real, 'proxy.ProxyExecuted');
  await t.ok(api.tx.sudo.sudoAs(pure, kill), chain.alice, 'proxy.PureKilled');
  t.done(kill);
  await t.fails(tx.proxy(pure, null, api.tx.system.remark('0x')), real, 'Proxy.NotProxy');
};
