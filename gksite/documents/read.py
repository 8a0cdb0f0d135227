"""Read files or standard input into documents, each in a worker process that may fail alone."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec

import gksite
from gksite.diagnostics import Diagnostic, Location, problem
from gksite.documents.blocks import SourceDocument
from gksite.documents.encoding import decode_document
from gksite.documents.formats import FORMAT_BY_ENDING, OTHER_TEXTS, ending_of
from gksite.documents.inspected import Inspection
from gksite.documents.parsed import Refused
from gksite.documents.worker import LARGEST_ANSWER, Answer, Limits, Task, out_of_memory, over_limit

_OFFICE_LIMITS = Limits(memory=4 * 1024**3, seconds=60, patience=90)
_ABORTED = -6
"""The status of a process whose allocator finds no memory."""
_OUT_OF_TIME = {-getattr(signal, "SIGXCPU", 24), -getattr(signal, "SIGKILL", 9)}


def read_documents(
    paths: Sequence[Path], limits: Limits | None = None
) -> tuple[list[SourceDocument], list[Diagnostic]]:
    """Return the documents that could be read, in the order of `paths`, and a problem for each of
    the others.

    Problems of a document that was read stand in its `problems`. A document is named by its file's
    name, by its path where two files have the same name.
    """
    limits = limits or Limits()
    names = [path.name for path in paths]
    documents: list[SourceDocument] = []
    problems: list[Diagnostic] = []
    for path in paths:
        name = path.name if names.count(path.name) == 1 else path.as_posix()
        data, unreadable = _read_file(path, name, limits)
        if unreadable is not None:
            problems.append(unreadable)
            continue
        document, refused = _read_data(data, name, limits)
        documents += [document] if document else []
        problems += refused
    return documents, problems


def read_standard_input(
    data: bytes, name: str = "-", limits: Limits | None = None
) -> tuple[SourceDocument | None, list[Diagnostic]]:
    """Return the document in `data`, its format known by content; or None and the problem."""
    limits = limits or Limits()
    if len(data) > limits.largest_file:
        return None, [_too_large(name, limits)]
    return _read_data(data, name, limits)


def inspect_attachment(path: Path, name: str, limits: Limits | None = None) -> Inspection:
    """Return the contents of a file that must not be published by accident; nothing for a file
    without text, such as a picture.

    A worker inspects office documents and PDFs, under its limits; texts are read here.
    """
    format = FORMAT_BY_ENDING.get(ending := ending_of(path.name))
    if format is None and ending not in OTHER_TEXTS:
        return Inspection()
    limits = limits or Limits()
    data, unreadable = _read_file(path, name, limits)
    if unreadable is not None:
        return Inspection(failed=unreadable.code)
    if format is None or not format.is_binary:
        try:
            return Inspection(plain=decode_document(data, name).text)
        except Refused as refusal:
            return Inspection(failed=refusal.diagnostic.code)
    answer = _ask(Task(name, limits, "inspect"), data)
    if answer.inspection is not None:
        return answer.inspection
    return Inspection(failed=answer.problems[0].code if answer.problems else "import-crashed")


def _too_large(name: str, limits: Limits) -> Diagnostic:
    megabytes = limits.largest_file // 1_000_000
    return problem(
        "import-too-large",
        Location(name),
        limit_zh=f"文件最大 {megabytes} MB",
        limit=f"{megabytes} MB",
    )


def _read_file(path: Path, name: str, limits: Limits) -> tuple[bytes, Diagnostic | None]:
    """Return the bytes of a regular file that is not too large; pipes and devices stay closed."""
    try:
        if not path.is_file():
            missing = (
                ("不是普通文件", "it is no regular file")
                if path.exists()
                else ("没有这个文件", "there is no such file")
            )
            return b"", problem(
                "import-unreadable", Location(name), reason_zh=missing[0], reason=missing[1]
            )
        with path.open("rb") as file:
            data = file.read(limits.largest_file + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return b"", problem("import-unreadable", Location(name), reason_zh=reason, reason=reason)
    return data, _too_large(name, limits) if len(data) > limits.largest_file else None


def _read_data(
    data: bytes, name: str, limits: Limits
) -> tuple[SourceDocument | None, list[Diagnostic]]:
    answer = _ask(Task(name, limits), data)
    if format := answer.to_convert:
        answer = _ask(Task(name, _OFFICE_LIMITS, "convert", format), data)
        if answer.converted:
            digest = hashlib.sha256(data).hexdigest()
            answer = _ask(
                Task(name, limits, converted_from=format, digest=digest), answer.converted
            )
    head = answer.head
    if head is None:
        return None, list(answer.problems)
    blocks = tuple(block for either in answer.blocks for block in either if block is not None)
    return SourceDocument(
        head.name,
        head.format,
        head.sha256,
        blocks,
        head.characters,
        head.problems,
        head.aside,
        head.facts,
    ), []


def _ask(task: Task, data: bytes) -> Answer:
    """Return the answer of a worker, or the problem that ended it."""
    # Add only gksite's own folder to the search path. The current folder may hold anybody's
    # modules.
    search_path = [
        str(Path(gksite.__file__).resolve().parent.parent),
        *filter(None, [os.environ.get("PYTHONPATH")]),
    ]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(search_path),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    worker = subprocess.Popen(
        [sys.executable, "-P", "-m", "gksite.documents.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    too_slow = threading.Event()

    def end_late() -> None:
        too_slow.set()
        _kill(worker)

    timer = threading.Timer(task.limits.patience, end_late)
    sender = threading.Thread(
        target=_send, args=(worker, msgspec.json.encode(task) + b"\n", data), daemon=True
    )
    try:
        timer.start()
        sender.start()
        assert worker.stdout is not None
        output = worker.stdout.read(LARGEST_ANSWER + 1)
    finally:
        timer.cancel()
        if worker.poll() is None and not too_slow.is_set():
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.wait(1)
        _kill(worker)
        worker.wait()
        sender.join()
        assert worker.stdout is not None
        worker.stdout.close()
    return _understand(task, output, worker.returncode, too_slow.is_set())


def _send(worker: subprocess.Popen[bytes], *pieces: bytes) -> None:
    assert worker.stdin is not None
    with contextlib.suppress(OSError):  # a worker that has died reads no more
        for piece in pieces:
            worker.stdin.write(piece)
    with contextlib.suppress(OSError):
        worker.stdin.close()


def _kill(worker: subprocess.Popen[bytes]) -> None:
    """End the worker and all processes that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(worker.pid, signal.SIGKILL)
    elif worker.poll() is None:
        worker.kill()


def _understand(task: Task, output: bytes, code: int, too_slow: bool) -> Answer:
    if too_slow:
        seconds = task.limits.patience
        return over_limit(task.name, f"{seconds} 秒", f"{seconds} seconds")
    if code == 0 and len(output) <= LARGEST_ANSWER:
        with contextlib.suppress(msgspec.MsgspecError):
            return msgspec.msgpack.decode(output, type=Answer)
    if code in _OUT_OF_TIME:
        seconds = task.limits.seconds
        return over_limit(
            task.name, f"{seconds} 秒处理器时间", f"{seconds} seconds of the processor"
        )
    if code == _ABORTED:
        return out_of_memory(task)
    return Answer(problems=(problem("import-crashed", Location(task.name), status=code),))
