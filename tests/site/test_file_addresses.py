"""Files are found at their addresses, however they are called: over http, from the disk, and
wherever the site tells of them."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import url2pathname

import pytest
from bs4 import BeautifulSoup
from local_server import serve_folder

from gksite.build.pipeline import Options, build
from gksite.check.check import check
from gksite.config.target_kinds import Profile
from gksite.diagnostics import Diagnostic

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems cannot keep these names"
)

CASES: dict[str, Any] = json.loads(
    Path(__file__).with_name("odd_file_names.json").read_text("utf-8")
)
BASE_DIR = Path(__file__).parents[1] / "build/base"
PLAN = "content/plans/qinghe-2025"
BASE_URL = "https://www.qinghe.example/gkyd/"


def site_with(root: Path, names: list[str], text: str = "") -> Path:
    shutil.copytree(BASE_DIR, root)
    config = root / "config.yaml"
    config.write_text(
        re.sub("(?m)^site:$", f"site:\n  base_url: {BASE_URL}", config.read_text("utf-8")), "utf-8"
    )
    for name in names:
        place = root / PLAN / "files" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(normalize("NFC", name), "utf-8")
    plan = root / PLAN / "plan.md"
    plan.write_text(f"{plan.read_text('utf-8')}\n{text}\n", "utf-8")
    return root


def errors(problems: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    from gksite.catalogue import severity

    return [one for one in problems if severity(one) == "error"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = "\n\n".join(
        f"[{number}]({link['target']})"
        for number, link in enumerate(CASES["links"])
        if "leads_to" in link
    )
    return site_with(tmp_path_factory.mktemp("odd") / "project", CASES["names"], text)


@pytest.fixture(scope="module")
def built(project: Path) -> Callable[[Profile], Path]:
    def of(profile: Profile) -> Path:
        out = project.parent / profile
        if not out.exists():
            report = build(project, out, Options(jobs=1, profile=profile))
            assert errors(report.problems) == []
        return out

    return of


def local(url: str) -> str:
    assert url.startswith(BASE_URL), url
    return unquote(urlsplit(url).path).removeprefix("/gkyd/")


def targets(page: Path) -> Iterator[str]:
    document = BeautifulSoup(page.read_bytes(), "lxml")
    for tag in document.find_all(True):
        for key in ("href", "src", "action"):
            if (value := tag.get(key)) and not str(value).startswith(("http", "mailto:", "tel:")):
                yield str(value)


def named() -> set[str]:
    return {normalize("NFC", name) for name in CASES["names"]}


def test_every_link_of_the_built_site_answers_over_http(built: Callable[[Profile], Path]) -> None:
    public = built("site")
    with serve_folder(public) as address:
        server = http.client.HTTPConnection(urlsplit(address).netloc)
        answers: dict[str, bytes] = {}
        for page in sorted(public.rglob("*.html")):
            for target in targets(page):
                url = urljoin(f"{address}/{page.relative_to(public).as_posix()}", target)
                path = urlsplit(url).path
                if path not in answers and page.name != "404.html":
                    server.request("GET", path)
                    answer = server.getresponse()
                    answers[path] = answer.read()
                    assert answer.status == 200, (page, target)
        server.close()
    for name in named():
        found = [body for path, body in answers.items() if unquote(path).endswith(f"/files/{name}")]
        assert found and found[0].decode() == name


def test_every_link_leads_to_a_file_on_the_disk(built: Callable[[Profile], Path]) -> None:
    page = built("site") / "plans/qinghe-2025/index.html"
    base = page.as_uri()
    for target in targets(page):
        assert Path(url2pathname(urlsplit(urljoin(base, target)).path)).exists(), target


def test_links_in_texts_lead_to_their_files(built: Callable[[Profile], Path]) -> None:
    page = BeautifulSoup((built("site") / "plans/qinghe-2025/index.html").read_bytes(), "lxml")
    for number, link in enumerate(CASES["links"]):
        if "leads_to" in link:
            href = str(page.find("a", string=str(number))["href"])  # type: ignore[index]
            assert unquote(href) == f"files/{link['leads_to']}"


@pytest.mark.parametrize(
    "link", [one for one in CASES["links"] if "advice" in one], ids=lambda one: one["target"]
)
def test_a_link_that_takes_a_sign_of_addresses_for_part_of_a_name_is_told_how_to_write_it(
    link: dict[str, str], tmp_path: Path
) -> None:
    root = site_with(tmp_path / "site", CASES["names"], f"[一]({link['target']})")
    [told] = errors(build(root, root / "public", Options(jobs=1)).problems)
    assert (told.code, dict(told.arguments)["near"]) == (
        "dead-link",
        f"/plans/qinghe-2025/{link['advice']}",
    )


def test_all_that_goes_to_portals_has_the_same_addresses(built: Callable[[Profile], Path]) -> None:
    [place] = built("push").rglob("documents/qinghe-2025.json")
    document = json.loads(place.read_text("utf-8"))
    assert {
        local(one["url"]).rpartition("/files/")[2] for one in document["attachments"]
    } == named()
    articles = "".join(
        path.read_text("utf-8")
        for path in built("push").rglob("*.json")
        if "attachment" in path.read_text("utf-8")
    )
    for one in document["attachments"]:
        assert articles.count(one["url"]) >= 2
        assert not re.search(r"[#?\s\"]", one["url"])
    for profile in ("paste", "fragment"):
        text = "".join(path.read_text("utf-8") for path in built(profile).rglob("*.html"))
        hrefs = {
            unquote(unescape(one)).rpartition("/files/")[2]
            for one in re.findall('href="([^"#?]*/files/[^"#?]*)"', text)
        }
        assert named() <= hrefs, profile


def test_the_data_has_the_same_addresses(built: Callable[[Profile], Path]) -> None:
    plan = json.loads((built("site") / "plans/qinghe-2025/tasks.json").read_text("utf-8"))["plans"][
        0
    ]
    assert {
        local(one["address"]).rpartition("/files/")[2] for one in plan["attachments"]
    } == named()


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: str(case["names"]))
def test_names_that_windows_loses_or_nobody_sees_are_refused(
    case: dict[str, Any], tmp_path: Path
) -> None:
    root = site_with(tmp_path / "site", case["names"])
    found = [one for one in check(root, Options(jobs=1)).problems if one.code == case["code"]]
    assert len(found) == len(case["names"]) and all(
        case["told"] in str(one.arguments) for one in found
    )


@pytest.mark.parametrize("case", CASES["alike"], ids=lambda case: str(case["points"]))
def test_names_that_some_systems_take_for_one_are_refused_with_their_difference(
    case: dict[str, Any], tmp_path: Path
) -> None:
    root = site_with(tmp_path / "site", case["names"])
    [told] = errors(check(root, Options(jobs=1)).problems)
    assert told.code == "file-names-alike"
    assert {dict(told.arguments)["points"], dict(told.arguments)["other_points"]} == set(
        case["points"]
    )


def test_a_name_that_windows_does_not_allow_is_a_warning(tmp_path: Path) -> None:
    root = site_with(tmp_path / "site", ["a?.docx"])
    found = [
        one
        for one in build(root, root / "public", Options(jobs=1)).problems
        if one.code == "file-name-windows"
    ]
    assert [dict(one.arguments)["characters"] for one in found] == ["?"]


def test_an_attachment_is_found_in_any_unicode_form(tmp_path: Path) -> None:
    """The disk has NFD, as macOS writes it; plan.md says NFC."""
    root = site_with(tmp_path / "site", ["e\u0301附件.txt"])
    plan = root / PLAN / "plan.md"
    plan.write_text(
        plan.read_text("utf-8").replace(
            "\nyear:", "\nattachments: [{file: \u00e9附件.txt, title: 附件}]\nyear:", 1
        ),
        "utf-8",
    )
    assert errors(build(root, root / "public", Options(jobs=1)).problems) == []
    assert [path.name for path in (root / "public/plans/qinghe-2025/files").iterdir()] == [
        "\u00e9附件.txt"
    ]


def test_the_tombstone_of_a_file_stands_at_its_path_and_is_linked_by_its_address(
    tmp_path: Path,
) -> None:
    root = site_with(tmp_path / "site", [])
    stone = (
        "- {address: 'plans/qinghe-2025/files/旧#1 ?.txt', title: 旧附件, date: 2025-05-05, why: "
        "已更新}\n"
    )
    (root / "content/withdrawn.yaml").write_text(stone, "utf-8")
    assert errors(build(root, root / "public", Options(jobs=1)).problems) == []
    assert (root / "public/plans/qinghe-2025/files/旧#1 ?.txt.html").is_file()
    assert 'href="../../plans/qinghe-2025/files/%E6%97%A7%231%20%3F.txt.html"' in (
        root / "public/plans/qinghe-2025/index.html"
    ).read_text("utf-8")
