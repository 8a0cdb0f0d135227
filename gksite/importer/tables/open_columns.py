"""Columns of a document's own: their keys, how their cells are read, and the targets in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import msgspec

from gksite.importer.draft import DraftColumn
from gksite.importer.tables.alignment import NOTHING
from gksite.notation.cell_values import CellType, read_cell
from gksite.notation.characters import HAN, is_number, narrow_digits
from gksite.notation.numbering import from_chinese
from gksite.notation.unit_words import has_strong_ending
from gksite.notation.units import parse_units
from gksite.schema.keys import OPEN_KEYS

_USUAL: tuple[tuple[str, str], ...] = (
    ("total_investment", "(?:计划|项目|估算|概算|预计)?总投资(?:额|规模)?|投资总额|项目投资总额"),
    (
        "investment",
        r"(?:年度|本年度?|当年|今年|全年|(?:19|20)\d\d年度?)(?:计划|预计|拟)?(?:完成)?投资(?:额|计划|目标|任务)?|"
        "计划投资(?:额)?",
    ),
    ("source", "(?:资金|经费)(?:来源|渠道)(?:及.{1,6})?"),
    ("supervisor", "(?:督查|督办|督导|监督|考核|监管)(?:责任)?(?:单位|部门|科室|机构)"),
    ("applicant", "(?:申报|提出|提请|报送)(?:单位|部门)"),
    ("drafter", "(?:起草|送审)(?:单位|部门)"),
    ("owner", "(?:项目)?(?:建设|业主|实施业主)(?:单位|业主)|项目(?:单位|业主|法人)|业主"),
    ("votes", "(?:得)?票数|得票(?:情况)?"),
    ("procedure", "(?:法定|决策|履行|审议)程序"),
    ("hearing", "是否(?:组织|举行|召开)?听证"),
    ("standard", "(?:完成|验收|工作|评价|任务|考核)标准"),
    ("category", "(?:任务|项目|事项|工作|实事)?(?:类别|类型|分类)"),
    ("location", "(?:建设|项目|实施)?(?:地点|地址)"),
    ("scale", "建设规模|项目规模|规模"),
    ("nature", "(?:建设|项目)性质"),
    ("years", "(?:建设|起止|项目)(?:年限|周期|期限)"),
)
_USUAL_HEADS = tuple((key, re.compile(form)) for key, form in _USUAL)
"""The key of a column of a document's own by the usual heads; any other has its head as key."""

_BRACKET = re.compile(r"[（(]\s*(?:单位\s*[:：]\s*)?([^（()）]{1,8})\s*[)）]")
_SAID = re.compile(r"[\s　·.:：*]|[（(][^（()）]{0,20}[)）]")
_MONEY = re.compile("投资|资金|金额|经费|预算|概算|估算|造价|补助|产值|支出")
_MONEY_UNIT = re.compile("[百千万亿]{0,2}(?:元|美元)")
_MEASURE = re.compile(
    "[十百千万亿]{0,2}(?:元|人|人次|户|家|个|座|套|亩|公顷|公里|千米|米|平方米|平方公里|立方米|吨|项|件|条|处|所|"
    "张|台|辆|次|场|期|天|倍|票|千瓦|千瓦时)|[%％]|个百分点"
)
_NOT_KEY = re.compile(rf"[^A-Za-z0-9_\-{HAN}]")
_LONGEST_KEY = 36
_KNOWN_KEYS = frozenset((*OPEN_KEYS["columns"], *OPEN_KEYS["columns"].values()))
_AIM = "(?:工作|任务|阶段|阶段性)?(?:目标|进度|任务|计划|节点|安排|要求|进展|完成情况)(?:任务|目标|计划|安排|要求)?"
_QUARTER = re.compile(rf"(?:((?:19|20)\d\d)年)?第?([一二三四1234])季度?(?:{_AIM})?")
_HALF = re.compile(rf"(?:((?:19|20)\d\d)年)?([上下])半年(?:{_AIM})?")
_YEAR = re.compile(rf"((?:19|20)\d\d)年度?{_AIM}")
_BARE_YEAR = re.compile(r"((?:19|20)\d\d)年度?")
_AIM_ABOVE = re.compile("目标|进度|节点|安排|计划|任务|打算")
_CODE = re.compile(r"0\d+")
"""A figure that is a code: 0571."""


class Aim(msgspec.Struct, frozen=True):
    """The target that a column states for each task: its id, and its day as sources write it."""

    id: str
    by: str


def bare(head: str) -> str:
    """Return a head without white space, brackets and their insides."""
    return _SAID.sub("", head)


def usual_key(head: str) -> str:
    """Return the key of a usual column of a document's own by its printed head, "" for none."""
    said = bare(head)
    return next((key for key, form in _USUAL_HEADS if form.fullmatch(said)), "")


def is_category(head: str) -> bool:
    """Whether a head names the class of a task, which is a fact of the task and no heading."""
    return usual_key(head) == "category"


def is_stage(head: str) -> bool:
    """Whether a head names a quarter, a half or a year of a task."""
    said = narrow_digits(bare(head))
    return any(form.fullmatch(said) for form in (_QUARTER, _HALF, _YEAR))


def _stage_key(head: str) -> str:
    """Return the key of a column of a stage (一季度目标: quarter1), "" for any other head."""
    said = narrow_digits(bare(head))
    if match := _QUARTER.fullmatch(said):
        stem = f"quarter{match[2] if is_number(match[2]) else from_chinese(match[2])}"
    elif match := _HALF.fullmatch(said):
        stem = "half1" if match[2] == "上" else "half2"
    elif match := _YEAR.fullmatch(said):
        return f"year{match[1]}"
    else:
        return ""
    return f"{stem}-{match[1]}" if match[1] else stem


def aim_of(head: str, over: Sequence[str], year: int | None) -> Aim | None:
    """Return the target that a column states (一季度目标, 下半年目标, 2027年 below 分年度目标), None for
    one that states none, or whose day nobody can tell.

    `year` is the plan's.
    """
    said, above = narrow_digits(bare(head)), "".join(map(bare, over))
    if _MONEY.search(said + above):
        return None
    if match := _QUARTER.fullmatch(said):
        quarter = int(match[2]) if is_number(match[2]) else from_chinese(match[2]) or 0
        own = match[1] or (str(year) if year else "")
        prefix = f"y{match[1]}" if match[1] else ""
        return Aim(f"{prefix}q{quarter}", f"{own}-Q{quarter}") if own else None
    if match := _HALF.fullmatch(said):
        half = 1 if match[2] == "上" else 2
        own = match[1] or (str(year) if year else "")
        prefix = f"y{match[1]}" if match[1] else ""
        return Aim(f"{prefix}h{half}", f"{own}-H{half}") if own else None
    match = _YEAR.fullmatch(said)
    if not match and _AIM_ABOVE.search(above):
        match = _BARE_YEAR.fullmatch(said)
    return Aim(f"y{match[1]}", match[1]) if match else None


def key_of(head: str, taken: Collection[str]) -> str:
    """Return the key of a column: a usual head's English one, else the head itself; numbered where
    it is taken."""
    stem = usual_key(head) or _stage_key(head) or _NOT_KEY.sub("", bare(head))[:_LONGEST_KEY]
    if not stem or is_number(stem[0]) or stem[0] in "_-" or stem in _KNOWN_KEYS:
        stem = f"栏{stem}"
    return next(
        key
        for number in range(1, 10_000)
        if (key := stem if number == 1 else f"{stem}-{number}") not in taken
    )


def typed(column: DraftColumn, cells: Sequence[str]) -> DraftColumn:
    """Return a column of a document's own with the type, the unit of measure and the sum that its
    head and all its cells allow; a text in doubt."""
    said = [text for text in cells if text and text not in NOTHING]
    brackets = [match[1].strip() for match in _BRACKET.finditer(column.head)]
    if column.target or not said:
        return column
    money = next((unit for unit in brackets if _MONEY_UNIT.fullmatch(unit)), "")
    if money or _MONEY.search(bare(column.head)):
        read = sum(1 for text in said if read_cell(text, "money"))
        if read * 2 > len(said) and (money or read == len(said)):
            return _of_type(column, "money", money, is_sum=True)
    if all(read_cell(text, "year") for text in said) and "年" in column.head:
        return _of_type(column, "year")
    if all(read_cell(text, "number") and not _CODE.fullmatch(text) for text in said):
        measure = next((unit for unit in brackets if _MEASURE.fullmatch(unit)), "")
        return _of_type(column, "number", measure)
    if all(read_cell(text, "date") for text in said):
        return _of_type(column, "date")
    if bare(column.head).endswith(("单位", "部门")) and all(map(_is_units, said)):
        return _of_type(column, "unit")
    return column


def _of_type(
    column: DraftColumn, type: CellType, unit: str = "", *, is_sum: bool = False
) -> DraftColumn:
    return msgspec.structs.replace(column, type=type, unit=unit, sum=is_sum)


def _is_units(text: str) -> bool:
    reading = parse_units(text)
    return (
        bool(reading.names)
        and not reading.unread
        and not reading.open_ended
        and all(name.role == "responsible" for name in reading.names)
        and all(has_strong_ending(name.printed) for name in reading.names)
    )
