"""Visit the addresses outside of the site, several hosts at a time, and record the results."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

import httpx

from gksite import __version__
from gksite.check.site_view import LinkStatus

AT_ONCE = 8
SECONDS = 15.0
PAUSE = 0.5
"""Seconds between two visits to one host."""
MOST_HOPS = 8
HEAD = "# 由 gksite check --external 写入：外部链接最近一次访问的结果。\n"
_NOT_FOR_HEAD = frozenset({400, 401, 403, 404, 405, 406, 429, 500, 501, 503})
"""Statuses that servers give to HEAD and not to GET."""
_FOR_GOOD = frozenset({301, 308})


def visit_links(targets: Iterable[str], today: date, pause: float = PAUSE) -> dict[str, LinkStatus]:
    """Return the result of visiting each address: redirects are followed, no body is read."""
    return asyncio.run(_visit_all(sorted(set(targets)), today, pause))


async def _visit_all(targets: Sequence[str], today: date, pause: float) -> dict[str, LinkStatus]:
    hosts: dict[str, list[str]] = {}
    for target in targets:
        hosts.setdefault(urlsplit(target).netloc.lower(), []).append(target)
    states: dict[str, LinkStatus] = {}
    gate = asyncio.Semaphore(AT_ONCE)
    agent = {"User-Agent": f"gksite/{__version__} (link check)", "Accept": "*/*"}
    async with httpx.AsyncClient(
        headers=agent, timeout=SECONDS, max_redirects=MOST_HOPS, follow_redirects=True
    ) as client:

        async def visit_host(own: Sequence[str]) -> None:
            async with gate:
                for number, target in enumerate(own):
                    if number:
                        await asyncio.sleep(pause)
                    states[target] = await _visit(client, target, today)

        await asyncio.gather(*(visit_host(own) for own in hosts.values()))
    return dict(sorted(states.items()))


async def _visit(client: httpx.AsyncClient, target: str, today: date) -> LinkStatus:
    checked = today.isoformat()
    try:
        response = await client.head(target)
        if response.status_code in _NOT_FOR_HEAD:
            async with client.stream("GET", target) as whole:
                response = whole
    except httpx.TooManyRedirects:
        return LinkStatus(0, "redirects", checked=checked)
    except httpx.TimeoutException:
        return LinkStatus(0, "timeout", checked=checked)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return LinkStatus(
            0,
            "tls" if "SSL" in str(error) or "CERT" in str(error).upper() else "connection",
            checked=checked,
        )
    hops = [hop.status_code for hop in response.history]
    moved = str(response.url) if hops and all(status in _FOR_GOOD for status in hops) else ""
    return LinkStatus(response.status_code, "", moved if moved != target else "", checked)


def links_text(states: dict[str, LinkStatus]) -> str:
    """Return content/links.yaml: an entry for each address, sorted."""
    lines = [HEAD]
    for target, state in sorted(states.items()):
        parts = [f"url: {json.dumps(target)}", f"status: {state.status}"]
        parts += [f"error: {state.error}"] if state.error else []
        parts += [f"moved_to: {json.dumps(state.moved_to)}"] if state.moved_to else []
        lines.append(f"- {{{', '.join(parts)}, checked: {state.checked}}}\n")
    return "".join(lines)
