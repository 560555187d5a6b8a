"""What a writer does next: any of the writes there are, at random, on a few shared records."""

import json
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from app.synthetic.owners import make_owners
from trials.write import Answer, Values, Write

NUMBERS = tuple(f"24-{index:03}-S01" for index in range(48))
"""Few, so that writers meet on them and each gets many versions; the number is the id too."""

_OWNERS = make_owners(12, random.Random(7))
_PATH = "/v1/projects"
_BULK = f"{_PATH}/bulk"
_NOTHING: Values = {}
_REFUSED: dict[str, Any] = {"number": "24-900-S01", "name": "Utan ägare", "region": "SE12"}
_SHARE_ONCE = 0.5
_SHARE_AGAIN = 0.5
_SHARE_LARGE = 0.1


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as it was just shown to the writer; None where it is not there."""

    id: str
    record: Mapping[str, Any] | None
    tag: str | None

    @classmethod
    def of(cls, id: str, answer: Answer) -> "Shown":
        """What an answer shows, be it to GET or to a write of this record."""
        if not answer.is_done:
            return cls(id, None, None)
        return cls(id, answer.to_json(), answer.headers["etag"])


class Choice:
    """The writes of one writer; `name` makes its tokens its own."""

    def __init__(self, name: str, dice: random.Random) -> None:
        self._name, self._dice, self._counter = name, dice, count(1)

    def number(self) -> str:
        """The record to look at next."""
        return self._dice.choice(NUMBERS)

    def goes_on(self) -> bool:
        """Whether to write the same record again, without another look at it."""
        return self._dice.random() < _SHARE_AGAIN

    def make(self, shown: Shown) -> Write:
        """A write that makes sense of what was shown; another writer may come before it."""
        token = f"{self._name}-{next(self._counter)}"
        makers: Mapping[Callable[[str, Shown], Write], int]
        if shown.record is None:
            makers = {self._create: 6, self._revert: 2, self._bulk: 2}
        else:
            makers = {
                self._patch: 4,
                self._put: 2,
                self._delete: 1,
                self._revert: 1,
                self._bulk: 2,
                self._bulk_delete: 1,
            }
        (maker,) = self._dice.choices(list(makers), list(makers.values()))
        return replace(maker(token, shown), once=self._dice.random() < _SHARE_ONCE)

    def _create(self, token: str, shown: Shown) -> Write:
        record = self._new(shown.id, token)
        return Write(token, "create", "POST", _PATH, _json(record), {shown.id: record})

    def _patch(self, token: str, shown: Shown) -> Write:
        """With the tag that was shown, or without: then the last one wins."""
        tag = shown.tag if self._dice.random() < 0.7 else None
        values = self._values(token)
        touched = {shown.id: values}
        path = f"{_PATH}/{shown.id}"
        return Write(token, "patch", "PATCH", path, _json(values), touched, if_match=tag)

    def _put(self, token: str, shown: Shown) -> Write:
        values = self._values(token)
        whole = _json({**(shown.record or {}), **values})
        touched = {shown.id: values}
        path = f"{_PATH}/{shown.id}"
        return Write(token, "put", "PUT", path, whole, touched, if_match=shown.tag)

    def _delete(self, token: str, shown: Shown) -> Write:
        path, touched = f"{_PATH}/{shown.id}", {shown.id: _NOTHING}
        return Write(token, "delete", "DELETE", path, b"", touched, if_match=shown.tag)

    def _revert(self, token: str, shown: Shown) -> Write:
        version = self._dice.randint(1, shown.record["version"]) if shown.record else 1
        body, touched = _json({"version": version}), {shown.id: _NOTHING}
        path = f"{_PATH}/{shown.id}/revert"
        return Write(token, "revert", "POST", path, body, touched, like=version)

    def _bulk(self, token: str, shown: Shown) -> Write:
        """An upsert; some have a row that is refused, which undoes an atomic one."""
        atomic, flawed = self._dice.random() < 0.5, self._dice.random() < 0.4
        rows = {one: self._new(one, token) for one in self._several(shown)}
        sent = list(rows.values())
        if flawed:
            sent.insert(self._dice.randrange(len(sent) + 1), _REFUSED)
        kind = "bulk atomic" if atomic else "bulk by row"
        path = f"{_BULK}?mode=upsert&atomic={_json(atomic).decode()}"
        return Write(token, kind, "POST", path, _json(sent), {} if atomic and flawed else rows)

    def _bulk_delete(self, token: str, shown: Shown) -> Write:
        """Atomic: one record that is not there keeps the others."""
        ids = self._several(shown)[:2]
        body, touched = _json([{"id": one} for one in ids]), dict.fromkeys(ids, _NOTHING)
        return Write(token, "bulk delete", "POST", f"{_BULK}?mode=delete", body, touched)

    def _several(self, shown: Shown) -> list[str]:
        most = len(NUMBERS) if self._dice.random() < _SHARE_LARGE else 6
        others = [one for one in NUMBERS if one != shown.id]
        return [shown.id, *self._dice.sample(others, self._dice.randint(1, most - 1))]

    def _new(self, number: str, token: str) -> dict[str, Any]:
        """A whole new record; its owner is told now by name alone, now by number too."""
        owner = _OWNERS[int(number[3:6]) % len(_OWNERS)]
        record = {
            "number": number,
            "name": f"Projekt {number}",
            "owner": owner.name,
            "region": "SE12",
            "programme_period": "2021-2027",
            **self._values(token),
        }
        if owner.number and self._dice.random() < 0.5:
            record["owner_organisation_number"] = owner.number
        return record

    def _values(self, token: str) -> dict[str, Any]:
        """Different for every write."""
        return {
            "call_number": token,
            "summary": " ".join((token, *_words(self._dice, 150))),
            "planned_participants": self._dice.randrange(1_000_000),
            "total_budget": self._dice.randrange(100_000_000) / 100,
        }


def _words(dice: random.Random, most: int) -> Iterable[str]:
    return dice.choices(("arbete", "väg", "språk", "stöd", "hälsa"), k=dice.randint(1, most))


def _json(value: object) -> bytes:
    return json.dumps(value).encode()
