"""Nothing is shown that no source states: of the plainest plan there is, no page and no file
says more than its four facts."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from gksite.build.assemble import assemble
from gksite.build.pipeline import Options, build
from gksite.build.published_set import working_set
from gksite.exports.annual_report import annual_report
from gksite.exports.report_blocks import render_page
from gksite.exports.word_report import render_word
from gksite.portal.addresses import PROFILES
from gksite.source.files import read_sources

AS_OF = "2031-05-17"
SITE = {
    "config.yaml": f"site: {{name: 示例网站, base_url: https://site.example/}}\nas_of: {AS_OF}\n"
    "exports: {formats: [csv, xlsx, json, ics, stratml, feeds, sqlite, datapackage, jsonld, "
    "pdf]}\n",
    "content/topics.yaml": "topics: [{id: t1, name: 甲题}]\n",
    "content/units/a.yaml": "authority: a\nname: 示例区\nunits:\n  - {id: office, name: 区一局}\n",
    "content/plans/p/plan.md": "---\ntitle: 示例区要点\nauthority: a\nyear: 2031\n---\n正文。\n",
    "content/plans/p/tasks.yaml": "- {id: x1, text: 做好甲事。, topics: [t1]}\n",
}
UNSTATED = {
    "validity": re.compile("有效(?!性|、失效)|失效(?!、废止)"),
    "disclosure": re.compile("主动公开"),
    "a date": re.compile(r"\d{4}年\d{1,2}月|\d{4}-\d\d-\d\d"),
    "a document number": re.compile(r"〔\d{4}〕"),
    "a genre": re.compile('classify_genre_name":"[^"]'),
    "a signature": re.compile(r'class="(?:signature|end)"|class="imprint"'),
    "addressees": re.compile(r'class="addressees"'),
    "an issuer": re.compile(r"(?:发文机关|发布机构)(?:</dt>|</th>|：)"),
    "a status": re.compile("未报送|未开始|status-unreported"),
    "a deadline": re.compile(
        "未列(?!入正文|责任单位|明具体责任单位)|line-due|时间节点</dt>|逾期</dt>"
    ),
    "a unit": re.compile("(?:牵头|责任|配合)单位：|role-label"),
}
"""What nothing states here, as it would look."""
SAID_OF_THE_FORM = re.compile(
    # The words of the interface, and of the descriptions of data, are about no plan.
    r' data-[a-z_]+="[^"]*"|<form.*?</form>|"Performance[^"]*"|xmlns(?::\w+)?="[^"]*"|<script(?! '
    r'type="application/ld).*?</script>|<option.*?</option>',
    re.DOTALL,
)
OF_NO_PLAN = re.compile(
    r"(?:^|/)(?:data/(?:index\.html|schema\.json|datapackage\.json|csvw\.json|.*metadata\.json)|"
    r"schema/.*|.*\.(?:css|js|svg|png|ico|woff2?))$"
)
"""Files that describe what may be said of plans, and say nothing of one."""


def texts(path: str, data: bytes) -> Iterator[str]:
    """What a file says: what a reader opens it with shows, and what it says of itself."""
    if path.endswith((".xlsx", ".docx")):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            # The day on which such a package was made is a constant of its form.
            yield from (
                re.sub(r"<dcterms:\w+ [^>]*>2000-01-01T00:00:00Z", "", package.read(name).decode())
                for name in package.namelist()
                if name.endswith(".xml")
            )
    elif path.endswith(".sqlite"):
        database = sqlite3.connect(":memory:")
        database.deserialize(data)
        tables = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        yield from (
            str(row) for table in tables for row in database.execute(f'SELECT * FROM "{table}"')
        )
    elif path.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(data))
        yield str(reader.metadata)
        yield from (page.extract_text() for page in reader.pages)
    else:
        yield data.decode()


@pytest.fixture(scope="module")
def project(scratch: Path) -> Path:
    root = scratch / "stated"
    for path, text in SITE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def said(out: dict[str, bytes]) -> list[tuple[str, str, str]]:
    """What a site says that no source states: the file, the kind of fact, and its text."""
    day = f"{AS_OF[:4]}年{int(AS_OF[5:7])}月{int(AS_OF[8:])}日"
    found = []
    for path, data in out.items():
        if OF_NO_PLAN.search(path):
            continue
        for text in texts(path, data):
            left = SAID_OF_THE_FORM.sub("", text).replace(AS_OF, "").replace(day, "")
            left = re.sub(
                r"<(Start|End)Date>2031-(?:01-01|12-31)</", "", left
            )  # the year, in the words of StratML
            found += [
                (path, kind, match[0])
                for kind, form in UNSTATED.items()
                for match in form.finditer(left)
            ]
    return found


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.usefixtures("pango")
def test_no_page_and_no_file_says_what_no_source_states(project: Path, profile: str) -> None:
    out = project.with_name(f"stated-{profile}")
    report = build(
        project,
        out,
        Options(jobs=1, profile=profile),  # type: ignore[arg-type]
        state_dir=project.with_name(f"stated-state-{profile}"),
    )
    assert report.pages, report.problems
    files = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    assert any(
        "做好甲事" in text
        for path, data in files.items()
        if not OF_NO_PLAN.search(path)
        for text in texts(path, data)
    )
    assert sorted(set(said(files))) == []


def test_no_report_says_it(project: Path) -> None:
    model = assemble(working_set(read_sources(project)[0]), {}, b"").model
    assert model
    blocks = annual_report(model, 2031)
    assert said({"report.html": render_page(blocks), "report.docx": render_word(blocks)}) == []


@pytest.mark.usefixtures("pango")
def test_what_a_source_states_is_found(project: Path) -> None:
    """The net has meshes that hold: of a plan that states these things they are all found."""
    root = project.with_name("stated-more")
    front = (
        "issuer: office\nsignature: 示例区\nwritten: 2031-03-01\nvalidity: 有效\ndisclosure: "
        "主动公开\naddressees: 各单位：\ndocument_number: 示〔2031〕1号\n"
    )
    for path, text in SITE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(
            text.replace("year: 2031\n", f"year: 2031\n{front}").replace(
                "topics: [t1]}", "units: 牵头单位：区一局, deadline: 6月底前}"
            ),
            "utf-8",
        )
    assert build(root, root / "out", Options(jobs=1)).pages
    files = {
        path.relative_to(root / "out").as_posix(): path.read_bytes()
        for path in (root / "out").rglob("*")
        if path.is_file() and path.name[0] != "."
    }
    assert {kind for _, kind, _ in said(files)} >= set(UNSTATED) - {"a genre", "a status"}
