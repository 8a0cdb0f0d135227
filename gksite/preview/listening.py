"""The sockets of the preview: loopback, IPv4 and IPv6, on the port asked for or the next."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Sequence

from tornado.netutil import bind_sockets

MOST_PORTS = 100
"""The number of ports that are tried."""

LOOPBACK = ("127.0.0.1", "::1")


def addresses_of(host: str) -> tuple[str, ...]:
    """Return the addresses to listen on for `--host`: both loopbacks for either of them or
    `localhost`; none for an unknown name."""
    if host in ("localhost", *LOOPBACK):
        return LOOPBACK
    try:
        return (str(ipaddress.ip_address(host)),)
    except ValueError:
        pass
    try:
        entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(sorted({str(entry[4][0]) for entry in entries}))


def listen(addresses: Sequence[str], port: int) -> tuple[list[socket.socket], int]:
    """Return sockets that listen on `port` of each address, or on the next port that is free on all
    of them, and that port. Port 0 is any.

    Loopback addresses of a family that the machine lacks are left out. Raises OSError if there is
    no such port.
    """
    ports = [0] * MOST_PORTS if port == 0 else range(port, min(port + MOST_PORTS, 65536))
    failure = OSError(errno.EADDRINUSE, "no free port")
    for number in ports:
        try:
            return _listen(addresses, number)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            failure = error
    raise failure


def _listen(addresses: Sequence[str], port: int) -> tuple[list[socket.socket], int]:
    sockets: list[socket.socket] = []
    try:
        for address in addresses:
            try:
                sockets += bind_sockets(port, address)
            except OSError as error:
                missing = error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT) or isinstance(
                    error, socket.gaierror
                )
                if not (missing and address == "::1" and sockets):
                    raise
            port = port or sockets[0].getsockname()[1]
    except BaseException:
        for opened in sockets:
            opened.close()
        raise
    if not sockets:
        raise OSError(errno.EADDRNOTAVAIL, "no address to listen on")
    return sockets, port
