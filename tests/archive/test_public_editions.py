"""What the site offers for download is made for the public: of the published set, and of nothing
else; each file is judged by what it is."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from archive_sites import copy_site, edit, make, members_of
from bs4 import BeautifulSoup
from opened_files import opened, opened_tree

from gksite.archive.states import read_state
from gksite.archive.verification import verify_snapshot
from gksite.build.pipeline import Options, build
from gksite.output.refusal import Refused

SECRETS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("secrets.yaml").read_text("utf-8")
)
LATER = datetime.fromisoformat("2025-12-31T18:00:00+08:00")


def with_secrets(root: Path) -> Path:
    for one in SECRETS:
        place = root / one["file"]
        place.parent.mkdir(parents=True, exist_ok=True)
        text = place.read_text("utf-8") if place.exists() else ""
        place.write_text(
            one.get("before", "") + one.get("text", text) + one.get("after", ""), "utf-8"
        )
    return root


def built(root: Path) -> list[str]:
    return sorted(one.code for one in build(root, root / "public", Options(jobs=1)).problems)


def downloads_on(root: Path) -> None:
    edit(root, "config.yaml", "archive:\n", "archive:\n  download: 是\n")


@pytest.fixture(scope="module")
def offered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = with_secrets(copy_site(tmp_path_factory.mktemp("offered") / "site"))
    downloads_on(root)
    make(root)
    built(root)
    return root


def test_the_edition_for_the_public_is_offered_and_sound(offered: Path) -> None:
    public = offered / "public/archive/2025-07-01.wacz"
    assert public.read_bytes() == (offered / "snapshots/2025-07-01.public.wacz").read_bytes()
    assert verify_snapshot(public).problems == ()
    page = BeautifulSoup((offered / "public/archive/index.html").read_bytes(), "lxml")
    assert page.select_one('a[href="../archive/2025-07-01.wacz"]')
    assert verify_snapshot(public).sha256 in page.text
    members = members_of(public)
    assert json.loads(members["datapackage.json"])["public"] is True
    assert "public" not in json.loads(
        members_of(offered / "snapshots/2025-07-01.wacz")["datapackage.json"]
    )
    names = {name for name, _ in opened("", members["sources/project.zip"])}
    assert names == {"", "#", "/content/plans/qinghe-2025/files/附表.csv", "/static/robots.txt"}


@pytest.mark.parametrize("one", SECRETS, ids=lambda one: str(one["what"]))
def test_no_byte_of_the_site_or_its_downloads_tells_what_is_not_public(
    one: dict[str, Any], offered: Path
) -> None:
    for secret in one["secrets"]:
        found = [
            name
            for name, data in opened_tree(offered / "public")
            if secret.encode() in data or secret.encode("utf-16-le") in data
        ]
        assert found == [], secret


def test_the_own_archive_keeps_the_sources_and_is_never_offered(offered: Path) -> None:
    own = members_of(offered / "snapshots/2025-07-01.wacz")["sources/project.zip"]
    whole = b"".join(data for _, data in opened("", own))
    assert "密签人甲".encode() in whole
    assert "密注丙".encode() in whole


def test_a_snapshot_is_judged_by_what_it_holds_and_not_by_the_settings(tmp_path: Path) -> None:
    """Made with a review gate; later the gate is gone and downloads are on: the file still names
    who signed."""
    root = with_secrets(copy_site(tmp_path / "site"))
    make(root)
    downloads_on(root)
    assert "snapshot-not-public" in built(root)
    assert list((root / "public/archive").glob("*.wacz")) == []
    make(root, LATER)
    assert "snapshot-not-public" in built(root)
    assert [path.name for path in (root / "public/archive").glob("*.wacz")] == ["2025-12-31.wacz"]


@pytest.mark.parametrize("ledger", ["as it was", "made to fit"])
def test_an_own_archive_under_the_name_of_a_public_one_is_not_offered(
    ledger: str, tmp_path: Path
) -> None:
    root = copy_site(tmp_path / "site")
    downloads_on(root)
    entry = make(root).entry
    assert entry
    own, public = root / "snapshots/2025-07-01.wacz", root / "snapshots/2025-07-01.public.wacz"
    shutil.copy(own, public)
    if ledger == "made to fit":
        edit(
            root,
            "snapshots/index.yaml",
            f"public_size: {entry.public_size}",
            f"public_size: {entry.size}",
        )
        edit(
            root,
            "snapshots/index.yaml",
            f"public_sha256: {entry.public_sha256}",
            f"public_sha256: {entry.sha256}",
        )
    assert "snapshot-not-public" in built(root)
    assert list((root / "public").rglob("*.wacz")) == []


def test_two_editions_of_one_state_are_the_same_bytes(offered: Path, tmp_path: Path) -> None:
    root = with_secrets(copy_site(tmp_path / "elsewhere"))
    downloads_on(root)
    make(root)
    name = "snapshots/2025-07-01.public.wacz"
    assert (root / name).read_bytes() == (offered / name).read_bytes()


def test_an_edition_for_the_public_is_not_compared(offered: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_state(offered / "public/archive/2025-07-01.wacz")
    assert "公开版" in str(caught.value.diagnostic.arguments)
