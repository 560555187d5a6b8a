"""Parameters that an address reads itself, each given once: their texts, or what is wrong."""

from collections.abc import Sequence

from app.domain.fields import Kind
from app.faults import Fault, ValueRefused
from app.query.values import read_value
from app.query.wire import Pair


def read_once(pairs: Sequence[Pair], name: str, faults: list[Fault]) -> str | None:
    """The text of a parameter; None where it is not given, or not so that it can be read."""
    given = [pair.value for pair in pairs if pair.name == name]
    if len(given) > 1:
        faults.append(Fault(name, "repeated", f"{name} may be given once only."))
    elif given and not given[0]:
        faults.append(Fault(name, "empty-value", "The value is empty."))
    return given[0] if len(given) == 1 and given[0] else None


def read_switch(pairs: Sequence[Pair], name: str, faults: list[Fault], *, default: bool) -> bool:
    """Whether a parameter is true."""
    text = read_once(pairs, name, faults)
    if text is None:
        return default
    try:
        return bool(read_value(Kind.BOOLEAN, text))
    except ValueRefused as refused:
        faults.append(refused.at(name))
        return default


def refuse_repeated(names: Sequence[str], sink: list[ValueRefused]) -> None:
    """Refuses each name that a list has more than once."""
    sink.extend(
        ValueRefused("repeated", f"{name} is named more than once.")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    )
