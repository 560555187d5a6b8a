"""One measurement of serving from beginning to end: fill, start, compare, time, explain.

Everything happens on this machine, in one folder, with servers that end with it.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from subprocess import SubprocessError

from benchmarks import environments, machine, streams, writing
from benchmarks.asks import Ask
from benchmarks.cases import CASES, Case
from benchmarks.contenders import CONTENDERS, DATASETTE, DATASETTE_NEW, PRODUCT, Contender
from benchmarks.equality import AnswersDiffer
from benchmarks.explanation import explain, explain_datasette
from benchmarks.outcome import Figure, Outcome, Settings
from benchmarks.servers import ServerFailed, started
from benchmarks.site import Say, Site
from benchmarks.startup import MEMORY, measure_start
from benchmarks.timing import Round, require_equal, time_case
from benchmarks.wrk import LoadFailed

FILES, PLANS, WRITING = "files", "query plans", "writing"
_FAILURES = (
    AnswersDiffer,
    HTTPException,
    LoadFailed,
    LookupError,
    OSError,
    ServerFailed,
    SubprocessError,
    ValueError,
    sqlite3.Error,
)
"""What makes a case worth nothing; the others are measured all the same."""


def install_peers(say: Say) -> None:
    """Makes the environments that are missing; says which could not be made, and why."""
    for name in dict.fromkeys(one.environment for one in CONTENDERS if one.environment):
        try:
            environments.install(name)
        except environments.NotInstalled as error:
            say(f"{name} could not be installed: {error}")


def measure(settings: Settings, folder: Path, say: Say) -> Outcome:
    """The figures. A case whose answers differ is not timed: `failures` says why."""
    site = Site(folder, settings.records)
    site.prepare(say)
    outcome = Outcome(
        records=settings.records,
        settings=asdict(settings),
        at=_now(),
        machine=machine.kind(),
        versions=machine.versions(),
    )
    try:
        asks, host = _read(site, settings, outcome, say)
        with _attempted(WRITING, outcome, say):
            _write(site, settings, outcome, say)
        if not settings.is_short:
            say("Looking where the time goes")
            with _attempted(PLANS, outcome, say):
                explain(outcome, site.files, asks, host)
    finally:
        site.clear()
    return outcome


def measure_files(outcome: Outcome, settings: Settings, folder: Path, say: Say) -> Outcome:
    """What was measured before, with its files measured anew."""
    site = Site(folder, settings.records)
    site.prepare(say)
    try:
        say("Starting the servers")
        there = [one for one in (PRODUCT, DATASETTE, DATASETTE_NEW) if one.is_there]
        with started(there, site.files) as servers:
            _measure_files(Round(site, servers, settings, outcome, say))
    finally:
        site.clear()
    return outcome


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _read(
    site: Site, settings: Settings, outcome: Outcome, say: Say
) -> tuple[dict[str, list[Ask]], str]:
    """The product alone at first, then all contenders; what was asked in each case, and where."""
    if not settings.is_short:
        with _attempted(MEMORY, outcome, say):
            measure_start(site, outcome)
    cases = [one for one in CASES if not settings.is_short or one.is_quick]
    say("Starting the servers")
    with started(_present(cases, outcome), site.files) as servers:
        round = Round(site, servers, settings, outcome, say)
        _compare(cases, round)
        asks = _time(cases, round)
        if not settings.is_short:
            with _attempted(FILES, outcome, say):
                _measure_files(round)
            with _attempted(PLANS, outcome, say):
                explain_datasette(round, asks)
    return asks, servers[PRODUCT].host


def _write(site: Site, settings: Settings, outcome: Outcome, say: Say) -> None:
    """New records, then reads beside an import, on copies."""
    say("Copying the files, to write to them")
    files = site.copied()
    with started(writing.WRITERS, files) as servers:
        round = Round(site, servers, settings, outcome, say)
        cases = [writing.post_case(files)]
        _compare(cases, round)
        _time(cases, round)
        if not settings.is_short:
            with _attempted(writing.BESIDE, outcome, say):
                _time_case(writing.reading_case(writing.IDLE), round)
                with writing.importing(files):
                    _time_case(writing.reading_case(writing.BESIDE), round)


def _present(cases: Iterable[Case], outcome: Outcome) -> list[Contender]:
    """Whoever takes part in a case and is installed; who is not is told."""
    wanted = list(dict.fromkeys(one for case in cases for one in case.contenders))
    for one in wanted:
        if not one.is_there:
            outcome.failures[one.name] = "not installed"
    return [one for one in wanted if one.is_there]


def _compare(cases: Sequence[Case], round: Round) -> None:
    for case in cases:
        with _attempted(case.name, round.outcome, round.say):
            compared = require_equal(case, round)
            round.outcome.compared_rows[case.name] = compared
            round.say(f"  {case.name}: {compared} rows are the same in all")


def _time(cases: Sequence[Case], round: Round) -> dict[str, list[Ask]]:
    """Only what was found to be the same."""
    asks = {}
    for case in cases:
        if case.name in round.outcome.compared_rows:
            with _attempted(case.name, round.outcome, round.say):
                asks[case.name] = _time_case(case, round)
    return asks


def _time_case(case: Case, round: Round) -> list[Ask]:
    asks = case.asks(round.site, round.servers[PRODUCT])
    time_case(case, round, asks)
    return asks


def _measure_files(round: Round) -> None:
    files, outcome = round.site.files, round.outcome
    outcome.forget(*streams.COMPARED, *streams.ALONE)
    outcome.files_at = _now()
    outcome.compared_rows[FILES] = streams.require_equal(files, round.servers)
    for number in range(1, round.settings.rounds + 1):
        _add_flows(round, f"round {number}", streams.flows(files, round.servers))
    _add_flows(round, "once", streams.flows_alone(round.servers))


def _add_flows(round: Round, when: str, flows: Iterable[tuple[str, str, streams.Flow]]) -> None:
    for kind, contender, flow in flows:
        figures = flow.figures()
        for metric, value in figures.items():
            round.outcome.add(Figure(kind, contender, metric), value)
        round.say(f"  {when}, {kind}, {contender:14} {figures['MB/s']:6.1f} MB a second")


@contextmanager
def _attempted(case: str, outcome: Outcome, say: Say) -> Iterator[None]:
    """What goes wrong is told of the case, and ends nothing else."""
    try:
        yield
    except _FAILURES as error:
        told = f"{type(error).__name__}: {error}"
        outcome.failures[case] = told
        say(f"  {case}: {told}")
