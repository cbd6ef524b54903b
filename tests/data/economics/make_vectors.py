#!/usr/bin/env python3
"""Writes power.json and pool.json beside itself: the pool's rules computed a second time, with Python's integers.

Follows sam0x17/safe-bigmath 013c4998 src/integer.rs and opentensor/subtensor pallets/swap/src/pallet at spec 425.
"""
import json, math, pathlib, random

HERE = pathlib.Path(__file__).parent
GUARD, ONE, M64, M128 = 24, 10**18, 2**64 - 1, 2**128 - 1


def drop_guard(v):
    q, r = divmod(abs(v), 1 << GUARD)
    q += 1 if 2 * r >= 1 << GUARD else 0
    return q if v >= 0 else -q


def series(bits, iterations, start, first, step):
    term, result = start, start if first == 2 else start
    before = drop_guard(result)
    for n in range(first, iterations + 1):
        term, add, stop = step(term, n)
        if stop:
            break
        result += add
        rounded = drop_guard(result)
        if abs(add) < 1 << GUARD or rounded == before:
            break
        before = rounded
    return result


def power(num, den, a, b, precision, scale):
    if num == 0:
        return 0
    g = math.gcd(a, b)
    a, b = a // g, b // g
    if a <= 1024 and b <= 1024:
        target = num**a * scale**b
        low, high = 0, 1
        while high**b * den**a <= target:
            high <<= 1
        while low < high:
            mid = (low + high + 1) >> 1
            low, high = (mid, high) if mid**b * den**a <= target else (low, mid - 1)
        return low
    p = max(precision, 32, scale.bit_length() + 8)
    bits = p + GUARD
    unit, rounds = 1 << bits, min(4096, bits + 128)

    def ln1p(x):
        def step(term, n):
            term = term * x // unit
            if term == 0:
                return term, 0, True
            nxt = term // n
            return term, nxt if n % 2 else -nxt, nxt == 0
        return series(bits, rounds, x, 2, step)

    ln2 = -ln1p(-(unit >> 1))

    def ln(v):
        shift = v.bit_length() - 1
        mantissa = (v << bits) >> shift
        if mantissa >= unit + (unit >> 1):
            mantissa, shift = mantissa >> 1, shift + 1
        return ln1p(mantissa - unit) + ln2 * shift

    x = (ln(num) - ln(den)) * a // b

    def step(term, n):
        term = term * x // (unit * n)
        return term, term, term == 0
    return drop_guard(series(bits, rounds, unit, 1, step)) * scale // (1 << p)


def fx(n):
    return n << 64


def div(a, b):
    return 0 if b == 0 or (a << 64) // b > M128 else (a << 64) // b


def mul(a, b):
    return min((a * b) >> 64, M128)


class Pool:
    def __init__(self, tao, alpha, quote, rate):
        self.y, self.x, self.w2, self.rate = tao, alpha, quote, rate
        self.w1 = ONE - quote

    def price(self, x=None, y=None):
        x, y = self.x if x is None else x, self.y if y is None else y
        return mul(div(fx(self.w1), fx(self.w2)), div(fx(y), fx(x)))

    def out(self, buy, amount):
        rin, rout = (self.y, self.x) if buy else (self.x, self.y)
        a, b = (self.w2, self.w1) if buy else (self.w1, self.w2)
        e = power(rin, min(rin + amount, M64), a, b, 256, ONE)
        e = 0 if e > M64 else min(div(fx(e), fx(ONE)), fx(1))
        return mul(fx(rout), fx(1) - e) >> 64

    def swap(self, buy, amount, limit):
        fee = mul(fx(amount), div(fx(self.rate), fx(65535))) >> 64
        net = amount - fee
        rin, rout = (self.y, self.x) if buy else (self.x, self.y)
        if net > min(rin * 1000, M64):
            return "SwapInputTooLarge"
        if rout < 10**6:
            return "ReservesTooLow"
        now, lim = self.price(), div(fx(limit), fx(10**9))
        if not (now < lim if buy else now > lim):
            return "PriceLimitExceeded"
        out = self.out(buy, net)
        target = self.price(max(self.x - out, 0), self.y + net) if buy else self.price(self.x + net, max(self.y - out, 0))
        used = net
        if target > lim if buy else target < lim:
            num, den, w = (lim, now, self.w1) if buy else (now, lim, self.w2)
            e = min(power(num, den, w, ONE, 1024, ONE), M64)
            used = mul(fx(rin), max(div(fx(e), fx(ONE)) - fx(1), 0)) >> 64
            fee = mul(fx(used), div(fx(self.rate), fx(65535 - self.rate))) >> 64
            out = self.out(buy, used)
        if used and not out:
            return "ReservesTooLow"
        return {"in": used, "out": out, "fee": fee}


def main():
    rng = random.Random(425)
    cases = []
    for _ in range(40):
        num, den = rng.randrange(1, 10**rng.randrange(3, 19)), rng.randrange(1, 10**rng.randrange(3, 19))
        w = rng.randrange(ONE // 100, ONE * 99 // 100)
        precision, scale = rng.choice([(256, ONE), (256, ONE), (1024, ONE), (0, 1000)])
        value = power(num, den, w, ONE - w, precision, scale)
        cases.append([str(v) for v in (num, den, w, ONE - w, precision, scale, value)])
    for a, b in [(1, 1), (1, 2), (3, 2), (2, 3), (1024, 7), (7, 1024), (1025, 7), (7, 1025), (99, 1), (1, 99)]:
        num, den = rng.randrange(10**9, 10**10), rng.randrange(10**10, 10**11)
        cases.append([str(v) for v in (num, den, a, b, 256, ONE, power(num, den, a, b, 256, ONE))])
    (HERE / "power.json").write_text(json.dumps({
        "source": "make_vectors.py, after sam0x17/safe-bigmath 013c4998 src/integer.rs pow_ratio_scaled",
        "columns": ["numerator", "denominator", "exponentNumerator", "exponentDenominator", "precisionBits", "scale", "value"],
        "cases": cases}, indent=1) + "\n")

    swaps = []
    for i in range(120):
        x, y = rng.randrange(10**7, 10**16), rng.randrange(10**7, 10**16)
        quote = ONE // 2 if i % 2 else rng.randrange(ONE // 100, ONE * 99 // 100 + 1)
        pool, buy = Pool(y, x, quote, rng.choice([0, 33, 33, 655])), rng.random() < 0.5
        amount = int((y if buy else x) * 10 ** rng.uniform(-6, 3.2)) + 1
        spot = (pool.price() * 10**9) >> 64
        limit = rng.choice([10**15 if buy else 1000, max(int(spot * rng.uniform(0.7, 1.4)), 1)])
        got = pool.swap(buy, amount, limit)
        row = {"tao": str(y), "alpha": str(x), "quoteWeight": str(quote), "feeRate": pool.rate, "side": "buy" if buy else "sell",
               "amount": str(amount), "limitPrice": str(limit), "priceBits": str(pool.price())}
        if isinstance(got, str):
            row["error"] = got
        else:
            row |= {"paidIn": str(got["in"]), "paidOut": str(got["out"]), "fee": str(got["fee"])}
        swaps.append(row)
    weights = []
    for _ in range(40):
        x, y = rng.randrange(1, 10**16), rng.randrange(1, 10**16)
        dx, dy = rng.randrange(0, 2 * 10**9), rng.randrange(0, 2 * 10**9)
        quote = rng.randrange(ONE // 100, ONE * 99 // 100 + 1)
        def weighted(w, v):
            return min((v * w + ONE // 2) // ONE, M128)
        q1, q2 = weighted(ONE - quote, min(y * (x + dx), M128)), weighted(quote, min(x * (y + dy), M128))
        w = q2 * ONE // (q1 + q2) if q1 + q2 else ONE // 2
        inside = ONE // 100 <= w <= ONE - ONE // 100
        weights.append([str(v) for v in (y, x, quote, dy, dx)] + [str(w) if inside else ""])
    (HERE / "pool.json").write_text(json.dumps({
        "source": "make_vectors.py, after opentensor/subtensor pallets/swap/src/pallet/{balancer,impls,swap_step}.rs at spec 425",
        "swaps": swaps, "weightColumns": ["tao", "alpha", "quoteWeight", "addTao", "addAlpha", "quoteWeightAfter"],
        "weights": weights}, indent=1) + "\n")


if __name__ == "__main__":
    main()
