"""Names of published files that every file system can keep, and keep apart. Names that Windows or
macOS would lose or merge are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.source.characters import category, is_printable

LONGEST_NAME = 240
"""Bytes of a name in UTF-8: file systems allow 255, and a tombstone adds its ending."""

_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]|conin\$|conout\$)(?:[ .].*)?",
    re.IGNORECASE | re.DOTALL,
)
_NOT_ON_WINDOWS = re.compile('[<>:"|?*]')
_NOT_UTF8 = re.compile("[\ud800-\udfff]")


def check_file_names(paths: Iterable[str]) -> tuple[list[Diagnostic], set[str]]:
    """Report faulty names in the paths of files; return the refused paths too: of two similar ones,
    the later.

    Names that are not UTF-8 are reported where they are read, and skipped here.
    """
    problems: list[Diagnostic] = []
    refused: set[str] = set()
    first: dict[str, str] = {}
    for path in sorted(paths):
        if _NOT_UTF8.search(path):
            continue
        new_problems = [
            *_check_parts(path),
            *_check_alike(path, first.setdefault(folded(path), path)),
        ]
        problems += new_problems
        if any(diagnostic.code != "file-name-windows" for diagnostic in new_problems):
            refused.add(path)
    return problems, refused


def folded(path: str) -> str:
    """Return the form in which file systems that ignore case or Unicode form compare paths."""
    return normalize("NFC", normalize("NFC", path).casefold())


def _check_parts(path: str) -> Iterator[Diagnostic]:
    for part in path.split("/"):
        if reason := _refusal(part):
            yield problem(
                "file-name",
                _place(path),
                name=_visible(part),
                reason=reason[1],
                reason_zh=reason[0],
            )
        elif forbidden := "".join(dict.fromkeys(_NOT_ON_WINDOWS.findall(part))):
            yield problem("file-name-windows", _place(path), name=part, characters=forbidden)


def _refusal(part: str) -> tuple[str, str] | None:
    """Return the reason why no file may have this name, in Chinese and English."""
    hidden = next(
        (
            character
            for character in part
            if category(character) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") or character == "\\"
        ),
        "",
    )
    if hidden:
        shown = points(hidden)
        return (
            f"含有不该出现在文件名里的字符（{shown}）",
            f"it holds a character that no file name should ({shown})",
        )
    if part[-1:] in (".", " ", "\u3000", "\xa0"):
        return (
            "以点号或空格结尾，Windows 会去掉它",
            "it ends with a dot or a blank, which Windows takes away",
        )
    if _RESERVED.fullmatch(part):
        return "是 Windows 的保留名", "Windows reserves this name"
    if len(normalize("NFC", part).encode()) > LONGEST_NAME:
        return f"超过 {LONGEST_NAME} 字节", f"it is longer than {LONGEST_NAME} bytes"
    return None


def _check_alike(path: str, other: str) -> Iterator[Diagnostic]:
    """Report two paths that some file systems merge, with the characters in which they differ."""
    if path == other:
        return
    start = _shared(path, other)
    end = _shared(path[start:][::-1], other[start:][::-1])
    own, others = (points(name[start : len(name) - end]) for name in (path, other))
    yield problem(
        "file-names-alike", _place(path), other=other, points=own or "—", other_points=others or "—"
    )


def _shared(text: str, other: str) -> int:
    """Return the length of the common beginning of both texts."""
    return next(
        (
            number
            for number, pair in enumerate(zip(text, other, strict=False))
            if pair[0] != pair[1]
        ),
        min(len(text), len(other)),
    )


def points(text: str) -> str:
    """Return the code points of a text: `U+0065 U+0301`."""
    return " ".join(f"U+{ord(character):04X}" for character in text)


def _place(path: str) -> Location:
    return Location(_visible(path))


def _visible(text: str) -> str:
    return "".join(
        character if is_printable(character) else f"<{points(character)}>" for character in text
    )
