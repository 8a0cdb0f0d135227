"""HTTP push: POST each document of `push`, with retries (protocol: docs/publishing.md)."""

from __future__ import annotations

import base64
import email.utils
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import httpx
import msgspec

from gksite import __version__
from gksite.config.values import Target
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.output.manifest import read_marker
from gksite.output.paths import is_safe
from gksite.output.refusal import reasons, refuse
from gksite.publishing.answers import read_word, said_by, word_of
from gksite.publishing.content_types import content_type
from gksite.publishing.credentials import Credentials
from gksite.publishing.listing import parse_listing
from gksite.publishing.push_steps import (
    Accepted,
    PushManifest,
    PushStep,
    SendFile,
    Withdraw,
    missing_documents,
    order_push,
    request_key,
    up_to_date,
    with_accepted,
)
from gksite.publishing.records import RECORDS_DIR

PAUSES = (1, 2, 4, 8, 16)
"""Seconds before each further attempt."""
LONGEST_PAUSE = 120
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_TIMEOUT = 30
_CHUNK_SIZE = 1 << 16


class Outbox(msgspec.Struct, frozen=True):
    """A push that is ready to be sent: the folder of its files, the sha256 of its manifest, what
    was accepted before, and the steps."""

    folder: Path
    digest: str
    accepted: Accepted
    steps: tuple[PushStep, ...]


def read_outbox(root: Path, folder: Path, target: Target) -> Outbox:
    """Compare the push in a folder with what the target accepted before. Raises Refused if the
    folder holds no push."""
    accepted = _read_accepted(_accepted_path(root, target))
    place = folder / "manifest.json"
    try:
        data = place.read_bytes()
        manifest = msgspec.json.decode(data, type=PushManifest)
        held = {document.path for document in manifest.documents if document.path}
        if unsafe := sorted(path for path in held if not is_safe(path)):
            raise refuse("push-manifest", place.as_posix(), detail=unsafe[0])
        accepted = up_to_date(accepted, manifest)
        if missing := missing_documents(manifest, accepted):
            raise refuse("push-manifest", place.as_posix(), detail=f"{missing[0]}: keep")
        steps = order_push(manifest, _documents(folder, held), accepted)
    except OSError as error:
        raise refuse(
            "push-manifest", place.as_posix(), detail=error.strerror or type(error).__name__
        ) from error
    except msgspec.DecodeError as error:
        raise refuse("push-manifest", place.as_posix(), detail=str(error)) from error
    return Outbox(folder, hashlib.sha256(data).hexdigest(), accepted, tuple(steps))


def _documents(folder: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """Return a push's documents, by its marker. Raises Refused if one changed since."""
    listed = parse_listing(read_marker(str(folder)) or b"")
    found = {path: (folder / path).read_bytes() for path in paths}
    for path, data in found.items():
        if listed.get(path, "") not in ("", hashlib.sha256(data).hexdigest()):
            raise refuse("publish-source-changed", (folder / path).as_posix())
    return found


def check_withdrawals(outbox: Outbox, allowed: int | None, target: Target) -> list[Diagnostic]:
    """Report the removal of over a quarter of the documents, unless `allowed`."""
    count, before = (
        sum(isinstance(step, Withdraw) for step in outbox.steps),
        len(outbox.accepted.documents),
    )
    limit = before // 4 if allowed is None else allowed
    if count <= limit:
        return []
    return [
        problem(
            "publish-too-many-deletes",
            Location(target.url),
            count=count,
            before=before,
            limit=limit,
        )
    ]


def send(
    root: Path,
    outbox: Outbox,
    target: Target,
    show: Callable[[PushStep], None],
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Carry out every step in order. What the receiver accepts is written down at once, so that
    nothing is sent twice after a cut."""
    path, accepted = _accepted_path(root, target), outbox.accepted
    with _client(target) as client:
        for step in outbox.steps:
            _deliver(client, target, outbox, step, pause)
            accepted = with_accepted(accepted, step)
            _write_accepted(path, accepted)
            show(step)
    _write_accepted(path, msgspec.structs.replace(accepted, pushes=accepted.pushes + 1))


@contextmanager
def _client(target: Target) -> Iterator[httpx.Client]:
    token = Credentials(target.name).token
    headers = {
        "User-Agent": f"gksite/{__version__}",
        "Accept-Encoding": "identity",
        **({"Authorization": f"Bearer {token}"} if token else {}),
    }
    with httpx.Client(headers=headers, timeout=_TIMEOUT) as client:
        yield client


def _deliver(
    client: httpx.Client,
    target: Target,
    outbox: Outbox,
    step: PushStep,
    pause: Callable[[float], None],
) -> None:
    detail = ""
    for wait in (*PAUSES, None):
        try:
            response, word = _request(client, target, outbox, step)
        except httpx.TransportError as error:
            detail, asked = said_by(error, Credentials(target.name)), None
        except OSError as error:
            raise refuse(
                "push-manifest", outbox.folder.as_posix(), detail=f"{_name(step)}: {error.strerror}"
            ) from error
        else:
            if response.is_success:
                return
            detail, asked = f"HTTP {response.status_code}", _retry_after(response)
            if response.status_code in (401, 403):
                raise refuse(
                    "publish-login-refused",
                    target.url,
                    variable=Credentials(target.name).variable("TOKEN"),
                )
            if response.status_code not in _AGAIN:
                raise refuse(
                    "push-refused",
                    f"{target.url}: {_name(step)}",
                    status=response.status_code,
                    detail=word_of(word, Credentials(target.name)),
                )
        if wait is None or (asked or 0) > LONGEST_PAUSE:
            break
        pause(max(asked or 0, wait))
    raise refuse(
        "push-unavailable", f"{target.url}: {_name(step)}", count=len(PAUSES) + 1, detail=detail
    )


def _request(
    client: httpx.Client, target: Target, outbox: Outbox, step: PushStep
) -> tuple[httpx.Response, bytes]:
    """Return the status of the receiver's answer, and the beginning of its text."""
    if isinstance(step, SendFile):
        file = step.file
        place = outbox.folder / file.path
        with place.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size != file.bytes:
                raise refuse("publish-source-changed", place.as_posix())
            body = _checked(stream, file.sha256, place)
            headers = {
                "Content-Length": str(file.bytes),
                "Content-Type": content_type(file.path),
                "Content-Digest": _content_digest(bytes.fromhex(file.sha256)),
            }
            return _answer(client, "PUT", f"{target.url}/attachments/{file.sha256}", body, headers)
    key = request_key(outbox.accepted.pushes, step)
    digest = _content_digest(hashlib.sha256(step.data).digest())
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": f'"{key}"',
        "Content-Digest": digest,
    }
    return _answer(client, "POST", f"{target.url}/documents", step.data, headers)


def _answer(
    client: httpx.Client,
    method: str,
    url: str,
    content: bytes | Iterator[bytes],
    headers: Mapping[str, str],
) -> tuple[httpx.Response, bytes]:
    with client.stream(method, url, content=content, headers=dict(headers)) as response:
        return response, read_word(response.iter_raw())


def _checked(stream: BinaryIO, sha256: str, place: Path) -> Iterator[bytes]:
    """Yield the bytes of a file; raise Refused before the last if the digest is wrong."""
    state, waiting = hashlib.sha256(), b""
    while chunk := stream.read(_CHUNK_SIZE):
        if waiting:
            yield waiting
        state.update(chunk)
        waiting = chunk
    if state.hexdigest() != sha256:
        raise refuse("publish-source-changed", place.as_posix())
    yield waiting


def _content_digest(sha256: bytes) -> str:
    """Return the header Content-Digest (RFC 9530) of a body with this digest."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"


def _retry_after(response: httpx.Response) -> float | None:
    """Return the pause that the receiver asks for in seconds. Its header is a number, or a day and
    time."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError, OSError):
        return None


def _name(step: PushStep) -> str:
    return step.file.path if isinstance(step, SendFile) else step.entry.id


def _accepted_path(root: Path, target: Target) -> Path:
    return root / RECORDS_DIR / f"{target.name}.accepted.json"


def _read_accepted(path: Path) -> Accepted:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Accepted)
    except FileNotFoundError:
        return Accepted()
    except (OSError, msgspec.DecodeError) as error:
        raise refuse("push-manifest", path.as_posix(), detail=str(error)) from error


def _write_accepted(path: Path, accepted: Accepted) -> None:
    new = path.with_suffix(".new")
    try:
        path.parent.mkdir(exist_ok=True)
        new.write_bytes(
            msgspec.json.format(msgspec.json.encode(accepted, order="sorted"), indent=1) + b"\n"
        )
        new.replace(path)
    except OSError as error:
        chinese, english = reasons(error)
        raise refuse(
            "publish-not-recorded", path.as_posix(), reason=english, reason_zh=chinese
        ) from error
