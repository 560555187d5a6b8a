"""Notices that the server was told to stop: it waits for answers under way, and a stream of changes
would never end by itself.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.api.service import Service


@contextmanager
def noticed(service: Service) -> Iterator[None]:
    """Tells the service of SIGTERM and SIGINT before the server's own handlers act on them."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may listen; then whoever runs the app ends what it began
        return
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def tell(number: int, frame: FrameType | None) -> None:
        service.stopping = True
        handle = kept[signal.Signals(number)]
        if callable(handle):
            handle(number, frame)

    for number, handle in kept.items():
        if callable(handle):
            signal.signal(number, tell)
    try:
        yield
    finally:
        for number, handle in kept.items():
            signal.signal(number, handle)
