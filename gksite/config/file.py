"""config.yaml → Config."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gksite.catalogue import CATALOGUE
from gksite.config.formats import EXPORT_FORMATS
from gksite.config.records import ConfigRecord, FooterRecord, PortalRecord, TargetRecord
from gksite.config.target_kinds import TARGET_KINDS
from gksite.config.values import (
    CONFIG_PATH,
    DEFAULT_ZONE,
    ArchiveSettings,
    Config,
    Exports,
    PortalConfig,
    PortalLink,
    RuleSettings,
    Target,
    zone_of,
)
from gksite.diagnostics import Diagnostic, nearest, problem
from gksite.schema.keys import spelled
from gksite.schema.validate import Place, parse_record
from gksite.source.link_faults import check_address
from gksite.source.report_link import report_template

DISCLOSURE_COLUMN = "法定主动公开内容"
"""The column of every disclosure platform that plans belong into (国办公开办函〔2019〕61号)."""

_SLOTS = ("head", "foot", "resources")
# A root-relative path without a host: no second slash at its head, no dot segments, nothing that
# ends the directive.
_SLOT = re.compile(
    r"(?=/[^/])(?!.*(?:--|/\.\.?(?:/|$)))[A-Za-z0-9/._~+@=,-]+(?:\?[A-Za-z0-9/._~+@=,&-]*)?"
)
_LINK_BASE = re.compile(
    r"(?:https?://[A-Za-z0-9.-]+(?::\d{1,5})?)?/(?!/)(?!(?:.*/)?\.\.?(?:/|$))[^\s\"'<>\\?#]*"
)


def read_config(texts: Mapping[str, str]) -> tuple[Config | None, list[Diagnostic]]:
    """Return the Config of a site, by path of config.yaml; None when there is none to use."""
    return parse_config(texts[CONFIG_PATH]) if CONFIG_PATH in texts else (None, [])


def parse_config(text: str) -> tuple[Config | None, list[Diagnostic]]:
    """The Config that a text says; None when it says none. A portal's required items are errors
    when unfilled."""
    parsed, problems = parse_record(ConfigRecord, text, CONFIG_PATH)
    if newer := [one for one in problems if one.code == "newer-format"]:
        # What else is told of it is told by a version that doesn't know it.
        return None, newer
    if parsed is None:
        return None, [_credential_named(one) for one in problems]
    record, place = parsed
    site, column = record.site, record.column
    footer = tuple((key, value) for key, value in record.footer if value)
    config = Config(
        name=site.name,
        language=site.language,
        theme=site.theme,
        domain=site.domain or "",
        id_code=site.id_code or "",
        base_url=f"{site.base_url.rstrip('/')}/" if site.base_url else "",
        mode=record.mode,
        as_of=record.as_of,
        timezone=record.timezone or DEFAULT_ZONE,
        column_name=column.name or "",
        column_description=column.description or "",
        column_keywords=column.keywords or "",
        column_type=column.type,
        search=record.search,
        report_page=report_template(record.report_page or "")[0],
        page_codes=tuple(dict.fromkeys(record.page_codes)),
        breadcrumb=_breadcrumb(record),
        review_steps=tuple(dict.fromkeys(record.review.steps))
        if record.review and record.review.required
        else (),
        footer=footer,
        archive=ArchiveSettings(
            record.archive.retention,
            record.archive.folder,
            record.archive.download,
            record.archive.creator or dict(footer).get("host", site.name),
        ),
        leave_out=tuple(dict.fromkeys(record.leave_out)),
        portal=_portal(record.portal),
        targets=tuple(_target(name, target) for name, target in record.publish.targets.items()),
        exports=Exports(
            tuple(one for one in EXPORT_FORMATS if one in record.exports.formats),
            record.exports.licence or "",
            record.exports.licence_url or "",
        ),
        rules=RuleSettings(
            tuple(record.rules.levels.items()),
            record.rules.index_number,
            record.rules.working_days,
            record.rules.stale_months,
            record.rules.page_kilobytes,
        ),
        attachment_types=tuple(
            dict.fromkeys(one.strip().lstrip(".").lower() for one in record.attachments.allow)
        ),
    )
    return config, [
        *problems,
        *check_portal_items(record, place),
        *check_portal_addresses(record.portal, place),
        *check_targets(record, place),
        *_check_report_page(record, place),
        *_check_addresses(record, place),
        *_check_timezone(record, place),
        *_check_rules(record, place),
    ]


def _check_addresses(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """The addresses that stand on every page are such as a page may lead to."""
    footer, exports = record.footer, record.exports
    addresses = [
        *((link.url, place.at("breadcrumb", n, "url")) for n, link in enumerate(record.breadcrumb)),
        (footer.government_mark, place.at("footer", "government_mark")),
        (footer.report_error, place.at("footer", "report_error")),
        (exports.licence_url, place.at("exports", "licence_url")),
    ]
    return [
        found for target, where in addresses if target for found in check_address(target, where)
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


def _breadcrumb(record: ConfigRecord) -> tuple[PortalLink, ...]:
    """The way to the site as configured; in a portal, unless it says otherwise, the column that the
    law names."""
    if record.breadcrumb or record.mode != "portal":
        return tuple(PortalLink(link.text, link.url) for link in record.breadcrumb)
    return (PortalLink(DISCLOSURE_COLUMN, ""),)


def _portal(record: PortalRecord) -> PortalConfig:
    base = record.link_base
    return PortalConfig(
        layout=record.layout,
        head=record.head or "",
        foot=record.foot or "",
        resources=record.resources or "",
        link_base=f"{base.rstrip('/')}/" if base else "",
        inline_styles=record.inline_styles,
    )


def check_portal_addresses(record: PortalRecord, place: Place) -> list[Diagnostic]:
    """Slots are paths from the portal's root that no quote or comment sign can break out of; with
    `layout: ssi` there are some."""
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
    """An error on a page is reported at a web form that is told which page, or by mail; nowhere
    else."""
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
    """Every code that gets a level exists."""
    return [
        problem(
            "unknown-rule",
            place.at("rules", "levels", code),
            name=code,
            near=nearest(code, CATALOGUE),
        )
        for code in record.rules.levels
        if code not in CATALOGUE
    ]


def check_portal_items(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """The meta tags and the foot that 政府网站发展指引 (国办发〔2017〕47号) asks for are filled in, in `mode:
    portal`."""
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


_TARGET_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
_CREDENTIAL = re.compile(
    r"pass|secret|token|credential|access_key|private_key|密码|口令|密钥|令牌", re.IGNORECASE
)
_WITH_USER = re.compile(r"\w+://[^/?#]*@")


def check_targets(record: ConfigRecord, place: Place) -> list[Diagnostic]:
    """Every target has what its kind needs, nothing that it would ignore, a name fit for a
    variable, and no secret in an address."""
    problems: list[Diagnostic] = []
    for name, target in record.publish.targets.items():
        here = ("publish", "targets", name)
        if not _TARGET_NAME.fullmatch(name):
            problems.append(problem("target-name", place.at(*here), name=name))
        row, written = TARGET_KINDS[target.kind], target.model_fields_set
        for key in row.needed:
            if key not in written:
                problems.append(
                    problem("missing-key", place.at(*here), key=spelled(key, "TargetRecord"))
                )
        for key in sorted(written - row.keys):
            problems.append(
                problem(
                    "target-key",
                    place.at(*here, key),
                    key=spelled(key, "TargetRecord"),
                    kind=target.kind,
                )
            )
        for key, value in (("url", target.url), ("endpoint", target.endpoint)):
            if value and _WITH_USER.match(value):
                problems.append(problem("credential-in-config", place.at(*here, key), key=key))
            elif value and not value.startswith(("https://", "http://")):
                problems.append(
                    problem(
                        "wrong-value",
                        place.at(*here, key),
                        key=key,
                        value=value,
                        known="https://…, http://…",
                        near="",
                    )
                )
        if target.keep < 2:
            problems.append(
                problem(
                    "wrong-value",
                    place.at(*here, "keep"),
                    key="keep",
                    value=target.keep,
                    known="2, 3, 4, 5 …",
                    near="",
                )
            )
    return problems


def _target(name: str, record: TargetRecord) -> Target:
    row = TARGET_KINDS[record.kind]
    return Target(
        name=name,
        kind=record.kind,
        profile=record.profile or row.profile,
        layout=record.layout or row.layout,
        keep=record.keep,
        verify=record.verify,
        trial=record.trial,
        path=record.path or "",
        host=record.host or "",
        port=record.port,
        user=record.user or "",
        host_key=tuple(record.host_key),
        known_hosts=record.known_hosts or "",
        key_file=record.key_file or "",
        bucket=record.bucket or "",
        prefix=(record.prefix or "").strip("/"),
        endpoint=record.endpoint or "",
        region=record.region or "",
        url=(record.url or "").rstrip("/"),
    )


def _credential_named(found: Diagnostic) -> Diagnostic:
    """A key that is unknown because it would hold a secret is told as what it is."""
    key = dict(found.arguments).get("key", "")
    if found.code == "unknown-key" and _CREDENTIAL.search(key):
        return problem("credential-in-config", found.location, key=key)
    return found
