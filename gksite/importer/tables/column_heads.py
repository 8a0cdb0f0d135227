"""The heads of task tables: the kind of column that a printed head means."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gksite.importer.draft import DraftColumn, DraftKind
from gksite.importer.tables.open_columns import aim_of, is_category, is_stage, key_of, usual_key
from gksite.notation.characters import HAN
from gksite.notation.unit_words import LEADER
from gksite.schema.keys import ColumnKind

_NOT_SAID = re.compile(r"[\s　·.:：*]|[（(][^（()）]{0,20}[)）]")
_LONGEST_HEAD = 24
_NOUNS = "(?:单位|部门|科室|处室|股室|站所|办所|村居|站|所|机构|机关|主体)"
_KINDS: tuple[tuple[ColumnKind, str], ...] = (
    ("number", "序号|编号|序列|项目序号|任务序号|任务编号|项目编号|序|号|No|NO"),
    (
        "leader",
        f"{LEADER}|(?:责任分管|包联)(?:领导|责任人)|联系人|联络员|(?:分管|牵头|包保|联系)副?[市县区镇]长",
    ),
    ("lead", f"(?:第一)?(?:牵头|主办|主要牵头|总牵头)(?:责任|组织实施|落实|负责)?{_NOUNS}?|牵头"),
    (
        "cooperating",
        f"(?:主要)?(?:协同|配合|协办|参与|参加|协助|支持|会办)(?:配合|责任|参与|落实)?{_NOUNS}|配合",
    ),
    (
        "responsible",
        f"(?:主要|具体|直接)?(?:责任|承办|落实|实施|负责|执行|主责)(?:责任|落实)?{_NOUNS}|责任分工|任务分工|分工|职责分工|落实主体|责任主体|"
        f"{_NOUNS}",
    ),
    (
        "deadline",
        "(?:计划|任务|工作|预计|整改|办理|目标)?(?:完成|推进|办结|落实|实施|进度|达成)?(?:时限|时间|期限|节点|进度|时间节点|时间表|日期)(?:要求|安排|"
        "节点|进度|计划)?|进度要求|进度安排|何时完成|(?:拟|计划|预计)?(?:决策|提请审议|提请审定|审议|上会|出台)(?:时间|时限)(?:安排)?",
    ),
    ("note", "备注|说明|备考|附注"),
    (
        "status",
        "(?:工作|目前|当前|任务)?(?:完成|落实|进展|推进|办理|工作)(?:情况|进展|状态)|是否完成|进展",
    ),
)
_EXACT: tuple[tuple[ColumnKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form)) for kind, form in _KINDS
)
# Broader heads stand further to the left: 一级指标 before 二级指标, 工作任务 before 具体要求.
_CONTENT = re.compile(
    f"[{HAN}A-Za-z、和及与/“”]{{0,18}}(?:任务|内容|要求|措施|指标|事项|举措|目标|工作|要点|项目|实事|领域|类别|分类|类型|方面|板块|部分|环节|"
    "做法|标准|成果|名称|要素|栏目|专题|重点|清单)"
)
_CATEGORY = re.compile("一级.*|.*(?:类别|分类|类型|领域|板块|部分|方面|一级指标)|类别|项目")
_CATALOGUE_HEADS = re.compile(
    "公开(?:主体|时限|方式|渠道|依据|对象|层级|格式|属性|载体|范围)(?:和渠道|和载体|.{0,4})?|[一二三]级(?:公开)?(?:事项|目录)|主动公开|依申请公开|"
    "全社会|特定群体|县级|乡级"
)
_FORM_HEADS = re.compile(
    "填报单位|填表人|填报人|审核人|签字|签名|填报日期|联系电话|姓名|职务|手机.*|性别|年龄|分值|得分|评分.*|自评.*|扣分.*"
)


class Heads(msgspec.Struct, frozen=True):
    """The columns of a task table from left to right."""

    columns: tuple[DraftColumn, ...]

    @property
    def kinds(self) -> tuple[DraftKind, ...]:
        """What the cells of each column look like: those of a class of tasks like sections."""
        return tuple(
            "section" if column.kind == "open" and is_category(column.head) else column.kind
            for column in self.columns
        )

    def index(self, kind: DraftKind) -> int | None:
        """Return the first column of `kind`, or None."""
        return next(
            (index for index, column in enumerate(self.columns) if column.kind == kind), None
        )


def bare_head(text: str) -> str:
    """Return a head without white space, brackets and their insides: «工 作\\n任 务（项）» is 工作任务."""
    return _NOT_SAID.sub("", text)


def head_kind(text: str) -> DraftKind | None:
    """Return the kind that a head means alone, or None; a head of content is `text` at first."""
    bare = bare_head(text)
    if not bare or len(bare) > _LONGEST_HEAD:
        return None
    for kind, form in _EXACT:
        if form.fullmatch(bare):
            return kind
    if usual_key(text) or is_stage(text):
        return "open"
    return "text" if _CONTENT.fullmatch(bare) else None


def is_head_row(texts: tuple[str, ...]) -> bool:
    """Whether the cells are heads: nearly all have a meaning, and at least two meanings differ."""
    filled = [text for text in texts if text.strip()]
    kinds = [head_kind(text) for text in filled]
    known = [kind for kind in kinds if kind]
    if len(filled) < 2 or len(set(known)) < 2:
        return False
    numbered = kinds[0] == "number" and "text" in kinds and not any("。" in head for head in filled)
    return len(known) * 4 >= len(filled) * 3 or (numbered and len(known) * 2 >= len(filled))


def is_catalogue(texts: tuple[str, ...]) -> bool:
    """Whether the heads are those of a disclosure catalogue or a form, which hold no tasks."""
    bare = [bare_head(text) for text in texts]
    catalogue = sum(1 for text in bare if _CATALOGUE_HEADS.fullmatch(text))
    return catalogue >= 2 or any(_FORM_HEADS.fullmatch(text) for text in bare)


def read_heads(
    texts: tuple[str, ...],
    grouped: frozenset[int] = frozenset(),
    overs: Sequence[tuple[str, ...]] = (),
    year: int | None = None,
    numbered: frozenset[int] = frozenset(),
) -> Heads:
    """Return the columns of a head row; `grouped` are the columns whose cells hold for several
    rows, `overs` the heads above each head, `year` the plan's, `numbered` the columns below a head
    that they share with the next one, or below none, whose cells are numbers.

    Of several content columns the last is the wording; the first is a section where it is grouped
    or named as a heading; one in between is a subsection or a title. A class of tasks
    and all other columns are the document's own. A single column of units may hold units of any
    role.
    """
    kinds = _kinds(texts, grouped, numbered)
    if kinds.count("responsible") >= 1 and not {"lead", "cooperating"} & set(kinds):
        kinds[kinds.index("responsible")] = "units"
    columns: list[DraftColumn] = []
    for index, (kind, text) in enumerate(zip(_once(kinds, texts), texts, strict=True)):
        over = tuple(bare_spaces(head) for head in overs[index]) if overs else ()
        column = DraftColumn(kind, bare_spaces(text), over=over)
        columns.append(_own_column(column, columns, year) if kind == "open" else column)
    return Heads(tuple(columns))


def _kinds(
    texts: tuple[str, ...], grouped: frozenset[int], numbered: frozenset[int]
) -> list[DraftKind]:
    """Return what each column holds by its head, and by the content columns beside it."""
    kinds: list[DraftKind] = [
        head_kind(text) or ("open" if text.strip() else "note") for text in texts
    ]
    if numbered and "number" not in kinds:
        kinds[min(numbered)] = "number"
    if "text" not in kinds:
        unknown = [
            index for index, text in enumerate(texts) if text.strip() and head_kind(text) is None
        ]
        classes = [index for index, text in enumerate(texts) if is_category(text)]
        for index in [*unknown, *classes][:1]:
            kinds[index] = "text"
    content = [index for index, kind in enumerate(kinds) if kind == "text"]
    for position, index in enumerate(content[:-1]):
        if index in grouped or _CATEGORY.fullmatch(bare_head(texts[index])):
            kinds[index] = "section" if position == 0 else "subsection"
        else:
            kinds[index] = "title"
    return kinds


def _own_column(
    column: DraftColumn, before: Sequence[DraftColumn], year: int | None
) -> DraftColumn:
    """Return a column of the document's own with its key, and the target that it states."""
    aim = aim_of(column.head, column.over, year)
    if aim and any(other.target == aim.id for other in before):
        aim = None
    taken = {other.key for other in before}
    return msgspec.structs.replace(
        column,
        key=key_of(column.head, taken),
        target=aim.id if aim else "",
        by=aim.by if aim else "",
    )


def bare_spaces(text: str) -> str:
    """Return a head without the white space that spaced its letters or broke its line."""
    return "".join(text.split())


def _once(kinds: list[DraftKind], texts: tuple[str, ...]) -> list[DraftKind]:
    """Return the kinds with each kind once: a second column of a kind is the document's own, and
    so is one of states beside one of notes."""
    seen: set[DraftKind] = set()
    once: list[DraftKind] = []
    for kind, text in zip(kinds, texts, strict=True):
        again = kind in seen or (kind == "status" and "note" in kinds)
        once.append("open" if again and text.strip() else "note" if again else kind)
        seen.add(kind)
    return once


_GLUED = re.compile(
    "序号|编号|牵头(?:责任|组织实施)?(?:单位|部门|科室)|(?:协同|配合|参与)(?:配合)?(?:单位|部门|科室)|(?:主要)?责任(?:单位|部门|科室|处室|分工)|"
    "分管(?:[市县区])?领导|责任人|"
    "(?:完成|工作)?(?:时限|时间|期限)(?:要求|安排|节点)?|备注|[一二三]级指标|(?:重点)?工作任务|目标任务|任务内容|具体(?:要求|内容|措施|任务)|工作(?:"
    "要求|内容|措施)|主要(?:内容|任务|措施)|重点任务|完成情况"
)


def split_glued_heads(line: str) -> tuple[str, ...]:
    """Return the heads of a line that prints them without separators (序号重点领域及内容), or ()."""
    heads = heads_within(bare_spaces(line))
    return heads if "number" in [head_kind(head) for head in heads[:2]] else ()


def heads_within(bare: str) -> tuple[str, ...]:
    """Return the heads, two or more, that a text without blanks is made of, or ()."""
    if not 4 <= len(bare) <= 60 or re.search("[，。；：、]", bare):
        return ()
    heads: list[str] = []
    position = 0
    for match in _GLUED.finditer(bare):
        if match.start() > position:
            heads.append(bare[position : match.start()])
        heads.append(match[0])
        position = match.end()
    if position < len(bare):
        heads.append(bare[position:])
    return tuple(heads) if len(heads) >= 2 and all(head_kind(head) for head in heads) else ()
