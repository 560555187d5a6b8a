"""What a question means, told again in plain Python: no SQL, no keys, no operator table.

Comparisons are told in three values; None is "maybe": a comparison by order with a missing value.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.query import found
from tests.query.asked import BRANCHES, Asked, Tree, split
from tests.query.records import ORGANISATIONS, TODAY, Record
from tests.query.verdict import Verdict, beside, every, some

TEXTS = {"number", "name", "summary", "owner", "owner_unit"}
ALPHABET = " \"%'(),-/0123456789abcdefghijklmnopqrstuvwxyzåäö"
REGIONS = {
    "SE1": ("SE11", "SE12"),
    "östra mellansverige": ("SE12",),
    "Småland & Öarna": ("SE21",),
    "stockholm": ("SE11",),
}
RANGE_OPS = {"gt", "gte", "lt", "lte", "between"}
WORDS = {"period", "budget", "active_on"}
_OPPOSITES = {"eq": "ne", "ne": "eq", "in": "notin", "notin": "in", "isnull": "isnull"}


def answer(records: Iterable[Record], asked: Asked) -> list[str]:
    """The ids of the records asked for, in the order asked for."""
    kept = [record for record in records if _verdict(record, asked) is True]
    if asked.q and not asked.sort:
        kept.sort(key=lambda record: (found.rank(record, asked.q), record["id"]))
        return [record["id"] for record in kept]
    return [record["id"] for record in _sorted(kept, asked.sort)]


def not_stated(records: Iterable[Record], asked: Asked) -> dict[str, int]:
    """For each field compared by order, how many records only its missing value may drop."""
    listed = list(records)
    return {
        name: sum(record[name] is None and _verdict(record, asked) is None for record in listed)
        for name in ranged(asked)
        if name not in kept_fields(asked)
    }


def ranged(asked: Asked) -> set[str]:
    """The fields that can be missing and are compared by order."""
    names = set()
    for parameter, texts in asserted(asked):
        field, op = split(parameter)
        if field in WORDS:
            for text in texts:
                names |= _word_fields(field, text)
        elif op in RANGE_OPS and field not in {"name", "owner", "id", "updated_at", "version"}:
            names.add(field)
    return names


def asserted(asked: Asked) -> Iterator[Tree]:
    """The conditions that a record must meet: those under `not`, an opposite put in their place
    where there is one, left out."""
    yield from asked.conditions
    if asked.tree:
        yield from _asserted(asked.tree, negated=False)


def _asserted(tree: Tree, *, negated: bool) -> Iterator[Tree]:
    kind, *parts = tree
    if kind in BRANCHES:
        for part in parts:
            yield from _asserted(part, negated=negated is not (kind == "not"))
    elif not negated:
        yield tree
    elif opposite := _opposite(tree):
        yield opposite


def _opposite(leaf: Tree) -> Tree | None:
    """The condition that holds where this one does not, of missing values too."""
    name, texts = leaf
    field, op = split(name)
    if field in WORDS or op not in _OPPOSITES:
        return None
    if op == "isnull":
        return name, ("false" if texts[0] == "true" else "true",)
    other = _OPPOSITES[op]
    return (field if other == "eq" else f"{field}__{other}"), texts


def _branch(record: Record, tree: Tree, kept: set[str], *, negated: bool = False) -> Verdict:
    kind, *parts = tree
    if kind == "not":
        return _branch(record, parts[0], kept, negated=not negated)
    if kind in BRANCHES:
        verdicts = [_branch(record, part, kept, negated=negated) for part in parts]
        return some(verdicts) if negated is (kind == "and") else every(verdicts)
    if not negated:
        return _holds(record, kind, parts[0], kept)
    if opposite := _opposite(tree):
        return _holds(record, opposite[0], opposite[1], kept)
    return _holds(record, kind, parts[0], set()) is not True


def kept_fields(asked: Asked) -> set[str]:
    """The fields that `or_missing` names."""
    names: set[str] = set()
    for part in asked.or_missing:
        names |= {"budget": {"total_budget"}, "period": {"start_date", "end_date"}}.get(
            part, {part}
        )
    return names


def fold(text: str) -> str:
    """Text without case and surplus blanks."""
    return re.sub(r"\s+", " ", text.lower()).strip()


def status(record: Record) -> str:
    start, end = record["start_date"], record["end_date"]
    if start and start > TODAY:
        return "planned"
    if end and end < TODAY:
        return "ended"
    return "ongoing" if start and end else "unknown"


def value_of(record: Record, field: str) -> Any:  # noqa: ANN401
    return status(record) if field == "status" else record[field]


def _verdict(record: Record, asked: Asked) -> Verdict:
    kept = kept_fields(asked)
    verdicts = [_holds(record, name, texts, kept) for name, texts in asked.conditions]
    if asked.tree:
        verdicts.append(_branch(record, asked.tree, kept))
    verdicts.append(not asked.q or found.rank(record, asked.q) is not None)
    return every(verdicts)


def _holds(record: Record, parameter: str, texts: Sequence[str], kept: set[str]) -> Verdict:
    field, op = split(parameter)
    if field in WORDS:
        return some(_word(record, field, text, kept) for text in texts)
    value = value_of(record, field)
    if op == "isnull":
        return (value is None) == (texts[0] == "true")
    if op in {"ne", "notin"}:
        wanted = texts if op == "ne" else _listed(texts[0])
        return not any(_equal(record, field, text) for text in wanted)
    if value is None:
        return True if field in kept else None if op in RANGE_OPS else False
    if op in {"eq", "in"}:
        wanted = texts if op == "eq" else _listed(texts[0])
        return any(_equal(record, field, text) for text in wanted)
    return _compared(value, field, op, texts[0])


def _listed(text: str) -> list[str]:
    parts = re.findall(r'"((?:[^"]|"")*)"(?:,|$)|([^,"]+)(?:,|$)', text)
    return [quoted.replace('""', '"') or bare for quoted, bare in parts]


def _equal(record: Record, field: str, text: str) -> bool:
    value = value_of(record, field)
    if field == "owner":
        number, spellings = ORGANISATIONS[record["owner_id"]]
        return (
            text == record["owner_id"]
            or text.replace("-", "") == number
            or fold(text) in map(fold, spellings)
        )
    if value is None:
        return False
    if field == "region":
        return value in REGIONS.get(text, (text,))
    if field == "quality_issues":
        return text in value
    if ":" in text and field == "programme_area":
        return [record["programme_period"], value] == text.split(":")
    return bool(_plain(field, value) == _plain(field, _read(field, text)))


def _read(field: str, text: str) -> Any:  # noqa: ANN401
    if field in {"start_date", "end_date"}:
        return date.fromisoformat(text)
    if field == "updated_at":
        return datetime.fromisoformat(text).replace(tzinfo=None)
    if field in {"total_budget", "eu_cofinancing_rate", "planned_participants", "version"}:
        return Decimal(text)
    return {"true": True, "false": False}[text] if field == "tackles_child_poverty" else text


def _plain(field: str, value: Any) -> Any:  # noqa: ANN401
    return fold(value) if field in TEXTS else value


def alphabetical(text: str) -> tuple[list[int], str]:
    """Swedish order: å, ä, ö after z; an underscore stands with the slash, just behind it."""
    return [ALPHABET.index("/" if char == "_" else char) for char in fold(text)], fold(text)


def _order(field: str, value: Any) -> Any:  # noqa: ANN401
    return alphabetical(value) if field in TEXTS else value


def _compared(value: Any, field: str, op: str, text: str) -> bool:  # noqa: ANN401
    if op in {"contains", "startswith"}:
        part, whole = (_part(text), fold(value)) if field in TEXTS else (text, value)
        return whole.startswith(part) if op == "startswith" else part in whole
    if op == "between":
        low, high = _ends(field, text)
        own = _order(field, value)
        return (low is None or _order(field, low) <= own) and (
            high is None or own <= _order(field, high)
        )
    own, literal = _order(field, value), _order(field, _read(field, text))
    signs: Mapping[str, Callable[[], bool]] = {
        "gt": lambda: own > literal,
        "gte": lambda: own >= literal,
        "lt": lambda: own < literal,
        "lte": lambda: own <= literal,
    }
    return signs[op]()


def _part(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower())


def _ends(field: str, text: str) -> tuple[Any, Any]:
    low, mark, high = text.partition("..")
    if not mark:
        high = low
    return (_end(field, low, last=False) if low else None), (
        _end(field, high, last=True) if high else None
    )


def _end(field: str, text: str, *, last: bool) -> Any:  # noqa: ANN401
    """Years and months stand for their days, days of a time for their moments."""
    if field not in {"start_date", "end_date", "updated_at"}:
        return _read(field, text)
    if "T" in text:
        return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
    year, month, day = (*map(int, text.split("-")), *([0] * (2 - text.count("-"))))
    month = month or (12 if last else 1)
    days = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    whole = date(year, month, day or (days if last else 1))
    if field != "updated_at":
        return whole
    moment = datetime.max if last else datetime.min  # noqa: DTZ901 - only their times
    return datetime.combine(whole, moment.time())


def _word_ends(word: str, text: str) -> tuple[Any, Any]:
    return _ends("total_budget" if word == "budget" else "start_date", text)


def _word_fields(word: str, text: str) -> set[str]:
    if word == "budget":
        return {"total_budget"}
    low, high = _word_ends(word, text)
    return ({"end_date"} if low else set()) | ({"start_date"} if high else set())


def _word(record: Record, word: str, text: str, kept: set[str]) -> Verdict:
    low, high = _word_ends(word, text)
    upper, lower = ("total_budget",) * 2 if word == "budget" else ("end_date", "start_date")
    verdicts: list[Verdict] = []
    if low is not None:
        verdicts.append(beside(record[upper], upper in kept, lambda value: value >= low))
    if high is not None:
        verdicts.append(beside(record[lower], lower in kept, lambda value: value <= high))
    return every(verdicts)


def _sorted(records: list[Record], sort: Sequence[str]) -> list[Record]:
    """Stable sorts from the last key to the first, missing values put behind each time."""
    ordered = sorted(records, key=lambda record: record["id"])
    for key in reversed(sort):
        name = key.removeprefix("-")
        stated = [record for record in ordered if value_of(record, name) is not None]
        missing = [record for record in ordered if value_of(record, name) is None]
        # A reversed sort is stable too: equal values keep their order.
        stated.sort(
            key=lambda record: _order(name, value_of(record, name)), reverse=key.startswith("-")
        )
        ordered = stated + missing
    return ordered
