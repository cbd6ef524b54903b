"""Byte-level BPE: trained on the grammar's own texts, written to the model file, used by the trainer.

Text is cut into words as the GPT-2 tokeniser does (the file says `tokenizer.ggml.pre = gpt-2`); the classes of letters and
digits are those of ASCII, which is all that the grammar writes.
"""

import re
from collections import Counter

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
END_OF_TEXT, TURN_START, TURN_END = range(3)

WORDS = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?[A-Za-z]+| ?[0-9]+| ?[^\sA-Za-z0-9]+|\s+(?!\S)|\s+")
SPECIALS = re.compile("(" + "|".join(re.escape(token) for token in SPECIAL) + ")")


def byte_letters():
    """The printable character that stands for each byte in the vocabulary, as GPT-2 assigned them."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [b for b in range(256) if b not in printable]
    return {b: chr(b) for b in printable} | {b: chr(256 + i) for i, b in enumerate(others)}


LETTERS = byte_letters()


def as_letters(text):
    return "".join(LETTERS[b] for b in text.encode())


def joined(parts, pair):
    """`parts` with every neighbouring `pair` made one."""
    out, i = [], 0
    while i < len(parts):
        if i + 1 < len(parts) and (parts[i], parts[i + 1]) == pair:
            out.append(parts[i] + parts[i + 1])
            i += 2
        else:
            out.append(parts[i])
            i += 1
    return tuple(out)


def train(texts, vocabulary):
    """The merges, most frequent first, until there are `vocabulary` tokens. Ties go to the pair that sorts first."""
    counts = Counter(
        word for text in texts for part in SPECIALS.split(text) if part not in SPECIAL for word in WORDS.findall(part)
    )
    words = {word: tuple(as_letters(word)) for word in counts}
    merges = []
    while len(SPECIAL) + 256 + len(merges) < vocabulary:
        pairs = Counter()
        for word, parts in words.items():
            for pair in zip(parts, parts[1:]):
                pairs[pair] += counts[word]
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        words = {word: joined(parts, best) for word, parts in words.items()}
    return merges


class Tokenizer:
    def __init__(self, merges, vocabulary):
        self.merges = merges
        self.tokens = SPECIAL + [LETTERS[b] for b in range(256)] + [a + b for a, b in merges]
        self.tokens += [f"<unused{i}>" for i in range(vocabulary - len(self.tokens))]
        self.ids = {token: i for i, token in enumerate(self.tokens)}
        self.ranks = {pair: i for i, pair in enumerate(merges)}
        self.bytes = {letter: b for b, letter in LETTERS.items()}
        self.known = {}

    def _word(self, word):
        if word not in self.known:
            parts = tuple(as_letters(word))
            while len(parts) > 1:
                best = min(zip(parts, parts[1:]), key=lambda pair: self.ranks.get(pair, len(self.ranks)))
                if best not in self.ranks:
                    break
                parts = joined(parts, best)
            self.known[word] = [self.ids[part] for part in parts]
        return self.known[word]

    def encode(self, text):
        """Special tokens that are written in the text become their ids: the grammar's texts are our own."""
        out = []
        for part in SPECIALS.split(text):
            if part in SPECIAL:
                out.append(self.ids[part])
            else:
                for word in WORDS.findall(part):
                    out.extend(self._word(word))
        return out

    def encode_weighted(self, text, mark, weight):
        """(ids, weights): the first id after each `mark` weighs `weight`, the others 1. `mark` stands between words."""
        ids, weights = [], []
        for i, part in enumerate(text.split(mark)):
            more = self.encode(part)
            ids += more
            weights += [weight if i > 0 and j == 0 else 1.0 for j in range(len(more))]
        return ids, weights

    def decode(self, ids):
        out = bytearray()
        for i in ids:
            token = self.tokens[i]
            out += token.encode() if i < len(SPECIAL) else bytes(self.bytes.get(c, 63) for c in token)
        return out.decode(errors="replace")
