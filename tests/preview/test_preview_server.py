"""The server from outside: what it answers and refuses, when it builds, how it ends; by raw sockets
against a real process."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from previews import PATIENCE, Preview, ask, make_site, read_answer, restore, serving
from websockets.exceptions import InvalidStatus

from gksite.catalogue import CATALOGUE
from gksite.preview.messages import Ask, Built, Order, read_frame, write_frame
from gksite.preview.messages import read_answer as read_worker_answer
from gksite.preview.page_state import page_state
from gksite.preview.worker import serve_builds

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="uses /proc or inotify")
PLAN = "content/plans/qinghe-2025/plan.md"
TASKS = "content/plans/qinghe-2025/tasks.yaml"
CASES = Path(__file__).with_name("cases")
ROUTES = (
    "/",
    "/plans/qinghe-2025/index.html",
    "/assets/icon.svg",
    "/nothing",
    "/plans",
    "/.env",
    "/%00",
    "/.gksite-preview/socket",
    "/.gksite-preview/client.js",
    "/.gksite-preview/diff?path=index.html",
    "/.gksite-preview/narrow?path=index.html",
    "/.gksite-preview/nothing",
    "/livereload",
    "/livereload.js",
    "/forcereload",
    "/favicon.ico",
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview whose sources stay as they are."""
    root = make_site(tmp_path_factory.mktemp("shown") / "site")
    (root / "static").mkdir()
    (root / "static/odd name.txt").write_text("x" * 700_000, "utf-8")
    with serving(root) as preview:
        yield preview


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The preview that tests share which leave it as it was."""
    with serving(make_site(tmp_path_factory.mktemp("edited") / "site")) as preview:
        yield preview


@pytest.fixture
def edited(running: Preview) -> Iterator[Preview]:
    """A preview to edit the sources of; no build has been heard of yet."""
    running.forget()
    yield running
    restore(running)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Preview]:
    """A preview that no other test uses; no build has been heard of yet."""
    with serving(make_site(tmp_path / "site")) as preview:
        preview.forget()
        yield preview


# ── guards ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_a_foreign_host_gets_nothing_anywhere(shown: Preview, route: str, method: str) -> None:
    for host in ("evil.example", f"evil.example:{shown.port}", "0.0.0.0"):
        answer = shown.get(route, method=method, host=host)
        assert answer.status == 421
        assert len(answer.body) < 10
    assert ask("127.0.0.1", shown.port, method, route, {}).status in (400, 421)


@pytest.mark.parametrize("route", ROUTES)
def test_a_foreign_origin_gets_nothing_anywhere(shown: Preview, route: str) -> None:
    for origin in (
        "http://evil.example",
        "null",
        f"http://127.0.0.1:{shown.port + 1}",
        f"http://localhost:{shown.port}",
    ):
        upgrade = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
        }
        answer = shown.get(route, {"Origin": origin, **(upgrade if "socket" in route else {})})
        assert answer.status == 403


def test_the_socket_is_for_our_own_pages(shown: Preview) -> None:
    with pytest.raises(InvalidStatus) as refused:
        shown.socket("http://evil.example")
    assert refused.value.response.status_code == 403
    with shown.socket(f"http://127.0.0.1:{shown.port}") as connection:
        connection.send('{"path": "index.html"}')
        assert json.loads(connection.recv(PATIENCE))["type"] == "words"


def test_noise_on_the_socket_closes_it_and_nothing_else(shown: Preview) -> None:
    for noise in ("", "[]", "{", '{"path": 1}', b"\xff\x00", "x" * 20_000):
        with shown.socket() as connection:
            connection.send(noise)
            connection.close()
    assert shown.get("/").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/forcereload?path=*",
        "/livereload.js",
        "/livereload",
        "/.gksite-manifest",
        "/.env",
        "/index.html/",
        "/assets/",
        "/assets",
    ],
)
def test_there_is_nothing_but_the_site(shown: Preview, path: str) -> None:
    (shown.root / ".gksite/preview/.env").write_text("secret", "utf-8")
    (shown.root / ".gksite/preview/foreign.txt").write_text("secret", "utf-8")
    assert shown.get(path).status == 404
    assert shown.get("/foreign.txt").status == 404


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"]
)
def test_nothing_can_be_changed(shown: Preview, method: str) -> None:
    assert shown.get("/index.html", method=method).status in (400, 405)


def test_every_answer_carries_its_guards(shown: Preview) -> None:
    for route in ROUTES:
        headers = shown.get(route).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers


def test_head_says_what_get_gives(shown: Preview) -> None:
    sheet = next((shown.root / ".gksite/preview/assets").glob("style.*.css")).name
    for route in (
        "/",
        "/plans/qinghe-2025/",
        f"/assets/{sheet}",
        "/odd%20name.txt",
        "/nothing",
        "/.env",
        "/.gksite-preview/client.js",
        f"/assets/{sheet}?gksite-media=print",
        "/.gksite-preview/diff?path=index.html",
        "/plans",
    ):
        got, head = shown.get(route), shown.get(route, method="HEAD")
        assert head.body == b""
        assert (head.status, head.headers["content-length"]) == (got.status, str(len(got.body)))


def test_a_page_is_the_built_one_with_one_script(shown: Preview) -> None:
    built = (shown.root / ".gksite/preview/plans/qinghe-2025/index.html").read_bytes()
    answer = shown.get("/plans/qinghe-2025/")
    body = answer.body.decode()
    assert body.count("<script") == 1 + built.count(b"<script")
    assert "Content-Security-Policy" not in body
    assert len(built) - 250 < len(answer.body) < len(built) + 250
    policy = answer.headers["content-security-policy"]
    assert f"connect-src 'self' ws://127.0.0.1:{shown.port}" in policy
    assert "unsafe" not in policy


def test_a_folder_leads_to_itself_and_never_away(shown: Preview) -> None:
    assert (shown.get("/plans").status, shown.get("/plans").headers["location"]) == (302, "/plans/")
    assert shown.get("//evil.example/plans").status == 404


def test_both_families_of_loopback_are_served(shown: Preview) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    assert ask("::1", shown.port, "GET", "/", {"Host": f"[::1]:{shown.port}"}).status == 200


PIECES_OF_PATHS = [
    b"..",
    b".",
    b"/",
    b"//",
    b"%2e",
    b"%2f",
    b"%5c",
    b"\\",
    b"%00",
    b"%",
    b"%zz",
    b"%ff",
    b"%u4e00",
    b"?",
    b"#",
    b";",
    b"&",
    b"=",
    b":",
    b"@",
    b"index.html",
    b"plans",
    b"assets/style.css",
    b".env",
    b".gksite-manifest",
    b".gksite-preview",
    b"diff?path=",
    b"narrow?path=",
    b"socket",
    "要点".encode(),
    b"%E8%A6%81",
    b"\xff\xfe",
    b"A" * 300,
    b"con",
    b"~",
    b"'",
    b'"',
    b"<script>",
    b"{{1}}",
    b"file:///etc/passwd",
    b"%0d%0a",
    b"\x01",
]


def fuzzed_paths(count: int) -> Iterator[bytes]:
    """Paths that never hold a space or line end, which would end them."""
    random.seed(20251122)
    for _ in range(count):
        yield b"/" * (random.random() < 0.9) + b"".join(
            random.choices(PIECES_OF_PATHS, k=random.randint(1, 6))
        )


def test_no_path_makes_it_stumble(shown: Preview) -> None:
    """10,000 paths over a few connections: answers in order, none of them 5xx."""
    statuses: dict[int, int] = {}
    paths = list(fuzzed_paths(10_000))
    host = f"127.0.0.1:{shown.port}".encode()
    while paths:
        with (
            socket.create_connection(("127.0.0.1", shown.port), PATIENCE) as connection,
            connection.makefile("rb") as answers,
        ):
            status = 0
            while paths and status != 400:  # a request that is none may end its connection
                path = paths.pop()
                connection.sendall(b"HEAD " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
                status = read_answer(answers, has_body=False).status
                assert 200 <= status < 500, path
                statuses[status] = statuses.get(status, 0) + 1
    assert {200, 404, 400} <= statuses.keys()
    assert shown.get("/").status == 200


def test_requests_that_are_none_are_refused(shown: Preview) -> None:
    for noise in (
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", shown.port), PATIENCE) as connection:
            try:
                connection.sendall(noise)
                connection.shutdown(socket.SHUT_WR)
                data = b"".join(iter(lambda: connection.recv(65_536), b""))
            except ConnectionError:
                continue
        assert not data or int(data.split(b" ")[1]) < 500
    assert shown.get("/").status == 200


# ── builds ────────────────────────────────────────────────────────────────────────────────────────


@LINUX
def test_a_burst_of_a_thousand_files_is_one_build(edited: Preview) -> None:
    """In a folder that is new, in one that is there, and when it goes. The server sleeps
    meanwhile, so that it is a burst on any machine."""
    place = edited.root / "static"
    for count, text in enumerate(("first", "second", ""), 1):
        edited.process.send_signal(signal.SIGSTOP)
        for number in range(1000):
            if text:
                edited.write(f"static/{number}.txt", text)
            else:
                (place / f"{number}.txt").unlink()
        edited.process.send_signal(signal.SIGCONT)
        edited.wait_for_builds(count)
        assert edited.settle() == count
        answer = edited.get("/999.txt")
        assert answer.body.decode() == text if text else answer.status == 404


def test_every_way_to_save_is_seen(edited: Preview) -> None:
    """In place, by a new file that takes the old one's place, moved in with an old time, a folder
    renamed, a file deleted."""
    root = edited.root
    edited.replace(PLAN, "制定本要点", "制定本年要点")
    edited.wait_for_builds(1)
    assert "制定本年要点" in edited.text("/plans/qinghe-2025/")

    waiting = root / "content/plans/qinghe-2025/.plan.md.swp"
    waiting.write_text(edited.read(PLAN).replace("制定本年要点", "制定今年要点"), "utf-8")
    waiting.replace(root / PLAN)
    edited.wait_for_builds(2)
    assert "制定今年要点" in edited.text("/plans/qinghe-2025/")

    elsewhere = root / "old.md"
    elsewhere.write_text("---\ntitle: 旧文\n---\n旧文。\n", "utf-8")
    os.utime(elsewhere, (1_000_000_000, 1_000_000_000))
    (root / "content/pages").mkdir()
    elsewhere.rename(root / "content/pages/old.md")
    edited.wait_for(r"^\d+ 页，生成", 3)
    edited.settle()
    assert "旧文" in edited.text("/pages/old.html")

    count = edited.builds
    (root / "content/plans/qinghe-2025").rename(root / "content/plans/qinghe-2026")
    edited.wait_for_builds(count + 1)
    edited.settle()
    assert edited.get("/plans/qinghe-2025/").status == 404
    assert edited.get("/plans/qinghe-2026/").status == 200

    count = edited.builds
    edited.replace("content/plans/qinghe-2026/plan.md", "制定今年要点", "制定新年要点")
    edited.wait_for_builds(count + 1)
    assert "制定新年要点" in edited.text("/plans/qinghe-2026/")
    (root / "content/pages/old.md").unlink()
    edited.wait_for_builds(count + 2)
    assert edited.get("/pages/old.html").status == 404


def test_folders_of_sources_may_come_and_go(edited: Preview) -> None:
    edited.write("static/a.txt", "a")
    edited.wait_for_builds(1)
    edited.settle()
    count = edited.builds
    edited.write("static/b.txt", "b")
    edited.wait_for_builds(count + 1)
    assert edited.get("/b.txt").body == b"b"
    shutil.rmtree(edited.root / "static")
    edited.wait_for_builds(count + 2)
    edited.settle()
    assert edited.get("/b.txt").status == 404


def test_what_is_no_source_builds_nothing(edited: Preview) -> None:
    edited.write("public/x.html", "x")
    edited.write(".git/index", "x")
    edited.write("notes.txt", "x")
    edited.write("content/.hidden", "x")
    edited.write("content/plans/qinghe-2025/plan.md~", "x")
    (edited.root / ".gksite/preview/index.html").touch()
    subprocess.run(
        [
            sys.executable,
            "-m",
            "gksite",
            "-C",
            str(edited.root),
            "build",
            "-q",
            "-o",
            str(edited.root / "public2"),
        ],
        check=True,
    )
    assert edited.settle() == 0


@LINUX
def test_changes_during_a_build_are_one_more_build(edited: Preview) -> None:
    worker = edited.worker()
    os.kill(worker, signal.SIGSTOP)
    edited.replace(PLAN, "制定本要点", "第1次")
    time.sleep(0.5)
    for number in range(2, 6):
        edited.replace(PLAN, f"第{number - 1}次", f"第{number}次")
        time.sleep(0.2)
    assert edited.get("/").status == 200  # pages never wait for a build
    os.kill(worker, signal.SIGCONT)
    edited.wait_for_builds(2)
    assert edited.settle() == 2
    assert "第5次" in edited.text("/plans/qinghe-2025/")


def test_polling_sees_the_same(tmp_path: Path) -> None:
    with serving(make_site(tmp_path / "site"), "--poll", "0.2") as preview:
        preview.replace(PLAN, "制定本要点", "制定本年要点")
        preview.wait_for_builds(2)
        assert "制定本年要点" in preview.text("/plans/qinghe-2025/")
        elsewhere = preview.root / "old.txt"
        elsewhere.write_text("old", "utf-8")
        os.utime(elsewhere, (1_000_000_000, 1_000_000_000))
        (preview.root / "static").mkdir()
        elsewhere.rename(preview.root / "static/old.txt")
        preview.wait_for_builds(3)
        preview.settle()
        assert preview.get("/old.txt").body == b"old"


def test_drafts_are_shown_unless_they_are_not_wanted(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    plan = root / PLAN
    plan.write_text(
        plan.read_text("utf-8").replace("year: 2025\n", "year: 2025\ndraft: true\n"), "utf-8"
    )
    with serving(root) as preview:
        assert preview.get("/plans/qinghe-2025/").status == 200
    with serving(root, "--no-drafts") as preview:
        assert preview.get("/plans/qinghe-2025/").status == 404


def test_without_reloads_pages_are_as_published(tmp_path: Path) -> None:
    with serving(make_site(tmp_path / "site"), "--no-livereload") as preview:
        answer = preview.get("/index.html")
        assert answer.body == (preview.root / ".gksite/preview/index.html").read_bytes()
        assert "connect-src" not in answer.headers["content-security-policy"]
        assert preview.get("/.gksite-preview/client.js").status == 404
        assert preview.get("/.gksite-preview/socket").status == 404


# ── what a browser is told ────────────────────────────────────────────────────────────────────────


def hello(preview: Preview, path: str) -> dict[str, str]:
    """What a browser says that shows a page as it is now."""
    body = preview.get("/" + path).body
    script = next(part for part in body.decode().split("<script ") if "data-path=" in part)
    told = dict(
        part.split("=", 1)
        for part in script.split(">")[0].replace('"', "").split(" ")
        if "data-" in part
    )
    return {name.removeprefix("data-"): value for name, value in told.items()}


def wait_for_message(connection: Any, type: str) -> dict[str, Any]:
    """The next message of a kind."""
    while True:
        message: dict[str, Any] = json.loads(connection.recv(PATIENCE))
        if message["type"] == type:
            return message


def test_only_pages_that_changed_are_reloaded(edited: Preview) -> None:
    with edited.socket() as changed, edited.socket() as same:
        changed.send(json.dumps(hello(edited, "plans/qinghe-2025/index.html")))
        same.send(json.dumps(hello(edited, "404.html")))
        edited.replace(PLAN, "制定本要点", "制定本年要点")
        wait_for_message(changed, "reload")
        edited.wait_for_builds(1)
        edited.settle()
        same.send(json.dumps({"path": "index.html", "page": "stale"}))
        seen = []
        while "reload" not in seen:
            seen.append(json.loads(same.recv(PATIENCE))["type"])
    # The answer to the last hello is the first reload that this page hears.
    assert seen.count("reload") == 1


def test_a_browser_that_comes_back_with_an_old_page_reloads(edited: Preview) -> None:
    old = hello(edited, "plans/qinghe-2025/index.html")
    edited.replace(PLAN, "制定本要点", "制定本年要点")
    edited.wait_for_builds(1)
    with edited.socket() as connection:
        connection.send(json.dumps(old))
        assert wait_for_message(connection, "reload")["type"] == "reload"


def test_stylesheets_change_without_a_reload(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    shutil.copytree(Path(__file__).parents[2] / "themes/default", root / "themes/default")
    with serving(root) as preview, preview.socket() as connection:
        connection.send(json.dumps(hello(preview, "index.html")))
        wait_for_message(connection, "status")
        preview.replace("themes/default/static/style.css", "--paper: #faf9f6", "--paper: #ffffff")
        told = wait_for_message(connection, "styles")
        assert told["sheets"][0].startswith("/assets/style")
        assert hello(preview, "index.html")["styles"] == told["styles"]


def test_an_error_shows_and_the_last_good_site_stays(edited: Preview) -> None:
    with edited.socket() as connection:
        connection.send(json.dumps(hello(edited, "plans/qinghe-2025/index.html")))
        edited.replace(TASKS, "deadline: 全年", "deadlne: 全年")
        while (status := wait_for_message(connection, "status"))["stands"]:
            pass
        (finding,) = [one for one in status["findings"] if one["severity"] == "error"]
        assert (finding["code"], finding["place"], finding["here"]) == (
            "unknown-key",
            f"{TASKS}:1:11",
            True,
        )
        assert finding["hint"] == "是不是“deadline”？"
        (line,) = [one for one in finding["lines"] if one["column"]]
        assert (line["number"], line["column"]) == (1, 11)
        assert line["text"].startswith("- {id: 1, deadlne")
        assert edited.get("/plans/qinghe-2025/").status == 200
        edited.replace(TASKS, "deadlne: 全年", "deadline: 全年")
        while not (status := wait_for_message(connection, "status"))["stands"]:
            pass
        assert status["findings"] == []
    edited.wait_for(r"错误\[unknown-key\]")


def test_errors_of_the_configuration_are_errors_like_others(edited: Preview) -> None:
    text = edited.read("config.yaml")
    edited.write("config.yaml", "sitee:\n  name: x\n")
    edited.wait_for("仍显示上一次生成的网站")
    assert edited.get("/").status == 200
    (edited.root / "config.yaml").unlink()
    edited.wait_for_builds(2)
    edited.wait_for(r"错误\[not-a-project\]")
    edited.write("config.yaml", text)
    edited.wait_for(r"页，生成")


def test_a_first_build_that_fails_is_waited_for(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    good = (root / "config.yaml").read_text("utf-8")
    (root / "config.yaml").write_text("nonsense: [", "utf-8")
    with serving(root) as preview:
        answer = preview.get("/")
        assert answer.status == 404
        assert "网站还没有生成" in answer.body.decode()
        with preview.socket() as connection:
            connection.send(json.dumps(hello(preview, "")))
            status = wait_for_message(connection, "status")
            assert status["findings"][0]["path"] == "config.yaml"
            preview.write("config.yaml", good)
            wait_for_message(connection, "reload")
        assert preview.get("/").status == 200


def test_each_page_knows_its_source(edited: Preview) -> None:
    expected = {
        "index.html": "content/index.md",
        "plans/qinghe-2025/index.html": PLAN,
        "plans/qinghe-2025/2.html": f"{TASKS}:2",
        "units/qinghe/office.html": "content/units/qinghe.yaml:",
        "404.html": None,
    }
    for path, place in expected.items():
        with edited.socket() as connection:
            connection.send(json.dumps(hello(edited, path)))
            source = wait_for_message(connection, "status")["source"]
        assert (source is None) if place is None else source["place"].startswith(place)
        if source:
            assert source["link"].startswith(
                f"vscode://file/{(edited.root / source['place'].partition(':')[0]).as_posix()[1:]}:"
            )


def test_a_second_start_knows_the_sources_at_once(alone: Preview) -> None:
    assert alone.stop() == 0
    with serving(alone.root) as again, again.socket() as connection:
        connection.send(json.dumps(hello(again, "index.html")))
        while wait_for_message(connection, "status")["source"] is None:
            pass


def test_the_published_version_is_held_against_the_preview(edited: Preview) -> None:
    diff = "/.gksite-preview/diff?path=plans/qinghe-2025/index.html"
    assert "还没有发布" in edited.text(diff)
    subprocess.run(
        [sys.executable, "-m", "gksite", "-C", str(edited.root), "build", "-q"], check=True
    )
    assert "没有差别" in edited.text(diff)
    edited.replace(PLAN, "制定本要点", "制定本<年>要点")
    edited.wait_for_builds(1)
    assert "制定本<ins>&lt;年&gt;</ins>要点" in edited.text(diff)
    for path in (
        "../config.yaml",
        "config.yaml",
        ".env",
        "",
        "%00",
        "/etc/passwd",
        "a%2f..%2fb.html",
        "..%2f..%2fx.html",
    ):
        assert edited.get(f"/.gksite-preview/diff?path={path}").status == 404
    assert edited.get("/.gksite-preview/diff").status == 404


# ── situations at the terminal: expected.txt is what it says ──────────────────────────────────────


def expected(case: str) -> str:
    return (CASES / case / "expected.txt").read_text("utf-8")


def said(arguments: list[str], root: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "gksite", "-C", str(root), "--lang", "zh", "serve", *arguments]
    run = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE
    )
    return run.returncode, run.stdout


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "no-such-host.invalid"])
def test_a_host_must_be_one_address(tmp_path: Path, host: str) -> None:
    assert said(["--host", host], make_site(tmp_path / "site")) == (
        2,
        expected("preview-host").replace("HOST", host),
    )


def test_an_address_of_another_machine_cannot_be_taken(tmp_path: Path) -> None:
    code, out = said(["--host", "203.0.113.7"], make_site(tmp_path / "site"))
    assert code == 1
    assert out.startswith(expected("preview-not-private").replace("HOST", "203.0.113.7"))
    assert "错误[preview-no-port]" in out


def test_a_taken_port_leads_to_the_next(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(root, "-p", str(port)) as preview:
            assert preview.port > port
            preview.wait_for(f"端口 {port} 被占用，改用 {preview.port}")


def test_no_port_at_all(tmp_path: Path) -> None:
    try:
        taken = socket.create_server(("127.0.0.1", 65535))
    except OSError:
        pytest.skip("port 65535 is in use")
    with taken:
        code, out = said(["-p", "65535"], make_site(tmp_path / "site"))
    assert (code, out.split("：")[0]) == (1, expected("preview-no-port").split("：")[0])


@LINUX
def test_without_notices_of_the_system_it_looks_by_itself(tmp_path: Path) -> None:
    shell = 'echo 0 > /proc/sys/user/max_inotify_instances && exec "$@"'
    prefix = ("unshare", "-Ur", "sh", "-c", shell, "sh")
    if (
        not shutil.which("unshare")
        or subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("no user namespaces here")
    with serving(make_site(tmp_path / "site"), prefix=prefix) as preview:
        assert preview.wait_for(r"提示\[preview-polling\]").startswith(
            expected("preview-polling").replace("ROOT", str(preview.root)).split("（")[0]
        )
        preview.replace(PLAN, "制定本要点", "制定本年要点")
        preview.wait_for_builds(2)


def test_a_file_that_is_touched_for_ever_slows_builds_down(alone: Preview) -> None:
    for count in range(1, 12):
        (alone.root / PLAN).touch()
        alone.wait_for_builds(count)
    lines = alone.wait_for(r"警告\[preview-loop\]")
    assert lines + "\n" == expected("preview-loop").splitlines(keepends=True)[0]


@LINUX
def test_a_worker_that_dies_is_replaced(alone: Preview) -> None:
    """Once it is tried again; what kills twice waits for the next save."""
    os.kill(alone.worker(), signal.SIGKILL)  # while nothing is built: nobody notices
    alone.replace(PLAN, "制定本要点", "第1次")
    alone.wait_for_builds(1)
    os.kill(worker := alone.worker(), signal.SIGSTOP)
    alone.replace(PLAN, "第1次", "第2次")
    time.sleep(0.5)
    os.kill(worker, signal.SIGKILL)
    assert (
        alone.wait_for(r"\[preview-worker-died\]") + "\n"
        == expected("preview-worker-died").splitlines(keepends=True)[0]
    )
    alone.wait_for_builds(2)
    assert "第2次" in alone.text("/plans/qinghe-2025/")


def test_a_fault_of_our_own_is_told_and_survived(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    order = Order(str(tmp_path) + "\0", str(tmp_path / "out"), str(tmp_path / "state"))
    with (tmp_path / "asked").open("wb") as asked:
        for _ in range(2):
            write_frame(asked, Ask())
    with (tmp_path / "asked").open("rb") as asked, (tmp_path / "answers").open("wb") as answers:
        serve_builds(order, asked, answers)
    with (tmp_path / "answers").open("rb") as stream:
        for _ in range(2):
            built = read_worker_answer(stream)
            assert isinstance(built, Built)
            assert not built.stands
            assert [one.code for one in built.problems] == ["preview-crashed"]
        assert read_frame(stream) is None
    assert "Traceback" in capfd.readouterr().err
    assert "[preview-crashed]" in expected("preview-crashed")


@pytest.mark.parametrize(("clock", "told"), [("2025-03-01", True), ("2026-03-01", False)])
def test_what_is_dated_in_the_future_is_told_by_the_day_of_each_build(
    clock: str, told: bool, tmp_path: Path
) -> None:
    root = make_site(tmp_path / "site")
    (root / "content/plans/qinghe-2025/progress.yaml").write_text(
        "- {task: 2, date: 2025-06-20, status: 推进中, unit: 区司法局}\n", "utf-8"
    )
    order = Order(str(root), str(tmp_path / "out"), str(tmp_path / "state"), jobs=1)
    with (tmp_path / "asked").open("wb") as asked:
        write_frame(asked, Ask(date.fromisoformat(clock)))
    with (tmp_path / "asked").open("rb") as asked, (tmp_path / "answers").open("wb") as answers:
        serve_builds(order, asked, answers)
    with (tmp_path / "answers").open("rb") as stream:
        built = read_worker_answer(stream)
    assert isinstance(built, Built)
    assert ("report-in-future" in [one.code for one in built.problems]) is told
    assert built.stands is not told


@LINUX
def test_the_preview_looks_at_the_clock(alone: Preview) -> None:
    alone.write(
        "content/plans/qinghe-2025/progress.yaml",
        "- {task: 2, date: 2198-06-20, status: 推进中, unit: 区司法局}\n",
    )
    assert "2198-06-20" in alone.wait_for(r"\[report-in-future\]")


def test_every_code_of_the_preview_has_a_case() -> None:
    assert {path.parent.name for path in CASES.glob("*/expected.txt")} == {
        code for code in CATALOGUE if code.startswith("preview-")
    }


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_in_order(tmp_path: Path, number: int) -> None:
    with serving(make_site(tmp_path / "site")) as preview:
        worker = preview.worker() if sys.platform == "linux" else 0
        preview.process.send_signal(number)
        assert preview.process.wait(PATIENCE) == 0
        assert not worker or not Path(f"/proc/{worker}").exists()
        left = [
            path.name
            for path in (preview.root / ".gksite").rglob("*")
            if "staging" in path.name or path.suffix in (".new", ".tmp")
        ]
        assert left == []
    assert preview.lines[-1] == "预览已结束"


@LINUX
def test_it_ends_in_order_during_a_build(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    with serving(root, wait=False) as preview:
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(PATIENCE) == 0
    assert not list((root / ".gksite").rglob("*staging*"))


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@LINUX
def test_a_killed_server_leaves_no_worker(tmp_path: Path) -> None:
    with serving(make_site(tmp_path / "site")) as preview:
        worker = preview.worker()
        preview.process.kill()
        preview.process.wait(PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while is_alive(worker):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_clean_takes_the_preview_away(tmp_path: Path) -> None:
    with serving(make_site(tmp_path / "site")) as preview:
        assert (preview.root / ".gksite/preview/index.html").exists()
    subprocess.run(
        [sys.executable, "-m", "gksite", "-C", str(preview.root), "clean"],
        check=True,
        capture_output=True,
    )
    assert not (preview.root / ".gksite/preview").exists()


def test_two_previews_of_one_project_do_not_fight(edited: Preview) -> None:
    with serving(edited.root) as other:
        edited.settle()
        edited.forget()
        assert other.port != edited.port
        edited.replace(PLAN, "制定本要点", "制定本年要点")
        edited.wait_for_builds(1)
        other.wait_for_builds(2)
        for preview in (edited, other):
            assert "制定本年要点" in preview.text("/plans/qinghe-2025/")


def test_states_are_those_of_the_files(edited: Preview) -> None:
    """The digests that a page tells are made from the manifest and from its own bytes."""
    from gksite.output.manifest import marker_digests

    out = edited.root / ".gksite/preview"
    digests = marker_digests((out / ".gksite-manifest").read_bytes())
    state = page_state("index.html", (out / "index.html").read_bytes(), digests)
    told = hello(edited, "index.html")
    assert (told["page"], told["styles"]) == (state.page, state.styles)
