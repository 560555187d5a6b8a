"""A question as its author wrote it, before any of it is read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """A question as its author wrote it."""

    conditions: tuple[tuple[str, tuple[str, ...]], ...]  # parameter name and its texts
    q: str = ""
    or_missing: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """As the parameters of an address."""
        pairs = [(name, text) for name, texts in self.conditions for text in texts]
        for name, text in (
            ("q", self.q),
            ("or_missing", ",".join(self.or_missing)),
            ("sort", ",".join(self.sort)),
        ):
            pairs += [(name, text)] if text else []
        return pairs


def split(parameter: str) -> tuple[str, str]:
    """Field and operator of a parameter's name."""
    field, mark, op = parameter.partition("__")
    return field, op if mark else "eq"
