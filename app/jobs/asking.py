"""The parameters of an import: `dry_run`, `dated`, `on_conflict`, `undelete`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, cast

from app.domain.fields import Kind
from app.domain.record import today
from app.faults import Fault, QueryRejected, ValueRefused, quoted
from app.importer.incoming import Options
from app.query.values import read_value
from app.query.wire import Pair, split_query

_WAYS = ("report", "keep", "replace")


def read_options(raw: bytes) -> Options:
    """The options of a query string; raises `QueryRejected` with everything that is wrong."""
    pairs, undecoded = split_query(raw)
    faults = [*undecoded, *_unknown(pairs)]
    found: dict[str, Any] = {}
    for name, read in _READERS.items():
        given = [pair.value for pair in pairs if pair.name == name]
        try:
            if len(given) > 1:
                raise ValueRefused("repeated", f"{name} may be given once only.")
            if given:
                found[name] = read(given[0])
        except ValueRefused as refused:
            faults.append(refused.at(name))
    if faults:
        raise QueryRejected(faults)
    return replace(Options(), **found)


def _read_flag(text: str) -> object:
    return read_value(Kind.BOOLEAN, text)


def _read_dated(text: str) -> date:
    day = cast("date", read_value(Kind.DATE, text))
    if day > today():
        raise ValueRefused("out-of-range", "This day is yet to come.", today().isoformat())
    return day


def _read_way(text: str) -> str:
    if text not in _WAYS:
        detail = f"{quoted(text)} is no way to settle a conflict."
        raise ValueRefused("bad-value", detail, None, _WAYS)
    return text


_READERS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        "dry_run": _read_flag,
        "dated": _read_dated,
        "on_conflict": _read_way,
        "undelete": _read_flag,
    }
)
NAMES = tuple(_READERS)


def _unknown(pairs: Sequence[Pair]) -> list[Fault]:
    return [
        Fault(name, "unknown-parameter", f"There is no parameter {quoted(name)} here.", None, NAMES)
        for name in dict.fromkeys(pair.name for pair in pairs)
        if name not in NAMES
    ]
