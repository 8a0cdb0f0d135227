"""What another machine says: read up to a bound, and shown without our secrets and without what a
terminal would obey."""

from __future__ import annotations

import time
from collections.abc import Iterable

from gksite.output.refusal import Refused, refuse
from gksite.publishing.credentials import Credentials
from gksite.source.characters import is_printable

LARGEST_NOTE = 64_000_000
"""Bytes: no list of the files of a site, no record and no lock is as large."""
LARGEST_WORD = 64_000
"""Bytes of an answer that is only shown, or only thrown away."""
_LONGEST_SHOWN = 160
_LONGEST_TALK = 30.0


def said(text: str, credentials: Credentials | None = None) -> str:
    """The first words of a text, on one line: secrets of `credentials` and characters that are not
    printed are taken out."""
    for secret in credentials.secrets if credentials else ():
        text = text.replace(secret, "***")
    plain = "".join(letter if is_printable(letter) else " " for letter in text)
    return " ".join(plain.split())[:_LONGEST_SHOWN] or "—"


def said_by(error: BaseException, credentials: Credentials | None = None) -> str:
    """What an exception of a library says, which may be what the other machine said; or its kind,
    where it says nothing."""
    return said(str(error) or type(error).__name__, credentials)


def word_of(data: bytes, credentials: Credentials) -> str:
    """What an answer says that was read up to LARGEST_WORD. A secret that this cut in two is not
    shown in part."""
    text = data.decode("utf-8", "replace")
    if len(data) >= LARGEST_WORD:
        text = text[: -max(map(len, credentials.secrets), default=0) or None]
    return said(text, credentials)


def read_word(chunks: Iterable[bytes]) -> bytes:
    """The beginning of an answer: so many bytes, for so long, and no more."""
    found, started = b"", time.monotonic()
    for chunk in chunks:
        found += chunk
        if len(found) >= LARGEST_WORD or time.monotonic() - started > _LONGEST_TALK:
            break
    return found[:LARGEST_WORD]


def read_note(chunks: Iterable[bytes], place: str) -> bytes:
    """The whole of a small file at a target. Raises Refused where it is larger than any of ours."""
    found: list[bytes] = []
    size = 0
    for chunk in chunks:
        found.append(chunk)
        size += len(chunk)
        if size > LARGEST_NOTE:
            raise too_large(place)
    return b"".join(found)


def too_large(place: str) -> Refused:
    """The refusal for a file at a target that cannot be one of ours."""
    return refuse("publish-answer-too-large", place, limit=LARGEST_NOTE // 1_000_000)
