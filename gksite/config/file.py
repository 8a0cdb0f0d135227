"""config.yaml → Config."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from gksite.catalogue import RENAMED, current_code
from gksite.config.checks import check_config
from gksite.config.formats import EXPORT_FORMATS
from gksite.config.records import ConfigRecord, TargetRecord
from gksite.config.target_kinds import TARGET_KINDS
from gksite.config.values import CONFIG_PATH, Config
from gksite.diagnostics import Diagnostic, problem
from gksite.schema.validate import parse_record
from gksite.source.report_link import report_template

DISCLOSURE_COLUMN = "法定主动公开内容"
"""The column of every disclosure platform that plans belong into (国办公开办函〔2019〕61号)."""

_CREDENTIAL = re.compile(
    r"pass|secret|token|credential|access_key|private_key|密码|口令|密钥|令牌", re.IGNORECASE
)


def read_config(texts: Mapping[str, str]) -> tuple[Config | None, list[Diagnostic]]:
    """Return the Config of a site from its files (path → text); None if unusable."""
    return parse_config(texts[CONFIG_PATH]) if CONFIG_PATH in texts else (None, [])


def parse_config(text: str) -> tuple[Config | None, list[Diagnostic]]:
    """Return the Config of the text of config.yaml, None if it cannot be used, and the problems."""
    parsed, problems = parse_record(ConfigRecord, text, CONFIG_PATH)
    if newer := [diagnostic for diagnostic in problems if diagnostic.code == "newer-format"]:
        # The version that knows the format reports the other problems.
        return None, newer
    if parsed is None:
        return None, [_credential_named(diagnostic) for diagnostic in problems]
    record, place = parsed
    return _config(record), [*problems, *check_config(record, place)]


def _config(record: ConfigRecord) -> Config:
    """Return the value of a record. Values that are not named here are taken as they are; a key
    without a value gets the default of Config."""
    written = record.model_dump(exclude_none=True)
    review = record.review
    values = {
        **written,
        **written["site"],
        **{f"column_{key}": value for key, value in written["column"].items()},
        "base_url": _with_slash(record.site.base_url),
        "report_page": report_template(record.report_page or "")[0],
        "page_codes": _unique(record.page_codes),
        "breadcrumb": written["breadcrumb"] or _usual_breadcrumb(record),
        "review_steps": _unique(review.steps) if review and review.required else [],
        "review_reports": _unique(review.reports) if review else [],
        "separate_steps": [_unique(group) for group in review.separate] if review else [],
        "review_pages": _unique(review.pages) if review else [],
        "footer": list(written["footer"].items()),
        "archive": {"creator": record.footer.host or record.site.name, **written["archive"]},
        "leave_out": _unique(record.leave_out),
        "portal": {**written["portal"], "link_base": _with_slash(record.portal.link_base)},
        "targets": [_target(name, target) for name, target in record.publish.targets.items()],
        "exports": {
            **written["exports"],
            "formats": [name for name in EXPORT_FORMATS if name in record.exports.formats],
        },
        "rules": {**written["rules"], "levels": _levels(record)},
        "attachment_types": _unique(
            [type.strip().lstrip(".").lower() for type in record.attachments.allow]
        ),
    }
    return msgspec.convert(values, Config)


def _levels(record: ConfigRecord) -> list[tuple[str, str]]:
    """Return the levels by present code; that of a former code gives way to the present one's."""
    levels = record.rules.levels
    former = {current_code(code): level for code, level in levels.items() if code in RENAMED}
    return [*(former | {c: level for c, level in levels.items() if c not in RENAMED}).items()]


def _target(name: str, record: TargetRecord) -> dict[str, Any]:
    row = TARGET_KINDS[record.kind]
    return {
        "name": name,
        "profile": row.profile,
        "layout": row.layout,
        **record.model_dump(exclude_none=True),
        "prefix": (record.prefix or "").strip("/"),
        "url": (record.url or "").rstrip("/"),
    }


def _usual_breadcrumb(record: ConfigRecord) -> list[dict[str, str]]:
    """Return the way to a site that names none: in a portal, the column that the law names."""
    return [{"text": DISCLOSURE_COLUMN, "url": ""}] if record.mode == "portal" else []


def _with_slash(address: str | None) -> str:
    return f"{address.rstrip('/')}/" if address else ""


def _unique(items: list[Any]) -> list[Any]:
    return list(dict.fromkeys(items))


def _credential_named(diagnostic: Diagnostic) -> Diagnostic:
    """Report an unknown key that would hold a secret as such."""
    key = dict(diagnostic.arguments).get("key", "")
    if diagnostic.code == "unknown-key" and _CREDENTIAL.search(key):
        return problem("credential-in-config", diagnostic.location, key=key)
    return diagnostic
