"""The whole document on pages and in what is made of them: notice, plan and annexes as on paper,
or the plan first."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from opened_files import opened_tree
from pypdf import PdfReader

from gksite.build.assemble import assemble
from gksite.build.pipeline import Options, build
from gksite.build.published_set import working_set
from gksite.build.reading import plan_folders
from gksite.check.check import check
from gksite.config.target_kinds import Profile
from gksite.content.published import content_digest
from gksite.pages.kinds.plan_print import plan_print
from gksite.pages.view import View
from gksite.pages.wording import Words
from gksite.preview.page_sources import concerns
from gksite.source.files import read_sources

SITE_DIR = Path(__file__).with_name("cases") / "whole-document"
THEME_DIR = Path(__file__).parents[2] / "themes/default"
PLAN = "songling-2026"
MASTHEAD, NOTICE_TITLE = "松岭县人民政府文件", "松岭县人民政府关于印发"
FIRST_WORDS = "《松岭县“强基础”行动任务分工方案》已经县政府第9次常务会议审议通过"
OF_NOTICE = (
    MASTHEAD, "松政发〔2026〕3号", NOTICE_TITLE, "各乡镇人民政府、县政府各部门：", FIRST_WORDS,
    "1. 主要指标表", "2. 重点工程名录", "松岭县人民政府", "2026年3月2日", "（此件公开发布）",
)  # fmt: skip
OF_THE_END = ("抄送：县委办公室，县人大常委会办公室。", "松岭县人民政府办公室", "2026年3月3日印发")
CONTACT = "联系人：县政府办公室督办科，联系电话：0000-87654321。"
PLAN_WORDS = "为把行动落到实处"


def copied(root: Path, order: str = "") -> Path:
    shutil.copytree(SITE_DIR, root)
    if order:
        edit(root, "plan.md", "year: 2026\n", f"year: 2026\norder: {order}\n")
    return root


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / "content/plans" / PLAN / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def soup_of(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "lxml")


def stands_in(text: str, *parts: str) -> list[int]:
    """Where the parts begin in a text without white space, from left to right."""
    plain = re.sub(r"\s", "", text)
    places = [plain.find(re.sub(r"\s", "", part)) for part in parts]
    assert -1 not in places, [part for part, place in zip(parts, places, strict=True) if place < 0]
    return places


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(tmp_path_factory.mktemp("document") / "site")
    report = build(root, root / "public", Options(jobs=1))
    assert report.problems == ()
    return root / "public"


def test_the_check_finds_nothing_wrong(tmp_path: Path) -> None:
    assert check(copied(tmp_path / "site"), Options(jobs=1)).problems == ()


def test_the_page_says_first_what_it_is_and_how_far_then_the_document_as_printed(out: Path) -> None:
    main = soup_of(out / "plans" / PLAN / "index.html").main
    assert main
    head = main.select_one("h1")
    assert head
    assert head.get_text() == "松岭县“强基础”行动任务分工方案"
    text = main.get_text()
    places = stands_in(
        text, "推进中", "发文机关", MASTHEAD, PLAN_WORDS, CONTACT, "附件1主要指标表", *OF_THE_END
    )
    # The bodies that printed and signed it have one name, which the notice bears before.
    assert places[:-2] == sorted(places[:-2])
    notice = main.select_one("section#notice")
    assert notice
    stands_in(notice.get_text(), *OF_NOTICE)
    assert CONTACT not in notice.get_text()
    day = notice.select_one(".signature time")
    assert day
    assert day["datetime"] == "2026-03-02"
    plan = main.select_one("#plan")
    assert plan
    # The day of the document stands below its notice, and not below the plan, too.
    assert "2026年3月2日" not in plan.get_text()


def test_the_plan_first(tmp_path: Path) -> None:
    root = copied(tmp_path / "site", "计划在前")
    build(root, root / "public", Options(jobs=1))
    main = soup_of(root / "public/plans" / PLAN / "index.html").main
    assert main
    places = stands_in(main.get_text(), "推进中", PLAN_WORDS, MASTHEAD, "附件1主要指标表")
    assert places == sorted(places)
    entries = [entry.get_text() for entry in main.select(".toc a")]
    assert entries == ["一、主要任务", "二、工作要求", "印发通知", "附件"]


def test_the_contents_list_leads_to_notice_and_annexes(out: Path) -> None:
    page = soup_of(out / "plans" / PLAN / "index.html")
    entries = {entry.get_text(): entry["href"] for entry in page.select(".toc a")}
    assert list(entries) == ["印发通知", "一、主要任务", "二、工作要求", "附件"]
    assert all(page.select_one(str(anchor)) for anchor in entries.values())


def test_annexes_are_tables_or_files(out: Path) -> None:
    page = soup_of(out / "plans" / PLAN / "index.html")
    annexes = page.select_one("#annexes")
    assert annexes
    links = {link.get_text(): str(link["href"]) for link in annexes.select("h3 a")}
    address, anchor = links["主要指标表"].split("#")
    table = soup_of(out / posixpath.normpath(f"plans/{PLAN}/{address}"))
    label = table.select_one(f"#{anchor}")
    assert isinstance(label, Tag)
    assert label.get_text() == "附件1"
    captions = [caption.get_text().partition(" ")[0] for caption in table.select("caption")]
    assert [str(caption).strip() for caption in captions] == [
        "松岭县“强基础”行动任务表",
        "主要指标表",
    ]
    assert links["重点工程名录"].endswith(".csv")
    assert [one.get_text() for one in annexes.select(".line-main a")] == [
        "规上工业增加值增长6%以上",
        "公路养护优良率达到92%",
    ]
    # Tasks of an annex are no tasks that the text forgot, and the list of files names it too.
    assert "未列入正文的任务" not in page.get_text()
    files = page.select_one("ul.files")
    assert files
    assert "重点工程名录" in files.get_text()


def test_terms_of_the_glossary_are_marked_in_the_notice(out: Path) -> None:
    page = soup_of(out / "plans" / PLAN / "index.html")
    assert [one.get_text() for one in page.select("#notice a.term")] == ["一张表"]
    assert [one.get_text() for one in page.select("#plan a.term")] == ["一张表"]


def test_a_single_annex_has_no_number(tmp_path: Path) -> None:
    root = copied(tmp_path / "site")
    edit(root, "plan.md", "  - {title: 重点工程名录, file: 工程名录.csv}\n", "")
    edit(root, "notice.md", "annexes: [主要指标表, 重点工程名录]", "annexes: 主要指标表")
    build(root, root / "public", Options(jobs=1))
    page = soup_of(root / "public/plans" / PLAN / "index.html")
    stands_in(page.select_one("#notice").get_text(), "附件：主要指标表")  # type: ignore[union-attr]
    assert [one.get_text() for one in page.select("#annexes .annex")] == ["附件"]


def test_numbers_that_the_source_prints_stay(tmp_path: Path) -> None:
    root = copied(tmp_path / "site")
    edit(root, "notice.md", "[主要指标表, 重点工程名录]", "[1．主要指标表, 2．重点工程名录]")
    report = build(root, root / "public", Options(jobs=1))
    assert report.problems == ()
    page = soup_of(root / "public/plans" / PLAN / "index.html")
    listed = [one.get_text() for one in page.select(".annex-list li")]
    assert listed == ["1．主要指标表", "2．重点工程名录"]


def test_without_the_keys_nothing_of_them_is_said(tmp_path: Path) -> None:
    root = copied(tmp_path / "site")
    (root / "content/plans" / PLAN / "notice.md").unlink()
    text = (root / "content/plans" / PLAN / "plan.md").read_text("utf-8")
    text = re.sub(r"contact: .*\n|annexes:\n(?:  - .*\n)+", "", text)
    (root / "content/plans" / PLAN / "plan.md").write_text(text, "utf-8")
    build(root, root / "public", Options(jobs=1))
    page = (root / "public/plans" / PLAN / "index.html").read_text("utf-8")
    assert not re.search(
        "issued|masthead|sheet-title|sheets|annex|imprint|contact|印发通知|附件1", page
    )
    data = json.loads((root / "public/plans" / PLAN / "tasks.json").read_bytes())
    assert not {"notice", "annexes", "contact"} & data["plans"][0].keys()


def test_json_holds_the_notice_with_its_text(out: Path) -> None:
    (plan,) = json.loads((out / "plans" / PLAN / "tasks.json").read_bytes())["plans"]
    assert plan["contact"] == CONTACT
    assert plan["annexes"] == [
        {"title": "主要指标表", "list": "indicators", "file": None},
        {"title": "重点工程名录", "list": None, "file": "files/工程名录.csv"},
    ]
    notice = plan["notice"]
    assert notice["text"].startswith(FIRST_WORDS)
    assert notice["date"] == "2026-03-02"
    assert notice["annexes"] == ["主要指标表", "重点工程名录"]
    assert "" not in notice.values()


def test_search_finds_the_notice(out: Path) -> None:
    index = b"".join(path.read_bytes() for path in sorted((out / "search").rglob("*.js")))
    text = unescape(index.decode())
    for word in (MASTHEAD, "第9次常务会议审议通过", "（此件公开发布）", "重点工程名录", "督办科"):
        assert word in text


def test_print_has_the_notice_on_a_page_of_its_own(tmp_path: Path) -> None:
    sources, _ = read_sources(copied(tmp_path / "site"))
    model = assemble(working_set(sources), {}, b"").model
    assert model
    strings = yaml.safe_load((THEME_DIR / "strings/zh.yaml").read_text("utf-8"))
    printed = plan_print(View(model, Words(strings)), model.plans[PLAN])
    assert printed.notice
    assert printed.notice.masthead == MASTHEAD
    assert "".join(printed.notice_title_lines) == printed.notice.title
    assert [table.annex for table in printed.tables] == ["", "附件1"]
    assert [(annex.label, annex.link.text) for annex in printed.annexes] == [
        ("附件2", "重点工程名录")
    ]
    assert printed.contact == CONTACT
    assert printed.written is None


@pytest.mark.parametrize("order", ["", "plan_first"])
def test_what_is_pasted_is_the_whole_document_in_its_order(tmp_path: Path, order: str) -> None:
    root = copied(tmp_path / "site", order)
    build(root, root / "paste", Options(jobs=1, profile="paste"))
    text = soup_of(root / "paste/plans" / f"{PLAN}.html").get_text()
    stands_in(text, *OF_NOTICE, *OF_THE_END)
    parts = [MASTHEAD, FIRST_WORDS, PLAN_WORDS, CONTACT]
    if order:
        parts = [PLAN_WORDS, CONTACT, MASTHEAD, FIRST_WORDS]
    places = stands_in(
        text, *parts, "附件1主要指标表序号", "附件2重点工程名录", OF_THE_END[0], OF_THE_END[2]
    )
    assert places == sorted(places)
    assert text.count("松政发〔2026〕3号") == 1


def test_fragments_and_pushes_hold_it(tmp_path: Path) -> None:
    root = copied(tmp_path / "site")
    profiles: tuple[Profile, ...] = ("fragment", "push")
    for profile in profiles:
        build(root, root / profile, Options(jobs=1, profile=profile))
        whole = b"\n".join(data for _, data in opened_tree(root / profile)).decode(
            "utf-8", "replace"
        )
        assert FIRST_WORDS in whole
        assert CONTACT in whole
    (path,) = (root / "push/documents").glob("*.json")
    document = json.loads(path.read_bytes())
    assert document["contact"] == CONTACT
    assert document["notice"]["title"].startswith(NOTICE_TITLE)
    assert document["annexes"] == [
        {"title": "主要指标表", "list": "indicators", "path": ""},
        {"title": "重点工程名录", "list": "", "path": f"plans/{PLAN}/files/工程名录.csv"},
    ]
    assert {one["path"] for one in document["attachments"]} == {document["annexes"][1]["path"]}
    assert MASTHEAD in document["content"]["html"]


def test_a_changed_notice_changes_its_page_alone(tmp_path: Path) -> None:
    """And the build of what changed is that of a clean one."""
    root = copied(tmp_path / "site")
    build(root, root / "public", Options(jobs=1))
    before = (root / "public/plans" / PLAN / "1.html").read_bytes()
    edit(root, "notice.md", "请抓好落实", "请认真组织实施")
    report = build(root, root / "public", Options(jobs=1))
    assert report.problems == ()
    build(root, root / "clean", Options(jobs=1), state_dir=tmp_path / "state")
    for path in (root / "clean").rglob("*.*"):
        name = path.relative_to(root / "clean")
        assert path.is_dir() or path.read_bytes() == (root / "public" / name).read_bytes(), name
    page = (root / "public/plans" / PLAN / "index.html").read_text("utf-8")
    assert "请认真组织实施" in page
    assert (root / "public/plans" / PLAN / "1.html").read_bytes() == before


def test_the_preview_shows_its_problems_on_the_page_of_the_plan(tmp_path: Path) -> None:
    sources, _ = read_sources(copied(tmp_path / "site"))
    model = assemble(working_set(sources), {}, b"").model
    assert model
    place = model.plans[PLAN].location
    assert concerns(place, f"content/plans/{PLAN}/notice.md")


PRIVATE = {
    "resident-id": ("text", "经办人身份证号110101199003074530。"),
    "mobile-number": ("annotation", "（经办人电话13800138000）"),
    "secrecy-mark": ("masthead", "机密★1年"),
}


@pytest.mark.parametrize("code", PRIVATE)
def test_rules_over_texts_read_the_notice(code: str, tmp_path: Path) -> None:
    root = copied(tmp_path / "site")
    key, words = PRIVATE[code]
    if key == "text":
        edit(root, "notice.md", "请抓好落实", f"请抓好落实。{words}")
    else:
        path = root / "content/plans" / PLAN / "notice.md"
        text = re.sub(rf"{key}: .*", f"{key}: {words}", path.read_text("utf-8"))
        path.write_text(text, "utf-8")
    found = [one for one in check(root, Options(jobs=1)).problems if one.code == code]
    assert [one.location.path for one in found] == [f"content/plans/{PLAN}/notice.md"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("printed_on: 2026-03-03", "printed_on: 2031-03-03", "date-in-future"),
        (
            "document_number: 松政发〔2026〕3号",
            "document_number: 松政发〔2025〕3号",
            "date-outside-year",
        ),
        ("见[方案全文](table.html)", "见[方案全文](tabel.html)", "dead-link"),
        ("请抓好落实", "请抓好落实 ,", "narrow-mark"),
    ],
)
def test_rules_over_days_links_and_style_name_the_place_in_the_notice(
    old: str, new: str, code: str, tmp_path: Path
) -> None:
    root = copied(tmp_path / "site")
    if "document_number" in old:
        edit(root, "plan.md", f"{old}\n", "")
    path = root / "content/plans" / PLAN / "notice.md"
    line = path.read_text("utf-8").split(old)[0].count("\n") + 1
    edit(root, "notice.md", old, new)
    found = check(root, Options(jobs=1, clock=date(2026, 4, 1))).problems
    assert (code, f"content/plans/{PLAN}/notice.md", line) in [
        (one.code, one.location.path, one.location.line) for one in found
    ]


def test_a_notice_that_changes_after_publication_asks_for_a_correction(tmp_path: Path) -> None:
    root = copied(tmp_path / "site")
    digest = content_digest(plan_folders(read_sources(root)[0])[PLAN])
    (root / "publications").mkdir()
    (root / "publications/plans.yaml").write_text(
        f"- plan: {PLAN}\n  title: 松岭县“强基础”行动任务分工方案\n  date: 2026-03-05\n  first: 2026-03-05\n"
        f"  last: 2026-03-05\n  digest: {digest}\n  tasks: ['1', '2', '3', '4']\n",
        "utf-8",
    )
    assert check(root, Options(jobs=1)).problems == ()
    edit(root, "plan.md", "year: 2026\n", "year: 2026\norder: plan_first\n")
    assert check(root, Options(jobs=1)).problems == ()
    edit(root, "notice.md", "请抓好落实", "请认真落实")
    assert [one.code for one in check(root, Options(jobs=1)).problems] == ["correction-missing"]
    (root / "content/plans" / PLAN / "notice.md").unlink()
    assert [one.code for one in check(root, Options(jobs=1)).problems] == ["correction-missing"]
    edit(
        root,
        "plan.md",
        "year: 2026\n",
        "year: 2026\ncorrections: [{date: 2026-03-06, what: 通知“抓好”更正为“认真”, why: 排印差错}]\n",
    )
    assert check(root, Options(jobs=1)).problems == ()


@pytest.mark.usefixtures("pango")
def test_the_pdf_has_the_notice_on_pages_of_its_own(tmp_path: Path) -> None:
    root = copied(tmp_path / "site")
    with (root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("exports: {formats: [pdf]}\n")
    build(root, root / "public", Options(jobs=1))
    reader = PdfReader(root / "public/plans" / PLAN / "plan.pdf")
    pages = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    first = next(n for n, text in enumerate(pages) if PLAN_WORDS in text)
    notice = "".join(pages[:first])
    stands_in(notice, MASTHEAD, NOTICE_TITLE, FIRST_WORDS, "附件：1.主要指标表", "（此件公开发布）")
    assert PLAN_WORDS not in notice
    assert pages[first].startswith("松岭县“强基础”行动任务分工方案")
    stands_in(
        "".join(pages[first:]), CONTACT, "附件1主要指标表", "附件2重点工程名录", OF_THE_END[0]
    )
    assert "松政发〔2026〕3号" not in pages[first]


def test_rules_read_whom_to_ask(tmp_path: Path) -> None:
    root = copied(tmp_path / "site")
    edit(root, "plan.md", "0000-87654321", "13800138000")
    found = [(one.code, one.location.line) for one in check(root, Options(jobs=1)).problems]
    assert found == [("mobile-number", 10)]
