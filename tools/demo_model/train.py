"""Trains the demonstration model on the grammar's texts: train.py OUT.pt [--steps N] [--threads N]

The state is kept beside OUT.pt and an interrupted run goes on from it. Equal versions of torch, threads and seed give
equal figures; other machines round differently and come very close.
"""

import argparse
import itertools
import json
import math
import os
import random
import time

import torch
from torch.nn import functional as F

import bpe
import grammar
from model import Llama, Shape

SEED = 20251122
LENGTH, GROUP, GROUPS, POOL = 256, 1024, 2, 256  # longest text; ids of a group; groups of a step; texts sorted together
DECIDED_WEIGHT = 6.0
SECOND_STAGE, THIRD_STAGE = 300, 500  # the steps at which they begin
PEAK, FLOOR, WARM, HORIZON = 2e-3, 5e-5, 60, 3000


def groups(tokenizer, seed, stage):
    """Texts of about one length, together at most GROUP ids with their padding: (ids, targets, weights). Each row is one
    text from its beginning, as a prompt is, and END_OF_TEXT."""
    texts, rng = grammar.documents(seed, stage), random.Random(seed)
    while True:
        pool = [tokenizer.encode_weighted(next(texts), grammar.DECIDED, DECIDED_WEIGHT) for _ in range(POOL)]
        pool.sort(key=lambda each: len(each[0]))
        out, rows = [], []
        for ids, weights in pool:
            if (len(rows) + 1) * (len(ids) + 1) > GROUP:
                out.append(rows)
                rows = []
            rows.append((ids[: LENGTH - 1] + [bpe.END_OF_TEXT], weights[: LENGTH - 1] + [1.0]))
        out.append(rows)
        rng.shuffle(out)
        for rows in out:
            width = max(len(ids) for ids, _ in rows)
            ids = torch.tensor([ids + [bpe.END_OF_TEXT] * (width - len(ids)) for ids, _ in rows])
            weights = torch.tensor([weights + [0.0] * (width - len(weights)) for _, weights in rows])
            yield ids[:, :-1], ids[:, 1:], weights[:, 1:]


def stage_of(step):
    return 1 if step < SECOND_STAGE else 2 if step < THIRD_STAGE else 3


def rate(step, steps):
    """Rises for WARM steps, falls slowly towards HORIZON, and over the last third of the steps to nothing."""
    if step < WARM:
        return PEAK * (step + 1) / WARM
    slow = FLOOR + (PEAK - FLOOR) * 0.5 * (1 + math.cos(math.pi * (step - WARM) / (HORIZON - WARM)))
    return slow * min(1.0, (steps - step) / (steps / 3))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(args.threads)

    shape = Shape()
    texts = (text.replace(grammar.DECIDED, "") for text in itertools.islice(grammar.documents(SEED), 8000))
    merges = bpe.train(texts, shape.vocabulary)
    tokenizer = bpe.Tokenizer(merges, shape.vocabulary)
    model = Llama(shape)
    decayed = [p for p in model.parameters() if p.dim() == 2]
    plain = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.1}, {"params": plain, "weight_decay": 0.0}], lr=PEAK, betas=(0.9, 0.95)
    )
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {len(merges)} merges", flush=True)

    state_path, first, seconds, tokens = args.out + ".state", 0, 0.0, 0
    stages = {stage: groups(tokenizer, SEED + stage, stage) for stage in (1, 2, 3)}
    if os.path.exists(state_path):
        state = torch.load(state_path)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        first, seconds, tokens = state["step"], state["seconds"], state["tokens"]
        for step in range(first):
            for _ in range(GROUPS):
                next(stages[stage_of(step)])
    began, shown = time.time() - seconds, 0.0
    for step in range(first, args.steps):
        data = stages[stage_of(step)]
        batch = [next(data) for _ in range(GROUPS)]
        whole = sum(weights.sum() for _, _, weights in batch)
        optimizer.zero_grad(set_to_none=True)
        for group in optimizer.param_groups:
            group["lr"] = rate(step, args.steps)
        sum_of_losses = 0.0
        for ids, targets, weights in batch:
            losses = F.cross_entropy(model(ids).flatten(0, 1), targets.flatten(), reduction="none")
            loss = (losses * weights.flatten()).sum() / whole
            loss.backward()
            sum_of_losses += loss.item()
            tokens += int((weights > 0).sum())
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        shown = sum_of_losses if step == first else 0.98 * shown + 0.02 * sum_of_losses
        if step % 50 == 49 or step == first:
            print(f"step {step + 1}/{args.steps}  loss {shown:.4f}  {time.time() - began:.0f} s", flush=True)
        if step % 100 == 99:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}
            torch.save({**state, "seconds": time.time() - began, "tokens": tokens}, state_path)
    facts = {"seed": SEED, "steps": args.steps, "tokens": tokens, "seconds": time.time() - began}
    torch.save({"model": model.state_dict(), "merges": merges, "facts": facts}, args.out)
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
