"""THE table of reasons: what makes two projects alike, when, how much it weighs, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

WHOLE = 10_000
"""Points of a project that is alike in everything: a score of 1."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One way to be alike; `points` is what it adds, or adds at most."""

    code: str
    points: int
    rule: str
    why: str


_TABLE = (
    Reason("same_number", 3_500,
           "the same letters and digits, whatever stands between them",
           "It is the name that the authority gave the project."),
    Reason("alike_name", 3_500,
           "two thirds of the words of both names are in both; all of them add all of it",
           "Whoever names a project says in three words what it is about."),
    Reason("shared_words", 2_500,
           "a form of telling words of this project's name or summary; all of them add all of it",
           "Rare words tell a subject; all projects share the common ones."),
    Reason("same_owner", 1_500, "the same `owner_id`",
           "Owners go on with what they know, but large ones do everything."),
    Reason("same_objective", 1_000, "the same `specific_objective` in the same period",
           "Both were granted for the same purpose."),
    Reason("same_area", 500, "else the same `programme_area` in the same period",
           "An area holds several objectives: it says half as much."),
    Reason("same_region", 500, "the same `region`",
           "The same labour market; but one project in eight shares it."),
    Reason("near_size", 500, "the larger `total_budget` is at most 1.25 times the smaller",
           "Projects of a kind cost about the same; but so do many others."),
    Reason("overlapping_period", 500, "days on which both ran",
           "They met the same years; but so did many others."),
    Reason("consecutive_period", 500, "at most 548 days lie between them",
           "One may go on with the other; but so may many others."),
)  # fmt: skip
"""A number goes before the name, an objective before its area, and a period either overlaps or
follows: all that can come together makes `WHOLE`."""

REASONS: Mapping[str, Reason] = MappingProxyType({reason.code: reason for reason in _TABLE})


def points_of(code: str) -> int:
    """What a reason adds, or adds at most."""
    return REASONS[code].points
