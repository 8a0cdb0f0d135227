"""Where the title of a document may break over lines: between its words (GB/T 9704-2012, 7.3.1:
回行时要做到词意完整), marked with `<wbr>`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from gksite.model.site import SiteModel
from gksite.notation.characters import CLOSING, OPENING
from gksite.notation.numbering import parse_numbering

_YEAR = r"(?:(?:19|20)\d\d|[〇零一二三四五六七八九]{4})(?:[—–\-－~～至](?:19|20)?\d\d)?年度?"
_WORDS = (
    "政府信息公开", "政务公开", "政府工作报告", "政务服务", "公共数据", "数字政府", "营商环境",
    "民生实事", "工作要点", "工作计划", "工作方案", "工作安排", "实施方案", "实施意见", "行动计划",
    "行动方案", "分工方案", "发展规划", "开放利用", "三年行动", "重点任务", "重点工作", "重点项目",
    "主要任务", "目标任务", "任务分解表", "任务分解", "任务分工", "任务清单", "责任清单", "责任分工",
    "工作任务", "任务一览", "单位任务对照", "上下级衔接", "落实情况", "完成情况", "征求意见稿",
    "人民政府", "人民政府办公室", "办公室", "办公厅", "委员会", "领导小组", "关于", "印发", "公布",
    "下达", "通知", "意见", "规划", "方案", "计划", "项目", "改革", "优化", "推进", "加强", "建设",
)  # fmt: skip
"""Words of titles that stay whole. Longer ones go before shorter ones that they hold."""

_CLOSES = re.escape(CLOSING) + "》”’、，：；"
_BOUND = re.compile(f"[{_CLOSES}]*[的和与及暨等]?[{_CLOSES}]*")
"""What follows a word and may not begin a line."""
_OPENS = f"{OPENING}《“‘"
_MAY_BEGIN = re.compile(rf"[\w{re.escape(_OPENS)}]")
_INSIDE_OF_WORD = re.compile(r"(?<=[0-9A-Za-z])(?=[0-9A-Za-z])")


class TitleBreaks:
    """The words of the titles of one site: years, the places and offices of its registry, and the
    usual words of such documents.

    >>> TitleBreaks(["云川市", "云川市青禾区"]).parts("2025年青禾区政务公开工作要点任务分解表")
    ('2025年', '青禾区', '政务公开', '工作要点', '任务分解表')
    """

    def __init__(self, names: Iterable[str]) -> None:
        words = {*_WORDS, *_without_places_above(names)}
        forms = [re.escape(one) for one in sorted(words, key=lambda one: (-len(one), one))]
        self._word = re.compile("|".join([_YEAR, *forms]))

    def parts(self, title: str) -> tuple[str, ...]:
        """Return the parts of a title, which joined are the title: a line may end after each."""
        start = _end_of_number(title)
        cuts = set()
        for word in self._word.finditer(title, start):
            bound = _BOUND.match(title, word.end())
            cuts |= {word.start(), bound.end() if bound else word.end()}
        inner = sorted(cut for cut in cuts if cut > start and _may_break(title, cut))
        ends = [*inner, len(title)] if title else []
        return tuple(title[a:b] for a, b in zip([0, *inner], ends, strict=False))

    def html(self, title: str) -> str:
        """Return a title as HTML with `<wbr>` between its parts; its text is the title. A number
        that opens it holds on to what follows."""
        number = _end_of_number(title)
        end = number + 1 if number else 0
        first, *rest = self.parts(title) or ("",)
        held = f'<span class="whole">{escape(first[:end])}</span>' if end else ""
        return "<wbr>".join([held + escape(first[end:]), *map(escape, rest)])


def title_breaks_of(model: SiteModel) -> TitleBreaks:
    """Return where titles of the site may break: it knows its authorities and issuers by name."""
    authorities = model.registry.authorities.values()
    names = [name for one in authorities for name in (one.name, one.short_name)]
    return TitleBreaks([*names, *(plan.issuer_name for plan in model.plans.values())])


def _without_places_above(names: Iterable[str]) -> set[str]:
    """Return names without the name that they begin with: of 云川市 and 云川市青禾区, 云川市 and
    青禾区."""
    whole = {name for name in names if len(name) > 1}
    found = set()
    for name in whole:
        above = max(
            (name[:n] for n in range(2, len(name)) if name[:n] in whole), key=len, default=""
        )
        rest = name.removeprefix(above)
        found.add(rest if len(rest) > 1 else name)
    return found


def _end_of_number(title: str) -> int:
    """Return where the number that opens a title ends, with the blanks behind it; 0 without one."""
    numbering = parse_numbering(title)
    return len(title.rstrip()) - len(numbering.rest) if numbering and numbering.rest else 0


def _may_break(title: str, cut: int) -> bool:
    """Whether a line may end before this character: not at the ends of the title, behind an
    opening mark, before a closing one, or inside of a number or a Latin word."""
    return (
        0 < cut < len(title)
        and title[cut - 1] not in _OPENS
        and _MAY_BEGIN.match(title, cut) is not None
        and _INSIDE_OF_WORD.match(title, cut) is None
    )
