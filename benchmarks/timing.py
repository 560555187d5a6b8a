"""One case of load: its answers held against each other, then timed in rounds."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import wrk
from benchmarks.asks import Answer, Ask
from benchmarks.cases import Case
from benchmarks.contenders import PRODUCT, Contender
from benchmarks.equality import compare
from benchmarks.outcome import RATE, Outcome, Settings, loaded
from benchmarks.servers import Server, Servers, send
from benchmarks.site import Say, Site

_COMPARED = 12
_WARM_UP_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Round:
    """What every case is measured with."""

    site: Site
    servers: Servers
    settings: Settings
    outcome: Outcome
    say: Say

    def present(self, case: Case) -> list[Contender]:
        """Those of its contenders that are at work."""
        return [one for one in case.contenders if one in self.servers]


def require_equal(case: Case, round: Round) -> int:
    """How many rows were the same in all; raises `AnswersDiffer`, `ServerFailed`."""
    product = round.servers[PRODUCT]
    asks = (case.compared or case.asks)(round.site, product)
    if case.compared is None:
        asks = asks[:: max(1, len(asks) // _COMPARED)]
    present = round.present(case)
    compared = 0
    for ask in asks:
        answers = {one.name: _answer(one, round.servers[one], ask) for one in present}
        compared += compare(ask, answers, case.order)
    return compared


def time_case(case: Case, round: Round, asks: Sequence[Ask]) -> None:
    """Rounds in turn, so that a busy moment of the machine falls on all."""
    settings, present = round.settings, round.present(case)
    counts = [count for count in case.connections if count in settings.connections]
    for one in present:
        requests = round.site.requests_of(one.name)
        wrk.write_requests(requests, map(one.speech.request, asks))
        if not settings.is_short:
            wrk.run(round.servers[one].base, requests, 8, _WARM_UP_SECONDS)
    for number in range(1, settings.rounds + 1):
        for connections in counts:
            for one in present:
                _time(case, one, connections, round)
                _tell(case, one, connections, round, number)


def _time(case: Case, one: Contender, connections: int, round: Round) -> None:
    requests = round.site.requests_of(one.name)
    found = wrk.run(round.servers[one].base, requests, connections, round.settings.seconds)
    round.outcome.add_load(case.name, one.name, connections, found)


def _tell(case: Case, one: Contender, connections: int, round: Round, number: int) -> None:
    rate = round.outcome.figures[loaded(case.name, one.name, RATE, connections).key][-1]
    told = f"round {number}, {case.name}, {connections:2} connections, {one.name:14}"
    round.say(f"  {told} {rate:7.0f} a second")


def _answer(one: Contender, server: Server, ask: Ask) -> Answer:
    _, body = send(server, one.speech.request(ask))
    return one.speech.read(ask, body)
