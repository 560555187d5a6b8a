"""The law of the word index: it holds the words of every state, and nothing else."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from app.database import Reader
from app.store.words import BOUND, KEYS, LONGEST_WORD, entry_of, words_of

_STATES = "SELECT since FROM project UNION ALL SELECT since FROM past_project"
_UNINDEXED = f"{_STATES} EXCEPT SELECT id FROM project_words_docsize"  # noqa: S608
_STRAY = f"SELECT id FROM project_words_docsize WHERE id NOT IN ({_STATES})"  # noqa: S608
_USES = "SELECT term, doc FROM word_use WHERE term <> ?"


def find_wrong_words(reader: Reader) -> Iterator[str]:
    """States that are not indexed, entries of no state, words that stand in more or fewer states
    than the index says, and words of which the vocabulary does not know, or no state."""
    for (since,) in reader.rows(_UNINDEXED):
        yield f"the state from {since} on is not indexed"
    for (since,) in reader.rows(_STRAY):
        yield f"there is no state from {since} on"
    held = _count_words(reader)
    told: Counter[str] = Counter(dict(chain.from_iterable(reader.blocks(_USES, (BOUND,)))))
    for word in sorted(held.keys() | told.keys()):
        if held[word] != told[word]:
            yield f"“{word}” stands in {held[word]} states, the index says {told[word]}"
    known = {word for block in reader.blocks("SELECT word FROM word") for (word,) in block}
    for word in sorted(known ^ {word for word in held if len(word) <= LONGEST_WORD}):
        yield f"“{word}” is {'no' if word in known else 'a'} word of a state"


def _count_words(reader: Reader) -> Counter[str]:
    """In how many states each word stands."""
    counts: Counter[str] = Counter()
    columns = ("since", *KEYS)
    for table in ("project", "past_project"):
        sql = f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608 - names of our own
        for block in reader.blocks(sql):
            for row in block:
                held = dict(zip(columns, row, strict=True))
                counts.update(words_of([entry_of(held["since"], held)]))
    return counts
