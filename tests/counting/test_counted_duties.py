"""Where pages speak of single duties, they say what the slow counter finds: on the pages of tasks,
in matrices, beside the states of tasks; of the sample, and of sites made by chance.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from bs4 import Tag
from counted_site import CountedSite
from counter import reports_of
from page_figures import Figures, lines, linked, state_of, states_in, task_of
from registry_then import Record, entry_of

pytestmark = pytest.mark.slow
ROLES = {"牵头单位": "lead", "责任单位": "responsible", "配合单位": "cooperating"}


def name_of(site: CountedSite, holder: str) -> str:
    """Return the name of a holder."""
    return holder[1:] if holder.startswith("=") else str(entry_of(site.world, holder)["name"])


def page_of(holder: str) -> str:
    """Return the address of the page of a holder, «» for one that no registry knows."""
    return "" if holder.startswith("=") else f"units/{holder}.html"


def figures_of(duties: list[Record]) -> Figures:
    """Return the number of duties, and how many are in each state."""
    return {"all": len(duties), **Counter(duty["state"] for duty in duties)}


def test_the_duties_of_tasks(site: CountedSite) -> None:
    """A row for each duty with role, state and day of the last report; then those that passed."""
    for key, plan, counted in site.tasks:
        address = f"plans/{key.replace('#', '/')}.html"
        table = site.main(address).select_one(".duties table")
        if not table:
            assert not plan["tracked"] and len(counted["duties"]) == 1, key
            continue
        rows = table.select("tbody tr")
        of_duties = [row for row in rows if "passed" not in row.get_attribute_list("class")]
        assert [row_of(address, row) for row in of_duties] == [
            (
                page_of(duty["holder"]),
                duty["role"],
                duty["state"] if shows_state(plan, counted, duty) else "",
                last_word(duty),
                duty["overdue"],
            )
            for duty in counted["duties"]
        ], key
        passed = [row_of(address, row)[0] for row in rows if row not in of_duties]
        assert passed == [page_of(one["holder"]) for one in counted["passed"]], key


def last_word(duty: Record) -> str:
    """Return the date of the last report of a duty, also one on a target that leaves its state as
    it was; "" where its state is that of parts."""
    last = max(duty["reports"], key=lambda one: (one["day"], one["number"]), default=None)
    return str(last["date"]) if last and duty["rests_on"] else ""


def shows_state(plan: Record, task: Record, duty: Record) -> bool:
    """Whether a row shows a state: not where nothing was reported and nothing had to be."""
    return plan["tracked"] and not (task["withdrawn"] and not duty["reports"])


def row_of(address: str, row: Tag) -> tuple[str, str, str, str, bool]:
    """Return a row of a table of duties: the unit's page, role, state, day, and whether it is
    overdue."""
    unit, role, *more = row.select("th, td")
    link, day = unit.select_one("a"), row.select_one("td time")
    return (
        linked(address, link) if link else "",
        ROLES[role.get_text(strip=True)],
        state_of(more[0].select_one(".status")) if more else "",
        str(day["datetime"]) if day else "",
        bool(more and more[0].select_one(".late")),
    )


def test_what_became_of_reports(site: CountedSite) -> None:
    """Each report stands in the log, the latest first, with the reason why it does not count."""
    reasons = {"passed": "转出前", "apart": "不计入", "taken back": "不计入统计", "counted": ""}
    for key, _, counted in site.tasks:
        plan, _, task = key.partition("#")
        reports = reports_of(site.world, site.world["plans"][plan], task)
        counting = {one["number"] for duty in counted["duties"] for one in duty["reports"]}
        passed = {one["number"] for one in counted["below"]}
        items = site.main(f"plans/{plan}/{task}.html").select("ol.timeline > li")
        ordered = sorted(reports, key=lambda report: report["date"])[::-1]
        assert len(items) == len(ordered), key
        for item, report in zip(items, ordered, strict=True):
            day, status = item.select_one("time"), item.select_one(".entry-head .status")
            assert day and day["datetime"] == report["date"], key
            assert state_of(status) == report["status"], key
            standing = (
                "taken back"
                if not report["standing"]
                else "counted"
                if report["number"] in counting
                else "passed"
                if report["number"] in passed
                else "apart"
            )
            text = item.select_one(".standing")
            words = text.get_text(strip=True) if text else ""
            assert reasons[standing] in words, (key, standing)
            assert ("不计入" in words) == (standing != "counted"), (key, standing)


def test_matrices(site: CountedSite) -> None:
    """A cell for each duty with role and state; the head of a unit has the number of its duties."""
    seen = 0
    for id, plan in site.plans.items():
        address = f"plans/{id}/matrix.html"
        if address not in site.pages:
            continue
        for table in site.main(address).select("table"):
            check_matrix(site, address, plan, table)
            seen += 1
    assert seen


def check_matrix(site: CountedSite, address: str, plan: Record, table: Tag) -> None:
    """Assert that a matrix says what the slow counter says."""
    heads = table.select("thead th")[1:]
    columns = [head_of(address, head) for head in heads]
    found: dict[tuple[str, str], list[str]] = {}
    for row in table.select("tbody tr"):
        task = task_of(address, row).partition("#")[2]
        for (column, _), cell in zip(columns, row.select("td"), strict=True):
            if text := cell.select_one(".vh"):
                found[task, column] = text.get_text(strip=True).split("；")
    expected = {
        (task, page_of(duty["holder"]) or name_of(site, duty["holder"])): cell_of(
            site, plan, counted, duty
        )
        for task, counted in plan["tasks"].items()
        for duty in counted["duties"]
    }
    columns_of_units = {column for _, column in expected}
    shown = {key: words for key, words in found.items() if key[1] in columns_of_units}
    assert shown == expected, address
    for column, count in columns:
        if column in columns_of_units:
            own = [task for task, holder in expected if holder == column]
            own = [task for task in own if not plan["tasks"][task]["withdrawn"]]
            assert count == len(own), (address, column)


def head_of(address: str, head: Tag) -> tuple[str, int]:
    """Return the unit of a column, by its page or else its name, and the number in its head."""
    link, small = head.select_one("a"), head.select_one("small")
    assert small
    count = int(re.sub(r"\D", "", small.get_text()))
    small.extract()
    name = head.get_text(strip=True)
    head.append(small)
    return (linked(address, link) if link else name), count


def cell_of(site: CountedSite, plan: Record, task: Record, duty: Record) -> list[str]:
    """Return the words of a cell: role, state, whether it is overdue, and through which group."""
    roles = {role: word for word, role in ROLES.items()}
    words = {
        "unreported": "未报送",
        "not_started": "未开始",
        "delayed": "延期",
        "under_way": "推进中",
        "continuous": "常态推进",
        "done": "已完成",
    }
    return [
        roles[duty["role"]],
        *([words[duty["state"]]] if plan["tracked"] and not task["withdrawn"] else []),
        *(["逾期"] if duty["overdue"] else []),
        *([f"通过{name_of(site, duty['through'])}"] if duty["through"] else []),
    ]


def test_counts_beside_states(site: CountedSite) -> None:
    """«2/5家已报（5家中2家已完成、3家未报送)» beside the state of a task are its duties."""
    seen = set()
    for address, page in site.pages.items():
        for count in page.select(".duty-count"):
            part = count.find_parent(["li", "tr", "article", "div"])
            assert part
            if key := task_of(address, part):
                check_count(count, site.counted(key)[1]["duties"], f"{address} {key}")
                seen.add(key)
    assert seen == {key for key, plan, counted in site.tasks if counts_duties(plan, counted)}


def check_count(count: Tag, duties: list[Record], where: str) -> None:
    """Assert that a count of duties says how many were reported, and which states they have."""
    text = count.get_text("", strip=True)
    reported = sum(1 for duty in duties if duty["reports"])
    assert re.search(rf"(^|：){reported}/{len(duties)}家已报", text), (where, text)
    sentence = re.search("（(.*)）$", text)
    if not reported:  # «0/5家已报» says all there is
        return
    assert sentence, where
    assert states_in(sentence[1]) == figures_of(duties), where


def test_counts_of_members(site: CountedSite) -> None:
    """On the page of a group each task says how its members stand."""
    for address, key in site.groups:
        for line in site.main(address).select("ul.lines > li"):
            count, task = line.select_one(".line-members"), task_of(address, line)
            plan, counted = site.counted(task)
            duties = site.duties_of_members(task, key)
            if count:
                check_count(count, duties, f"{key} {task}")
            else:
                says_nothing = counted["withdrawn"] or counted["of_parts"] or not plan["tracked"]
                assert not duties or says_nothing, (key, task)


HEADS = "section.plan-tasks > :is(h2, h3)"


def heads(part: Tag) -> int:
    """Return the sum of the numbers in the heads of the lists of a part of a page, without lists
    set apart; parts inside of their tasks are counted beside."""
    found = 0
    for head in part.select(HEADS):
        count, section = head.select_one(".count"), head.parent
        assert count and section
        number = re.match(r"(\d+)项(?:；另列子任务(\d+)项)?$", count.get_text(strip=True))
        assert number, count
        assert int(number[1]) + int(number[2] or 0) == len(section.select("ul.lines > li"))
        if not section.find_parent(class_="set-apart"):
            found += int(number[1])
    return found


def test_heads_of_lists_of_units_and_groups(site: CountedSite) -> None:
    """They count what the figures of their year do: parts inside of their tasks."""
    for address, key in site.units:
        for words, part in site.parts_of_unit(address, key).items():
            year = words.strip("年")
            if year.isdigit():
                assert heads(part) == len(site.outer_duties_of(key, year)), (address, year)
    for address, key in site.groups:
        for part in site.main(address).select("[data-year]:not(.tools)"):
            year = str(part["data-year"]).strip("年")
            if year.isdigit():
                own = site.outermost(site.in_year(site.naming(key), year))
                assert heads(part) == len(own), (address, year)


def counts_duties(plan: Record, task: Record) -> bool:
    """Whether pages say beside the state of a task how its duties stand: «where a task has more
    than one duty; not where it has the state of its parts»."""
    several = len(task["duties"]) > 1 and not task["of_parts"]
    return bool(several and plan["tracked"] and not task["withdrawn"])


def test_sentences_on_the_pages_of_tasks(site: CountedSite) -> None:
    for key, plan, counted in site.tasks:
        sentence = site.main(f"plans/{key.replace('#', '/')}.html").select_one(".task-states")
        if counts_duties(plan, counted):
            assert sentence, key
            assert states_in(sentence.get_text(strip=True)) == figures_of(counted["duties"]), key
        else:
            assert not sentence, key


def test_roles_and_overdue_duties_of_units(site: CountedSite) -> None:
    for address, key in site.units:
        page, year = site.main(address), site.year_of_unit(key)
        own = site.outer_duties_of(key, year)
        duties = {task: site.duties(key)[task] for task in site.in_year(site.duties(key), year)}
        roles = Counter(
            duty["role"] for task, duty in own.items() if not site.counted(task)[1]["withdrawn"]
        )
        box = page.select_one(".unit-counts-box")
        for item in box.select("dl.figures > div") if box else ():
            word, number = item.select_one("dt"), item.select_one("dd b")
            assert word and number
            head, count = word.get_text(strip=True), int(number.get_text(strip=True))
            late = sum(
                duty["overdue"] and site.overdue_in(task, year) for task, duty in own.items()
            )
            assert count == (late if head == "逾期" else roles[ROLES[head]]), (key, head)
        late_section = page.select_one("section.late-section")
        listed = [line[0] for line in lines(address, late_section)] if late_section else []
        assert sorted(listed) == sorted(
            task for task, duty in duties.items() if duty["overdue"] and site.overdue_in(task, year)
        )
