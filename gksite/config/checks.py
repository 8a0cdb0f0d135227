"""Checks of config.yaml that look at several keys, or at the form of a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gksite.catalogue import CATALOGUE, current_code
from gksite.config.records import ConfigRecord, FooterRecord, PortalRecord, TargetRecord
from gksite.config.target_kinds import TARGET_KINDS
from gksite.config.values import DEFAULT_ZONE, zone_of
from gksite.diagnostics import Diagnostic, nearest, problem
from gksite.schema.keys import spelled
from gksite.schema.validate import Place
from gksite.source.link_faults import check_address
from gksite.source.report_link import report_template

_SLOTS = ("head", "foot", "resources")
# A root-relative path without a host: no second slash at its head, no dot segments, nothing that
# ends the directive.
_SLOT = re.compile(
    r"(?=/[^/])(?!.*(?:--|/\.\.?(?:/|$)))[A-Za-z0-9/._~+@=,-]+(?:\?[A-Za-z0-9/._~+@=,&-]*)?"
)
_LINK_BASE = re.compile(
    r"(?:https?://[A-Za-z0-9.-]+(?::\d{1,5})?)?/(?!/)(?!(?:.*/)?\.\.?(?:/|$))[^\s\"'<>\\?#]*"
)


_TARGET_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_WITH_USER = re.compile(r"\w+://[^/?#]*@")


def check_config(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """Report everything that is wrong with a record whose keys and types are right."""
    return [
        *_check_portal_items(record, place),
        *_check_portal_addresses(record.portal, place),
        *_check_targets(record, place),
        *_check_report_page(record, place),
        *_check_addresses(record, place),
        *_check_timezone(record, place),
        *_check_task_status(record, place),
        *_check_rules(record, place),
        *_check_separate(record, place),
    ]


def _check_addresses(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """Report addresses on every page that a page may not lead to."""
    footer, exports = record.footer, record.exports
    addresses = [
        *((link.url, place.at("breadcrumb", n, "url")) for n, link in enumerate(record.breadcrumb)),
        (footer.government_mark, place.at("footer", "government_mark")),
        (footer.report_error, place.at("footer", "report_error")),
        (record.request_page, place.at("request_page")),
        (exports.licence_url, place.at("exports", "licence_url")),
    ]
    return [
        diagnostic
        for target, where in addresses
        if target
        for diagnostic in check_address(target, where)
    ]


def _check_timezone(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    if record.timezone and zone_of(record.timezone) is None:
        known = f"{DEFAULT_ZONE}, Asia/Urumqi, +08:00"
        return [
            problem(
                "wrong-value",
                place.at("timezone"),
                key=spelled("timezone"),
                value=record.timezone,
                known=known,
            )
        ]
    return []


def _check_task_status(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """Report states by assessments that nobody may see."""
    if record.task_status == "assessed" and record.assessments != "public":
        return [problem("assessed-without-public", place.at("task_status"))]
    return []


def _check_separate(record: ConfigRecord, place: Place) -> Iterator[Diagnostic]:
    """Report steps that different people must sign and that the review does not have, and one step
    that stands alone there."""
    own = record.review
    steps = list(dict.fromkeys([*own.steps, *own.reports, *own.pages])) if own else []
    for n, group in enumerate(own.separate if own else []):
        where = place.at("review", "separate", n)
        for step in group:
            if step not in steps:
                yield problem("separate-unknown-step", where, step=step, known="、".join(steps))
        if len(set(group)) < 2:
            yield problem("separate-alone", where, steps="、".join(group))


def _check_portal_addresses(record: PortalRecord, place: Place) -> list[Diagnostic]:
    """Report slots that are no root-relative paths or could end their directive, or are missing."""
    slots = {key: getattr(record, key) for key in _SLOTS}
    problems = [
        problem("unsafe-portal-address", place.at("portal", key), key=f"portal.{key}", value=value)
        for key, value in slots.items()
        if value and not _SLOT.fullmatch(value)
    ]
    if record.link_base and not _LINK_BASE.fullmatch(record.link_base):
        problems.append(
            problem(
                "unsafe-portal-address",
                place.at("portal", "link_base"),
                key="portal.link_base",
                value=record.link_base,
            )
        )
    if record.layout == "ssi" and not record.head and not record.foot:
        problems.append(problem("missing-portal-slot", place.at("portal", "layout")))
    return problems


def _check_report_page(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """Report an address that is neither a web form that takes the page nor a mailbox."""
    written = record.report_page
    reason = report_template(written)[1] if written else None
    if not written or not reason:
        return []
    return [
        problem(
            "report-link",
            place.at("report_page"),
            value=written,
            reason_zh=reason[0],
            reason=reason[1],
        )
    ]


def _check_rules(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """Report levels of codes that do not exist."""
    return [
        problem(
            "unknown-rule",
            place.at("rules", "levels", code),
            name=code,
            near=nearest(code, CATALOGUE),
        )
        for code in record.rules.levels
        if current_code(code) not in CATALOGUE
    ]


def _check_portal_items(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """Report unfilled meta tags and items of the foot that 政府网站发展指引 (国办发〔2017〕47号) asks for, in
    `mode: portal`."""
    if record.mode != "portal":
        return []
    wanted: list[tuple[str, str, str | None]] = [
        ("SiteDomain", "site.domain", record.site.domain),
        ("SiteIDCode", "site.id_code", record.site.id_code),
        ("ColumnName", "column.name", record.column.name),
        ("ColumnDescription", "column.description", record.column.description),
        ("ColumnKeywords", "column.keywords", record.column.keywords),
    ]
    if record.portal.layout == "full":  # else the portal's own foot carries them
        wanted += [
            (str(FooterRecord.model_fields[key].description), f"footer.{key}", value)
            for key, value in record.footer
        ]
    return [
        problem("missing-site-key", place.at(path.split(".")[0]), key=key, path=path)
        for key, path, value in wanted
        if not value
    ]


def _check_targets(record: ConfigRecord, place: Place) -> Iterable[Diagnostic]:
    """Report targets that lack a key that their kind needs, or have a key that it would ignore, a
    name unfit for an environment variable, a wrong value, or a secret in an address."""
    for name, target in record.publish.targets.items():
        path = ("publish", "targets", name)
        if not _TARGET_NAME.fullmatch(name):
            yield problem("target-name", place.at(*path), name=name)
        row, written = TARGET_KINDS[target.kind], target.model_fields_set
        for key in row.needed:
            if key not in written:
                yield problem("missing-key", place.at(*path), key=spelled(key, "TargetRecord"))
        for key in sorted(written - row.keys):
            word = spelled(key, "TargetRecord")
            yield problem("target-key", place.at(*path, key), key=word, kind=target.kind)
        yield from _check_target_values(target, place, path)


def _check_target_values(
    target: TargetRecord, place: Place, path: tuple[str, ...]
) -> Iterable[Diagnostic]:
    values: list[tuple[str, object, str]] = []
    for key, value in (("url", target.url), ("endpoint", target.endpoint)):
        if value and _WITH_USER.match(value):
            yield problem("credential-in-config", place.at(*path, key), key=key)
        elif value and not value.startswith(("https://", "http://")):
            values.append((key, value, "https://…, http://…"))
    if target.keep < 2:
        values.append(("keep", target.keep, "2, 3, 4, 5 …"))
    for key, wrong, known in values:
        yield problem(
            "wrong-value", place.at(*path, key), key=key, value=wrong, known=known, near=""
        )
