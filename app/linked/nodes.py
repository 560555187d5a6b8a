"""Nodes of linked data: objects of JSON-LD in which nothing is null."""

from typing import Any

MEDIA_TYPE = "application/ld+json"

Node = dict[str, Any]


def node(*types: str, **members: object) -> Node:
    """A node of some type, or several, with those members that have a value; `id_` names it."""
    named = {"@id": members.pop("id_")} if "id_" in members else {}
    there = {name: value for name, value in members.items() if value not in (None, [], "")}
    return {"@type": types[0] if len(types) == 1 else list(types), **named, **there}
