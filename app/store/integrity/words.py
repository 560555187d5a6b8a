"""The law of the word index: it holds the words of every state, and nothing else."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from app.database import Reader
from app.faults import cut
from app.query.search import Place
from app.store.words import BOUND, KEYS, LONGEST_WORD, entry_of

_STATES = "SELECT since FROM project UNION ALL SELECT since FROM past_project"
_UNINDEXED = f"{_STATES} EXCEPT SELECT id FROM project_words_docsize"  # noqa: S608
_STRAY = f"SELECT id FROM project_words_docsize WHERE id NOT IN ({_STATES})"  # noqa: S608
_FACTOR, _MARKS = 2_654_435_761, 2**32
"""A state's mark is made of its number so that sums tell one set of states from another."""
_SUM = (
    f"(SELECT coalesce(sum(rowid * {_FACTOR} % {_MARKS}), 0) FROM project_words"  # noqa: S608
    " WHERE project_words MATCH '{place} : \"' || term || '\"')"
)
_SUMS = ", ".join(_SUM.format(place=place) for place in Place)
_USES = f"SELECT term, doc, {_SUMS} FROM word_use WHERE term <> ?"  # noqa: S608

Uses = Mapping[str, list[int]]
"""Of each word: the number of states that it stands in, and of each place the sum of the marks of
the states where it stands there."""


def find_wrong_words(reader: Reader) -> Iterator[str]:
    """States that are not indexed, entries of no state, words that stand in more, fewer or other
    states, or elsewhere in them, than the index says, and words of which the vocabulary does not
    know, or no state."""
    for (since,) in reader.rows(_UNINDEXED):
        yield f"the state from {since} on is not indexed"
    for (since,) in reader.rows(_STRAY):
        yield f"there is no state from {since} on"
    held = _uses_in_states(reader)
    yield from _differences(held, _uses_in_index(reader))
    known = {word for block in reader.blocks("SELECT word FROM word") for (word,) in block}
    for word in sorted(known ^ {word for word in held if len(word) <= LONGEST_WORD}):
        yield f"“{cut(word)}” is {'no' if word in known else 'a'} word of a state"


def _differences(held: Uses, told: Uses) -> Iterator[str]:
    nowhere = [0] * (1 + len(Place))
    for word in sorted(held.keys() | told.keys()):
        (states, *places), (count, *marks) = held.get(word, nowhere), told.get(word, nowhere)
        if states != count:
            yield f"“{cut(word)}” stands in {states} states, the index says {count}"
        elif places != marks:
            yield f"“{cut(word)}” stands in other states, or elsewhere in them, than the index says"


def _uses_in_index(reader: Reader) -> Uses:
    return {word: uses for block in reader.blocks(_USES, (BOUND,)) for word, *uses in block}


def _uses_in_states(reader: Reader) -> Uses:
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (1 + len(Place)))
    columns = ("since", *KEYS)
    for table in ("project", "past_project"):
        sql = f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608 - names of our own
        for block in reader.blocks(sql):
            for row in block:
                since, *texts = entry_of(row[0], dict(zip(columns, row, strict=True)))
                mark, places = since * _FACTOR % _MARKS, [{*text.split()} for text in texts]
                for word in set().union(*places):
                    found[word][0] += 1
                for place, words in enumerate(places, start=1):
                    for word in words:
                        found[word][place] += mark
    found.pop(BOUND, None)
    return found
