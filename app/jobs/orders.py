"""How an import is to be done, as it stands in the database until then."""

from collections.abc import Mapping as Object
from datetime import date
from typing import Any

from app.importer.incoming import Options
from app.importer.mapping import Mapping


def order_to_json(options: Options) -> dict[str, Any]:
    """The options as an import keeps them."""
    return {
        "dry_run": options.dry_run,
        "dated": options.dated.isoformat() if options.dated else None,
        "on_conflict": options.on_conflict,
        "undelete": options.undelete,
        "mapping": options.mapping.text if options.mapping else None,
    }


def order_from_json(order: Object[str, Any]) -> Options:
    """The options that were kept."""
    mapping = order["mapping"]
    return Options(
        dry_run=order["dry_run"],
        dated=date.fromisoformat(order["dated"]) if order["dated"] else None,
        on_conflict=order["on_conflict"],
        undelete=order["undelete"],
        mapping=Mapping(mapping) if mapping is not None else None,
    )
