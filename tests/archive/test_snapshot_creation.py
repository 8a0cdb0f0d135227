"""A snapshot is the whole published site with its sources, the same bytes wherever it is made, and
entered in the ledger."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from archive_sites import AT, SITE_DIR, copy_site, edit, make, members_of

from gksite.archive.container import has_sm3
from gksite.archive.creation import Order, create_snapshot, time_of
from gksite.archive.web_archive import read_web_archive, sort_key
from gksite.build.pipeline import Options, build
from gksite.output.refusal import Refused
from gksite.output.source_files import locked_sources

CREATE = """
import sys; from pathlib import Path; from datetime import datetime
from gksite.archive.creation import Order, create_snapshot
order = Order(at=datetime.fromisoformat(sys.argv[2]), jobs=int(sys.argv[3]))
made = create_snapshot(Path(sys.argv[1]), order)
sys.exit(not made.entry)"""


def tree(folder: Path) -> dict[str, bytes]:
    files = {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
    }
    return {
        path: place.read_bytes() for path, place in files.items() if not path.startswith(".gksite/")
    }


def test_two_creations_are_identical_wherever_they_are_made(snapshot: Path, tmp_path: Path) -> None:
    here = copy_site(tmp_path / "another folder")
    make(here, note="半年归档")
    assert (here / "snapshots/2025-07-01.wacz").read_bytes() == snapshot.read_bytes()
    surroundings = (
        ("Pacific/Pago_Pago", "C", "1", "1"),
        ("Asia/Shanghai", "zh_CN.UTF-8", "77", "2"),
    )
    digests = set()
    for number, (zone, language, seed, jobs) in enumerate(surroundings):
        root = copy_site(tmp_path / f"{number}")
        environment = os.environ | {
            "TZ": zone,
            "LANG": language,
            "LC_ALL": language,
            "PYTHONHASHSEED": seed,
        }
        subprocess.run(
            [sys.executable, "-c", CREATE, str(root), AT.isoformat(), jobs],
            check=True,
            env=environment,
        )
        digests.add(hashlib.sha256((root / "snapshots/2025-07-01.wacz").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_every_page_says_that_it_is_archived_and_leads_to_the_living_one(
    made_dir: Path, snapshot: Path, tmp_path: Path
) -> None:
    pages: dict[str, bytes] = {}
    (tmp_path / "warc").write_bytes(members_of(snapshot)["archive/site.warc.gz"])
    with (tmp_path / "warc").open("rb") as stream:
        for _ in read_web_archive(
            stream,
            lambda record, data: pages.update({record.url: pages.get(record.url, b"") + data}),
        ):
            pass
    html = {url: data.decode() for url, data in pages.items() if url.endswith(".html")}
    assert len(html) > 15
    for url, text in html.items():
        assert "<strong>已归档</strong>" in text, url
        assert (
            '归档时间 <time datetime="2025-07-01T09:00:00+08:00">2025年7月1日 09:00</time>' in text
        )
        path = url.removeprefix("https://www.qinghe.example/gkyd/")
        assert f'<a href="https://www.qinghe.example/gkyd/{path}">' in text
    out = tmp_path / "public"
    build(made_dir, out, Options(jobs=1), state_dir=tmp_path / "state")
    assert all("已归档" not in path.read_text("utf-8") for path in out.rglob("*.html"))


def test_without_an_address_of_the_site_the_banner_says_so(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    edit(root, "config.yaml", "  base_url: https://www.qinghe.example/gkyd/\n", "")
    made = make(root)
    assert not made.is_linked
    facts = json.loads(members_of(made.place)["about/build.json"])
    assert facts["base_url"] == "https://site.invalid/"
    assert "原网址" not in json.loads(members_of(made.place)["about/archive.json"])


def test_the_sources_are_in_it_byte_for_byte_without_drafts(snapshot: Path, tmp_path: Path) -> None:
    (tmp_path / "project.zip").write_bytes(members_of(snapshot)["sources/project.zip"])
    with zipfile.ZipFile(tmp_path / "project.zip") as bundle:
        found = {name: bundle.read(name) for name in bundle.namelist()}
    expected = {path: data for path, data in tree(SITE_DIR).items() if "qinghe-2026" not in path}
    assert {
        path: data for path, data in found.items() if not path.startswith("themes/")
    } == expected
    theme = tree(SITE_DIR.parents[2] / "themes/default")
    assert {
        path.removeprefix("themes/default/"): data
        for path, data in found.items()
        if path.startswith("themes/")
    } == theme
    sums = "".join(f"{hashlib.sha256(found[path]).hexdigest()}  {path}\n" for path in sorted(found))
    assert members_of(snapshot)["sources/SHA256SUMS"].decode() == sums


def test_sums_are_those_of_the_usual_programs(snapshot: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(snapshot) as archive:
        archive.extractall(tmp_path)
    assert has_sm3()
    for program, name in (("sha256sum", "SHA256SUMS"), ("openssl", "SM3SUMS")):
        if not shutil.which(program):
            continue
        if program == "sha256sum":
            subprocess.run([program, "--quiet", "-c", name], cwd=tmp_path, check=True)
        else:
            for line in (tmp_path / name).read_text("utf-8").splitlines():
                digest, _, member = line.partition("  ")
                done = subprocess.run(
                    [program, "dgst", "-sm3", member],
                    cwd=tmp_path,
                    check=True,
                    capture_output=True,
                    text=True,
                )
                assert done.stdout.strip().endswith(digest)


def test_facts_for_archivists(snapshot: Path) -> None:
    facts = json.loads(members_of(snapshot)["about/archive.json"])
    assert (facts["题名"], facts["责任者"], facts["保管期限"]) == (
        "青禾区政务公开工作要点",
        "青禾区政府办公室",
        "30年",
    )
    assert (facts["归档时间"], facts["说明"], facts["原网址"]) == (
        AT.isoformat(),
        "半年归档",
        "https://www.qinghe.example/gkyd/",
    )
    (document,) = facts["文件清单"]
    assert (document["文号"], document["索引号"]) == ("青府办发〔2025〕6号", "515301022/2025-00011")


def test_the_ledger_gets_an_entry_and_keeps_what_stood_there(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    first = make(root)
    ledger = root / "snapshots/index.yaml"
    ledger.write_text(ledger.read_text("utf-8") + "# 另存于区档案馆", "utf-8")
    before = ledger.read_text("utf-8")
    edit(root, "content/plans/qinghe-2025/progress.yaml", "推进中", "已完成")
    second = make(root, datetime.fromisoformat("2025-12-31T18:00:00+08:00"))
    assert first.entry and second.entry
    assert ledger.read_text("utf-8").startswith(before + "\n- name: 2025-12-31\n")
    assert first.entry.changes == ("首次归档",)
    assert second.entry.changes == (
        "任务：1项的状态有变化，1项的落实情况有变化",
        *second.entry.changes[1:],
    )
    assert (second.entry.previous, second.entry.retention) == ("2025-07-01", "30年")
    facts = json.loads(members_of(second.place)["about/build.json"])
    assert facts["previous"] == {
        "name": "2025-07-01",
        "sha256": hashlib.sha256(first.place.read_bytes()).hexdigest(),
    }
    third = make(root, datetime.fromisoformat("2025-12-31T19:00:00+08:00"))
    assert third.entry and third.entry.name == "2025-12-31-2"
    report = build(root, root / "public", Options(jobs=1))
    assert report.problems == ()
    page = (root / "public/archive/index.html").read_text("utf-8")
    assert [
        page.index(f'id="snapshot-{name}"') for name in ("2025-12-31-2", "2025-12-31", "2025-07-01")
    ] == sorted(
        page.index(f'id="snapshot-{name}"') for name in ("2025-12-31-2", "2025-12-31", "2025-07-01")
    )
    assert first.entry.sha256 in page


def test_without_the_file_before_the_ledger_says_that_nothing_was_compared(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    make(root).place.unlink()
    second = make(root, datetime.fromisoformat("2025-12-31T18:00:00+08:00"))
    assert second.entry and second.entry.changes == ("上一份归档的文件不在手边，未作比较",)


def test_every_address_is_kept_for_ever(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    make(root)
    kept = (root / "snapshots/addresses.txt").read_text("utf-8").splitlines()
    assert kept == sorted(kept)
    assert {
        "index.html",
        "plans/qinghe-2025/1.html",
        "plans/qinghe-2025/files/附表.csv",
        "robots.txt",
    } <= set(kept)
    assert not [
        path
        for path in kept
        if path.startswith(("assets/", "sitemap.xml", "404")) or "2026" in path
    ]
    edit(root, "content/plans/qinghe-2025/tasks.yaml", "- {id: 2,", "- {id: 3,")
    edit(root, "content/plans/qinghe-2025/plan.md", "{task=2}", "{task=3}")
    (root / "content/plans/qinghe-2025/files/附表.csv").unlink()
    edit(
        root,
        "content/plans/qinghe-2025/plan.md",
        "attachments:\n  - {file: 附表.csv, title: 任务分解表}\n",
        "",
    )
    found = build(root, root / "public", Options(jobs=1))
    gone = [dict(one.arguments)["address"] for one in found.problems if one.code == "address-gone"]
    assert gone == ["plans/qinghe-2025/2.html", "plans/qinghe-2025/files/附表.csv"]
    assert not found.pages
    with (root / "content/withdrawn.yaml").open("a", encoding="utf-8") as stream:
        stream.write(
            "- {address: plans/qinghe-2025/2.html, title: 第2项, date: 2025-08-01, status: moved, "
            "see: /plans/qinghe-2025/3.html}\n"
        )
        stream.write(
            "- {address: plans/qinghe-2025/files/附表.csv, title: 附表, date: 2025-08-01, status: 已删除,"
            " why: 内容有误}\n"
        )
    assert build(root, root / "public", Options(jobs=1)).problems == ()
    moved = (root / "public/plans/qinghe-2025/2.html").read_text("utf-8")
    assert '<a href="../../plans/qinghe-2025/3.html">' in moved
    assert '<meta name="robots" content="noindex">' in moved
    deleted = (root / "public/plans/qinghe-2025/files/附表.csv.html").read_text("utf-8")
    assert "已删除" in deleted
    assert "内容有误" in deleted


def test_errors_in_the_site_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    edit(root, "content/plans/qinghe-2025/plan.md", "区司法局", "区法制局")
    before = tree(root)
    made = create_snapshot(root, Order(at=AT, jobs=1))
    assert made.entry is None
    assert [one.code for one in made.problems] == ["unknown-unit"]
    assert tree(root) == before


def test_a_source_that_changes_meanwhile_stops_it(tmp_path: Path) -> None:
    root = copy_site(tmp_path / "site")
    page = root / "content/pages/about.md"
    with pytest.raises(Refused) as caught:
        create_snapshot(
            root,
            Order(at=AT, jobs=1),
            lambda _done, _all: edit(root, "content/pages/about.md", "关于", "关于 "),
        )
    assert caught.value.diagnostic.code == "snapshot-sources-changed"
    assert (
        not list((root / "snapshots").glob("*")) if (root / "snapshots").exists() else page.exists()
    )


def test_nobody_waits_for_the_build_of_a_snapshot(tmp_path: Path) -> None:
    """Who signs or reports meanwhile has the lock of the sources at once."""
    root = copy_site(tmp_path / "site")
    held: list[bool] = []

    def hold(_done: int, _all: int) -> None:
        with locked_sources(root, wait=0.1):
            held.append(True)

    made = create_snapshot(root, Order(at=AT, jobs=1), hold)
    assert made.entry
    assert held


@pytest.mark.parametrize(("path", "text"), [
    ("content/plans/qinghe-2025/progress.yaml", "- {task: 1, date: 2025-06-30, status: 推进中}\n"),
    ("content/plans/qinghe-2025/files/新增.csv", "甲,乙\n"),
    ("templates/footer.html", "{# changed #}"),
    ("snapshots/index.yaml", "# 台账\n"),
])  # fmt: skip
def test_what_is_confirmed_meanwhile_stays_and_stops_the_snapshot(
    path: str, text: str, tmp_path: Path
) -> None:
    root = copy_site(tmp_path / "site")
    before = (root / path).read_bytes() if (root / path).exists() else b""

    def confirm(_done: int, _all: int) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with locked_sources(root, wait=0.1):
            (root / path).write_bytes(before + text.encode())

    with pytest.raises(Refused) as caught:
        create_snapshot(root, Order(at=AT, jobs=1), confirm)
    assert (caught.value.diagnostic.code, caught.value.diagnostic.location.path) == (
        "snapshot-sources-changed",
        path,
    )
    assert (root / path).read_bytes() == before + text.encode()
    assert not list(root.rglob("*.wacz"))


@pytest.mark.parametrize("downloads", [False, True])
def test_a_ledger_that_cannot_be_written_leaves_no_snapshot(
    downloads: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_site(tmp_path / "site")
    if downloads:
        edit(root, "config.yaml", "archive:\n", "archive:\n  download: 是\n")
    rename = Path.replace

    def replace(place: Path, target: Path) -> Path:
        if Path(target).name == "index.yaml":
            raise OSError(28, "No space left on device")
        return rename(place, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(Refused):
        create_snapshot(root, Order(at=AT, jobs=1))
    assert not list((root / "snapshots").glob("*.wacz"))
    assert not (root / "snapshots/index.yaml").exists()


TIMES = (
    ("2025-07-01T09:00:00+08:00", "", "2025-07-01T09:00:00+08:00"),
    ("2025-07-01T09:00", "", "2025-07-01T09:00:00+08:00"),
    ("2025-07-01T01:00:00+00:00", "", "2025-07-01T01:00:00+00:00"),
    ("2025-07-01T09:00", "1", "2025-07-01T09:00:00+08:00"),
    ("", "1751331600", "2025-07-01T09:00:00+08:00"),
    ("", "tomorrow", "2025-07-02T10:11:00+08:00"),
    ("", "", "2025-07-02T10:11:00+08:00"),
)


@pytest.mark.parametrize(("asked", "epoch", "expected"), TIMES)
def test_the_time_is_asked_for_or_that_of_the_clock(asked: str, epoch: str, expected: str) -> None:
    at = datetime.fromisoformat(asked) if asked else None
    now = datetime.fromisoformat("2025-07-02T10:11+08:00")
    assert time_of(at, epoch, now, date(2025, 6, 30)).isoformat() == expected


def test_where_nobody_looked_at_a_clock_the_time_is_the_day_of_the_site() -> None:
    assert time_of(None, "", None, date(2025, 6, 30)).isoformat() == "2025-06-30T00:00:00+08:00"


KEYS = {
    "https://www.yunchuan.example/gkyd/index.html": "example,yunchuan)/gkyd/index.html",
    "https://WWW2.Yunchuan.example:8443/A/B.html": "example,yunchuan:8443)/a/b.html",
    "http://yunchuan.example:80/a%28b%29.html": "example,yunchuan)/a(b).html",
    "https://yunchuan.example/%E5%8F%B8%20%23.html": "example,yunchuan)/%e5%8f%b8%20%23.html",
    "https://yunchuan.example/%2525.xlsx": "example,yunchuan)/%25.xlsx",
}


@pytest.mark.parametrize("url", KEYS)
def test_keys_of_the_index(url: str) -> None:
    assert sort_key(url) == KEYS[url]


def test_downloads_are_offered_where_the_settings_say_so_and_never_inside_of_a_snapshot(
    tmp_path: Path,
) -> None:
    root = copy_site(tmp_path / "site")
    edit(root, "config.yaml", "archive:\n", "archive:\n  download: 是\n")
    first = make(root)
    report = build(root, root / "public", Options(jobs=1))
    assert report.problems == ()
    assert first.public_place
    assert (root / "public/archive/2025-07-01.wacz").read_bytes() == first.public_place.read_bytes()
    assert 'href="../archive/2025-07-01.wacz"' in (root / "public/archive/index.html").read_text(
        "utf-8"
    )
    second = make(root, datetime.fromisoformat("2025-12-31T18:00:00+08:00"))
    assert second.place.stat().st_size < first.place.stat().st_size * 1.2
    first.public_place.write_bytes(b"0")
    found = build(root, root / "public", Options(jobs=1))
    assert sorted(one.code for one in found.problems) == ["snapshot-differs", "snapshot-not-public"]
    assert not (root / "public/archive/2025-07-01.wacz").exists()
