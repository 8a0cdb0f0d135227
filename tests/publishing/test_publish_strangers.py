"""What stands or answers at a target is not ours to trust: bounds, secrets, terminal codes, damage,
names that are no UTF-8."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publishing_places import Place
from publishing_sites import NEW, OLD, folder_target, write_site
from test_publish_push import SHA256, pushed, receiving, target_of, write_push
from told import assert_said

from gksite.config.values import Target
from gksite.output.paths import MARKER_PATH
from gksite.publishing import answers
from gksite.publishing.answers import LARGEST_WORD, said, word_of
from gksite.publishing.credentials import Credentials
from gksite.publishing.lock import LOCK_PATH
from gksite.publishing.publish import Wishes, publish_folder
from gksite.publishing.rollback import read_publications, roll_back

TOKEN = "t0k-3n+/=!"
GBK = os.fsdecode("附件.txt".encode("gbk"))


def shown(problems: tuple[Any, ...]) -> str:
    return " ".join(value for one in problems for _, value in one.arguments)


class Stranger(BaseHTTPRequestHandler):
    """Echoes what it was sent with terminal codes, or says more than anybody wants to hear."""

    protocol_version = "HTTP/1.1"
    server: Strangers

    def log_message(self, format: str, *args: Any) -> None:
        return None

    def answer(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        if self.server.status == 200:
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.flood()
            return
        key = self.headers["Authorization"]
        text = f"bad: {key} \x1b]0;owned\x07\x1b[31m\u202ered\n::error::x".encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(text)))
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def flood(self) -> None:
        chunk = b"x" * 65_536
        self.close_connection = True
        for _ in range(self.server.most):
            try:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            except OSError:
                return
            self.server.sent += len(chunk)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = do_MKCOL = do_MOVE = answer


class Strangers(ThreadingHTTPServer):
    daemon_threads = True
    status, most, sent = 422, 16_000, 0

    def __init__(self, status: int, headers: dict[str, str] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Stranger)
        self.status, self.headers = status, headers or {}

    def handle_error(self, request: Any, client_address: Any) -> None:
        return None


@contextmanager
def stranger(status: int, headers: dict[str, str] | None = None) -> Iterator[Strangers]:
    with Strangers(status, headers) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_what_a_receiver_says_is_shown_without_the_token_and_terminal_codes(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GKSITE_PORTAL_TOKEN", TOKEN)
    with stranger(422) as server:
        target = Target(
            name="portal", kind="http", profile="push", url=f"http://127.0.0.1:{server.server_port}"
        )
        problems = pushed(project, write_push(tmp_path / "push", {"a": "1"}), target).problems
    assert [one.code for one in problems] == ["push-refused"]
    assert TOKEN not in shown(problems)
    assert "bad: Bearer ***" in shown(problems)
    assert shown(problems).isprintable()


@pytest.mark.parametrize(
    "wish",
    [
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "9" * 400,
        "٣",
        "nonsense",
        "-1",
    ],
)
def test_whatever_pause_a_receiver_asks_for_the_push_ends(
    wish: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gksite.publishing.push.PAUSES", ())
    with stranger(503, {"Retry-After": wish.encode().decode("latin-1")}) as server:
        target = Target(
            name="portal", kind="http", profile="push", url=f"http://127.0.0.1:{server.server_port}"
        )
        assert [
            one.code
            for one in pushed(project, write_push(tmp_path / "push", {"a": "1"}), target).problems
        ] == ["push-unavailable"]


def test_a_receiver_that_never_stops_talking_is_not_listened_to(
    project: Path, tmp_path: Path
) -> None:
    with stranger(200) as server:
        target = Target(
            name="portal", kind="http", profile="push", url=f"http://127.0.0.1:{server.server_port}"
        )
        assert pushed(project, write_push(tmp_path / "push", {"a": "1"}), target).problems == ()
        assert (
            server.sent < 100_000_000
        )  # of a thousand; some megabytes wait in the buffers of the line


def test_a_server_that_gives_more_than_a_list_can_hold_is_refused(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "LARGEST_NOTE", 2_000_000)
    with stranger(200) as server:
        target = Target(
            name="live",
            kind="webdav",
            layout="in-place",
            url=f"http://127.0.0.1:{server.server_port}/site",
        )
        report = publish_folder(project, write_site(tmp_path / "public", OLD), target, Wishes())
        assert_said("answer-too-large", report.problems)
        assert server.sent < 100_000_000


@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_a_file_at_a_target_that_is_larger_than_any_of_ours_is_refused(
    kind: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from publishing_places import make_place

    place = make_place(f"{kind}-in-place", request, tmp_path)
    monkeypatch.setattr(f"gksite.publishing.targets.{kind}.LARGEST_NOTE", 1_000)
    (tmp_path / "live/.gksite-publish").mkdir(parents=True)
    (tmp_path / "live/.gksite-publish/publications.jsonl").write_bytes(b"x" * 1_001)
    report = publish_folder(project, write_site(tmp_path / "public", OLD), place.target, Wishes())
    assert [one.code for one in report.problems] == ["publish-answer-too-large"]


@given(st.text(), st.text(min_size=1, alphabet="abc+/= &"), st.integers(0, 50))
def test_no_secret_is_shown_whole_or_in_part(before: str, secret: str, more: int) -> None:
    credentials = Credentials("live", {"GKSITE_LIVE_TOKEN": f"S3CRET-{secret}"})
    text = (
        before.replace("S3CRET", "")
        + " " * (LARGEST_WORD - len(before.encode("utf-8", "replace")) - more)
        + f"S3CRET-{secret}"
    )
    assert "S3CRET" not in word_of(text.encode("utf-8", "replace")[:LARGEST_WORD], credentials)
    assert "S3CRET" not in said(
        f"{before.replace('S3CRET', '')} S3CRET-{secret} behind", credentials
    )


def test_a_password_is_taken_out_in_the_form_in_which_it_travels() -> None:
    credentials = Credentials("live", {"GKSITE_LIVE_PASSWORD": "pass word/1"}, user="editor")
    basic = base64.b64encode(b"editor:pass word/1").decode()
    assert (
        said(f"Basic {basic} pass%20word%2F1 pass%20word/1 pass+word%2F1 pass word/1", credentials)
        == "Basic *** *** *** *** ***"
    )


def test_the_name_of_a_holder_and_of_a_publisher_is_shown_without_terminal_codes(
    project: Path, tmp_path: Path
) -> None:
    target = folder_target(tmp_path / "live", layout="in-place")
    control = tmp_path / "live" / LOCK_PATH
    control.parent.mkdir(parents=True)
    control.write_text(
        '{"name": "a\\u001b[31mb", "token": "x", "since": -1, "until": 9223372036854775807}',
        "utf-8",
    )
    report = publish_folder(project, write_site(tmp_path / "public", OLD), target, Wishes())
    assert [one.code for one in report.problems] == ["publish-locked"]
    assert shown(report.problems).isprintable()


def releases(project: Path, tmp_path: Path, target: Target) -> str:
    """Two publications; the release of the first."""
    first = publish_folder(
        project, write_site(tmp_path / "public", OLD), target, Wishes(max_deletes=9)
    ).release
    publish_folder(project, write_site(tmp_path / "public", NEW), target, Wishes(max_deletes=9))
    return first


@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_a_release_that_is_not_whole_is_not_gone_back_to(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, project: Path
) -> None:
    from publishing_places import make_place

    place = make_place(kind, request, tmp_path)
    folder = tmp_path / "live/releases" / releases(project, tmp_path, place.target)
    now = place.seen()
    (folder / "plans/index.html").unlink()
    (folder / "404.html").unlink()
    (folder / "404.html").write_bytes(b"nothing HERE")
    for dry_run in (True, False):
        report = roll_back(project, place.target, "previous", dry_run=dry_run)
        assert dict(report.problems[0].arguments) == {
            "count": "2",
            "names": "404.html, plans/index.html",
        }
        assert place.seen() == now
    if kind == "folder":
        assert_said("release-damaged", report.problems, str(folder))
    assert [one.action for one in read_publications(project, place.target)[0]] == [
        "publish",
        "publish",
    ]


@pytest.mark.parametrize("verify", ["all", "sent"])
def test_no_file_of_a_release_may_be_gone_or_changed(
    verify: Any, tmp_path: Path, project: Path
) -> None:
    """Each in turn, the manifest too; also where a publication verifies only what it sends."""
    target = folder_target(tmp_path / "live", verify=verify)
    folder = tmp_path / "live/releases" / releases(project, tmp_path, target)
    live = (tmp_path / "live/current").readlink()
    for name in (*OLD, MARKER_PATH):
        path = folder / name
        data = path.read_bytes()
        for damage in (None, data[:-1] + bytes((data[-1] ^ 1,)), b""):
            # A new file: hard links share the old one with other releases.
            path.unlink(missing_ok=True)
            if damage is not None:
                path.write_bytes(damage)
            report = roll_back(project, target, "previous")
            assert [one.code for one in report.problems] == ["publish-release-damaged"]
            assert dict(report.problems[0].arguments) == {"count": "1", "names": name}
            assert (tmp_path / "live/current").readlink() == live
        path.unlink(missing_ok=True)
        path.write_bytes(data)
    assert roll_back(project, target, "previous").problems == ()
    assert (tmp_path / "live/current").readlink() == Path("releases", folder.name)


@pytest.mark.skipif(os.name == "nt", reason="names are UTF-16 there")
@pytest.mark.parametrize("kind", ["folder", "folder-in-place", "sftp", "sftp-in-place"])
def test_a_foreign_file_whose_name_is_no_utf8_is_left_alone(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, project: Path
) -> None:
    from publishing_places import make_place

    place: Place = make_place(kind, request, tmp_path)
    write_site(tmp_path / "public", OLD)
    assert publish_folder(project, tmp_path / "public", place.target, Wishes()).problems == ()
    live = (tmp_path / "live" if kind.endswith("in-place") else tmp_path / "live/current").resolve()
    for foreign in (
        live / GBK,
        live / "plans" / GBK,
        live / os.fsdecode("文件夹".encode("gbk")) / "a.txt",
    ):
        foreign.parent.mkdir(exist_ok=True)
        foreign.write_bytes(b"somebody else's")
    for files in (NEW, OLD):
        report = publish_folder(
            project, write_site(tmp_path / "public", files), place.target, Wishes(max_deletes=99)
        )
        assert report.problems == ()
    assert (live / GBK).read_bytes() == (live / "plans" / GBK).read_bytes() == b"somebody else's"


@pytest.mark.parametrize("data", [b"an ATTACHMENT", b"longer than it was", b""])
def test_an_attachment_that_is_not_what_the_push_was_made_of_is_not_sent(
    data: bytes, project: Path, tmp_path: Path
) -> None:
    with receiving() as receiver:
        target, folder = target_of(receiver), write_push(tmp_path / "push", {"a": "1"})
        (folder / "files/one.txt").write_bytes(data)
        assert [one.code for one in pushed(project, folder, target).problems] == [
            "publish-source-changed"
        ]
        assert SHA256 not in receiver.attachments
        assert receiver.applied == []


def test_a_document_that_changed_since_the_push_was_made_is_not_sent(
    project: Path, tmp_path: Path
) -> None:
    with receiving() as receiver:
        target, folder = target_of(receiver), write_push(tmp_path / "push", {"a": "1"})
        (folder / ".gksite-manifest").write_text(f"{'0' * 64}  documents/a.json\n", "utf-8")
        assert [one.code for one in pushed(project, folder, target).problems] == [
            "publish-source-changed"
        ]
        assert receiver.headers == []
