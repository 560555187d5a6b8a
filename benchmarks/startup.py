"""How soon the product's server answers, and what it holds in memory by itself."""

from benchmarks import questions
from benchmarks.asks import Ask
from benchmarks.contenders import PRODUCT
from benchmarks.outcome import Figure, Outcome
from benchmarks.processes import anonymous_memory
from benchmarks.servers import Server, send, started
from benchmarks.site import Site

MEMORY, READY = "memory", "start"
_TIMES = 3
_ASKED = 30


def measure_start(site: Site, outcome: Outcome) -> None:
    """Starts it alone some times; its memory is that after some questions of each kind."""
    for _ in range(_TIMES):
        with started([PRODUCT], site.files) as servers:
            server = servers[PRODUCT]
            outcome.add(Figure(READY, PRODUCT.name, "seconds"), server.ready_after)
            outcome.add(Figure(READY, PRODUCT.name, "MB"), _megabytes(server))
            for asked in (questions.records, questions.lists, questions.searches, questions.groups):
                _ask_some(server, asked(site, server))
            outcome.add(Figure(MEMORY, PRODUCT.name, "MB"), _megabytes(server))


def _ask_some(server: Server, asks: list[Ask]) -> None:
    for ask in asks[:: max(1, len(asks) // _ASKED)]:
        send(server, PRODUCT.speech.request(ask))


def _megabytes(server: Server) -> float:
    return anonymous_memory(server.process) / 1e6
