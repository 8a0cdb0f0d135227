"""The style of official documents (GB/T 9704, GB/T 15834): punctuation, numbering, blanks, remains
of web pages and portals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from gksite.check.hits import Hit, Wording
from gksite.notation.characters import is_han

# A class of all Chinese characters takes 3 ms to compile, and the patterns here had twenty of them:
# they find marks, and code checks the neighbours.
_FULL_WIDTH = frozenset("“”‘’《》（）〔〕【】、，。；：")
"""Full-width marks: marks next to them, as next to Han characters, should be full-width too."""

_WIDE_MARKS = {
    ",": "，", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）", ":": "：", "∶": "：", "︰": "：",
    "﹕": "：",
}  # fmt: skip

_ENDS = frozenset({"", "\n", "\0"})
_COLON = re.compile("[:∶︰﹕]")
_AFTER_COLON = re.compile("[ \u3000]{0,2}([^ \u3000]?)")


def check_colons(wording: Wording) -> Iterator[Hit]:
    """`∶` (U+2236, the sign of a ratio) or a half-width colon where `：` belongs."""
    text = wording.text
    for match in _COLON.finditer(text):
        mark, before, after = match[0], _before(text, match.start()), _after(text, match.end())
        next_one = following[1] if (following := _AFTER_COLON.match(text, match.end())) else ""
        introduces = _is_han_or(before, "”》）〕)]") and (
            _is_han_or(next_one, "“《（(〔") or next_one.isdecimal()
        )
        if (
            introduces
            or (mark in ":∶" and is_han(before) and after in _ENDS)
            or (mark == "∶" and is_han(after))
        ):
            yield Hit(*match.span(), mark, (("right", "："),), "：")


def _before(text: str, at: int) -> str:
    return text[at - 1] if at else ""


def _after(text: str, at: int) -> str:
    return text[at : at + 1]


def _is_han_or(character: str, others: Collection[str]) -> bool:
    return is_han(character) or (character != "" and character in others)


_NARROW_MARK = re.compile(r"[,;!?()]")
_STOP = re.compile(r"\.")
_NUMBER_BRACKET = re.compile(r"(?:^|[\s\0。；;，,、：:])\d{1,3}\Z", re.ASCII)


def check_widths(wording: Wording) -> Iterator[Hit]:
    """Half-width `, ; ! ? ( ) .` beside Han."""
    text = wording.text
    for match in _NARROW_MARK.finditer(text):
        mark = match[0]
        if not _is_han_or(_before(text, match.start()), _FULL_WIDTH) and not _is_han_or(
            _after(text, match.end()), _FULL_WIDTH
        ):
            continue
        if mark == ")" and _NUMBER_BRACKET.search(text, max(0, match.start() - 6), match.start()):
            continue
        yield Hit(*match.span(), mark, (("right", _WIDE_MARKS[mark]),), _WIDE_MARKS[mark])
    for match in _STOP.finditer(text):
        after = _after(text, match.end())
        if _is_han_or(_before(text, match.start()), "”》）") and (after in _ENDS or is_han(after)):
            yield Hit(*match.span(), ".", (("right", "。"),), "。")


_STRAIGHT = re.compile("[\"']")


def check_quotes(wording: Wording) -> Iterator[Hit]:
    """Straight quotes beside Han; they can be mended where a line has an even number of them."""
    text, end = wording.text, -1
    for match in _STRAIGHT.finditer(text):
        mark = match[0]
        if match.start() > end:
            start, end = _line_around(text, match.start())
            before, in_line = Counter[str](), {one: text.count(one, start, end) for one in "\"'"}
        opening = before[mark] % 2 == 0
        before[mark] += 1
        if not _is_han_or(_after(text, match.end()), "《") and not _is_han_or(
            _before(text, match.start()), "》。！？"
        ):
            continue
        pair = "“”" if mark == '"' else "‘’"
        mended = pair[0 if opening else 1] if in_line[mark] % 2 == 0 else None
        yield Hit(*match.span(), mark, (("right", pair),), mended)


def _line_around(text: str, place: int) -> tuple[int, int]:
    """Return where the line or the piece of running text at a place begins and ends."""
    start = max(text.rfind("\n", 0, place), text.rfind("\0", 0, place)) + 1
    ends = (text.find("\n", place), text.find("\0", place))
    return start, min((end for end in ends if end >= 0), default=len(text))


_YEAR_BRACKETS = re.compile(
    r"[\[［(（【]((?:19|20)\d\d)[\]］)）】](?=[ \u3000]?第?[ \u3000]?\d{1,5}[ \u3000]?号)", re.ASCII
)


def check_number_brackets(wording: Wording) -> Iterator[Hit]:
    """The year of a 发文字号 in other brackets than 〔〕 (GB/T 9704-2012, 7.2.5)."""
    text = wording.narrow
    for match in _YEAR_BRACKETS.finditer(text):
        start = match.start() - (_before(text, match.start()) in (" ", "\u3000"))
        if is_han(_before(text, start)):
            yield Hit(
                start, match.end(), match[0], (("right", f"〔{match[1]}〕"),), f"〔{match[1]}〕"
            )


_NUMBER_FORM = re.compile(
    r"〔(\d{2}|(?:19|20)\d\d)〕[ \u3000]?(第|0+|虚)[ \u3000]?(?=\d{1,5}[ \u3000]?号)|〔\d{2}〕(?=[ "
    r"\u3000]?\d{1,5}号)",
    re.ASCII,
)


def check_number_form(wording: Wording) -> Iterator[Hit]:
    """A 发文字号 with 第, a leading zero, or a year of two digits. Orders and notices (令, 公告) do bear
    第."""
    for match in _NUMBER_FORM.finditer(wording.narrow):
        if match[2] == "第" and any(
            word in wording.text[max(0, match.start() - 4) : match.start()]
            for word in ("令", "公告")
        ):
            continue
        year = match[1] or ""
        yield Hit(
            *match.span(),
            match[0],
            (("right", f"〔{year}〕"),),
            f"〔{year}〕" if len(year) == 4 else None,
        )


_COMMA_NUMBER = re.compile(r"[\n\0][ \t\u3000*#]{0,8}(\d{1,3})、", re.ASCII)
_BRACKET_NUMBER = re.compile(
    r"[\n\0][ \t\u3000*#]{0,8}([（(][一二三四五六七八九十]{1,3}[)）][、.．])"
)


def check_number_marks(wording: Wording) -> Iterator[Hit]:
    """`1、` for `1.`, and a mark behind `（一）` (GB/T 9704-2012, 7.3.3)."""
    for match in _COMMA_NUMBER.finditer(wording.lines):
        if _is_han_or(_after(wording.lines, match.end()), "“《"):
            yield Hit(
                match.end() - 2, match.end() - 1, f"{match[1]}、", (("right", f"{match[1]}."),), "."
            )
    for match in _BRACKET_NUMBER.finditer(wording.lines):
        yield Hit(match.end() - 2, match.end() - 1, match[1], (("right", match[1][:-1]),), "")


_PAIRS = {
    "《": "》", "“": "”", "（": "）", "〔": "〕", "【": "】", "「": "」", "『": "』", "〈": "〉",
}  # fmt: skip
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_SAME = str.maketrans("()[]", "（）〔〕")
_MARKS = re.compile(r"[《》“”（）()〔〕【】「」『』〈〉\n\0]")
_NO_MARKS = re.compile(r"[^《》“”（）()〔〕【】「」『』〈〉\n\0]+")
_USUAL_DEPTH = 4
_ITEM_CLOSER = re.compile(
    r"(?:^|[\s\0。；;，,、：:（(“.．])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])\Z", re.ASCII
)


def check_pairs(wording: Wording) -> Iterator[Hit]:
    """A mark of a pair without its partner within its paragraph; the `)` of `1)` needs none."""
    text = wording.text
    if _all_paired(text):
        return
    open_marks: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for match in _MARKS.finditer(text):
        mark = match[0].translate(_SAME)
        if mark in "\n\0":
            # A paragraph ends at an empty line; a single line end only folds it.
            if mark == "\0" or text[match.end() : match.end() + 1] in ("\n", ""):
                yield from (Hit(at, at + 1, text[at]) for _, at in open_marks)
                open_marks, waiting = [], Counter()
        elif mark in _PAIRS:
            open_marks.append((mark, match.start()))
            waiting[mark] += 1
        elif waiting[_CLOSERS[mark]]:
            while open_marks[-1][0] != _CLOSERS[mark]:
                opener, at = open_marks.pop()
                waiting[opener] -= 1
                yield Hit(at, at + 1, text[at])
            open_marks.pop()
            waiting[_CLOSERS[mark]] -= 1
        elif mark != "）" or not _ITEM_CLOSER.search(
            text, max(0, match.start() - 5), match.start()
        ):
            yield Hit(*match.span(), match[0])
    yield from (Hit(at, at + 1, text[at]) for _, at in open_marks)


def _all_paired(text: str) -> bool:
    """Whether all marks are visibly paired, each pair within its line, as in most texts."""
    marks = _NO_MARKS.sub("", text).translate(_SAME)
    for _ in range(_USUAL_DEPTH):
        for opener, closer in _PAIRS.items():
            marks = marks.replace(f"{opener}{closer}", "")
    return not marks.strip("\n\0")


_BLANK = " \t\u00a0\u3000\u2002\u2003\u2009"
_SPACED = re.compile(f"[{_BLANK}][{_BLANK}]{{0,19}}")
_INDENT = re.compile("[\n\0][ \t]{0,8}[\u00a0\u3000\u2002\u2003]{1,20}(?=[^\\s\0])")
_LABELS = re.compile(
    "(?:第[一二三四五六七八九十百〇零]{1,6}[章节条编部分]{1,2}|附件|附表|附录|[甲乙丙丁]方|主送|抄送|日程)$"
)


def _is_label(text: str) -> bool:
    """Whether a text ends with something that a blank may follow: the word before a title, a list
    mark, the surname of a name of two characters."""
    last, one_before = text[-1:], text[-2:-1]
    return (
        bool(_LABELS.search(text))
        or (last == "：" and is_han(one_before))
        or (is_han(last) and not is_han(one_before))
    )


def _is_slogan(text: str, at: int, blank: str) -> bool:
    """Whether a single blank parts the halves of a quoted slogan: “走进青禾 共享公开”."""
    before = text[max(0, at - 20) : at]
    return len(blank) == 1 and "“" in before[before.rfind("”") + 1 :]


def check_blanks(wording: Wording) -> Iterator[Hit]:
    """Blanks between Han, and indents of full-width or no-break blanks (the theme indents
    paragraphs)."""
    text = wording.text
    for match in _SPACED.finditer(text):
        before, after = text[max(0, match.start() - 8) : match.start()], _after(text, match.end())
        if not _is_han_or(before[-1:], "，。；：、”》）") or not _is_han_or(after, "“《（"):
            continue
        if not _is_label(before) and not _is_slogan(text, match.start(), match[0]):
            yield Hit(*match.span(), f"{before[-1:]}{match[0]}{after}", (), "")
    for match in _INDENT.finditer(wording.lines):
        end = match.end() - 1
        yield Hit(
            match.start(), end, text[end : end + 6].partition("\n")[0].partition("\0")[0], (), ""
        )


_PAGE_NUMBER = re.compile(
    r"\n[ \t\u3000]{0,40}(?:[-—－–―•·]{1,2}[ \t\u3000]{0,4}\d{1,3}[ \t\u3000]{0,4}[-—－–―•·]{1,2}|"
    r"第[ ]{0,2}\d{1,3}[ ]{0,2}页(?:[ ，,/]{0,3}共[ ]{0,2}\d{1,3}[ ]{0,2}页)?"
    r"|\d{1,3}[ ]?/[ ]?\d{1,3}|[Pp]age[ ]\d{1,3}(?:[ ]of[ ]\d{1,3})?)[ \t\u3000]{0,40}(?![^\n])",
    re.ASCII,
)
_CHROME = re.compile(
    "栏目导航|字号[：:]|字体[：:]|【字体[：:]|打印本页|关闭(?:窗口|本页)|分享到|浏览(?:次数|量)[：:]|点击(?:数|率|量)[：:]|阅读次数[：:]|"
    "责任编辑[：:]|留言咨询|网页纠错"
    "|上一篇[：:]|下一篇[：:]|扫一扫|当前位置[：:]|您(?:现在)?(?:的|所在)位置|返回顶部|【打印】|【关闭】"
)
_CUT = re.compile("[，、]\n[ \t\u3000]{0,8}\n{1,3}[ \t\u3000]{0,8}")


def check_residue(wording: Wording) -> Iterator[Hit]:
    """Page numbers, site chrome, and sentences that a page end has cut in two."""
    for match in _PAGE_NUMBER.finditer(wording.lines):
        yield Hit(match.start(), match.end() - 1, match[0].strip())
    for match in _CHROME.finditer(wording.text):
        yield Hit(*match.span(), match[0])


def check_cut_sentences(wording: Wording) -> Iterator[Hit]:
    """A paragraph that ends with a comma and goes on in the next one."""
    text = wording.text
    for match in _CUT.finditer(text):
        if is_han(_before(text, match.start())) and is_han(_after(text, match.end())):
            yield Hit(
                match.start(),
                match.start() + 1,
                text[max(0, match.start() - 6) : match.start() + 1].rpartition("\n")[2],
            )
