"""The members of a snapshot: the pages with their index, the data, the sources, and the texts that
describe and prove them."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path

from gksite import __version__
from gksite.archive import package_texts as texts
from gksite.archive.container import Part, has_sm3, part
from gksite.archive.file_bundle import Bundled, write_bundle
from gksite.archive.signing import fingerprint, missing_library, sign
from gksite.archive.web_archive import index_lines, write_web_archive
from gksite.build.published_set import PublishedSet
from gksite.build.site import copied_to
from gksite.config.formats import ENDINGS
from gksite.config.values import CONFIG_PATH
from gksite.model.site import SiteModel
from gksite.output.manifest import parse_marker, read_marker
from gksite.output.refusal import refuse, write_failed
from gksite.pages.page_kinds import route_pages
from gksite.schema.keys import FORMAT as SOURCE_FORMAT
from gksite.source.files import Sources
from gksite.source.program import read_code
from gksite.source.stored_versions import VersionStore, version_folder
from gksite.source.theme_files import list_theme_files

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_NO_PAGES = ("redirect", "404", "withdrawn")
_DATA = (
    *(".xml", ".json", ".jsonl", ".txt"),
    *(ending for ending, file in ENDINGS.items() if file.bundled),
)


class Packer:
    """Makes the members of a snapshot, and of its edition for the public, from the site that was
    built at `scratch/site`. `key` is the private key that signs them."""

    def __init__(
        self,
        root: Path,
        scratch: Path,
        model: SiteModel,
        published: PublishedSet,
        store: VersionStore,
        at: datetime,
        note: str,
        key: Path | None,
    ) -> None:
        self._root, self._scratch, self._site_dir = root, scratch, scratch / "site"
        self._model, self._sources = model, published.sources
        self._versions = _versions(model, published, store)
        self._at, self._note, self._key = at, note, key
        self._base = texts.base_of(model)
        self.files = sorted(parse_marker(read_marker(str(self._site_dir)) or b""))
        """The paths of the site, sorted."""
        self.copied = {
            copied_to(path) for path in (*self._sources.attachments, *self._sources.static)
        }
        """The paths of files that are published as they are."""

    def members(
        self, name: str, previous: texts.Previous | None, *, public: bool = False
    ) -> tuple[list[Part], texts.Build, str]:
        """Return the members in their order, the facts of the build, and the fingerprint of the key
        that signed them ("" if none did)."""
        bundled = self._bundle_sources(public=public)
        members = [
            *self._shared,
            part(texts.SOURCES_PATH, self._scratch / "project.zip"),
            part(
                texts.SOURCE_SUMS_PATH,
                texts.sums_text({source.path: source.sha256 for source in bundled}),
            ),
        ]
        build_facts = self._build_facts(name, previous, len(bundled))
        size = sum(member.digests.size for member in members)
        members.append(part(texts.BUILD_PATH, texts.build_text(build_facts)))
        members.append(
            part(texts.FACTS_PATH, texts.facts_text(self._model, build_facts, self._base, size))
        )
        sums = [
            part(
                texts.SHA256_PATH,
                texts.sums_text({member.name: member.digests.sha256 for member in members}),
            )
        ]
        if build_facts.sm3:
            sums.append(
                part(
                    texts.SM3_PATH,
                    texts.sums_text({member.name: member.digests.sm3 for member in members}),
                )
            )
        members += sums
        listed = [(member.name, member.digests.size, member.digests.sha256) for member in members]
        package = texts.package_text(
            self._model.config.name, self._at, self._base, listed, public=public
        )
        signature = _sign(package, self._key) if self._key else None
        members.append(part(texts.PACKAGE_PATH, package))
        digest = texts.package_digest_text(hashlib.sha256(package).hexdigest(), signature)
        return (
            [*members, part(texts.PACKAGE_DIGEST_PATH, digest)],
            build_facts,
            fingerprint(signature),
        )

    @cached_property
    def _shared(self) -> list[Part]:
        """The pages with their index, and the data; both editions share them."""
        warc = self._scratch / "site.warc.gz"
        facts = {
            "software": f"gksite {__version__}",
            "format": "WARC File Format 1.1",
            "isPartOf": self._model.config.name,
        }
        with warc.open("wb") as stream:
            records = write_web_archive(
                stream,
                ((path, self._site_dir / path) for path in self.files),
                self._base,
                self._at,
                facts,
            )
        return [
            part(texts.WARC_PATH, warc),
            part(texts.INDEX_PATH, index_lines(records, self._at)),
            part(texts.PAGES_PATH, texts.pages_text(self._base, self._titles.items(), self._at)),
            *self._exports(),
        ]

    @cached_property
    def _titles(self) -> dict[str, str]:
        """Return path → title of the pages that a reader may look for."""
        titles = {}
        suffix = f" - {self._model.config.name}"
        for request in route_pages(self._model):
            if request.kind not in _NO_PAGES:
                title = _TITLE.search((self._site_dir / request.path).read_text("utf-8"))
                titles[request.path] = (
                    html.unescape(title[1]).removesuffix(suffix) if title else request.path
                )
        return dict(sorted(titles.items()))

    def _bundle_sources(self, *, public: bool) -> list[Bundled]:
        """Write the sources of the published site to project.zip. The public gets only the files
        that are published as they are, because the others hold signers, comments, settings and
        waivers. Raises Refused if a source is not what the site was built from.
        """
        place = self._scratch / "project.zip"
        expected = {
            path: sha256
            for path, sha256 in source_digests(self._sources).items()
            if self._is_published(path)
        }
        if public:
            expected = {
                path: sha256 for path, sha256 in expected.items() if path not in self._sources.texts
            }
        copied = {**self._sources.attachments, **self._sources.static}
        files: dict[str, Path | bytes] = {
            path: self._root / copied[path].path if path in copied else self._sources.texts[path]
            for path in expected
        }
        if not public:
            files |= list_theme_files(self._root, self._model.config.theme)
            files |= self._versions
        try:
            bundled = write_bundle(place, files)
        except FileNotFoundError as error:
            raise refuse("snapshot-sources-changed", error.filename) from error
        except OSError as error:
            raise write_failed(place.as_posix(), error) from error
        for source in bundled:
            if expected.get(source.path, source.sha256) != source.sha256:
                raise refuse("snapshot-sources-changed", source.path)
        return bundled

    def _is_published(self, path: str) -> bool:
        """Whether a source belongs to the published site. Snapshots go to anybody: no drafts."""
        if path.startswith("content/plans/"):
            return path.split("/")[2] in self._model.plans
        if path.startswith("content/pages/"):
            return path.split("/")[2].removesuffix(".md") in self._model.pages
        return True

    def _exports(self) -> list[Part]:
        exports = {
            path: self._site_dir / path
            for path in self.files
            if path.endswith(_DATA) and path not in self.copied
        }
        if not exports:
            return []
        write_bundle(self._scratch / "exports.zip", exports)
        return [part(texts.EXPORTS_PATH, self._scratch / "exports.zip")]

    def _build_facts(self, name: str, previous: texts.Previous | None, sources: int) -> texts.Build:
        model = self._model
        return texts.Build(
            format=texts.FORMAT,
            name=name,
            at=self._at.isoformat(),
            as_of=model.as_of.isoformat(),
            base_url=self._base,
            gksite=__version__,
            program=read_code().hex(),
            config_sha256=hashlib.sha256(self._sources.texts[CONFIG_PATH]).hexdigest(),
            retention=model.config.archive.retention,
            pages=len(self._titles),
            files=len(self.files),
            sources=sources,
            sm3=has_sm3(),
            previous=previous,
            note=self._note,
            rules=SOURCE_FORMAT,
        )


def _sign(package: bytes, key: Path) -> texts.Signature:
    try:
        return sign(package, key)
    except ImportError:
        raise missing_library() from None


def _versions(model: SiteModel, published: PublishedSet, store: VersionStore) -> dict[str, bytes]:
    """Return the files of the versions that are public, by path, as what their signatures sign."""
    files: dict[str, bytes] = {}
    for id, review in published.reviews.items():
        if review.public and id in model.plans:
            folder = version_folder(id, review.public.digest)
            stored = store.read(id, review.public.digest).files
            files |= {f"{folder}/{name}": data for name, data in stored.items()}
    return files


def source_digests(sources: Sources) -> Mapping[str, str]:
    """Return path → SHA-256 of every source as it was read."""
    files = {
        path: file.digest.hex()
        for path, file in (*sources.attachments.items(), *sources.static.items())
    }
    return files | {path: hashlib.sha256(data).hexdigest() for path, data in sources.texts.items()}
