"""HTTP push into a real receiver on loopback: once each, again where it was cut, never twice
what was accepted."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publishing_servers import free_port
from told import assert_said

from gksite.cli.options import exit_code
from gksite.config.values import Target
from gksite.publishing.publish import Report, Wishes, push_folder
from gksite.publishing.push import PAUSES, read_outbox, send
from gksite.publishing.push_steps import (
    Accepted,
    Entry,
    PushManifest,
    SendDocument,
    SendFile,
    Withdraw,
    missing_documents,
    order_push,
    request_key,
    up_to_date,
    with_accepted,
)

FILE = b"an attachment"
SHA256 = hashlib.sha256(FILE).hexdigest()


class Receiver(ThreadingHTTPServer):
    """A portal: keeps documents by id, honours Idempotency-Key, and answers as it is told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.documents: dict[str, Any] = {}
        self.attachments: dict[str, bytes] = {}
        self.applied: list[str] = []
        self.keys: dict[str, bytes] = {}
        self.headers: list[Mapping[str, str]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        """What it says to the next requests, instead of taking them."""
        self.drop_after: int | None = None
        """After so many requests it takes what it is given, and the line breaks before it says
        so."""


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def log_message(self, format: str, *args: Any) -> None:
        return None

    def do_PUT(self) -> None:
        body = self._body()
        if len(body) < int(self.headers["Content-Length"]):
            return  # the sender broke off, and what came is not what it meant to send (RFC 9112, 8)
        if not self._told():
            self.server.attachments[self.path.rpartition("/")[2]] = body
            self._answer(201)

    def do_POST(self) -> None:
        body = self._body()
        if self._told():
            return
        key = self.headers["Idempotency-Key"]
        found = json.loads(body)
        if key not in self.server.keys:
            self.server.applied.append(f"{found['action']} {found['id']}")
            if found["action"] == "delete":
                self.server.documents.pop(found["id"], None)
            else:
                self.server.documents[found["id"]] = found
        assert self.server.keys.setdefault(key, body) == body
        self._answer(200)

    def _body(self) -> bytes:
        self.server.headers.append(dict(self.headers))
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _told(self) -> bool:
        if not self.server.answers:
            return False
        status, headers = self.server.answers.pop(0)
        self._answer(status, headers)
        return True

    def _answer(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        if self.server.drop_after is not None:
            self.server.drop_after -= 1
            if self.server.drop_after < 0:
                self.close_connection = True
                self.connection.close()
                return
        self.send_response(status)
        for name, value in {"Content-Length": "0", **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            return

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            return


@contextmanager
def receiving() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


def target_of(server: Receiver) -> Target:
    return Target(
        name="portal", kind="http", profile="push", url=f"http://127.0.0.1:{server.server_port}/api"
    )


def write_push(folder: Path, documents: Mapping[str, str]) -> Path:
    """A push of documents by id and version; the first carries an attachment."""
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files/one.txt").write_bytes(FILE)
    entries = []
    for number, (name, version) in enumerate(documents.items()):
        attachments = (
            [{"path": "files/one.txt", "bytes": len(FILE), "sha256": SHA256}] if number == 0 else []
        )
        (folder / f"documents/{name}.json").write_text(
            json.dumps(
                {"action": "upsert", "id": name, "version": version, "attachments": attachments}
            ),
            "utf-8",
        )
        entries.append(
            {
                "id": name,
                "version": version,
                "action": "add",
                "path": f"documents/{name}.json",
                "title": name,
                "url": f"https://x/{name}",
            }
        )
    (folder / "manifest.json").write_text(
        json.dumps({"format": "gksite-push/1", "since": "", "documents": entries}), "utf-8"
    )
    return folder


def pushed(project: Path, folder: Path, target: Target, **wishes: Any) -> Report:
    return push_folder(
        project, folder, target, Wishes(**{"max_deletes": 9, **wishes}), lambda _: None
    )


def test_only_what_changed_is_pushed(receiver: Receiver, project: Path, tmp_path: Path) -> None:
    target, folder = target_of(receiver), tmp_path / "push"
    write_push(folder, {"a": "1", "b": "1", "c": "1"})
    lines: list[str] = []
    dry = push_folder(project, folder, target, Wishes(dry_run=True), lines.append)
    assert lines == ["send files/one.txt", "push a", "push b", "push c"]
    assert (dry.sent, receiver.headers) == (4, [])
    assert pushed(project, folder, target).problems == ()
    assert receiver.applied == ["upsert a", "upsert b", "upsert c"]
    assert receiver.attachments == {SHA256: FILE}
    assert pushed(project, folder, target).release == ""
    pushed(project, write_push(folder, {"a": "1", "b": "2"}), target)
    assert receiver.applied[3:] == ["upsert b", "delete c"]
    # Back to what it was: another request than the first, and not taken for its repetition.
    pushed(project, write_push(folder, {"a": "1", "b": "1", "c": "1"}), target)
    assert receiver.applied[5:] == ["upsert b", "upsert c"]
    assert {name: one["version"] for name, one in receiver.documents.items()} == {
        "a": "1",
        "b": "1",
        "c": "1",
    }
    assert [
        json.loads(line)["action"]
        for line in (project / "publications/portal.jsonl").read_text("utf-8").splitlines()
    ] == ["push"] * 3


@pytest.mark.parametrize("drop_after", range(5))
def test_a_cut_push_goes_on_where_it_stopped(
    drop_after: int,
    receiver: Receiver,
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gksite.publishing.push.PAUSES", ())
    target, folder = (
        target_of(receiver),
        write_push(tmp_path / "push", {"a": "1", "b": "1", "c": "1"}),
    )
    receiver.drop_after = drop_after
    report = pushed(project, folder, target)
    assert [one.code for one in report.problems] == (["push-unavailable"] if drop_after < 4 else [])
    receiver.drop_after = None
    before = len(receiver.headers)
    assert pushed(project, folder, target).problems == ()
    # What was applied but not confirmed is sent again, and not applied again.
    assert receiver.applied == ["upsert a", "upsert b", "upsert c"]
    assert len(receiver.headers) - before == 4 - drop_after


def test_it_tries_again_and_honours_what_the_receiver_asks(
    receiver: Receiver, project: Path, tmp_path: Path
) -> None:
    target, folder = target_of(receiver), write_push(tmp_path / "push", {"a": "1"})
    receiver.answers = [
        (503, {}),
        (429, {"Retry-After": "7"}),
        (500, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        (502, {}),
        (504, {}),
    ]
    pauses: list[float] = []
    send(project, read_outbox(project, folder, target), target, lambda _: None, pauses.append)
    assert pauses == [1, 7, 4, 8, 16]
    assert receiver.applied == ["upsert a"]


def test_in_the_end_it_gives_up(
    receiver: Receiver, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    target, folder = target_of(receiver), write_push(tmp_path / "push", {"a": "1"})
    receiver.answers = [(503, {})] * (len(PAUSES) + 1)
    monkeypatch.setattr("gksite.publishing.push.PAUSES", (0,) * len(PAUSES))
    report = pushed(project, folder, target)
    assert_said("push-unavailable", report.problems)
    receiver.answers = [(503, {"Retry-After": "86400"})]
    assert dict(pushed(project, folder, target).problems[0].arguments)["detail"] == "HTTP 503"
    assert receiver.answers == []
    assert receiver.applied == []


def test_what_is_refused_is_not_tried_again(
    receiver: Receiver, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GKSITE_PORTAL_TOKEN", "geheim-17")
    target, folder = target_of(receiver), write_push(tmp_path / "push", {"a": "1", "b": "1"})
    receiver.answers = [(201, {}), (200, {}), (422, {})]
    report = pushed(project, folder, target)
    assert_said("push-refused", report.problems)
    assert exit_code(report.problems, strict=False) == 1
    assert {one.get("Authorization") for one in receiver.headers} == {"Bearer geheim-17"}
    assert "geheim" not in str(report) + "".join(
        path.read_text("utf-8") for path in (project / "publications").iterdir()
    )
    receiver.answers = [(401, {})]
    assert [one.code for one in pushed(project, folder, target).problems] == [
        "publish-login-refused"
    ]


def test_nobody_there_and_no_manifest(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gksite.publishing.push.PAUSES", ())
    target = Target(
        name="portal", kind="http", profile="push", url=f"http://127.0.0.1:{free_port()}"
    )
    assert_said(
        "push-manifest", pushed(project, tmp_path / "nothing", target).problems, str(tmp_path)
    )
    (tmp_path / "push").mkdir()
    (tmp_path / "push/manifest.json").write_text(
        '{"format": "gksite-push/1", "documents": [{"id": "a", "version": "1", "action": "add", '
        '"path": "../x"}]}',
        "ascii",
    )
    assert [one.code for one in pushed(project, tmp_path / "push", target).problems] == [
        "push-manifest"
    ]
    assert [
        one.code
        for one in pushed(project, write_push(tmp_path / "push", {"a": "1"}), target).problems
    ] == ["push-unavailable"]


def test_too_many_withdrawals(receiver: Receiver, project: Path, tmp_path: Path) -> None:
    target, folder = target_of(receiver), tmp_path / "push"
    pushed(project, write_push(folder, {"a": "1", "b": "1", "c": "1"}), target)
    report = pushed(project, write_push(folder, {"a": "1"}), target, max_deletes=None)
    assert [one.code for one in report.problems] == ["publish-too-many-deletes"]
    assert set(receiver.documents) == {"a", "b", "c"}


STATES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123"))


@given(STATES, STATES, st.booleans())
def test_the_steps_lead_from_any_state_to_any_other(
    before: dict[str, str], after: dict[str, str], incremental: bool
) -> None:
    accepted = Accepted({id: Entry(id, version, "add") for id, version in before.items()})
    entries = [
        Entry(
            id,
            version,
            "keep" if incremental and before.get(id) == version else "add",
            "" if incremental and before.get(id) == version else f"{id}.json",
        )
        for id, version in after.items()
    ]
    if incremental:
        entries += [
            Entry(id, before[id], "delete", f"{id}.json") for id in before.keys() - after.keys()
        ]
    manifest = PushManifest("gksite-push/1", tuple(entries))
    steps = order_push(
        manifest, {f"{id}.json": b'{"attachments": []}' for id in "abcdef"}, accepted
    )
    assert [type(step) for step in steps] == sorted(
        (type(step) for step in steps), key=[SendFile, SendDocument, Withdraw].index
    )
    assert len({request_key(0, step) for step in steps if not isinstance(step, SendFile)}) == len(
        steps
    )
    for step in steps:
        accepted = with_accepted(accepted, step)
    assert {id: entry.version for id, entry in accepted.documents.items()} == after
    assert order_push(manifest, {f"{id}.json": b"{}" for id in "abcdef"}, accepted) == []


def test_a_document_of_an_older_form_is_not_sent_again() -> None:
    """It is known by the version of then, and from now on by that of now."""
    accepted = Accepted({"a": Entry("a", "1", "add"), "b": Entry("b", "1", "add")})
    entries = (Entry("a", "2", "add", "a.json", former="1"), Entry("b", "3", "keep", former="1"))
    manifest = PushManifest("gksite-push/1", entries)
    known = up_to_date(accepted, manifest)
    assert {id: entry.version for id, entry in known.documents.items()} == {"a": "2", "b": "3"}
    assert order_push(manifest, {"a.json": b"{}"}, known) == []
    assert missing_documents(manifest, known) == []
    changed = PushManifest("gksite-push/1", (Entry("a", "4", "add", "a.json", former="1"),))
    assert up_to_date(known, changed).documents["a"].version == "2"


def test_the_key_is_as_the_manual_says() -> None:
    manual = (Path(__file__).parents[2] / "docs/publishing.md").read_text("utf-8")
    assert re.search(r"Idempotency-Key: \"[0-9a-f]{32}\"", manual)
    assert "/attachments/" in manual
    assert "Content-Digest: sha-256=:" in manual
