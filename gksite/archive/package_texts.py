"""The texts that describe a snapshot: WACZ 1.1.1 records, digests of all members, facts for
archivists and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from gksite import __version__
from gksite.archive.web_archive import url_of, utc
from gksite.model.entities import Plan
from gksite.model.site import SiteModel
from gksite.pages.addresses import plan_path

RecordType = TypeVar("RecordType")

FORMAT = 1
"""The format of snapshots. gksite reads this one and all earlier ones."""

WARC_PATH = "archive/site.warc.gz"
INDEX_PATH = "indexes/index.cdx"
PAGES_PATH = "pages/pages.jsonl"
PACKAGE_PATH = "datapackage.json"
PACKAGE_DIGEST_PATH = "datapackage-digest.json"
SOURCES_PATH = "sources/project.zip"
SOURCE_SUMS_PATH = "sources/SHA256SUMS"
EXPORTS_PATH = "data/exports.zip"
FACTS_PATH = "about/archive.json"
BUILD_PATH = "about/build.json"
SHA256_PATH = "SHA256SUMS"
SM3_PATH = "SM3SUMS"
# `wacz validate` 0.6.0 accepts no folder in a folder, and outside of folders no file with a dot in
# its name.

NO_HOST = "https://site.invalid/"
"""The address of a site that names neither `site.base_url` nor `site.domain` (RFC 2606)."""


class Previous(msgspec.Struct, frozen=True):
    """The previous snapshot: its name and the SHA-256 of its file."""

    name: str
    sha256: str


class Build(msgspec.Struct, frozen=True):
    """about/build.json: the program, the settings and the day of a snapshot, and the snapshot
    before it. `files` counts those of the site; `rules` is the format of sources by whose rules the
    states of tasks were reckoned."""

    format: int
    name: str
    at: str
    as_of: str
    base_url: str
    gksite: str
    program: str
    config_sha256: str
    retention: str
    pages: int
    files: int
    sources: int
    sm3: bool
    previous: Previous | None = None
    note: str = ""
    rules: int = 1


class Signature(msgspec.Struct, frozen=True):
    """An Ed25519 signature of the bytes of datapackage.json; key and signature in base64."""

    algorithm: str
    public_key: str
    value: str


class PackageDigest(msgspec.Struct, frozen=True):
    """datapackage-digest.json."""

    path: str
    hash: str
    signature: Signature | None = None


class Resource(msgspec.Struct, frozen=True):
    """A member in datapackage.json."""

    path: str
    hash: str
    bytes: int


class Package(msgspec.Struct, frozen=True):
    """The part of datapackage.json that is read."""

    wacz_version: str
    resources: tuple[Resource, ...]
    public: bool = False
    """Whether it was made for the public: then it holds only what the site publishes."""


def parse_record(data: bytes, kind: type[RecordType]) -> RecordType | None:
    """Parse a text as one of the records above; None if it is not one."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None


def base_of(model: SiteModel) -> str:
    """Return the address below which the pages are archived."""
    config = model.config
    return config.base_url or (f"https://{config.domain}/" if config.domain else NO_HOST)


def package_text(
    title: str,
    at: datetime,
    base: str,
    members: Iterable[tuple[str, int, str]],
    *,
    public: bool = False,
) -> bytes:
    """Return datapackage.json of the members. Only the edition for the public states its kind."""
    resources = [
        {"name": name.lower(), "path": name, "hash": f"sha256:{sha256}", "bytes": size}
        for name, size, sha256 in sorted(members)
    ]
    return _json(
        {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "software": f"gksite {__version__}",
            "created": utc(at),
            "mainPageUrl": url_of(base, "index.html"),
            "mainPageDate": utc(at),
            "resources": resources,
        }
        | ({"public": True} if public else {})
    )


def package_digest_text(sha256: str, signature: Signature | None) -> bytes:
    """Return datapackage-digest.json."""
    return (
        msgspec.json.format(
            msgspec.json.encode(PackageDigest(PACKAGE_PATH, f"sha256:{sha256}", signature)),
            indent=1,
        )
        + b"\n"
    )


def pages_text(base: str, pages: Iterable[tuple[str, str]], at: datetime) -> bytes:
    """Return pages.jsonl of the pages given by path and title."""
    lines: list[dict[str, str]] = [
        {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    ]
    lines += [
        {"id": path, "url": url_of(base, path), "ts": utc(at), "title": title}
        for path, title in pages
    ]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode()


def sums_text(digests: Mapping[str, str]) -> bytes:
    """Return a line `digest name` for each name, sorted, as `sha256sum -c` reads it."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def parse_sums(text: bytes) -> dict[str, str]:
    """Return name → digest of a text by `sums_text`."""
    lines = (line.partition("  ") for line in text.decode("utf-8", "replace").split("\n") if line)
    return {name: digest for digest, _, name in lines}


def build_text(build: Build) -> bytes:
    """Return about/build.json."""
    return msgspec.json.format(msgspec.json.encode(build), indent=1) + b"\n"


def facts_text(model: SiteModel, build: Build, base: str, size: int) -> bytes:
    """Return about/archive.json: the facts that archival rules ask for, of the whole and of each
    document, by their Chinese names."""
    facts: dict[str, Any] = {
        "题名": model.config.name,
        "责任者": model.config.archive.creator or model.config.name,
        "归档时间": build.at,
        "截至日期": build.as_of,
        "原网址": base if base != NO_HOST else "",
        "保管期限": build.retention,
        "格式": "WACZ 1.1.1（WARC/1.1，GB/T 33994）",
        "网页数": build.pages,
        "文件数": build.files,
        "大小（字节，各成员合计）": size,
        "说明": build.note,
        "上一份归档": {"名称": build.previous.name, "SHA-256": build.previous.sha256}
        if build.previous
        else None,
        "文件清单": [_document(plan, base) for plan in model.plans.values()],
    }
    return _json({key: value for key, value in facts.items() if value not in ("", None)})


def _document(plan: Plan, base: str) -> dict[str, str]:
    facts = {
        "题名": plan.title,
        "责任者": plan.issuer_name,
        "索引号": plan.index_number,
        "文号": plan.document_number,
        "成文日期": str(plan.written or ""),
        "发布日期": plan.public_since[:10],
        "有效性": plan.validity,
        "原网址": url_of(base, plan_path(plan.id)),
        "编号": plan.id,
    }
    return {key: value for key, value in facts.items() if value}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
