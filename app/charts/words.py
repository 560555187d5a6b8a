"""The words of charts, Swedish and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.query.phrases import Language


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a chart beside names and figures."""

    title: str
    source: str
    unstated: str  # a figure or a group that nothing states
    nothing: str  # a chart without groups
    none_there: str  # a region without projects
    left_out: str  # a region whose figure was not asked for
    others: str
    shown: str
    stated: str
    dropped: str
    answers: tuple[str, str]
    parts: Mapping[str, str]  # of a date or number that groups are made of
    active: str
    units: Mapping[str, tuple[str, ...]]  # in ones, millions, thousands of millions


WORDS: Mapping[Language, Words] = MappingProxyType(
    {
        "sv": Words(
            title="{measure} per {group}",
            source="Källa: {source}, version {version}",
            unstated="ej angivet",
            nothing="Inga projekt",
            none_there="inga projekt",
            left_out="visas inte",
            others="Övriga",
            shown="Visar {shown} av {total} grupper.",
            stated="Angivet för {count} projekt ({share} %).",
            dropped="{count} projekt utan uppgift om {field} är inte med.",
            answers=("Nej", "Ja"),
            parts={
                "year": "år ({field})",
                "quarter": "kvartal ({field})",
                "month": "månad ({field})",
                "bin": "intervall ({field})",
            },
            active="år då projekten pågår",
            units={"SEK": ("kronor", "miljoner kronor", "miljarder kronor"), "%": ("procent",)},
        ),
        "en": Words(
            title="{measure} by {group}",
            source="Source: {source}, version {version}",
            unstated="not stated",
            nothing="No projects",
            none_there="no projects",
            left_out="not shown",
            others="Others",
            shown="{shown} of {total} groups are shown.",
            stated="Stated for {count} projects ({share}%).",
            dropped="{count} projects without {field} are left out.",
            answers=("No", "Yes"),
            parts={
                "year": "year ({field})",
                "quarter": "quarter ({field})",
                "month": "month ({field})",
                "bin": "range ({field})",
            },
            active="year in which projects are active",
            units={"SEK": ("SEK", "SEK million", "SEK billion"), "%": ("per cent",)},
        ),
    }
)
