"""How long to wait before a host may be asked again."""

import time


class Pace:
    """A pause between the end of one request to a host and the start of the next."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._pauses: dict[str, float] = {}
        self._free_at: dict[str, float] = {}

    def slow(self, host: str, seconds: float) -> None:
        """Makes the pause of a host at least this long."""
        self._pauses[host] = max(seconds, self._pauses.get(host, self._pause))

    def wait(self, host: str) -> None:
        """Sleeps until the host may be asked."""
        time.sleep(max(0.0, self._free_at.get(host, 0.0) - time.monotonic()))

    def rest(self, host: str, seconds: float = 0.0) -> None:
        """The host has just been asked: leaves it alone for its pause, or longer."""
        pause = max(seconds, self._pauses.get(host, self._pause))
        self._free_at[host] = time.monotonic() + pause
