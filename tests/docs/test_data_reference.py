"""docs/data.md tells of every field, label, layout, rule and code that the import knows."""

import json
import re
from collections import Counter

from app.domain.collation import fold
from app.domain.fields import BY_NAME, FIELDS
from app.domain.quality import RULES
from app.domain.representation import to_json
from app.domain.swedish import Unreadable
from app.domain.vocabulary import CODES
from app.errors import REJECTIONS
from app.importer.document import MAX_SIZE
from app.importer.pages.labels import LABELS, Label
from app.importer.pages.layouts import LAYOUTS
from app.similar.clues import COMMON, MOST_ASKED, MOST_CLUES
from app.similar.facts import FEW_DAYS, MONTHS_18
from app.similar.gathering import ENOUGH, MOST_OF_OWNER, POOL
from app.similar.pairs import RELATIONS
from app.similar.peers import FIGURES
from app.similar.weights import REASONS, WHOLE
from tests.docs.markdown import NO_VALUE, names, read, rows, section, spans

DATA = "docs/data.md"


def test_every_quality_code_is_documented_as_the_code_has_it() -> None:
    assert rows(DATA, "Quality issues") == [
        (f"`{one.code}`", one.severity, one.sentence_en, one.rule) for one in RULES.values()
    ]


def test_every_reason_to_refuse_a_document_is_documented_as_the_code_has_it() -> None:
    assert rows(DATA, "Refused documents") == [(f"`{key}`", REJECTIONS[key]) for key in REJECTIONS]
    assert f"{MAX_SIZE:,} bytes" in section(DATA, "Layouts")


def test_every_reason_of_likeness_is_documented_as_it_is_weighed() -> None:
    documented = [row for row in rows(DATA, "Similar projects") if len(row) == 4]
    assert documented == [
        (f"`{one.code}`", f"{one.points / WHOLE:g}", one.rule, one.why) for one in REASONS.values()
    ]
    related = [spans(row[0])[0] for row in rows(DATA, "Similar projects") if len(row) == 2]
    assert sorted(related) == sorted(RELATIONS)


def test_the_bounds_of_likeness_are_documented_as_they_are() -> None:
    told = set(re.findall(r"\d+", section(DATA, "Similar projects")))
    bounds = (COMMON, MOST_ASKED, MOST_CLUES, ENOUGH, MOST_OF_OWNER, POOL, FEW_DAYS, MONTHS_18)
    assert {str(bound) for bound in bounds} <= told


def test_every_figure_among_peers_is_documented() -> None:
    assert [(row[0], row[2]) for row in rows(DATA, "Peers")] == [
        (f"`{field.name}`", field.definition) for field in FIGURES
    ]


def test_every_field_is_traced_to_its_labels() -> None:
    rewritten = (label for layout in LAYOUTS for label in layout.labels.values())
    labels = sorted((*LABELS.values(), *rewritten), key=lambda label: label.rank)
    stating = {
        field.name: list(dict.fromkeys(one.printed for one in labels if field.name in one.fields))
        for field in FIELDS
    }
    readings = rows(DATA, "How a value is read")
    traced = [row for row in rows(DATA, "Fields") if row not in readings]
    documented = [(row[0].strip("`"), spans(row[1])) for row in traced]
    assert documented == list(stating.items())
    assert [row[0] for row in traced if row[1] == row[2] == NO_VALUE] == []


def test_a_documented_reading_is_what_the_readers_make_of_it() -> None:
    documented = rows(DATA, "How a value is read")
    assert documented
    for label, printed, becomes in documented:
        read_as = read_with(LABELS[fold(spans(label)[0])], spans(printed)[0])
        assert spans(becomes), printed
        assert set(spans(becomes)) <= read_as, printed


def read_with(label: Label, printed: str) -> set[str]:
    """`field=value` of each value that is read, or the code of why none is."""
    try:
        values = label.read(printed)
    except Unreadable as error:
        return {error.code}
    shown = {name: to_json(BY_NAME[name], value) for name, value in values.items()}
    return {
        f"{name}={value if isinstance(value, str) else json.dumps(value)}"
        for name, value in shown.items()
    }


def test_every_layout_is_documented_in_its_order() -> None:
    documented = [(spans(row[0])[0], row[1]) for row in rows(DATA, "Layouts")]
    assert documented == [(layout.name, layout.period) for layout in LAYOUTS]


def test_every_rule_that_works_a_value_out_is_documented_and_no_other() -> None:
    source = read("app/domain/derivation.py")
    rules = set(re.findall(r'"(\w+-of-\w+|code-list)"', source))
    assert sorted(names(DATA, "Rules that work a value out")) == sorted(rules)


def test_the_code_lists_are_confirmed_as_far_as_documented() -> None:
    documented = [
        (spans(row[0])[0], row[1].replace("any", ""), int(row[2]), int(row[3]))
        for row in rows(DATA, "Sources")
    ]
    listed = ("region", "programme_area", "specific_objective", "intervention_type")
    counts = Counter((name, code.period) for name in listed for code in CODES[name])
    confirmed = Counter(
        (name, code.period) for name in listed for code in CODES[name] if code.confirmed
    )
    assert documented == [(*key, count, confirmed[key]) for key, count in counts.items()]
