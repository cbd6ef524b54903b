"""Trains the demonstration model on the grammar's texts: train.py OUT.pt [--steps N] [--threads N]

The state is kept beside OUT.pt and an interrupted run goes on from it. Equal versions of torch, threads and seed give
equal figures; other machines round differently and come very close.
"""

import argparse
import itertools
import json
import math
import os
import time

import torch
from torch.nn import functional as F

import bpe
import grammar
from model import Llama, Shape

SEED = 20251122
BATCH, LENGTH = 8, 256
DECIDED_WEIGHT = 6.0
PEAK, FLOOR, WARM = 3e-3, 1e-4, 100


def rows(tokenizer, seed):
    """Rows of LENGTH + 1 ids and weights. Each begins with the beginning of a text, as a prompt does; texts end with
    END_OF_TEXT."""
    texts = grammar.documents(seed)
    while True:
        ids, weights = [], []
        while len(ids) <= LENGTH:
            more, heavy = tokenizer.encode_weighted(next(texts), grammar.DECIDED, DECIDED_WEIGHT)
            ids += more + [bpe.END_OF_TEXT]
            weights += heavy + [1.0]
        yield ids[: LENGTH + 1], weights[1 : LENGTH + 1]


def rate(step, steps):
    if step < WARM:
        return PEAK * (step + 1) / WARM
    return FLOOR + (PEAK - FLOOR) * 0.5 * (1 + math.cos(math.pi * (step - WARM) / (steps - WARM)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--steps", type=int, default=2000)
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

    state_path, first, seconds = args.out + ".state", 0, 0.0
    data = rows(tokenizer, SEED + 1)
    if os.path.exists(state_path):
        state = torch.load(state_path)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        first, seconds = state["step"], state["seconds"]
        for _ in range(first * BATCH):
            next(data)
    began, shown = time.time() - seconds, 0.0
    for step in range(first, args.steps):
        ids, weights = zip(*(next(data) for _ in range(BATCH)))
        batch, weights = torch.tensor(ids), torch.tensor(weights).reshape(-1)
        for group in optimizer.param_groups:
            group["lr"] = rate(step, args.steps)
        logits = model(batch[:, :-1])
        losses = F.cross_entropy(logits.reshape(-1, shape.vocabulary), batch[:, 1:].reshape(-1), reduction="none")
        loss = (losses * weights).sum() / weights.sum()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        shown = loss.item() if step == first else 0.98 * shown + 0.02 * loss.item()
        if step % 50 == 49 or step == first:
            print(f"step {step + 1}/{args.steps}  loss {shown:.4f}  {time.time() - began:.0f} s", flush=True)
        if step % 100 == 99:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}
            torch.save({**state, "seconds": time.time() - began}, state_path)
    facts = {"seed": SEED, "steps": args.steps, "tokens": args.steps * BATCH * LENGTH, "seconds": time.time() - began}
    torch.save({"model": model.state_dict(), "merges": merges, "facts": facts}, args.out)
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
