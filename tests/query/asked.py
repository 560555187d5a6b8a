"""A question as its author wrote it, before any of it is read."""

import json
from dataclasses import dataclass
from typing import Any

from app.query.lists import split_list

Tree = tuple[Any, ...]
"""`("and", tree, …)`, `("or", tree, …)`, `("not", tree)`, or a parameter's name and its texts."""

BRANCHES = {"and", "or", "not"}
_BARE = {"total_budget", "eu_cofinancing_rate", "planned_participants", "version",
         "tackles_child_poverty", "isnull"}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question as its author wrote it."""

    conditions: tuple[tuple[str, tuple[str, ...]], ...]  # parameter name and its texts
    q: str = ""
    or_missing: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    tree: Tree = ()

    def pairs(self) -> list[tuple[str, str]]:
        """As the parameters of an address."""
        pairs = [(name, text) for name, texts in self.conditions for text in texts]
        for name, text in (
            ("where", json.dumps(to_json(self.tree)) if self.tree else ""),
            ("q", self.q),
            ("or_missing", ",".join(self.or_missing)),
            ("sort", ",".join(self.sort)),
        ):
            pairs += [(name, text)] if text else []
        return pairs

    def body(self) -> dict[str, Any]:
        """As a JSON body, every condition in its tree."""
        leaves = [to_json(condition) for condition in self.conditions]
        parts = [*leaves, to_json(self.tree)] if self.tree else leaves
        members = {
            "where": {"and": parts} if len(parts) != 1 else parts[0],
            "q": self.q,
            "or_missing": list(self.or_missing),
            "sort": list(self.sort),
        }
        return {
            name: value for name, value in members.items() if value not in ("", [], {"and": []})
        }


def to_json(tree: Tree) -> dict[str, Any]:
    """A tree of conditions as the API takes it, its literals typed."""
    kind, *parts = tree
    if kind in BRANCHES:
        inner = [to_json(part) for part in parts]
        return {kind: inner[0] if kind == "not" else inner}
    field, op = split(kind)
    (texts,) = parts
    if op in {"in", "notin"}:
        values = [to_literal(field, text) for text in split_list(texts[0])]
        return {"field": field, "op": op, "value": values}
    ranged = op == "between" or field in {"period", "budget"}
    kind_of = "isnull" if op == "isnull" else field
    literals = [text if ranged else to_literal(kind_of, text) for text in texts]
    return {"field": field, "op": op, "value": literals if len(literals) > 1 else literals[0]}


def to_literal(field: str, text: str) -> Any:  # noqa: ANN401 - whatever JSON has
    """A literal of a field as JSON has it."""
    return json.loads(text) if field in _BARE else text


def split(parameter: str) -> tuple[str, str]:
    """Field and operator of a parameter's name."""
    field, mark, op = parameter.partition("__")
    return field, op if mark else "eq"


def depth(tree: Tree) -> int:
    """How many `and`, `or` and `not` stand within one another."""
    kind, *parts = tree
    return 1 + max(map(depth, parts)) if kind in BRANCHES else 0
