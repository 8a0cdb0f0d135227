"""The numbers and states on the pages of a site, as a reader finds them in the HTML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

STATE_WORDS = {
    "已完成": "done",
    "推进中": "under_way",
    "常态推进": "continuous",
    "延期": "delayed",
    "未开始": "not_started",
    "未报送": "unreported",
    "尚未公布": "untracked",
    "其中逾期": "overdue",
    "已撤销": "withdrawn",
}
Figures = dict[str, int]


def figures_in(label: str) -> Figures:
    """Return the figures of a sentence: «共32项：已完成12项、未报送5项、其中逾期3项»."""
    total, _, parts = label.partition("：")
    found = {"all": _number(total)}
    for part in parts.split("、"):
        word = re.sub(r"\d+项$", "", part)
        found[STATE_WORDS[word]] = _number(part)
    return found


def _number(text: str) -> int:
    found = re.search(r"\d+", text)
    assert found, text
    return int(found[0])


def plan_counts(line: Tag) -> list[Figures]:
    """Return the figures of a plan in a list, in words below its marks; nothing where it says that
    no progress was published."""
    texts = [text.get_text(strip=True) for text in line.select("p.plan-counts")]
    return [figures_in(text) for text in texts if "：" in text]


def headline(part: Tag) -> Figures | None:
    """Return the figures of a headline: how many tasks it is of, and how many of them are done;
    None where it says that no progress was published, or there is none.

    «2025年的80项任务，完成了17项», «25项任务，还没有一项报完成», «2025年承担9项任务，全部报完成».
    """
    line = part.select_one(".finding")
    text = line.get_text(strip=True) if line else ""
    found = re.fullmatch(r"(?:\d+年的|(?:\d+年)?承担)?(\d+)(?:项\w+|个\w+|件\w+)，(.+)", text)
    if not found or found[2] == "尚未公布落实情况":
        return None
    total, rest = int(found[1]), found[2]
    done = re.fullmatch(r"(?:完成了|报完成)(\d+)[项件个]", rest)
    if done:
        return {"of": total, "done": int(done[1])}
    assert re.match("全部报完成|还没有一[项件个]报完成", rest), text
    return {"of": total, "done": total if rest == "全部报完成" else 0}


def written_counts(part: Tag) -> Figures:
    """Return the figures that a list of counts writes out, and how many are overdue."""
    found = {}
    for item in part.select("ul.counts > li, p.past-due"):
        state, number = item.select_one(".status"), item.select_one("b")
        assert number
        word = STATE_WORDS[state.get_text(strip=True)] if state else "overdue"
        found[word] = int(number.get_text(strip=True))
    return found


def written_shares(part: Tag) -> Figures:
    """Return the shares in percent that a list of counts writes out, by state."""
    found = {}
    for item in part.select("ul.counts > li"):
        state, share = item.select_one(".status"), item.select_one(".muted")
        if state and share:
            found[STATE_WORDS[state.get_text(strip=True)]] = _number(share.get_text(strip=True))
    return found


def linked(address: str, link: Tag) -> str:
    """Return the address on the site that a link on a page leads to."""
    path = unquote(urlsplit(str(link["href"])).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(address), path))


def states_in(text: str) -> Figures:
    """Return how many duties a sentence names, and how many in each state: «6家中1家推进中、5家未报
    送»; the word of the leads before «；» is left out."""
    found = re.search(r"(\d+)家中((?:\d+家[^、；）]+、?)+)$", text)
    assert found, text
    counts = re.findall(r"(\d+)家([^、]+)", found[2])
    return {"all": int(found[1]), **{STATE_WORDS[word]: int(count) for count, word in counts}}


def bar_of(page: Tag) -> list[Figures]:
    """Return the figures at the top of a page, or nothing; shares, headline and marks say the
    same."""
    box = page.select_one(".progress")
    found = written_counts(box) if box else {}
    if not box or not found:
        assert headline(page) is None
        return []
    if late := page.select_one(".figures > .is-late b"):
        found["overdue"] = int(late.get_text(strip=True))
    found["all"] = sum(count for state, count in found.items() if state != "overdue")
    shares = written_shares(box)
    assert sum(shares.values()) == 100
    for state, share in shares.items():
        assert abs(share - 100 * found[state] / found["all"]) < 1
    if page.select_one(".finding"):
        of = found["all"] - found.get("untracked", 0)
        assert headline(page) == {"of": of, "done": found.get("done", 0)}
    if top := page.select_one(".doc-state .marks"):
        assert marked(top) == {key: n for key, n in found.items() if key != "untracked"}
    return [found]


def marked(part: Tag) -> Figures:
    """Return the figures of the marks in a part of a page: a task each, those of overdue ones with
    a ring."""
    marks = [[*mark["class"]] for mark in part.select("a[class]")]
    found = {"all": len(marks)}
    for classes in marks:
        found[classes[0]] = found.get(classes[0], 0) + 1
        if "over" in classes:
            found["overdue"] = found.get("overdue", 0) + 1
    return found


def chart(table: Tag) -> Iterator[tuple[str, Figures]]:
    """Yield each row of a chart: where its head leads to, and its figures, those of nought left
    out; marks in the row say the same."""
    heads = [cell.get_text(strip=True) for cell in table.select("thead th")][3:]
    words = [STATE_WORDS["其中逾期" if head == "逾期" else head] for head in heads]
    for row in table.select("tbody tr"):
        link, cells = row.select_one("th a"), row.select("td.number")
        numbers = [_number(cell.get_text(strip=True).strip("–") or "0") for cell in cells]
        figures = dict(zip(("all", *words), numbers, strict=True))
        figures = {word: number for word, number in figures.items() if number}
        if marks := row.select_one(".marks"):
            without = ("untracked", "all")
            shown = {key: count for key, count in marked(marks).items() if key not in without}
            assert shown == {key: n for key, n in figures.items() if key not in without}
        yield (str(link["href"]) if link else ""), figures


def task_of(address: str, part: Tag) -> str:
    """Return `plan#task` of the first link to the page of a task in a part of a page, or «»."""
    for link in part.select("a[href]"):
        found = re.fullmatch(r"plans/([^/]+)/([^/]+)\.html", linked(address, link))
        if found and found[2] not in ("index", "table", "matrix"):
            return f"{found[1]}#{found[2]}"
    return ""


def lines(address: str, part: Tag, apart: bool = False) -> Iterator[tuple[str, str, bool]]:
    """Yield each line of lists of tasks: `plan#task`, the state that it shows («» for none), and
    whether it is overdue; those of lists that are set `apart` or the others, none of targets."""
    for line in part.select("ul.lines:not(.of-targets, .of-dates) > li"):
        if (line.find_parent(class_="set-apart") is not None) != apart:
            continue
        chip = line.select_one(".line-status .status")
        yield task_of(address, line), state_of(chip), line.select_one(".late") is not None


def target_lines(address: str, part: Tag) -> Iterator[tuple[str, str, str, bool]]:
    """Yield each line of lists of targets: the month of its section («» for none), `plan#task`, the
    state that it shows («» for none), and whether it is overdue."""
    for line in part.select("ul.of-targets > li"):
        section, chip = line.find_parent("section"), line.select_one(".line-status .status")
        month = str(section.get("id", "")).removeprefix("month-") if section else ""
        late = line.select_one(".late") is not None
        yield month, task_of(address, line), state_of(chip), late


def state_of(chip: Tag | None) -> str:
    """Return the state of a mark."""
    return STATE_WORDS.get(chip.get_text(strip=True), chip.get_text(strip=True)) if chip else ""


def main_of(page: BeautifulSoup) -> Tag:
    """Return the main part of a page."""
    main = page.select_one("main")
    assert main
    return main
