"""Sentences of made-up summaries: a few that always come, with words of many forms in them."""

import random
from itertools import accumulate

from app.synthetic.words import HEADS, OBJECTS, PARTS, SETTINGS, SUBJECTS, TAILS, VERBS

COUNT = 24_000
"""Different sentences; with them come some thousands of different words, as in real summaries."""
_SHARE_OF_COMPOUNDS = 0.5
_SHARE_OF_SETTINGS = 0.02


def make_sentences(dice: random.Random, count: int = COUNT) -> tuple[str, ...]:
    """As many sentences, some of them more than once."""
    compounds = _compounds(dice)
    shares = tuple(accumulate(1 / rank for rank in range(1, len(compounds) + 1)))
    rare = tuple(accumulate(1 / rank for rank in range(1, len(SETTINGS) + 1)))

    def make() -> str:
        thing = dice.choice(OBJECTS)
        if dice.random() < _SHARE_OF_COMPOUNDS:
            thing = dice.choice(dice.choices(compounds, cum_weights=shares)[0])
        tail = dice.choice(TAILS)
        if dice.random() < _SHARE_OF_SETTINGS:
            tail = f" i {dice.choices(SETTINGS, cum_weights=rare)[0]}"
        return f"{dice.choice(SUBJECTS)} {dice.choice(VERBS)} {thing}{tail}."

    return tuple(make() for _ in range(count))


def _compounds(dice: random.Random) -> list[tuple[str, ...]]:
    """Each compound in its forms; which are the common ones is up to the dice."""
    made = [tuple(part + form for form in forms) for part in PARTS for forms in HEADS]
    dice.shuffle(made)
    return made
