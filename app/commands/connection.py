"""How the server treats a connection: answers leave at once."""

import asyncio
import socket

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_INTERNET = (socket.AF_INET, socket.AF_INET6)


class PromptConnection(HttpToolsProtocol):
    """A connection without Nagle's algorithm, also where several processes share the listener.

    asyncio turns it off by itself only for sockets that are told to be TCP, and the shared one is
    not: the body of every answer would wait, some 40 ms, for the client to acknowledge the head.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by asyncio."""
        connected = transport.get_extra_info("socket")
        if connected is not None and connected.family in _INTERNET:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)
