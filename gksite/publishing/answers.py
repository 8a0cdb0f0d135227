"""Answers of other machines: limited in size, without secrets and control characters."""

from __future__ import annotations

import time
from collections.abc import Iterable

from gksite.output.refusal import Refused, refuse
from gksite.publishing.credentials import Credentials
from gksite.source.characters import is_printable

LARGEST_NOTE = 64_000_000
"""Bytes. No list of the files of a site, no record and no lock is larger."""
LARGEST_WORD = 64_000
"""Bytes read of an answer that is only shown, or thrown away."""
_LONGEST_SHOWN = 160
_LONGEST_TALK = 30.0


def said(text: str, credentials: Credentials | None = None) -> str:
    """Return the first words of a text in one line, without the secrets of `credentials` and
    without characters that are not printed."""
    for secret in credentials.secrets if credentials else ():
        text = text.replace(secret, "***")
    plain = "".join(letter if is_printable(letter) else " " for letter in text)
    return " ".join(plain.split())[:_LONGEST_SHOWN] or "—"


def said_by(error: BaseException, credentials: Credentials | None = None) -> str:
    """Return the message of a library's exception, or its type if it has none."""
    return said(str(error) or type(error).__name__, credentials)


def word_of(data: bytes, credentials: Credentials) -> str:
    """Return the text of an answer up to LARGEST_WORD; secrets are left out, also cut ones."""
    text = data.decode("utf-8", "replace")
    if len(data) >= LARGEST_WORD:
        text = text[: -max(map(len, credentials.secrets), default=0) or None]
    return said(text, credentials)


def read_word(chunks: Iterable[bytes]) -> bytes:
    """Return the beginning of an answer, limited in bytes and in seconds."""
    beginning, started = b"", time.monotonic()
    for chunk in chunks:
        beginning += chunk
        if len(beginning) >= LARGEST_WORD or time.monotonic() - started > _LONGEST_TALK:
            break
    return beginning[:LARGEST_WORD]


def read_note(chunks: Iterable[bytes], place: str) -> bytes:
    """Return a small file at a target. Raises Refused if it is larger than any of ours."""
    pieces: list[bytes] = []
    size = 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size > LARGEST_NOTE:
            raise too_large(place)
    return b"".join(pieces)


def too_large(place: str) -> Refused:
    """Return the refusal for a file at a target that is too large to be one of ours."""
    return refuse("publish-answer-too-large", place, limit=LARGEST_NOTE // 1_000_000)
