"""What was imported stands on the pages that are built: every sentence of the source that is not
listed as left out, as often as the source has it."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from document_cases import FORMATS, KEPT_DIR, SEEN_DIR, Case, cases
from letters import missing, plain, texts_of, without_known, words
from word_files import word_file

from gksite.cli import main
from gksite.documents.read import read_documents

TOGETHER = 6
"""Letters of a clause that no page repeats by chance."""
NAMES = re.compile(r"[\u4e00-\u9fff]{4,30}(?:\s+[\u4e00-\u9fff]{4,30}){1,3}")
"""Offices that sign side by side, which pages part with a mark."""
SEEDS_DIR = Path(__file__).parents[2].parent / "shared" / "seeds"
SEEDS = ("chongming-2021", "guixi-2021", "jingan-2024", "sheitc-2020", "songjiang-2025")
SHOWN = {
    name: case
    for name, case in (cases(SEEN_DIR) | cases(KEPT_DIR)).items()
    if case["expect"].get("is_plan", True) and case["expect"].get("tasks")
}


def written(case: Case, folder: Path) -> Path:
    """The file of a case."""
    name, format = FORMATS[case.get("format", "txt")]
    text = case["document"]
    path = folder / name
    path.write_bytes(word_file(text) if format == "docx" else text.encode())
    return path


def built(
    path: Path, site: Path, year: int, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> tuple[list[str], dict[str, str]]:  # fmt: skip
    """What the import left out, and the visible text of the plan's page, of its table and of the
    pages of tasks, once it is public."""

    def gksite(*arguments: object) -> int | str | None:
        monkeypatch.setattr(sys, "argv", ["gksite", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        return stop.value.code

    assert gksite("init", site) == 0
    options = ["--authority", "shown", "--id", "shown", "--format", "json", "--anyway"]
    options += ["--year", str(year)]
    capsys.readouterr()
    gksite("-C", site, "import", path, *options)
    report = json.loads(capsys.readouterr().out)
    plan = site / "content/plans/shown/plan.md"
    text = plan.read_text("utf-8")
    assert "\ndraft: true\n" in text
    plan.write_text(text.replace("\ndraft: true\n", "\n"), "utf-8")
    assert gksite("-C", site, "build", "-o", site / "out") == 0
    pages = sorted((site / "out/plans/shown").glob("*.html"))
    assert pages
    return [piece["text"] for piece in report["left_out"]], {p.name: visible(p) for p in pages}


def visible(page: Path) -> str:
    """The text of the page's main part."""
    soup = BeautifulSoup(page.read_text("utf-8"), "lxml")
    main_part = soup.find("main")
    assert main_part
    return main_part.get_text("\n")


@pytest.mark.parametrize("name", SHOWN)
def test_a_whole_document_is_shown(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = SHOWN[name]
    year = case.get("year") or int(re.findall(r"20\d\d", case["document"])[0])
    path = written(case, tmp_path)
    left_out, shown = built(path, tmp_path / "site", year, monkeypatch, capsys)
    assert_shown(path, left_out, shown)


@pytest.mark.parametrize("name", SEEDS)
def test_a_published_plan_is_shown(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = SEEDS_DIR / f"{name}.txt"
    if not path.is_file():
        pytest.skip("the seeds are not here")
    left_out, shown = built(path, tmp_path / "site", int(name[-4:]), monkeypatch, capsys)
    assert_shown(path, left_out, shown)


def assert_shown(path: Path, left_out: list[str], shown: dict[str, str]) -> None:
    """Every word of the source is on a page or left out; a clause that the plan's page or its table
    shows, as often as the source has it."""
    documents, _ = read_documents([path])
    assert missing(texts_of(documents), [*shown.values(), *left_out]) == []
    whole = (shown.get("index.html", ""), shown.get("table.html", ""))
    held = plain("\n".join([*whole, *left_out]))
    clauses = Counter(
        word
        for text in texts_of(documents)
        for part in (text.split() if NAMES.fullmatch(text) else (text,))
        for word in words(without_known(part))
        if len(word) >= TOGETHER
    )
    assert {
        w: (n, held.count(w)) for w, n in clauses.items() if w in held and held.count(w) < n
    } == {}
