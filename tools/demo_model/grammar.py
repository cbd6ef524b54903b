"""Text with ground truth: opinions with a sentiment, stories whose facts are known, and conversations about both.

Everything comes from a random generator, so equal seeds give equal texts. Some pairs of words are kept out of training
altogether (`kept_out`); the held-out texts are built from such pairs, so a model that is right about them has learnt the
rules of the grammar and not its sentences.
"""

import random
import re
import zlib
from dataclasses import dataclass, field

DECIDED = "\x01"  # in a training text: what comes before decides the next word, so it counts more in the loss
USER, ASSISTANT, END = "<|im_start|>user\n", "<|im_start|>assistant\n", "<|im_end|>\n"


def kept_out(*words):
    """Whether training never sees these words together: about one combination in eight."""
    return zlib.crc32("|".join(words).encode()) % 8 == 0


# ---------------------------------------------------------------------------------------------------------------- opinions

DOMAINS = {
    "place": {
        "things": ["cafe", "hotel", "museum", "library", "market", "theatre", "park", "cinema", "harbour", "castle"],
        "aspects": ["view", "service", "music", "light", "entrance", "terrace"],
        "plural": ["rooms", "chairs", "guides", "stairs"],
        "again": "visit",
        "good": ["quiet", "friendly", "welcoming", "cosy"],
        "bad": ["noisy", "crowded", "rude", "gloomy"],
    },
    "product": {
        "things": ["phone", "lamp", "bicycle", "kettle", "jacket", "camera", "chair", "backpack", "radio", "watch"],
        "aspects": ["handle", "battery", "colour", "design", "sound", "price"],
        "plural": ["buttons", "seams", "instructions", "parts"],
        "again": "buy",
        "good": ["sturdy", "reliable", "clever", "comfortable"],
        "bad": ["flimsy", "broken", "clumsy", "useless"],
    },
    "food": {
        "things": ["soup", "bread", "coffee", "pasta", "salad", "cake", "curry", "pie", "tea", "cheese"],
        "aspects": ["taste", "smell", "sauce", "crust", "filling", "recipe"],
        "plural": ["portions", "spices", "toppings", "herbs"],
        "again": "order",
        "good": ["fresh", "tasty", "delicious", "rich"],
        "bad": ["stale", "bland", "bitter", "soggy"],
    },
}
GOOD = ["lovely", "excellent", "great", "wonderful", "pleasant", "superb", "charming", "brilliant", "good", "perfect"]
BAD = ["awful", "terrible", "dull", "poor", "horrible", "dreadful", "disappointing", "boring", "bad", "annoying"]
LIKE = ["love", "like", "enjoy", "admire"]
HATE = ["hate", "dislike", "regret", "despise"]
STRENGTH = {"slightly": 0.5, "a little": 0.5, "": 1.0, "quite": 1.0, "really": 1.5, "very": 1.5, "extremely": 2.0}
NEGATIONS = ["not", "not at all", "never", "hardly", "far from", "anything but"]
PEOPLE = ["sister", "brother", "friend", "neighbour", "mother", "uncle"]


class Reviewer:
    """Writes one opinion. `value` of a clause is its sentiment: sign and strength. A plain one has no negation and no
    contrast: its words alone decide."""

    def __init__(self, rng, held_out, plain=False):
        self.rng, self.held_out, self.plain = rng, held_out, plain
        self.domain = DOMAINS[rng.choice(sorted(DOMAINS))]
        self.thing = rng.choice(self.domain["things"])

    def noun(self):
        """A noun with its verb."""
        pick = self.rng.random()
        if pick < 0.4:
            return "the " + self.thing, self.thing, self.rng.choice(["is", "was"])
        if pick < 0.75:
            aspect = self.rng.choice(self.domain["aspects"])
            return "the " + aspect, aspect, self.rng.choice(["is", "was"])
        aspect = self.rng.choice(self.domain["plural"])
        return "the " + aspect, aspect, self.rng.choice(["are", "were"])

    def fits(self, *words):
        return kept_out(*words) == self.held_out

    def adjective(self, noun, sign):
        """An adjective of this sign; the pair with the noun is one of those kept out, or none of them."""
        words = (GOOD + self.domain["good"]) if sign > 0 else (BAD + self.domain["bad"])
        fitting = [word for word in words if self.fits(noun, word)]
        return self.rng.choice(fitting) if fitting else None

    def clause(self, sign):
        """A statement without its full stop, and its value (which has the sign asked for)."""
        rng = self.rng
        while True:
            if rng.random() < 0.2:
                liked = sign > 0 if self.plain else rng.random() < 0.5
                verb = rng.choice(LIKE if liked else HATE)
                phrase, noun, _ = self.noun()
                if not self.fits(verb, noun):
                    continue
                if (1 if liked else -1) == sign:
                    return f"I {verb} {phrase}", 1.5 * sign
                return f"I do not {verb} {phrase}", 1.0 * sign
            phrase, noun, verb = self.noun()
            negated = not self.plain and rng.random() < 0.25
            word = self.adjective(noun, -sign if negated else sign)
            if word is None:
                continue
            if negated:
                return f"{phrase} {verb} {rng.choice(NEGATIONS)} {word}", 1.0 * sign
            strength = rng.choice(sorted(STRENGTH))
            return f"{phrase} {verb} {strength} {word}".replace("  ", " "), STRENGTH[strength] * sign

    def sentence(self, sign):
        rng, pick = self.rng, self.rng.random() * (0.8 if self.plain else 1.0)
        if self.plain and 0.55 <= pick < 0.70:
            pick = 0.0
        if pick < 0.55:
            text, value = self.clause(sign)
            return capital(text) + ".", value
        if pick < 0.70:  # contrast: one side decides
            decides, value = self.clause(sign)
            other, less = self.clause(-sign)
            form = rng.choice(["{o}, but {d}", "although {o}, {d}", "{d}, even though {o}", "{o}; still, {d}"])
            return capital(form.format(o=other, d=decides)) + ".", value + 0.25 * less
        if pick < 0.80:
            word = self.adjective(self.thing, sign)
            if word is None:
                return self.sentence(sign)
            return f"What {'an' if word[0] in 'aeiou' else 'a'} {word} {self.thing}!", 1.5 * sign
        if pick < 0.90:  # somebody else's word, taken or refused
            agree = rng.random() < 0.6
            word = self.adjective(self.thing, sign if agree else -sign)
            if word is None:
                return self.sentence(sign)
            ending = "I agree" if agree else "I do not agree"
            return f"My {rng.choice(PEOPLE)} says that the {self.thing} is {word}, and {ending}.", 1.0 * sign
        if pick < 0.94:
            word = self.adjective(self.thing, -sign)
            if word is None:
                return self.sentence(sign)
            return f"Nobody could call the {self.thing} {word}.", 1.0 * sign
        ending = rng.choice(["again", "once more", "any day"])
        return f"I would {'' if sign > 0 else 'not '}{self.domain['again']} it {ending}.", 1.5 * sign

    def write(self):
        """(text, "positive" or "negative"); texts whose parts cancel out are written anew."""
        while True:
            sign = self.rng.choice([1, -1])
            parts, total = [], 0.0
            for _ in range(self.rng.choice([1, 1, 1, 2] if self.plain else [1, 1, 1, 2, 2, 3, 4])):
                text, value = self.sentence(sign if self.plain or self.rng.random() < 0.85 else -sign)
                parts.append(text)
                total += value
            if abs(total) >= (0.5 if self.plain else 1.0):
                return " ".join(parts), "positive" if total > 0 else "negative"


def capital(text):
    return text[0].upper() + text[1:]


def review(rng, held_out=False, plain=False):
    return Reviewer(rng, held_out, plain).write()


def opinion(rng, held_out=False, plain=False):
    """One sentence and its label."""
    sign = rng.choice([1, -1])
    text, _ = Reviewer(rng, held_out, plain).sentence(sign)
    return text, "positive" if sign > 0 else "negative"


def by_words(text):
    """The label that the words alone suggest, without negation and contrast: what a reader of word lists would say."""
    words = text.lower().replace(".", "").replace(",", "").replace("!", "").replace(";", "").split()
    good = set(GOOD + LIKE).union(*(domain["good"] for domain in DOMAINS.values()))
    bad = set(BAD + HATE).union(*(domain["bad"] for domain in DOMAINS.values()))
    score = sum((word in good) - (word in bad) for word in words)
    return "positive" if score > 0 else "negative" if score < 0 else None


# ----------------------------------------------------------------------------------------------------------------- stories

HER = ["Mira", "Anna", "Lena", "Nora", "Ines", "Ruth", "Olga", "Vera", "Cora", "Elsa"]
HIM = ["Oskar", "Paul", "Hugo", "Ivan", "Noah", "Emil", "Felix", "Karl", "Tomas", "Jonas"]
PLACES = ["kitchen", "garden", "harbour", "forest", "station", "school", "tower", "bakery", "valley", "workshop"]
OBJECTS = ["lantern", "key", "book", "coin", "basket", "letter", "ring", "bell", "map", "bottle", "drum", "mirror"]
COLOURS = ["red", "blue", "green", "yellow", "white", "black", "silver", "golden"]
CONTAINERS = ["box", "bag", "drawer", "cupboard", "chest"]
TIMES = ["One morning", "One evening", "On Monday", "After lunch", "In the summer", "Late at night"]


@dataclass
class Story:
    text: str = ""
    marked: str = ""  # the text with DECIDED before every word that is decided
    facts: list = field(default_factory=list)  # (question, answer)
    sure: list = field(default_factory=list)  # (prefix of the text, the word that must follow)

    def say(self, sentence, sure=None):
        """Adds a sentence; `sure` is the word in it that what was said before decides."""
        space = " " if self.text else ""
        at = len(sentence) if sure is None else sentence.rindex(sure) - 1  # of the space before the word
        if sure is not None:
            self.sure.append((self.text + space + sentence[:at], sure))
        self.text += space + sentence
        self.marked += space + sentence[:at] + (DECIDED if sure else "") + sentence[at:]


def story(rng, held_out=False):
    """A short story about who has a thing and where everybody is."""
    while True:
        one, two = rng.sample(HER + HIM, 2)
        thing, colour = rng.choice(OBJECTS), rng.choice(COLOURS)
        first, second = rng.sample(PLACES, 2)
        if kept_out(one, thing) == held_out and kept_out(colour, thing) == held_out:
            break
    she, her = ("she", "her") if one in HER else ("he", "his")
    told = Story()

    told.say(rng.choice([f"{one} lives near the {first}.", f"{one} is in the {first}.", f"{one} works in the {first}."]))
    told.say(f"{rng.choice(TIMES)} {she} {rng.choice(['finds', 'buys', 'makes'])} {article(colour)} {colour} {thing}.", she)
    if rng.random() < 0.5:
        told.say(f"The {thing} is {colour} and {rng.choice(['old', 'new', 'small', 'heavy'])}.", colour)
    box = None
    if rng.random() < 0.5:
        box = rng.choice(CONTAINERS)
        told.say(f"{capital(she)} puts the {thing} in {her} {box}.", thing)
    told.say(rng.choice([f"Then {one} walks to the {second}.", f"Then {one} goes to the {second}."]), one)
    told.say(f"In the {second} {she} meets {two}.", second)
    holder = one
    if rng.random() < 0.65:
        form = rng.choice(["gives", "shows"])
        if form == "gives":
            told.say(f"{capital(she)} gives the {thing} to {two}.", two)
            told.say(f"{two} thanks {one}.", one)
            holder = two
        else:
            told.say(f"{capital(she)} shows the {thing} to {two}, but {she} keeps it.", "keeps")
    else:
        told.say(f"{two} {rng.choice(['likes', 'wants'])} the {thing}, but {one} keeps it.", one)
    mood = "happy" if holder == two else "sad"
    told.say(f"{two} is {mood}.", mood)
    walker = None
    if rng.random() < 0.4:
        walker = rng.choice(["one", "two"])
        third = rng.choice([p for p in PLACES if p not in (first, second)])
        told.say(f"In the end {one if walker == 'one' else two} goes home to the {third}.")
    where_one = third if walker == "one" else second
    where_two = third if walker == "two" else second

    told.facts = [
        (f"Who has the {thing}?", holder),
        (f"What colour is the {thing}?", colour),
        (f"Where is {one}?", where_one),
        (f"Where is {two}?", where_two),
        (f"What does {holder} have?", thing),
    ]
    return told


def article(word):
    return "an" if word[0] in "aeiou" else "a"


# --------------------------------------------------------------------------------------------------------------- documents


def full_answer(question, answer):
    """The answer as a sentence."""
    words = question.rstrip("?").split()
    if words[0] == "Who":
        return f"{DECIDED}{answer} has {' '.join(words[2:])}."
    if words[1] == "colour":
        return f"The {words[-1]} is{DECIDED} {answer}."
    if words[0] == "Where":
        return f"{words[-1]} is in the{DECIDED} {answer}."
    return f"{words[2]} has the{DECIDED} {answer}."


SMALL_TALK = [
    ("Hello!", "Hello! I tell short stories and judge reviews."),
    ("Who are you?", "I am the demonstration model of Taodeck."),
    ("What can you do?", "I tell short stories, answer questions about them and say whether a review is positive."),
    ("Thank you!", "You are welcome."),
]


def turn(question, answer):
    return USER + question + END + ASSISTANT + answer + END


TELLING = GOOD + BAD + LIKE + HATE + [word for domain in DOMAINS.values() for word in domain["good"] + domain["bad"]]
TELLING = re.compile(" (" + "|".join(TELLING) + r")\b")


def labelled(rng, plain):
    """A label and then a text that it decides: so the words of one sentiment come to stand together."""
    text, label = opinion(rng, plain=plain)
    if plain:
        text = TELLING.sub(DECIDED + r" \1", text)
    return f"Sentiment: {label}\nReview: {text}\n"


def document(rng, stage):
    """One training text. The first stage learns stories and what sentences look like, the second which words are good and
    which are bad, the third what negation and contrast make of them: a label that only the rules explain teaches nothing
    to somebody who does not know the words."""
    pick = rng.random()
    if stage == 2 and pick < 0.80:
        if pick < 0.40:
            return labelled(rng, plain=True)
        text, label = review(rng, plain=True)
        return f"Review: {text}\nSentiment:{DECIDED} {label}\n"
    if stage == 3 and pick < 0.60:
        if pick < 0.08:
            return labelled(rng, plain=False)
        text, label = review(rng) if pick < 0.36 else opinion(rng)
        return f"Review: {text}\nSentiment:{DECIDED} {label}\n"
    if stage > 1:  # the rest of the texts: stories and conversations
        pick = 0.52 + 0.48 * rng.random()
    if pick < 0.18:  # opinions, each with its label
        lines = [opinion(rng) for _ in range(rng.randint(4, 7))]
        return "Opinions:\n" + "".join(f"{text}{DECIDED} {label}\n" for text, label in lines)
    if pick < 0.52:
        text, label = review(rng)
        return f"Review: {text}\nSentiment:{DECIDED} {label}\n"
    if pick < 0.72:
        told = story(rng)
        asked = rng.sample(told.facts, rng.randint(2, 4))
        return f"Story: {told.marked}\n" + "".join(f"Question: {q}\nAnswer:{DECIDED} {a}\n" for q, a in asked)
    if pick < 0.84:
        text, label = review(rng)
        return turn(f"Is this review positive or negative? {text}", DECIDED + capital(label) + ".")
    if pick < 0.90:
        told = story(rng)
        asked = rng.sample(told.facts, 2)
        name = told.text.split()[0]
        turns = turn(f"Tell me a story about {name}.", told.marked)
        return turns + "".join(turn(q, full_answer(q, a)) for q, a in asked)
    if pick < 0.98:
        told = story(rng)
        question, answer = rng.choice(told.facts)
        return turn(f"{told.marked} {question}", full_answer(question, answer))
    talk = rng.sample(SMALL_TALK, rng.randint(1, 2))
    return "".join(turn(q, a) for q, a in talk)


def documents(seed, stage=1):
    """Training texts without end."""
    rng = random.Random(seed)
    while True:
        yield document(rng, stage)


def held_out_reviews(seed, count):
    """(prompt, label) from word pairs that training never saw; as many of each label."""
    rng = random.Random(seed)
    found = {"positive": [], "negative": []}
    while any(len(texts) < count // 2 for texts in found.values()):
        text, label = review(rng, held_out=True)
        if len(found[label]) < count // 2:
            found[label].append((f"Review: {text}\nSentiment:", " " + label))
    return [pair for both in zip(found["positive"], found["negative"]) for pair in both]


def held_out_completions(seed, count):
    """(prompt, continuation) where the story so far, or the story and a question, decide the continuation."""
    rng = random.Random(seed)
    out = []
    while len(out) < count:
        told = story(rng, held_out=True)
        if rng.random() < 0.5:
            prefix, word = rng.choice(told.sure)
            out.append(("Story: " + prefix, " " + word))
        else:
            question, answer = rng.choice(told.facts)
            out.append((f"Story: {told.text}\nQuestion: {question}\nAnswer:", " " + answer))
    return out


def held_out_texts(seed, count):
    """Whole held-out texts for the perplexity."""
    rng = random.Random(seed)
    out = []
    for _ in range(count):
        if rng.random() < 0.55:
            text, label = review(rng, held_out=True)
            out.append(f"Review: {text}\nSentiment: {label}\n")
        else:
            told = story(rng, held_out=True)
            question, answer = rng.choice(told.facts)
            out.append(f"Story: {told.text}\nQuestion: {question}\nAnswer: {answer}\n")
    return out
