"""What the schema calls `shown` stands on a page, to the last character, and what it calls
`never` in no byte that is published."""

from __future__ import annotations

import inspect
import re
import tempfile
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from every_key_sites import Site, leaves, sites
from hypothesis import HealthCheck, Phase, given, settings
from opened_files import opened_tree

from gksite.build.pipeline import Options, build
from gksite.build.report import BuildReport
from gksite.catalogue import severity
from gksite.config import records as config_records
from gksite.config.target_kinds import Profile
from gksite.content import records
from gksite.schema.types import Record
from gksite.schema.visibility import VISIBILITY

RECORDS = {
    name: kind
    for module in (config_records, records)
    for name, kind in vars(module).items()
    if inspect.isclass(kind) and issubclass(kind, Record) and kind.__module__ == module.__name__
}
PORTAL_PROFILES: tuple[Profile, ...] = ("fragment", "paste", "push")
SCRIPTS = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
HREF = re.compile(r'\bhref="([^"]*)"')


@pytest.mark.parametrize("name", sorted({*RECORDS, *VISIBILITY}))
def test_every_key_says_what_becomes_of_its_value(name: str) -> None:
    assert name in RECORDS, f"{name} is no record any more"
    assert name in VISIBILITY, (
        f"say for each key of {name} in schema/visibility.py whether it is shown, data, or never"
    )
    keys = {field.alias or key for key, field in RECORDS[name].model_fields.items()}
    assert {key for key in keys if key not in VISIBILITY[name]} == set()
    assert {key for key in VISIBILITY[name] if key not in keys} == set()


def visible(folder: Path) -> str:
    """All that readers see on pages, and the links of these, without white space."""
    texts = []
    for page in sorted(folder.rglob("*.html")):
        html = SCRIPTS.sub("", page.read_text("utf-8"))
        texts += [
            re.sub(r"<[^>]*>", "", html),
            *(unquote(unescape(one)) for one in HREF.findall(html)),
        ]
    return re.sub(r"\s", "", unescape("\n".join(texts)))


def forms(value: object) -> list[str]:
    """How a value may be shown."""
    if isinstance(value, date):
        return [f"{value.year}年{value.month}月{value.day}日"]
    if isinstance(value, int | float):
        return [f"{value:g}", f"{value}", f"{value:,}"]
    text = re.sub(r"\s", "", str(value))
    if found := re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", text):
        year, month, day = found.groups()
        return [f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")]
    return [text]


def is_told(value: object, report: BuildReport) -> bool:
    return any(
        str(value) in str(argument) for one in report.problems for _, argument in one.arguments
    )


def built(site: Site, root: Path) -> BuildReport:
    site.to(root)
    report = build(root, root / "public", Options(jobs=1))
    assert [one for one in report.problems if severity(one) == "error"] == []
    return report


# A site that fails is small already; to shrink it takes minutes.
@settings(
    max_examples=12, suppress_health_check=list(HealthCheck), phases=[Phase.reuse, Phase.generate]
)
@given(site=sites())
def test_what_is_shown_stands_on_a_page_and_what_is_never_nowhere(site: Site) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        report = built(site, root)
        seen = visible(root / "public")
        told = not_public(site, root / "public")
    lost = [
        (record, key, value)
        for record, key, value in leaves(site)
        if (record == "body" or VISIBILITY.get(record, {}).get(key) == "shown")
        and not any(form in seen for form in forms(value))
        and not is_told(value, report)
    ]
    assert lost == []
    assert told == []


def not_public(site: Site, folder: Path) -> list[tuple[str, str, object]]:
    """The values that should stand nowhere, as far as they stand in any file below a folder."""
    whole = b"\0".join(data for _, data in opened_tree(folder))
    return [
        (record, key, value)
        for record, key, value in leaves(site)
        if (record == "" or VISIBILITY.get(record, {}).get(key) == "never")
        and isinstance(value, str)
        and any(form.encode() in whole for form in (value, quote(value), ascii(value)[1:-1]))
    ]


@settings(
    max_examples=2, suppress_health_check=list(HealthCheck), phases=[Phase.reuse, Phase.generate]
)
@given(site=sites())
def test_what_is_never_public_goes_to_no_portal(site: Site) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = site.to(Path(folder))
        for profile in PORTAL_PROFILES:
            assert build(root, root / profile, Options(jobs=1, profile=profile)).pages
            assert not_public(site, root / profile) == []
