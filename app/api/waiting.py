"""Answers that wait for work in threads, while others are answered. They hold no snapshot of the
database meanwhile, and begin anew behind it.
"""

from collections.abc import Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app.api.service import service_of
from app.api.timing import end_stage
from app.errors import StillLoading
from app.mirror.searching import Unlearnt
from app.store.beside import Beside, Lengthy, Statement
from app.store.snapshot import Snapshot

GLANCE_SECONDS = 0.05
"""What the statements of an answer may take together before they are read beside."""
_MOST_TIMES = 8
"""Times that an answer begins; mostly what it waits for is one thing."""
Answer = TypeVar("Answer")


async def answer_patiently(request: Request, answer: Callable[[Snapshot], Answer]) -> Answer:
    """What `answer` makes of the data of one moment, once all is known that takes long to tell.

    Where the data changed while a statement was read, it is read again while others wait: with
    writes one after the other it would never be of the data asked.
    """
    service = service_of(request)
    held: list[object] = []  # until it is answered: nothing of it is forgotten before
    beside, begun = Beside(), set[Statement]()
    for _ in range(_MOST_TIMES):
        try:
            with service.snapshot(GLANCE_SECONDS) as snapshot:
                return answer(beside.over(snapshot))
        except Unlearnt as unlearnt:
            held.extend(await service.mirror.learn(unlearnt))
        except Lengthy as lengthy:
            if lengthy.statement in begun:
                break
            begun.add(lengthy.statement)
            async with service.lengthy.one():
                await run_in_threadpool(beside.read, service.database, lengthy)
        end_stage(request.scope, "wait")
    try:
        with service.snapshot() as snapshot:
            return answer(snapshot)
    except Unlearnt as unlearnt:
        raise StillLoading("What is searched changes faster than it is read.") from unlearnt
