"""The findings of `gksite check` beyond those of a build: rules over sources, plans, the site, its
pages and attachments; cached by digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from gksite.build.assemble import Assembled
from gksite.build.opening import Opened
from gksite.build.options import Options
from gksite.build.reading import plan_folders
from gksite.build.report import Scope, Waiver
from gksite.check.all_rules import RULES_BY_CODE, findings_of
from gksite.check.fields import Fields
from gksite.check.plan_view import view_of
from gksite.check.rule_files import RuleFiles, is_rule_file
from gksite.check.rules.attachments import AttachmentView
from gksite.check.site_view import SiteView
from gksite.check.source_text import read_source_text
from gksite.check.texts import check_inspection, check_source
from gksite.check.waivers import Settled, is_fixed, settle
from gksite.config.values import Config
from gksite.content.published import content_digest
from gksite.diagnostics import Diagnostic
from gksite.documents.inspected import Inspection
from gksite.documents.read import inspect_attachment
from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.notation.workdays import build_calendar
from gksite.pages.promises import redirects, tombstones
from gksite.source.files import Sources
from gksite.source.text import decode, is_readable
from gksite.work.executor import Work
from gksite.work.fingerprint import digest

PLANS_PER_SHARE = 20
_UNSEEN = ("review.yaml",)
"""Sources that reach no page."""


class Checks(msgspec.Struct, frozen=True):
    """The inputs, scope and report of the last check, and results that the next check may reuse:
    findings by source text and plan, contents of published plans, inspections of attachments by
    SHA-256, facts of pages with their fingerprints."""

    inputs: bytes = b""
    theme: str = ""
    scope: Scope = Scope()
    problems: tuple[Diagnostic, ...] = ()
    waived: tuple[tuple[Diagnostic, Waiver], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    cached: dict[str, tuple[bytes, bytes]] = {}
    attachments: dict[str, Inspection] = {}
    facts: dict[str, tuple[bytes, bytes]] = {}


class Items(msgspec.Struct, frozen=True):
    """Items to check: cache keys by name, cached findings by name; the others are unchecked."""

    keys: dict[str, bytes]
    known: dict[str, tuple[bytes, bytes]]

    @property
    def unchecked(self) -> list[str]:
        """Return the names of the items that are still to check."""
        return [name for name in self.keys if name not in self.known]


class Linted(msgspec.Struct, frozen=True):
    """The findings in the sources, and the results to keep."""

    problems: list[Diagnostic]
    cached: dict[str, tuple[bytes, bytes]]
    attachments: dict[str, Inspection]


def text_items(sources: Sources, files: RuleFiles, before: Checks, program: bytes) -> Items:
    """Return the source texts as items, by path; unchanged ones are cached in `before`."""
    words = msgspec.msgpack.encode(sorted(files.confusions.items()))
    return _items(
        {
            path: digest(program, words, data)
            for path, data in sources.texts.items()
            if not is_rule_file(path) and path.rpartition("/")[2] not in _UNSEEN
        },
        before,
    )


def plan_items(assembled: Assembled, before: Checks) -> Items:
    """Return the plans as items, named `plan/ID`; unchanged ones are cached in `before`."""
    keys = assembled.plan_digests()
    return _items({f"plan/{plan.id}": keys[plan.id] for plan in assembled.plans}, before)


def _items(keys: dict[str, bytes], before: Checks) -> Items:
    return Items(
        keys,
        {
            name: before.cached[name]
            for name, key in keys.items()
            if before.cached.get(name, (b"",))[0] == key
        },
    )


def check_texts(texts: Mapping[str, bytes], confusions: Mapping[str, str]) -> bytes:
    """Return the findings in source texts, packed: for each path those of its text, packed."""
    findings: dict[str, bytes] = {}
    for path, data in texts.items():
        text, faults = decode(data, path)
        findings[path] = msgspec.msgpack.encode(
            check_source(read_source_text(path, text), confusions) if is_readable(faults) else []
        )
    return msgspec.msgpack.encode(findings)


class _PlanWork(msgspec.Struct, frozen=True):
    texts: dict[str, bytes]
    plans: list[Plan]


def plan_work(sources: Sources, assembled: Assembled, items: Items) -> Work:
    """Return the work of checking the plans that are not cached."""
    unchecked = frozenset(items.unchecked)
    plans = [plan for plan in assembled.plans if f"plan/{plan.id}" in unchecked]
    shares = [
        (start, min(start + PLANS_PER_SHARE, len(plans)))
        for start in range(0, len(plans), PLANS_PER_SHARE)
    ]
    return Work(_check_plans, _PlanWork(dict(sources.texts), plans), shares)


def _check_plans(work: _PlanWork, share: tuple[int, int]) -> dict[str, bytes]:
    findings: dict[str, bytes] = {}
    for plan in work.plans[slice(*share)]:
        view = view_of(plan, Fields(work.texts))
        findings[f"plan/{plan.id}"] = msgspec.msgpack.encode(findings_of("plan", view))
    return findings


def found_texts(packed: bytes) -> dict[str, bytes]:
    """Unpack the result of `check_texts`."""
    return msgspec.msgpack.decode(packed, type=dict[str, bytes])


def lint_sources(
    root: Path,
    opened: Opened,
    before: Checks,
    files: RuleFiles,
    groups: Sequence[Items],
    new_findings: Iterable[Mapping[str, bytes]],
    options: Options,
) -> Linted:
    """Return all findings in source texts, plans, the site as a whole and attachments.

    `new_findings` are those of the items that were not cached.
    """
    sources, assembled = opened.inputs.sources, opened.assembled
    keys = {name: key for items in groups for name, key in items.keys.items()}
    results = {name: entry for items in groups for name, entry in items.known.items()}
    results |= {
        name: (keys[name], packed)
        for packed_findings in new_findings
        for name, packed in packed_findings.items()
    }
    decoder = msgspec.msgpack.Decoder(list[Diagnostic])
    problems = [finding for name in keys for finding in decoder.decode(results[name][1])]
    contents = _contents(sources, assembled, before)
    results |= contents
    problems += _check_site(
        sources,
        assembled,
        files,
        {
            name.removeprefix("content/"): content.decode()
            for name, (_, content) in contents.items()
        },
        options,
    )
    attachments = _inspect_all(root, sources, before)
    problems += _check_attachments(sources, attachments)
    return Linted(problems, results, attachments)


def _contents(
    sources: Sources, assembled: Assembled, before: Checks
) -> dict[str, tuple[bytes, bytes]]:
    """Return, as `content/ID`, the digests of input and content of each published plan's folder."""
    keys, folders = assembled.plan_digests(), plan_folders(sources)
    contents: dict[str, tuple[bytes, bytes]] = {}
    for id in (
        entry.plan
        for entry in (assembled.model.published if assembled.model else ())
        if entry.plan in folders
    ):
        known = before.cached.get(f"content/{id}")
        contents[f"content/{id}"] = (
            known
            if known and known[0] == keys[id]
            else (keys[id], content_digest(folders[id]).encode())
        )
    return contents


def _check_site(
    sources: Sources,
    assembled: Assembled,
    files: RuleFiles,
    contents: Mapping[str, str],
    options: Options,
) -> list[Diagnostic]:
    view = site_view(sources, assembled, files, contents, options)
    return findings_of("site", view) if view else []


def site_view(
    sources: Sources,
    assembled: Assembled,
    files: RuleFiles,
    contents: Mapping[str, str],
    options: Options,
) -> SiteView | None:
    """Return what the rules over the whole site see; None where there is no site. `contents` are
    the digests of what the plans say, by id; a plan without one says what was published."""
    model = assembled.model
    if model is None:
        return None
    return SiteView(
        config=model.config,
        registry=model.registry,
        plans=assembled.plans,
        pages=(*model.pages.values(), *([model.home] if model.home else [])),
        topics=tuple(model.topics.values()),
        as_of=model.as_of,
        day=options.today or options.clock or model.as_of,
        clock=None if options.today else options.clock,
        calendar=build_calendar(files.holidays),
        ledger=files.ledger,
        links=files.links,
        fields=Fields(sources.texts),
        glossary=model.glossary,
        published_plans=model.published,
        contents=contents,
        held=frozenset(assembled.held),
        shows_held=options.drafts,
        answered=frozenset(
            (
                *(old.lstrip("/") for old, _, _ in redirects(model)),
                *(address for address, _ in tombstones(model)),
            )
        ),
        is_whole=_is_whole(sources, assembled, model),
    )


def _is_whole(sources: Sources, assembled: Assembled, model: SiteModel) -> bool:
    """Whether every plan and every registry could be read, and every plan's authority is known."""
    read = len(assembled.plans) == len(assembled.plan_digests()) and all(
        plan.is_whole for plan in assembled.plans
    )
    return (
        read
        and model.registry.is_whole
        and not sources.lost
        and all(plan.authority in model.registry.authorities for plan in assembled.plans)
    )


def _inspect_all(root: Path, sources: Sources, before: Checks) -> dict[str, Inspection]:
    """Return the inspection of every attachment, by SHA-256."""
    inspections: dict[str, Inspection] = {}
    for path, attachment in (*sources.attachments.items(), *sources.static.items()):
        key = attachment.digest.hex()
        if key not in inspections:
            inspections[key] = (
                before.attachments[key]
                if key in before.attachments
                else inspect_attachment(root / attachment.path, path)
            )
    return inspections


def _check_attachments(sources: Sources, inspections: Mapping[str, Inspection]) -> list[Diagnostic]:
    problems: list[Diagnostic] = []
    for path, attachment in (*sources.attachments.items(), *sources.static.items()):
        view = AttachmentView(path, inspections[attachment.digest.hex()])
        problems += check_inspection(path, view.inspection)
        problems += findings_of("attachment", view)
    return problems


def scope_of(assembled: Assembled, pages: int) -> Scope:
    """Return the numbers of plans, tasks, units, pages and rules that a check covers."""
    model = assembled.model
    levels = dict(assembled.config.rules.levels) if assembled.config else {}
    off = sum(
        level == "off" and code in RULES_BY_CODE and not is_fixed(code)
        for code, level in levels.items()
    )
    plans = assembled.plans
    return Scope(
        len(plans),
        sum(plan.draft for plan in plans),
        sum(len(plan.tasks) for plan in plans),
        len(model.registry.units) if model else 0,
        pages,
        len(RULES_BY_CODE) - off,
        off,
    )


def settled(
    problems: Sequence[Diagnostic], config: Config | None, files: RuleFiles, *, with_pages: bool
) -> Settled:
    """Return the findings with the site's levels, and apart from them those that it waives."""
    settings = (config or Config(name="")).rules
    return settle(sorted(set(problems)), settings, files.waivers, with_pages=with_pages)
