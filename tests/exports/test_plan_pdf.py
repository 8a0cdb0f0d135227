"""The PDF of a plan, read back by pypdf and pdfplumber: its text, its structure, its fonts, its
metadata; the same bytes each time."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import threading
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pdfplumber
import pypdf
import pytest
import zxingcpp
from bs4 import BeautifulSoup
from exported import PROJECT, model_at
from run_folder import made_once
from sample_copy import copy_sample

from gksite.build.pipeline import Options, build
from gksite.diagnostics import Location
from gksite.exports.plan_pdf import plan_pdf
from gksite.model.site import SiteModel
from gksite.pages.kinds.plan_print import title_lines

pytestmark = pytest.mark.usefixtures("pango")
POINT = 72 / 25.4
FORMATS = "\nexports: {formats: [pdf, csv]}\n"


@pytest.fixture(scope="module")
def project() -> Path:
    """A copy of the sample that asks for PDF, built with its drafts."""

    def make(place: Path) -> None:
        root = copy_sample(place / "project", more=FORMATS, folders=("content", "snapshots"))
        assert not build(root, root / "public", Options(drafts=True, jobs=1)).problems

    return made_once("pdf", make) / "project"


@pytest.fixture(scope="module")
def site(project: Path) -> Path:
    """Its output."""
    return project / "public"


@pytest.fixture(scope="module")
def model(project: Path) -> SiteModel:
    return model_at(project)


def pdf_of(site: Path, plan: str) -> Any:
    """A PdfReader; its objects are of many types, which only their place tells."""
    return pypdf.PdfReader(site / f"plans/{plan}/plan.pdf")


def squeezed(text: str) -> str:
    """Without white space and page numbers, which lie between the lines of a paragraph."""
    return re.sub(r"\s", "", re.sub(r"— \d+ —", "", unicodedata.normalize("NFC", text)))


def text_of(reader: Any) -> str:
    return squeezed("\n".join(page.extract_text() for page in reader.pages))


def elements(node: Any) -> Iterator[Any]:
    """The structure elements at and below one, in order."""
    node = node.get_object()
    if isinstance(node, dict):
        yield node
        below = node.get("/K", [])
        for child in below if isinstance(below, list) else [below]:
            yield from elements(child)


def structure(reader: Any) -> list[Any]:
    return [one for one in elements(reader.trailer["/Root"]["/StructTreeRoot"]) if "/S" in one]


def titles(outline: Any, depth: int = 0) -> Iterator[tuple[int, str]]:
    for one in outline:
        if isinstance(one, list):
            yield from titles(one, depth + 1)
        else:
            yield depth, one.title


# ── what it says ──────────────────────────────────────────────────────────────────────────────────


def test_every_task_stands_in_it_with_its_units_and_its_deadline(
    site: Path, model: SiteModel
) -> None:
    """In the text of the plan, and in the tables: the same rows as on the table page. A document
    that has no column of deadlines prints none, and may print those of targets."""
    assert len(model.plans) > 5
    for plan in model.plans.values():
        text = text_of(pdf_of(site, plan.id))
        assert squeezed(plan.title) in text and squeezed(plan.document_number) in text
        columns = {own.id: own.columns for own in plan.lists}
        for task in plan.tasks:
            page = BeautifulSoup(task.html, "lxml").get_text()
            assert squeezed(page) in text, task.key
            assert all(squeezed(one.printed) in text for one in task.responsibilities), task.key
            own = columns[task.list]
            is_dated = any(column.kind == "deadline" for column in own)
            assert not is_dated or squeezed(task.deadline.raw) in text
            printed = {column.target for column in own if column.target}
            named = [one.text for one in task.targets if one.id in printed]
            assert all(squeezed(one) in text for one in named), task.key
            assert all(squeezed(cell.text) in text for cell in task.cells), task.key


def test_the_table_has_the_rows_of_the_table_page(site: Path) -> None:
    """Read by pdfplumber, which sees the lines of the table and nothing of its tags."""
    page = BeautifulSoup((site / "plans/qinghe-2025/table.html").read_bytes(), "lxml")
    wanted = [
        squeezed(row.select_one("td.col-units").get_text())  # type: ignore[union-attr]
        for row in page.select("table.tasks tbody tr")
    ]
    found = []
    with pdfplumber.open(site / "plans/qinghe-2025/plan.pdf") as document:
        for number, one in enumerate(document.pages):
            for table in one.extract_tables():
                if table[0][0] == "序号":
                    found += [[squeezed(cell or "") for cell in row] for row in table[1:]]
                    assert [squeezed(head or "") for head in table[0]] == [
                        "序号",
                        "二级指标",
                        "责任单位",
                        "时间节点",
                    ], number
    rows = [row for row in found if row[1]]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 26)]
    assert [row[2] for row in rows] == wanted
    assert [row[0] for row in found if not row[1]] == [
        "规范履行公开职责",
        "提升政策发布与解读质效",
        "拓宽公众参与渠道",
        "夯实平台和基层基础",
    ]


def test_a_draft_says_so_on_every_page(site: Path) -> None:
    pages = [page.extract_text() for page in pdf_of(site, "qinghe-2026").pages]
    assert all("草稿" in page for page in pages) and "不得对外发布" in pages[0]
    assert "草稿" not in text_of(pdf_of(site, "qinghe-2025"))


def test_a_plan_that_no_longer_holds_says_so(site: Path) -> None:
    assert "失效" in pdf_of(site, "qinghe-2023").pages[0].extract_text()


def test_its_address_is_in_it_as_text_as_link_and_as_code(site: Path) -> None:
    address = "https://www.yunchuan.example/gkyd/plans/qinghe-2025/index.html"
    reader = pdf_of(site, "qinghe-2025")
    links = [
        note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", [])
    ]
    assert address in links and address.replace("index", "7") in links
    assert all(link.startswith("https://") for link in links)
    with pdfplumber.open(site / "plans/qinghe-2025/plan.pdf") as document:
        assert address in squeezed(document.pages[0].extract_text())
        picture = document.pages[0].to_image(resolution=150).original
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [address]


# ── how it is made: PDF/UA-1 (ISO 14289-1), as far as it can be read back ─────────────────────────


def test_it_declares_itself(site: Path) -> None:
    reader = pdf_of(site, "qinghe-2025")
    root = reader.trailer["/Root"]
    assert reader.pdf_header == "%PDF-1.7" and root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    found = reader.metadata
    assert found is not None
    assert (found.title, found.author, found.subject) == (
        "2025年青禾区政务公开工作要点",
        "云川市青禾区人民政府办公室",
        "青禾府办发〔2025〕6号",
    )
    assert (
        "青禾府办发〔2025〕6号" in str(found["/Keywords"])
        and str(found["/CreationDate"]) == "D:20250420"
    )
    xmp = ET.fromstring(root["/Metadata"].get_data())
    assert [
        part for one in xmp.iter() if (part := one.get("{http://www.aiim.org/pdfua/ns/id/}part"))
    ] == ["1"]
    assert "2025年青禾区政务公开工作要点" in "".join(
        next(xmp.iter("{http://purl.org/dc/elements/1.1/}title")).itertext()
    )
    assert all(page["/Tabs"] == "/S" for page in reader.pages)


def test_everything_is_tagged(site: Path, model: SiteModel) -> None:
    for plan in model.plans.values():
        found = structure(pdf_of(site, plan.id))
        tags = [one["/S"] for one in found]
        # Its title; that of the notice that issues it stands before it.
        assert tags.count("/H1") == (2 if plan.notice else 1) and {
            "/P",
            "/H2",
            "/Table",
            "/THead",
            "/TBody",
            "/Link",
        } <= set(tags)
        assert all(
            one["/Alt"].startswith("扫码查看本页：https://")
            for one in found
            if one["/S"] == "/Figure"
        )
    assert "/Figure" in tags


def test_table_heads_are_heads_and_every_cell_knows_its_own(site: Path) -> None:
    found = structure(pdf_of(site, "qinghe-2025"))
    heads = {one["/ID"]: one for one in found if one["/S"] == "/TH"}
    assert len(heads) == sum(one["/S"] == "/TH" for one in found)
    assert {one["/A"]["/Scope"] for one in heads.values()} == {"/Column", "/Row"}
    assert {one["/P"]["/S"] for one in heads.values()} == {"/TR"}
    for group in (one for one in found if one["/S"] == "/THead"):
        assert all(
            cell["/A"]["/Scope"] == "/Column" for cell in elements(group) if cell["/S"] == "/TH"
        )
    cells = [one for one in found if one["/S"] == "/TD"]
    assert len(cells) > 75 and all(one["/A"]["/Headers"] for one in cells)
    assert all(name in heads for one in cells for name in one["/A"]["/Headers"])
    # The head of the column, the row's own, and the section's where it stands on the same page.
    first = next(one for one in cells if len(one["/A"]["/Headers"]) == 3)
    assert {heads[name]["/A"]["/Scope"] for name in first["/A"]["/Headers"]} == {"/Column", "/Row"}
    named = pdf_of(site, "qinghe-2025").trailer["/Root"]["/StructTreeRoot"]["/IDTree"]["/Names"]
    assert list(named[::2]) == sorted(heads)


def test_each_page_of_a_table_repeats_its_heads(site: Path) -> None:
    with pdfplumber.open(site / "plans/qinghe-2025/plan.pdf") as document:
        pages = [page.extract_tables() for page in document.pages]
    heads = [tables[0][0][:2] for tables in pages[2:] if tables]
    assert len(heads) > 1 and all(head == ["序号", "二级指标"] for head in heads)


def test_the_outline_leads_to_the_parts_and_the_tables(site: Path) -> None:
    found = list(titles(pdf_of(site, "qinghe-2025").outline))
    assert found[0] == (0, "2025年青禾区政务公开工作要点")
    assert found[1:5] == [
        (1, "一、规范履行公开职责"),
        (1, "二、提升政策发布与解读质效"),
        (1, "三、拓宽公众参与渠道"),
        (1, "四、夯实平台和基层基础"),
    ]
    assert found[5:7] == [(1, "2025年青禾区政务公开工作任务分解表"), (2, "规范履行公开职责")]


def test_fonts_are_embedded_as_subsets(site: Path) -> None:
    found: dict[str, Any] = {}
    for page in pdf_of(site, "qinghe-2025").pages:
        found |= {
            font["/BaseFont"]: font.get_object() for font in page["/Resources"]["/Font"].values()
        }
    assert 1 < len(found) < 6
    for name, font in found.items():
        assert (
            re.fullmatch(r"/[A-Z]{6}\+.*(?:Noto|Source|Song|Hei|Kai).*", name)
            and "/ToUnicode" in font
        )
        inside = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert 1000 < len(inside.get("/FontFile3", inside.get("/FontFile2"))._data) < 500_000


def test_the_measures_are_those_of_official_documents(site: Path) -> None:
    """GB/T 9704-2012, 5.2: 天头 37 mm ± 1, 订口 28 mm ± 1, 版心 156 × 225 mm; here for the text, at the
    inner side of each page."""
    with pdfplumber.open(site / "plans/yunchuan-2025/plan.pdf") as document:
        for number, page in enumerate(document.pages[:4], 1):
            assert (round(page.width / POINT), round(page.height / POINT)) == (210, 297)
            text = [char for char in page.chars if 15 < char["size"] < 16.5]
            left, top = (
                min(char["x0"] for char in text) / POINT,
                min(char["top"] for char in text) / POINT,
            )
            assert abs(left - (28 if number % 2 else 26)) < 1
            assert number == 1 or 37 <= top < 43
            assert max(char["x1"] for char in text) / POINT <= 210 - (26 if number % 2 else 28) + 1
            assert max(char["bottom"] for char in text) / POINT <= 297 - 35 + 1
            lines = {round(char["top"]) for char in text}
            assert len(lines) <= 22
            (place,) = [
                char["x0"]
                for char in page.chars
                if char["text"] == str(number) and char["top"] / POINT > 262
            ]
            assert (place > page.width / 2) == bool(number % 2)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2025年青禾区政务公开工作要点", ("2025年青禾区政务公开工作要点",)),
        (
            "2024年云川市数据和政务服务委员会政务公开工作要点",
            ("2024年云川市数据和政务服务委员会", "政务公开工作要点"),
        ),
        (
            "2026年青禾区政务公开工作要点（征求意见稿）",
            ("2026年青禾区政务公开工作要点", "（征求意见稿）"),
        ),
        ("无处可断" * 12, ("无处可断" * 12,)),
    ],
)
def test_a_long_title_is_parted_between_words(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title) == lines


# ── reproducible, closed, only when stale ─────────────────────────────────────────────────────────


def test_another_process_makes_the_same_bytes(project: Path, site: Path, tmp_path: Path) -> None:
    """With other hashes, in another time zone, locale and working folder, with other numbers of
    processes."""
    command = [
        sys.executable,
        "-m",
        "gksite",
        "build",
        "-C",
        str(project),
        "-o",
        str(tmp_path / "out"),
        "--drafts",
        "-j",
        "2",
        "-q",
    ]
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "1",
    }
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    made = sorted(path.relative_to(site) for path in site.rglob("*.pdf"))
    assert len(made) > 5
    assert [(tmp_path / "out" / path).read_bytes() for path in made] == [
        (site / path).read_bytes() for path in made
    ]


def test_nothing_is_loaded_from_anywhere(tmp_path: Path) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

    (tmp_path / "secret.css").write_text("p::after { content: 'read from disk' }", "utf-8")
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = f"http://127.0.0.1:{server.server_port}"
        html = (
            f'<html lang="zh"><title>t</title><link rel="stylesheet" href="{there}/a.css"><link '
            f'rel="stylesheet" href="{tmp_path.as_uri()}/secret.css">'
            f'<style>@import "{there}/b.css"; @font-face {{ font-family: x; src: '
            f'url({there}/c.otf) }}</style><p>文<img src="{there}/d.png" alt="图">'
            '<img src="data:image/png;base64,AAAA" alt="x"></p></html>'
        )
        data = plan_pdf(html.encode(), there + "/", {}, Location("plan.md"))
        server.shutdown()
    assert asked == [] and "read" not in pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()


def test_a_file_of_the_theme_may_be_used() -> None:
    html = (
        '<html lang="zh"><title>t</title><link rel="stylesheet" href="asset:'
        'print.css"><p>文</p></html>'
    )
    data = plan_pdf(
        html.encode(), "", {"print.css": "p::after { content: '件' }".encode()}, Location("plan.md")
    )
    assert "文件" in pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()


def test_only_stale_ones_are_made_anew(tmp_path: Path) -> None:
    """A task changes its plan's alone; a style sheet of the pages none; the template all."""
    root = tmp_path / "site"
    shutil.copytree(PROJECT / "tests/archive/site", root)
    shutil.copytree(PROJECT / "themes", root / "themes")
    with (root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write(FORMATS)
    options = Options(drafts=True, jobs=1)
    assert not build(root, root / "public", options).problems

    def times() -> dict[str, int]:
        return {
            path.parent.name: path.stat().st_mtime_ns for path in (root / "public").rglob("*.pdf")
        }

    def changed(path: str, old: str, new: str) -> set[str]:
        before = times()
        text = (root / path).read_text("utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), "utf-8")
        assert not build(root, root / "public", options).problems
        return {plan for plan, time in times().items() if before[plan] != time}

    assert times().keys() == {"qinghe-2025", "qinghe-2026"}
    assert changed("content/plans/qinghe-2025/plan.md", "公布重点", "发布重点") == {"qinghe-2025"}
    assert changed("themes/default/static/style.css", "display: none", "display:none") == set()
    assert changed(
        "themes/default/templates/plan-pdf-style.html", "22pt/12.5mm", "21pt/12.5mm"
    ) == set(times())


# ── where it is offered ───────────────────────────────────────────────────────────────────────────


def test_the_pages_of_a_plan_offer_it_and_no_other(site: Path, sample_site: Path) -> None:
    for page in ("index.html", "table.html"):
        document = BeautifulSoup((site / "plans/qinghe-2025" / page).read_bytes(), "lxml")
        assert next(link["href"] for link in document.select(".downloads a")) == "plan.pdf"
    assert "plan.pdf" not in (site / "units/qinghe/office.html").read_text("utf-8")
    assert "PDF" in (site / "data/index.html").read_text("utf-8")
    assert not list(sample_site.rglob("plan.pdf")) and "plan.pdf" not in (
        sample_site / "plans/qinghe-2025/index.html"
    ).read_text("utf-8")


def test_without_an_address_there_is_neither_code_nor_link(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "tests/archive/site", tmp_path / "site")
    config = tmp_path / "site/config.yaml"
    config.write_text(
        re.sub(r"\n +base_url:.*", "", config.read_text("utf-8")) + "exports: {formats: [pdf]}\n",
        "utf-8",
    )
    assert not build(tmp_path / "site", tmp_path / "out", Options(jobs=1)).problems
    reader = pdf_of(tmp_path / "out", "qinghe-2025")
    assert "/Figure" not in {one["/S"] for one in structure(reader)}
    assert not [note for page in reader.pages for note in page.get("/Annots", [])]
