"""Whether addresses are free, safe and kept: two pages at one address, archived ones that nothing
answers."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from gksite.config.values import ADDRESSES_PATH
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.pages.addresses import PageRequest, plan_of, text_of
from gksite.pages.page_kinds import source_of
from gksite.pages.promises import tombstones
from gksite.source.characters import is_printable


def check_addresses(
    model: SiteModel, requests: Iterable[PageRequest], files: Iterable[tuple[str, Location]]
) -> Iterable[Diagnostic]:
    """Report outputs that share an address, in any case and Unicode form, and redirects with unsafe
    paths.

    `files` are the other outputs (attachments, assets) with their sources.
    """
    seen: dict[str, tuple[PageRequest | None, Location]] = {}
    for request in requests:
        # A tombstone may stand at the address of any former file; a redirect's address is written
        # by an author.
        if (request.kind == "redirect" and not _is_safe(request.path)) or (
            request.kind == "withdrawn" and not _is_path(request.path)
        ):
            where = source_of(model, request)
            reason = "an old address looks like old/plan.html"
            yield problem(
                "unsafe-id",
                where,
                id=request.path,
                reason_zh="旧网址的形式是 old/plan.html",
                reason=reason,
            )
        yield from _claim(model, seen, request.path, request, None)
    for path, where in files:
        yield from _claim(model, seen, path, None, where)


def check_promises(
    model: SiteModel,
    outputs: Collection[str],
    hidden: Mapping[str, Plan],
    outputs_with: Callable[[Collection[str]], Collection[str]],
    waiting: Collection[str] = (),
    unsent: Collection[str] = (),
) -> Iterable[Diagnostic]:
    """Report each archived address that neither one of `outputs` (paths) nor a tombstone answers.

    `hidden` are the plans that are not public now, by id; those whose source doesn't call them a
    draft have `draft` off. `outputs_with` gives the paths that there would be if some of them were
    public: all addresses that are gone with such a plan are reported once, for the plan. `waiting`
    are the paths of free texts that are not public now, and reported in the same way; `unsent` are
    plans that a publication of others leaves for the next one, and are not reported.
    """
    answered = {*outputs, *(address for address, _ in tombstones(model))}
    gone = {
        address: line for line, address in enumerate(model.addresses, 1) if address not in answered
    }
    texts = Counter(text for address in gone if (text := text_of(address)) in waiting)
    for text, count in texts.items():
        yield problem("archived-text-unsigned", Location(text), name=text, count=count)
    gone = {address: line for address, line in gone.items() if text_of(address) not in texts}
    blamed = [id for id in dict.fromkeys(map(plan_of, gone)) if id in hidden]
    back = frozenset(outputs_with(blamed)) if blamed else frozenset()
    taken = dict.fromkeys(blamed, 0)
    for address, line in gone.items():
        if address in back:
            taken[_who_took(address, blamed, hidden)] += 1
        else:
            yield problem("address-gone", Location(ADDRESSES_PATH, line), address=address)
    for id, count in taken.items():
        if count and id not in unsent:
            plan = hidden[id]
            yield problem(
                "archived-plan-draft" if plan.draft else "archived-plan-unsigned",
                plan.location,
                plan=id,
                count=count,
            )


def _claim(
    model: SiteModel,
    seen: dict[str, tuple[PageRequest | None, Location]],
    path: str,
    request: PageRequest | None,
    where: Location | None,
) -> Iterable[Diagnostic]:
    folded = unicodedata.normalize("NFC", path).casefold()
    if folded not in seen:
        seen[folded] = (request, where or Location(""))
        return
    first_request, first_where = seen[folded]
    first = source_of(model, first_request) if first_request else first_where
    second = source_of(model, request) if request else where or Location(path)
    yield problem("duplicate-address", second, address=path, other=first)


def _is_safe(path: str) -> bool:
    return _is_path(path) and not set(path) & set(':*?"<>|#%')


def _who_took(address: str, blamed: Sequence[str], hidden: Mapping[str, Plan]) -> str:
    """Return the plan that an address is gone with: its own, else one that it names, else one of
    its year, else the first."""
    if (own := plan_of(address)) in blamed:
        return own
    named = [id for id in blamed if id in address] or [
        id for id in blamed if str(hidden[id].year) in address
    ]
    return (named or blamed)[0]


def _is_path(path: str) -> bool:
    parts = path.split("/")
    return (
        path.endswith(".html")
        and "\\" not in path
        and is_printable(path)
        and all(part and part not in (".", "..") and len(part.encode()) <= 240 for part in parts)
    )
