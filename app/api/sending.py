"""Bodies that are sent piece by piece, to clients that have to take them."""

import asyncio

from starlette.types import Message, Receive, Send

IDLE_SECONDS = 30
"""A client that takes nothing for so long is let go."""
_BREATH = 0.001
"""Seconds that other requests get between two looks, even where more is waiting."""


async def send_in_time(send: Send, message: Message) -> None:
    """Sends a part of an answer; raises `TimeoutError` where the client does not take what came
    before."""
    async with asyncio.timeout(IDLE_SECONDS):
        await send(message)


async def send_body(send: Send, body: bytes | memoryview, *, more: bool = True) -> None:
    """Sends a piece of a body in time."""
    await send_in_time(send, {"type": "http.response.body", "body": body, "more_body": more})


async def until_gone(receive: Receive) -> None:
    """Waits for the client to go."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def is_gone(receive: Receive, seconds: float) -> bool:
    """Waits so long for the client to go; whether it did."""
    try:
        async with asyncio.timeout(max(seconds, _BREATH)):
            await until_gone(receive)
    except TimeoutError:
        return False
    return True
