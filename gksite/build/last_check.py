"""The findings of the last check, whether the sources have changed since, as a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from gksite.build.cache import read_last_check, write_last_check
from gksite.catalogue import Language, severity
from gksite.diagnostics import Diagnostic, Severity
from gksite.source.files import Sources
from gksite.source.theme_files import ThemeFiles
from gksite.work.fingerprint import digest

_SIGNED_LATER = "/review.yaml"
"""Signing a plan writes this file; it does not change what was checked."""
_MOST_CODES = 6
_LEVELS: dict[Severity, tuple[str, str]] = {
    "error": ("个错误", "errors"),
    "warning": ("个警告", "warnings"),
    "info": ("条提示", "notes"),
}


class LastCheck(msgspec.Struct, frozen=True):
    """The findings of a check. `texts` is the digest of the sources without signatures, `whole`
    that of all inputs."""

    texts: bytes
    whole: bytes
    problems: tuple[Diagnostic, ...]


class State(msgspec.Struct, frozen=True):
    """Whether the sources were ever checked and have changed since, and the findings."""

    was_made: bool
    is_current: bool = False
    problems: tuple[Diagnostic, ...] = ()


def note_check(
    state_dir: Path,
    program: bytes,
    sources: Sources,
    theme: ThemeFiles,
    problems: Sequence[Diagnostic],
) -> None:
    """Keep the findings of a check of the sources."""
    write_last_check(
        state_dir,
        LastCheck(_texts_digest(sources), _whole_digest(program, sources, theme), tuple(problems)),
    )


def state_of(state_dir: Path, program: bytes, sources: Sources, theme: ThemeFiles) -> State:
    """Return the state of the last check for the present sources."""
    last = read_last_check(state_dir, LastCheck)
    return _state(last, last is not None and last.whole == _whole_digest(program, sources, theme))


def state_of_texts(state_dir: Path, sources: Sources, folder: str) -> State:
    """Return the state of the last check for the files below a folder; signatures do not count."""
    last = read_last_check(state_dir, LastCheck)
    state = _state(last, last is not None and last.texts == _texts_digest(sources))
    return msgspec.structs.replace(
        state,
        problems=tuple(
            diagnostic
            for diagnostic in state.problems
            if diagnostic.location.path.startswith(folder)
        ),
    )


def state_words(state: State, language: Language, command: str = "gksite check") -> str:
    """Return the state as a sentence; `command` is the command that checks the site."""
    chinese = language == "zh"
    if not state.was_made:
        return (
            f"内容还没有检查过：运行 {command}"
            if chinese
            else f"the sources were never checked: run {command}"
        )
    if not state.is_current:
        return (
            f"最近一次检查之后又有改动：再运行 {command}"
            if chinese
            else f"something changed since the last check: run {command} again"
        )
    if not state.problems:
        return "最近一次检查没有发现问题" if chinese else "the last check found nothing"
    codes = codes_words(state.problems)
    if chinese:
        return f"最近一次检查发现 {counts_words(state.problems, language)}：{codes}（{command} 逐条列出）"
    return (
        f"the last check found {counts_words(state.problems, language)}: {codes} ({command} lists "
        "them)"
    )


def state_label(state: State, language: Language) -> str:
    """Return the state in a few words, for a place where there is little room."""
    chinese = language == "zh"
    if not state.was_made:
        return "没有检查过" if chinese else "never checked"
    if not state.is_current:
        return "检查之后有改动" if chinese else "changed since the check"
    if not state.problems:
        return "检查没有发现问题" if chinese else "check: nothing found"
    counts = counts_words(state.problems, language)
    return f"检查：{counts}" if chinese else f"check: {counts}"


def counts_words(problems: Sequence[Diagnostic], language: Language) -> str:
    """Return the numbers of errors, warnings and notes; those that are zero are left out."""
    counts = Counter(severity(diagnostic) for diagnostic in problems)
    if language == "zh":
        return "、".join(
            f"{counts[level]} {words[0]}" for level, words in _LEVELS.items() if counts[level]
        )
    words_of_counts = [
        (counts[level], words[1]) for level, words in _LEVELS.items() if counts[level]
    ]
    return ", ".join(
        f"{count} {word if count != 1 else word.removesuffix('s')}"
        for count, word in words_of_counts
    )


def codes_words(problems: Sequence[Diagnostic]) -> str:
    """Return the codes with their numbers of findings, grave ones first; of many, the first."""
    ranks = list(_LEVELS)
    counts = Counter(
        (ranks.index(severity(diagnostic)), diagnostic.code) for diagnostic in problems
    )
    shown = [
        f"{code} {count}"
        for (_, code), count in sorted(
            counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1])
        )
    ]
    return ", ".join(shown[:_MOST_CODES]) + (" …" if len(shown) > _MOST_CODES else "")


def _state(last: LastCheck | None, is_current: bool) -> State:
    return State(last is not None, is_current, last.problems if last and is_current else ())


def _texts_digest(sources: Sources) -> bytes:
    parts = [
        part
        for path, data in sources.texts.items()
        if not path.endswith(_SIGNED_LATER)
        for part in (path.encode(), data)
    ]
    for path, file in (*sources.attachments.items(), *sources.static.items()):
        parts += [path.encode(), file.digest]
    return digest(*parts)


def _whole_digest(program: bytes, sources: Sources, theme: ThemeFiles) -> bytes:
    reviews = [
        part
        for path, data in sources.texts.items()
        if path.endswith(_SIGNED_LATER)
        for part in (path.encode(), data)
    ]
    return digest(
        program,
        _texts_digest(sources),
        *reviews,
        msgspec.msgpack.encode(theme),
        msgspec.msgpack.encode(sources.snapshots),
    )
