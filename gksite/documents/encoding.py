"""Decode the bytes of a document: byte order mark, UTF-8, the labelled encoding, or GB18030."""

from __future__ import annotations

import codecs
import re

import msgspec

from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.parsed import refused

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff\ud800-\udfff]")
_STRANGE = re.compile("[^\t\r\n -~\u2000-\ud7ff\uf900-\uffef]")
_FAMILY = {
    "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "cp936": "gb18030", "ascii": "utf-8",
    "utf-8-sig": "utf-8",
}  # fmt: skip
_TRUSTED_LABELS = {"big5", "big5hkscs", "cp950"}
_WORST_SHARE = 0.05
_SAMPLE = 4096


class Decoded(msgspec.Struct, frozen=True):
    """A text, its encoding, and the problems with it."""

    text: str
    encoding: str
    problems: tuple[Diagnostic, ...]


def decode_document(data: bytes, name: str, label: str = "") -> Decoded:
    """Return the text of `data` without byte order mark and control characters. `label` is the
    encoding that the document claims, or "".

    GBK and GB2312 are read as GB18030, which holds both. Bytes that cannot be decoded become U+FFFD
    and are a problem.
    """
    text, encoding, bad = _decode(data, _codec(label))
    if bad > max(3, len(text) * _WORST_SHARE):
        raise refused("import-format-unknown", name)
    problems = []
    claimed = _codec(label)
    if claimed and claimed != encoding and not data.isascii():
        problems.append(
            problem("import-mislabelled-encoding", Location(name), claimed=label, found=encoding)
        )
    if bad:
        problems.append(problem("import-bad-bytes", Location(name), count=bad, encoding=encoding))
    text, controls = _UNPRINTABLE.subn("", text)
    if controls:
        problems.append(problem("import-control-characters", Location(name), count=controls))
    return Decoded(text, encoding, tuple(problems))


def _codec(label: str) -> str:
    """Return Python's name of a labelled encoding, or of its superset; "" for an unknown label."""
    try:
        codec = codecs.lookup(label.strip(" \"'")).name if label else ""
    except (LookupError, ValueError):
        return ""
    return _FAMILY.get(codec, codec)


def _decode(data: bytes, claimed: str) -> tuple[str, str, int]:
    """Return the text, its encoding, and the number of places that could not be decoded."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return text, encoding, text.count("\ufffd")
    if encoding := utf16_without_mark(data[:_SAMPLE]):
        text = data.decode(encoding, "replace")
        return text, encoding, text.count("\ufffd")
    labelled = [claimed] if claimed in _TRUSTED_LABELS else []
    for encoding in ("utf-8", *labelled, "gb18030"):
        try:
            return data.decode(encoding), encoding, 0
        except UnicodeDecodeError:
            continue
    tries = [(data.decode(encoding, "replace"), encoding) for encoding in ("utf-8", "gb18030")]
    text, encoding = min(tries, key=lambda attempt: attempt[0].count("\ufffd"))
    return text, encoding, text.count("\ufffd")


def utf16_without_mark(sample: bytes) -> str:
    """Return `utf-16-le` or `utf-16-be` if ASCII characters (line ends, digits) show it, or ""."""
    even, odd = sample[0::2], sample[1::2]
    if not sample or sample.count(0) < len(sample) * 0.02:
        return ""
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high.count(0) > 2 * low.count(0):
            text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
            strange = len(_STRANGE.findall(text))
            if strange < len(text) * _WORST_SHARE:
                return encoding
    return ""
