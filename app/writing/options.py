"""The parameters of a bulk write: `mode`, `atomic`, `dry_run`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from app.faults import Fault, QueryRejected, quoted
from app.query.wire import Pair, split_query

Mode = Literal["create", "upsert", "update", "delete"]
MODES: tuple[Mode, ...] = get_args(Mode)
NAMES = ("mode", "atomic", "dry_run")

_ANSWERS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Options:
    """What to do with the rows, whether all of them or none, and whether only to say so."""

    mode: Mode
    atomic: bool = True
    dry_run: bool = False


def read_options(raw: bytes) -> Options:
    """The options of a query string; raises `QueryRejected` with everything that is wrong."""
    pairs, undecoded = split_query(raw)
    faults = [*undecoded, *_unknown(pairs)]
    given = {name: [pair.value for pair in pairs if pair.name == name] for name in NAMES}
    for name, values in given.items():
        if len(values) > 1:
            faults.append(Fault(name, "repeated", f"{name} may be given once only."))
    mode = next((one for one in MODES if given["mode"][:1] == [one]), None)
    if mode is None:
        asked = f"{quoted(given['mode'][0])} is no mode." if given["mode"] else "Name the mode."
        faults.append(Fault("mode", "bad-value", asked, None, MODES))
    flags = {name: _flag(name, given[name], faults) for name in ("atomic", "dry_run")}
    if faults or mode is None:
        raise QueryRejected(faults)
    return Options(mode, atomic=flags["atomic"] is not False, dry_run=flags["dry_run"] is True)


def _flag(name: str, values: Sequence[str], faults: list[Fault]) -> bool | None:
    if values and values[0] not in _ANSWERS:
        detail = f"{quoted(values[0])} is neither true nor false."
        faults.append(Fault(name, "bad-value", detail, None, tuple(_ANSWERS)))
    return _ANSWERS.get(values[0]) if values else None


def _unknown(pairs: Sequence[Pair]) -> list[Fault]:
    return [
        Fault(name, "unknown-parameter", f"There is no parameter {quoted(name)} here.", None, NAMES)
        for name in dict.fromkeys(pair.name for pair in pairs)
        if name not in NAMES
    ]
