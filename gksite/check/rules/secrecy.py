"""Marks of secrecy and of the inner side of official documents, which no public page may carry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gksite.check.hits import Hit, Wording

_LEVELS = "(?:绝[ \u3000]?密|机[ \u3000]?密|秘[ \u3000]?密)"
_STAR = re.compile(rf"(?:{_LEVELS}|工作秘密)[ \u3000]{{0,4}}(?:级[ \u3000]{{0,2}})?[★☆✩⭐]")
_LABELLED = re.compile(
    rf"密[ \u3000]{{0,4}}级[ \u3000]{{0,2}}[：:∶][ \u3000]{{0,4}}(?:{_LEVELS}|内部)"
)
_TERM = re.compile(rf"{_LEVELS}[ \u3000·]{{0,4}}(?:\d{{1,2}}年|长期)(?![内来前间])")
_ALONE = re.compile(
    rf"(?m)(?:^|(?<=\0))[ \t\u3000#*【\[(（]{{0,6}}{_LEVELS}(?:级|件|级文件|文件)?[ \t\u3000】\])）*]{{0,"
    rf"6}}(?=$|\0)"
)


def check_secrecy_marks(wording: Wording) -> Iterator[Hit]:
    """A 密级 with a star, a term or a label, or alone on a line; the words in prose (保守国家秘密, 商业秘密)
    are no marks."""
    if "密" not in wording.text:
        return
    seen: set[int] = set()
    for form in (_STAR, _LABELLED, _TERM, _ALONE):
        for match in form.finditer(wording.narrow):
            if match[0].strip() and seen.isdisjoint(range(*match.span())):
                seen.update(range(*match.span()))
                yield Hit(*match.span(), " ".join(match[0].split()))


_INTERNAL = re.compile(
    "内部资料|内部文件|内部材料|仅供内部|内部参阅|内部参考|注意保存|请勿外传|切勿外传|不得外传|严禁外传|禁止外传|不予公开件|内部发行|内部明电"
)
# Words after which the text is about such papers and is not a mark on one.
_ABOUT = (
    "室", "库", "管理", "整理", "目录", "归档", "汇编", "清理", "审批", "流转", "系统", "网", "的", "及", "和", "、", "进行",
    "制发", "定密", "报送",
)  # fmt: skip


def check_internal_marks(wording: Wording) -> Iterator[Hit]:
    """内部资料, 注意保存, 仅供内部 and their kin, where they stand as a mark."""
    if not any(part in wording.text for part in ("内", "注意", "外传", "不予")):
        return
    for match in _INTERNAL.finditer(wording.text):
        if not wording.text.startswith(_ABOUT, match.end()):
            yield Hit(*match.span(), match[0])


_COPY = re.compile(
    r"份[ \u3000]{0,4}号[ \u3000]{0,2}[：:∶]?[ \u3000]{0,4}\d{1,8}|№[ \u3000]{0,2}0\d{3,7}|No\.?[ "
    r"\u3000]{0,2}0\d{3,7}",
    re.ASCII,
)
_COPY_ALONE = re.compile(r"[\n\0][ \t\u3000]{0,6}0\d{5}[ \t\u3000]{0,6}(?![^\n\0])", re.ASCII)


def check_copy_numbers(wording: Wording) -> Iterator[Hit]:
    """The 份号 of one copy of a document: labelled, or six digits alone on a line that begin with 0
    (GB/T 9704-2012)."""
    for match in _COPY.finditer(wording.narrow):
        yield Hit(*match.span(), match[0].strip())
    for match in _COPY_ALONE.finditer(wording.lines):
        yield Hit(match.start(), match.end() - 1, match[0].strip(_AROUND))


_SIGNER = re.compile(
    r"签[ \u3000]{0,2}发[ \u3000]{0,2}人[ \u3000]{0,2}[：:∶]|会签人[ \u3000]{0,2}[：:∶]|紧急程度[ \u3000]{0,"
    r"2}[：:∶]"
)
_AROUND = "\n\0 \t\u3000"
_URGENT = re.compile(
    r"[\n\0][ \t\u3000【(（]{0,6}(?:特[ \u3000]?急|加[ \u3000]?急|特[ \u3000]?提|平[ \u3000]?急|急[ "
    r"\u3000]?件)[ \t\u3000】)）]{0,6}(?![^\n\0])"
)


def check_inner_envelope(wording: Wording) -> Iterator[Hit]:
    """签发人 and 紧急程度, which a document carries inside of the administration only."""
    for match in _SIGNER.finditer(wording.text):
        yield Hit(*match.span(), match[0].rstrip("：:∶"))
    for match in _URGENT.finditer(wording.lines):
        yield Hit(match.start(), match.end() - 1, match[0].strip(_AROUND))
