"""One epoch in plain numpy floats, from a case that `epoch_bench --dump` wrote: checks that it agrees with the chain's
result, then times it. usage: epoch_vs_numpy.py CASE.json  (prints milliseconds of processor time, median of the runs)

Dense matrices of validators times neurons, as one writes it in numpy; reading the stored rows is not timed."""

import json
import sys
import time

import numpy as np

PARTS = 65535.0


def dense(rows, validators, neurons):
    out = np.zeros((validators, neurons))
    for i in range(validators):
        for uid, value in rows[i]:
            out[i, uid] = value
    return out


def normalized(v, axis=None):
    total = v.sum(axis=axis, keepdims=True)
    return np.divide(v, total, out=np.zeros_like(v), where=total != 0)


def median(stake, weights, kappa):
    """Per column the least weight up to which more than 1 - kappa of the stake votes."""
    order = np.argsort(weights, axis=0)
    votes = np.cumsum(stake[order], axis=0)
    row = np.argmax(votes > 1 - kappa, axis=0)
    return np.take_along_axis(weights, np.take_along_axis(order, row[None, :], axis=0), axis=0)[0]


def alphas(case, weights, bonds, consensus):
    difference = np.where(weights >= bonds, weights - consensus, bonds - weights).clip(0, 1)
    x = (-case["alphaSteepness"] / 100 * (difference - 0.5)).clip(-20, 20)
    low, high = case["alphaLow"] / PARTS, case["alphaHigh"] / PARTS
    return (low + (high - low) / (1 + np.exp(x))).clip(low, high)


def epoch(case, stake, weights, bonds):
    stake = normalized(stake)
    weights = normalized(weights, 1)
    consensus = median(stake, weights, case["kappa"] / PARTS)
    clipped = np.minimum(weights, consensus)
    incentive = normalized(stake @ clipped)
    penalty = case["bondsPenalty"] / PARTS
    weights = (1 - penalty) * weights + penalty * clipped
    alpha = 1 - case["bondsMovingAverage"] / 1e6
    if case["yuma3"]:
        bonds = bonds / PARTS
        if case["liquidAlpha"]:
            alpha = alphas(case, weights, bonds, consensus)
        bonds = alpha * weights + (1 - alpha) * bonds
        dividends = normalized(normalized(bonds, 0) @ incentive * stake)
    else:
        bonds = normalized(bonds, 0)
        bonds = normalized(alpha * normalized(weights * stake[:, None], 0) + (1 - alpha) * bonds, 0)
        dividends = normalized(bonds @ incentive)
        bonds = bonds / np.maximum(bonds.max(axis=0), 1e-30)
    return consensus, incentive, dividends, bonds


def main():
    case = json.load(open(sys.argv[1], encoding="ascii"))
    validators, neurons = case["validators"], len(case["stake"])
    stake = np.array(case["stake"][:validators], dtype=float)
    weights = dense(case["weights"], validators, neurons)
    bonds = dense(case["bonds"], validators, neurons)

    consensus, incentive, dividends, _ = epoch(case, stake, weights, bonds)
    worst = 0.0
    for name, got in (("consensus", consensus), ("incentive", incentive), ("dividends", dividends)):
        size = len(got)
        worst = max(worst, np.abs(np.floor(got * PARTS) - np.array(case[name][:size])).max())
    if worst > 2:
        sys.exit(f"numpy and the chain differ by {worst:.0f} parts of 65535")

    times = []
    while len(times) < 5 or (len(times) < 50 and sum(times) < 1):
        start = time.process_time()
        epoch(case, stake, weights, bonds)
        times.append(time.process_time() - start)
    print(f"{sorted(times)[len(times) // 2] * 1000:.3f}")


if __name__ == "__main__":
    main()
