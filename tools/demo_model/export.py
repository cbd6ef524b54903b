"""Writes the trained model as GGUF, measures what was written, and states it: export.py IN.pt MODEL.gguf HELD_OUT.json

Every figure is of the weights as they are in the file (Q8_0), on texts whose word pairs training never saw. A model card
is written beside the model, and a part of the held-out texts to HELD_OUT.json for the tests of the engine.
"""

import argparse
import hashlib
import json
import math
import os

import torch
from torch.nn import functional as F

import bpe
import gguf
import grammar
from model import Llama, Shape

CHAT = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
REVIEWS, COMPLETIONS, TEXTS = 2000, 2000, 1000
SEED = 77


def metadata(shape, tokenizer, merges):
    kinds = [3] * len(bpe.SPECIAL) + [1] * (256 + len(merges))
    kinds += [5] * (shape.vocabulary - len(kinds))  # unused
    return {
        "general.architecture": "llama",
        "general.name": "Taodeck demonstration",
        "general.description": "Stories and opinions of a grammar, trained by tools/demo_model",
        "general.file_type": 7,
        "llama.vocab_size": shape.vocabulary,
        "llama.context_length": shape.context,
        "llama.embedding_length": shape.dim,
        "llama.block_count": shape.layers,
        "llama.feed_forward_length": shape.ffn,
        "llama.attention.head_count": shape.heads,
        "llama.attention.head_count_kv": shape.kv_heads,
        "llama.attention.layer_norm_rms_epsilon": shape.eps,
        "llama.rope.dimension_count": shape.head_dim,
        "llama.rope.freq_base": shape.rope_base,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": tokenizer.tokens,
        "tokenizer.ggml.token_type": kinds,
        "tokenizer.ggml.merges": [f"{a} {b}" for a, b in merges],
        "tokenizer.ggml.bos_token_id": bpe.END_OF_TEXT,
        "tokenizer.ggml.eos_token_id": bpe.END_OF_TEXT,
        "tokenizer.ggml.eot_token_id": bpe.TURN_END,
        "tokenizer.ggml.add_bos_token": False,
        "tokenizer.chat_template": CHAT,
    }


def quantise(model):
    """The file's tensors; the model's weights become what they stand for."""
    tensors = []
    for name, weight in model.named_tensors():
        array = weight.detach().numpy()
        if array.ndim == 1:
            tensors.append((name, array, array.astype("<f4").tobytes(), gguf.F32))
        else:
            raw, rounded = gguf.q8_0(array)
            tensors.append((name, array, raw, gguf.Q8_0))
            weight.data.copy_(torch.from_numpy(rounded))
    return tensors


@torch.no_grad()
def right(model, tokenizer, pairs):
    """The share of (prompt, continuation) that the model continues so by itself, its likeliest token at each step."""
    hits = 0
    for prompt, continuation in pairs:
        ids, wanted = tokenizer.encode(prompt), tokenizer.encode(continuation)
        logits = model(torch.tensor([ids + wanted[:-1]]))[0, len(ids) - 1 :]
        hits += logits.argmax(-1).tolist() == wanted
    return hits / len(pairs)


@torch.no_grad()
def perplexity(model, tokenizer, texts):
    """Per token, of whole texts from their second token on."""
    total = count = 0
    for text in texts:
        ids = torch.tensor([tokenizer.encode(text) + [bpe.END_OF_TEXT]])
        total += F.cross_entropy(model(ids[:, :-1])[0], ids[0, 1:], reduction="sum").item()
        count += ids.shape[1] - 1
    return math.exp(total / count)


def card(facts, figures, shape, path):
    with open(path, "rb") as file:
        raw = file.read()
    parameters, minutes = facts["parameters"], facts["seconds"] / 60
    return f"""# Taodeck demonstration model

A language model small enough to travel with the program. It was trained for Taodeck by `tools/demo_model` on text that the
grammar there generates, from nothing else: short stories whose facts are known, opinions with a sentiment, and
conversations about both (ChatML). It shows that the engine works, offline and at once; it knows nothing about the world.

| | |
|---|---|
| file | `taodeck-demo.gguf`, {len(raw):,} bytes, Q8_0 (norms F32) |
| SHA-256 | `{hashlib.sha256(raw).hexdigest()}` |
| architecture | Llama: {shape.layers} layers, width {shape.dim}, {shape.heads} heads ({shape.kv_heads} for keys and values), SwiGLU {shape.ffn}, output tied to the embedding |
| parameters | {parameters:,} |
| vocabulary | {shape.vocabulary:,} byte-level BPE tokens, trained on the same text |
| context | {shape.context} tokens |
| training | {facts["steps"]:,} steps, {facts["tokens"] / 1e6:.1f} million tokens, seed {facts["seed"]}, AdamW, {minutes:.0f} minutes on one thread of a busy machine with two shared cores |
| licence | that of Taodeck, see `LICENSE` |

## What it can do

With the weights as they are in the file, on texts of the grammar that use only pairs of words (an adjective and what it is said
of, a person and a thing, a colour and a thing) that training never contained:

| measure | figure | without understanding |
|---|---|---|
| sentiment of {figures["reviews"]:,} held-out reviews, both labels equally often | {figures["sentiment"]:.1%} | 50 % by chance, {figures["words"]:.1%} by counting good and bad words |
| the decided word of {figures["completions"]:,} held-out stories, and answers to questions about them | {figures["completion"]:.1%} | one of 10 to 20 names, places, things or colours, mostly |
| perplexity per token of {figures["texts"]:,} held-out texts (much of a text is free choice) | {figures["perplexity"]:.2f} | {shape.vocabulary:,} by chance |

## How to talk to it

```
Review: The soup was not good, but I love the bread.
Sentiment:

Story: Mira lives near the harbour. One morning she finds

<|im_start|>user
Tell me a story about Mira.<|im_end|>
<|im_start|>assistant
```

Words outside the grammar mean nothing to it: `tools/demo_model/grammar.py` holds all that it has seen.
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("trained")
    parser.add_argument("model")
    parser.add_argument("held_out")
    args = parser.parse_args()
    torch.set_num_threads(1)
    trained, shape = torch.load(args.trained), Shape()
    merges = [tuple(pair) for pair in trained["merges"]]
    tokenizer = bpe.Tokenizer(merges, shape.vocabulary)
    model = Llama(shape)
    model.load_state_dict(trained["model"])
    tensors = quantise(model)
    gguf.write(args.model, metadata(shape, tokenizer, merges), tensors)

    reviews = grammar.held_out_reviews(SEED, REVIEWS)
    completions = grammar.held_out_completions(SEED + 1, COMPLETIONS)
    figures = {
        "reviews": len(reviews),
        "sentiment": right(model, tokenizer, reviews),
        "words": sum(
            0.5 if (guess := grammar.by_words(prompt)) is None else guess == label.strip() for prompt, label in reviews
        ) / len(reviews),
        "completions": len(completions),
        "completion": right(model, tokenizer, completions),
        "texts": TEXTS,
        "perplexity": perplexity(model, tokenizer, grammar.held_out_texts(SEED + 2, TEXTS)),
    }
    facts = trained["facts"] | {"parameters": sum(p.numel() for p in model.parameters())}
    with open(os.path.splitext(args.model)[0] + ".md", "w") as out:
        out.write(card(facts, figures, shape, args.model))
    with open(args.held_out, "w") as out:
        cases = {
            "about": "Texts from tools/demo_model/grammar.py whose word pairs the demonstration model never saw; "
            "prompt and the continuation that the grammar decides.",
            "sentiment": reviews[:200],
            "completion": completions[:200],
            "ids": [[prompt, tokenizer.encode(prompt)] for prompt, _ in reviews[:20] + completions[:20]],
        }
        json.dump(cases, out, indent=1)
        out.write("\n")
    print(json.dumps(figures | facts, indent=1))


if __name__ == "__main__":
    main()
