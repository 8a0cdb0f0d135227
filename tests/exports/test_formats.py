"""Every format of `config/formats.py` has all that it needs elsewhere; a failure names the piece
that is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from gksite.archive.web_archive import mime_of
from gksite.config.formats import ENDINGS, EXPORT_FORMATS, FILES, OFFERED, FileRow
from gksite.exports.make import OF_A_SCOPE, OF_THE_SITE
from gksite.publishing.content_types import content_type

PROJECT = Path(__file__).parents[2]
every_file = pytest.mark.parametrize("file", FILES.values(), ids=FILES)


def test_every_format_has_a_row() -> None:
    missing = set(EXPORT_FORMATS) - {file.format for file in FILES.values()} - {"jsonld"}
    assert not missing, f"config/formats.py: no file of {missing}"

    manual = (PROJECT / "docs/format.md").read_text("utf-8")
    missing = {name for name in EXPORT_FORMATS if f"`{name}`" not in manual}
    assert not missing, f"docs/format.md: {missing}"


@every_file
def test_every_file_has_a_maker(file: FileRow) -> None:
    makers = OF_THE_SITE if file.kind in OF_THE_SITE else OF_A_SCOPE
    assert file.kind in makers, f"exports/make.py: no function for {file.kind!r}"
    assert file.kind in OF_A_SCOPE or set(file.paths) == {"site"}, (
        f"exports/make.py: {file.kind!r} has scopes, so that it belongs into OF_A_SCOPE"
    )
    assert not (OF_A_SCOPE.keys() | OF_THE_SITE.keys()) - FILES.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
@every_file
def test_every_file_has_its_words(file: FileRow, language: str) -> None:
    path = f"themes/default/strings/{language}.yaml"
    strings = yaml.safe_load((PROJECT / path).read_text("utf-8"))
    keys = [file.format_word, f"data.{file.kind}"]
    keys += [f"download.{file.kind}"] if file in OFFERED else []
    missing = [key for key in keys if key not in strings]
    assert not missing, f"{path}: {missing}"


@every_file
def test_every_file_is_sent_with_a_type(file: FileRow) -> None:
    for path in file.paths.values():
        assert content_type(path) != "application/octet-stream", path


@every_file
def test_every_file_is_archived_with_a_type(file: FileRow) -> None:
    for path in file.paths.values():
        assert mime_of(path) != "application/octet-stream" or file.kind == "sqlite", path


@every_file
def test_files_with_one_ending_are_archived_alike(file: FileRow) -> None:
    for ending in file.endings:
        same = ENDINGS[ending]
        assert (same.lasting, same.bundled) == (file.lasting, file.bundled), ending


def test_snapshots_keep_addresses_and_data_files() -> None:
    lasting = {ending for ending, file in ENDINGS.items() if file.lasting}
    assert lasting >= {".atom", ".csv", ".ics", ".xlsx"}
    bundled = {ending for ending, file in ENDINGS.items() if file.bundled}
    assert bundled >= {".atom", ".csv", ".ics", ".json", ".xlsx", ".xml"}


def test_no_two_files_have_one_place_among_the_downloads() -> None:
    assert len({file.offer for file in OFFERED}) == len(OFFERED)
