"""Why figures are as they are: query plans of every contender, profiles of what missed its goal."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace

from benchmarks.asks import Ask
from benchmarks.cases import CASES
from benchmarks.contenders import PRODUCT, Files
from benchmarks.goals import goals
from benchmarks.inside import look
from benchmarks.outcome import Outcome
from benchmarks.peers import datasette
from benchmarks.servers import send
from benchmarks.timing import Round


def explain(outcome: Outcome, files: Files, asks: Mapping[str, list[Ask]], host: str) -> None:
    """Adds plans of each case, and profiles of the product's cases that missed a goal; `host` is
    where the product was asked."""
    missed = {goal.case for goal in goals(outcome) if not goal.met}
    for case in (one for one in CASES if one.name in asks):
        plans = outcome.plans.setdefault(case.name, {})
        for one in (one for one in case.contenders if one.application):
            is_miss = one is PRODUCT and case.name in missed
            seen = look(one, files, asks[case.name], host, is_profiled=is_miss)
            plans[one.name] = seen.plans
            if is_miss:
                outcome.profiles[case.name] = seen.profile


def explain_datasette(round: Round, asks: Mapping[str, list[Ask]]) -> None:
    """Adds the plan of the one statement that each Datasette says for a case."""
    for case in (one for one in CASES if one.name in asks):
        plans = round.outcome.plans.setdefault(case.name, {})
        for one in (one for one in round.present(case) if one.speech is datasette):
            request = one.speech.request(asks[case.name][-1])
            told = replace(request, path=f"{request.path}&_extra=query")
            query = json.loads(send(round.servers[one], told)[1]).get("query")
            if query:  # a record's page does not tell
                plans[one.name] = [_explained(round.site.files, query["sql"], query["params"])]


def _explained(files: Files, sql: str, values: Mapping[str, object]) -> list[str]:
    with closing(sqlite3.connect(files.peers)) as connection:
        connection.create_function("escape_fts", 1, str)  # Datasette brings it along
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", dict(values))]
