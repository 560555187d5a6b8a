"""`projektbank check`: what the records state and what is odd in them; or whether what is stored
keeps the registry's own laws. It reads only."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager

import typer

from app.commands.tables import print_table
from app.database import Database, Reader
from app.domain.fields import BY_NAME
from app.domain.quality import RULES
from app.domain.record import today
from app.migration import require_current
from app.query.compile import compile_page
from app.query.model import Filter, Query
from app.query.nearest import nearest
from app.query.resource import PROJECTS
from app.store.integrity.laws import Verdict, judge
from app.store.reads import dataset_state
from app.store.tallies import COUNTED, EVERYTHING, Tally, read_accepted, read_tallies
from app.store.view import View

_SHOWN = ("id", "name", "owner")
_ISSUE_HEADINGS = ("ISSUE", "SEVERITY", "RECORDS", "ACCEPTED", "FOR INSTANCE", "MEANING")


def check_quality(url: str, *, as_json: bool) -> None:
    """Prints how many records show each quality issue, and how many state each field."""
    with _reading(url) as reader:
        view = View(dataset_state(reader), today(), Query(limit=None))
        tally = read_tallies(reader, view)[EVERYTHING]
    if as_json:
        _print_json({"dataset_version": view.dataset.version, **_tally_to_json(tally)})
        return
    typer.echo(f"{tally.count} projects, dataset version {view.dataset.version}\n")
    print_table(_ISSUE_HEADINGS, _issue_rows(tally))
    typer.echo()
    print_table(("FIELD", "STATED", "SHARE"), _field_rows(tally))


def check_issue(url: str, code: str, *, as_json: bool) -> None:
    """Prints the records that show a quality issue, and those in which it is accepted; raises a
    usage error for a code that is none."""
    if code not in RULES:
        near = nearest(code, RULES)
        meant = f"did you mean {near}?" if near else f"known: {', '.join(RULES)}"
        raise typer.BadParameter(f"there is no quality issue “{code}”; {meant}")
    filters = (Filter("quality_issues", "eq", (code,)),)
    question = Query(filters=filters, fields=_SHOWN, limit=None)
    with _reading(url) as reader:
        statement = compile_page(PROJECTS, question, today=today())
        found = reader.rows(statement.sql, statement.parameters)
        view = View(dataset_state(reader), today(), Query(limit=None))
        accepted = [one for one in read_accepted(reader, view) if one.code == code]
    records = [json.loads(row[0]) for row in found]
    if as_json:
        kept = [{"id": one.id, "reason": one.reason} for one in accepted]
        _print_json({"code": code, "records": records, "accepted": kept})
        return
    rule = RULES[code]
    counted = "1 record" if len(records) == 1 else f"{len(records)} records"
    typer.echo(f"{code} ({rule.severity}): {rule.sentence_en} {counted}\n")
    rows = [tuple(record[name] for name in _SHOWN) for record in records]
    print_table(tuple(name.upper() for name in _SHOWN), rows)
    if accepted:
        typer.echo()
        print_table(("ACCEPTED", "REASON"), [(one.id, one.reason) for one in accepted])


def check_integrity(url: str, *, as_json: bool) -> bool:
    """Checks every law in one moment, prints a line on each, and says whether all are kept."""
    with _reading(url) as reader:
        verdicts = list(judge(reader))
    if as_json:
        _print_json(_verdicts_to_json(verdicts))
    else:
        _print_verdicts(verdicts)
    return not any(verdict.breaches for verdict in verdicts)


@contextmanager
def _reading(url: str) -> Iterator[Reader]:
    """The database at one moment, without a time budget."""
    database = Database(url, query_seconds=math.inf)
    require_current(database)
    with closing(database.reader()) as reader, reader.snapshot() as snapshot:
        yield snapshot


def _issue_rows(tally: Tally) -> list[tuple[str, ...]]:
    return [
        (
            code,
            RULES[code].severity,
            str(tally.issues[code]),
            str(tally.accepted[code]),
            ", ".join(tally.examples(code)),
            RULES[code].sentence_en,
        )
        for code in tally.codes()
    ]


def _field_rows(tally: Tally) -> list[tuple[str, ...]]:
    return [(name, str(tally.stated[name]), _percent(tally, name)) for name in COUNTED]


def _percent(tally: Tally, name: str) -> str:
    """The share in percent, rounded down: all is 100 only where none is missing."""
    if not tally.count:
        return "-"
    return f"{tally.stated[name] * 1000 // tally.count / 10:.1f} %"


def _tally_to_json(tally: Tally) -> Mapping[str, object]:
    return {
        "count": tally.count,
        "issues": [
            {
                "code": code,
                "severity": RULES[code].severity,
                "sentence_sv": RULES[code].sentence_sv,
                "sentence_en": RULES[code].sentence_en,
                "count": tally.issues[code],
                "accepted": tally.accepted[code],
                "examples": tally.examples(code),
            }
            for code in tally.codes()
        ],
        "fields": [
            {
                "field": name,
                "label": BY_NAME[name].label_sv,
                "stated": tally.stated[name],
                "share": tally.share(name),
            }
            for name in COUNTED
        ],
    }


def _print_verdicts(verdicts: Iterable[Verdict]) -> None:
    for verdict in verdicts:
        result = "BROKEN" if verdict.breaches else "kept"
        typer.echo(f"{result:6}  {verdict.law.code:10}  {verdict.law.sentence}")
        for breach in verdict.breaches:
            typer.echo(f"        {breach}")


def _verdicts_to_json(verdicts: Iterable[Verdict]) -> list[dict[str, object]]:
    return [
        {
            "law": verdict.law.code,
            "sentence": verdict.law.sentence,
            "kept": not verdict.breaches,
            "breaches": list(verdict.breaches),
        }
        for verdict in verdicts
    ]


def _print_json(answer: object) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
